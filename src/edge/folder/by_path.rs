//! Open folders for systems without `openat`: each component is checked before it is used, so that a race with another program is
//! not detected.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::edge::folder::info::{FileInfo, FileKind, Refused};

/// The path of a folder that existed when it was opened.
pub type Handle = PathBuf;

/// Opens a folder, following links.
pub fn open(path: &Path) -> io::Result<Handle> {
    if fs::metadata(path)?.is_dir() { Ok(path.to_path_buf()) } else { Err(Refused::NotAFolder.into()) }
}

/// Opens a folder below another one.
pub fn folder(handle: &Handle, path: &Path) -> io::Result<Handle> {
    let (path, kind) = below(handle, path)?;
    if kind.is_dir() { Ok(path) } else { Err(Refused::NotAFolder.into()) }
}

/// Opens a regular file for reading.
pub fn file(handle: &Handle, path: &Path) -> io::Result<File> {
    let (path, kind) = below(handle, path)?;
    if kind.is_file() { File::open(path) } else { Err(Refused::NotAFile.into()) }
}

/// Creates a file for writing; an error if it exists.
pub fn create(handle: &Handle, path: &Path) -> io::Result<File> {
    let parent = path.parent().unwrap_or(Path::new(""));
    let folder = if parent.as_os_str().is_empty() { handle.clone() } else { folder(handle, parent)? };
    File::options().write(true).create_new(true).open(folder.join(path.file_name().unwrap_or_default()))
}

/// Creates a file for writing; its permissions are the system's default.
pub fn create_private(handle: &Handle, name: &OsStr) -> io::Result<File> {
    create(handle, Path::new(name))
}

/// Permissions are the system's default: the user's cache folder is private.
pub fn is_private(_: &File) -> bool {
    true
}

/// Resolves a path below a folder, with the type of its target; an error if any component is a link.
fn below(handle: &Handle, path: &Path) -> io::Result<(PathBuf, FileType)> {
    let mut so_far = handle.clone();
    let mut kind = None;
    for part in path.components() {
        so_far.push(part);
        let found = fs::symlink_metadata(&so_far)?.file_type();
        if found.is_symlink() {
            return Err(Refused::Link.into());
        }
        kind = Some(found);
    }
    let kind = kind.ok_or(Refused::Path)?;
    Ok((so_far, kind))
}

/// Makes a folder.
pub fn make_folder(handle: &Handle, name: &OsStr) -> io::Result<()> {
    fs::create_dir(handle.join(name))
}

/// Metadata of an entry. A link is not followed.
pub fn info(handle: &Handle, name: &OsStr) -> io::Result<FileInfo> {
    let metadata = fs::symlink_metadata(handle.join(name))?;
    let written = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let written = written.and_then(|time| i128::try_from(time.as_nanos()).ok()).unwrap_or(0);
    Ok(FileInfo {
        kind: kind(metadata.file_type()),
        size: metadata.len(),
        written,
        identity: None,
        has_other_names: false,
    })
}

fn kind(file_type: FileType) -> FileKind {
    match file_type {
        kind if kind.is_file() => FileKind::File,
        kind if kind.is_dir() => FileKind::Folder,
        kind if kind.is_symlink() => FileKind::Link,
        _ => FileKind::Special,
    }
}

/// The entries of a folder.
pub fn entries(handle: &Handle) -> io::Result<Vec<(OsString, FileKind)>> {
    let entries = fs::read_dir(handle)?;
    entries.map(|entry| entry.and_then(|entry| Ok((entry.file_name(), kind(entry.file_type()?))))).collect()
}

/// Renames an entry.
pub fn rename(from: &Handle, name: &OsStr, to: &Handle, new: &OsStr) -> io::Result<()> {
    fs::rename(from.join(name), to.join(new))
}

/// Not supported.
pub fn exchange(_: &Handle, _: &OsStr, _: &OsStr) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Hard-links a file.
pub fn link(from: &Handle, name: &OsStr, to: &Handle, new: &OsStr) -> io::Result<()> {
    fs::hard_link(from.join(name), to.join(new))
}

/// Removes a file or a link.
pub fn remove_file(handle: &Handle, name: &OsStr) -> io::Result<()> {
    fs::remove_file(handle.join(name))
}

/// Removes an empty folder.
pub fn remove_folder(handle: &Handle, name: &OsStr) -> io::Result<()> {
    fs::remove_dir(handle.join(name))
}

