//! Addresses of other sites that the sources name, each with its place: what readers are sent to and editors do not keep.

use crate::base::source::Place;

/// An address of another site, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalLink {
    /// The address, absolute, `http` or `https`.
    pub address: String,
    /// Where it stands.
    pub place: Place,
}
