//! The fields of a record as data: the declaration of each field, and its value in a record. Code that depends only on the type
//! of a field is written once, for all fields.

use std::any::Any;
use std::fmt::Debug;

use strum::VariantArray;

use crate::base::lang::Text;
use crate::base::moment::instant::Instant;
use crate::base::moment::{PartialDate, Zone};
use crate::base::source::Spanned;
use crate::kind::key::Key;
use crate::kind::labels;
use crate::read::contact::Contact;
use crate::read::date::DateOrTime;
use crate::read::markdown_text::MarkdownText;
use crate::read::number::Decimal;
use crate::read::reader::Fields;

/// The declaration of a field.
#[derive(Debug)]
pub struct Field {
    /// Its key in front matter.
    pub name: &'static str,
    /// Its description in English: the documentation of the declaration.
    pub doc: &'static str,
    /// The type of its value, or of each member of the list.
    pub value: ValueType,
    /// True for a list.
    pub is_list: bool,
    /// True if it is required.
    pub required: bool,
    /// True if every record has a value for it, by a default if it is not written.
    pub is_always_present: bool,
    /// True if the open data contains it.
    pub is_published: bool,
    /// True if amendments can change it.
    pub amendable: bool,
    /// The name of its column in the tables of the open data, if it has one.
    pub column: Option<&'static str>,
    /// Its label and hint for French editors.
    pub fr: (&'static str, &'static str),
    /// Its label and hint for English editors.
    pub en: (&'static str, &'static str),
}

/// The type of a value.
#[derive(Clone, Copy, Debug)]
pub enum ValueType {
    /// `true` or `false`.
    Boolean,
    /// A whole number, 0 or more.
    Whole,
    /// A decimal number, 0 or more.
    Decimal,
    /// A string, the same in all languages.
    String,
    /// A web address.
    Url,
    /// A file in the folder of the item.
    File,
    /// A text, by language.
    Text,
    /// A Markdown text, by language.
    MarkdownText,
    /// One word of a closed list.
    Word(fn() -> Vec<&'static str>),
    /// A day, month or year.
    Date,
    /// An instant; a day without a time means the start of that day.
    Instant,
    /// An instant; a day without a time means the end of that day.
    Closing,
    /// A day, month or year, or an instant.
    DateOrTime,
    /// A reference to an item.
    Reference,
    /// A map.
    Record(&'static RecordType),
}

/// The declaration of a record.
#[derive(Debug)]
pub struct RecordType {
    /// Its name in schemas.
    pub name: &'static str,
    /// Its description in English: the documentation of the declaration.
    pub doc: &'static str,
    /// Its fields, in the order of the declaration.
    pub fields: &'static [Field],
    /// The order of its columns in tables; empty if it is the order of the fields.
    pub columns: &'static [&'static str],
}

/// A record: a map of front matter with declared fields.
pub trait Record {
    /// Its declaration.
    const TYPE: RecordType;

    /// The values of the fields, in the order of the declaration.
    fn values(&self) -> Vec<FieldValue<'_>>;
}

/// The words of a closed list, in the order of the variants of `T`.
pub fn closed_list<T: VariantArray + Into<&'static str> + Copy>() -> Vec<&'static str> {
    T::VARIANTS.iter().map(|word| (*word).into()).collect()
}

/// The value of a field.
#[derive(Clone, Debug)]
pub enum FieldValue<'a> {
    /// The field has no value.
    Absent,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number, 0 or more.
    Whole(u32),
    /// A decimal number, 0 or more.
    Decimal(Decimal),
    /// A string, the same in all languages: a name, an address, a word of a closed list.
    String(&'a str),
    /// A text, by language.
    Text(&'a Text),
    /// A Markdown text, by language.
    MarkdownText(&'a MarkdownText),
    /// A day, month or year.
    Date(PartialDate),
    /// An instant.
    Instant(Instant),
    /// A reference to an item.
    Key(&'a Key),
    /// A map.
    Record {
        /// Its declaration.
        record_type: &'static RecordType,
        /// The values of its fields.
        values: Vec<FieldValue<'a>>,
        /// The record itself, for code that shows it as a whole.
        record: &'a dyn Any,
    },
    /// A list.
    List(Vec<FieldValue<'a>>),
}

impl<'a> FieldValue<'a> {
    /// The fields of a record, with their values; empty for any other value.
    pub fn fields(&self) -> impl Iterator<Item = (&'static Field, &Self)> {
        let (fields, values) = match self {
            Self::Record { record_type, values, .. } => (record_type.fields, values.as_slice()),
            _ => Default::default(),
        };
        fields.iter().zip(values)
    }

    /// Adds every item that the value refers to.
    pub fn keys(&self, found: &mut Vec<&'a Key>) {
        match self {
            Self::Key(key) => found.push(key),
            Self::Record { values, .. } | Self::List(values) => values.iter().for_each(|value| value.keys(found)),
            Self::Absent
            | Self::Boolean(_)
            | Self::Whole(_)
            | Self::Decimal(_)
            | Self::String(_)
            | Self::Text(_)
            | Self::MarkdownText(_)
            | Self::Date(_)
            | Self::Instant(_) => {}
        }
    }
}

/// The prefix of ids in the markup of a member of a list: the singular of the field's name, and the member's id or rank.
pub fn member_prefix(field: &Field, rank: usize, value: &FieldValue<'_>) -> String {
    let singular = field.name.strip_suffix('s').unwrap_or(field.name);
    match member_id(value) {
        Some(id) => format!("{singular}-{id}-"),
        None => format!("{singular}-{}-", rank + 1),
    }
}

/// The id of a member of a list, if it has one.
fn member_id<'a>(value: &FieldValue<'a>) -> Option<&'a str> {
    match value.fields().find(|(field, _)| field.name == "id")?.1 {
        FieldValue::String(id) => Some(id),
        _ => None,
    }
}

/// A type whose values can be the value of a field.
pub trait AsValue {
    /// The value as data.
    fn as_value(&self) -> FieldValue<'_>;
}

impl<T: AsValue> AsValue for Option<T> {
    fn as_value(&self) -> FieldValue<'_> {
        self.as_ref().map_or(FieldValue::Absent, T::as_value)
    }
}

impl<T: AsValue> AsValue for Vec<T> {
    fn as_value(&self) -> FieldValue<'_> {
        FieldValue::List(self.iter().map(T::as_value).collect())
    }
}

impl<T: AsValue> AsValue for Spanned<T> {
    fn as_value(&self) -> FieldValue<'_> {
        self.value.as_value()
    }
}

