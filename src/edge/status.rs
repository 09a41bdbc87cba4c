//! The page of `serve` that tells what is to be done: mistakes in the sources, translations, what is not published yet.
//!
//! It is the program's own and knows nothing of the site's theme, which may be what is broken.

use std::borrow::Cow;
use std::fmt::Write;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::snapshot::Snapshot;
use crate::base::source::{Position, SourcePath};
use crate::base::status::{Status, StatusItem};
use crate::edge::texts::Texts;

/// Of a longer list the rest is only counted.
const MOST: usize = 500;

/// Of a longer line only the beginning is shown, in characters.
const LONGEST_LINE: usize = 300;

/// What the page tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// Errors, then warnings.
    pub mistakes: Vec<Mistake>,
    /// What is still to be done.
    pub status: Status,
}

/// A mistake in the sources as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Error or warning.
    pub severity: Severity,
    /// Its stable name.
    pub code: Cow<'static, str>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
    /// The file.
    pub path: SourcePath,
    /// Where it begins there; what has no text, such as an image, is at line 1, column 1.
    pub position: Position,
    /// The text of the line.
    pub line: Option<String>,
}

impl Board {
    /// Diagnostics with their lines, and what is still to be done.
    pub fn new(diagnostics: &[Diagnostic], snapshot: &Snapshot, status: Status) -> Self {
        let texts = Texts::new(diagnostics, snapshot);
        let mistake = |diagnostic: &Diagnostic| {
            let place = &diagnostic.place;
            let lines = texts.lines(&place.path);
            let line = lines.map(|lines| &lines.text()[lines.line(place.span.start)]);
            Mistake {
                severity: diagnostic.severity,
                code: diagnostic.code.clone(),
                message: diagnostic.message.clone(),
                help: diagnostic.help.clone(),
                path: place.path.clone(),
                position: lines.map_or(Position { line: 1, column: 1 }, |lines| lines.position(place.span.start)),
                line: line.map(|line| line.chars().take(LONGEST_LINE).collect()),
            }
        };
        let mut mistakes: Vec<Mistake> = diagnostics.iter().map(mistake).collect();
        mistakes.sort_by_key(|mistake| mistake.severity);
        Self { mistakes, status }
    }

    /// The page, without what keeps it in step.
    pub fn page(&self) -> String {
        let count = |severity: Severity| {
            let count = self.mistakes.iter().filter(|mistake| mistake.severity == severity).count();
            format!("{count} {}{}", severity.as_str(), if count == 1 { "" } else { "s" })
        };
        let mut page = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>What is to be done · parvis</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>What is to be done</h1>\n\
             <p><a href=\"/\">To the site</a></p>\n"
        );
        section(
            &mut page,
            &format!("Mistakes in the sources: {}, {}", count(Severity::Error), count(Severity::Warning)),
            "There is none.",
            self.mistakes.iter().map(Mistake::html),
        );
        for language in &self.status.languages {
            let name = format!("{} ({})", escaped(&language.name), escaped(&language.tag));
            section(
                &mut page,
                &format!("Missing translations into {name}"),
                "None is missing.",
                language.missing.iter().map(named),
            );
            section(
                &mut page,
                &format!("Stale translations into {name}"),
                "None is older than its original.",
                language.stale.iter().map(named),
            );
        }
        let partial = self.mistakes.iter().filter(|mistake| mistake.code == "partial-translation");
        section(
            &mut page,
            "Texts that are not in every language",
            "There is none.",
            partial.map(|mistake| format!("{}<br>{}", mistake.place(), escaped(&mistake.message))),
        );
        section(&mut page, "Drafts", "There is none.", self.status.drafts.iter().map(named));
        section(
            &mut page,
            "To be published later",
            "There is nothing.",
            self.status.coming.iter().map(|(day, item)| format!("<time>{}</time>: {}", escaped(day), named(item))),
        );
        page.push_str("</main>\n");
        page
    }
}

impl Mistake {
    fn html(&self) -> String {
        let mut html = format!(
            "<strong class=\"{severity}\">{severity}</strong>: {} <small>[{}]</small><br>{}",
            escaped(&self.message),
            escaped(&self.code),
            self.place(),
            severity = self.severity.as_str(),
        );
        if let Some(line) = self.line.as_ref().filter(|line| !line.trim().is_empty()) {
            let _ = write!(html, "<pre>{}</pre>", escaped(line));
        }
        let _ = write!(html, "<p>Help: {}</p>", escaped(&self.help));
        html
    }

