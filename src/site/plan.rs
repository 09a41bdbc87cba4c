//! The plan: every address of the site and what stands there, before anything is rendered (section 8 of the model).

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::Diagnostic;
use crate::base::lang::Lang;
use crate::base::route::Route;
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::kind::page::Role;
use crate::read::site_file::{LIST_FOLDERS, SITE_FILE};
use crate::site::catalogue::Catalogue;
use crate::site::listing::{Lists, PER_PAGE};

/// What a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Everything.
    All,
    /// The items of a kind.
    Section(Kind),
    /// The items of a theme, by its rank in `site.yaml`.
    Theme(usize),
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
    Redirect(Target),
    /// A feed.
    Feed(Lang, Subject),
    /// All addresses, for search engines.
    Sitemap,
    /// What robots may read.
    Robots,
    /// A source file, as it is.
    Copy(SourcePath),
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
    /// The list of themes.
    Themes,
    /// A page of a theme, by its rank in `site.yaml`; they count from 1.
    Theme { theme: usize, number: usize },
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

/// Names of sections for which `site.yaml` has none, by language and section.
pub type SectionNames = BTreeMap<(Lang, &'static str), String>;

/// Every address of the site.
#[derive(Debug)]
pub struct Plan {
    /// In the order of the files that answer.
    pub pages: Vec<Planned>,
    names: SectionNames,
    tags: Vec<String>,
    roles: BTreeMap<Role, Key>,
    files: BTreeMap<String, usize>,
    broken: BTreeSet<String>,
    /// The lists of the site.
    pub lists: Lists,
}

/// An address that someone wants, and where that is written.
struct Claim {
    planned: Planned,
    place: Place,
    /// True for what the site has anyway, whoever else wants its address.
    generated: bool,
    /// True for what visitors do not see yet: it is held against all other addresses, and stands nowhere.
    hidden: bool,
}

impl Plan {
    /// Lays out every address. Two things at one are reported, and the first by path keeps it.
    pub fn new(
        catalogue: &Catalogue,
        defaults: &SectionNames,
        assets: &[(Route, SourcePath)],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut names = defaults.clone();
        for (lang, language) in catalogue.langs().zip(&catalogue.site.languages) {
            names.extend(language.sections.iter().map(|(section, name)| ((lang, *section), name.value.clone())));
        }
        let tags = catalogue.tags.0.clone();
        let mut plan = Self {
            pages: Vec::new(),
            names,
            tags,
            roles: BTreeMap::new(),
            files: BTreeMap::new(),
            broken: BTreeSet::new(),
            lists: Lists::new(catalogue),
        };
        for (kind, lang, slug) in &catalogue.broken {
            let folder = match kind {
                Kind::Page => plan.home(*lang),
                kind => plan.section(*lang, kind.folder()),
            };
            plan.broken.insert(folder.join(&format!("{slug}/")).as_str().to_owned());
        }
        for item in catalogue.of_kind(Kind::Page).filter(|item| catalogue.is_public(item)) {
            if let Facts::Page(page) = &item.facts
                && let Some(role) = &page.role
            {
                plan.roles.entry(role.value).or_insert_with(|| item.key.clone());
            }
        }
        let mut claims = Vec::new();
        plan.claim_site(catalogue, &mut claims);
        for lang in catalogue.langs() {
            plan.claim_language(catalogue, lang, &mut claims);
        }
        plan.claim_items(catalogue, &mut claims);
        let asset = |(route, path): &(Route, SourcePath)| Claim {
            planned: Planned { route: route.clone(), content: Content::Copy(path.clone()) },
            place: Place { path: path.clone(), span: Span::default() },
            generated: true,
            hidden: false,
        };
        claims.extend(assets.iter().map(asset));
        plan.settle(claims, diagnostics);
        plan
    }

    /// The home page of a language.
    pub fn home(&self, lang: Lang) -> Route {
        Route::new(format!("/{}/", self.tags[lang.index()]))
    }

    /// The folder of a section: `calls`, `themes` and so on.
    pub fn section(&self, lang: Lang, section: &'static str) -> Route {
        let name = self.names.get(&(lang, section)).map_or(section, String::as_str);
        self.home(lang).join(&format!("{name}/"))
    }

    /// A page of a list; pages count from 1.
    pub fn list(&self, lang: Lang, kind: Kind, page: usize) -> Route {
        numbered(&self.section(lang, kind.folder()), page)
    }

    /// A page of a theme; pages count from 1.
    pub fn theme(&self, catalogue: &Catalogue, lang: Lang, theme: usize, page: usize) -> Route {
        let id = &catalogue.site.themes[theme].id.value;
        numbered(&self.section(lang, "themes").join(&format!("{id}/")), page)
    }

    /// The page of an item.
    pub fn item(&self, item: &Item, lang: Lang) -> Route {
        if self.roles.get(&Role::Home) == Some(&item.key) {
            return self.home(lang);
        }
        let slug = item.words_for(lang).slug.as_ref().map_or(item.key.id.as_str(), |slug| slug.value.as_str());
        let folder = match item.key.kind {
            Kind::Page => self.home(lang),
            kind => self.section(lang, kind.folder()),
        };
        folder.join(&format!("{slug}/"))
    }

    /// The page at which a feed's subject is shown.
    pub fn subject(&self, catalogue: &Catalogue, lang: Lang, subject: Subject) -> Route {
        match subject {
            Subject::All => self.home(lang),
            Subject::Section(kind) => self.list(lang, kind, 1),
            Subject::Theme(theme) => self.theme(catalogue, lang, theme, 1),
        }
    }

    /// The RSS feed of a subject.
    pub fn feed(&self, catalogue: &Catalogue, lang: Lang, subject: Subject) -> Route {
        self.subject(catalogue, lang, subject).join("feed.xml")
    }

    /// The page of a role, when the site has one that is public.
    pub fn role<'c>(&self, catalogue: &'c Catalogue, role: Role) -> Option<&'c Item> {
        catalogue.items.get(self.roles.get(&role)?)
    }

    /// What stands at an address; with or without the final `/` of a page.
    pub fn at(&self, path: &str) -> Option<&Planned> {
        let route = Route::new(path);
        let rank = self.files.get(&route.file()).or_else(|| self.files.get(&route.join("/").file()))?;
        self.pages.get(*rank)
    }

    /// True for an address that an item has which could not be read: it is not to be missed.
    pub fn is_of_broken(&self, path: &str) -> bool {
        let mut folders = path.match_indices('/').map(|(at, _)| &path[..=at]);
        folders.any(|folder| self.broken.contains(folder)) || self.broken.contains(&format!("{path}/"))
    }

    fn claim_site(&self, catalogue: &Catalogue, claims: &mut Vec<Claim>) {
        let mut claim = |route: &str, content| claims.push(site_claim(Route::new(route), content, Span::default()));
        claim("/", Content::Languages);
        claim("/404.html", Content::RootNotFound);
        claim("/sitemap.xml", Content::Sitemap);
        claim("/robots.txt", Content::Robots);
        for redirect in &catalogue.site.redirects {
            let to = match redirect.to.value.starts_with('/') {
                true => Target::Path(redirect.to.value.clone()),
                false => Target::Url(redirect.to.value.clone()),
            };
            let route = old_route(&redirect.from.value);
            claims.push(site_claim(route, Content::Redirect(to), redirect.from.span));
        }
    }

    fn claim_language(&self, catalogue: &Catalogue, lang: Lang, claims: &mut Vec<Claim>) {
        let sections = &catalogue.site.language(lang).sections;
        let span = |section: &str| sections.get(section).map_or(Span::default(), |name| name.span);
        let mut claim = |route, content, span| claims.push(site_claim(route, content, span));
        let home = self.home(lang);
        claim(home.clone(), Content::Page(lang, Page::Home), Span::default());
        claim(home.join("404.html"), Content::Page(lang, Page::NotFound), Span::default());
        claim(home.join("feed.xml"), Content::Feed(lang, Subject::All), Span::default());
        for folder in LIST_FOLDERS {
            let Some(kind) = Kind::of_folder(folder) else { continue };
            for number in 1..=pages(self.lists.of_kind(lang, kind).len()) {
                let page = Page::List { kind, number };
                claim(self.list(lang, kind, number), Content::Page(lang, page), span(folder));
            }
            let subject = Subject::Section(kind);
            claim(self.feed(catalogue, lang, subject), Content::Feed(lang, subject), span(folder));
        }
        if !catalogue.site.themes.is_empty() {
            claim(self.section(lang, "themes"), Content::Page(lang, Page::Themes), span("themes"));
        }
        for (theme, topic) in catalogue.site.themes.iter().enumerate() {
            let count = self.lists.of_theme(lang, theme).len();
            for number in 1..=pages(count) {
                let route = self.theme(catalogue, lang, theme, number);
                claim(route, Content::Page(lang, Page::Theme { theme, number }), topic.id.span);
            }
            let subject = Subject::Theme(theme);
            claim(self.feed(catalogue, lang, subject), Content::Feed(lang, subject), topic.id.span);
        }
    }

    fn claim_items(&self, catalogue: &Catalogue, claims: &mut Vec<Claim>) {
        for item in catalogue.items.values() {
            let hidden = !catalogue.is_public(item);
            for lang in catalogue.langs() {
                let words = item.words_for(lang);
                let route = self.item(item, lang);
                let span = words.slug.as_ref().map_or(words.fence, |slug| slug.span);
                let claim = |route, content, span| {
                    let place = Place { path: words.path.clone(), span };
                    Claim { planned: Planned { route, content }, place, generated: false, hidden }
                };
                // The home page is claimed with its language; its item fills it.
                if self.roles.get(&Role::Home) != Some(&item.key) {
                    claims.push(claim(route.clone(), Content::Page(lang, Page::Item(item.key.clone())), span));
                }
                for file in catalogue.files_of(item) {
                    claims.push(claim(route.join(&file.name), Content::Copy(file.path.clone()), span));
                }
                if item.words.get(lang).is_none() {
                    continue;
                }
                for alias in &words.aliases {
                    let to = Target::Item { lang, key: item.key.clone() };
                    claims.push(claim(old_route(&alias.value), Content::Redirect(to), alias.span));
                }
            }
        }
    }

    /// Gives each address to the first that claims it by the path of its source.
    fn settle(&mut self, mut claims: Vec<Claim>, diagnostics: &mut Vec<Diagnostic>) {
        let order = |claim: &Claim| (claim.planned.route.file(), !claim.generated, claim.hidden, claim.place.clone());
        claims.sort_by_cached_key(order);
        let mut last: Option<(String, Place)> = None;
        let mut told: Vec<(Place, Place)> = Vec::new();
        for claim in claims {
            let file = claim.planned.route.file();
            if let Some((taken, first)) = &last
                && *taken == file
            {
                // One clash of two names is told once, however many addresses it concerns.
                let pair = (claim.place.clone(), first.clone());
                if !told.contains(&pair) {
                    diagnostics.push(collision(&claim, first));
                    told.push(pair);
                }
                continue;
            }
            last = Some((file.clone(), claim.place.clone()));
            if claim.hidden {
                continue;
            }
            self.files.insert(file, self.pages.len());
            self.refuse_file_as_folder(&claim, diagnostics);
            self.pages.push(claim.planned);
        }
    }

    /// Reports an address below something that is a file, as no disk can hold both.
    fn refuse_file_as_folder(&self, claim: &Claim, diagnostics: &mut Vec<Diagnostic>) {
        let file = claim.planned.route.file();
        let above = file.match_indices('/').map(|(at, _)| &file[..at]).find(|above| self.files.contains_key(*above));
        if let Some(above) = above {
            let message = format!("`{}` lies below `/{above}`, which is a file", claim.planned.route);
            let help = "choose another address for one of the two";
            diagnostics.push(Diagnostic::error("address-taken", claim.place.clone(), message, help));
        }
    }
}

