//! Typography by language: spaces before French punctuation and in French numbers, quotation marks, apostrophes and ellipses.
//!
//! Works on texts as they are written out, one after the other, so that a rule sees across the borders of emphasis and
//! links. Knows nothing of elements: whoever writes them says where a line of text begins and ends, what is code, and
//! which language is spoken. A language without a row in the table is left as it was written.

mod characters;
mod numbers;
mod quotes;
mod rules;

use std::borrow::Cow;

use crate::render::sanitize::escape;
use characters::{is_closing, is_ordinary_space, may_stand_before};
use numbers::bind_numbers;
use quotes::Quote;
use rules::{Rules, rules};

/// Stands for what is no text: code, an image, the number of a footnote.
const OBJECT: char = '\u{fffc}';

/// Stands for the start of a line of text.
const START: char = '\0';

/// What the words are written into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// Text between tags: `&`, `<` and `>` are escaped.
    Html,
    /// Words alone.
    Plain,
}

/// Writes texts by the rules of their language.
#[derive(Debug)]
pub struct Typographer {
    medium: Medium,
    /// Languages inside each other; never empty.
    scopes: Vec<Scope>,
    /// The last character written, [`START`] or [`OBJECT`].
    previous: char,
    /// Whether anything but white space was written since the start.
    started: bool,
    /// Length of the output right after the last text.
    tail: usize,
    /// A space that depends on what comes next.
    pending: Option<Pending>,
    /// Spaces are dropped: a mark has brought its own.
    swallows: bool,
    /// The word being written is an address.
    in_address: bool,
}

#[derive(Debug)]
struct Scope {
    rules: Option<&'static Rules>,
    quotes: Vec<Quote>,
}

/// The space before `; ! ? :`, which replaces the bytes `from..to` of the output when the mark turns out to be one.
#[derive(Debug)]
struct Pending {
    from: usize,
    to: usize,
    space: char,
    mark: char,
}

/// A plain text as it is shown: spaces that must not break a line are made so, and nothing else is touched.
pub fn bind<'t>(text: &'t str, lang_tag: &str) -> Cow<'t, str> {
    let binds = |rules: &&Rules| rules.before_high.or(rules.before_colon).or(rules.in_guillemets).is_some();
    // The first byte of « and » is enough to look closer.
    let is_bound = |byte: u8| matches!(byte, b';' | b'!' | b'?' | b':' | 0xC2);
    let Some(rules) = rules(lang_tag).filter(binds) else { return Cow::Borrowed(text) };
    let text = bind_numbers(text, rules);
    if !text.bytes().any(is_bound) {
        return text;
    }
    let mut bound = String::with_capacity(text.len() + 8);
    let mut characters = text.chars().peekable();
    let mut previous = ' ';
    while let Some(character) = characters.next() {
        let before = match characters.peek() {
            Some(';' | '!' | '?') => rules.before_high,
            Some(':') => rules.before_colon,
            Some('»') => rules.in_guillemets,
            _ if previous == '«' => rules.in_guillemets,
            _ => None,
        };
        bound.push(if character == ' ' { before.unwrap_or(' ') } else { character });
        previous = character;
    }
    Cow::Owned(bound)
}

/// A plain text, such as a title, by the rules of its language.
pub fn mend(text: &str, lang_tag: &str) -> String {
    Typographer::new(lang_tag, Medium::Plain).mend_all(text)
}

impl Typographer {
    /// At the start of a line of text in this language.
    pub fn new(lang_tag: &str, medium: Medium) -> Self {
        Self::with(rules(lang_tag), medium)
    }

    /// A plain text by the rules of the language that is spoken now.
    pub fn mend_apart(&self, text: &str) -> String {
        Self::with(self.scopes[self.scopes.len() - 1].rules, Medium::Plain).mend_all(text)
    }

