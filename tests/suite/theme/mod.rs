//! Themes: every view renders, themes extend each other, and broken ones are reported.

mod broken;
mod names;
mod pages;
mod sample;

use std::path::Path;

use parvis::base::moment::Moment;
use parvis::base::snapshot::{Snapshot, SourceFile, of_bytes};
use parvis::base::source::{Place, SourcePath, Span};
use parvis::theme::Theme;
use parvis::theme::languages::RequiredLanguage;

/// The sources of the theme `lab` of this repository.
pub fn lab() -> Snapshot {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut snapshot = Snapshot { files: Default::default(), now: Moment::from_unix_seconds(0).expect("the epoch") };
    for entry in walkdir::WalkDir::new(root.join("themes/lab")).sort_by_file_name() {
        let entry = entry.expect("a readable folder");
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path().strip_prefix(root).expect("below the root").to_str().expect("UTF-8").to_owned();
        let bytes = std::fs::read(entry.path()).expect("a readable file");
        let file = of_bytes(&path, &bytes);
        snapshot.files.insert(SourcePath::new(path), file);
    }
    snapshot
}

/// A snapshot with another text in a file.
pub fn with(mut snapshot: Snapshot, path: &str, text: &str) -> Snapshot {
    snapshot.files.insert(SourcePath::new(path), SourceFile::Text(text.into()));
    snapshot
}

pub fn place(path: &str) -> Place {
    Place { path: SourcePath::new(path), span: Span::default() }
}

pub fn wanted(tags: &[&str]) -> Vec<RequiredLanguage> {
    tags.iter().map(|tag| RequiredLanguage { tag: (*tag).to_owned(), place: place("content/site.yaml") }).collect()
}

/// Loads a theme, which must have no diagnostics.
pub fn load(snapshot: &Snapshot, name: &str) -> Theme {
    let (theme, diagnostics) = Theme::load(snapshot, name, &wanted(&["fr", "en"]), &place("content/site.yaml"));
    assert_eq!(diagnostics, [], "the theme loads without a word");
    theme.expect("a theme")
}
