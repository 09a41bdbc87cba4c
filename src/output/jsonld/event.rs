//! Events: when, where and by whom, as announced at `now`.

use crate::kind::amendment::AmendedValue;
use crate::kind::event::{Event, Location, Mode, Period, Registration, Status};
use crate::kind::item::Item;
use crate::kind::key::Kind;
use crate::output::jsonld::call::price;
use crate::output::jsonld::node::{Json, Node, member, number};
use crate::output::jsonld::{organisation, thing};
use crate::present::fill::context::Context;
use crate::present::fill::event::takes_registrations;
use crate::present::localizer::date::machine;
use crate::read::date::DateOrTime;

/// An event on its own page.
pub fn node(context: &Context<'_>, item: &Item, event: &Event) -> Node {
    let (start, end) = match event.period() {
        Period::Instants { start, end } if start.clock.is_some() && end.clock.is_some() => {
            (machine(&start, &item.common.zone), machine(&end, &item.common.zone))
        }
        // Without times, the page shows days.
        Period::Instants { start, end } => (start.day.to_string(), end.day.to_string()),
        // A month is written as a month (ISO 8601-1 section 5.2.2.2): its first day would be more precise than known.
        Period::Dates { start, end } => (start.to_string(), end.to_string()),
    };
    let moves = moves(event);
    let organisers = if event.organiser.is_empty() { event.host.as_slice() } else { &event.organiser };
    let (above, about) = match &event.part_of {
        Some(part_of) if part_of.kind == Kind::Event => (Some(part_of), None),
        other => (None, other.as_ref()),
    };
    let about = [event.call.as_ref(), event.challenge.as_ref(), event.programme.as_ref(), about];
    let audience = event.audience.as_ref().map(|audience| context.localize(audience, item).text);
    thing::described(context, item)
        .with("startDate", start)
        .with("endDate", end)
        .with("eventStatus", statuses(event.status, !moves.is_empty()))
        .with("previousStartDate", moves)
        .with("eventAttendanceMode", attendance(event).map(member))
        .with("location", locations(context, item, event))
        .with("organizer", thing::mentions(context, organisers))
        .with("contributor", thing::mentions(context, &event.partners))
        .with("audience", audience.map(|audience| Node::new("Audience").with("audienceType", audience)))
        .with("inLanguage", event.languages.clone())
        .with("maximumAttendeeCapacity", event.capacity)
        .with("isAccessibleForFree", event.price.as_ref().and_then(|price| Some(price.amount?.thousandths == 0)))
        .with("offers", offer(context, item, event))
        .with("about", thing::mentions(context, about.into_iter().flatten()))
        .with("superEvent", above.and_then(|key| thing::mention(context, key)))
        .with(
            "recordedIn",
            event.recording.as_ref().map(|film| Node::new("CreativeWork").with("url", film.url.as_str())),
        )
}

/// The previous start dates, in the order of their announcement.
fn moves(event: &Event) -> Vec<String> {
    let mut moved: Vec<_> = (event.amendments.iter()).filter(|amendment| amendment.field == "start").collect();
    moved.sort_by_key(|amendment| amendment.date.map(|date| date.order()));
    let day = |from: &AmendedValue| match from {
        AmendedValue::DateOrTime(DateOrTime::Instant(instant)) => Some(instant.day.to_string()),
        AmendedValue::DateOrTime(DateOrTime::Date(date)) => Some(date.to_string()),
        AmendedValue::Word(_) | AmendedValue::Text(_) | AmendedValue::Other => None,
    };
    moved.into_iter().filter_map(|amendment| day(amendment.from.as_ref()?)).collect()
}

fn statuses(status: Status, is_moved: bool) -> Vec<Json> {
    let names: &[&str] = match (status, is_moved) {
        (Status::Scheduled, false) => &["EventScheduled"],
        (Status::Scheduled, true) => &["EventRescheduled"],
        (Status::MovedOnline, false) => &["EventMovedOnline"],
        (Status::MovedOnline, true) => &["EventMovedOnline", "EventRescheduled"],
        (Status::Postponed, _) => &["EventPostponed"],
        (Status::Cancelled, _) => &["EventCancelled"],
    };
    names.iter().map(|name| member(name)).collect()
}

