//! The kind `event` (événement): type, time, place, registration, agenda and report.

use parvis_macros::Record;
use strum::{IntoStaticStr, VariantArray};

use crate::base::bounds::TITLE_CHARACTERS;
use crate::base::lang::Text;
use crate::base::message::{Message, say};
use crate::base::moment::instant::Instant;
use crate::base::moment::{Day, Moment, PartialDate, Zone};
use crate::kind::amendment::{Amendable, Amendments, amendments};
use crate::kind::document::{Document, documents};
use crate::kind::event_time::{agenda_time, event_time};
use crate::kind::key::{self, Key, Kind};
use crate::kind::labels;
use crate::kind::money::{MONEY_EXAMPLE, Money};
use crate::kind::record::words;
use crate::read::address;
use crate::read::date::{self, DateOrTime};
use crate::read::markdown_text::MarkdownText;
use crate::read::number;
use crate::read::reader::{Fields, Undated};
use crate::read::value::{self, language_tag};

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

/// Where participants are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Mode {
    /// At the place of the event.
    Onsite,
    /// Anywhere, by the internet.
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
    /// Later than planned.
    Postponed,
    /// Not at all.
    Cancelled,
    /// Online instead of at its place.
    MovedOnline,
}

/// The time of an event, as precisely as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Period {
    /// Days with times.
    Instants { start: Instant, end: Instant },
    /// Whole days, or whole months; the last one is included.
    Dates { start: PartialDate, end: PartialDate },
}

impl Period {
    /// The day on which it begins; the first day of a month.
    pub fn first_day(&self) -> Day {
        match self {
            Self::Instants { start, .. } => start.day,
            Self::Dates { start, .. } => start.first_day(),
        }
    }

    /// The day on which it ends; the last day of a month.
    pub fn last_day(&self) -> Day {
        match self {
            Self::Instants { end, .. } => end.day,
            Self::Dates { end, .. } => end.last_day(),
        }
    }

    /// The moment at which it begins.
    pub fn start(&self, zone: &Zone) -> Moment {
        match self {
            Self::Instants { start, .. } => start.moment,
            Self::Dates { start, .. } => start.start(zone),
        }
    }

    /// The moment at which it ends.
    pub fn end(&self, zone: &Zone) -> Moment {
        match self {
            Self::Instants { end, .. } => end.moment,
            Self::Dates { end, .. } => end.end(zone),
        }
    }

    /// True if its days are known, so that calendars can show it.
    pub fn is_to_the_day(&self) -> bool {
        match self {
            Self::Instants { .. } | Self::Dates { start: PartialDate::Day(_), end: PartialDate::Day(_) } => true,
            Self::Dates { .. } => false,
        }
    }
}

/// Where an event takes place.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Location {
    /// Where one takes part from.
    #[field(read = value::choice, column)]
    #[field(
        fr("Mode", "Sur place (onsite), en ligne (online) ou les deux (hybrid)"),
        en("Mode", "In person (onsite), online or both (hybrid)")
    )]
    pub mode: Mode,
    /// The name of the place.
    #[field(read = value::label)]
    #[field(fr("Nom du lieu", "Le nom usuel"), en("Venue", "The name of the place"))]
    pub name: Option<Text>,
    /// Its postal address.
    #[field(read = value::string_at_most(TITLE_CHARACTERS), column)]
    #[field(fr("Adresse", "Rue, code postal, ville"), en("Address", "Street, postcode, town"))]
    pub address: Option<String>,
    /// The room.
    #[field(read = value::string)]
    #[field(fr("Salle", "Le nom ou le numéro de la salle"), en("Room", "The name or number of the room"))]
    pub room: Option<String>,
    /// Where to connect, or the place's own page.
    #[field(read = address::url, label = labels::URL)]
    pub url: Option<String>,
    /// How to get in: lifts, transport.
    #[field(read = value::text)]
    #[field(fr("Accès", "Transports, ascenseur, entrée"), en("Access", "Transport, lift, entrance"))]
    pub access: Option<Text>,
}

/// How one signs up for an event.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Registration {
    /// Whether one must.
    #[field(read = value::boolean)]
    #[field(fr("Obligatoire", "Vrai s’il faut s’inscrire"), en("Required", "True if registration is required"))]
    pub required: Option<bool>,
    /// Where.
    #[field(read = address::url, column, label = labels::URL)]
    pub url: Option<String>,
    /// Until when.
    #[field(read = date::closing, column)]
    #[field(
        fr("Inscription jusqu’au", "La date limite d’inscription"),
        en("Registration deadline", "Day and local time")
    )]
    pub closes: Option<Instant>,
    /// True when no place is left.
    #[field(read = value::boolean)]
    #[field(fr("Complet", "Vrai s’il n’y a plus de place"), en("Full", "True if no places are left"))]
    pub full: bool,
    /// What else there is to say.
    #[field(read = value::text, label = labels::NOTE)]
    pub note: Option<Text>,
}

