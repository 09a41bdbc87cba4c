//! What is set so far: texts one behind the other, of which the end may still change.

use crate::text::typography::characters::{OBJECT, START, is_closing, is_ordinary_space};

/// Texts as they are set.
#[derive(Debug)]
pub struct TypesetText {
    /// All of them.
    pub out: String,
    /// Where each of them begins.
    pub starts: Vec<usize>,
    /// The last character, [`START`] of a line or [`OBJECT`].
    pub previous: char,
    /// Whether anything but white space was set since the start of the line.
    pub started: bool,
    /// Where the last piece begins that no tag stands in.
    piece: usize,
    /// A tag stands behind what is set.
    tag_follows: bool,
    /// A space that depends on what comes next.
    pending: Option<Pending>,
}

/// The space before `; ! ? :`, which replaces the bytes `from..to` when the mark turns out to be one.
#[derive(Debug)]
struct Pending {
    from: usize,
    to: usize,
    space: char,
    mark: char,
}

impl TypesetText {
    /// At the start of a line, with room for so many bytes.
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

    /// A line begins.
    pub fn begin_line(&mut self) {
        self.previous = START;
        self.started = false;
        self.begin_piece();
    }

    /// Something stands here that is no text but stands in the line like a word.
    pub fn object(&mut self) {
        self.resolve(Some(OBJECT));
        self.previous = OBJECT;
        self.started = true;
        self.begin_piece();
    }

    /// A tag stands here.
    pub fn tag(&mut self) {
        self.tag_follows = true;
    }

    fn begin_piece(&mut self) {
        self.piece = self.out.len();
        self.tag_follows = false;
    }

    /// Sets words.
    pub fn copy(&mut self, text: &str) {
        if let Some(last) = text.chars().next_back() {
            self.append(text);
            self.previous = last;
            self.started |= !text.trim_end_matches(is_ordinary_space).is_empty();
        }
    }

    /// Sets a mark.
    pub fn push(&mut self, mark: char) {
        self.append(mark.encode_utf8(&mut [0; 4]));
        self.previous = mark;
        self.started = true;
    }

    /// Sets what is no character of its own to the rules.
    pub fn append(&mut self, text: &str) {
        if self.tag_follows {
            self.begin_piece();
        }
        self.out.push_str(text);
    }

    /// Where the ordinary spaces begin that the last piece ends in.
    pub fn spaces_from(&self) -> usize {
        self.piece + self.out[self.piece..].trim_end_matches(is_ordinary_space).len()
    }

    /// The space wanted before a mark that is set next: in the place of spaces that are there, or new where it `may_insert`.
    pub fn want_space(&mut self, mark: char, space: char, may_insert: bool) {
        let (from, to) = (self.spaces_from(), self.out.len());
        if self.pending.is_none() && self.started && from < to {
            self.pending = Some(Pending { from, to, space, mark });
        } else if self.pending.is_none() && may_insert {
            self.pending = Some(Pending { from: to, to, space, mark });
        }
    }

    /// Sets the pending space if the mark that waits for it is followed by what follows such a mark.
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

    /// Replaces bytes. What is put in between two texts belongs to the second.
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
