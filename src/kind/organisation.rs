//! The kind `organisation`: an organisation that proposes challenges, runs calls, wins them or takes part.

use parvis_macros::Record;
use strum::{IntoStaticStr, VariantArray};

use crate::kind::key::{self, Key, Kind};
use crate::kind::labels;
use crate::kind::record::words;
use crate::read::address;
use crate::read::reference;
use crate::read::value;

/// What kind of organisation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Type {
    Government,
    Ministry,
    Administration,
    Commune,
    PublicBody,
    Company,
    Startup,
    Research,
    Association,
    Foundation,
    International,
    Community,
    Other,
}

/// An organisation.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Organisation {
    /// What kind of organisation.
    #[field(read = value::choice, column, label = labels::TYPE)]
    pub r#type: Option<Type>,
    /// Its short name.
    #[field(read = value::string, column)]
    #[field(fr("Sigle", "Le nom abrégé"), en("Acronym", "The short name"))]
    pub acronym: Option<String>,
    /// What it is a part of.
    #[field(read = key::reference(Kind::Organisation), column)]
    #[field(
        fr("Organisation mère", "L’organisation dont elle dépend"),
        en("Parent organisation", "The organisation that it is part of")
    )]
    pub parent: Option<Key>,
    /// Its page elsewhere.
    #[field(read = address::url, column, label = labels::WEBSITE)]
    pub website: Option<String>,
    /// Its logo.
    #[field(read = reference::picture)]
    #[field(fr("Logo", "Un fichier du dossier de la fiche"), en("Logo", "A file in the item’s folder"))]
    pub logo: Option<String>,
}

words!(Type);
