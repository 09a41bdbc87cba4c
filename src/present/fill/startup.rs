//! The facts of a startup, for its page.

use crate::kind::item::Item;
use crate::kind::startup::{self, Phase};
use crate::present::fill::context::Context;
use crate::present::fill::entry;
use crate::present::fill::facts::facts;
use crate::present::fill::path::path;
use crate::present::view::startup as view;
use crate::site::state;

/// The fields that [`facts`] skips, since this view shows them in another way.
const OWN: &[&str] = &["phases", "calls", "challenges"];

/// The facts of a startup.
pub fn startup(context: &Context<'_>, item: &Item, startup: &startup::Startup) -> view::StartupView {
    let declared = |phase: &Phase| context.catalogue.site.phases.iter().position(|known| known.id == phase.name.value);
    let mut phases: Vec<&Phase> = startup.phases.iter().collect();
    phases.sort_by_key(|phase| (context.moment(phase.start, item), declared(phase)));
    view::StartupView {
        facts: facts(context, item, startup, OWN),
        path: path(context, item),
        phases: phases
            .iter()
            .enumerate()
            .map(|(rank, phase)| self::phase(context, item, startup, phase, phases.get(rank + 1).copied()))
            .collect(),
    }
}

fn phase(
    context: &Context<'_>,
    item: &Item,
    startup: &startup::Startup,
    phase: &Phase,
    next: Option<&Phase>,
) -> view::PhaseView {
    let now = context.catalogue.now;
    let current = state::current_phase(item, startup, &context.catalogue.site, now);
    let ended = phase.end.is_some_and(|end| end.end(&item.common.zone) <= now);
    let progress = if context.moment(phase.start, item) > now {
        "coming"
    } else if ended || current.is_some_and(|current| current.name.value != phase.name.value) {
        "done"
    } else {
        "current"
    };
    // Where no end is written, a phase that is over lasted until the next one.
    let end = phase.end.or_else(|| next.filter(|_| progress == "done").map(|next| next.start));
    let known = context.catalogue.site.phases.iter().find(|known| known.id == phase.name.value);
    view::PhaseView {
        name: phase.name.value.clone(),
        label: entry::phase(context, phase),
        period: context.period(Some(phase.start), end, item).unwrap_or_default(),
        note: phase.note.as_ref().map(|note| context.localize(note, item)),
        progress: progress.to_owned(),
        active: known.is_none_or(|known| known.active),
    }
}
