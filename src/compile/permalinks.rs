//! What a compilation publishes for ever, beside what `permalinks.lock` records of earlier ones.

use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::moment::Moment;
use crate::base::snapshot::Snapshot;
use crate::compile::Options;
use crate::compile::items;
use crate::compile::memo::{Around, Memo, WorldKey};
use crate::site::permalink::{Permalinks, check as rules, file};

pub use crate::site::permalink::check::NOT_RECORDED;
use crate::site::world::World;

/// The text of `permalinks.lock` with all that the last compilation of the memo publishes, which was that of `snapshot`.
/// `None` where there was no site.
pub fn record(snapshot: &Snapshot, memo: &Memo) -> Option<(String, file::Counts)> {
    let (_, links) = permalinks(snapshot, memo)?;
    let before = file::read(snapshot, &mut Vec::new()).unwrap_or_default();
    Some(file::write(&before, &links, snapshot.now))
}

/// Holds the last compilation of the memo against the file.
pub(super) fn check(snapshot: &Snapshot, memo: &Memo, diagnostics: &mut Vec<Diagnostic>) {
    let lines = file::read(snapshot, diagnostics);
    if let Some((world, links)) = permalinks(snapshot, memo) {
        diagnostics.extend(rules::check(lines.as_ref(), &links, &world));
    }
}

/// The site as visitors see it now, without drafts, and what of it is known by a name for ever.
fn permalinks(snapshot: &Snapshot, memo: &Memo) -> Option<(Arc<World>, Permalinks)> {
    let (key, settled) = memo.world.last_pair()?;
    let settled = settled.value.as_ref()?;
    let of_visitors = |now: Moment| {
        let options = Options { drafts: false, ..key.around.options.clone() };
        let around = Around { options, now, ..key.around.clone() };
        let key = WorldKey { around, reads: key.reads.clone() };
        items::settle(&Snapshot { now, ..snapshot.clone() }, &key, None, &mut Vec::new())
    };
    let present = match key.around.options.drafts {
        false => Arc::clone(settled),
        true => of_visitors(snapshot.now)?,
    };
    // Behind the last moment at which it changes by itself the site is as it will stay.
    let later = match present.coming().last() {
        Some(last) => of_visitors(last.moment)?,
        None => Arc::clone(&present),
    };
    let links = Permalinks::new(&present, &later);
    Some((present, links))
}
