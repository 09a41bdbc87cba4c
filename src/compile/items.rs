//! From files to items, and from items to the world: what is read again, and what is checked across all of them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::lang::PerLang;
use crate::base::snapshot::{SITE_FILE, Snapshot};
use crate::base::source::SourcePath;
use crate::compile::memo::{Around, Face, Found, ItemTexts, Reading, Same, WorldKey};
use crate::compile::theme::section_names;
use crate::kind::folder::{self, ItemFiles, ItemRead};
use crate::kind::key::{Key, Kind};
use crate::present::texts;
use crate::read::document;
use crate::read::site_file::SiteFile;
use crate::site::catalogue::{Catalogue, Files, Items, broken_pages, is_alike, item_files, relations};
use crate::site::plan::{self, layout};
use crate::site::rules;
use crate::site::world::World;
use crate::text::markdown::MarkdownLabels;

/// What a compilation has of the one before it.
pub(super) struct Before<'a> {
    /// The files that do not hold what they did.
    pub(super) changed: &'a BTreeSet<SourcePath>,
    /// True when the items and their files are those of then.
    pub(super) same_items: bool,
}

impl Before<'_> {
    /// For each item what was made of it then, if the item was there; `folder` tells of what something was made.
    fn of_items<'k, K>(&self, items: &[ItemFiles], known: &'k [K], folder: impl Fn(&K) -> &str) -> Vec<Option<&'k K>> {
        if self.same_items && known.len() == items.len() {
            return known.iter().map(Some).collect();
        }
        let by_folder: HashMap<&str, &K> = known.iter().map(|known| (folder(known), known)).collect();
        items.iter().map(|files| by_folder.get(&*files.folder).copied()).collect()
    }

    fn has_changed(&self, paths: &PerLang<SourcePath>) -> bool {
        !self.changed.is_empty() && paths.iter().any(|(_, path)| self.changed.contains(path))
    }
}

/// Reads the items of which a file is not as it was, side by side. `known` are those of the last compilation.
pub(super) fn read(
    snapshot: &Snapshot,
    items: &[ItemFiles],
    site_file: &Arc<Found<SiteFile>>,
    before: &Before<'_>,
    known: &[Arc<Reading>],
) -> Vec<Arc<Reading>> {
    let known = before.of_items(items, known, |known| &known.files.folder);
    let read = |(files, known): (&ItemFiles, Option<&Arc<Reading>>)| {
        let same = |known: &Reading| {
            Arc::ptr_eq(&known.site_file.0, site_file) && (before.same_items || known.files == *files)
        };
        match known.filter(|known| same(known) && !before.has_changed(&files.paths)) {
            Some(known) => Arc::clone(known),
            None => Arc::new(read_item(snapshot, files, site_file, known)),
        }
    };
    items.par_iter().with_min_len(64).zip(known).map(read).collect()
}

fn read_item(
    snapshot: &Snapshot,
    files: &ItemFiles,
    site_file: &Arc<Found<SiteFile>>,
    before: Option<&Arc<Reading>>,
) -> Reading {
    let mut diagnostics = Vec::new();
    let mut documents = PerLang::default();
    let mut texts = PerLang::default();
    for (lang, path) in files.paths.iter() {
        if let Some(document) = document::read(path, &snapshot.files[path], &mut diagnostics) {
            texts.set(lang, snapshot.text(path).unwrap_or_default());
            documents.set(lang, document);
        }
    }
    let mut read = folder::read(files.clone(), documents, &texts, &site_file.value, &mut diagnostics);
    // Its texts say which of its files are published, and may name one of another item by its address.
    if files.has_files || texts.iter().any(|(_, text)| names_an_address(text)) {
        read.linked = texts::linked(snapshot, &read);
    }
    let same = before.filter(|before| *before.read == read).map(|before| Arc::clone(&before.read));
    let read = same.unwrap_or_else(|| Arc::new(read));
    Reading { site_file: Same(Arc::clone(site_file)), files: files.clone(), read, diagnostics }
}

/// True for a text in which a link may lead to a path from the root of the site.
fn names_an_address(text: &str) -> bool {
    text.match_indices('/').any(|(at, _)| {
        let before = text[..at].trim_end_matches(|sign: char| sign.is_whitespace() || matches!(sign, '<' | '"' | '\''));
        ["](", "]:", "="].iter().any(|beginning| before.ends_with(beginning))
    })
}

/// Renders the texts of the items of which a file is not as it was, side by side. `known` are those of the last compilation
/// whose links led where they do now.
pub(super) fn render_texts(
    snapshot: &Snapshot,
    world: &World,
    (items, readings): (&[ItemFiles], &[Arc<Reading>]),
    words: &Arc<Vec<MarkdownLabels>>,
    before: &Before<'_>,
    known: &[Arc<ItemTexts>],
) -> Vec<Arc<ItemTexts>> {
    let same_words = known.first().is_some_and(|known| known.words == *words);
    let known = before.of_items(items, known, |known| &known.read.0.folder);
    let render = |(reading, known): (&Arc<Reading>, Option<&Arc<ItemTexts>>)| {
        let read = &reading.read;
        let known = known.filter(|known| same_words && Arc::ptr_eq(&known.read.0, read));
        match known.filter(|_| !before.has_changed(&read.paths)) {
            Some(known) => Arc::clone(known),
            None => {
                let texts = Arc::new(texts::render(snapshot, world.catalogue(), world.plan(), read, words));
                Arc::new(ItemTexts { read: Same(Arc::clone(read)), words: Arc::clone(words), texts })
            }
        }
    };
    readings.par_iter().with_min_len(16).zip(known).map(render).collect()
}

