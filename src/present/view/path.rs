//! The way from a challenge by a call to a service, as a figure.

use serde::Serialize;

use crate::present::view::part::{Link, StateView};
use crate::present::view::value::LangString;

/// The way that an item is on: the same figure on the pages of challenges, calls and services.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PathView {
    /// Challenges, calls, services; for a call for challenges the call and what it collected.
    pub steps: Vec<PathStep>,
}

/// A step of the way.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PathStep {
    /// The kind of its items: `challenge`, `call` or `startup`.
    pub kind: String,
    /// True for the item whose page this is.
    pub here: bool,
    /// The items.
    pub items: Vec<PathItem>,
    /// Why there is no service, the key of its words in the strings `path.end.<end>`: `open` while one may come, `failed` once
    /// none will, `unlisted` where somebody was chosen and the catalogue knows of no service.
    pub end: Option<String>,
    /// The reason that was given for a failed call.
    pub reason: Option<LangString>,
}

/// An item on the way.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PathItem {
    /// Its name, and its page unless this is it.
    pub link: Link,
    /// Its state, of a service its phase.
    pub state: Option<StateView>,
    /// Why a service is not worked on any more: the note of its last phase.
    pub reason: Option<LangString>,
    /// True for an invented item on the way of a real one.
    pub example: bool,
}
