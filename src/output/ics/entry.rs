//! Entries of calendars: VEVENT (RFC 5545, section 3.6.1).

use crate::base::moment::{Day, Moment, Zone};
use crate::kind::item::Item;
use crate::output::ics::line::ContentLines;
use crate::present::fill::context::Context;
use crate::present::view::value::LangString;
use crate::site::revision;

/// When an entry is.
#[derive(Clone, Debug, PartialEq)]
pub enum EntryTime {
    /// Whole days, the last included.
    Days(Day, Day),
    /// From one moment to another, in a zone.
    Hours(Moment, Moment, Zone),
}

/// An entry of a calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarEntry {
    /// The zone that it refers to, with its start and end; `None` for whole days and for UTC.
    pub clocks: Option<(Zone, Moment, Moment)>,
    /// The moment it begins, by which entries are ordered.
    pub start: Moment,
    /// Its UID, which never changes.
    pub uid: String,
    /// The serialized VEVENT.
    pub text: String,
}

/// The properties that differ between events and deadlines.
pub struct EntryFields {
    /// Its UID.
    pub uid: String,
    /// When it is.
    pub time: EntryTime,
    /// The number of changes (SEQUENCE).
    pub sequence: usize,
    /// `CONFIRMED`, `TENTATIVE` or `CANCELLED`.
    pub status: &'static str,
    /// True if it does not block time (TRANSP).
    pub is_free: bool,
    /// Its title.
    pub summary: LangString,
    /// The lines of its description.
    pub facts: Vec<String>,
    /// The name of its type.
    pub category: String,
    /// Where it is.
    pub location: Option<LangString>,
    /// The address of the online meeting (RFC 7986, section 5.11).
    pub conference: Option<String>,
    /// The duration of each alarm before the end of the entry (section 3.3.6).
    pub alarms: Vec<String>,
}

impl EntryTime {
    /// The zone that it refers to, with its start and end. UTC needs no zone, and the second of two equal local times
    /// can be written in UTC only (section 3.3.5).
    fn clocks(&self) -> Option<(Zone, Moment, Moment)> {
        let Self::Hours(start, end, zone) = self else { return None };
        let is_local = zone.name() != "UTC" && start.basic_local(zone).is_some() && end.basic_local(zone).is_some();
        is_local.then(|| (zone.clone(), *start, *end))
    }

    fn start(&self, zone: &Zone) -> Moment {
        match self {
            Self::Days(first, _) => zone.day_start(*first),
            Self::Hours(start, ..) => *start,
        }
    }

    /// Writes DTSTART and DTEND. An end must be later than the start or is omitted (section 3.8.2.2).
    fn write(&self, is_local: bool, lines: &mut ContentLines) {
        match self {
            Self::Days(first, last) => {
                let mut day = |name: &str, day: &Day| {
                    let day = day.strftime("%Y%m%d").to_string();
                    lines.property(name).parameter("VALUE", "DATE").value(&day);
                };
                day("DTSTART", first);
                day("DTEND", &last.max(first).tomorrow().unwrap_or(*last));
            }
            Self::Hours(start, end, zone) => {
                let mut hour = |name: &str, moment: &Moment| match moment.basic_local(zone).filter(|_| is_local) {
                    Some(local) => lines.property(name).parameter("TZID", zone.name()).value(&local),
                    None => lines.property(name).value(&moment.basic_utc()),
                };
                hour("DTSTART", start);
                if end > start {
                    hour("DTEND", end);
                }
            }
        }
    }
}

