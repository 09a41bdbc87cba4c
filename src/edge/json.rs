//! Diagnostics as one compact JSON object a line; `docs/commands.md` documents the fields.

use serde::Serialize;

use crate::base::diagnostic::Diagnostic;
use crate::base::message::UiLang;
use crate::base::snapshot::Snapshot;
use crate::base::source::{Place, Position};
use crate::edge::texts::Texts;

#[derive(Serialize)]
struct DiagnosticLine<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    help: &'a str,
    related: Vec<RelatedLine<'a>>,
}

#[derive(Serialize)]
struct RelatedLine<'a> {
    message: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
}

/// The diagnostics in the given order, one a line. Lines and columns count from 1, columns in characters; the end is exclusive.
/// Files without text, such as images, have line 1, column 1.
pub fn json(diagnostics: &[Diagnostic], snapshot: &Snapshot, ui_lang: UiLang) -> String {
    let texts = Texts::new(diagnostics, snapshot);
    let mut lines = String::new();
    for diagnostic in diagnostics {
        let (start, end) = ends(&diagnostic.place, &texts);
        let related = diagnostic.related.iter().map(|related| {
            let (start, _) = ends(&related.place, &texts);
            RelatedLine {
                message: related.message.text(ui_lang),
                file: related.place.path.as_str(),
                line: start.line,
                column: start.column,
            }
        });
        let line = DiagnosticLine {
            code: &diagnostic.code,
            severity: diagnostic.severity.as_str(),
            message: diagnostic.message.text(ui_lang),
            file: diagnostic.place.path.as_str(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            help: diagnostic.help.text(ui_lang),
            related: related.collect(),
        };
        lines.push_str(&serde_json::to_string(&line).expect("text and numbers always have a form in JSON"));
        lines.push('\n');
    }
    lines
}

fn ends(place: &Place, texts: &Texts) -> (Position, Position) {
    let start = Position { line: 1, column: 1 };
    texts.ends(place).unwrap_or((start, start))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::base::message::Message;
    use crate::base::moment::Moment;
    use crate::base::snapshot::SourceFile;
    use crate::base::source::{SourcePath, Span};

    #[test]
    fn an_object_has_the_documented_fields_in_order() {
        let path = SourcePath::new("content/calls/été/index.fr.md");
        let files = BTreeMap::from([(path.clone(), SourceFile::Text("é: 1\nclosse: \"\n".into()))]);
        let snapshot = Snapshot { files: files.into(), now: Moment::from_unix_seconds(0).expect("a moment") };
        let place = |start, end| Place { path: path.clone(), span: Span::new(start, end) };
        let diagnostics = [Diagnostic::error(
            "unknown-key",
            place(6, 12),
            Message::same("unknown key `closse`"),
            Message::same("write \"closes\""),
        )
        .related(Message::same("another one"), place(0, 2))];
        let image = Place { path: SourcePath::new("content/a.png"), span: Span::default() };
        let warnings =
            [Diagnostic::warning("no-image", image, Message::same("it does not exist"), Message::same("add it"))];
        assert_eq!(
            json(&diagnostics, &snapshot, UiLang::English),
            "{\"code\":\"unknown-key\",\"severity\":\"error\",\"message\":\"unknown key `closse`\",\
             \"file\":\"content/calls/été/index.fr.md\",\"line\":2,\"column\":1,\"end_line\":2,\"end_column\":7,\
             \"help\":\"write \\\"closes\\\"\",\"related\":[{\"message\":\"another one\",\
             \"file\":\"content/calls/été/index.fr.md\",\"line\":1,\"column\":1}]}\n"
        );
        assert_eq!(
            json(&warnings, &snapshot, UiLang::English),
            "{\"code\":\"no-image\",\"severity\":\"warning\",\"message\":\"it does not exist\",\"file\":\"content/a.png\",\
             \"line\":1,\"column\":1,\"end_line\":1,\"end_column\":1,\"help\":\"add it\",\"related\":[]}\n"
        );
    }
}
