//! Malicious sources, and sources broken in ways that no editor causes: what is refused, with which message, and in bounded
//! time.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use markup5ever::TokenizerResult;
use parvis::base::bounds;
use parvis::base::message::UiLang;
use parvis::base::output::Content;
use parvis::compile::Options;
use parvis::edge::terminal::{DiagnosticStyle, human};

use crate::built::compile;
use crate::project::{case, snapshot};

const SITE: &str = "title: Lab\ndescription: A lab\nbase_url: https://lab.example\nlanguages:\n- {code: fr, name: Français, \
    sections: {challenges: a, calls: b, events: c, programmes: d, startups: e, organisations: f, updates: g}}\n\
    contact: {email: lab@lab.example}\n";

const PAGE: &str = "---\ntitle: T\nsummary: S.\n---\n";

/// The time limit for sources of bounded size, for an unoptimised program on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, text).expect("a file");
}

/// A site of one page, with the project's theme.
fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a temporary folder");
    write(site.path(), "content/site.yaml", SITE);
    write(site.path(), "content/pages/about/index.fr.md", PAGE);
    let themes = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("themes");
    for entry in walkdir::WalkDir::new(&themes).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let inside = entry.path().strip_prefix(&themes).expect("below the themes");
        write(&site.path().join("themes"), &inside.to_string_lossy(), fs::read(entry.path()).expect("a file"));
    }
    site
}

/// Runs a command on a site, with a time limit. Returns the exit code, and the lines with errors and places.
fn run(root: &Path, arguments: &[&str]) -> (Option<i32>, Vec<String>) {
    let mut program = crate::program::parvis()
        .arg("--root")
        .arg(root)
        .args(arguments)
        .env_remove("SOURCE_DATE_EPOCH")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut said = program.stderr.take().expect("a pipe");
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut text = String::new();
        said.read_to_string(&mut text).expect("UTF-8");
        sender.send(text)
    });
    let Ok(said) = receiver.recv_timeout(TIMEOUT) else {
        program.kill().expect("it ends");
        panic!("parvis {arguments:?} takes longer than {TIMEOUT:?}");
    };
    let reported = said.lines().filter(|line| line.starts_with("error") || line.contains("--> "));
    (program.wait().expect("a status").code(), reported.map(|line| line.trim().to_owned()).collect())
}

/// The errors that `check` reports: code and path.
fn errors(root: &Path) -> Vec<String> {
    let (code, reported) = run(root, &["check"]);
    assert_eq!(code, Some(1), "{reported:?}");
    let lines = reported.windows(2).filter(|pair| pair[0].starts_with("error["));
    let code = |line: &str| line.split(['[', ']']).nth(1).unwrap_or_default().to_owned();
    let path = |line: &str| line.trim_start_matches("--> ").split(':').next().unwrap_or_default().to_owned();
    let mut errors: Vec<_> = lines.map(|pair| format!("{} {}", code(&pair[0]), path(&pair[1]))).collect();
    errors.sort();
    errors
}

#[cfg(unix)]
#[test]
fn pipes_links_and_sockets_are_refused_without_blocking() {
    use std::os::unix::fs::symlink;
    let site = site();
    let pipe = |path: &str| {
        fs::create_dir_all(site.path().join(path).parent().expect("a folder")).expect("folders");
        assert!(Command::new("mkfifo").arg(site.path().join(path)).status().expect("mkfifo runs").success());
    };
    pipe("content/pages/pipe/index.fr.md");
    pipe("content/pages/about/plan.pdf");
    pipe("themes/lab/templates/pipe.html");
    let _socket = std::os::unix::net::UnixListener::bind(site.path().join("content/pages/about/socket")).expect("one");
    let link = |to: &str, path: &str| symlink(to, site.path().join(path)).expect("a link");
    link("/etc/passwd", "content/pages/about/passwd.txt");
    link("/dev/zero", "content/pages/about/zero.png");
    link("/dev/zero", "content/pages/index.fr.md");
    link("/", "content/pages/whole-disk");
    link("../..", "content/pages/round");
    link("/etc", "themes/lab/assets/etc");
    let wanted = [
        "not-a-file content/pages/about/plan.pdf",
        "not-a-file content/pages/about/socket",
        "not-a-file content/pages/pipe/index.fr.md",
        "not-a-file themes/lab/templates/pipe.html",
        "symbolic-link content/pages/about/passwd.txt",
        "symbolic-link content/pages/about/zero.png",
        "symbolic-link content/pages/index.fr.md",
        "symbolic-link content/pages/round",
        "symbolic-link content/pages/whole-disk",
        "symbolic-link themes/lab/assets/etc",
    ];
    assert_eq!(errors(site.path()), wanted);
    assert_eq!(run(site.path(), &["build"]).0, Some(1));
    assert!(!site.path().join("public").exists());
    // The same for `site.yaml`.
    fs::remove_file(site.path().join("content/site.yaml")).expect("removed");
    pipe("content/site.yaml");
    assert!(errors(site.path()).contains(&"not-a-file content/site.yaml".to_owned()));
}

