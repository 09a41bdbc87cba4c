//! Figures. Each says in words all that it draws.

use serde::Serialize;

use crate::present::view::part::{CardState, FutureState, Link};
use crate::present::view::value::LangString;

/// The months ahead: a row for each call with a date, and a line of points for the events.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MonthsAhead {
    /// The short names of the months, the current one first; the first and each January with their year.
    pub months: Vec<String>,
    /// The width of the drawing: each month is 100 wide, whatever its number of days.
    pub width: u32,
    /// Where the lines between the months are.
    pub lines: Vec<u32>,
    /// Where today is.
    pub today: u32,
    /// The first month, `2026-11`: from it a script finds where today is when the page is read.
    pub first: String,
    /// The zone in which the day is counted, by its name in the tz database.
    pub zone: String,
    /// The calls, the next date first.
    pub calls: Vec<MonthsAheadRow>,
    /// The number of calls beyond these, in words.
    pub more_calls: Option<String>,
    /// The list of calls.
    pub calls_href: String,
    /// Where the events are in the drawing.
    pub points: Vec<EventPoint>,
    /// The next events.
    pub events: Vec<MonthsAheadRow>,
    /// The number of events beyond these, in words.
    pub more_events: Option<String>,
    /// The list of events.
    pub events_href: String,
}

/// A call or an event in the months ahead.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MonthsAheadRow {
    /// The full reference, `call/robots`: the `data-item` of the markup.
    pub key: String,
    /// The kind in the singular.
    pub kind: String,
    /// The link to its page.
    pub link: Link,
    /// Its state and the date that matters, now.
    pub now: CardState,
    /// The same at moments to come.
    pub later: Vec<FutureState<CardState>>,
    /// Where an event takes place.
    pub place: Option<LangString>,
    /// Where it begins in the drawing.
    pub from: u32,
    /// How long it is in the drawing.
    pub length: u32,
    /// True if the item is invented.
    pub example: bool,
}

/// An event in the drawing of the months ahead.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct EventPoint {
    /// Where it begins.
    pub at: u32,
    /// Its state, the key of its word in the strings `state.event.<state>`.
    pub state: String,
}

/// A phase of a service's life, and the services of a programme that are in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PhaseShare {
    /// Its name.
    pub label: LangString,
    /// True if services in it are worked on.
    pub active: bool,
    /// The services, in the order of their list.
    pub startups: Vec<Link>,
    /// Their number, in percent of the phase with most services.
    pub share: u32,
}
