//! A map of whatever a site wants, checked by nothing but that it is a map. YAML that is read as JSON: it goes to templates and to
//! the open data as it is.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use crate::base::message::say;
use crate::read::form::InputType;
use crate::read::reader::Reader;
use crate::read::yaml::{Node, Value};

/// An object of JSON (RFC 8259), its keys in alphabetical order. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JsonObject(Arc<serde_json::Map<String, Json>>);

impl Serialize for JsonObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A map of any values. Its size and depth are bounded as those of all YAML are.
pub fn json_object(reader: &mut Reader<'_>, node: &Node) -> Option<JsonObject> {
    reader.declare_type(InputType::JsonObject);
    if let Json::Object(object) = json(&node.value) {
        return Some(JsonObject(Arc::new(object)));
    }
    let wanted = say!(en: "a map of keys and values", fr: "un ensemble de clés et de valeurs");
    reader.report_wrong_type(node, wanted, "{level: 2}");
    None
}

/// What is written without quotes is a number or a boolean where YAML's JSON schema says so (YAML 1.2.2, section 10.2), and a string
/// else: neither `+352`, `1.` nor `0x1F` is a number.
fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Scalar { text, is_plain: false } => Json::String(text.clone()),
        Value::Scalar { text, is_plain: true } => match text.as_str() {
            "true" | "True" | "TRUE" => Json::Bool(true),
            "false" | "False" | "FALSE" => Json::Bool(false),
            other => other.parse().map_or_else(|_| Json::String(text.clone()), Json::Number),
        },
        Value::List(members) => members.iter().map(|member| json(&member.value)).collect(),
        Value::Map(entries) => entries.iter().map(|entry| (entry.key.clone(), json(&entry.node.value))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{SourcePath, Span};
    use crate::read::yaml::parse_map;

    fn as_json(yaml: &str) -> String {
        let mut diagnostics = Vec::new();
        let path = SourcePath::new("content/x/index.fr.md");
        let entries = parse_map(&path, yaml, Span::new(0, yaml.len()), &mut diagnostics).expect("a map");
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        json(&Value::Map(entries)).to_string()
    }

    #[test]
    fn quotes_make_a_string_of_a_number() {
        let yaml = "a: 2\nb: \"2\"\nc: -1.5\nd: true\ne: 'true'\nf: null\ng: '~'\nh: oui\n";
        let json = r#"{"a":2,"b":"2","c":-1.5,"d":true,"e":"true","f":null,"g":"~","h":"oui"}"#;
        assert_eq!(as_json(yaml), json);
    }

    #[test]
    fn what_only_looks_like_a_number_is_a_string() {
        let yaml = "a: +352\nb: 007\nc: 0x1F\nd: .nan\ne: 1_000\nf: 2027-01-29\ng: 1e999\nh: 50 000\n";
        let json =
            r#"{"a":"+352","b":"007","c":"0x1F","d":".nan","e":"1_000","f":"2027-01-29","g":"1e999","h":"50 000"}"#;
        assert_eq!(as_json(yaml), json);
    }

    #[test]
    fn lists_and_maps_hold_any_values() {
        assert_eq!(as_json("a: [1, {b: []}]\nc: {}\n"), r#"{"a":[1,{"b":[]}],"c":{}}"#);
    }
}
