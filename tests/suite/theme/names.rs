//! Class names and selectors: the classes for authors are documented, styled, and used for nothing else; scripts select nothing
//! that authors can write.

use std::collections::BTreeSet;
use std::path::Path;

use parvis::base::snapshot::SourceFile;
use parvis::text::sanitize::allow::{ELEMENTS, GLOBAL};
use parvis::text::sanitize::class::{AUTHORS, OURS};

use super::lab;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a text")
}

/// The style sheet without its comments.
fn style() -> String {
    let style = read("themes/lab/assets/style.css");
    let mut parts = style.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |rest, part| rest + part.split_once("*/").map_or("", |(_, behind)| behind))
}

const SCRIPTS: [&str; 4] =
    ["themes/lab/assets/list.js", "themes/lab/assets/live.js", "themes/lab/assets/search.js", "src/edge/reload.js"];

/// The selectors in a script: the strings after these function names.
fn selectors(script: &str) -> Vec<&str> {
    let asking = ["querySelector(", "querySelectorAll(", "closest(", "matches(", "own(item, "];
    let starts = asking.iter().flat_map(|word| script.match_indices(word).map(|(at, word)| at + word.len()));
    let quoted = starts.filter_map(|start| {
        let quote = script[start..].chars().next().filter(|first| matches!(first, '"' | '\'' | '`'))?;
        script[start + 1..].split(quote).next()
    });
    quoted.collect()
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

/// The uses of a class in a style sheet, each with the text before the dot.
fn uses<'a>(text: &'a str, class: &str) -> Vec<&'a str> {
    let dotted = format!(".{class}");
    let whole = |at: &usize| !text[at + dotted.len()..].starts_with(is_word);
    text.match_indices(&dotted).map(|(at, _)| at).filter(whole).map(|at| &text[..at]).collect()
}

#[test]
fn the_guides_for_editors_list_the_author_classes() {
    for (path, head) in [("docs/guide.en.md", "| class | for |"), ("docs/guide.fr.md", "| classe | pour |")] {
        let guide = read(path);
        let table = guide.split(head).nth(1).expect("the table of classes").lines().skip(1);
        let rows = table.take_while(|line| line.starts_with('|')).filter_map(|line| line.split('|').nth(1));
        let listed: BTreeSet<_> = rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
        assert_eq!(listed, AUTHORS.iter().copied().collect(), "{path}");
    }
}

#[test]
fn author_classes_are_styled_and_stay_in_the_flow() {
    let style = style();
    for class in AUTHORS {
        let places = uses(&style, class);
        assert!(!places.is_empty(), "{class} has no style");
        for before in places {
            let selector = &before[before.rfind(['{', '}', ',', ';']).map_or(0, |at| at + 1)..];
            assert!(selector.trim_start().starts_with(".prose "), "{selector}.{class} stands outside of a text");
        }
    }
    for rule in style.split('}').filter(|rule| rule.contains(".prose ")) {
        let Some((selector, declarations)) = rule.rsplit_once('{') else { continue };
        if !AUTHORS.iter().any(|class| !uses(selector, class).is_empty()) {
            continue;
        }
        for property in declarations.split(';').filter_map(|one| one.split_once(':')).map(|(name, _)| name.trim()) {
            let harmless = [
                "font-size",
                "line-height",
                "color",
                "padding",
                "border",
                "border-radius",
                "columns",
                "column-gap",
                "break-inside",
                "text-align",
            ];
            assert!(harmless.contains(&property), "{property} of {}", selector.trim());
        }
    }
}

#[test]
fn templates_and_scripts_use_no_author_class() {
    let snapshot = lab();
    let templates = snapshot.files.iter().filter(|(path, _)| path.as_str().ends_with(".html"));
    for (path, file) in templates {
        let SourceFile::Text(text) = file else { panic!("{path} is no text") };
        for (at, _) in text.match_indices("class=\"") {
            let value = text[at + 7..].split('"').next().unwrap_or_default();
            for word in value.split(|character| !is_word(character)) {
                assert!(!AUTHORS.contains(&word), "{path}: class {word}");
                assert!(OURS.iter().all(|ours| *ours != word || *ours == "table"), "{path}: class {word} is of texts");
            }
        }
    }
    for path in SCRIPTS {
        let script = read(path);
        for class in AUTHORS {
            assert!(!script.contains(&format!("\"{class}\"")) && uses(&script, class).is_empty(), "{path}: {class}");
        }
    }
}

#[test]
fn scripts_select_nothing_that_authors_can_write() {
    for path in SCRIPTS {
        let script = read(path);
        let selectors = selectors(&script);
        assert!(selectors.len() > usize::from(path.contains("themes")), "{path}: {selectors:?}");
        for selector in &selectors {
            // In elements of the templates, or with an attribute that authors cannot use.
            assert!(!selector.contains('.'), "{path} looks for the class of `{selector}`");
            for id in selector.split('#').skip(1) {
                assert!(id.starts_with('_'), "{path} looks for the id of `{selector}`");
            }
            for attribute in selector.split('[').skip(1) {
                let name = attribute.split(|character| !is_word(character)).next().unwrap_or_default();
                let is_for_authors = GLOBAL.iter().chain(ELEMENTS.iter().flat_map(|element| element.attributes));
                let is_for_authors = is_for_authors.map(|(class, _)| *class).any(|class| class == name);
                let element = selector.split('[').next().unwrap_or_default();
                let is_an_authors = ELEMENTS.iter().any(|allowed| allowed.name == element) || element.is_empty();
                assert!(!is_for_authors || !is_an_authors, "{path} looks for `{selector}`");
            }
        }
    }
}

#[test]
fn absolutely_positioned_elements_have_a_positioned_ancestor() {
    let style = style();
    for rule in style.split('}') {
        let Some((selectors, declarations)) = rule.rsplit_once('{') else { continue };
        let is_placed = ["position: absolute", "position: fixed"].iter().any(|place| declarations.contains(place));
        if !is_placed {
            continue;
        }
        for selector in selectors.trim().rsplit('{').next().unwrap_or_default().split(',').map(str::trim) {
            // These are tiny, or inside of positioned elements of the templates; `.card` and list items are positioned.
            let allowed = [
                ".hidden",
                ".visually-hidden",
                "body > .skip",
                ".menu:popover-open",
                ".hero > .square",
                ".card a::after",
                ".stages > li::before",
                ".timeline > li::before",
                ".stages > li::after",
                ".timeline > li::after",
                ".path > li + li::before",
                ".choices > li > .choice a::after",
            ];
            assert!(allowed.contains(&selector), "`{selector}` is placed freely: in what?");
        }
    }
}
