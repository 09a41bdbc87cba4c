//! Converts offsets in characters, which the YAML parser gives, to offsets in bytes.

use crate::base::source::Span;

/// The byte offsets of the characters of a text.
#[derive(Debug)]
pub struct Offsets {
    base: usize,
    /// The byte offset of each character; empty for ASCII text, where both offsets are equal.
    bytes: Vec<usize>,
    length: usize,
}

impl Offsets {
    /// The offsets of a text that begins at byte `base` of its file.
    pub fn new(source: &str, base: usize) -> Self {
        let bytes = if source.is_ascii() { Vec::new() } else { source.char_indices().map(|(at, _)| at).collect() };
        Self { base, bytes, length: source.len() }
    }

    /// The byte offset of a character in the file; characters beyond the end are at the end of the text.
    pub fn byte(&self, character: usize) -> usize {
        let at = if self.bytes.is_empty() {
            character.min(self.length)
        } else {
            *self.bytes.get(character).unwrap_or(&self.length)
        };
        self.base + at
    }

    /// The bytes in the file from one character up to another.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let start = self.byte(start);
        Span::new(start, self.byte(end).max(start))
    }
}
