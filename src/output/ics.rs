//! Calendars (iCalendar): events, closings of calls and the dates of a theme.
//!
//! Sources: RFC 5545 (iCalendar), RFC 7986 (names, refreshing, conferences). UIDs contain neither host, title nor
//! language, so that a program sees each entry once and follows its changes. Calendars contain no build time.

mod deadline;
mod entry;
mod event;
mod line;
mod zone;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use crate::base::moment::{Moment, Zone};
use crate::base::sync::lock_ignoring_poison;
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::output::ics::entry::CalendarEntry;
use crate::output::ics::line::ContentLines;
use crate::output::ics::zone::timezone;
use crate::present::fill::context::Context;
use crate::site::feed_scope::FeedScope;
use crate::site::plan::content::CalendarScope;

/// A moment of the year 2025, as seconds since 1970.
const ANY_MOMENT: i64 = 1_750_000_000;

/// How often programs should refresh: twice a day, as often as a deadline could move.
const REFRESH: &str = "PT12H";

/// The parts that calendars of one language share, each created on first use.
#[derive(Debug, Default)]
pub struct CalendarCache {
    /// The entry of an item, if it has one.
    entries: Mutex<BTreeMap<Key, Option<Arc<CalendarEntry>>>>,
    /// The VTIMEZONE of a zone, by its name, first and last year.
    clocks: Mutex<BTreeMap<(String, i16, i16), Arc<str>>>,
}

impl CalendarCache {
    fn entry(&self, context: &Context<'_>, item: &Item) -> Option<Arc<CalendarEntry>> {
        get_or_make(&self.entries, &item.key, || entry(context, item).map(Arc::new))
    }

    fn clocks(&self, zone: &Zone, first: Moment, last: Moment) -> Arc<str> {
        let (first, last) = (zone.local_time(first).year(), zone.local_time(last).year());
        get_or_make(&self.clocks, &(zone.name().to_owned(), first, last), || timezone(zone, first, last).into())
    }
}

/// The value of a key, created on first use. Two threads may both create it: the values are equal.
fn get_or_make<K: Ord + Clone, V: Clone>(all: &Mutex<BTreeMap<K, V>>, key: &K, make: impl FnOnce() -> V) -> V {
    let all = || lock_ignoring_poison(all);
    let known = all().get(key).cloned();
    known.unwrap_or_else(|| {
        let value = make();
        all().insert(key.clone(), value.clone());
        value
    })
}

/// The number of entries written at a time.
const AT_A_TIME: usize = 64;

/// Writes a calendar in the language of the context.
pub fn write(
    context: &Context<'_>,
    calendar_cache: &CalendarCache,
    scope: &CalendarScope,
    to: &mut dyn Write,
) -> io::Result<()> {
    let items = items(context, scope).into_par_iter();
    let mut entries: Vec<Arc<CalendarEntry>> = items.filter_map(|item| calendar_cache.entry(context, item)).collect();
    entries.sort_by(|a, b| (a.start, &a.uid).cmp(&(b.start, &b.uid)));
    let mut lines = ContentLines::default();
    lines.begin("VCALENDAR");
    head(context, scope, &mut lines);
    zones(context, calendar_cache, &entries).iter().for_each(|zone| lines.written(zone));
    for entries in entries.chunks(AT_A_TIME) {
        entries.iter().for_each(|entry| lines.written(&entry.text));
        to.write_all(std::mem::take(&mut lines).into_text().as_bytes())?;
    }
    lines.end("VCALENDAR");
    to.write_all(lines.into_text().as_bytes())
}

/// The items of a calendar: listed ones, without a translation too; the calendar of one item always has it.
fn items<'c>(context: &Context<'c>, scope: &CalendarScope) -> Vec<&'c Item> {
    let catalogue = context.catalogue;
    match scope {
        CalendarScope::Events => catalogue.listed(Kind::Event).collect(),
        CalendarScope::Deadlines => catalogue.listed(Kind::Call).collect(),
        CalendarScope::Topic(topic) => {
            let dated = |key: &&Key| matches!(key.kind, Kind::Event | Kind::Call);
            let keys = context.lists.of_topic(context.lang, *topic).iter().filter(dated);
            keys.filter_map(|key| catalogue.items.get(key)).collect()
        }
        CalendarScope::Item(key) => catalogue.items.get(key).into_iter().collect(),
    }
}

fn entry(context: &Context<'_>, item: &Item) -> Option<CalendarEntry> {
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

/// The calendar properties. There is no METHOD, which is for messages: with one, DTSTAMP would be the time of sending
/// (RFC 5545, section 3.8.7.2).
fn head(context: &Context<'_>, scope: &CalendarScope, lines: &mut ContentLines) {
    lines.property("PRODID").text("-//parvis//NONSGML parvis//EN");
    lines.property("VERSION").value("2.0");
    lines.property("CALSCALE").value("GREGORIAN");
    let catalogue = context.catalogue;
    let (feed_scope, about) = match scope {
        CalendarScope::Events => {
            (FeedScope::Section(Kind::Event), context.localizer.string("kind.event.about").to_owned())
        }
        CalendarScope::Deadlines => {
            (FeedScope::Section(Kind::Call), context.localizer.string("kind.call.about").to_owned())
        }
        CalendarScope::Topic(topic) => {
            let label = context.localize_site(&catalogue.site.themes[*topic].label).text;
            (FeedScope::Topic(*topic), context.localizer.fill("themes.described", &[("theme", &label)]))
        }
        // A name would make programs create a calendar for one date.
        CalendarScope::Item(_) => return,
    };
    let name = context.calendar(scope).title;
    let page = context.plan.scope_page(catalogue, context.lang, &feed_scope);
    let source = context.absolute(&context.plan.calendar(catalogue, context.lang, scope));
    // Each property is written as in RFC 7986 and in its older de facto form.
    lines.lang_string("NAME", &name);
    lines.lang_string("X-WR-CALNAME", &name);
    lines.property("DESCRIPTION").text(&about);
    lines.property("X-WR-CALDESC").text(&about);
    lines.property("URL").value(&context.absolute(&page));
    lines.property("SOURCE").parameter("VALUE", "URI").value(&source);
    lines.property("REFRESH-INTERVAL").parameter("VALUE", "DURATION").value(REFRESH);
    lines.property("X-PUBLISHED-TTL").value(REFRESH);
}

/// The VTIMEZONE of every zone that entries refer to. A calendar without entries has that of the site, since at least
/// one component is required (RFC 5545, section 3.6).
fn zones(context: &Context<'_>, calendar_cache: &CalendarCache, entries: &[Arc<CalendarEntry>]) -> Vec<Arc<str>> {
    let mut used: BTreeMap<&str, (&Zone, Moment, Moment)> = BTreeMap::new();
    for entry in entries {
        if let Some((zone, start, end)) = &entry.clocks {
            let (_, first, last) = used.entry(zone.name()).or_insert((zone, *start, *end));
            (*first, *last) = ((*first).min(*start), (*last).max(*end));
        }
    }
    let site = &context.catalogue.site.zone;
    // Any fixed year will do; with the current one the calendar would change over time.
    if let (true, Some(any)) = (entries.is_empty(), Moment::from_unix_seconds(ANY_MOMENT)) {
        used.insert(site.name(), (site, any, any));
    }
    used.values().map(|(zone, first, last)| calendar_cache.clocks(zone, *first, *last)).collect()
}
