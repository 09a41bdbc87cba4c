//! Diagnostics for people: in rustc's look, the culprit underlined in its line. Says nothing of its own but the summary.

use std::fmt;

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::snapshot::Snapshot;
use crate::base::source::{Place, Position, Span, position};
use crate::edge::printable::{one_line, printable};

/// A text longer than this, in bytes, is not shown whole: neither a line up to the culprit, nor the lines it spans.
const LONGEST_EXCERPT: usize = 64 * 1024;

/// What is shown at most of a line behind the culprit's start, in bytes; the terminal's width cuts it further.
const BEHIND_CULPRIT: usize = 2 * 1024;

/// Narrower terminals get wrapped lines rather than excerpts that show nothing.
const NARROWEST: usize = 40;

/// How diagnostics look on the way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// True where escape sequences for colours are understood and wanted.
    pub colour: bool,
    /// The width to stay within, in columns; `None` where it is nobody's screen.
    pub width: Option<usize>,
}

/// The diagnostics in the given order, with an empty line behind each. Excerpts come from the snapshot.
pub fn human(diagnostics: &[Diagnostic], snapshot: &Snapshot, look: Look) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width.unwrap_or(DEFAULT_TERM_WIDTH).max(NARROWEST));
    let mut shown = String::new();
    for diagnostic in diagnostics {
        shown.push_str(&renderer.render(&[report(diagnostic, snapshot)]));
        shown.push_str("\n\n");
    }
    shown
}

/// How many errors and warnings there are: `3 errors, 2 warnings`, `1 warning`; `None` where there are none.
pub fn summary(diagnostics: &[Diagnostic]) -> Option<String> {
    let count = |severity: Severity| {
        let number = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let ending = if number == 1 { "" } else { "s" };
        (number > 0).then(|| format!("{number} {}{ending}", severity.as_str()))
    };
    let parts: Vec<String> = [Severity::Error, Severity::Warning].into_iter().filter_map(count).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn report<'a>(diagnostic: &'a Diagnostic, snapshot: &'a Snapshot) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(printable(&diagnostic.message)).id(diagnostic.code));
    let mut notes = Vec::new();
    for marks in by_file(diagnostic) {
        match excerpt(&marks, snapshot) {
            Shown::Excerpt(snippet) => group = group.element(snippet),
            Shown::Places(places) => {
                for (mark, origin) in marks.iter().zip(places) {
                    match mark.label {
                        None => group = group.element(origin.element()),
                        // Two origins in a row would read as one: the other places are told in words.
                        Some(label) => notes.push(format!("{}: {origin}", printable(label))),
                    }
                }
            }
        }
    }
    let notes = notes.into_iter().map(|note| Element::from(Level::NOTE.message(note)));
    let help = (!diagnostic.help.is_empty()).then(|| Level::HELP.message(printable(&diagnostic.help)));
    group.elements(notes).elements(help)
}

/// A place to underline; the culprit itself has no label, its message stands above.
#[derive(Clone, Copy)]
struct Mark<'a> {
    place: &'a Place,
    label: Option<&'a str>,
}

/// The places of a diagnostic, those in one file together, the culprit's file first.
fn by_file(diagnostic: &Diagnostic) -> Vec<Vec<Mark<'_>>> {
    let culprit = Mark { place: &diagnostic.place, label: None };
    let others = diagnostic.related.iter().map(|other| Mark { place: &other.place, label: Some(&other.message) });
    let mut files: Vec<Vec<Mark>> = Vec::new();
    for mark in std::iter::once(culprit).chain(others) {
        match files.iter_mut().find(|file| file[0].place.path == mark.place.path) {
            Some(file) => file.push(mark),
            None => files.push(vec![mark]),
        }
    }
    files
}

enum Shown<'a> {
    Excerpt(Snippet<'a, Annotation<'a>>),
    Places(Vec<Address>),
}

/// A place by name, for texts that cannot be shown.
struct Address {
    path: String,
    position: Option<Position>,
}

impl Address {
    fn element<'a>(self) -> Origin<'a> {
        let origin = Origin::path(self.path);
        match self.position {
            Some(at) => origin.line(at.line).char_column(at.column),
            None => origin,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Some(at) => write!(f, "{}:{}:{}", self.path, at.line, at.column),
            None => f.write_str(&self.path),
        }
    }
}

