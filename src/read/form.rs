//! The form of a map: which keys a reader reads, of which type each value is, and which keys are required. A `Reader` with a
//! recorder notes them while it reads, so the JSON Schema, the browser editor and the reference of fields follow the code
//! that reads the files.
//!
//! While a reader records, it reads every field, written or not. Which keys are required, and under which condition, is found
//! out by writing one key after the other and comparing the keys that are then reported missing.

use crate::base::source::Span;
use crate::read::yaml::{Entry, Node, Value};

/// The type of a single value: what an editor may type into a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputType {
    /// A string, the same in all languages.
    String,
    /// A text: a string, or one string per language.
    Text,
    /// A Markdown text: a string, or one string per language.
    MarkdownText,
    /// `true` or `false`.
    Boolean,
    /// A whole number, 0 or more.
    Whole,
    /// A decimal number, 0 or more.
    Decimal,
    /// One of these words.
    Choice(Vec<&'static str>),
    /// One of these numbers.
    Numbers(&'static [u32]),
    /// A day, month or year.
    Date,
    /// A day, with or without a time.
    Instant,
    /// A day, month or year, or a day with a time.
    DateOrTime,
    /// A day or month, or a day with a time.
    EventTime,
    /// A day, with or without a time, or a time alone.
    AgendaTime,
    /// An absolute `http` or `https` address.
    Url,
    /// A path from the site's root.
    Path,
    /// An absolute address, or a path from the site's root.
    Target,
    /// An e-mail address, RFC 5322.
    Email,
    /// A language tag, BCP 47.
    LanguageTag,
    /// A time zone of the tz database.
    Zone,
    /// A currency, ISO 4217.
    Currency,
    /// An id: lower-case letters, digits and `-`.
    Id,
    /// A file in the folder of the item.
    File,
    /// The id of a theme of `site.yaml`.
    Theme,
    /// The id of a phase of `site.yaml`.
    Phase,
    /// A reference to an item.
    Reference {
        /// The word of the kind that an id without a kind refers to.
        own: Option<&'static str>,
        /// True where the item must be of that kind.
        only: bool,
    },
    /// An entry of a menu: a page, a list of the site, or a label with an address.
    MenuEntry,
    /// Any value: it depends on another field.
    Any,
    /// A map of any values.
    JsonObject,
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    /// A single value.
    Value(InputType),
    /// A map.
    Map(Form),
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct FormField {
    /// Its key.
    pub key: &'static str,
    /// True for a list; a single value is read as a list of one.
    pub is_list: bool,
    /// The types that its value, or each member of the list, may have; never empty.
    pub types: Vec<FieldType>,
}

impl FormField {
    /// The form of its map, if its value may be one.
    pub fn map_form(&self) -> Option<&Form> {
        self.types.iter().find_map(|field_type| match field_type {
            FieldType::Map(form) => Some(form),
            FieldType::Value(_) => None,
        })
    }

    /// The type of its single value, if its value may be one.
    pub fn input_type(&self) -> Option<&InputType> {
        self.types.iter().find_map(|field_type| match field_type {
            FieldType::Value(input_type) => Some(input_type),
            FieldType::Map(_) => None,
        })
    }
}

/// The value that a key must have for a condition to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueMatch {
    /// Any value.
    Any,
    /// One of these words.
    OneOf(Vec<&'static str>),
    /// A day with a time.
    WithTime,
}

/// When a key is required that is not always required.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The key is required unless one of these keys has this value.
    Unless(&'static str, Vec<(&'static str, ValueMatch)>),
    /// The key is required when that key has this value.
    When(&'static str, (&'static str, ValueMatch)),
}

/// The keys of a map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// The fields, in the order in which they are read.
    pub fields: Vec<FormField>,
    /// The keys that are always required.
    pub required: Vec<&'static str>,
    /// The keys that are required under a condition.
    pub conditions: Vec<Condition>,
    /// Groups of keys of which at least one is required.
    pub any_of: Vec<&'static [&'static str]>,
}

impl Form {
    /// The field of a key.
    pub fn field(&self, key: &str) -> Option<&FormField> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The form of the map at the end of a path of keys.
    fn at(&self, path: &[&'static str]) -> Option<&Self> {
        path.iter().try_fold(self, |form, key| form.field(key)?.map_form())
    }
}

/// What a reader has recorded so far: the forms of the maps that it is in, the innermost last, and the types of the field
/// that it is reading.
#[derive(Clone, Debug, Default)]
pub struct FormRecorder {
    forms: Vec<Form>,
    types: Vec<FieldType>,
}

impl FormRecorder {
    /// Begins a map.
    pub fn begin_map(&mut self) {
        self.forms.push(Form::default());
    }

    /// Ends a map, whose form is a type of the field that holds it.
    pub fn end_map(&mut self) {
        self.types.extend(self.forms.pop().map(FieldType::Map));
    }

    /// The recorded form of the outermost map.
    pub fn finish(mut self) -> Form {
        self.forms.pop().unwrap_or_default()
    }

    /// Begins a field. Returns the types of the field around it, for [`Self::end_field`].
    pub fn begin_field(&mut self) -> Vec<FieldType> {
        std::mem::take(&mut self.types)
    }

    /// Ends a field. If a key is read twice, the first time counts.
    pub fn end_field(&mut self, key: &'static str, is_list: bool, outer_types: Vec<FieldType>) {
        let types = std::mem::replace(&mut self.types, outer_types);
        if let Some(form) = self.forms.last_mut().filter(|form| form.field(key).is_none()) {
            form.fields.push(FormField { key, is_list, types });
        }
    }

