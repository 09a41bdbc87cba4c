//! Reverse backlinks: the items that refer to an item, by role. What an item refers to itself is among its facts.

use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::present::fill::context::Context;
use crate::present::view::part::Related;
use crate::present::view::value::Html;
use crate::site::listing;

/// The most items of a role that are shown at once.
const SHOWN: usize = 5;

/// A reverse relation: its role, which is the key of its string, the kind that refers, and the fields.
type Tie = (&'static str, Kind, &'static [&'static str]);

/// Calls whose outcome names the organisation, and those of which only an earlier stage does.
const WON: &str = "won_calls";
/// See [`WON`].
const SELECTED: &str = "selected_calls";

/// The role of the programmes that an organisation leads without being responsible for them.
const LED: &str = "led_programmes";

const OF_CHALLENGE: &[Tie] = &[("events", Kind::Event, &["challenge"])];
const OF_CALL: &[Tie] = &[("events", Kind::Event, &["call"]), ("calls", Kind::Call, &["part_of"])];
const OF_EVENT: &[Tie] =
    &[("parts", Kind::Event, &["part_of"]), ("stage_of", Kind::Call, &["stages"]), ("calls", Kind::Call, &["part_of"])];
const OF_PROGRAMME: &[Tie] =
    &[("calls", Kind::Call, &["programme", "part_of"]), ("events", Kind::Event, &["programme", "part_of"])];
const OF_STARTUP: &[Tie] = &[("highlighted_by", Kind::Programme, &["highlighted"])];
const OF_ORGANISATION: &[Tie] = &[
    ("ordered_calls", Kind::Call, &["ordering_party"]),
    ("owned_challenges", Kind::Challenge, &["owner"]),
    ("partner_calls", Kind::Call, &["partners"]),
    (WON, Kind::Call, &["results"]),
    (SELECTED, Kind::Call, &["results"]),
    ("organised_events", Kind::Event, &["organiser"]),
    ("hosted_events", Kind::Event, &["host"]),
    ("partner_events", Kind::Event, &["partners"]),
    ("owned_programmes", Kind::Programme, &["owner"]),
    (LED, Kind::Programme, &["lead"]),
    ("supported_programmes", Kind::Programme, &["support"]),
    ("carried_startups", Kind::Startup, &["organisation"]),
    ("sponsored_startups", Kind::Startup, &["sponsors"]),
];
const OF_ALL: &[Tie] = &[("updates", Kind::Update, &["about"])];

/// How many public items of a kind refer to an organisation, in whatever role.
pub fn count(context: &Context<'_>, item: &Item, kind: Kind) -> usize {
    let fields = OF_ORGANISATION.iter().chain(OF_ALL).filter(|(_, of, _)| *of == kind);
    let fields: Vec<&str> = fields.flat_map(|(.., fields)| fields.iter().copied()).collect();
    context.catalogue.referrers(&item.key, kind, &fields).len()
}

/// The items that refer to this one, by role.
pub fn related(context: &Context<'_>, item: &Item) -> Vec<Related> {
    let own = match item.key.kind {
        Kind::Challenge => OF_CHALLENGE,
        Kind::Call => OF_CALL,
        Kind::Event => OF_EVENT,
        Kind::Programme => OF_PROGRAMME,
        Kind::Startup => OF_STARTUP,
        Kind::Organisation => OF_ORGANISATION,
        Kind::Update | Kind::Page => &[],
    };
    let brief = matches!(item.key.kind, Kind::Call | Kind::Organisation);
    let tied = own.iter().chain(OF_ALL).map(|(role, kind, fields)| {
        let mut items = context.catalogue.referrers(&item.key, *kind, fields);
        if *role == LED {
            items.retain(|programme| !is_owned(programme, item));
        }
        if [WON, SELECTED].contains(role) {
            items.retain(|call| has_won(call, item) == (*role == WON));
        }
        listing::sort_mixed(context.catalogue, &mut items, context.lang);
        let card = |item| if brief { context.card_in_short(item) } else { context.card(item) };
        let mut cards: Vec<Html> = items.into_iter().filter_map(card).collect();
        let count = cards.len();
        let more = cards.split_off(count.min(SHOWN));
        Related { role: (*role).to_owned(), count, brief, cards, more }
    });
    tied.filter(|related| !related.cards.is_empty()).collect()
}

/// True if an organisation is responsible for a programme, so that it is not listed again among those it leads.
fn is_owned(programme: &Item, organisation: &Item) -> bool {
    matches!(&programme.facts, Facts::Programme(programme) if programme.owner.contains(&organisation.key))
}

/// True if an organisation is named by the outcome of a call, not by an earlier stage alone.
fn has_won(call: &Item, organisation: &Item) -> bool {
    let Facts::Call(call) = &call.facts else { return false };
    call.awards().any(|award| award.organisation.as_ref() == Some(&organisation.key))
}
