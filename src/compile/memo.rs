//! What the last compilation made, each thing with what it was made from: what has the same inputs is not made again.
//!
//! The keys are inputs and nothing else: no times, no numbers of versions, no list of what changed. So a compilation that
//! begins with a memo ends with the same site and the same diagnostics as one that begins with none.

use std::collections::BTreeSet;
use std::sync::Arc;

use imbl::ordmap::DiffItem;

use crate::base::diagnostic::Diagnostic;
use crate::base::moment::Moment;
use crate::base::output::OutputTree;
use crate::base::snapshot::{Files, Snapshot, SourceFile};
use crate::base::source::SourcePath;
use crate::compile::options::Options;
use crate::kind::folder::{ItemFiles, ItemRead};
use crate::present::texts::RenderedTexts;
use crate::read::site_file::SiteFile;
use crate::read::tags::Tags;
use crate::site::gather::Gathered;
use crate::site::plan::SectionNames;
use crate::site::world::World;
use crate::text::markdown::MarkdownLabels;
use crate::theme::languages::RequiredLanguage;
use crate::theme::{AssetAddresses, Theme};

/// Something made from the sources, and the mistakes found on the way.
#[derive(Debug)]
pub struct Found<T> {
    /// What was made.
    pub value: T,
    /// What is wrong with its sources.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Found<T> {
    /// Makes something of which `make` reports the mistakes.
    pub fn by(make: impl FnOnce(&mut Vec<Diagnostic>) -> T) -> Self {
        let mut diagnostics = Vec::new();
        let value = make(&mut diagnostics);
        Self { value, diagnostics }
    }
}

/// The last value of a stage, and what it was made from.
#[derive(Debug)]
pub struct Last<K, V>(Option<(K, Arc<V>)>);

impl<K, V> Default for Last<K, V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq + Send + 'static, V: Send + Sync + 'static> Last<K, V> {
    /// The value for these inputs: the last one if they are the same, else a new one.
    pub fn get(&mut self, key: K, make: impl FnOnce(&K) -> V) -> Arc<V> {
        self.renew(key, |key, _| make(key))
    }

    /// The same, where a part of a new value may be that of the last one: `make` is told this and what it was made from.
    pub fn renew(&mut self, key: K, make: impl FnOnce(&K, Option<(&K, &V)>) -> V) -> Arc<V> {
        if let Some((_, value)) = self.0.as_ref().filter(|(known, _)| *known == key) {
            return Arc::clone(value);
        }
        let value = Arc::new(make(&key, self.0.as_ref().map(|(known, value)| (known, &**value))));
        let old = self.0.replace((key, Arc::clone(&value)));
        // A large catalogue takes time to be taken apart; nobody waits for it.
        rayon::spawn(|| drop(old));
        value
    }

    /// What the last value was made from, and the value.
    pub fn last_pair(&self) -> Option<(&K, &Arc<V>)> {
        self.0.as_ref().map(|(known, value)| (known, value))
    }

    /// The last value.
    pub fn last(&self) -> Option<&Arc<V>> {
        self.0.as_ref().map(|(_, value)| value)
    }
}

/// What the last compilation made. An empty one is always right.
#[derive(Default)]
pub struct Memo {
    /// The files it was made from.
    sources: Files,
    names: Option<Names>,
    pub(super) tags: Last<Names, Tags>,
    pub(super) site_file: Last<(Option<SourceFile>, Arc<Tags>), Found<SiteFile>>,
    pub(super) gathered: Last<(Names, Tags), Found<Gathered>>,
    /// In the order of what was gathered.
    pub(super) readings: Vec<Arc<Reading>>,
    pub(super) theme: Last<ThemeKey, Found<Option<Arc<Theme>>>>,
    pub(super) world: Last<WorldKey, Found<Option<Arc<World>>>>,
    /// The files of the last world, and the font that some of them are drawn with.
    pub(super) files: Option<(Option<SourcePath>, OutputTree)>,
    /// What would vanish in the last world of what was published before.
    pub(super) vanished: Last<VanishedKey, Vec<Diagnostic>>,
    /// In the order of what was gathered.
    pub(super) texts: Vec<Arc<ItemTexts>>,
}

