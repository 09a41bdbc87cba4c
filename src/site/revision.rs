//! When and how often a record was changed, as calendar programs count versions (RFC 5545, sections 3.8.7.2 and 3.8.7.4).
//!
//! It is told by what editors dated, never by a build, and no count shrinks as time passes.

use crate::base::moment::{Moment, PartialDate};
use crate::kind::amendment::Amendment;
use crate::kind::call::Call;
use crate::kind::event::{Event, Status};
use crate::kind::item::{Facts, Item};
use crate::read::site_file::Site;
use crate::site::life::{self, CallState};

/// The last moment, not after `now`, at which a record is known to have changed.
pub fn changed(item: &Item, now: Moment) -> Option<Moment> {
    let (zone, common) = (&item.common.zone, &item.common);
    let (amendments, state_since): (&[Amendment], Option<PartialDate>) = match &item.facts {
        Facts::Call(call) => (&call.amendments, call.outcome_date),
        Facts::Event(event) => (&event.amendments, event.status_date),
        Facts::Challenge(_)
        | Facts::Programme(_)
        | Facts::Startup(_)
        | Facts::Organisation(_)
        | Facts::Update(_)
        | Facts::Page(_) => (&[], None),
    };
    let dates = amendments.iter().map(|amendment| amendment.date).chain([common.updated, state_since]).flatten();
    let moments = dates.map(|date| date.start(zone)).chain(common.published.map(|published| published.start(zone)));
    moments.filter(|moment| *moment <= now).max()
}

/// How often the dates, the place or the status of an event were changed so far.
pub fn of_event(item: &Item, event: &Event, now: Moment) -> usize {
    let amended = changes(item, &event.amendments, &["start", "end", "location", "status"], now);
    let told = event.amendments.iter().any(|amendment| amendment.field == "status");
    // A date without a status is that of a status taken back, which is a change as well.
    let dated = event.status_date.is_some_and(|date| date.start(&item.common.zone) <= now);
    amended + usize::from(!told && (dated || event.status != Status::Scheduled))
}

/// How often the closing of a call was moved so far, and whether anything came of it: what was suspended and goes on has
/// changed no less.
pub fn of_deadline(item: &Item, call: &Call, now: Moment) -> usize {
    let dated = call.outcome_date.is_some_and(|date| date.start(&item.common.zone) <= now);
    let has_outcome = call.outcome.is_some() && (dated || call.outcome_date.is_none());
    changes(item, &call.amendments, &["closes"], now) + usize::from(has_outcome)
}

/// True when no answers are taken at the closing any more: the call is cancelled, suspended or withdrawn.
pub fn is_called_off(item: &Item, call: &Call, site: &Site, now: Moment) -> bool {
    let state = life::call_state(item, call, site, now);
    matches!(state, CallState::Cancelled | CallState::Suspended | CallState::Withdrawn)
}

/// How many amendments of these fields are not to come.
fn changes(item: &Item, amendments: &[Amendment], fields: &[&str], now: Moment) -> usize {
    let has_come = |amendment: &&Amendment| amendment.date.is_none_or(|date| date.start(&item.common.zone) <= now);
    let counts = |amendment: &&Amendment| fields.contains(&amendment.field.as_str());
    amendments.iter().filter(counts).filter(has_come).count()
}
