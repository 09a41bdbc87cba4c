//! The code checked against ARCHITECTURE.md: layers, which file uses which crate, where clock, disk and network are used.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::french::has_plain_space;

/// The layers, and what each may import besides itself.
const LAYERS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("read", &["base"]),
    ("kind", &["base", "read"]),
    ("site", &["base", "read", "kind"]),
    ("text", &["base", "read", "kind", "site"]),
    ("theme", &["base", "read", "kind", "site", "text"]),
    ("present", &["base", "read", "kind", "site", "text", "theme"]),
    ("output", &["base", "read", "kind", "site", "text", "theme", "present"]),
    ("compile", &["base", "read", "kind", "site", "text", "theme", "present", "output"]),
    ("edge", &["base"]),
    ("cli", &["base", "read", "kind", "site", "text", "theme", "present", "output", "compile", "edge"]),
];

/// Crates that only these files or folders use.
const WRAPPERS: &[(&str, &[&str])] = &[
    ("jiff", &["base/moment"]),
    ("strsim", &["base/diagnostic.rs"]),
    ("saphyr_parser", &["read/yaml.rs"]),
    ("email_address", &["read/address.rs"]),
    ("oxilangtag", &["read/language_tags.rs"]),
    ("sha2", &["base/fingerprint.rs", "edge/cache.rs"]),
    ("hmac", &["edge/cache.rs"]),
    ("getrandom", &["edge/cache.rs"]),
    ("etcetera", &["cli/environment.rs"]),
    ("self_cell", &["site/world.rs"]),
    ("ab_glyph", &["output/share/"]),
    ("jpeg_encoder", &["output/picture/write.rs"]),
    ("pic_scale_safe", &["output/picture/pixels.rs"]),
    ("png", &["output/picture/", "output/share/canvas.rs"]),
    ("webp", &["output/picture/write.rs"]),
    ("zune_core", &["output/picture/read.rs"]),
    ("zune_jpeg", &["output/picture/read.rs"]),
    ("imagesize", &["base/picture.rs"]),
    ("qrcodegen", &["present/qr.rs"]),
    ("imbl", &["base/snapshot.rs", "compile/slot.rs"]),
    (
        "memchr",
        &[
            "text/absolute.rs",
            "present/anchors.rs",
            "present/links.rs",
            "output/manifest.rs",
            "text/markdown/unread.rs",
        ],
    ),
    ("pulldown_cmark", &["text/markdown"]),
    ("ammonia", &["text/sanitize.rs"]),
    ("markup5ever", &["text/sanitize/escape.rs"]),
    ("tera", &["theme/", "present/view/value.rs"]),
    ("icu_plurals", &["present/localizer/"]),
    ("unicode_segmentation", &["text/plain.rs"]),
    ("whatlang", &["base/language_guess.rs"]),
    ("icu_locale_core", &["base/collation.rs", "present/localizer/"]),
    ("icu_collator", &["base/collation.rs"]),
    ("icu_normalizer", &["base/characters.rs"]),
    ("crc32fast", &["base/redaction/png.rs"]),
    ("quick_xml", &["base/picture.rs", "base/redaction/svg.rs", "output/sitemap.rs", "output/feed/xml.rs"]),
    ("textwrap", &["present/newsletter.rs"]),
    ("schemars", &["output/data/"]),
    ("json_escape_simd", &["output/data/markup.rs"]),
    ("csv", &["output/data/table.rs"]),
    ("walkdir", &["edge/disk.rs"]),
    ("include_dir", &["edge/built_in.rs", "cli/init.rs"]),
    ("notify", &["edge/watch.rs"]),
    ("open", &["edge/browser.rs"]),
    ("ureq", &["edge/links/network.rs", "edge/fetch.rs"]),
    ("httparse", &["edge/connection.rs"]),
    ("tiny_http", &["edge/server.rs"]),
    ("annotate_snippets", &["edge/terminal.rs"]),
    ("rustix", &["edge/folder/unix.rs", "edge/system.rs"]),
    ("mime_guess", &["base/media_type.rs"]),
    ("clap", &["cli/"]),
];

/// Clock, disk, network and environment, which only `edge` and `cli` use.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::io::stdin",
    "SystemTime",
    "Timestamp::now",
    "Zoned::now",
    "TimeZone::system",
    "Instant::now",
];

/// Functions that open, list, create, remove or inspect something by its path.
const PATHS: &[&str] = &[
    "fs::",
    "File::open",
    "File::create",
    "File::options",
    "OpenOptions",
    "UnixStream",
    "UnixListener",
    ".canonicalize()",
    ".exists()",
    ".is_dir()",
    ".is_file()",
    ".is_symlink()",
    ".metadata()",
    ".read_dir()",
    ".read_link()",
    ".symlink_metadata()",
    ".try_exists()",
    "temp_dir()",
    "NamedTempFile",
];

/// The files that may use some of these.
const BY_PATH: &[(&str, &[&str])] = &[
    ("edge/folder.rs", PATHS),
    ("edge/folder/", PATHS),
    ("edge/disk.rs", &[".is_dir()", ".is_file()", ".is_symlink()", ".metadata()"]),
    // On open files.
    ("edge/source_reader.rs", &[".metadata()"]),
    ("edge/server.rs", &[".metadata()"]),
    ("edge/live.rs", &[".metadata()"]),
    ("edge/publish.rs", &[".metadata()"]),
];

/// A file of the program.
pub struct SourceFile {
    /// The path below `src/`.
    pub path: String,
    /// The code without its tests.
    pub code: String,
}

