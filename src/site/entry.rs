//! Entries: what happened to items over time, each with its instant and a permanent id (section 6 of the model).
//!
//! Those of the dates of an item that have a name and have come. Feeds, the page of what is new, digests and timelines are
//! made of them; calendars are not, for they tell what will be.

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::base::authority::Authority;
use crate::base::moment::month::Month;
use crate::base::moment::{Day, Moment, PartialDate, Zone};
use crate::kind::dated::{DatedChange, DatedRecord, EntryKind, dated_changes};
use crate::kind::item::Item;
use crate::read::date::DateOrTime;
use crate::site::catalogue::Catalogue;
use crate::site::revision;

/// Something that happened to an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'c> {
    /// The item.
    pub item: &'c Item,
    /// What happened.
    pub name: EntryKind,
    /// What tells it.
    pub record: DatedRecord<'c>,
    /// When, as exactly as it is known.
    pub when: DateOrTime,
    /// The moment from which it is told.
    moment: Moment,
    /// The id of the record within the item; empty for the item itself.
    pub member: String,
}

impl Entry<'_> {
    /// The permanent id, made of the site's authority, kind, id, name and member: neither title, slug, wording, host nor build
    /// time.
    pub fn id(&self, authority: &Authority) -> String {
        let (kind, id, name) = (self.item.key.kind.word(), &self.item.key.id, self.name.word());
        let colon = if self.member.is_empty() { "" } else { ":" };
        authority.uri(format_args!("{kind}:{id}:{name}{colon}{}", self.member))
    }

    /// The moment from which it is told.
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// The moment by which readers date it: a closing at midnight is of the day that ends then.
    pub fn dated(&self) -> Moment {
        match self.when {
            DateOrTime::Instant(instant) if self.name == EntryKind::CallClosed && instant.clock.is_none() => {
                instant.moment.seconds_before(1)
            }
            DateOrTime::Instant(_) | DateOrTime::Date(_) => self.moment(),
        }
    }

    /// The day, month or year under which it stands.
    pub fn date(&self) -> PartialDate {
        self.when.date()
    }

    /// The day under which it stands; the first of a month or year.
    pub fn day(&self) -> Day {
        self.date().first_day()
    }

    /// The month of the site in whose letter it stands.
    pub fn month(&self, zone: &Zone) -> Month {
        match self.when {
            DateOrTime::Date(date) => Month::of(date.first_day()),
            DateOrTime::Instant(_) => Month::of(self.dated().day(zone)),
        }
    }

    /// The moment of the last change of its words that the editors date. What tells of the item as it is today changes
    /// with it.
    pub fn updated(&self, now: Moment) -> Moment {
        let changed = match self.record {
            DatedRecord::Item => revision::changed(self.item, now),
            _ => self.item.common.updated.map(|date| date.start(&self.item.common.zone)),
        };
        changed.map_or(self.dated(), |changed| changed.max(self.dated()))
    }
}

/// Every entry of public items that has come, the latest first. What is not known to the day stands behind the
/// days of its first day.
pub fn entries(catalogue: &Catalogue) -> Vec<Entry<'_>> {
    let public: Vec<&Item> = catalogue.items.values().filter(|item| catalogue.is_public(item)).collect();
    let told = public.into_par_iter().flat_map_iter(|item| of_item(item, catalogue.now));
    let mut entries: Vec<Entry<'_>> = told.collect();
    let precision = |entry: &Entry<'_>| match entry.date() {
        PartialDate::Day(_) => 0,
        PartialDate::Month(..) => 1,
        PartialDate::Year(_) => 2,
    };
    // What happened at once stays in the order of items and records.
    entries
        .par_sort_by_cached_key(|entry| (Reverse(entry.day()), precision(entry), Reverse((entry.moment, entry.name))));
    entries
}

/// The entries of an item up to `now`, in the order of their records' ids.
fn of_item(item: &Item, now: Moment) -> Vec<Entry<'_>> {
    let entry = |DatedChange { when, moment, record, entry, .. }| {
        let (name, member) = entry?;
        Some(Entry { item, name, record, when, moment, member })
    };
    let dates = dated_changes(item).into_iter().filter(|dated| dated.moment <= now);
    let mut entries: Vec<Entry<'_>> = dates.filter_map(entry).collect();
    entries.sort_by(|one, other| one.member.cmp(&other.member));
    entries
}
