//! Events in calendars.

use crate::base::moment::PartialDate;
use crate::kind::event::{Event, Mode, Period, Status};
use crate::kind::item::Item;
use crate::output::ics::entry::{CalendarEntry, EntryFields, EntryTime, entry, fact, marked};
use crate::present::fill::context::Context;
use crate::present::fill::event as fill;
use crate::present::view::event::LocationView;
use crate::present::view::value::LangString;
use crate::site::permalink::uid;
use crate::site::{revision, state};

/// An event with its location, for the functions of this module.
struct EventContext<'a> {
    item: &'a Item,
    event: &'a Event,
    status: Status,
    location: Option<LocationView>,
}

/// The entry of an event; `None` if its days are unknown.
pub fn event(context: &Context<'_>, item: &Item, event: &Event) -> Option<CalendarEntry> {
    let announced = event.period().is_to_the_day();
    let time = match state::calendar_period(event)? {
        Period::Instants { start, end } => EntryTime::Hours(start.moment, end.moment, item.common.zone.clone()),
        Period::Dates { start: PartialDate::Day(first), end: PartialDate::Day(last) } => EntryTime::Days(first, last),
        Period::Dates { .. } => return None,
    };
    let status = event.status;
    let announced_event = EventContext { item, event, status, location: fill::location(context, item, event) };
    // A move online shows in the location; a postponed or cancelled event is marked in its title.
    let state = match status {
        Status::Postponed | Status::Cancelled => Some(format!("state.event.{}", Into::<&str>::into(status))),
        Status::Scheduled | Status::MovedOnline => None,
    };
    let fields = EntryFields {
        uid: uid(&context.catalogue.site.authority, item)?,
        time,
        sequence: revision::event_sequence(event),
        status: match status {
            Status::Cancelled => "CANCELLED",
            Status::Postponed => "TENTATIVE",
            Status::Scheduled | Status::MovedOnline if !announced => "TENTATIVE",
            Status::Scheduled | Status::MovedOnline => "CONFIRMED",
        },
        is_free: state.is_some() || !announced,
        summary: marked(context, item, &context.title(item).text, state.as_deref()),
        facts: facts(context, &announced_event),
        category: context.localizer.string(&format!("type.event.{}", Into::<&str>::into(event.r#type))).to_owned(),
        location: location(context, &announced_event),
        conference: announced_event.connection().map(str::to_owned),
        alarms: Vec::new(),
    };
    Some(entry(context, item, fields))
}

impl EventContext<'_> {
    /// True if it takes place only online.
    fn is_online(&self) -> bool {
        let mode = self.event.location.as_ref().map(|location| location.mode);
        self.status == Status::MovedOnline || mode == Some(Mode::Online)
    }

    /// The address of the online meeting.
    fn connection(&self) -> Option<&str> {
        let mode = self.event.location.as_ref().map(|location| location.mode);
        let connects = self.is_online() || mode == Some(Mode::Hybrid);
        self.location.as_ref().filter(|_| connects)?.url.as_deref()
    }
}

/// The place in one line, as map services expect it.
fn location(context: &Context<'_>, announced_event: &EventContext<'_>) -> Option<LangString> {
    let mode = |mode: Mode| context.localizer.string(&format!("mode.{}", Into::<&str>::into(mode))).to_owned();
    if announced_event.is_online() {
        return Some(LangString::new(mode(Mode::Online)));
    }
    let name = announced_event.location.as_ref().and_then(|location| location.name.clone());
    let lang = name.as_ref().and_then(|name| name.lang.clone());
    let mut parts: Vec<String> = name.into_iter().map(|name| name.text).collect();
    if let Some(location) = &announced_event.location {
        parts.extend(location.address.clone());
        parts.extend(location.room.as_ref().map(|room| format!("{} {room}", context.localizer.string("event.room"))));
    }
    parts.extend(announced_event.event.places.iter().map(|place| context.localize(place, announced_event.item).text));
    if parts.is_empty() {
        return announced_event.event.location.as_ref().map(|location| LangString::new(mode(location.mode)));
    }
    Some(LangString { text: parts.join(", "), lang, ..LangString::default() })
}

/// What participants need to know, without anything that changes over time.
fn facts(context: &Context<'_>, announced_event: &EventContext<'_>) -> Vec<String> {
    let (item, event) = (announced_event.item, announced_event.event);
    let mut facts = Vec::new();
    if let (Status::Postponed | Status::Cancelled, Some(reason)) =
        (announced_event.status, fill::status_reason(context, item, event))
    {
        let word: &str = announced_event.status.into();
        facts.push(fact(context, &format!("state.event.{word}"), &reason.text));
    }
    if let Some(url) = announced_event.connection() {
        facts.push(fact(context, "event.online_link", url));
    }
    if let Some(access) = announced_event
        .location
        .as_ref()
        .filter(|_| !announced_event.is_online())
        .and_then(|place| place.access.as_ref())
    {
        facts.push(access.text.clone());
    }
    if let Some(registration) = fill::registration(context, item, event, context.catalogue.now) {
        let needed = match (registration.full, registration.required) {
            (true, _) => Some("event.full"),
            (false, Some(true)) => Some("event.required"),
            (false, Some(false)) => Some("event.not_required"),
            (false, None) => None,
        };
        facts.extend(needed.map(|needed| fact(context, "event.registration", context.localizer.string(needed))));
        facts.extend(registration.closes.map(|closes| fact(context, "calendar.registration_closes", &closes.text)));
        facts.extend(registration.url.map(|url| fact(context, "event.registration_page", &url)));
        facts.extend(registration.note.map(|note| note.text));
    }
    if let Some(price) = &event.price {
        let price = context.money(price, item);
        facts.push(fact(context, "event.price", &price.text));
        facts.extend(price.note.map(|note| note.text));
    }
    let by: Vec<String> = context.links(&event.organiser).into_iter().map(|link| link.text.text).collect();
    if !by.is_empty() {
        let by: Vec<&str> = by.iter().map(String::as_str).collect();
        facts.push(fact(context, "event.organiser", &context.localizer.list(&by)));
    }
    facts
}
