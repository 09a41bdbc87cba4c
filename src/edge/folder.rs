//! Folders that are open: the one way to the disk for everything that is read, written, listed or removed.
//!
//! What is done below an open folder is done there, whatever becomes of its path meanwhile, and never through a link: a commit
//! may hold links anywhere, and a name beside the sources may be one to a file of whoever builds. Only ordinary files are
//! opened, and none in such a way that somebody waits for it, as for the other end of a pipe.

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

/// A folder that is open. Copies are the same open folder.
#[derive(Clone, Debug)]
pub struct Folder {
    handle: Arc<system::Handle>,
    path: Arc<Path>,
}

impl Folder {
    /// Opens the folder at a path that whoever runs the program has named or owns: here alone links are followed.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { handle: Arc::new(system::open(path)?), path: path.into() })
    }

    /// Where it was when it was opened: for messages, and for those who watch or list by path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A folder below it.
    pub fn folder(&self, path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        if path.as_os_str().is_empty() {
            return Ok(self.clone());
        }
        let handle = system::folder(&self.handle, inside(path)?)?;
        Ok(Self { handle: Arc::new(handle), path: self.path.join(path).into() })
    }

    /// A folder below it, which is made where it is not there, as are those on the way.
    pub fn make_folder(&self, path: impl AsRef<Path>) -> io::Result<Self> {
        self.make_folders(path.as_ref(), &mut |_| {})
    }

    /// The same; tells the path of each folder that was made.
    pub fn make_folders(&self, path: &Path, made: &mut dyn FnMut(&Path)) -> io::Result<Self> {
        let mut folder = self.clone();
        let mut so_far = PathBuf::new();
        for part in inside(path)?.components() {
            so_far.push(part);
            folder = match folder.folder(Path::new(&part)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    match system::make_folder(&folder.handle, part.as_os_str()) {
                        Ok(()) => made(&so_far),
                        // Somebody else has made it meanwhile.
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

    /// Makes a folder that is not there yet in one that is.
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

    /// Opens a file for writing that is not there yet.
    pub fn create(&self, path: impl AsRef<Path>) -> io::Result<File> {
        system::create(&self.handle, inside(path.as_ref())?)
    }

    /// Puts a file with these bytes at a path, in the place of one that may be there: whoever looks sees the old one or the
    /// new one, whole, and an error leaves the old one. What stands there is replaced by its name: what other names it has,
    /// and where it leads if it is a link, is left alone.
    /// It is on the disk when this returns.
    pub fn replace(&self, path: impl AsRef<Path>, bytes: &[u8]) -> io::Result<()> {
        self.put_in_place(path.as_ref(), bytes, File::sync_all)
    }

    /// The same, without waiting for the disk: after a loss of power the file may be empty.
    pub fn replace_soon(&self, path: impl AsRef<Path>, bytes: &[u8]) -> io::Result<()> {
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
        // A name of this form is never read as a source.
        let (beside, mut file) = folder.create_beside(&format!(".{}.parvis-", name.to_string_lossy()))?;
        let written = before.map_or(Ok(()), |permissions| file.set_permissions(permissions));
        let written = written.and_then(|()| file.write_all(bytes)).and_then(|()| settle(&file));
        drop(file);
        let placed = written.and_then(|()| folder.rename(&beside, &folder, name));
        if placed.is_err() {
            // What cannot be removed is a file of its own form, which nothing reads.
            let _ = folder.remove_file(&beside);
        }
        placed
    }

    /// A new file whose name begins so and ends with a number that nothing else has.
    fn create_beside(&self, beginning: &str) -> io::Result<(String, File)> {
        numbered(|number| {
            let name = format!("{beginning}{number}");
            self.create(&name).map(|file| (name, file))
        })
    }

    /// A new folder whose name begins so and ends with a number that nothing else has.
    pub fn make_folder_beside(&self, beginning: &str) -> io::Result<String> {
        numbered(|number| {
            let name = format!("{beginning}{number}");
            self.make_new_folder(&name).map(|()| name)
        })
    }

    /// What the disk says of something below it. A link is looked at, not followed.
    pub fn info(&self, path: impl AsRef<Path>) -> io::Result<FileInfo> {
        let (folder, name) = self.parent(path.as_ref())?;
        system::info(&folder.handle, name)
    }

    /// What is at a path, if anything is; nothing where it cannot be said.
    pub fn kind(&self, path: impl AsRef<Path>) -> Option<FileKind> {
        self.info(path).ok().map(|info| info.kind)
    }

    /// The names in it, in no order, and what they are.
    pub fn entries(&self) -> io::Result<Vec<(OsString, FileKind)>> {
        system::entries(&self.handle)
    }

    /// Gives something in it another name, or another folder of the same disk; a file that has that name is replaced.
    pub fn rename(&self, from: impl AsRef<OsStr>, to: &Self, name: impl AsRef<OsStr>) -> io::Result<()> {
        system::rename(&self.handle, one(from.as_ref())?, &to.handle, one(name.as_ref())?)
    }

    /// Makes two things in it change names in one step, so that there is no moment without something at either.
    /// An error where the system or the disk cannot do it; nothing has happened then.
    pub fn exchange(&self, one_name: impl AsRef<OsStr>, other: impl AsRef<OsStr>) -> io::Result<()> {
        system::exchange(&self.handle, one(one_name.as_ref())?, one(other.as_ref())?)
    }

    /// Gives a file a second name, in a folder of the same disk.
    pub fn link(&self, from: impl AsRef<OsStr>, to: &Self, name: impl AsRef<OsStr>) -> io::Result<()> {
        system::link(&self.handle, one(from.as_ref())?, &to.handle, one(name.as_ref())?)
    }

    /// Removes a file, or a link, from it.
    pub fn remove_file(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        system::remove_file(&self.handle, one(name.as_ref())?)
    }

    /// Removes an empty folder from it.
    pub fn remove_empty_folder(&self, name: impl AsRef<OsStr>) -> io::Result<()> {
        system::remove_folder(&self.handle, one(name.as_ref())?)
    }

    /// Removes a folder from it with all it holds; links go, and what they lead to stays. The folders two levels below go side
    /// by side, for a site has many thousand files.
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

    /// Waits until no other process holds the lock of this folder, and takes it, until it is dropped or the process ends,
    /// however it ends. It leaves no file behind. On file systems without locks it is granted at once.
    pub fn lock(&self) -> Lock {
        system::lock(&self.handle)
    }

    /// Has the disk hold what was written to its file system, in one go: asked for file by file a site would take many times
    /// as long.
    pub fn sync_file_system(&self) -> io::Result<()> {
        system::sync_file_system(&self.handle)
    }

    /// Has the disk hold which files it names.
    pub fn sync_folder(&self) -> io::Result<()> {
        system::sync_folder(&self.handle)
    }

    /// True when a folder in it is the top of another file system, so that no other can take its place.
    pub fn is_mount_point(&self, name: impl AsRef<OsStr>) -> bool {
        system::is_mount_point(&self.handle, name.as_ref())
    }

    /// The open folder that a path ends in, and the name there.
    fn parent<'p>(&self, path: &'p Path) -> io::Result<(Self, &'p OsStr)> {
        let name = path.file_name().ok_or(Refused::Path)?;
        Ok((self.folder(path.parent().unwrap_or(Path::new("")))?, name))
    }
}

/// Writes a new file into a folder that only its owner may read, whose name begins so. Returns its name.
pub fn create_private(folder: &Folder, beginning: &str, bytes: &[u8]) -> io::Result<String> {
    let (name, mut file) = numbered(|number| {
        let name = format!("{beginning}{number}");
        system::create_private(&folder.handle, OsStr::new(&name)).map(|file| (name, file))
    })?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(name)
}

/// True when only its owner may read a file, as far as the system tells.
pub fn is_private(file: &File) -> bool {
    system::is_private(file)
}

/// A relative path of plain names.
fn inside(path: &Path) -> Result<&Path, Refused> {
    let is_plain = |part| matches!(part, Component::Normal(_));
    if path.components().all(is_plain) { Ok(path) } else { Err(Refused::Path) }
}

/// One plain name.
fn one(name: &OsStr) -> Result<&OsStr, Refused> {
    let mut parts = Path::new(name).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(part)), None) if part == name => Ok(name),
        _ => Err(Refused::Path),
    }
}

/// How many numbers are tried where names are taken; nobody takes so many without meaning to.
const NUMBERS: u32 = 10_000;

/// Tries numbers from that of this process on until one is not taken: a commit may hold names of any form.
fn numbered<T>(mut make: impl FnMut(u32) -> io::Result<T>) -> io::Result<T> {
    let first = std::process::id();
    let mut tried = (first..=u32::MAX).take(NUMBERS as usize).map(&mut make);
    let is_taken = |made: &io::Result<T>| matches!(made, Err(error) if error.kind() == io::ErrorKind::AlreadyExists);
    tried.find(|made| !is_taken(made)).unwrap_or_else(|| Err(io::ErrorKind::AlreadyExists.into()))
}
