//! An event (événement): what takes place, when, where, for whom, and what came of it.

use strum::{IntoStaticStr, VariantArray};

use crate::base::bounds::TITLE_CHARACTERS;
use crate::base::lang::Text;
use crate::base::message::{Message, say};
use crate::base::moment::instant::Instant;
use crate::base::moment::{Day, Moment, PartialDate, Zone};
use crate::kind::amendment::{Amendable, Amendment, How, amendments};
use crate::kind::document::{Document, documents};
use crate::kind::event_time::{agenda_time, event_time};
use crate::kind::key::{Key, Kind, any_reference, reference};
use crate::kind::money::{MONEY_EXAMPLE, Money, money};
use crate::read::address;
use crate::read::date::{self, When};
use crate::read::field::Fields;
use crate::read::number;
use crate::read::tags::language_tag;
use crate::read::value::{self, Prose};

/// What kind of event it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Type {
    Hackathon,
    Designathon,
    Workshop,
    Training,
    Exchange,
    Conference,
    DiscoveryDay,
    Brainstorming,
    ThemeDay,
    DemoDay,
    InfoSession,
    Webinar,
    Meetup,
    OpenDay,
    Inauguration,
    Jam,
    PressConference,
    Meeting,
    Other,
}

/// Where one takes part from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Mode {
    /// In a place.
    Onsite,
    /// From anywhere.
    Online,
    /// Either.
    Hybrid,
}

/// Whether it takes place as planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Status {
    /// As planned.
    Scheduled,
    /// Later.
    Postponed,
    /// Not at all.
    Cancelled,
    /// From anywhere instead of in its place.
    MovedOnline,
}

/// When it takes place, as exactly as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Period {
    /// To the hour.
    Instants { start: Instant, end: Instant },
    /// Whole days, or months where no better is known; the last is included.
    Dates { start: PartialDate, end: PartialDate },
}

impl Period {
    /// The day on which it begins; the first of a month or year.
    pub fn first_day(&self) -> Day {
        match self {
            Self::Instants { start, .. } => start.day,
            Self::Dates { start, .. } => start.first_day(),
        }
    }

    /// The moment it begins.
    pub fn start(&self, zone: &Zone) -> Moment {
        match self {
            Self::Instants { start, .. } => start.moment,
            Self::Dates { start, .. } => start.start(zone),
        }
    }

    /// The moment it is over.
    pub fn end(&self, zone: &Zone) -> Moment {
        match self {
            Self::Instants { end, .. } => end.moment,
            Self::Dates { end, .. } => end.end(zone),
        }
    }

    /// True when its days are known, so that it has a place in a calendar.
    pub fn is_to_the_day(&self) -> bool {
        match self {
            Self::Instants { .. } | Self::Dates { start: PartialDate::Day(_), end: PartialDate::Day(_) } => true,
            Self::Dates { .. } => false,
        }
    }
}

/// Where it takes place.
#[derive(Clone, Debug, PartialEq)]
pub struct Location {
    /// Where one takes part from.
    pub mode: Mode,
    /// The name of the place.
    pub name: Option<Text>,
    /// Its postal address.
    pub address: Option<String>,
    /// The room.
    pub room: Option<String>,
    /// Where to connect, or the place's own page.
    pub url: Option<String>,
    /// How to get in, lifts, transport.
    pub access: Option<Text>,
}

/// How one signs up.
#[derive(Clone, Debug, PartialEq)]
pub struct Registration {
    /// Whether one must.
    pub required: Option<bool>,
    /// Where.
    pub url: Option<String>,
    /// Until when.
    pub closes: Option<Instant>,
    /// No place is left.
    pub full: bool,
    /// What else there is to say.
    pub note: Option<Text>,
}

/// A point of the agenda.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// When it begins.
    pub start: Instant,
    /// What it is.
    pub label: Text,
    /// Who speaks.
    pub speaker: Option<Text>,
}

/// What can be seen afterwards.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// Where.
    pub url: String,
    /// The languages of its captions; `true` where only their being there is known.
    pub captions: Vec<String>,
}

