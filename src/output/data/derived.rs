//! What the data says of an item and no field does: states, bounds in time, how documents are reached. Each is stated once, with
//! its place among the fields, its schema and its value.

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::kind::call::{Call, Outcome};
use crate::kind::challenge;
use crate::kind::common::Common;
use crate::kind::event::{Event, Period};
use crate::kind::item::{Facts, record_type};
use crate::kind::key::Kind;
use crate::kind::programme::{self, Programme};
use crate::kind::record::{Record, RecordType};
use crate::output::data::json::{Data, last_day};
use crate::output::data::part::{AmendmentData, DocumentData};
use crate::output::data::source::Source;
use crate::output::data::value::{At, Date, DateOrInstant, Text, Word};
use crate::read::date::DateOrTime;
use crate::site::state::{self, CallState, EventState};

/// Something that is derived.
pub struct Derived {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// The field that it follows; the same name where it replaces a field, none at the beginning.
    pub after: &'static str,
    /// True where it is a field of the JSON.
    pub in_json: bool,
    /// True where it is a column of the table.
    pub in_table: bool,
    /// Its schema.
    pub schema: fn(&mut SchemaGenerator) -> Schema,
    /// Its value.
    pub make: for<'a> fn(&Source<'a>) -> Data<'a>,
}

impl Derived {
    /// True where it replaces the field of its name.
    pub fn replaces(&self) -> bool {
        self.after == self.name
    }
}

fn schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// One of the JSON alone.
const fn json(
    name: &'static str,
    after: &'static str,
    doc: &'static str,
    schema: fn(&mut SchemaGenerator) -> Schema,
    make: for<'a> fn(&Source<'a>) -> Data<'a>,
) -> Derived {
    Derived { name, doc, after, in_json: true, in_table: false, schema, make }
}

const DOCUMENTS: Derived = instead("documents", "Documents.", schema::<Vec<DocumentData<'static>>>, |source| {
    Data::Documents(source.documents(source.item.documents()))
});

/// One in the place of a field.
const fn instead(
    name: &'static str,
    doc: &'static str,
    schema: fn(&mut SchemaGenerator) -> Schema,
    make: for<'a> fn(&Source<'a>) -> Data<'a>,
) -> Derived {
    Derived { name, doc, after: name, in_json: false, in_table: false, schema, make }
}

/// The same, with a column.
const fn tabled(derived: Derived) -> Derived {
    Derived { in_table: true, ..derived }
}

const OF_CHALLENGE: &[Derived] =
    &[json("state", "", "Its state: its status.", schema::<Word<challenge::Status>>, |source| {
        match &source.item.facts {
            Facts::Challenge(challenge) => Data::word(Some(challenge.status.into())),
            _ => Data::Null,
        }
    })];

const OF_CALL: &[Derived] = &[
    json(
        "state",
        "",
        "Its state when the site was last made. `opens`, `closes`, `outcome` and the site's `closing_soon_days` tell it at any other time.",
        schema::<Word<CallState>>,
        |source| Data::word(call(source).map(|call| state(source, call).into())),
    ),
    Derived {
        in_json: false,
        ..tabled(json("closes_day", "closes", "", schema::<Option<Date>>, |source| {
            call(source).and_then(Call::closes).map_or(Data::Null, last_day)
        }))
    },
    DOCUMENTS,
    tabled(json(
        "amendments",
        "questions",
        "What was changed; each field says what holds now.",
        schema::<Vec<AmendmentData<'static>>>,
        |source| call(source).map_or(Data::Null, |call| Data::Amendments(source.amendments(&call.amendments))),
    )),
    // A future outcome is left out, as on the page.
    instead("outcome", "How it ended, or what happens after its closing.", schema::<Option<Word<Outcome>>>, |source| {
        Data::word(call(source).and_then(|call| outcome(source, call)).map(Into::into))
    }),
    instead("outcome_date", "Since when.", schema::<Option<Date>>, |source| {
        let date = call(source).filter(|call| outcome(source, call).is_some()).and_then(|call| call.outcome_date);
        date.map_or(Data::Null, |date| Data::String(date.to_string().into()))
    }),
    instead("outcome_reason", "Why, by language.", schema::<Option<Text<'static>>>, |source| {
        let reason = call(source).filter(|call| outcome(source, call).is_some());
        reason.and_then(|call| call.outcome_reason.as_ref()).map_or(Data::Null, |text| Data::Text(source.text(text)))
    }),
];

