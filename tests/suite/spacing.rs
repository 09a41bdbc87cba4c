//! French spacing in everything that the demonstration publishes: no ordinary space before `:`, `;`, `!`, `?` and `»`, behind `«`,
//! or between a number and its unit; neither in pages nor in their titles and descriptions, feeds, calendars and letters.

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

/// The French texts of a page: those of its elements, and the attributes that are read.
#[derive(Default)]
struct French {
    /// For each open element its name, and whether its text is French and bound by the rules.
    open: RefCell<Vec<(String, bool)>>,
    texts: RefCell<Vec<String>>,
}

impl TokenSink for French {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut open = self.open.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let name = tag.name.to_string();
                let lang = tag.attrs.iter().find(|attr| &*attr.name.local == "lang").map(|attr| attr.value.to_string());
                let was_french = open.last().is_none_or(|(_, is_french)| *is_french);
                let is_french = lang.map_or(was_french, |lang| lang.starts_with("fr"));
                let attributes = tag.attrs.iter().filter(|attr| is_french && READ.contains(&&*attr.name.local));
                self.texts.borrow_mut().extend(attributes.map(|attr| attr.value.to_string()));
                if !VOID.contains(&&*name) && !tag.self_closing {
                    let is_bound = is_french && !UNTOUCHED.contains(&&*name);
                    open.push((name, is_bound));
                }
            }
            Token::TagToken(tag) => {
                if let Some(at) = open.iter().rposition(|(name, _)| *name == *tag.name) {
                    open.truncate(at);
                }
            }
            Token::CharacterTokens(text) if open.last().is_none_or(|(_, is_french)| *is_french) => {
                self.texts.borrow_mut().push(text.to_string());
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The French texts of markup.
fn texts(markup: &str) -> Vec<String> {
    let tokenizer = Tokenizer::new(French::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(markup.into());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.texts.take()
}

/// The first ordinary space of a French text at which no line may break, with what is around it.
fn wrong_space(text: &str) -> Option<String> {
    const UNITS: [&str; 8] = ["%", "€", "h", "ko", "Mo", "Go", "mm", "°"];
    let is_unit = |rest: &str| {
        let unit = UNITS.iter().find_map(|unit| rest.strip_prefix(unit));
        unit.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let at = text.match_indices(' ').map(|(at, _)| at).find(|at| {
        let (before, after) = (&text[..*at], &text[at + 1..]);
        let is_mark = after.starts_with([';', '!', '?', '»']) || after == ":" || after.starts_with(": ");
        is_mark || before.ends_with('«') || before.ends_with(|c: char| c.is_ascii_digit()) && is_unit(after)
    })?;
    let start = text[..at].char_indices().rev().nth(30).map_or(0, |(start, _)| start);
    Some(text[start..].chars().take(60).collect())
}

#[test]
fn no_french_text_of_the_demonstration_breaks_before_a_mark_or_a_unit() {
    let mut snapshot = snapshot(root());
    snapshot.now = Moment::from_unix_seconds(1_795_863_600).expect("28 November 2026, 12:00");
    let is_wanted = |path: &str| {
        let is_text = [".html", ".xml", ".atom", ".json", ".ics", ".txt"].iter().any(|end| path.ends_with(end));
        path.starts_with("fr/") && is_text
    };
    let tree = files(&snapshot, &Options::default(), is_wanted);
    let outputs: Vec<_> = tree.iter().collect();
    let mut wrong: Vec<String> = outputs
        .par_iter()
        .flat_map_iter(|(path, output)| {
            let Content::Bytes(bytes) = &output.content else { return Vec::new() };
            let text = String::from_utf8_lossy(bytes);
            let found: Vec<String> = if path.ends_with(".html") {
                texts(&text)
            } else if path.ends_with(".xml") || path.ends_with(".atom") {
                let unwrapped = text.replace("<![CDATA[", "").replace("]]>", "");
                texts(&unwrapped)
                    .into_iter()
                    .flat_map(|text| if text.contains('<') { texts(&text) } else { vec![text] })
                    .collect()
            } else if path.ends_with(".ics") {
                text.replace("\r\n ", "").lines().map(str::to_owned).collect()
            } else if path.ends_with(".json") {
                let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
                let mut strings = Vec::new();
                collect(&value, &mut strings);
                strings.into_iter().flat_map(|text| texts(&text)).collect()
            } else {
                text.lines().map(str::to_owned).collect()
            };
            found.iter().filter_map(|text| wrong_space(text)).map(|text| format!("{path}: {text:?}")).collect()
        })
        .collect();
    wrong.sort();
    wrong.dedup_by(|a, b| {
        a.split_once(": ").map(|(_, text)| text.to_owned()) == b.split_once(": ").map(|(_, text)| text.to_owned())
    });
    assert!(outputs.len() > 300, "{}", outputs.len());
    assert!(wrong.is_empty(), "{} texts, such as {:#?}", wrong.len(), &wrong[..wrong.len().min(60)]);
}

/// All strings of a JSON value.
fn collect(value: &serde_json::Value, strings: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => strings.push(text.clone()),
        serde_json::Value::Array(members) => members.iter().for_each(|member| collect(member, strings)),
        serde_json::Value::Object(fields) => fields.values().for_each(|value| collect(value, strings)),
        _ => {}
    }
}
