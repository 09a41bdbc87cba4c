//! Addresses that earlier versions of the program published and this one does not, with their current ones: files of an item beside its
//! page in each language, two more formats of its feed, archives of the feeds of sections and topics. Hosts that read `_redirects`
//! redirect from them.

use crate::base::lang::Lang;
use crate::base::route::Route;
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::kind::page::Role;
use crate::read::sections::LIST_FOLDERS;
use crate::site::catalogue::Catalogue;
use crate::site::feed_scope::{FeedScope, has_own_feed};
use crate::site::plan::claim::old_route;
use crate::site::plan::content::{Content, FeedFile, FeedFormat, Page, RedirectDestination};
use crate::site::plan::{Plan, PlanInputs};

/// The only format of an item's feed.
const ITEM_FEED_FORMAT: FeedFormat = FeedFormat::Rss;

/// The most folders above a file that are searched for the page of its item.
const MAX_PARENTS: usize = 32;

impl Plan {
    /// The current address of what an earlier version published at this path, percent-decoded; none if it published nothing there.
    pub fn current_address(&self, catalogue: &Catalogue, path: &str) -> Option<Route> {
        let above = path.rmatch_indices('/').map(|(at, _)| path.split_at(at + 1)).take(MAX_PARENTS);
        above.filter_map(|(folder, name)| self.current_address_in(catalogue, folder, name)).next()
    }

    fn current_address_in(&self, catalogue: &Catalogue, folder: &str, name: &str) -> Option<Route> {
        let in_archives = name.strip_prefix("feed-").and_then(|name| name.strip_suffix(".atom"));
        if in_archives.is_some_and(|number| number.parse::<u32>().is_ok()) && self.is_page_with_former_archives(folder)
        {
            return Some(Route::new(folder).join("feed.atom"));
        }
        let item = catalogue.items.get(self.item_at(folder)?)?;
        if catalogue.file(item, name).is_some() {
            return Some(self.files_folder(item).join(name));
        }
        let feed = Route::new(folder).join(&format!("feed.{}", ITEM_FEED_FORMAT.ending()));
        (former_feed_endings(item).any(|ending| name.strip_prefix("feed.") == Some(ending))
            && self.at(feed.as_str()).is_some())
        .then_some(feed)
    }

    /// The item that has this address as its page or as an old address of it.
    fn item_at(&self, page: &str) -> Option<&Key> {
        match &self.at(page).filter(|planned| planned.route.as_str() == page)?.content {
            Content::Page(_, Page::Item(key)) | Content::Redirect { to: RedirectDestination::Item { key, .. }, .. } => {
                Some(key)
            }
            Content::Page(_, Page::Home) => self.roles.get(&Role::Home),
            _ => None,
        }
    }

    /// True for the first page of a list or a topic.
    fn is_page_with_former_archives(&self, page: &str) -> bool {
        let planned = self.at(page).filter(|planned| planned.route.as_str() == page);
        match planned.map(|planned| &planned.content) {
            Some(Content::Page(_, Page::List { number: 1, .. } | Page::Topic { number: 1, .. })) => true,
            // The feeds of a topic stay at its address by id.
            Some(Content::Redirect { .. }) => matches!(
                self.at(Route::new(page).join("feed.atom").as_str()).map(|planned| &planned.content),
                Some(Content::Feed(_, FeedFile { scope: FeedScope::Topic(_), .. }))
            ),
            _ => false,
        }
    }

    /// The former addresses of archives of the feeds of sections and topics, with the addresses of the feeds.
    pub fn former_archives(&self, inputs: PlanInputs<'_>, lang: Lang) -> Vec<(Route, Route)> {
        let PlanInputs { catalogue, timeline, .. } = inputs;
        let size = catalogue.site.feed_size as usize;
        let sections = LIST_FOLDERS.iter().filter_map(|folder| Kind::from_folder(folder)).map(FeedScope::Section);
        let scopes = sections.chain((0..catalogue.site.themes.len()).map(FeedScope::Topic));
        let moved = |scope: FeedScope| {
            let by_id = match scope {
                FeedScope::Topic(topic) => self.topic_by_id(catalogue, lang, topic, 1),
                _ => None,
            };
            let archives = timeline.former_archive_count(lang, &scope, size);
            let pages = std::iter::once(self.scope_page(catalogue, lang, &scope)).chain(by_id);
            pages.flat_map(move |page| {
                let from = move |number| (page.join(&format!("feed-{number}.atom")), page.join("feed.atom"));
                (1..=archives).map(from)
            })
        };
        scopes.flat_map(moved).collect()
    }

    /// The sections whose items have a feed each, with the endings of its former formats: `/fr/appels/`, `atom` and `json`.
    pub fn former_item_feeds(&self, lang: Lang) -> impl Iterator<Item = (&Route, [&'static str; 2])> {
        let endings = [FeedFormat::Atom, FeedFormat::Json].map(FeedFormat::ending);
        Kind::ALL.iter().filter(|kind| has_own_feed(**kind)).map(move |kind| (self.folder(lang, *kind), endings))
    }

    /// The former addresses of the files of an item, beside its pages in other languages, with the current ones.
    pub fn former_file_addresses(&self, item: &Item, catalogue: &Catalogue) -> Vec<(Route, Route)> {
        let files = catalogue.published_files(item);
        if files.is_empty() || !catalogue.is_public(item) {
            return Vec::new();
        }
        let own = self.files_folder(item);
        let others = catalogue.langs().filter(|lang| *lang != item.original);
        let folders = others.flat_map(|lang| {
            let old =
                item.words.get(lang).into_iter().flat_map(|words| &words.aliases).map(|alias| old_route(&alias.value));
            std::iter::once(self.item(item, lang)).chain(old.filter(|route| route.as_str().ends_with('/')))
        });
        let moved = |folder: Route| files.iter().map(move |file| folder.join(&file.name)).collect::<Vec<_>>();
        let all = folders.flat_map(|folder| moved(folder).into_iter().zip(files));
        all.map(|(from, file)| (from, own.join(&file.name))).collect()
    }
}

/// The endings of the former formats of an item's feed.
fn former_feed_endings(item: &Item) -> impl Iterator<Item = &'static str> {
    let had = has_own_feed(item.key.kind);
    FeedFormat::ALL.into_iter().filter(move |format| had && *format != ITEM_FEED_FORMAT).map(FeedFormat::ending)
}
