//! The guide to fields for editors: labels, hints and names of values, in the languages of the program.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::base::message::UiLang;
use crate::kind::common::Common;
use crate::kind::item::record_type;
use crate::kind::key::Kind;
use crate::kind::names::VALUES;
use crate::kind::record::{Record, RecordType, ValueType};
use crate::read::contact::Contact;

/// The labels, hints and names of values of every field.
#[derive(Debug)]
pub struct FieldGuide {
    ui_lang: UiLang,
    fields: BTreeMap<String, FieldText>,
    /// By field and value: French, English.
    values: BTreeMap<String, BTreeMap<String, (String, String)>>,
}

#[derive(Debug, Deserialize)]
struct FieldText {
    fr: (String, String),
    en: (String, String),
}

impl FieldGuide {
    /// The guide in a language.
    pub fn new(ui_lang: UiLang) -> Self {
        let mut fields: BTreeMap<String, FieldText> =
            serde_yaml::from_str(include_str!("fields.yaml")).expect("part of the program, and read by its tests");
        add("site.contact", &<Contact as Record>::TYPE, &mut fields);
        for kind in Kind::ALL {
            for declared in [&<Common as Record>::TYPE, record_type(*kind)] {
                add(kind.word(), declared, &mut fields);
            }
        }
        let values = serde_yaml::from_str(VALUES).expect("part of the program, and read by its tests");
        Self { ui_lang, fields, values }
    }

    /// The language.
    pub fn ui_lang(&self) -> UiLang {
        self.ui_lang
    }

    /// The label and the hint of a field, by its path from the kind on; the longest suffix of the path with an entry
    /// counts. Without one, the label is the key.
    pub fn field<'a>(&'a self, path: &[&'a str]) -> (&'a str, &'a str) {
        match longest(&self.fields, path) {
            Some((_, said)) => {
                let (label, hint) = self.ui_lang.pick(&said.en, &said.fr);
                (label, hint)
            }
            None => (path.last().copied().unwrap_or_default(), ""),
        }
    }

    /// The label of a value of a closed list, by the path of its field. For values that are names of fields, their
    /// labels.
    pub fn value<'a>(&'a self, path: &[&'a str], word: &'a str) -> &'a str {
        match longest(&self.values, path).and_then(|(_, values)| values.get(word)) {
            Some((french, english)) => self.ui_lang.pick(english, french),
            None => self.field(&[path.first().copied().unwrap_or_default(), word]).0,
        }
    }

    /// The names of a kind, in the singular and the plural.
    pub fn kind(&self, kind: Kind) -> (&'static str, &'static str) {
        kind_names(kind, self.ui_lang)
    }
}

/// The names of a kind in a language, in the singular and the plural.
pub fn kind_names(kind: Kind, ui_lang: UiLang) -> (&'static str, &'static str) {
    let (french, english) = match kind {
        Kind::Challenge => (("Défi", "Défis"), ("Challenge", "Challenges")),
        Kind::Call => (("Appel", "Appels"), ("Call", "Calls")),
        Kind::Event => (("Événement", "Événements"), ("Event", "Events")),
        Kind::Programme => (("Programme", "Programmes"), ("Programme", "Programmes")),
        Kind::Startup => (("Service", "Services"), ("Service", "Services")),
        Kind::Organisation => (("Organisation", "Organisations"), ("Organisation", "Organisations")),
        Kind::Update => (("Actualité", "Actualités"), ("News", "News")),
        Kind::Page => (("Page", "Pages"), ("Page", "Pages")),
    };
    ui_lang.pick(english, french)
}

/// Adds the declared labels and hints of the fields of a record, by their paths.
fn add(path: &str, declared: &RecordType, fields: &mut BTreeMap<String, FieldText>) {
    let owned = |(label, hint): (&str, &str)| (label.to_owned(), hint.to_owned());
    for field in declared.fields {
        let path = format!("{path}.{}", field.name);
        if let ValueType::Record(members) = field.value {
            add(&path, members, fields);
        }
        fields.insert(path, FieldText { fr: owned(field.fr), en: owned(field.en) });
    }
}

