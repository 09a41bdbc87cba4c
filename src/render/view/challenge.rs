//! The facts of a challenge.

use serde::Serialize;

use crate::render::view::part::Link;
use crate::render::view::value::{DateView, Html, Phrase, Rich};

/// A problem of the administration that looks for a solution.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Challenge {
    /// Who has the problem.
    pub owner: Vec<Link>,
    /// Where it comes from, the key of its word in the strings `type.challenge.<origin>`.
    pub origin: Option<String>,
    /// The call for challenges it answered.
    pub call: Option<Link>,
    /// The edition.
    pub edition: Option<Phrase>,
    /// Its statuses one after the other, the first one first, the present one last.
    pub statuses: Vec<StatusStep>,
    /// What has come of it.
    pub impact: Option<Rich>,
    /// The calls for solutions that answer it.
    pub answered_by: Vec<Html>,
}

/// A status that a challenge had or has.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StatusStep {
    /// The status, the key of its word in the strings `state.challenge.<status>`.
    pub status: String,
    /// Since when.
    pub date: Option<DateView>,
    /// True for the present one.
    pub current: bool,
}
