//! Who takes part in a contracting process: the section `parties`, and references to them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::base::route::to_id;
use crate::kind::award::Award;
use crate::kind::item::{Facts, Item};
use crate::kind::key::Key;
use crate::output::data::ocds::change::states;
use crate::output::data::ocds::history::History;
use crate::output::data::value::Uri;

/// An organisation and its roles, with the rank of the release that has them.
type States = Vec<(usize, Value, Vec<&'static str>)>;

/// The organisations that have a role, each with the rank of its release: completely once, and again whenever it has more roles than
/// before.
pub fn parties(history: &History<'_>, known: &[(usize, &Award)]) -> Vec<(usize, Value)> {
    let asking = history.turns().into_iter().flat_map(|turn| {
        let parties = history.call_at(turn).ordering_party.iter().enumerate();
        parties.filter_map(move |(rank, key)| {
            let (id, mut party) = organisation(history, key)?;
            if rank == 0 {
                party["contactPoint"] = contact_point(history, turn);
            }
            // The first of those who ask runs the procedure.
            let roles: &[&str] = if rank == 0 { &["buyer", "procuringEntity"] } else { &["buyer"] };
            Some((turn, id, party, roles))
        })
    });
    let mut order: Vec<String> = Vec::new();
    let mut parties: BTreeMap<String, States> = BTreeMap::new();
    let mut add = |rank: usize, id: String, party: Value, roles: &[&'static str]| {
        let states = parties.entry(id.clone()).or_insert_with(|| {
            order.push(id);
            States::new()
        });
        let mut all = states.last().map(|(_, _, roles)| roles.clone()).unwrap_or_default();
        all.extend(roles.iter().filter(|role| !all.contains(role)).copied().collect::<Vec<_>>());
        states.push((rank, party, all));
    };
    asking.for_each(|(rank, id, party, roles)| add(rank, id, party, roles));
    for (rank, winner) in known {
        let Some((id, party)) = winner_party(history, winner) else { continue };
        add(*rank, id, party, &["tenderer", "supplier"]);
    }
    let of_party = |id: String| {
        let mut known = Value::Null;
        let mut of_party = parties.remove(&id).unwrap_or_default();
        of_party.sort_by_key(|(rank, _, _)| *rank);
        let state = |(rank, mut party, roles): (usize, Value, Vec<&str>)| {
            // Whoever was chosen is who they were.
            if party.get("contactPoint").is_none() && known.get("contactPoint").is_some() {
                party = known.clone();
            }
            known = party.clone();
            party["roles"] = json!(roles);
            (rank, party)
        };
        states(of_party.into_iter().map(state).collect())
    };
    order.into_iter().flat_map(of_party).collect()
}

/// A reference to the first of those who asked in a version of the call.
pub fn buyer(history: &History<'_>, version: usize) -> Option<Value> {
    let Facts::Call(call) = &history.versions.get(version).facts else { return None };
    call.ordering_party.first().and_then(|key| reference(history, key))
}

/// A reference to an organisation among the parties.
pub fn reference(history: &History<'_>, key: &Key) -> Option<Value> {
    let (id, party) = organisation(history, key)?;
    Some(json!({ "id": id, "name": party["name"] }))
}

/// A reference to who was chosen.
pub fn winner_reference(history: &History<'_>, winner: &Award) -> Option<Value> {
    let (id, party) = winner_party(history, winner)?;
    Some(json!({ "id": id, "name": party["name"] }))
}

fn winner_party(history: &History<'_>, winner: &Award) -> Option<(String, Value)> {
    if let Some(key) = &winner.organisation {
        return organisation(history, key);
    }
    let name = winner.name.as_ref()?;
    let id = name_id(name.wording(history.item().original, history.item().original).text);
    let mut party = json!({ "id": id });
    history.text(&mut party, "name", name);
    Some((id, party))
}

/// An organisation as a party, and its id. One that is not public has a name alone.
fn organisation(history: &History<'_>, key: &Key) -> Option<(String, Value)> {
    let context = history.context();
    let item: &Item = context.catalogue.items.get(key)?;
    let (name, _) = item.title(history.item().original);
    let is_public = context.catalogue.is_public(item);
    let id = if is_public { key.to_string() } else { name_id(name) };
    let page = context.absolute(&context.plan.item(item, history.item().original));
    let mut party = json!({
        "id": id,
        "identifier": is_public.then(|| json!({ "legalName": name, "uri": page })),
    });
    history.words(&mut party, "name", |lang| {
        let (own, foreign) = item.title(lang);
        // Names that are the same in all languages are written once.
        (lang == history.item().original || (foreign.is_none() && own != name)).then(|| own.to_owned())
    });
    Some((id, party))
}

fn name_id(name: &str) -> String {
    format!("name/{}", to_id(name))
}

/// Whom to ask about the call, where it says so.
fn contact_point(history: &History<'_>, rank: usize) -> Value {
    let Some(contact) = &history.item_at(rank).common.contact else { return Value::Null };
    let mut point = json!({
        "email": contact.email,
        "telephone": contact.phone,
        "url": contact.url.as_deref().map(Uri::written),
    });
    if let Some(name) = &contact.name {
        history.text(&mut point, "name", name);
    }
    point
}
