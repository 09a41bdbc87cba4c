//! Properties of all sources: builds are deterministic and never panic; and the project's own sources have no diagnostics.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;

use parvis::base::moment::Moment;
use parvis::base::reserved::is_reserved;
use parvis::base::snapshot::{Snapshot, decode};
use parvis::base::source::SourcePath;
use parvis::compile::Options;
use parvis::compile::memo::Memo;

use crate::built::compile;
use crate::project::{root, snapshot};

fn parvis(root: &Path, arguments: &[&str]) -> Command {
    let mut command = crate::program::parvis();
    command.arg("--root").arg(root).args(arguments).env_remove("SOURCE_DATE_EPOCH").env("LC_ALL", "C");
    command
}

/// Copies `content/` and `themes/` of the project in reverse order, so that the order on disk differs.
fn copied(top: &[&str], into: &Path) {
    for top in top {
        let mut files: Vec<PathBuf> = walkdir::WalkDir::new(root().join(top))
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file())
            .map(walkdir::DirEntry::into_path)
            .collect();
        files.sort();
        for file in files.into_iter().rev() {
            let to = into.join(file.strip_prefix(root()).expect("below the root"));
            fs::create_dir_all(to.parent().expect("a folder")).expect("folders");
            fs::copy(file, to).expect("a copy");
        }
    }
}

fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    files
        .map(|file| {
            (file.path().strip_prefix(folder).expect("below").to_owned(), fs::read(file.path()).expect("bytes"))
        })
        .collect()
}

#[test]
fn output_paths_outside_the_languages_are_reserved() {
    let site = snapshot(&root().join("tests/cases/open-data"));
    let tree = parvis::compile::compile(&site, &Options::default(), &mut Memo::default()).tree;
    let at_root = tree
        .iter()
        .map(|(path, _)| format!("/{path}"))
        .filter(|path| !path.starts_with("/fr/") && !path.starts_with("/en/"));
    let (reserved, free): (Vec<String>, Vec<String>) = at_root.partition(|path| is_reserved(path));
    assert!(
        ["/_headers", "/data/catalogue.json", "/robots.txt"].iter().all(|path| reserved.iter().any(|one| one == path)),
        "{reserved:?}"
    );
    assert_eq!(free, Vec::<String>::new());
}

