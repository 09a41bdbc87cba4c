//! The facts of a challenge.

use serde::Serialize;

use crate::present::view::facts::FactsView;
use crate::present::view::part::{FutureState, Link, TakePart};
use crate::present::view::path::PathView;
use crate::present::view::value::DateView;

/// A problem of the administration that looks for a solution.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ChallengeView {
    /// Its fields as displayed by their types; a template sees each under its name.
    #[serde(flatten)]
    pub facts: FactsView,
    /// Its statuses in order, the current one last.
    pub statuses: Vec<StatusStep>,
    /// The calls for challenges that it answered.
    pub collected_by: Vec<Link>,
    /// The way that it is on, from challenges to services.
    pub path: Option<PathView>,
    /// How one takes part in it now.
    pub take_part: TakePart,
    /// The same at moments to come, the next one first.
    pub later: Vec<FutureState<TakePart>>,
}

/// A status that a challenge had or has.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StatusStep {
    /// The status, the key of its word in the strings `state.challenge.<status>`.
    pub status: String,
    /// Since when.
    pub date: Option<DateView>,
    /// True for the current one.
    pub current: bool,
}