/// The files of the program, without files of tests.
pub fn source_files() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of src") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { paths.push(path) }
        }
    }
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "rs"));
    paths.sort();
    let file = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("readable code");
        let code = text.split("\n#[cfg(test)]\n").next().unwrap_or_default().to_owned();
        SourceFile { path: path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/"), code }
    };
    // These files are declared in test modules.
    paths
        .into_iter()
        .map(file)
        .filter(|file| !file.path.ends_with("tests.rs") && !file.path.ends_with("hostile.rs"))
        .collect()
}

fn layer(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or_default()
}

#[test]
fn a_layer_imports_only_lower_layers() {
    let allowed: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    let mut wrong = Vec::new();
    for file in source_files() {
        let own = layer(&file.path);
        // The derive is a crate of its own; the paths in it are in the code that it generates.
        if matches!(own, "main" | "lib" | "macros") {
            continue;
        }
        let below =
            allowed.get(own).unwrap_or_else(|| panic!("{}: a layer that ARCHITECTURE.md does not know", file.path));
        for (at, _) in file.code.match_indices("crate::") {
            let line = file.code[..at].lines().last().unwrap_or_default();
            let named: String =
                file.code[at + 7..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if line.trim_start().starts_with("//") || named == own || below.contains(&named.as_str()) {
                continue;
            }
            wrong.push(format!("{} imports {named}", file.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_crate_is_used_by_its_wrapper_only() {
    let mut wrong = Vec::new();
    for file in source_files() {
        for (name, wrappers) in WRAPPERS {
            let used = file.code.lines().any(|line| !line.trim_start().starts_with("//") && uses_crate(line, name));
            if used && !wrappers.iter().any(|wrapper| file.path.starts_with(wrapper)) {
                wrong.push(format!("{} uses {name}, whose wrapper is {}", file.path, wrappers.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// True if a line has a path that begins with this crate.
fn uses_crate(line: &str, name: &str) -> bool {
    line.match_indices(&format!("{name}::"))
        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
}

#[test]
fn time_disk_and_network_are_used_in_edge_and_cli_only() {
    let mut wrong = Vec::new();
    for file in source_files().iter().filter(|file| !matches!(layer(&file.path), "edge" | "cli" | "main")) {
        for name in OUTSIDE {
            if file.code.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(name)) {
                wrong.push(format!("{} uses {name}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_disk_is_reached_through_open_folders_only() {
    let mut wrong = Vec::new();
    for file in source_files() {
        let may: Vec<&str> = BY_PATH
            .iter()
            .filter(|(path, _)| file.path.starts_with(path))
            .flat_map(|(_, may)| may.iter().copied())
            .collect();
        for (number, line) in file.code.lines().enumerate() {
            // The types of open files are allowed.
            let line = line.replace("std::fs::File;", "").replace("std::fs::Metadata;", "");
            let found = PATHS.iter().find(|function| line.contains(*function) && !may.contains(function));
            if let Some(function) = found.filter(|_| !line.trim_start().starts_with("//")) {
                wrong.push(format!("{}:{}: {function}", file.path, number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_file_begins_with_a_module_comment() {
    let mut wrong = Vec::new();
    for file in source_files() {
        if !file.code.starts_with("//!") {
            wrong.push(format!("{} has no module comment", file.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Items as written contain what is still to come. Only `site` may see them; outputs get items as of an instant.
#[test]
fn items_as_written_are_used_in_site_only() {
    let may = |path: &str| path.starts_with("site/") || path == "kind/as_of.rs";
    let seeing = source_files().into_iter().filter(|file| !may(&file.path) && file.code.contains(".written()"));
    assert_eq!(seeing.map(|file| file.path).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn panics_have_a_reason() {
    let mut wrong = Vec::new();
    for file in source_files() {
        for (number, line) in file.code.lines().enumerate() {
            let bare = [".unwrap()", "todo!(", "unimplemented!(", "dbg!(", "use super::*"];
            if bare.iter().any(|bare| line.contains(bare)) && !line.trim_start().starts_with("//") {
                wrong.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn french_messages_have_no_break_spaces() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in source_files() {
        for wording in file.code.split("fr: \"").skip(1) {
            let end = wording.match_indices('"').map(|(at, _)| at).find(|at| !wording[..*at].ends_with('\\'));
            let wording = &wording[..end.expect("a text ends")];
            count += 1;
            // Text in backquotes is quoted from files; `cli/skeleton.rs` writes such files.
            let is_file = file.path == "cli/skeleton.rs";
            if !is_file && wording.split('`').step_by(2).any(has_plain_space) {
                wrong.push(format!("{}: {wording}", file.path));
            }
        }
    }
    assert!(wrong.is_empty() && count > 300, "{count} wordings: {wrong:#?}");
}

#[test]
fn no_language_tag_is_in_the_code() {
    // Rules for a single language are in one table, `typography`.
    let tags = ["\"fr\"", "\"en\"", "\"de\""];
    // The derive has arguments with the names of the program's two languages; what tells languages apart names those it knows.
    let may = [
        "base/language_guess.rs",
        "text/typography",
        "cli/skeleton.rs",
        "cli/new.rs",
        "base/message.rs",
        "macros/lib.rs",
    ];
    let mut wrong = Vec::new();
    for file in source_files().iter().filter(|file| !may.iter().any(|path| file.path.starts_with(path))) {
        if tags.iter().any(|tag| file.code.contains(tag)) {
            wrong.push(file.path.clone());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
