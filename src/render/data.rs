//! Open data: everything public as JSON and CSV, one file for each kind and one for all, with the schemas of the former.
//!
//! The data of a field follows from what is declared of it (`facts`), and so does its schema; what no field says stands in `derived`. What
//! an item says is the same as on its page: nothing of the future, and nothing of items that are not public.

pub mod about;
pub mod derived;
pub mod facts;
pub mod item;
pub mod markup;
pub mod ocds;
pub mod part;
pub mod schema;
pub mod site;
pub mod source;
pub mod table;
pub mod value;

use std::io::{self, Write};

use crate::kind::item::Item;
use crate::kind::key::Kind;
use crate::render::chunks;
use crate::render::data::source::Source;
use crate::render::data::value::Uri;
use crate::render::fill::context::Context;
use crate::render::manifest;
use crate::site::plan::data::DataFile;

/// The name of the list in the file of one kind.
const ITEMS: &str = "items";

/// Writes a file of data; there is a context for each language. Only a few items at a time are held in memory.
pub fn write(contexts: &[Context<'_>], file: DataFile, out: &mut dyn Write) -> io::Result<()> {
    let context = &contexts[0];
    let all = || Kind::ALL.iter().map(|kind| (kind.folder(), *kind)).collect::<Vec<_>>();
    let schema = |title, lists: &[_]| schema::schema(Uri::own(context.name(&file.route())), title, lists);
    match file {
        DataFile::Catalogue => json(context, DataFile::CatalogueSchema, &all(), out),
        DataFile::CatalogueSchema => out.write_all(&schema("catalogue", &all())),
        DataFile::Items(kind) => json(context, DataFile::Schema(kind), &[(ITEMS, kind)], out),
        DataFile::Schema(kind) => out.write_all(&schema(kind.folder(), &[(ITEMS, kind)])),
        DataFile::Manifest => manifest::manifest(contexts).write(out),
        DataFile::Ocds => ocds::package(contexts, out),
        DataFile::Table(kind) => {
            out.write_all(&table::head(&context.catalogue.tags.0, kind))?;
            chunks::write(&public(context, kind), out, |_, item, part| line(context, item, Form::Row, part))
        }
    }
}

/// A file of lists of items.
fn json(
    context: &Context<'_>,
    schema: DataFile,
    lists: &[(&'static str, Kind)],
    out: &mut dyn Write,
) -> io::Result<()> {
    let head = serde_json::to_string(&site::head(context, schema)).expect("the head of a file is JSON");
    with_lists(&head, out, |out| {
        let list = |(name, kind): &(&str, Kind)| {
            self::list(name, &public(context, *kind), out, |item, part| line(context, item, Form::Json, part))
        };
        lists.iter().try_for_each(list)
    })
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
    Row,
}

/// Writes the data of an item.
pub fn line<'a>(context: &'a Context<'a>, item: &'a Item, form: Form, out: &mut Vec<u8>) {
    let source = Source { context, item };
    let data = source.data();
    match form {
        Form::Json => {
            serde_json::to_writer(out, &data).expect("data has text keys only and numbers that JSON can hold");
        }
        Form::Row => table::row(&source, &data, out),
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
