//! Holds a compilation against what was published before: what `permalinks.lock` records, and what the published site says of itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::route::encoded;
use crate::base::snapshot::{LOCK_FILE, Snapshot};
use crate::base::source::SourcePath;
use crate::compile::items;
use crate::compile::memo::{Around, Memo, Same, WorldKey};
use crate::compile::options::Options;
use crate::kind::key::Key;
pub use crate::site::permalink::file::MERGED;
use crate::site::permalink::{Names, check, file, names};
use crate::site::plan::content::Content;
use crate::site::world::World;

/// The text of `permalinks.lock` with all that the last compilation of the memo publishes, which was that of `snapshot`.
/// `None` where there was no site.
pub fn record(snapshot: &Snapshot, memo: &Memo) -> Option<(String, file::Counts)> {
    let (_, found) = memo.world.last_pair()?;
    let before = file::read(snapshot, &mut Vec::new()).unwrap_or_default();
    Some(file::write(&before, &names(found.value.as_ref()?)))
}

/// The addresses of an item, or of one of its files, that were published: in the last compilation of the memo, and as the file
/// records them. In their order, percent-encoded.
pub fn addresses(snapshot: &Snapshot, memo: &Memo, key: &Key, file: Option<&str>) -> Vec<String> {
    let Some(world) = memo.world.last().and_then(|found| found.value.as_ref()) else { return Vec::new() };
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
    let Some(world) = memo.world.last().and_then(|found| found.value.as_ref()) else { return Vec::new() };
    check::gone_of_site(&file::read(snapshot, &mut Vec::new()).unwrap_or_default(), world)
}

/// Holds the last compilation of the memo against what is known of earlier ones. A preview takes nothing away: there it warns.
pub(super) fn check_vanished(snapshot: &Snapshot, memo: &mut Memo, diagnostics: &mut Vec<Diagnostic>) {
    let Some((key, found)) = memo.world.last_pair() else { return };
    let lock = snapshot.files.get(&SourcePath::new(LOCK_FILE)).cloned();
    let told = memo.vanished.get((Same(Arc::clone(found)), lock), |(Same(found), _)| {
        found.value.as_ref().map(|world| vanished(snapshot, key, world)).unwrap_or_default()
    });
    let is_preview = key.around.options.preview;
    let told = told.iter().cloned();
    diagnostics
        .extend(told.map(|told| if is_preview { Diagnostic { severity: Severity::Warning, ..told } } else { told }));
}

fn vanished(snapshot: &Snapshot, key: &WorldKey, world: &Arc<World>) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    let lock = file::read(snapshot, &mut told);
    let manifest = key.around.options.against.as_deref().map(file::of_manifest);
    let published = manifest.as_deref().map(file::published);
    let lines = match (lock, published) {
        (Some(lock), Some(published)) => lock.and(published),
        (Some(lines), None) | (None, Some(lines)) => lines,
        (None, None) => return told,
    };
    told.extend(check::check(&lines, world, &names(world), &|| later(snapshot, key, world)));
    told
}

/// The names of the same sources behind the last moment at which the site changes by itself: as it will stay.
fn later(snapshot: &Snapshot, key: &WorldKey, world: &World) -> Names {
    let Some(last) = world.coming().last() else { return Names::new() };
    let now = last.moment;
    let options = Options { drafts: false, ..key.around.options.clone() };
    let around = Around { options, now, ..key.around.clone() };
    let key = WorldKey { around, reads: key.reads.clone() };
    let later = items::settle(&Snapshot { now, ..snapshot.clone() }, &key, None, &mut Vec::new());
    later.map(|later| names(&later)).unwrap_or_default()
}
