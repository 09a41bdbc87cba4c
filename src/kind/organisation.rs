//! An organisation: whoever brings challenges, runs calls, wins them or takes part.

use strum::{IntoStaticStr, VariantArray};

use crate::kind::key::{Key, Kind, reference};
use crate::read::address;
use crate::read::field::Fields;
use crate::read::named;
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
#[derive(Clone, Debug, PartialEq)]
pub struct Organisation {
    /// What kind of organisation.
    pub r#type: Option<Type>,
    /// Its short name.
    pub acronym: Option<String>,
    /// What it is a part of.
    pub parent: Option<Key>,
    /// Its page elsewhere.
    pub website: Option<String>,
    /// Its logo, a file of the item.
    pub logo: Option<String>,
}

/// Reads an organisation.
pub fn read(f: &mut Fields<'_, '_, '_>) -> Option<Organisation> {
    Some(Organisation {
        r#type: f.optional("type", value::choice),
        acronym: f.optional("acronym", value::string),
        parent: f.optional("parent", reference(Kind::Organisation)),
        website: f.optional("website", address::url),
        logo: f.optional("logo", named::picture),
    })
}
