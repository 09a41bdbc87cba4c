//! The order of the fields in the browser editor's form, which of them fold, and which are shown only when they are of use.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::base::message::UiLang;
use crate::kind::key::Kind;
use crate::read::form::Form;

/// The form of a kind. Fields that it does not name are rarely needed.
#[derive(Debug, Deserialize)]
pub struct Layout {
    /// The fields that are always open, in order; `body` is the text.
    pub first: Vec<String>,
    /// The groups that fold, in order.
    pub groups: Vec<Group>,
    /// The fields that are of use only with or without a value of another one.
    #[serde(default)]
    shown: BTreeMap<String, Shown>,
}

/// Fields that fold together.
#[derive(Debug, Deserialize)]
pub struct Group {
    /// French, English.
    label: (String, String),
    /// The keys of its fields, in order.
    pub fields: Vec<String>,
}

/// When a field is of use.
#[derive(Debug, Deserialize)]
struct Shown {
    /// The other field.
    by: String,
    /// The values that it must have; none for any value.
    #[serde(default)]
    is: Vec<String>,
    /// True where it must have no value.
    #[serde(default)]
    empty: bool,
}

impl Layout {
    /// The form of a kind.
    pub fn of(kind: Kind) -> Self {
        let mut layouts: BTreeMap<String, Self> =
            serde_yaml::from_str(include_str!("layout.yaml")).expect("part of the program, and read by its tests");
        layouts.remove(kind.word()).expect("every kind has a layout")
    }

    /// The keys of the form, and of the text, that are named nowhere else, in the order of the form.
    pub fn rare<'f>(&self, form: &'f Form) -> Vec<&'f str> {
        let is_named = |key: &str| self.named().any(|named| named == key);
        form.fields.iter().map(|field| field.key).filter(|key| !is_named(key)).collect()
    }

    fn named(&self) -> impl Iterator<Item = &str> {
        self.first.iter().chain(self.groups.iter().flat_map(|group| &group.fields)).map(String::as_str)
    }

    /// When fields are shown, for the script of the form.
    pub fn shown(&self) -> Value {
        let shown = self
            .shown
            .iter()
            .map(|(field, shown)| json!({ "field": field, "by": shown.by, "is": shown.is, "empty": shown.empty }));
        shown.collect()
    }
}

impl Group {
    /// What it is called.
    pub fn label(&self, ui_lang: UiLang) -> &str {
        ui_lang.pick(&self.label.1, &self.label.0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::kind::form;

    #[test]
    fn a_layout_names_fields_of_its_kind_once() {
        for kind in Kind::ALL {
            let (layout, form) = (Layout::of(*kind), form::original(*kind));
            let keys: BTreeSet<&str> = form.fields.iter().map(|field| field.key).chain(["body"]).collect();
            let mut seen = BTreeSet::new();
            for named in layout.named() {
                assert!(keys.contains(named) && seen.insert(named), "{}: `{named}`", kind.word());
            }
            for (field, shown) in &layout.shown {
                let both = keys.contains(field.as_str()) && keys.contains(shown.by.as_str());
                assert!(both, "{}: `{field}` by `{}`", kind.word(), shown.by);
            }
            let required = form.required.iter().filter(|key| !layout.first.iter().any(|first| first == *key));
            let folded: Vec<_> = required.collect();
            assert!(folded.is_empty(), "{}: required, and folded: {folded:?}", kind.word());
        }
    }
}
