//! The timeline of the site: its entries by what they are about, by item and by month, each gathered once.

use std::collections::BTreeMap;

use crate::base::lang::Lang;
use crate::base::moment::month::Month;
use crate::kind::key::{Key, Kind};
use crate::site::catalogue::Catalogue;
use crate::site::entry::{Entry, entries};
use crate::site::plan::content::Subject;

/// How many entries a page of what is new shows.
pub const ENTRIES_PER_PAGE: usize = 40;

/// Every entry, and where it belongs. An entry is known by its rank, the latest first.
#[derive(Debug, Default)]
pub struct Timeline<'c> {
    entries: Vec<Entry<'c>>,
    listed: Vec<usize>,
    of_items: BTreeMap<&'c Key, Vec<usize>>,
    of_subjects: BTreeMap<(Lang, Subject), Vec<usize>>,
    of_months: BTreeMap<Month, Vec<usize>>,
}

impl<'c> Timeline<'c> {
    /// Gathers the entries of a catalogue.
    pub fn new(catalogue: &'c Catalogue) -> Self {
        let mut timeline = Self { entries: entries(catalogue), ..Self::default() };
        for (rank, entry) in timeline.entries.iter().enumerate() {
            let item = entry.item;
            timeline.of_items.entry(&item.key).or_default().push(rank);
            timeline.of_months.entry(Month::of(entry.day())).or_default().push(rank);
            if !catalogue.is_listed(item) {
                continue;
            }
            timeline.listed.push(rank);
            let subjects = subjects(catalogue, entry);
            for (lang, _) in item.words.iter() {
                for subject in &subjects {
                    timeline.of_subjects.entry((lang, subject.clone())).or_default().push(rank);
                }
            }
        }
        timeline
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

    /// The ranks of the entries about a subject whose items have words in a language.
    pub fn of_subject(&self, lang: Lang, subject: &Subject) -> &[usize] {
        self.of_subjects.get(&(lang, subject.clone())).map(Vec::as_slice).unwrap_or_default()
    }

    /// The entries of a month whose items have words in a language, expired ones too: a letter that went out stays.
    pub fn of_month(&self, lang: Lang, month: Month) -> impl Iterator<Item = (usize, &Entry<'c>)> {
        let ranks = self.of_months.get(&month).into_iter().flatten();
        ranks.map(|rank| (*rank, &self.entries[*rank])).filter(move |(_, entry)| entry.item.words.get(lang).is_some())
    }

    /// The months of which there is something to tell, the latest first.
    pub fn months(&self) -> impl Iterator<Item = Month> {
        self.of_months.keys().rev().copied()
    }

    /// The years whose entries about a subject do not all fit among the latest `size`, the latest first: each has an
    /// archive of its own.
    pub fn archived_years(&self, lang: Lang, subject: &Subject, size: usize) -> Vec<i16> {
        // One call or programme is told whole, however long its story.
        if matches!(subject, Subject::Item(_)) {
            return Vec::new();
        }
        let older = self.of_subject(lang, subject).iter().skip(size);
        let mut years: Vec<i16> = older.map(|rank| self.entries[*rank].day().year()).collect();
        years.dedup();
        years
    }
}

/// What an entry is about.
fn subjects(catalogue: &Catalogue, entry: &Entry<'_>) -> Vec<Subject> {
    let item = entry.item;
    let mut subjects = vec![Subject::All, Subject::Section(item.key.kind)];
    let rank = |id: &String| catalogue.site.themes.iter().position(|topic| topic.id.value == *id);
    let mut themes: Vec<usize> = item.common.themes.iter().filter_map(rank).collect();
    themes.sort_unstable();
    themes.dedup();
    subjects.extend(themes.into_iter().map(Subject::Theme));
    if has_feed(item.key.kind) {
        subjects.push(Subject::Item(item.key.clone()));
    }
    subjects
}

/// True for kinds whose items can be followed one by one.
pub fn has_feed(kind: Kind) -> bool {
    matches!(kind, Kind::Call | Kind::Programme)
}
