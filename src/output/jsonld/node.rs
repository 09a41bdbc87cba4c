//! Nodes of a graph, and the one way by which they get into a page.

use crate::present::view::value::Html;
use crate::read::number::Decimal;

/// Where the terms are defined.
const CONTEXT: &str = "https://schema.org";

/// What is said of a thing, written as it stands in a `script`; empty for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Json(String);

impl Json {
    /// What was written before, as it stands.
    pub fn written(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As it stands in a `script`.
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
    /// No members say nothing; one member stands for itself.
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

/// Members between brackets, however many they are.
fn list<T: Into<Json>>(members: Vec<T>) -> Json {
    let members: Vec<String> = members.into_iter().map(|member| member.into().0).collect();
    Json(format!("[{}]", members.join(",")))
}

/// True where nothing is to be escaped, as in nearly every text.
fn is_safe(json: &str) -> bool {
    let bytes = json.as_bytes();
    !bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'<' | b'>' | b'&' => true,
        // An apostrophe begins with that byte too.
        0xE2 => matches!(bytes[at..], [_, 0x80, 0xA8 | 0xA9, ..]),
        _ => false,
    })
}

/// Whatever HTML or an old JavaScript could take for the end of a script is written as JSON's escapes, which stand only
/// where these characters do: inside of texts.
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

/// A thing with its properties, which are written in the order of their names.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    id: String,
    /// In the order of their names.
    properties: Vec<(&'static str, Json)>,
}

impl Node {
    /// A thing of a class of the vocabulary, of which nothing is said yet.
    pub fn new(class: &str) -> Self {
        let mut properties = Vec::with_capacity(8);
        properties.push(("@type", class.into()));
        Self { id: String::new(), properties }
    }

    /// The same thing with a name for all graphs: an absolute address, which need not lead anywhere.
    pub fn named(self, id: impl Into<String>) -> Self {
        let id = id.into();
        Self { id: id.clone(), ..self.with("@id", id) }
    }

    /// The same thing with a property. No value, no words and no members say nothing; one member stands for itself.
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

    /// The same list with its members, however many they are.
    pub fn listing(self, members: Vec<Node>) -> Self {
        self.with("itemListElement", list(members))
    }

    /// Its name for all graphs; empty for one without.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// A thing that is told of elsewhere.
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

    /// A node as whoever gathers facts reads it.
    fn read(node: Node) -> Value {
        serde_json::from_str(&Json::from(node).0).expect("JSON")
    }

    #[test]
    fn nothing_is_said_of_what_is_not_known() {
        let node = Node::new("Event")
            .with("name", "")
            .with("url", None::<String>)
            .with("image", Vec::<String>::new())
            .with("organizer", vec!["one"])
            .with("isAccessibleForFree", false);
        assert_eq!(read(node), json!({ "@type": "Event", "organizer": "one", "isAccessibleForFree": false }));
    }

    #[test]
    fn numbers_are_as_exact_as_they_are_written() {
        assert_eq!(number(Decimal { thousandths: 15_000 }).0, "15");
        assert_eq!(number(Decimal { thousandths: 12_345 }).0, "12.345");
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