    /// Records the type of the value. Readers of values call each other: the outermost is the most precise, and comes first.
    pub fn add_type(&mut self, input_type: InputType) {
        if !self.types.iter().any(|field_type| matches!(field_type, FieldType::Value(_))) {
            self.types.push(FieldType::Value(input_type));
        }
    }

    /// Records that a key is missing.
    pub fn add_missing(&mut self, key: &'static str) {
        if let Some(form) = self.forms.last_mut().filter(|form| !form.required.contains(&key)) {
            form.required.push(key);
        }
    }

    /// Records that at least one of these keys is required.
    pub fn add_any_of(&mut self, keys: &'static [&'static str]) {
        self.forms.last_mut().into_iter().for_each(|form| form.any_of.push(keys));
    }
}

/// The form of a reader, with its conditions. `record` reads the given entries and returns the form that was recorded, in
/// which `required` holds every key that was missing.
pub fn complete_form(record: &dyn Fn(&[Entry]) -> Form) -> Form {
    let mut form = record(&[]);
    add_conditions(&mut form, &mut Vec::new(), record);
    form
}

/// Separates the keys that are always required from those that are required under a condition, in the form at a path and
/// in the forms below it.
fn add_conditions(form: &mut Form, path: &mut Vec<&'static str>, record: &dyn Fn(&[Entry]) -> Form) {
    let missing = std::mem::take(&mut form.required);
    // Keys that are no longer required when another key has a value.
    let mut exemptions: Vec<(&'static str, (&'static str, ValueMatch))> = Vec::new();
    for field in &form.fields {
        let exempted = effects_on_required(field, path, record, |now_missing| {
            missing.iter().filter(|key| !now_missing.contains(key)).copied().collect()
        });
        exemptions.extend(exempted.into_iter().map(|(key, value)| (key, (field.key, value))));
        let demanded = effects_on_required(field, path, record, |now_missing| {
            now_missing.iter().filter(|key| !missing.contains(key)).copied().collect()
        });
        form.conditions.extend(demanded.into_iter().map(|(key, value)| Condition::When(key, (field.key, value))));
    }
    exemptions.retain(|(key, (by, _))| key != by);
    for key in missing {
        let unless: Vec<_> =
            exemptions.iter().filter(|(exempted, _)| *exempted == key).map(|(_, by)| by.clone()).collect();
        match unless.is_empty() {
            true => form.required.push(key),
            false => form.conditions.push(Condition::Unless(key, unless)),
        }
    }
    for field in &mut form.fields {
        path.push(field.key);
        for field_type in &mut field.types {
            if let FieldType::Map(form) = field_type {
                add_conditions(form, path, record);
            }
        }
        path.pop();
    }
}

/// The keys that `difference` finds when the field is written, each with the value that the field must have for it.
/// `difference` gets the keys that are missing then.
fn effects_on_required(
    field: &FormField,
    path: &[&'static str],
    record: &dyn Fn(&[Entry]) -> Form,
    difference: impl Fn(&[&'static str]) -> Vec<&'static str>,
) -> Vec<(&'static str, ValueMatch)> {
    let samples = samples(field);
    let mut found: Vec<(&'static str, Vec<&Sample>)> = Vec::new();
    for sample in &samples {
        let entries = path
            .iter()
            .rev()
            .fold(vec![entry(field.key, sample.value())], |entries, key| vec![entry(key, Value::Map(entries))]);
        let form = record(&entries);
        let missing = form.at(path).map(|form| form.required.as_slice()).unwrap_or_default();
        for key in difference(missing).into_iter().filter(|key| *key != field.key) {
            match found.iter_mut().find(|(other, _)| *other == key) {
                Some((_, by)) => by.push(sample),
                None => found.push((key, vec![sample])),
            }
        }
    }
    let value_match = |by: &[&Sample]| {
        if by.len() == samples.len() {
            return ValueMatch::Any;
        }
        let words = by.iter().filter_map(|sample| match sample {
            Sample::Word(word) => Some(*word),
            Sample::Time | Sample::Map => None,
        });
        if by.contains(&&Sample::Time) { ValueMatch::WithTime } else { ValueMatch::OneOf(words.collect()) }
    };
    found.into_iter().map(|(key, by)| (key, value_match(&by))).collect()
}

/// A value that is written to see which keys are missing then.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sample {
    Word(&'static str),
    Time,
    Map,
}

impl Sample {
    fn value(&self) -> Value {
        let scalar = |text: &str| Value::Scalar { text: text.to_owned(), is_plain: true };
        match self {
            Self::Word(word) => scalar(word),
            Self::Time => scalar("2026-04-25T17:00"),
            Self::Map => Value::Map(Vec::new()),
        }
    }
}

/// One value for each case that a rule may distinguish.
fn samples(field: &FormField) -> Vec<Sample> {
    match field.input_type() {
        None => vec![Sample::Map],
        Some(InputType::Choice(words)) => words.iter().copied().map(Sample::Word).collect(),
        Some(InputType::Boolean) => vec![Sample::Word("true"), Sample::Word("false")],
        Some(InputType::DateOrTime | InputType::EventTime | InputType::AgendaTime) => {
            vec![Sample::Word("2026-04-25"), Sample::Time]
        }
        Some(InputType::Date | InputType::Instant) => vec![Sample::Word("2026-04-25")],
        Some(_) => vec![Sample::Word("1")],
    }
}

fn entry(key: &str, value: Value) -> Entry {
    Entry { key: key.to_owned(), span: Span::default(), node: Node { span: Span::default(), value } }
}
