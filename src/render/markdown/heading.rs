//! Headings and ids: which level a heading has on the page, and what it is called there.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag};

use crate::base::route::to_id;
use crate::render::markdown::{Headings, OPTIONS};
use crate::render::sanitize::escape;

/// The ids of a text.
pub struct Ids<'a> {
    prefix: &'a str,
    /// Ids of the page around the text: an id made from words steps aside, and an author cannot have them.
    around: &'a [&'a str],
    /// Ids that the author wrote, wherever they stand: an id made from words steps aside.
    written: HashSet<&'a str>,
    taken: HashSet<String>,
    /// For words that made an id, the next number to try behind it.
    next: HashMap<String, usize>,
    /// The ids in use as they stand in the HTML.
    pub list: Vec<String>,
}

impl<'a> Ids<'a> {
    /// No ids yet, in a text with this source.
    pub fn new(source: &'a str, prefix: &'a str, around: &'a [&'a str]) -> Self {
        Self {
            prefix,
            around,
            written: written_ids(source),
            taken: HashSet::new(),
            next: HashMap::new(),
            list: Vec::new(),
        }
    }

    /// An id for a heading, made from its words.
    pub fn make(&mut self, words: &str) -> String {
        let id = to_id(words);
        let id = if id.is_empty() { "section".to_owned() } else { id };
        self.free(id)
    }

    /// The id that the author wrote, or nothing if it is taken or not the author's to take.
    pub fn claim(&mut self, id: &str) -> Result<String, Refusal> {
        if is_reserved(id) {
            return Err(Refusal::Reserved);
        }
        if id.is_empty() || id.contains(cannot_be_in_id) {
            return Err(Refusal::NoId);
        }
        if self.is_around(id) || !self.taken.insert(id.to_owned()) {
            return Err(Refusal::Taken);
        }
        Ok(self.list(id))
    }

    /// The id of something of our own, whose name no author can take.
    pub fn own(&mut self, id: &str) -> String {
        self.list(id)
    }

    /// An id as it is in this text.
    pub fn prefixed(&self, id: &str) -> String {
        format!("{}{id}", self.prefix)
    }

    fn free(&mut self, id: String) -> String {
        let mut number = self.next.get(&id).copied().unwrap_or(1);
        let name = loop {
            let name = if number == 1 { id.clone() } else { format!("{id}-{number}") };
            number += 1;
            if !self.is_around(&name) && !self.written.contains(name.as_str()) && self.taken.insert(name.clone()) {
                break name;
            }
        };
        self.next.insert(id, number);
        self.list(&name)
    }

    /// True for an id that the page around the text has.
    fn is_around(&self, id: &str) -> bool {
        self.prefix.is_empty() && self.around.contains(&id)
    }

    fn list(&mut self, id: &str) -> String {
        let id = self.prefixed(id);
        self.list.push(id.clone());
        id
    }
}

/// Why an author cannot have an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It belongs to the theme or to the footnotes.
    Reserved,
    /// It is empty or holds spaces.
    NoId,
    /// It stands elsewhere in the text.
    Taken,
}

/// A heading that is being written.
pub struct Draft {
    /// How many elements are open with it.
    pub depth: usize,
    /// Where its start tag begins.
    pub start: usize,
    /// Where its start tag lacks the id.
    pub at: usize,
    /// Where its start tag ends.
    pub end: usize,
    /// Its level on the page.
    pub level: u8,
    /// Its words so far, as the author wrote them.
    pub words: String,
    /// Its id.
    pub id: DraftId,
    /// How many ids there are before its own.
    pub ids: usize,
    /// Where it stands in the text.
    pub range: Range<usize>,
}

/// How a heading comes to its id.
pub enum DraftId {
    /// Made from its words.
    FromWords,
    /// The author asks for it.
    Asked(String),
    /// It stands in the start tag.
    Written(String),
}

/// True for an id of the theme, or of a footnote.
pub fn is_reserved(id: &str) -> bool {
    id.starts_with('_') || id.starts_with("fn:") || id.starts_with("fnref:")
}

fn cannot_be_in_id(character: char) -> bool {
    character.is_whitespace() || character.is_control() || escape::is_forbidden(character)
}

/// By how many levels the headings of a text are moved down.
pub fn shift(source: &str, headings: Headings) -> u8 {
    let Headings::From(top) = headings else { return 0 };
    // Most texts in facts hold nothing that a heading is made with, and are not parsed twice.
    let may_hold_one = source.contains('#') || source.lines().any(|line| line.trim_end().ends_with(['=', '-']));
    if !may_hold_one {
        return top.saturating_sub(1);
    }
    let level = |event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(number(level)),
        _ => None,
    };
    let topmost = Parser::new_ext(source, OPTIONS).filter_map(level).min();
    top.saturating_sub(topmost.unwrap_or(1))
}

/// The level on the page of a heading written at `level`.
pub fn level_on_page(level: u8, headings: Headings, shift: u8) -> u8 {
    match headings {
        Headings::Body => level.max(2),
        Headings::From(top) => (level + shift).clamp(top.min(6), 6),
    }
}

/// The level of a heading as a number.
pub fn number(level: HeadingLevel) -> u8 {
    level as u8
}

/// Everything in a source that looks like an id given by the author. To take too much for one does no harm.
fn written_ids(source: &str) -> HashSet<&str> {
    let bytes = source.as_bytes();
    let attributes = source.match_indices('{').filter(|(at, _)| bytes.get(at + 1) == Some(&b'#')).map(|(at, _)| at + 2);
    let raw = source.match_indices('=').filter(|(at, _)| bytes[..*at].ends_with(b"id")).map(|(at, _)| at + 1);
    attributes.chain(raw).filter_map(|start| id_at(source, start)).collect()
}

fn id_at(source: &str, start: usize) -> Option<&str> {
    let quoted = matches!(source.as_bytes().get(start), Some(b'"' | b'\''));
    let start = start + usize::from(quoted);
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'}' | b'"' | b'\'' | b'>');
    // Nobody writes longer ids, and without a limit a long line of `id=id=` would be read again and again.
    let length = source.as_bytes().get(start..)?.iter().take(200).position(ends)?;
    source.get(start..start + length)
}
