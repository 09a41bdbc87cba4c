//! The second level of the memo: the world, made of all items together, built again when any of its inputs differs.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::moment::Moment;
use crate::base::snapshot::{SITE_FILE, Snapshot};
use crate::base::source::SourcePath;
use crate::compile::options::Options;
use crate::compile::slot::{FileList, PtrEq, WithDiagnostics};
use crate::compile::theme::section_names;
use crate::kind::folder::ParsedItem;
use crate::kind::key::{Key, Kind};
use crate::read::site_file::SiteFile;
use crate::site::catalogue::{Catalogue, Files, Items, backlinks, broken_pages, item_files};
use crate::site::gather::GatheredItems;
use crate::site::plan::{ThemeRoutes, layout};
use crate::site::rules::{self, DeclaredIds, ItemNames};
use crate::site::world::World;

/// The inputs of a world.
#[derive(Clone, Debug, PartialEq)]
pub struct WorldInputs {
    pub(super) site_file: PtrEq<WithDiagnostics<SiteFile>>,
    pub(super) files: FileList,
    pub(super) gathered: PtrEq<WithDiagnostics<GatheredItems>>,
    pub(super) reads: Vec<PtrEq<ParsedItem>>,
    pub(super) theme: Option<ThemeRoutes>,
    pub(super) options: Options,
    pub(super) now: Moment,
}

/// Builds the catalogue and lays out every address. `None` without valid settings of the site.
pub(super) fn build(
    snapshot: &Snapshot,
    inputs: &WorldInputs,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arc<World>> {
    let site_file = &inputs.site_file.0.value;
    let misplaced = &inputs.gathered.0.value.misplaced;
    let all_keys = inputs.reads.iter().map(|PtrEq(read)| &read.key).chain(misplaced).cloned().collect();
    let (_, catalogue) = rayon::join(
        || check_items(snapshot, &inputs.reads, &all_keys, site_file, inputs.now, diagnostics),
        || catalogue(snapshot, inputs, &all_keys),
    );
    let catalogue = catalogue?;
    rules::check_catalogue(&catalogue, diagnostics);
    if let Some(published) = &inputs.options.against {
        rules::deadlines::check_deadlines(&catalogue, published, diagnostics);
    }
    rules::files::check_private_files(&catalogue, each(&inputs.reads), diagnostics);
    let world = World::new(catalogue, |plan_inputs| match &inputs.theme {
        Some(theme) => layout::lay_out(plan_inputs, theme, diagnostics),
        None => {
            let theme = ThemeRoutes { section_names: section_names(site_file, None), ..ThemeRoutes::default() };
            layout::lay_out(plan_inputs, &theme, &mut Vec::new())
        }
    });
    if inputs.theme.is_some() {
        let (catalogue, plan) = (world.catalogue(), world.plan());
        rules::redirects::check_redirects(catalogue, plan, diagnostics);
        let site = (&SourcePath::new(SITE_FILE), &*site_file.addresses);
        let of_items = each(&inputs.reads).filter_map(|read| Some((read.paths.get(read.original)?, &*read.addresses)));
        for (path, addresses) in std::iter::once(site).chain(of_items) {
            rules::redirects::check_own_addresses(catalogue, plan, path, addresses, diagnostics);
        }
    }
    Some(Arc::new(world))
}

/// Checks each item against all others and the settings of the site, items with errors included.
fn check_items(
    snapshot: &Snapshot,
    reads: &[PtrEq<ParsedItem>],
    all_keys: &BTreeSet<Key>,
    site: &SiteFile,
    now: Moment,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let today = now.day(&site.zone);
    let ids = |kind: Kind| all_keys.iter().filter(|key| key.kind == kind).map(|key| &*key.id).collect::<Vec<_>>();
    let names = LazyLock::new(|| ItemNames::new(each(reads)));
    rules::check_references(&site.references, &SourcePath::new(SITE_FILE), ids, &names, diagnostics);
    let (topics, phases) = site.site.as_ref().map(|site| (&*site.themes, &*site.phases)).unwrap_or_default();
    let themes = DeclaredIds::new(site.themes.as_ref(), topics.iter().map(|topic| (&*topic.id.value, &topic.label)));
    let phases = DeclaredIds::new(site.phases.as_ref(), phases.iter().map(|phase| (&*phase.id, &phase.label)));
    let found = reads.par_iter().map(|PtrEq(read)| {
        let mut found = Vec::new();
        let Some(path) = read.paths.get(read.original) else { return found };
        let exists = |reference: &_| rules::target_exists(reference, all_keys);
        if !read.references.iter().all(exists) {
            rules::check_references(&read.references, path, ids, &names, &mut found);
        }
        rules::check_declared(read, path, &themes, &phases, &mut found);
        rules::check_files(read, path, snapshot, &mut found);
        rules::check_dates(read, path, today, &mut found);
        rules::check_undated(read, path, today, &mut found);
        if site.tags.are_declared() {
            rules::check_translations(read, path, &site.tags, &mut found);
        }
        found
    });
    diagnostics.extend(found.collect::<Vec<_>>().into_iter().flatten());
}

fn catalogue(snapshot: &Snapshot, inputs: &WorldInputs, all_keys: &BTreeSet<Key>) -> Option<Catalogue> {
    let WorldInputs { site_file, options, reads, .. } = inputs;
    let site_file = &site_file.0.value;
    let (mut site, tags) = (site_file.site.clone()?, site_file.tags.clone());
    let preview_of = options.preview.then(|| site.base_url.clone());
    if let Some(base_url) = &options.base_url {
        site.base_url = base_url.clone();
    }
    let items = Items::as_of(each(reads).filter_map(|read| read.item.clone()), snapshot.now);
    let mut catalogue = Catalogue {
        site,
        broken_pages: broken_pages(each(reads), &tags),
        tags,
        backlinks: backlinks(&items),
        files: Files::default(),
        all_keys: all_keys.clone(),
        items,
        now: snapshot.now,
        drafts: options.drafts,
        preview_of,
    };
    catalogue.files = item_files(snapshot, &catalogue, each(reads));
    Some(catalogue)
}

fn each(reads: &[PtrEq<ParsedItem>]) -> impl Iterator<Item = &ParsedItem> + Clone {
    reads.iter().map(|PtrEq(read)| &**read)
}
