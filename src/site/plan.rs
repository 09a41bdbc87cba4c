//! The plan: every address of the site and what is published there, before anything is rendered (section 8 of the model).

mod claim;
mod clash;
pub mod content;
pub mod data;
mod fixed;
mod former;
pub mod layout;
pub mod picture_variant;
pub mod sitemap;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::lang::Lang;
use crate::base::moment::month::Month;
use crate::base::route::{FilePath, Route};
use crate::base::source::SourcePath;
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::kind::page::Role;
use crate::site::catalogue::Catalogue;
use crate::site::feed_scope::FeedScope;
use crate::site::listing::Lists;
use crate::site::plan::claim::is_from;
use crate::site::plan::content::{CalendarScope, FeedFile, NewsletterFormat, Page, PlannedFile};
use crate::site::plan::sitemap::SitemapParts;
use crate::site::timeline::Timeline;

/// Names of sections that `site.yaml` does not name, by language and section.
pub type SectionNames = BTreeMap<(Lang, &'static str), String>;

/// Every address of the site.
#[derive(Debug)]
pub struct Plan {
    /// Sorted by the paths of the files at which they are published.
    pub files: Vec<PlannedFile>,
    /// The home page of each language.
    homes: Vec<Route>,
    /// The folders of sections, by language.
    sections: Vec<BTreeMap<&'static str, Route>>,
    roles: BTreeMap<Role, Key>,
    /// The addresses of the pages of items with errors.
    broken: BTreeSet<String>,
    /// True when pages have a picture for social networks and messengers.
    has_shares: bool,
    /// True when there is a search page.
    has_search: bool,
    /// How the sitemap is parted.
    pub sitemap: SitemapParts,
}

/// The part of a theme on which addresses depend.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThemeRoutes {
    /// Names of sections that `site.yaml` does not name.
    pub section_names: SectionNames,
    /// The files that are copied without change.
    pub assets: Vec<(Route, SourcePath)>,
    /// True when pages have a picture for social networks and messengers.
    pub has_shares: bool,
    /// True when there is a search page.
    pub has_search: bool,
}

/// The inputs of the plan.
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub struct PlanInputs<'a> {
    pub catalogue: &'a Catalogue,
    pub timeline: &'a Timeline<'a>,
    pub lists: &'a Lists,
}

