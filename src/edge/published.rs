//! The files of a published folder, with metadata only: nothing is opened.

use std::io;

use rayon::prelude::*;

use crate::base::fingerprint::Fingerprint;
use crate::edge::folder::Folder;
use crate::edge::folder::info::{FileInfo, FileKind};
use crate::edge::stage::MARKER;

/// Size and modification time of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileStamp {
    /// A regular file.
    File {
        /// Its size in bytes.
        size: u64,
        /// Modification time in nanoseconds since 1970 UTC; 0 if unknown.
        written: i128,
    },
    /// Anything else except a folder; this program never publishes such entries.
    Other,
}

impl FileStamp {
    /// The stamp of an entry.
    pub fn of(info: &FileInfo) -> Self {
        match info.kind {
            FileKind::File => Self::File { size: info.size, written: info.written },
            FileKind::Folder | FileKind::Link | FileKind::Special => Self::Other,
        }
    }
}

/// The files of a published folder, sorted by path, without the marker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedFiles(pub Vec<(String, FileStamp)>);

impl PublishedFiles {
    /// Lists a folder. Links are not followed.
    pub fn in_folder(folder: &Folder) -> io::Result<Self> {
        let mut files = list(folder, FileStamp::of)?;
        files.retain(|(path, _)| path != MARKER);
        Ok(Self(files))
    }

    /// The stamp of a file.
    pub fn get(&self, path: &str) -> Option<FileStamp> {
        let rank = self.0.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()?;
        Some(self.0[rank].1)
    }

    /// A fingerprint of all paths, sizes and times; `None` if an entry is no regular file, and so was not published by this
    /// program.
    pub fn fingerprint(&self) -> Option<String> {
        let mut all = Fingerprint::default();
        for (path, stamp) in &self.0 {
            let FileStamp::File { size, written } = stamp else { return None };
            all.add(path.as_bytes());
            all.add([0]);
            all.add(size.to_le_bytes());
            all.add(written.to_le_bytes());
        }
        Some(all.hex())
    }
}

/// The maximal folder depth; this program publishes nothing deeper.
const DEPTH: usize = 100;

/// Lists the files below a folder, sorted by path with `/` as separator, with the result of `stamp` for each.
pub fn list<T: Send>(folder: &Folder, stamp: impl Fn(&FileInfo) -> T + Sync) -> io::Result<Vec<(String, T)>> {
    let mut files = Vec::new();
    add(folder, "", DEPTH, &stamp, &mut files)?;
    files.par_sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    Ok(files)
}

/// Adds the files of a folder, subfolders in parallel. No folder stays open meanwhile, as there may be many.
fn add<T: Send>(
    top: &Folder,
    path: &str,
    depth: usize,
    stamp: &(impl Fn(&FileInfo) -> T + Sync),
    files: &mut Vec<(String, T)>,
) -> io::Result<()> {
    let mut folders = Vec::new();
    {
        let folder = top.folder(path)?;
        for (name, kind) in folder.entries()? {
            let shown = name.to_string_lossy();
            let inner = if path.is_empty() { shown.into_owned() } else { format!("{path}/{shown}") };
            // A name that is not UTF-8 has no path here.
            if kind == FileKind::Folder && depth > 0 && name.to_str().is_some() {
                folders.push(inner);
            } else {
                files.push((inner, stamp(&folder.info(&name)?)));
            }
        }
    }
    let below = folders.par_iter().map(|path| {
        let mut files = Vec::new();
        add(top, path, depth - 1, stamp, &mut files).map(|()| files)
    });
    files.extend(below.collect::<io::Result<Vec<_>>>()?.into_iter().flatten());
    Ok(())
}
