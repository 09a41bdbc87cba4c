//! The results of calls as a table: a row for each result of a public call, and one for each call that ended without any. A row has
//! who was selected after which stage, for how much, and what followed, or why the call failed.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::base::lang::{Lang, Text};
use crate::kind::award::Award;
use crate::kind::call::Call;
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::kind::money::Money;
use crate::output::data::source::reference;
use crate::output::data::table::{self, JOIN, TableFormat};
use crate::output::data::value::Uri;
use crate::present::fill::context::Context;
use crate::read::number::Decimal;
use crate::site::chain;
use crate::site::plan::data::DataFile;
use crate::site::state;
use crate::text::typography::bind_spaces;

/// A row: a call, and a result where it has one.
struct Row<'a> {
    context: &'a Context<'a>,
    item: &'a Item,
    call: &'a Call,
    award: Option<&'a Award>,
}

/// A column.
struct Column {
    name: &'static str,
    doc: &'static str,
    cell: Cell,
}

/// What a column shows; nothing is an empty cell.
enum Cell {
    /// The same in all languages.
    One(fn(&Row<'_>) -> Option<String>),
    /// An amount of the result.
    Amount(fn(&Money) -> Option<Decimal>),
    /// A column for each language, whose tag ends its name.
    PerLanguage(fn(&Row<'_>, Lang) -> Option<String>),
}

const COLUMNS: &[Column] = &[
    one("call", "The key of the call, kind and id.", |row| Some(row.item.key.to_string())),
    per_language("title", "The title of the call.", |row, lang| {
        let (title, foreign) = row.item.title(lang);
        foreign.is_none().then(|| title.to_owned())
    }),
    per_language("url", "The page of the call.", |row, lang| {
        let page = row.context.plan.item(row.item, lang);
        Some(Uri::own(row.context.absolute(&page)).as_str().to_owned())
    }),
    one("reference", "The number of its file.", |row| row.call.reference.clone()),
    one("direction", "What it called for: challenges or solutions.", |row| Some(word(row.call.direction))),
    one("instrument", "How, of a call for solutions.", |row| row.call.instrument.map(word)),
    one("challenges", "The keys of the challenges that it was to solve, or that it collected.", |row| {
        let challenges = chain::of_call(row.context.catalogue, row.item, row.call).challenges;
        Some(challenges.iter().filter_map(|item| named(row, &item.key)).collect::<Vec<_>>().join(JOIN))
    }),
    one("state", "The state of the call when the site was last made; of one that ended its outcome.", |row| {
        Some(word(state::call_state(row.item, row.call, &row.context.catalogue.site, row.context.catalogue.now)))
    }),
    one("outcome_date", "When it got its outcome.", |row| row.call.outcome_date.map(|date| date.to_string())),
    per_language("outcome_reason", "Why.", |row, lang| text(row, row.call.outcome_reason.as_ref()?, lang)),
    one("received", "How many answers came in: a number, or words such as `>300`.", |row| {
        row.call.submissions.as_ref()?.received.clone()
    }),
    one("shortlisted", "How many were shortlisted.", |row| row.call.submissions.as_ref()?.shortlisted.clone()),
    one("selected", "How many were selected.", |row| row.call.submissions.as_ref()?.selected.clone()),
    one("result", "The id of the result within its call; empty for a call that ended without one.", |row| {
        Some(row.award?.id.as_str().to_owned())
    }),
    one("stage", "The id of the stage after which it was given.", |row| Some(row.award?.stage.as_ref()?.value.clone())),
    one("final", "`true` for the outcome of the call, `false` for an earlier stage.", |row| {
        let own = &row.award?.id;
        Some(row.call.awards().any(|award| award.id == *own).to_string())
    }),
    one("organisation", "The key of the organisation that was chosen, where the catalogue has it.", |row| {
        named(row, row.award?.organisation.as_ref()?)
    }),
    per_language("name", "Its name, or that of whoever or whatever else was chosen.", |row, lang| {
        let award = row.award?;
        match &award.organisation {
            Some(key) => Some(row.context.catalogue.items.get(key)?.title(lang).0.to_owned()),
            None => text(row, award.name.as_ref()?, lang),
        }
    }),
    amount("amount", "How much it got, exactly.", |money| money.amount),
    amount("amount_max", "How much at most.", |money| money.max),
    amount("amount_min", "How much at least.", |money| money.min),
    one("currency", "The currency, ISO 4217.", |row| Some(row.award?.amount.as_ref()?.currency.clone())),
    one("vat", "Whether value added tax is in the amount: `included`, `excluded`, or `none` is due.", |row| {
        row.award?.amount.as_ref()?.vat.map(word)
    }),
    one("date", "When it was chosen.", |row| row.award?.date.map(|date| date.to_string())),
    per_language("note", "What else there is to say.", |row, lang| text(row, row.award?.note.as_ref()?, lang)),
    one(
        "startup",
        "The key of the service that came of it; of an outcome that names none, those that name the call.",
        |row| Some(services(row).iter().map(|item| item.key.to_string()).collect::<Vec<_>>().join(JOIN)),
    ),
    one("phase", "The id of the phase that the service was in when the site was last made.", |row| {
        let catalogue = row.context.catalogue;
        let phase = |item: &&Item| state::state_word(item, &catalogue.site, catalogue.now).map(str::to_owned);
        Some(services(row).iter().filter_map(phase).collect::<Vec<_>>().join(JOIN))
    }),
    one("example", "`true` for an invented call.", |row| Some(row.item.common.example.to_string())),
];

const fn one(name: &'static str, doc: &'static str, cell: fn(&Row<'_>) -> Option<String>) -> Column {
    Column { name, doc, cell: Cell::One(cell) }
}

const fn amount(name: &'static str, doc: &'static str, which: fn(&Money) -> Option<Decimal>) -> Column {
    Column { name, doc, cell: Cell::Amount(which) }
}

const fn per_language(name: &'static str, doc: &'static str, cell: fn(&Row<'_>, Lang) -> Option<String>) -> Column {
    Column { name, doc, cell: Cell::PerLanguage(cell) }
}

/// Writes the table, call by call in the order of their ids.
pub fn csv(context: &Context<'_>, format: TableFormat, out: &mut dyn Write) -> io::Result<()> {
    let tags = &context.catalogue.tags.0;
    let names = COLUMNS.iter().flat_map(|column| names(tags, column)).collect();
    out.write_all(&table::head_of(names, format))?;
    let mut part = Vec::new();
    for row in rows(context) {
        let cells = COLUMNS.iter().flat_map(|column| match column.cell {
            Cell::One(cell) => vec![cell(&row).unwrap_or_default()],
            Cell::Amount(which) => {
                let amount = row.award.and_then(|award| which(award.amount.as_ref()?)).map(|amount| amount.to_string());
                vec![amount.map(|amount| format.number(&amount).into_owned()).unwrap_or_default()]
            }
            Cell::PerLanguage(cell) => {
                context.catalogue.langs().map(|lang| cell(&row, lang).unwrap_or_default()).collect()
            }
        });
        table::write(cells, format, &mut part);
        out.write_all(&part)?;
        part.clear();
    }
    Ok(())
}

/// How many rows the table has, its head aside.
pub fn count(context: &Context<'_>) -> usize {
    rows(context).count()
}

fn rows<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Row<'a>> {
    let catalogue = context.catalogue;
    let public = catalogue.of_kind(Kind::Call).filter(|item| catalogue.is_public(item));
    public.flat_map(move |item| {
        let Facts::Call(call) = &item.facts else { return Vec::new() };
        let row = |award| Row { context, item, call, award };
        let has_ended = state::call_state(item, call, &catalogue.site, catalogue.now).is_ended();
        match call.results.as_slice() {
            [] if has_ended => vec![row(None)],
            results => results.iter().map(|award| row(Some(award))).collect(),
        }
    })
}

/// The JSON Schema (2020-12) of a row, read as an object of strings by the names of the columns.
pub fn schema(context: &Context<'_>) -> Vec<u8> {
    let tags = &context.catalogue.tags.0;
    let named = COLUMNS.iter().flat_map(|column| names(tags, column).into_iter().map(move |name| (name, column.doc)));
    let named: Vec<_> = named.collect();
    let required: Vec<&String> = named.iter().map(|(name, _)| name).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": Uri::own(context.name(&DataFile::ResultsSchema.route())),
        "title": "results",
        "description": "A row of results.csv: a result of a call, or a call that ended without one. A cell that says nothing is empty.",
        "type": "object",
        "required": required,
        "properties": named
            .iter()
            .map(|(name, doc)| (name.clone(), json!({ "description": doc, "type": "string" })))
            .collect::<Map<String, Value>>(),
    });
    let mut bytes = serde_json::to_vec_pretty(&schema).expect("a schema is JSON");
    bytes.push(b'\n');
    bytes
}

fn names(tags: &[String], column: &Column) -> Vec<String> {
    match column.cell {
        Cell::One(_) | Cell::Amount(_) => vec![column.name.to_owned()],
        Cell::PerLanguage(_) => tags.iter().map(|tag| format!("{}_{tag}", column.name)).collect(),
    }
}

/// The public services that came of a result.
fn services<'a>(row: &Row<'a>) -> Vec<&'a Item> {
    let catalogue = row.context.catalogue;
    let Some(award) = row.award else { return Vec::new() };
    match &award.startup {
        Some(key) => catalogue.public(key).into_iter().collect(),
        None if row.call.awards().any(|own| own.id == award.id) => {
            catalogue.referrers(&row.item.key, Kind::Startup, &["calls"])
        }
        None => Vec::new(),
    }
}

/// The key of an item; of one that is not public its name.
fn named(row: &Row<'_>, key: &Key) -> Option<String> {
    reference(row.context, key).map(|reference| reference.name().to_owned())
}

fn text(row: &Row<'_>, text: &Text, lang: Lang) -> Option<String> {
    let wording = text.wording(lang, row.item.original);
    wording.foreign.is_none().then(|| bind_spaces(wording.text, row.context.tag(lang)).into_owned())
}

fn word<T: Into<&'static str>>(value: T) -> String {
    let word: &'static str = value.into();
    word.to_owned()
}