/// A point of the agenda.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(name = "Point")]
pub struct AgendaItem {
    /// When it begins.
    #[field(read = agenda_time)]
    #[field(fr("Heure", "Par exemple 09:30"), en("Time", "For example 09:30"))]
    pub start: Instant,
    /// What it is.
    #[field(read = value::text, label = labels::LABEL)]
    pub label: Text,
    /// Who speaks.
    #[field(read = value::text)]
    #[field(fr("Intervenant", "La personne qui prend la parole"), en("Speaker", "The person speaking"))]
    pub speaker: Option<Text>,
}

/// What can be seen of an event afterwards.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Recording {
    /// Where.
    #[field(read = address::url, label = labels::URL)]
    pub url: String,
    /// The languages of its captions, BCP 47; `true` where only their being there is known.
    #[field(read = value::string)]
    #[field(fr("Sous-titres", "Les codes de leurs langues"), en("Captions", "The codes of their languages"))]
    pub captions: Vec<String>,
}

/// An event.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(rules = rules)]
pub struct Event {
    /// What kind of event.
    #[field(read = value::choice, column, label = labels::TYPE)]
    pub r#type: Type,
    /// When it begins.
    #[field(read = event_time, amendable, column)]
    #[field(fr("Début", "Un jour, ou un jour et une heure locale"), en("Start", "A day, or a day and a local time"))]
    pub start: DateOrTime,
    /// When it ends, where that is written.
    #[field(read = event_time, amendable, column)]
    #[field(
        fr("Fin", "Un jour, ou un jour et une heure, comme le début"),
        en("End", "A day, or a day and a time, like the start")
    )]
    pub end: Option<DateOrTime>,
    /// Where.
    #[field(record = "{mode: onsite, address: \"1 rue Mercier, Luxembourg\"}", amendable, column = "")]
    #[field(fr("Lieu", "Où se tient l’événement"), en("Location", "Where the event takes place"))]
    pub location: Option<Location>,
    /// More places.
    #[field(read = value::text)]
    #[field(fr("Autres lieux", "S’il y en a plusieurs"), en("Other places", "If there are several"))]
    pub places: Vec<Text>,
    /// Who organises it.
    #[field(read = key::reference(Kind::Organisation), column)]
    #[field(
        fr("Organisateurs", "Les organisations qui organisent l’événement"),
        en("Organisers", "The organisations that run the event")
    )]
    pub organiser: Vec<Key>,
    /// Who helps.
    #[field(read = key::reference(Kind::Organisation))]
    #[field(fr("Partenaires", "Les organisations associées"), en("Partners", "The partner organisations"))]
    pub partners: Vec<Key>,
    /// In whose house.
    #[field(read = key::reference(Kind::Organisation), column)]
    #[field(fr("Hôte", "L’organisation qui accueille l’événement"), en("Host", "The host organisation"))]
    pub host: Option<Key>,
    /// Who judges.
    #[field(read = value::text)]
    #[field(fr("Jury", "La composition du jury"), en("Jury", "Who is on the jury"))]
    pub jury: Vec<Text>,
    /// For whom.
    #[field(read = value::text)]
    #[field(fr("Public", "À qui cela s’adresse"), en("Audience", "Who it is for"))]
    pub audience: Option<Text>,
    /// The languages spoken, BCP 47.
    #[field(read = language_tag, column)]
    #[field(
        fr("Langues", "Les codes des langues parlées, par exemple fr"),
        en("Languages", "The codes of the languages spoken, such as en")
    )]
    pub languages: Vec<String>,
    /// How many may come.
    #[field(read = number::whole, column)]
    #[field(fr("Places", "Le nombre de places"), en("Capacity", "The number of places"))]
    pub capacity: Option<u32>,
    /// How many came.
    #[field(read = value::text)]
    #[field(fr("Participation", "Le nombre de participants"), en("Attendance", "How many people attended"))]
    pub attendance: Option<Text>,
    /// How large a team is.
    #[field(read = value::text)]
    #[field(fr("Taille des équipes", "Par exemple De 3 à 5 personnes"), en("Team size", "For example 3 to 5 people"))]
    pub team_size: Option<Text>,
    /// How one signs up for an event.
    #[field(record = "{required: true, url: https://example.lu, closes: 2030-04-25T17:00}", column)]
    #[field(fr("Inscription", "Comment s’inscrire"), en("Registration", "How to register"))]
    pub registration: Option<Registration>,
    /// What it costs.
    #[field(record = MONEY_EXAMPLE)]
    #[field(fr("Tarif", "Le prix de la participation"), en("Price", "What it costs to take part"))]
    pub price: Option<Money>,
    /// The call it belongs to.
    #[field(read = key::reference(Kind::Call), column)]
    #[field(fr("Appel", "L’appel auquel se rattache l’événement"), en("Call", "The call that the event belongs to"))]
    pub call: Option<Key>,
    /// The challenge it is about.
    #[field(read = key::reference(Kind::Challenge), column)]
    #[field(fr("Défi", "Le défi dont traite l’événement"), en("Challenge", "The challenge that the event is about"))]
    pub challenge: Option<Key>,
    /// The programme it belongs to.
    #[field(read = key::reference(Kind::Programme), column, label = labels::PROGRAMME)]
    pub programme: Option<Key>,
    /// What it is a part of.
    #[field(read = key::any_reference(Some(Kind::Event)), column)]
    #[field(
        fr("Fait partie de", "La fiche dont celle-ci est une partie"),
        en("Part of", "The item that this one is part of")
    )]
    pub part_of: Option<Key>,
    /// The agenda.
    #[field(by = agenda(f, start), members)]
    #[field(
        fr("Déroulé", "Les temps de la journée, avec leur heure"),
        en("Agenda", "The agenda items, with their times")
    )]
    pub agenda: Vec<AgendaItem>,
    /// Documents.
    #[field(by = documents(f), members, label = labels::DOCUMENTS)]
    pub documents: Vec<Document>,
    /// What can be seen of an event afterwards.
    #[field(record = "{url: https://example.lu/film}")]
    #[field(
        fr("Enregistrement", "La vidéo ou le son à revoir"),
        en("Recording", "The video or audio to watch afterwards")
    )]
    pub recording: Option<Recording>,
    /// What came of it.
    #[field(read = value::markdown)]
    #[field(fr("Compte rendu", "Ce qui s’est passé, en Markdown"), en("Report", "What happened, in Markdown"))]
    pub report: Option<MarkdownText>,
    /// When that was published.
    #[field(read = date::record_date)]
    #[field(fr("Compte rendu du", "La date du compte rendu"), en("Report date", "The date of the report"))]
    pub report_date: Option<PartialDate>,
    /// What was changed.
    #[field(by = amendments(f), none, last)]
    pub amendments: Amendments<Event>,
    /// Whether it takes place as planned.
    #[field(read = value::choice, default = Status::Scheduled, amendable, column, label = labels::STATUS)]
    pub status: Status,
    /// Since when.
    #[field(read = date::record_date, column, label = labels::STATUS_DATE)]
    pub status_date: Option<PartialDate>,
}

