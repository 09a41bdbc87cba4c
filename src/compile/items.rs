//! The first level of the memo: items are read, and their texts rendered, only if one of their files has changed.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::lang::PerLang;
use crate::base::snapshot::{Snapshot, SourceFile};
use crate::compile::slot::{PtrEq, WithDiagnostics};
use crate::kind::folder::{self, ItemFiles, ParsedItem};
use crate::present::bodies::RenderedTexts;
use crate::present::texts;
use crate::read::language_file;
use crate::read::site_file::SiteFile;
use crate::site::world::World;
use crate::text::markdown::MarkdownLabels;

/// An item that was read, and its inputs.
#[derive(Debug)]
pub struct ItemReading {
    site_file: PtrEq<WithDiagnostics<SiteFile>>,
    files: ItemFiles,
    documents: PerLang<SourceFile>,
    /// The item; the same object as in the last compilation if its facts and words are equal, even if its body is not.
    pub(super) read: Arc<ParsedItem>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The texts of an item, and their inputs except the targets of links.
#[derive(Debug)]
pub struct ItemTexts {
    read: PtrEq<ParsedItem>,
    documents: PerLang<SourceFile>,
    words: PtrEq<Vec<MarkdownLabels>>,
    pub(super) texts: Arc<RenderedTexts>,
}

/// Reads the items of which a file has changed, in parallel. `last` are the readings of the last compilation.
pub(super) fn read(
    snapshot: &Snapshot,
    items: &[ItemFiles],
    site_file: &Arc<WithDiagnostics<SiteFile>>,
    last: &[Arc<ItemReading>],
) -> Vec<Arc<ItemReading>> {
    let site_file = PtrEq(Arc::clone(site_file));
    let last: HashMap<&str, &Arc<ItemReading>> = last.iter().map(|last| (&*last.files.folder, last)).collect();
    let read = |files: &ItemFiles| {
        let last = last.get(&*files.folder).copied();
        let documents = files.paths.map(|path| snapshot.files[path].clone());
        let is_same = |last: &ItemReading| {
            last.site_file == site_file && last.files == *files && are_equal(&last.documents, &documents)
        };
        match last.filter(|last| is_same(last)) {
            Some(last) => Arc::clone(last),
            None => Arc::new(read_item(snapshot, files, documents, &site_file, last)),
        }
    };
    items.par_iter().with_min_len(64).map(read).collect()
}

fn read_item(
    snapshot: &Snapshot,
    files: &ItemFiles,
    sources: PerLang<SourceFile>,
    site_file: &PtrEq<WithDiagnostics<SiteFile>>,
    last: Option<&Arc<ItemReading>>,
) -> ItemReading {
    let mut diagnostics = Vec::new();
    let mut documents = PerLang::default();
    let mut texts = PerLang::default();
    for (lang, path) in files.paths.iter() {
        if let Some(document) = language_file::read(path, &snapshot.files[path], &mut diagnostics) {
            texts.set(lang, snapshot.text(path).unwrap_or_default());
            documents.set(lang, document);
        }
    }
    let mut read = folder::read(files.clone(), documents, &texts, &site_file.0.value, &mut diagnostics);
    // Links in its texts decide which files are published, also of other items by their addresses.
    if files.has_files || texts.iter().any(|(_, text)| may_link_to_path(text)) {
        read.linked = texts::linked(snapshot, &read);
    }
    let same = last.filter(|last| *last.read == read).map(|last| Arc::clone(&last.read));
    let read = same.unwrap_or_else(|| Arc::new(read));
    ItemReading { site_file: site_file.clone(), files: files.clone(), documents: sources, read, diagnostics }
}

/// True for a text in which a link may have a path from the root of the site as its target.
fn may_link_to_path(text: &str) -> bool {
    text.match_indices('/').any(|(at, _)| {
        let before = text[..at].trim_end_matches(|sign: char| sign.is_whitespace() || matches!(sign, '<' | '"' | '\''));
        ["](", "]:", "="].iter().any(|beginning| before.ends_with(beginning))
    })
}

/// Renders the texts of the items that have changed, in parallel. `last` are texts whose links have the same targets as now.
pub(super) fn render_texts(
    snapshot: &Snapshot,
    world: &World,
    readings: &[Arc<ItemReading>],
    words: Arc<Vec<MarkdownLabels>>,
    last: &[Arc<ItemTexts>],
) -> Vec<Arc<ItemTexts>> {
    let words = PtrEq(words);
    let last: HashMap<&str, &Arc<ItemTexts>> = last.iter().map(|last| (&*last.read.0.folder, last)).collect();
    let render = |reading: &Arc<ItemReading>| {
        let read = PtrEq(Arc::clone(&reading.read));
        let is_same = |last: &ItemTexts| {
            last.read == read && last.words == words && are_equal(&last.documents, &reading.documents)
        };
        match last.get(&*read.0.folder).filter(|last| is_same(last)) {
            Some(last) => Arc::clone(last),
            None => {
                let texts = Arc::new(texts::render(snapshot, world.catalogue(), world.plan(), &read.0, &words.0));
                Arc::new(ItemTexts { read, documents: reading.documents.clone(), words: words.clone(), texts })
            }
        }
    };
    readings.par_iter().with_min_len(16).map(render).collect()
}

fn are_equal(one: &PerLang<SourceFile>, other: &PerLang<SourceFile>) -> bool {
    let mut pairs = one.iter().zip(other.iter());
    one.iter().count() == other.iter().count()
        && pairs.all(|((lang, one), (other_lang, other))| lang == other_lang && one.is_same(other))
}
