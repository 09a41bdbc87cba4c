//! The whole street on one page: from a snapshot of the sources to the tree of the site, and every mistake on the way.

use crate::base::diagnostic::Diagnostic;
use crate::base::moment::Zone;
use crate::base::output::OutputTree;
use crate::base::route::BaseUrl;
use crate::base::snapshot::Snapshot;

/// What whoever compiles may ask for, beyond what the sources say.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Publish under this address instead of the one in `site.yaml`.
    pub base_url: Option<BaseUrl>,
    /// Show drafts and items that are not published yet.
    pub drafts: bool,
}

/// The site, and what is wrong with its sources. With an error among the diagnostics the tree is not to be published.
#[derive(Clone, Debug, Default)]
pub struct Compilation {
    /// Every file of the site.
    pub tree: OutputTree,
    /// Every mistake found, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles the sources as of the snapshot's `now`.
pub fn compile(_snapshot: &Snapshot, _options: &Options) -> Compilation {
    Compilation::default()
}

/// The zone that `content/site.yaml` names, in which instants of the command line are read too; else the default one.
pub fn site_zone(_snapshot: &Snapshot) -> Zone {
    Zone::named("Europe/Luxembourg").expect("the bundled tz database has the default zone")
}
