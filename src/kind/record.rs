//! The fields of a record as data: what is declared of each, and the values that a record has for them. So what follows from
//! a field's type, and not from the field, is written once for all fields.

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

/// A field as it is declared.
#[derive(Debug)]
pub struct Field {
    /// Its key in front matter.
    pub name: &'static str,
    /// What it holds, in English: the documentation of its declaration.
    pub doc: &'static str,
    /// What its value is, or each of them.
    pub value: ValueType,
    /// True for a list.
    pub is_list: bool,
    /// True where it has to be there.
    pub required: bool,
    /// True where a record has a value of it whatever is written.
    pub is_always_present: bool,
    /// True where the open data tells it.
    pub is_published: bool,
    /// True where an amendment may change it.
    pub amendable: bool,
    /// The name of its column in the tables of the open data, where it has one.
    pub column: Option<&'static str>,
    /// What French editors are told it is called, and what it is for.
    pub fr: (&'static str, &'static str),
    /// The same in English.
    pub en: (&'static str, &'static str),
}

/// What the value of a field is.
#[derive(Clone, Copy, Debug)]
pub enum ValueType {
    /// `true` or `false`.
    Boolean,
    /// A whole number from 0.
    Whole,
    /// A number from 0.
    Decimal,
    /// The same in all languages.
    String,
    /// A web address.
    Url,
    /// A file of the item.
    File,
    /// Words.
    Text,
    /// Words in Markdown.
    MarkdownText,
    /// One of the words of a closed list.
    Word(fn() -> Vec<&'static str>),
    /// A day, month or year.
    Date,
    /// An instant, of which a day alone is the start.
    Instant,
    /// An instant until which something may be done: a day alone is its end.
    Closing,
    /// A day, month or year, or an instant.
    DateOrTime,
    /// An item.
    Reference,
    /// A map.
    Record(&'static RecordType),
}

/// A record as it is declared.
#[derive(Debug)]
pub struct RecordType {
    /// Its name in schemas.
    pub name: &'static str,
    /// What it is, in English: the documentation of its declaration.
    pub doc: &'static str,
    /// Its fields, in the order in which they are declared.
    pub fields: &'static [Field],
    /// The order of its columns in tables; empty where that is the order of its fields.
    pub columns: &'static [&'static str],
}

/// A record: a map of front matter whose keys are known.
pub trait Record {
    /// What is declared of it.
    const TYPE: RecordType;

    /// The values of the fields, in their order.
    fn values(&self) -> Vec<FieldValue<'_>>;
}

/// The words of a closed list.
pub fn closed_list<T: VariantArray + Into<&'static str> + Copy>() -> Vec<&'static str> {
    T::VARIANTS.iter().map(|word| (*word).into()).collect()
}

/// The value of a field.
#[derive(Clone, Debug)]
pub enum FieldValue<'a> {
    /// Nothing is written.
    Absent,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number from 0.
    Whole(u32),
    /// A number from 0.
    Decimal(Decimal),
    /// The same in all languages: a name, an address, a word of a closed list.
    String(&'a str),
    /// Words.
    Text(&'a Text),
    /// Words in Markdown.
    MarkdownText(&'a MarkdownText),
    /// A day, month or year.
    Date(PartialDate),
    /// An instant.
    Instant(Instant),
    /// An item.
    Key(&'a Key),
    /// A map.
    Record {
        /// What is declared of it.
        declared: &'static RecordType,
        /// The values of its fields.
        values: Vec<FieldValue<'a>>,
        /// The record itself, for those that are shown as a whole.
        record: &'a dyn Any,
    },
    /// A list.
    List(Vec<FieldValue<'a>>),
}

impl<'a> FieldValue<'a> {
    /// The fields of a record with their values; none of anything else.
    pub fn fields(&self) -> impl Iterator<Item = (&'static Field, &Self)> {
        let (fields, values) = match self {
            Self::Record { declared, values, .. } => (declared.fields, values.as_slice()),
            _ => Default::default(),
        };
        fields.iter().zip(values)
    }

    /// Every item that the value names.
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

/// What ids in the markup of a member of a list begin with: the name of one member, and its id or else its rank.
pub fn member_prefix(field: &Field, rank: usize, value: &FieldValue<'_>) -> String {
    let one = field.name.strip_suffix('s').unwrap_or(field.name);
    match member_id(value) {
        Some(id) => format!("{one}-{id}-"),
        None => format!("{one}-{}-", rank + 1),
    }
}

/// The id of a member of a list, where it has one.
fn member_id<'a>(value: &FieldValue<'a>) -> Option<&'a str> {
    match value.fields().find(|(field, _)| field.name == "id")?.1 {
        FieldValue::String(id) => Some(id),
        _ => None,
    }
}

/// What can be the value of a field.
pub trait AsValue {
    /// The value.
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
        FieldValue::Record { declared: &T::TYPE, values: self.values(), record: self }
    }
}

/// The values of single types.
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

/// The value of a field that an amendment may change, of any such field of a record.
pub trait AmendableField: Clone + Debug + PartialEq {
    /// The record.
    type Record;

    /// The keys of such fields.
    const KEYS: &'static [&'static str];

    /// Reads the value of a field, by the field's own reader.
    fn read(key: &str, f: &mut Fields<'_, '_, '_>) -> Option<Self>;

    /// True for a field whose value has parts, which an amendment may tell in words.
    fn is_structured(key: &str) -> bool;

    /// The field without a value; `None` for one that has to have one.
    fn empty(key: &str) -> Option<Self>;

    /// The value.
    fn value(&self) -> FieldValue<'_>;

    /// Gives the field this value.
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
    fr: ("Nom", "Le service qui répond, pas une personne"),
    en: ("Name", "The office that answers, not a person"),
};

/// A contact is read below the kinds, so that its fields are named here.
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
                fr: ("Courriel", "Une adresse de service"),
                en: ("E-mail", "The address of an office"),
                ..CONTACT_NAME
            },
            Field {
                name: "phone",
                column: Some("phone"),
                doc: "A telephone number, as written.",
                value: ValueType::String,
                fr: ("Téléphone", "Avec l’indicatif du pays, comme +352"),
                en: ("Telephone", "With the code of the country, such as +352"),
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

/// The values of closed lists, which are the words that files hold.
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
