//! Raw HTML in one piece, and where its parts stand in the text.

use std::ops::Range;

/// Raw HTML in one piece, and where its parts stand in the text: lines of a quotation are cut apart by `>`.
#[derive(Debug, Default)]
pub struct Chunk {
    /// The HTML.
    pub html: String,
    /// For each part, where it begins here and where it stands in the text.
    parts: Vec<(usize, Range<usize>)>,
}

impl Chunk {
    /// Adds a part.
    pub fn push(&mut self, html: &str, range: &Range<usize>) {
        self.parts.push((self.html.len(), range.clone()));
        self.html.push_str(html);
    }

    /// Takes all parts out.
    pub fn clear(&mut self) {
        self.html.clear();
        self.parts.clear();
    }

    /// The range in the text of a range of the chunk.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let (start, end) = (self.at(range.start), self.at(range.end.saturating_sub(1)));
        start.start..end.end.max(start.start)
    }

    /// The byte of the text that a byte of the chunk comes from, or all of its part if that was changed on the way.
    fn at(&self, at: usize) -> Range<usize> {
        let next = self.parts.partition_point(|(start, _)| *start <= at);
        let Some((start, range)) = next.checked_sub(1).and_then(|part| self.parts.get(part)) else { return 0..0 };
        let length = self.parts.get(next).map_or(self.html.len(), |(start, _)| *start) - start;
        let offset = range.start + at - start;
        if length == range.len() { offset..offset + 1 } else { range.clone() }
    }
}
