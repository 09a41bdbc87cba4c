//! The way from a challenge by a call to a service, for the pages of the three.

use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::present::fill::context::Context;
use crate::present::view::path::{PathItem, PathStep, PathView};
use crate::present::view::value::LangString;
use crate::site::chain::{self, Chain};
use crate::site::state;

/// The way that an item is on; `None` where it is tied to nothing, or of another kind.
pub fn path(context: &Context<'_>, item: &Item) -> Option<PathView> {
    let catalogue = context.catalogue;
    let (chain, order): (Chain<'_>, &[Kind]) = match &item.facts {
        Facts::Challenge(_) => (chain::of_challenge(catalogue, item), WHOLE),
        Facts::Call(call) => {
            (chain::of_call(catalogue, item, call), if call.is_for_challenges() { COLLECTING } else { WHOLE })
        }
        Facts::Startup(startup) => (chain::of_startup(catalogue, item, startup), WHOLE),
        _ => return None,
    };
    let steps = order.iter().filter_map(|kind| step(context, &chain, *kind, item)).collect::<Vec<_>>();
    let is_tied = chain.challenges.len() + chain.calls.len() + chain.services.len() > 1;
    is_tied.then_some(PathView { steps })
}

const WHOLE: &[Kind] = &[Kind::Challenge, Kind::Call, Kind::Startup];
const COLLECTING: &[Kind] = &[Kind::Call, Kind::Challenge];

/// A step of the path. One without items is left out, except that of the services, which says why there are none.
fn step(context: &Context<'_>, chain: &Chain<'_>, kind: Kind, here: &Item) -> Option<PathStep> {
    let items = match kind {
        Kind::Challenge => &chain.challenges,
        Kind::Call => &chain.calls,
        _ => &chain.services,
    };
    let (end, reason) = match kind {
        Kind::Startup if items.is_empty() => end(context, &chain.calls),
        _ => (None, None),
    };
    (!items.is_empty() || end.is_some()).then(|| PathStep {
        kind: kind.word().to_owned(),
        here: here.key.kind == kind,
        items: items.iter().filter_map(|item| path_item(context, item, here)).collect(),
        end: end.map(str::to_owned),
        reason,
    })
}

/// Why no service came of these calls (yet), with the reason that the last of them gave.
fn end(context: &Context<'_>, calls: &[&Item]) -> (Option<&'static str>, Option<LangString>) {
    let catalogue = context.catalogue;
    let ended = calls.iter().filter_map(|item| match &item.facts {
        Facts::Call(call) => Some((item, call, state::call_state(item, call, &catalogue.site, catalogue.now))),
        _ => None,
    });
    let ended: Vec<_> = ended.collect();
    match ended.last() {
        None => (Some("open"), None),
        Some(_) if ended.iter().any(|(_, _, state)| !state.is_ended()) => (Some("open"), None),
        Some(_) if ended.iter().any(|(_, _, state)| state.has_result()) => (Some("unlisted"), None),
        Some((item, call, _)) => {
            (Some("failed"), call.outcome_reason.as_ref().map(|reason| context.localize(reason, item)))
        }
    }
}

fn path_item(context: &Context<'_>, item: &Item, here: &Item) -> Option<PathItem> {
    let mut link = context.link(&item.key)?;
    if item.key == here.key {
        link.href = None;
    }
    let is_public = context.catalogue.is_public(item);
    Some(PathItem {
        link,
        state: context.state(item).filter(|_| is_public),
        reason: is_public.then(|| stopped(context, item)).flatten(),
        example: item.common.example && !here.common.example,
    })
}

/// A public service that came of a call, with its phase today.
pub fn service(context: &Context<'_>, key: &Key, here: &Item) -> Option<PathItem> {
    let item = context.catalogue.public(key)?;
    path_item(context, item, here)
}

/// Why a service is not worked on any more: the note of its last phase, once that has ended or is none of work.
fn stopped(context: &Context<'_>, item: &Item) -> Option<LangString> {
    let Facts::Startup(startup) = &item.facts else { return None };
    let phase = state::current_phase(item, startup, &context.catalogue.site, context.catalogue.now)?;
    let is_over = context.state(item)?.tone == "done";
    phase.note.as_ref().filter(|_| is_over).map(|note| context.localize(note, item))
}
