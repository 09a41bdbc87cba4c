//! The sources that diagnostics refer to, with an index of their lines.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::message::{UiLang, say};
use crate::base::snapshot::Snapshot;
use crate::base::source::{Lines, Place, Position, SourcePath};

/// Line indexes by path.
#[derive(Debug)]
pub struct Texts<'a>(BTreeMap<&'a SourcePath, Lines<'a>>);

impl<'a> Texts<'a> {
    /// Indexes the files of these diagnostics.
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

    /// The lines of a file; `None` for files without text, such as images.
    pub fn lines(&self, path: &SourcePath) -> Option<&Lines<'a>> {
        self.0.get(path)
    }

    /// The start and end positions of a place, end excluded; `None` in a file without text.
    pub fn ends(&self, place: &Place) -> Option<(Position, Position)> {
        let lines = self.lines(&place.path)?;
        Some((lines.position(place.span.start), lines.position(place.span.end.max(place.span.start))))
    }
}

/// The message with its help on a second line, for formats with a single text.
pub fn with_help(diagnostic: &Diagnostic, ui_lang: UiLang) -> String {
    let Diagnostic { message, help, .. } = diagnostic;
    say!(en: "{message}\nhelp: {help}", fr: "{message}\naide : {help}"; message, help).text(ui_lang).to_owned()
}
