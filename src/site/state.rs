//! States: what an item is at a moment. A pure function of the item and `now` (sections 4 and 5 of the model).

use strum::{IntoStaticStr, VariantArray};

use crate::base::moment::instant::Instant;
use crate::base::moment::{Moment, PartialDate, Zone};
use crate::kind::amendment::AmendedValue;
use crate::kind::call::{Call, Outcome};
use crate::kind::event::{Event, Period, Status};
use crate::kind::item::{Facts, Item};
use crate::kind::startup::{Phase, Startup};
use crate::read::date::DateOrTime;
use crate::read::site_file::Site;

/// The state of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum CallState {
    /// It will open.
    Announced,
    /// Applications are accepted.
    Open,
    /// Applications are accepted, and the closing is near.
    ClosingSoon,
    /// Applications are no longer accepted, and no outcome is known yet.
    Closed,
    /// Its dates are not known.
    Unknown,
    Evaluating,
    Awarded,
    Finalised,
    Unsuccessful,
    Cancelled,
    Suspended,
    Withdrawn,
}

impl CallState {
    /// True while applications are accepted.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::ClosingSoon)
    }

    /// True once its outcome is final.
    pub fn is_ended(self) -> bool {
        self.has_result() || self.has_failed()
    }

    /// True for a call that ended with a result.
    pub fn has_result(self) -> bool {
        matches!(self, Self::Awarded | Self::Finalised)
    }

    /// True for a call that ended without a result.
    pub fn has_failed(self) -> bool {
        matches!(self, Self::Unsuccessful | Self::Cancelled | Self::Withdrawn)
    }
}

impl From<Outcome> for CallState {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Evaluating => Self::Evaluating,
            Outcome::Awarded => Self::Awarded,
            Outcome::Finalised => Self::Finalised,
            Outcome::Unsuccessful => Self::Unsuccessful,
            Outcome::Cancelled => Self::Cancelled,
            Outcome::Suspended => Self::Suspended,
            Outcome::Withdrawn => Self::Withdrawn,
        }
    }
}

/// The state of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum EventState {
    Upcoming,
    Ongoing,
    Past,
    Postponed,
    Cancelled,
    MovedOnline,
}

/// True when visitors may see the item.
pub fn is_public(item: &Item, now: Moment) -> bool {
    !item.common.draft && item.common.public_from.is_none_or(|public_from| public_from <= now)
}

/// True when lists and feeds no longer show the item.
pub fn is_expired(item: &Item, now: Moment) -> bool {
    item.common.expires.is_some_and(|expires| expires.moment <= now)
}

/// The word of an item's state, as its page shows it; none for kinds without states.
pub fn state_word<'i>(item: &'i Item, site: &Site, now: Moment) -> Option<&'i str> {
    match &item.facts {
        Facts::Challenge(challenge) => Some(challenge.status.into()),
        Facts::Call(call) => Some(call_state(item, call, site, now).into()),
        Facts::Event(event) => Some(event_state(item, event, now).into()),
        Facts::Programme(programme) => programme.status.map(Into::into),
        Facts::Startup(startup) => current_phase(item, startup, site, now).map(|phase| phase.name.value.as_str()),
        Facts::Organisation(_) | Facts::Update(_) | Facts::Page(_) => None,
    }
}

/// The closing that calendars show; none for a permanent call and for one whose dates are not known.
pub fn deadline(call: &Call) -> Option<Instant> {
    call.closes().filter(|_| !call.permanent && !call.dates_unknown)
}

/// How many days before a closing calendars have an alarm.
const ALARM_DAYS: [u32; 2] = [7, 1];

/// The alarms before a closing: how many days before, and when. Days are calendar days (RFC 5545, section 3.3.6), so that the alarm keeps
/// the hour of the closing across a change of the UTC offset.
pub fn alarms(closing: Moment, zone: &Zone) -> [(u32, Moment); 2] {
    ALARM_DAYS.map(|days| (days, closing.days_before(days, zone)))
}

/// The state of a call.
pub fn call_state(item: &Item, call: &Call, site: &Site, now: Moment) -> CallState {
    state_for(item, call, (call.opens, call.closes()), site, now)
}

/// The state of a call at another moment, by the dates that were announced at that moment.
pub fn announced_state(item: &Item, call: &Call, site: &Site, moment: Moment) -> CallState {
    state_for(item, call, (call.opens_at(moment), call.closes_at(moment)), site, moment)
}

