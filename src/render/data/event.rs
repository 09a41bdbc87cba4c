//! The data of an event.

use schemars::JsonSchema;
use serde::Serialize;

use crate::kind::event::{Event, Mode, Period, Status, Type};
use crate::read::date::When;
use crate::render::data::markup::Markup;
use crate::render::data::part::{AmendmentData, DocumentData, MoneyData, Reference};
use crate::render::data::source::{Source, day};
use crate::render::data::value::{At, ByLang, Date, DateOrInstant, Text, Uri, Word};
use crate::site::life::{self, EventState};

/// An event.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Event")]
pub struct EventData<'a> {
    /// Its state when the site was last made. `status`, `begins_at` and `over_at` tell it at any other time.
    pub state: Word<EventState>,
    /// What kind of event.
    #[serde(rename = "type")]
    pub type_: Word<Type>,
    /// When it begins, as exactly as it is announced.
    pub start: DateOrInstant,
    /// When it ends, as exactly as it is announced; a day or month is inclusive.
    pub end: DateOrInstant,
    /// The instant at which it begins: the first of the first day where no hour is known.
    pub begins_at: At,
    /// The instant at which it is over: the end of the last day where no hour is known.
    pub over_at: At,
    /// Where.
    pub location: Option<LocationData<'a>>,
    /// More places, by language.
    pub places: Vec<Text<'a>>,
    /// Who organises it.
    pub organiser: Vec<Reference<'a>>,
    /// Who helps.
    pub partners: Vec<Reference<'a>>,
    /// In whose house.
    pub host: Option<Reference<'a>>,
    /// Who judges, by language.
    pub jury: Vec<Text<'a>>,
    /// For whom, by language.
    pub audience: Option<Text<'a>>,
    /// The languages spoken, BCP 47.
    pub languages: Vec<&'a str>,
    /// How many may come.
    pub capacity: Option<u32>,
    /// How many came, in words by language.
    pub attendance: Option<Text<'a>>,
    /// How large a team is, in words by language.
    pub team_size: Option<Text<'a>>,
    /// How one signs up.
    pub registration: Option<RegistrationData<'a>>,
    /// What it costs.
    pub price: Option<MoneyData<'a>>,
    /// The call it belongs to.
    pub call: Option<Reference<'a>>,
    /// The challenge it is about.
    pub challenge: Option<Reference<'a>>,
    /// The programme it belongs to.
    pub programme: Option<Reference<'a>>,
    /// What it is a part of.
    pub part_of: Option<Reference<'a>>,
    /// The agenda.
    pub agenda: Vec<PointData<'a>>,
    /// Documents.
    pub documents: Vec<DocumentData<'a>>,
    /// What can be seen afterwards.
    pub recording: Option<RecordingData<'a>>,
    /// What came of it, as HTML by language.
    pub report: Option<ByLang<'a, Markup<'a>>>,
    /// When that was told.
    pub report_date: Option<Date>,
    /// What was changed; each field says what holds now.
    pub amendments: Vec<AmendmentData<'a>>,
    /// Whether it takes place as planned.
    pub status: Word<Status>,
    /// Since when.
    pub status_date: Option<Date>,
}

/// Where an event takes place.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Location")]
pub struct LocationData<'a> {
    /// Where one takes part from.
    pub mode: Word<Mode>,
    /// The name of the place, by language.
    pub name: Option<Text<'a>>,
    /// Its postal address.
    pub address: Option<&'a str>,
    /// The room.
    pub room: Option<&'a str>,
    /// Where to connect, or the place's own page.
    pub url: Option<Uri>,
    /// How to get in, by language.
    pub access: Option<Text<'a>>,
}

