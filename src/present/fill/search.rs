//! The search page: its filters and their values, and links to everything for browsers without scripts.

use std::collections::BTreeMap;

use crate::base::collation::Collation;
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::present::fill::context::Context;
use crate::present::fill::facets::{FILTERS, Facet, facets};
use crate::present::fill::item::name;
use crate::present::fill::listing::{sections, state_links, themes};
use crate::present::fill::shell::page;
use crate::present::view::search::{Choice, ChoiceGroup, Filter, SearchPage, StateLinks};
use crate::present::view::value::LangString;
use crate::site::plan::content::SearchFile;

/// The most values that a filter offers, the most frequent ones, so that the page stays small.
const OFFERED: usize = 150;

/// The search page.
pub fn search(context: &Context<'_>) -> SearchPage {
    let title = context.localizer.string("search.title").to_owned();
    let mut page = page(context, &title, |lang| context.plan.section(lang, "search"));
    page.description = Some(context.localizer.string("search.about").to_owned());
    page.breadcrumb.push(name(LangString::new(&*title)));
    let items: Vec<&Item> = found(context).into_iter().map(|key| &context.catalogue.items[key]).collect();
    let filters = filters(context, &items);
    let organisations = filters.iter().find(|filter| filter.name == "organisation");
    let organisations = organisations.iter().flat_map(|filter| &filter.groups).flat_map(|group| &group.choices);
    let address = |file: SearchFile| context.href(&file.route(context.tag(context.lang)));
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
        organisations: organisations
            .filter_map(|choice| context.link(&Key::new(Kind::Organisation, choice.value.clone())))
            .collect(),
        filters,
    }
}

/// A value of a filter: the kind of its group, and the value.
type Value = (Option<Kind>, String);

fn filters(context: &Context<'_>, items: &[&Item]) -> Vec<Filter> {
    let mut counted: BTreeMap<&str, BTreeMap<Value, (usize, &Item)>> = BTreeMap::new();
    for item in items {
        for Facet { name, value } in facets(context, item) {
            // States are grouped by kind.
            let key = match value.split_once('.').filter(|_| name == "state") {
                Some((_, state)) => (Some(item.key.kind), state.to_owned()),
                None => (None, value),
            };
            counted.entry(name).or_default().entry(key).or_insert((0, item)).0 += 1;
        }
    }
    let filter = |name: &&'static str| {
        let values = counted.remove(*name)?;
        Some(Filter { name: (*name).to_owned(), groups: groups(context, name, values) })
    };
    FILTERS.iter().filter_map(filter).collect()
}

fn groups(context: &Context<'_>, name: &str, values: BTreeMap<Value, (usize, &Item)>) -> Vec<ChoiceGroup> {
    let mut values: Vec<_> = values.into_iter().collect();
    values.sort_by_key(|((_, value), (count, _))| (usize::MAX - count, value.clone()));
    values.truncate(OFFERED);
    let mut groups: BTreeMap<Option<Kind>, Vec<Choice>> = BTreeMap::new();
    for ((kind, value), (count, item)) in values {
        let tone = context.state(item).filter(|_| name == "state").map(|state| state.tone);
        let label = label(context, name, &value, item);
        groups.entry(kind).or_default().push(Choice { value, label, tone, count });
    }
    let collation = Collation::new(context.tag(context.lang));
    let group = |(kind, mut choices): (Option<Kind>, Vec<Choice>)| {
        match name {
            // Kinds in their own order, states by number of items, the latest year first.
            "kind" => choices.sort_by_key(|choice| Kind::ALL.iter().position(|kind| kind.word() == choice.value)),
            "state" => {}
            "year" => choices.sort_by(|one, other| other.value.cmp(&one.value)),
            _ => choices.sort_by_cached_key(|choice| collation.key(&choice.label.text)),
        }
        ChoiceGroup { kind: kind.map(|kind| kind.word().to_owned()), choices }
    };
    groups.into_iter().map(group).collect()
}

/// The label of a value, taken from an item that has it.
fn label(context: &Context<'_>, name: &str, value: &str, item: &Item) -> LangString {
    let word = |key: String| LangString::new(context.localizer.string(&key));
    let catalogue = context.catalogue;
    match name {
        "kind" => word(format!("kind.{value}.many")),
        "state" => {
            let named = context.state(item).and_then(|state| state.label);
            named.unwrap_or_else(|| word(format!("state.{}.{value}", item.key.kind.word())))
        }
        "theme" => {
            let topic = catalogue.site.themes.iter().find(|topic| topic.id.value == value);
            topic.map_or_else(|| value.into(), |topic| context.localize_site(&topic.label))
        }
        "organisation" => {
            let organisation = catalogue.items.get(&Key::new(Kind::Organisation, value.to_owned()));
            organisation.map_or_else(|| value.into(), |organisation| context.title(organisation))
        }
        "instrument" => word(format!("instrument.{value}")),
        "place" => context.place(item).unwrap_or_else(|| value.into()),
        _ => value.into(),
    }
}

/// All listed items by kind, in the order of their lists, including `noindex` ones, since lists show these too.
pub fn found<'c>(context: &Context<'c>) -> Vec<&'c Key> {
    Kind::ALL.iter().flat_map(|kind| context.lists.of_kind(context.lang, *kind)).collect()
}