/// An event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What kind of event.
    pub r#type: Type,
    /// When.
    pub period: Period,
    /// Where.
    pub location: Option<Location>,
    /// More places.
    pub places: Vec<Text>,
    /// Who organises it.
    pub organiser: Vec<Key>,
    /// Who helps.
    pub partners: Vec<Key>,
    /// In whose house.
    pub host: Option<Key>,
    /// Who judges.
    pub jury: Vec<Text>,
    /// For whom.
    pub audience: Option<Text>,
    /// The languages spoken, BCP 47.
    pub languages: Vec<String>,
    /// How many may come.
    pub capacity: Option<u32>,
    /// How many came.
    pub attendance: Option<Text>,
    /// How large a team is.
    pub team_size: Option<Text>,
    /// How one signs up.
    pub registration: Option<Registration>,
    /// What it costs.
    pub price: Option<Money>,
    /// The call it belongs to.
    pub call: Option<Key>,
    /// The challenge it is about.
    pub challenge: Option<Key>,
    /// The programme it belongs to.
    pub programme: Option<Key>,
    /// What it is a part of.
    pub part_of: Option<Key>,
    /// The agenda.
    pub agenda: Vec<Point>,
    /// Documents.
    pub documents: Vec<Document>,
    /// What can be seen afterwards.
    pub recording: Option<Recording>,
    /// What came of it.
    pub report: Option<Prose>,
    /// When that was told.
    pub report_date: Option<PartialDate>,
    /// What was changed.
    pub amendments: Vec<Amendment>,
    /// Whether it takes place as planned.
    pub status: Status,
    /// Since when.
    pub status_date: Option<PartialDate>,
}

/// The fields of an event that may be amended.
const AMENDABLE: &[Amendable] = &[
    ("start", How::When(event_time)),
    ("end", How::When(event_time)),
    ("location", How::Label),
    ("status", How::Word(&["scheduled", "postponed", "cancelled", "moved-online"])),
];

/// Reads an event.
pub fn read(f: &mut Fields<'_, '_, '_>) -> Option<Event> {
    let r#type = f.required("type", value::choice);
    let period = read_period(f);
    let organiser = f.list("organiser", reference(Kind::Organisation));
    let host = f.optional("host", reference(Kind::Organisation));
    let organised = f.has("organiser") || f.has("host");
    if !organised {
        f.missing_with(
            "organiser",
            say!(en: ", and so is `host`", fr: ", de même que `host`"),
            say!(
                en: "write `organiser:` and the id of an organisation",
                fr: "écrivez `organiser:` et l’identifiant d’une organisation"
            ),
        );
    }
    let first_day = period.map(|period| match period {
        Period::Instants { start, .. } => start.day,
        Period::Dates { start, .. } => start.first_day(),
    });
    let event = Event {
        location: f.record("location", "{mode: onsite, address: 1 rue Mercier, Luxembourg}", location),
        places: f.list("places", value::text),
        partners: f.list("partners", reference(Kind::Organisation)),
        jury: f.list("jury", value::text),
        audience: f.optional("audience", value::text),
        languages: f.list("languages", language_tag),
        capacity: f.optional("capacity", number::whole),
        attendance: f.optional("attendance", value::text),
        team_size: f.optional("team_size", value::text),
        registration: f.record(
            "registration",
            "{required: true, url: https://example.lu, closes: 2026-04-25T17:00}",
            |f| {
                Some(Registration {
                    required: f.optional("required", value::boolean),
                    url: f.optional("url", address::url),
                    closes: f.optional("closes", date::closing),
                    full: f.optional("full", value::boolean).unwrap_or(false),
                    note: f.optional("note", value::text),
                })
            },
        ),
        price: f.record("price", MONEY_EXAMPLE, money),
        call: f.optional("call", reference(Kind::Call)),
        challenge: f.optional("challenge", reference(Kind::Challenge)),
        programme: f.optional("programme", reference(Kind::Programme)),
        part_of: f.optional("part_of", any_reference(Some(Kind::Event))),
        agenda: f.records("agenda", "{start: 2026-04-25T09:30, label: Welcome}", |f| {
            let start = f.required("start", |reader, node| agenda_time(reader, node, first_day));
            let (label, speaker) = (f.required("label", value::text), f.optional("speaker", value::text));
            Some(Point { start: start?, label: label?, speaker })
        }),
        documents: documents(f),
        recording: f.record("recording", "{url: https://example.lu/film}", |f| {
            let (url, captions) = (f.required("url", address::url), f.list("captions", value::string));
            Some(Recording { url: url?, captions })
        }),
        report: f.optional("report", value::prose),
        report_date: f.optional("report_date", date::date),
        status: f.optional("status", value::choice).unwrap_or(Status::Scheduled),
        status_date: f.optional("status_date", date::date),
        amendments: amendments(f, AMENDABLE),
        r#type: r#type?,
        period: period?,
        organiser,
        host,
    };
    organised.then_some(event)
}

