//! Examples for editors: an item of each kind, a `site.yaml`, and a value for each key. They are of one small site, so that
//! each can be tried in it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::base::message::UiLang;
use crate::kind::key::Kind;
use crate::output::editors::guide::longest;
use crate::read::form::{Condition, Form, FormField, InputType};

/// The example of an item of a kind: its only file.
pub fn item(kind: Kind, ui_lang: UiLang) -> &'static str {
    macro_rules! files {
        ($name:literal) => {
            ui_lang.pick(
                include_str!(concat!("examples/", $name, ".en.md")),
                include_str!(concat!("examples/", $name, ".fr.md")),
            )
        };
    }
    match kind {
        Kind::Challenge => files!("challenge"),
        Kind::Call => files!("call"),
        Kind::Event => files!("event"),
        Kind::Programme => files!("programme"),
        Kind::Startup => files!("startup"),
        Kind::Organisation => files!("organisation"),
        Kind::Update => files!("update"),
        Kind::Page => files!("page"),
    }
}

/// The id of the example of a kind, which the other examples refer to.
pub fn id(kind: Kind, ui_lang: UiLang) -> &'static str {
    match kind {
        Kind::Challenge | Kind::Call => ui_lang.pick("plain-letters", "courriers-clairs"),
        Kind::Event => ui_lang.pick("information-session", "reunion-d-information"),
        Kind::Programme => ui_lang.pick("understandable-procedures", "demarches-comprehensibles"),
        Kind::Startup => ui_lang.pick("clear-letters", "courrier-clair"),
        Kind::Organisation => "valbrume",
        Kind::Update => ui_lang.pick("radio", "radio"),
        Kind::Page => ui_lang.pick("about", "laboratoire"),
    }
}

/// The example of `site.yaml`.
pub fn site(ui_lang: UiLang) -> &'static str {
    ui_lang.pick(include_str!("examples/site.en.yaml"), include_str!("examples/site.fr.yaml"))
}

/// An example value for each key.
#[derive(Debug)]
pub struct FieldExamples {
    ui_lang: UiLang,
    written: BTreeMap<String, Written>,
}

/// A value as it is written behind its key, in YAML.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Written {
    Everywhere(String),
    /// In French and in English.
    Each(String, String),
}

impl FieldExamples {
    /// The examples in a language.
    pub fn new(ui_lang: UiLang) -> Self {
        let written =
            serde_yaml::from_str(include_str!("examples.yaml")).expect("part of the program, and read by its tests");
        Self { ui_lang, written }
    }

    /// The example of a field: its key and value in YAML, on one line. `path` are the keys from the kind on to the field. In a map
    /// are the keys that it needs, and those of `with`, a path within it.
    ///
    /// Empty if a value has no example; a test finds it.
    pub fn line(&self, form_field: &FormField, path: &[&str], with: &[&str]) -> String {
        match self.value(form_field, path, with) {
            Some(value) => format!("{}: {}", form_field.key, quoted(&value, &[": ", " #"])),
            None => String::new(),
        }
    }

    fn value(&self, form_field: &FormField, path: &[&str], with: &[&str]) -> Option<String> {
        let written = longest(&self.written, path).map(|(_, written)| match written {
            Written::Everywhere(value) => value.as_str(),
            Written::Each(french, english) => self.ui_lang.pick(english, french),
        });
        let one = match (written, form_field.input_type(), form_field.map_form()) {
            // An example of the map as a whole, which a single key of it has no place in.
            (Some(value), _, Some(_)) if with.is_empty() && value.starts_with(['[', '{']) => value.to_owned(),
            (_, None, Some(form)) => self.map(form, path, with),
            (Some(value), ..) => value.to_owned(),
            (None, Some(input_type), _) => self.of_type(input_type)?,
            (None, None, None) => return None,
        };
        Some(match form_field.is_list && !one.starts_with('[') {
            true => format!("[{}]", quoted(&one, IN_FLOW)),
            false => one,
        })
    }

    fn map(&self, form: &Form, path: &[&str], with: &[&str]) -> String {
        let mut keys: Vec<&str> = form.required.clone();
        keys.extend(with.first());
        for any_of in &form.any_of {
            if !any_of.iter().any(|key| keys.contains(key)) {
                keys.extend(any_of.first());
            }
        }
        for condition in &form.conditions {
            if let Condition::Unless(needed, others) = condition
                && !others.iter().any(|(key, _)| keys.contains(key))
            {
                keys.push(needed);
            }
        }
        // A map that needs nothing shows its first key.
        keys.extend(form.fields.first().filter(|_| keys.is_empty()).map(|first| first.key));
        let of_key = |field: &FormField| {
            let path = [path, &[field.key]].concat();
            let with = with.split_first().filter(|(key, _)| **key == field.key).map_or(&[][..], |(_, rest)| rest);
            Some(format!("{}: {}", field.key, quoted(&self.value(field, &path, with)?, IN_FLOW)))
        };
        let members: Vec<String> =
            form.fields.iter().filter(|field| keys.contains(&field.key)).filter_map(of_key).collect();
        format!("{{{}}}", members.join(", "))
    }

    /// The example of a type that needs no other.
    fn of_type(&self, input_type: &InputType) -> Option<String> {
        Some(match input_type {
            InputType::Boolean => "true".to_owned(),
            InputType::Choice(words) => (*words.first()?).to_owned(),
            InputType::Numbers(numbers) => numbers.first()?.to_string(),
            InputType::Url | InputType::Target => "https://example.org/page".to_owned(),
            InputType::LanguageTag => self.ui_lang.tag().to_owned(),
            InputType::Zone => "Europe/Luxembourg".to_owned(),
            InputType::Reference { own, .. } => match own.and_then(Kind::from_word) {
                Some(kind) => id(kind, self.ui_lang).to_owned(),
                None => format!("call/{}", id(Kind::Call, self.ui_lang)),
            },
            InputType::String
            | InputType::Text
            | InputType::MarkdownText
            | InputType::Whole
            | InputType::Decimal
            | InputType::Date
            | InputType::Instant
            | InputType::DateOrTime
            | InputType::EventTime
            | InputType::AgendaTime
            | InputType::Path
            | InputType::Email
            | InputType::Currency
            | InputType::Id
            | InputType::File
            | InputType::Theme
            | InputType::Phase
            | InputType::MenuEntry
            | InputType::Any
            | InputType::JsonObject => return None,
        })
    }
}

/// What ends a plain value, or means something else, in a list or a map on one line.
const IN_FLOW: &[&str] = &[",", "[", "]", "{", "}", ": ", " #"];

/// A value, in quotes if it contains any of these. Lists, maps and what is in quotes stay as they are.
fn quoted(value: &str, special: &[&str]) -> String {
    match !value.starts_with(['[', '{', '"']) && special.iter().any(|special| value.contains(special)) {
        true => format!("\"{value}\""),
        false => value.to_owned(),
    }
}
