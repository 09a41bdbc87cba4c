//! The levels of headings on the page.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag};

use crate::text::markdown::options::{EXTENSIONS, HeadingLevels};

/// The levels of the headings of a text.
#[derive(Clone, Copy, Debug)]
pub struct Levels {
    headings: HeadingLevels,
    /// The number of levels they are moved down.
    shift: u8,
}

impl Levels {
    /// The levels of the headings of this source.
    pub fn new(source: &str, headings: HeadingLevels) -> Self {
        Self { headings, shift: shift(source, headings) }
    }

    /// The level on the page of a heading written at `level`.
    pub fn on_page(self, level: u8) -> u8 {
        match self.headings {
            HeadingLevels::Body => level.max(2),
            HeadingLevels::From(top) => (level + self.shift).clamp(top.min(6), 6),
        }
    }
}

fn shift(source: &str, headings: HeadingLevels) -> u8 {
    let HeadingLevels::From(top) = headings else { return 0 };
    // Most texts of facts contain no heading syntax and need not be parsed twice.
    let may_hold_one = source.contains('#') || source.lines().any(|line| line.trim_end().ends_with(['=', '-']));
    if !may_hold_one {
        return top.saturating_sub(1);
    }
    let level = |event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(number(level)),
        _ => None,
    };
    let topmost = Parser::new_ext(source, EXTENSIONS).filter_map(level).min();
    top.saturating_sub(topmost.unwrap_or(1))
}

/// The level of a heading as a number.
pub fn number(level: HeadingLevel) -> u8 {
    level as u8
}