fn state_for(
    item: &Item,
    call: &Call,
    (opens, closes): (Option<Instant>, Option<Instant>),
    site: &Site,
    now: Moment,
) -> CallState {
    if let Some(outcome) = call.outcome
        && call.outcome_applies_with(closes, &item.common.zone, now)
    {
        return outcome.into();
    }
    if call.dates_unknown {
        return CallState::Unknown;
    }
    if opens.is_some_and(|opens| now < opens.moment) {
        return CallState::Announced;
    }
    match closes {
        None => CallState::Open,
        Some(closes) if closes.moment <= now => CallState::Closed,
        Some(closes) if closes.moment.hours_before(24 * site.closing_soon_days) <= now => CallState::ClosingSoon,
        Some(_) => CallState::Open,
    }
}

/// The moments at which an event begins and ends.
pub fn event_bounds(item: &Item, event: &Event) -> (Moment, Moment) {
    let period = event.period();
    (period.start(&item.common.zone), period.end(&item.common.zone))
}

/// The period for which calendars show an event: the current one, else the last one that was announced, so that a subscriber who has
/// it in a calendar sees that it no longer applies. `None` if no day was ever announced.
pub fn calendar_period(event: &Event) -> Option<Period> {
    let current = event.period();
    if current.is_to_the_day() {
        return Some(current);
    }
    let before = |field: &str| {
        let changes = event.amendments.iter().filter(|change| change.field == field);
        let mut changes: Vec<_> = changes.collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.date.map(PartialDate::order)));
        changes.into_iter().find_map(|change| match change.from {
            Some(AmendedValue::DateOrTime(when @ (DateOrTime::Instant(_) | DateOrTime::Date(PartialDate::Day(_))))) => {
                Some(when)
            }
            _ => None,
        })
    };
    let start = before("start")?;
    match (start, before("end").unwrap_or(start)) {
        (DateOrTime::Instant(start), DateOrTime::Instant(end)) if start.moment <= end.moment => {
            Some(Period::Instants { start, end })
        }
        (DateOrTime::Date(start), DateOrTime::Date(end)) if start.first_day() <= end.last_day() => {
            Some(Period::Dates { start, end })
        }
        (DateOrTime::Instant(start), _) => Some(Period::Instants { start, end: start }),
        (DateOrTime::Date(start), _) => Some(Period::Dates { start, end: start }),
    }
}

/// The state of an event.
pub fn event_state(item: &Item, event: &Event, now: Moment) -> EventState {
    let (start, end) = event_bounds(item, event);
    match event.status {
        Status::Postponed => EventState::Postponed,
        Status::Cancelled => EventState::Cancelled,
        Status::MovedOnline => EventState::MovedOnline,
        Status::Scheduled if now < start => EventState::Upcoming,
        Status::Scheduled if now < end => EventState::Ongoing,
        Status::Scheduled => EventState::Past,
    }
}

/// The current phase of a startup: the one with the latest start that is not after `now`; of two with the same start, the later one
/// in the order of `site.yaml`.
pub fn current_phase<'s>(item: &Item, startup: &'s Startup, site: &Site, now: Moment) -> Option<&'s Phase> {
    let rank = |phase: &Phase| site.phases.iter().position(|declared| declared.id == phase.name.value);
    startup
        .phases
        .iter()
        .filter(|phase| phase.start.start(&item.common.zone) <= now)
        .max_by_key(|phase| (phase.start.start(&item.common.zone), rank(phase)))
}

/// The moment by which feeds and lists sort an item: its publication, else its first date. It is not computed from `kind::dated`, which
/// does not say which of several dates of a change is the one of the field, nor has an event a date to sort by.
pub fn ordering_moment(item: &Item) -> Option<Moment> {
    let zone = &item.common.zone;
    let own = match &item.facts {
        Facts::Update(update) => return Some(update.date.start(zone)),
        Facts::Challenge(challenge) => challenge.status_since.map(|date| date.start(zone)),
        Facts::Call(call) => call.opens.map(|opens| opens.moment),
        Facts::Event(_) | Facts::Organisation(_) | Facts::Page(_) => None,
        Facts::Programme(programme) => programme.start.map(|date| date.start(zone)),
        Facts::Startup(startup) => startup.phases.first().map(|phase| phase.start.start(zone)),
    };
    item.common.published.map(|published| published.start(zone)).or(own)
}
