//! Breaks text into lines by the widths of a font.

use std::ops::Range;

use ab_glyph::{Font, FontVec};

/// True if the font has a shape for a character.
pub fn has(font: &FontVec, character: char) -> bool {
    font.glyph_id(character).0 != 0
}

/// The width of a character, in font units; 0 for characters that the font lacks, which are not drawn.
pub fn advance(font: &FontVec, character: char) -> f32 {
    match font.glyph_id(character) {
        id if id.0 == 0 => 0.0,
        id => font.h_advance_unscaled(id),
    }
}

/// The width of a text, in font units.
pub fn width(font: &FontVec, text: &str) -> f32 {
    text.chars().map(|character| advance(font, character)).sum()
}

/// The words of a text, measured once for all sizes. All widths are in font units.
pub struct MeasuredWords<'t> {
    words: Vec<(&'t str, f32)>,
    space: f32,
    ellipsis: f32,
}

/// A line: the ranks of its words.
pub type Line = Range<usize>;

impl<'t> MeasuredWords<'t> {
    /// Measures a text.
    pub fn new(font: &FontVec, text: &'t str) -> Self {
        let words = text.split([' ', '\n', '\t']).filter(|word| !word.is_empty());
        let words = words.map(|word| (word, width(font, word))).collect();
        Self { words, space: advance(font, ' '), ellipsis: advance(font, '…') }
    }

    /// The text of a line.
    pub fn text(&self, line: &Line) -> String {
        self.words[line.clone()].iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ")
    }

    /// The width of a line.
    pub fn width(&self, line: &Line) -> f32 {
        let words: f32 = self.words[line.clone()].iter().map(|(_, width)| width).sum();
        words + line.len().saturating_sub(1) as f32 * self.space
    }

    /// Lines of a maximum width, broken at spaces only; a longer word has a line of its own.
    pub fn lines(&self, most: f32) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let mut so_far = 0.0;
        for (rank, (_, width)) in self.words.iter().enumerate() {
            match lines.last_mut() {
                Some(line) if so_far + self.space + width <= most => {
                    line.end += 1;
                    so_far += self.space + width;
                }
                _ => {
                    lines.push(rank..rank + 1);
                    so_far = *width;
                }
            }
        }
        lines
    }

    /// At most `most` lines of a width; an ellipsis after a whole word replaces the rest.
    pub fn at_most(&self, width: f32, most: usize) -> Vec<String> {
        let mut lines = self.lines(width);
        let is_more = lines.len() > most;
        lines.truncate(most);
        if let Some(last) = lines.last_mut().filter(|_| is_more) {
            while last.len() > 1 && self.width(last) + self.ellipsis > width {
                last.end -= 1;
            }
        }
        let mut lines: Vec<String> = lines.iter().map(|line| self.text(line)).collect();
        if let Some(last) = lines.last_mut().filter(|_| is_more) {
            *last = format!("{}…", last.trim_end_matches([',', ';', ':', '.', ' ', '\u{a0}', '\u{202f}']));
        }
        lines
    }

    /// The same number of lines with about equal widths.
    pub fn balanced(&self, width: f32, lines: Vec<Line>) -> Vec<Line> {
        let (mut narrow, mut wide) = (width / 2.0, width);
        let mut best = lines;
        while wide - narrow > width / 250.0 {
            let middle = (narrow + wide) / 2.0;
            let broken = self.lines(middle);
            if broken.len() == best.len() && self.fit(&broken, middle) {
                (best, wide) = (broken, middle);
            } else {
                narrow = middle;
            }
        }
        best
    }

    /// True if every line fits into a width.
    pub fn fit(&self, lines: &[Line], width: f32) -> bool {
        lines.iter().all(|line| self.width(line) <= width)
    }
}
