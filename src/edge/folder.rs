//! Open folders: the only access to the file system for reading, writing, listing and deleting.
//!
//! Everything happens relative to an open handle, wherever its path leads meanwhile, and no symbolic link is followed: a commit
//! may contain links anywhere, and a name beside the sources may be a link to someone's file. Only regular files are opened, and
//! never in a way that blocks, as a pipe would.

pub mod info;

#[cfg(any(not(unix), test))]
mod by_path;
#[cfg(unix)]
mod unix;

pub mod last_folder;
pub mod paths;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::edge::folder::info::{FileInfo, FileKind, Refused};

#[cfg(not(unix))]
use by_path as system;
#[cfg(unix)]
use unix as system;

pub use system::Lock;

/// An open folder. Clones share the handle.
#[derive(Clone, Debug)]
pub struct Folder {
    handle: Arc<system::Handle>,
    path: Arc<Path>,
}

impl Folder {
    /// Opens the folder at a path that the user has named or owns; only here links are followed.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { handle: Arc::new(system::open(path)?), path: path.into() })
    }

    /// The path at which it was opened: for messages, and for watching and listing by path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A folder below this one.
    pub fn folder(&self, path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        if path.as_os_str().is_empty() {
            return Ok(self.clone());
        }
        let handle = system::folder(&self.handle, inside(path)?)?;
        Ok(Self { handle: Arc::new(handle), path: self.path.join(path).into() })
    }

    /// A folder below this one, created with its parents if missing.
    pub fn make_folder(&self, path: impl AsRef<Path>) -> io::Result<Self> {
        self.make_folders(path.as_ref(), &mut |_| {})
    }

    /// Like [`Self::make_folder`]; calls `made` with the path of each folder that it creates.
    pub fn make_folders(&self, path: &Path, made: &mut dyn FnMut(&Path)) -> io::Result<Self> {
        let mut folder = self.clone();
        let mut so_far = PathBuf::new();
        for part in inside(path)?.components() {
            so_far.push(part);
            folder = match folder.folder(Path::new(&part)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    match system::make_folder(&folder.handle, part.as_os_str()) {
                        Ok(()) => made(&so_far),
                        // Another process created it meanwhile.
                        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                        Err(error) => return Err(error),
                    }
                    folder.folder(Path::new(&part))?
                }
                found => found?,
            };
        }
        Ok(folder)
    }

    /// Creates a folder in an existing one; an error if it exists.
    pub fn make_new_folder(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let (folder, name) = self.parent(path.as_ref())?;
        system::make_folder(&folder.handle, name)
    }

    /// Opens a file for reading.
    pub fn file(&self, path: impl AsRef<Path>) -> io::Result<File> {
        system::file(&self.handle, inside(path.as_ref())?)
    }

    /// Reads a file of at most so many bytes.
    pub fn read(&self, path: impl AsRef<Path>, most: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most { Err(Refused::Large(most).into()) } else { Ok(bytes) }
    }

    /// Creates a file for writing; an error if it exists.
    pub fn create(&self, path: impl AsRef<Path>) -> io::Result<File> {
        system::create(&self.handle, inside(path.as_ref())?)
    }

    /// Writes a file atomically: readers see the old file or the new one, and an error leaves the old one. Only the name is
    /// replaced: other hard links of the old file keep its content. The file is synced to disk on return.
    pub fn replace(&self, path: impl AsRef<Path>, bytes: &[u8]) -> io::Result<()> {
        self.put_in_place(path.as_ref(), bytes, File::sync_all)
    }

    /// Like [`Self::replace`] without syncing: after a power failure the file may be empty.
    pub fn replace_without_sync(&self, path: impl AsRef<Path>, bytes: &[u8]) -> io::Result<()> {
        self.put_in_place(path.as_ref(), bytes, |_| Ok(()))
    }

    fn put_in_place(&self, path: &Path, bytes: &[u8], settle: fn(&File) -> io::Result<()>) -> io::Result<()> {
        let (folder, name) = self.parent(path)?;
        let before = match folder.info(name) {
            Ok(FileInfo { kind: FileKind::Link, .. }) => return Err(Refused::Link.into()),
            Ok(FileInfo { kind: FileKind::Folder | FileKind::Special, .. }) => return Err(Refused::NotAFile.into()),
            Ok(_) => Some(folder.file(name)?.metadata()?.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        // Names of this form are never read as sources.
        let (beside, mut file) = folder.create_beside(&format!(".{}.parvis-", name.to_string_lossy()))?;
        let written = before.map_or(Ok(()), |permissions| file.set_permissions(permissions));
        let written = written.and_then(|()| file.write_all(bytes)).and_then(|()| settle(&file));
        drop(file);
        let placed = written.and_then(|()| folder.rename(&beside, &folder, name));
        if placed.is_err() {
            // If this fails, the leftover is never read as a source.
            let _ = folder.remove_file(&beside);
        }
        placed
    }

    /// Creates a file whose name is this prefix and an unused number.
    fn create_beside(&self, beginning: &str) -> io::Result<(String, File)> {
        numbered(|number| {
            let name = format!("{beginning}{number}");
            self.create(&name).map(|file| (name, file))
        })
    }

    /// Creates a folder whose name is this prefix and an unused number.
    pub fn make_folder_beside(&self, beginning: &str) -> io::Result<String> {
        numbered(|number| {
            let name = format!("{beginning}{number}");
            self.make_new_folder(&name).map(|()| name)
        })
    }

    /// Metadata of an entry. A link is not followed.
    pub fn info(&self, path: impl AsRef<Path>) -> io::Result<FileInfo> {
        let (folder, name) = self.parent(path.as_ref())?;
        system::info(&folder.handle, name)
    }

    /// Metadata of an entry, without opening the folders above it, which would wake whoever watches them. Links among these are
    /// followed, so it is for comparing with an earlier state only.
    pub fn info_through_links(&self, path: impl AsRef<Path>) -> io::Result<FileInfo> {
        system::info(&self.handle, path.as_ref().as_os_str())
    }

    /// The kind of an entry; `None` if it does not exist or cannot be read.
    pub fn kind(&self, path: impl AsRef<Path>) -> Option<FileKind> {
        self.info(path).ok().map(|info| info.kind)
    }

    /// The entries and their kinds, in no order.
    pub fn entries(&self) -> io::Result<Vec<(OsString, FileKind)>> {
        system::entries(&self.handle)
    }

    /// Renames an entry, also into another folder of the same file system; an existing file of that name is replaced.
    pub fn rename(&self, from: impl AsRef<OsStr>, to: &Self, name: impl AsRef<OsStr>) -> io::Result<()> {
        system::rename(&self.handle, one(from.as_ref())?, &to.handle, one(name.as_ref())?)
    }

    /// Atomically exchanges two entries. An error where the system or the file system does not support it; then nothing has
    /// happened.
    pub fn exchange(&self, one_name: impl AsRef<OsStr>, other: impl AsRef<OsStr>) -> io::Result<()> {
        system::exchange(&self.handle, one(one_name.as_ref())?, one(other.as_ref())?)
    }

    /// Hard-links a file, also into another folder of the same file system.
    pub fn link(&self, from: impl AsRef<OsStr>, to: &Self, name: impl AsRef<OsStr>) -> io::Result<()> {
        system::link(&self.handle, one(from.as_ref())?, &to.handle, one(name.as_ref())?)
    }

    /// Deletes a file or a link.
    pub fn remove_file(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        system::remove_file(&self.handle, one(name.as_ref())?)
    }

    /// Deletes an empty folder.
    pub fn remove_empty_folder(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        system::remove_folder(&self.handle, one(name.as_ref())?)
    }

    /// Deletes a folder recursively; links are deleted, not followed. Works in parallel two levels down, as a site has many
    /// thousand files.
    pub fn remove_folder(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        let top = self.folder(Path::new(one(name.as_ref())?))?;
        let mut below = Vec::new();
        for (middle, _) in top.entries()?.into_iter().filter(|(_, kind)| *kind == FileKind::Folder) {
            let folders = top.folder(&middle)?.entries()?;
            let folders = folders.into_iter().filter(|(_, kind)| *kind == FileKind::Folder);
            below.extend(folders.map(|(folder, _)| (middle.clone(), folder)));
        }
        below.par_iter().try_for_each(|(middle, folder)| top.folder(middle)?.remove_one_by_one(folder))?;
        self.remove_one_by_one(name.as_ref())
    }

    fn remove_one_by_one(&self, name: &OsStr) -> io::Result<()> {
        let folder = self.folder(Path::new(name))?;
        for (inner, kind) in folder.entries()? {
            match kind {
                FileKind::Folder => folder.remove_one_by_one(&inner)?,
                FileKind::File | FileKind::Link | FileKind::Special => folder.remove_file(&inner)?,
            }
        }
        system::remove_folder(&self.handle, name)
    }

    /// Blocks until no other process holds the lock of this folder, and takes it until it is dropped or the process ends. Leaves
    /// no file behind. On file systems without locks it is granted at once.
    pub fn lock(&self) -> Lock {
        system::lock(&self.handle)
    }

    /// Syncs the whole file system: file by file a site would take many times as long.
    pub fn sync_file_system(&self) -> io::Result<()> {
        system::sync_file_system(&self.handle)
    }

    /// Syncs the entries of this folder.
    pub fn sync_folder(&self) -> io::Result<()> {
        system::sync_folder(&self.handle)
    }

    /// True when an entry is a mount point, which cannot be renamed.
    pub fn is_mount_point(&self, name: impl AsRef<OsStr>) -> bool {
        system::is_mount_point(&self.handle, name.as_ref())
    }

    /// Opens the parent folder of a path, and returns the file name.
    fn parent<'p>(&self, path: &'p Path) -> io::Result<(Self, &'p OsStr)> {
        let name = path.file_name().ok_or(Refused::Path)?;
        Ok((self.folder(path.parent().unwrap_or(Path::new("")))?, name))
    }
}

