//! The program itself, run so that no test leaves anything outside of its own folders or learns of another one's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The program with a cache that all tests of this process share: what they keep in it is known by what it was made from.
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
    // Those of processes that are no more.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let pid = name.strip_prefix("cache-").filter(|pid| !Path::new("/proc").join(pid).exists());
        if pid.is_some() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    folder.join(format!("cache-{}", std::process::id()))
});