#[cfg(unix)]
#[test]
fn file_names_unfit_for_addresses_are_refused() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let site = site();
    let about = site.path().join("content/pages/about");
    let long = format!("{}.pdf", "a".repeat(220));
    for name in ["a\nb.pdf", "c\u{1b}[31m.pdf", "d\u{202e}fdp.exe", "e\\f.pdf", &long] {
        fs::write(about.join(name), "x").expect("a file");
    }
    fs::write(about.join(OsStr::from_bytes(b"g\xFF.pdf")), "x").expect("a file");
    write(site.path(), "content/pages/h\ni/index.fr.md", PAGE);
    let deep = "d/".repeat(450);
    write(site.path(), &format!("content/pages/about/{deep}x.pdf"), "x");
    for name in ["Plan.pdf", "plan.pdf"] {
        fs::write(about.join(name), "x").expect("a file");
    }
    write(site.path(), "content/pages/about/index.fr.md", format!("{PAGE}\n[a](Plan.pdf) [b](plan.pdf)\n"));
    let reported: Vec<String> = errors(site.path()).iter().map(|error| error.chars().take(45).collect()).collect();
    let wanted = [
        "bad-file-name content/pages/about/a\u{FFFD}b.pdf",
        "bad-file-name content/pages/about/c\u{FFFD}[31m.pdf",
        "bad-file-name content/pages/about/d\u{FFFD}fdp.exe",
        "bad-file-name content/pages/about/e\u{FFFD}f.pdf",
        "bad-file-name content/pages/about/g\u{FFFD}.pdf",
        "bad-file-name content/pages/h\u{FFFD}i",
        "names-alike content/pages/about/plan.pdf",
        "path-too-long content/pages/about/aaaaaaaaaaa",
        "path-too-long content/pages/about/d/d/d/d/d/d",
    ];
    assert_eq!(reported, wanted);
}

#[test]
fn files_that_are_too_large_are_refused() {
    let site = site();
    write(site.path(), "content/pages/large/index.fr.md", format!("{PAGE}{}", "a ".repeat(300_000)));
    write(site.path(), "themes/lab/templates/large.html", "a".repeat(600_000));
    // A sparse file: only its size matters.
    let film = fs::File::create(site.path().join("content/pages/about/film.mp4")).expect("a file");
    film.set_len(200 << 20).expect("a size");
    write(site.path(), "content/pages/about/bomb.png", picture_of(60_000, 60_000));
    write(site.path(), "content/pages/about/index.fr.md", format!("{PAGE}\n![A bomb](bomb.png)\n"));
    let wanted = [
        "file-too-large content/pages/about/film.mp4",
        "file-too-large content/pages/large/index.fr.md",
        "file-too-large themes/lab/templates/large.html",
        "picture-too-large content/pages/about/bomb.png",
    ];
    assert_eq!(errors(site.path()), wanted);
}

