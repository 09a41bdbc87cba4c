//! The documents: each link leads somewhere, each file and change that the guides show is accepted by the program, and each
//! command that they name is understood.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use parvis::base::diagnostic::Severity;
use parvis::base::moment::Zone;
use parvis::base::moment::instant::{DayMeans, Instant};
use parvis::base::snapshot::{Snapshot, of_bytes};
use parvis::base::source::SourcePath;
use parvis::compile::compile;
use parvis::compile::memo::Memo;
use parvis::compile::options::Options;
use pulldown_cmark::{CodeBlockKind, Event, Options as Extensions, Parser, Tag, TagEnd};

use crate::french::has_plain_space;
use crate::program::parvis;
use crate::project::{case, root, themes};

/// Documents whose files, changes and commands are tried.
const GUIDES: [&str; 3] = ["docs/guide.fr.md", "docs/guide.en.md", "README.md"];

fn events(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Extensions::ENABLE_TABLES | Extensions::ENABLE_STRIKETHROUGH | Extensions::ENABLE_FOOTNOTES)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The Markdown files for people, below the root.
fn documents() -> Vec<PathBuf> {
    let folders = ["docs", "tests", "fuzz", "benches", "themes", "src"];
    let tops =
        fs::read_dir(root()).expect("a folder").flatten().map(|entry| entry.path()).filter(|path| path.is_file());
    let below = folders.iter().flat_map(|folder| {
        let walk = walkdir::WalkDir::new(root().join(folder)).into_iter();
        let is_ours = |name: &str| !matches!(name, "node_modules" | "target" | "cases" | "init" | "examples");
        walk.filter_entry(move |entry| entry.file_name().to_str().is_some_and(is_ours))
            .flatten()
            .map(|entry| entry.into_path())
    });
    let mut found: Vec<PathBuf> =
        tops.chain(below).filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    found.sort();
    found
}

/// The fragments of the headings of a document, as forges make them.
fn fragments(text: &str) -> BTreeSet<String> {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = BTreeSet::new();
    let mut heading: Option<String> = None;
    for event in events(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => heading.iter_mut().for_each(|heading| heading.push_str(&text)),
            Event::End(TagEnd::Heading(_)) => {
                let text = heading.take().unwrap_or_default().to_lowercase();
                let stays = |character: &char| character.is_alphanumeric() || matches!(character, ' ' | '-' | '_');
                let fragment = text.chars().filter(stays).collect::<String>().replace(' ', "-");
                let times = found.entry(fragment.clone()).or_default();
                all.insert(if *times == 0 { fragment } else { format!("{fragment}-{times}") });
                *times += 1;
            }
            _ => {}
        }
    }
    all
}

/// A path without `..`.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, component| {
        match component {
            Component::ParentDir => drop(plain.pop()),
            other => plain.push(other),
        }
        plain
    })
}

