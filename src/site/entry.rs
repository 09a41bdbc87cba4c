//! Entries: what happened to items over time, each with its instant and a permanent id (section 6 of the model).
//!
//! An entry is a date of an item that has a name and has come. Feeds, the page of what is new, newsletter issues and timelines
//! consist of entries; calendars do not, since they show the future.

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::base::authority::Authority;
use crate::base::moment::instant::Instant;
use crate::base::moment::month::Month;
use crate::base::moment::{Day, Moment, PartialDate, Zone};
use crate::kind::amendment::Amendment;
use crate::kind::dated::{DatedChange, DatedRecord, EntryKind, dated_changes};
use crate::kind::event::{Event, Status};
use crate::kind::item::{Facts, Item};
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
    /// The record that it announces.
    pub record: DatedRecord<'c>,
    /// When it happened, as exactly as that is known.
    pub when: DateOrTime,
    /// When it became known: when it happened, but not before its item was published.
    known: DateOrTime,
    /// The moment from which it is published.
    moment: Moment,
    /// The id of the record within the item; empty for the item itself.
    pub member: String,
}

impl<'c> Entry<'c> {
    /// The change that says why an event got the status of this entry, on the day of that; it is told here and not beside it.
    pub fn reason(&self) -> Option<&'c Amendment> {
        match (&self.record, &self.item.facts) {
            (DatedRecord::Item, Facts::Event(event)) if self.name.is_status() => status_reason(event),
            _ => None,
        }
    }

    /// True for such a change.
    pub fn is_reason(&self) -> bool {
        match (&self.record, &self.item.facts) {
            (DatedRecord::Amendment(amendment), Facts::Event(event)) => {
                status_reason(event).is_some_and(|reason| reason.id == amendment.id)
            }
            _ => false,
        }
    }

    /// The permanent id, made of the site's authority, kind, id, name and member: neither title, slug, wording, host nor build
    /// time.
    pub fn id(&self, authority: &Authority) -> String {
        let (kind, id, name) = (self.item.key.kind.word(), &self.item.key.id, self.name.word());
        let colon = if self.member.is_empty() { "" } else { ":" };
        authority.uri(format_args!("{kind}:{id}:{name}{colon}{}", self.member))
    }

    /// The moment from which it is published.
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// The moment that readers see, in feeds and in lists: when it became known. A closing at midnight belongs to the day that ends
    /// then.
    pub fn shown_moment(&self) -> Moment {
        let zone = &self.item.common.zone;
        match self.known {
            DateOrTime::Instant(instant) if self.name == EntryKind::CallClosed && instant.clock.is_none() => {
                instant.moment.seconds_before(1)
            }
            known => known.start(zone),
        }
    }

    /// The day, month or year under which lists show it.
    pub fn date(&self) -> PartialDate {
        self.known.date()
    }

    /// The time of the day at which lists show it, if it is known to the hour.
    pub fn instant(&self) -> Option<Instant> {
        match self.known {
            DateOrTime::Instant(instant) => Some(instant),
            DateOrTime::Date(_) => None,
        }
    }

    /// The day under which lists show it; the first day of a month or year.
    pub fn day(&self) -> Day {
        self.date().first_day()
    }

    /// True for a fact that was over before its item came into the catalogue: it is no news of the day under which lists show it. An
    /// event that is announced when it is over is one, and a programme of which the start is not known.
    pub fn is_older_than_item(&self) -> bool {
        let happened = match (&self.item.facts, self.name) {
            (Facts::Event(event), EntryKind::EventAnnounced) => event.period().last_day(),
            (Facts::Programme(programme), EntryKind::ProgrammeLaunched) if programme.start.is_none() => return true,
            _ => self.when.date().last_day(),
        };
        happened < self.day()
    }

    /// True for what comes into the catalogue with its item: older facts, that it is published, documents without a date.
    pub fn is_addition(&self) -> bool {
        self.is_older_than_item() || self.item.common.published == Some(self.when)
    }

    /// The month, in the zone of the site, whose newsletter issue has it.
    pub fn issue_month(&self, zone: &Zone) -> Month {
        match self.known {
            DateOrTime::Date(date) => Month::of(date.first_day()),
            DateOrTime::Instant(_) => Month::of(self.shown_moment().day(zone)),
        }
    }

    /// The last change of its words that editors dated. An entry that shows the item as it is today changes with the item.
    pub fn updated(&self, now: Moment) -> Moment {
        let changed = match self.record {
            DatedRecord::Item => revision::last_revised(self.item, now),
            _ => self.item.common.updated.map(|date| date.start(&self.item.common.zone)),
        };
        changed.map_or(self.shown_moment(), |changed| changed.max(self.shown_moment()))
    }
}