/// A PNG with these dimensions, up to its pixels.
fn picture_of(width: u32, height: u32) -> Vec<u8> {
    let mut picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    picture.extend(width.to_be_bytes());
    picture.extend(height.to_be_bytes());
    picture.extend(b"\x08\x02\0\0\0\0\0\0\0\0\0\0\0IDAT");
    picture
}

#[cfg(unix)]
#[test]
fn unreadable_files_are_reported() {
    use std::os::unix::fs::PermissionsExt;
    let site = site();
    let secret = site.path().join("content/pages/about/index.fr.md");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("nobody may read it");
    // A user who may read everything gets no error.
    if fs::read(&secret).is_err() {
        assert_eq!(errors(site.path()), ["unreadable-file content/pages/about/index.fr.md"]);
    }
}

/// Front matter that repeats one thing up to the maximum size of a text, and the error that is expected.
#[test]
fn repetitive_front_matter_takes_linear_time() {
    let many = |piece: &dyn Fn(usize) -> String| (0..20_000).map(piece).collect::<String>();
    let shapes: [(&str, String, &str); 14] = [
        ("keys", many(&|n| format!("k{n}: a\n")), "broken-yaml"),
        ("one key", "k: a\n".repeat(90_000), "broken-yaml"),
        ("anchors", many(&|n| format!("- &x{n} b\n")) + &"- *x1\n".repeat(20_000), "broken-yaml"),
        ("long alias", format!("a: &x \"{}\"\nl:\n{}", "b".repeat(200_000), "- *x\n".repeat(20_000)), "broken-yaml"),
        ("flow", format!("x: {}\n", "[".repeat(400_000)), "broken-yaml"),
        ("list", format!("aliases:\n{}", "- /a/\n".repeat(60_000)), "broken-yaml"),
        ("wrong members", format!("aliases:\n{}", "- //x\n".repeat(400)), "not-a-path"),
        ("zone", format!("zone: {}\n", "A/".repeat(200_000)), "too-long"),
        ("number", format!("closing_soon_days: {}\n", "9".repeat(400_000)), "unknown-key"),
        ("long key", format!("{}: b\n", "a".repeat(900)), "unknown-key"),
        ("image", format!("image: {}\n", "a/".repeat(200_000)), "too-long"),
        ("source", format!("sources: [\"https://a.lu/{}\"]\n", "a".repeat(3_000)), "too-long"),
        ("slug", format!("slug: {}\n", "a".repeat(400_000)), "too-long"),
        ("spaces", many(&|n| format!("k{n}:\u{a0}a\n")), "broken-yaml"),
    ];
    let site = site();
    for (name, front, _) in &shapes {
        let title = if *name == "anchors" { "list:\n" } else { "title: T\nsummary: S.\n" };
        write(
            site.path(),
            &format!("content/pages/{}/index.fr.md", name.replace(' ', "-")),
            format!("---\n{title}{front}---\n"),
        );
    }
    let errors = errors(site.path());
    for (name, _, code) in shapes {
        let wanted = format!("{code} content/pages/{}/index.fr.md", name.replace(' ', "-"));
        assert!(errors.contains(&wanted), "{wanted} is not among {errors:#?}");
    }
    assert!(errors.len() < 3_000, "of each code only the first errors in a file are reported: {}", errors.len());
}

/// The tags of a page and the text of each script, as an HTML parser reads them.
#[derive(Default)]
struct PageTokens {
    tags: RefCell<Vec<Tag>>,
    script: RefCell<Option<String>>,
    scripts: RefCell<Vec<String>>,
}

