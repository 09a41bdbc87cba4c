//! The properties of every item: class, `@id`, name, description; and mentions of items.

use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::output::jsonld::class::class;
use crate::output::jsonld::node::Node;
use crate::present::fill::context::Context;
use crate::present::fill::item::is_fallback;
use crate::present::localizer::date::machine;
use crate::read::date::DateOrTime;

/// The `@id` of an item: the address of its original, followed by its kind, so that the pages of all languages describe
/// one thing.
pub fn id(context: &Context<'_>, item: &Item) -> String {
    let page = context.name(&context.plan.item(item, item.original));
    if item.key.kind == Kind::Page { page } else { format!("{page}#{}", item.key.kind.word()) }
}

/// The title of an item, marked if it is invented.
pub fn name(context: &Context<'_>, item: &Item) -> String {
    let title = context.title(item).text;
    match item.common.example {
        true => context.localizer.fill("feed.example", &[("title", &title)]),
        false => title,
    }
}

/// What every thing has: class, id, name, address, description and image.
pub fn described(context: &Context<'_>, item: &Item) -> Node {
    let files = context.plan.files_folder(item);
    let image = item.common.image.as_ref().map(|image| context.absolute(&files.join(&image.value)));
    named(context, item).with("description", context.summary(item).map(|summary| summary.text)).with("image", image)
}

fn named(context: &Context<'_>, item: &Item) -> Node {
    Node::new(class(context, item))
        .named(id(context, item))
        .with("name", name(context, item))
        .with("url", context.absolute(&context.plan.item(item, context.lang)))
}

/// A short node of an item; `None` if it is not public or invented.
pub fn mention(context: &Context<'_>, key: &Key) -> Option<Node> {
    context.catalogue.public(key).filter(|item| !item.common.example).map(|item| named(context, item))
}

/// Short nodes of several items.
pub fn mentions<'k>(context: &Context<'_>, keys: impl IntoIterator<Item = &'k Key>) -> Vec<Node> {
    keys.into_iter().filter_map(|key| mention(context, key)).collect()
}

/// A short node of the publisher of the site.
pub fn publisher(context: &Context<'_>) -> Option<Node> {
    mention(context, &publisher_key(context)?)
}

/// The organisation that publishes the site.
pub fn publisher_key(context: &Context<'_>) -> Option<Key> {
    context.catalogue.site.publisher.clone().map(|id| Key::new(Kind::Organisation, id))
}

/// When an item was published, as precisely as known.
pub fn published(item: &Item) -> Option<String> {
    if let Facts::Update(update) = &item.facts {
        return Some(update.date.to_string());
    }
    item.common.published.map(|published| match published {
        DateOrTime::Date(date) => date.to_string(),
        DateOrTime::Instant(instant) => machine(&instant, &item.common.zone),
    })
}

/// The language of the text of an item: the original's if there is no translation, unless it has only facts.
pub fn language<'c>(context: &Context<'c>, item: &Item) -> &'c str {
    let is_foreign = is_fallback(item, context.lang) && item.localized_title.is_none();
    context.tag(if is_foreign { item.original } else { context.lang })
}
