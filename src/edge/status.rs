//! The status page of `serve`: errors, translations, unpublished items.
//!
//! It does not use the site's theme, which may be broken.

use std::borrow::Cow;
use std::fmt::Write;

use serde::Serialize;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::message::{Message, UiLang, say};
use crate::base::snapshot::Snapshot;
use crate::base::source::{Position, SourcePath};
use crate::base::status::{EditorialStatus, StatusItem, StatusSource};
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

    /// The page as HTML, without the reload script. What is to be done on the page of the site at `from` comes first.
    pub fn html(&self, ui_lang: UiLang, from: Option<&str>) -> String {
        let (title, site) = (title(), ui_lang.pick("To the site", "Voir le site"));
        let title = title.text(ui_lang);
        let mut page = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title} · parvis</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
             <p><a href=\"/\">{site}</a></p>\n",
            ui_lang.tag()
        );
        let source = from.and_then(|from| self.status.source_of(from));
        if let Some(source) = source {
            self.add_page(&mut page, ui_lang, source);
        }
        let is_elsewhere = |path: &SourcePath| source.is_none_or(|source| !source.concerns(path));
        let mistakes: Vec<&Mistake> = self.mistakes.iter().filter(|mistake| is_elsewhere(&mistake.path)).collect();
        let named = |items: &[StatusItem]| -> Vec<String> {
            items.iter().filter(|item| is_elsewhere(&item.path)).map(named).collect()
        };
        let mut is_empty = true;
        let mut section = |title: Message, members: Vec<String>| {
            if !members.is_empty() {
                is_empty = false;
                section(&mut page, ui_lang, &title, &members);
            }
        };
        let all = counts(&mistakes, ui_lang);
        let title = match source {
            None => {
                say!(en: "To fix in the files of the site: {all}", fr: "À corriger dans les fichiers du site : {all}")
            }
            Some(_) => say!(en: "To fix elsewhere: {all}", fr: "À corriger ailleurs : {all}"),
        };
        section(title, mistakes.iter().map(|mistake| mistake.html(ui_lang)).collect());
        for language in &self.status.languages {
            let (name, tag) = (escaped(&language.name), escaped(&language.tag));
            section(
                say!(en: "Missing translations into {name} ({tag})", fr: "Traductions manquantes ({name}, {tag})"),
                named(&language.missing),
            );
            section(
                say!(en: "Out-of-date translations into {name} ({tag})", fr: "Traductions à revoir ({name}, {tag})"),
                named(&language.stale),
            );
        }
        let partial = mistakes.iter().filter(|mistake| mistake.code == "partial-translation");
        section(
            say!(en: "Texts not available in every language", fr: "Textes absents dans une langue au moins"),
            partial.map(|mistake| format!("{}<br>{}", mistake.place(), prose(mistake.message.text(ui_lang)))).collect(),
        );
        section(say!(en: "Drafts", fr: "Brouillons"), named(&self.status.drafts));
        let dated = |(day, item): &(String, StatusItem)| {
            let colon = ui_lang.pick(":", " :");
            format!("<time>{}</time>{colon} {}", escaped(day), self::named(item))
        };
        let coming = self.status.coming.iter().filter(|(_, item)| is_elsewhere(&item.path));
        section(say!(en: "Scheduled for publication", fr: "Publication programmée"), coming.map(dated).collect());
        let unstamped: usize = self.status.languages.iter().map(|language| language.unstamped.len()).sum();
        if unstamped > 0 {
            let _ = writeln!(page, "<p>{}</p>", prose(never_stamped(unstamped).text(ui_lang)));
        }
        if is_empty && source.is_none() {
            let _ = writeln!(page, "<p>{}</p>", nothing_to_do(ui_lang));
        }
        page.push_str("</main>\n");
        page
    }

    /// What is to be done on a page of the site.
    fn add_page(&self, page: &mut String, ui_lang: UiLang, source: &StatusSource) {
        let mistakes: Vec<&Mistake> = self.mistakes_of(source).collect();
        let mut members: Vec<String> = mistakes.iter().map(|mistake| mistake.html(ui_lang)).collect();
        let concerned = |items: &[StatusItem]| items.iter().any(|item| source.concerns(&item.path));
        if concerned(&self.status.drafts) {
            let draft = say!(
                en: "This is a draft: delete its `draft` line to publish it.",
                fr: "C’est un brouillon : supprimez la ligne `draft` pour le publier."
            );
            members.push(prose(draft.text(ui_lang)));
        }
        if let Some((day, _)) = self.status.coming.iter().find(|(_, item)| source.concerns(&item.path)) {
            members.push(escaped(
                say!(en: "It will be published on {day}.", fr: "Publication prévue le {day}.").text(ui_lang),
            ));
        }
        let unstamped = self.status.languages.iter().flat_map(|language| &language.unstamped);
        for item in unstamped.filter(|item| source.concerns(&item.path)) {
            let stamp = say!(
                en: "`{path}` does not record which version of the original it translates. Once it is up to date, run `parvis i18n --stamp {path}`: a warning will then tell you when the original changes.",
                fr: "`{path}` n’indique pas quelle version de l’original il traduit. Une fois la traduction à jour, lancez `parvis i18n --stamp {path}` : un avertissement vous signalera ensuite tout changement de l’original.",
                path = item.path
            );
            members.push(prose(stamp.text(ui_lang)));
        }
        let heading = ui_lang.pick("On this page:", "Sur cette page :");
        let (href, lang, title) = (escaped(&source.href), escaped(&source.lang), escaped(&source.title));
        let _ = write!(
            page,
            "<section class=\"page\">\n<h2>{heading} <a href=\"{href}\"><span lang=\"{lang}\">{title}</span></a></h2>\n\
             <p>{} <code>{}</code></p>\n",
            ui_lang.pick("Written in", "Écrite dans"),
            escaped(source.path.as_str()),
        );
        match members.is_empty() {
            true => page.push_str(&format!("<p>{}</p>\n", nothing_to_do(ui_lang))),
            false => add_list(page, ui_lang, &members),
        }
        page.push_str("</section>\n");
    }

    /// What the badge on the page of the site at `from` says, as JSON: its label, and the file that the page is written in.
    pub fn badge(&self, ui_lang: UiLang, from: Option<&str>) -> String {
        #[derive(Serialize)]
        struct Badge<'a> {
            label: String,
            source: Option<&'a str>,
        }
        let source = from.and_then(|from| self.status.source_of(from));
        let all: Vec<&Mistake> = self.mistakes.iter().collect();
        let here: Vec<&Mistake> = source.map(|source| self.mistakes_of(source).collect()).unwrap_or_default();
        let label = match (all.len(), here.len()) {
            (0, _) => say!(en: "Nothing to report", fr: "Rien à signaler"),
            (_, 0) => say!(en: "{all} on the site", fr: "{all} sur le site", all = counts(&all, ui_lang)),
            (many, few) if many == few => {
                say!(en: "{here} on this page", fr: "{here} sur cette page", here = counts(&here, ui_lang))
            }
            (many, _) => say!(
                en: "{here} on this page, {many} on the site",
                fr: "{here} sur cette page, {many} sur le site",
                here = counts(&here, ui_lang)
            ),
        };
        let badge = Badge { label: label.text(ui_lang).to_owned(), source: source.map(|source| source.path.as_str()) };
        serde_json::to_string(&badge).expect("texts always have a form in JSON")
    }

    fn mistakes_of(&self, source: &StatusSource) -> impl Iterator<Item = &Mistake> {
        self.mistakes.iter().filter(|mistake| source.concerns(&mistake.path))
    }
}

