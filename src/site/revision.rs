//! DTSTAMP and SEQUENCE of calendar entries: when and how often a record was revised (RFC 5545, sections 3.8.7.2 and 3.8.7.4).
//!
//! Both follow from what editors wrote, never from the time of a build, and no count decreases as time passes. Counts are not computed
//! from `kind::dated`, since changes without a date count too.

use crate::base::moment::Moment;
use crate::kind::amendment::Amendment;
use crate::kind::call::Call;
use crate::kind::dated::{Change, dated_changes};
use crate::kind::event::{Event, Status};
use crate::kind::item::{Facts, Item};

/// The latest dated change of a record that is not after `now`.
pub fn last_revised(item: &Item, now: Moment) -> Option<Moment> {
    let has_versions = matches!(item.facts, Facts::Call(_) | Facts::Event(_));
    let counts = |change: Change| {
        matches!(change, Change::Publication | Change::Revision)
            || (has_versions && matches!(change, Change::Amendment | Change::Status))
    };
    let moments = dated_changes(item).into_iter().filter(|dated| counts(dated.change)).map(|dated| dated.moment);
    moments.filter(|moment| *moment <= now).max()
}

/// The SEQUENCE of an event: how often its dates, place or status were changed.
pub fn event_sequence(event: &Event) -> usize {
    let is_amended = event.amendments.iter().any(|amendment| amendment.field == "status");
    // A date without a status is the date on which a status was withdrawn, which is a change as well.
    let has_status = event.status_date.is_some() || event.status != Status::Scheduled;
    amendment_count(&event.amendments, &["start", "end", "location", "status"]) + usize::from(!is_amended && has_status)
}

/// The SEQUENCE of the closing of a call: how often it was moved, plus one if the call has an outcome. A suspended call that continues
/// has a moved closing, so that its count does not decrease.
pub fn deadline_sequence(item: &Item, call: &Call, now: Moment) -> usize {
    // An outcome `evaluating` may have a date in the future.
    let has_come = call.outcome_date.is_none_or(|date| date.start(&item.common.zone) <= now);
    amendment_count(&call.amendments, &["closes"]) + usize::from(call.outcome.is_some() && has_come)
}

/// The number of amendments of these fields; an item has no future ones.
fn amendment_count(amendments: &[Amendment], fields: &[&str]) -> usize {
    amendments.iter().filter(|amendment| fields.contains(&amendment.field.as_str())).count()
}
