//! The changes of a build for visitors, in Markdown: a comment on a pull request.
//!
//! Titles are untrusted, and are escaped as code.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::manifest::{AnnouncedEntry, Difference, Manifest, ManifestPage};
use crate::base::message::{Message, UiLang, count, say};
use crate::base::moment::{Moment, Zone};
use crate::base::route::{BaseUrl, Route};
use crate::base::snapshot::Snapshot;
use crate::base::source::Lines;
use crate::base::status::{EditorialStatus, StatusItem};
use crate::cli::code_span::code;
use crate::cli::published::PublishedSite;
use crate::compile::{Compilation, site_zone};
use crate::edge::failure::{Failure, WRITE};
use crate::edge::root::NamedPath;
use crate::kind::dated;

/// The most entries of a list that are shown.
const SHOWN: usize = 20;

/// How many days ahead deadlines are listed.
const DAYS_AHEAD: i64 = 30;

/// Writes a summary to a file, replacing it.
pub fn write(file: &NamedPath, text: &str) -> Result<(), Failure> {
    let written = file.existing_parent().and_then(|(folder, name)| folder.replace(name, text.as_bytes()));
    written.map_err(|error| Failure::at(WRITE, &file.path(), &error))
}

/// The summary of a build that fails because of its diagnostics.
pub fn refused(diagnostics: &[Diagnostic], snapshot: &Snapshot, ui_lang: UiLang) -> String {
    let number = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let number_of_errors = number(Severity::Error);
    let errors = count(number_of_errors, ["error", "errors"], ["erreur", "erreurs"]);
    let warnings = count(number(Severity::Warning), ["warning", "warnings"], ["avertissement", "avertissements"]);
    let mut text = MarkdownText::new(ui_lang);
    text.line(say!(
        en: "## Nothing would be published\n\nThe files of the site have {errors} and {warnings}.\n",
        fr: "## Rien ne serait publié\n\nLes fichiers du site contiennent {errors} et {warnings}.\n";
        errors, warnings
    ));
    // With `--strict` there may be warnings only.
    let worst = if number_of_errors > 0 { Severity::Error } else { Severity::Warning };
    let lines: Vec<Message> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == worst)
        .map(|diagnostic| {
            let place = &diagnostic.place;
            let line = snapshot.text(&place.path).map(|text| Lines::new(text).position(place.span.start).line);
            let line = line.map(|line| format!(":{line}")).unwrap_or_default();
            let place = code(&format!("{}{line}", place.path));
            let [message, help] = [&diagnostic.message, &diagnostic.help].map(|said| said.map(code));
            say!(en: "{place} {message}  \n  {help}", fr: "{place} {message}  \n  {help}"; message, help)
        })
        .collect();
    text.list(&lines);
    text.done()
}

/// The inputs of a summary.
pub struct Change<'a> {
    /// The compilation.
    pub compilation: &'a Compilation,
    /// Its sources.
    pub snapshot: &'a Snapshot,
    /// The published site to compare with.
    pub published: &'a PublishedSite,
    /// All diagnostics of the build.
    pub diagnostics: &'a [Diagnostic],
}

