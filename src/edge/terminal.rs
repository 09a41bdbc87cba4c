//! Diagnostics for people, in the style of rustc: the source line with the primary span underlined.

use std::collections::{BTreeMap, BTreeSet};

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::message::{Message, UiLang, count, say};
use crate::base::snapshot::Snapshot;
use crate::base::source::{Lines, Place, Position, Span};
use crate::edge::printable::{one_line, printable};
use crate::edge::texts::Texts;

/// The longest excerpt in bytes: spans are cut there, and places further apart get separate excerpts.
const LONGEST_EXCERPT: usize = 4 * 1024;

/// The context shown on each side of a span, in bytes per terminal column; the renderer cuts it further.
const CONTEXT_FACTOR: usize = 3;

/// Marks the end of a path in the rendered text, where its column has to be corrected. Printable text never contains it.
const COLUMN_MARK: char = '\u{FFFE}';

/// The minimal width of excerpts; narrower terminals wrap lines.
const NARROWEST: usize = 40;

/// How diagnostics are rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiagnosticStyle {
    /// True to use escape sequences for colours.
    pub colour: bool,
    /// The terminal width in columns; `None` if the output is no terminal.
    pub width: Option<usize>,
    /// The language of the messages.
    pub ui_lang: UiLang,
}

/// Renders diagnostics in the given order, with an empty line after each.
pub fn human(diagnostics: &[Diagnostic], snapshot: &Snapshot, style: DiagnosticStyle) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let width = style.width.unwrap_or(DEFAULT_TERM_WIDTH).max(NARROWEST);
    let renderer = renderer.term_width(width);
    let texts = Texts::new(diagnostics, snapshot);
    let mut shown = String::new();
    for diagnostic in diagnostics {
        let (report, cuts) = report(diagnostic, &texts, width * CONTEXT_FACTOR, style.ui_lang);
        put_columns_right(&mut shown, &renderer.render(&[report]), &cuts);
        shown.push_str("\n\n");
    }
    shown
}

/// Of more warnings of one code than these, the first is shown and the others are counted.
const MANY: usize = 5;
/// How many places of the others are named.
const NAMED: usize = 3;

/// The same as [`human`], with many warnings of one code as the first of them and a line about the others.
pub fn in_short(diagnostics: &[Diagnostic], snapshot: &Snapshot, style: DiagnosticStyle) -> String {
    let mut by_code: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Warning) {
        by_code.entry(&diagnostic.code).or_default().push(diagnostic);
    }
    by_code.retain(|_, found| found.len() > MANY);
    let (mut shown, mut counted) = (Vec::new(), BTreeSet::new());
    for diagnostic in diagnostics {
        let is_many = diagnostic.severity == Severity::Warning && by_code.contains_key(&*diagnostic.code);
        if !is_many || counted.insert(&*diagnostic.code) {
            shown.push(diagnostic.clone());
        }
    }
    let mut text = human(&shown, snapshot, style);
    for (code, found) in by_code {
        let others = &found[1..];
        let place = |diagnostic: &&Diagnostic| {
            let Place { path, span } = &diagnostic.place;
            let Position { line, column } = Lines::new(snapshot.text(path).unwrap_or_default()).position(span.start);
            format!("{}:{line}:{column}", one_line(path.as_str()))
        };
        let places = others.iter().take(NAMED).map(place).collect::<Vec<_>>().join(", ");
        let number = others.len();
        let more = say!(
            en: "{number} more `{code}` warnings: {places}, …; `--all` shows them all",
            fr: "{number} autres avertissements `{code}` : {places}, … ; `--all` les affiche tous"
        );
        text += &format!("{}\n\n", more.text(style.ui_lang));
    }
    text
}

/// The numbers of errors and warnings: `3 errors, 2 warnings`, `1 warning`; `None` without diagnostics.
pub fn summary(diagnostics: &[Diagnostic]) -> Option<Message> {
    let number = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
    match (counted(Severity::Error, errors), counted(Severity::Warning, warnings)) {
        _ if errors + warnings == 0 => None,
        (_, some) if errors == 0 => Some(some),
        (some, _) if warnings == 0 => Some(some),
        (some, others) => Some(say!(en: "{some}, {others}", fr: "{some}, {others}"; some, others)),
    }
}

