//! The JSON Schema (2020-12) of each file of data, made from the very types that are written.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use crate::kind::key::Kind;
use crate::render::data::call::CallData;
use crate::render::data::challenge::ChallengeData;
use crate::render::data::event::EventData;
use crate::render::data::item::ItemData;
use crate::render::data::organisation::{OrganisationData, UpdateData};
use crate::render::data::page::PageData;
use crate::render::data::programme::ProgrammeData;
use crate::render::data::site::Head;
use crate::render::data::startup::StartupData;
use crate::render::data::value::Uri;

/// The schema of a file that holds a list of items under each of these names; `id` is its own address.
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

fn item(generator: &mut SchemaGenerator, kind: Kind) -> Schema {
    fn of<F: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<ItemData<'static, F>>()
    }
    match kind {
        Kind::Challenge => of::<ChallengeData<'static>>(generator),
        Kind::Call => of::<CallData<'static>>(generator),
        Kind::Event => of::<EventData<'static>>(generator),
        Kind::Programme => of::<ProgrammeData<'static>>(generator),
        Kind::Startup => of::<StartupData<'static>>(generator),
        Kind::Organisation => of::<OrganisationData<'static>>(generator),
        Kind::Update => of::<UpdateData<'static>>(generator),
        Kind::Page => of::<PageData<'static>>(generator),
    }
}

fn object<'s>(schema: &'s mut Schema, key: &str) -> &'s mut Map<String, Value> {
    let value = schema.ensure_object().entry(key).or_insert_with(|| json!({}));
    value.as_object_mut().expect("the properties of a schema are an object")
}