fn read_period(f: &mut Fields<'_, '_, '_>) -> Option<Period> {
    let start = f.required("start", event_time);
    let end = f.optional("end", event_time);
    if let (Some(When::Instant(start)), false) = (start, f.has("end")) {
        let (hour, minute) = start.clock.unwrap_or_default();
        let help = say!(
            en: "write `end: {day}T{hour:02}:{minute:02}` or the hour at which it ends",
            fr: "écrivez `end: {day}T{hour:02}:{minute:02}` ou l’heure à laquelle il se termine",
            day = start.day,
            hour = (hour + 1).min(23)
        );
        f.missing_with(
            "end",
            say!(en: ", and the event starts at an hour", fr: ", et l’événement commence à une heure précise"),
            help,
        );
        return None;
    }
    let wrong = |f: &mut Fields<'_, '_, '_>, message: Message, help: Message| {
        f.error_at("end", "wrong-order", message, help);
        None
    };
    let unlike = |f: &mut Fields<'_, '_, '_>, help: Message| {
        let message = say!(
            en: "start and end are not written alike",
            fr: "le début et la fin ne sont pas écrits de la même façon"
        );
        f.error_at("end", "mixed-precision", message, help);
        None
    };
    match (start?, end) {
        (When::Instant(start), Some(When::Instant(end))) if end.moment < start.moment => wrong(
            f,
            say!(en: "the event ends before it starts", fr: "l’événement se termine avant de commencer"),
            say!(en: "write a moment after `start`", fr: "écrivez un moment postérieur à `start`"),
        ),
        (When::Instant(start), Some(When::Instant(end))) => Some(Period::Instants { start, end }),
        (When::Date(start), Some(When::Date(end))) => {
            if std::mem::discriminant(&start) != std::mem::discriminant(&end) {
                return unlike(
                    f,
                    say!(en: "write both as days, or both as months", fr: "écrivez deux jours, ou deux mois"),
                );
            }
            if end.last_day() < start.first_day() {
                return wrong(
                    f,
                    say!(en: "the event ends before it starts", fr: "l’événement se termine avant de commencer"),
                    say!(en: "write a day not before `start`", fr: "écrivez un jour qui ne précède pas `start`"),
                );
            }
            Some(Period::Dates { start, end })
        }
        (When::Date(start), None) if !f.has("end") => Some(Period::Dates { start, end: start }),
        (When::Instant(_), Some(When::Date(_))) => unlike(
            f,
            say!(
                en: "write both with their hours, as in `2026-04-25T17:00`",
                fr: "écrivez les deux avec leur heure, comme dans `2026-04-25T17:00`"
            ),
        ),
        (When::Date(_), Some(When::Instant(_))) => unlike(
            f,
            say!(
                en: "write both as days, or both with their hours",
                fr: "écrivez deux jours, ou les deux avec leur heure"
            ),
        ),
        // An end that could not be read is reported already.
        (When::Date(_) | When::Instant(_), None) => None,
    }
}

fn location(f: &mut Fields<'_, '_, '_>) -> Option<Location> {
    let mode = f.required("mode", value::choice);
    let location = Location {
        name: f.optional("name", value::label),
        address: f.optional("address", value::at_most(TITLE_CHARACTERS)),
        room: f.optional("room", value::string),
        url: f.optional("url", address::url),
        access: f.optional("access", value::text),
        mode: mode?,
    };
    Some(location)
}