/// A number with the noun of a severity.
pub fn counted(severity: Severity, number: usize) -> Message {
    match severity {
        Severity::Error => count(number, ["error", "errors"], ["erreur", "erreurs"]),
        Severity::Warning => count(number, ["warning", "warnings"], ["avertissement", "avertissements"]),
    }
}

/// The name of a severity for people; programs read [`Severity::as_str`].
pub fn name(severity: Severity, ui_lang: UiLang) -> &'static str {
    match severity {
        Severity::Error => ui_lang.pick("error", "erreur"),
        Severity::Warning => ui_lang.pick("warning", "avertissement"),
    }
}

fn report<'a>(diagnostic: &'a Diagnostic, texts: &Texts, beside: usize, ui_lang: UiLang) -> (Group<'a>, Vec<Cut>) {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let level = level.with_name(name(diagnostic.severity, ui_lang));
    let mut group =
        Group::with_title(level.primary_title(printable(diagnostic.message.text(ui_lang))).id(&*diagnostic.code));
    let (mut notes, mut cuts) = (Vec::new(), Vec::new());
    for marks in underlines(diagnostic, ui_lang) {
        let path = one_line(marks[0].place.path.as_str());
        if let Some(lines) = texts.lines(&marks[0].place.path) {
            let (snippet, cut) = excerpt(&marks, lines, beside);
            group = group.element(snippet.path(format!("{path}{COLUMN_MARK}")));
            cuts.push(cut);
            continue;
        }
        for mark in &marks {
            match mark.label {
                None => group = group.element(Origin::path(path.clone())),
                // Two origins in a row would read as one, so other places become notes.
                Some(label) => notes.push(format!("{}{} {path}", printable(label), ui_lang.pick(":", " :"))),
            }
        }
    }
    // The renderer appends the colon to a name.
    let (note, help) = (Level::NOTE.with_name(ui_lang.pick("note", "note ")), ui_lang.pick("help", "aide "));
    let notes = notes.into_iter().map(|text| Element::from(note.clone().message(text)));
    let help = Level::HELP.with_name(help).message(printable(diagnostic.help.text(ui_lang)));
    let help = (!diagnostic.help.is_empty()).then_some(help);
    (group.elements(notes).elements(help), cuts)
}

/// A place to underline; the primary span has no label, as the message is above it.
#[derive(Clone, Copy)]
struct Underline<'a> {
    place: &'a Place,
    label: Option<&'a str>,
}

/// The places of a diagnostic, grouped by proximity in a file, the primary one first.
fn underlines(diagnostic: &Diagnostic, ui_lang: UiLang) -> Vec<Vec<Underline<'_>>> {
    let primary = Underline { place: &diagnostic.place, label: None };
    let others = diagnostic
        .related
        .iter()
        .map(|other| Underline { place: &other.place, label: Some(other.message.text(ui_lang)) });
    let mut groups: Vec<Vec<Underline>> = Vec::new();
    for mark in std::iter::once(primary).chain(others) {
        let start = mark.place.span.start;
        let is_near =
            |first: &Place| first.path == mark.place.path && first.span.start.abs_diff(start) <= LONGEST_EXCERPT;
        match groups.iter_mut().find(|group| is_near(group[0].place)) {
            Some(group) => group.push(mark),
            None => groups.push(vec![mark]),
        }
    }
    groups
}

/// The columns of a line that an excerpt omits at its start.
struct Cut {
    line: usize,
    columns: usize,
}

/// The excerpt with these places, long lines shortened around them.
fn excerpt<'a>(marks: &[Underline<'a>], lines: &Lines, beside: usize) -> (Snippet<'a, Annotation<'a>>, Cut) {
    let text = lines.text();
    let spans: Vec<Span> = marks.iter().map(|mark| on_screen(lines, mark.place.span)).collect();
    let first = spans.iter().map(|span| span.start).min().unwrap_or_default();
    let last = spans.iter().map(|span| span.end).max().unwrap_or_default();
    let start = lines.line(first).start.max(boundary(text, first.saturating_sub(beside)));
    let end = lines.line(last).end.min(boundary(text, last + beside));
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
    let position = lines.position(start);
    let cut = Cut { line: position.line, columns: position.column - 1 };
    (Snippet::source(source).line_start(position.line).annotations(annotations), cut)
}

