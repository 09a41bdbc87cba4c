//! Open data: everything public as JSON and CSV, one file for each kind and one for all, with the schemas of the former.
//!
//! Each kind has a file with the shape of its data and how that is filled; the schema is made from the same types. What
//! an item says is the same as on its page: nothing of the future, and nothing of items that are not public.

pub mod about;
pub mod call;
pub mod challenge;
pub mod event;
pub mod item;
pub mod ocds;
pub mod organisation;
pub mod page;
pub mod part;
pub mod programme;
pub mod schema;
pub mod site;
pub mod source;
pub mod startup;
pub mod table;
pub mod value;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::render::data::source::Source;
use crate::render::data::table::Tabled;
use crate::render::data::value::Uri;
use crate::render::fill::context::Context;
use crate::site::plan::data::DataFile;

/// The data of all public items, by kind and in the order of their ids: made once, for several files.
pub type Lines = BTreeMap<Kind, Vec<Line>>;

/// The data of one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// As JSON, RFC 8259, in one line.
    pub json: String,
    /// As a row of the table of its kind.
    pub row: Vec<String>,
}

/// The data of all public items.
pub fn lines(context: &Context<'_>) -> Lines {
    let of_kind = |kind: &Kind| {
        let public: Vec<&Item> =
            context.catalogue.of_kind(*kind).filter(|item| context.catalogue.is_public(item)).collect();
        (*kind, public.into_par_iter().map(|item| line(context, item)).collect())
    };
    Kind::ALL.iter().map(of_kind).collect()
}

/// The data of an item.
pub fn line<'a>(context: &'a Context<'a>, item: &'a Item) -> Line {
    let source = Source { context, item };
    match &item.facts {
        Facts::Challenge(facts) => written(&source, challenge::challenge(&source, facts)),
        Facts::Call(facts) => written(&source, call::call(&source, facts)),
        Facts::Event(facts) => written(&source, event::event(&source, facts)),
        Facts::Programme(facts) => written(&source, programme::programme(&source, facts)),
        Facts::Startup(facts) => written(&source, startup::startup(&source, facts)),
        Facts::Organisation(facts) => written(&source, organisation::organisation(&source, facts)),
        Facts::Update(facts) => written(&source, organisation::update(&source, facts)),
        Facts::Page(facts) => written(&source, page::page(&source, facts)),
    }
}

fn written<F: Serialize + Tabled>(source: &Source<'_>, facts: F) -> Line {
    let data = source.data(facts);
    let json = serde_json::to_string(&data).expect("data has text keys only and numbers that JSON can hold");
    Line { json, row: table::row(&source.context.catalogue.tags.0, &data) }
}

/// The bytes of a file of data; there is a context for each language.
pub fn file(contexts: &[Context<'_>], lines: &Lines, file: DataFile) -> Vec<u8> {
    let context = &contexts[0];
    let all = || Kind::ALL.iter().map(|kind| (kind.folder(), *kind)).collect::<Vec<_>>();
    let schema = |title, lists: &[_]| schema::schema(Uri::own(context.absolute(&file.route())), title, lists);
    match file {
        DataFile::Catalogue => json(context, DataFile::CatalogueSchema, lines, &all()),
        DataFile::CatalogueSchema => schema("catalogue", &all()),
        DataFile::Items(kind) => json(context, DataFile::Schema(kind), lines, &[(ITEMS, kind)]),
        DataFile::Schema(kind) => schema(kind.folder(), &[(ITEMS, kind)]),
        DataFile::Ocds => ocds::package(contexts),
        DataFile::Table(kind) => {
            let columns = table::columns(&context.catalogue.tags.0, kind);
            table::table(&columns, of_kind(lines, kind).iter().map(|line| &line.row))
        }
    }
}

/// The name of the list in the file of one kind.
const ITEMS: &str = "items";

/// A file of lists of items.
fn json(context: &Context<'_>, schema: DataFile, lines: &Lines, lists: &[(&'static str, Kind)]) -> Vec<u8> {
    let head = serde_json::to_string(&site::head(context, schema)).expect("the head of a file is JSON");
    let list = |(name, kind): &(&'static str, Kind)| {
        (*name, of_kind(lines, *kind).iter().map(|line| line.json.as_str()).collect())
    };
    with_lists(&head, &lists.iter().map(list).collect::<Vec<_>>())
}

/// The JSON object `head` with lists behind its fields; one member a line, so that a change of one is a change of a
/// line.
fn with_lists(head: &str, lists: &[(&'static str, Vec<&str>)]) -> Vec<u8> {
    let mut text = head.strip_suffix('}').expect("the head of a file is an object").to_owned();
    for (name, members) in lists {
        text.push_str(&format!(",\n\"{name}\":["));
        for (rank, member) in members.iter().enumerate() {
            text.push_str(if rank == 0 { "\n" } else { ",\n" });
            text.push_str(member);
        }
        text.push_str("\n]");
    }
    text.push_str("}\n");
    text.into_bytes()
}

fn of_kind(lines: &Lines, kind: Kind) -> &[Line] {
    lines.get(&kind).map(Vec::as_slice).unwrap_or_default()
}
