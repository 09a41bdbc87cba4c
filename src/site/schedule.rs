//! The schedule: the moments at which the site changes although the sources do not.
//!
//! Publishing the site again at each of these moments keeps it up to date: between two moments of one day it is the same, byte for
//! byte. A superfluous moment costs a build, a missing one leaves a page wrong. So every date on which anything depends counts, whether
//! a page shows it today or not.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::base::lang::Lang;
use crate::base::moment::Moment;
use crate::base::moment::month::Month;
use crate::kind::as_of::WrittenItem;
use crate::kind::dated::{Change, dated_changes};
use crate::kind::item::{Facts, Item};
use crate::kind::key::Key;
use crate::read::site_file::Site;
use crate::site::catalogue::Catalogue;
use crate::site::state::{self, CallState};
use crate::site::timeline::Timeline;

/// The number of months that the figure on the home page shows, from the current one on: it changes as each of them begins.
pub const MONTHS_AHEAD: usize = 12;

/// A future change, ordered by time, then by item.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScheduledChange {
    /// When it happens.
    pub moment: Moment,
    /// The item that changes; `None` for a change of the site as a whole.
    pub item: Option<Key>,
    /// What changes.
    pub change: Change,
    /// The title of the item, else of the site, in the site's first language.
    pub title: String,
}

/// Every future change of what visitors see or will see, the next one first.
pub fn scheduled_changes(catalogue: &Catalogue, timeline: &Timeline<'_>) -> Vec<ScheduledChange> {
    let (site, now) = (&catalogue.site, catalogue.now);
    let first = Lang(0);
    let mut changes = Vec::new();
    let mut months: BTreeSet<Month> = timeline.issue_months().collect();
    let mut announcing: BTreeSet<Month> = timeline.due_months().map(Month::previous).collect();
    let shown: Vec<Month> = std::iter::successors(Some(Month::of(now.day(&site.zone))), |month| Some(month.next()))
        .take(MONTHS_AHEAD)
        .collect();
    let mut last_shown = None;
    let items: Vec<&Item> = catalogue.items.written().map(WrittenItem::written).collect();
    let of_items = items.par_iter().flat_map_iter(|item| {
        let moments = change_moments(item, site).into_iter();
        let moments =
            moments.filter(|(moment, _)| *moment > now && (catalogue.drafts || state::is_public(item, *moment)));
        moments.map(|(moment, change)| (*item, moment, change))
    });
    for (item, moment, change) in of_items.collect::<Vec<_>>() {
        let title = item.title(first).0.to_owned();
        changes.push(ScheduledChange { moment, item: Some(item.key.clone()), change, title });
        // A closing at midnight belongs to the month that ends then.
        let near = [moment, moment.seconds_before(1)].map(|moment| Month::of(moment.day(&site.zone)));
        months.extend(near.into_iter().filter(|_| change.makes_entries()));
        if matches!(change, Change::Closing | Change::Start) {
            announcing.extend(near.map(Month::previous));
            last_shown = last_shown.max(Some(near[0]));
        }
    }
    if let Some(first) = site.first_issue {
        months = months.split_off(&first);
        announcing = announcing.split_off(&first);
    }
    // The figure on the home page shows the months from the current one to that of the last date.
    announcing.extend(shown.into_iter().filter(|month| Some(*month) <= last_shown));
    // The newsletter issue of a month is complete when the month is over; it begins with the month if something closes or begins in
    // the next one.
    let begins = announcing.iter().map(|month| month.start(&site.zone));
    let ends = months.iter().chain(&announcing).map(|month| month.end(&site.zone));
    let title = site.title.wording(first, first).text;
    changes.extend(begins.chain(ends).filter(|moment| *moment > now).map(|moment| ScheduledChange {
        moment,
        item: None,
        change: Change::NewsletterIssue,
        title: title.to_owned(),
    }));
    changes.sort();
    changes.dedup();
    changes
}

/// Every moment, past or future, at which what the site shows of an item changes, unsorted.
pub fn change_moments(item: &Item, site: &Site) -> Vec<(Moment, Change)> {
    let dates = dated_changes(item);
    // An opening or closing that was moved before its date changes nothing on that date.
    let effective = dates.iter().filter(|dated| !dated.moved);
    let mut moments: Vec<_> = effective.map(|dated| (dated.moment, dated.change)).collect();
    if let Facts::Call(call) = &item.facts {
        let closings = dates.iter().filter(|dated| dated.change == Change::Closing);
        let soon = closings.clone().map(|dated| dated.moment.hours_before(24 * site.closing_soon_days));
        let is_soon = |moment: &Moment| state::announced_state(item, call, site, *moment) == CallState::ClosingSoon;
        moments.extend(soon.filter(is_soon).map(|moment| (moment, Change::ClosingSoon)));
        let alarms = |closing: Moment| state::alarms(closing, &item.common.zone).map(|(_, at)| (at, closing));
        let alarms = closings.flat_map(|dated| alarms(dated.moment));
        let is_due =
            |(at, closing): &(Moment, Moment)| call.closes_at(*at).is_some_and(|closes| closes.moment == *closing);
        moments.extend(alarms.filter(is_due).map(|(at, _)| (at, Change::Alarm)));
    }
    moments
}
