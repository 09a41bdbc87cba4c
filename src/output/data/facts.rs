//! The facts of an item as data. What a field's value becomes follows from its type, so it is written once for all fields; what
//! no field says is in `derived`.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use crate::kind::item::Item;
use crate::kind::key::Kind;
use crate::kind::record::{AsValue, Field, FieldValue, Record, RecordType, ValueType, member_prefix};
use crate::output::data::derived::{Derived, records};
use crate::output::data::json::{Data, Object, last_day};
use crate::output::data::markup::Markup;
use crate::output::data::source::{Source, reference, text_of};
use crate::output::data::value::{At, ByLang, Date, DateOrInstant, Number, Reference, Text, Uri};
use crate::present::fill::context::Context;
use crate::read::contact::Contact;
use crate::read::date::DateOrTime;

/// The facts of an item, those of every kind first.
pub fn facts<'a>(source: &Source<'a>) -> Object<'a> {
    let item: &'a Item = source.item;
    let mut object = Object::default();
    for ((_, derived), record) in records(item.key.kind).iter().zip([item.common.as_value(), item.facts.as_value()]) {
        let after = |field: &str, object: &mut Object<'a>| {
            for one in derived.iter().filter(|one| one.in_json && one.after == field) {
                object.0.push((one.name.into(), (one.make)(source)));
            }
        };
        after("", &mut object);
        for (field, value) in record.fields() {
            if field.is_published {
                match derived.iter().find(|one| one.name == field.name && one.replaces()) {
                    Some(one) => object.0.push((field.name.into(), (one.make)(source))),
                    None => add(source, field, value, &format!("{}-", field.name), &mut object),
                }
            }
            after(field.name, &mut object);
        }
    }
    object
}

/// Whom to ask about the site, who is no fact of an item.
pub fn contact<'a>(context: &Context<'a>, contact: &'a Contact) -> Object<'a> {
    let fields = <Contact as Record>::TYPE.fields.iter().zip(contact.values());
    Object(fields.map(|(field, value)| (field.name.into(), plain(context, field, &value))).collect())
}

/// The schema of a contact.
pub fn contact_schema(generator: &mut SchemaGenerator) -> Schema {
    reference_to(generator, &<Contact as Record>::TYPE)
}

/// Adds a field to an object; ids in its markup begin with `prefix`. A closing is followed by its last day.
fn add<'a>(source: &Source<'a>, field: &Field, value: &FieldValue<'a>, prefix: &str, object: &mut Object<'a>) {
    object.0.push((field.name.into(), data(source, field, value, prefix)));
    if let ValueType::Closing = field.value {
        let last = match value {
            FieldValue::Instant(instant) => last_day(*instant),
            _ => Data::Null,
        };
        object.0.push((format!("{}_day", field.name).into(), last));
    }
}

fn data<'a>(source: &Source<'a>, field: &Field, value: &FieldValue<'a>, prefix: &str) -> Data<'a> {
    match value {
        FieldValue::String(name) if matches!(field.value, ValueType::File) => Data::String(source.file(name).into()),
        FieldValue::MarkdownText(prose) => Data::Markup(source.rich(prose, prefix.to_owned())),
        FieldValue::Instant(instant) => Data::when(source.when(DateOrTime::Instant(*instant))),
        FieldValue::Record { .. } => Data::Object(object(source, value, prefix)),
        FieldValue::List(values) => {
            let member = |(rank, value): (usize, &FieldValue<'a>)| {
                data(source, field, value, &member_prefix(field, rank, value))
            };
            let members = values.iter().enumerate().map(member);
            Data::List(members.filter(|member| !matches!(member, Data::Null)).collect())
        }
        value => plain(source.context, field, value),
    }
}

/// The data of a value that does not depend on the item it is of.
fn plain<'a>(context: &Context<'a>, field: &Field, value: &FieldValue<'a>) -> Data<'a> {
    match value {
        FieldValue::Boolean(value) => Data::Boolean(*value),
        FieldValue::Whole(value) => Data::Whole((*value).into()),
        FieldValue::Decimal(value) => Data::Number(Number(*value)),
        FieldValue::String(text) => match field.value {
            ValueType::Url => Data::String(Uri::written(text).into()),
            _ => Data::String((*text).into()),
        },
        FieldValue::Text(text) => Data::Text(text_of(context, text)),
        FieldValue::Date(date) => Data::String(date.to_string().into()),
        FieldValue::JsonObject(object) => Data::JsonObject(object),
        FieldValue::Key(key) => reference(context, key).map_or(Data::Null, Data::Reference),
        FieldValue::Absent
        | FieldValue::MarkdownText(_)
        | FieldValue::Instant(_)
        | FieldValue::Record { .. }
        | FieldValue::List(_) => Data::Null,
    }
}