/// What is held against each other to find what would vanish: a world, and the record of addresses.
pub type VanishedKey = (Same<Found<Option<Arc<World>>>>, Option<SourceFile>);

impl Memo {
    /// Takes the sources in. Tells which files there are, and of which the text is another one than in the last compilation.
    pub(super) fn take_in(&mut self, snapshot: &Snapshot) -> (Names, BTreeSet<SourcePath>) {
        let (same_names, changed) = difference(&self.sources, &snapshot.files);
        let names = self.names.take().filter(|_| same_names).unwrap_or_else(|| Names::of(snapshot));
        self.names = Some(names.clone());
        self.sources = snapshot.files.clone();
        (names, changed)
    }
}

/// Whether two snapshots have the same files, and the files that do not hold the same.
fn difference(old: &Files, new: &Files) -> (bool, BTreeSet<SourcePath>) {
    let (mut same_names, mut changed) = (true, BTreeSet::new());
    for difference in old.diff(new) {
        match difference {
            DiffItem::Add(path, _) => {
                same_names = false;
                changed.insert(path.clone());
            }
            DiffItem::Update { old: (_, old), new: (path, new) } => {
                same_names &= matches!((old, new), (SourceFile::Text(_), SourceFile::Text(_)));
                changed.insert(path.clone());
            }
            DiffItem::Remove(..) => same_names = false,
        }
    }
    (same_names, changed)
}

/// A value that is the same only if it is the same object: cheaper to compare than to look into.
#[derive(Debug)]
pub struct Same<T>(pub Arc<T>);

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// Which files there are, and of what sort, whatever stands in those that are text.
#[derive(Clone, Debug)]
pub struct Names(Arc<Vec<(SourcePath, Option<SourceFile>)>>);

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Names {
    /// The names of the files of a snapshot.
    pub fn of(snapshot: &Snapshot) -> Self {
        let sort = |file: &SourceFile| match file {
            SourceFile::Text(_) | SourceFile::Asset { .. } => None,
            // What of such a file can be shown belongs to its diagnostic.
            SourceFile::NotUtf8 { .. } | SourceFile::Blob { .. } | SourceFile::Refused(_) => Some(file.clone()),
        };
        Self(Arc::new(snapshot.files.iter().map(|(path, file)| (path.clone(), sort(file))).collect()))
    }
}

/// What a theme is made from.
#[derive(Debug, PartialEq)]
pub struct ThemeKey {
    pub(super) files: Vec<(SourcePath, SourceFile)>,
    pub(super) name: String,
    pub(super) place: crate::base::source::Place,
    pub(super) wanted: Vec<RequiredLanguage>,
    pub(super) addresses: AssetAddresses,
}

/// An item that was read, and what it was read from beside the texts of its files.
#[derive(Debug)]
pub struct Reading {
    pub(super) site_file: Same<Found<SiteFile>>,
    pub(super) files: ItemFiles,
    /// The item; the same object as before when its facts and words are as before, whatever its body.
    pub(super) read: Arc<ItemRead>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What a world is made from.
#[derive(Debug, PartialEq)]
pub struct WorldKey {
    pub(super) around: Around,
    pub(super) reads: Vec<Same<ItemRead>>,
}

/// What a world is made from beside the items themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Around {
    pub(super) site_file: Same<Found<SiteFile>>,
    pub(super) names: Names,
    pub(super) gathered: Same<Found<Gathered>>,
    pub(super) face: Option<Face>,
    pub(super) options: Options,
    pub(super) now: Moment,
}

/// What addresses depend on in a theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    pub(super) section_names: SectionNames,
    pub(super) assets: Vec<(crate::base::route::Route, SourcePath)>,
    pub(super) has_shares: bool,
    pub(super) has_search: bool,
}

/// The texts of an item, and what they were rendered from beside the texts of its files and where their links lead.
#[derive(Debug)]
pub struct ItemTexts {
    pub(super) read: Same<ItemRead>,
    pub(super) words: Arc<Vec<MarkdownLabels>>,
    pub(super) texts: Arc<RenderedTexts>,
}
