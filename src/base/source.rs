//! Positions in the sources: paths, byte ranges, lines and columns.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The path of a source file, relative to the root, with `/` on every system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// A path of text that already has this form.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// True for the same allocation; faster than comparing text.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The parent folder, without a final `/`; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The file name.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A byte range in a file, end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The range from `start` to `end`, end excluded.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The subrange of `length` bytes that begins at `offset`.
    pub fn part(self, offset: usize, length: usize) -> Self {
        Self { start: self.start + offset, end: self.start + offset + length }
    }
}

/// A value and its place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place in the file.
    pub span: Span,
}

/// A range in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file.
    pub path: SourcePath,
    /// The range in its text.
    pub span: Span,
}

/// A line and a column, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// An index of the lines of a text, which finds positions quickly however long lines are.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// The offset of each line.
    starts: Vec<usize>,
    /// The number of characters before each block.
    characters: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// The bytes of a block.
    const BLOCK: usize = 1024;

    /// Indexes `text`.
    pub fn new(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        let mut before = 0;
        let characters = text.as_bytes().chunks(Self::BLOCK).map(|block| {
            let so_far = before;
            before += characters_that_begin(block);
            so_far
        });
        Self { text, characters: characters.collect(), starts }
    }

    /// The text itself.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The line and column of a byte offset, clamped to the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.line_number(offset);
        let column = 1 + self.characters_before(offset) - self.characters_before(self.starts[line - 1]);
        Position { line, column }
    }

    /// The range of the line of a byte offset, without its line end.
    pub fn line(&self, offset: usize) -> Range<usize> {
        let line = self.line_number(offset);
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        self.starts[line - 1]..end
    }

    fn line_number(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    fn characters_before(&self, offset: usize) -> usize {
        // The end of the text may coincide with a block boundary.
        let block = (offset / Self::BLOCK).min(self.characters.len().saturating_sub(1));
        let before = self.characters.get(block).copied().unwrap_or(0);
        before + characters_that_begin(&self.text.as_bytes()[block * Self::BLOCK..offset])
    }
}

/// Counts first bytes of characters, so offsets inside of characters are harmless.
fn characters_that_begin(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(text: &str, offset: usize) -> (usize, usize) {
        let Position { line, column } = Lines::new(text).position(offset);
        (line, column)
    }

    #[test]
    fn columns_count_characters() {
        let text = "été\nça va";
        assert_eq!([0, 5, 9, 99].map(|offset| position(text, offset)), [(1, 1), (1, 4), (2, 3), (2, 6)]);
        assert_eq!((position("", 0), position("a\n", 2)), ((1, 1), (2, 1)));
    }

    #[test]
    fn columns_are_correct_anywhere_in_long_lines() {
        let text = format!("x\n{}\n{}", "é".repeat(2000), "a".repeat(93));
        assert_eq!(text.len() % Lines::BLOCK, 0);
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let before = &text[..at];
            let line = 1 + before.matches('\n').count();
            let column = 1 + before.rsplit('\n').next().unwrap_or_default().chars().count();
            assert_eq!(position(&text, at), (line, column));
        }
    }

    #[test]
    fn lines_exclude_their_terminator() {
        let lines = Lines::new("ab\n\nc");
        assert_eq!([0, 2, 3, 4, 5, 9].map(|offset| lines.line(offset)), [0..2, 0..2, 3..3, 4..5, 4..5, 4..5]);
    }
}
