//! What a build wrote down when it was done, so that a build of the same sources has nothing to do.
//!
//! The record lies beside the published folder and may be deleted at any time. It holds for the very bytes of the sources,
//! the same program and request, and until the moment at which the site changes by itself; and only as long as every
//! published file is as that build left it.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::snapshot::{LOCK_FILE, Snapshot, SourceFile};
use crate::edge::disk::FOLDERS;
use crate::edge::failure::{Failure, READ};
use crate::edge::publish::open_source;
use crate::edge::published::{Published, list};
use crate::edge::stage::{MARKER, is_unfinished};

/// What a build wrote down.
#[derive(Debug, Serialize, Deserialize)]
pub struct Record {
    /// The fingerprint of what it was made from.
    pub sources: String,
    /// The fingerprint of what the disk said of the sources, where a file that is as it says then has not been changed since.
    pub stamps: Option<String>,
    /// The fingerprint of what it published.
    pub published: String,
    /// For when it was made, in seconds since 1970 UTC.
    pub from: i64,
    /// When the site changes by itself, in seconds since 1970 UTC.
    pub until: i64,
    /// What it said of itself: pages, feeds and other files.
    pub files: [usize; 3],
    /// The warnings it found.
    pub diagnostics: Vec<Diagnostic>,
}

impl Record {
    /// The record of the last build to `out`, if there is one that can be read.
    pub fn read(out: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path(out)?).ok()?).ok()
    }

    /// Writes the record of a build to `out`. Where that is not possible the next build is slower, and no worse.
    pub fn write(&self, out: &Path) {
        if let (Some(path), Ok(bytes)) = (path(out), serde_json::to_vec(self)) {
            let _ = fs::write(path, bytes);
        }
    }

    /// True when a build of the same sources for the moment `now`, in seconds since 1970 UTC, would publish what is there, and
    /// nothing of a build that died has to be cleaned up.
    pub fn holds(&self, now: i64, out: &Path) -> Result<bool, Failure> {
        let lasts = (self.from..self.until).contains(&now) && out.join(MARKER).is_file() && !is_unfinished(out);
        Ok(lasts && Published::in_folder(out)?.fingerprint() == self.published)
    }
}

/// Beside the folder, so that it is not published.
fn path(out: &Path) -> Option<PathBuf> {
    let out = std::path::absolute(out).ok()?;
    Some(out.with_file_name(format!(".{}.parvis-record.json", out.file_name()?.to_str()?)))
}

/// A fingerprint of what the disk says of the sources, of which none has to be read for it: while it is the same, so are they.
/// `None` where that is not sure: on systems that do not tell when a file was changed, and where one was changed so near to
/// `begun`, when its reading began, that another change could bear the same time.
pub fn stamps(root: &Path, request: &str, begun: SystemTime) -> Option<String> {
    let settled = begun.checked_sub(COARSEST)?.duration_since(UNIX_EPOCH).ok()?.as_secs();
    let mut all = Fingerprint::default();
    all.add(program());
    all.add(request);
    for name in FOLDERS.into_iter().chain([LOCK_FILE]) {
        let mut files = Vec::new();
        match fs::symlink_metadata(root.join(name)) {
            Ok(metadata) if name == LOCK_FILE => files.push((name.to_owned(), changed(&metadata))),
            Err(error) if name == LOCK_FILE && error.kind() == io::ErrorKind::NotFound => {}
            _ => list(&root.join(name), "", &changed, &mut files).ok()?,
        }
        files.par_sort_unstable();
        for (path, stamp) in files {
            let numbers = stamp.filter(|[.., seconds, _]| *seconds < settled)?;
            all.add(path.as_bytes());
            all.add([0]);
            numbers.into_iter().for_each(|number| all.add(number.to_le_bytes()));
        }
        all.add([1]);
    }
    Some(all.hex())
}

/// The steps in which the coarsest of usual file systems counts time.
const COARSEST: Duration = Duration::from_secs(2);

/// What of a file cannot stay the same when it is changed: which file it is, its size, when it was written, and when
/// anything of it was last changed, which no program can set.
#[cfg(unix)]
fn changed(metadata: &Metadata) -> Option<[u64; 6]> {
    use std::os::unix::fs::MetadataExt;
    let times = [metadata.mtime(), metadata.mtime_nsec(), metadata.ctime(), metadata.ctime_nsec()];
    let [written, and, changed, nanoseconds] = times.map(|time| u64::try_from(time).ok());
    Some([metadata.ino(), metadata.size(), written?, and?, changed?, nanoseconds?])
}

/// Here the disk does not tell enough.
#[cfg(not(unix))]
fn changed(_: &Metadata) -> Option<[u64; 6]> {
    None
}

/// A fingerprint of everything that a build is made from but the present: the sources, the program, and what is asked of it.
pub fn fingerprint(root: &Path, snapshot: &Snapshot, request: &str) -> Result<String, Failure> {
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
                let path = root.join(path.as_str());
                let copied = io::copy(&mut open_source(&path)?, &mut hash);
                copied.map_err(|error| Failure::at(READ, &path, &error))?;
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

/// What tells this program from another build of it.
fn program() -> String {
    let file = std::env::current_exe().and_then(fs::metadata);
    let written = file.as_ref().ok().and_then(|file| file.modified().ok()?.duration_since(UNIX_EPOCH).ok());
    let size = file.map_or(0, |file| file.len());
    format!("{} {size} {written:?}", env!("CARGO_PKG_VERSION"))
}
