//! What whoever compiles may ask for.

use std::sync::Arc;

use crate::base::manifest::Manifest;
use crate::base::route::BaseUrl;
use crate::theme::AssetAddresses;

/// What whoever compiles may ask for, beyond what the sources say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Publish under this address instead of the one in `site.yaml`.
    pub base_url: Option<BaseUrl>,
    /// Show drafts and items that are not published yet.
    pub drafts: bool,
    /// A site to look at before it is published: every page says so, and search engines are to leave it out.
    pub preview: bool,
    /// How the addresses of the theme's files are made.
    pub assets: AssetAddresses,
    /// What the published site holds, of which nothing may vanish; what `permalinks.lock` records may not in any case.
    pub against: Option<Arc<Manifest>>,
}
