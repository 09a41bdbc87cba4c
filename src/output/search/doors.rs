//! The pages that lead into the catalogue, by the words that visitors look for them with: lists, states, themes, the letter.
//!
//! Such a page is no item, so it has a record of its own. Where an item is such a page (the one to subscribe, a call that
//! takes challenges), its record takes the words. The words are strings of the theme, `search.doors.<name>`, with commas
//! between them; a name without words has no record.

use crate::base::route::Route;
use crate::kind::call::Direction;
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::kind::page::Role;
use crate::output::search::record::SearchRecord;
use crate::present::fill::context::Context;
use crate::present::fill::listing::{count_of, sections, state_links};
use crate::present::view::listing::GroupLink;
use crate::read::site_file::Topic;
use crate::site::listing::{self, Group};
use crate::site::plan::content::{Content, Page};

/// The sections without items: the name of their words, and the strings that are their title and summary. Without a
/// title it is the first of the words.
const SECTIONS: [(&str, &str, &str); 5] = [
    ("results", "results.title", "results.about"),
    ("whatsnew", "whatsnew.title", "whatsnew.about"),
    ("digest", "digest.title", "digest.all"),
    ("data", "data.title", "data.about"),
    ("themes", "themes.title", "themes.about"),
];

/// The kinds whose lists are grouped by state.
const GROUPED: [Kind; 4] = [Kind::Call, Kind::Event, Kind::Challenge, Kind::Startup];

/// The pages that are no items.
pub fn doors(context: &Context<'_>) -> Vec<SearchRecord> {
    let mut doors: Vec<SearchRecord> = SECTIONS.iter().filter_map(|section| of_section(context, *section)).collect();
    doors.extend(sections(context).into_iter().map(|section| SearchRecord {
        href: section.href,
        title: string(context, &format!("kind.{}.many", section.kind)),
        kind: string(context, "search.list"),
        summary: string(context, &format!("kind.{}.about", section.kind)),
        names: words(context, &section.kind),
        ..SearchRecord::default()
    }));
    doors.extend(GROUPED.iter().flat_map(|kind| of_states(context, *kind)));
    doors.extend(of_themes(context));
    doors
}

/// The words of the page that an item is, besides its own names.
pub fn words_of(context: &Context<'_>, item: &Item) -> Vec<String> {
    match &item.facts {
        Facts::Page(page) => match &page.role {
            Some(role) if role.value != Role::Home => words(context, role.value.into()),
            Some(_) | None => Vec::new(),
        },
        Facts::Call(_) if takes_challenges(context, item) => words(context, "propose"),
        _ => Vec::new(),
    }
}

/// True for the calls that answer whoever has a problem to be solved: those for challenges that are open, or, while there
/// is none, those that are announced.
fn takes_challenges(context: &Context<'_>, item: &Item) -> bool {
    let group = |item: &Item| match &item.facts {
        Facts::Call(call) if call.direction == Direction::Challenges => {
            listing::group(context.catalogue, item, context.catalogue.now)
        }
        _ => None,
    };
    let own = group(item);
    let is_open = |key: &Key| group(&context.catalogue.items[key]) == Some(Group::Open);
    own == Some(Group::Open)
        || own == Some(Group::Announced) && !context.lists.of_kind(context.lang, Kind::Call).iter().any(is_open)
}

fn of_section(context: &Context<'_>, section: (&'static str, &str, &str)) -> Option<SearchRecord> {
    let (name, title, summary) = section;
    let route = own_page(context, name)?;
    let names = words(context, name);
    Some(SearchRecord {
        href: context.href(&route),
        title: known(context, title).or_else(|| names.first().cloned())?,
        kind: string(context, "kind.page.one"),
        summary: known(context, summary).unwrap_or_default(),
        names,
        ..SearchRecord::default()
    })
}

/// The address of a section, if the site has that page, and no item has it.
fn own_page(context: &Context<'_>, section: &'static str) -> Option<Route> {
    let route = context.plan.section(context.lang, section);
    let content = &context.plan.at(route.as_str())?.content;
    (matches!(content, Content::Page(_, page) if !matches!(page, Page::Item(_)))).then_some(route)
}

fn of_states(context: &Context<'_>, kind: Kind) -> Vec<SearchRecord> {
    let of_group = |link: GroupLink| {
        let names = words(context, &format!("{}-{}", kind.word(), link.heading));
        Some(SearchRecord {
            href: link.href,
            title: names.first()?.clone(),
            kind: string(context, "search.list"),
            summary: count_of(context, kind.word(), link.count),
            names,
            ..SearchRecord::default()
        })
    };
    state_links(context, kind).into_iter().filter_map(of_group).collect()
}

fn of_themes(context: &Context<'_>) -> Vec<SearchRecord> {
    let themes = context.catalogue.site.themes.iter().enumerate();
    let record = |(rank, topic): (usize, &Topic)| {
        let label = context.localize_site(&topic.label);
        SearchRecord {
            href: context.href(&context.plan.topic(context.catalogue, context.lang, rank, 1)),
            lang: label.lang.clone(),
            summary: context.localizer.fill("themes.described", &[("theme", &label.text)]),
            title: label.text,
            kind: string(context, "themes.one"),
            names: std::iter::once(&topic.id.value).chain(&topic.synonyms).cloned().collect(),
            ..SearchRecord::default()
        }
    };
    themes.map(record).collect()
}

fn string(context: &Context<'_>, key: &str) -> String {
    context.localizer.string(key).to_owned()
}

/// The string of a key, if the theme has it.
fn known(context: &Context<'_>, key: &str) -> Option<String> {
    Some(string(context, key)).filter(|written| written != key)
}

/// The words of a name; none where the theme has none.
fn words(context: &Context<'_>, name: &str) -> Vec<String> {
    let written = known(context, &format!("search.doors.{name}")).unwrap_or_default();
    written.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}
