//! The status page of `serve`: errors, translations, unpublished items.
//!
//! It does not use the site's theme, which may be broken.

use std::borrow::Cow;
use std::fmt::Write;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::message::{Message, UiLang, say};
use crate::base::snapshot::Snapshot;
use crate::base::source::{Position, SourcePath};
use crate::base::status::{EditorialStatus, StatusItem};
use crate::edge::terminal::{counted, name};
use crate::edge::texts::Texts;

/// The most entries of a list that are shown.
const MOST: usize = 500;

/// The most characters of a source line that are shown.
const LONGEST_LINE: usize = 300;

/// The content of the status page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusPage {
    /// Errors, then warnings.
    pub mistakes: Vec<Mistake>,
    /// The editorial status.
    pub status: EditorialStatus,
}

/// A diagnostic with its source line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Error or warning.
    pub severity: Severity,
    /// Its code.
    pub code: Cow<'static, str>,
    /// The message.
    pub message: Message,
    /// The help.
    pub help: Message,
    /// The file.
    pub path: SourcePath,
    /// Its start; line 1, column 1 in files without text, such as images.
    pub position: Position,
    /// The source line.
    pub line: Option<String>,
}

impl StatusPage {
    /// Looks up the source lines of the diagnostics.
    pub fn new(diagnostics: &[Diagnostic], snapshot: &Snapshot, status: EditorialStatus) -> Self {
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

    /// The page as HTML, without the reload script.
    pub fn html(&self, ui_lang: UiLang) -> String {
        let count = |severity: Severity| {
            counted(severity, self.mistakes.iter().filter(|mistake| mistake.severity == severity).count())
        };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let (title, site) = (title(), ui_lang.pick("To the site", "Voir le site"));
        let title = title.text(ui_lang);
        let mut page = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title} · parvis</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
             <p><a href=\"/\">{site}</a></p>\n",
            ui_lang.tag()
        );
        let mut empty = Vec::new();
        let mut section = |title: Message, members: Vec<String>| {
            if members.is_empty() {
                empty.push(title);
            } else {
                section(&mut page, ui_lang, &title, &members);
            }
        };
        let mistakes = match self.mistakes.is_empty() {
            true => say!(en: "Mistakes in the sources", fr: "Fautes dans les sources"),
            false => say!(
                en: "Mistakes in the sources: {errors}, {warnings}",
                fr: "Fautes dans les sources : {errors}, {warnings}";
                errors, warnings
            ),
        };
        section(mistakes, self.mistakes.iter().map(|mistake| mistake.html(ui_lang)).collect());
        for language in &self.status.languages {
            let (name, tag) = (escaped(&language.name), escaped(&language.tag));
            section(
                say!(en: "Missing translations into {name} ({tag})", fr: "Traductions qui manquent ({name}, {tag})"),
                language.missing.iter().map(named).collect(),
            );
            section(
                say!(en: "Stale translations into {name} ({tag})", fr: "Traductions à revoir ({name}, {tag})"),
                language.stale.iter().map(named).collect(),
            );
        }
        let partial = self.mistakes.iter().filter(|mistake| mistake.code == "partial-translation");
        section(
            say!(en: "Texts that are not in every language", fr: "Textes qui ne sont pas dans toutes les langues"),
            partial
                .map(|mistake| format!("{}<br>{}", mistake.place(), escaped(mistake.message.text(ui_lang))))
                .collect(),
        );
        section(say!(en: "Drafts", fr: "Brouillons"), self.status.drafts.iter().map(named).collect());
        let colon = ui_lang.pick(":", " :");
        let dated =
            |(day, item): &(String, StatusItem)| format!("<time>{}</time>{colon} {}", escaped(day), named(item));
        section(
            say!(en: "To be published later", fr: "À publier plus tard"),
            self.status.coming.iter().map(dated).collect(),
        );
        if !empty.is_empty() {
            let titles = empty.iter().map(|title| title.text(ui_lang)).collect::<Vec<_>>().join(" · ");
            let _ = writeln!(page, "<p>{} {titles}</p>", ui_lang.pick("Nothing to do:", "Rien à faire :"));
        }
        page.push_str("</main>\n");
        page
    }
}

