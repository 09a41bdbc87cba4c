//! The data as tables for spreadsheets, RFC 4180: one row for each item, lists joined by `; `.
//!
//! A byte order mark comes first: without it Excel takes UTF-8 for the machine's own encoding, and accents break.
//! Every cell is quoted and none begins a formula, as OWASP advises against CSV injection, nor does what stands behind a `;`, a
//! tab or a line end in it, since not every reader parts cells at commas.

use std::borrow::Cow;

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::base::characters::is_invisible;
use crate::kind::key::Kind;
use crate::render::data::call::CallData;
use crate::render::data::challenge::ChallengeData;
use crate::render::data::event::EventData;
use crate::render::data::item::ItemData;
use crate::render::data::organisation::{OrganisationData, UpdateData};
use crate::render::data::page::PageData;
use crate::render::data::part::{MoneyData, Reference};
use crate::render::data::programme::ProgrammeData;
use crate::render::data::startup::StartupData;
use crate::render::data::value::{At, Date, DateOrInstant, Text, Uri};

/// Why a row can always be written.
const NO_FAILURE: &str = "writing to memory does not fail";

/// Between the members of a list.
const JOIN: &str = "; ";

/// The facts of a kind as cells of a table.
pub trait Tabled {
    /// The state, for the kinds that have one.
    fn state(&self) -> &str {
        ""
    }

    /// The columns proper to the kind, each with its cell; the cells are empty where no facts are given.
    fn cells(facts: Option<&Self>) -> Vec<(&'static str, String)>;
}

/// The names of the columns of a kind.
fn columns(tags: &[String], kind: Kind) -> Vec<String> {
    fn own<F: Tabled>() -> Vec<(&'static str, String)> {
        F::cells(None)
    }
    let own = match kind {
        Kind::Challenge => own::<ChallengeData<'_>>(),
        Kind::Call => own::<CallData<'_>>(),
        Kind::Event => own::<EventData<'_>>(),
        Kind::Programme => own::<ProgrammeData<'_>>(),
        Kind::Startup => own::<StartupData<'_>>(),
        Kind::Organisation => own::<OrganisationData<'_>>(),
        Kind::Update => own::<UpdateData<'_>>(),
        Kind::Page => own::<PageData<'_>>(),
    };
    let by_lang = |name: &str| tags.iter().map(|tag| format!("{name}_{tag}")).collect::<Vec<_>>();
    let mut columns = vec!["key".to_owned(), "id".to_owned(), "state".to_owned()];
    for name in ["title", "summary", "url"] {
        columns.extend(by_lang(name));
    }
    columns.extend(["themes", "published", "updated", "example"].map(str::to_owned));
    columns.extend(own.into_iter().map(|(name, _)| name.to_owned()));
    columns
}

/// The head of a table: a byte order mark and the names of its columns.
pub fn head(tags: &[String], kind: Kind) -> Vec<u8> {
    let mut head = b"\xEF\xBB\xBF".to_vec();
    write(columns(tags, kind), &mut head);
    head
}

/// Writes the row of an item, a cell for each of the columns of its kind.
pub fn row<F: Tabled>(tags: &[String], item: &ItemData<'_, F>, out: &mut Vec<u8>) {
    fn cell(text: &str) -> Cow<'_, str> {
        Cow::Borrowed(text)
    }
    let mut row = vec![cell(&item.key), cell(item.id), cell(item.facts.state())];
    let words = |tag: &String| item.words.get(tag);
    row.extend(tags.iter().map(|tag| cell(words(tag).map_or("", |words| words.title))));
    row.extend(tags.iter().map(|tag| cell(words(tag).and_then(|words| words.summary).unwrap_or_default())));
    row.extend(tags.iter().map(|tag| cell(item.url.get(tag).map_or("", Uri::as_str))));
    row.push(item.themes.join(JOIN).into());
    row.push(item.published.as_ref().map(date_or_instant).unwrap_or_default().into());
    row.push(date(&item.updated).into());
    row.push(cell(if item.example { "true" } else { "false" }));
    row.extend(F::cells(Some(&item.facts)).into_iter().map(|(_, cell)| cell.into()));
    write(row, out);
}

fn write(row: impl IntoIterator<Item = impl AsRef<str>>, out: &mut Vec<u8>) {
    let mut writer = WriterBuilder::new().quote_style(QuoteStyle::Always).terminator(Terminator::CRLF).from_writer(out);
    row.into_iter().try_for_each(|cell| writer.write_field(guarded(cell.as_ref()).as_bytes())).expect(NO_FAILURE);
    writer.write_record(None::<&[u8]>).expect(NO_FAILURE);
    writer.flush().expect(NO_FAILURE);
}

