//! The schedule: when what the site shows changes by itself, though nobody changes the sources.
//!
//! Whoever publishes the site again at each of these moments misses nothing: between two moments of one day the site is the
//! same, byte for byte. A moment too many costs a build, one too few a page that is wrong, so every date on which something
//! rests counts, whether a page shows it today or not.

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
use crate::site::life::{self, CallState};
use crate::site::timeline::Timeline;

/// The months ahead that the home page shows, the current one included: it changes as each of them begins.
pub const MONTHS_AHEAD: usize = 12;

/// A change to come. In the order of time, then of items.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScheduledChange {
    /// When.
    pub moment: Moment,
    /// The item that changes; `None` for what concerns the site as a whole.
    pub item: Option<Key>,
    /// What changes.
    pub change: Change,
    /// The title of the item, else of the site, in the site's first language.
    pub title: String,
}

/// Every moment to come of what visitors see or will see, the next one first.
pub fn coming(catalogue: &Catalogue, timeline: &Timeline<'_>) -> Vec<ScheduledChange> {
    let (site, now) = (&catalogue.site, catalogue.now);
    let first = Lang(0);
    let mut coming = Vec::new();
    let mut months: BTreeSet<Month> = timeline.months().collect();
    let mut announcing: BTreeSet<Month> = timeline.dated_months().map(Month::previous).collect();
    let shown: Vec<Month> = std::iter::successors(Some(Month::of(now.day(&site.zone))), |month| Some(month.next()))
        .take(MONTHS_AHEAD)
        .collect();
    let mut last_shown = None;
    let items: Vec<&Item> = catalogue.items.written().map(WrittenItem::written).collect();
    let of_items = items.par_iter().flat_map_iter(|item| {
        let moments = of_item(item, site).into_iter();
        let moments =
            moments.filter(|(moment, _)| *moment > now && (catalogue.drafts || life::is_public(item, *moment)));
        moments.map(|(moment, change)| (*item, moment, change))
    });
    for (item, moment, change) in of_items.collect::<Vec<_>>() {
        let title = item.title(first).0.to_owned();
        coming.push(ScheduledChange { moment, item: Some(item.key.clone()), change, title });
        // A closing at midnight is of the month that ends then.
        let near = [moment, moment.seconds_before(1)].map(|moment| Month::of(moment.day(&site.zone)));
        months.extend(near.into_iter().filter(|_| change.makes_entries()));
        if matches!(change, Change::Closing | Change::Start) {
            announcing.extend(near.map(Month::previous));
            last_shown = last_shown.max(Some(near[0]));
        }
    }
    if let Some(first) = site.first_letter {
        months = months.split_off(&first);
        announcing = announcing.split_off(&first);
    }
    // The home page shows the months up to the last date, the current one first.
    announcing.extend(shown.into_iter().filter(|month| Some(*month) <= last_shown));
    // The letter of a month is whole when the month is over, and begins with it where the next one brings something.
    let begins = announcing.iter().map(|month| month.start(&site.zone));
    let ends = months.iter().chain(&announcing).map(|month| month.end(&site.zone));
    let title = site.title.wording(first, first).text;
    coming.extend(begins.chain(ends).filter(|moment| *moment > now).map(|moment| ScheduledChange {
        moment,
        item: None,
        change: Change::Digest,
        title: title.to_owned(),
    }));
    coming.sort();
    coming.dedup();
    coming
}

/// Every moment of an item's life at which what is said of it changes, past and to come, in no order.
pub fn of_item(item: &Item, site: &Site) -> Vec<(Moment, Change)> {
    let dates = dated_changes(item);
    // An opening or closing that was moved away before it came is none.
    let coming = dates.iter().filter(|dated| !dated.moved);
    let mut moments: Vec<_> = coming.map(|dated| (dated.moment, dated.change)).collect();
    if let Facts::Call(call) = &item.facts {
        let closings = dates.iter().filter(|dated| dated.change == Change::Closing);
        let soon = closings.map(|dated| dated.moment.hours_before(24 * site.closing_soon_days));
        let is_soon = |moment: &Moment| life::announced_state(item, call, site, *moment) == CallState::ClosingSoon;
        moments.extend(soon.filter(is_soon).map(|moment| (moment, Change::ClosingSoon)));
    }
    moments
}
