//! `parvis i18n`: missing and outdated translations, and stamps.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::command_line::{run, site_of};

/// Changes one file of a site.
fn edit(site: &Path, path: &str, change: impl Fn(&str) -> String) {
    let path = site.join(path);
    let text = fs::read_to_string(&path).expect("a text");
    fs::write(path, change(&text)).expect("a file");
}

fn listed(site: &Path, arguments: &[&str]) -> (Option<i32>, Value) {
    let (code, out, error) = run(site, &[&["i18n", "--format", "json"], arguments].concat());
    (code, serde_json::from_str(&out).unwrap_or_else(|_| panic!("JSON, not `{out}`: {error}")))
}

#[test]
fn translations_to_do_are_listed_by_language() {
    let site = site_of("missing-translation");
    let (code, out, error) = run(site.path(), &["i18n"]);
    assert_eq!((code, error.as_str()), (Some(0), ""));
    assert_eq!(
        out,
        "Français (fr)\n  Nothing to translate.\n\nEnglish (en)\n  Missing translations (2)\n    \
         content/updates/note/index.en.md  Note sans traduction\n    content/pages/a-propos/index.en.md  Titre de a-propos\n"
    );
    assert_eq!(run(site.path(), &["i18n", "--strict"]).0, Some(1));
    let (code, all) = listed(site.path(), &[]);
    assert_eq!(code, Some(0));
    assert_eq!(all["languages"][1]["missing"][0]["file"], "content/updates/note/index.en.md");
    assert_eq!(all["languages"][1]["missing"][0]["lang"], "fr");
}

#[test]
fn partial_texts_and_missing_strings_are_listed() {
    let site = site_of("text-map-lacks-a-language");
    edit(site.path(), "themes/lab/i18n/en.yaml", |text| text.replacen("nav:\n", "nav:\n  nobody: Nobody\n", 1));
    edit(site.path(), "themes/lab/i18n/fr.yaml", |text| {
        let lines = text.split_inclusive('\n').filter(|line| !line.starts_with("  skip:"));
        lines.collect()
    });
    let (code, all) = listed(site.path(), &[]);
    let (french, english) = (&all["languages"][0], &all["languages"][1]);
    assert_eq!(code, Some(1), "words that are missing are an error");
    let keys = |list: &Value| -> Vec<String> {
        let members = list.as_array().expect("a list").iter();
        members.map(|one| format!("{} {}", one["file"], one["key"]).replace('"', "")).collect()
    };
    assert_eq!(keys(&english["unused_words"]), ["themes/lab/i18n/en.yaml nav.nobody"]);
    assert!(keys(&french["missing_words"]).contains(&"themes/lab/i18n/fr.yaml nav.skip".to_owned()), "{french}");
    let partial = &english["partial"];
    let (where_it_is, found) = (
        fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/text-map-lacks-a-language/where.txt"),
        )
        .expect("a text"),
        &partial[0],
    );
    let place = format!("{}:{}:{}", found["file"].as_str().expect("a path"), found["line"], found["column"]);
    assert!(where_it_is.contains(&place), "{place} in {where_it_is}");
}

#[test]
fn stamping_makes_a_stale_translation_current() {
    let site = site_of("stale-translation");
    let path = "content/pages/vieille/index.en.md";
    edit(site.path(), path, |text| {
        format!("\u{FEFF}{}", text.replacen("---\n", "---\n# mine\n", 1).replace('\n', "\r\n"))
    });
    let before = fs::read_to_string(site.path().join(path)).expect("a text");
    assert_eq!(listed(site.path(), &["--strict"]).0, Some(1));
    let folder = site.path().join("content/pages/vieille");
    assert_eq!(run(&folder, &["i18n", "--stamp", "index.en.md"]), (Some(0), format!("{path}\n"), String::new()));
    let after = fs::read_to_string(site.path().join(path)).expect("a text");
    let changed: Vec<_> = before.split('\n').zip(after.split('\n')).filter(|(before, after)| before != after).collect();
    assert!(
        matches!(&changed[..], [(old, new)] if old.starts_with("translation_of: ") && new.starts_with("translation_of: "))
    );
    let (_, all) = listed(site.path(), &[]);
    assert_eq!(all["languages"][1]["stale"], serde_json::json!([]));
    edit(site.path(), "content/pages/vieille/index.fr.md", |text| format!("{text}\nUne phrase de plus.\n"));
    assert_eq!(listed(site.path(), &[]).1["languages"][1]["stale"][0]["file"], path);
}