/// What ends a cell, or a row, for some reader of tables: the sign between cells that it takes ours for, or a line end where
/// it does not know our quotes for what they are. A comma inside of quotes is understood by all that take commas.
fn ends_a_cell(sign: char) -> bool {
    matches!(
        sign,
        ';' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// A cell that no spreadsheet takes for a formula, nor any part of it: an apostrophe goes before what would begin one, at its
/// beginning and behind whatever might end a cell. A German or French Excel parts cells at `;`, and then sees quotes in the
/// midst of one as a sign like others. A number with a sign that is a cell by itself is no formula, nor is a date.
fn guarded(cell: &str) -> Cow<'_, str> {
    let begins_blank = cell.starts_with(['\t', '\r', '\n']);
    let parts = || cell.split_inclusive(ends_a_cell);
    if is_number(cell) || (!begins_blank && !parts().any(begins_formula)) {
        return Cow::Borrowed(cell);
    }
    let mut guarded = String::with_capacity(cell.len() + 8);
    for (rank, part) in parts().enumerate() {
        let is_guarded = begins_formula(part) || (rank == 0 && begins_blank);
        let space = if rank == 0 { 0 } else { part.len() - part.trim_start_matches(' ').len() };
        let (space, text) = part.split_at(space);
        guarded.extend([space, if is_guarded { "'" } else { "" }, text]);
    }
    Cow::Owned(guarded)
}

/// True for what a spreadsheet would calculate, once it has passed over space, quotes and what nobody sees.
fn begins_formula(part: &str) -> bool {
    let is_passed_over = |sign: char| sign.is_whitespace() || sign.is_control() || is_invisible(sign) || sign == '"';
    let begins = |sign: char| {
        matches!(sign, '=' | '+' | '-' | '@' | '|' | '＝' | '＋' | '－' | '＠' | '｜' | '﹦' | '﹢' | '﹣' | '﹫')
    };
    part.trim_start_matches(is_passed_over).starts_with(begins)
}

/// True for a number: `inf` and `nan` are numbers to a parser, and names to a spreadsheet.
fn is_number(cell: &str) -> bool {
    cell.parse::<f64>().is_ok() && cell.contains(|sign: char| sign.is_ascii_digit())
}

impl Tabled for ChallengeData<'_> {
    fn state(&self) -> &str {
        self.state.as_str()
    }

    fn cells(facts: Option<&Self>) -> Vec<(&'static str, String)> {
        let of = |cell: fn(&Self) -> String| facts.map(cell).unwrap_or_default();
        vec![
            ("owner", of(|challenge| names(&challenge.owner))),
            ("origin", of(|challenge| text(challenge.origin.map(|origin| origin.as_str())))),
            ("call", of(|challenge| name(&challenge.call))),
            ("status", of(|challenge| challenge.status.as_str().to_owned())),
            ("status_since", of(|challenge| date(&challenge.status_since))),
        ]
    }
}

impl Tabled for CallData<'_> {
    fn state(&self) -> &str {
        self.state.as_str()
    }

    fn cells(facts: Option<&Self>) -> Vec<(&'static str, String)> {
        let of = |cell: fn(&Self) -> String| facts.map(cell).unwrap_or_default();
        vec![
            ("direction", of(|call| call.direction.as_str().to_owned())),
            ("instrument", of(|call| text(call.instrument.map(|instrument| instrument.as_str())))),
            ("ordering_party", of(|call| names(&call.ordering_party))),
            ("challenges", of(|call| names(&call.challenges))),
            ("opens", of(|call| at(&call.opens))),
            ("closes", of(|call| at(&call.closes))),
            ("closes_day", of(|call| date(&call.closes_day))),
            ("permanent", of(|call| call.permanent.to_string())),
            ("dates_unknown", of(|call| call.dates_unknown.to_string())),
            ("questions_until", of(|call| at(&call.questions_until))),
            ("reference", of(|call| text(call.reference))),
            ("cpv", of(|call| call.cpv.join(JOIN))),
            ("submit_url", of(|call| uri(&call.submit_url))),
            ("portal_url", of(|call| uri(&call.portal_url))),
            ("budget_amount", of(|call| amount(&call.budget, |money| money.amount.map(|amount| amount.0.to_string())))),
            ("budget_min", of(|call| amount(&call.budget, |money| money.min.map(|amount| amount.0.to_string())))),
            ("budget_max", of(|call| amount(&call.budget, |money| money.max.map(|amount| amount.0.to_string())))),
            ("budget_currency", of(|call| amount(&call.budget, |money| Some(money.currency.to_owned())))),
            ("funding", of(|call| text(call.funding.map(|funding| funding.as_str())))),
            ("max_selected", of(|call| number(call.max_selected))),
            ("documents", of(|call| number(Some(call.documents.len())))),
            ("questions", of(|call| number(Some(call.questions.len())))),
            ("amendments", of(|call| number(Some(call.amendments.len())))),
            ("results", of(|call| number(Some(call.results.len())))),
            ("outcome", of(|call| text(call.outcome.map(|outcome| outcome.as_str())))),
            ("outcome_date", of(|call| date(&call.outcome_date))),
        ]
    }
}