/// Puts the items together and lays out every address. `None` without a site to put them into.
pub(super) fn settle(
    snapshot: &Snapshot,
    key: &WorldKey,
    before: Option<&World>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arc<World>> {
    let site_file = &key.around.site_file.0.value;
    let misplaced = &key.around.gathered.0.value.misplaced;
    let keys = || key.reads.iter().map(|read| &read.0.key).chain(misplaced).cloned().collect();
    let known = before.map_or_else(|| Arc::new(keys()), |before| Arc::clone(&before.catalogue().known));
    let (_, catalogue) = rayon::join(
        || check_items(snapshot, &key.reads, &known, site_file, diagnostics),
        || catalogue(snapshot, key, before, Arc::clone(&known)),
    );
    let catalogue = catalogue?;
    rules::check_catalogue(&catalogue, diagnostics);
    rules::files::check_unnamed(&catalogue, each(&key.reads), diagnostics);
    let world = World::new(catalogue, before, |ground, before| match &key.around.face {
        Some(Face { section_names, assets, has_shares, has_search }) => {
            let face = plan::Face { section_names, assets, has_shares: *has_shares, has_search: *has_search };
            layout::lay_out(ground, face, before, diagnostics)
        }
        None => {
            let section_names = section_names(site_file, None);
            let face = plan::Face { section_names: &section_names, assets: &[], has_shares: false, has_search: false };
            layout::lay_out(ground, face, None, &mut Vec::new())
        }
    });
    if key.around.face.is_some() {
        rules::redirects::check_redirects(world.catalogue(), world.plan(), diagnostics);
    }
    Some(Arc::new(world))
}

/// Checks what each item says against all others, broken ones included.
fn check_items(
    snapshot: &Snapshot,
    reads: &[Same<ItemRead>],
    known: &BTreeSet<Key>,
    site: &SiteFile,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let ids = |kind: Kind| known.iter().filter(|key| key.kind == kind).map(|key| &*key.id).collect::<Vec<_>>();
    rules::check_mentions(&site.mentions, &SourcePath::new(SITE_FILE), ids, diagnostics);
    let themes: Vec<&str> = site.themes.iter().flatten().map(String::as_str).collect();
    let phases: Vec<&str> = site.phases.iter().flatten().map(String::as_str).collect();
    let found = reads.par_iter().map(|Same(read)| {
        let mut found = Vec::new();
        let Some(path) = read.paths.get(read.original) else { return found };
        let exists = |mention: &_| rules::leads_somewhere(mention, known);
        if !read.mentions.iter().all(exists) {
            rules::check_mentions(&read.mentions, path, ids, &mut found);
        }
        rules::check_declared(read, path, &themes, &phases, &mut found);
        rules::check_files(read, path, snapshot, &mut found);
        if site.tags.are_known() {
            rules::check_translations(read, path, &site.tags, &mut found);
        }
        found
    });
    diagnostics.extend(found.collect::<Vec<_>>().into_iter().flatten());
}

/// Puts the items together. `None` without a site to put them into.
fn catalogue(
    snapshot: &Snapshot,
    key: &WorldKey,
    before: Option<&World>,
    known: Arc<BTreeSet<Key>>,
) -> Option<Catalogue> {
    let WorldKey { around: Around { site_file, options, .. }, reads } = key;
    let site_file = &site_file.0.value;
    let (mut site, tags) = (site_file.site.clone()?, site_file.tags.clone());
    let preview_of = options.preview.then(|| site.base_url.clone());
    if let Some(base_url) = &options.base_url {
        site.base_url = base_url.clone();
    }
    let written = reads.iter().filter_map(|Same(read)| read.item.clone());
    let items = Items::as_of(written, snapshot.now, before.map(|before| &before.catalogue().items));
    let mut catalogue = Catalogue {
        site,
        broken: broken_pages(each(reads), &tags),
        tags,
        relations: match before.map(World::catalogue).filter(|known| is_alike(&known.items, &items)) {
            Some(known) => Arc::clone(&known.relations),
            None => Arc::new(relations(&items)),
        },
        files: Files::default(),
        known,
        items,
        now: snapshot.now,
        drafts: options.drafts,
        preview_of,
    };
    let files = item_files(snapshot, &catalogue, each(reads));
    // Equal files are the same object.
    catalogue.files = match before.map(|before| &before.catalogue().files).filter(|before| **before == files) {
        Some(before) => before.clone(),
        None => files,
    };
    Some(catalogue)
}

fn each(reads: &[Same<ItemRead>]) -> impl Iterator<Item = &ItemRead> + Clone {
    reads.iter().map(|Same(read)| &**read)
}
