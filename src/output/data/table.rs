//! The data as tables for spreadsheets: one row for each item, lists joined by `; `.
//!
//! There are two forms. Programs read RFC 4180. An Excel that is set to French, German or Dutch opens a file by a double click
//! only where semicolons part its cells and a comma the decimals; a line `sep=,` is no way out, since Excel then takes the file for
//! its machine's own encoding.
//!
//! A byte order mark comes first: without it Excel takes UTF-8 for the machine's own encoding, and accents break.
//! Every cell is quoted and none begins a formula, as OWASP advises against CSV injection, nor does what follows a `;`, a
//! tab or a line end in it, since not every reader parts cells at commas.

use std::borrow::Cow;

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::base::characters::is_invisible;
use crate::kind::key::Kind;
use crate::kind::record::{Field, RecordType, ValueType};
use crate::output::data::derived::{Derived, records};
use crate::output::data::item::ItemData;
use crate::output::data::json::{Data, Object};
use crate::output::data::source::Source;
use crate::output::data::value::Uri;

/// The form of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// RFC 4180: commas between cells, a point before decimals.
    Commas,
    /// Semicolons between cells, a comma before decimals.
    Semicolons,
}

impl TableFormat {
    /// A number as it is written in a cell.
    pub fn number(self, number: &str) -> Cow<'_, str> {
        match self {
            Self::Commas => Cow::Borrowed(number),
            Self::Semicolons => Cow::Owned(number.replace('.', ",")),
        }
    }

    fn delimiter(self) -> u8 {
        match self {
            Self::Commas => b',',
            Self::Semicolons => b';',
        }
    }
}

/// Why a row can always be written.
const NO_FAILURE: &str = "writing to memory does not fail";

/// Between the members of a list.
pub const JOIN: &str = "; ";

/// The names of the columns of a kind.
fn columns(tags: &[String], kind: Kind) -> Vec<String> {
    let by_lang = |name: &str| tags.iter().map(|tag| format!("{name}_{tag}")).collect::<Vec<_>>();
    let mut columns = vec!["key".to_owned(), "id".to_owned(), "state".to_owned()];
    for name in ["title", "summary", "url"] {
        columns.extend(by_lang(name));
    }
    columns.extend(columns_of_facts(kind).into_iter().map(|column| column.name));
    columns
}

/// A column of the facts.
struct Column {
    name: String,
    of: Of,
}