impl Tabled for EventData<'_> {
    fn state(&self) -> &str {
        self.state.as_str()
    }

    fn cells(facts: Option<&Self>) -> Vec<(&'static str, String)> {
        let of = |cell: fn(&Self) -> String| facts.map(cell).unwrap_or_default();
        vec![
            ("type", of(|event| event.type_.as_str().to_owned())),
            ("start", of(|event| date_or_instant(&event.start))),
            ("end", of(|event| date_or_instant(&event.end))),
            ("begins_at", of(|event| event.begins_at.0.clone())),
            ("over_at", of(|event| event.over_at.0.clone())),
            ("mode", of(|event| text(event.location.as_ref().map(|location| location.mode.as_str())))),
            ("address", of(|event| text(event.location.as_ref().and_then(|location| location.address)))),
            ("organiser", of(|event| names(&event.organiser))),
            ("host", of(|event| name(&event.host))),
            ("languages", of(|event| event.languages.join(JOIN))),
            ("capacity", of(|event| number(event.capacity))),
            ("registration_url", of(|event| uri(&event.registration.as_ref().and_then(|one| one.url.clone())))),
            ("registration_closes", of(|event| at(&event.registration.as_ref().and_then(|one| one.closes.clone())))),
            ("call", of(|event| name(&event.call))),
            ("challenge", of(|event| name(&event.challenge))),
            ("programme", of(|event| name(&event.programme))),
            ("part_of", of(|event| name(&event.part_of))),
            ("status", of(|event| event.status.as_str().to_owned())),
            ("status_date", of(|event| date(&event.status_date))),
        ]
    }
}

impl Tabled for ProgrammeData<'_> {
    fn state(&self) -> &str {
        self.state.map_or("", |state| state.as_str())
    }

    fn cells(facts: Option<&Self>) -> Vec<(&'static str, String)> {
        let of = |cell: fn(&Self) -> String| facts.map(cell).unwrap_or_default();
        vec![
            ("type", of(|programme| programme.type_.as_str().to_owned())),
            ("owner", of(|programme| names(&programme.owner))),
            ("lead", of(|programme| name(&programme.lead))),
            ("reference", of(|programme| text(programme.reference))),
            ("website", of(|programme| uri(&programme.website))),
            ("start", of(|programme| date(&programme.start))),
            ("end", of(|programme| date(&programme.end))),
            ("milestones", of(|programme| number(Some(programme.milestones.len())))),
            ("assessments", of(|programme| number(Some(programme.assessments.len())))),
            ("status", of(|programme| text(programme.status.map(|status| status.as_str())))),
            ("status_date", of(|programme| date(&programme.status_date))),
        ]
    }
}

impl Tabled for StartupData<'_> {
    fn state(&self) -> &str {
        self.state.unwrap_or_default()
    }

    fn cells(facts: Option<&Self>) -> Vec<(&'static str, String)> {
        let of = |cell: fn(&Self) -> String| facts.map(cell).unwrap_or_default();
        vec![
            ("programmes", of(|startup| names(&startup.programmes))),
            ("sponsors", of(|startup| names(&startup.sponsors))),
            ("organisation", of(|startup| name(&startup.organisation))),
            ("website", of(|startup| uri(&startup.website))),
            ("repository", of(|startup| uri(&startup.repository))),
            ("stats_url", of(|startup| uri(&startup.stats_url))),
            ("budget_url", of(|startup| uri(&startup.budget_url))),
            ("impact_url", of(|startup| uri(&startup.impact_url))),
            ("accessibility", of(|startup| text(startup.accessibility.map(|word| word.as_str())))),
            ("audience", of(|startup| firsts(&startup.audience))),
            ("technologies", of(|startup| startup.technologies.join(JOIN))),
        ]
    }
}

impl Tabled for OrganisationData<'_> {
    fn cells(facts: Option<&Self>) -> Vec<(&'static str, String)> {
        let of = |cell: fn(&Self) -> String| facts.map(cell).unwrap_or_default();
        vec![
            ("type", of(|organisation| text(organisation.type_.map(|word| word.as_str())))),
            ("acronym", of(|organisation| text(organisation.acronym))),
            ("parent", of(|organisation| name(&organisation.parent))),
            ("website", of(|organisation| uri(&organisation.website))),
        ]
    }
}

