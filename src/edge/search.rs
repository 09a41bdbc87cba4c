//! The search index: the files that a visitor's browser looks things up in. It is made again only when what can be found
//! has changed, and kept in the cache until then: what visitors' browsers run of it comes from the program each time.

mod cache;
#[cfg(feature = "search")]
mod engine;
mod names;

use crate::base::output::{Content, Output, OutputTree, Role};
use crate::base::search::{Records, fingerprint};
use crate::edge::cache::Cache;
use crate::edge::failure::Failure;
use crate::edge::search::names::is_data;

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

#[cfg(feature = "search")]
fn program(all: &[Records]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    engine::program(all)
}

#[cfg(not(feature = "search"))]
fn program(_: &[Records]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    Ok(Vec::new())
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
    /// The index of these records, which is known by `key`, if it is kept: what a browser only reads of it. What it runs is
    /// the program's own.
    pub fn kept(cache: &Cache, key: &str, all: &[Records]) -> Option<Self> {
        let mut files = cache::read(cache, key)?;
        let is_known = |path: &str| all.iter().any(|records| is_data(path, &records.lang));
        if !files.iter().all(|(path, _)| is_known(path)) {
            return None;
        }
        files.extend(program(all).ok()?);
        Some(Self { key: key.to_owned(), files: tree(files) })
    }

    /// Keeps the index for later builds.
    pub fn keep(&self, cache: &Cache) {
        cache::write(cache, &self.key, &self.files);
    }
}
