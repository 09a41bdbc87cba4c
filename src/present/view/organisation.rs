//! The facts of the two smallest kinds: an organisation and an update.

use serde::Serialize;

use crate::present::view::facts::FactsView;
use crate::present::view::part::{ImageView, Link};
use crate::present::view::value::Html;

/// An organisation. What it takes part in is in `ItemView::related`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OrganisationView {
    /// Its fields as displayed by their types; a template sees each under its name.
    #[serde(flatten)]
    pub facts: FactsView,
    /// Its parts.
    pub children: Vec<Link>,
    /// Its logo; beside the name it is decorative, so its text may be empty.
    pub logo: Option<ImageView>,
}

/// An update.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UpdateView {
    /// Its fields as displayed by their types; a template sees each under its name.
    #[serde(flatten)]
    pub facts: FactsView,
    /// What it is about.
    pub about: Vec<Html>,
}
