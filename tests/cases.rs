//! The folders of `tests/cases`, each a test by its own name: `content/` in; `where.txt`, `expect.txt`, `diagnostics.txt` and
//! whole files in `expected/` out. `cargo test closing-before-opening` runs one; `BLESS=1` before it rewrites what it expects.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use parvis::base::diagnostic::Diagnostic;
use parvis::base::message::UiLang;
use parvis::base::output::{Content, Output, OutputTree};
use parvis::base::route::BaseUrl;
use parvis::base::snapshot::Snapshot;
use parvis::base::source::Lines;
use parvis::compile::Options;
use parvis::edge::terminal::{DiagnosticStyle, human};
use parvis::theme::AssetAddresses;

use crate::built::{Built, compile};
use crate::french::has_plain_space;
use crate::project::{case, root, snapshot};

#[path = "suite/built.rs"]
#[allow(dead_code, reason = "the suite reads more of what is built")]
mod built;
#[path = "suite/french.rs"]
mod french;
#[path = "suite/project.rs"]
mod project;

fn main() -> ExitCode {
    let mut names: Vec<String> = fs::read_dir(case(""))
        .expect("the folder of cases")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    assert!(names.len() > 100, "the cases are there");
    let trial = |name: String| Trial::test(name.clone(), move || run_case(&case(&name)));
    libtest_mimic::run(&Arguments::from_args(), names.into_iter().map(trial).collect()).exit_code()
}

/// Builds a case and compares the output with all files of its folder.
fn run_case(case: &Path) -> Result<(), Failed> {
    let snapshot = snapshot(case);
    // Fixed asset addresses: expectations do not change with the styles of the theme.
    let (drafts, preview) = (case.join("drafts").exists(), case.join("preview").exists());
    let address = fs::read_to_string(case.join("preview")).unwrap_or_default();
    let base_url = BaseUrl::parse(address.trim());
    let options = Options { base_url, drafts, preview, assets: AssetAddresses::Fixed, ..Options::default() };
    let compilation = compile(&snapshot, &options);
    let mut problems = String::new();
    check_where(case, &snapshot, &compilation, &mut problems);
    check_expect(case, &compilation.tree, &mut problems);
    check_files(case, &compilation.tree, &mut problems);
    check_messages(case, &snapshot, &compilation, &mut problems);
    check_french(&compilation, &mut problems);
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

/// The message and the help of a diagnostic, in English.
fn texts(diagnostic: &Diagnostic) -> [&str; 2] {
    [&diagnostic.message, &diagnostic.help].map(|message| message.text(UiLang::English))
}

/// Severity and path, such as `error content/x`, with line and column.
fn place(diagnostic: &Diagnostic, snapshot: &Snapshot) -> (String, usize, usize) {
    let text = snapshot.text(&diagnostic.place.path).unwrap_or_default();
    let at = Lines::new(text).position(diagnostic.place.span.start);
    (format!("{} {}", diagnostic.severity.as_str(), diagnostic.place.path), at.line, at.column)
}

/// Compares the places of the diagnostics with `where.txt`.
fn check_where(case: &Path, snapshot: &Snapshot, compilation: &Built, problems: &mut String) {
    let wanted = fs::read_to_string(case.join("where.txt")).expect("where.txt");
    let mut found: Vec<&Diagnostic> = compilation.diagnostics.iter().collect();
    for line in wanted.lines() {
        let (at, word) = line.split_once(" `").map_or((line, ""), |(at, word)| (at, word.trim_end_matches('`')));
        let mut parts = at.rsplitn(3, ':');
        let (column, line_number, file) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let matches = |diagnostic: &&Diagnostic| {
            let (file_found, line_found, column_found) = place(diagnostic, snapshot);
            let text = texts(diagnostic).join(" ");
            file_found == file
                && line_found.to_string() == line_number
                && (column == "*" || column_found.to_string() == column)
                && text.contains(word)
        };
        match found.iter().position(matches) {
            Some(rank) => drop(found.remove(rank)),
            None => writeln!(problems, "  not found: {line}").unwrap(),
        }
    }
    for diagnostic in found {
        let (file, line, column) = place(diagnostic, snapshot);
        writeln!(
            problems,
            "  not wanted: {file}:{line}:{column} [{}] {}",
            diagnostic.code,
            texts(diagnostic).join("; ")
        )
        .unwrap();
    }
}

/// Compares the printed diagnostics with `diagnostics.txt`, word for word; `BLESS=1` rewrites it.
fn check_messages(case: &Path, snapshot: &Snapshot, compilation: &Built, problems: &mut String) {
    let file = case.join("diagnostics.txt");
    let shown = human(
        &compilation.diagnostics,
        snapshot,
        DiagnosticStyle { colour: false, width: Some(120), ui_lang: UiLang::English },
    );
    if std::env::var_os("BLESS").is_some() {
        if shown.is_empty() {
            let _ = fs::remove_file(file);
        } else {
            fs::write(file, shown).expect("a file to write");
        }
        return;
    }
    if fs::read_to_string(file).unwrap_or_default() != shown {
        writeln!(problems, "  other words than in diagnostics.txt:\n{shown}").unwrap();
    }
}

/// Codes whose messages come from a library, in English only.
const UNTRANSLATED_CODES: [&str; 1] = ["template-error"];

/// Checks that every message has a French wording with the right no-break spaces.
fn check_french(compilation: &Built, problems: &mut String) {
    for diagnostic in &compilation.diagnostics {
        let related = diagnostic.related.iter().map(|related| &related.message);
        let [message, help] = [&diagnostic.message, &diagnostic.help];
        for (wording, is_ours) in related.chain([help]).map(|wording| (wording, true)).chain([(message, false)]) {
            let (en, fr) = (wording.text(UiLang::English), wording.text(UiLang::French));
            if en == fr && !fr.is_empty() && (is_ours || !UNTRANSLATED_CODES.contains(&&*diagnostic.code)) {
                writeln!(problems, "  not in French: [{}] {en}", diagnostic.code).unwrap();
            }
            // Text in backquotes is quoted from files.
            if en != fr && fr.split('`').step_by(2).any(has_plain_space) {
                writeln!(problems, "  a sign without its no-break space: [{}] {fr}", diagnostic.code).unwrap();
            }
        }
    }
}

/// Checks the lines of `expect.txt`: `PATH contains TEXT`, `PATH lacks TEXT` or `absent PATH`.
fn check_expect(case: &Path, tree: &OutputTree, problems: &mut String) {
    let Ok(wanted) = fs::read_to_string(case.join("expect.txt")) else { return };
    for line in wanted.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(path) = line.strip_prefix("absent ") {
            if tree.get(path).is_some() {
                writeln!(problems, "  there: {path}").unwrap();
            }
            continue;
        }
        let (path, holds, text) = match (line.split_once(" contains "), line.split_once(" lacks ")) {
            (Some((path, text)), _) => (path, true, text),
            (None, Some((path, text))) => (path, false, text),
            (None, None) => panic!("{}: {line}", case.display()),
        };
        let Some(output) = tree.get(path) else {
            writeln!(problems, "  no such file: {path}").unwrap();
            continue;
        };
        if text_of(output, case).contains(text) != holds {
            writeln!(problems, "  {path} should {} {text}", if holds { "contain" } else { "lack" }).unwrap();
        }
    }
}

