//! How a run of the program ended that did not fail.

/// How a run ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// What was asked for is done.
    Done,
    /// The sources have mistakes that do not allow it.
    Mistakes,
}
