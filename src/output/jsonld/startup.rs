//! Startups: services and their providers.

use crate::kind::item::Item;
use crate::kind::startup::Startup;
use crate::output::jsonld::class::{class, providers};
use crate::output::jsonld::node::Node;
use crate::output::jsonld::thing::{described, mentions};
use crate::present::fill::context::Context;

/// A startup on its own page.
pub fn node(context: &Context<'_>, item: &Item, startup: &Startup) -> Node {
    let audience = |who| Node::new("Audience").with("audienceType", context.localize(who, item).text);
    let programmes = startup.programmes.iter().filter_map(|key| context.catalogue.items.get(key));
    let services = programmes.filter(|programme| class(context, programme).ends_with("Service"));
    described(context, item)
        .with("provider", mentions(context, providers(startup)))
        .with("audience", startup.audience.iter().map(audience).collect::<Vec<_>>())
        .with("isRelatedTo", mentions(context, services.map(|programme| &programme.key)))
        .with("sameAs", startup.website.as_deref())
}
