//! The timeline of the site: its entries, and their ranks by item, by feed scope and by month.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use crate::base::lang::Lang;
use crate::base::moment::Moment;
use crate::base::moment::month::Month;
use crate::kind::dated::{Change, dated_changes};
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::site::catalogue::Catalogue;
use crate::site::entry::{Entry, entries, sort_by_fact};
use crate::site::feed_scope::{FeedScope, has_own_feed};
use crate::site::state;

/// How many entries a page of what is new shows.
pub const ENTRIES_PER_PAGE: usize = 40;

/// Every entry, and where it belongs. Other modules name an entry by its rank; the latest has rank 0.
#[derive(Debug, Default)]
pub struct Timeline<'c> {
    entries: Vec<Entry<'c>>,
    listed: Vec<usize>,
    by_item: HashMap<&'c Key, Vec<usize>>,
    /// By language. Entries of expired items are among them: the content of an archive does not change.
    by_scope: Vec<ScopeRanks>,
    by_month: BTreeMap<Month, Vec<usize>>,
    /// The calls that close and the events that begin in a month, or were to do so before they were moved.
    due: BTreeMap<Month, Vec<&'c Item>>,
    /// The months that have a newsletter issue.
    issue_months: BTreeSet<Month>,
    /// The months that would have an issue if `site.yaml` did not say that a later one is the first.
    months_before_first_issue: BTreeSet<Month>,
    /// The months that are over and have an issue, the latest first.
    complete_issues: Vec<Month>,
}

/// The ranks of the entries of each feed scope in one language; those of one item are in [`Timeline::by_item`].
#[derive(Debug, Default)]
struct ScopeRanks {
    all: Vec<usize>,
    sections: BTreeMap<Kind, Vec<usize>>,
    topics: BTreeMap<usize, Vec<usize>>,
}

impl<'c> Timeline<'c> {
    /// The timeline of a catalogue.
    pub fn new(catalogue: &'c Catalogue) -> Self {
        let zone = &catalogue.site.zone;
        let mut timeline = Self { entries: entries(catalogue), ..Self::default() };
        let entries = &timeline.entries;
        let langs: Vec<Lang> = catalogue.langs().collect();
        let by_time = || (listed(catalogue, entries), by_month(catalogue, entries), due_by_month(catalogue));
        let by_scope = || langs.par_iter().map(|lang| ScopeRanks::new(catalogue, entries, *lang)).collect();
        let (by_item, (by_scope, (listed, by_month, due))) =
            rayon::join(|| by_item(entries), || rayon::join(by_scope, by_time));
        (timeline.by_item, timeline.by_scope) = (by_item, by_scope);
        (timeline.listed, timeline.by_month, timeline.due) = (listed, by_month, due);
        timeline.issue_months = timeline.by_month.keys().copied().collect();
        // A month in which nothing happened has an issue too, if something closes or begins in the next one.
        let announced = timeline.due.iter().filter(|(month, items)| {
            let end = month.start(zone);
            items.iter().any(|item| catalogue.drafts || state::is_public(item, end.seconds_before(1)))
        });
        let announced = announced.map(|(month, _)| month.previous());
        timeline.issue_months.extend(announced.filter(|month| month.start(zone) <= catalogue.now));
        if let Some(first) = catalogue.site.first_issue {
            let since = timeline.issue_months.split_off(&first);
            timeline.months_before_first_issue = std::mem::replace(&mut timeline.issue_months, since);
        }
        let over = timeline.issue_months.iter().rev().filter(|month| month.end(zone) <= catalogue.now);
        timeline.complete_issues = over.copied().collect();
        timeline
    }

