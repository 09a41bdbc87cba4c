//! The scopes of feeds: what a visitor can subscribe to.

use crate::kind::key::{Key, Kind};

/// The scope of a feed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedScope {
    /// All items.
    All,
    /// The items of a kind.
    Section(Kind),
    /// The items of a topic, by its rank under `themes` in `site.yaml`.
    Topic(usize),
    /// One call or programme.
    Item(Key),
    /// The newsletter: an issue for each month that is over.
    Newsletter,
}

/// True for the kinds whose items have a feed each.
pub fn has_own_feed(kind: Kind) -> bool {
    matches!(kind, Kind::Call | Kind::Programme)
}
