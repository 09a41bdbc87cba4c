//! The cache of the feeds of one language.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::output::feed::item::FeedItem;
use crate::present::fill::cache::RecentMap;
use crate::present::fill::context::Context;
use crate::site::timeline::Timeline;

/// The parts that feeds of one language share, each created on first use.
#[derive(Debug, Default)]
pub struct FeedCache {
    header: OnceLock<FeedHeader>,
    /// By the rank of the entry.
    entries: Vec<OnceLock<Box<FeedItem>>>,
    /// By the rank of the month among those with a complete newsletter issue, the latest first.
    issues: Vec<OnceLock<Box<FeedItem>>>,
    /// Entries with bodies, by rank: the formats of a feed are written one after the other.
    pub(super) with_body: RecentMap<usize, Arc<str>>,
}

/// The strings that many feeds of a language contain.
#[derive(Debug)]
pub(super) struct FeedHeader {
    /// The publisher.
    pub(super) author: String,
    /// The description of the site.
    pub(super) description: String,
    /// The names of the kinds.
    kinds: BTreeMap<Kind, String>,
    /// The ids and labels of the themes. They are few.
    themes: Vec<(String, String)>,
}

impl FeedCache {
    /// An empty cache for a timeline.
    pub fn new(timeline: &Timeline<'_>) -> Self {
        let empty = |count: usize| std::iter::repeat_with(OnceLock::new).take(count).collect();
        Self {
            header: OnceLock::new(),
            entries: empty(timeline.entries().len()),
            issues: empty(timeline.complete_issues().len()),
            with_body: RecentMap::default(),
        }
    }

    pub(super) fn header(&self, context: &Context<'_>) -> &FeedHeader {
        self.header.get_or_init(|| FeedHeader::new(context))
    }

    /// An entry, without the body of its item.
    pub(super) fn entry(&self, context: &Context<'_>, rank: usize) -> &FeedItem {
        self.entries[rank].get_or_init(|| Box::new(FeedItem::of_entry(context, context.timeline.entry(rank))))
    }

    /// The newsletter issue of a month.
    pub(super) fn newsletter_issue(&self, context: &Context<'_>, rank: usize) -> &FeedItem {
        let month = context.timeline.complete_issues()[rank];
        self.issues[rank].get_or_init(|| Box::new(FeedItem::of_newsletter_issue(context, month)))
    }
}

impl FeedHeader {
    fn new(context: &Context<'_>) -> Self {
        let site = &context.catalogue.site;
        let publisher = site.publisher.as_ref().and_then(|id| context.link(&Key::new(Kind::Organisation, &**id)));
        let kind = |kind: &Kind| (*kind, context.localizer.string(&format!("kind.{}.one", kind.word())).to_owned());
        Self {
            author: publisher.map_or_else(|| context.localize_site(&site.title).text, |link| link.text.text),
            description: context.localize_site(&site.description).text,
            kinds: Kind::ALL.iter().map(kind).collect(),
            themes: site
                .themes
                .iter()
                .map(|theme| (theme.id.value.clone(), context.localize_site(&theme.label).text))
                .collect(),
        }
    }

    /// The names of the kind and the themes of an item.
    pub(super) fn categories(&self, item: &Item) -> Vec<&str> {
        let label = |id: &String| self.themes.iter().rfind(|(known, _)| known == id).map(|(_, label)| label);
        let labels = item.common.themes.iter().filter_map(label);
        self.kinds.get(&item.key.kind).into_iter().chain(labels).map(String::as_str).collect()
    }
}
