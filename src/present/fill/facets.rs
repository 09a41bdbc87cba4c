//! The filters of the search page: names and values as in query strings, the same in every language.

use std::collections::BTreeSet;

use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::present::fill::context::Context;
use crate::site::listing::{self, Group};

/// The names of the filters, in the order of display.
pub const FILTERS: [&str; 3] = ["kind", "state", "theme"];

/// The values of the filter `state`, in the order of display. Words of every kind would be too many to choose from.
pub const SITUATIONS: [&str; 3] = ["open", "coming", "over"];

/// The name of a filter, and a value that an item has for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Facet {
    /// One of [`FILTERS`].
    pub name: &'static str,
    /// The value: a kind, one of [`SITUATIONS`], the id of a theme.
    pub value: String,
}

/// The facets of an item, without duplicates.
pub fn facets(context: &Context<'_>, item: &Item) -> Vec<Facet> {
    let [kind, state, theme] = FILTERS;
    let mut all = vec![(kind, item.key.kind.word().to_owned())];
    let group = listing::group(context.catalogue, item, context.catalogue.now);
    all.extend(group.map(|group| (state, situation(group).to_owned())));
    let themes: BTreeSet<&String> = item.common.themes.iter().collect();
    all.extend(themes.into_iter().map(|id| (theme, id.clone())));
    all.into_iter().map(|(name, value)| Facet { name, value }).collect()
}

/// What a group of a list comes to: one of [`SITUATIONS`].
fn situation(group: Group) -> &'static str {
    let [open, coming, over] = SITUATIONS;
    match group {
        Group::Open | Group::Ongoing | Group::InCall | Group::Incubating | Group::Active => open,
        Group::Announced | Group::Undated | Group::Suspended | Group::Coming | Group::Waiting => coming,
        // It is being judged: nobody can answer any more.
        Group::Evaluating => over,
        Group::Closed
        | Group::Past
        | Group::Solved
        | Group::Declined
        | Group::AfterIncubation
        | Group::Ended
        | Group::Withdrawn => over,
    }
}

/// The organisations that an item names.
pub fn organisations(item: &Item) -> impl Iterator<Item = &Key> {
    let lists: Vec<&[Key]> = match &item.facts {
        Facts::Challenge(challenge) => vec![&challenge.owner],
        Facts::Call(call) => vec![&call.ordering_party, &call.partners],
        Facts::Event(event) => vec![&event.organiser, &event.partners, event.host.as_slice()],
        Facts::Programme(programme) => vec![&programme.owner, programme.lead.as_slice(), &programme.support],
        Facts::Startup(startup) => vec![&startup.sponsors, startup.organisation.as_slice()],
        Facts::Organisation(organisation) => vec![organisation.parent.as_slice()],
        Facts::Update(update) => vec![&update.about],
        Facts::Page(_) => Vec::new(),
    };
    let winners = match &item.facts {
        Facts::Call(call) => call.results.as_slice(),
        _ => &[],
    };
    let winners: Vec<&Key> = winners.iter().filter_map(|winner| winner.organisation.as_ref()).collect();
    lists.into_iter().flatten().chain(winners).filter(|key| key.kind == Kind::Organisation)
}
