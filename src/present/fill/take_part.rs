//! How one takes part in a challenge or a programme: the calls that are open and the event that comes next. They change with
//! time, so they are computed for now and for each moment to come.

use crate::base::moment::Moment;
use crate::kind::item::{Facts, Item};
use crate::present::fill::context::Context;
use crate::present::fill::event::is_on;
use crate::present::view::part::{Coming, FutureState, TakePart};
use crate::site::state;

/// How one takes part in something, by these calls and events, now and later.
pub fn take_part(context: &Context<'_>, here: &Item, items: &[&Item]) -> (TakePart, Vec<FutureState<TakePart>>) {
    let at = |moment| taken_part(context, here, items, moment);
    (at(context.catalogue.now), context.later_of(items, at))
}

fn taken_part(context: &Context<'_>, here: &Item, items: &[&Item], now: Moment) -> TakePart {
    let weekdays = Context { localizer: context.localizer.with_weekdays(), ..*context };
    let mut calls: Vec<(Option<Moment>, Coming)> = Vec::new();
    let mut events: Vec<(Moment, Coming)> = Vec::new();
    for item in items {
        let Some(link) = context.link(&item.key) else { continue };
        let example = item.common.example && !here.common.example;
        match &item.facts {
            Facts::Call(call) if state::call_state(item, call, &context.catalogue.site, now).is_open() => {
                let closes = call.closes();
                let when = closes.map(|closes| weekdays.closing(&closes, item));
                calls.push((closes.map(|closes| closes.moment), Coming { link, when, example }));
            }
            Facts::Event(event) if is_on(item, event, now) => {
                let when = Some(weekdays.event_when(item, event));
                events.push((state::event_bounds(item, event).0, Coming { link, when, example }));
            }
            _ => {}
        }
    }
    // What is always open comes last.
    calls.sort_by_key(|(closes, _)| (closes.is_none(), *closes));
    events.sort_by_key(|(start, _)| *start);
    let next = events.into_iter().next();
    TakePart {
        calls: calls.into_iter().map(|(_, call)| call).collect(),
        is_event_ongoing: next.as_ref().is_some_and(|(start, _)| *start <= now),
        event: next.map(|(_, event)| event),
    }
}