fn nothing_to_do(ui_lang: UiLang) -> &'static str {
    ui_lang.pick("Nothing to do.", "Rien à faire.")
}

/// The numbers of errors and of warnings, in words; one that is 0 is not named beside the other.
fn counts(mistakes: &[&Mistake], ui_lang: UiLang) -> String {
    let count = |severity: Severity| {
        let number = mistakes.iter().filter(|mistake| mistake.severity == severity).count();
        (number > 0).then(|| counted(severity, number).text(ui_lang).to_owned())
    };
    let all: Vec<String> = [Severity::Error, Severity::Warning].into_iter().filter_map(count).collect();
    all.join(", ")
}

/// That translations were never stamped, and what to do.
pub fn never_stamped(number: usize) -> Message {
    match number {
        1 => say!(
            en: "1 translation does not record which version of the original it translates, so changes to the original go unnoticed: `parvis i18n --stamp` marks it as up to date",
            fr: "1 traduction n’indique pas quelle version de l’original elle traduit, et rien ne signalera que celui-ci a changé : `parvis i18n --stamp` la marque comme à jour"
        ),
        number => say!(
            en: "{number} translations do not record which version of the original they translate, so changes to the original go unnoticed: `parvis i18n --stamp` marks them as up to date",
            fr: "{number} traductions n’indiquent pas quelle version de l’original elles traduisent, et rien ne signalera que celui-ci a changé : `parvis i18n --stamp` les marque comme à jour"
        ),
    }
}

