//! A file of a feed, in any format.

use std::sync::Arc;

use rayon::prelude::*;

use crate::kind::item::Item;
use crate::output::feed::cache::FeedCache;
use crate::output::feed::content::{body, directed};
use crate::output::feed::item::FeedItem;
use crate::present::fill::context::Context;
use crate::site::entry::Entry;
use crate::site::feed_scope::FeedScope;
use crate::site::plan::content::FeedFile;
use crate::site::timeline::archive_range;
use crate::text::absolute::push_absolute;

/// A feed, in any format.
pub(super) struct Feed<'a> {
    /// The permanent id of the feed, the same for its archives.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: String,
    /// The absolute address of the page it belongs to.
    pub(super) page: String,
    /// The absolute address of this file.
    pub(super) own: String,
    /// The BCP 47 tag of its language.
    pub(super) lang: &'a str,
    /// Its publisher.
    pub(super) author: &'a str,
    /// The licence of its text.
    pub(super) rights: Option<&'a str>,
    pub(super) selection: FeedSelection<'a>,
    pub(super) paging: Paging,
}

/// The entries of a file.
pub(super) struct FeedSelection<'a> {
    context: &'a Context<'a>,
    feed_cache: &'a FeedCache,
    file: &'a FeedFile,
    /// The ranks of entries, or of newsletter issues.
    ranks: Vec<usize>,
}

impl<'a> Feed<'a> {
    /// Its entries, each built when the iterator reaches it, so that a file is never in memory as a whole.
    pub(super) fn entries(&self) -> impl Iterator<Item = FeedEntry<'a>> {
        self.selection.ranks.iter().map(|rank| self.selection.entry(*rank))
    }

    /// The moment of the last change; the Unix epoch for an empty feed.
    pub(super) fn last_change(&self) -> &'a str {
        let items = self.selection.ranks.iter().map(|rank| self.selection.item(*rank));
        let last = items.max_by_key(|item| item.updated.moment);
        last.map_or("1970-01-01T00:00:00+00:00", |item| &item.updated.text)
    }
}

impl<'a> FeedSelection<'a> {
    pub(super) fn new(context: &'a Context<'a>, feed_cache: &'a FeedCache, file: &'a FeedFile) -> Self {
        let selection = Self { context, feed_cache, file, ranks: Vec::new() };
        Self { ranks: selection.ranks(), ..selection }
    }

    fn ranks(&self) -> Vec<usize> {
        let (context, file, timeline) = (self.context, self.file, self.context.timeline);
        let size = context.catalogue.site.feed_size as usize;
        if file.scope == FeedScope::Newsletter {
            let count = timeline.complete_issues().len();
            let range = file.archive.map_or(0..size.min(count), |archive| archive_range(count, size, archive));
            return range.into_par_iter().filter(|rank| !self.item(*rank).content.is_empty()).collect();
        }
        let ranks = timeline.of_scope(context.lang, &file.scope);
        let is_listed = |rank: &usize| context.catalogue.is_listed(timeline.entry(*rank).item);
        match (file.archive, &file.scope) {
            (Some(archive), _) => {
                ranks[archive_range(ranks.len(), size, archive)].iter().copied().filter(is_listed).collect()
            }
            // The feed of an item has its whole timeline, like its page. Subscribers at an old address have read it and
            // need only new entries.
            (None, FeedScope::Item(_)) if !file.moved => ranks.to_vec(),
            (None, _) => ranks.iter().copied().filter(is_listed).take(size).collect(),
        }
    }

    fn item(&self, rank: usize) -> &'a FeedItem {
        match self.file.scope {
            FeedScope::Newsletter => self.feed_cache.newsletter_issue(self.context, rank),
            _ => self.feed_cache.entry(self.context, rank),
        }
    }

    /// An entry or a newsletter issue, with the body of the item if the file contains it.
    fn entry(&self, rank: usize) -> FeedEntry<'a> {
        let (context, item) = (self.context, self.item(rank));
        if self.file.scope == FeedScope::Newsletter {
            return FeedEntry { item, summary: String::new(), categories: Vec::new(), html: Arc::clone(&item.content) };
        }
        let entry = context.timeline.entry(rank);
        // Archives and feeds at old addresses contain no bodies.
        let is_current = self.file.archive.is_none() && !self.file.moved;
        let body = is_current.then(|| body(context, entry)).flatten();
        FeedEntry {
            item,
            summary: summary(context, entry.item),
            categories: self.feed_cache.header(context).categories(entry.item),
            html: match body {
                Some(body) => self.feed_cache.with_body.get(&rank, || with_body(context, entry, item, body)),
                None => Arc::clone(&item.content),
            },
        }
    }
}

/// The links between the files of a feed (RFC 5005).
#[derive(Debug, Default)]
pub(super) struct Paging {
    /// True if this file is the whole feed.
    pub(super) complete: bool,
    /// For an archive, the subscription document.
    pub(super) current: Option<String>,
    /// The archive before.
    pub(super) previous: Option<String>,
    /// The archive after.
    pub(super) next: Option<String>,
}

/// An entry or a newsletter issue in a file.
pub(super) struct FeedEntry<'a> {
    pub(super) item: &'a FeedItem,
    /// The summary, plain text.
    pub(super) summary: String,
    /// The names of its kind and themes.
    pub(super) categories: Vec<&'a str>,
    /// Its content.
    pub(super) html: Arc<str>,
}

/// The summary of an item, in the language of the context if it has one; empty without one.
pub(super) fn summary(context: &Context<'_>, item: &Item) -> String {
    context.summary(item).map(|summary| summary.text).unwrap_or_default()
}

/// The content of an entry, followed by the body of its item.
fn with_body(context: &Context<'_>, entry: &Entry<'_>, item: &FeedItem, body: &str) -> Arc<str> {
    // Absolute addresses are longer.
    let mut html = String::with_capacity(body.len() + body.len() / 8);
    let page = context.absolute(&context.plan.item(entry.item, context.lang));
    push_absolute(&mut html, body, context.catalogue.site.base_url.origin(), &page);
    html.push('\n');
    [&*item.content, &*directed(html, context)].concat().into()
}
