//! What can be published at an address of the site, and its properties there ([`Content::properties`]).

use crate::base::lang::Lang;
use crate::base::manifest::REDIRECT;
use crate::base::moment::month::Month;
use crate::base::output::Role;
use crate::base::policy::{DRAWING_SUFFIX, NEWSLETTER_SUFFIX};
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

/// A file of a feed: the subscription document, or an archive (RFC 5005, section 4), which is always in Atom.
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

/// The data that the script of a language's search page loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchFile {
    /// What matches first, and what results show: titles, names, summaries, values of filters.
    Items,
    /// All other words.
    Texts,
}

impl SearchFile {
    /// Both, in the order in which they are loaded.
    pub const ALL: [Self; 2] = [Self::Items, Self::Texts];

    /// Its address for the language of a tag.
    pub fn route(self, tag: &str) -> Route {
        let name = match self {
            Self::Items => "items.json",
            Self::Texts => "texts.json",
        };
        Route::new(format!("/{SEARCH}/{tag}/{name}"))
    }
}

/// What is published at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The choice of a language at `/`.
    Languages,
    /// The page for addresses that do not exist, outside of the folders of languages.
    RootNotFound,
    /// A page in a language.
    Page(Lang, Page),
    /// An old address.
    Redirect {
        /// Where it redirects to.
        to: RedirectDestination,
        /// The status with which hosts redirect that read `_redirects`, RFC 9110 section 15.4.
        status: u32,
    },
    /// An old address whose page or file is withdrawn.
    Gone,
    /// A feed.
    Feed(Lang, FeedFile),
    /// The newsletter issue of a month, as a file to send.
    Newsletter(Lang, Month, NewsletterFormat),
    /// A calendar.
    Calendar(Lang, CalendarScope),
    /// All addresses, for search engines; of a large site the list of the parts.
    Sitemap,
    /// A part of them; they count from 1.
    SitemapPart(usize),
    /// What robots may read.
    Robots,
    /// The header fields of files, for hosts that read `_headers`.
    Headers,
    /// The redirects, for hosts that read `_redirects`.
    Redirects,
    /// A file of open data.
    Data(DataFile),
    /// The data that the script of the search page loads.
    Search(Lang, SearchFile),
    /// A source file, copied without change.
    Copy(SourcePath),
    /// A picture of an item in another size or format.
    PictureVariant(PictureVariant),
    /// The picture of the page of an item, for social networks and messengers; without an item, that of the site.
    Share(Lang, Option<Key>),
}

impl Content {
    /// Its properties, whatever renders it.
    pub fn properties(&self) -> ContentProperties {
        use FilePattern::{InFolder, SameName};
        let with_headers = |headers| ContentProperties { headers: Some(headers), ..ContentProperties::FILE };
        match self {
            Self::Languages => ContentProperties { reserved: true, ..ContentProperties::page("home") },
            Self::RootNotFound => ContentProperties { reserved: true, ..ContentProperties::UNLISTED_PAGE },
            Self::Page(_, page) => page.properties(),
            Self::Redirect { .. } | Self::Gone => {
                ContentProperties { in_sitemap: false, ..ContentProperties::page(REDIRECT) }
            }
            Self::Feed(..) => {
                ContentProperties { role: Role::Feed, ..with_headers((SameName, ExtraHeaders::OpenType)) }
            }
            Self::Newsletter(_, _, NewsletterFormat::Text) => with_headers((InFolder(".txt"), ExtraHeaders::OpenType)),
            Self::Newsletter(_, _, NewsletterFormat::Email) => {
                with_headers((InFolder(NEWSLETTER_SUFFIX), ExtraHeaders::NewsletterPolicy))
            }
            Self::Calendar(..) => with_headers((SameName, ExtraHeaders::OpenType)),
            Self::Sitemap
            | Self::SitemapPart(_)
            | Self::Robots
            | Self::Headers
            | Self::Redirects
            | Self::Search(..) => ContentProperties::OF_PROGRAM,
            Self::Data(file) => {
                let ending = match file {
                    DataFile::CatalogueSchema | DataFile::Schema(_) | DataFile::ResultsSchema => Some(".schema.json"),
                    DataFile::Table(_)
                    | DataFile::Results
                    | DataFile::Spreadsheet(_)
                    | DataFile::ResultsSpreadsheet => Some(".csv"),
                    DataFile::Catalogue | DataFile::Items(_) | DataFile::Manifest | DataFile::Ocds => None,
                };
                // CORS is allowed for all files in their folder.
                let headers = ending.map(|ending| (InFolder(ending), ExtraHeaders::Type));
                ContentProperties { headers, ..ContentProperties::OF_PROGRAM }
            }
            Self::Copy(path) => {
                let path = path.as_str();
                let is_drawing = path.starts_with("content/") && path.ends_with(DRAWING_SUFFIX);
                let headers = is_drawing.then_some((InFolder(DRAWING_SUFFIX), ExtraHeaders::DrawingPolicy));
                ContentProperties { permanent: true, headers, ..ContentProperties::FILE }
            }
            Self::PictureVariant(_) | Self::Share(..) => ContentProperties::FILE,
        }
    }
}

