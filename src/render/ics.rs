//! Calendars: events, closings of calls and the dates of a theme, for calendar programs.
//!
//! Sources: RFC 5545 (iCalendar), RFC 7986 (names, refreshing, conferences). Ids hold neither host, title nor language,
//! so that a program sees each thing once and follows it as it moves. No time of the build is in a calendar.

mod deadline;
mod entry;
mod event;
mod line;
mod zone;

use std::collections::BTreeMap;

use crate::base::moment::{Moment, Zone};
use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::render::fill::context::Context;
use crate::render::ics::entry::{Time, Vevent};
use crate::render::ics::line::{Component, phrase, text, value, written};
use crate::render::ics::zone::timezone;
use crate::site::plan::content::Agenda;
use crate::site::subject::Subject;

/// A moment of the year 2025, as seconds since 1970.
const ANY_MOMENT: i64 = 1_750_000_000;

/// How often a program should look for news: twice a day, as often as a deadline could move.
const REFRESH: &str = "PT12H";

/// A calendar in the language of the context.
pub fn calendar(context: &Context<'_>, agenda: &Agenda) -> Vec<u8> {
    let mut entries: Vec<Vevent> = items(context, agenda).into_iter().filter_map(|item| entry(context, item)).collect();
    entries.sort_by(|a, b| (a.start, &a.uid).cmp(&(b.start, &b.uid)));
    let mut parts = zones(context, &entries);
    parts.extend(entries.into_iter().map(|entry| entry.component));
    written(&Component { name: "VCALENDAR", lines: head(context, agenda), parts }).into_bytes()
}

/// The items of a calendar: listed ones, those without a translation too; one event has its calendar for good.
fn items<'c>(context: &Context<'c>, agenda: &Agenda) -> Vec<&'c Item> {
    let catalogue = context.catalogue;
    match agenda {
        Agenda::Events => catalogue.listed(Kind::Event).collect(),
        Agenda::Deadlines => catalogue.listed(Kind::Call).collect(),
        Agenda::Theme(theme) => {
            let id = &catalogue.site.themes[*theme].id.value;
            let dated = catalogue.listed(Kind::Event).chain(catalogue.listed(Kind::Call));
            dated.filter(|item| item.common.themes.contains(id)).collect()
        }
        Agenda::Event(key) => catalogue.items.get(key).into_iter().collect(),
    }
}

fn entry(context: &Context<'_>, item: &Item) -> Option<Vevent> {
    match &item.facts {
        Facts::Event(event) => event::event(context, item, event),
        Facts::Call(call) => deadline::deadline(context, item, call),
        Facts::Challenge(_)
        | Facts::Programme(_)
        | Facts::Startup(_)
        | Facts::Organisation(_)
        | Facts::Update(_)
        | Facts::Page(_) => None,
    }
}

/// What is said of the whole. There is no METHOD, which is for messages: with one, DTSTAMP would be the time of
/// sending (RFC 5545, section 3.8.7.2).
fn head(context: &Context<'_>, agenda: &Agenda) -> Vec<String> {
    let mut lines =
        vec![text("PRODID", "-//parvis//NONSGML parvis//EN"), value("VERSION", "2.0"), value("CALSCALE", "GREGORIAN")];
    let catalogue = context.catalogue;
    let (subject, about) = match agenda {
        Agenda::Events => (Subject::Section(Kind::Event), context.words.word("kind.event.about").to_owned()),
        Agenda::Deadlines => (Subject::Section(Kind::Call), context.words.word("kind.call.about").to_owned()),
        Agenda::Theme(theme) => {
            let label = context.site_phrase(&catalogue.site.themes[*theme].label).text;
            (Subject::Theme(*theme), context.words.fill("themes.described", &[("theme", &label)]))
        }
        // A name would make programs open a calendar of its own for one event.
        Agenda::Event(_) => return lines,
    };
    let name = context.calendar(agenda).title;
    let page = context.plan.subject(catalogue, context.lang, &subject);
    let source = context.absolute(&context.plan.calendar(catalogue, context.lang, agenda));
    // Each thing is said in the word of RFC 7986 and in the older one that programs agreed on.
    lines.extend([
        phrase("NAME", &name),
        phrase("X-WR-CALNAME", &name),
        text("DESCRIPTION", &about),
        text("X-WR-CALDESC", &about),
        value("URL", &context.absolute(&page)),
        value("SOURCE;VALUE=URI", &source),
        value("REFRESH-INTERVAL;VALUE=DURATION", REFRESH),
        value("X-PUBLISHED-TTL", REFRESH),
    ]);
    lines
}

/// The clocks of every zone that entries are told by. A calendar without entries has those of the site, since one
/// component at least is asked for (RFC 5545, section 3.6).
fn zones(context: &Context<'_>, entries: &[Vevent]) -> Vec<Component> {
    let mut used: BTreeMap<&str, (&Zone, Moment, Moment)> = BTreeMap::new();
    for entry in entries {
        if let Time::Hours(start, end, zone) = &entry.time
            && entry.time.is_local()
        {
            let (_, first, last) = used.entry(zone.name()).or_insert((zone, *start, *end));
            (*first, *last) = ((*first).min(*start), (*last).max(*end));
        }
    }
    let site = &context.catalogue.site.zone;
    // Any year will do but the present one, with which the calendar would change by itself.
    if let (true, Some(any)) = (entries.is_empty(), Moment::from_unix_seconds(ANY_MOMENT)) {
        used.insert(site.name(), (site, any, any));
    }
    used.values().map(|(zone, first, last)| timezone(zone, *first, *last)).collect()
}
