//! The data of an organisation and of a piece of news.

use schemars::JsonSchema;
use serde::Serialize;

use crate::kind::organisation::{Organisation, Type};
use crate::kind::update::Update;
use crate::render::data::part::Reference;
use crate::render::data::source::Source;
use crate::render::data::value::{Date, Uri, Word};

/// An organisation: whoever takes part.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Organisation")]
pub struct OrganisationData<'a> {
    /// What kind of organisation.
    #[serde(rename = "type")]
    pub type_: Option<Word<Type>>,
    /// Its short name.
    pub acronym: Option<&'a str>,
    /// What it is a part of.
    pub parent: Option<Reference<'a>>,
    /// Its page elsewhere.
    pub website: Option<Uri>,
    /// Its logo.
    pub logo: Option<Uri>,
}

/// The data of an organisation.
pub fn organisation<'a>(source: &Source<'a>, organisation: &'a Organisation) -> OrganisationData<'a> {
    OrganisationData {
        type_: organisation.r#type.map(Word),
        acronym: organisation.acronym.as_deref(),
        parent: source.maybe(&organisation.parent),
        website: organisation.website.as_deref().map(Uri::written),
        logo: organisation.logo.as_ref().map(|logo| source.file(logo)),
    }
}

/// A piece of news.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Update")]
pub struct UpdateData<'a> {
    /// Its date.
    pub date: Date,
    /// What it is about.
    pub about: Vec<Reference<'a>>,
}

/// The data of a piece of news.
pub fn update<'a>(source: &Source<'a>, update: &'a Update) -> UpdateData<'a> {
    UpdateData { date: Date(update.date), about: source.links(&update.about) }
}
