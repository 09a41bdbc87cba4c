//! The chain from a challenge through a call to a service, as seen from each of the three. Each link is written at one end: in a call
//! (`challenges`, `results[].startup`), a challenge (`call`) or a startup (`calls`, `challenges`). Where an item does not refer to a
//! part of the chain itself, the items it is linked with do.

use crate::kind::call::Call;
use crate::kind::challenge::Challenge;
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::kind::startup::Startup;
use crate::site::catalogue::Catalogue;
use crate::site::state;

/// The items of a chain, each once. Challenges and calls to which the item itself refers may be private; all others are public.
#[derive(Debug, Default)]
pub struct Chain<'c> {
    /// The challenges.
    pub challenges: Vec<&'c Item>,
    /// The calls, the first to open first.
    pub calls: Vec<&'c Item>,
    /// The public services that resulted.
    pub services: Vec<&'c Item>,
}

/// The chain of a call. That of a call for challenges ends with challenges and has no services.
pub fn of_call<'c>(catalogue: &'c Catalogue, item: &'c Item, call: &'c Call) -> Chain<'c> {
    let mut challenges = items(catalogue, &call.challenges);
    let services = match call.is_for_challenges() {
        false => services_of(catalogue, item, call),
        true => {
            add(&mut challenges, catalogue.referrers(&item.key, Kind::Challenge, &["call"]));
            Vec::new()
        }
    };
    if challenges.is_empty() {
        let of_services = services.iter().filter_map(|service| startup(service));
        add(&mut challenges, of_services.flat_map(|startup| public_items(catalogue, &startup.challenges)));
    }
    Chain { challenges, calls: vec![item], services }
}

/// The chain of a challenge, without the calls for challenges that collected it ([`collected_by`]).
pub fn of_challenge<'c>(catalogue: &'c Catalogue, item: &'c Item) -> Chain<'c> {
    let mut calls = catalogue.referrers(&item.key, Kind::Call, &["challenges"]);
    calls.retain(|item| call(item).is_some_and(|call| !call.is_for_challenges()));
    let mut services = catalogue.referrers(&item.key, Kind::Startup, &["challenges"]);
    let of_calls = calls.iter().filter_map(|item| Some((*item, call(item)?)));
    let of_calls = of_calls.flat_map(|(item, call)| services_of(catalogue, item, call));
    // A service that lists its challenges solves no others of its call.
    let solves = |service: &&Item| {
        startup(service).is_some_and(|own| own.challenges.is_empty() || own.challenges.contains(&item.key))
    };
    add(&mut services, of_calls.filter(solves));
    if calls.is_empty() {
        add(&mut calls, services.iter().flat_map(|service| calls_of(catalogue, service)));
        calls.retain(|item| catalogue.is_public(item));
    }
    sort(&mut calls);
    Chain { challenges: vec![item], calls, services }
}

/// The calls for challenges that collected a challenge: the one to which it refers, and those that refer to it.
pub fn collected_by<'c>(catalogue: &'c Catalogue, item: &Item, challenge: &'c Challenge) -> Vec<&'c Item> {
    let mut calls = items(catalogue, challenge.call.as_slice());
    let referrers = catalogue.referrers(&item.key, Kind::Call, &["challenges"]).into_iter();
    add(&mut calls, referrers.filter(|item| call(item).is_some_and(Call::is_for_challenges)));
    calls
}

/// The chain of a service.
pub fn of_startup<'c>(catalogue: &'c Catalogue, item: &'c Item, startup: &'c Startup) -> Chain<'c> {
    let mut calls = calls_of(catalogue, item);
    sort(&mut calls);
    let mut challenges = items(catalogue, &startup.challenges);
    if challenges.is_empty() {
        let of_calls = calls.iter().filter(|item| catalogue.is_public(item)).filter_map(|item| call(item));
        add(&mut challenges, of_calls.flat_map(|call| public_items(catalogue, &call.challenges)));
    }
    Chain { challenges, calls, services: vec![item] }
}

/// The public services that resulted from a call: those in its final results, then those that refer to it.
fn services_of<'c>(catalogue: &'c Catalogue, item: &Item, call: &'c Call) -> Vec<&'c Item> {
    let mut services = Vec::new();
    let of_results = call.awards().filter_map(|result| catalogue.public(result.startup.as_ref()?));
    add(&mut services, of_results);
    add(&mut services, catalogue.referrers(&item.key, Kind::Startup, &["calls"]));
    services
}

/// The calls to which a service refers, and those whose final results refer to it.
fn calls_of<'c>(catalogue: &'c Catalogue, item: &'c Item) -> Vec<&'c Item> {
    let mut calls = startup(item).map(|startup| items(catalogue, &startup.calls)).unwrap_or_default();
    let is_final = |found: &&Item| {
        let results = call(found).into_iter().flat_map(Call::awards);
        results.into_iter().any(|result| result.startup.as_ref() == Some(&item.key))
    };
    add(&mut calls, catalogue.referrers(&item.key, Kind::Call, &["results"]).into_iter().filter(is_final));
    calls
}

fn items<'c>(catalogue: &'c Catalogue, keys: &[Key]) -> Vec<&'c Item> {
    let mut items = Vec::new();
    add(&mut items, keys.iter().filter_map(|key| catalogue.items.get(key)));
    items
}

fn public_items<'c>(catalogue: &'c Catalogue, keys: &[Key]) -> Vec<&'c Item> {
    keys.iter().filter_map(|key| catalogue.public(key)).collect()
}

/// Adds the items that the list does not have.
fn add<'c>(items: &mut Vec<&'c Item>, more: impl IntoIterator<Item = &'c Item>) {
    for item in more {
        if !items.iter().any(|known| known.key == item.key) {
            items.push(item);
        }
    }
}

fn sort(calls: &mut [&Item]) {
    calls.sort_by_key(|item| (state::ordering_moment(item), item.key.clone()));
}

fn call(item: &Item) -> Option<&Call> {
    if let Facts::Call(call) = &item.facts { Some(call) } else { None }
}

fn startup(item: &Item) -> Option<&Startup> {
    if let Facts::Startup(startup) = &item.facts { Some(startup) } else { None }
}