/// What a column shows.
enum Of {
    /// A field, by its names from the facts on.
    Field(Vec<&'static str>),
    /// How many members the list of a field has.
    Count(Vec<&'static str>),
    Derived(&'static Derived),
}

/// The columns of the facts of items of a kind, those of every kind first.
fn columns_of_facts(kind: Kind) -> Vec<Column> {
    let mut columns = Vec::new();
    for (record, derived) in records(kind) {
        for field in in_order(record) {
            if let Some(name) = field.column {
                add_columns(name, field, vec![field.name], &mut columns);
            }
            for one in derived.iter().filter(|one| one.in_table && one.after == field.name) {
                columns.push(Column { name: one.name.to_owned(), of: Of::Derived(one) });
            }
        }
    }
    columns
}

/// The fields of a record in the order of its columns.
fn in_order(record: &'static RecordType) -> Vec<&'static Field> {
    let rank = |field: &&Field| record.columns.iter().position(|name| *name == field.name).unwrap_or(usize::MAX);
    let mut fields: Vec<&Field> = record.fields.iter().collect();
    fields.sort_by_key(rank);
    fields
}

/// The column of a field, or those of the fields of a map; of a list of maps there is their number.
fn add_columns(name: &str, field: &'static Field, path: Vec<&'static str>, columns: &mut Vec<Column>) {
    let ValueType::Record(record) = field.value else {
        columns.push(Column { name: name.to_owned(), of: Of::Field(path) });
        return;
    };
    if field.is_list {
        columns.push(Column { name: name.to_owned(), of: Of::Count(path) });
        return;
    }
    for member in in_order(record) {
        let Some(own) = member.column else { continue };
        let name = if name.is_empty() { own.to_owned() } else { format!("{name}_{own}") };
        add_columns(&name, member, [path.as_slice(), &[member.name]].concat(), columns);
    }
}

/// The head of a table: a byte order mark and the names of its columns.
pub fn head(tags: &[String], kind: Kind, format: TableFormat) -> Vec<u8> {
    head_of(columns(tags, kind), format)
}

/// The head of a table with such columns.
pub fn head_of(columns: Vec<String>, format: TableFormat) -> Vec<u8> {
    let mut head = b"\xEF\xBB\xBF".to_vec();
    write(columns, format, &mut head);
    head
}

/// Writes the row of an item, a cell for each of the columns of its kind.
pub fn row(source: &Source<'_>, item: &ItemData<'_>, format: TableFormat, out: &mut Vec<u8>) {
    fn cell(text: &str) -> Cow<'_, str> {
        Cow::Borrowed(text)
    }
    let tags = &source.context.catalogue.tags.0;
    let mut row = vec![
        cell(&item.key),
        cell(item.id),
        item.facts.get("state").map(|state| text(state, format)).unwrap_or_default(),
    ];
    let words = |tag: &String| item.words.get(tag);
    row.extend(tags.iter().map(|tag| cell(words(tag).map_or("", |words| &*words.title))));
    row.extend(tags.iter().map(|tag| cell(words(tag).and_then(|words| words.summary.as_deref()).unwrap_or_default())));
    row.extend(tags.iter().map(|tag| cell(item.url.get(tag).map_or("", Uri::as_str))));
    for column in columns_of_facts(source.item.key.kind) {
        let shown = match column.of {
            Of::Derived(one) => text(&(one.make)(source), format).into_owned(),
            Of::Field(path) => at(&item.facts, &path).map(|data| text(data, format)).unwrap_or_default().into_owned(),
            Of::Count(path) => at(&item.facts, &path).map_or(0, Data::count).to_string(),
        };
        row.push(shown.into());
    }
    write(row, format, out);
}

/// The value at a path of names.
fn at<'o, 'a>(object: &'o Object<'a>, path: &[&str]) -> Option<&'o Data<'a>> {
    match path {
        [] => None,
        [name] => object.get(name),
        [name, rest @ ..] => match object.get(name)? {
            Data::Object(object) => at(object, rest),
            _ => None,
        },
    }
}

/// A value in a cell: the members of a list joined, a text in the first language that has it.
fn text<'d>(data: &'d Data<'_>, format: TableFormat) -> Cow<'d, str> {
    match data {
        Data::Null | Data::Object(_) | Data::JsonObject(_) | Data::Markup(_) => "".into(),
        Data::Boolean(value) => value.to_string().into(),
        Data::Whole(value) => value.to_string().into(),
        Data::Number(value) => format.number(&value.0.to_string()).into_owned().into(),
        Data::String(value) => Cow::Borrowed(value),
        Data::Text(text) => Cow::Borrowed(text.0.first().map_or("", |(_, text)| text)),
        Data::Reference(reference) => Cow::Borrowed(reference.name()),
        Data::List(members) => {
            let shown = members.iter().map(|member| text(member, format));
            shown.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(JOIN).into()
        }
        Data::Documents(_) | Data::Amendments(_) => data.count().to_string().into(),
    }
}

/// Writes a row.
pub fn write(row: impl IntoIterator<Item = impl AsRef<str>>, format: TableFormat, out: &mut Vec<u8>) {
    let mut builder = WriterBuilder::new();
    builder.quote_style(QuoteStyle::Always).terminator(Terminator::CRLF).delimiter(format.delimiter());
    let mut writer = builder.from_writer(out);
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
    cell.replacen(',', ".", 1).parse::<f64>().is_ok() && cell.contains(|sign: char| sign.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_with_a_formula_character() {
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
    fn no_cell_part_begins_a_formula_after_any_delimiter() {
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
    fn plain_texts_numbers_and_dates_are_unchanged() {
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
    fn cells_and_decimals_are_parted_as_excel_is_set() {
        let mut text = Vec::new();
        write(["1,5", "a; b"], TableFormat::Semicolons, &mut text);
        assert_eq!(text, b"\"1,5\";\"a; b\"\r\n");
        assert_eq!(TableFormat::Semicolons.number("1.5"), "1,5");
        assert_eq!(TableFormat::Commas.number("1.5"), "1.5");
    }

    #[test]
    fn a_table_survives_a_round_trip() {
        let row = ["call/robots".to_owned(), "a \"b\", c\nd; =e".to_owned(), "=x".to_owned()];
        let columns = ["key", "title", "summary"].map(str::to_owned);
        let mut text = Vec::new();
        write(&columns, TableFormat::Commas, &mut text);
        write(&row, TableFormat::Commas, &mut text);
        let mut reader = csv::Reader::from_reader(&*text);
        assert_eq!(reader.headers().expect("headers"), &columns[..]);
        let record = reader.records().next().expect("a row").expect("a record");
        assert_eq!(record, vec![&*row[0], "a \"b\", c\nd; '=e", "'=x"]);
        assert!(text.ends_with(b"\r\n"));
    }
}
