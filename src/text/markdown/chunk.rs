//! Raw HTML in one piece, with its source ranges.

use std::ops::Range;

/// A contiguous piece of raw HTML and the source ranges of its parts: in a block quote, `>` separates its lines.
#[derive(Debug, Default)]
pub struct Chunk {
    /// The HTML.
    pub html: String,
    /// For each part, its offset in `html` and its range in the source.
    parts: Vec<(usize, Range<usize>)>,
}

impl Chunk {
    /// Adds a part.
    pub fn push(&mut self, html: &str, range: &Range<usize>) {
        self.parts.push((self.html.len(), range.clone()));
        self.html.push_str(html);
    }

    /// Removes all parts.
    pub fn clear(&mut self) {
        self.html.clear();
        self.parts.clear();
    }

    /// The source range of a range of the chunk.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let (start, end) = (self.at(range.start), self.at(range.end.saturating_sub(1)));
        start.start..end.end.max(start.start)
    }

    /// The source range of a byte of the chunk, or that of its whole part if the parser changed it.
    fn at(&self, at: usize) -> Range<usize> {
        let next = self.parts.partition_point(|(start, _)| *start <= at);
        let Some((start, range)) = next.checked_sub(1).and_then(|part| self.parts.get(part)) else { return 0..0 };
        let length = self.parts.get(next).map_or(self.html.len(), |(start, _)| *start) - start;
        let offset = range.start + at - start;
        if length == range.len() { offset..offset + 1 } else { range.clone() }
    }
}
