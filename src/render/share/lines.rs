//! Lines of a text in a font: how wide words are, and where a line ends.

use ab_glyph::{Font, FontRef};

/// A font at a size in pixels.
#[derive(Clone, Copy)]
pub struct Face<'a> {
    /// The font.
    pub font: &'a FontRef<'a>,
    /// The size of its em.
    pub size: f32,
}

impl Face<'_> {
    /// Pixels for one unit of the font.
    pub fn unit(&self) -> f32 {
        self.size / self.font.units_per_em().unwrap_or(1000.0)
    }

    /// How wide a character is. What the font does not have takes no room, for it is not drawn.
    pub fn advance(&self, character: char) -> f32 {
        match self.font.glyph_id(character) {
            id if id.0 == 0 => 0.0,
            id => self.font.h_advance_unscaled(id) * self.unit(),
        }
    }

    /// How wide a text is.
    pub fn width(&self, text: &str) -> f32 {
        text.chars().map(|character| self.advance(character)).sum()
    }

    /// A text in lines of a width at most, broken at spaces only; a longer word has a line of its own.
    pub fn lines(&self, text: &str, width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
            match lines.last_mut() {
                Some(line) if self.width(line) + self.advance(' ') + self.width(word) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// Lines of a width, so many at most: what is left over is told by an ellipsis behind a whole word.
    pub fn at_most(&self, text: &str, width: f32, most: usize) -> Vec<String> {
        let mut lines = self.lines(text, width);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while self.width(last) + self.advance('…') > width
                    && let Some((before, _)) = last.rsplit_once(' ')
                {
                    *last = before.to_owned();
                }
                *last = format!("{}…", last.trim_end_matches([',', ';', ':', '.', ' ', '\u{a0}', '\u{202f}']));
            }
        }
        lines
    }

    /// The same lines, each about as long as the others: no word stands alone without need.
    pub fn balanced(&self, text: &str, width: f32, lines: Vec<String>) -> Vec<String> {
        let (mut narrow, mut wide) = (width / 2.0, width);
        let mut best = lines;
        while wide - narrow > 4.0 {
            let middle = (narrow + wide) / 2.0;
            let broken = self.lines(text, middle);
            if broken.len() == best.len() && self.fits(&broken, middle) {
                (best, wide) = (broken, middle);
            } else {
                narrow = middle;
            }
        }
        best
    }

    /// True when every line is of a width at most.
    pub fn fits(&self, lines: &[String], width: f32) -> bool {
        lines.iter().all(|line| self.width(line) <= width)
    }
}
