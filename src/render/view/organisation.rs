//! The facts of the two smallest kinds: an organisation and a piece of news.

use serde::Serialize;

use crate::render::view::part::{Image, Link};
use crate::render::view::value::{DateView, Html};

/// Someone who takes part. What it takes part in stands in `Item::related`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Organisation {
    /// What it is, the key of its word in the strings `type.organisation.<type>`.
    #[serde(rename = "type")]
    pub type_: Option<String>,
    /// Its short name.
    pub acronym: Option<String>,
    /// What it is a part of.
    pub parent: Option<Link>,
    /// Its parts.
    pub children: Vec<Link>,
    /// Its own site.
    pub website: Option<String>,
    /// Its logo; a logo beside the name says nothing more, so its text may be empty.
    pub logo: Option<Image>,
}

/// A piece of news.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Update {
    /// Its date.
    pub date: DateView,
    /// What it is about.
    pub about: Vec<Html>,
}