/// The attendance mode: online once it was moved there.
fn mode(event: &Event) -> Option<Mode> {
    match event.status {
        Status::MovedOnline => Some(Mode::Online),
        Status::Scheduled | Status::Postponed | Status::Cancelled => Some(event.location.as_ref()?.mode),
    }
}

fn attendance(event: &Event) -> Option<&'static str> {
    mode(event).map(|mode| match mode {
        Mode::Onsite => "OfflineEventAttendanceMode",
        Mode::Online => "OnlineEventAttendanceMode",
        Mode::Hybrid => "MixedEventAttendanceMode",
    })
}

fn locations(context: &Context<'_>, item: &Item, event: &Event) -> Vec<Json> {
    let named = |name: String| Json::from(Node::new("Place").with("name", &*name).with("address", &*name));
    let more = event.places.iter().map(|place| named(context.localize(place, item).text));
    let url = |location: &Location| location.url.clone();
    // The `url` of an onsite location is the page of the place, not of a meeting.
    let meeting = event.location.as_ref().filter(|location| location.mode != Mode::Onsite).and_then(url);
    // Search engines ask where to go: to the registration, else to the page of the event, where the meeting itself is not public.
    let sign_up = event.registration.as_ref().and_then(|registration| registration.url.clone());
    let page = || context.absolute(&context.plan.item(item, context.lang));
    let online = || {
        let url = meeting.clone().or_else(|| sign_up.clone()).unwrap_or_else(page);
        Json::from(Node::new("VirtualLocation").with("url", url))
    };
    let mut found: Vec<Json> = match (mode(event), &event.location) {
        (Some(Mode::Online), _) => return vec![online()],
        (Some(Mode::Hybrid), Some(location)) => {
            place(context, item, location, None).into_iter().chain([online()]).collect()
        }
        (Some(Mode::Onsite), Some(location)) => place(context, item, location, url(location)).into_iter().collect(),
        (None, _) | (Some(_), None) => Vec::new(),
    };
    found.extend(more);
    found
}

/// A place, if its name or address is known.
fn place(context: &Context<'_>, item: &Item, location: &Location, url: Option<String>) -> Option<Json> {
    let name = location.name.as_ref().map(|name| context.localize(name, item).text);
    let room = location.room.as_deref();
    let address = location.address.as_deref().map(|line| organisation::address(line).with("extendedAddress", room));
    let is_known = name.is_some() || address.is_some();
    let place = Node::new("Place").with("name", name.clone());
    // Search engines ask for an address; the name of a place is one in words.
    let place = match address {
        Some(address) => place.with("address", address),
        None => place.with("address", name),
    };
    let place = place.with("url", url);
    is_known.then(|| Json::from(place))
}

/// The price and the registration, if either is known.
fn offer(context: &Context<'_>, item: &Item, event: &Event) -> Option<Node> {
    let registration = event.registration.as_ref();
    let sign_up = registration.and_then(|registration| registration.url.as_deref());
    let exact = event.price.as_ref().filter(|price| price.amount.is_some());
    let bounded = event.price.as_ref().filter(|price| price.amount.is_none());
    if sign_up.is_none() && event.price.is_none() {
        return None;
    }
    let availability = |registration: &Registration| match registration {
        Registration { full: true, .. } => Some(member("SoldOut")),
        open if takes_registrations(item, event, open, context.catalogue.now) => Some(member("InStock")),
        _ => None,
    };
    let closes = registration.and_then(|registration| registration.closes);
    let offer = Node::new("Offer")
        .with("price", exact.and_then(|price| price.amount).map(number))
        .with("priceCurrency", exact.map(|price| price.currency.as_str()))
        .with("priceSpecification", bounded.map(|money| price(context, item, money)))
        .with("availability", registration.and_then(availability))
        .with("validThrough", closes.map(|closes| machine(&closes, &item.common.zone)))
        .with("url", sign_up);
    Some(offer)
}
