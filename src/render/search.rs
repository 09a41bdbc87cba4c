//! What can be found: a record for each page of a language, made from the catalogue and its rendered texts, not from pages.
//!
//! Words are folded so that those who look for « identite » find « l’identité »; what is shown stays right.

pub mod facets;
pub mod fold;
mod words;

use rayon::prelude::*;

use crate::base::search::{Record, Records};
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::render::fill::context::Context;
use crate::render::search::facets::{EXAMPLE, FOREIGN, facets};
use crate::render::search::fold::fold;

/// The records of every language, in the order of their contexts.
pub fn records(contexts: &[Context<'_>]) -> Vec<Records> {
    let of_language = |context: &Context<'_>| {
        let keys = found(context);
        let records = keys.par_iter().map(|key| record(context, &context.catalogue.items[*key])).collect();
        Records { lang: context.tag(context.lang).to_owned(), records }
    };
    contexts.iter().map(of_language).collect()
}

/// The items that can be found, kind by kind in the order of their lists. Every listed item, those too that other search
/// engines are to leave alone: what a list shows is found.
pub fn found<'c>(context: &Context<'c>) -> Vec<&'c Key> {
    Kind::ALL.iter().flat_map(|kind| context.lists.of_kind(context.lang, *kind)).collect()
}

fn record(context: &Context<'_>, item: &Item) -> Record {
    let title = context.title(item);
    let mut filters: Vec<_> = facets(context, item).into_iter().map(|facet| (facet.name, facet.value)).collect();
    filters.extend(title.lang.map(|lang| (FOREIGN, lang)));
    filters.extend(item.common.example.then(|| (EXAMPLE, "true".to_owned())));
    let folded = fold(title.shown.as_deref().unwrap_or(&title.text));
    // An engine takes a page without words for none.
    let text = Some(fold(&words::words(context, item))).filter(|text| !text.trim().is_empty());
    Record {
        href: context.href(&context.plan.item(item, context.lang)),
        date: context.dated(item).unwrap_or_default(),
        text: text.unwrap_or_else(|| folded.clone()),
        title: folded,
        filters,
    }
}
