//! Who was chosen: the section `awards` of the releases.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::kind::call::Outcome;
use crate::kind::winner::Winner;
use crate::render::data::ocds::Told;
use crate::render::data::ocds::change::states;
use crate::render::data::ocds::party::winner_reference;
use crate::render::data::ocds::tender::value;
use crate::site::entry::Name;

/// Everyone who had been chosen, in the order of telling, with the rank of the release that tells it. A result without a date of
/// its own has that of the outcome; without either it is not told.
pub fn known<'t>(told: &Told<'t>) -> Vec<(usize, &'t Winner)> {
    let since = |winner: &'t Winner| match winner.date {
        Some(_) => told.process.entry(Name::Result, winner.id.as_str()),
        None => awarded(told),
    };
    let results = told.process.call.results.iter();
    let mut known: Vec<_> = results.filter_map(|winner| Some((since(winner)?, winner))).collect();
    known.sort_by_key(|(rank, _)| *rank);
    known
}

/// The awards, each with the rank of the release that tells it.
pub fn awards(told: &Told<'_>, known: &[(usize, &Winner)]) -> Vec<(usize, Value)> {
    // That it was awarded may be known, and to whom not yet: it is the same award once that is known, for nothing of OCDS
    // takes a member of a list back.
    let unnamed = format!("{}-award", told.ocid(told.item()));
    let nameless = awarded(told).filter(|rank| known.first().is_none_or(|(first, _)| rank < first));
    let date = told.process.call.outcome_date.map(|date| told.rfc3339(date.start(&told.item().common.zone)));
    let nameless = nameless.map(|rank| (rank, json!({ "id": unnamed, "status": "active", "date": date })));
    let stages = told.process.call.stages.iter().map(|stage| (stage.id.as_str(), &stage.label));
    let stages: BTreeMap<_, _> = stages.collect();
    let mut awards = Vec::new();
    let mut named = known.iter();
    if let Some(nameless) = nameless {
        let of_first = named.next().map(|(rank, winner)| {
            let mut award = award(told, winner, &stages);
            award["id"] = unnamed.into();
            (*rank, award)
        });
        awards.extend(states([nameless].into_iter().chain(of_first).collect()));
    }
    let whole = |(rank, winner): &(usize, &Winner)| states(vec![(*rank, award(told, winner, &stages))]);
    awards.extend(named.flat_map(whole));
    awards
}

fn award(told: &Told<'_>, winner: &Winner, stages: &BTreeMap<&str, &crate::base::lang::Text>) -> Value {
    let call = told.process.call;
    let date = winner.date.or(call.outcome_date).map(|date| told.rfc3339(date.start(&told.item().common.zone)));
    let mut award = json!({
        "id": format!("{}-{}", told.ocid(told.item()), winner.id.as_str()),
        "status": "active",
        "date": date,
        "value": winner.amount.as_ref().and_then(|amount| value(amount, None)),
        "suppliers": winner_reference(told, winner).map(|supplier| [supplier]),
    });
    if let Some(label) = winner.stage.as_ref().and_then(|id| stages.get(id.value.as_str())) {
        told.text(&mut award, "title", label);
    }
    if let Some(note) = &winner.note {
        told.text(&mut award, "description", note);
    }
    award
}

/// The rank of the release that tells that the call was awarded.
fn awarded(told: &Told<'_>) -> Option<usize> {
    match told.process.call.outcome? {
        Outcome::Awarded => told.process.entry(Name::CallAwarded, ""),
        Outcome::Finalised => told.process.entry(Name::CallFinalised, ""),
        Outcome::Evaluating | Outcome::Unsuccessful | Outcome::Cancelled | Outcome::Suspended | Outcome::Withdrawn => {
            None
        }
    }
}
