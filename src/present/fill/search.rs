//! The search page: its filters and their values, and links to everything for browsers without scripts.

use std::collections::BTreeMap;

use crate::base::collation::Collation;
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::present::fill::context::Context;
use crate::present::fill::facets::{FILTERS, Facet, SITUATIONS, facets};
use crate::present::fill::item::name;
use crate::present::fill::listing::{sections, state_links, themes};
use crate::present::fill::shell::page;
use crate::present::view::search::{Choice, Filter, SearchPage, StateLinks};
use crate::present::view::value::LangString;
use crate::site::plan::content::SearchFile;

/// The most values that a filter offers, and the most organisations, so that the page stays small.
const OFFERED: usize = 150;

/// The search page.
pub fn search(context: &Context<'_>) -> SearchPage {
    let title = context.localizer.string("search.title").to_owned();
    let mut page = page(context, &title, |lang| context.plan.section(lang, "search"));
    page.description = Some(context.localizer.string("search.about").to_owned());
    page.breadcrumb.push(name(LangString::new(&*title)));
    let items: Vec<&Item> = found(context).into_iter().map(|key| &context.catalogue.items[key]).collect();
    let address = |file: SearchFile| context.href(&file.route(context.tag(context.lang)));
    let organisations = context.lists.of_kind(context.lang, Kind::Organisation);
    SearchPage {
        site: context.site.clone(),
        page,
        items: address(SearchFile::Items),
        texts: address(SearchFile::Texts),
        sections: sections(context),
        states: [Kind::Call, Kind::Event]
            .into_iter()
            .map(|kind| StateLinks { kind: kind.word().to_owned(), groups: state_links(context, kind) })
            .filter(|links| !links.groups.is_empty())
            .collect(),
        themes: themes(context).into_iter().map(|theme| theme.link).collect(),
        organisations: organisations.iter().take(OFFERED).filter_map(|key| context.link(key)).collect(),
        filters: filters(context, &items),
    }
}

fn filters(context: &Context<'_>, items: &[&Item]) -> Vec<Filter> {
    let mut counted: BTreeMap<Facet, usize> = BTreeMap::new();
    for facet in items.iter().flat_map(|item| facets(context, item)) {
        *counted.entry(facet).or_default() += 1;
    }
    let filter = |name: &&'static str| {
        let values = counted.iter().filter(|(facet, _)| facet.name == *name);
        let choice = |(facet, count): (&Facet, &usize)| Choice {
            label: label(context, name, &facet.value),
            value: facet.value.clone(),
            count: *count,
        };
        let mut choices: Vec<Choice> = values.map(choice).collect();
        match *name {
            "kind" => choices.sort_by_key(|choice| Kind::ALL.iter().position(|kind| kind.word() == choice.value)),
            "state" => choices.sort_by_key(|choice| SITUATIONS.iter().position(|situation| *situation == choice.value)),
            _ => {
                let collation = Collation::new(context.tag(context.lang));
                choices.sort_by_cached_key(|choice| collation.key(&choice.label.text));
            }
        }
        choices.truncate(OFFERED);
        (!choices.is_empty()).then(|| Filter { name: (*name).to_owned(), choices })
    };
    FILTERS.iter().filter_map(filter).collect()
}

fn label(context: &Context<'_>, name: &str, value: &str) -> LangString {
    let word = |key: String| LangString::new(context.localizer.string(&key));
    match name {
        "kind" => word(format!("kind.{value}.many")),
        "state" => word(format!("search.situation.{value}")),
        _ => {
            let topic = context.catalogue.site.themes.iter().find(|topic| topic.id.value == value);
            topic.map_or_else(|| value.into(), |topic| context.localize_site(&topic.label))
        }
    }
}

/// All listed items by kind, in the order of their lists, including `noindex` ones, since lists show these too.
pub fn found<'c>(context: &Context<'c>) -> Vec<&'c Key> {
    Kind::ALL.iter().flat_map(|kind| context.lists.of_kind(context.lang, *kind)).collect()
}
