//! Texts in a language that is written in another direction than that of the page say so: `lang` alone gives no direction.

use parvis::base::diagnostic::Severity;
use parvis::base::lang::direction;
use parvis::base::output::Content;
use parvis::base::snapshot::{Snapshot, of_bytes};
use parvis::base::source::SourcePath;
use parvis::compile::Options;

use crate::built::html_of_entries;
use crate::project::{case, root, snapshot, themes};

const SITE: &str = "title: {fa: آزمایشگاه, fr: Le labo}
description: {fa: یک آزمایشگاه, fr: Un laboratoire.}
base_url: https://lab.example.org
languages:
- {code: fa, name: فارسی, sections: {challenges: a, calls: b, events: c, programmes: d, startups: e, organisations: f, updates: g}}
- {code: fr, name: Français, sections: {challenges: a, calls: b, events: c, programmes: d, startups: e, organisations: f, updates: g}}
contact: {email: lab@lab.example.org}
themes: [{id: data, label: {fr: Données}}, {id: care, label: {fa: سلامت}}]
";

const FILES: [(&str, &str); 7] = [
    ("organisations/lab/index.fr.md", "---\ntitle: Le labo\n---\n"),
    (
        "calls/robots/index.fr.md",
        "---\noriginal: true\ntitle: Des robots (2026) !\nsummary: Un appel.\ndirection: solutions\ninstrument: speedup\nordering_party: [lab]\n\
            published: 2026-10-01\nopens: 2026-10-12T09:00\ncloses: 2026-12-18T17:00\nthemes: [data, care]\n\
            eligibility: {fr: Toute **entreprise**.}\nquestions: [{date: 2026-11-02, question: {fr: Qui ?}, answer: {fr: Vous.}}]\n\
            documents: [{title: {fr: Le règlement}, date: 2026-11-03, url: \"https://example.org/r.pdf\"}]\n---\n\n## Le défi\n\nTexte.\n",
    ),
    ("calls/robots/index.fa.md", "---\ntitle: ربات\nsummary: فراخوان.\n---\n"),
    (
        "events/jam/index.fa.md",
        "---\ntitle: \"یک رویداد (2026)!\"\nsummary: یک رویداد.\ntype: workshop\nstart: 2026-12-20T09:00\nend: 2026-12-20T12:00\n\
            organiser: [lab]\nlocation: {mode: onsite, name: {fr: Halle}}\ncall: robots\n---\n\n## یک\n\nمتن\n",
    ),
    (
        "updates/note/index.fa.md",
        "---\ntitle: Bonjour !\ntitle_lang: fr\nsummary: خبر.\ndate: 2026-11-10\n---\n\n## Titre {lang=fr}\n\n<span lang=\"de\">Nein!</span> متن\n",
    ),
    ("updates/note/index.fr.md", "---\ntitle: \"خبر!\"\ntitle_lang: fa\nsummary: Une note.\n---\n\n## خبر {lang=fa}\n"),
    (
        "pages/legal/index.fr.md",
        "---\ntitle: Mentions légales\nsummary: Les mentions.\nrole: legal\nmenu: footer\n---\n\nTexte.\n",
    ),
];

fn site() -> Snapshot {
    let mut files = themes();
    // Persian, with Dutch words: what matters is the direction.
    let dutch = std::fs::read_to_string(root().join("themes/lab/i18n/nl.yaml")).expect("the words of the theme");
    let words = dutch.replace("\ndir: ltr\n", "\ndir: rtl\n");
    let mut add = |path: String, text: &str| {
        let file = of_bytes(&path, text.as_bytes());
        files.insert(SourcePath::new(path), file);
    };
    add("themes/lab/i18n/fa.yaml".to_owned(), &words);
    add("content/site.yaml".to_owned(), SITE);
    FILES.iter().for_each(|(path, text)| add(format!("content/{path}"), text));
    Snapshot { files, now: snapshot(&case("titles-written-from-the-right")).now }
}

/// The start tags of markup that have this attribute, each with its value and whether it has `dir`.
fn tags_with<'m>(markup: &'m str, attribute: &str) -> Vec<(&'m str, &'m str, bool)> {
    let mark = format!(" {attribute}=\"");
    let tags = markup.split('<').skip(1).filter_map(|tag| tag.split('>').next());
    let value = |tag: &'m str| Some((tag, tag.split_once(&mark)?.1.split('"').next()?, tag.contains(" dir=\"")));
    tags.filter_map(value).collect()
}

#[test]
fn a_text_in_another_direction_than_its_page_says_so() {
    let built = crate::built::compile(&site(), &Options::default());
    let errors = built.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    assert_eq!(errors.count(), 0);
    let tree = built.tree;
    let (mut seen, mut wrong) = (0, Vec::new());
    for (path, output) in tree.iter() {
        let Content::Bytes(bytes) = &output.content else { continue };
        let text = String::from_utf8_lossy(bytes);
        // Links to other languages name them in one word, `meta` and `img` show no text.
        let is_shown = |tag: &str| !["html ", "meta ", "img ", "link "].iter().any(|name| tag.starts_with(name));
        let page = match path.rsplit('.').next() {
            Some("html") => tags_with(&text, "lang").first().map(|(_, lang, _)| (*lang).to_owned()),
            _ => None,
        };
        let Some(page) = page else { continue };
        assert!(text.contains(&format!("<html lang=\"{page}\" dir=\"{}\"", direction(&page))), "{path}");
        for (tag, lang, has_dir) in tags_with(&text, "lang") {
            let differs = direction(lang) != direction(&page);
            seen += usize::from(differs && has_dir);
            if is_shown(tag) && !tag.contains("hreflang") && differs && !has_dir {
                wrong.push(format!("{path}: <{tag}>"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(seen > 30, "{seen} texts in another direction");
}

#[test]
fn html_in_feeds_has_the_direction_of_its_language() {
    let mut seen = 0;
    for (path, html) in html_of_entries(&site()) {
        if path.starts_with("fa/") {
            assert!(html.is_empty() || html.starts_with("<div dir=\"rtl\">"), "{path}: {html}");
        }
        for (tag, lang, has_dir) in tags_with(&html, "lang") {
            seen += 1;
            assert_eq!(has_dir, direction(lang) != direction(&path[..2]), "{path}: <{tag}>");
        }
    }
    assert!(seen > 3, "{seen} texts in another language");
}
