//! Who takes part in a contracting process: the section `parties`, and references to them.

use serde_json::{Value, json};

use crate::base::route::to_id;
use crate::kind::item::Item;
use crate::kind::key::Key;
use crate::kind::winner::Winner;
use crate::render::data::ocds::Told;
use crate::render::data::ocds::tender::known;
use crate::render::data::value::Uri;

/// Everyone who has a role, once.
pub fn parties(told: &Told<'_>) -> Vec<Value> {
    let mut parties: Vec<(String, Value, Vec<&str>)> = Vec::new();
    let mut add = |(id, party): (String, Value), roles: &[&'static str]| match parties
        .iter_mut()
        .find(|one| one.0 == id)
    {
        Some((_, _, own)) => own.extend(roles.iter().filter(|role| !own.contains(role)).copied().collect::<Vec<_>>()),
        None => parties.push((id, party, roles.to_vec())),
    };
    for (rank, key) in told.process.call.ordering_party.iter().enumerate() {
        // The first of those who ask runs the procedure.
        let roles: &[_] = if rank == 0 { &["buyer", "procuringEntity"] } else { &["buyer"] };
        let Some((id, mut party)) = organisation(told, key) else { continue };
        if rank == 0 {
            party["contactPoint"] = contact_point(told);
        }
        add((id, party), roles);
    }
    for winner in known(told) {
        if let Some(party) = winner_party(told, winner) {
            add(party, &["tenderer", "supplier"]);
        }
    }
    let with_roles = |(_, mut party, roles): (String, Value, Vec<&str>)| {
        party["roles"] = json!(roles);
        party
    };
    parties.into_iter().map(with_roles).collect()
}

/// A reference to an organisation among the parties.
pub fn reference(told: &Told<'_>, key: &Key) -> Option<Value> {
    let (id, party) = organisation(told, key)?;
    Some(json!({ "id": id, "name": party["name"] }))
}

/// A reference to who was chosen.
pub fn winner_reference(told: &Told<'_>, winner: &Winner) -> Option<Value> {
    let (id, party) = winner_party(told, winner)?;
    Some(json!({ "id": id, "name": party["name"] }))
}

fn winner_party(told: &Told<'_>, winner: &Winner) -> Option<(String, Value)> {
    if let Some(key) = &winner.organisation {
        return organisation(told, key);
    }
    let name = winner.name.as_ref()?;
    let id = name_id(name.wording(told.item.original, told.item.original).text);
    let mut party = json!({ "id": id });
    told.text(&mut party, "name", name);
    Some((id, party))
}

/// An organisation as a party, and its id. One that is not public has a name alone.
fn organisation(told: &Told<'_>, key: &Key) -> Option<(String, Value)> {
    let context = told.context();
    let item: &Item = context.catalogue.items.get(key)?;
    let (name, _) = item.title(told.item.original);
    let is_public = context.catalogue.is_public(item);
    let id = if is_public { key.to_string() } else { name_id(name) };
    let page = context.absolute(&context.plan.item(item, told.item.original));
    let mut party = json!({
        "id": id,
        "identifier": is_public.then(|| json!({ "legalName": name, "uri": page })),
    });
    told.words(&mut party, "name", |lang| {
        let (own, foreign) = item.title(lang);
        // Names that are the same in all languages are said once.
        (lang == told.item.original || (foreign.is_none() && own != name)).then(|| own.to_owned())
    });
    Some((id, party))
}

fn name_id(name: &str) -> String {
    format!("name/{}", to_id(name))
}

/// Whom to ask about the call, where it says so.
fn contact_point(told: &Told<'_>) -> Value {
    let Some(contact) = &told.item.common.contact else { return Value::Null };
    let mut point = json!({
        "email": contact.email,
        "telephone": contact.phone,
        "url": contact.url.as_deref().map(Uri::written),
    });
    if let Some(name) = &contact.name {
        told.text(&mut point, "name", name);
    }
    point
}
