//! The values of the data of an item, between what is declared of fields and what is written as JSON or as cells.

use std::borrow::Cow;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::base::moment::instant::Instant;
use crate::output::data::markup::Markup;
use crate::output::data::part::{AmendmentData, DocumentData};
use crate::output::data::source::day;
use crate::output::data::value::{At, ByLang, DateOrInstant, Number, Reference, Text};
use crate::read::json_object::JsonObject;

/// A value of the data.
pub enum Data<'a> {
    /// Nothing is known.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Whole(u64),
    /// A number with decimals.
    Number(Number),
    /// A string, a word of a closed list, an address, a date or an instant.
    String(Cow<'a, str>),
    /// Words by language.
    Text(Text<'a>),
    /// Markup by language.
    Markup(ByLang<'a, Markup<'a>>),
    /// An item that is named.
    Reference(Reference<'a>),
    /// An object of the site's own, as it is written.
    JsonObject(&'a JsonObject),
    /// An object.
    Object(Object<'a>),
    /// A list.
    List(Vec<Data<'a>>),
    /// Documents.
    Documents(Vec<DocumentData<'a>>),
    /// Amendments.
    Amendments(Vec<AmendmentData<'a>>),
}

/// The fields of an object, in their order.
#[derive(Default)]
pub struct Object<'a>(pub Vec<(Cow<'static, str>, Data<'a>)>);

impl<'a> Object<'a> {
    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&Data<'a>> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Serialize for Data<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Whole(value) => serializer.serialize_u64(*value),
            Self::Number(value) => value.serialize(serializer),
            Self::String(value) => serializer.serialize_str(value),
            Self::Text(value) => value.serialize(serializer),
            Self::Markup(value) => value.serialize(serializer),
            Self::Reference(value) => value.serialize(serializer),
            Self::JsonObject(value) => value.serialize(serializer),
            Self::Object(value) => value.serialize(serializer),
            Self::List(value) => value.serialize(serializer),
            Self::Documents(value) => value.serialize(serializer),
            Self::Amendments(value) => value.serialize(serializer),
        }
    }
}

impl<'a> Data<'a> {
    /// How many members a list has.
    pub fn count(&self) -> usize {
        match self {
            Self::List(members) => members.len(),
            Self::Documents(members) => members.len(),
            Self::Amendments(members) => members.len(),
            _ => 0,
        }
    }

    /// A word, a string or nothing.
    pub fn word(word: Option<&'a str>) -> Self {
        word.map_or(Self::Null, |word| Self::String(word.into()))
    }

    /// An instant.
    pub fn at(at: At) -> Self {
        Self::String(at.0.into())
    }

    /// A date or an instant.
    pub fn when(when: DateOrInstant) -> Self {
        match when {
            DateOrInstant::Date(date) => Self::String(date.0.to_string().into()),
            DateOrInstant::Instant(at) => Self::at(at),
        }
    }
}

/// The last day until a closing.
pub fn last_day<'a>(closes: Instant) -> Data<'a> {
    Data::String(day(closes).0.to_string().into())
}
