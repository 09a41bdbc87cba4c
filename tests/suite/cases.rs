//! The case folders: `content/` in; `where.txt`, `expect.txt`, `diagnostics.txt` and whole files in `expected/` out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use parvis::base::diagnostic::Diagnostic;
use parvis::base::message::Tongue;
use parvis::base::moment::Zone;
use parvis::base::moment::instant::{DayMeans, Instant};
use parvis::base::output::{Content, Output, OutputTree};
use parvis::base::snapshot::{Snapshot, SourceFile, of_bytes};
use parvis::base::source::{Lines, SourcePath};
use parvis::compile::Options;

use crate::built::{Built, compile};
use parvis::edge::terminal::{Look, human};
use parvis::render::theme::Addresses;

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The project's themes with the files of a case on top of them.
pub fn snapshot(case: &Path) -> Snapshot {
    let mut files = BTreeMap::new();
    add(&root(), "themes", &mut files);
    add(case, "themes", &mut files);
    add(case, "content", &mut files);
    let now = fs::read_to_string(case.join("now")).unwrap_or_else(|_| "2026-06-01T12:00".to_owned());
    let zone = Zone::named("Europe/Luxembourg").expect("a zone");
    let now = Instant::parse(now.trim(), &zone, DayMeans::Start).expect("an instant").moment;
    Snapshot { files: files.into(), now }
}

fn add(root: &Path, top: &str, files: &mut BTreeMap<SourcePath, SourceFile>) {
    for entry in walkdir::WalkDir::new(root.join(top)).sort_by_file_name().into_iter().flatten() {
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path().strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
        let bytes = fs::read(entry.path()).expect("a readable file");
        let file = of_bytes(&path, &bytes);
        files.insert(SourcePath::new(path), file);
    }
}

/// Message and help, in English.
fn words(diagnostic: &Diagnostic) -> [&str; 2] {
    [&diagnostic.message, &diagnostic.help].map(|message| message.text(Tongue::English))
}

/// `error content/x:7:1`, with the message and help for the word that a case asks for.
fn place(diagnostic: &Diagnostic, snapshot: &Snapshot) -> (String, usize, usize) {
    let text = snapshot.text(&diagnostic.place.path).unwrap_or_default();
    let at = Lines::new(text).position(diagnostic.place.span.start);
    (format!("{} {}", diagnostic.severity.as_str(), diagnostic.place.path), at.line, at.column)
}

fn check_where(case: &Path, snapshot: &Snapshot, compilation: &Built, trouble: &mut String) {
    let wanted = fs::read_to_string(case.join("where.txt")).expect("where.txt");
    let mut found: Vec<&Diagnostic> = compilation.diagnostics.iter().collect();
    for line in wanted.lines() {
        let (at, word) = line.split_once(" `").map_or((line, ""), |(at, word)| (at, word.trim_end_matches('`')));
        let mut parts = at.rsplitn(3, ':');
        let (column, line_number, file) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let matches = |diagnostic: &&Diagnostic| {
            let (file_found, line_found, column_found) = place(diagnostic, snapshot);
            let text = words(diagnostic).join(" ");
            file_found == file
                && line_found.to_string() == line_number
                && (column == "*" || column_found.to_string() == column)
                && text.contains(word)
        };
        match found.iter().position(matches) {
            Some(rank) => drop(found.remove(rank)),
            None => writeln!(trouble, "  not found: {line}").unwrap(),
        }
    }
    for diagnostic in found {
        let (file, line, column) = place(diagnostic, snapshot);
        writeln!(
            trouble,
            "  not wanted: {file}:{line}:{column} [{}] {}",
            diagnostic.code,
            words(diagnostic).join("; ")
        )
        .unwrap();
    }
}

/// The whole of what an editor reads, word for word; `BLESS=1` writes it anew.
fn check_words(case: &Path, snapshot: &Snapshot, compilation: &Built, trouble: &mut String) {
    let file = case.join("diagnostics.txt");
    let shown =
        human(&compilation.diagnostics, snapshot, Look { colour: false, width: Some(120), tongue: Tongue::English });
    if std::env::var_os("BLESS").is_some() {
        if shown.is_empty() {
            let _ = fs::remove_file(file);
        } else {
            fs::write(file, shown).expect("a file to write");
        }
        return;
    }
    if fs::read_to_string(file).unwrap_or_default() != shown {
        writeln!(trouble, "  other words than in diagnostics.txt:\n{shown}").unwrap();
    }
}

/// What only somebody else says, in English: the engine of the templates.
const SAID_BY_OTHERS: [&str; 1] = ["template-error"];

