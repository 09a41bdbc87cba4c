//! Compares the deadlines of calls with those of the published site.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::manifest::{Manifest, ManifestPage};
use crate::base::message::say;
use crate::base::source::Place;
use crate::kind::amendment::AmendedValue;
use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::site::catalogue::Catalogue;

/// The closing of a call, RFC 3339; `None` for what does not close.
pub fn closing(item: &Item) -> Option<String> {
    let Facts::Call(call) = &item.facts else { return None };
    Some(call.closes()?.moment.rfc3339(&item.common.zone))
}

/// Warns of a deadline that is not the published one, unless an amendment says so: nobody who follows the call would learn of it.
pub fn check_deadlines(catalogue: &Catalogue, published: &Manifest, diagnostics: &mut Vec<Diagnostic>) {
    let is_told = |page: &&ManifestPage| !page.hidden && !page.closes.is_empty();
    let before: BTreeMap<&str, &str> =
        published.pages.iter().filter(is_told).map(|page| (&*page.item, &*page.closes)).collect();
    for item in catalogue.of_kind(Kind::Call) {
        let (Facts::Call(call), Some(before)) = (&item.facts, before.get(&*item.key.to_string())) else { continue };
        let (Some(closes), Some(now)) = (&call.closes, closing(item)) else { continue };
        let was_before = |from: &Option<AmendedValue>| match from {
            Some(AmendedValue::DateOrTime(from)) => {
                let zone = &item.common.zone;
                [from.start(zone), from.end(zone)].iter().any(|moment| moment.rfc3339(zone) == **before)
            }
            _ => false,
        };
        if now == **before || call.amendments.iter().any(|change| change.field == "closes" && was_before(&change.from))
        {
            continue;
        }
        let before = before.get(..16).unwrap_or(before);
        let message = say!(
            en: "the published site says that this call closes on {before}, and no amendment announces the change",
            fr: "le site publié dit que cet appel se clôt le {before}, et aucune modification n’annonce le changement"
        );
        let help = say!(
            en: "add to `amendments`: `- {{date: …, field: closes, from: {before}, to: {to}}}`",
            fr: "ajoutez à `amendments` : `- {{date: …, field: closes, from: {before}, to: {to}}}`",
            to = now.get(..16).unwrap_or(&now)
        );
        let place = Place { path: item.original_words().path.clone(), span: closes.span };
        diagnostics.push(Diagnostic::warning("deadline-moved", place, message, help));
    }
}
