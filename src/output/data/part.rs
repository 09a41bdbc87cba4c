//! Parts that the data of several kinds has and no declaration says: documents, amendments.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::media_type;
use crate::kind::amendment::{AmendedValue, Amendment};
use crate::kind::document::{Document, DocumentLocation};
use crate::output::data::source::{Source, day};
use crate::output::data::value::{Date, DateOrInstant, Text, Uri};
use crate::read::date::DateOrTime;

/// A document: a file of the site, or an address elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Document")]
pub struct DocumentData<'a> {
    /// Its id within the item.
    pub id: &'a str,
    /// Its name by language.
    pub title: Text<'a>,
    /// Where it is.
    pub url: Uri,
    /// The media type of a file of the site: `application/pdf`.
    pub media_type: Option<&'static str>,
    /// Its format in a word: `PDF`.
    pub format: Option<String>,
    /// The size in bytes of a file of the site.
    pub bytes: Option<u64>,
    /// The size of a document elsewhere, as written.
    pub size: Option<&'a str>,
    /// The language it is in, BCP 47.
    pub lang: Option<&'a str>,
    /// Since when it is there.
    pub date: Option<Date>,
    /// Its version, as written on it.
    pub version: Option<&'a str>,
    /// The id of the document that it replaces.
    pub replaces: Option<&'a str>,
    /// The id of the document that replaces it.
    pub replaced_by: Option<&'a str>,
}

/// A change of one field.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Amendment")]
pub struct AmendmentData<'a> {
    /// Its id within the item.
    pub id: &'a str,
    /// When it was decided.
    pub date: Option<Date>,
    /// The field that it changed.
    pub field: &'a str,
    /// What held before.
    pub from: Option<AmendedData<'a>>,
    /// What holds since.
    pub to: Option<AmendedData<'a>>,
    /// Why, by language.
    pub reason: Option<Text<'a>>,
}

/// A value before or after a change: a date or an instant, a word of a list, or a text by language.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Amended")]
pub enum AmendedData<'a> {
    /// A date or an instant, in a field that holds one.
    When(DateOrInstant),
    /// A word of the list that the field takes its value from.
    Word(&'a str),
    /// Words, by language.
    Text(Text<'a>),
}

impl<'a> Source<'a> {
    /// The documents, in the editor's order.
    pub fn documents(&self, documents: &'a [Document]) -> Vec<DocumentData<'a>> {
        documents.iter().map(|document| self.document(document, documents)).collect()
    }

    fn document(&self, document: &'a Document, all: &'a [Document]) -> DocumentData<'a> {
        let replaces =
            |other: &&Document| other.replaces.as_ref().is_some_and(|replaced| replaced.value == document.id.as_str());
        let ending = |name: &str| Some(name.rsplit('/').next()?.rsplit_once('.')?.1.to_uppercase());
        let (url, file) = match document.location() {
            DocumentLocation::File(name) => (self.file(name), Some(name)),
            DocumentLocation::Url(url) => (Uri::written(url), None),
        };
        DocumentData {
            id: document.id.as_str(),
            title: self.text(&document.title),
            url,
            media_type: file.map(media_type::of_name),
            format: file.map_or_else(|| document.format.clone(), ending),
            bytes: file.and_then(|name| self.context.catalogue.file(self.item, name)).map(|file| file.size),
            size: document.size.as_deref().filter(|_| file.is_none()),
            lang: document.lang.as_deref(),
            date: document.date.map(Date),
            version: document.version.as_deref(),
            replaces: document.replaces.as_ref().map(|id| id.value.as_str()),
            replaced_by: all.iter().find(replaces).map(|other| other.id.as_str()),
        }
    }

    /// What was changed, in the editor's order.
    pub fn amendments(&self, amendments: &'a [Amendment]) -> Vec<AmendmentData<'a>> {
        let data = |amendment: &'a Amendment| AmendmentData {
            id: amendment.id.as_str(),
            date: amendment.date.map(Date),
            field: &amendment.field,
            from: amendment.from.as_ref().and_then(|from| self.amended(from, &amendment.field)),
            to: amendment.to.as_ref().and_then(|to| self.amended(to, &amendment.field)),
            reason: amendment.reason.as_ref().map(|reason| self.text(reason)),
        };
        amendments.iter().map(data).collect()
    }

    fn amended(&self, value: &'a AmendedValue, field: &str) -> Option<AmendedData<'a>> {
        match value {
            // A closing that was written as a day stays a day.
            AmendedValue::DateOrTime(DateOrTime::Instant(instant)) if instant.clock.is_none() && field != "opens" => {
                Some(AmendedData::When(DateOrInstant::Date(day(*instant))))
            }
            AmendedValue::DateOrTime(when) => Some(AmendedData::When(self.when(*when))),
            AmendedValue::Word(word) => Some(AmendedData::Word(word)),
            AmendedValue::Text(text) => Some(AmendedData::Text(self.text(text))),
            AmendedValue::Other => None,
        }
    }
}
