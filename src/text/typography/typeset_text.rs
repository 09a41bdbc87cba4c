//! The output of typography so far, whose end may still change.

use crate::text::typography::characters::{OBJECT, START, is_closing, is_ordinary_space};

/// Typeset texts.
#[derive(Debug)]
pub struct TypesetText {
    /// The concatenated output.
    pub out: String,
    /// The offset of each text.
    pub starts: Vec<usize>,
    /// The last character, [`START`] of a line or [`OBJECT`].
    pub previous: char,
    /// True if the line contains anything but white space.
    pub started: bool,
    /// The offset of the last piece without tags.
    piece: usize,
    /// True if a tag follows the output.
    tag_follows: bool,
    /// A space that depends on the next character.
    pending: Option<Pending>,
}

/// The space before `; ! ? :`, which replaces the bytes `from..to` if the mark is punctuation.
#[derive(Debug)]
struct Pending {
    from: usize,
    to: usize,
    space: char,
    mark: char,
}

impl TypesetText {
    /// At the start of a line, with this capacity in bytes.
    pub fn new(room: usize) -> Self {
        Self {
            out: String::with_capacity(room),
            starts: Vec::new(),
            previous: START,
            started: false,
            piece: 0,
            tag_follows: false,
            pending: None,
        }
    }

    /// Begins a line.
    pub fn begin_line(&mut self) {
        self.previous = START;
        self.started = false;
        self.begin_piece();
    }

    /// Adds inline content that is not text.
    pub fn object(&mut self) {
        self.resolve(Some(OBJECT));
        self.previous = OBJECT;
        self.started = true;
        self.begin_piece();
    }

    /// Marks a tag.
    pub fn tag(&mut self) {
        self.tag_follows = true;
    }

    fn begin_piece(&mut self) {
        self.piece = self.out.len();
        self.tag_follows = false;
    }

    /// Appends text.
    pub fn copy(&mut self, text: &str) {
        if let Some(last) = text.chars().next_back() {
            self.append(text);
            self.previous = last;
            self.started |= !text.trim_end_matches(is_ordinary_space).is_empty();
        }
    }

    /// Appends a mark.
    pub fn push(&mut self, mark: char) {
        self.append(mark.encode_utf8(&mut [0; 4]));
        self.previous = mark;
        self.started = true;
    }

    /// Appends text without making it the previous character of the rules.
    pub fn append(&mut self, text: &str) {
        if self.tag_follows {
            self.begin_piece();
        }
        self.out.push_str(text);
    }

    /// The offset of the trailing ordinary spaces of the last piece.
    pub fn spaces_from(&self) -> usize {
        self.piece + self.out[self.piece..].trim_end_matches(is_ordinary_space).len()
    }

    /// Requests a space before the next mark: it replaces existing spaces, or is inserted if it `may_insert`.
    pub fn want_space(&mut self, mark: char, space: char, may_insert: bool) {
        let (from, to) = (self.spaces_from(), self.out.len());
        if self.pending.is_none() && self.started && from < to {
            self.pending = Some(Pending { from, to, space, mark });
        } else if self.pending.is_none() && may_insert {
            self.pending = Some(Pending { from: to, to, space, mark });
        }
    }

    /// Applies the pending space if the character after its mark shows that it is punctuation.
    pub fn resolve(&mut self, next: Option<char>) {
        let Some(Pending { from, to, space, mark }) = self.pending else { return };
        if matches!(next, Some(';' | '!' | '?')) && mark != ':' {
            return;
        }
        self.pending = None;
        if next.is_none_or(|next| next.is_whitespace() || is_closing(next, mark)) {
            self.splice(from, to, space.encode_utf8(&mut [0; 4]));
        }
    }

    /// Replaces bytes. An insertion between two texts belongs to the second.
    pub fn splice(&mut self, from: usize, to: usize, with: &str) {
        self.out.replace_range(from..to, with);
        let moved = |place: usize| if place >= to { place - (to - from) + with.len() } else { from + with.len() };
        for start in self.starts.iter_mut().rev().take_while(|start| **start > from) {
            *start = moved(*start);
        }
        if self.piece > from {
            self.piece = moved(self.piece);
        }
        if let Some(pending) = self.pending.as_mut().filter(|pending| pending.from > from) {
            (pending.from, pending.to) = (moved(pending.from), moved(pending.to));
        }
    }
}
