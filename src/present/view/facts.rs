//! The facts that a template sees under the names of their fields. What a field shows follows from its type, so that no view has
//! to name it; what is derived, or shown in a way of its own, has its place in the view of its kind.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::kind::record::{RecordType, ValueType};
use crate::present::view::part::{ContactView, Link, MoneyView};
use crate::present::view::value::{DateView, LangString, RichText};

/// Facts by the names of their fields. A template finds each field that is declared, with nothing where nothing is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactsView(Vec<(&'static str, FactView)>);

impl FactsView {
    /// The facts of a record of which nothing is written.
    pub fn nothing_of(declared: &RecordType) -> Self {
        declared.fields.iter().fold(Self::default(), |facts, field| match field.value {
            ValueType::Boolean if field.is_always_there => facts.with(field.name, false),
            _ if field.many => facts.with(field.name, Vec::<FactView>::new()),
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

/// What a field shows.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum FactView {
    /// Nothing is written.
    #[default]
    Nothing,
    /// `true` or `false`.
    Flag(bool),
    /// A word of a closed list, an address, a number in words of the language, or what is the same in all languages.
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
    /// Whom to ask.
    Contact(ContactView),
    /// A map.
    Facts(FactsView),
    /// A list.
    List(Vec<FactView>),
}

/// Values that are shown as they are.
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
