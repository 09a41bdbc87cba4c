//! Published texts: challenges, updates and commitments.

use crate::kind::challenge::Challenge;
use crate::kind::item::Item;
use crate::kind::update::Update;
use crate::output::jsonld::node::Node;
use crate::output::jsonld::thing::{described, language, mentions, published, publisher};
use crate::present::fill::context::Context;

/// A published text.
pub fn text(context: &Context<'_>, item: &Item) -> Node {
    described(context, item)
        .with("inLanguage", language(context, item))
        .with("datePublished", published(item))
        .with("dateModified", item.common.updated.map(|date| date.to_string()))
        .with("publisher", publisher(context))
}

/// A challenge on its own page.
pub fn challenge(context: &Context<'_>, item: &Item, challenge: &Challenge) -> Node {
    text(context, item).with("headline", context.title(item).text).with("author", mentions(context, &challenge.owner))
}

/// An update on its own page.
pub fn update(context: &Context<'_>, item: &Item, update: &Update) -> Node {
    text(context, item)
        .with("headline", context.title(item).text)
        .with("author", publisher(context))
        .with("about", mentions(context, &update.about))
}
