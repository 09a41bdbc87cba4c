//! States: what an item is at a moment. A pure function of the item and `now` (sections 4 and 5 of the model).

use std::borrow::Cow;

use strum::{IntoStaticStr, VariantArray};

use crate::base::moment::instant::Instant;
use crate::base::moment::{Moment, PartialDate};
use crate::base::source::Spanned;
use crate::kind::amendment::{Amended, before_change, value_at};
use crate::kind::call::{Call, Outcome};
use crate::kind::event::{Event, Period, Status};
use crate::kind::item::{Facts, Item};
use crate::kind::startup::{Phase, Startup};
use crate::read::date::When;
use crate::read::site_file::Site;

/// What a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum CallState {
    /// It will open.
    Announced,
    /// Answers are taken.
    Open,
    /// Answers are taken, and not for long.
    ClosingSoon,
    /// Answers are taken no more, and nothing is told of them yet.
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
    /// True while answers are taken.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::ClosingSoon)
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

/// What an event is.
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

/// True when the item has left lists and feeds.
pub fn is_expired(item: &Item, now: Moment) -> bool {
    item.common.expires.is_some_and(|expires| expires.moment <= now)
}

/// The date of the last update that has come.
pub fn updated(item: &Item, now: Moment) -> Option<PartialDate> {
    item.common.updated.filter(|updated| updated.start(&item.common.zone) <= now)
}

/// The state of an item as its page tells it; the kinds that have none have none.
pub fn state<'i>(item: &'i Item, site: &Site, now: Moment) -> Option<&'i str> {
    match &item.facts {
        Facts::Challenge(challenge) => Some(challenge.status.into()),
        Facts::Call(call) => Some(call_state(item, call, site, now).into()),
        Facts::Event(event) => Some(event_state(item, event, now).into()),
        Facts::Programme(programme) => programme.status.map(Into::into),
        Facts::Startup(startup) => current_phase(item, startup, site, now).map(|phase| phase.name.value.as_str()),
        Facts::Organisation(_) | Facts::Update(_) | Facts::Page(_) => None,
    }
}

/// The closing that holds at `now`: before the date of an amendment, the one that was announced then.
pub fn closes(item: &Item, call: &Call, now: Moment) -> Option<Instant> {
    instant_at(item, call, "closes", call.closes.as_ref().map(|closes| closes.value), now)
}

fn instant_at(item: &Item, call: &Call, field: &str, today: Option<Instant>, now: Moment) -> Option<Instant> {
    match value_at(&call.amendments, field, today.map(When::Instant), now, &item.common.zone)? {
        When::Instant(instant) => Some(instant),
        When::Date(_) => today,
    }
}

/// The closing that calendars show: that of a call which does close, at a time that is known.
pub fn deadline(item: &Item, call: &Call, now: Moment) -> Option<Instant> {
    closes(item, call, now).filter(|_| !call.permanent && !call.dates_unknown)
}

/// The opening that holds at `now`.
pub fn opens(item: &Item, call: &Call, now: Moment) -> Option<Instant> {
    instant_at(item, call, "opens", call.opens, now)
}

/// The end of questions that holds at `now`.
pub fn questions_until(item: &Item, call: &Call, now: Moment) -> Option<Instant> {
    instant_at(item, call, "questions_until", call.questions_until, now)
}

/// The state of a call.
pub fn call_state(item: &Item, call: &Call, site: &Site, now: Moment) -> CallState {
    let (opens, closes) = (opens(item, call, now), closes(item, call, now));
    if let Some(outcome) = call.outcome
        && outcome_holds(item, outcome, call.outcome_date, closes, now)
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

/// True from the moment at which an outcome is the state of its call.
fn outcome_holds(
    item: &Item,
    outcome: Outcome,
    date: Option<PartialDate>,
    closes: Option<Instant>,
    now: Moment,
) -> bool {
    let closed = closes.is_none_or(|closes| closes.moment <= now);
    if outcome == Outcome::Evaluating && !closed {
        return false;
    }
    let ends_early = matches!(outcome, Outcome::Cancelled | Outcome::Suspended | Outcome::Withdrawn);
    match date {
        None => closed,
        Some(date) => {
            let exact = matches!(date, PartialDate::Day(_));
            date.start(&item.common.zone) <= now && (exact || ends_early || closed)
        }
    }
}

/// The item as far as it is to be told at `now`: without the amendments and the outcome that are still to come, which
/// nobody is to learn before their date, not even from what a page will say later.
pub fn as_told(item: &Item, now: Moment) -> Cow<'_, Item> {
    let zone = &item.common.zone;
    let is_to_come = |date: Option<PartialDate>| date.is_some_and(|date| now < date.start(zone));
    let amendments = match &item.facts {
        Facts::Call(call) => &call.amendments,
        Facts::Event(event) => &event.amendments,
        _ => return Cow::Borrowed(item),
    };
    let outcome = match &item.facts {
        Facts::Call(call) => call.outcome.filter(|outcome| {
            let closes = closes(item, call, now);
            // That answers are looked at after the closing is no news.
            *outcome != Outcome::Evaluating && !outcome_holds(item, *outcome, call.outcome_date, closes, now)
        }),
        _ => None,
    };
    if outcome.is_none() && !amendments.iter().any(|amendment| is_to_come(amendment.date)) {
        return Cow::Borrowed(item);
    }
    let mut told = item.clone();
    match (&mut told.facts, &item.facts) {
        (Facts::Call(told), Facts::Call(call)) => {
            told.outcome = call.outcome.filter(|_| outcome.is_none());
            told.opens = opens(item, call, now);
            let span = call.closes.as_ref().map(|closes| closes.span).unwrap_or_default();
            told.closes = closes(item, call, now).map(|value| Spanned { value, span });
            told.questions_until = questions_until(item, call, now);
            told.amendments.retain(|amendment| !is_to_come(amendment.date));
        }
        (Facts::Event(told), Facts::Event(event)) => {
            told.period = event_period(item, event, now);
            told.status = event_status(item, event, now);
            told.amendments.retain(|amendment| !is_to_come(amendment.date));
        }
        _ => {}
    }
    Cow::Owned(told)
}

