//! Future states and countdowns, for the script that keeps pages up to date between two builds.

use std::collections::BTreeSet;

use crate::base::moment::instant::Instant;
use crate::base::moment::{Moment, PartialDate};
use crate::kind::event::{Period, Status};
use crate::kind::item::{Facts, Item};
use crate::present::fill::context::Context;
use crate::present::view::part::{Countdown, FutureState};
use crate::site::listing::{self, Group};
use crate::site::schedule;
use crate::site::state::{self, CallState};

/// The most changes to come of what a page says of several items together.
const CHANGES: usize = 12;

impl Context<'_> {
    /// The values of `value_at` at each future moment at which they change, the next first. Only for dates that are
    /// public: what is still to be announced waits for a build.
    pub fn later<T: Clone + PartialEq>(
        &self,
        item: &Item,
        value_at: impl Fn(&Item, Moment) -> T,
    ) -> Vec<FutureState<T>> {
        let now = self.catalogue.now;
        let moments = schedule::change_moments(item, &self.catalogue.site).into_iter().map(|(moment, _)| moment);
        let mut coming: Vec<Moment> = moments.filter(|moment| *moment > now).collect();
        if coming.is_empty() {
            return Vec::new();
        }
        coming.sort_unstable();
        coming.dedup();
        let mut before = value_at(item, now);
        let mut later = Vec::new();
        for moment in coming {
            let then = value_at(item, moment);
            if then != before {
                before = then.clone();
                later.push(FutureState { from: moment.rfc3339(&item.common.zone), then });
            }
        }
        later
    }

    /// The values of `said` of several items together at each future moment at which they change, the next first; no
    /// more than `CHANGES`, since the site is built again long before.
    pub fn later_of<T: Clone + PartialEq>(&self, items: &[&Item], said: impl Fn(Moment) -> T) -> Vec<FutureState<T>> {
        let now = self.catalogue.now;
        let of_item = |item: &&Item| schedule::change_moments(item, &self.catalogue.site);
        let moments: BTreeSet<Moment> =
            items.iter().flat_map(of_item).map(|(moment, _)| moment).filter(|moment| *moment > now).collect();
        let mut before = said(now);
        let mut later = Vec::new();
        for moment in moments {
            let then = said(moment);
            if then != before {
                before = then.clone();
                later.push(FutureState { from: moment.rfc3339(&self.catalogue.site.zone), then });
            }
            if later.len() == CHANGES {
                break;
            }
        }
        later
    }

    /// The countdown to the opening or closing of a call, or to the start of an event.
    pub fn countdown(&self, item: &Item, now: Moment) -> Option<Countdown> {
        match &item.facts {
            Facts::Call(call) => match state::call_state(item, call, &self.catalogue.site, now) {
                CallState::Announced => Some(to_instant("opens", &call.opens?, item)),
                CallState::Open | CallState::ClosingSoon => Some(to_instant("closes", &call.closes()?, item)),
                _ => None,
            },
            Facts::Event(event) => {
                let coming = listing::group(self.catalogue, item, now) == Some(Group::Coming);
                let stands = !matches!(event.status, Status::Cancelled | Status::Postponed);
                match event.period() {
                    Period::Instants { start, .. } if coming && stands => Some(to_instant("starts", &start, item)),
                    Period::Dates { start: PartialDate::Day(day), .. } if coming && stands => {
                        Some(to_day("starts", day.to_string(), item))
                    }
                    Period::Instants { .. } | Period::Dates { .. } => None,
                }
            }
            _ => None,
        }
    }
}

fn to_instant(what: &str, instant: &Instant, item: &Item) -> Countdown {
    let at = instant.clock.map(|_| instant.moment.rfc3339(&item.common.zone));
    Countdown { at, ..to_day(what, instant.day.to_string(), item) }
}

fn to_day(what: &str, day: String, item: &Item) -> Countdown {
    Countdown { what: what.to_owned(), day, at: None, zone: item.common.zone.name().to_owned() }
}
