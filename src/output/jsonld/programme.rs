//! Programmes: services of their owner, communities, or commitments of an action plan.

use crate::base::moment::PartialDate;
use crate::kind::item::Item;
use crate::kind::programme::{Programme, Type};
use crate::output::jsonld::article::text;
use crate::output::jsonld::node::Node;
use crate::output::jsonld::organisation;
use crate::output::jsonld::thing::{described, mentions};
use crate::present::fill::context::Context;

/// A programme on its own page.
pub fn node(context: &Context<'_>, item: &Item, programme: &Programme) -> Node {
    let owner = mentions(context, &programme.owner);
    match programme.r#type {
        Type::Incubator | Type::Acceleration => {
            described(context, item).with("provider", owner).with("sameAs", programme.website.as_deref())
        }
        Type::Community => described(context, item)
            .with("parentOrganization", owner)
            .with("sponsor", mentions(context, &programme.support))
            .with("foundingDate", programme.start.map(|date| date.to_string()))
            .with("address", programme.address.as_deref().map(organisation::address))
            .with("sameAs", programme.website.as_deref()),
        Type::Commitment => {
            let plan = programme.plan.as_ref().map(|plan| {
                Node::new("CreativeWork")
                    .with("name", context.localize(&plan.title, item).text)
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

/// A time interval, ISO 8601-1 section 5.5; an unknown end is `..`, ISO 8601-2 section 4.4.
fn interval(start: Option<PartialDate>, end: Option<PartialDate>) -> Option<String> {
    let written = |date: Option<PartialDate>| date.map_or_else(|| "..".to_owned(), |date| date.to_string());
    start.or(end).map(|_| format!("{}/{}", written(start), written(end)))
}
