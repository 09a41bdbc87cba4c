//! Runs the program in isolation: tests write nothing outside of their folders, and do not affect each other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The program, with one cache for all tests of this process; its entries are keyed by their inputs.
pub fn parvis() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    command.env("PARVIS_CACHE", &*CACHE);
    ["SOURCE_DATE_EPOCH", "CI", "GITHUB_WORKSPACE"].iter().for_each(|name| {
        command.env_remove(name);
    });
    command
}

static CACHE: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    // Caches of processes that have ended.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let pid = name.strip_prefix("cache-").filter(|pid| !Path::new("/proc").join(pid).exists());
        if pid.is_some() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    folder.join(format!("cache-{}", std::process::id()))
});
