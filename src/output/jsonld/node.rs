//! Nodes of a graph, and their serialization into a page.

use crate::present::view::value::Html;
use crate::read::number::Decimal;

/// The context that defines the terms.
const CONTEXT: &str = "https://schema.org";

/// A serialized value, escaped for `script`; empty for an absent value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Json(String);

impl Json {
    /// A value that was serialized before.
    pub fn written(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The serialized value.
    pub fn into_text(self) -> String {
        self.0
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        let quoted = serde_json::to_string(text).expect("every text can be written as JSON");
        Self(if is_safe(&quoted) { quoted } else { escaped(&quoted) })
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self(value.to_string())
    }
}

impl From<usize> for Json {
    fn from(number: usize) -> Self {
        Self(number.to_string())
    }
}

impl From<u32> for Json {
    fn from(number: u32) -> Self {
        Self(number.to_string())
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map(Into::into).unwrap_or_default()
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    /// An empty list is absent; a list of one is its member.
    fn from(members: Vec<T>) -> Self {
        if members.len() > 1 { list(members) } else { members.into_iter().next().map(Into::into).unwrap_or_default() }
    }
}

impl From<Node> for Json {
    fn from(node: Node) -> Self {
        let length: usize = node.properties.iter().map(|(name, value)| name.len() + value.0.len() + 4).sum();
        let mut written = String::with_capacity(length + 2);
        for (rank, (name, value)) in node.properties.iter().enumerate() {
            written.push_str(if rank == 0 { "{\"" } else { ",\"" });
            written.push_str(name);
            written.push_str("\":");
            written.push_str(&value.0);
        }
        written.push('}');
        Self(written)
    }
}

/// An array, also of one member.
fn list<T: Into<Json>>(members: Vec<T>) -> Json {
    let members: Vec<String> = members.into_iter().map(|member| member.into().0).collect();
    Json(format!("[{}]", members.join(",")))
}

/// True for text that needs no escaping, which is nearly all.
fn is_safe(json: &str) -> bool {
    let bytes = json.as_bytes();
    !bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'<' | b'>' | b'&' => true,
        // `’` begins with that byte too.
        0xE2 => matches!(bytes[at..], [_, 0x80, 0xA8 | 0xA9, ..]),
        _ => false,
    })
}

/// Escapes characters that could end a script in HTML or in old JavaScript. In JSON they occur only inside of strings.
fn escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        match character {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            other => safe.push(other),
        }
    }
    safe
}

/// A node with its properties, in the order of their names.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    id: String,
    /// In the order of their names.
    properties: Vec<(&'static str, Json)>,
}

impl Node {
    /// A node of a class, without properties.
    pub fn new(class: &str) -> Self {
        let mut properties = Vec::with_capacity(8);
        properties.push(("@type", class.into()));
        Self { id: String::new(), properties }
    }

    /// The node with an `@id`: an absolute IRI.
    pub fn named(self, id: impl Into<String>) -> Self {
        let id = id.into();
        Self { id: id.clone(), ..self.with("@id", id) }
    }

    /// The node with a property. Absent values, empty strings and empty lists are ignored; a list of one is its member.
    pub fn with(mut self, property: &'static str, value: impl Into<Json>) -> Self {
        let value = value.into();
        if !value.0.is_empty() {
            match self.properties.binary_search_by_key(&property, |(name, _)| name) {
                Ok(rank) => self.properties[rank].1 = value,
                Err(rank) => self.properties.insert(rank, (property, value)),
            }
        }
        self
    }

    /// The list node with its members.
    pub fn listing(self, members: Vec<Node>) -> Self {
        self.with("itemListElement", list(members))
    }

    /// Its `@id`; empty if it has none.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// A reference to a node by its `@id`.
pub fn reference(id: &str) -> Json {
    Json(format!("{{\"@id\":{}}}", Json::from(id).0))
}

/// A member of an enumeration of the vocabulary: `EventScheduled`.
pub fn member(name: &str) -> Json {
    format!("{CONTEXT}/{name}").into()
}

/// An exact number.
pub fn number(decimal: Decimal) -> Json {
    let number = match decimal.thousandths % 1000 {
        0 => serde_json::Value::from(decimal.thousandths / 1000),
        _ => serde_json::Value::from(decimal.as_f64()),
    };
    Json(number.to_string())
}

/// The content of a `script` element.
pub fn script(graph: Vec<Node>) -> Html {
    Html::from(format!("{{\"@context\":\"{CONTEXT}\",\"@graph\":{}}}", list(graph).0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// A node as parsed by a consumer.
    fn read(node: Node) -> Value {
        serde_json::from_str(&Json::from(node).0).expect("JSON")
    }

    #[test]
    fn absent_values_make_no_property() {
        let node = Node::new("Event")
            .with("name", "")
            .with("url", None::<String>)
            .with("image", Vec::<String>::new())
            .with("organizer", vec!["one"])
            .with("isAccessibleForFree", false);
        assert_eq!(read(node), json!({ "@type": "Event", "organizer": "one", "isAccessibleForFree": false }));
    }

    #[test]
    fn numbers_keep_their_precision() {
        assert_eq!(number(Decimal { thousandths: 15_000 }).0, "15");
        assert_eq!(number(Decimal { thousandths: 12_345 }).0, "12.345");
    }

    proptest! {
        #[test]
        fn no_text_ends_the_script_and_every_text_round_trips(text in "\\PC*|[<>&/!\\-script\"\\\\\u{2028}\u{2029}\u{0}\n]*") {
            let markup = script(vec![Node::new("Thing").with("@id", "x").with("name", format!("a{text}"))]);
            let ends = markup.as_str().contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
            prop_assert!(!ends, "{}", markup.as_str());
            let read: Value = serde_json::from_str(markup.as_str()).expect("JSON");
            prop_assert_eq!(&read["@graph"][0]["name"], &Value::from(format!("a{text}")));
        }
    }
}
