//! The messages of the program in French, as the program prints them.

use std::fs;
use std::path::Path;

fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in [
        ("content/site.yaml", "title: Lab\nzone: Europe/Luxemburg\ntheme: [lab]\n"),
        ("content/calls/robots/index.fr.md", "---\ntitle: Robots\ncloses: 2026-02-30\n---\n"),
        ("content/calls/robots/index.en.md", "---\ntitle: Robots\ncloses: 2026-03-01\n---\n"),
        ("themes/lab/page.html", ""),
    ] {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    }
    site
}

/// Runs the program with a locale. Returns the exit code, the standard output without times, and the standard error.
fn run(folder: &Path, locale: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = crate::program::parvis();
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH");
    let output = command.env("LC_ALL", locale).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let out = text(output.stdout);
    let out = out.split_once(" (").map_or(out.as_str(), |(line, _)| line).to_owned();
    (output.status.code(), out, text(output.stderr))
}

const FRENCH: &str = include_str!("messages/french.txt");

#[test]
fn diagnostics_are_in_french_on_request() {
    let site = site();
    let (code, out, error) = run(site.path(), "C", &["check", "--lang", "fr", "--at", "2026-01-01"]);
    assert_eq!((code, out.as_str(), error.as_str()), (Some(1), "4 fichiers vérifiés", FRENCH));
    let by_locale = run(site.path(), "fr_LU.UTF-8", &["check", "--at", "2026-01-01"]);
    assert_eq!(by_locale.2, FRENCH, "the locale asks for it as well");
}

#[test]
fn french_counts_have_the_singular_after_zero_and_one() {
    let site = tempfile::tempdir().expect("a temporary folder");
    let (code, _, error) = run(site.path(), "C", &["init", "--title", "Lab", "--languages", "fr"]);
    assert_eq!(code, Some(0), "{error}");
    for (lang, counts) in [("en", "0 changed, 0 unchanged, 0 removed"), ("fr", "0 modifié, 0 inchangé, 0 en moins")] {
        let mut command = crate::program::parvis();
        let output = command.current_dir(site.path()).args(["build", "--lang", lang, "--out", lang]).output();
        let out = String::from_utf8(output.expect("the program runs").stdout).expect("UTF-8");
        assert!(out.contains(counts), "{out}");
    }
}

#[test]
fn english_is_the_default_language() {
    let site = site();
    let english = run(site.path(), "C", &["check", "--at", "2026-01-01"]);
    assert!(english.1 == "4 files checked" && english.2.ends_with("\n11 errors\n"), "{english:?}");
    for (locale, arguments) in [("fr_FR.UTF-8", &["--lang", "en"][..]), ("de_DE.UTF-8", &[])] {
        let output = run(site.path(), locale, &[&["check", "--at", "2026-01-01"], arguments].concat());
        assert_eq!(output, english, "{locale}");
    }
}

#[test]
fn machine_readable_output_differs_by_language_in_messages_only() {
    let site = site();
    let lines = |lang: &str| {
        let (_, _, error) = run(site.path(), "C", &["check", "--format", "json", "--lang", lang]);
        let parse = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("an object a line");
        error.lines().map(parse).collect::<Vec<_>>()
    };
    let (english, french) = (lines("en"), lines("fr"));
    assert!(!english.is_empty() && english.len() == french.len());
    for (en, fr) in english.iter().zip(&french) {
        for key in ["code", "severity", "file", "line", "column", "end_line", "end_column"] {
            assert_eq!(en[key], fr[key]);
        }
        assert_ne!(en["message"], fr["message"]);
        assert_ne!(en["help"], fr["help"]);
    }
}

#[test]
fn failures_are_in_french_on_request() {
    let site = site();
    let run_in_french = |arguments: &[&str]| run(site.path(), "fr_FR.UTF-8", arguments);
    let expected = "erreur\u{a0}: impossible de créer la fiche `challange`\u{a0}: ce type de fiche n’existe pas\u{a0}: \
                    vouliez-vous dire `challenge`\u{202f}?\n";
    assert_eq!(run_in_french(&["new", "challange", "x"]), (Some(2), String::new(), expected.to_owned()));
    let expected = "erreur\u{a0}: impossible de travailler dans `/nowhere`\u{a0}: un site est un dossier qui contient \
                    `content/site.yaml`\u{202f}; indiquez-le par `--root`, ou créez-en un avec `parvis init`\n";
    assert_eq!(run_in_french(&["--root", "/nowhere", "check"]), (Some(2), String::new(), expected.to_owned()));
}
