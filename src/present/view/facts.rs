//! The facts that a template sees under the names of their fields. How a field is displayed follows from its type, so
//! that no view has to name it; derived values and fields displayed in another way are in the view of the kind.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::kind::record::{RecordType, ValueType};
use crate::present::view::part::{ContactView, Link, MoneyView};
use crate::present::view::value::{DateView, LangString, RichText};
use crate::read::json_object::JsonObject;

/// Facts by the names of their fields. A template finds each declared field, with an empty value where none is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactsView(Vec<(&'static str, FactView)>);

impl FactsView {
    /// The facts of an empty record.
    pub fn nothing_of(declared: &RecordType) -> Self {
        declared.fields.iter().fold(Self::default(), |facts, field| match field.value {
            ValueType::Boolean if field.is_always_present => facts.with(field.name, false),
            _ if field.is_list => facts.with(field.name, Vec::<FactView>::new()),
            _ => facts.with(field.name, FactView::Nothing),
        })
    }

    /// These facts and one more, or another value of one of them.
    pub fn with(mut self, name: &'static str, shown: impl Into<FactView>) -> Self {
        match self.0.iter_mut().find(|(own, _)| *own == name) {
            Some((_, known)) => *known = shown.into(),
            None => self.0.push((name, shown.into())),
        }
        self
    }
}

impl Serialize for FactsView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, shown) in &self.0 {
            map.serialize_entry(name, shown)?;
        }
        map.end()
    }
}

/// The displayed value of a field.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum FactView {
    /// Nothing is written.
    #[default]
    Nothing,
    /// `true` or `false`.
    Flag(bool),
    /// A value of a closed list, an address, a formatted number, or a string that is the same in all languages.
    String(String),
    /// Words.
    LangString(LangString),
    /// Markdown.
    RichText(RichText),
    /// A date or an instant.
    Date(DateView),
    /// An item.
    Link(Link),
    /// Money.
    Money(MoneyView),
    /// A contact.
    Contact(ContactView),
    /// A map.
    Facts(FactsView),
    /// A map of any values.
    JsonObject(JsonObject),
    /// A list.
    List(Vec<FactView>),
}

/// Conversions of values that are displayed as they are.
macro_rules! shown {
    ($($type:ty => $variant:ident),+ $(,)?) => {
        $(impl From<$type> for FactView {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        })+
    };
}

shown!(
    bool => Flag,
    String => String,
    LangString => LangString,
    RichText => RichText,
    DateView => Date,
    Link => Link,
    MoneyView => Money,
    ContactView => Contact,
    FactsView => Facts,
);

impl From<&str> for FactView {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl<T: Into<FactView>> From<Option<T>> for FactView {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

impl<T: Into<FactView>> From<Vec<T>> for FactView {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}
