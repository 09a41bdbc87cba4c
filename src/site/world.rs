//! Everything that is settled before anything is rendered: the catalogue, what happened to it, and its addresses.

use std::fmt;

use self_cell::self_cell;

use crate::site::catalogue::Catalogue;
use crate::site::listing::Lists;
use crate::site::plan::{Plan, PlanInputs};
use crate::site::schedule::{self, ScheduledChange};
use crate::site::timeline::Timeline;

self_cell!(
    /// The catalogue, and its timeline, whose entries stand in it.
    struct CatalogueWithTimeline {
        owner: Catalogue,

        #[covariant]
        dependent: Timeline,
    }
);

/// The catalogue, what happened to it, and its addresses.
pub struct World {
    chronicle: CatalogueWithTimeline,
    lists: Lists,
    plan: Plan,
    coming: Vec<ScheduledChange>,
}

impl World {
    /// Settles the addresses of a catalogue by `plan`.
    pub fn new(catalogue: Catalogue, plan: impl FnOnce(PlanInputs<'_>) -> Plan + Send) -> Self {
        let mut lists = Lists::default();
        let chronicle = CatalogueWithTimeline::new(catalogue, |catalogue| {
            let (timeline, of_catalogue) = rayon::join(|| Timeline::new(catalogue), || Lists::new(catalogue));
            lists = of_catalogue;
            timeline
        });
        let (catalogue, timeline) = (chronicle.borrow_owner(), chronicle.borrow_dependent());
        let inputs = PlanInputs { catalogue, timeline, lists: &lists };
        let (plan, coming) = rayon::join(|| plan(inputs), || schedule::coming(catalogue, timeline));
        Self { chronicle, lists, plan, coming }
    }

    /// Every item, as of `now`.
    pub fn catalogue(&self) -> &Catalogue {
        self.chronicle.borrow_owner()
    }

    /// What happened to the items.
    pub fn timeline(&self) -> &Timeline<'_> {
        self.chronicle.borrow_dependent()
    }

    /// The lists of the site.
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Every address.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Every moment to come at which the site changes by itself, the next one first.
    pub fn coming(&self) -> &[ScheduledChange] {
        &self.coming
    }

    /// True when every link of a text leads where it does in the other world.
    pub fn leads_as(&self, other: &Self) -> bool {
        let (one, another) = (self.catalogue(), other.catalogue());
        let links = |catalogue: &Catalogue| (catalogue.site.base_url.clone(), catalogue.tags.clone());
        links(one) == links(another)
            && one.known == another.known
            && one.broken == another.broken
            && one.files == another.files
            && one
                .items
                .values()
                .map(|item| (&item.key, &item.folder, one.is_public(item)))
                .eq(another.items.values().map(|item| (&item.key, &item.folder, another.is_public(item))))
            && self.plan.pages == other.plan.pages
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("pages", &self.plan.pages.len()).finish_non_exhaustive()
    }
}
