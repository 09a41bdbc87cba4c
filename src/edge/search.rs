//! The search index: the files that a visitor's browser looks things up in. It is made again only when what can be found
//! has changed, and kept beside the published folder until then.

mod cache;
#[cfg(feature = "search")]
mod engine;

use std::path::Path;

use crate::base::output::{Content, Output, OutputTree, Role};
use crate::base::search::{Records, fingerprint};
use crate::edge::failure::Failure;

/// The files of an index.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// What it was made from, and by which engine.
    pub key: String,
    /// Its files, for the tree of the site.
    pub files: OutputTree,
}

/// What an index of these records is known by; `None` where the program has no engine.
pub fn key(all: &[Records]) -> Option<String> {
    Some(format!("{} {}", ENGINE?, fingerprint(all)))
}

#[cfg(feature = "search")]
const ENGINE: Option<&str> = Some(engine::NAME);
#[cfg(not(feature = "search"))]
const ENGINE: Option<&str> = None;

/// Makes the index of these records, which is known by `key`.
pub fn make(key: String, all: &[Records]) -> Result<Index, Failure> {
    Ok(Index { key, files: tree(files(all)?) })
}

#[cfg(feature = "search")]
fn files(all: &[Records]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    engine::files(all)
}

#[cfg(not(feature = "search"))]
fn files(_: &[Records]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    Ok(Vec::new())
}

fn tree(files: Vec<(String, Vec<u8>)>) -> OutputTree {
    let file = |(path, bytes)| (path, Output { content: Content::Bytes(bytes), role: Role::File });
    OutputTree::new(files.into_iter().map(file))
}

impl Index {
    /// The index of this key, if the last build to `out` kept it.
    pub fn kept(out: &Path, key: &str) -> Option<Self> {
        Some(Self { key: key.to_owned(), files: tree(cache::read(out, key)?) })
    }

    /// Keeps the index for the next build to `out`. Where that is not possible the next build is slower, and no worse.
    pub fn keep(&self, out: &Path) {
        cache::write(out, &self.key, &self.files);
    }
}