const OF_EVENT: &[Derived] = &[
    json(
        "state",
        "",
        "Its state when the site was last made. `status`, `begins_at` and `over_at` tell it at any other time.",
        schema::<Word<EventState>>,
        |source| Data::word(event(source).map(|event| state::event_state(source.item, event, source.now()).into())),
    ),
    instead("start", "When it begins, as exactly as it is announced.", schema::<DateOrInstant>, |source| {
        event(source).map_or(Data::Null, |event| Data::when(source.when(bounds(event).0)))
    }),
    instead(
        "end",
        "When it ends, as exactly as it is announced; a day or month is inclusive.",
        schema::<DateOrInstant>,
        |source| event(source).map_or(Data::Null, |event| Data::when(source.when(bounds(event).1))),
    ),
    tabled(json(
        "begins_at",
        "end",
        "The instant at which it begins: the first of the first day where no hour is known.",
        schema::<At>,
        |source| {
            let begins = event(source).map(|event| state::event_bounds(source.item, event).0);
            begins.map_or(Data::Null, |begins| Data::at(source.moment(begins)))
        },
    )),
    tabled(json(
        "over_at",
        "end",
        "The instant at which it is over: the end of the last day where no hour is known.",
        schema::<At>,
        |source| {
            let over = event(source).map(|event| state::event_bounds(source.item, event).1);
            over.map_or(Data::Null, |over| Data::at(source.moment(over)))
        },
    )),
    DOCUMENTS,
    json(
        "amendments",
        "report_date",
        "What was changed; each field says what holds now.",
        schema::<Vec<AmendmentData<'static>>>,
        |source| event(source).map_or(Data::Null, |event| Data::Amendments(source.amendments(&event.amendments))),
    ),
];

const OF_PROGRAMME: &[Derived] = &[
    json("state", "", "Its state: its status.", schema::<Option<Word<programme::Status>>>, |source| {
        Data::word(programme(source).and_then(|programme| programme.status).map(Into::into))
    }),
    DOCUMENTS,
];

const OF_STARTUP: &[Derived] = &[json(
    "state",
    "",
    "The id of the phase it was in when the site was last made; `phases` tell it at any other time.",
    schema::<Option<String>>,
    |source| {
        let Facts::Startup(startup) = &source.item.facts else { return Data::Null };
        let phase = state::current_phase(source.item, startup, &source.context.catalogue.site, source.now());
        Data::word(phase.map(|phase| phase.name.value.as_str()))
    },
)];

const OF_EVERY_KIND: &[Derived] =
    &[json("draft", "example", "True in a preview, for an item that is not public yet.", schema::<bool>, |source| {
        Data::Boolean(!state::is_public(source.item, source.now()))
    })];

/// The two records of facts of an item, those of every kind and those of its own, each with what is derived besides, in the order in
/// which it stands.
pub fn records(kind: Kind) -> [(&'static RecordType, &'static [Derived]); 2] {
    let own = match kind {
        Kind::Challenge => OF_CHALLENGE,
        Kind::Call => OF_CALL,
        Kind::Event => OF_EVENT,
        Kind::Programme => OF_PROGRAMME,
        Kind::Startup => OF_STARTUP,
        Kind::Organisation | Kind::Update | Kind::Page => &[],
    };
    [(&<Common as Record>::TYPE, OF_EVERY_KIND), (record_type(kind), own)]
}

fn call<'a>(source: &Source<'a>) -> Option<&'a Call> {
    if let Facts::Call(call) = &source.item.facts { Some(call) } else { None }
}

fn event<'a>(source: &Source<'a>) -> Option<&'a Event> {
    if let Facts::Event(event) = &source.item.facts { Some(event) } else { None }
}

fn programme<'a>(source: &Source<'a>) -> Option<&'a Programme> {
    if let Facts::Programme(programme) = &source.item.facts { Some(programme) } else { None }
}

fn state(source: &Source<'_>, call: &Call) -> CallState {
    state::call_state(source.item, call, &source.context.catalogue.site, source.now())
}

/// The outcome, once it is the state of the call.
fn outcome(source: &Source<'_>, call: &Call) -> Option<Outcome> {
    call.outcome.filter(|outcome| CallState::from(*outcome) == state(source, call))
}

fn bounds(event: &Event) -> (DateOrTime, DateOrTime) {
    match event.period() {
        Period::Instants { start, end } => (DateOrTime::Instant(start), DateOrTime::Instant(end)),
        Period::Dates { start, end } => (DateOrTime::Date(start), DateOrTime::Date(end)),
    }
}
