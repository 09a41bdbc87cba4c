//! Open folders by file descriptors: each operation is one call relative to a descriptor, so no check can be raced (POSIX.1-2024,
//! `openat` and related functions).

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::{AtFlags, Dir, FileType, FlockOperation, Mode, OFlags, Stat};
use rustix::io::Errno;

use crate::edge::folder::info::{FileInfo, FileKind, Refused};

/// An open folder.
pub type Handle = OwnedFd;

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// Opens a folder, following links.
pub fn open(path: &Path) -> io::Result<Handle> {
    Ok(rustix::fs::open(path, FOLDER, Mode::empty())?)
}

/// Opens a folder below another one.
pub fn folder(handle: &Handle, path: &Path) -> io::Result<Handle> {
    below(handle, path, FOLDER, Mode::empty(), Refused::NotAFolder)
}

/// Opens a regular file for reading.
pub fn file(handle: &Handle, path: &Path) -> io::Result<File> {
    // `NONBLOCK`: opening a pipe does not wait for its writer.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = File::from(below(handle, path, flags, Mode::empty(), Refused::NotAFile)?);
    if file.metadata()?.is_file() { Ok(file) } else { Err(Refused::NotAFile.into()) }
}

/// Creates a file for writing; an error if it exists.
pub fn create(handle: &Handle, path: &Path) -> io::Result<File> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    Ok(File::from(below(handle, path, flags, Mode::from_raw_mode(0o666), Refused::NotAFile)?))
}

/// Creates a file for writing that only its owner may read; an error if it exists.
pub fn create_private(handle: &Handle, name: &OsStr) -> io::Result<File> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::openat(handle, name, flags, Mode::RUSR | Mode::WUSR)?))
}

/// True when the current user owns the file and nobody else may read it.
pub fn is_private(file: &File) -> bool {
    let user = rustix::process::geteuid().as_raw();
    rustix::fs::fstat(file).is_ok_and(|stat| stat.st_mode & 0o077 == 0 && stat.st_uid == user)
}

/// Opens a path below a folder; an error if any component is a link.
fn below(handle: &Handle, path: &Path, flags: OFlags, mode: Mode, otherwise: Refused) -> io::Result<OwnedFd> {
    let opened = match at_once(handle, path, flags, mode) {
        Some(opened) => opened,
        None => step_by_step(handle, path, flags, mode),
    };
    opened.map_err(|error| match error {
        Errno::LOOP | Errno::MLINK => Refused::Link.into(),
        // With `DIRECTORY`, a link is reported as `NOTDIR`.
        Errno::NOTDIR if holds_link(handle, path) => Refused::Link.into(),
        Errno::NOTDIR | Errno::ISDIR | Errno::NXIO => otherwise.into(),
        error => error.into(),
    })
}

/// By a single `openat2`; `None` where the kernel lacks it or a container forbids it.
#[cfg(target_os = "linux")]
fn at_once(handle: &Handle, path: &Path, flags: OFlags, mode: Mode) -> Option<rustix::io::Result<OwnedFd>> {
    use rustix::fs::{ResolveFlags, openat2};
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
    match openat2(handle, path, flags, mode, resolve) {
        Err(Errno::NOSYS | Errno::PERM) => None,
        opened => Some(opened),
    }
}

#[cfg(not(target_os = "linux"))]
fn at_once(_: &Handle, _: &Path, _: OFlags, _: Mode) -> Option<rustix::io::Result<OwnedFd>> {
    None
}

/// Component by component, without following links.
fn step_by_step(handle: &Handle, path: &Path, flags: OFlags, mode: Mode) -> rustix::io::Result<OwnedFd> {
    let mut open: Option<OwnedFd> = None;
    let mut parts = path.components().peekable();
    while let Some(part) = parts.next() {
        let (flags, mode) = if parts.peek().is_some() { (FOLDER, Mode::empty()) } else { (flags, mode) };
        let from = open.as_ref().unwrap_or(handle);
        open = Some(rustix::fs::openat(from, part.as_os_str(), flags | OFlags::NOFOLLOW, mode)?);
    }
    open.ok_or(Errno::NOENT)
}

/// True when a component of the path is a link.
fn holds_link(handle: &Handle, path: &Path) -> bool {
    let mut so_far = std::path::PathBuf::new();
    path.components().any(|part| {
        so_far.push(part);
        // Earlier components are no links, or the loop would have ended.
        rustix::fs::statat(handle, &so_far, AtFlags::SYMLINK_NOFOLLOW)
            .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink)
    })
}

/// Makes a folder.
pub fn make_folder(handle: &Handle, name: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::mkdirat(handle, name, Mode::from_raw_mode(0o777))?)
}

/// Metadata of an entry. A link is not followed.
pub fn info(handle: &Handle, name: &OsStr) -> io::Result<FileInfo> {
    let stat = rustix::fs::statat(handle, name, AtFlags::SYMLINK_NOFOLLOW)?;
    Ok(FileInfo {
        kind: kind(FileType::from_raw_mode(stat.st_mode)),
        size: u64::try_from(stat.st_size).unwrap_or(0),
        written: nanoseconds(i128::from(stat.st_mtime), i128::from(stat.st_mtime_nsec)),
        identity: Some((stat.st_ino, nanoseconds(i128::from(stat.st_ctime), i128::from(stat.st_ctime_nsec)))),
        has_other_names: has_other_names(&stat),
    })
}

