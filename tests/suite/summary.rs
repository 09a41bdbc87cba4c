//! `build --summary`: the changes for visitors, word for word.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Output;

use crate::links::site;

const PAGE: &str = "---\ntitle: Liens\nsummary: Des liens.\n---\n\nUn texte.\n";
const CALL: &str = "---\ntitle: Un <b>appel</b> @lab\nsummary: Un appel.\ndirection: challenges\npublished: 2026-06-01\n\
                    opens: 2026-06-10T09:00\ncloses: 2026-07-01T17:00\nordering_party: [lab]\n\
                    budget: {max: 10, currency: EUR, note: {fr: En tout}}\n---\n\nUn texte.\n";
const LAB: &str = "---\ntitle: {fr: Le labo, en: The lab}\ntype: ministry\n---\n";

fn write(site: &Path, path: &str, text: &str) {
    let path = site.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, text).expect("a file");
}

/// The exit code of a build, its diagnostics, and its summary.
fn build(site: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = crate::program::parvis();
    command.current_dir(site).args(["build", "--summary", "summary.md", "--format", "json"]).args(arguments);
    let Output { status, stderr, .. } = command.output().expect("the program runs");
    let summary = fs::read_to_string(site.join("summary.md")).unwrap_or_default();
    (status.code(), String::from_utf8(stderr).expect("UTF-8"), summary)
}

/// The part of the summary that does not depend on the changes.
const REST: &str = "\
### Deadlines in the next 30 days (1)

- 2026-07-01 · `Un <b>appel</b> @lab` closes · `call/robots`

### Translations needed

- `English`: 2 missing: `Un <b>appel</b> @lab` (`call/robots`), `Liens` (`page/links`)
- 1 short text not available in every language

### Warnings

4 warnings in the files of the site: `parvis check` gives the list.
";

/// The part of the summary about the changes.
const CHANGED: &str = "\
## Changes for visitors

### New pages (2)

- [`A note`](https://lab.example.org/en/news/note/) · news item (en)
- [`Note`](https://lab.example.org/fr/actualites/note/) · news item (fr)

### Changed pages (2)

- [`Un <b>appel</b> @lab`](https://lab.example.org/en/calls/robots/) · call (en)
- [`Un <b>appel</b> @lab`](https://lab.example.org/fr/appels/robots/) · call (fr)

### Pages with a new address (2)

- [`Liens`](https://lab.example.org/en/autre/) · page (en), previously `/en/links/`
- [`Liens`](https://lab.example.org/fr/autre/) · page (fr), previously `/fr/links/`

### Addresses that no longer work (2)

- `/en/links/` · `Liens`, page (en)
- `/fr/links/` · `Liens`, page (fr)

### New feed entries (1)

- 2026-06-14 · `Note` · fr, en

";

const NOON: [&str; 2] = ["--at", "2026-06-15T12:00"];

/// A published site with a page and a call.
fn published() -> tempfile::TempDir {
    let site = site(PAGE);
    write(site.path(), "content/organisations/lab/index.fr.md", LAB);
    write(site.path(), "content/calls/robots/index.fr.md", CALL);
    let (code, stderr, _) = build(site.path(), &NOON);
    assert_eq!(code, Some(0), "{stderr}");
    site
}

#[test]
fn a_summary_lists_new_changed_moved_and_removed_pages() {
    let site = published();
    write(site.path(), "content/calls/robots/index.fr.md", &CALL.replace("texte.", "autre texte."));
    write(site.path(), "content/pages/links/index.fr.md", &PAGE.replace("summary", "slug: autre\nsummary"));
    write(site.path(), "content/updates/note/index.fr.md", "---\ntitle: Note\nsummary: Oui.\ndate: 2026-06-14\n---\n");
    write(site.path(), "content/updates/note/index.en.md", "---\ntitle: A note\nsummary: Yes.\n---\n");
    let (code, _, summary) = build(site.path(), &NOON);
    assert_eq!((code, summary), (Some(0), format!("{CHANGED}{REST}")));
    // Nothing is listed twice; the date at the foot of pages is no change, nor is a build without changes.
    for at in ["2026-06-16T12:00", "2026-06-16T12:00"] {
        let (_, _, summary) = build(site.path(), &["--at", at]);
        let expected = format!("## Changes for visitors\n\nNo page changes.\n\n{REST}");
        assert_eq!(summary, expected);
    }
    // A change of the frame of all pages is listed once.
    let words = fs::read_to_string(site.path().join("themes/lab/i18n/fr.yaml")).expect("words");
    write(site.path(), "themes/lab/i18n/fr.yaml", &format!("{words}\n# autre\n"));
    let (_, _, summary) = build(site.path(), &["--at", "2026-06-16T12:00", "--base-url", "https://preview.example"]);
    let frame = "No page changes.\n\nThe visual theme or `site.yaml` has changed: any page may be affected.\n\n";
    assert_eq!(summary, format!("## Changes for visitors\n\n{frame}{REST}"));
}

#[test]
fn an_unreachable_published_site_is_not_a_failure() {
    let nobody = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let site = published();
    let against = format!("http://{nobody}/");
    let (code, _, summary) = build(site.path(), &[&NOON[..], &["--against", &against]].concat());
    assert_eq!(code, Some(0));
    let expected =
        format!("## Changes for visitors\n\nNothing to compare with: `http://{nobody}/data/manifest.json`, ");
    assert!(summary.starts_with(&expected), "{summary}");
    let (code, _, summary) = build(site.path(), &[&NOON[..], &["--against", "content"]].concat());
    assert_eq!((code, summary.contains("Nothing to compare with: `content`, ")), (Some(0), true), "{summary}");
    // A copy of the published site in a folder can be compared too.
    fs::rename(site.path().join("public"), site.path().join("old")).expect("moved");
    let (_, _, summary) = build(site.path(), &[&NOON[..], &["--against", "old"]].concat());
    assert!(summary.contains("\nNo page changes.\n"), "{summary}");
}

#[test]
fn a_long_list_is_cut_and_the_rest_counted() {
    let site = published();
    for rank in 0..60 {
        let path = format!("content/organisations/o{rank:02}/index.fr.md");
        write(site.path(), &path, &LAB.replace("labo", &format!("labo {rank:02}")));
    }
    let (_, _, summary) = build(site.path(), &NOON);
    assert!(summary.contains("\n### New pages (122)\n"), "{summary}");
    assert!(
        summary.contains("\n- and 102 more: 60 × organisation (fr), 40 × organisation (en), 1 × list page (en), "),
        "{summary}"
    );
}

#[test]
fn errors_are_listed_if_nothing_would_be_published() {
    let site = published();
    write(site.path(), "content/calls/robots/index.fr.md", &CALL.replace("closes: 2026-07", "closes: 2026-05"));
    let (code, _, summary) = build(site.path(), &NOON);
    assert_eq!(code, Some(1));
    let expected = "## Nothing would be published\n\nThe files of the site have 1 error and 4 warnings.\n\n\
                    - `content/calls/robots/index.fr.md:7` `the call closes before it opens`  \n  \
                    `` write a date after `opens`, or correct `opens` ``\n";
    assert_eq!(summary, expected);
}

#[test]
fn passwords_in_the_compared_address_are_not_disclosed() {
    let site = published();
    let nobody = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let against = format!("http://user:secret@{nobody}/");
    let (_, _, summary) = build(site.path(), &[&NOON[..], &["--against", &against]].concat());
    assert!(summary.contains(&format!("with: `http://{nobody}/data/manifest.json`, ")), "{summary}");
    assert!(!summary.contains("secret"), "{summary}");
}
