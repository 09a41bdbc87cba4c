//! The facts of an event, for its page.

use crate::base::moment::{Moment, PartialDate};
use crate::kind::event::{self, AgendaItem, Period, Status};
use crate::kind::item::{Facts, Item};
use crate::present::fill::context::Context;
use crate::present::fill::facts::facts;
use crate::present::qr::qr;
use crate::present::view::event as view;
use crate::present::view::value::LangString;
use crate::site::plan::content::CalendarScope;
use crate::site::state;

/// The fields that [`facts`] skips, since this view shows them in another way.
const OWN: &[&str] =
    &["start", "end", "location", "languages", "registration", "agenda", "documents", "recording", "status"];

/// The facts of an event.
pub fn event(context: &Context<'_>, item: &Item, event: &event::Event) -> view::EventView {
    let status = event.status;
    view::EventView {
        facts: facts(context, item, event, OWN),
        when: Context { localizer: context.localizer.with_weekdays(), ..*context }.event_when(item, event),
        qr: qr(&context.absolute(&context.plan.item(item, context.lang))),
        location: location(context, item, event),
        languages: event.languages.iter().map(|tag| context.language(tag)).collect(),
        present: present(context, item, event, context.catalogue.now),
        later: context.later(item, |item, moment| match &item.facts {
            Facts::Event(event) => present(context, item, event, moment),
            _ => view::EventStatus::default(),
        }),
        agenda: agenda(context, item, event),
        documents: context.documents(&event.documents, item),
        recording: event.recording.as_ref().map(|recording| view::RecordingView {
            url: recording.url.clone(),
            captions: recording.captions.first().map(|first| first != "false"),
        }),
        status: (status != Status::Scheduled).then(|| Into::<&str>::into(status).to_owned()),
        unconfirmed: is_unconfirmed(event),
        status_reason: (status != Status::Scheduled).then(|| status_reason(context, item, event)).flatten(),
    }
}

/// What one can do at a moment.
fn present(context: &Context<'_>, item: &Item, event: &event::Event, now: Moment) -> view::EventStatus {
    let state = state::event_state(item, event, now);
    let over = state::event_bounds(item, event).1 <= now;
    let is_on = is_on(item, event, now);
    view::EventStatus {
        state: Into::<&str>::into(state).to_owned(),
        over,
        countdown: context.countdown(item, now),
        calendar: state::calendar_period(event).filter(|_| is_on).map(|_| calendar(context, item)),
        registration: registration(context, item, event, now).filter(|_| is_on),
    }
}

/// True for an event that is to take place or goes on.
pub fn is_on(item: &Item, event: &event::Event, now: Moment) -> bool {
    now < state::event_bounds(item, event).1 && !matches!(event.status, Status::Cancelled | Status::Postponed)
}

/// True for an event of which no more than its announcement is known: a month without a day, and nothing that came of it.
fn is_unconfirmed(event: &event::Event) -> bool {
    let day_unknown = match event.period() {
        Period::Instants { .. } => false,
        Period::Dates { start, .. } => matches!(start, PartialDate::Month(..) | PartialDate::Year(_)),
    };
    let has_traces = event.report.is_some()
        || event.attendance.is_some()
        || event.recording.is_some()
        || !event.documents.is_empty();
    day_unknown && !has_traces
}

/// Why an event has the status that it has: the reason of the last change of it.
pub fn status_reason(context: &Context<'_>, item: &Item, event: &event::Event) -> Option<LangString> {
    let changes = event.amendments.iter().filter(|amendment| amendment.field == "status");
    let last = changes.max_by_key(|amendment| amendment.date.map(PartialDate::order))?;
    last.reason.as_ref().map(|reason| context.localize(reason, item))
}

/// The address of an event's own calendar.
fn calendar(context: &Context<'_>, item: &Item) -> String {
    let scope = CalendarScope::Item(item.key.clone());
    context.href(&context.plan.calendar(context.catalogue, context.lang, &scope))
}

/// Where an event takes place, as announced at `now`.
pub fn location(context: &Context<'_>, item: &Item, event: &event::Event) -> Option<view::LocationView> {
    let location = event.location.as_ref()?;
    let text = |text: &_| context.localize(text, item);
    let mode = Into::<&str>::into(location.mode).to_owned();
    Some(view::LocationView {
        mode,
        name: location.name.as_ref().map(text),
        address: location.address.clone(),
        room: location.room.clone(),
        url: location.url.clone(),
        access: location.access.as_ref().map(text),
    })
}

/// How to register, at a moment.
pub fn registration(
    context: &Context<'_>,
    item: &Item,
    event: &event::Event,
    now: Moment,
) -> Option<view::RegistrationView> {
    let registration = event.registration.as_ref()?;
    Some(view::RegistrationView {
        required: registration.required,
        url: registration.url.clone(),
        closes: registration.closes.map(|closes| context.closing(&closes, item)),
        full: registration.full,
        open: takes_registrations(item, event, registration, now),
        note: registration.note.as_ref().map(|note| context.localize(note, item)),
    })
}

/// True if registration is open at a moment: places are left, and neither the closing date nor, without one, the start
/// of the event is past.
pub fn takes_registrations(item: &Item, event: &event::Event, registration: &event::Registration, now: Moment) -> bool {
    let (start, _) = state::event_bounds(item, event);
    let until = registration.closes.map_or(start, |closes| closes.moment);
    now < until && !registration.full && event.status != Status::Cancelled
}

/// The agenda by day; an event of one day has no heading for it.
fn agenda(context: &Context<'_>, item: &Item, event: &event::Event) -> Vec<view::AgendaDay> {
    let slot = |point: &AgendaItem| view::AgendaSlot {
        start: context.localizer.hour(&point.start, &item.common.zone),
        label: context.localize(&point.label, item),
        speaker: point.speaker.as_ref().map(|speaker| context.localize(speaker, item).text),
    };
    let one_day = match &event.period() {
        Period::Instants { start, end } => start.day == end.day,
        Period::Dates { start, end } => start.first_day() == end.last_day(),
    };
    let mut days: Vec<(crate::base::moment::Day, view::AgendaDay)> = Vec::new();
    for point in &event.agenda {
        if days.last().is_none_or(|(day, _)| *day != point.start.day) {
            let named = (!one_day).then(|| context.date(crate::base::moment::PartialDate::Day(point.start.day)));
            days.push((point.start.day, view::AgendaDay { day: named, slots: Vec::new() }));
        }
        if let Some((_, day)) = days.last_mut() {
            day.slots.push(slot(point));
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}
