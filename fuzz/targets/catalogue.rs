//! The whole street with the project's theme: an item of any kind is compiled and each of its files is rendered. XML is
//! well-formed, JSON is JSON, no line of a calendar is broken, every page has the scripts of the theme and no other.
//!
//! The first byte chooses the kind, what is behind it is the document. What is kept from one compilation to the next is
//! kept here too.
#![no_main]

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{fs, str};

use libfuzzer_sys::fuzz_target;
use parvis::base::moment::Moment;
use parvis::base::output::{Content, Output};
use parvis::base::snapshot::{Files, Snapshot, SourceFile, decode, is_text};
use parvis::base::source::SourcePath;
use parvis::compile::memo::Memo;
use parvis::compile::{Options, compile};
use parvis::text::sanitize::token::{Token, Tokens};

const KINDS: [&str; 8] =
    ["challenges", "calls", "events", "programmes", "startups", "organisations", "updates", "pages"];

const SITE: &str = "title: Lab\ndescription: A lab\nbase_url: https://lab.example\nlanguages:\n- {code: fr, name: Français, \
    sections: {challenges: a, calls: b, events: c, programmes: d, startups: e, organisations: f, updates: g}}\n\
    contact: {email: lab@lab.example}\nthemes: [{id: data, label: Data}]\n\
    phases: [{id: construction, label: Construction, active: true}]\n";

/// The project's theme and a site of one organisation.
static SOURCES: LazyLock<Files> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Files::default();
    let mut folders = vec![root.join("themes/lab")];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).expect("a folder of the theme");
        for entry in entries.map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() { folders.push(entry) } else { add(&root, entry, &mut files) }
        }
    }
    let lab = "---\ntitle: Lab\ntype: government\n---\n";
    files.insert(SourcePath::new("content/site.yaml"), decode(SITE.as_bytes()));
    files.insert(SourcePath::new("content/organisations/ctie/index.fr.md"), decode(lab.as_bytes()));
    files
});

thread_local! {
    static MEMO: RefCell<Memo> = RefCell::default();
}

fn add(root: &Path, file: PathBuf, files: &mut Files) {
    let path = file.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
    let bytes = fs::read(&file).expect("a readable file");
    let blob = SourceFile::Blob { size: bytes.len() as u64, picture: None, other_format: None };
    files.insert(SourcePath::new(path.as_str()), if is_text(&path) { decode(&bytes) } else { blob });
}

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, document)) = bytes.split_first() else { return };
    let mut files = SOURCES.clone();
    let path = format!("content/{}/robots/index.fr.md", KINDS[usize::from(*kind) % KINDS.len()]);
    files.insert(SourcePath::new(path), decode(document));
    let snapshot = Snapshot { files, now: Moment::from_unix_seconds(1_780_000_000).expect("a moment") };
    let compilation = MEMO.with_borrow_mut(|memo| compile(&snapshot, &Options::default(), memo));
    for diagnostic in &compilation.diagnostics {
        let text = snapshot.text(&diagnostic.place.path).unwrap_or_default();
        let span = diagnostic.place.span;
        assert!(text.get(span.start..span.end).is_some(), "{diagnostic:?}");
        assert!(!diagnostic.help.is_empty(), "{diagnostic:?}");
    }
    for (path, output) in compilation.tree.iter() {
        if path.contains("robots") || path.ends_with("feed.xml") || path.ends_with(".ics") || path.ends_with(".json") {
            check(path, output, &compilation.tree);
        }
    }
});

fn check(path: &str, output: &Output, tree: &parvis::base::output::OutputTree) {
    if !matches!(output.content, Content::Bytes(_) | Content::Rendered(_)) {
        return;
    }
    let bytes = tree.bytes(output).unwrap_or_else(|mistake| panic!("{path}: {mistake:?}"));
    let text = str::from_utf8(&bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "xml" => assert_xml(path, text),
        "json" | "geojson" => {
            serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
        "ics" => {
            for line in text.split_terminator("\r\n") {
                assert!(line.len() <= 75 && !line.contains(char::is_control), "{path}: {line:?}");
            }
        }
        "html" => assert_no_script(path, text),
        _ => {}
    }
}

fn assert_xml(path: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return,
            Ok(_) => {}
            Err(error) => panic!("{path}: {error}"),
        }
    }
}

/// Scripts are files of the theme or data, and no element listens to events.
fn assert_no_script(path: &str, text: &str) {
    for (token, _) in Tokens::new(text) {
        let Token::Open(tag) = token else { continue };
        let attribute = |name: &str| tag.attributes.iter().find(|attribute| attribute.name == name);
        if tag.name == "script" {
            let is_data = attribute("type").is_some_and(|kind| kind.value == "application/ld+json");
            assert!(
                is_data || attribute("src").is_some_and(|src| src.value.starts_with("/assets/")),
                "{path}: {tag:?}"
            );
        }
        assert!(!tag.attributes.iter().any(|attribute| attribute.name.starts_with("on")), "{path}: {tag:?}");
    }
}
