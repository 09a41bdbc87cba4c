//! The facts of an event.

use serde::Serialize;

use crate::render::view::part::{Amendment, Countdown, Document, Language, Later, Link, Money, Qr};
use crate::render::view::value::{DateView, Phrase, Rich};

/// Something that takes place.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Event {
    /// What it is, the key of its word in the strings `type.event.<type>`.
    #[serde(rename = "type")]
    pub type_: String,
    /// From when to when.
    pub when: DateView,
    /// How far off its start is, while it is to come.
    pub countdown: Option<Countdown>,
    /// The address of its page for print.
    pub qr: Option<Qr>,
    /// The calendar entry; absent when only months are known.
    pub calendar: Option<String>,
    /// Where.
    pub location: Option<Location>,
    /// Several places, in words.
    pub places: Vec<Phrase>,
    /// Who organises.
    pub organiser: Vec<Link>,
    /// Who takes part in organising.
    pub partners: Vec<Link>,
    /// Who gives the room.
    pub host: Option<Link>,
    /// Who judges.
    pub jury: Vec<Phrase>,
    /// For whom.
    pub audience: Option<Phrase>,
    /// The languages spoken.
    pub languages: Vec<Language>,
    /// How many places there are, as a number in words of the language.
    pub capacity: Option<String>,
    /// How many came.
    pub attendance: Option<Phrase>,
    /// How large teams are.
    pub team_size: Option<Phrase>,
    /// How to register.
    pub registration: Option<Registration>,
    /// The same at moments to come, the next one first.
    pub later: Vec<Later<Option<Registration>>>,
    /// What it costs.
    pub price: Option<Money>,
    /// The call it belongs to.
    pub call: Option<Link>,
    /// The challenge it is about.
    pub challenge: Option<Link>,
    /// The programme it belongs to.
    pub programme: Option<Link>,
    /// What it is a part of.
    pub part_of: Option<Link>,
    /// The agenda, day by day.
    pub agenda: Vec<AgendaDay>,
    /// The documents.
    pub documents: Vec<Document>,
    /// The recording.
    pub recording: Option<Recording>,
    /// What took place.
    pub report: Option<Rich>,
    /// The date of that report.
    pub report_date: Option<DateView>,
    /// What changed, the latest first.
    pub amendments: Vec<Amendment>,
    /// The status when it is not `scheduled`, the key of its word in the strings `state.event.<status>`.
    pub status: Option<String>,
    /// Since when.
    pub status_date: Option<DateView>,
}

/// Where an event takes place.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Location {
    /// `onsite`, `online` or `hybrid`, the key of its word in the strings `mode.<mode>`.
    pub mode: String,
    /// The name of the place.
    pub name: Option<Phrase>,
    /// The postal address.
    pub address: Option<String>,
    /// The room.
    pub room: Option<String>,
    /// Where to take part online.
    pub url: Option<String>,
    /// How to get in, wheelchairs included.
    pub access: Option<Phrase>,
}

/// How to register.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Registration {
    /// True when one must, false when one need not; absent when it was not said.
    pub required: Option<bool>,
    /// Where.
    pub url: Option<String>,
    /// Until when.
    pub closes: Option<DateView>,
    /// True when no place is left.
    pub full: bool,
    /// True while one can register: a link is a clear action, and is only named otherwise.
    pub open: bool,
    /// The editor's note.
    pub note: Option<Phrase>,
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
    pub label: Phrase,
    /// Who speaks.
    pub speaker: Option<String>,
}

/// A recording.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Recording {
    /// Where it is.
    pub url: String,
    /// Whether it has captions, where that was said.
    pub captions: Option<bool>,
}