#[test]
fn links_in_documents_lead_to_files_and_headings_that_are_there() {
    let mut dead = Vec::new();
    for document in documents() {
        let text = read(&document);
        for event in events(&text) {
            let (Event::Start(Tag::Link { dest_url, .. }) | Event::Start(Tag::Image { dest_url, .. })) = event else {
                continue;
            };
            if dest_url.contains("://") || dest_url.starts_with("mailto:") || dest_url.starts_with('@') {
                continue;
            }
            let (path, fragment) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
            let folder = document.parent().expect("a folder");
            let target = if path.is_empty() { document.clone() } else { plain(&folder.join(path)) };
            let is_heading =
                || target.extension().is_none_or(|end| end != "md") || fragments(&read(&target)).contains(fragment);
            if !target.exists() || !fragment.is_empty() && !is_heading() {
                dead.push(format!("{}: {dest_url}", document.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

/// A file that a document shows, or keys to write into one.
struct Block {
    /// The heading that it is under, by its rank.
    section: usize,
    path: String,
    language: String,
    text: String,
}

/// The blocks of a document in their order. The text before a block names the file, which is below `folder`.
fn blocks(document: &str, folder: &str) -> Vec<Block> {
    let (mut path, mut blocks, mut open, mut section) = (None, Vec::new(), None::<(String, String)>, 0);
    for event in events(document) {
        match event {
            Event::Start(Tag::Heading { .. }) => section += 1,
            Event::Code(code) if code.starts_with(folder) && !code.ends_with('/') => path = Some(code.to_string()),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                let is_file = matches!(&*language, "markdown" | "yaml" | "css" | "html");
                open = is_file.then(|| (language.to_string(), String::new()));
            }
            Event::Text(text) => open.iter_mut().for_each(|(_, block)| block.push_str(&text)),
            Event::End(TagEnd::CodeBlock) => {
                if let Some((language, text)) = open.take() {
                    let path = path.clone().unwrap_or_else(|| panic!("no file is named before:\n{text}"));
                    blocks.push(Block { section, path, language, text });
                }
            }
            _ => {}
        }
    }
    blocks
}

/// A file after keys were written into it, in place of those of the same names. A draft is then public.
fn with_keys(file: &str, keys: &str) -> String {
    let is_key = |line: &&str| !line.starts_with([' ', '#', '-']) && line.contains(':');
    let name = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    let mut names: BTreeSet<String> = keys.lines().filter(|line| is_key(line)).map(name).collect();
    names.insert("draft".to_owned());
    let (front, body) = match file.strip_prefix("---\n").and_then(|rest| rest.split_once("---\n")) {
        Some((front, body)) => (front, Some(body)),
        None => (file, None),
    };
    let mut is_replaced = false;
    let kept: String = front
        .split_inclusive('\n')
        .filter(|line| {
            if is_key(line) {
                is_replaced = names.contains(&name(line));
            }
            !is_replaced
        })
        .collect();
    match body {
        Some(body) => format!("---\n{kept}{keys}---\n{body}"),
        None => kept + keys,
    }
}

#[test]
fn files_and_changes_that_the_guides_show_are_accepted() {
    for (guide, lang, title) in [
        ("docs/guide.fr.md", "fr", "Laboratoire public"),
        ("docs/guide.en.md", "en", "Public Lab"),
        ("README.md", "en", "Public Lab"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let languages = if lang == "fr" { "fr,en" } else { "en,fr" };
        let site = folder.path().join("lab");
        let made =
            parvis().args(["init", "--title", title, "--languages", languages]).arg(&site).output().expect("a site");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let mut files = themes();
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        for entry in
            walkdir::WalkDir::new(site.join("content")).into_iter().flatten().filter(|entry| entry.path().is_file())
        {
            let path = entry.path().strip_prefix(&site).expect("below the site").to_string_lossy().into_owned();
            texts.insert(path, read(entry.path()));
        }
        let picture = fs::read(case("pictures").join("content/calls/robots/plan.png")).expect("a picture");
        let zone = Zone::named("Europe/Luxembourg").expect("a zone");
        let mut memo = Memo::default();
        let blocks = blocks(&read(&root().join(guide)), "content/");
        assert!(!blocks.is_empty(), "{guide} shows no file");
        let last = blocks.len() - 1;
        for (rank, block) in blocks.iter().enumerate() {
            let changed = match texts.get(&block.path) {
                _ if block.language == "markdown" => block.text.clone(),
                Some(file) => with_keys(file, &block.text),
                None => panic!("{guide}: {} is not there yet", block.path),
            };
            let folder = block.path.rsplit_once('/').expect("a folder").0;
            for (key, bytes) in [("file: ", &b"%PDF-1.4"[..]), ("image: ", &picture)] {
                for rest in block.text.split(key).skip(1) {
                    let name = rest.split([',', '}', '\n']).next().unwrap_or_default().trim();
                    let path = format!("{folder}/{name}");
                    files.insert(SourcePath::new(path.clone()), of_bytes(&path, bytes));
                }
            }
            texts.insert(block.path.clone(), changed);
            for (path, text) in &texts {
                files.insert(SourcePath::new(path.clone()), of_bytes(path, text.as_bytes()));
            }
            // A change may take two files.
            if blocks.get(rank + 1).is_some_and(|next| next.section == block.section) {
                continue;
            }
            let now = Instant::parse("2027-06-01T12:00", &zone, DayMeans::Start).expect("an instant").moment;
            let snapshot = Snapshot { files: files.clone(), now };
            let diagnostics = compile(&snapshot, &Options::default(), &mut memo).diagnostics;
            // Some warnings are the subject of a later section.
            let is_wrong = |severity: Severity| severity == Severity::Error || rank == last;
            let wrong: Vec<_> = diagnostics.iter().filter(|one| is_wrong(one.severity)).collect();
            assert!(wrong.is_empty(), "{guide}, {}, after:\n{}\n{wrong:#?}", block.path, block.text);
        }
    }
}

#[test]
fn the_theme_that_the_documents_show_works() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("lab");
    let made = parvis().args(["init", "--languages", "en"]).arg(&site).output().expect("a site");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let write = |path: &str, text: &str| {
        let path = site.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    let blocks = blocks(&read(&root().join("docs/themes.md")), "themes/");
    assert!(blocks.len() >= 6, "the example is gone");
    let shown = |document: &str| -> Vec<String> {
        read(&root().join(document)).split("```").skip(1).step_by(2).map(str::to_owned).collect()
    };
    assert_eq!(shown("docs/themes.md"), shown("docs/themes.fr.md"), "the two documents show the same files");
    blocks.iter().for_each(|block| write(&block.path, &block.text));
    write("themes/town/assets/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"/>");
    let settings = read(&site.join("content/site.yaml"));
    write("content/site.yaml", &format!("{settings}theme: town\n"));
    write("content/updates/radio/index.en.md", "---\ntitle: Radio\nsummary: News.\ndate: 2026-11-16\n---\n\nText.\n");
    let built = parvis().args(["build", "--strict", "--root"]).arg(&site).output().expect("the program");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let page = read(&site.join("public/en/news/radio/index.html"));
    for part in ["town.css", "logo.svg", "<dt>Press</dt>", "style.css"] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
}

#[test]
fn french_documents_have_no_break_spaces() {
    for document in documents().iter().filter(|path| path.to_string_lossy().ends_with(".fr.md")) {
        let (text, mut is_code) = (read(document), false);
        for event in events(&text) {
            match event {
                Event::Start(Tag::CodeBlock(_)) => is_code = true,
                Event::End(TagEnd::CodeBlock) => is_code = false,
                Event::Text(text) if !is_code => {
                    assert!(!has_plain_space(&text), "{}: {text}", document.display());
                }
                _ => {}
            }
        }
    }
}

/// The commands that a document names: in blocks after `$ `, in the text between backquotes.
fn commands(document: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut is_console = false;
    for event in events(document) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => is_console = &*language == "console",
            Event::End(TagEnd::CodeBlock) => is_console = false,
            Event::Text(text) if is_console => {
                found.extend(text.lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned));
            }
            Event::Code(code) => drop(found.insert(code.to_string())),
            _ => {}
        }
    }
    let line = |command: &String| Some(command.strip_prefix("parvis ")?.split(" #").next()?.trim().to_owned());
    found.iter().filter_map(line).collect()
}

#[test]
fn commands_in_the_guides_are_understood() {
    for guide in GUIDES {
        for command in commands(&read(&root().join(guide))) {
            // Words in quotes are one argument.
            let mut arguments: Vec<String> = Vec::new();
            for (rank, part) in command.split('"').enumerate() {
                if rank % 2 == 1 {
                    arguments.push(part.to_owned());
                } else {
                    arguments.extend(part.split_whitespace().map(str::to_owned));
                }
            }
            // The help of a topic is given; of everything else the command line alone is read.
            let is_help = arguments.first().is_some_and(|first| matches!(first.as_str(), "help" | "explain"));
            arguments.extend((!is_help).then(|| "--help".to_owned()));
            let output = parvis().args(&arguments).output().expect("the program");
            assert!(output.status.success(), "{guide}: parvis {command}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
}