/// Folders have no locks here.
#[derive(Debug)]
pub struct Lock;

/// It is granted at once.
pub fn lock(_: &Handle) -> Lock {
    Lock
}

/// Left to the system.
pub fn sync_file_system(_: &Handle) -> io::Result<()> {
    Ok(())
}

/// Left to the system.
pub fn sync_folder(_: &Handle) -> io::Result<()> {
    Ok(())
}

/// Not detected.
pub fn is_mount_point(_: &Handle, _: &OsStr) -> bool {
    false
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::edge::folder::unix;

    /// The entries sorted by name.
    fn sorted(mut entries: Vec<(OsString, FileKind)>) -> Vec<(OsString, FileKind)> {
        entries.sort_by(|one, other| one.0.cmp(&other.0));
        entries
    }

    /// Both implementations agree on results, refusals and effects.
    #[test]
    fn operations_by_path_equal_those_by_handle() {
        let folder_of = || {
            let folder = tempfile::tempdir().expect("a temporary folder");
            fs::create_dir_all(folder.path().join("a/b")).expect("folders");
            fs::write(folder.path().join("a/b/c"), "c").expect("a file");
            for (to, name) in
                [("a", "link"), ("a/b/c", "file"), ("nowhere", "dangling"), ("self", "self"), ("/", "top")]
            {
                std::os::unix::fs::symlink(to, folder.path().join(name)).expect("a link");
            }
            folder
        };
        let (one, other) = (folder_of(), folder_of());
        let (by_path, by_handle) = (open(one.path()).expect("open"), unix::open(other.path()).expect("open"));
        let refused =
            |error: io::Error| Refused::of(&error).map_or(format!("{:?}", error.kind()), |why| format!("{why:?}"));
        for path in ["a", "a/b", "a/b/c", "link", "link/b", "file", "dangling", "self", "top", "top/etc", "a/x", "x/y"]
        {
            let path = Path::new(path);
            let folders =
                (folder(&by_path, path).err().map(refused), unix::folder(&by_handle, path).err().map(refused));
            assert_eq!(folders.0, folders.1, "the folder {}", path.display());
            let files = (file(&by_path, path).err().map(refused), unix::file(&by_handle, path).err().map(refused));
            assert_eq!(files.0, files.1, "the file {}", path.display());
        }
        for path in ["new", "a/b/c", "a/new", "link/new", "dangling", "x/new"] {
            let path = Path::new(path);
            let made = (create(&by_path, path).is_ok(), unix::create(&by_handle, path).is_ok());
            assert_eq!(made.0, made.1, "{}", path.display());
        }
        let name = OsStr::new;
        let seen = |info: io::Result<FileInfo>| info.map(|info| (info.kind, info.size)).ok();
        for at in ["a", "new", "link", "nowhere"].map(name) {
            assert_eq!(seen(info(&by_path, at)), seen(unix::info(&by_handle, at)));
        }
        make_folder(&by_path, name("d")).and_then(|()| unix::make_folder(&by_handle, name("d"))).expect("made");
        link(&by_path, name("new"), &by_path, name("second")).expect("linked");
        unix::link(&by_handle, name("new"), &by_handle, name("second")).expect("linked");
        rename(&by_path, name("new"), &by_path, name("old")).expect("renamed");
        unix::rename(&by_handle, name("new"), &by_handle, name("old")).expect("renamed");
        remove_folder(&by_path, name("d")).and_then(|()| unix::remove_folder(&by_handle, name("d"))).expect("removed");
        remove_file(&by_path, name("top")).and_then(|()| unix::remove_file(&by_handle, name("top"))).expect("removed");
        create_private(&by_path, name("key")).expect("made");
        assert!(unix::is_private(&unix::create_private(&by_handle, name("key")).expect("made")));
        assert_eq!(sorted(entries(&by_path).expect("names")), sorted(unix::entries(&by_handle).expect("names")));
        // Unsupported operations fail, and those that the system does by itself succeed.
        assert!(exchange(&by_path, name("a"), name("old")).is_err());
        assert!(
            sync_file_system(&by_path).and_then(|()| sync_folder(&by_path)).is_ok()
                && !is_mount_point(&by_path, name("a"))
        );
        assert!(is_private(&file(&by_path, Path::new("key")).expect("a file")));
        let Lock = lock(&by_path);
    }
}