/// The title of the page, also used for links to it.
pub fn title() -> Message {
    say!(en: "To do", fr: "Ce qui reste à faire")
}

impl Mistake {
    fn html(&self, ui_lang: UiLang) -> String {
        let mut html = format!(
            "<strong class=\"{}\">{}</strong>{} {} <small>[{}]</small><br>{}",
            self.severity.as_str(),
            name(self.severity, ui_lang),
            ui_lang.pick(":", " :"),
            prose(self.message.text(ui_lang)),
            escaped(&self.code),
            self.place(),
        );
        if let Some(line) = self.line.as_ref().filter(|line| !line.trim().is_empty()) {
            let _ = write!(html, "<pre>{}</pre>", escaped(line));
        }
        let _ = write!(html, "<p>{} {}</p>", ui_lang.pick("Help:", "Aide :"), prose(self.help.text(ui_lang)));
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
    let _ = writeln!(page, "<section>\n<h2>{title} <small>({})</small></h2>", members.len());
    add_list(page, ui_lang, members);
    page.push_str("</section>\n");
}

fn add_list(page: &mut String, ui_lang: UiLang, members: &[String]) {
    page.push_str("<ul>\n");
    for member in members.iter().take(MOST) {
        let _ = writeln!(page, "<li>{member}</li>");
    }
    page.push_str("</ul>\n");
    if let Some(rest) = members.len().checked_sub(MOST).filter(|rest| *rest > 0) {
        let rest = say!(en: "And {rest} more.", fr: "Et {rest} de plus.");
        let _ = writeln!(page, "<p>{}</p>", rest.text(ui_lang));
    }
}

fn named(item: &StatusItem) -> String {
    let title = format!("<span lang=\"{}\">{}</span>", escaped(&item.lang), escaped(&item.title));
    let title = match &item.href {
        Some(href) => format!("<a href=\"{}\">{title}</a>", escaped(href)),
        None => title,
    };
    format!("{title} <code>{}</code><br><code>{}</code>", escaped(&item.key), escaped(item.path.as_str()))
}

/// A message as HTML, what is in backquotes as code.
fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // A backquote without its counterpart is itself.
        return escaped(text);
    }
    let part = |(rank, part): (usize, &&str)| match rank % 2 {
        0 => escaped(part),
        _ => format!("<code>{}</code>", escaped(part)),
    };
    parts.iter().enumerate().map(part).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Uses the system's colours, light or dark.