/// The summary of a build that succeeds; `None` without a site.
pub fn summary(change: &Change<'_>, ui_lang: UiLang) -> Option<String> {
    let Change { compilation, snapshot, published, diagnostics } = *change;
    let (manifest, base_url) = (compilation.manifest()?, compilation.base_url()?);
    let mut text = MarkdownText::new(ui_lang);
    text.line(say!(
        en: "## Changes for visitors\n",
        fr: "## Ce qui change pour les visiteurs\n"
    ));
    match &published.manifest {
        Ok(before) => compared(&mut text, before, &manifest, base_url, &compilation.announced_entries()),
        Err(why) => {
            let (place, why) = (&published.place, why.map(code));
            text.line(say!(
                en: "Nothing to compare with: {place}, {why}.\n",
                fr: "Aucun site publié auquel comparer : {place}, {why}.\n";
                place, why
            ));
            let (number, kinds) = (count(pages(&manifest).count(), PAGES[0], PAGES[1]), by_kind(pages(&manifest)));
            text.line(say!(
                en: "The site has {number}: {kinds}.\n",
                fr: "Le site a {number} : {kinds}.\n";
                number, kinds
            ));
        }
    }
    deadlines(&mut text, compilation, snapshot.now, &site_zone(snapshot));
    translations(&mut text, &compilation.status(), diagnostics);
    if !diagnostics.is_empty() {
        let warnings = count(diagnostics.len(), ["warning", "warnings"], ["avertissement", "avertissements"]);
        text.line(say!(
            en: "### Warnings\n\n{warnings} in the files of the site: `parvis check` gives the list.\n",
            fr: "### Avertissements\n\n{warnings} dans les fichiers du site : `parvis check` en donne la liste.\n";
            warnings
        ));
    }
    Some(text.done())
}

/// The noun for pages, in English and in French.
const PAGES: [[&str; 2]; 2] = [["page", "pages"], ["page", "pages"]];

/// The text of a summary in one language.
struct MarkdownText {
    text: String,
    ui_lang: UiLang,
}

impl MarkdownText {
    fn new(ui_lang: UiLang) -> Self {
        Self { text: String::new(), ui_lang }
    }

    fn line(&mut self, line: Message) {
        let _ = writeln!(self.text, "{}", line.text(self.ui_lang));
    }

    /// A heading with the number of its entries.
    fn heading(&mut self, heading: &Message, number: usize) {
        let _ = writeln!(self.text, "### {} ({number})\n", heading.text(self.ui_lang));
    }

    fn list(&mut self, lines: &[Message]) {
        for line in lines.iter().take(SHOWN) {
            let _ = writeln!(self.text, "- {}", line.text(self.ui_lang));
        }
        if lines.len() > SHOWN {
            let more = lines.len() - SHOWN;
            self.line(say!(en: "- and {more} more", fr: "- et {more} de plus"));
        }
        self.text.push('\n');
    }

    fn done(self) -> String {
        self.text.trim_end().to_owned() + "\n"
    }
}

fn compared(
    text: &mut MarkdownText,
    before: &Manifest,
    now: &Manifest,
    base_url: &BaseUrl,
    entries: &[AnnouncedEntry],
) {
    let Difference { new, changed, moved, gone, frame } = Difference::between(before, now);
    let is_new = |entry: &&AnnouncedEntry| {
        let known = before.entries.get(&entry.id);
        entry.langs.iter().any(|lang| known.is_none_or(|langs| !langs.contains(lang)))
    };
    let entries: Vec<&AnnouncedEntry> = entries.iter().filter(is_new).collect();
    if new.is_empty() && changed.is_empty() && moved.is_empty() && gone.is_empty() && entries.is_empty() {
        text.line(say!(en: "No page changes.\n", fr: "Aucune page ne change.\n"));
    }
    if frame {
        text.line(say!(
            en: "The visual theme or `site.yaml` has changed: any page may be affected.\n",
            fr: "Le thème graphique ou `site.yaml` a changé : toutes les pages peuvent être modifiées.\n"
        ));
    }
    let link = |page: &ManifestPage| {
        // A parenthesis would end the address.
        let address = base_url.absolute(&Route::new(&*page.path)).replace('(', "%28").replace(')', "%29");
        format!("[{}]({address})", name(page))
    };
    let linked = |page: &ManifestPage| {
        let (link, what) = (link(page), what(page));
        say!(en: "{link} · {what}", fr: "{link} · {what}"; what)
    };
    section(text, &say!(en: "New pages", fr: "Nouvelles pages"), &new, linked);
    section(text, &say!(en: "Changed pages", fr: "Pages modifiées"), &changed, linked);
    let old_and_new: Vec<&ManifestPage> = moved.iter().map(|(_, page)| *page).collect();
    let at_another = say!(en: "Pages with a new address", fr: "Pages dont l’adresse change");
    section(text, &at_another, &old_and_new, |page| {
        let old = moved.iter().find(|(_, other)| other.path == page.path).map_or("", |(old, _)| &old.path);
        let (link, what, old) = (link(page), what(page), code(old));
        say!(en: "{link} · {what}, previously {old}", fr: "{link} · {what}, auparavant {old}"; what)
    });
    let unanswered = say!(en: "Addresses that no longer work", fr: "Adresses qui ne mènent plus à rien");
    section(text, &unanswered, &gone, |page| {
        let (path, name, what) = (code(&page.path), name(page), what(page));
        say!(en: "{path} · {name}, {what}", fr: "{path} · {name}, {what}"; what)
    });
    if !entries.is_empty() {
        let going_out = say!(en: "New feed entries", fr: "Nouvelles entrées des flux");
        text.heading(&going_out, entries.len());
        let line = |entry: &&AnnouncedEntry| {
            Message::same(format!("{} · {} · {}", entry.date, code(&entry.headline), entry.langs.join(", ")))
        };
        text.list(&entries.iter().map(line).collect::<Vec<_>>());
    }
}