/// Every wording has its French, with the spaces that its signs ask for.
fn check_french(compilation: &Built, trouble: &mut String) {
    for diagnostic in &compilation.diagnostics {
        let related = diagnostic.related.iter().map(|related| &related.message);
        let [message, help] = [&diagnostic.message, &diagnostic.help];
        for (wording, is_ours) in related.chain([help]).map(|wording| (wording, true)).chain([(message, false)]) {
            let (en, fr) = (wording.text(Tongue::English), wording.text(Tongue::French));
            if en == fr && !fr.is_empty() && (is_ours || !SAID_BY_OTHERS.contains(&&*diagnostic.code)) {
                writeln!(trouble, "  not in French: [{}] {en}", diagnostic.code).unwrap();
            }
            // What is in backquotes is as it stands in files.
            if en != fr && fr.split('`').step_by(2).any(has_plain_space) {
                writeln!(trouble, "  a sign without its no-break space: [{}] {fr}", diagnostic.code).unwrap();
            }
        }
    }
}

/// True for a French text with an ordinary space where a line may not break.
pub fn has_plain_space(text: &str) -> bool {
    [" :", " ;", " !", " ?", "« ", " »"].iter().any(|wrong| text.contains(wrong))
}

fn check_expect(case: &Path, snapshot: &Snapshot, tree: &OutputTree, trouble: &mut String) {
    let Ok(wanted) = fs::read_to_string(case.join("expect.txt")) else { return };
    for line in wanted.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(path) = line.strip_prefix("absent ") {
            if tree.get(path).is_some() {
                writeln!(trouble, "  there: {path}").unwrap();
            }
            continue;
        }
        let (path, holds, text) = match (line.split_once(" contains "), line.split_once(" lacks ")) {
            (Some((path, text)), _) => (path, true, text),
            (None, Some((path, text))) => (path, false, text),
            (None, None) => panic!("{}: {line}", case.display()),
        };
        let Some(output) = tree.get(path) else {
            writeln!(trouble, "  no such file: {path}").unwrap();
            continue;
        };
        if text_of(output, snapshot, case).contains(text) != holds {
            writeln!(trouble, "  {path} should {} {text}", if holds { "contain" } else { "lack" }).unwrap();
        }
    }
}

/// Files that are to be as they stand in `expected/`, byte for byte; `BLESS=1` writes those that are there anew.
fn check_whole(case: &Path, snapshot: &Snapshot, tree: &OutputTree, trouble: &mut String) {
    let folder = case.join("expected");
    for entry in walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().flatten() {
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path().strip_prefix(&folder).expect("below the folder").to_string_lossy().replace('\\', "/");
        let Some(output) = tree.get(&path) else {
            writeln!(trouble, "  no such file: {path}").unwrap();
            continue;
        };
        let built = text_of(output, snapshot, case);
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
        writeln!(trouble, "  {path} differs in line {}:\n    wanted {wanted}\n    built  {built}", at + 1).unwrap();
    }
}

fn text_of(output: &Output, _snapshot: &Snapshot, case: &Path) -> String {
    match &output.content {
        Content::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Content::Rendered(rank) | Content::Made { rank, .. } => panic!("the file of rank {rank} is not rendered"),
        Content::Copy(path) => {
            let own = case.join(path.as_str());
            let path = if own.exists() { own } else { root().join(path.as_str()) };
            String::from_utf8_lossy(&fs::read(path).expect("a source file")).into_owned()
        }
    }
}

#[test]
fn every_case_is_as_its_folder_says() {
    let only = std::env::var("CASE").unwrap_or_default();
    let mut failed = String::new();
    let mut cases: Vec<PathBuf> =
        fs::read_dir(root().join("tests/cases")).unwrap().map(|e| e.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() > 100, "the cases are there");
    for case in cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        if !name.contains(&only) {
            continue;
        }
        let snapshot = snapshot(&case);
        // What a case expects does not change with the styles of the theme.
        let (drafts, preview) = (case.join("drafts").exists(), case.join("preview").exists());
        let options = Options { drafts, preview, assets: Addresses::Steady, ..Options::default() };
        let compilation = compile(&snapshot, &options);
        let mut trouble = String::new();
        check_where(&case, &snapshot, &compilation, &mut trouble);
        check_expect(&case, &snapshot, &compilation.tree, &mut trouble);
        check_whole(&case, &snapshot, &compilation.tree, &mut trouble);
        check_words(&case, &snapshot, &compilation, &mut trouble);
        check_french(&compilation, &mut trouble);
        if !trouble.is_empty() {
            writeln!(failed, "{name}\n{trouble}").unwrap();
        }
    }
    assert!(failed.is_empty(), "\n{failed}");
}
