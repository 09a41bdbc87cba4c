//! JSON Schemas of front matter and of `site.yaml`, for text editors: they complete keys and values, and mark mistakes
//! while typing.
//!
//! A schema accepts what the reader accepts and, as far as a schema can express it, nothing else. All text editors
//! support draft 7.

use serde_json::{Map, Value, json};

use crate::kind::form;
use crate::kind::key::Kind;
use crate::output::editors::guide::FieldGuide;
use crate::output::editors::{Declared, SiteTerms};
use crate::read::form::{Condition, FieldType, Form, FormField, InputType, ValueMatch};

/// The subject of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaSubject {
    /// The original of a kind, with its facts.
    Original(Kind),
    /// A translation of a kind.
    Translation(Kind),
    /// `site.yaml`.
    Site,
}

impl SchemaSubject {
    /// All subjects.
    pub fn all() -> impl Iterator<Item = Self> {
        let of_kind = |kind: &Kind| [Self::Original(*kind), Self::Translation(*kind)];
        Kind::ALL.iter().flat_map(of_kind).chain([Self::Site])
    }

    /// Its name: `call`, `call-translation`, `site`.
    pub fn name(self) -> String {
        match self {
            Self::Original(kind) => kind.word().to_owned(),
            Self::Translation(kind) => format!("{}-translation", kind.word()),
            Self::Site => "site".to_owned(),
        }
    }
}

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// The schema of one subject.
pub fn schema(subject: SchemaSubject, terms: &SiteTerms, guide: &FieldGuide) -> Value {
    let (form, first) = match subject {
        SchemaSubject::Original(kind) => (form::original(kind), kind.word()),
        SchemaSubject::Translation(kind) => (form::translation(kind), kind.word()),
        SchemaSubject::Site => (form::site(), "site"),
    };
    let mut schema = SchemaWriter { terms, guide }.form(&form, &mut vec![first]);
    schema.insert("$schema".to_owned(), DRAFT.into());
    schema.insert("title".to_owned(), subject.name().into());
    schema.insert("definitions".to_owned(), definitions(terms));
    schema.into()
}

/// The shared definitions.
fn definitions(terms: &SiteTerms) -> Value {
    let wording = json!({ "type": ["string", "number", "boolean", "null"] });
    let tags: Map<String, Value> = terms.tags.iter().map(|tag| (tag.clone(), wording.clone())).collect();
    let each = json!({ "type": "object", "properties": tags, "additionalProperties": false, "minProperties": 1 });
    let present = json!({ "anyOf": [
        { "type": ["number", "boolean", "object"] },
        { "type": "string", "pattern": "\\S" },
        { "type": "array", "minItems": 1 },
    ] });
    // Absent values are defined by negation: text editors would offer values that a schema lists.
    json!({ "present": present, "absent": { "not": present }, "text": { "anyOf": [scalar(r"\S"), each] } })
}

/// The schemas of all subjects as definitions of one schema, which accepts what any of them accepts.
pub fn all(terms: &SiteTerms, guide: &FieldGuide) -> Value {
    let mut definitions = definitions(terms);
    for subject in SchemaSubject::all() {
        let mut schema = schema(subject, terms, guide);
        for key in ["$schema", "definitions"] {
            schema.as_object_mut().into_iter().for_each(|schema| drop(schema.remove(key)));
        }
        definitions[subject.name()] = schema;
    }
    let any: Vec<Value> =
        SchemaSubject::all().map(|one| json!({ "$ref": format!("#/definitions/{}", one.name()) })).collect();
    json!({ "$schema": DRAFT, "title": "parvis", "anyOf": any, "definitions": definitions })
}

struct SchemaWriter<'a> {
    terms: &'a SiteTerms,
    guide: &'a FieldGuide,
}

