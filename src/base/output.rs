//! The generated site in memory: every file by its path, before it is written to disk or served.
//!
//! Rendered files are lazy: `serve` renders only the pages that are requested, `check` discards what it has rendered, and a site
//! may be larger than memory.

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::source::SourcePath;

/// The content of a published file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Bytes in memory.
    Bytes(Vec<u8>),
    /// Rendered on demand; the number identifies the file to the tree's renderer.
    Rendered(usize),
    /// The bytes of a source file, unchanged.
    Copy(SourcePath),
    /// A derived asset: slow to generate from few inputs, so worth caching.
    Derived {
        /// Identifies the file to the tree's renderer.
        rank: usize,
        /// The kind of asset.
        kind: AssetKind,
        /// The source file that it is generated from, if any.
        source: Option<SourcePath>,
    },
}

/// The kind of a derived asset, for the build report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssetKind {
    /// A source picture in another size or format.
    Picture,
    /// A picture that social networks show for a page.
    Share,
}

impl AssetKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Picture, Self::Share];

    /// The plural name of the kind.
    pub fn name(self) -> Message {
        match self {
            Self::Picture => say!(en: "images", fr: "images"),
            Self::Share => say!(en: "share images", fr: "images de partage"),
        }
    }
}

/// The role of a published file, for the build report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An HTML page.
    Page,
    /// A feed.
    Feed,
    /// Anything else.
    File,
}

/// One published file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its content.
    pub content: Content,
    /// Its role.
    pub role: Role,
}

/// Renders the files of a tree; called from several threads at once.
pub trait Render: Send + Sync {
    /// Writes the file of a rank; always the same bytes.
    fn render(&self, rank: usize, to: &mut dyn Write) -> Result<(), RenderError>;

    /// All inputs of a derived asset except its source: equal keys and equal sources give equal bytes.
    fn cache_key(&self, _rank: usize) -> String {
        String::new()
    }

    /// The cost of generating a derived asset, relative to others of the same source.
    fn cost(&self, _rank: usize) -> u64 {
        0
    }

    /// What the derived assets of the kind and source of this one cannot show, although they can be generated.
    fn asset_warnings(&self, _rank: usize, _source: &[u8]) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Decodes the source of a derived asset; an error says what is wrong with it.
    fn asset_builder(&self, _rank: usize, _source: &[u8]) -> Result<Box<dyn AssetBuilder + '_>, Box<Diagnostic>> {
        Ok(Box::new(NoAssets))
    }
}

/// Generates the derived assets of one kind and one source, so that the source is decoded once.
pub trait AssetBuilder {
    /// Generates the asset of a rank; an error says what is wrong with its source.
    fn build(&mut self, rank: usize) -> Result<Vec<u8>, Box<Diagnostic>>;
}

/// The builder of renderers without derived assets.
struct NoAssets;

impl AssetBuilder for NoAssets {
    fn build(&mut self, _rank: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
        Ok(Vec::new())
    }
}

/// A derived asset of a tree.
#[derive(Clone, Copy)]
pub struct DerivedAsset<'t> {
    /// Its kind.
    pub kind: AssetKind,
    /// The source file that it is generated from, if any.
    pub source: Option<&'t SourcePath>,
    rank: usize,
    renderer: &'t dyn Render,
}

impl<'t> DerivedAsset<'t> {
    /// All its inputs except its source.
    pub fn cache_key(&self) -> String {
        self.renderer.cache_key(self.rank)
    }

    /// The cost of generating it, relative to others of the same source.
    pub fn cost(&self) -> u64 {
        self.renderer.cost(self.rank)
    }

    /// What the assets of its kind and source cannot show, although they can be generated.
    pub fn warnings(&self, source: &[u8]) -> Vec<Diagnostic> {
        self.renderer.asset_warnings(self.rank, source)
    }

    /// The builder for all assets of its kind and source; an error says what is wrong with the source.
    pub fn builder(&self, source: &[u8]) -> Result<Box<dyn AssetBuilder + 't>, Box<Diagnostic>> {
        self.renderer.asset_builder(self.rank, source)
    }

    /// Generates its bytes; an error says what is wrong with its source.
    pub fn build(&self, builder: &mut dyn AssetBuilder) -> Result<Vec<u8>, Box<Diagnostic>> {
        builder.build(self.rank)
    }
}

/// Why a file could not be rendered.
#[derive(Debug)]
pub enum RenderError {
    /// The theme's template fails.
    Template(Box<Diagnostic>),
    /// The rendered bytes could not be written.
    Io(io::Error),
}

impl From<Box<Diagnostic>> for RenderError {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self::Template(diagnostic)
    }
}

impl From<io::Error> for RenderError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Every file of the site by its relative path, with `/` as separator. Cheap to clone.
#[derive(Clone, Default)]
pub struct OutputTree {
    /// Sorted by path.
    files: Arc<Vec<(String, Output)>>,
    renderer: Option<Arc<dyn Render>>,
}

impl OutputTree {
    /// A tree of these files; paths are unique.
    pub fn new(files: impl IntoIterator<Item = (String, Output)>) -> Self {
        let mut files: Vec<_> = files.into_iter().collect();
        files.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self { files: Arc::new(files), ..Self::default() }
    }

    /// The same files with this renderer.
    pub fn rendered_by(&self, renderer: Arc<dyn Render>) -> Self {
        Self { renderer: Some(renderer), ..self.clone() }
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&Output> {
        let rank = self.files.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()?;
        Some(&self.files[rank].1)
    }

    /// All files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Output)> {
        self.files.iter().map(|(path, output)| (path.as_str(), output))
    }

    /// The derived asset that a file of this tree is, if it is one.
    pub fn derived_asset<'t>(&'t self, output: &'t Output) -> Option<DerivedAsset<'t>> {
        let Content::Derived { rank, kind, source } = &output.content else { return None };
        Some(DerivedAsset { kind: *kind, source: source.as_ref(), rank: *rank, renderer: &**self.renderer.as_ref()? })
    }

    /// Writes the content of a file of this tree; nothing for copies, which only the I/O layer can read, and for derived assets,
    /// which [`DerivedAsset::build`] generates.
    pub fn write(&self, output: &Output, to: &mut dyn Write) -> Result<(), RenderError> {
        match (&output.content, &self.renderer) {
            (Content::Bytes(bytes), _) => Ok(to.write_all(bytes)?),
            (Content::Rendered(rank), Some(renderer)) => renderer.render(*rank, to),
            (Content::Rendered(_), None) | (Content::Copy(_) | Content::Derived { .. }, _) => Ok(()),
        }
    }

    /// The content of a file of this tree, in memory.
    pub fn bytes(&self, output: &Output) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut bytes = Vec::new();
        match self.write(output, &mut bytes) {
            Ok(()) => Ok(bytes),
            Err(RenderError::Template(diagnostic)) => Err(diagnostic),
            Err(RenderError::Io(error)) => unreachable!("writing to memory does not fail: {error}"),
        }
    }

    /// The number of files with a role.
    pub fn count(&self, role: Role) -> usize {
        self.iter().filter(|(_, output)| output.role == role).count()
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// True for a tree without files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl fmt::Debug for OutputTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutputTree").field("files", &self.files).finish_non_exhaustive()
    }
}