/// The first change of the status of an event on the day of its status, where no change of that day names the status itself.
fn status_reason(event: &Event) -> Option<&Amendment> {
    let is_of_status = |amendment: &&Amendment| {
        amendment.field == "status" && amendment.date.is_some() && amendment.date == event.status_date
    };
    let mut changes = event.amendments.iter().filter(is_of_status);
    let names_status = changes.clone().any(|amendment| amendment.to.is_some());
    changes.next().filter(|_| event.status != Status::Scheduled && !names_status)
}

/// Sorts the entries of an item by when they happened, the latest first. A month or a year counts as its first day, but what follows
/// something else of the same month or year follows it: an award of March after the closing of the 15th.
pub fn sort_by_fact(entries: &mut [&Entry<'_>]) {
    type Place = (Day, u8, Moment, EntryKind);
    let day_known = |date: PartialDate| matches!(date, PartialDate::Day(_) | PartialDate::Time(_));
    let place = |entry: &Entry<'_>| -> Place {
        let date = entry.when.date();
        let precision = match date {
            PartialDate::Year(_) => 0,
            PartialDate::Month(..) => 1,
            PartialDate::Day(_) | PartialDate::Time(_) => 2,
        };
        (date.first_day(), precision, entry.when.start(&entry.item.common.zone), entry.name)
    };
    let known: Vec<Place> =
        entries.iter().filter(|entry| day_known(entry.when.date())).map(|entry| place(entry)).collect();
    entries.sort_by_cached_key(|entry| {
        let (date, own) = (entry.when.date(), place(entry));
        if day_known(date) {
            return Reverse(own);
        }
        let precedes =
            |(day, _, _, name): &&Place| (date.first_day()..=date.last_day()).contains(day) && *name < entry.name;
        let last = known.iter().filter(precedes).max();
        Reverse(last.map_or(own, |(day, precision, moment, _)| (*day, *precision, *moment, entry.name)))
    });
}

/// Every entry of public items up to now, the latest first. An entry known by its month or year follows those of its first
/// day.
pub fn entries(catalogue: &Catalogue) -> Vec<Entry<'_>> {
    let public: Vec<&Item> = catalogue.items.values().filter(|item| catalogue.is_public(item)).collect();
    let entries = public.into_par_iter().flat_map_iter(|item| of_item(item, catalogue.now));
    let mut entries: Vec<Entry<'_>> = entries.collect();
    let precision = |entry: &Entry<'_>| match entry.date() {
        PartialDate::Day(_) | PartialDate::Time(_) => 0,
        PartialDate::Month(..) => 1,
        PartialDate::Year(_) => 2,
    };
    // Entries of one moment stay in the order of items and records: the sort is stable.
    let known = |entry: &Entry<'_>| entry.known.start(&entry.item.common.zone);
    entries
        .par_sort_by_cached_key(|entry| (Reverse(entry.day()), precision(entry), Reverse((known(entry), entry.name))));
    entries
}

/// The entries of an item up to `now`, in the order of their records' ids.
fn of_item(item: &Item, now: Moment) -> Vec<Entry<'_>> {
    let entry = |DatedChange { when, moment, record, entry, .. }| {
        let (name, member) = entry?;
        let published = item.common.published.filter(|published| published.start(&item.common.zone) > moment);
        Some(Entry { item, name, record, when, known: published.unwrap_or(when), moment, member })
    };
    let dates = dated_changes(item).into_iter().filter(|dated| dated.moment <= now);
    let mut entries: Vec<Entry<'_>> = dates.filter_map(entry).collect();
    entries.sort_by(|one, other| one.member.cmp(&other.member));
    entries
}