impl<T: Record + 'static> AsValue for T {
    fn as_value(&self) -> FieldValue<'_> {
        FieldValue::Record { record_type: &T::TYPE, values: self.values(), record: self }
    }
}

/// Implements [`AsValue`] for types of single values.
macro_rules! values {
    ($($ty:ty: $own:ident => $value:expr),+ $(,)?) => {
        $(impl AsValue for $ty {
            fn as_value(&self) -> FieldValue<'_> {
                let $own = self;
                $value
            }
        })+
    };
}

values!(
    bool: value => FieldValue::Boolean(*value),
    u32: number => FieldValue::Whole(*number),
    Decimal: number => FieldValue::Decimal(*number),
    String: text => FieldValue::String(text),
    Zone: zone => FieldValue::String(zone.name()),
    Text: text => FieldValue::Text(text),
    MarkdownText: prose => FieldValue::MarkdownText(prose),
    PartialDate: date => FieldValue::Date(*date),
    Instant: instant => FieldValue::Instant(*instant),
    Key: key => FieldValue::Key(key),
);

impl AsValue for DateOrTime {
    fn as_value(&self) -> FieldValue<'_> {
        match self {
            Self::Date(date) => FieldValue::Date(*date),
            Self::Instant(instant) => FieldValue::Instant(*instant),
        }
    }
}

/// The value of a field that amendments can change; an enum with a variant for each such field of a record.
pub trait AmendableField: Clone + Debug + PartialEq {
    /// The record.
    type Record;

    /// The keys of these fields.
    const KEYS: &'static [&'static str];

    /// Reads the value of a field, by the field's own reader.
    fn read(key: &str, f: &mut Fields<'_, '_, '_>) -> Option<Self>;

    /// True for a field with a structured value, in whose place an amendment may have words.
    fn is_structured(key: &str) -> bool;

    /// The field without a value; `None` for a required field.
    fn empty(key: &str) -> Option<Self>;

    /// The value as data.
    fn value(&self) -> FieldValue<'_>;

    /// Sets the field of a record to this value.
    fn set(&self, record: &mut Self::Record);
}

const CONTACT_NAME: Field = Field {
    name: "name",
    doc: "Who answers.",
    value: ValueType::Text,
    is_list: false,
    required: false,
    is_always_present: false,
    is_published: true,
    amendable: false,
    column: Some("name"),
    fr: ("Nom", "Le service qui répond, plutôt qu’une personne"),
    en: ("Name", "The team that answers, rather than a person"),
};

/// Written by hand, because contacts are read by the layer below, which does not know records.
impl Record for Contact {
    const TYPE: RecordType = RecordType {
        name: "Contact",
        doc: "How to reach a function.",
        fields: &[
            CONTACT_NAME,
            Field {
                name: "email",
                column: Some("email"),
                doc: "An e-mail address.",
                value: ValueType::String,
                fr: ("Courriel", "L’adresse d’un service"),
                en: ("E-mail", "The address of a team"),
                ..CONTACT_NAME
            },
            Field {
                name: "phone",
                column: Some("phone"),
                doc: "A telephone number, as written.",
                value: ValueType::String,
                fr: ("Téléphone", "Avec l’indicatif du pays, par exemple +352"),
                en: ("Telephone", "With the country code, such as +352"),
                ..CONTACT_NAME
            },
            Field {
                name: "url",
                column: Some("url"),
                doc: "A page with a form or with hours.",
                value: ValueType::Url,
                fr: labels::URL.fr,
                en: labels::URL.en,
                ..CONTACT_NAME
            },
        ],
        columns: &[],
    };

    fn values(&self) -> Vec<FieldValue<'_>> {
        vec![self.name.as_value(), self.email.as_value(), self.phone.as_value(), self.url.as_value()]
    }
}

/// Implements [`AsValue`] for the types of closed lists, whose values are the words in the files.
macro_rules! words {
    ($($ty:ty),+ $(,)?) => {
        $(impl $crate::kind::record::AsValue for $ty {
            fn as_value(&self) -> $crate::kind::record::FieldValue<'_> {
                $crate::kind::record::FieldValue::String((*self).into())
            }
        })+
    };
}
pub(crate) use words;
