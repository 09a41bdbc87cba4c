//! The timeline of the site: its entries by what they are about, by item and by month, each gathered once.

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
use crate::site::entry::{Entry, entries};
use crate::site::life;
use crate::site::subject::{Subject, has_feed};

/// How many entries a page of what is new shows.
pub const ENTRIES_PER_PAGE: usize = 40;

/// Every entry, and where it belongs. An entry is known by its rank, the latest first.
#[derive(Debug, Default)]
pub struct Timeline<'c> {
    entries: Vec<Entry<'c>>,
    listed: Vec<usize>,
    of_items: HashMap<&'c Key, Vec<usize>>,
    /// By language, those of expired items too: what stands in an archive stays there.
    of_subjects: Vec<BySubject>,
    of_months: BTreeMap<Month, Vec<usize>>,
    /// The calls and events that close or begin in a month, or were to do so before they were moved.
    dated: BTreeMap<Month, Vec<&'c Item>>,
    /// The months of which there is something to tell.
    months: BTreeSet<Month>,
    /// Such months before the first letter.
    before_letters: BTreeSet<Month>,
    /// The months that are over, of which there is a letter, the latest first.
    letters: Vec<Month>,
}

/// The entries about what one may follow, in one language; those about one item are the item's.
#[derive(Debug, Default)]
struct BySubject {
    all: Vec<usize>,
    sections: BTreeMap<Kind, Vec<usize>>,
    themes: BTreeMap<usize, Vec<usize>>,
}

impl<'c> Timeline<'c> {
    /// Gathers the entries of a catalogue.
    pub fn new(catalogue: &'c Catalogue) -> Self {
        let zone = &catalogue.site.zone;
        let mut timeline = Self { entries: entries(catalogue), ..Self::default() };
        let entries = &timeline.entries;
        let langs: Vec<Lang> = catalogue.langs().collect();
        let is_listed = |(_, entry): &(usize, &Entry<'_>)| catalogue.is_listed(entry.item);
        let by_time = || {
            let listed = entries.iter().enumerate().filter(is_listed).map(|(rank, _)| rank).collect();
            (listed, of_months(catalogue, entries), dated(catalogue))
        };
        let by_subject = || langs.par_iter().map(|lang| BySubject::new(catalogue, entries, *lang)).collect();
        let (of_items, (of_subjects, (listed, of_months, dated))) =
            rayon::join(|| of_items(entries), || rayon::join(by_subject, by_time));
        (timeline.of_items, timeline.of_subjects) = (of_items, of_subjects);
        (timeline.listed, timeline.of_months, timeline.dated) = (listed, of_months, dated);
        timeline.months = timeline.of_months.keys().copied().collect();
        // A month in which nothing happened has a letter too, if something closes or begins in the next one.
        let announced = timeline.dated.iter().filter(|(month, items)| {
            let end = month.start(zone);
            items.iter().any(|item| catalogue.drafts || life::is_public(item, end.seconds_before(1)))
        });
        let announced = announced.map(|(month, _)| month.previous());
        timeline.months.extend(announced.filter(|month| month.start(zone) <= catalogue.now));
        if let Some(first) = catalogue.site.first_letter {
            let since = timeline.months.split_off(&first);
            timeline.before_letters = std::mem::replace(&mut timeline.months, since);
        }
        let over = timeline.months.iter().rev().filter(|month| month.end(zone) <= catalogue.now);
        timeline.letters = over.copied().collect();
        timeline
    }

    /// The calls and events that close or begin in a month, or were to do so before they were moved.
    pub fn dated_in(&self, month: Month) -> impl Iterator<Item = &'c Item> {
        self.dated.get(&month).into_iter().flatten().copied()
    }

    /// The months to which something is dated, the first first.
    pub fn dated_months(&self) -> impl Iterator<Item = Month> {
        self.dated.keys().copied()
    }

