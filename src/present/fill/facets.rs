//! The filters of the search page: names and values as in query strings, the same in every language.

use std::collections::BTreeSet;

use crate::base::lang::{Lang, Text};
use crate::base::moment::Moment;
use crate::base::moment::month::Month;
use crate::base::route::to_id;
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::present::fill::context::Context;
use crate::site::state;

/// The names of the filters, in the order of display.
pub const FILTERS: [&str; 7] = ["kind", "state", "theme", "organisation", "year", "instrument", "place"];

/// Not a filter: the language of a title, where it is not the page's.
pub const FOREIGN: &str = "lang";

/// Not a filter: marks invented items in results.
pub const EXAMPLE: &str = "example";

/// The name of a filter, and a value that an item has for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Facet {
    /// One of [`FILTERS`].
    pub name: &'static str,
    /// The value: an id, a key of the model, a year; a state is prefixed by its kind, `call.open`, which defines it.
    pub value: String,
}

/// The facets of an item, without duplicates.
pub fn facets(context: &Context<'_>, item: &Item) -> Vec<Facet> {
    let [kind, state, theme, organisation, year, instrument, place] = FILTERS;
    let mut all = vec![(kind, item.key.kind.word().to_owned())];
    all.extend(context.state(item).map(|state_now| (state, format!("{}.{}", item.key.kind.word(), state_now.key))));
    let themes: BTreeSet<&String> = item.common.themes.iter().collect();
    all.extend(themes.into_iter().map(|id| (theme, id.clone())));
    let named = organisations(item).filter(|key| context.catalogue.public(key).is_some());
    let named: BTreeSet<&Key> = named.collect();
    all.extend(named.into_iter().map(|key| (organisation, key.id.to_string())));
    all.extend(years(context, item).into_iter().map(|number| (year, number.to_string())));
    if let Facts::Call(call) = &item.facts {
        let procedure = call.instrument.map(|procedure| Into::<&str>::into(procedure).to_owned());
        all.extend(procedure.map(|procedure| (instrument, procedure)));
    }
    all.extend(place_id(item).filter(|id| !id.is_empty()).map(|id| (place, id)));
    all.into_iter().map(|(name, value)| Facet { name, value }).collect()
}

/// Where an event takes place, in the first language, so that the value is the same in all.
fn place_id(item: &Item) -> Option<String> {
    let Facts::Event(event) = &item.facts else { return None };
    let id = |text: &Text| to_id(text.wording(Lang(0), item.original).text);
    let location = event.location.as_ref()?;
    let named = location.name.as_ref().map(id).or_else(|| location.address.as_deref().map(to_id));
    Some(named.unwrap_or_else(|| Into::<&str>::into(location.mode).to_owned()))
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

/// The years of an item.
fn years(context: &Context<'_>, item: &Item) -> BTreeSet<i16> {
    let (zone, now) = (&item.common.zone, context.catalogue.now);
    let year = |moment: Moment| Month::of(moment.day(zone)).year();
    let own: [Option<Moment>; 2] = match &item.facts {
        Facts::Call(call) => {
            let opens = call.opens.map(|opens| opens.moment);
            // What closes at midnight closes on the day before.
            [opens, call.closes().map(|closes| closes.moment.seconds_before(1))]
        }
        Facts::Event(event) => [Some(state::event_bounds(item, event).0), None],
        Facts::Programme(programme) => [programme.start.map(|start| start.start(zone)), None],
        Facts::Organisation(_) | Facts::Page(_) => return BTreeSet::new(),
        Facts::Challenge(_) | Facts::Startup(_) | Facts::Update(_) => [None, None],
    };
    let mut years: BTreeSet<i16> = own.into_iter().flatten().map(year).collect();
    if years.is_empty() {
        years.extend(state::ordering_moment(item).filter(|date| *date <= now).map(year));
    }
    years
}