fn nanoseconds(seconds: i128, rest: i128) -> i128 {
    seconds * 1_000_000_000 + rest
}

fn has_other_names(stat: &Stat) -> bool {
    stat.st_nlink > 1
}

fn kind(file_type: FileType) -> FileKind {
    match file_type {
        FileType::RegularFile => FileKind::File,
        FileType::Directory => FileKind::Folder,
        FileType::Symlink => FileKind::Link,
        _ => FileKind::Special,
    }
}

/// The entries of a folder.
pub fn entries(handle: &Handle) -> io::Result<Vec<(OsString, FileKind)>> {
    let mut entries = Vec::new();
    for entry in Dir::read_from(handle)? {
        let entry = entry?;
        let name = OsStr::from_bytes(entry.file_name().to_bytes());
        if name == "." || name == ".." {
            continue;
        }
        let kind = match entry.file_type() {
            // Some file systems do not report the type in directory entries.
            FileType::Unknown => match info(handle, name) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                found => found?.kind,
            },
            file_type => kind(file_type),
        };
        entries.push((name.to_owned(), kind));
    }
    Ok(entries)
}

/// Renames an entry.
pub fn rename(from: &Handle, name: &OsStr, to: &Handle, new: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::renameat(from, name, to, new)?)
}

/// Atomically exchanges two entries.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
pub fn exchange(handle: &Handle, one: &OsStr, other: &OsStr) -> io::Result<()> {
    use rustix::fs::{RenameFlags, renameat_with};
    Ok(renameat_with(handle, one, handle, other, RenameFlags::EXCHANGE)?)
}

/// Atomic exchange is not supported on this system.
#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
pub fn exchange(_: &Handle, _: &OsStr, _: &OsStr) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Hard-links a file; links are not followed.
pub fn link(from: &Handle, name: &OsStr, to: &Handle, new: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::linkat(from, name, to, new, AtFlags::empty())?)
}

/// Removes a file or a link.
pub fn remove_file(handle: &Handle, name: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::unlinkat(handle, name, AtFlags::empty())?)
}

/// Removes an empty folder.
pub fn remove_folder(handle: &Handle, name: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::unlinkat(handle, name, AtFlags::REMOVEDIR)?)
}

/// A lock on a folder.
#[derive(Debug)]
pub struct Lock {
    _folder: Option<OwnedFd>,
}

/// Blocks until the lock is free, and takes it.
pub fn lock(handle: &Handle) -> Lock {
    // `flock` belongs to the open file description, so a new descriptor releases it when dropped.
    let folder = rustix::fs::openat(handle, ".", FOLDER, Mode::empty()).ok();
    let granted = |folder: &OwnedFd| {
        rustix::io::retry_on_intr(|| rustix::fs::flock(folder, FlockOperation::LockExclusive)).is_ok()
    };
    Lock { _folder: folder.filter(granted) }
}

/// Syncs the file system of a folder.
#[cfg(target_os = "linux")]
pub fn sync_file_system(handle: &Handle) -> io::Result<()> {
    Ok(rustix::fs::syncfs(handle)?)
}

/// Left to the system here.
#[cfg(not(target_os = "linux"))]
pub fn sync_file_system(_: &Handle) -> io::Result<()> {
    Ok(())
}

/// Syncs the entries of a folder.
pub fn sync_folder(handle: &Handle) -> io::Result<()> {
    Ok(rustix::fs::fsync(handle)?)
}

/// True when an entry is on another file system than its folder.
pub fn is_mount_point(handle: &Handle, name: &OsStr) -> bool {
    let inner = rustix::fs::statat(handle, name, AtFlags::SYMLINK_NOFOLLOW);
    let outer = rustix::fs::fstat(handle);
    matches!((inner, outer), (Ok(inner), Ok(outer)) if inner.st_dev != outer.st_dev)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `openat2` and `openat` give the same results, so a container that forbids the former changes nothing.
    #[test]
    fn opening_step_by_step_equals_openat2() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(path("a/b")).expect("folders");
        std::fs::write(path("a/b/c"), "c").expect("a file");
        for (to, name) in [("a", "link"), ("a/b/c", "file"), ("nowhere", "dangling"), ("self", "self"), ("/etc", "etc")]
        {
            std::os::unix::fs::symlink(to, path(name)).expect("a link");
        }
        let handle = open(folder.path()).expect("open");
        let paths = [
            "a",
            "a/b",
            "a/b/c",
            "a/x",
            "link",
            "link/b",
            "link/b/c",
            "file",
            "dangling",
            "self",
            "etc/passwd",
            "a/b/c/d",
        ];
        for path in paths.map(Path::new) {
            for flags in [FOLDER, OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC] {
                let once = at_once(&handle, path, flags, Mode::empty()).map(|opened| opened.is_ok());
                let steps = step_by_step(&handle, path, flags, Mode::empty()).is_ok();
                assert!(once.is_none_or(|once| once == steps), "{} {flags:?}: {once:?} {steps}", path.display());
            }
        }
    }
}