/// The properties of what is published at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentProperties {
    /// Its role in the output. Its media type follows from this and its name (`base/media_type.rs`).
    pub role: Role,
    /// True for what the program itself publishes at addresses that are reserved for it (`base/reserved.rs`).
    pub reserved: bool,
    /// True if its address is recorded in `permalinks.lock`, once it is public.
    pub permanent: bool,
    /// True if the sitemap lists it, except a page of an item that search engines must not index.
    pub in_sitemap: bool,
    /// The kind of page as which the manifest lists it; none if the manifest does not list it.
    pub in_manifest: Option<&'static str>,
    /// The header fields that it has in addition to those of every file, and the pattern of the files that have them.
    pub headers: Option<(FilePattern, ExtraHeaders)>,
}

impl ContentProperties {
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

/// A pattern for files whose paths end in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilePattern {
    /// All files of the site with the name of the file, whatever number is in it. Not all with its ending: where a pattern begins
    /// with `*`, Netlify takes `.` for any character, and `*.ics` for the page `/themes/services-publics/` too.
    SameName,
    /// All files with this ending in the folder of the file, and below.
    InFolder(&'static str),
}

/// Header fields that some files have in addition to those of every file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraHeaders {
    /// Their media type, which not every host knows.
    Type,
    /// Their media type, and the permission for scripts of every site to read them (CORS).
    OpenType,
    /// The policy of newsletter issues for e-mail programs.
    NewsletterPolicy,
    /// The policy of drawings.
    DrawingPolicy,
}

/// A picture of a source file in another size or format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureVariant {
    /// The file of the picture.
    pub source: SourcePath,
    /// Its width in pixels.
    pub width: u32,
    /// The width of the widest variant of the file: all others are scaled down from it.
    pub widest: u32,
    /// Its format.
    pub format: PictureFormat,
}

/// The format of a picture variant.
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

/// A page in a language.
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
    /// A page of the ended calls; they count from 1.
    Results { number: usize },
    /// The page that explains the open data.
    Data,
    /// The search page.
    Search,
}

impl Page {
    fn properties(&self) -> ContentProperties {
        // The second and further pages of a list depend on the number of items.
        let numbered = |number, kind| ContentProperties { permanent: number == 1, ..ContentProperties::page(kind) };
        match self {
            Self::Home => ContentProperties::page("home"),
            Self::NotFound => ContentProperties::UNLISTED_PAGE,
            Self::List { number, .. } => numbered(*number, "list"),
            Self::Item(key) => ContentProperties::page(key.kind.word()),
            Self::Topics => ContentProperties::page("theme"),
            Self::Topic { number, .. } => numbered(*number, "theme"),
            Self::WhatsNew { number } => numbered(*number, "news"),
            Self::NewsletterIssues | Self::NewsletterIssue(_) => ContentProperties::page("letter"),
            Self::Results { number } => numbered(*number, "list"),
            Self::Data => ContentProperties::page("data"),
            Self::Search => ContentProperties::page("search"),
        }
    }
}

/// Where an old address redirects to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum RedirectDestination {
    /// The page of an item.
    Item { lang: Lang, key: Key },
    /// A path of the site as it is written, with query and fragment.
    Path(String),
    /// Another site.
    Url(String),
}

/// An address and what is published there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedFile {
    /// The address.
    pub route: Route,
    /// What is published there.
    pub content: Content,
}

impl PlannedFile {
    /// True for the address of a withdrawn file that was not a page.
    pub fn is_gone_document(&self) -> bool {
        let route = self.route.as_str();
        self.content == Content::Gone && !route.ends_with('/') && !route.ends_with(".html")
    }
}
