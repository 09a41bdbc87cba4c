//! The record of the last build, which lets an unchanged build finish at once.
//!
//! It is stored in the cache, and valid for the same sources, program and options until the site changes by itself, and only
//! while every published file is as that build left it.

use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::snapshot::{LOCK_FILE, Snapshot, SourceFile};
use crate::edge::cache::{Cache, CacheKind, name_of};
use crate::edge::failure::{Failure, READ};
use crate::edge::folder::Folder;
use crate::edge::folder::info::FileInfo;
use crate::edge::folder::paths::program as program_file;
use crate::edge::published::{PublishedFiles, list};
use crate::edge::root::{FOLDERS, Root};
use crate::edge::stage::{is_marked, is_unfinished};

/// The record of a build.
#[derive(Debug, Serialize, Deserialize)]
pub struct Record {
    /// The fingerprint of all inputs.
    pub sources: String,
    /// The fingerprint of the sources' metadata, if unchanged metadata proves unchanged content.
    pub stamps: Option<String>,
    /// The fingerprint of the published files.
    pub published: String,
    /// The instant of the site, in seconds since 1970 UTC.
    pub from: i64,
    /// When the site next changes by itself, in seconds since 1970 UTC.
    pub until: i64,
    /// The numbers of pages, feeds and other files.
    pub files: [usize; 3],
    /// The warnings.
    pub diagnostics: Vec<Diagnostic>,
}

impl Record {
    /// The record of the last build to `out`, if it can be read.
    pub fn read(cache: &Cache, out: &Path) -> Option<Self> {
        serde_json::from_slice(&cache.get(CacheKind::Records, &name_of(out))?).ok()
    }

    /// Stores the record of a build to `out`.
    pub fn write(&self, cache: &Cache, out: &Path) {
        if let Ok(bytes) = serde_json::to_vec(self) {
            cache.put(CacheKind::Records, &name_of(out), &bytes);
        }
    }

    /// True when a build of the same sources at `now`, in seconds since 1970 UTC, would publish what is in the folder of this
    /// name, and no leftovers of a dead run have to be cleaned up.
    pub fn holds(&self, now: i64, parent: &Folder, name: &str) -> bool {
        let holds = || -> io::Result<bool> {
            let out = parent.folder(name)?;
            Ok(is_marked(&out)
                && PublishedFiles::in_folder(&out)?.fingerprint().is_some_and(|published| published == self.published))
        };
        // An unreadable folder is not as that build left it.
        (self.from..self.until).contains(&now) && !is_unfinished(parent, name) && holds().unwrap_or(false)
    }
}

/// A fingerprint of the sources' metadata: while it is the same, so is their content. `None` where that is uncertain: on systems
/// without change times, and when a file was changed so shortly before `begun`, when reading began, that another change could
/// have the same time.
pub fn stamps(root: &Root, request: &str, begun: SystemTime) -> Option<String> {
    let settled = begun.checked_sub(COARSEST)?.duration_since(UNIX_EPOCH).ok()?.as_secs();
    let settled = i128::from(settled) * 1_000_000_000;
    let mut all = Fingerprint::default();
    all.add(program());
    all.add(request);
    for name in FOLDERS {
        let folder = match root.top(name) {
            Ok(folder) => folder,
            // The embedded theme is used then, and the program is in the fingerprint.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(_) => return None,
        };
        for (path, stamp) in list(&folder, changed).ok()? {
            add(&mut all, &path, stamp, settled)?;
        }
        all.add([1]);
    }
    match root.folder().info(LOCK_FILE) {
        Ok(info) => add(&mut all, LOCK_FILE, changed(&info), settled)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(_) => return None,
    }
    Some(all.hex())
}

/// Adds the metadata of a file; `None` if it was changed after `settled`, in nanoseconds since 1970 UTC.
fn add(all: &mut Fingerprint, path: &str, stamp: Option<(u64, u64, i128, i128)>, settled: i128) -> Option<()> {
    let (inode, size, written, changed) = stamp.filter(|(.., changed)| *changed < settled)?;
    all.add(path.as_bytes());
    all.add([0]);
    [inode, size].into_iter().for_each(|number| all.add(number.to_le_bytes()));
    [written, changed].into_iter().for_each(|time| all.add(time.to_le_bytes()));
    Some(())
}

/// The coarsest time resolution of common file systems.
const COARSEST: Duration = Duration::from_secs(2);

/// Metadata that changes with every change of a file: inode, size, modification time, and change time, which no program can set.
/// `None` where the system does not report them.
fn changed(info: &FileInfo) -> Option<(u64, u64, i128, i128)> {
    let (inode, changed) = info.identity?;
    Some((inode, info.size, info.written, changed))
}

/// A fingerprint of all inputs of a build except the time: the sources, the program and the options.
pub fn fingerprint(root: &Root, snapshot: &Snapshot, request: &str) -> Result<String, Failure> {
    let files: Vec<_> = snapshot.files.iter().collect();
    let digests = files.par_iter().map(|(path, file)| {
        let mut hash = Fingerprint::default();
        hash.add(path.as_str().as_bytes());
        match file {
            SourceFile::Text(text) => {
                hash.add([0]);
                hash.add(text.as_bytes());
            }
            SourceFile::NotUtf8 { shown, offset } => {
                hash.add([1]);
                hash.add(offset.to_le_bytes());
                hash.add(shown.as_bytes());
            }
            SourceFile::Blob { .. } => {
                hash.add([2]);
                let copied = root.open(path).and_then(|mut file| io::copy(&mut file, &mut hash));
                copied.map_err(|error| Failure::at(READ, &root.path_of(path), &error))?;
            }
            SourceFile::Asset { fingerprint, .. } => {
                hash.add([5]);
                hash.add(fingerprint.as_bytes());
            }
            SourceFile::Refused(why) => hash.add(format!("\u{3}{why:?}")),
        }
        Ok(hash.hex())
    });
    let digests = digests.collect::<Result<Vec<_>, Failure>>()?;
    let mut all = Fingerprint::default();
    all.add(program());
    all.add(request);
    digests.iter().for_each(|digest| all.add(digest));
    Ok(all.hex())
}

/// Identifies this build of the program.
fn program() -> String {
    let (size, written) = program_file().unzip();
    format!("{} {size:?} {written:?}", env!("CARGO_PKG_VERSION"))
}