/// The status of an event that holds at `now`: before the date of an amendment, the one before.
pub fn event_status(item: &Item, event: &Event, now: Moment) -> Status {
    let Some(Amended::Word(word)) = before_change(&event.amendments, "status", now, &item.common.zone) else {
        return event.status;
    };
    let known = <Status as strum::VariantArray>::VARIANTS.iter().find(|status| Into::<&str>::into(**status) == *word);
    known.copied().unwrap_or(event.status)
}

/// When an event takes place, as announced at `now`.
pub fn event_period(item: &Item, event: &Event, now: Moment) -> Period {
    let (start, end) = match event.period {
        Period::Instants { start, end } => (When::Instant(start), When::Instant(end)),
        Period::Dates { start, end } => (When::Date(start), When::Date(end)),
    };
    let held = |field, today| value_at(&event.amendments, field, Some(today), now, &item.common.zone);
    let end_moves = before_change(&event.amendments, "end", now, &item.common.zone).is_some();
    match (held("start", start), held("end", end)) {
        (Some(When::Instant(start)), Some(When::Instant(end))) => Period::Instants { start, end },
        // An event of one day whose end is not written ends on the day it starts.
        (Some(When::Date(held)), Some(When::Date(_))) if Some(start) == Some(end) && !end_moves => {
            Period::Dates { start: held, end: held }
        }
        (Some(When::Date(start)), Some(When::Date(end))) => Period::Dates { start, end },
        // Before and after are not written alike: what is known for certain is today's.
        _ => event.period,
    }
}

/// When an event begins and is over, as announced at `now`.
pub fn event_bounds(item: &Item, event: &Event, now: Moment) -> (Moment, Moment) {
    let period = event_period(item, event, now);
    (period.start(&item.common.zone), period.end(&item.common.zone))
}

/// The days or hours for which calendars show an event: those of today, else the last that were announced, since who
/// noted them has to learn that they do not hold any more. `None` where no day was ever known.
pub fn calendar_period(item: &Item, event: &Event, now: Moment) -> Option<Period> {
    let today = event_period(item, event, now);
    if today.is_to_the_day() {
        return Some(today);
    }
    let has_come = |date: Option<PartialDate>| date.is_none_or(|date| date.start(&item.common.zone) <= now);
    let before = |field: &str| {
        let changes = event.amendments.iter().filter(|change| change.field == field && has_come(change.date));
        let mut changes: Vec<_> = changes.collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.date.map(PartialDate::first_day)));
        changes.into_iter().find_map(|change| match change.from {
            Some(Amended::When(when @ (When::Instant(_) | When::Date(PartialDate::Day(_))))) => Some(when),
            _ => None,
        })
    };
    let start = before("start")?;
    match (start, before("end").unwrap_or(start)) {
        (When::Instant(start), When::Instant(end)) if start.moment <= end.moment => {
            Some(Period::Instants { start, end })
        }
        (When::Date(start), When::Date(end)) if start.first_day() <= end.last_day() => {
            Some(Period::Dates { start, end })
        }
        (When::Instant(start), _) => Some(Period::Instants { start, end: start }),
        (When::Date(start), _) => Some(Period::Dates { start, end: start }),
    }
}

/// The state of an event.
pub fn event_state(item: &Item, event: &Event, now: Moment) -> EventState {
    let (start, end) = event_bounds(item, event, now);
    match event_status(item, event, now) {
        Status::Postponed => EventState::Postponed,
        Status::Cancelled => EventState::Cancelled,
        Status::MovedOnline => EventState::MovedOnline,
        Status::Scheduled if now < start => EventState::Upcoming,
        Status::Scheduled if now < end => EventState::Ongoing,
        Status::Scheduled => EventState::Past,
    }
}

/// The phase that a startup is in: the latest to start not after `now`; of two the later in the order of a life.
pub fn current_phase<'s>(item: &Item, startup: &'s Startup, site: &Site, now: Moment) -> Option<&'s Phase> {
    let rank = |phase: &Phase| site.phases.iter().position(|declared| declared.id == phase.name.value);
    startup
        .phases
        .iter()
        .filter(|phase| phase.start.start(&item.common.zone) <= now)
        .max_by_key(|phase| (phase.start.start(&item.common.zone), rank(phase)))
}

/// The moment by which feeds and lists order an item: its publication, else the first thing that happened to it.
pub fn date_of(item: &Item) -> Option<Moment> {
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
