//! Calls, in both directions.
//!
//! A call for solutions is a `Demand`, “the public, not necessarily binding, announcement by an organization to seek a
//! certain type of goods or services”: the ordering party `seeks` it. A call for challenges buys nothing: it opens a
//! service of the lab to administrations, which apply for it; so it is a `GovernmentService`, and its period that of an
//! `Offer`. A `Grant` would be what a winner gets, not the call for it. Both take answers by an `ApplyAction`, which
//! unlike a `RegisterAction` “has no guarantees that the application will be accepted”, while they are open.

use crate::base::moment::instant::Instant;
use crate::kind::call::{Call, Direction};
use crate::kind::item::Item;
use crate::kind::money::{Money, Vat};
use crate::output::jsonld::node::{Node, member, number, reference};
use crate::output::jsonld::thing;
use crate::present::fill::context::Context;
use crate::present::localizer::date::machine;
use crate::site::state::{self, CallState};

/// A call and its ordering parties. Empty for a call that was withdrawn, or that is over without a closing date: it
/// would seem to be open for ever.
pub fn nodes(context: &Context<'_>, item: &Item, call: &Call) -> Vec<Node> {
    let now = context.catalogue.now;
    let state = state::call_state(item, call, &context.catalogue.site, now);
    let (opens, closes) = (call.opens, call.closes());
    let has_dates = match state {
        CallState::Announced | CallState::Open | CallState::ClosingSoon => true,
        CallState::Cancelled | CallState::Suspended | CallState::Withdrawn => false,
        CallState::Closed
        | CallState::Unknown
        | CallState::Evaluating
        | CallState::Awarded
        | CallState::Finalised
        | CallState::Unsuccessful => closes.is_some(),
    };
    if !has_dates {
        return Vec::new();
    }
    let valid = |node: Node| {
        node.with("validFrom", opens.map(|opens| machine(&opens, &item.common.zone)))
            .with("validThrough", closes.map(|closes| machine(&closes, &item.common.zone)))
    };
    let apply = call.submit_url.as_deref().filter(|_| state.is_open()).map(|url| {
        let hour = |instant: Instant| instant.clock.map(|_| instant.moment.rfc3339(&item.common.zone));
        Node::new("ApplyAction")
            .with("actionStatus", member("PotentialActionStatus"))
            .with("startTime", opens.and_then(hour))
            .with("endTime", closes.and_then(hour))
            .with("target", Node::new("EntryPoint").with("url", url))
    });
    let node = thing::described(context, item)
        .with("identifier", call.reference.as_deref())
        .with("potentialAction", apply)
        .with("sameAs", call.portal_url.as_deref());
    match call.direction {
        Direction::Solutions => {
            let budget = call.budget.as_ref().map(|money| price(context, item, money));
            let node = valid(node).with("priceSpecification", budget);
            let id = reference(node.id());
            let seeker = |key| Some(thing::mention(context, key)?.with("seeks", id.clone()));
            let seekers: Vec<Node> = call.ordering_party.iter().filter_map(seeker).collect();
            std::iter::once(node).chain(seekers).collect()
        }
        Direction::Challenges => {
            let node = node
                .with("provider", thing::mentions(context, &call.ordering_party))
                .with("offers", valid(Node::new("Offer")));
            vec![node]
        }
    }
}

/// An amount of money, within its bounds.
pub fn price(context: &Context<'_>, item: &Item, money: &Money) -> Node {
    let vat_included = money.vat.and_then(|vat| match vat {
        Vat::Included => Some(true),
        Vat::Excluded => Some(false),
        Vat::None => None,
    });
    Node::new("PriceSpecification")
        .with("price", money.amount.map(number))
        .with("minPrice", money.min.map(number))
        .with("maxPrice", money.max.map(number))
        .with("priceCurrency", money.currency.as_str())
        .with("valueAddedTaxIncluded", vat_included)
        .with("description", context.money(money, item).text)
}
