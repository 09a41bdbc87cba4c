//! Links to other sites in the sources.

use crate::base::source::Place;

/// A link to another site, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalLink {
    /// The address, absolute, `http` or `https`.
    pub address: String,
    /// Its place.
    pub place: Place,
}
