//! Renders every template with a full and an empty view in every language.

use std::collections::BTreeSet;

use parvis::base::source::SourcePath;
use parvis::theme::Theme;
use serde::Serialize;

use super::sample::{self, Page};
use super::{lab, load, place};

#[test]
fn every_template_renders_every_view() {
    let theme = load(&lab(), "lab");
    for page in sample::pages(&theme) {
        assert_eq!(page.html.matches("<h1").count(), 1, "{}", page.name);
        assert!(page.html.contains("name=\"viewport\""), "{}", page.name);
        let ids: Vec<&str> = page.html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{}: {ids:?}", page.name);
        // Scripts are files of the theme, as the content security policy forbids inline scripts; data blocks are allowed.
        let scripts: Vec<&str> = page.html.split("<script").skip(1).collect();
        let is_sound =
            |script: &&str| script.starts_with(" src=\"") || script.starts_with(" type=\"application/ld+json\"");
        assert!(scripts.iter().all(is_sound), "{}: {scripts:?}", page.name);
        for unwanted in ["style=\"", "undefined", "{\""] {
            // E-mail programs support only inline styles.
            if unwanted.starts_with("style") && page.name.starts_with("letter.") {
                continue;
            }
            assert!(!page.html.contains(unwanted), "{} holds {unwanted}", page.name);
        }
        assert!(!page.html.contains("href=\"\"") || page.name.contains("-empty"), "{}", page.name);
        preview(&page);
    }
}

/// Writes the page to the folder `PARVIS_PREVIEW`, if set.
fn preview(page: &Page) {
    let Some(folder) = std::env::var_os("PARVIS_PREVIEW") else { return };
    let folder = std::path::Path::new(&folder);
    let assets = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/lab/assets");
    std::fs::create_dir_all(folder.join("assets")).expect("a folder");
    for name in ["style.css", "live.js", "favicon.svg"] {
        std::fs::copy(assets.join(name), folder.join("assets").join(name)).expect("a copy");
    }
    std::fs::write(folder.join(&page.name), &page.html).expect("a page");
}

#[test]
fn the_skip_link_comes_first_and_names_its_target() {
    let theme = load(&lab(), "lab");
    let page = sample::pages(&theme).into_iter().find(|page| page.name == "call.fr.html").expect("a call");
    let body = page.html.split("<body>").nth(1).expect("a body");
    assert!(body.trim_start().starts_with("<a class=\"skip\" href=\"#_main\">"));
    assert!(page.html.contains("<article class=\"item\" data-item=\"call/robots\" data-state=\"open\">"));
    assert!(page.html.contains("<a href=\"call.en.html\" hreflang=\"en\" lang=\"en\">English</a>"));
    assert!(page.html.contains("<link rel=\"alternate\" type=\"application/rss+xml\""));
    assert!(page.html.contains("Accessibilité</a>"));
}

#[test]
fn the_accessibility_statement_has_the_markup_for_crawlers() {
    let theme = load(&lab(), "lab");
    let page =
        sample::pages(&theme).into_iter().find(|page| page.name == "page-accessibility.fr.html").expect("a page");
    for markup in [
        "class=\"basic-information organization-name\"",
        "class=\"basic-information website-name\"",
        "class=\"basic-information conformance-status partial\"",
        "class=\"basic-information statement-created-date\"",
        "class=\"basic-information statement-renewal-date\"",
        "class=\"basic-information feedback h-card\"",
        "class=\"email u-email\" href=\"mailto:",
        "class=\"technical-information accessibility-limitations non-compliant\"",
        "class=\"technical-information accessibility-limitations disproportionate-burden\"",
        "class=\"technical-information accessibility-limitations exception\"",
        "<strong>partiellement conforme</strong>",
    ] {
        assert!(page.html.contains(markup), "{markup}");
    }
}

#[test]
fn text_is_escaped_and_marked_with_its_language() {
    let theme = load(&lab(), "lab");
    let page = sample::pages(&theme).into_iter().find(|page| page.name == "challenge.en.html").expect("a challenge");
    assert!(page.html.contains("&lt;b&gt;") && page.html.contains("<span lang=\"de\">"));
}

#[test]
fn template_ids_begin_with_an_underscore_or_are_listed_anchors() {
    let anchors: BTreeSet<&str> = parvis::present::view::ANCHORS.iter().copied().collect();
    let mut found = BTreeSet::new();
    let snapshot = lab();
    for (path, _) in snapshot.files.iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let text = snapshot.text(path).expect("a template");
        let ids = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        found.extend(ids.filter(|id| !id.starts_with('_')));
    }
    assert_eq!(found, anchors);
}

#[test]
fn themes_are_send_and_sync() {
    fn shared<T: Send + Sync>() {}
    shared::<Theme>();
}

/// The compressed weight of pages with it is checked on the built site.
#[test]
fn the_style_sheet_is_small() {
    let snapshot = lab();
    let file = snapshot.files.get(&SourcePath::new("themes/lab/assets/style.css")).expect("a style sheet");
    assert!(matches!(file, parvis::base::snapshot::SourceFile::Asset { size, .. } if *size < 43_500));
}

/// Renders one view; it must succeed.
pub fn render(theme: &Theme, template: &str, lang: &str, view: &impl Serialize) -> String {
    theme
        .render(template, lang, view, &place("content/site.yaml"))
        .unwrap_or_else(|problem| panic!("{template}: {problem:?}"))
}
