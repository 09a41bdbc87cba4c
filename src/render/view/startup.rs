//! The facts of an incubated service.

use serde::Serialize;

use crate::render::view::part::{Link, Money};
use crate::render::view::value::{DateView, Phrase};

/// A service that an administration incubates.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Startup {
    /// The programmes that incubate it, the leading one first.
    pub programmes: Vec<Link>,
    /// What it is for.
    pub mission: Phrase,
    /// Its phases in the order of its life.
    pub phases: Vec<Phase>,
    /// Who sponsors it.
    pub sponsors: Vec<Link>,
    /// The service itself.
    pub website: Option<String>,
    /// Its source code.
    pub repository: Option<String>,
    /// Its statistics.
    pub stats_url: Option<String>,
    /// Its budget.
    pub budget_url: Option<String>,
    /// Its impact.
    pub impact_url: Option<String>,
    /// How accessible it is, the key of its word in the strings `conformity.<accessibility>`.
    pub accessibility: Option<String>,
    /// For whom it is.
    pub audience: Vec<Phrase>,
    /// What it is made with.
    pub technologies: Vec<String>,
    /// What happened to it.
    pub events: Vec<StartupEvent>,
    /// Who paid for it.
    pub funding: Vec<Funding>,
    /// The organisation behind it.
    pub organisation: Option<Link>,
}

/// A phase of its life.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Phase {
    /// The id of the phase.
    pub name: String,
    /// Its name, from `site.yaml`.
    pub label: Phrase,
    /// From when to when.
    pub period: DateView,
    /// The editor's note.
    pub note: Option<Phrase>,
    /// `done`, `current` or `coming`, the key of its word in the strings `progress.<progress>`.
    pub progress: String,
}

/// Something that happened to a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StartupEvent {
    /// What, as written.
    pub name: Phrase,
    /// When.
    pub date: DateView,
    /// The editor's note.
    pub note: Option<Phrase>,
}

/// Money a service was given.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Funding {
    /// By whom or from what.
    pub label: Phrase,
    /// When.
    pub date: Option<DateView>,
    /// How much.
    pub amount: Option<Money>,
}
