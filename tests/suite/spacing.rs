//! Spacing in everything that the demonstration publishes: no ordinary space between a number and its unit, behind `n°` or `M.`, and in
//! French before `:`, `;`, `!`, `?` and `»` or behind `«`; neither in pages nor in their titles and descriptions, feeds, calendars,
//! letters and open data.

use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use parvis::base::moment::Moment;
use parvis::base::output::Content;
use parvis::compile::Options;
use rayon::prelude::*;

use crate::built::files;
use crate::project::{root, snapshot};

/// Attributes whose values visitors read or hear.
const READ: [&str; 7] = ["alt", "aria-label", "content", "label", "placeholder", "title", "data-words"];

/// Elements whose text no rule of a language touches.
const UNTOUCHED: [&str; 7] = ["code", "pre", "kbd", "samp", "script", "style", "textarea"];

/// Elements without an end tag.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The texts of a page in a language: those of its elements, and the attributes that are read.
struct Texts {
    lang: &'static str,
    /// For each open element its name, and whether its text is in the language and bound by the rules.
    open: RefCell<Vec<(String, bool)>>,
    texts: RefCell<Vec<String>>,
}

impl TokenSink for Texts {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut open = self.open.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let name = tag.name.to_string();
                let lang = tag.attrs.iter().find(|attr| &*attr.name.local == "lang").map(|attr| attr.value.to_string());
                let was_in_it = open.last().is_none_or(|(_, is_in_it)| *is_in_it);
                let is_in_it = lang.map_or(was_in_it, |lang| lang.starts_with(self.lang));
                let attributes = tag.attrs.iter().filter(|attr| is_in_it && READ.contains(&&*attr.name.local));
                self.texts.borrow_mut().extend(attributes.map(|attr| attr.value.to_string()));
                if !VOID.contains(&&*name) && !tag.self_closing {
                    let is_bound = is_in_it && !UNTOUCHED.contains(&&*name);
                    open.push((name, is_bound));
                }
            }
            Token::TagToken(tag) => {
                if let Some(at) = open.iter().rposition(|(name, _)| *name == *tag.name) {
                    open.truncate(at);
                }
            }
            Token::CharacterTokens(text) if open.last().is_none_or(|(_, is_in_it)| *is_in_it) => {
                self.texts.borrow_mut().push(text.to_string());
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The texts of markup in a language.
fn texts(markup: &str, lang: &'static str) -> Vec<String> {
    let sink = Texts { lang, open: RefCell::default(), texts: RefCell::default() };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(markup.into());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.texts.take()
}

/// The first ordinary space of a text at which no line may break, with what is around it.
fn wrong_space(text: &str, lang: &str) -> Option<String> {
    const UNITS: [&str; 9] = ["%", "€", "h", "km", "ko", "Mo", "Go", "mm", "°"];
    const FRENCH: [&str; 12] = [
        "secondes", "minutes", "heures", "jours", "semaines", "mois", "an", "ans", "euros", "million", "millions",
        "mètres",
    ];
    const ENGLISH: [&str; 11] =
        ["seconds", "minutes", "hours", "days", "weeks", "months", "year", "years", "euros", "million", "metres"];
    let is_french = lang == "fr";
    let words: &[&str] = if is_french { &FRENCH } else { &ENGLISH };
    let is_unit = |rest: &str| {
        let mut rests = UNITS.iter().chain(words).filter_map(|unit| rest.strip_prefix(unit));
        rests.any(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let is_name = |before: &str, after: &str| {
        let follows =
            |words: &[&str]| words.iter().any(|word| before == *word || before.ends_with(&format!(" {word}")));
        after.starts_with(|c: char| c.is_ascii_digit()) && follows(&["n°", "art.", "No.", "p."])
            || after.starts_with(char::is_uppercase) && is_french && follows(&["M.", "Mme"])
    };
    let at = text.match_indices(' ').map(|(at, _)| at).find(|at| {
        let (before, after) = (&text[..*at], &text[at + 1..]);
        let is_mark = after.starts_with([';', '!', '?', '»']) || after == ":" || after.starts_with(": ");
        is_french && (is_mark || before.ends_with('«'))
            || before.ends_with(|c: char| c.is_ascii_digit()) && is_unit(after)
            || is_name(before, after)
    })?;
    let start = text[..at].char_indices().rev().nth(30).map_or(0, |(start, _)| start);
    Some(text[start..].chars().take(60).collect())
}

#[test]
fn no_french_text_of_the_demonstration_breaks_before_a_mark_or_a_unit() {
    check("fr");
}

#[test]
fn no_english_text_of_the_demonstration_breaks_before_a_unit() {
    check("en");
}

fn check(lang: &'static str) {
    let mut snapshot = snapshot(root());
    snapshot.now = Moment::from_unix_seconds(1_795_863_600).expect("28 November 2026, 12:00");
    let is_wanted = |path: &str| {
        let is_text = [".html", ".xml", ".atom", ".json", ".ics", ".txt"].iter().any(|end| path.ends_with(end));
        path.starts_with(&format!("{lang}/")) && is_text || path.starts_with("data/") && path.ends_with(".json")
    };
    let tree = files(&snapshot, &Options::default(), is_wanted);
    let outputs: Vec<_> = tree.iter().collect();
    let mut wrong: Vec<String> = outputs
        .par_iter()
        .flat_map_iter(|(path, output)| {
            let Content::Bytes(bytes) = &output.content else { return Vec::new() };
            let text = String::from_utf8_lossy(bytes);
            let found: Vec<String> = if path.ends_with(".html") {
                texts(&text, lang)
            } else if path.ends_with(".xml") || path.ends_with(".atom") {
                let unwrapped = text.replace("<![CDATA[", "").replace("]]>", "");
                texts(&unwrapped, lang)
                    .into_iter()
                    .flat_map(|text| if text.contains('<') { texts(&text, lang) } else { vec![text] })
                    .collect()
            } else if path.ends_with(".ics") {
                text.replace("\r\n ", "").lines().map(str::to_owned).collect()
            } else if path.ends_with(".json") {
                let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
                let mut strings = Vec::new();
                // Open data have all languages; feeds one.
                collect(&value, if path.starts_with("data/") { Some(lang) } else { None }, &mut strings);
                strings.into_iter().flat_map(|text| texts(&text, lang)).collect()
            } else {
                text.lines().map(str::to_owned).collect()
            };
            found.iter().filter_map(|text| wrong_space(text, lang)).map(|text| format!("{path}: {text:?}")).collect()
        })
        .collect();
    wrong.sort();
    wrong.dedup_by(|a, b| {
        a.split_once(": ").map(|(_, text)| text.to_owned()) == b.split_once(": ").map(|(_, text)| text.to_owned())
    });
    assert!(outputs.len() > 300, "{}", outputs.len());
    assert!(wrong.is_empty(), "{} texts, such as {:#?}", wrong.len(), &wrong[..wrong.len().min(60)]);
}

/// All strings of a JSON value; with a language those below its tag alone.
fn collect(value: &serde_json::Value, lang: Option<&str>, strings: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if lang.is_none() => strings.push(text.clone()),
        serde_json::Value::Array(members) => members.iter().for_each(|member| collect(member, lang, strings)),
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                let within = lang.filter(|lang| name != lang);
                collect(value, within, strings);
            }
        }
        _ => {}
    }
}
