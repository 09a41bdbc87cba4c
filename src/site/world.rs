//! Everything that is computed before anything is rendered: the catalogue, its timeline, its lists, and all addresses.

use std::fmt;

use self_cell::self_cell;

use crate::site::catalogue::Catalogue;
use crate::site::listing::Lists;
use crate::site::plan::{Plan, PlanInputs};
use crate::site::schedule::{self, ScheduledChange};
use crate::site::timeline::Timeline;

self_cell!(
    /// The catalogue, and its timeline, which borrows from it.
    struct CatalogueWithTimeline {
        owner: Catalogue,

        #[covariant]
        dependent: Timeline,
    }
);

/// The catalogue, its timeline, its lists, and all addresses.
pub struct World {
    catalogue: CatalogueWithTimeline,
    lists: Lists,
    plan: Plan,
    scheduled_changes: Vec<ScheduledChange>,
}

impl World {
    /// The world of a catalogue; `plan` lays out its addresses.
    pub fn new(catalogue: Catalogue, plan: impl FnOnce(PlanInputs<'_>) -> Plan + Send) -> Self {
        let mut lists = Lists::default();
        let with_timeline = CatalogueWithTimeline::new(catalogue, |catalogue| {
            let (timeline, of_catalogue) = rayon::join(|| Timeline::new(catalogue), || Lists::new(catalogue));
            lists = of_catalogue;
            timeline
        });
        let (catalogue, timeline) = (with_timeline.borrow_owner(), with_timeline.borrow_dependent());
        let inputs = PlanInputs { catalogue, timeline, lists: &lists };
        let (plan, scheduled_changes) =
            rayon::join(|| plan(inputs), || schedule::scheduled_changes(catalogue, timeline));
        Self { catalogue: with_timeline, lists, plan, scheduled_changes }
    }

    /// Every item, as of `now`.
    pub fn catalogue(&self) -> &Catalogue {
        self.catalogue.borrow_owner()
    }

    /// The timeline of all items.
    pub fn timeline(&self) -> &Timeline<'_> {
        self.catalogue.borrow_dependent()
    }

    /// The lists of the site.
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Every address.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Every future change of the site that needs no change of the sources, the next one first.
    pub fn scheduled_changes(&self) -> &[ScheduledChange] {
        &self.scheduled_changes
    }

    /// True when every link in a text has the same target as in the other world.
    pub fn has_same_links(&self, other: &Self) -> bool {
        let (one, another) = (self.catalogue(), other.catalogue());
        let links = |catalogue: &Catalogue| (catalogue.site.base_url.clone(), catalogue.tags.clone());
        links(one) == links(another)
            && one.all_keys == another.all_keys
            && one.broken_pages == another.broken_pages
            && one.files == another.files
            && one
                .items
                .values()
                .map(|item| (&item.key, &item.folder, one.is_public(item)))
                .eq(another.items.values().map(|item| (&item.key, &item.folder, another.is_public(item))))
            && self.plan.files == other.plan.files
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("pages", &self.plan.files.len()).finish_non_exhaustive()
    }
}
