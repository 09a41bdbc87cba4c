//! The plan: every address of the site and what stands there, before anything is rendered (section 8 of the model).

mod claim;
mod clash;
pub mod content;
pub mod data;
mod fixed;
pub mod layout;
mod moved;
pub mod picture;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::lang::Lang;
use crate::base::moment::month::Month;
use crate::base::route::{FilePath, Route};
use crate::base::source::SourcePath;
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::kind::page::Role;
use crate::site::catalogue::Catalogue;
use crate::site::listing::Lists;
use crate::site::plan::claim::is_from;
use crate::site::plan::content::{Agenda, FeedFile, LetterForm, Page, Planned};
use crate::site::subject::Subject;
use crate::site::timeline::Timeline;

/// Names of sections for which `site.yaml` has none, by language and section.
pub type SectionNames = BTreeMap<(Lang, &'static str), String>;

/// Every address of the site.
#[derive(Debug)]
pub struct Plan {
    /// In the order of the files that answer.
    pub pages: Vec<Planned>,
    /// The home page of each language.
    homes: Vec<Route>,
    /// The folders of sections, by language.
    sections: Vec<BTreeMap<&'static str, Route>>,
    roles: BTreeMap<Role, Key>,
    broken: BTreeSet<String>,
    /// True when pages have a picture that stands for them where they are shared.
    has_shares: bool,
    /// True when there is a search page.
    has_search: bool,
}

/// What of a theme addresses depend on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThemeRoutes {
    /// Names of sections for which `site.yaml` has none.
    pub section_names: SectionNames,
    /// The files that are published as they are.
    pub assets: Vec<(Route, SourcePath)>,
    /// True when pages have a picture that stands for them where they are shared.
    pub has_shares: bool,
    /// True when there is a search page.
    pub has_search: bool,
}

/// What addresses are laid out for.
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub struct PlanInputs<'a> {
    pub catalogue: &'a Catalogue,
    pub timeline: &'a Timeline<'a>,
    pub lists: &'a Lists,
}

impl Plan {
    /// A page of a language.
    pub fn page(&self, catalogue: &Catalogue, lang: Lang, page: &Page) -> Route {
        match page {
            Page::Home => self.home(lang),
            Page::NotFound => self.home(lang).join("404.html"),
            Page::List { kind, number } => self.list(lang, *kind, *number),
            Page::Item(key) => self.item(&catalogue.items[key], lang),
            Page::Themes => self.section(lang, "themes"),
            Page::Theme { theme, number } => self.theme(catalogue, lang, *theme, *number),
            Page::WhatsNew { number } => self.whats_new(lang, *number),
            Page::Digests => self.section(lang, "digest"),
            Page::Digest(month) => self.digest(lang, *month),
            Page::Results { number } => self.results(lang, *number),
            Page::Data => self.section(lang, "data"),
            Page::Search => self.section(lang, "search"),
        }
    }

    /// The home page of a language.
    pub fn home(&self, lang: Lang) -> Route {
        self.homes[lang.index()].clone()
    }

    /// The folder of a section: `calls`, `themes` and so on.
    pub fn section(&self, lang: Lang, section: &'static str) -> Route {
        let known = self.sections[lang.index()].get(section);
        known.cloned().unwrap_or_else(|| self.homes[lang.index()].page(section))
    }

    /// The folder of the pages of a kind's items.
    fn folder(&self, lang: Lang, kind: Kind) -> &Route {
        match kind {
            Kind::Page => &self.homes[lang.index()],
            kind => &self.sections[lang.index()][kind.folder()],
        }
    }

    /// A page of a list; pages count from 1.
    pub fn list(&self, lang: Lang, kind: Kind, page: usize) -> Route {
        numbered(&self.section(lang, kind.folder()), page)
    }

    /// A page of a theme; pages count from 1.
    pub fn theme(&self, catalogue: &Catalogue, lang: Lang, theme: usize, page: usize) -> Route {
        numbered(&self.section(lang, "themes").page(catalogue.site.themes[theme].slug(lang)), page)
    }

    /// Where a page of a theme stood before the theme had a slug of its own: at its id. `None` where it stands there still,
    /// another theme does, or the site leads elsewhere.
    pub fn theme_by_id(&self, catalogue: &Catalogue, lang: Lang, theme: usize, page: usize) -> Option<Route> {
        let site = &catalogue.site;
        let id = &site.themes[theme].id.value;
        let first = self.section(lang, "themes").page(id);
        let is_taken = site.themes.iter().any(|other| other.slug(lang) == id)
            || site.redirects.iter().any(|redirect| is_from(redirect, &first));
        (!is_taken).then(|| numbered(&first, page))
    }

    /// The page of an item.
    pub fn item(&self, item: &Item, lang: Lang) -> Route {
        if self.is_home(item) {
            return self.home(lang);
        }
        let slug = item.words_for(lang).slug.as_ref().map_or(&*item.key.id, |slug| slug.value.as_str());
        self.folder(lang, item.key.kind).page(slug)
    }

