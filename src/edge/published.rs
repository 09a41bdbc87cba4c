//! What stands in a published folder, as the disk tells without opening a file.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;

use crate::base::fingerprint::Fingerprint;
use crate::edge::failure::{Failure, READ};
use crate::edge::stage::MARKER;

/// What the disk says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stamp {
    /// An ordinary file.
    File {
        /// Its size in bytes.
        size: u64,
        /// When it was last written, in nanoseconds since 1970 UTC; 0 where the disk does not know.
        written: u128,
    },
    /// Anything else but a folder, such as a link.
    Other,
}

impl Stamp {
    /// What the disk says.
    pub fn of(metadata: &Metadata) -> Self {
        if !metadata.is_file() {
            return Self::Other;
        }
        let written = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self::File { size: metadata.len(), written: written.map_or(0, |time| time.as_nanos()) }
    }
}

/// The files of a published folder by their paths, in order; the marker is none of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published(pub Vec<(String, Stamp)>);

impl Published {
    /// What stands in a folder now; nothing where there is none. Links are not followed.
    pub fn in_folder(folder: &Path) -> Result<Self, Failure> {
        let mut files = Vec::new();
        if folder.exists() {
            list(folder, "", &Stamp::of, &mut files).map_err(|error| Failure::at(READ, folder, &error))?;
        }
        files.par_sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Ok(Self(files))
    }

    /// What the disk says of the file at a path.
    pub fn get(&self, path: &str) -> Option<Stamp> {
        let rank = self.0.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()?;
        Some(self.0[rank].1)
    }

    /// A fingerprint of all paths, sizes and times.
    pub fn fingerprint(&self) -> String {
        let mut all = Fingerprint::default();
        for (path, stamp) in &self.0 {
            let (size, written) = match stamp {
                Stamp::File { size, written } => (*size, *written),
                Stamp::Other => (u64::MAX, 0),
            };
            all.add(path.as_bytes());
            all.add([0]);
            all.add(size.to_le_bytes());
            all.add(written.to_le_bytes());
        }
        all.hex()
    }
}

/// Adds the files of a folder and what `told` keeps of what the disk says of each, its folders side by side; `prefix` is its
/// path, with a final `/` but for the top.
pub(super) fn list<T: Send>(
    folder: &Path,
    prefix: &str,
    told: &(impl Fn(&Metadata) -> T + Sync),
    files: &mut Vec<(String, T)>,
) -> io::Result<()> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            folders.push((entry.path(), format!("{path}/")));
        } else if path != MARKER {
            files.push((path, told(&entry.metadata()?)));
        }
    }
    let below = folders.par_iter().map(|(folder, prefix)| {
        let mut files = Vec::new();
        list(folder, prefix, told, &mut files).map(|()| files)
    });
    files.extend(below.collect::<io::Result<Vec<_>>>()?.into_iter().flatten());
    Ok(())
}
