//! The texts that a report points into, each with its lines found once. Knows nothing of how they are shown.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::message::{UiLang, say};
use crate::base::snapshot::Snapshot;
use crate::base::source::{Lines, Place, Position, SourcePath};

/// The texts of a report, by their paths.
#[derive(Debug)]
pub struct Texts<'a>(BTreeMap<&'a SourcePath, Lines<'a>>);

impl<'a> Texts<'a> {
    /// The texts that these diagnostics point into.
    pub fn new(diagnostics: &'a [Diagnostic], snapshot: &'a Snapshot) -> Self {
        let mut texts = BTreeMap::new();
        for diagnostic in diagnostics {
            let related = diagnostic.related.iter().map(|related| &related.place.path);
            for path in std::iter::once(&diagnostic.place.path).chain(related) {
                if !texts.contains_key(path)
                    && let Some(text) = snapshot.text(path)
                {
                    texts.insert(path, Lines::new(text));
                }
            }
        }
        Self(texts)
    }

    /// The lines of a file; none for what has no text, such as an image.
    pub fn lines(&self, path: &SourcePath) -> Option<&Lines<'a>> {
        self.0.get(path)
    }

    /// Where a place begins, and the position behind its last character; none in what has no text.
    pub fn ends(&self, place: &Place) -> Option<(Position, Position)> {
        let lines = self.lines(&place.path)?;
        Some((lines.position(place.span.start), lines.position(place.span.end.max(place.span.start))))
    }
}

/// What is wrong, and on a second line what to write: for reports that have one text for a mistake.
pub fn with_help(diagnostic: &Diagnostic, ui_lang: UiLang) -> String {
    let Diagnostic { message, help, .. } = diagnostic;
    say!(en: "{message}\nhelp: {help}", fr: "{message}\naide : {help}"; message, help).text(ui_lang).to_owned()
}