fn object<'a>(source: &Source<'a>, record: &FieldValue<'a>, prefix: &str) -> Object<'a> {
    let mut object = Object::default();
    let is_markup = |(field, _): &(&Field, _)| matches!(field.value, ValueType::MarkdownText);
    let has_several = record.fields().filter(is_markup).count() > 1;
    for (field, value) in record.fields().filter(|(field, _)| field.is_published) {
        match has_several {
            true => add(source, field, value, &format!("{prefix}{}-", field.name), &mut object),
            false => add(source, field, value, prefix, &mut object),
        }
    }
    object
}

/// The schema of the facts of a kind: its properties, and those that are always there, which are all.
pub fn properties(generator: &mut SchemaGenerator, kind: Kind) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for (declared, derived) in records(kind) {
        all.extend(properties_of(generator, declared, derived));
        for one in derived.iter().filter(|one| one.in_json || one.replaces()) {
            let mut schema = (one.schema)(generator);
            schema.insert("description".to_owned(), one.doc.into());
            all.push((one.name.to_owned(), schema.to_value()));
        }
    }
    all
}

fn properties_of(generator: &mut SchemaGenerator, declared: &RecordType, derived: &[Derived]) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for field in declared.fields.iter().filter(|field| field.is_published) {
        if derived.iter().any(|one| one.name == field.name) {
            continue;
        }
        let doc = field.doc.trim_end_matches('.');
        let description = match field.value {
            ValueType::Text => format!("{doc}, by language."),
            ValueType::MarkdownText => format!("{doc}, as HTML by language."),
            ValueType::Closing => format!("{doc}, exclusive."),
            _ => field.doc.to_owned(),
        };
        let mut schema = schema(generator, field);
        schema.insert("description".to_owned(), description.into());
        all.push((field.name.to_owned(), schema.to_value()));
        if let ValueType::Closing = field.value {
            let mut schema = generator.subschema_for::<Option<Date>>();
            schema.insert("description".to_owned(), format!("The last day until `{}`.", field.name).into());
            all.push((format!("{}_day", field.name), schema.to_value()));
        }
    }
    all
}

fn schema(generator: &mut SchemaGenerator, field: &Field) -> Schema {
    fn of<T: JsonSchema>(generator: &mut SchemaGenerator, field: &Field) -> Schema {
        match (field.is_list, field.is_always_present) {
            (true, _) => generator.subschema_for::<Vec<T>>(),
            (false, true) => generator.subschema_for::<T>(),
            (false, false) => generator.subschema_for::<Option<T>>(),
        }
    }
    match field.value {
        ValueType::Boolean => of::<bool>(generator, field),
        ValueType::Whole => of::<u32>(generator, field),
        ValueType::Decimal => of::<Number>(generator, field),
        ValueType::String => of::<String>(generator, field),
        ValueType::Url | ValueType::File => of::<Uri>(generator, field),
        ValueType::Text => of::<Text<'static>>(generator, field),
        ValueType::MarkdownText => of::<ByLang<'static, Markup<'static>>>(generator, field),
        ValueType::Date => of::<Date>(generator, field),
        ValueType::Instant | ValueType::Closing => of::<At>(generator, field),
        ValueType::DateOrTime => of::<DateOrInstant>(generator, field),
        ValueType::Reference => of::<Reference<'static>>(generator, field),
        ValueType::JsonObject => of::<Map<String, Value>>(generator, field),
        ValueType::Word(words) => {
            let words: Vec<Option<&str>> = words().into_iter().map(Some).collect();
            match (field.is_list, field.is_always_present) {
                (true, _) => json_schema!({ "type": "array", "items": { "type": "string", "enum": words } }),
                (false, true) => json_schema!({ "type": "string", "enum": words }),
                (false, false) => {
                    let words: Vec<Option<&str>> = words.into_iter().chain([None]).collect();
                    json_schema!({ "type": ["string", "null"], "enum": words })
                }
            }
        }
        ValueType::Record(record) => {
            let own = reference_to(generator, record);
            match (field.is_list, field.is_always_present) {
                (true, _) => json_schema!({ "type": "array", "items": own }),
                (false, true) => own,
                (false, false) => json_schema!({ "anyOf": [own, { "type": "null" }] }),
            }
        }
    }
}

/// A reference to the schema of a record, which is among the definitions.
fn reference_to(generator: &mut SchemaGenerator, record: &RecordType) -> Schema {
    if !generator.definitions().contains_key(record.name) {
        generator.definitions_mut().insert(record.name.to_owned(), Value::Null);
        let properties = properties_of(generator, record, &[]);
        let schema = object_schema(record.doc, properties);
        generator.definitions_mut().insert(record.name.to_owned(), schema.to_value());
    }
    json_schema!({ "$ref": format!("#/$defs/{}", record.name) })
}

/// The schema of an object all of whose fields are always there.
fn object_schema(doc: &str, properties: Vec<(String, Value)>) -> Schema {
    let required: Vec<&String> = properties.iter().map(|(name, _)| name).collect();
    let required = serde_json::json!(required);
    let properties: Map<String, Value> = properties.into_iter().collect();
    json_schema!({ "description": doc, "type": "object", "required": required, "properties": properties })
}
