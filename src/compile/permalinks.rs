//! Holds a compilation against what was published before: what `permalinks.lock` records, and what the published site says of itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::route::encoded;
use crate::base::snapshot::{LOCK_FILE, Snapshot};
use crate::base::source::SourcePath;
use crate::compile::memo::Memo;
use crate::compile::options::Options;
use crate::compile::slot::PtrEq;
use crate::compile::world::{self, WorldInputs};
use crate::kind::key::Key;
pub use crate::site::permalink::file::MERGED;
use crate::site::permalink::{Names, check, file, names};
use crate::site::plan::content::Content;
use crate::site::world::World;

/// The text of `permalinks.lock` with all that the last compilation of the memo publishes, which was that of `snapshot`.
/// `None` where there was no site.
pub fn record(snapshot: &Snapshot, memo: &Memo) -> Option<(String, file::Counts)> {
    let before = file::read(snapshot, &mut Vec::new()).unwrap_or_default();
    Some(file::write(&before, &names(last_world(memo)?)))
}

/// The addresses of an item, or of one of its files, that were published: in the last compilation of the memo, and as the file
/// records them. In their order, percent-encoded.
pub fn addresses(snapshot: &Snapshot, memo: &Memo, key: &Key, file: Option<&str>) -> Vec<String> {
    let Some(world) = last_world(memo) else { return Vec::new() };
    let lock = file::read(snapshot, &mut Vec::new()).unwrap_or_default();
    let recorded = lock.iter().filter(|line| line.sort.is_address() && line.key().as_ref() == Some(key));
    let mut all: BTreeSet<String> = recorded.map(|line| line.text.to_owned()).collect();
    let names = names(world);
    let published = names.iter().filter(|(name, holder)| name.sort.is_address() && holder.item.as_ref() == Some(key));
    all.extend(published.map(|(name, _)| name.text.clone()));
    let Some(file) = file else { return all.into_iter().collect() };
    // Pictures are files too, and in no record.
    let item = world.catalogue().items.get(key);
    let source = item.and_then(|item| world.catalogue().file(item, file)).map(|file| &file.path);
    let is_it = |content: &Content| matches!(content, Content::Copy(path) if Some(path) == source);
    let pages = world.plan().pages.iter().filter(|planned| is_it(&planned.content));
    let file = encoded(file);
    let beside: BTreeSet<_> =
        all.iter().filter(|address| address.ends_with('/')).map(|page| format!("{page}{file}")).collect();
    all.retain(|address| beside.contains(address));
    all.extend(pages.map(|planned| encoded(planned.route.as_str())));
    all.into_iter().collect()
}

/// Addresses of the site's own, in no item, that the last compilation of the memo has no more, each with the nearest page above.
pub fn gone_of_site(snapshot: &Snapshot, memo: &Memo) -> Vec<(String, String)> {
    let Some(world) = last_world(memo) else { return Vec::new() };
    check::gone_of_site(&file::read(snapshot, &mut Vec::new()).unwrap_or_default(), world)
}

/// Holds the last compilation of the memo against what is known of earlier ones. A preview takes nothing away: there it warns.
pub(super) fn check_vanished(snapshot: &Snapshot, memo: &mut Memo, diagnostics: &mut Vec<Diagnostic>) {
    let Some((inputs, found)) = memo.world.last() else { return };
    let lock = snapshot.files.get(&SourcePath::new(LOCK_FILE)).cloned();
    let vanished = memo.vanished.get((PtrEq(Arc::clone(found)), lock), |(PtrEq(found), _)| {
        found.value.as_ref().map(|world| vanished(snapshot, inputs, world)).unwrap_or_default()
    });
    let is_preview = inputs.options.preview;
    let severity = |found: &Diagnostic| if is_preview { Severity::Warning } else { found.severity };
    diagnostics.extend(vanished.iter().map(|found| Diagnostic { severity: severity(found), ..found.clone() }));
}

fn vanished(snapshot: &Snapshot, inputs: &WorldInputs, world: &Arc<World>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let lock = file::read(snapshot, &mut found);
    let manifest = inputs.options.against.as_deref().map(file::of_manifest);
    let published = manifest.as_deref().map(file::published);
    let lines = match (lock, published) {
        (Some(lock), Some(published)) => lock.and(published),
        (Some(lines), None) | (None, Some(lines)) => lines,
        (None, None) => return found,
    };
    found.extend(check::check(&lines, world, &names(world), &|| later(snapshot, inputs, world)));
    found
}

/// The names of the same sources behind the last moment at which the site changes by itself: as it will stay.
fn later(snapshot: &Snapshot, inputs: &WorldInputs, world: &World) -> Names {
    let Some(last) = world.coming().last() else { return Names::new() };
    let now = last.moment;
    let options = Options { drafts: false, ..inputs.options.clone() };
    let inputs = WorldInputs { options, now, ..inputs.clone() };
    let later = world::build(&Snapshot { now, ..snapshot.clone() }, &inputs, &mut Vec::new());
    later.map(|later| names(&later)).unwrap_or_default()
}

/// The world of the last compilation, where there was a site.
fn last_world(memo: &Memo) -> Option<&Arc<World>> {
    memo.world.last().and_then(|(_, found)| found.value.as_ref())
}
