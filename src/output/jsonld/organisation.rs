//! Organisations.

use crate::kind::item::Item;
use crate::kind::organisation::Organisation;
use crate::output::jsonld::node::Node;
use crate::output::jsonld::thing;
use crate::present::fill::context::Context;

/// An organisation on its own page.
pub fn node(context: &Context<'_>, item: &Item, organisation: &Organisation) -> Node {
    let files = context.plan.files_folder(item);
    let contact = item.common.contact.as_ref().map(|contact| {
        Node::new("ContactPoint")
            .with("name", contact.name.as_ref().map(|name| context.localize(name, item).text))
            .with("email", contact.email.as_deref())
            .with("telephone", contact.phone.as_deref())
            .with("url", contact.url.as_deref())
    });
    thing::described(context, item)
        .with("alternateName", organisation.acronym.as_deref())
        .with("logo", organisation.logo.as_ref().map(|logo| context.absolute(&files.join(logo))))
        .with("parentOrganization", organisation.parent.as_ref().and_then(|parent| thing::mention(context, parent)))
        .with("contactPoint", contact)
        .with("sameAs", organisation.website.as_deref())
}

/// A postal address on one line, whose parts are unknown.
pub fn address(line: &str) -> Node {
    Node::new("PostalAddress").with("streetAddress", line)
}