/// Appends a rendered report, correcting the line and column after each [`COLUMN_MARK`], as the renderer does not know what was
/// omitted before.
fn put_columns_right(shown: &mut String, rendered: &str, cuts: &[Cut]) {
    let mut parts = rendered.split(COLUMN_MARK);
    shown.push_str(parts.next().unwrap_or_default());
    for (part, cut) in parts.zip(cuts) {
        let right = position_at_start(part).filter(|(at, _)| at.line == cut.line && cut.columns > 0);
        match right {
            Some((at, length)) => {
                shown.push_str(&format!(":{}:{}", at.line, at.column + cut.columns));
                shown.push_str(&part[length..]);
            }
            None => shown.push_str(part),
        }
    }
}

/// Parses a leading `:line:column`; also returns its length.
fn position_at_start(text: &str) -> Option<(Position, usize)> {
    let number = |text: &str| {
        let digits = text.strip_prefix(':')?.bytes().take_while(u8::is_ascii_digit).count();
        Some((text[1..=digits].parse().ok()?, digits + 1))
    };
    let (line, line_length) = number(text)?;
    let (column, column_length) = number(&text[line_length..])?;
    Some((Position { line, column }, line_length + column_length))
}

/// The part of a span to underline: on character boundaries, without a trailing line end, and not longer than an excerpt.
fn on_screen(lines: &Lines, span: Span) -> Span {
    let text = lines.text();
    let start = boundary(text, span.start);
    let mut end = text.len().min(span.end.max(start));
    while !text.is_char_boundary(end) {
        end += 1;
    }
    if end - start > LONGEST_EXCERPT {
        end = lines.line(start).end.min(boundary(text, start + LONGEST_EXCERPT));
    }
    let end = start + text[start..end].trim_end_matches('\n').len();
    Span { start, end }
}