/// The lines of one file in which the marks are, or no more than their places where they cannot be shown.
fn excerpt<'a>(marks: &[Mark<'a>], snapshot: &Snapshot) -> Shown<'a> {
    let path = one_line(marks[0].place.path.as_str());
    let text = snapshot.text(&marks[0].place.path);
    let places = |text: Option<&str>| {
        let at = |mark: &Mark| Address {
            path: path.clone(),
            position: text.map(|text| position(text, mark.place.span.start)),
        };
        Shown::Places(marks.iter().map(at).collect())
    };
    let Some(text) = text else { return places(None) };
    let spans: Vec<Span> = marks.iter().map(|mark| on_screen(text, mark.place.span)).collect();
    let first = spans.iter().map(|span| span.start).min().unwrap_or_default();
    let last = spans.iter().map(|span| span.end).max().unwrap_or_default();
    let start = line_start(text, first);
    let end = line_end(text, last).min(boundary(text, last + BEHIND_CULPRIT));
    if end - start > LONGEST_EXCERPT {
        return places(Some(text));
    }
    let source = printable(&text[start..end]).into_owned();
    let offset = |at: usize| printable(&text[start..at]).len();
    let annotations = marks.iter().zip(&spans).map(|(mark, span)| {
        let range = offset(span.start)..offset(span.end);
        match mark.label {
            None => AnnotationKind::Primary.span(range),
            Some(label) => AnnotationKind::Context.span(range).label(printable(label)),
        }
    });
    let annotations: Vec<Annotation> = annotations.collect();
    let line = position(text, start).line;
    Shown::Excerpt(Snippet::source(source).line_start(line).path(path.clone()).annotations(annotations))
}

/// The part of a span that is worth underlining: whole characters inside the text, without the line end behind it, and no
/// more than fits.
fn on_screen(text: &str, span: Span) -> Span {
    let start = boundary(text, span.start);
    let mut end = text.len().min(span.end.max(start));
    while !text.is_char_boundary(end) {
        end += 1;
    }
    if end - start > LONGEST_EXCERPT / 2 {
        end = line_end(text, start).min(boundary(text, start + BEHIND_CULPRIT));
    }
    let end = start + text[start..end].trim_end_matches('\n').len();
    Span { start, end }
}

/// The nearest boundary between two characters at or before an offset.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |at| at + 1)
}

