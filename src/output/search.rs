//! The search index: every listed item, from the catalogue and its rendered texts, not from pages, and the pages that lead
//! to them.
//!
//! Each language has two files. The first contains what results show and what is searched first, the second all other
//! text; the script of the search page reads them in this order. Both are JSON arrays with one item a line, so that the
//! second can be read as a stream. Text is as on pages: the script tokenizes and normalizes it.

mod doors;
mod record;
mod words;

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::kind::item::Item;
use crate::output::chunks;
use crate::output::search::record::{SearchRecord, TextRecord};
use crate::present::fill::context::Context;
use crate::present::fill::facets::facets;
use crate::present::fill::search::found;
use crate::site::listing::{self, Group, has_ended};
use crate::site::plan::content::SearchFile;

/// Writes a file of a language. Only a few items are in memory at a time.
pub fn write(context: &Context<'_>, file: SearchFile, out: &mut dyn Write) -> io::Result<()> {
    let mut lines: Vec<Line<'_>> =
        found(context).into_iter().map(|key| Line::Item(&context.catalogue.items[key])).collect();
    if file == SearchFile::Items {
        lines.extend(doors::doors(context).into_iter().map(|door| Line::Door(Box::new(door))));
    }
    out.write_all(b"[")?;
    chunks::write(&lines, out, |rank, line, part| {
        part.extend_from_slice(if rank == 0 { b"\n" } else { b",\n" });
        let written = match (line, file) {
            (Line::Item(item), SearchFile::Items) => serde_json::to_writer(part, &record(context, item)),
            (Line::Item(item), SearchFile::Texts) => serde_json::to_writer(part, &text_record(context, item)),
            (Line::Door(door), _) => serde_json::to_writer(part, door),
        };
        written.expect("a record has text keys only");
    })?;
    out.write_all(b"\n]\n")
}

/// What a line of a file is made of.
enum Line<'a> {
    Item(&'a Item),
    Door(Box<SearchRecord>),
}

fn record(context: &Context<'_>, item: &Item) -> SearchRecord {
    let title = context.title(item);
    let summary = context.summary(item);
    let mut filters: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for facet in facets(context, item) {
        filters.entry(facet.name).or_default().push(facet.value);
    }
    SearchRecord {
        href: context.href(&context.plan.item(item, context.lang)),
        lang: title.lang.clone(),
        title: title.text,
        kind: words::kind(context, item),
        state: words::state(context, item),
        summary_lang: summary.as_ref().and_then(|summary| summary.lang.clone()),
        summary: summary.map(|summary| summary.text).unwrap_or_default(),
        date: context.dated(item).unwrap_or_default(),
        names: words::names(context, item).into_iter().chain(doors::words_of(context, item)).collect(),
        about: words::about(context, item),
        filters,
        example: item.common.example,
        open: matches!(
            listing::group(item, &context.catalogue.site, context.catalogue.now),
            Some(Group::Open | Group::Ongoing)
        ),
        over: has_ended(context.catalogue, item),
    }
}

fn text_record(context: &Context<'_>, item: &Item) -> TextRecord {
    let is_foreign = item.words.get(context.lang).is_none();
    TextRecord {
        href: context.href(&context.plan.item(item, context.lang)),
        lang: is_foreign.then(|| context.tag(item.original).to_owned()),
        text: words::text(context, item),
    }
}