    /// The calls that close and the events that begin in a month, or were to do so before they were moved.
    pub fn due_in(&self, month: Month) -> impl Iterator<Item = &'c Item> {
        self.due.get(&month).into_iter().flatten().copied()
    }

    /// The months in which a call closes or an event begins, or was to do so, the earliest first.
    pub fn due_months(&self) -> impl Iterator<Item = Month> {
        self.due.keys().copied()
    }

    /// The entry of a rank.
    pub fn entry(&self, rank: usize) -> &Entry<'c> {
        &self.entries[rank]
    }

    /// Every entry, the latest first.
    pub fn entries(&self) -> &[Entry<'c>] {
        &self.entries
    }

    /// The ranks of the entries that pages show, in every language.
    pub fn listed(&self) -> &[usize] {
        &self.listed
    }

    /// The entries of an item, the latest first.
    pub fn of_item(&self, key: &Key) -> impl Iterator<Item = &Entry<'c>> {
        self.by_item.get(key).into_iter().flatten().map(|rank| &self.entries[*rank])
    }

    /// The ranks of the entries of a feed scope whose items have words in a language, expired items too.
    pub fn of_scope(&self, lang: Lang, scope: &FeedScope) -> &[usize] {
        let ranks = &self.by_scope[lang.index()];
        let ranks = match scope {
            FeedScope::All => Some(&ranks.all),
            FeedScope::Section(kind) => ranks.sections.get(kind),
            FeedScope::Topic(topic) => ranks.topics.get(topic),
            FeedScope::Item(key) => self.by_item.get(key).filter(|ranks| {
                let item = ranks.first().map(|rank| self.entries[*rank].item);
                item.is_some_and(|item| has_own_feed(key.kind) && item.words.get(lang).is_some())
            }),
            FeedScope::Newsletter => None,
        };
        ranks.map(Vec::as_slice).unwrap_or_default()
    }

    /// The entries of a month whose items have words in a language, expired items too: an issue that was sent does not change.
    pub fn of_month(&self, lang: Lang, month: Month) -> impl Iterator<Item = (usize, &Entry<'c>)> {
        let ranks = self.by_month.get(&month).into_iter().flatten();
        ranks.map(|rank| (*rank, &self.entries[*rank])).filter(move |(_, entry)| entry.item.words.get(lang).is_some())
    }

    /// The months that have a newsletter issue, the current one included, the latest first.
    pub fn issue_months(&self) -> impl Iterator<Item = Month> {
        self.issue_months.iter().rev().copied()
    }

    /// The months that would have an issue if `site.yaml` did not say that a later one is the first, the earliest first.
    pub fn months_before_first_issue(&self) -> impl Iterator<Item = Month> {
        self.months_before_first_issue.iter().copied()
    }

    /// The months of the issues that are complete, since the month is over, the latest first.
    pub fn complete_issues(&self) -> &[Month] {
        &self.complete_issues
    }

    /// The number of archives of a feed whose files have `size` entries.
    pub fn archive_count(&self, lang: Lang, scope: &FeedScope, size: usize) -> usize {
        let entries = match scope {
            // The feed of an item has all of its entries. Older entries of a section or a topic are in the archives of the feed of
            // all items.
            FeedScope::Item(_) | FeedScope::Section(_) | FeedScope::Topic(_) => 0,
            FeedScope::Newsletter => self.complete_issues.len(),
            FeedScope::All => self.of_scope(lang, scope).len(),
        };
        full_archives(entries, size)
    }

    /// The number of archives that earlier versions of the program made for the feed of a section or a topic.
    pub fn former_archive_count(&self, lang: Lang, scope: &FeedScope, size: usize) -> usize {
        match scope {
            FeedScope::Section(_) | FeedScope::Topic(_) => full_archives(self.of_scope(lang, scope).len(), size),
            FeedScope::All | FeedScope::Item(_) | FeedScope::Newsletter => 0,
        }
    }
}

/// The number of archives that so many entries fill.
fn full_archives(entries: usize, size: usize) -> usize {
    if entries > size { entries / size } else { 0 }
}

