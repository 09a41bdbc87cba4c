//! Who was chosen: the section `awards` of the releases.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::kind::award::Award;
use crate::kind::call::Outcome;
use crate::kind::dated::EntryKind;
use crate::output::data::ocds::change::states;
use crate::output::data::ocds::history::History;
use crate::output::data::ocds::party::winner_reference;
use crate::output::data::ocds::tender::value;

/// All awards with the ranks of their releases, in the order of these. A result without a date of its own has that of the outcome; one
/// without either is left out.
pub fn known<'t>(history: &History<'t>) -> Vec<(usize, &'t Award)> {
    let since = |winner: &'t Award| match winner.date {
        Some(_) => history.process.release_of(EntryKind::Result, winner.id.as_str()),
        None => awarded(history),
    };
    let results = history.process.call.results.iter();
    let mut known: Vec<_> = results.filter_map(|winner| Some((since(winner)?, winner))).collect();
    known.sort_by_key(|(rank, _)| *rank);
    known
}

/// The awards, each with the rank of the release that publishes it.
pub fn awards(history: &History<'_>, known: &[(usize, &Award)]) -> Vec<(usize, Value)> {
    // That it was awarded may be known, and to whom not yet: it is the same award once that is known, for nothing of OCDS
    // takes a member of a list back.
    let unnamed = format!("{}-award", history.ocid(history.item()));
    let nameless = awarded(history).filter(|rank| known.first().is_none_or(|(first, _)| rank < first));
    let date = history.process.call.outcome_date.map(|date| history.rfc3339(date.start(&history.item().common.zone)));
    let nameless = nameless.map(|rank| (rank, json!({ "id": unnamed, "status": "active", "date": date })));
    let stages = history.process.call.stages.iter().map(|stage| (stage.id.as_str(), &stage.label));
    let stages: BTreeMap<_, _> = stages.collect();
    let mut awards = Vec::new();
    let mut named = known.iter();
    if let Some(nameless) = nameless {
        let of_first = named.next().map(|(rank, winner)| {
            let mut award = award(history, winner, &stages);
            award["id"] = unnamed.into();
            (*rank, award)
        });
        awards.extend(states([nameless].into_iter().chain(of_first).collect()));
    }
    let whole = |(rank, winner): &(usize, &Award)| states(vec![(*rank, award(history, winner, &stages))]);
    awards.extend(named.flat_map(whole));
    awards
}

fn award(history: &History<'_>, winner: &Award, stages: &BTreeMap<&str, &crate::base::lang::Text>) -> Value {
    let call = history.process.call;
    let date = winner.date.or(call.outcome_date).map(|date| history.rfc3339(date.start(&history.item().common.zone)));
    let mut award = json!({
        "id": format!("{}-{}", history.ocid(history.item()), winner.id.as_str()),
        "status": "active",
        "date": date,
        "value": winner.amount.as_ref().and_then(|amount| value(amount, None)),
        "suppliers": winner_reference(history, winner).map(|supplier| [supplier]),
    });
    if let Some(label) = winner.stage.as_ref().and_then(|id| stages.get(id.value.as_str())) {
        history.text(&mut award, "title", label);
    }
    if let Some(note) = &winner.note {
        history.text(&mut award, "description", note);
    }
    award
}

/// The rank of the release that publishes that the call was awarded.
fn awarded(history: &History<'_>) -> Option<usize> {
    match history.process.call.outcome? {
        Outcome::Awarded => history.process.release_of(EntryKind::CallAwarded, ""),
        Outcome::Finalised => history.process.release_of(EntryKind::CallFinalised, ""),
        Outcome::Evaluating | Outcome::Unsuccessful | Outcome::Cancelled | Outcome::Suspended | Outcome::Withdrawn => {
            None
        }
    }
}
