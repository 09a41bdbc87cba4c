//! The JSON Schema (2020-12) of each file of data, made from the very types that are written.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema, json_schema};
use serde_json::{Map, Value, json};

use crate::kind::item::record_type;
use crate::kind::key::Kind;
use crate::output::data::facts::properties;
use crate::output::data::item::ItemData;
use crate::output::data::site::Head;
use crate::output::data::value::Uri;

/// The schema of a file that contains a list of items under each of these names; `id` is its own address.
pub fn schema(id: Uri, title: &str, lists: &[(&'static str, Kind)]) -> Vec<u8> {
    let list = |item: Schema| json!({ "description": "The public items, in the order of their ids.", "type": "array", "items": item });
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let lists: Vec<(&str, Value)> =
        lists.iter().map(|(name, kind)| (*name, list(item(&mut generator, *kind)))).collect();
    let mut schema = generator.into_root_schema_for::<Head<'static>>();
    for (name, list) in lists {
        object(&mut schema, "properties").insert(name.to_owned(), list);
        if let Some(Value::Array(required)) = schema.ensure_object().get_mut("required") {
            required.push(name.into());
        }
    }
    schema.insert("$id".to_owned(), json!(id));
    schema.insert("title".to_owned(), title.into());
    let mut bytes = serde_json::to_vec_pretty(&schema).expect("a schema is JSON");
    bytes.push(b'\n');
    bytes
}

/// A reference to the schema of the items of a kind, which is among the definitions.
fn item(generator: &mut SchemaGenerator, kind: Kind) -> Schema {
    let name = format!("{}Item", record_type(kind).name);
    let mut schema = ItemData::json_schema(generator);
    let facts = properties(generator, kind);
    if let Some(Value::Array(required)) = schema.ensure_object().get_mut("required") {
        required.extend(facts.iter().map(|(name, _)| name.as_str().into()));
    }
    object(&mut schema, "properties").extend(facts);
    schema.ensure_object().remove("$schema");
    generator.definitions_mut().insert(name.clone(), schema.to_value());
    json_schema!({ "$ref": format!("#/$defs/{name}") })
}

fn object<'s>(schema: &'s mut Schema, key: &str) -> &'s mut Map<String, Value> {
    let value = schema.ensure_object().entry(key).or_insert_with(|| json!({}));
    value.as_object_mut().expect("the properties of a schema are an object")
}
