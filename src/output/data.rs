//! Open data: everything public as JSON and CSV, one file for each kind and one for all, with the schemas of the former.
//!
//! The data of a field follows from what is declared of it (`facts`), and so does its schema; what no field says is in `derived`. What
//! an item says is the same as on its page: nothing of the future, and nothing of items that are not public.

pub mod about;
pub mod derived;
pub mod facts;
pub mod item;
pub mod json;
pub mod markup;
pub mod ocds;
pub mod part;
pub mod results;
pub mod schema;
pub mod site;
pub mod source;
pub mod table;
pub mod value;

use std::io::{self, Write};

use crate::kind::item::Item;
use crate::kind::key::Kind;
use crate::output::chunks;
use crate::output::data::source::Source;
use crate::output::data::table::TableFormat;
use crate::output::data::value::Uri;
use crate::present::fill::context::Context;
use crate::site::plan::data::DataFile;

/// The name of the list in the file of one kind.
const ITEMS: &str = "items";

/// The lists of a file: one of a kind alone, and one of each kind in the file of all.
fn lists(kind: Option<Kind>) -> Vec<(&'static str, Kind)> {
    match kind {
        Some(kind) => vec![(ITEMS, kind)],
        None => Kind::ALL.iter().map(|kind| (kind.folder(), *kind)).collect(),
    }
}

/// Writes the public items of a kind as JSON, or those of all kinds. Only a few at a time are held in memory.
pub fn json(context: &Context<'_>, kind: Option<Kind>, out: &mut dyn Write) -> io::Result<()> {
    let schema = kind.map_or(DataFile::CatalogueSchema, DataFile::Schema);
    let head = serde_json::to_string(&site::head(context, schema)).expect("the head of a file is JSON");
    with_lists(&head, out, |out| {
        let list = |(name, kind): &(&str, Kind)| {
            self::list(name, &public(context, *kind), out, |item, part| line(context, item, Form::Json, part))
        };
        lists(kind).iter().try_for_each(list)
    })
}

/// The schema of such a file.
pub fn json_schema(context: &Context<'_>, kind: Option<Kind>) -> Vec<u8> {
    let (file, title) = match kind {
        Some(kind) => (DataFile::Schema(kind), kind.folder()),
        None => (DataFile::CatalogueSchema, "catalogue"),
    };
    schema::schema(Uri::own(context.name(&file.route())), title, &lists(kind))
}

/// Writes the public items of a kind as a table.
pub fn csv(context: &Context<'_>, kind: Kind, format: TableFormat, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&table::head(&context.catalogue.tags.0, kind, format))?;
    chunks::write(&public(context, kind), out, |_, item, part| line(context, item, Form::Row(format), part))
}

/// The public items of a kind, in the order of their ids.
fn public<'a>(context: &Context<'a>, kind: Kind) -> Vec<&'a Item> {
    context.catalogue.of_kind(kind).filter(|item| context.catalogue.is_public(item)).collect()
}

/// How the data of an item is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As JSON, RFC 8259, in one line.
    Json,
    /// As a row of the table of its kind.
    Row(TableFormat),
}

/// Writes the data of an item.
pub fn line<'a>(context: &'a Context<'a>, item: &'a Item, form: Form, out: &mut Vec<u8>) {
    let source = Source { context, item };
    let data = source.data();
    match form {
        Form::Json => {
            serde_json::to_writer(out, &data).expect("data has text keys only and numbers that JSON can hold");
        }
        Form::Row(format) => table::row(&source, &data, format, out),
    }
}

/// Writes the JSON object `head` with what `write` writes behind its fields.
fn with_lists(head: &str, out: &mut dyn Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    out.write_all(head.strip_suffix('}').expect("the head of a file is an object").as_bytes())?;
    write(out)?;
    out.write_all(b"}\n")
}

/// Writes a list behind the fields of an object; one member a line, so that a change of one is a change of a line.
fn list<T: Sync>(
    name: &str,
    members: &[T],
    out: &mut dyn Write,
    line: impl Fn(&T, &mut Vec<u8>) + Sync,
) -> io::Result<()> {
    write!(out, ",\n\"{name}\":[")?;
    chunks::write(members, out, |rank, member, part| {
        part.extend_from_slice(if rank == 0 { b"\n" } else { b",\n" });
        line(member, part);
    })?;
    out.write_all(b"\n]")
}
