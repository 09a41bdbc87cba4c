//! The options of a compilation.

use std::sync::Arc;

use crate::base::manifest::Manifest;
use crate::base::route::BaseUrl;
use crate::theme::AssetAddresses;

/// The options of a compilation, beyond the settings in the sources.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Publish under this address instead of the one in `site.yaml`.
    pub base_url: Option<BaseUrl>,
    /// Show drafts and items that are not published yet.
    pub drafts: bool,
    /// Make a preview: every page says so, and search engines must not index it.
    pub preview: bool,
    /// How the addresses of the theme's files are made.
    pub assets: AssetAddresses,
    /// The manifest of the published site, none of whose permalinks may disappear. Those in `permalinks.lock` never may.
    pub against: Option<Arc<Manifest>>,
}
