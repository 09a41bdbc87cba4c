//! Which strings are used: by templates, found by scanning their tags, and by this program, listed here.

use std::collections::BTreeMap;

use crate::base::source::{Place, SourcePath, Span};

/// Strings that Rust code uses. A `*` at the end means every key below.
pub const USED_BY_RUST: &[&str] = &[
    "ahead.more.*",
    "calendar.deadline",
    "calendar.deadline_before",
    "calendar.fact",
    "calendar.marked",
    "calendar.registration_closes",
    "call.closes",
    "call.opens",
    "call.ordering_party.*",
    "call.past_edition",
    "call.portal",
    "call.questions_until",
    "call.received.*",
    "call.shortlisted.*",
    "call.submit.*",
    "card_date.*",
    "challenge.owner",
    "completion.*",
    "count.*",
    "data.about",
    "data.title",
    "date.between",
    "date.between_day",
    "date.day",
    "date.day_in_year",
    "date.days",
    "date.end_of_day",
    "date.first_day",
    "date.from",
    "date.from_day",
    "date.full_hour",
    "date.hours",
    "date.in_zone",
    "date.instant",
    "date.instants",
    "date.month",
    "date.months.*",
    "date.months_between",
    "date.months_short.*",
    "date.other_day",
    "date.since",
    "date.since_day",
    "date.time",
    "date.until",
    "date.until_day",
    "date.weekday",
    "date.weekdays.*",
    "digest.*",
    "door.*",
    "entry.*",
    "event.full",
    "event.not_required",
    "event.online_link",
    "event.organiser",
    "event.price",
    "event.registration",
    "event.registration_page",
    "event.required",
    "event.room",
    "event.when",
    "event.where",
    "feed.*",
    "field.*",
    "follow.by_email",
    "funding.*",
    "group.*",
    "instrument.*",
    "kind.*",
    "language.*",
    "licence.*",
    "list.described",
    "list.more",
    "list.numbered",
    "list.page_of",
    "list.two",
    "markdown.caution",
    "markdown.external",
    "markdown.footnote",
    "markdown.footnote_back",
    "markdown.footnotes",
    "markdown.important",
    "markdown.note",
    "markdown.table",
    "markdown.task_done",
    "markdown.task_open",
    "markdown.tip",
    "markdown.warning",
    "mode.*",
    "money.between",
    "money.max",
    "money.min",
    "money.nothing",
    "money.per.*",
    "money.symbol.*",
    "money.vat.*",
    "money.with_code",
    "money.with_symbol",
    "nav.home",
    "not_found.title",
    "notice.example",
    "notice.example_tag",
    "notice.example_title",
    "number.decimal",
    "number.group",
    "number.more_than",
    "number.percent",
    "organisation.described",
    "organisation.described_alone",
    "panel.winner.*",
    "programme.completion",
    "programme.none_known",
    "programme.owner",
    "programme.period",
    "programme.dropped.*",
    "programme.late.*",
    "programme.reached_of.*",
    "programme.unknown.*",
    "results.about",
    "results.title",
    "search.about",
    "search.doors.*",
    "search.list",
    "search.situation.*",
    "search.title",
    "section_slug.*",
    "size.bytes",
    "size.giga",
    "size.kilo",
    "size.mega",
    "state.*",
    "themes.about",
    "themes.described",
    "themes.one",
    "themes.title",
    "themes.titled",
    "type.*",
    "whatsnew.about",
    "whatsnew.empty",
    "whatsnew.title",
    "zone.*",
    "zone.of",
];

/// Every use of strings, by key; a key that ends in `*` uses every key below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StringUsage(BTreeMap<String, Option<Place>>);

impl StringUsage {
    /// The uses by this program.
    pub fn of_rust() -> Self {
        Self(USED_BY_RUST.iter().map(|key| ((*key).to_owned(), None)).collect())
    }

    /// Adds the uses by a template.
    pub fn add_template(&mut self, path: &SourcePath, text: &str) {
        for (key, span) in uses(text) {
            let place = Place { path: path.clone(), span };
            self.0.entry(key).or_insert(Some(place));
        }
    }

    /// The keys that are used one by one, with a place that uses them.
    pub fn exact(&self) -> impl Iterator<Item = (&str, Option<&Place>)> {
        self.0.iter().filter(|(key, _)| !key.ends_with('*')).map(|(key, place)| (key.as_str(), place.as_ref()))
    }

