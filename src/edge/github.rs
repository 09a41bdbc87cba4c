//! Diagnostics as workflow commands of GitHub Actions, which become annotations in pull requests.
//!
//! The format and its escapes are those of the runner (`ActionCommand` in <https://github.com/actions/runner>).

use crate::base::diagnostic::Diagnostic;
use crate::base::message::UiLang;
use crate::base::snapshot::Snapshot;
use crate::edge::printable::printable;
use crate::edge::texts::{Texts, with_help};

/// The diagnostics in the given order, one command a line. Help and related places are part of the message, as an annotation has
/// only one place. `below` is the path of the root in its repository, to which annotations are relative: empty, or it ends with
/// `/`.
pub fn github(diagnostics: &[Diagnostic], snapshot: &Snapshot, below: &str, ui_lang: UiLang) -> String {
    let texts = Texts::new(diagnostics, snapshot);
    let commands = diagnostics.iter().map(|diagnostic| {
        let (severity, place) = (diagnostic.severity.as_str(), place(diagnostic, below, &texts));
        let title = property(&diagnostic.code);
        format!("::{severity} {place},title={title}::{}\n", data(&message(diagnostic, below, &texts, ui_lang)))
    });
    commands.collect()
}

/// The file and, if it has text, the lines. Annotations have columns only on a single line.
fn place(diagnostic: &Diagnostic, below: &str, texts: &Texts) -> String {
    let file = format!("file={}", property(&format!("{below}{}", diagnostic.place.path)));
    let Some((start, end)) = texts.ends(&diagnostic.place) else { return file };
    let lines = format!("{file},line={},endLine={}", start.line, end.line);
    if start.line == end.line { format!("{lines},col={},endColumn={}", start.column, end.column) } else { lines }
}

fn message(diagnostic: &Diagnostic, below: &str, texts: &Texts, ui_lang: UiLang) -> String {
    let mut message = with_help(diagnostic, ui_lang);
    for related in &diagnostic.related {
        let line = texts.ends(&related.place).map(|(start, _)| format!(":{}:{}", start.line, start.column));
        message +=
            &format!("\n{}: {below}{}{}", related.message.text(ui_lang), related.place.path, line.unwrap_or_default());
    }
    message
}

/// Escapes the message after the last `::`; `%` first, so that no escape is escaped again.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property, which also must not contain `:` or `,`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::base::message::Message;
    use crate::base::moment::Moment;
    use crate::base::snapshot::SourceFile;
    use crate::base::source::{Place, SourcePath, Span};

    fn shown(diagnostic: Diagnostic) -> String {
        let text = SourceFile::Text("é: 1\nclosse: \"\n".into());
        let files = BTreeMap::from([(SourcePath::new("content/100%, à: b.md"), text)]);
        let snapshot = Snapshot { files: files.into(), now: Moment::from_unix_seconds(0).expect("a moment") };
        github(&[diagnostic], &snapshot, "", UiLang::English)
    }

    fn place(start: usize, end: usize) -> Place {
        Place { path: SourcePath::new("content/100%, à: b.md"), span: Span::new(start, end) }
    }

    fn said(text: &'static str) -> Message {
        Message::same(text)
    }

    #[test]
    fn a_diagnostic_is_one_escaped_workflow_command() {
        let mistake =
            Diagnostic::error("unknown-key", place(6, 12), said("50 %:\r\n::stop, `closse`"), said("write `closes`"));
        assert_eq!(
            shown(mistake.related(said("another, one"), place(0, 2))),
            "::error file=content/100%25%2C à%3A b.md,line=2,endLine=2,col=1,endColumn=7,title=unknown-key::50 %25:�%0A\
             ::stop, `closse`%0Ahelp: write `closes`%0Aanother, one: content/100%25, à: b.md:1:1\n"
        );
    }

    #[test]
    fn columns_are_given_only_for_diagnostics_on_one_line() {
        let over_lines = shown(Diagnostic::warning("too-long", place(0, 9), said("long"), said("shorten it")));
        assert_eq!(
            over_lines,
            "::warning file=content/100%25%2C à%3A b.md,line=1,endLine=2,title=too-long::long%0Ahelp: shorten it\n"
        );
        let image = Place { path: SourcePath::new("content/a.png"), span: Span::default() };
        let of_image = shown(Diagnostic::warning("no-image", image, said("it does not exist"), said("add it")));
        assert_eq!(of_image, "::warning file=content/a.png,title=no-image::it does not exist%0Ahelp: add it\n");
    }
}