/// An entry about an item.
pub fn entry(context: &Context<'_>, item: &Item, fields: EntryFields) -> CalendarEntry {
    let now = context.catalogue.now;
    // An item without dates has no known change; any constant keeps builds equal.
    let epoch = || Moment::from_unix_seconds(0).expect("1970 is within all bounds");
    let stamp = revision::last_revised(item, now).unwrap_or_else(epoch);
    let page = context.absolute(&context.plan.item(item, context.lang));
    let mut lines = ContentLines::default();
    lines.begin("VEVENT");
    lines.property("UID").text(&fields.uid);
    lines.property("DTSTAMP").value(&stamp.basic_utc());
    let clocks = fields.time.clocks();
    fields.time.write(clocks.is_some(), &mut lines);
    lines.property("SEQUENCE").value(&fields.sequence.to_string());
    lines.property("STATUS").value(fields.status);
    if fields.is_free {
        lines.property("TRANSP").value("TRANSPARENT");
    }
    lines.lang_string("SUMMARY", &fields.summary);
    lines.lang_string("DESCRIPTION", &description(context, item, &fields.facts, &page));
    lines.property("URL").value(&page);
    lines.property("CATEGORIES").texts(categories(context, item, &fields.category).iter().map(String::as_str));
    lines.lang_string("CONTACT", &contact(context, item));
    if let Some(location) = &fields.location {
        lines.lang_string("LOCATION", location);
    }
    if let Some(url) = &fields.conference {
        let label = context.localizer.string("event.online_link");
        lines.property("CONFERENCE").parameter("VALUE", "URI").parameter("LABEL", label).value(url);
    }
    // Alarms are kept for cancelled entries; their summary says so.
    fields.alarms.iter().for_each(|before| alarm(&mut lines, before, &fields.summary));
    lines.end("VEVENT");
    let start = fields.time.start(&item.common.zone);
    CalendarEntry { start, clocks, uid: fields.uid, text: lines.into_text() }
}

/// Writes an alarm (section 3.6.6), a duration before the end of its entry.
fn alarm(lines: &mut ContentLines, before: &str, summary: &LangString) {
    lines.begin("VALARM");
    lines.property("ACTION").value("DISPLAY");
    lines.property("TRIGGER").parameter("RELATED", "END").value(before);
    lines.lang_string("DESCRIPTION", summary);
    lines.end("VALARM");
}

/// The title of an entry, marked as cancelled or the like by the string of `state`, and as invented.
pub fn marked(context: &Context<'_>, item: &Item, title: &str, state: Option<&str>) -> LangString {
    let localizer = &context.localizer;
    let mut text = title.to_owned();
    if let Some(state) = state {
        text = localizer.fill("calendar.marked", &[("mark", localizer.string(state)), ("title", &text)]);
    }
    if item.common.example {
        text = localizer.fill("feed.example", &[("title", &text)]);
    }
    LangString { text, lang: context.title(item).lang, ..LangString::default() }
}

/// A fact with its label: `Prix : Gratuit`.
pub fn fact(context: &Context<'_>, label: &str, value: &str) -> String {
    context.localizer.fill("calendar.fact", &[("label", context.localizer.string(label)), ("value", value)])
}

/// The summary, the facts and the address of the page.
fn description(context: &Context<'_>, item: &Item, facts: &[String], page: &str) -> LangString {
    let summary = context.summary(item).unwrap_or_default();
    let example = item.common.example.then(|| {
        format!("{} {}", context.localizer.string("notice.example_title"), context.localizer.string("notice.example"))
    });
    let facts = (!facts.is_empty()).then(|| facts.join("\n"));
    let paragraphs = [example, Some(summary.text), facts, Some(page.to_owned())];
    let paragraphs: Vec<String> = paragraphs.into_iter().flatten().filter(|paragraph| !paragraph.is_empty()).collect();
    LangString { text: paragraphs.join("\n\n"), lang: summary.lang, ..LangString::default() }
}

/// Its type, then its themes.
fn categories(context: &Context<'_>, item: &Item, category: &str) -> Vec<String> {
    let topics = &context.catalogue.site.themes;
    let topic = |id: &String| topics.iter().find(|topic| topic.id.value == *id);
    let themes = item.common.themes.iter().filter_map(topic).map(|topic| context.localize_site(&topic.label).text);
    std::iter::once(category.to_owned()).chain(themes).collect()
}

/// The contact. ORGANIZER is for invitations with replies, which these are not (section 3.8.4.3).
fn contact(context: &Context<'_>, item: &Item) -> LangString {
    let contact = match &item.common.contact {
        Some(contact) => context.contact(contact, Some(item)),
        None => context.contact(&context.catalogue.site.contact, None),
    };
    let lang = contact.name.as_ref().and_then(|name| name.lang.clone());
    let name = contact.name.map(|name| name.text);
    let ways: Vec<String> = [name, contact.email, contact.phone, contact.url].into_iter().flatten().collect();
    LangString { text: ways.join(", "), lang, ..LangString::default() }
}
