//! What the last compilation made, in two levels: items and their texts by the content of their files, all else by equal inputs.

use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::output::OutputTree;
use crate::base::snapshot::SourceFile;
use crate::base::source::SourcePath;
use crate::compile::items::{ItemReading, ItemTexts};
use crate::compile::slot::{FileList, PtrEq, Slot, WithDiagnostics};
use crate::compile::theme::ThemeInputs;
use crate::compile::world::WorldInputs;
use crate::read::language_tags::LanguageTags;
use crate::read::site_file::SiteFile;
use crate::site::gather::Gathered;
use crate::site::world::World;
use crate::text::markdown::MarkdownLabels;
use crate::theme::Theme;

/// A world, if the sources make one, and what is reported of it.
type SettledWorld = WithDiagnostics<Option<Arc<World>>>;

/// What the last compilation made. An empty memo is always right.
#[derive(Default)]
pub struct Memo {
    pub(super) tags: Slot<FileList, LanguageTags>,
    pub(super) site_file: Slot<(Option<SourceFile>, PtrEq<LanguageTags>), WithDiagnostics<SiteFile>>,
    pub(super) gathered: Slot<(FileList, LanguageTags), WithDiagnostics<Gathered>>,
    /// In the order of what was gathered.
    pub(super) readings: Vec<Arc<ItemReading>>,
    pub(super) theme: Slot<ThemeInputs, WithDiagnostics<Option<Arc<Theme>>>>,
    pub(super) world: Slot<WorldInputs, SettledWorld>,
    /// What of the published site the world lacks.
    pub(super) vanished: Slot<(PtrEq<SettledWorld>, Option<SourceFile>), Vec<Diagnostic>>,
    /// The world to whose addresses texts lead, and whose files the tree has.
    pub(super) linked: Option<Arc<World>>,
    /// The words around texts, by language.
    pub(super) words: Slot<Vec<MarkdownLabels>, Vec<MarkdownLabels>>,
    /// In the order of the readings.
    pub(super) texts: Vec<Arc<ItemTexts>>,
    /// By the font of share pictures.
    pub(super) tree: Slot<Option<SourcePath>, OutputTree>,
}

impl Memo {
    /// Forgets what depends on addresses, unless every link of a text leads in this world to where it did in the last one.
    pub(super) fn link_to(&mut self, world: &Arc<World>) {
        let last = self.linked.replace(Arc::clone(world));
        if !last.is_some_and(|last| Arc::ptr_eq(&last, world) || world.leads_as(&last)) {
            (self.texts, self.tree) = Default::default();
        }
    }
}