const STYLE: &str = ":root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}\
body{background:light-dark(#fff,#1a1a1a);color:light-dark(#1a1a1a,#f2f2f2)}\
a{color:light-dark(#00457c,#8cc8ff)}\
main{max-width:60rem;margin:auto;padding:1rem;overflow-wrap:anywhere}\
ul{padding-inline-start:1.25rem}\
.page{padding:0 1rem;border:2px solid}\
li{margin-block:.75rem}\
pre{margin:.25rem 0;padding:.25rem .5rem;border:1px solid;white-space:pre-wrap;overflow-wrap:anywhere}\
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
        let page = StatusPage::new(&diagnostics, &snapshot, EditorialStatus::default()).html(UiLang::English, None);
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} in {page}"));
        assert!(at("1 error, 1 warning") < at("unknown key <code>closse</code>"));
        assert!(at("unknown key <code>closse</code>") < at("<code>content/calls/robots/index.fr.md:2:1</code>"));
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
            pages: Vec::new(),
        };
        let page = StatusPage { mistakes: Vec::new(), status }.html(UiLang::English, None);
        assert_eq!(
            page.matches("<a href=\"/fr/appels/robots/\"><span lang=\"fr\">Robots &amp; co</span></a>").count(),
            1
        );
        assert!(page.contains("<p>And 2 more.</p>") && page.contains("<time>2027-01-01</time>"), "{page}");
        // What is empty is not listed.
        assert!(
            !page.contains("<h2>To fix") && !page.contains("<h2>Out-of-date") && !page.contains("Nothing"),
            "{page}"
        );
        let nothing = StatusPage::default().html(UiLang::English, None);
        assert!(nothing.contains("<p>Nothing to do.</p>") && !nothing.contains("<h2>"), "{nothing}");
    }

    /// A status page with a warning in each of two calls, and a page for each in two languages.
    fn two_calls() -> StatusPage {
        let path = |id: &str, lang: &str| SourcePath::new(format!("content/calls/{id}/index.{lang}.md"));
        let mistake = |id: &str, severity: Severity| Mistake {
            severity,
            code: "stale-translation".into(),
            message: Message::same(format!("`{id}` has changed")),
            help: Message::same("translate it"),
            path: path(id, "en"),
            position: Position { line: 1, column: 1 },
            line: None,
        };
        let page = |id: &str, lang: &str| StatusSource {
            href: format!("/{lang}/{id}-%C3%A9/"),
            title: id.to_owned(),
            lang: lang.to_owned(),
            path: path(id, lang),
        };
        let pages = vec![page("maps", "fr"), page("robots", "fr"), page("robots", "en")];
        let mistakes = vec![
            mistake("maps", Severity::Error),
            mistake("maps", Severity::Warning),
            mistake("robots", Severity::Warning),
        ];
        StatusPage { mistakes, status: EditorialStatus { pages, ..EditorialStatus::default() } }
    }

    #[test]
    fn what_concerns_the_page_one_came_from_comes_first_and_once() {
        let html = two_calls().html(UiLang::English, Some("/fr/robots-é/"));
        let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text} in {html}"));
        assert!(
            at("On this page: <a href=\"/fr/robots-%C3%A9/\">") < at("<code>content/calls/robots/index.fr.md</code>")
        );
        assert!(at("<code>robots</code> has changed") < at("To fix elsewhere: 1 error, 1 warning <small>(2)"));
        assert!(at("To fix elsewhere") < at("<code>maps</code> has changed"));
        assert_eq!(html.matches("<code>robots</code> has changed").count(), 1, "{html}");
        for nowhere in [None, Some("/fr/"), Some("/fr/<b>")] {
            let html = two_calls().html(UiLang::English, nowhere);
            assert!(
                html.contains("To fix in the files of the site: 1 error, 2 warnings") && !html.contains("On this page")
            );
        }
    }

    #[test]
    fn the_badge_counts_and_names_the_file_of_the_page() {
        let badge = |from: &str| two_calls().badge(UiLang::English, Some(from));
        assert_eq!(
            badge("/en/robots-%C3%A9/"),
            r#"{"label":"1 warning on this page, 3 on the site","source":"content/calls/robots/index.en.md"}"#
        );
        assert_eq!(badge("/fr/"), r#"{"label":"1 error, 2 warnings on the site","source":null}"#);
        assert_eq!(StatusPage::default().badge(UiLang::French, None), r#"{"label":"Rien à signaler","source":null}"#);
    }

    #[test]
    fn backquotes_of_messages_are_code() {
        assert_eq!(prose("write `a < b` or `c`"), "write <code>a &lt; b</code> or <code>c</code>");
        assert_eq!(prose("one ` alone"), "one ` alone");
    }
}