words!(Type, Mode, Status);

impl Event {
    /// Its time. If start and end differ in precision, as an earlier announcement may, only the start is known.
    pub fn period(&self) -> Period {
        Self::period_of(self.start, self.end)
    }

    /// Its time, as announced at a moment.
    pub fn period_at(&self, moment: Moment) -> Period {
        let start = match self.amendments.prior_value_at(self, "start", moment) {
            Some(Some(EventField::Start(start))) => start,
            _ => self.start,
        };
        let end = match self.amendments.prior_value_at(self, "end", moment) {
            Some(Some(EventField::End(end))) => end,
            Some(_) => None,
            None => self.end,
        };
        Self::period_of(start, end)
    }

    /// Its status, as announced at a moment.
    pub fn status_at(&self, moment: Moment) -> Status {
        match self.amendments.prior_value_at(self, "status", moment) {
            Some(Some(EventField::Status(status))) => status,
            _ => self.status,
        }
    }

    fn period_of(start: DateOrTime, end: Option<DateOrTime>) -> Period {
        match (start, end.unwrap_or(start)) {
            (DateOrTime::Instant(start), DateOrTime::Instant(end)) => Period::Instants { start, end },
            (DateOrTime::Instant(start), DateOrTime::Date(_)) => Period::Instants { start, end: start },
            (DateOrTime::Date(start), DateOrTime::Date(end)) if start.is_as_precise_as(end) => {
                Period::Dates { start, end }
            }
            (DateOrTime::Date(start), DateOrTime::Date(_) | DateOrTime::Instant(_)) => {
                Period::Dates { start, end: start }
            }
        }
    }
}

impl Amendable for Event {
    type Field = EventField;

