//! JSON-LD: the facts of a page for search engines, in the vocabulary of schema.org.
//!
//! Sources: JSON-LD 1.1 (W3C), the vocabulary of schema.org, its notes on actions (`query-input`), and section 4.12.1
//! of the HTML standard for the content of a `script`. One graph for each page: the page, its breadcrumb, and the thing
//! it is about. Only classes and properties of the vocabulary are used, each in its domain; pending ones only where
//! there is no other: the attendance mode of an event, the provider of a service.
//!
//! An invented item (`example`) has a page but no thing: crawlers would ignore a label.

mod article;
mod call;
mod class;
mod event;
pub mod node;
mod organisation;
mod page;
mod programme;
mod startup;
mod thing;

use crate::kind::item::{Facts, Item};
use crate::kind::key::Key;
use crate::kind::page::Role;
use crate::output::jsonld::node::{Node, reference, script};
use crate::present::fill::context::Context;
use crate::present::localizer::date::machine;
use crate::present::view::shell::PageView;
use crate::present::view::value::Html;
use crate::site::plan::content::Page as PlannedPage;

/// The JSON-LD of a page that is not of an item.
pub fn page(context: &Context<'_>, planned: &PlannedPage, page: &PageView) -> Html {
    let lists = context.lists;
    match planned {
        PlannedPage::Home => home(context, page),
        PlannedPage::List { kind, number } => list(context, page, lists.of_kind(context.lang, *kind), *number),
        PlannedPage::Topics => themes(context, page),
        PlannedPage::Topic { topic, number } => list(context, page, lists.of_topic(context.lang, *topic), *number),
        PlannedPage::Results { number } => list(context, page, lists.ended_calls(), *number),
        PlannedPage::WhatsNew { .. }
        | PlannedPage::NewsletterIssues
        | PlannedPage::NewsletterIssue(_)
        | PlannedPage::Data
        | PlannedPage::NotFound
        | PlannedPage::Search
        | PlannedPage::Item(_) => plain(context, page),
    }
}

/// A page without a list of items.
fn plain(context: &Context<'_>, page: &PageView) -> Html {
    graph(context, page, page::web_page(context, page, "WebPage"), Vec::new())
}

/// The home page, with the site.
fn home(context: &Context<'_>, page: &PageView) -> Html {
    let website = page::website(context, publisher(context));
    let web_page = page::web_page(context, page, "WebPage").with("about", reference(website.id()));
    graph(context, page, web_page, vec![website])
}

/// A page of the list `items`; pages count from 1.
fn list(context: &Context<'_>, page: &PageView, items: &[Key], number: usize) -> Html {
    let list = page::items(context, page, items, number);
    collection(context, page, list)
}

/// The page of all themes.
fn themes(context: &Context<'_>, page: &PageView) -> Html {
    collection(context, page, page::themes(context, page))
}

fn collection(context: &Context<'_>, page: &PageView, list: Node) -> Html {
    let web_page = page::web_page(context, page, "CollectionPage").with("mainEntity", reference(list.id()));
    graph(context, page, web_page, vec![list])
}

/// The page of an item.
pub fn item(context: &Context<'_>, page: &PageView, item: &Item) -> Html {
    let things = nodes(context, item);
    let mut web_page = page::web_page(context, page, page_type(item))
        .with("inLanguage", thing::language(context, item))
        .with("datePublished", thing::published(item))
        .with("dateModified", item.common.updated.map(|date| date.to_string()))
        .with("expires", item.common.expires.map(|expires| machine(&expires, &item.common.zone)))
        .with("keywords", page::keywords(context, item))
        .with("mainEntity", things.first().map(|thing| reference(thing.id())));
    if item.common.example {
        web_page = web_page.with("name", thing::name(context, item));
    }
    graph(context, page, page::translations(context, item, web_page), things)
}

/// The nodes of an item, itself first; empty for invented items and pages.
fn nodes(context: &Context<'_>, item: &Item) -> Vec<Node> {
    if item.common.example {
        return Vec::new();
    }
    match &item.facts {
        Facts::Challenge(facts) => vec![article::challenge(context, item, facts)],
        Facts::Call(facts) => call::nodes(context, item, facts),
        Facts::Event(facts) => vec![event::node(context, item, facts)],
        Facts::Programme(facts) => vec![programme::node(context, item, facts)],
        Facts::Startup(facts) => vec![startup::node(context, item, facts)],
        Facts::Organisation(facts) => vec![organisation::node(context, item, facts)],
        Facts::Update(facts) => vec![article::update(context, item, facts)],
        Facts::Page(_) => Vec::new(),
    }
}

/// The publisher of the site, with all its properties.
fn publisher(context: &Context<'_>) -> Option<Node> {
    let item = context.catalogue.public(&thing::publisher_key(context)?)?;
    nodes(context, item).into_iter().next()
}

fn page_type(item: &Item) -> &'static str {
    let Facts::Page(page) = &item.facts else { return "ItemPage" };
    match page.role.as_ref().map(|role| role.value) {
        Some(Role::Contact) => "ContactPage",
        Some(Role::Accessibility | Role::Legal | Role::Privacy | Role::Subscribe | Role::Propose | Role::Home)
        | None => "WebPage",
    }
}

/// The graph of a page, its breadcrumb and things.
fn graph(context: &Context<'_>, page: &PageView, web_page: Node, things: Vec<Node>) -> Html {
    let breadcrumb = page::breadcrumb(context, page);
    let way = breadcrumb.as_ref().map(|breadcrumb| reference(breadcrumb.id()));
    let mut nodes = vec![web_page.with("breadcrumb", way)];
    nodes.extend(breadcrumb);
    nodes.extend(things);
    script(nodes)
}