fn line_end(text: &str, offset: usize) -> usize {
    text[offset..].find('\n').map_or(text.len(), |at| offset + at)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::base::moment::Moment;
    use crate::base::snapshot::SourceFile;
    use crate::base::source::SourcePath;

    const PLAIN: Look = Look { colour: false, width: Some(60) };

    fn snapshot(files: &[(&str, &str)]) -> Snapshot {
        let file = |(path, text): &(&str, &str)| (SourcePath::new(*path), SourceFile::Text((*text).into()));
        let files: BTreeMap<_, _> = files.iter().map(file).collect();
        Snapshot { files, now: Moment::from_unix_seconds(0).expect("a moment") }
    }

    fn place(path: &str, start: usize, end: usize) -> Place {
        Place { path: SourcePath::new(path), span: Span::new(start, end) }
    }

    /// What is shown of an error at a range of a text.
    fn shown(text: &str, start: usize, end: usize) -> String {
        let diagnostic = Diagnostic::error("code", place("a.md", start, end), "message", "help");
        human(&[diagnostic], &snapshot(&[("a.md", text)]), PLAIN)
    }

    #[test]
    fn a_key_is_underlined_in_its_line() {
        let text = "---\ntitle: été\nclosse: 2026-04-25\n---\n";
        let diagnostics = [Diagnostic::error(
            "unknown-key",
            place("content/calls/robots/index.fr.md", 17, 23),
            "unknown key `closse`",
            "write `closes`",
        )];
        assert_eq!(
            human(&diagnostics, &snapshot(&[("content/calls/robots/index.fr.md", text)]), PLAIN),
            "\
error[unknown-key]: unknown key `closse`
 --> content/calls/robots/index.fr.md:3:1
  |
3 | closse: 2026-04-25
  | ^^^^^^
  |
  = help: write `closes`

"
        );
    }

    #[test]
    fn related_places_are_shown_with_what_they_say() {
        let diagnostics =
            [Diagnostic::warning("twice", place("b.md", 0, 2), "two pages on one path", "choose another")
                .related("the first", place("a.md", 2, 4))
                .related("an image", place("a.png", 0, 0))
                .related("again", place("b.md", 3, 5))];
        assert_eq!(
            human(&diagnostics, &snapshot(&[("a.md", "\n\nid\n"), ("b.md", "id\nid\n")]), PLAIN),
            "\
warning[twice]: two pages on one path
 --> b.md:1:1
  |
1 | id
  | ^^
2 | id
  | -- again
  |
 ::: a.md:3:1
  |
3 | id
  | -- the first
  |
  = note: an image: a.png
  = help: choose another

"
        );
    }

    #[test]
    fn the_end_of_a_file_can_be_pointed_at() {
        let frame = |place: &str, line: &str| {
            format!("error[code]: message\n --> a.md:{place}\n  |\n{line}\n  |\n  = help: help\n\n")
        };
        assert_eq!(shown("", 0, 0), frame("1:1", "1 |\n  | ^"));
        assert_eq!(shown("ab", 2, 2), frame("1:3", "1 | ab\n  |   ^"));
        assert_eq!(shown("ab\n", 3, 3), frame("2:1", "2 |\n  | ^"));
        assert_eq!(shown("ab\n", 2, 3), frame("1:3", "1 | ab\n  |   ^"));
        assert_eq!(shown("ab\n", 99, 120), frame("2:1", "2 |\n  | ^"));
    }

    #[test]
    fn controls_tabs_and_wide_characters_do_no_harm() {
        let text = "\ta\u{1b}[2J日本: \u{202e}x";
        assert_eq!(
            shown(text, text.find('日').expect("there"), text.find(':').expect("there")),
            "\
error[code]: message
 --> a.md:1:7
  |
1 |     a�[2J日本: �x
  |          ^^^^
  |
  = help: help

"
        );
        assert!(shown("日本", 1, 4).contains("a.md:1:1"), "offsets inside of characters");
    }

    #[test]
    fn several_lines_are_bracketed() {
        assert_eq!(
            shown("a:\n  - b\n  - c\n\nd\n", 0, 15),
            "\
error[code]: message
 --> a.md:1:1
  |
1 | / a:
2 | |   - b
3 | |   - c
  | |_____^
  |
  = help: help

"
        );
    }

    #[test]
    fn long_lines_are_cut_to_the_culprit() {
        let text = format!("{}HERE{}", "a ".repeat(1000), " b".repeat(100_000));
        let shown = shown(&text, 2000, 2004);
        assert!(shown.contains("a.md:1:2001"), "{shown}");
        assert!(shown.contains(" HERE ") && shown.lines().all(|line| line.len() <= 66), "{shown}");
    }

    #[test]
    fn a_culprit_far_behind_in_a_line_is_named_only() {
        let text = "a".repeat(LONGEST_EXCERPT + 10);
        let shown = shown(&text, LONGEST_EXCERPT + 1, LONGEST_EXCERPT + 2);
        assert_eq!(shown, "error[code]: message\n--> a.md:1:65538\n = help: help\n\n");
    }

    #[test]
    fn a_file_without_text_is_named() {
        let diagnostic = Diagnostic::error("missing", place("a.pdf", 0, 0), "not there", "add it");
        let shown = human(&[diagnostic], &snapshot(&[]), PLAIN);
        assert_eq!(shown, "error[missing]: not there\n--> a.pdf\n = help: add it\n\n");
    }

    #[test]
    fn colours_are_for_terminals() {
        let diagnostic = Diagnostic::error("missing", place("a.pdf", 0, 0), "not there", "add it");
        let shown = human(&[diagnostic], &snapshot(&[]), Look { colour: true, width: None });
        assert!(shown.contains("\u{1b}["));
    }

    #[test]
    fn the_summary_counts() {
        let error = Diagnostic::error("a", place("a", 0, 0), "a", "a");
        let warning = Diagnostic::warning("a", place("a", 0, 0), "a", "a");
        assert_eq!(summary(&[]), None);
        assert_eq!(summary(&[error.clone(), error, warning.clone()]).as_deref(), Some("2 errors, 1 warning"));
        assert_eq!(summary(&[warning]).as_deref(), Some("1 warning"));
    }
}
