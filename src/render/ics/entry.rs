//! What every entry of a calendar has, whatever it tells: VEVENT (RFC 5545, section 3.6.1).

use crate::base::moment::{Day, Moment, Zone};
use crate::kind::item::Item;
use crate::render::fill::context::Context;
use crate::render::ics::line::{Component, phrase, text, texts, value};
use crate::render::view::value::Phrase;
use crate::site::revision;

/// When an entry is.
#[derive(Clone, Debug, PartialEq)]
pub enum Time {
    /// Whole days, the last included.
    Days(Day, Day),
    /// From a moment on until another, by the clocks of a zone.
    Hours(Moment, Moment, Zone),
}

/// An entry of a calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Vevent {
    /// When it is.
    pub time: Time,
    /// The moment it begins, by which entries are ordered.
    pub start: Moment,
    /// Its id, which it keeps for ever.
    pub uid: String,
    /// The whole of it.
    pub component: Component,
}

/// What one kind of entry tells in its own way.
pub struct Known {
    /// Its id.
    pub uid: String,
    /// When it is.
    pub time: Time,
    /// How often it was changed.
    pub sequence: usize,
    /// `CONFIRMED`, `TENTATIVE` or `CANCELLED`.
    pub status: &'static str,
    /// True when nobody is taken up by it.
    pub is_free: bool,
    /// What it is called.
    pub summary: Phrase,
    /// What else there is to say, each a paragraph.
    pub facts: Vec<String>,
    /// What it is, in a word of the theme.
    pub category: String,
    /// Properties of its kind alone.
    pub lines: Vec<String>,
    /// Its alarms.
    pub alarms: Vec<Component>,
}

impl Time {
    /// True when it is told by the clocks of its zone. UTC needs no zone, and the second of two equal local times
    /// can be told in UTC only (section 3.3.5).
    pub fn is_local(&self) -> bool {
        match self {
            Self::Days(..) => false,
            Self::Hours(start, end, zone) => {
                zone.name() != "UTC" && start.basic_local(zone).is_some() && end.basic_local(zone).is_some()
            }
        }
    }

    fn start(&self, zone: &Zone) -> Moment {
        match self {
            Self::Days(first, _) => zone.day_start(*first),
            Self::Hours(start, ..) => *start,
        }
    }

    /// DTSTART and DTEND. An end is later than its start or is not told (section 3.8.2.2).
    fn lines(&self) -> Vec<String> {
        match self {
            Self::Days(first, last) => {
                let after = last.max(first).tomorrow().unwrap_or(*last);
                let day =
                    |name: &str, day: &Day| value(&format!("{name};VALUE=DATE"), &day.strftime("%Y%m%d").to_string());
                vec![day("DTSTART", first), day("DTEND", &after)]
            }
            Self::Hours(start, end, zone) => {
                let hour = |name: &str, moment: &Moment| match moment.basic_local(zone).filter(|_| self.is_local()) {
                    Some(local) => value(&format!("{name};TZID={}", zone.name()), &local),
                    None => value(name, &moment.basic_utc()),
                };
                let end = (end > start).then(|| hour("DTEND", end));
                std::iter::once(hour("DTSTART", start)).chain(end).collect()
            }
        }
    }
}

/// An entry about an item.
pub fn entry(context: &Context<'_>, item: &Item, told: Known) -> Vevent {
    let now = context.catalogue.now;
    // A record that dates nothing may have changed at any time; what matters is that builds do not tell it anew.
    let epoch = || Moment::from_unix_seconds(0).expect("1970 is within all bounds");
    let stamp = revision::changed(item, now).unwrap_or_else(epoch);
    let page = context.absolute(&context.plan.item(item, context.lang));
    let mut lines = vec![text("UID", &told.uid), value("DTSTAMP", &stamp.basic_utc())];
    lines.extend(told.time.lines());
    lines.push(value("SEQUENCE", &told.sequence.to_string()));
    lines.push(value("STATUS", told.status));
    if told.is_free {
        lines.push(value("TRANSP", "TRANSPARENT"));
    }
    lines.push(phrase("SUMMARY", &told.summary));
    lines.push(phrase("DESCRIPTION", &description(context, item, &told.facts, &page)));
    lines.push(value("URL", &page));
    lines.push(texts("CATEGORIES", categories(context, item, &told.category).iter().map(String::as_str)));
    lines.push(phrase("CONTACT", &contact(context, item)));
    lines.extend(told.lines);
    let start = told.time.start(&item.common.zone);
    Vevent { start, time: told.time, uid: told.uid, component: Component { name: "VEVENT", lines, parts: told.alarms } }
}

/// The title of an entry with what is to be known first: that the item is invented, or called off, by the key of the
/// word for it.
pub fn marked(context: &Context<'_>, item: &Item, title: &str, state: Option<&str>) -> Phrase {
    let words = &context.words;
    let mut text = title.to_owned();
    if let Some(state) = state {
        text = words.fill("calendar.marked", &[("mark", words.word(state)), ("title", &text)]);
    }
    if item.common.example {
        text = words.fill("feed.example", &[("title", &text)]);
    }
    Phrase { text, lang: context.title(item).lang, shown: None }
}

/// A fact with its name: `Prix : Gratuit`.
pub fn fact(context: &Context<'_>, label: &str, value: &str) -> String {
    context.words.fill("calendar.fact", &[("label", context.words.word(label)), ("value", value)])
}

/// The summary, the facts and the address of the page.
fn description(context: &Context<'_>, item: &Item, facts: &[String], page: &str) -> Phrase {
    let summary = context.summary(item).unwrap_or_default();
    let example = item
        .common
        .example
        .then(|| format!("{} {}", context.words.word("notice.example_title"), context.words.word("notice.example")));
    let facts = (!facts.is_empty()).then(|| facts.join("\n"));
    let paragraphs = [example, Some(summary.text), facts, Some(page.to_owned())];
    let paragraphs: Vec<String> = paragraphs.into_iter().flatten().filter(|paragraph| !paragraph.is_empty()).collect();
    Phrase { text: paragraphs.join("\n\n"), lang: summary.lang, shown: None }
}

/// What it is, then its themes.
fn categories(context: &Context<'_>, item: &Item, category: &str) -> Vec<String> {
    let topics = &context.catalogue.site.themes;
    let topic = |id: &String| topics.iter().find(|topic| topic.id.value == *id);
    let themes = item.common.themes.iter().filter_map(topic).map(|topic| context.site_phrase(&topic.label).text);
    std::iter::once(category.to_owned()).chain(themes).collect()
}

/// Whom to ask. ORGANIZER is for invitations that are answered, which these are not (section 3.8.4.3).
fn contact(context: &Context<'_>, item: &Item) -> Phrase {
    let contact = match &item.common.contact {
        Some(contact) => context.contact(contact, Some(item)),
        None => context.contact(&context.catalogue.site.contact, None),
    };
    let lang = contact.name.as_ref().and_then(|name| name.lang.clone());
    let name = contact.name.map(|name| name.text);
    let ways: Vec<String> = [name, contact.email, contact.phone, contact.url].into_iter().flatten().collect();
    Phrase { text: ways.join(", "), lang, shown: None }
}