impl Plan {
    /// The address of a page in a language.
    pub fn page(&self, catalogue: &Catalogue, lang: Lang, page: &Page) -> Route {
        match page {
            Page::Home => self.home(lang),
            Page::NotFound => self.home(lang).join("404.html"),
            Page::List { kind, number } => self.list(lang, *kind, *number),
            Page::Item(key) => self.item(&catalogue.items[key], lang),
            Page::Topics => self.section(lang, "themes"),
            Page::Topic { topic, number } => self.topic(catalogue, lang, *topic, *number),
            Page::WhatsNew { number } => self.whats_new(lang, *number),
            Page::NewsletterIssues => self.section(lang, "digest"),
            Page::NewsletterIssue(month) => self.newsletter_issue(lang, *month),
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
        let named = self.sections[lang.index()].get(section);
        named.cloned().unwrap_or_else(|| self.homes[lang.index()].page(section))
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

    /// A page of a topic; pages count from 1.
    pub fn topic(&self, catalogue: &Catalogue, lang: Lang, topic: usize, page: usize) -> Route {
        numbered(&self.section(lang, "themes").page(catalogue.site.themes[topic].slug(lang)), page)
    }

    /// The address of a page of a topic by its id, before the topic had a slug. `None` where the topic is still there, another
    /// topic is, or the site redirects it elsewhere.
    pub fn topic_by_id(&self, catalogue: &Catalogue, lang: Lang, topic: usize, page: usize) -> Option<Route> {
        let site = &catalogue.site;
        let id = &site.themes[topic].id.value;
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
    pub fn files_folder(&self, item: &Item) -> Route {
        self.item(item, item.original)
    }

    /// True for the item whose content is on the home pages.
    fn is_home(&self, item: &Item) -> bool {
        item.key.kind == Kind::Page && self.roles.get(&Role::Home) == Some(&item.key)
    }

    /// The page that shows the scope of a feed.
    pub fn scope_page(&self, catalogue: &Catalogue, lang: Lang, scope: &FeedScope) -> Route {
        match scope {
            FeedScope::All => self.home(lang),
            FeedScope::Section(kind) => self.list(lang, *kind, 1),
            FeedScope::Topic(topic) => self.topic(catalogue, lang, *topic, 1),
            FeedScope::Item(key) => self.item(&catalogue.items[key], lang),
            FeedScope::Newsletter => self.section(lang, "digest"),
        }
    }

    /// A file of a feed.
    pub fn feed(&self, catalogue: &Catalogue, lang: Lang, file: &FeedFile) -> Route {
        feed_file(&self.scope_page(catalogue, lang, &file.scope), file)
    }

    /// A page of what is new; pages count from 1.
    pub fn whats_new(&self, lang: Lang, page: usize) -> Route {
        numbered(&self.section(lang, "whatsnew"), page)
    }

    /// A page of the ended calls; pages count from 1.
    pub fn results(&self, lang: Lang, page: usize) -> Route {
        numbered(&self.section(lang, "results"), page)
    }

    /// The page of the newsletter issue of a month.
    pub fn newsletter_issue(&self, lang: Lang, month: Month) -> Route {
        self.section(lang, "digest").page(&month.to_string())
    }

    /// The newsletter issue of a month as a file to send, beside its page.
    pub fn newsletter_file(&self, lang: Lang, month: Month, format: NewsletterFormat) -> Route {
        let ending = match format {
            NewsletterFormat::Text => "txt",
            NewsletterFormat::Email => "eml.html",
        };
        self.section(lang, "digest").join(&format!("{month}.{ending}"))
    }

    /// A calendar; that of one item is beside its page.
    pub fn calendar(&self, catalogue: &Catalogue, lang: Lang, scope: &CalendarScope) -> Route {
        match scope {
            CalendarScope::Events => self.list(lang, Kind::Event, 1).join("calendar.ics"),
            CalendarScope::Deadlines => self.list(lang, Kind::Call, 1).join("deadlines.ics"),
            CalendarScope::Topic(topic) => self.topic(catalogue, lang, *topic, 1).join("calendar.ics"),
            CalendarScope::Item(key) => item_calendar(&self.item(&catalogue.items[key], lang), key.kind),
        }
    }

    /// The picture of the page of an item, or of the site, for social networks and messengers.
    pub fn share(&self, lang: Lang, item: Option<&Item>) -> Option<Route> {
        let page = item.map_or_else(|| self.home(lang), |item| self.item(item, lang));
        self.has_shares.then(|| share_file(&page))
    }

    /// The item of the page that has a role, if it is public.
    pub fn role<'c>(&self, catalogue: &'c Catalogue, role: Role) -> Option<&'c Item> {
        catalogue.items.get(self.roles.get(&role)?)
    }

    /// The file at an address, with or without the final `/` of a page.
    pub fn at(&self, path: &str) -> Option<&PlannedFile> {
        let rank = self.rank(FilePath::of(path)).or_else(|| self.rank(FilePath::in_folder(path)))?;
        self.files.get(rank)
    }

    /// The rank of what is published at the path of a file.
    pub fn rank(&self, file: FilePath<'_>) -> Option<usize> {
        self.files.binary_search_by(|planned| planned.route.file_path().cmp(&file)).ok()
    }

    /// True for an address that may belong to an item with errors, so that it is not reported as missing.
    pub fn may_be_of_broken_item(&self, path: &str) -> bool {
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

/// The picture of a page for social networks and messengers, beside the page.
fn share_file(page: &Route) -> Route {
    page.join("share.png")
}

/// The calendar of an event, or of the closing of a call, beside its page.
fn item_calendar(page: &Route, kind: Kind) -> Route {
    page.join(if kind == Kind::Call { "deadline.ics" } else { "event.ics" })
}