fn collision(claim: &Claim, first: &Place) -> Diagnostic {
    let message = format!("the address `{}` is taken already", claim.planned.route);
    let help = match &claim.planned.content {
        Content::Page(_, Page::Item(_)) => "give one of the two another `slug`",
        Content::Page(..) => "give one of the two another name in its address",
        Content::Redirect(_) => "delete this old address, or the page that has it now",
        Content::Languages
        | Content::RootNotFound
        | Content::Feed(..)
        | Content::Sitemap
        | Content::Robots
        | Content::Copy(_) => "rename one of the two",
    };
    Diagnostic::error("address-taken", claim.place.clone(), message, help).related("it is taken here", first.clone())
}

fn site_claim(route: Route, content: Content, span: Span) -> Claim {
    let generated = span == Span::default();
    Claim {
        planned: Planned { route, content },
        place: Place { path: SourcePath::new(SITE_FILE), span },
        generated,
        hidden: false,
    }
}

/// The address of an old path: one that names no file is a page in a folder.
fn old_route(path: &str) -> Route {
    let path = percent_encoding::percent_decode_str(path).decode_utf8().unwrap_or_else(|_| path.into());
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.is_empty() || last.contains('.') { Route::new(path) } else { Route::new(format!("{path}/")) }
}

fn numbered(first: &Route, page: usize) -> Route {
    if page <= 1 { first.clone() } else { first.join(&format!("page/{page}/")) }
}

/// How many pages a list of so many items has; an empty one has a page that says so.
fn pages(items: usize) -> usize {
    items.div_ceil(PER_PAGE).max(1)
}
