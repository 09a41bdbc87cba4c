//! Open folders where the system knows them: each step is one call below a handle, so nothing can be put in its way between
//! looking and doing (POSIX.1-2024, `openat` and its kin).

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

/// Opens a folder, through whatever links.
pub fn open(path: &Path) -> io::Result<Handle> {
    Ok(rustix::fs::open(path, FOLDER, Mode::empty())?)
}

/// Opens a folder below another one.
pub fn folder(handle: &Handle, path: &Path) -> io::Result<Handle> {
    below(handle, path, FOLDER, Mode::empty(), Refused::NotAFolder)
}

/// Opens an ordinary file for reading.
pub fn file(handle: &Handle, path: &Path) -> io::Result<File> {
    // Whoever opens a pipe so does not wait for its other end.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = File::from(below(handle, path, flags, Mode::empty(), Refused::NotAFile)?);
    if file.metadata()?.is_file() { Ok(file) } else { Err(Refused::NotAFile.into()) }
}

/// Opens a file for writing that is not there yet.
pub fn create(handle: &Handle, path: &Path) -> io::Result<File> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    Ok(File::from(below(handle, path, flags, Mode::from_raw_mode(0o666), Refused::NotAFile)?))
}

/// Opens a file for writing that is not there yet and that only its owner may read.
pub fn create_private(handle: &Handle, name: &OsStr) -> io::Result<File> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::openat(handle, name, flags, Mode::RUSR | Mode::WUSR)?))
}

/// True when only its owner may read a file, and whoever runs this program owns it.
pub fn is_private(file: &File) -> bool {
    let user = rustix::process::geteuid().as_raw();
    rustix::fs::fstat(file).is_ok_and(|stat| stat.st_mode & 0o077 == 0 && stat.st_uid == user)
}

/// Opens what is at a path below a folder, where no part of the path is a link.
fn below(handle: &Handle, path: &Path, flags: OFlags, mode: Mode, otherwise: Refused) -> io::Result<OwnedFd> {
    let opened = match at_once(handle, path, flags, mode) {
        Some(opened) => opened,
        None => step_by_step(handle, path, flags, mode),
    };
    opened.map_err(|error| match error {
        Errno::LOOP | Errno::MLINK => Refused::Link.into(),
        // Where a folder is asked for, a link is called none.
        Errno::NOTDIR if holds_link(handle, path) => Refused::Link.into(),
        Errno::NOTDIR | Errno::ISDIR | Errno::NXIO => otherwise.into(),
        error => error.into(),
    })
}

/// In one call, where the system has one for it; `None` where it has not, or where a container forbids it.
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

/// Part by part: none of them is followed where it is a link.
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

/// True when a part of a path below a folder is a link.
fn holds_link(handle: &Handle, path: &Path) -> bool {
    let mut so_far = std::path::PathBuf::new();
    path.components().any(|part| {
        so_far.push(part);
        // Parts before it are no links, or this one would not be looked at.
        rustix::fs::statat(handle, &so_far, AtFlags::SYMLINK_NOFOLLOW)
            .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink)
    })
}

/// Makes a folder.
pub fn make_folder(handle: &Handle, name: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::mkdirat(handle, name, Mode::from_raw_mode(0o777))?)
}

/// Looks at something without following it.
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

/// The names in a folder.
pub fn entries(handle: &Handle) -> io::Result<Vec<(OsString, FileKind)>> {
    let mut entries = Vec::new();
    for entry in Dir::read_from(handle)? {
        let entry = entry?;
        let name = OsStr::from_bytes(entry.file_name().to_bytes());
        if name == "." || name == ".." {
            continue;
        }
        let kind = match entry.file_type() {
            // Some disks do not say it in passing.
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

/// Gives something another name.
pub fn rename(from: &Handle, name: &OsStr, to: &Handle, new: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::renameat(from, name, to, new)?)
}

/// Makes two things change names in one step.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
pub fn exchange(handle: &Handle, one: &OsStr, other: &OsStr) -> io::Result<()> {
    use rustix::fs::{RenameFlags, renameat_with};
    Ok(renameat_with(handle, one, handle, other, RenameFlags::EXCHANGE)?)
}

/// Makes two things change names in one step; this system cannot.
#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
pub fn exchange(_: &Handle, _: &OsStr, _: &OsStr) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Gives a file a second name; a link is given one itself.
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

/// Waits for a lock and takes it.
pub fn lock(handle: &Handle) -> Lock {
    // A lock belongs to what was opened: one that is opened anew lets it go by itself.
    let folder = rustix::fs::openat(handle, ".", FOLDER, Mode::empty()).ok();
    let granted = |folder: &OwnedFd| {
        rustix::io::retry_on_intr(|| rustix::fs::flock(folder, FlockOperation::LockExclusive)).is_ok()
    };
    Lock { _folder: folder.filter(granted) }
}

/// Has the disk hold what was written.
#[cfg(target_os = "linux")]
pub fn sync_file_system(handle: &Handle) -> io::Result<()> {
    Ok(rustix::fs::syncfs(handle)?)
}

/// Has the disk hold what was written; this system settles files one by one, in its own time.
#[cfg(not(target_os = "linux"))]
pub fn sync_file_system(_: &Handle) -> io::Result<()> {
    Ok(())
}

/// Has the disk hold which files a folder names.
pub fn sync_folder(handle: &Handle) -> io::Result<()> {
    Ok(rustix::fs::fsync(handle)?)
}

/// True when a folder in another one is on another disk.
pub fn is_mount_point(handle: &Handle, name: &OsStr) -> bool {
    let inner = rustix::fs::statat(handle, name, AtFlags::SYMLINK_NOFOLLOW);
    let outer = rustix::fs::fstat(handle);
    matches!((inner, outer), (Ok(inner), Ok(outer)) if inner.st_dev != outer.st_dev)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two ways give the same, so that a container that forbids one of them changes nothing.
    #[test]
    fn step_by_step_is_as_at_once() {
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
