//! The published site before it is published: every file by its path, in memory. Who writes or serves it is not known here.

use std::collections::BTreeMap;

use crate::base::source::SourcePath;

/// What a published file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Bytes that were rendered.
    Bytes(Vec<u8>),
    /// The bytes of a source file, unchanged.
    Copy(SourcePath),
}

/// What a published file is, for the summary of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A page that people read.
    Page,
    /// A feed that programs poll.
    Feed,
    /// Anything else.
    File,
}

/// One published file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its bytes.
    pub content: Content,
    /// What it is.
    pub role: Role,
}

/// Every file of the site by its path, relative, with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputTree(BTreeMap<String, Output>);

impl OutputTree {
    /// Adds a file; the plan has seen to it that no two have the same path.
    pub fn insert(&mut self, path: impl Into<String>, output: Output) {
        self.0.insert(path.into(), output);
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&Output> {
        self.0.get(path)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Output)> {
        self.0.iter().map(|(path, output)| (path.as_str(), output))
    }

    /// How many files play a role.
    pub fn count(&self, role: Role) -> usize {
        self.0.values().filter(|output| output.role == role).count()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there is no file.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