/// A list of pages under a heading, unless empty; surplus pages are counted by kind and language.
fn section(
    text: &mut MarkdownText,
    heading: &Message,
    pages: &[&ManifestPage],
    line: impl Fn(&ManifestPage) -> Message,
) {
    if pages.is_empty() {
        return;
    }
    text.heading(heading, pages.len());
    for page in pages.iter().take(SHOWN) {
        let line = line(page);
        text.line(say!(en: "- {line}", fr: "- {line}"; line));
    }
    if let Some(rest) = pages.get(SHOWN..).filter(|rest| !rest.is_empty()) {
        let (more, kinds) = (rest.len(), by_kind(rest.iter().copied()));
        text.line(say!(en: "- and {more} more: {kinds}", fr: "- et {more} de plus : {kinds}"; kinds));
    }
    text.text.push('\n');
}

/// The pages without redirects.
fn pages(manifest: &Manifest) -> impl Iterator<Item = &ManifestPage> {
    manifest.pages.iter().filter(|page| page.kind != crate::base::manifest::REDIRECT)
}

/// `12 × call (fr), 3 × event (en)`, most frequent first.
fn by_kind<'m>(pages: impl Iterator<Item = &'m ManifestPage>) -> Message {
    let mut counts: BTreeMap<Message, usize> = BTreeMap::new();
    for page in pages {
        *counts.entry(what(page)).or_default() += 1;
    }
    let mut counts: Vec<(Message, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let words = counts.into_iter().map(|(what, count)| say!(en: "{count} × {what}", fr: "{count} × {what}"; what));
    words.reduce(|all, one| say!(en: "{all}, {one}", fr: "{all}, {one}"; all, one)).unwrap_or_else(|| Message::same(""))
}

/// The kind of a page and its language: `call (fr)`.
fn what(page: &ManifestPage) -> Message {
    let lang = &page.lang;
    let word = match &*page.kind {
        "challenge" => say!(en: "challenge", fr: "défi"),
        "call" => say!(en: "call", fr: "appel"),
        "event" => say!(en: "event", fr: "événement"),
        "programme" => say!(en: "programme", fr: "programme"),
        "startup" => say!(en: "incubated service", fr: "service incubé"),
        "organisation" => say!(en: "organisation", fr: "organisation"),
        "update" => say!(en: "news item", fr: "actualité"),
        "page" => say!(en: "page", fr: "page"),
        "list" => say!(en: "list page", fr: "page d’une liste"),
        "theme" => say!(en: "theme page", fr: "page des thèmes"),
        "news" => say!(en: "“What’s new” page", fr: "page des nouveautés"),
        "letter" => say!(en: "monthly digest page", fr: "page de la lettre du mois"),
        "home" => say!(en: "home page", fr: "page d’accueil"),
        "data" => say!(en: "open data page", fr: "page des données ouvertes"),
        "search" => say!(en: "search page", fr: "page de recherche"),
        "redirect" => say!(en: "old address", fr: "ancienne adresse"),
        kind => Message::same(code(kind)),
    };
    // The manifest of another site is untrusted.
    let is_tag = lang.split('-').all(|part| part.len() <= 6 && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let lang = if is_tag { lang.clone() } else { code(lang) };
    if lang.is_empty() { word } else { say!(en: "{word} ({lang})", fr: "{word} ({lang})"; word) }
}

/// The title of the item, else the address.
fn name(page: &ManifestPage) -> String {
    code(if page.title.is_empty() { &page.path } else { &page.title })
}

fn deadlines(text: &mut MarkdownText, compilation: &Compilation, now: Moment, zone: &Zone) {
    let horizon = now.unix_seconds() + DAYS_AHEAD * 24 * 60 * 60;
    let is_soon = |moment: Moment| moment.unix_seconds() <= horizon;
    let closings = compilation.scheduled_changes.iter().filter(|coming| {
        matches!(coming.change, dated::Change::Closing | dated::Change::RegistrationClosing) && is_soon(coming.moment)
    });
    let lines: Vec<Message> = closings
        .map(|coming| {
            let moment = coming.moment.seconds_before(1).rfc3339(zone);
            let (day, title) = (&moment[..10], code(&coming.title));
            let key = code(&coming.item.as_ref().map(ToString::to_string).unwrap_or_default());
            match coming.change == dated::Change::Closing {
                true => say!(en: "{day} · {title} closes · {key}", fr: "{day} · {title} se clôt · {key}"),
                false => say!(
                    en: "{day} · registration for {title} closes · {key}",
                    fr: "{day} · fin des inscriptions à {title} · {key}"
                ),
            }
        })
        .collect();
    if !lines.is_empty() {
        let heading = say!(
            en: "Deadlines in the next {DAYS_AHEAD} days",
            fr: "Échéances des {DAYS_AHEAD} prochains jours"
        );
        text.heading(&heading, lines.len());
        text.list(&lines);
    }
}

/// Missing and out-of-date translations by language.
fn translations(text: &mut MarkdownText, status: &EditorialStatus, diagnostics: &[Diagnostic]) {
    let mut lines = Vec::new();
    let item = |item: &StatusItem| format!("{} ({})", code(&item.title), code(&item.key));
    let titles = |items: &[StatusItem]| {
        let shown = items.iter().take(SHOWN).map(item).collect::<Vec<_>>().join(", ");
        match items.len().saturating_sub(SHOWN) {
            0 => Message::same(shown),
            more => say!(en: "{shown}, and {more} more", fr: "{shown}, et {more} de plus"),
        }
    };
    for language in &status.languages {
        let name = code(&language.name);
        let missing = (&language.missing, "missing", ["manquante", "manquantes"]);
        let stale = (&language.stale, "out of date", ["à revoir"; 2]);
        for (items, en, fr) in [missing, stale] {
            if !items.is_empty() {
                let (number, titles) = (count(items.len(), [en; 2], fr), titles(items));
                lines.push(say!(en: "{name}: {number}: {titles}", fr: "{name} : {number} : {titles}"; number, titles));
            }
        }
    }
    let partial = diagnostics.iter().filter(|diagnostic| diagnostic.code == "partial-translation").count();
    if partial > 0 {
        let texts = count(partial, ["short text", "short texts"], ["texte court absent", "textes courts absents"]);
        lines.push(say!(en: "{texts} not available in every language", fr: "{texts} dans une langue au moins"; texts));
    }
    if !lines.is_empty() {
        text.line(say!(en: "### Translations needed\n", fr: "### Traductions à faire\n"));
        text.list(&lines);
    }
}
