//! The search index: every listed item, from the catalogue and its rendered texts, not from pages.
//!
//! Each language has two files. The first contains what results show and what is searched first, the second all other
//! text; the script of the search page reads them in this order. Both are JSON arrays with one item a line, so that the
//! second can be read as a stream. Text is as on pages: the script tokenizes and normalizes it.

mod words;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::kind::item::Item;
use crate::output::chunks;
use crate::present::fill::context::Context;
use crate::present::fill::facets::facets;
use crate::present::fill::search::found;
use crate::present::view::value::LangString;
use crate::site::listing::is_over;
use crate::site::plan::content::SearchFile;

/// An item of the index, without its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SearchRecord {
    /// Its address, as in links of the site.
    pub href: String,
    /// Its title.
    pub title: String,
    /// The language of the title, if it is not the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Its summary.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// The language of the summary, if it is not the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_lang: Option<String>,
    /// The date that matters, in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Other names: its id, its reference numbers, its acronym.
    pub names: Vec<String>,
    /// Names of related organisations, themes, items and places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// Its values of the filters.
    pub filters: BTreeMap<&'static str, Vec<String>>,
    /// True if it is invented.
    #[serde(skip_serializing_if = "is_false")]
    pub example: bool,
    /// True if it is over, so that results rank it lower.
    #[serde(skip_serializing_if = "is_false")]
    pub over: bool,
}

/// The texts of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TextRecord {
    /// The address of its record.
    pub href: String,
    /// Their language, if it is not the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// A line for each paragraph or fact.
    pub text: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_false(is: &bool) -> bool {
    !is
}

/// Writes a file of a language. Only a few items are in memory at a time.
pub fn write(context: &Context<'_>, file: SearchFile, out: &mut dyn Write) -> io::Result<()> {
    let keys = found(context);
    out.write_all(b"[")?;
    chunks::write(&keys, out, |rank, key, part| {
        part.extend_from_slice(if rank == 0 { b"\n" } else { b",\n" });
        let item = &context.catalogue.items[*key];
        let written = match file {
            SearchFile::Items => serde_json::to_writer(part, &record(context, item)),
            SearchFile::Texts => serde_json::to_writer(part, &text_record(context, item)),
        };
        written.expect("a record has text keys only");
    })?;
    out.write_all(b"\n]\n")
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
        title: title.into_shown(),
        summary_lang: summary.as_ref().and_then(|summary| summary.lang.clone()),
        summary: summary.map(LangString::into_shown).unwrap_or_default(),
        date: context.dated(item).unwrap_or_default(),
        names: words::names(item),
        about: words::about(context, item),
        filters,
        example: item.common.example,
        over: is_over(context.catalogue, item),
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