    const COMMON: &'static [&'static str] = &[];

    /// Short, as many pages show where an event is.
    const MAX_WORDS: usize = TITLE_CHARACTERS;

    /// Words in the place of a location are its name.
    fn value_of_words(&self, key: &str, words: &Text) -> Option<EventField> {
        let location = self.location.as_ref().filter(|_| key == "location")?;
        let name = Some(words.clone());
        let place = Location { mode: location.mode, name, address: None, room: None, url: None, access: None };
        Some(EventField::Location(Some(place)))
    }

    fn entry_word(field: &EventField) -> Option<&'static str> {
        if let EventField::Status(status) = field { Some((*status).into()) } else { None }
    }
}

/// Checks the fields of an event against each other.
fn rules(f: &mut Fields<'_, '_, '_>, event: &EventDraft) {
    check_period(f, event.start, event.end);
    // An amendment has a date of its own.
    let is_amended = f.member_values("amendments", "field").contains(&Some("status"));
    if event.status != Status::Scheduled && !f.has("status_date") && !is_amended {
        let span = f.key_span("status");
        let day = event.start.map(|start| start.date().first_day());
        f.reader.undated.push(Undated { key: "status", span, day });
    }
    if !f.has("organiser") && !f.has("host") {
        f.missing_with(
            "organiser",
            say!(en: ", and so is `host`", fr: " ; `host` aussi"),
            say!(
                en: "add `organiser:` and the id of an organisation",
                fr: "ajoutez `organiser:` et l’identifiant d’une organisation"
            ),
        );
    }
}

/// Reads the agenda; times without a date are on the day on which the event starts.
fn agenda(f: &mut Fields<'_, '_, '_>, start: Option<DateOrTime>) -> Vec<AgendaItem> {
    f.reader.day = start.map(|start| match start {
        DateOrTime::Instant(start) => start.day,
        DateOrTime::Date(start) => start.first_day(),
    });
    f.records("agenda", "{start: 2030-04-25T09:30, label: Welcome}", AgendaItem::read)
}

/// Reports an end that is missing, before the start, or of another precision than the start.
fn check_period(f: &mut Fields<'_, '_, '_>, start: Option<DateOrTime>, end: Option<DateOrTime>) {
    if let (Some(DateOrTime::Instant(start)), false) = (start, f.has("end")) {
        let (hour, minute) = start.clock.unwrap_or_default();
        let help = say!(
            en: "add `end: {day}T{hour:02}:{minute:02}` or the time at which it ends",
            fr: "ajoutez `end: {day}T{hour:02}:{minute:02}`, ou l’heure à laquelle il se termine",
            day = start.day,
            hour = (hour + 1).min(23)
        );
        f.missing_with(
            "end",
            say!(en: ", and the event has a start time", fr: ", et l’événement commence à une heure précise"),
            help,
        );
        return;
    }
    let report_wrong_order = |f: &mut Fields<'_, '_, '_>, message: Message, help: Message| {
        f.error_at("end", "wrong-order", message, help);
    };
    let report_mixed_precision = |f: &mut Fields<'_, '_, '_>, help: Message| {
        let message = say!(
            en: "start and end are not written in the same form",
            fr: "le début et la fin ne sont pas écrits sous la même forme"
        );
        f.error_at("end", "mixed-precision", message, help);
    };
    let (Some(start), Some(end)) = (start, end) else { return };
    match (start, end) {
        (DateOrTime::Instant(start), DateOrTime::Instant(end)) if end.moment < start.moment => report_wrong_order(
            f,
            say!(en: "the event ends before it starts", fr: "l’événement se termine avant de commencer"),
            say!(en: "write a date after `start`", fr: "écrivez une date postérieure à `start`"),
        ),
        (DateOrTime::Date(start), DateOrTime::Date(end)) if !start.is_as_precise_as(end) => {
            report_mixed_precision(
                f,
                say!(en: "write both as days, or both as months", fr: "écrivez deux jours, ou deux mois"),
            );
        }
        (DateOrTime::Date(start), DateOrTime::Date(end)) if end.last_day() < start.first_day() => report_wrong_order(
            f,
            say!(en: "the event ends before it starts", fr: "l’événement se termine avant de commencer"),
            say!(en: "write a day not earlier than `start`", fr: "écrivez un jour qui n’est pas antérieur à `start`"),
        ),
        (DateOrTime::Instant(_), DateOrTime::Date(_)) => report_mixed_precision(
            f,
            say!(
                en: "write both with their times, for example `2030-04-25T17:00`",
                fr: "écrivez les deux avec leur heure, par exemple `2030-04-25T17:00`"
            ),
        ),
        (DateOrTime::Date(_), DateOrTime::Instant(_)) => report_mixed_precision(
            f,
            say!(
                en: "write both as days, or both with their times",
                fr: "écrivez deux jours, ou les deux avec leur heure"
            ),
        ),
        (DateOrTime::Instant(_), DateOrTime::Instant(_)) | (DateOrTime::Date(_), DateOrTime::Date(_)) => {}
    }
}
