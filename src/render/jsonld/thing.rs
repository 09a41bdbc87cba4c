//! What an item is, as a thing: its class, its name for all graphs, and what is said of it.
//!
//! | kind | class, and why |
//! |---|---|
//! | challenge, update | `Article`, `NewsArticle`: a text that someone published |
//! | call | see `call` |
//! | event | `Event`, or the subclass that its type names |
//! | programme | `GovernmentService` or `Service`: help that its owner gives; a community is an `Organization`; a commitment is a `CreativeWork`, the part of an action plan that it is |
//! | startup | `GovernmentService` or `Service`: it serves, whether or not with a web application |
//! | organisation | see `organisation` |

use crate::base::moment::PartialDate;
use crate::kind::challenge::Challenge;
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::kind::programme::{self, Programme};
use crate::kind::startup::Startup;
use crate::kind::update::Update;
use crate::read::date::When;
use crate::render::fill::context::Context;
use crate::render::fill::item::is_fallback;
use crate::render::jsonld::node::Node;
use crate::render::jsonld::{call, event, organisation};
use crate::render::words::date::machine;

/// What is said of an item besides its page, itself first; nothing of what is invented, and nothing of a page.
pub fn nodes(context: &Context<'_>, item: &Item) -> Vec<Node> {
    if item.common.example {
        return Vec::new();
    }
    match &item.facts {
        Facts::Challenge(facts) => vec![challenge(context, item, facts)],
        Facts::Call(facts) => call::nodes(context, item, facts),
        Facts::Event(facts) => vec![event::node(context, item, facts)],
        Facts::Programme(facts) => vec![programme(context, item, facts)],
        Facts::Startup(facts) => vec![startup(context, item, facts)],
        Facts::Organisation(facts) => vec![organisation::node(context, item, facts)],
        Facts::Update(facts) => vec![update(context, item, facts)],
        Facts::Page(_) => Vec::new(),
    }
}

