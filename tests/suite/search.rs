//! Search: what can be found of the project's own catalogue, and when its index is made again.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use parvis::base::moment::Moment;
use parvis::base::search::{Records, fingerprint};
use parvis::base::snapshot::Snapshot;
use parvis::compile::memo::Memo;
use parvis::compile::{Options, compile};
use parvis::edge::disk;
use parvis::edge::root::Root;
use parvis::render::search::facets::{EXAMPLE, FILTERS, FOREIGN};

/// The catalogue of the project at a moment.
fn project(unix_seconds: i64) -> Snapshot {
    let now = Moment::from_unix_seconds(unix_seconds).expect("a moment");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    disk::read(&Root::find(Some(here), here).expect("a root"), now).expect("the project")
}

fn records(snapshot: &Snapshot) -> Vec<Records> {
    compile(snapshot, &Options::default(), &mut Memo::default()).records()
}

/// 2026-11-22T12:00 in Luxembourg.
const NOON: i64 = 1_795_345_200;

#[test]
fn each_listed_item_is_found_once_in_each_language_and_has_words() {
    let all = records(&project(NOON));
    assert_eq!(all.iter().map(|records| records.lang.as_str()).collect::<Vec<_>>(), ["fr", "en"]);
    assert_eq!(all[0].records.len(), all[1].records.len(), "lists are as long in every language");
    for Records { lang, records } in &all {
        let addresses: BTreeSet<&str> = records.iter().map(|record| record.href.as_str()).collect();
        assert!(addresses.len() == records.len() && records.len() > 20, "{lang}");
        for record in records {
            assert!(record.href.starts_with(&format!("/{lang}/")), "{}", record.href);
            assert!(!record.title.is_empty() && !record.text.trim().is_empty(), "{} has no words", record.href);
            assert!(
                !record.text.contains(['<', '\n']) || record.text.contains('&'),
                "{}: {}",
                record.href,
                record.text
            );
            let known = |name: &str| FILTERS.contains(&name) || [FOREIGN, EXAMPLE].contains(&name);
            assert!(record.filters.iter().all(|(name, value)| known(name) && !value.is_empty()), "{record:?}");
            assert!(record.filters.iter().any(|(name, _)| *name == "kind"), "{record:?}");
        }
    }
}

#[test]
fn values_of_filters_are_the_same_in_every_language() {
    let all = records(&project(NOON));
    let values = |records: &Records| {
        let of_record = |filters: &[(&'static str, String)]| {
            let mut values: Vec<_> = filters.iter().filter(|(name, _)| *name != FOREIGN).cloned().collect();
            values.sort();
            values
        };
        let mut all: Vec<_> = records.records.iter().map(|record| of_record(&record.filters)).collect();
        all.sort();
        all
    };
    assert_eq!(values(&all[0]), values(&all[1]));
}

#[test]
fn what_can_be_found_changes_with_the_words_and_with_time_and_not_with_looks() {
    let before = fingerprint(&records(&project(NOON)));
    assert_eq!(fingerprint(&records(&project(NOON + 60))), before, "a minute later nothing else is found");
    let years_later = NOON + 3 * 366 * 24 * 3600;
    assert_ne!(fingerprint(&records(&project(years_later))), before, "years later states are others");
    let mut looks = project(NOON);
    looks.files.remove(&parvis::base::source::SourcePath::new("themes/lab/assets/style.css"));
    assert_eq!(fingerprint(&records(&looks)), before);
}

#[cfg(feature = "search")]
#[test]
fn an_index_is_made_again_only_when_what_can_be_found_has_changed() {
    let site = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for top in ["content", "themes"] {
        for entry in walkdir::WalkDir::new(root.join(top)).into_iter().flatten() {
            let to = site.path().join(entry.path().strip_prefix(root).expect("below the folder"));
            match entry.file_type().is_dir() {
                true => fs::create_dir_all(to).expect("a folder"),
                false => drop(fs::copy(entry.path(), to).expect("a copy")),
            }
        }
    }
    let cache = tempfile::tempdir().expect("a temporary folder");
    let build = || {
        let mut command = crate::program::parvis();
        command
            .current_dir(site.path())
            .args(["build", "--at", "2026-11-22T12:00"])
            .env_remove("SOURCE_DATE_EPOCH")
            .env("PARVIS_CACHE", cache.path())
            .env("LC_ALL", "C");
        String::from_utf8(command.output().expect("the program runs").stdout).expect("UTF-8")
    };
    let index = || {
        let files = walkdir::WalkDir::new(site.path().join("public/search")).sort_by_file_name().into_iter().flatten();
        let files = files.filter(|file| file.file_type().is_file());
        files.map(|file| (file.path().to_owned(), fs::read(file.path()).expect("a file"))).collect::<Vec<_>>()
    };
    let change = |path: &str, more: &str| {
        let path = site.path().join(path);
        let text = fs::read_to_string(&path).expect("a text");
        fs::write(path, text + more).expect("a file");
    };
    let is_made =
        |told: &str| told.lines().any(|line| line.starts_with("search: ") && line.contains(" pages indexed ("));
    let first = build();
    assert!(is_made(&first), "{first}");
    let made = index();
    assert!(made.iter().any(|(path, _)| path.ends_with("fr/pagefind.js")), "the engine is there");
    assert!(build().contains("search: unchanged\n"), "nothing at all has changed");
    change("themes/lab/assets/style.css", "/* another look */\n");
    let told = build();
    assert!(told.contains("search: unchanged\n") && !told.contains(" 0 changed, "), "{told}");
    assert_eq!(index(), made);
    // What is kept may be deleted or broken at any time.
    for broken in [None, Some("broken")] {
        let kept = walkdir::WalkDir::new(cache.path().join("indexes")).into_iter().flatten();
        for kept in kept.filter(|entry| entry.file_type().is_file()) {
            match broken {
                None => fs::remove_file(kept.path()).expect("what was kept"),
                Some(text) => fs::write(kept.path(), text).expect("a file"),
            }
        }
        change("themes/lab/assets/style.css", "/* another look */\n");
        let told = build();
        assert!(is_made(&told) && index() == made, "{told}");
    }
    change("content/pages/about/index.fr.md", "\nUne phrase de plus.\n");
    let told = build();
    assert!(is_made(&told) && index() != made, "{told}");
}