impl Tabled for UpdateData<'_> {
    fn cells(facts: Option<&Self>) -> Vec<(&'static str, String)> {
        let of = |cell: fn(&Self) -> String| facts.map(cell).unwrap_or_default();
        vec![("date", of(|update| date(&Some(update.date)))), ("about", of(|update| names(&update.about)))]
    }
}

impl Tabled for PageData<'_> {
    fn cells(facts: Option<&Self>) -> Vec<(&'static str, String)> {
        let of = |cell: fn(&Self) -> String| facts.map(cell).unwrap_or_default();
        vec![("role", of(|page| text(page.role.map(|role| role.as_str()))))]
    }
}

fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn number(number: Option<impl ToString>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn date(date: &Option<Date>) -> String {
    date.map(|date| date.0.to_string()).unwrap_or_default()
}

fn at(at: &Option<At>) -> String {
    at.as_ref().map(|at| at.0.clone()).unwrap_or_default()
}

fn date_or_instant(when: &DateOrInstant) -> String {
    match when {
        DateOrInstant::Date(date) => date.0.to_string(),
        DateOrInstant::Instant(at) => at.0.clone(),
    }
}

fn uri(uri: &Option<Uri>) -> String {
    uri.as_ref().map(|uri| uri.as_str().to_owned()).unwrap_or_default()
}

fn name(reference: &Option<Reference<'_>>) -> String {
    reference.as_ref().map(|reference| reference.name().to_owned()).unwrap_or_default()
}

fn names(references: &[Reference<'_>]) -> String {
    references.iter().map(Reference::name).collect::<Vec<_>>().join(JOIN)
}

/// Each text in the first language that has it.
fn firsts(texts: &[Text<'_>]) -> String {
    texts.iter().filter_map(|text| Some(text.0.first()?.1)).collect::<Vec<_>>().join(JOIN)
}

fn amount(money: &Option<MoneyData<'_>>, part: fn(&MoneyData<'_>) -> Option<String>) -> String {
    money.as_ref().and_then(part).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_a_formula() {
        for formula in [
            "=1+1",
            "+cmd",
            "-2+3",
            "@SUM(A1)",
            " =1",
            "＝1+1",
            "-",
            "=-5",
            "|calc",
            "\u{200b}=1",
            "\u{feff}=1",
            "\u{a0}=1",
            "\"=1\"",
            "-inf",
            "\u{0}=1",
        ] {
            assert_eq!(guarded(formula), format!("'{formula}"));
        }
    }

    #[test]
    fn no_part_of_a_cell_begins_a_formula_whatever_ends_a_cell() {
        for (cell, shown) in [
            ("x;=cmd|' /C calc'!A0;y", "x;'=cmd|' /C calc'!A0;y"),
            ("a; =b; c", "a; '=b; c"),
            ("a;\"=1\"", "a;'\"=1\""),
            ("a;\u{200b}+1x", "a;'\u{200b}+1x"),
            ("a\n- b\r\n@c", "a\n'- b\r\n'@c"),
            ("-5; +6", "'-5; '+6"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("a\u{2028}=1", "a\u{2028}'=1"),
            (";;=1", ";;'=1"),
        ] {
            assert_eq!(guarded(cell), shown);
        }
    }

    #[test]
    fn texts_numbers_and_dates_stay_as_they_are() {
        for cell in [
            "",
            "Robots = défi",
            "12",
            "-5",
            "+1.5",
            "2026-04-25",
            "2026-04-25T17:00:00+02:00",
            ">300",
            "a; b",
            "un - deux, -trois",
            "l’été ; l’hiver",
            "a\n\nb",
        ] {
            assert_eq!(guarded(cell), cell);
        }
    }

    #[test]
    fn a_table_reads_back_as_it_was() {
        let row = ["call/robots".to_owned(), "a \"b\", c\nd; =e".to_owned(), "=x".to_owned()];
        let columns = ["key", "title", "summary"].map(str::to_owned);
        let mut text = Vec::new();
        write(&columns, &mut text);
        write(&row, &mut text);
        let mut reader = csv::Reader::from_reader(&*text);
        assert_eq!(reader.headers().expect("headers"), &columns[..]);
        let record = reader.records().next().expect("a row").expect("a record");
        assert_eq!(record, vec![&*row[0], "a \"b\", c\nd; '=e", "'=x"]);
        assert!(text.ends_with(b"\r\n"));
    }
}
