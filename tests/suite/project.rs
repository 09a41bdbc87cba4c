//! The project's own files for tests: its themes, read once, and the folders of cases on top of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use parvis::base::moment::Zone;
use parvis::base::moment::instant::{DayMeans, Instant};
use parvis::base::snapshot::{Files, Snapshot, of_bytes};
use parvis::base::source::SourcePath;

/// The folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of a case.
pub fn case(name: &str) -> PathBuf {
    root().join("tests/cases").join(name)
}

/// The files of `themes/`, read once for all tests of a process.
pub fn themes() -> Files {
    static THEMES: LazyLock<Files> = LazyLock::new(|| {
        let mut files = Files::default();
        add(root(), "themes", &mut files);
        files
    });
    THEMES.clone()
}

/// The project's themes with the files of a case on top of them.
pub fn snapshot(case: &Path) -> Snapshot {
    let mut files = themes();
    for top in ["themes", "content"] {
        add(case, top, &mut files);
    }
    let now = fs::read_to_string(case.join("now")).unwrap_or_else(|_| "2026-06-01T12:00".to_owned());
    let zone = Zone::named("Europe/Luxembourg").expect("a zone");
    let now = Instant::parse(now.trim(), &zone, DayMeans::Start).expect("an instant").moment;
    Snapshot { files, now }
}

fn add(root: &Path, top: &str, files: &mut Files) {
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