    fn mend_all(mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 8);
        self.text(&mut out, text);
        self.boundary(&mut out);
        out
    }

    fn with(rules: Option<&'static Rules>, medium: Medium) -> Self {
        Self {
            medium,
            scopes: vec![Scope { rules, quotes: Vec::new() }],
            previous: START,
            started: false,
            tail: 0,
            pending: None,
            swallows: false,
            in_address: false,
        }
    }

    /// A line of text ends here, and another one begins.
    pub fn boundary(&mut self, out: &mut String) {
        self.resolve(out, None);
        for scope in (0..self.scopes.len()).rev() {
            self.drop_quotes(out, scope, 0);
        }
        self.previous = START;
        self.started = false;
        self.swallows = false;
        self.in_address = false;
        self.tail = out.len();
    }

    /// The words that follow are in another language, or, without a tag, code.
    pub fn enter(&mut self, lang_tag: Option<&str>) {
        self.scopes.push(Scope { rules: lang_tag.and_then(rules), quotes: Vec::new() });
    }

    /// Back to the language before.
    pub fn leave(&mut self, out: &mut String) {
        let last = self.scopes.len() - 1;
        if last > 0 {
            self.drop_quotes(out, last, 0);
            self.scopes.pop();
        }
    }

    /// What follows is no part of the sentence, such as the number of a footnote.
    pub fn settle(&mut self, out: &mut String) {
        self.resolve(out, None);
    }

    /// Something was written that is no text but stands in the line like a word.
    pub fn object(&mut self, out: &mut String) {
        self.resolve(out, Some(OBJECT));
        self.previous = OBJECT;
        self.started = true;
        self.swallows = false;
        self.tail = out.len();
    }

    /// Writes the end of a line of the source.
    pub fn line_end(&mut self, out: &mut String) {
        self.text(out, "\n");
    }

    /// Says that the line of text was broken here on purpose.
    pub fn line_break(&mut self, out: &mut String) {
        self.resolve(out, None);
        self.previous = START;
        self.started = false;
        self.in_address = false;
        self.tail = out.len();
    }

    /// Writes a text.
    pub fn text(&mut self, out: &mut String, text: &str) {
        let text = escape::permitted(text);
        let text = if self.swallows { self.swallow(&text) } else { &text };
        let Some(first) = text.chars().next() else { return };
        self.resolve(out, Some(first));
        let current = self.scopes.len() - 1;
        match self.scopes[current].rules {
            None => self.copy_all(out, text),
            Some(rules) => self.mend(out, &bind_numbers(text, rules), rules),
        }
        let end = text.trim_end_matches(is_ordinary_space);
        self.started |= !end.is_empty();
    }

    fn swallow<'a>(&mut self, text: &'a str) -> &'a str {
        let rest = text.trim_start_matches(|space: char| space.is_whitespace());
        if rest.len() < text.len()
            && let Some(quote) = self.scopes.last_mut().and_then(|scope| scope.quotes.last_mut())
        {
            quote.swallowed = true;
        }
        self.swallows = rest.is_empty();
        rest
    }

    fn copy_all(&mut self, out: &mut String, text: &str) {
        match self.medium {
            Medium::Html => escape::text(out, text),
            Medium::Plain => out.push_str(text),
        }
        self.previous = text.chars().next_back().unwrap_or(self.previous);
        self.in_address = false;
        self.tail = out.len();
    }

    /// The text piece by piece: what no rule knows is copied in one go.
    fn mend(&mut self, out: &mut String, text: &str, rules: &'static Rules) {
        let bytes = text.as_bytes();
        let (mut at, mut copied) = (0, 0);
        // From where on the end of an address has not been looked for.
        let mut address = self.in_address.then_some(0);
        while let Some(found) = bytes[at..].iter().position(|byte| characters::is_special(*byte)) {
            at += found;
            let special = bytes[at];
            if special == b'@' || (special == b':' && bytes[at..].starts_with(b"://")) {
                address = Some(at);
                at += 1;
                continue;
            }
            if special == 0xC2 && !matches!(bytes.get(at + 1), Some(0xAB | 0xBB)) {
                at += 1;
                continue;
            }
            self.copy(out, &text[copied..at]);
            if let Some(from) = address {
                let goes_on = !bytes[from..at].iter().any(u8::is_ascii_whitespace);
                address = goes_on.then_some(at);
            }
            self.in_address = address.is_some();
            let length = self.special(out, &text[at..], rules);
            at += length;
            copied = at;
            if self.swallows {
                let rest = self.swallow(&text[at..]);
                at = text.len() - rest.len();
                copied = at;
            }
            if let Some(next) = text[at..].chars().next() {
                self.resolve(out, Some(next));
            }
        }
        self.copy(out, &text[copied..]);
        self.in_address = address.is_some_and(|from| !bytes[from..].iter().any(u8::is_ascii_whitespace));
    }

    fn copy(&mut self, out: &mut String, text: &str) {
        if let Some(last) = text.chars().next_back() {
            out.push_str(text);
            self.previous = last;
            self.started |= !text.trim_end_matches(is_ordinary_space).is_empty();
            self.tail = out.len();
        }
    }

    fn push(&mut self, out: &mut String, mark: char) {
        out.push(mark);
        self.previous = mark;
        self.started = true;
        self.tail = out.len();
    }

    /// Writes what `text` begins with, and says how many bytes that was.
    fn special(&mut self, out: &mut String, text: &str, rules: &'static Rules) -> usize {
        let next = text.chars().nth(1);
        match text.as_bytes()[0] {
            b'"' if !self.in_address => self.double(out, next, rules),
            b'\'' if !self.in_address => self.single(out, next, rules),
            b'.' if is_ellipsis(text, self.previous) && !self.in_address => {
                self.push(out, '…');
                return 3;
            }
            mark @ (b';' | b'!' | b'?' | b':') => self.high_mark(out, char::from(mark), rules),
            0xC2 => {
                self.guillemet(out, text, rules);
                return 2;
            }
            byte => match escape::reference(byte) {
                Some(reference) if self.medium == Medium::Html => {
                    out.push_str(reference);
                    self.previous = char::from(byte);
                    self.started = true;
                    self.tail = out.len();
                }
                _ => self.push(out, char::from(byte)),
            },
        }
        1
    }

    fn high_mark(&mut self, out: &mut String, mark: char, rules: &'static Rules) {
        let space = if mark == ':' { rules.before_colon } else { rules.before_high };
        if let Some(space) = space
            && self.pending.is_none()
        {
            let from = self.spaces_from(out);
            let replaces = self.started && from < self.tail;
            let inserts = may_stand_before(self.previous, mark) && !self.in_address;
            if replaces {
                self.pending = Some(Pending { from, to: self.tail, space, mark });
            } else if inserts {
                self.pending = Some(Pending { from: out.len(), to: out.len(), space, mark });
            }
        }
        self.push(out, mark);
    }

    /// Writes the pending space if the mark that waits for it is followed by what follows such a mark.
    fn resolve(&mut self, out: &mut String, next: Option<char>) {
        let Some(pending) = &self.pending else { return };
        let mark = pending.mark;
        if matches!(next, Some(';' | '!' | '?')) && mark != ':' {
            return;
        }
        let (from, to, space) = (pending.from, pending.to, pending.space);
        self.pending = None;
        if next.is_none_or(|next| next.is_whitespace() || is_closing(next, mark)) {
            self.splice(out, from, to, space.encode_utf8(&mut [0; 4]));
        }
    }

    /// Where the ordinary spaces begin that the text written so far ends in.
    fn spaces_from(&self, out: &str) -> usize {
        out[..self.tail].trim_end_matches(is_ordinary_space).len()
    }

    /// Replaces bytes of the output that are already written.
    fn splice(&mut self, out: &mut String, from: usize, to: usize, with: &str) {
        out.replace_range(from..to, with);
        let moved = |place: usize| if place >= to { place - (to - from) + with.len() } else { place };
        self.tail = moved(self.tail);
        if let Some(pending) = &mut self.pending {
            (pending.from, pending.to) = (moved(pending.from), moved(pending.to));
        }
    }
}

fn is_ellipsis(text: &str, previous: char) -> bool {
    text.starts_with("...") && !text[3..].starts_with('.') && !matches!(previous, '.' | '/')
}

#[cfg(test)]
mod tests;
