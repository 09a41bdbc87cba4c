//! The pipeline on one page: from a snapshot of the sources to the output tree of the site, with every diagnostic on the way.

mod compilation;
mod items;
pub mod memo;
pub mod options;
pub mod permalinks;
mod slot;
mod status;
mod theme;
mod world;

use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, sort};
use crate::base::moment::{Moment, PartialDate, Zone};
use crate::base::snapshot::{SITE_FILE, Snapshot};
use crate::base::source::SourcePath;
pub use crate::compile::compilation::Compilation;
use crate::compile::compilation::CompiledSite;
use crate::compile::memo::Memo;
pub use crate::compile::options::Options;
use crate::compile::slot::{FileList, PtrEq, WithDiagnostics};
use crate::compile::theme::markdown_words;
use crate::compile::world::WorldInputs;
use crate::kind::key::Kind;
use crate::output::editors::SiteTerms;
use crate::output::html;
use crate::output::tree::{Pages, Sources};
use crate::present::bodies::{Bodies, RenderedTexts};
use crate::read::site_file;
use crate::site::gather::{gather, tags_of_files};
use crate::site::rules;
use crate::site::world::World;

/// The time zone of the site, for times from the command line.
pub fn site_zone(snapshot: &Snapshot) -> Zone {
    site_file::read(snapshot, tags_of_files(snapshot), &mut Vec::new()).zone
}

/// The parts of `site.yaml` that values of fields depend on, for the tools of editors.
pub fn site_terms(snapshot: &Snapshot) -> SiteTerms {
    SiteTerms::of(&site_file::read(snapshot, tags_of_files(snapshot), &mut Vec::new()))
}

/// Compiles the sources as of the snapshot's `now`. Results in the memo whose inputs are unchanged are reused; the site and the
/// diagnostics do not depend on what the memo has.
pub fn compile(snapshot: &Snapshot, options: &Options, memo: &mut Memo) -> Compilation {
    let mut diagnostics = Vec::new();
    let site = compile_site(snapshot, options, memo, &mut diagnostics);
    sort(&mut diagnostics);
    Compilation { diagnostics, ..site.unwrap_or_default() }
}

/// The steps. `None` without a readable `site.yaml` or a theme, since no page can be rendered then.
fn compile_site(
    snapshot: &Snapshot,
    options: &Options,
    memo: &mut Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Compilation> {
    // Text to items: the settings of the site, which files make which items, the items.
    let files = FileList(snapshot.files.clone());
    let tags = memo.tags.get(files.clone(), |_| tags_of_files(snapshot));
    let site_source = snapshot.files.get(&SourcePath::new(SITE_FILE)).cloned();
    let preview = options.base_url.clone().filter(|_| options.preview);
    let site_file = memo.site_file.get((site_source, PtrEq(tags), preview), |(_, PtrEq(tags), preview)| {
        WithDiagnostics::collect(|found| {
            let site_file = site_file::read(snapshot, (**tags).clone(), found);
            match preview {
                Some(preview) => site_file.in_preview_at(preview),
                None => site_file,
            }
        })
    });
    diagnostics.extend_from_slice(&site_file.diagnostics);
    let gathered = memo.gathered.get((files.clone(), site_file.value.tags.clone()), |(_, tags)| {
        WithDiagnostics::collect(|found| gather(snapshot, tags, found))
    });
    diagnostics.extend_from_slice(&gathered.diagnostics);
    memo.readings = items::read(snapshot, &gathered.value.items, &site_file, &memo.readings);
    diagnostics.extend(memo.readings.iter().flat_map(|reading| &reading.diagnostics).cloned());

    // Items to a world: the catalogue as of now, and every address.
    let theme = theme::load(snapshot, &site_file.value, options.assets, &mut memo.theme, diagnostics);
    let inputs = WorldInputs {
        site_file: PtrEq(Arc::clone(&site_file)),
        files,
        gathered: PtrEq(gathered),
        reads: memo.readings.iter().map(|reading| PtrEq(Arc::clone(&reading.read))).collect(),
        theme: theme.as_deref().map(|theme| theme::routes(theme, &site_file.value)),
        options: options.clone(),
        now: snapshot.now,
    };
    let found =
        memo.world.get(inputs, |inputs| WithDiagnostics::collect(|found| world::build(snapshot, inputs, found)));
    diagnostics.extend_from_slice(&found.diagnostics);
    let world = Arc::clone(found.value.as_ref()?);
    rules::check_stale(world.catalogue(), snapshot, diagnostics);
    permalinks::check_permalinks(snapshot, memo, diagnostics);
    if let Some(theme) = &theme {
        html::check_templates(theme, &mut world.catalogue().of_kind(Kind::Page), diagnostics);
    }

    // Texts to markup, with links to the addresses of the world.
    memo.set_link_targets(&world);
    let words = memo.words.get(markdown_words(world.catalogue(), theme.as_deref()), Vec::clone);
    memo.texts = items::render_texts(snapshot, &world, &memo.readings, Arc::clone(&words), &memo.texts);
    let texts: Vec<Arc<RenderedTexts>> = memo.texts.iter().map(|texts| Arc::clone(&texts.texts)).collect();
    let found = texts.iter().flat_map(|texts| &texts.diagnostics);
    let Some(theme) = theme else {
        // Some addresses belong to the theme, so links to paths cannot be checked.
        diagnostics.extend(found.filter(|diagnostic| diagnostic.code != "local-path-to-nowhere").cloned());
        return None;
    };
    diagnostics.extend(found.cloned());

    // All of it to the files of the site, each rendered on demand.
    let font = theme.share().map(|design| design.font.clone());
    let tree = memo.tree.get(font, |font| Pages::files(world.plan(), font.as_ref()));
    let (scheduled_changes, valid_until) = (world.scheduled_changes().to_vec(), valid_until(&world));
    let bodies = Bodies::new(&texts);
    let sources = Sources { snapshot: snapshot.clone(), bodies, markdown: words, world, theme };
    let pages = Arc::new(Pages::new(sources));
    let tree = tree.rendered_by(Arc::clone(&pages) as _);
    let site = CompiledSite { pages, texts, site_file, readings: memo.readings.clone() };
    Some(Compilation {
        tree,
        scheduled_changes,
        valid_until: Some(valid_until),
        diagnostics: Vec::new(),
        site: Some(Arc::new(site)),
    })
}

/// Until when a site stays the same: the next scheduled change, or midnight, since its pages show the day.
fn valid_until(world: &World) -> Moment {
    let catalogue = world.catalogue();
    let zone = &catalogue.site.zone;
    let midnight = PartialDate::Day(catalogue.now.day(zone)).end(zone);
    world.scheduled_changes().first().map_or(midnight, |change| change.moment.min(midnight))
}
