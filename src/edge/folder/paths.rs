//! Lookups by path, for paths that the user has named and for the program itself. Opens nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Size and modification time of this executable, which identify the build.
pub fn program() -> Option<(u64, Option<SystemTime>)> {
    let file = std::env::current_exe().and_then(fs::metadata).ok()?;
    Some((file.len(), file.modified().ok()))
}

/// The canonical path; for a path that does not exist, that of its nearest existing ancestor plus the rest.
pub fn without_links(path: &Path) -> PathBuf {
    let there = path.ancestors().find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    let Some((folder, whole)) = there else { return path.to_path_buf() };
    path.strip_prefix(folder).map_or_else(|_| path.to_path_buf(), |rest| whole.join(rest))
}

/// True when the path exists, following links.
pub fn leads_somewhere(path: &Path) -> bool {
    path.canonicalize().is_ok()
}

/// True when the path exists, including dangling links.
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