/// Compares files with those in `expected/`, byte for byte; `BLESS=1` rewrites those that are there.
fn check_files(case: &Path, tree: &OutputTree, problems: &mut String) {
    let folder = case.join("expected");
    for entry in walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().flatten() {
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path().strip_prefix(&folder).expect("below the folder").to_string_lossy().replace('\\', "/");
        let Some(output) = tree.get(&path) else {
            writeln!(problems, "  no such file: {path}").unwrap();
            continue;
        };
        let built = text_of(output, case);
        if std::env::var_os("BLESS").is_some() {
            fs::write(entry.path(), built).expect("a file to write");
            continue;
        }
        let wanted = fs::read_to_string(entry.path()).expect("a text");
        if wanted == built {
            continue;
        }
        let differing = wanted.lines().zip(built.lines()).position(|(wanted, built)| wanted != built);
        let at = differing.unwrap_or_else(|| wanted.lines().count().min(built.lines().count()));
        let line = |text: &str| text.lines().nth(at).unwrap_or("(the end)").to_owned();
        let (wanted, built) = (line(&wanted), line(&built));
        writeln!(problems, "  {path} differs in line {}:\n    wanted {wanted}\n    built  {built}", at + 1).unwrap();
    }
}

/// The text of an output.
fn text_of(output: &Output, case: &Path) -> String {
    match &output.content {
        Content::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Content::Rendered(rank) | Content::Derived { rank, .. } => panic!("the file of rank {rank} is not rendered"),
        Content::Copy(path) => {
            let own = case.join(path.as_str());
            let path = if own.exists() { own } else { root().join(path.as_str()) };
            String::from_utf8_lossy(&fs::read(path).expect("a source file")).into_owned()
        }
    }
}
