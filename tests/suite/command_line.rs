//! Exit codes and lines that hold whatever the sources say.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    };
    write("content/site.yaml", "title: Lab\nlanguages: [{code: fr, name: Français}, {code: en, name: English}]\n");
    write("themes/lab/page.html", "");
    site
}

fn parvis(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = parvis(folder, arguments).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn what_comes_later_says_so() {
    let site = site();
    for command in ["i18n", "schema", "lock", "links"] {
        let expected = format!("error: cannot run `parvis {command}`: this command comes with a later version\n");
        assert_eq!(run(site.path(), &[command, "--any", "thing"]), (Some(2), String::new(), expected));
    }
    for format in ["github", "sarif"] {
        let (code, _, error) = run(site.path(), &["check", "--format", format]);
        assert!(code == Some(2) && error.contains("comes with a later version"), "{error}");
    }
}

#[test]
fn a_command_line_that_cannot_be_obeyed_ends_with_2() {
    let site = site();
    for arguments in [
        &["publish"][..],
        &["build", "--nothing"],
        &["check", "--at", "2026-02-30"],
        &["check", "--base-url", "lab"],
        &["--root", "/nowhere", "check"],
        &["new", "call"],
        &["new", "challange", "x"],
        &["new", "call", "É"],
        &["serve", "--host", "256.0.0.1"],
    ] {
        let (code, out, error) = run(site.path(), arguments);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}: {error}");
        assert!(error.starts_with("error: "), "{arguments:?}: {error}");
    }
    let epoch = parvis(site.path(), &["check"]).env("SOURCE_DATE_EPOCH", "today").output().expect("the program runs");
    assert_eq!(epoch.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&epoch.stderr).contains("`SOURCE_DATE_EPOCH=today`"));
}

#[test]
fn a_folder_of_somebody_else_is_not_published_over() {
    let site = site();
    fs::create_dir(site.path().join("mine")).expect("a folder");
    fs::write(site.path().join("mine/letter.txt"), "dear").expect("a file");
    // Whatever the sources are worth, nothing is written there.
    let (code, _, _) = run(site.path(), &["build", "--out", "mine"]);
    assert_ne!(code, Some(0));
    assert_eq!(fs::read_dir(site.path().join("mine")).expect("a folder").count(), 1);
}

#[test]
fn a_reader_that_goes_early_is_no_failure() {
    let site = site();
    for arguments in [&["check"][..], &["--help"], &["new", "page", "about"]] {
        let mut command = parvis(site.path(), arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        drop((child.stdout.take(), child.stderr.take()));
        let code = child.wait().expect("the program ends").code();
        assert!(matches!(code, Some(0 | 1)), "{arguments:?}: {code:?}");
    }
}

#[test]
fn a_new_item_is_written_once_in_every_language() {
    let site = site();
    let (code, out, error) = run(site.path(), &["new", "organisations", "ctie", "--title", "CTIE: l’informatique"]);
    let paths = "content/organisations/ctie/index.fr.md\ncontent/organisations/ctie/index.en.md\n";
    assert_eq!((code, out.as_str(), error.as_str()), (Some(0), paths, ""));
    let (code, _, error) = run(site.path(), &["new", "organisation", "ctie"]);
    assert_eq!(code, Some(2));
    assert_eq!(error, "error: cannot make a new `organisation`: `content/organisations/ctie` is there already\n");
    let (code, out, _) = run(site.path(), &["new", "call", "robots", "--in", "en"]);
    assert_eq!((code, out.as_str()), (Some(0), "content/calls/robots/index.en.md\n"));
}
