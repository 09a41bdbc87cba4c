//! The facts of the two smallest kinds: an organisation and a piece of news.

use serde::Serialize;

use crate::present::view::facts::FactsView;
use crate::present::view::part::{ImageView, Link};
use crate::present::view::value::Html;

/// Someone who takes part. What it takes part in stands in `ItemView::related`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OrganisationView {
    /// What its fields show by their types; a template sees each under its name.
    #[serde(flatten)]
    pub facts: FactsView,
    /// Its parts.
    pub children: Vec<Link>,
    /// Its logo; a logo beside the name says nothing more, so its text may be empty.
    pub logo: Option<ImageView>,
}

/// A piece of news.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UpdateView {
    /// What its fields show by their types; a template sees each under its name.
    #[serde(flatten)]
    pub facts: FactsView,
    /// What it is about.
    pub about: Vec<Html>,
}
