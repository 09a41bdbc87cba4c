//! What holds of any link, any name and any feed: properties that single cases show for one form each.

use std::collections::BTreeSet;

use parvis::base::output::{Content, OutputTree};
use parvis::base::route::BaseUrl;
use parvis::base::snapshot::{Snapshot, of_bytes};
use parvis::base::source::SourcePath;
use parvis::compile::Options;

use crate::built::{compile, html_of_entries};
use crate::project::{case, root, snapshot, themes};

const SITE: &str = "title: Lab\ndescription: A lab\nbase_url: https://lab.example.org/labo\nlanguages:\n\
    - {code: fr, name: Français, sections: {challenges: a, calls: b, events: c, programmes: d, startups: e, organisations: f, \
    updates: g}}\ncontact: {email: lab@lab.example.org}\n";

/// A site of these files below `content/`, with the project's theme.
fn site(files: &[(&str, &str)]) -> Snapshot {
    let mut all = themes();
    for (path, text) in files {
        let path = format!("content/{path}");
        all.insert(SourcePath::new(&*path), of_bytes(&path, text.as_bytes()));
    }
    Snapshot { files: all, now: snapshot(&case("titles-written-from-the-right")).now }
}

fn text(tree: &OutputTree, path: &str) -> String {
    let output = tree.iter().find(|(other, _)| *other == path).unwrap_or_else(|| panic!("{path} is published")).1;
    let Content::Bytes(bytes) = &output.content else { panic!("{path} is rendered") };
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_local_link_keeps_its_query_and_fragment() {
    // Of a path of the site, of the item of another page, of a file, of the site itself by its address.
    const TARGETS: [(&str, &str); 6] = [
        ("/fr/", "/fr/"),
        ("/fr/search/", "/fr/search/"),
        ("@update/b", "/fr/g/b/"),
        ("../b/index.fr.md", "/fr/g/b/"),
        ("note.txt", "/fr/g/a/note.txt"),
        ("https://lab.example.org/labo/fr/g/b/", "/fr/g/b/"),
    ];
    const TAILS: [&str; 5] = ["?q=1", "?q=1&r=é%20x", "#la", "?q=a/b:c@d#la", "?"];
    let (mut markdown, mut redirects, mut wanted) = (String::new(), "redirects:\n".to_owned(), Vec::new());
    for (rank, (target, path)) in TARGETS.iter().enumerate() {
        for (tail_rank, tail) in TAILS.iter().enumerate() {
            let name = format!("n{rank}{tail_rank}");
            markdown += &format!("[{name}m]({target}{tail}) <a href=\"{target}{tail}\">{name}h</a>\n\n");
            wanted.push((name, format!("{path}{}", tail.replace('&', "&amp;"))));
            if target.starts_with('/') || target.starts_with("https") {
                redirects += &format!("- {{from: /r{rank}{tail_rank}/, to: \"{target}{tail}\"}}\n");
            }
        }
    }
    let page = |body: &str| format!("---\ntitle: T\nsummary: S.\ndate: 2026-11-01\n---\n{body}");
    let files = [
        ("site.yaml", &*format!("{SITE}{redirects}")),
        ("updates/a/index.fr.md", &*page(&markdown)),
        ("updates/a/note.txt", "A note.\n"),
        ("updates/b/index.fr.md", &*page("## La\n")),
    ];
    let preview = BaseUrl::parse("https://preview.example.net/7");
    for (base, options) in [
        ("https://lab.example.org/labo", Options::default()),
        ("https://preview.example.net/7", Options { base_url: preview, preview: true, ..Options::default() }),
    ] {
        let tree = compile(&site(&files), &options).tree;
        let (html, feed) = (text(&tree, "fr/g/a/index.html"), text(&tree, "fr/feed.xml"));
        let folder = base.rsplit_once('/').map(|(_, folder)| format!("/{folder}")).expect("a path");
        for (name, address) in &wanted {
            // A fragment of the page itself, and an empty query, are links as well.
            let link = format!("href=\"{folder}{address}\"");
            for kind in ["m", "h"] {
                let end = html.find(&format!(">{name}{kind}<")).unwrap_or_else(|| panic!("{name}{kind} is a link"));
                let tag = &html[html[..end].rfind('<').expect("a tag")..end];
                assert!(tag.contains(&link), "{base}: {tag} has {link}");
            }
            let absolute = format!("{base}{address}").replace('&', "&amp;");
            assert!(
                feed.contains(&absolute) || feed.contains(&format!("{base}{address}")),
                "{base}: the feed has {absolute}"
            );
        }
        let rules = text(&tree, "_redirects");
        for (rank, (_, path)) in TARGETS.iter().enumerate().filter(|(rank, _)| matches!(rank, 0 | 1 | 5)) {
            let rule = rules.lines().find(|rule| rule.contains(&format!("/r{rank}0/ "))).expect("a rule");
            assert!(rule.contains(&format!("{path}?q=1")), "{rule}");
        }
    }
}

/// The letters with accents of the case, and their decomposed forms (Unicode NFD).
const LETTERS: [(&str, &str); 6] =
    [("é", "e\u{301}"), ("è", "e\u{300}"), ("à", "a\u{300}"), ("É", "E\u{301}"), ("ê", "e\u{302}"), ("ç", "c\u{327}")];

fn composed_form(text: &str) -> String {
    LETTERS.iter().fold(text.to_owned(), |text, (one, two)| text.replace(two, one))
}

#[test]
fn names_are_found_whatever_the_form_of_their_accents() {
    let original = snapshot(&case("names-in-either-form-of-accents"));
    let changed = |names: bool, texts: bool| {
        let form = |text: &str, decomposed: bool| {
            LETTERS.iter().fold(text.to_owned(), |text, (one, two)| {
                if decomposed { text.replace(one, two) } else { text.replace(two, one) }
            })
        };
        let files = original.files.iter().map(|(path, file)| {
            let new = if path.as_str().starts_with("content/") {
                form(path.as_str(), names)
            } else {
                path.as_str().to_owned()
            };
            let is_text = path.as_str().starts_with("content/") && path.as_str().ends_with(".md");
            let file = match original.text(path).filter(|_| is_text) {
                Some(text) => of_bytes(&new, form(text, texts).as_bytes()),
                None => file.clone(),
            };
            (SourcePath::new(new), file)
        });
        compile(&Snapshot { files: files.collect(), now: original.now }, &Options::default())
    };
    // An old address stays as it is written, for links elsewhere have that form.
    let paths = |tree: &OutputTree| tree.iter().map(|(path, _)| composed_form(path)).collect::<BTreeSet<_>>();
    let composed = changed(false, false);
    assert!(composed.diagnostics.is_empty());
    for (names, texts) in [(true, false), (false, true), (true, true)] {
        let other = changed(names, texts);
        assert_eq!(other.diagnostics.len(), 0, "{names} {texts}");
        assert_eq!(paths(&other.tree), paths(&composed.tree), "{names} {texts}");
    }
}

#[test]
fn nothing_hidden_on_a_page_is_in_a_feed() {
    let entries = html_of_entries(&snapshot(root()));
    for (path, html) in &entries {
        for hidden in ["visually-hidden", " hidden", "aria-hidden", "autre site)", "other site)"] {
            assert!(!html.contains(hidden), "{path}: {hidden} in {html}");
        }
        let classes = html.matches(" class=\"").count();
        assert_eq!(classes, html.matches(" class=\"language-").count(), "{path}: {html}");
    }
    assert!(entries.len() > 50, "{} entries", entries.len());
}
