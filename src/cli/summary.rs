//! What a build changes for visitors, in Markdown: a comment under a pull request, for those who read no logs.
//!
//! Titles come from anywhere: they are written so that they are nothing but text.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::manifest::{Difference, Manifest, ManifestPage, PATH, Told};
use crate::base::moment::{Moment, Zone};
use crate::base::route::{BaseUrl, Route};
use crate::base::snapshot::Snapshot;
use crate::base::source::Lines;
use crate::base::status::{Status, StatusItem};
use crate::cli::build::number;
use crate::compile::{Compilation, site_zone};
use crate::edge::failure::Failure;
use crate::edge::fetch::{from_disk, from_network};
use crate::site::moments::What;

/// So many members of a list are written out.
const SHOWN: usize = 20;

/// Deadlines are told so many days ahead.
const DAYS_AHEAD: i64 = 30;

/// The site that was published before, or why it cannot be compared with, and where it was looked for.
pub struct Published {
    place: String,
    manifest: Result<Manifest, String>,
}

impl Published {
    /// Looks for the manifest of the published site: at an address of the site or of the file, in a folder or a file, else
    /// in the folder that is published to.
    pub fn look(against: Option<&str>, out: &Path) -> Self {
        let is_address = |text: &&str| text.starts_with("https://") || text.starts_with("http://");
        if let Some(address) = against.filter(is_address) {
            let is_file = address.ends_with(".json");
            let place = if is_file { address.to_owned() } else { format!("{}{PATH}", address.trim_end_matches('/')) };
            let agent = format!("parvis/{} (compares a build with the published site)", env!("CARGO_PKG_VERSION"));
            let manifest = from_network(&place, &agent).and_then(|bytes| Manifest::parse(&bytes));
            return Self { place, manifest };
        }
        let file = against.map_or_else(|| out.to_path_buf(), PathBuf::from);
        let file = if file.is_file() { file } else { file.join(&PATH[1..]) };
        let manifest = from_disk(&file).and_then(|bytes| Manifest::parse(&bytes));
        // Where the folder is on this machine is nobody's business.
        let place = against.map_or_else(|| "the site that was in the folder before".to_owned(), str::to_owned);
        Self { place, manifest }
    }
}

/// Writes the summary of a build; `diagnostics` are all that it found.
pub fn write(file: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(file, text).map_err(|error| Failure::at("write", file, &error))
}

/// The summary of a build that publishes nothing, because of mistakes.
pub fn refused(diagnostics: &[Diagnostic], snapshot: &Snapshot) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let mut text = format!(
        "## Nothing would be published\n\nThe sources have {} and {}.\n\n",
        number(errors, "error"),
        number(warnings, "warning")
    );
    // Where warnings fail too there may be nothing else to tell.
    let worst = if errors > 0 { Severity::Error } else { Severity::Warning };
    let lines: Vec<String> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == worst)
        .map(|diagnostic| {
            let place = &diagnostic.place;
            let line = snapshot.text(&place.path).map(|text| Lines::new(text).position(place.span.start).line);
            let line = line.map(|line| format!(":{line}")).unwrap_or_default();
            let (place, help) = (code(&format!("{}{line}", place.path)), plain(&diagnostic.help));
            format!("{place} {}  \n  {help}", plain(&diagnostic.message))
        })
        .collect();
    list(&mut text, &lines);
    text.trim_end().to_owned() + "\n"
}