#[test]
fn only_translations_are_stamped_all_or_none() {
    let site = site_of("stale-translation");
    let good = "content/pages/vieille/index.en.md";
    let before = fs::read(site.path().join(good)).expect("bytes");
    for (bad, why) in [
        ("content/pages/vieille/index.fr.md", "it is the original: name one of its translations"),
        ("content/site.yaml", "it is not a translation: name a file such as `index.en.md`"),
        ("content/nowhere.md", "it is not a file of this site"),
    ] {
        let (code, out, error) = run(site.path(), &["i18n", "--stamp", good, bad]);
        assert_eq!((code, out.as_str()), (Some(2), ""));
        assert_eq!(error, format!("error: cannot mark as up to date `{bad}`: {why}\n"));
    }
    assert_eq!(fs::read(site.path().join(good)).expect("bytes"), before);
    edit(site.path(), "content/pages/vieille/index.fr.md", |text| text.replacen("title:", "tilte:", 1));
    let (code, _, error) = run(site.path(), &["i18n", "--stamp", good]);
    assert!(code == Some(1) && error.contains("unknown-key"), "{error}");
}

#[test]
fn what_was_never_stamped_is_counted_and_stamped_at_once() {
    let site = site_of("stale-translation");
    let path = "content/pages/vieille/index.en.md";
    edit(site.path(), path, |text| {
        let lines = text.split_inclusive('\n').filter(|line| !line.starts_with("translation_of:"));
        lines.collect()
    });
    let unstamped = |all: &Value| -> Vec<String> {
        let items = all["languages"][1]["unstamped"].as_array().expect("a list").iter();
        items.map(|item| item["file"].as_str().expect("a path").to_owned()).collect()
    };
    let before = unstamped(&listed(site.path(), &[]).1);
    assert!(before.contains(&path.to_owned()), "{before:?}");
    let (_, text, _) = run(site.path(), &["i18n"]);
    assert!(text.contains("do not record which version") && text.contains("`parvis i18n --stamp`"), "{text}");
    let (code, out, error) = run(site.path(), &["i18n", "--stamp"]);
    assert_eq!((code, error.as_str()), (Some(0), ""));
    assert_eq!(out.lines().map(str::to_owned).collect::<Vec<_>>(), before);
    assert_eq!(unstamped(&listed(site.path(), &[]).1), Vec::<String>::new());
    assert_eq!(run(site.path(), &["i18n", "--stamp"]), (Some(0), String::new(), String::new()), "all are stamped");
    edit(site.path(), "content/pages/vieille/index.fr.md", |text| format!("{text}\nUne phrase de plus.\n"));
    assert_eq!(listed(site.path(), &[]).1["languages"][1]["stale"][0]["file"], path);
}

#[test]
fn sentences_written_once_for_all_languages_are_listed() {
    let site = site_of("text-map-lacks-a-language");
    let call = "content/calls/2027/essai/index.fr.md";
    fs::create_dir_all(site.path().join("content/calls/2027/essai")).expect("folders");
    fs::write(
        site.path().join(call),
        "---\ntitle: Essai\nsummary: Un essai.\ndirection: challenges\nordering_party: lab\npermanent: true\nduration: six mois\n\
         questions:\n  - {date: 2026-05-01, question: Le luxembourgeois est-il exigé pour répondre ?, answer: {fr: Non., en: No.}}\n---\n",
    )
    .expect("a file");
    let (_, all) = listed(site.path(), &[]);
    let plain = |rank: usize| -> Vec<String> {
        let texts = all["languages"][rank]["plain"].as_array().expect("a list").iter();
        let texts = texts.filter(|text| text["file"] == call);
        texts
            .map(|text| format!("{}:{} {}", text["line"], text["column"], text["key"].as_str().expect("a key")))
            .collect()
    };
    assert_eq!(plain(0), Vec::<String>::new(), "nothing for the language of the original");
    assert_eq!(plain(1), ["9:34 question"], "a name of a few words is the same everywhere");
}

#[test]
fn a_new_translation_has_a_place_for_its_stamp() {
    let site = site_of("missing-translation");
    assert_eq!(run(site.path(), &["new", "page", "essai"]).0, Some(0));
    let path = "content/pages/essai/index.en.md";
    let empty = fs::read_to_string(site.path().join(path)).expect("a text");
    assert!(empty.contains("\ntranslation_of:  # "), "{empty}");
    assert_eq!(listed(site.path(), &[]).1["languages"][1]["unstamped"][0]["file"], path);
    assert_eq!(run(site.path(), &["i18n", "--stamp", path]).0, Some(0));
    let stamped = fs::read_to_string(site.path().join(path)).expect("a text");
    assert_eq!(stamped.len(), empty.len() + " 0123456789ab".len(), "{stamped}");
    assert_eq!(listed(site.path(), &[]).1["languages"][1]["stale"], serde_json::json!([]));
}
