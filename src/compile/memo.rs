//! The memo: results of the last compilation, in two levels. Items and their texts are reused by the content of their files, all else
//! by equal inputs.

use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::output::OutputTree;
use crate::base::route::BaseUrl;
use crate::base::snapshot::SourceFile;
use crate::base::source::SourcePath;
use crate::compile::items::{ItemReading, ItemTexts};
use crate::compile::slot::{FileList, PtrEq, Slot, WithDiagnostics};
use crate::compile::theme::ThemeInputs;
use crate::compile::world::WorldInputs;
use crate::read::language_tags::LanguageTags;
use crate::read::site_file::SiteFile;
use crate::site::gather::GatheredItems;
use crate::site::world::World;
use crate::text::markdown::MarkdownLabels;
use crate::theme::Theme;

/// What the settings of the site are read from: their file, the languages, and the address that replaces theirs.
type SiteFileInputs = (Option<SourceFile>, PtrEq<LanguageTags>, Option<BaseUrl>);

/// The world, `None` without valid settings of the site, and its diagnostics.
type WorldResult = WithDiagnostics<Option<Arc<World>>>;

/// Results of the last compilation. An empty memo is always valid.
#[derive(Default)]
pub struct Memo {
    pub(super) tags: Slot<FileList, LanguageTags>,
    pub(super) site_file: Slot<SiteFileInputs, WithDiagnostics<SiteFile>>,
    pub(super) gathered: Slot<(FileList, LanguageTags), WithDiagnostics<GatheredItems>>,
    /// In the order of the gathered items.
    pub(super) readings: Vec<Arc<ItemReading>>,
    pub(super) theme: Slot<ThemeInputs, WithDiagnostics<Option<Arc<Theme>>>>,
    pub(super) world: Slot<WorldInputs, WorldResult>,
    /// The diagnostics of permalinks that the world lacks.
    pub(super) missing_permalinks: Slot<(PtrEq<WorldResult>, Option<SourceFile>), Vec<Diagnostic>>,
    /// The world whose addresses the links in the texts have, and whose files are in the tree.
    pub(super) link_targets: Option<Arc<World>>,
    /// The words that are added to texts, by language.
    pub(super) words: Slot<Vec<MarkdownLabels>, Vec<MarkdownLabels>>,
    /// In the order of the readings.
    pub(super) texts: Vec<Arc<ItemTexts>>,
    /// By the font of share pictures.
    pub(super) tree: Slot<Option<SourcePath>, OutputTree>,
}

impl Memo {
    /// Sets the world to whose addresses links lead. Results that depend on addresses are dropped, unless every link in a text has the
    /// same target as before.
    pub(super) fn set_link_targets(&mut self, world: &Arc<World>) {
        let last = self.link_targets.replace(Arc::clone(world));
        if !last.is_some_and(|last| Arc::ptr_eq(&last, world) || world.has_same_links(&last)) {
            (self.texts, self.tree) = Default::default();
        }
    }
}