impl SchemaWriter<'_> {
    /// The schema of a map. `path` are the keys around it, the kind first.
    fn form<'f>(&self, form: &'f Form, path: &mut Vec<&'f str>) -> Map<String, Value> {
        let mut properties = Map::new();
        for form_field in &form.fields {
            path.push(form_field.key);
            properties.insert(form_field.key.to_owned(), self.described_field(form_field, form, path));
            path.pop();
        }
        let conditions = form.conditions.iter().map(|condition| match condition {
            Condition::When(key, (of, value)) => json!({ "if": holds(of, value), "then": written(key) }),
            Condition::Unless(key, others) => {
                let others: Vec<Value> = others.iter().map(|(of, value)| holds(of, value)).collect();
                json!({ "if": { "not": { "anyOf": others } }, "then": written(key) })
            }
        });
        let any_of = form.any_of.iter().map(|keys| {
            let keys: Vec<Value> = keys.iter().map(|key| written(key)).collect();
            json!({ "anyOf": keys })
        });
        let rules: Vec<Value> = conditions.chain(any_of).collect();
        let mut schema = Map::new();
        schema.insert("type".to_owned(), "object".into());
        schema.insert("additionalProperties".to_owned(), false.into());
        schema.insert("properties".to_owned(), properties.into());
        if !form.required.is_empty() {
            schema.insert("required".to_owned(), form.required.clone().into());
        }
        if !rules.is_empty() {
            schema.insert("allOf".to_owned(), rules.into());
        }
        schema
    }

    fn described_field<'f>(&self, form_field: &'f FormField, form: &Form, path: &mut Vec<&'f str>) -> Value {
        let mut types: Vec<Value> = Vec::new();
        for field_type in &form_field.types {
            match field_type {
                FieldType::Value(input_type) => types.extend(self.value(input_type)),
                FieldType::Map(form) => types.push(self.form(form, path).into()),
            }
        }
        let is_required = form.required.contains(&form_field.key);
        if form_field.is_list {
            let one = if types.len() == 1 { types[0].clone() } else { json!({ "anyOf": types }) };
            let least = usize::from(is_required);
            types.insert(0, json!({ "type": "array", "items": one, "minItems": least }));
        }
        if !is_required {
            types.push(defined("absent"));
        }
        let (label, hint) = self.guide.field(path);
        let description = if hint.is_empty() { label.to_owned() } else { format!("{label}: {hint}") };
        let description = self.guide.ui_lang().pick(description.clone(), description.replacen(": ", "\u{a0}: ", 1));
        json!({ "description": description, "anyOf": types })
    }

    /// The alternative schemas of a single value.
    fn value(&self, input_type: &InputType) -> Vec<Value> {
        let one = |schema: Value| vec![schema];
        match input_type {
            InputType::String | InputType::File | InputType::Zone => one(scalar(r"\S")),
            InputType::MenuEntry => one(scalar("^(page/)?[a-z0-9-]+$")),
            InputType::Text | InputType::MarkdownText => one(defined("text")),
            InputType::Boolean => {
                vec![json!({ "type": "boolean" }), string("^(true|True|TRUE|false|False|FALSE)$")]
            }
            InputType::Whole => {
                vec![json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }), string(r"^\s*\d{1,10}\s*$")]
            }
            InputType::Decimal => {
                vec![json!({ "type": "number", "minimum": 0 }), string(r"^\s*\d{1,14}(\.\d{1,3})?\s*$")]
            }
            InputType::Choice(words) => one(json!({ "enum": words })),
            InputType::Numbers(numbers) => vec![json!({ "enum": numbers }), string(r"^\s*\d+\s*$")],
            InputType::Date => vec![year(), string(&format!(r"^\s*{DAY_MONTH_OR_YEAR}\s*$"))],
            InputType::Instant => one(string(&format!(r"^\s*{INSTANT}\s*$"))),
            InputType::DateOrTime => vec![year(), string(&format!(r"^\s*({DAY_MONTH_OR_YEAR}|{INSTANT})\s*$"))],
            InputType::EventTime => one(string(&format!(r"^\s*(\d{{4}}-\d{{2}}|{INSTANT})\s*$"))),
            InputType::AgendaTime => one(string(&format!(r"^\s*(\d{{2}}:\d{{2}}|{INSTANT})\s*$"))),
            InputType::Url => one(string(URL)),
            InputType::Path => one(string(r"^\s*/")),
            InputType::Target => vec![string(URL), string("^/")],
            InputType::Email => one(string(r"^\s*.+@.+\..+$")),
            InputType::LanguageTag => one(scalar("^\\s*[A-Za-z][A-Za-z0-9-]*\\s*$")),
            InputType::Currency => one(string(r"^\s*[A-Z]{3}\s*$")),
            InputType::Id => one(scalar(r"^\s*[a-z0-9-]+\s*$")),
            InputType::Theme => one(known(self.terms.themes.as_deref())),
            InputType::Phase => one(known(self.terms.phases.as_deref())),
            InputType::Reference { own, only } => {
                let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
                let kinds = own.filter(|_| *only).map_or_else(|| kinds.join("|"), str::to_owned);
                let is_optional = if own.is_some() { "?" } else { "" };
                one(scalar(&format!(r"^\s*(({kinds})/){is_optional}[a-z0-9-]+\s*$")))
            }
            InputType::Any => one(defined("present")),
            InputType::JsonObject => one(json!({ "type": "object" })),
        }
    }
}

const DAY_MONTH_OR_YEAR: &str = r"\d{4}(-\d{2}(-\d{2})?)?";
const INSTANT: &str = r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?";
const URL: &str = r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s]+\s*$";

/// A scalar taken as written: in YAML `2018` and `no` are not strings. The pattern applies to strings.
fn scalar(pattern: &str) -> Value {
    json!({ "type": ["string", "number", "boolean"], "pattern": pattern })
}

fn string(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// A year alone, which is a number in YAML.
fn year() -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": 9999 })
}

/// One of the ids that the site declares.
fn known(declared: Option<&[Declared]>) -> Value {
    match declared {
        None => scalar(r"\S"),
        Some([]) => false.into(),
        Some(declared) => json!({ "enum": declared.iter().map(|one| one.id.as_str()).collect::<Vec<_>>() }),
    }
}

fn defined(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// A key is present, with a value.
fn written(key: &str) -> Value {
    json!({ "required": [key], "properties": { key: defined("present") } })
}

fn holds(key: &str, required: &ValueMatch) -> Value {
    let value = match required {
        ValueMatch::Any => return written(key),
        ValueMatch::WithTime => json!({ "type": "string", "pattern": "T" }),
        ValueMatch::OneOf(words) if words.iter().all(|word| matches!(*word, "true" | "false")) => {
            let values = words.iter().flat_map(|word| [json!(*word == "true"), json!(word)]);
            json!({ "enum": values.collect::<Vec<_>>() })
        }
        ValueMatch::OneOf(words) => json!({ "enum": words }),
    };
    json!({ "required": [key], "properties": { key: value } })
}
