//! Where what earlier versions published stands now: files of an item, then beside its page in each language; the two further
//! formats of its feed; archives of the feeds of sections and themes. Nothing stands there any more; a host that reads rules
//! leads on.

use crate::base::lang::Lang;
use crate::base::route::Route;
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::kind::page::Role;
use crate::read::sections::LIST_FOLDERS;
use crate::site::catalogue::Catalogue;
use crate::site::plan::claim::old_route;
use crate::site::plan::content::{Content, FeedFile, FeedFormat, Page, Target};
use crate::site::plan::{Plan, PlanInputs};
use crate::site::subject::{Subject, has_feed};

/// The format of an item's feed.
const KEPT: FeedFormat = FeedFormat::Rss;

/// How many folders above a file are looked at for its item's page.
const ABOVE: usize = 32;

impl Plan {
    /// Where something stands that an earlier version published at this path, decoded.
    pub fn moved(&self, catalogue: &Catalogue, path: &str) -> Option<Route> {
        let above = path.rmatch_indices('/').map(|(at, _)| path.split_at(at + 1)).take(ABOVE);
        above.filter_map(|(folder, name)| self.moved_from(catalogue, folder, name)).next()
    }

    fn moved_from(&self, catalogue: &Catalogue, folder: &str, name: &str) -> Option<Route> {
        let in_archives = name.strip_prefix("feed-").and_then(|name| name.strip_suffix(".atom"));
        if in_archives.is_some_and(|number| number.parse::<u32>().is_ok()) && self.has_archives_no_more(folder) {
            return Some(Route::new(folder).join("feed.atom"));
        }
        let item = catalogue.items.get(self.item_at(folder)?)?;
        if catalogue.file(item, name).is_some() {
            return Some(self.files(item).join(name));
        }
        let feed = Route::new(folder).join(&format!("feed.{}", KEPT.ending()));
        (no_more_made(item).any(|ending| name.strip_prefix("feed.") == Some(ending))
            && self.at(feed.as_str()).is_some())
        .then_some(feed)
    }

    /// The item whose page, or old address, is this one.
    fn item_at(&self, page: &str) -> Option<&Key> {
        match &self.at(page).filter(|planned| planned.route.as_str() == page)?.content {
            Content::Page(_, Page::Item(key)) | Content::Redirect { to: Target::Item { key, .. }, .. } => Some(key),
            Content::Page(_, Page::Home) => self.roles.get(&Role::Home),
            _ => None,
        }
    }

    /// True for the first page of a list or a theme, and for an address at which feeds of a theme have stayed.
    fn has_archives_no_more(&self, page: &str) -> bool {
        let planned = self.at(page).filter(|planned| planned.route.as_str() == page);
        match planned.map(|planned| &planned.content) {
            Some(Content::Page(_, Page::List { number: 1, .. } | Page::Theme { number: 1, .. })) => true,
            Some(Content::Redirect { .. }) => matches!(
                self.at(Route::new(page).join("feed.atom").as_str()).map(|planned| &planned.content),
                Some(Content::Feed(_, FeedFile { subject: Subject::Theme(_), .. }))
            ),
            _ => false,
        }
    }

    /// Where archives of the feeds of sections and themes stood, and the feeds.
    pub fn archives_no_more_made(&self, inputs: PlanInputs<'_>, lang: Lang) -> Vec<(Route, Route)> {
        let PlanInputs { catalogue, timeline, .. } = inputs;
        let size = catalogue.site.feed_size as usize;
        let sections = LIST_FOLDERS.iter().filter_map(|folder| Kind::from_folder(folder)).map(Subject::Section);
        let subjects = sections.chain((0..catalogue.site.themes.len()).map(Subject::Theme));
        let moved = |subject: Subject| {
            let by_id = match subject {
                Subject::Theme(theme) => self.theme_by_id(catalogue, lang, theme, 1),
                _ => None,
            };
            let archives = timeline.former_archives(lang, &subject, size);
            let pages = std::iter::once(self.subject(catalogue, lang, &subject)).chain(by_id);
            pages.flat_map(move |page| {
                let from = move |number| (page.join(&format!("feed-{number}.atom")), page.join("feed.atom"));
                (1..=archives).map(from)
            })
        };
        subjects.flat_map(moved).collect()
    }

    /// The sections whose items have one feed, with what is led to it: `/fr/appels/` and `feed.atom`.
    pub fn feeds_no_more_made(&self, lang: Lang) -> impl Iterator<Item = (&Route, [&'static str; 2])> {
        let endings = [FeedFormat::Atom, FeedFormat::Json].map(FeedFormat::ending);
        Kind::ALL.iter().filter(|kind| has_feed(**kind)).map(move |kind| (self.folder(lang, *kind), endings))
    }

    /// Where the files of an item stood beside its pages in other languages, and where they stand.
    pub fn files_moved(&self, item: &Item, catalogue: &Catalogue) -> Vec<(Route, Route)> {
        let files = catalogue.files_of(item);
        if files.is_empty() || !catalogue.is_public(item) {
            return Vec::new();
        }
        let own = self.files(item);
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

/// The endings of feeds that an item had.
fn no_more_made(item: &Item) -> impl Iterator<Item = &'static str> {
    let had = has_feed(item.key.kind);
    FeedFormat::ALL.into_iter().filter(move |format| had && *format != KEPT).map(FeedFormat::ending)
}