/// The summary of a build that may publish.
pub fn summary(
    compilation: &Compilation,
    snapshot: &Snapshot,
    published: &Published,
    diagnostics: &[Diagnostic],
) -> Option<String> {
    let (manifest, base_url) = (compilation.manifest()?, compilation.base_url()?);
    let mut text = "## What this changes for visitors\n\n".to_owned();
    match &published.manifest {
        Ok(before) => compared(&mut text, before, &manifest, base_url, &compilation.told()),
        Err(why) => {
            let _ = writeln!(text, "There is nothing to compare with: {}, {}.\n", plain(&published.place), plain(why));
            let _ = writeln!(
                text,
                "The site has {}: {}.\n",
                number(pages(&manifest).count(), "page"),
                by_kind(pages(&manifest))
            );
        }
    }
    deadlines(&mut text, compilation, snapshot.now, &site_zone(snapshot));
    translations(&mut text, &compilation.status(), diagnostics);
    if !diagnostics.is_empty() {
        let _ = writeln!(
            text,
            "### Warnings\n\n{} in the sources: `parvis check` shows them.\n",
            number(diagnostics.len(), "warning")
        );
    }
    Some(text.trim_end().to_owned() + "\n")
}

fn compared(text: &mut String, before: &Manifest, now: &Manifest, base_url: &BaseUrl, told: &[Told]) {
    let Difference { new, changed, moved, gone, frame } = Difference::between(before, now);
    let is_told = |told: &&Told| {
        let known = before.entries.get(&told.id);
        told.langs.iter().any(|lang| known.is_none_or(|langs| !langs.contains(lang)))
    };
    let told: Vec<&Told> = told.iter().filter(is_told).collect();
    if new.is_empty() && changed.is_empty() && moved.is_empty() && gone.is_empty() && told.is_empty() {
        text.push_str("No page says anything new.\n\n");
    }
    if frame {
        text.push_str("The theme or `site.yaml` has changed: any page may read differently.\n\n");
    }
    let link = |page: &ManifestPage| format!("[{}]({})", name(page), base_url.absolute(&Route::new(&*page.path)));
    section(text, "New pages", &new, |page| format!("{} · {}", link(page), what(page)));
    section(text, "Changed pages", &changed, |page| format!("{} · {}", link(page), what(page)));
    let old_and_new: Vec<&ManifestPage> = moved.iter().map(|(_, page)| *page).collect();
    section(text, "Pages at another address", &old_and_new, |page| {
        let old = moved.iter().find(|(_, other)| other.path == page.path).map_or("", |(old, _)| &old.path);
        format!("{} · {}, before {}", link(page), what(page), code(old))
    });
    section(text, "Addresses that nothing answers at any more", &gone, |page| {
        format!("{} · {}, {}", code(&page.path), name(page), what(page))
    });
    if !told.is_empty() {
        let _ = writeln!(text, "### Feed entries that will go out ({})\n", told.len());
        let line = |told: &&Told| format!("{} · {} · {}", told.date, plain(&told.headline), told.langs.join(", "));
        list(text, &told.iter().map(line).collect::<Vec<_>>());
    }
}

/// A list of pages under a heading, if there are any; those that are too many are told by kind and language.
fn section(text: &mut String, heading: &str, pages: &[&ManifestPage], line: impl Fn(&ManifestPage) -> String) {
    if pages.is_empty() {
        return;
    }
    let _ = writeln!(text, "### {heading} ({})\n", pages.len());
    for page in pages.iter().take(SHOWN) {
        let _ = writeln!(text, "- {}", line(page));
    }
    if let Some(rest) = pages.get(SHOWN..).filter(|rest| !rest.is_empty()) {
        let _ = writeln!(text, "- and {} more: {}", rest.len(), by_kind(rest.iter().copied()));
    }
    text.push('\n');
}

fn list(text: &mut String, lines: &[String]) {
    for line in lines.iter().take(SHOWN) {
        let _ = writeln!(text, "- {line}");
    }
    if lines.len() > SHOWN {
        let _ = writeln!(text, "- and {} more", lines.len() - SHOWN);
    }
    text.push('\n');
}

/// The pages that people come for.
fn pages(manifest: &Manifest) -> impl Iterator<Item = &ManifestPage> {
    manifest.pages.iter().filter(|page| page.kind != crate::base::manifest::REDIRECT)
}

