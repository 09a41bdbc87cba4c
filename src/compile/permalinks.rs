//! Checks a compilation against what was published before: `permalinks.lock`, and the manifest of the published site.

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
pub use crate::site::permalink::lock_file::MERGE_CONFLICT;
use crate::site::permalink::{Permalinks, check, lock_file, permalinks};
use crate::site::plan::content::Content;
use crate::site::world::World;

/// The text of `permalinks.lock` with the permalinks of the last compilation of the memo, which was that of `snapshot`, added.
/// `None` if there was no site.
pub fn updated_lock_file(snapshot: &Snapshot, memo: &Memo) -> Option<(String, lock_file::LockCounts)> {
    let before = lock_file::read(snapshot, &mut Vec::new()).unwrap_or_default();
    Some(lock_file::updated(&before, &permalinks(last_world(memo)?)))
}

/// The published addresses of an item, or of one of its files: those in the last compilation of the memo, and those that the lock
/// file records. Sorted, percent-encoded.
pub fn published_addresses(snapshot: &Snapshot, memo: &Memo, key: &Key, file: Option<&str>) -> Vec<String> {
    let Some(world) = last_world(memo) else { return Vec::new() };
    let lock = lock_file::read(snapshot, &mut Vec::new()).unwrap_or_default();
    let recorded = lock.iter().filter(|line| line.kind.is_address() && line.key().as_ref() == Some(key));
    let mut all: BTreeSet<String> = recorded.map(|line| line.text.to_owned()).collect();
    let permalinks = permalinks(world);
    let published =
        permalinks.iter().filter(|(permalink, owner)| permalink.kind.is_address() && owner.item.as_ref() == Some(key));
    all.extend(published.map(|(permalink, _)| permalink.text.clone()));
    let Some(file) = file else { return all.into_iter().collect() };
    // Pictures are files too, but no permalinks.
    let item = world.catalogue().items.get(key);
    let source = item.and_then(|item| world.catalogue().file(item, file)).map(|file| &file.path);
    let is_it = |content: &Content| matches!(content, Content::Copy(path) if Some(path) == source);
    let pages = world.plan().files.iter().filter(|planned| is_it(&planned.content));
    let file = encoded(file);
    let beside: BTreeSet<_> =
        all.iter().filter(|address| address.ends_with('/')).map(|page| format!("{page}{file}")).collect();
    all.retain(|address| beside.contains(address));
    all.extend(pages.map(|planned| encoded(planned.route.as_str())));
    all.into_iter().collect()
}

/// The addresses of the site itself that the last compilation of the memo no longer has, each with the nearest page above it.
pub fn missing_site_addresses(snapshot: &Snapshot, memo: &Memo) -> Vec<(String, String)> {
    let Some(world) = last_world(memo) else { return Vec::new() };
    check::missing_site_addresses(&lock_file::read(snapshot, &mut Vec::new()).unwrap_or_default(), world)
}

/// Reports the permalinks of earlier compilations that the last one of the memo lacks. A preview replaces nothing, so that these are
/// warnings there.
pub(super) fn check_permalinks(snapshot: &Snapshot, memo: &mut Memo, diagnostics: &mut Vec<Diagnostic>) {
    let Some((inputs, found)) = memo.world.last() else { return };
    let lock = snapshot.files.get(&SourcePath::new(LOCK_FILE)).cloned();
    let missing = memo.missing_permalinks.get((PtrEq(Arc::clone(found)), lock), |(PtrEq(found), _)| {
        found.value.as_ref().map(|world| missing_permalinks(snapshot, inputs, world)).unwrap_or_default()
    });
    let is_preview = inputs.options.preview;
    let severity = |found: &Diagnostic| if is_preview { Severity::Warning } else { found.severity };
    diagnostics.extend(missing.iter().map(|found| Diagnostic { severity: severity(found), ..found.clone() }));
}

fn missing_permalinks(snapshot: &Snapshot, inputs: &WorldInputs, world: &Arc<World>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let lock = lock_file::read(snapshot, &mut found);
    let manifest = inputs.options.against.as_deref().map(lock_file::manifest_lines);
    let published = manifest.as_deref().map(lock_file::read_manifest_lines);
    let lines = match (lock, published) {
        (Some(lock), Some(published)) => lock.merged_with(published),
        (Some(lines), None) | (None, Some(lines)) => lines,
        (None, None) => return found,
    };
    found.extend(check::check(&lines, world, &permalinks(world), &|| later_permalinks(snapshot, inputs, world)));
    found
}

/// The permalinks of the same sources after the last scheduled change of the site.
fn later_permalinks(snapshot: &Snapshot, inputs: &WorldInputs, world: &World) -> Permalinks {
    let Some(last) = world.scheduled_changes().last() else { return Permalinks::new() };
    let now = last.moment;
    let options = Options { drafts: false, ..inputs.options.clone() };
    let inputs = WorldInputs { options, now, ..inputs.clone() };
    let later = world::build(&Snapshot { now, ..snapshot.clone() }, &inputs, &mut Vec::new());
    later.map(|later| permalinks(&later)).unwrap_or_default()
}

/// The world of the last compilation; none if there was no site.
fn last_world(memo: &Memo) -> Option<&Arc<World>> {
    memo.world.last().and_then(|(_, found)| found.value.as_ref())
}
