//! The doors of the home page: where someone begins who has a problem, or a solution. What each says depends on the calls
//! that are open, so it is computed for now and for each moment to come.

use crate::base::moment::Moment;
use crate::kind::call::{Call, Direction};
use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::present::fill::context::Context;
use crate::present::view::listing::{Door, DoorState};
use crate::site::state::{self, CallState};

/// The door to the calls of a direction, of these calls in the order of their list.
pub fn door(context: &Context<'_>, calls: &[&Item], direction: Direction) -> Door {
    let of_direction = |item: &&Item| matches!(&item.facts, Facts::Call(call) if call.direction == direction);
    let calls: Vec<&Item> = calls.iter().copied().filter(of_direction).collect();
    let said = |moment| said(context, &calls, direction, moment);
    Door { now: said(context.catalogue.now), later: context.later_of(&calls, said) }
}

/// What the door says at a moment: the calls that are open, else the next that will be, else where to read on.
fn said(context: &Context<'_>, calls: &[&Item], direction: Direction, moment: Moment) -> DoorState {
    let site = &context.catalogue.site;
    let in_state = |is_it: fn(CallState) -> bool| {
        let found = calls.iter().filter_map(move |item| match &item.facts {
            Facts::Call(call) if is_it(state::call_state(item, call, site, moment)) => Some((*item, &**call)),
            _ => None,
        });
        found.collect::<Vec<(&Item, &Call)>>()
    };
    let key = |said: &str| format!("door.{}.{said}", Into::<&str>::into(direction));
    let list = |kind| context.href(&context.plan.list(context.lang, kind, 1));
    let page = |item: &Item| context.href(&context.plan.item(item, context.lang));
    let open = in_state(CallState::is_open);
    let closing = |(item, call): &(&Item, &Call)| Some((call.closes()?, item.key.clone()));
    let first = open.iter().filter_map(closing).min_by_key(|(closes, key)| (closes.moment, key.clone()));
    let (href, call) = match open.as_slice() {
        [(item, _)] => (page(item), Some(context.title(item))),
        _ => (format!("{}#_open", list(Kind::Call)), None),
    };
    let count = open.len() as u64;
    let example = open.iter().all(|(item, _)| item.common.example);
    let at = |sentence, when| DoorState { sentence, when, href: href.clone(), call: call.clone(), open: true, example };
    if let Some((closes, first)) = first {
        let item = &context.catalogue.items[&first];
        let when = context.localizer.closing(&closes, &item.common.zone, context.zone_shown(item));
        return at(context.localizer.plural(&key("open"), count), Some(when));
    }
    if count > 0 {
        return at(context.localizer.plural(&key("permanent"), count), None);
    }
    let announced = in_state(|state| state == CallState::Announced);
    let opening = |(item, call): &(&Item, &Call)| Some((call.opens?, item.key.clone()));
    if let Some((opens, next)) =
        announced.iter().filter_map(opening).min_by_key(|(opens, key)| (opens.moment, key.clone()))
    {
        let item = &context.catalogue.items[&next];
        let when = context.localizer.instant(&opens, &item.common.zone, context.zone_shown(item));
        let sentence = context.localizer.string(&key("announced")).to_owned();
        let call = Some(context.title(item));
        let example = item.common.example;
        return DoorState { sentence, when: Some(when), href: page(item), call, open: false, example };
    }
    let kind = match direction {
        Direction::Challenges => Kind::Challenge,
        Direction::Solutions => Kind::Call,
    };
    let sentence = context.localizer.string(&key("none")).to_owned();
    DoorState { sentence, href: list(kind), ..DoorState::default() }
}