/// Creates a file that only its owner may read, with this prefix as the beginning of its name. Returns the name.
pub fn create_private(folder: &Folder, beginning: &str, bytes: &[u8]) -> io::Result<String> {
    let (name, mut file) = numbered(|number| {
        let name = format!("{beginning}{number}");
        system::create_private(&folder.handle, OsStr::new(&name)).map(|file| (name, file))
    })?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(name)
}

/// True when only the owner may read the file, as far as the system reports it.
pub fn is_private(file: &File) -> bool {
    system::is_private(file)
}

/// Checks that a path is relative and has no `..`.
fn inside(path: &Path) -> Result<&Path, Refused> {
    let is_plain = |part| matches!(part, Component::Normal(_));
    if path.components().all(is_plain) { Ok(path) } else { Err(Refused::Path) }
}

/// Checks that a name is a single path component.
fn one(name: &OsStr) -> Result<&OsStr, Refused> {
    let mut parts = Path::new(name).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(part)), None) if part == name => Ok(name),
        _ => Err(Refused::Path),
    }
}

/// How many numbers are tried; only an attacker takes so many names.
const NUMBERS: u32 = 10_000;

/// Tries numbers from the process id on until one is unused, as a commit may contain names of this form.
fn numbered<T>(mut make: impl FnMut(u32) -> io::Result<T>) -> io::Result<T> {
    let first = std::process::id();
    let mut tried = (first..=u32::MAX).take(NUMBERS as usize).map(&mut make);
    let is_taken = |made: &io::Result<T>| matches!(made, Err(error) if error.kind() == io::ErrorKind::AlreadyExists);
    tried.find(|made| !is_taken(made)).unwrap_or_else(|| Err(io::ErrorKind::AlreadyExists.into()))
}