impl ScopeRanks {
    fn new(catalogue: &Catalogue, entries: &[Entry<'_>], lang: Lang) -> Self {
        let mut ranks = Self::default();
        let has_words = |(_, entry): &(usize, &Entry<'_>)| entry.item.words.get(lang).is_some();
        for (rank, Entry { item, .. }) in told(entries).filter(has_words) {
            ranks.all.push(rank);
            ranks.sections.entry(item.key.kind).or_default().push(rank);
            for topic in catalogue.topics_of(item) {
                ranks.topics.entry(topic).or_default().push(rank);
            }
        }
        ranks
    }
}

/// The entries that are told by themselves, each with its rank.
fn told<'e, 'c>(entries: &'e [Entry<'c>]) -> impl Iterator<Item = (usize, &'e Entry<'c>)> {
    entries.iter().enumerate().filter(|(_, entry)| !entry.is_reason())
}

/// The ranks of the entries that pages show. An item that came into the catalogue with facts that are older is one addition, of which
/// the latest fact is shown.
fn listed(catalogue: &Catalogue, entries: &[Entry<'_>]) -> Vec<usize> {
    let mut older: HashMap<&Key, Vec<&Entry<'_>>> = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.is_older_than_item()) {
        older.entry(&entry.item.key).or_default().push(entry);
    }
    older.values_mut().for_each(|facts| sort_by_fact(facts));
    let is_shown = |entry: &Entry<'_>| match older.get(&entry.item.key) {
        Some(facts) => std::ptr::eq(facts[0], entry) || !entry.is_addition(),
        None => true,
    };
    let ranked = told(entries).filter(|(_, entry)| catalogue.is_listed(entry.item));
    ranked.filter(|(_, entry)| is_shown(entry)).map(|(rank, _)| rank).collect()
}

/// The ranks of the entries of each item.
fn by_item<'c>(entries: &[Entry<'c>]) -> HashMap<&'c Key, Vec<usize>> {
    let mut by_item: HashMap<&Key, Vec<usize>> = HashMap::new();
    for (rank, entry) in told(entries) {
        by_item.entry(&entry.item.key).or_default().push(rank);
    }
    by_item
}

/// The ranks of the entries in the newsletter issue of each month: those of items that were public when the month was over. An item
/// that is published later is not added to a past issue.
fn by_month(catalogue: &Catalogue, entries: &[Entry<'_>]) -> BTreeMap<Month, Vec<usize>> {
    let zone = &catalogue.site.zone;
    let mut ends: BTreeMap<Month, Moment> = BTreeMap::new();
    let mut by_month: BTreeMap<Month, Vec<usize>> = BTreeMap::new();
    for (rank, entry) in told(entries) {
        let month = entry.issue_month(zone);
        let end = *ends.entry(month).or_insert_with(|| month.end(zone));
        let public_from = entry.item.common.public_from;
        if catalogue.drafts || public_from.is_none_or(|public_from| public_from < end) {
            by_month.entry(month).or_default().push(rank);
        }
    }
    by_month
}

/// The range of an archive's entries among all of a feed, the latest first. Archives count from 1, the oldest. Only full ones are
/// written, so that no new entry ever changes one (RFC 5005, section 4).
pub fn archive_range(entries: usize, size: usize, archive: usize) -> Range<usize> {
    entries.saturating_sub(archive * size)..entries.saturating_sub((archive - 1) * size)
}

/// The public calls that close and events that begin in each month, by the dates announced now or before.
fn due_by_month(catalogue: &Catalogue) -> BTreeMap<Month, Vec<&Item>> {
    let mut due: BTreeMap<Month, Vec<&Item>> = BTreeMap::new();
    let items = catalogue.of_kind(Kind::Call).chain(catalogue.of_kind(Kind::Event));
    for item in items.filter(|item| catalogue.is_public(item)) {
        let dates =
            dated_changes(item).into_iter().filter(|dated| matches!(dated.change, Change::Closing | Change::Start));
        let months: BTreeSet<Month> = dates.map(|dated| Month::of(dated.when.date().first_day())).collect();
        months.into_iter().for_each(|month| due.entry(month).or_default().push(item));
    }
    due
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_do_not_change_with_new_entries() {
        let oldest_first = |range: Range<usize>, entries: usize| (entries - range.end)..(entries - range.start);
        for archive in 1..=3 {
            let at_first = oldest_first(archive_range(31, 10, archive), 31);
            for entries in 32..80 {
                assert_eq!(oldest_first(archive_range(entries, 10, archive), entries), at_first);
            }
            assert_eq!(at_first.len(), 10);
        }
    }
}