/// The class of an item, the same wherever it is told of.
fn class(context: &Context<'_>, item: &Item) -> &'static str {
    match &item.facts {
        Facts::Challenge(_) => "Article",
        Facts::Call(facts) => call::class(context, facts),
        Facts::Event(facts) => event::class(facts.r#type),
        Facts::Programme(facts) => match facts.r#type {
            programme::Type::Incubator | programme::Type::Acceleration => service(context, &facts.owner),
            programme::Type::Commitment => "CreativeWork",
            programme::Type::Community => "Organization",
        },
        Facts::Startup(facts) => service(context, providers(facts)),
        Facts::Organisation(facts) => organisation::class(facts.r#type),
        Facts::Update(_) => "NewsArticle",
        Facts::Page(_) => "WebPage",
    }
}

/// A service of the state, where all who provide it are of the state.
pub fn service(context: &Context<'_>, providers: &[Key]) -> &'static str {
    let of_state = |key: &Key| match context.catalogue.items.get(key).map(|item| &item.facts) {
        Some(Facts::Organisation(facts)) => organisation::class(facts.r#type) == "GovernmentOrganization",
        _ => false,
    };
    if !providers.is_empty() && providers.iter().all(of_state) { "GovernmentService" } else { "Service" }
}

/// A thing by its name: its address, followed by what it is. It is that of the original's page, so that the pages of
/// all languages tell of one thing.
pub fn id(context: &Context<'_>, item: &Item) -> String {
    let page = context.name(&context.plan.item(item, item.original));
    if item.key.kind == Kind::Page { page } else { format!("{page}#{}", item.key.kind.word()) }
}

/// The title of an item; of one that is invented, it says so.
pub fn name(context: &Context<'_>, item: &Item) -> String {
    let title = context.title(item).text;
    match item.common.example {
        true => context.words.fill("feed.example", &[("title", &title)]),
        false => title,
    }
}

/// What every thing has: class, id, name, address, description and image.
pub fn described(context: &Context<'_>, item: &Item) -> Node {
    let files = context.plan.files(item);
    let image = item.common.image.as_ref().map(|image| context.absolute(&files.join(&image.value)));
    named(context, item).with("description", context.summary(item).map(|summary| summary.text)).with("image", image)
}

fn named(context: &Context<'_>, item: &Item) -> Node {
    Node::new(class(context, item))
        .named(id(context, item))
        .with("name", name(context, item))
        .with("url", context.absolute(&context.plan.item(item, context.lang)))
}

/// An item that another tells of, in a few words; none for one that is not public, or invented.
pub fn mention(context: &Context<'_>, key: &Key) -> Option<Node> {
    context.catalogue.public(key).filter(|item| !item.common.example).map(|item| named(context, item))
}

/// Several of them.
pub fn mentions<'k>(context: &Context<'_>, keys: impl IntoIterator<Item = &'k Key>) -> Vec<Node> {
    keys.into_iter().filter_map(|key| mention(context, key)).collect()
}

/// Who publishes the site, in a few words.
pub fn publisher(context: &Context<'_>) -> Option<Node> {
    mention(context, &publisher_key(context)?)
}

/// Who publishes the site, with all that its own page says.
pub fn whole_publisher(context: &Context<'_>) -> Option<Node> {
    let item = context.catalogue.public(&publisher_key(context)?)?;
    nodes(context, item).into_iter().next()
}

fn publisher_key(context: &Context<'_>) -> Option<Key> {
    context.catalogue.site.publisher.clone().map(|id| Key::new(Kind::Organisation, id))
}

/// When an item was published, as exactly as it is known.
pub fn published(item: &Item) -> Option<String> {
    if let Facts::Update(update) = &item.facts {
        return Some(update.date.to_string());
    }
    item.common.published.map(|published| match published {
        When::Date(date) => date.to_string(),
        When::Instant(instant) => machine(&instant, &item.common.zone),
    })
}

/// The language that the words of an item are in: the original's where there is no translation, unless they are facts.
pub fn language<'c>(context: &Context<'c>, item: &Item) -> &'c str {
    let is_foreign = is_fallback(item, context.lang) && item.names.is_none();
    context.tag(if is_foreign { item.original } else { context.lang })
}

/// A text that someone published.
fn text(context: &Context<'_>, item: &Item) -> Node {
    described(context, item)
        .with("inLanguage", language(context, item))
        .with("datePublished", published(item))
        .with("dateModified", item.common.updated.map(|date| date.to_string()))
        .with("publisher", publisher(context))
}

fn challenge(context: &Context<'_>, item: &Item, challenge: &Challenge) -> Node {
    text(context, item).with("headline", context.title(item).text).with("author", mentions(context, &challenge.owner))
}

fn update(context: &Context<'_>, item: &Item, update: &Update) -> Node {
    text(context, item)
        .with("headline", context.title(item).text)
        .with("author", publisher(context))
        .with("about", mentions(context, &update.about))
}

fn programme(context: &Context<'_>, item: &Item, programme: &Programme) -> Node {
    let owner = mentions(context, &programme.owner);
    match programme.r#type {
        programme::Type::Incubator | programme::Type::Acceleration => {
            described(context, item).with("provider", owner).with("sameAs", programme.website.as_deref())
        }
        programme::Type::Community => described(context, item)
            .with("parentOrganization", owner)
            .with("sponsor", mentions(context, &programme.support))
            .with("foundingDate", programme.start.map(|date| date.to_string()))
            .with("address", programme.address.as_deref().map(organisation::address))
            .with("sameAs", programme.website.as_deref()),
        programme::Type::Commitment => {
            let plan = programme.plan.as_ref().map(|plan| {
                Node::new("CreativeWork")
                    .with("name", context.phrase(&plan.title, item).text)
                    .with("temporalCoverage", interval(plan.start, plan.end))
            });
            text(context, item)
                .with("author", owner)
                .with("contributor", mentions(context, programme.lead.iter().chain(&programme.support)))
                .with("identifier", programme.reference.as_deref())
                .with("isPartOf", plan)
                .with("temporalCoverage", interval(programme.start, programme.end))
                .with("sameAs", programme.website.as_deref())
        }
    }
}

/// A time interval, ISO 8601-1 section 5.5; an end that is not known is `..`, ISO 8601-2 section 4.4.
fn interval(start: Option<PartialDate>, end: Option<PartialDate>) -> Option<String> {
    let written = |date: Option<PartialDate>| date.map_or_else(|| "..".to_owned(), |date| date.to_string());
    start.or(end).map(|_| format!("{}/{}", written(start), written(end)))
}

fn startup(context: &Context<'_>, item: &Item, startup: &Startup) -> Node {
    let audience = |who| Node::new("Audience").with("audienceType", context.phrase(who, item).text);
    let programmes = startup.programmes.iter().filter_map(|key| context.catalogue.items.get(key));
    let services = programmes.filter(|programme| class(context, programme).ends_with("Service"));
    described(context, item)
        .with("provider", mentions(context, providers(startup)))
        .with("audience", startup.audience.iter().map(audience).collect::<Vec<_>>())
        .with("isRelatedTo", mentions(context, services.map(|programme| &programme.key)))
        .with("sameAs", startup.website.as_deref())
}

/// Who is behind a startup: its organisation, else its sponsors.
fn providers(startup: &Startup) -> &[Key] {
    match &startup.organisation {
        Some(organisation) => std::slice::from_ref(organisation),
        None => &startup.sponsors,
    }
}
