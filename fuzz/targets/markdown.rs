//! A body: only elements and attributes of the allow-list come out, no scheme but four, every id once, and cleaning what
//! is clean changes nothing.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use parvis::base::source::SourcePath;
use parvis::text::markdown::{
    HeadingLevels, LinkResolver, MarkdownLabels, MarkdownOptions, ResolvedTarget, TargetUse, TextOrigin, render,
};
use parvis::text::sanitize::allow::{ELEMENTS, GLOBAL, OURS, OURS_GLOBAL};
use parvis::text::sanitize::token::{Token, Tokens};
use parvis::text::sanitize::{SCHEMES, clean, escape, scheme};

/// A site where every target leads to itself.
struct Site;

impl LinkResolver for Site {
    fn resolve(&self, target: &str, _used_as: TargetUse) -> ResolvedTarget {
        ResolvedTarget {
            href: Some(target.to_owned()),
            external: target.starts_with("http"),
            ..ResolvedTarget::default()
        }
    }
}

fuzz_target!(|source: &str| {
    // As the program decodes its sources: one kind of line end.
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    let word = |word: &str| word.to_owned();
    let words = MarkdownLabels {
        note: word("Note"),
        tip: word("Tip"),
        important: word("Important"),
        warning: word("Warning"),
        caution: word("Caution"),
        footnotes: word("Notes"),
        footnote: word("Note {n}"),
        footnote_back: word("Back {n}"),
        table: word("Table {n}"),
        external: word("(external)"),
    };
    let path = SourcePath::new("index.md");
    for lang_tag in ["fr", "und"] {
        let setting = MarkdownOptions {
            path: &path,
            origin: TextOrigin::Body { offset: 0 },
            lang_tag,
            words: &words,
            id_prefix: "",
            ids_around: &["documents"],
            headings: HeadingLevels::Body,
            links: &Site,
        };
        let rendered = render(&source, &setting);
        for diagnostic in &rendered.diagnostics {
            let span = diagnostic.place.span;
            assert!(source.get(span.start..span.end).is_some(), "{diagnostic:?}");
        }
        assert_allowed(&rendered.html);
        let ids: BTreeSet<&String> = rendered.ids.iter().collect();
        assert_eq!(ids.len(), rendered.ids.len(), "an id comes twice: {:?}", rendered.ids);
        assert_eq!(clean(rendered.html.clone()), rendered.html);
    }
    let cleaned = clean(source);
    assert_allowed(&cleaned);
});

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
            if matches!(name, "href" | "src" | "cite") {
                let address = escape::decode(attribute.value, true);
                assert!(scheme(&address).is_none_or(|scheme| SCHEMES.contains(&&*scheme)), "{address} in {html:?}");
            }
        }
    }
}