/// The nearest character boundary at or before an offset.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::base::moment::Moment;
    use crate::base::snapshot::SourceFile;
    use crate::base::source::SourcePath;

    const PLAIN: DiagnosticStyle = DiagnosticStyle { colour: false, width: Some(60), ui_lang: UiLang::English };

    fn snapshot(files: &[(&str, &str)]) -> Snapshot {
        let file = |(path, text): &(&str, &str)| (SourcePath::new(*path), SourceFile::Text((*text).into()));
        let files: BTreeMap<_, _> = files.iter().map(file).collect();
        Snapshot { files: files.into(), now: Moment::from_unix_seconds(0).expect("a moment") }
    }

    fn place(path: &str, start: usize, end: usize) -> Place {
        Place { path: SourcePath::new(path), span: Span::new(start, end) }
    }

    /// The rendering of an error at a range of a text.
    fn shown(text: &str, start: usize, end: usize) -> String {
        let diagnostic =
            Diagnostic::error("code", place("a.md", start, end), Message::same("message"), Message::same("help"));
        human(&[diagnostic], &snapshot(&[("a.md", text)]), PLAIN)
    }

    #[test]
    fn the_span_is_underlined_in_its_line() {
        let text = "---\ntitle: été\nclosse: 2026-04-25\n---\n";
        let diagnostics = [Diagnostic::error(
            "unknown-key",
            place("content/calls/robots/index.fr.md", 17, 23),
            Message::same("unknown key `closse`"),
            Message::same("write `closes`"),
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
    fn related_places_are_shown_with_their_messages() {
        let diagnostics = [Diagnostic::warning(
            "twice",
            place("b.md", 0, 2),
            Message::same("two pages on one path"),
            Message::same("choose another"),
        )
        .related(Message::same("the first"), place("a.md", 2, 4))
        .related(Message::same("an image"), place("a.png", 0, 0))
        .related(Message::same("again"), place("b.md", 3, 5))];
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
    fn a_span_at_the_end_of_the_file_is_shown() {
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
    fn controls_tabs_and_wide_characters_keep_columns_aligned() {
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
    fn a_span_of_several_lines_is_bracketed() {
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
    fn long_lines_are_cut_around_the_span() {
        let text = format!("{}HERE{}", "a ".repeat(1000), " b".repeat(100_000));
        let shown = shown(&text, 2000, 2004);
        assert!(shown.contains("a.md:1:2001"), "{shown}");
        assert!(shown.contains(" HERE ") && shown.lines().all(|line| line.len() <= 66), "{shown}");
    }

    #[test]
    fn a_span_far_into_a_line_is_shown_with_context() {
        let text = format!("a\n{}HERE{}", "é ".repeat(100_000), " b".repeat(100_000));
        let at = text.find("HERE").expect("there");
        let shown = shown(&text, at, at + 4);
        assert!(shown.contains("--> a.md:2:200001\n") && !shown.contains(COLUMN_MARK), "{shown}");
        assert!(shown.contains(" HERE ") && shown.lines().all(|line| line.chars().count() <= 66), "{shown}");
    }

    #[test]
    fn distant_places_have_separate_excerpts() {
        let text = format!("first\n{}second\n", "x\n".repeat(LONGEST_EXCERPT));
        let at = text.find("second").expect("there");
        let diagnostic =
            Diagnostic::error("twice", place("a.md", at, at + 6), Message::same("twice"), Message::same("choose"))
                .related(Message::same("before"), place("a.md", 0, 5));
        let shown = human(&[diagnostic], &snapshot(&[("a.md", &text)]), PLAIN);
        assert!(shown.contains("--> a.md:4098:1\n") && shown.contains("::: a.md:1:1\n"), "{shown}");
    }

    #[test]
    fn many_diagnostics_in_one_file_take_linear_time() {
        let text = "é".repeat(200_000);
        let diagnostics: Vec<Diagnostic> = (0..2_000)
            .map(|n| {
                Diagnostic::error("code", place("a.md", n * 200, n * 200 + 2), Message::same("m"), Message::same("h"))
            })
            .collect();
        let snapshot = snapshot(&[("a.md", &text)]);
        assert_eq!(human(&diagnostics, &snapshot, PLAIN).matches("-->").count(), 2_000);
        assert_eq!(crate::edge::json::json(&diagnostics, &snapshot, UiLang::English).lines().count(), 2_000);
    }

    #[test]
    fn a_file_without_text_is_shown_by_its_path() {
        let diagnostic =
            Diagnostic::error("missing", place("a.pdf", 0, 0), Message::same("not there"), Message::same("add it"));
        let shown = human(&[diagnostic], &snapshot(&[]), PLAIN);
        assert_eq!(shown, "error[missing]: not there\n--> a.pdf\n = help: add it\n\n");
    }

    #[test]
    fn colours_are_used_on_terminals_only() {
        let diagnostic =
            Diagnostic::error("missing", place("a.pdf", 0, 0), Message::same("not there"), Message::same("add it"));
        let shown = human(&[diagnostic], &snapshot(&[]), DiagnosticStyle { colour: true, ..PLAIN });
        assert!(shown.contains("\u{1b}["));
    }

    #[test]
    fn the_summary_counts_errors_and_warnings() {
        let error = Diagnostic::error("a", place("a", 0, 0), Message::same("a"), Message::same("a"));
        let warning = Diagnostic::warning("a", place("a", 0, 0), Message::same("a"), Message::same("a"));
        let shown = |all: &[Diagnostic], ui_lang| summary(all).map(|summary| summary.text(ui_lang).to_owned());
        let three = [error.clone(), error.clone(), warning.clone()];
        assert_eq!(shown(&[], UiLang::English), None);
        assert_eq!(shown(&three, UiLang::English).as_deref(), Some("2 errors, 1 warning"));
        assert_eq!(shown(&three, UiLang::French).as_deref(), Some("2 erreurs, 1 avertissement"));
        assert_eq!(shown(&[warning], UiLang::English).as_deref(), Some("1 warning"));
        assert_eq!(shown(&[error], UiLang::French).as_deref(), Some("1 erreur"));
    }
}
