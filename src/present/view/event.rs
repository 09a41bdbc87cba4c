//! The facts of an event.

use serde::Serialize;

use crate::present::view::facts::FactsView;
use crate::present::view::part::{Countdown, DocumentView, FutureState, LanguageView, Qr};
use crate::present::view::value::{DateView, LangString};

/// Something that takes place.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct EventView {
    /// Its fields as displayed by their types; a template sees each under its name.
    #[serde(flatten)]
    pub facts: FactsView,
    /// From when to when.
    pub when: DateView,
    /// The address of its page for print.
    pub qr: Option<Qr>,
    /// Where.
    pub location: Option<LocationView>,
    /// The languages spoken.
    pub languages: Vec<LanguageView>,
    /// What one can do now; a template sees these fields among those of the event.
    #[serde(flatten)]
    pub present: EventStatus,
    /// The same at moments to come, the next one first.
    pub later: Vec<FutureState<EventStatus>>,
    /// The agenda, day by day.
    pub agenda: Vec<AgendaDay>,
    /// The documents.
    pub documents: Vec<DocumentView>,
    /// The recording.
    pub recording: Option<RecordingView>,
    /// The status when it is not `scheduled`, the key of its word in the strings `state.event.<status>`.
    pub status: Option<String>,
    /// Why it is not.
    pub status_reason: Option<LangString>,
    /// True for an event that was announced for a month and of which nothing says that it took place: neither a report, an
    /// attendance, a recording nor a document.
    pub unconfirmed: bool,
}

/// What changes of an event over time: whether one can still come.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct EventStatus {
    /// The key of its state in the strings `state.event.<state>`.
    pub state: String,
    /// True once it has ended, whatever its state.
    pub over: bool,
    /// The countdown to its start.
    pub countdown: Option<Countdown>,
    /// The calendar entry, while there is something to come to; absent when only months are known.
    pub calendar: Option<String>,
    /// How to register.
    pub registration: Option<RegistrationView>,
}

/// Where an event takes place.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LocationView {
    /// `onsite`, `online` or `hybrid`, the key of its word in the strings `mode.<mode>`.
    pub mode: String,
    /// The name of the place.
    pub name: Option<LangString>,
    /// The postal address.
    pub address: Option<String>,
    /// The room.
    pub room: Option<String>,
    /// Where to take part online.
    pub url: Option<String>,
    /// How to get in, with wheelchair access.
    pub access: Option<LangString>,
}

/// How to register.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RegistrationView {
    /// Whether registration is required; absent if unknown.
    pub required: Option<bool>,
    /// Where.
    pub url: Option<String>,
    /// Until when.
    pub closes: Option<DateView>,
    /// True when no place is left.
    pub full: bool,
    /// True while registration is open: only then a link is shown as an action.
    pub open: bool,
    /// The editor's note.
    pub note: Option<LangString>,
}

/// A day of the agenda.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AgendaDay {
    /// The day; absent when the event has one day only.
    pub day: Option<DateView>,
    /// What happens, in order.
    pub slots: Vec<AgendaSlot>,
}

/// A line of the agenda.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AgendaSlot {
    /// When it begins: the hour.
    pub start: DateView,
    /// What it is.
    pub label: LangString,
    /// Who speaks.
    pub speaker: Option<String>,
}

/// A recording.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RecordingView {
    /// Where it is.
    pub url: String,
    /// Whether it has captions; absent if unknown.
    pub captions: Option<bool>,
}
