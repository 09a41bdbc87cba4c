//! What of a call holds while an amendment of it is still to come: nobody reads the change before its date, be it on a page,
//! in a feed or in the open data (sections 3 and 5 of the model).
//!
//! Dates are not changed here: `life` tells which of them holds at any moment.

use std::sync::Arc;

use crate::base::lang::Text;
use crate::base::moment::Moment;
use crate::kind::amendment::{Amended, before_change};
use crate::kind::item::{Facts, Item};

/// The item with what holds at `now` in place of texts that an amendment to come will change.
pub fn as_of(item: &Arc<Item>, now: Moment) -> Arc<Item> {
    match &item.facts {
        Facts::Call(call) if !call.amendments.is_empty() => Arc::new(with_texts_of(Item::clone(item), now)),
        _ => Arc::clone(item),
    }
}

fn with_texts_of(mut item: Item, now: Moment) -> Item {
    let zone = &item.common.zone;
    let Facts::Call(call) = &mut item.facts else { return item };
    let amendments = std::mem::take(&mut call.amendments);
    let before = |field: &str| match before_change(&amendments, field, now, zone) {
        Some(Amended::Text(text)) => Some(text.clone()),
        Some(Amended::When(_) | Amended::Word(_) | Amended::Other) | None => None,
    };
    let same = |field: &str| match before(field) {
        Some(Text::Same(text)) => Some(text),
        Some(Text::Each(_)) | None => None,
    };
    for (field, today) in [
        ("instrument_label", &mut call.instrument_label),
        ("edition", &mut call.edition),
        ("procedure", &mut call.procedure),
        ("criteria_scale", &mut call.criteria_scale),
        ("duration", &mut call.duration),
    ] {
        *today = before(field).or(today.take());
    }
    for (field, today) in
        [("reference", &mut call.reference), ("submit_url", &mut call.submit_url), ("portal_url", &mut call.portal_url)]
    {
        *today = same(field).or(today.take());
    }
    call.max_selected = same("max_selected").and_then(|number| number.parse().ok()).or(call.max_selected);
    call.amendments = amendments;
    item
}
