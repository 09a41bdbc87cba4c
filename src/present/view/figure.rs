//! Figures. Each says in words all that it draws.

use serde::Serialize;

use crate::present::view::part::{CardDate, Link, StateView};
use crate::present::view::value::LangString;

/// The months ahead: calls that open or close, and events, each with its position in time.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MonthsAhead {
    /// The names of the months, the current one first.
    pub months: Vec<String>,
    /// The width of the drawing: each month is 100 wide, whatever its number of days.
    pub width: u32,
    /// Calls and events, the next one first.
    pub rows: Vec<MonthsAheadRow>,
}

/// A call or an event in the months ahead.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MonthsAheadRow {
    /// The kind in the singular.
    pub kind: String,
    /// The link to its page.
    pub link: Link,
    /// Its state.
    pub state: Option<StateView>,
    /// The date that matters.
    pub date: Option<CardDate>,
    /// Where it begins in the drawing.
    pub from: u32,
    /// How long it is in the drawing.
    pub length: u32,
    /// True if the item is invented.
    pub example: bool,
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
