//! What holds of every text, however hostile: asked by unit tests of random texts, and by the fuzzer (`fuzz/targets/markdown.rs`).

use std::collections::BTreeSet;

use crate::base::source::SourcePath;
use crate::text::markdown::{LinkResolver, MarkdownLabels, MarkdownOptions, Rendered, TextOrigin, render};
use crate::text::sanitize::allow::{ELEMENTS, GLOBAL, OURS, OURS_GLOBAL, is_ours};
use crate::text::sanitize::token::{Token, Tokens};
use crate::text::sanitize::{SCHEMES, class, clean, escape, scheme};

/// What a theme says around a text.
pub fn words() -> MarkdownLabels {
    let word = str::to_owned;
    MarkdownLabels {
        note: word("Note"),
        tip: word("Astuce"),
        important: word("Important"),
        warning: word("Attention"),
        caution: word("Danger"),
        footnotes: word("Notes"),
        footnote: word("Note {n}"),
        footnote_back: word("Retour {n}"),
        table: word("Tableau {n}"),
        task_done: word("Fait"),
        task_open: word("À faire"),
        external: word("(externe)"),
    }
}

/// A body in a language, on a site that has these links.
pub fn rendered(source: &str, lang_tag: &str, links: &dyn LinkResolver) -> Rendered {
    let (path, words) = (SourcePath::new("index.md"), words());
    let options = MarkdownOptions::new(&path, TextOrigin::Body { offset: 0 }, lang_tag, &words, links);
    let options = MarkdownOptions { page_ids: &["documents"], ..options };
    render(source, &options)
}

/// Only allowed markup is written, every id once, and diagnostics point into the text.
pub fn assert_sound(source: &str, rendered: &Rendered) {
    assert_clean(&rendered.html);
    assert_own_classes(&rendered.html);
    for diagnostic in &rendered.diagnostics {
        let span = diagnostic.place.span;
        assert!(source.get(span.start..span.end).is_some(), "{diagnostic:?}");
    }
    let ids: BTreeSet<&String> = rendered.ids.iter().collect();
    assert_eq!(ids.len(), rendered.ids.len(), "an id comes twice: {:?}", rendered.ids);
    for heading in &rendered.headings {
        assert!(ids.contains(&heading.id), "{heading:?}");
    }
}

/// Only what is allowed is in the HTML, and cleaning changes nothing.
pub fn assert_clean(html: &str) {
    assert_allowed(html);
    assert_eq!(clean(html.to_owned()), html);
}

/// Every tag and attribute of the HTML is on the list, and every address has a scheme of the list.
fn assert_allowed(html: &str) {
    for (token, _) in Tokens::new(html) {
        let Token::Open(tag) = token else {
            assert!(matches!(token, Token::Text(_) | Token::Close(_)), "{token:?} in {html:?}");
            continue;
        };
        let element = ELEMENTS.iter().find(|element| element.name == tag.name);
        let ours = OURS.iter().find(|(name, _)| *name == tag.name).map(|(_, attributes)| *attributes);
        assert!(element.is_some() || ours.is_some(), "<{}> in {html:?}", tag.name);
        for attribute in &tag.attributes {
            let name = &*attribute.name;
            let is_known = element.is_some_and(|element| element.attribute(name).is_some())
                || GLOBAL.iter().any(|(known, _)| *known == name)
                || OURS_GLOBAL.contains(&name)
                || ours.is_some_and(|ours| ours.contains(&name));
            assert!(is_known, "{name} of <{}> in {html:?}", tag.name);
            assert!(is_ours(&tag.name, name, attribute.value) != Some(false), "{name} of <{}> in {html:?}", tag.name);
            if name == "class" {
                assert_eq!(class::known(attribute.value).as_deref(), Some(attribute.value), "in {html:?}");
            }
            if matches!(name, "href" | "src" | "cite") {
                let address = escape::decode_attribute(attribute.value);
                let scheme = scheme(&address);
                assert!(scheme.is_none_or(|scheme| SCHEMES.contains(&&*scheme)), "{address} in {html:?}");
            }
        }
    }
}

/// Authors cannot use a class of the program: those are only on its own elements, with attributes that authors cannot
/// write.
fn assert_own_classes(html: &str) {
    for (token, _) in Tokens::new(html) {
        let Token::Open(tag) = token else { continue };
        let value = |name| tag.attributes.iter().find(|attribute| attribute.name == name).map(|found| found.value);
        for word in class::words(value("class").unwrap_or_default()) {
            let is_own = match word {
                "external" => value("rel") == Some("external noopener"),
                "footnote-back" => value("role") == Some("doc-backlink"),
                "footnotes" => value("role") == Some("doc-endnotes"),
                "table" => value("role") == Some("group"),
                "footnote-ref" => tag.name == "sup",
                "task" => tag.name == "span" && value("role") == Some("img"),
                "alert-title" => tag.name == "p",
                "visually-hidden" => tag.name == "span",
                _ if word.starts_with("alert") => value("role") == Some("note"),
                _ if word.starts_with("language-") => tag.name == "code",
                _ => class::of_author(word).is_some(),
            };
            assert!(is_own, "{word} of <{}> in {html:?}", tag.name);
        }
        assert_ne!(value("aria-labelledby"), Some("_menu b"), "in {html:?}");
    }
}
