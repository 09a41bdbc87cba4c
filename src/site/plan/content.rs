//! What can stand at an address of the site, and what holds of it there ([`Content::properties`]).

use crate::base::lang::Lang;
use crate::base::manifest::REDIRECT;
use crate::base::moment::month::Month;
use crate::base::output::Role;
use crate::base::policy::NEWSLETTER_SUFFIX;
use crate::base::reserved::SEARCH;
use crate::base::route::Route;
use crate::base::source::SourcePath;
use crate::kind::key::{Key, Kind};
use crate::site::feed_scope::FeedScope;
use crate::site::plan::data::DataFile;

/// The format of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedFormat {
    /// RSS 2.0.
    Rss,
    /// Atom, RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Rss, Self::Atom, Self::Json];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Rss => "xml",
            Self::Atom => "atom",
            Self::Json => "json",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// A file of a feed: the one that people subscribe to, or an archive (RFC 5005, section 4), which is always one of Atom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedFile {
    /// Its scope.
    pub scope: FeedScope,
    /// Its format.
    pub format: FeedFormat,
    /// The number of an archive; they count from 1, the oldest.
    pub archive: Option<usize>,
    /// True at an old address of an item's page: the file there has the latest entries and links to the whole feed.
    pub moved: bool,
}

/// The format of a newsletter issue as a file to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewsletterFormat {
    /// Plain text.
    Text,
    /// HTML as e-mail programs show it.
    Email,
}

/// The scope of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarScope {
    /// All events.
    Events,
    /// The closings of all calls.
    Deadlines,
    /// The events and closings of a topic, by its rank under `themes` in `site.yaml`.
    Topic(usize),
    /// One event, or the closing of one call.
    Item(Key),
}

/// What the script of a language's search page reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchFile {
    /// What is found first, and what results show: titles, names, summaries, values of filters.
    Items,
    /// All other words.
    Texts,
}

impl SearchFile {
    /// Both, in the order in which they are asked for.
    pub const ALL: [Self; 2] = [Self::Items, Self::Texts];

    /// Where it is for the language of a tag.
    pub fn route(self, tag: &str) -> Route {
        let name = match self {
            Self::Items => "items.json",
            Self::Texts => "texts.json",
        };
        Route::new(format!("/{SEARCH}/{tag}/{name}"))
    }
}

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The choice of a language at `/`.
    Languages,
    /// The page for addresses that do not exist, outside of every language.
    RootNotFound,
    /// A page of a language.
    Page(Lang, Page),
    /// An old address.
    Redirect {
        /// Where it leads.
        to: Target,
        /// How a host says so that is told of it, RFC 9110 section 15.4.
        status: u32,
    },
    /// An old address at which something stood that is gone for good.
    Gone,
    /// A feed.
    Feed(Lang, FeedFile),
    /// The newsletter issue of a month, as a file to send.
    Newsletter(Lang, Month, NewsletterFormat),
    /// A calendar.
    Calendar(Lang, CalendarScope),
    /// All addresses, for search engines.
    Sitemap,
    /// What robots may read.
    Robots,
    /// What a host sends along with each file.
    Headers,
    /// Where a host leads from one address to another.
    Redirects,
    /// A file of open data.
    Data(DataFile),
    /// What the script of the search page reads.
    Search(Lang, SearchFile),
    /// A source file, as it is.
    Copy(SourcePath),
    /// A picture of an item in another size or format.
    Picture(Picture),
    /// The picture that stands for the page of an item where it is shared; without an item, for the site.
    Share(Lang, Option<Key>),
}

impl Content {
    /// What holds of it at its address.
    pub fn properties(&self) -> Properties {
        use Files::{InFolder, OnSite};
        let with_headers = |headers| Properties { headers: Some(headers), ..Properties::FILE };
        match self {
            Self::Languages => Properties { reserved: true, ..Properties::page("home") },
            Self::RootNotFound => Properties { reserved: true, ..Properties::UNLISTED_PAGE },
            Self::Page(_, page) => page.properties(),
            Self::Redirect { .. } | Self::Gone => Properties { in_sitemap: false, ..Properties::page(REDIRECT) },
            Self::Feed(_, file) => {
                let ending = match file.format {
                    FeedFormat::Rss => "/feed.xml",
                    FeedFormat::Json => "/feed.json",
                    // Archives too, `feed-1.atom`.
                    FeedFormat::Atom => ".atom",
                };
                Properties { role: Role::Feed, ..with_headers((OnSite(ending), ExtraHeaders::OpenType)) }
            }
            Self::Newsletter(_, _, NewsletterFormat::Text) => with_headers((InFolder(".txt"), ExtraHeaders::OpenType)),
            Self::Newsletter(_, _, NewsletterFormat::Email) => {
                with_headers((InFolder(NEWSLETTER_SUFFIX), ExtraHeaders::NewsletterPolicy))
            }
            Self::Calendar(..) => with_headers((OnSite(".ics"), ExtraHeaders::OpenType)),
            Self::Sitemap | Self::Robots | Self::Headers | Self::Redirects | Self::Search(..) => Properties::OF_PROGRAM,
            Self::Data(file) => {
                let ending = match file {
                    DataFile::CatalogueSchema | DataFile::Schema(_) | DataFile::ResultsSchema => Some(".schema.json"),
                    DataFile::Table(_) | DataFile::Results => Some(".csv"),
                    DataFile::Catalogue | DataFile::Items(_) | DataFile::Manifest | DataFile::Ocds => None,
                };
                // Everything in their folder may be read from everywhere.
                let headers = ending.map(|ending| (InFolder(ending), ExtraHeaders::Type));
                Properties { headers, ..Properties::OF_PROGRAM }
            }
            Self::Copy(_) => Properties { permanent: true, ..Properties::FILE },
            Self::Picture(_) | Self::Share(..) => Properties::FILE,
        }
    }
}

