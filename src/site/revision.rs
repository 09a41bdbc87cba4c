//! When and how often a record was changed, as calendar programs count versions (RFC 5545, sections 3.8.7.2 and 3.8.7.4).
//!
//! It is told by what editors wrote, never by a build, and no count shrinks as time passes. Counts are no folds over `kind::dated`, for a
//! change without a date counts no less.

use crate::base::moment::Moment;
use crate::kind::amendment::Amendment;
use crate::kind::call::Call;
use crate::kind::dated::{Change, dated_changes};
use crate::kind::event::{Event, Status};
use crate::kind::item::{Facts, Item};
use crate::read::site_file::Site;
use crate::site::life::{self, CallState};

/// The last moment, not after `now`, at which a record is known to have changed.
pub fn changed(item: &Item, now: Moment) -> Option<Moment> {
    let has_versions = matches!(item.facts, Facts::Call(_) | Facts::Event(_));
    let counts = |change: Change| {
        matches!(change, Change::Publication | Change::Revision)
            || (has_versions && matches!(change, Change::Amendment | Change::Status))
    };
    let moments = dated_changes(item).into_iter().filter(|dated| counts(dated.change)).map(|dated| dated.moment);
    moments.filter(|moment| *moment <= now).max()
}

/// How often the dates, the place or the status of an event were changed so far.
pub fn of_event(event: &Event) -> usize {
    let is_amended = event.amendments.iter().any(|amendment| amendment.field == "status");
    // A date without a status is that of a status taken back, which is a change as well.
    let has_status = event.status_date.is_some() || event.status != Status::Scheduled;
    changes(&event.amendments, &["start", "end", "location", "status"]) + usize::from(!is_amended && has_status)
}

/// How often the closing of a call was moved so far, and whether anything came of it: what was suspended and goes on has
/// changed no less.
pub fn of_deadline(item: &Item, call: &Call, now: Moment) -> usize {
    // Answers may be evaluated from a date to come.
    let has_come = call.outcome_date.is_none_or(|date| date.start(&item.common.zone) <= now);
    changes(&call.amendments, &["closes"]) + usize::from(call.outcome.is_some() && has_come)
}

/// True when no answers are taken at the closing any more: the call is cancelled, suspended or withdrawn.
pub fn is_called_off(item: &Item, call: &Call, site: &Site, now: Moment) -> bool {
    let state = life::call_state(item, call, site, now);
    matches!(state, CallState::Cancelled | CallState::Suspended | CallState::Withdrawn)
}

/// How many amendments there are of these fields; an item has none that are to come.
fn changes(amendments: &[Amendment], fields: &[&str]) -> usize {
    amendments.iter().filter(|amendment| fields.contains(&amendment.field.as_str())).count()
}