    /// True if a key is used: by itself, as a plural form or with its parent.
    pub fn uses(&self, key: &str) -> bool {
        let mut above = key;
        // `s.state` alone uses all of `state`, just as `s.state[x]` does.
        loop {
            let below = if above == key { false } else { self.0.contains_key(&format!("{above}.*")) };
            if below || self.0.contains_key(above) {
                return true;
            }
            let Some((parent, _)) = above.rsplit_once('.') else { return self.0.contains_key("*") };
            above = parent;
        }
    }
}

/// The uses of strings in the tags of a template: `s.nav.home` is the key `nav.home`, `s.state[x]` is `state.*`.
fn uses(text: &str) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(open) = text[rest..].find('{').map(|at| at + rest) {
        let (closing, is_code) = match text.as_bytes().get(open + 1) {
            Some(b'{') => ("}}", true),
            Some(b'%') => ("%}", true),
            Some(b'#') => ("#}", false),
            _ => {
                rest = open + 1;
                continue;
            }
        };
        let end = text[open..].find(closing).map_or(text.len(), |at| at + open);
        if is_code {
            tag_uses(text, open + 2, end, &mut found);
        }
        rest = (end + 2).min(text.len());
    }
    found
}

fn tag_uses(text: &str, start: usize, end: usize, found: &mut Vec<(String, Span)>) {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < end {
        match bytes[at] {
            quote @ (b'"' | b'\'' | b'`') => {
                at += 1;
                while at < end && bytes[at] != quote {
                    at += 1;
                }
                at += 1;
            }
            byte if is_name(byte) => {
                let name_end = name_end(bytes, at, end);
                let is_field = at > start && bytes[at - 1] == b'.';
                if &text[at..name_end] == "s" && !is_field {
                    let (key, key_end) = path(text, name_end, end);
                    if !key.is_empty() {
                        found.push((key, Span::new(at, key_end)));
                    }
                    at = key_end;
                } else {
                    at = name_end;
                }
            }
            _ => at += 1,
        }
    }
}

/// The key for `.a.b["c"][d]` after `s`, and where it ends.
fn path(text: &str, start: usize, end: usize) -> (String, usize) {
    let bytes = text.as_bytes();
    let mut parts: Vec<&str> = Vec::new();
    let mut at = start;
    loop {
        let step = if text[at..end].starts_with("?.") { 2 } else { 1 };
        match bytes.get(at..end).and_then(|rest| rest.first()) {
            Some(b'.' | b'?') if bytes.get(at + step).is_some_and(|byte| is_name(*byte)) => {
                let stop = name_end(bytes, at + step, end);
                parts.push(&text[at + step..stop]);
                at = stop;
            }
            Some(b'[') => {
                let literal = text[at + 1..end].strip_prefix('"').and_then(|rest| rest.split_once("\"]"));
                let Some((name, _)) = literal else {
                    parts.push("*");
                    return (parts.join("."), at);
                };
                parts.push(name);
                at += name.len() + 4;
            }
            _ => return (parts.join("."), at),
        }
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn name_end(bytes: &[u8], start: usize, end: usize) -> usize {
    (start..end).find(|at| !is_name(bytes[*at])).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        uses(text).into_iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn uses_are_found_in_tags_only() {
        assert_eq!(
            keys("s.a {{ s.nav.home }} {# s.b #} {% if x.s.c %}{{ s.d?.e | fill(x=\"s.f\") }}"),
            ["nav.home", "d.e"]
        );
        assert_eq!(
            keys("{{ s.state[kind][x] }}{{ s.entry[\"call-opened\"] }}{{ as.b }}"),
            ["state.*", "entry.call-opened"]
        );
    }

    #[test]
    fn using_a_key_uses_the_keys_below_it() {
        let mut usage = StringUsage::default();
        usage.add_template(&SourcePath::new("a.html"), "{{ s.state[x] }}{{ s.count.call }}{{ s.nav.home }}");
        assert!(usage.uses("state.call.open") && usage.uses("count.call.one") && usage.uses("nav.home"));
        assert!(!usage.uses("nav.skip") && !usage.uses("states.x"));
    }
}
