//! What people may follow.

use crate::kind::key::{Key, Kind};

/// What one may follow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Everything.
    All,
    /// The items of a kind.
    Section(Kind),
    /// The items of a theme, by its rank in `site.yaml`.
    Theme(usize),
    /// One call or programme.
    Item(Key),
    /// The letters: a digest of each month that is over.
    Letters,
}

/// True for kinds whose items can be followed one by one.
pub fn has_feed(kind: Kind) -> bool {
    matches!(kind, Kind::Call | Kind::Programme)
}