/// The title of the page, also used for links to it.
pub fn title() -> Message {
    say!(en: "What is to be done", fr: "Ce qui reste à faire")
}

impl Mistake {
    fn html(&self, ui_lang: UiLang) -> String {
        let mut html = format!(
            "<strong class=\"{}\">{}</strong>{} {} <small>[{}]</small><br>{}",
            self.severity.as_str(),
            name(self.severity, ui_lang),
            ui_lang.pick(":", " :"),
            escaped(self.message.text(ui_lang)),
            escaped(&self.code),
            self.place(),
        );
        if let Some(line) = self.line.as_ref().filter(|line| !line.trim().is_empty()) {
            let _ = write!(html, "<pre>{}</pre>", escaped(line));
        }
        let _ = write!(html, "<p>{} {}</p>", ui_lang.pick("Help:", "Aide :"), escaped(self.help.text(ui_lang)));
        html
    }

    fn place(&self) -> String {
        let Position { line, column } = self.position;
        format!("<code>{}:{line}:{column}</code>", escaped(self.path.as_str()))
    }
}

/// A list under a heading with its length.
fn section(page: &mut String, ui_lang: UiLang, title: &Message, members: &[String]) {
    let title = title.text(ui_lang);
    let _ = write!(page, "<section>\n<h2>{title} <small>({})</small></h2>\n<ul>\n", members.len());
    for member in members.iter().take(MOST) {
        let _ = writeln!(page, "<li>{member}</li>");
    }
    page.push_str("</ul>\n");
    if let Some(rest) = members.len().checked_sub(MOST).filter(|rest| *rest > 0) {
        let rest = say!(en: "And {rest} more.", fr: "Et {rest} de plus.");
        let _ = writeln!(page, "<p>{}</p>", rest.text(ui_lang));
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

/// Uses the system's colours, light or dark.
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
            Diagnostic::warning(
                "partial-translation",
                place(0, 3),
                Message::same("not translated into en"),
                Message::same("add `en`"),
            ),
            Diagnostic::error(
                "unknown-key",
                place(4, 10),
                Message::same("unknown key `closse`"),
                Message::same("write `closes`"),
            ),
        ];
        let page = StatusPage::new(&diagnostics, &snapshot, EditorialStatus::default()).html(UiLang::English);
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} in {page}"));
        assert!(at("1 error, 1 warning") < at("unknown key `closse`"));
        assert!(at("unknown key `closse`") < at("<code>content/calls/robots/index.fr.md:2:1</code>"));
        assert!(at("<pre>closse: &lt;b&gt;</pre>") < at("not translated into en"));
    }

    #[test]
    fn items_link_to_their_pages_if_they_have_one() {
        let item = |href: Option<&str>| StatusItem {
            key: "call/robots".to_owned(),
            title: "Robots & co".to_owned(),
            lang: "fr".to_owned(),
            path: SourcePath::new("content/calls/robots/index.fr.md"),
            href: href.map(str::to_owned),
        };
        let status = EditorialStatus {
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
        let page = StatusPage { mistakes: Vec::new(), status }.html(UiLang::English);
        assert_eq!(
            page.matches("<a href=\"/fr/appels/robots/\"><span lang=\"fr\">Robots &amp; co</span></a>").count(),
            1
        );
        assert!(page.contains("<p>And 2 more.</p>") && page.contains("<time>2027-01-01</time>"), "{page}");
        // What has nothing to do is one line at the end.
        let rest = "<p>Nothing to do: Mistakes in the sources · Stale translations into English (en) · \
                    Texts that are not in every language</p>";
        assert!(page.contains(rest) && !page.contains("<h2>Mistakes"), "{page}");
    }
}