    fn place(&self) -> String {
        let Position { line, column } = self.position;
        format!("<code>{}:{line}:{column}</code>", escaped(self.path.as_str()))
    }
}

/// A list under a heading, which counts its members.
fn section(page: &mut String, title: &str, none: &str, members: impl Iterator<Item = String>) {
    let members: Vec<String> = members.collect();
    let _ = write!(page, "<section>\n<h2>{title}");
    if members.is_empty() {
        let _ = write!(page, "</h2>\n<p>{none}</p>\n</section>\n");
        return;
    }
    let _ = write!(page, " <small>({})</small></h2>\n<ul>\n", members.len());
    for member in members.iter().take(MOST) {
        let _ = writeln!(page, "<li>{member}</li>");
    }
    page.push_str("</ul>\n");
    if let Some(rest) = members.len().checked_sub(MOST).filter(|rest| *rest > 0) {
        let _ = writeln!(page, "<p>And {rest} more.</p>");
    }
    page.push_str("</section>\n");
}

fn named(item: &StatusItem) -> String {
    let title = format!("<span lang=\"{}\">{}</span>", escaped(&item.lang), escaped(&item.title));
    let title = match &item.href {
        Some(href) => format!("<a href=\"{}\">{title}</a>", escaped(href)),
        None => title,
    };
    format!("{title} <code>{}</code><br><code>{}</code>", escaped(&item.key), escaped(item.path.as_str()))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The colours are the system's own, light or dark.
const STYLE: &str = ":root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}\
main{max-width:60rem;margin:auto;padding:1rem}\
li{margin-block:.75rem}\
pre{margin:.25rem 0;padding:.25rem .5rem;border:1px solid;white-space:pre-wrap;overflow-wrap:anywhere}\
code{overflow-wrap:anywhere}\
li p{margin:0}\
small{font-size:1em;font-weight:normal}\
.error{color:light-dark(#a1001a,#ff9aa8)}";

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::base::moment::Moment;
    use crate::base::snapshot::SourceFile;
    use crate::base::source::{Place, Span};
    use crate::base::status::LanguageStatus;

    #[test]
    fn errors_come_first_with_their_line() {
        let path = SourcePath::new("content/calls/robots/index.fr.md");
        let files = BTreeMap::from([(path.clone(), SourceFile::Text("---\nclosse: <b>\n".into()))]);
        let snapshot = Snapshot { files: files.into(), now: Moment::from_unix_seconds(0).expect("a moment") };
        let place = |start, end| Place { path: path.clone(), span: Span::new(start, end) };
        let diagnostics = [
            Diagnostic::warning("partial-translation", place(0, 3), "not translated into en", "add `en`"),
            Diagnostic::error("unknown-key", place(4, 10), "unknown key `closse`", "write `closes`"),
        ];
        let page = Board::new(&diagnostics, &snapshot, Status::default()).page();
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} in {page}"));
        assert!(at("1 error, 1 warning") < at("unknown key `closse`"));
        assert!(at("unknown key `closse`") < at("<code>content/calls/robots/index.fr.md:2:1</code>"));
        assert!(at("<pre>closse: &lt;b&gt;</pre>") < at("not translated into en"));
    }

    #[test]
    fn items_lead_to_their_pages_where_they_have_one() {
        let item = |href: Option<&str>| StatusItem {
            key: "call/robots".to_owned(),
            title: "Robots & co".to_owned(),
            lang: "fr".to_owned(),
            path: SourcePath::new("content/calls/robots/index.fr.md"),
            href: href.map(str::to_owned),
        };
        let status = Status {
            languages: vec![LanguageStatus {
                name: "English".to_owned(),
                tag: "en".to_owned(),
                missing: vec![item(Some("/fr/appels/robots/"))],
                stale: Vec::new(),
                ..LanguageStatus::default()
            }],
            drafts: vec![item(None); MOST + 2],
            coming: vec![("2027-01-01".to_owned(), item(None))],
        };
        let page = Board { mistakes: Vec::new(), status }.page();
        assert_eq!(
            page.matches("<a href=\"/fr/appels/robots/\"><span lang=\"fr\">Robots &amp; co</span></a>").count(),
            1
        );
        assert!(page.contains("<p>And 2 more.</p>") && page.contains("<time>2027-01-01</time>"), "{page}");
        assert!(page.contains("Stale translations into English (en)</h2>\n<p>None is older"), "{page}");
    }
}