    /// The folder of the files of an item: its page in the language of its original.
    pub fn files(&self, item: &Item) -> Route {
        self.item(item, item.original)
    }

    /// True for the item that fills the home pages.
    fn is_home(&self, item: &Item) -> bool {
        item.key.kind == Kind::Page && self.roles.get(&Role::Home) == Some(&item.key)
    }

    /// The page at which a feed's subject is shown.
    pub fn subject(&self, catalogue: &Catalogue, lang: Lang, subject: &Subject) -> Route {
        match subject {
            Subject::All => self.home(lang),
            Subject::Section(kind) => self.list(lang, *kind, 1),
            Subject::Theme(theme) => self.theme(catalogue, lang, *theme, 1),
            Subject::Item(key) => self.item(&catalogue.items[key], lang),
            Subject::Letters => self.section(lang, "digest"),
        }
    }

    /// A file of a feed.
    pub fn feed(&self, catalogue: &Catalogue, lang: Lang, file: &FeedFile) -> Route {
        feed_file(&self.subject(catalogue, lang, &file.subject), file)
    }

    /// A page of what is new; pages count from 1.
    pub fn whats_new(&self, lang: Lang, page: usize) -> Route {
        numbered(&self.section(lang, "whatsnew"), page)
    }

    /// A page of the calls that ended; pages count from 1.
    pub fn results(&self, lang: Lang, page: usize) -> Route {
        numbered(&self.section(lang, "results"), page)
    }

    /// The digest of a month.
    pub fn digest(&self, lang: Lang, month: Month) -> Route {
        self.section(lang, "digest").page(&month.to_string())
    }

    /// The digest of a month as it is sent, beside its page.
    pub fn letter(&self, lang: Lang, month: Month, form: LetterForm) -> Route {
        let ending = match form {
            LetterForm::Text => "txt",
            LetterForm::Email => "eml.html",
        };
        self.section(lang, "digest").join(&format!("{month}.{ending}"))
    }

    /// A calendar; that of one item lies beside its page.
    pub fn calendar(&self, catalogue: &Catalogue, lang: Lang, agenda: &Agenda) -> Route {
        match agenda {
            Agenda::Events => self.list(lang, Kind::Event, 1).join("calendar.ics"),
            Agenda::Deadlines => self.list(lang, Kind::Call, 1).join("deadlines.ics"),
            Agenda::Theme(theme) => self.theme(catalogue, lang, *theme, 1).join("calendar.ics"),
            Agenda::Item(key) => item_calendar(&self.item(&catalogue.items[key], lang), key.kind),
        }
    }

    /// The picture that stands for the page of an item, or for the site, where it is shared.
    pub fn share(&self, lang: Lang, item: Option<&Item>) -> Option<Route> {
        let page = item.map_or_else(|| self.home(lang), |item| self.item(item, lang));
        self.has_shares.then(|| share_file(&page))
    }

    /// The page of a role, when the site has one that is public.
    pub fn role<'c>(&self, catalogue: &'c Catalogue, role: Role) -> Option<&'c Item> {
        catalogue.items.get(self.roles.get(&role)?)
    }

    /// What stands at an address; with or without the final `/` of a page.
    pub fn at(&self, path: &str) -> Option<&Planned> {
        let rank = self.rank(FilePath::of(path)).or_else(|| self.rank(FilePath::in_folder(path)))?;
        self.pages.get(rank)
    }

    /// The rank among the pages of what is published in a file.
    pub fn rank(&self, file: FilePath<'_>) -> Option<usize> {
        self.pages.binary_search_by(|page| page.route.file_path().cmp(&file)).ok()
    }

    /// True for an address that an item has which could not be read: it is not to be missed.
    pub fn is_of_broken(&self, path: &str) -> bool {
        if self.broken.is_empty() {
            return false;
        }
        let mut folders = path.match_indices('/').map(|(at, _)| &path[..=at]);
        folders.any(|folder| self.broken.contains(folder)) || self.broken.contains(&format!("{path}/"))
    }
}

fn numbered(first: &Route, page: usize) -> Route {
    if page <= 1 { first.clone() } else { first.page(&format!("page/{page}")) }
}

/// A file of a feed beside the page of its subject.
fn feed_file(page: &Route, file: &FeedFile) -> Route {
    let ending = file.format.ending();
    page.join(&match file.archive {
        Some(archive) => format!("feed-{archive}.{ending}"),
        None => format!("feed.{ending}"),
    })
}

/// The picture that stands for a page where it is shared, beside it.
fn share_file(page: &Route) -> Route {
    page.join("share.png")
}

/// The calendar of an event, or of the closing of a call, beside its page.
fn item_calendar(page: &Route, kind: Kind) -> Route {
    page.join(if kind == Kind::Call { "deadline.ics" } else { "event.ics" })
}