/// `12 call (fr), 3 event (en)`, the most first.
fn by_kind<'m>(pages: impl Iterator<Item = &'m ManifestPage>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        *counts.entry(what(page)).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.iter().map(|(what, count)| format!("{count} × {what}")).collect::<Vec<_>>().join(", ")
}

/// What a page is, and its language: `call, fr`.
fn what(page: &ManifestPage) -> String {
    let word = match &*page.kind {
        "update" => "piece of news",
        "list" => "page of a list",
        "theme" => "page of themes",
        "news" => "page of what is new",
        "letter" => "page of letters",
        "home" => "home page",
        "data" => "page on open data",
        "search" => "search page",
        "redirect" => "old address",
        kind => kind,
    };
    if page.lang.is_empty() { word.to_owned() } else { format!("{word} ({})", page.lang) }
}

/// The title of the item, else the address.
fn name(page: &ManifestPage) -> String {
    if page.title.is_empty() { plain(&page.path) } else { plain(&page.title) }
}

fn deadlines(text: &mut String, compilation: &Compilation, now: Moment, zone: &Zone) {
    let horizon = now.unix_seconds() + DAYS_AHEAD * 24 * 60 * 60;
    let is_soon = |moment: Moment| moment.unix_seconds() <= horizon;
    let closings = compilation
        .coming
        .iter()
        .filter(|coming| matches!(coming.what, What::Closing | What::RegistrationClosing) && is_soon(coming.moment));
    let lines: Vec<String> = closings
        .map(|coming| {
            let day = coming.moment.seconds_before(1).rfc3339(zone);
            let (key, title) = (coming.item.as_ref().map(ToString::to_string), plain(&coming.title));
            let what = if coming.what == What::Closing { "closes" } else { "takes no more registrations" };
            format!("{} · {title} {what} · {}", &day[..10], code(&key.unwrap_or_default()))
        })
        .collect();
    if !lines.is_empty() {
        let _ = writeln!(text, "### Deadlines of the next {DAYS_AHEAD} days ({})\n", lines.len());
        list(text, &lines);
    }
}

/// What translations ask for, in each language.
fn translations(text: &mut String, status: &Status, diagnostics: &[Diagnostic]) {
    let mut lines = Vec::new();
    let item = |item: &StatusItem| format!("{} ({})", plain(&item.title), code(&item.key));
    let told = |items: &[StatusItem]| {
        let shown: Vec<String> = items.iter().take(SHOWN).map(item).collect();
        let more = items.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        format!("{}{more}", shown.join(", "))
    };
    for language in &status.languages {
        for (items, word) in [(&language.missing, "missing"), (&language.stale, "older than their original")] {
            if !items.is_empty() {
                lines.push(format!("{}: {} {word}: {}", plain(&language.name), items.len(), told(items)));
            }
        }
    }
    let partial = diagnostics.iter().filter(|diagnostic| diagnostic.code == "partial-translation").count();
    if partial > 0 {
        lines.push(format!("{} not in every language", number(partial, "short text")));
    }
    if !lines.is_empty() {
        text.push_str("### Translations to do\n\n");
        list(text, &lines);
    }
}

/// Text that Markdown and a forge take for nothing else: no markup, no mention of a person, no number of an issue.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match character {
            '<' => plain.push_str("&lt;"),
            '&' => plain.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' => plain.extend(['\\', character]),
            '@' | '#' => plain.extend([character, '\u{2060}']),
            _ => plain.push(character),
        }
    }
    plain
}

/// A word as it is written in the sources.
fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.contains('`') { plain(&text) } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_nothing_but_text() {
        assert_eq!(
            plain("<img src=x> [a](b) *c*\n@lab #12 `d` |"),
            "&lt;img src=x> \\[a\\](b) \\*c\\* @\u{2060}lab #\u{2060}12 \\`d\\` \\|"
        );
        assert_eq!((code("call/robots"), code("a`b")), ("`call/robots`".to_owned(), "a\\`b".to_owned()));
    }
}
