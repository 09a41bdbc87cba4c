//! What stands in a published folder, as the disk tells without opening a file.

use std::io;

use rayon::prelude::*;

use crate::base::fingerprint::Fingerprint;
use crate::edge::folder::Folder;
use crate::edge::folder::info::{FileInfo, FileKind};
use crate::edge::stage::MARKER;

/// What the disk says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileStamp {
    /// An ordinary file.
    File {
        /// Its size in bytes.
        size: u64,
        /// When it was last written, in nanoseconds since 1970 UTC; 0 where the disk does not know.
        written: i128,
    },
    /// Anything else but a folder, such as a link, which this program never publishes.
    Other,
}

impl FileStamp {
    /// What the disk says.
    pub fn of(info: &FileInfo) -> Self {
        match info.kind {
            FileKind::File => Self::File { size: info.size, written: info.written },
            FileKind::Folder | FileKind::Link | FileKind::Special => Self::Other,
        }
    }
}

/// The files of a published folder by their paths, in order; the marker is none of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedFiles(pub Vec<(String, FileStamp)>);

impl PublishedFiles {
    /// What stands in a folder now. Links are not followed.
    pub fn in_folder(folder: &Folder) -> io::Result<Self> {
        let mut files = list(folder, FileStamp::of)?;
        files.retain(|(path, _)| path != MARKER);
        Ok(Self(files))
    }

    /// What the disk says of the file at a path.
    pub fn get(&self, path: &str) -> Option<FileStamp> {
        let rank = self.0.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()?;
        Some(self.0[rank].1)
    }

    /// A fingerprint of all paths, sizes and times; none where something is no ordinary file, and so was not published.
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

/// So many folders may be inside each other; what is deeper was not published by this program.
const DEPTH: usize = 100;

/// The files below a folder by their paths with `/` between the parts, in order, and what `stamp` keeps of what the disk says
/// of each.
pub fn list<T: Send>(folder: &Folder, stamp: impl Fn(&FileInfo) -> T + Sync) -> io::Result<Vec<(String, T)>> {
    let mut files = Vec::new();
    add(folder, "", DEPTH, &stamp, &mut files)?;
    files.par_sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    Ok(files)
}

/// Adds the files of a folder, its folders side by side. None stays open meanwhile: they may be many.
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
            // A name that is no UTF-8 cannot be asked for by its path.
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
