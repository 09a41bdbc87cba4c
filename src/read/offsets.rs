//! Characters to bytes: the YAML parser counts characters.

use crate::base::source::Span;

/// Where the characters of a text stand in bytes.
#[derive(Debug)]
pub struct Offsets {
    base: usize,
    /// The byte of each character; empty when all are ASCII and the two counts are the same.
    bytes: Vec<usize>,
    length: usize,
}

impl Offsets {
    /// The offsets of a text that begins at `base` of its file.
    pub fn new(source: &str, base: usize) -> Self {
        let bytes = if source.is_ascii() { Vec::new() } else { source.char_indices().map(|(at, _)| at).collect() };
        Self { base, bytes, length: source.len() }
    }

    /// The byte of a character, in the file.
    pub fn byte(&self, character: usize) -> usize {
        let at = if self.bytes.is_empty() {
            character.min(self.length)
        } else {
            *self.bytes.get(character).unwrap_or(&self.length)
        };
        self.base + at
    }

    /// The bytes from one character up to another, in the file.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let start = self.byte(start);
        Span::new(start, self.byte(end).max(start))
    }
}