impl TokenSink for PageTokens {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) => {
                if let Some(script) = &mut *self.script.borrow_mut() {
                    script.push_str(&text);
                }
            }
            Token::TagToken(tag) => {
                let raw = match (&*tag.name, tag.kind) {
                    ("script", TagKind::StartTag) => {
                        *self.script.borrow_mut() = Some(String::new());
                        Some(RawKind::ScriptData)
                    }
                    ("script", TagKind::EndTag) => {
                        self.scripts.borrow_mut().extend(self.script.take());
                        None
                    }
                    ("style" | "iframe" | "noembed" | "noframes" | "xmp", TagKind::StartTag) => Some(RawKind::Rawtext),
                    ("title" | "textarea", TagKind::StartTag) => Some(RawKind::Rcdata),
                    _ => None,
                };
                self.tags.borrow_mut().push(tag);
                return raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Checks that all scripts of a page are files of the theme or data, and that no element has an event handler or a script URL.
fn assert_harmless_html(path: &str, html: &str) {
    let input = BufferQueue::default();
    input.push_back(html.into());
    let tokenizer = Tokenizer::new(PageTokens::default(), TokenizerOpts::default());
    while let TokenizerResult::Script(()) = tokenizer.feed(&input) {}
    tokenizer.end();
    let (tags, scripts) = (tokenizer.sink.tags.take(), tokenizer.sink.scripts.take());
    assert!(tags.len() > 5, "{path} is no page");
    for tag in tags.iter().filter(|tag| tag.kind == TagKind::StartTag) {
        let value = |name: &str| {
            let attribute = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
            attribute.map(|attribute| attribute.value.to_string()).unwrap_or_default()
        };
        for attribute in &tag.attrs {
            let (name, value) = (&*attribute.name.local, attribute.value.trim().to_lowercase());
            assert!(!name.starts_with("on") && !name.contains(['<', '"', '\'']), "{path}: {tag:?}");
            assert!(!value.starts_with("javascript:") && !value.starts_with("data:text"), "{path}: {tag:?}");
        }
        let name = &*tag.name;
        assert!(!matches!(name, "iframe" | "object" | "embed" | "base" | "svg:script"), "{path}: {tag:?}");
        let is_ours = value("src").starts_with("/assets/") || value("type") == "application/ld+json";
        assert!(name != "script" || is_ours, "{path}: {tag:?}");
        assert!(name != "img" || value("src") != "x", "{path}: {tag:?}");
    }
    for script in scripts.iter().filter(|script| !script.trim().is_empty()) {
        serde_json::from_str::<serde_json::Value>(script).unwrap_or_else(|error| panic!("{path}: {error} in {script}"));
    }
}

fn assert_whole_xml(path: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{path}: {error}")) {
            quick_xml::events::Event::Eof => return,
            // The HTML that feed readers show.
            quick_xml::events::Event::CData(html) => assert!(!html.contains("<script"), "{path}: {html:?}"),
            _ => {}
        }
    }
}

/// Checks that the lines of a calendar are folded, contain no other line terminators, and that only expected components begin and
/// end.
fn assert_whole_calendar(path: &str, text: &str) {
    let unfolded = text.replace("\r\n ", "");
    let mut open = Vec::new();
    for line in unfolded.split_terminator("\r\n") {
        assert!(!line.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')), "{path}: {line:?}");
        if let Some(component) = line.strip_prefix("BEGIN:") {
            assert!(
                ["VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM"].contains(&component),
                "{path}"
            );
            open.push(component);
        } else if let Some(component) = line.strip_prefix("END:") {
            assert_eq!(open.pop(), Some(component), "{path}");
        }
        assert!(!line.starts_with("ATTENDEE"), "{path}: {line}");
    }
    assert!(open.is_empty(), "{path}");
    assert!(text.split_terminator("\r\n").all(|line| line.len() <= 75), "{path}");
}

/// Checks that every row of a table has the columns of its head, and that no cell begins a formula.
fn assert_whole_table(path: &str, text: &str) {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    for row in reader.records() {
        for cell in row.unwrap_or_else(|error| panic!("{path}: {error}")).iter() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{path}: {cell:?}");
        }
    }
}

