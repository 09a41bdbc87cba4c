//! The facts of an incubated service.

use serde::Serialize;

use crate::present::view::facts::FactsView;
use crate::present::view::path::PathView;
use crate::present::view::value::{DateView, LangString};

/// A service that an administration incubates.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StartupView {
    /// Its fields as displayed by their types; a template sees each under its name.
    #[serde(flatten)]
    pub facts: FactsView,
    /// The way that it is on, from challenges to services.
    pub path: Option<PathView>,
    /// Its phases in the order of its life.
    pub phases: Vec<PhaseView>,
}

/// A phase of its life.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PhaseView {
    /// The id of the phase.
    pub name: String,
    /// Its name, from `site.yaml`.
    pub label: LangString,
    /// From when to when.
    pub period: DateView,
    /// The editor's note.
    pub note: Option<LangString>,
    /// `done`, `current` or `coming`, the key of its word in the strings `progress.<progress>`.
    pub progress: String,
    /// Whether a service is worked on in this phase; one that is not, such as an end, is not under way.
    pub active: bool,
}
