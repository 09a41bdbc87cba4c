//! Footnotes: numbered where they are first referred to, and listed at the end of the text.

use std::collections::HashMap;
use std::ops::Range;

/// The footnotes of a text.
#[derive(Default)]
pub struct Footnotes {
    by_label: HashMap<String, Note>,
    numbered: usize,
}

#[derive(Default)]
struct Note {
    number: Option<usize>,
    references: usize,
    definition: Option<(String, Range<usize>)>,
}

/// A reference to a footnote.
pub struct Reference {
    /// The number of the footnote.
    pub number: usize,
    /// The how manieth reference to it this is, from 1.
    pub rank: usize,
}

/// A footnote with its text.
pub struct Footnote {
    /// Its number.
    pub number: usize,
    /// How many links lead to it.
    pub references: usize,
    /// Its text as HTML.
    pub html: String,
}

impl Footnotes {
    /// Another reference; one that stands in a link cannot be returned to.
    pub fn refer(&mut self, label: &str, is_link: bool) -> Reference {
        let note = self.by_label.entry(key(label)).or_default();
        let number = *note.number.get_or_insert_with(|| {
            self.numbered += 1;
            self.numbered
        });
        note.references += usize::from(is_link);
        Reference { number, rank: note.references }
    }

    /// The text of a footnote; false when it has one already.
    pub fn define(&mut self, label: &str, html: String, range: Range<usize>) -> bool {
        let note = self.by_label.entry(key(label)).or_default();
        let is_new = note.definition.is_none();
        if is_new {
            note.definition = Some((html, range));
        }
        is_new
    }

    /// The footnotes that are referred to by their numbers, and the places of the others.
    pub fn finish(self) -> (Vec<Footnote>, Vec<Range<usize>>) {
        let (mut notes, mut unused) = (Vec::with_capacity(self.numbered), Vec::new());
        for note in self.by_label.into_values() {
            match (note.number, note.definition) {
                (Some(number), Some((html, _))) => notes.push(Footnote { number, references: note.references, html }),
                (None, Some((_, range))) => unused.push(range),
                (_, None) => {}
            }
        }
        notes.sort_by_key(|note| note.number);
        unused.sort_by_key(|range| range.start);
        (notes, unused)
    }
}

/// The id of a reference.
pub fn reference_id(number: usize, rank: usize) -> String {
    if rank < 2 { format!("fnref:{number}") } else { format!("fnref:{number}-{rank}") }
}

/// The id of a footnote.
pub fn note_id(number: usize) -> String {
    format!("fn:{number}")
}

fn key(label: &str) -> String {
    label.to_lowercase()
}
