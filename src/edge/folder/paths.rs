//! What the disk says of a path that whoever runs the program has named, or in which the program itself is. Nothing is opened.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What tells this program from another build of it, as far as the disk knows.
pub fn program() -> Option<(u64, Option<SystemTime>)> {
    let file = std::env::current_exe().and_then(fs::metadata).ok()?;
    Some((file.len(), file.modified().ok()))
}

/// The path of what is there, without links; that of a folder above it where it is not there yet, and the rest as it is.
pub fn without_links(path: &Path) -> PathBuf {
    let there = path.ancestors().find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    let Some((folder, whole)) = there else { return path.to_path_buf() };
    path.strip_prefix(folder).map_or_else(|_| path.to_path_buf(), |rest| whole.join(rest))
}

/// True when a path leads somewhere, through whatever links.
pub fn leads_somewhere(path: &Path) -> bool {
    path.canonicalize().is_ok()
}

/// True when something is there, be it a link to nothing.
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