/// How one signs up for an event.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Registration")]
pub struct RegistrationData<'a> {
    /// Whether one must.
    pub required: Option<bool>,
    /// Where.
    pub url: Option<Uri>,
    /// Until when, exclusive.
    pub closes: Option<At>,
    /// The last day on which one may.
    pub closes_day: Option<Date>,
    /// True when no place is left.
    pub full: bool,
    /// What else there is to say, by language.
    pub note: Option<Text<'a>>,
}

/// A point of an agenda.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Point")]
pub struct PointData<'a> {
    /// When it begins.
    pub start: At,
    /// What it is, by language.
    pub label: Text<'a>,
    /// Who speaks, by language.
    pub speaker: Option<Text<'a>>,
}

/// What can be seen of an event afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Recording")]
pub struct RecordingData<'a> {
    /// Where.
    pub url: Uri,
    /// The languages of its captions, BCP 47; `true` where only their being there is known.
    pub captions: Vec<&'a str>,
}

/// The data of an event.
pub fn event<'a>(source: &Source<'a>, event: &'a Event) -> EventData<'a> {
    let (item, now) = (source.item, source.now());
    let text = |text: &'a Option<_>| text.as_ref().map(|text| source.text(text));
    let (start, end) = match event.period() {
        Period::Instants { start, end } => (When::Instant(start), When::Instant(end)),
        Period::Dates { start, end } => (When::Date(start), When::Date(end)),
    };
    let (begins, over) = life::event_bounds(item, event);
    let status = event.status;
    EventData {
        state: Word(life::event_state(item, event, now)),
        type_: Word(event.r#type),
        start: source.when(start),
        end: source.when(end),
        begins_at: source.moment(begins),
        over_at: source.moment(over),
        location: location(source, event),
        places: source.texts(&event.places),
        organiser: source.links(&event.organiser),
        partners: source.links(&event.partners),
        host: source.maybe(&event.host),
        jury: source.texts(&event.jury),
        audience: text(&event.audience),
        languages: event.languages.iter().map(String::as_str).collect(),
        capacity: event.capacity,
        attendance: text(&event.attendance),
        team_size: text(&event.team_size),
        registration: registration(source, event),
        price: event.price.as_ref().map(|money| source.money(money)),
        call: source.maybe(&event.call),
        challenge: source.maybe(&event.challenge),
        programme: source.maybe(&event.programme),
        part_of: source.maybe(&event.part_of),
        agenda: (event.agenda.iter())
            .map(|point| PointData {
                start: source.at(point.start),
                label: source.text(&point.label),
                speaker: point.speaker.as_ref().map(|speaker| source.text(speaker)),
            })
            .collect(),
        documents: source.documents(&event.documents),
        recording: event.recording.as_ref().map(|recording| RecordingData {
            url: Uri::written(&recording.url),
            captions: recording.captions.iter().map(String::as_str).collect(),
        }),
        report: event.report.as_ref().map(|prose| source.rich(prose, "report-")),
        report_date: event.report_date.map(Date),
        amendments: source.amendments(&event.amendments),
        status: Word(status),
        status_date: event.status_date.map(Date),
    }
}

fn location<'a>(source: &Source<'a>, event: &'a Event) -> Option<LocationData<'a>> {
    let location = event.location.as_ref()?;
    let mode = Word(location.mode);
    Some(LocationData {
        mode,
        name: location.name.as_ref().map(|name| source.text(name)),
        address: location.address.as_deref(),
        room: location.room.as_deref(),
        url: location.url.as_deref().map(Uri::written),
        access: location.access.as_ref().map(|access| source.text(access)),
    })
}

fn registration<'a>(source: &Source<'a>, event: &'a Event) -> Option<RegistrationData<'a>> {
    let registration = event.registration.as_ref()?;
    Some(RegistrationData {
        required: registration.required,
        url: registration.url.as_deref().map(Uri::written),
        closes: registration.closes.map(|closes| source.at(closes)),
        closes_day: registration.closes.map(day),
        full: registration.full,
        note: registration.note.as_ref().map(|note| source.text(note)),
    })
}