/// What holds of an address, whoever renders what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Properties {
    /// What it counts as. Its media type follows from this and its name (`base/media_type.rs`).
    pub role: Role,
    /// True for what the program itself puts at addresses that are reserved for it (`base/reserved.rs`).
    pub reserved: bool,
    /// True if its address is recorded in `permalinks.lock`, once it is public.
    pub permanent: bool,
    /// True if the sitemap lists it, unless it shows an item that is not to be found.
    pub in_sitemap: bool,
    /// What kind of page the manifest lists it as; none for what the manifest does not list.
    pub in_manifest: Option<&'static str>,
    /// The headers that it has besides those of every file, and which files have them as well.
    pub headers: Option<(Files, ExtraHeaders)>,
}

impl Properties {
    const FILE: Self = Self {
        role: Role::File,
        reserved: false,
        permanent: false,
        in_sitemap: false,
        in_manifest: None,
        headers: None,
    };
    const OF_PROGRAM: Self = Self { reserved: true, ..Self::FILE };
    const UNLISTED_PAGE: Self = Self { role: Role::Page, ..Self::FILE };

    /// A page of a kind of the manifest.
    fn page(kind: &'static str) -> Self {
        Self { permanent: true, in_sitemap: true, in_manifest: Some(kind), ..Self::UNLISTED_PAGE }
    }
}

/// Files whose paths end alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Files {
    /// All of the site.
    OnSite(&'static str),
    /// All of one folder, and below.
    InFolder(&'static str),
}

/// Headers that some files have besides those of every file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraHeaders {
    /// Their media type, which not every host knows.
    Type,
    /// Their media type, and that scripts of every site may read them.
    OpenType,
    /// The policy of newsletter issues for e-mail programs.
    NewsletterPolicy,
}

/// A picture of a source file in another size or format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub source: SourcePath,
    /// Its width in pixels.
    pub width: u32,
    /// The width of the widest picture of the file that is made: all others are made from it.
    pub widest: u32,
    /// Its format.
    pub format: PictureFormat,
}

/// A format in which pictures are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the formats' own")]
pub enum PictureFormat {
    Jpeg,
    Png,
    WebP,
}

impl PictureFormat {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }
}

/// A page of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Page {
    /// The home page.
    Home,
    /// The page for addresses that do not exist.
    NotFound,
    /// A page of the list of a kind; they count from 1.
    List { kind: Kind, number: usize },
    /// The page of an item.
    Item(Key),
    /// The list of topics.
    Topics,
    /// A page of a topic, by its rank under `themes` in `site.yaml`; they count from 1.
    Topic { topic: usize, number: usize },
    /// A page of what is new; they count from 1.
    WhatsNew { number: usize },
    /// The page that lists all newsletter issues.
    NewsletterIssues,
    /// The page of the newsletter issue of a month.
    NewsletterIssue(Month),
    /// A page of the calls that ended; they count from 1.
    Results { number: usize },
    /// The page that explains the open data.
    Data,
    /// The search page.
    Search,
}

impl Page {
    fn properties(&self) -> Properties {
        // The further pages of a list come and go with the number of items.
        let numbered = |number, kind| Properties { permanent: number == 1, ..Properties::page(kind) };
        match self {
            Self::Home => Properties::page("home"),
            Self::NotFound => Properties::UNLISTED_PAGE,
            Self::List { number, .. } => numbered(*number, "list"),
            Self::Item(key) => Properties::page(key.kind.word()),
            Self::Topics => Properties::page("theme"),
            Self::Topic { number, .. } => numbered(*number, "theme"),
            Self::WhatsNew { number } => numbered(*number, "news"),
            Self::NewsletterIssues | Self::NewsletterIssue(_) => Properties::page("letter"),
            Self::Results { number } => numbered(*number, "list"),
            Self::Data => Properties::page("data"),
            Self::Search => Properties::page("search"),
        }
    }
}

/// Where an old address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Target {
    /// The page of an item.
    Item { lang: Lang, key: Key },
    /// A path of the site as it is written, with query and fragment.
    Path(String),
    /// Another site.
    Url(String),
}

/// An address and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The address.
    pub route: Route,
    /// What stands there.
    pub content: Content,
}

impl Planned {
    /// True where something stood that was no page, and is gone for good.
    pub fn is_gone_document(&self) -> bool {
        let route = self.route.as_str();
        self.content == Content::Gone && !route.ends_with('/') && !route.ends_with(".html")
    }
}