    /// The entry of a rank.
    pub fn entry(&self, rank: usize) -> &Entry<'c> {
        &self.entries[rank]
    }

    /// Every entry, the latest first.
    pub fn all(&self) -> &[Entry<'c>] {
        &self.entries
    }

    /// The ranks of the entries that pages show, in every language.
    pub fn listed(&self) -> &[usize] {
        &self.listed
    }

    /// The entries of an item, the latest first.
    pub fn of_item(&self, key: &Key) -> impl Iterator<Item = &Entry<'c>> {
        self.of_items.get(key).into_iter().flatten().map(|rank| &self.entries[*rank])
    }

    /// The ranks of the entries about a subject whose items have words in a language, expired ones too.
    pub fn of_subject(&self, lang: Lang, subject: &Subject) -> &[usize] {
        let about = &self.of_subjects[lang.index()];
        let ranks = match subject {
            Subject::All => Some(&about.all),
            Subject::Section(kind) => about.sections.get(kind),
            Subject::Theme(theme) => about.themes.get(theme),
            Subject::Item(key) => self.of_items.get(key).filter(|ranks| {
                let item = ranks.first().map(|rank| self.entries[*rank].item);
                item.is_some_and(|item| has_feed(key.kind) && item.words.get(lang).is_some())
            }),
            Subject::Letters => None,
        };
        ranks.map(Vec::as_slice).unwrap_or_default()
    }

    /// The entries of a month whose items have words in a language, expired ones too: a letter that went out stays.
    pub fn of_month(&self, lang: Lang, month: Month) -> impl Iterator<Item = (usize, &Entry<'c>)> {
        let ranks = self.of_months.get(&month).into_iter().flatten();
        ranks.map(|rank| (*rank, &self.entries[*rank])).filter(move |(_, entry)| entry.item.words.get(lang).is_some())
    }

    /// The months of which there is something to tell, the latest first.
    pub fn months(&self) -> impl Iterator<Item = Month> {
        self.months.iter().rev().copied()
    }

    /// The months of which there is something to tell and no letter, for they were before the first one; the first first.
    pub fn before_letters(&self) -> impl Iterator<Item = Month> {
        self.before_letters.iter().copied()
    }

    /// The months that are over and of which there is something to tell, the latest first.
    pub fn letters(&self) -> &[Month] {
        &self.letters
    }

    /// How many archives a feed has whose files hold `size` entries.
    pub fn archives(&self, lang: Lang, subject: &Subject, size: usize) -> usize {
        let entries = match subject {
            // One call or programme is told whole, however long its story; what is older of a section or a theme stands in the
            // archives of everything.
            Subject::Item(_) | Subject::Section(_) | Subject::Theme(_) => 0,
            Subject::Letters => self.letters.len(),
            Subject::All => self.of_subject(lang, subject).len(),
        };
        full(entries, size)
    }

    /// How many archives the feed of a section or a theme had in earlier versions.
    pub fn former_archives(&self, lang: Lang, subject: &Subject, size: usize) -> usize {
        match subject {
            Subject::Section(_) | Subject::Theme(_) => full(self.of_subject(lang, subject).len(), size),
            Subject::All | Subject::Item(_) | Subject::Letters => 0,
        }
    }
}

/// How many archives so many entries fill.
fn full(entries: usize, size: usize) -> usize {
    if entries > size { entries / size } else { 0 }
}

impl BySubject {
    fn new(catalogue: &Catalogue, entries: &[Entry<'_>], lang: Lang) -> Self {
        let mut about = Self::default();
        let told = |(_, entry): &(usize, &Entry<'_>)| entry.item.words.get(lang).is_some();
        for (rank, Entry { item, .. }) in entries.iter().enumerate().filter(told) {
            about.all.push(rank);
            about.sections.entry(item.key.kind).or_default().push(rank);
            for theme in catalogue.themes_of(item) {
                about.themes.entry(theme).or_default().push(rank);
            }
        }
        about
    }
}

/// The entries of each item.
fn of_items<'c>(entries: &[Entry<'c>]) -> HashMap<&'c Key, Vec<usize>> {
    let mut of_items: HashMap<&Key, Vec<usize>> = HashMap::new();
    for (rank, entry) in entries.iter().enumerate() {
        of_items.entry(&entry.item.key).or_default().push(rank);
    }
    of_items
}

/// The entries of each month that its letter tells: what could be known when it was over. What is published later is no
/// news of it.
fn of_months(catalogue: &Catalogue, entries: &[Entry<'_>]) -> BTreeMap<Month, Vec<usize>> {
    let zone = &catalogue.site.zone;
    let mut ends: BTreeMap<Month, Moment> = BTreeMap::new();
    let mut of_months: BTreeMap<Month, Vec<usize>> = BTreeMap::new();
    for (rank, entry) in entries.iter().enumerate() {
        let month = entry.month(zone);
        let end = *ends.entry(month).or_insert_with(|| month.end(zone));
        let public_from = entry.item.common.public_from;
        if catalogue.drafts || public_from.is_none_or(|public_from| public_from < end) {
            of_months.entry(month).or_default().push(rank);
        }
    }
    of_months
}

/// Where the entries of an archive stand among all of a feed, the latest first. Archives count from 1, the oldest, and only
/// full ones are made, so that what is new never changes one (RFC 5005, section 4).
pub fn archived(entries: usize, size: usize, archive: usize) -> Range<usize> {
    entries.saturating_sub(archive * size)..entries.saturating_sub((archive - 1) * size)
}

/// The public calls and events that close or begin in a month, as announced now or before.
fn dated(catalogue: &Catalogue) -> BTreeMap<Month, Vec<&Item>> {
    let mut dated: BTreeMap<Month, Vec<&Item>> = BTreeMap::new();
    let items = catalogue.of_kind(Kind::Call).chain(catalogue.of_kind(Kind::Event));
    for item in items.filter(|item| catalogue.is_public(item)) {
        let dates =
            dated_changes(item).into_iter().filter(|dated| matches!(dated.change, Change::Closing | Change::Start));
        let months: BTreeSet<Month> = dates.map(|dated| Month::of(dated.when.date().first_day())).collect();
        months.into_iter().for_each(|month| dated.entry(month).or_default().push(item));
    }
    dated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_do_not_change_with_new_entries() {
        let oldest_first = |range: Range<usize>, entries: usize| (entries - range.end)..(entries - range.start);
        for archive in 1..=3 {
            let at_first = oldest_first(archived(31, 10, archive), 31);
            for entries in 32..80 {
                assert_eq!(oldest_first(archived(entries, 10, archive), entries), at_first);
            }
            assert_eq!(at_first.len(), 10);
        }
    }
}