/// The entry of the longest suffix of a path that has one.
pub fn longest<'a, T>(said: &'a BTreeMap<String, T>, path: &[&str]) -> Option<(&'a String, &'a T)> {
    (0..path.len()).find_map(|from| said.get_key_value(&path[from..].join(".")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::kind::form;
    use crate::read::form::{Form, FormField, InputType};

    fn paths<'a>(form: &'a Form, around: &[&'a str], found: &mut Vec<(Vec<&'a str>, &'a FormField)>) {
        for form_field in &form.fields {
            let path = [around, &[form_field.key]].concat();
            if let Some(form) = form_field.map_form() {
                paths(form, &path, found);
            }
            found.push((path, form_field));
        }
    }

    fn forms() -> Vec<(&'static str, Form)> {
        let mut forms: Vec<(&str, Form)> = vec![("site", form::site())];
        for kind in Kind::ALL {
            forms.extend([(kind.word(), form::original(*kind)), (kind.word(), form::translation(*kind))]);
        }
        forms
    }

    #[test]
    fn field_texts_exist_for_exactly_the_fields() {
        let guide = FieldGuide::new(UiLang::French);
        let (forms, mut found) = (forms(), Vec::new());
        forms.iter().for_each(|(name, form)| paths(form, &[name], &mut found));
        let unexplained: Vec<_> =
            found.iter().map(|(path, _)| path).filter(|path| longest(&guide.fields, path).is_none()).collect();
        assert!(unexplained.is_empty(), "write a label and a hint for these in fields.yaml: {unexplained:?}");
        let used: BTreeSet<&String> =
            found.iter().filter_map(|(path, _)| Some(longest(&guide.fields, path)?.0)).collect();
        let unused: Vec<_> = guide.fields.keys().filter(|key| !used.contains(key)).collect();
        assert!(unused.is_empty(), "no field is called so: {unused:?}");
    }

    #[test]
    fn value_texts_exist_for_exactly_the_values_of_closed_lists() {
        let guide = FieldGuide::new(UiLang::French);
        let (forms, mut found, mut used) = (forms(), Vec::new(), BTreeSet::new());
        forms.iter().for_each(|(name, form)| paths(form, &[name], &mut found));
        for (path, form_field) in &found {
            let Some(InputType::Choice(words)) = form_field.input_type() else { continue };
            for word in words {
                match longest(&guide.values, path) {
                    Some((key, values)) => {
                        assert!(
                            values.contains_key(*word),
                            "write in values.yaml, under `{key}`, what `{word}` is called"
                        );
                        used.insert((key.as_str(), *word));
                    }
                    None => assert!(
                        longest(&guide.fields, &[path[0], word]).is_some(),
                        "write in values.yaml what `{word}` of {path:?} is called"
                    ),
                }
            }
        }
        let all = guide.values.iter().flat_map(|(key, values)| values.keys().map(|word| (key.as_str(), word.as_str())));
        assert_eq!(all.filter(|value| !used.contains(value)).collect::<Vec<_>>(), Vec::new(), "no value is called so");
        assert_eq!(guide.value(&["event", "type"], "theme-day"), "Journée thématique");
        assert_eq!(guide.value(&["call", "amendments", "field"], "closes"), "Date limite");
    }

    /// Fields whose words visitors read too, and where the theme has what they are called.
    const READ_BY_VISITORS: &[(&str, &str)] = &[
        ("direction", "type.call"),
        ("instrument", "instrument"),
        ("funding", "funding"),
        ("outcome", "state.call"),
        ("challenge.status", "state.challenge"),
        ("origin", "type.challenge"),
        ("event.status", "state.event"),
        ("location.mode", "mode"),
        ("programme.type", "type.programme"),
        ("programme.status", "state.programme"),
        ("milestones.status", "milestone"),
        ("ambition", "ambition"),
        ("completion", "completion"),
    ];

    #[test]
    fn editors_and_visitors_see_the_same_labels_of_values() {
        let guide = FieldGuide::new(UiLang::French);
        let words = |text| serde_yaml::from_str::<serde_yaml::Value>(text).expect("the words of the theme");
        let french = words(include_str!("../../../themes/lab/i18n/fr.yaml"));
        let english = words(include_str!("../../../themes/lab/i18n/en.yaml"));
        for (field, keys) in READ_BY_VISITORS {
            for (word, (in_french, in_english)) in &guide.values[*field] {
                for (all, said) in [(&french, in_french), (&english, in_english)] {
                    let list = keys.split('.').fold(all, |around, key| &around[key]);
                    assert_eq!(list[word.as_str()].as_str(), Some(said.as_str()), "`{word}` of {field}");
                }
            }
        }
    }

    #[test]
    fn hints_exist_in_both_languages() {
        let guide = FieldGuide::new(UiLang::English);
        for (key, said) in &guide.fields {
            for text in [&said.fr.0, &said.fr.1, &said.en.0, &said.en.1] {
                assert!(!text.trim().is_empty() && !text.ends_with('.') && !text.contains(" ;"), "{key}: `{text}`");
            }
        }
    }
}