#[test]
fn the_projects_catalogue_has_no_diagnostics() {
    for at in ["2026-11-22T12:00", "2027-02-26T16:59", "2035-01-01"] {
        let output = parvis(root(), &["check", "--strict", "--at", at]).output().expect("the program runs");
        assert!(output.status.success(), "at {at}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn the_same_sources_give_the_same_bytes_anywhere() {
    let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    copied(&["content", "themes"], one.path());
    copied(&["themes", "content"], other.path());
    let build = |root: &Path, zone: &str, lang: &str, threads: &str| {
        let mut command = parvis(root, &["build", "--at", "2026-11-22T12:00"]);
        command.env("TZ", zone).env("LANG", lang).env("LC_ALL", lang).env("RAYON_NUM_THREADS", threads);
        let output = command.output().expect("the program runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        bytes(&root.join("public"))
    };
    let first = build(one.path(), "Asia/Tokyo", "C", "1");
    let second = build(other.path(), "UTC", "fr_FR.UTF-8", "4");
    assert!(first.len() > 200, "the whole site is there");
    let differ: Vec<_> =
        first.iter().filter(|(path, bytes)| second.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
    assert!(differ.is_empty() && first.len() == second.len(), "{differ:?}");
}

#[test]
fn files_written_by_new_have_no_diagnostics() {
    let site = tempfile::tempdir().expect("a folder");
    copied(&["content", "themes"], site.path());
    let succeed = |arguments: &[&str]| {
        let output = parvis(site.path(), arguments).output().expect("the program runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    for kind in ["challenge", "call", "event", "programme", "startup", "organisation", "update", "page"] {
        succeed(&["new", kind, "nouveau", "--title", "Un titre : « avec » \"tout\" # et 'le reste'"]);
    }
    // Diagnostics name the file, and so the kind.
    succeed(&["check", "--drafts", "--at", "2026-11-22T12:00"]);
}

const SITE: &str = "title: Lab\ndescription: A lab\nbase_url: https://lab.example\nlanguages:\n- {code: fr, name: Français, \
    sections: {challenges: a, calls: b, events: c, programmes: d, startups: e, organisations: f, updates: g}}\n\
    contact: {email: lab@lab.example}\n";

fn compiled(files: &[(&str, &[u8])]) -> usize {
    let theme = [("themes/lab/theme.yaml", &b"{}"[..])];
    let files = files.iter().chain(&theme).map(|(path, bytes)| (SourcePath::new(*path), decode(bytes))).collect();
    let now = Moment::from_unix_seconds(1_780_000_000).expect("a moment");
    compile(&Snapshot { files, now }, &Options::default()).diagnostics.len()
}

/// Front matter that is nearly valid: keys of the model with values of all types.
fn front_matter() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec![
        "title",
        "summary",
        "direction",
        "instrument",
        "ordering_party",
        "opens",
        "closes",
        "stages",
        "criteria",
        "documents",
        "questions",
        "amendments",
        "results",
        "budget",
        "published",
        "expires",
        "zone",
        "original",
        "slug",
        "aliases",
        "themes",
        "phases",
        "start",
        "end",
        "type",
        "location",
        "statement",
        "role",
        "image",
        "contact",
    ]);
    let value = prop_oneof![
        "[ -~]{0,20}",
        Just("2026-02-30".to_owned()),
        Just("2026-03-29T02:30".to_owned()),
        Just("9999-12-31T23:59".to_owned()),
        Just("[{id: a, date: 2026-01-01}, {id: a}, ~]".to_owned()),
        Just("{fr: a, xx: [b]}".to_owned()),
        Just("[{field: closes, date: 2026-01, to: 2026-02-01}]".to_owned()),
        Just("&a [*a]".to_owned()),
        "\\PC{0,12}",
    ];
    prop::collection::vec((key, value), 0..12)
        .prop_map(|pairs| pairs.into_iter().map(|(key, value)| format!("{key}: {value}\n")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_front_matter_makes_the_program_panic(front in front_matter(), kind in prop::sample::select(vec![
        "challenges", "calls", "events", "programmes", "startups", "organisations", "updates", "pages",
    ])) {
        let path = format!("content/{kind}/x/index.fr.md");
        compiled(&[("content/site.yaml", SITE.as_bytes()), (&path, format!("---\n{front}---\n").as_bytes())]);
    }

    #[test]
    fn no_bytes_make_the_program_panic(site in prop::collection::vec(any::<u8>(), 0..200), item in "(---\n)?(\\PC|\n|\t|: ){0,80}(\n---\n)?\\PC{0,40}") {
        compiled(&[("content/site.yaml", &site), ("content/calls/x/index.fr.md", item.as_bytes())]);
        compiled(&[("content/site.yaml", SITE.as_bytes()), ("content/calls/x/index.fr.md", item.as_bytes())]);
    }
}

#[test]
fn files_are_found_in_any_unicode_normalization_form() {
    // File names in Unicode NFD, as macOS writes them, cannot be in the repository: some systems would change them.
    let folder = "content/calls/ete";
    let site = tempfile::tempdir().expect("a temporary folder");
    copied(&["tests/cases/files-that-later-texts-name"], site.path());
    let root = site.path().join("tests/cases/files-that-later-texts-name");
    fs::create_dir_all(root.join(folder)).expect("a folder");
    let text = "---\ntitle: Un été\nsummary: Un résumé.\npublished: 2026-05-01\ndirection: solutions\ninstrument: speedup\n\
                ordering_party: [labo]\nopens: 2026-05-04T09:00\ncloses: 2026-07-10T12:00\n\
                documents:\n  - {title: Le cahier, file: cahier \u{e9}t\u{e9}.pdf}\n---\n\n\
                [un](r\u{e8}glement.pdf), [deux](re\u{300}glement.pdf), [trois](r%C3%A8glement.pdf), [quatre](ne\u{301}.pdf)\n";
    fs::write(root.join(folder).join("index.fr.md"), text).expect("a file");
    for name in ["cahier e\u{301}te\u{301}.pdf", "re\u{300}glement.pdf", "n\u{e9}.pdf"] {
        fs::write(root.join(folder).join(name), "%PDF-1.4").expect("a file");
    }
    let built = parvis(&root, &["build", "--quiet", "--at", "2026-06-01T12:00"]).output().expect("the program runs");
    let stderr = String::from_utf8(built.stderr).expect("UTF-8");
    assert_eq!((built.status.code(), stderr.contains("calls/ete")), (Some(0), false), "{stderr}");
    let page = fs::read_to_string(root.join("public/fr/appels/ete/index.html")).expect("a page");
    let href = "href=\"/fr/appels/ete/r%C3%A8glement.pdf\"";
    let links = ["un", "deux", "trois"].map(|word| format!("<a {href}>{word}</a>"));
    let others = ["href=\"/fr/appels/ete/n%C3%A9.pdf\"", "href=\"/fr/appels/ete/cahier%20%C3%A9t%C3%A9.pdf\""];
    for link in links.iter().map(String::as_str).chain(others) {
        assert!(page.contains(link), "{link} is not in {page}");
    }
    for name in ["cahier \u{e9}t\u{e9}.pdf", "r\u{e8}glement.pdf", "n\u{e9}.pdf"] {
        assert!(root.join("public/fr/appels/ete").join(name).exists(), "{name}");
    }
}
