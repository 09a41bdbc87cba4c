//! The published site before it is published: every file by its path. Who writes or serves it is not known here.
//!
//! A rendered file has no bytes until somebody asks for them. So a site can be larger than the memory, a server makes the
//! pages that are looked at, and a check throws away what it looked at.

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::source::SourcePath;

/// What a published file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Bytes that are here.
    Bytes(Vec<u8>),
    /// Bytes that are rendered when they are asked for, by the rank that the renderer of the tree knows them by.
    Rendered(usize),
    /// The bytes of a source file, unchanged.
    Copy(SourcePath),
    /// A work: bytes that take long to make and depend on little, so that whoever asks for them may keep them.
    Made {
        /// The rank that the renderer of the tree knows it by.
        rank: usize,
        /// What it is.
        sort: Sort,
        /// The source file that it is made from, if it is made from one.
        source: Option<SourcePath>,
    },
}

/// What a work is, for the summary of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A picture of a source file in another size or format.
    Picture,
    /// A picture that stands for a page where it is shared.
    Share,
}

impl Sort {
    /// Every sort.
    pub const ALL: [Self; 2] = [Self::Picture, Self::Share];

    /// What its works are called.
    pub fn name(self) -> Message {
        match self {
            Self::Picture => say!(en: "pictures", fr: "images"),
            Self::Share => say!(en: "share pictures", fr: "images de partage"),
        }
    }
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

/// Renders the files of a tree, several of them at once.
pub trait Render: Send + Sync {
    /// Writes the file of a rank; the same bytes whenever it is asked.
    fn render(&self, rank: usize, to: &mut dyn Write) -> Result<(), Unrendered>;

    /// What the work of a rank depends on beside its source: works of equal recipes and sources have equal bytes.
    fn recipe(&self, _rank: usize) -> String {
        String::new()
    }

    /// How long making the work of a rank takes, compared with others of the same source.
    fn effort(&self, _rank: usize) -> u64 {
        0
    }

    /// Reads the source of the work of a rank, or tells what is wrong with it.
    fn workshop(&self, _rank: usize, _source: &[u8]) -> Result<Box<dyn Workshop + '_>, Box<Diagnostic>> {
        Ok(Box::new(Nothing))
    }
}

/// Where works of one source and one sort are made, one after the other: what they have in common is done once.
pub trait Workshop {
    /// Makes the work of a rank, or tells what is wrong with its source.
    fn make(&mut self, rank: usize) -> Result<Vec<u8>, Box<Diagnostic>>;
}

/// Where nothing is made.
struct Nothing;

impl Workshop for Nothing {
    fn make(&mut self, _rank: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
        Ok(Vec::new())
    }
}

/// A work of a tree.
#[derive(Clone, Copy)]
pub struct Work<'t> {
    /// What it is.
    pub sort: Sort,
    /// The source file that it is made from, if it is made from one.
    pub source: Option<&'t SourcePath>,
    rank: usize,
    renderer: &'t dyn Render,
}

impl<'t> Work<'t> {
    /// What it depends on beside its source.
    pub fn recipe(&self) -> String {
        self.renderer.recipe(self.rank)
    }

    /// How long making it takes, compared with others of the same source.
    pub fn effort(&self) -> u64 {
        self.renderer.effort(self.rank)
    }

    /// Where it is made, with all others of its sort that have this source, or what is wrong with the source.
    pub fn workshop(&self, source: &[u8]) -> Result<Box<dyn Workshop + 't>, Box<Diagnostic>> {
        self.renderer.workshop(self.rank, source)
    }

    /// Its bytes, made in its workshop, or what is wrong with its source.
    pub fn make(&self, workshop: &mut dyn Workshop) -> Result<Vec<u8>, Box<Diagnostic>> {
        workshop.make(self.rank)
    }
}

/// Why a file has no bytes.
#[derive(Debug)]
pub enum Unrendered {
    /// A template of the theme is at fault.
    Mistake(Box<Diagnostic>),
    /// What was rendered could not be written.
    Unwritten(io::Error),
}

impl From<Box<Diagnostic>> for Unrendered {
    fn from(mistake: Box<Diagnostic>) -> Self {
        Self::Mistake(mistake)
    }
}

impl From<io::Error> for Unrendered {
    fn from(error: io::Error) -> Self {
        Self::Unwritten(error)
    }
}

/// Every file of the site by its path, relative, with `/`. Cheap to clone.
#[derive(Clone, Default)]
pub struct OutputTree {
    /// In the order of their paths.
    files: Arc<Vec<(String, Output)>>,
    renderer: Option<Arc<dyn Render>>,
}

impl OutputTree {
    /// A tree of these files, each at a path of its own.
    pub fn new(files: impl IntoIterator<Item = (String, Output)>) -> Self {
        let mut files: Vec<_> = files.into_iter().collect();
        files.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self { files: Arc::new(files), ..Self::default() }
    }

    /// The same files, those that are rendered by this renderer.
    pub fn rendered_by(&self, renderer: Arc<dyn Render>) -> Self {
        Self { renderer: Some(renderer), ..self.clone() }
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&Output> {
        let rank = self.files.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()?;
        Some(&self.files[rank].1)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Output)> {
        self.files.iter().map(|(path, output)| (path.as_str(), output))
    }

    /// The work that a file of this tree is, if it is one.
    pub fn work<'t>(&'t self, output: &'t Output) -> Option<Work<'t>> {
        let Content::Made { rank, sort, source } = &output.content else { return None };
        Some(Work { sort: *sort, source: source.as_ref(), rank: *rank, renderer: &**self.renderer.as_ref()? })
    }

    /// Writes what a file of this tree holds; nothing for the copy of a source, whose bytes only the disk knows, and for a
    /// work, which is made elsewhere.
    pub fn write(&self, output: &Output, to: &mut dyn Write) -> Result<(), Unrendered> {
        match (&output.content, &self.renderer) {
            (Content::Bytes(bytes), _) => Ok(to.write_all(bytes)?),
            (Content::Rendered(rank), Some(renderer)) => renderer.render(*rank, to),
            (Content::Rendered(_), None) | (Content::Copy(_) | Content::Made { .. }, _) => Ok(()),
        }
    }

    /// What a file of this tree holds, all of it in memory.
    pub fn bytes(&self, output: &Output) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut bytes = Vec::new();
        match self.write(output, &mut bytes) {
            Ok(()) => Ok(bytes),
            Err(Unrendered::Mistake(mistake)) => Err(mistake),
            Err(Unrendered::Unwritten(error)) => unreachable!("writing to memory does not fail: {error}"),
        }
    }

    /// How many files play a role.
    pub fn count(&self, role: Role) -> usize {
        self.iter().filter(|(_, output)| output.role == role).count()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// True when there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl fmt::Debug for OutputTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutputTree").field("files", &self.files).finish_non_exhaustive()
    }
}