#[test]
fn no_text_becomes_a_script_a_line_or_a_formula() {
    let snapshot = snapshot(&case("hostile"));
    let built = compile(&snapshot, &Options::default());
    let mut looked_at = BTreeMap::<&str, usize>::new();
    for (path, output) in built.tree.iter() {
        let Content::Bytes(bytes) = &output.content else { continue };
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending {
            "html" => assert_harmless_html(path, text),
            "xml" => assert_whole_xml(path, text),
            "json" => {
                drop(serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|error| panic!("{path}: {error}")))
            }
            "ics" => assert_whole_calendar(path, text),
            "csv" => assert_whole_table(path, text),
            // The head of a message ends at its first empty line; before it every line is an expected field or its continuation.
            "eml" => {
                let head = text.split("\n\n").next().unwrap_or_default().split("\r\n\r\n").next().unwrap_or_default();
                let fields = head.lines().filter(|line| !line.starts_with([' ', '\t']));
                fields
                    .for_each(|field| assert!(field.contains(": ") && !field.starts_with("BEGIN"), "{path}: {field}"));
            }
            _ => {}
        }
        // A template that evaluated the text would show the result.
        assert!(!text.contains("{{ 49 }}") && !text.contains("::error::y 49"), "{path}");
        assert!(!text.contains('\u{1b}'), "{path}");
        *looked_at.entry(ending).or_default() += 1;
    }
    for ending in ["html", "xml", "json", "ics", "csv"] {
        assert!(looked_at.get(ending).is_some_and(|count| *count >= 3), "{ending}: {looked_at:?}");
    }
    // Terminal output contains no control characters either.
    let shown = human(
        &built.diagnostics,
        &snapshot,
        DiagnosticStyle { colour: false, width: Some(120), ui_lang: UiLang::English },
    );
    assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
}

/// The first number in the row of a table that begins with these words.
fn figure(table: &str, row: &str) -> u64 {
    let line =
        table.lines().find(|line| line.starts_with(&format!("| {row}"))).unwrap_or_else(|| panic!("no row {row}"));
    let cell = line.split('|').nth(2).unwrap_or_default();
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    let unit = if cell.contains("kB") { 1 << 10 } else { 1 };
    digits.parse::<u64>().expect("a number") * if cell.contains("MB") { 1 << 20 } else { unit }
}

#[test]
fn bounds_equal_those_in_security_md() {
    let promised = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("SECURITY.md")).expect("a text");
    for (row, bound) in [
        ("a text", bounds::TEXT_BYTES),
        ("a file that", bounds::FILE_BYTES),
        ("`permalinks.lock`", bounds::LOCK_BYTES),
        ("an address or an id in", bounds::LOCK_NAME_BYTES as u64),
        ("the name", bounds::NAME_BYTES as u64),
        ("a path", bounds::PATH_BYTES as u64),
        ("the pixels of a JPEG", bounds::PIXELS),
        ("each side", bounds::PICTURE_SIDE.into()),
        ("a JPEG or PNG in memory", bounds::PICTURE_BYTES),
        ("a profile", bounds::PICTURE_EXTRA_BYTES),
        ("pictures in memory", bounds::PICTURES_AT_ONCE),
        ("the pixels of a resized", bounds::MADE_PIXELS),
        ("nested maps and lists", bounds::YAML_DEPTH as u64),
        ("values", bounds::YAML_VALUES as u64),
        ("bytes that aliases", bounds::YAML_REPEATED_BYTES as u64),
        ("keys", bounds::MAP_KEYS as u64),
        ("members of a list (", bounds::LIST_MEMBERS as u64),
        ("members of a list in", bounds::SITE_LIST_MEMBERS as u64),
        ("old addresses", bounds::ALIASES as u64),
        ("themes of an item", bounds::ITEM_THEMES as u64),
        ("synonyms of an item", bounds::SYNONYMS as u64),
        ("amendments of an item", bounds::AMENDMENTS as u64),
        ("entries of a menu", bounds::MENU_ENTRIES as u64),
        ("languages", bounds::LANGUAGES as u64),
        ("a title", bounds::TITLE_CHARACTERS as u64),
        ("a summary", bounds::SUMMARY_CHARACTERS as u64),
        ("any other text", bounds::WORDS_CHARACTERS as u64),
        ("an address on the web", bounds::URL_CHARACTERS as u64),
        ("nested elements", bounds::HTML_DEPTH as u64),
        ("errors with", bounds::MISTAKES as u64),
    ] {
        assert_eq!(figure(&promised, row), bound, "{row}");
    }
}
