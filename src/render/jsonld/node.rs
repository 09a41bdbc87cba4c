//! Nodes of a graph, and the one way by which they get into a page.

use serde_json::{Map, Value, json};

use crate::read::value::Decimal;
use crate::render::view::value::Html;

/// Where the terms are defined.
const CONTEXT: &str = "https://schema.org";

/// A thing with its properties, which are written in the order of their names.
#[derive(Clone, Debug, PartialEq)]
pub struct Node(Map<String, Value>);

impl Node {
    /// A thing of a class of the vocabulary, of which nothing is said yet.
    pub fn new(class: &str) -> Self {
        Self(Map::from_iter([("@type".to_owned(), Value::from(class))]))
    }

    /// The same thing with a name for all graphs: an absolute address, which need not lead anywhere.
    pub fn named(self, id: &str) -> Self {
        self.with("@id", id)
    }

    /// The same thing with a property. No value, no words and no members say nothing; one member stands for itself.
    pub fn with(mut self, property: &str, value: impl Into<Value>) -> Self {
        let value = match value.into() {
            Value::Array(mut members) if members.len() == 1 => members.remove(0),
            other => other,
        };
        let is_nothing = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(members) => members.is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
        };
        if !is_nothing {
            self.0.insert(property.to_owned(), value);
        }
        self
    }

    /// The same list with its members, however many they are.
    pub fn listing(mut self, members: Vec<Node>) -> Self {
        let members = members.into_iter().map(Value::from).collect();
        self.0.insert("itemListElement".to_owned(), Value::Array(members));
        self
    }

    /// Its name for all graphs; empty for one without.
    pub fn id(&self) -> &str {
        self.0.get("@id").and_then(Value::as_str).unwrap_or_default()
    }
}

impl From<Node> for Value {
    fn from(node: Node) -> Self {
        Self::Object(node.0)
    }
}

/// A thing that is told of elsewhere.
pub fn reference(id: &str) -> Value {
    json!({ "@id": id })
}

/// A member of an enumeration of the vocabulary: `EventScheduled`.
pub fn member(name: &str) -> Value {
    Value::from(format!("{CONTEXT}/{name}"))
}

/// An exact number.
pub fn number(decimal: Decimal) -> Value {
    match decimal.thousandths % 1000 {
        0 => Value::from(decimal.thousandths / 1000),
        _ => Value::from(decimal.as_f64()),
    }
}

/// The content of a `script` element. Whatever HTML or an old JavaScript could take for an end of it is written as
/// JSON's escapes, which stand only where these characters do: inside of texts.
pub fn script(graph: Vec<Node>) -> Html {
    let text =
        json!({ "@context": CONTEXT, "@graph": graph.into_iter().map(Value::from).collect::<Vec<_>>() }).to_string();
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            other => safe.push(other),
        }
    }
    Html::from(safe)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_is_said_of_what_is_not_known() {
        let node = Node::new("Event")
            .with("name", "")
            .with("url", None::<String>)
            .with("image", Vec::<String>::new())
            .with("organizer", vec!["one"])
            .with("isAccessibleForFree", false);
        assert_eq!(Value::from(node), json!({ "@type": "Event", "organizer": "one", "isAccessibleForFree": false }));
    }

    #[test]
    fn numbers_are_as_exact_as_they_are_written() {
        assert_eq!(number(Decimal { thousandths: 15_000 }).to_string(), "15");
        assert_eq!(number(Decimal { thousandths: 12_345 }).to_string(), "12.345");
    }

    proptest! {
        #[test]
        fn no_text_ends_the_script_and_every_text_comes_back(text in "\\PC*|[<>&/!\\-script\"\\\\\u{2028}\u{2029}\u{0}\n]*") {
            let markup = script(vec![Node::new("Thing").with("@id", "x").with("name", format!("a{text}"))]);
            let ends = markup.as_str().contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
            prop_assert!(!ends, "{}", markup.as_str());
            let read: Value = serde_json::from_str(markup.as_str()).expect("JSON");
            prop_assert_eq!(&read["@graph"][0]["name"], &Value::from(format!("a{text}")));
        }
    }
}
