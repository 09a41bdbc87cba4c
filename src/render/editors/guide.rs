//! What editors are told of a field: a label and a hint, in the languages that we have words in.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::base::message::Tongue;
use crate::kind::key::Kind;

/// What is said of every field.
#[derive(Debug)]
pub struct Guide {
    tongue: Tongue,
    fields: BTreeMap<String, Said>,
}

#[derive(Debug, Deserialize)]
struct Said {
    fr: (String, String),
    en: (String, String),
}

impl Guide {
    /// The guide in a language.
    pub fn new(tongue: Tongue) -> Self {
        let fields = serde_yaml::from_str(include_str!("fields.yaml")).expect("the guide is read by its tests");
        Self { tongue, fields }
    }

    /// The language.
    pub fn tongue(&self) -> Tongue {
        self.tongue
    }

    /// The label of a field and its hint, by its path from the kind on; the longest end of the path that is explained
    /// counts. A field that nobody explains is its key.
    pub fn field<'a>(&'a self, path: &[&'a str]) -> (&'a str, &'a str) {
        match self.entry(path) {
            Some((_, said)) => {
                let (label, hint) = self.tongue.pick(&said.en, &said.fr);
                (label, hint)
            }
            None => (path.last().copied().unwrap_or_default(), ""),
        }
    }

    /// What one item of a kind is called, and what several are.
    pub fn kind(&self, kind: Kind) -> (&'static str, &'static str) {
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
        self.tongue.pick(english, french)
    }

    fn entry(&self, path: &[&str]) -> Option<(&String, &Said)> {
        (0..path.len()).find_map(|from| self.fields.get_key_value(&path[from..].join(".")))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::kind::form;
    use crate::read::form::Form;

    fn paths<'a>(form: &'a Form, around: &[&'a str], found: &mut Vec<Vec<&'a str>>) {
        for question in &form.questions {
            let path = [around, &[question.key]].concat();
            if let Some(form) = question.form() {
                paths(form, &path, found);
            }
            found.push(path);
        }
    }

    #[test]
    fn every_field_is_explained_and_nothing_else_is() {
        let guide = Guide::new(Tongue::French);
        let mut forms: Vec<(&str, Form)> = vec![("site", form::site())];
        for kind in Kind::ALL {
            forms.extend([(kind.word(), form::original(*kind)), (kind.word(), form::translation(*kind))]);
        }
        let mut found = Vec::new();
        forms.iter().for_each(|(name, form)| paths(form, &[name], &mut found));
        let unexplained: Vec<_> = found.iter().filter(|path| guide.entry(path).is_none()).collect();
        assert!(unexplained.is_empty(), "write a label and a hint for these in fields.yaml: {unexplained:?}");
        let used: BTreeSet<&String> = found.iter().filter_map(|path| Some(guide.entry(path)?.0)).collect();
        let unused: Vec<_> = guide.fields.keys().filter(|key| !used.contains(key)).collect();
        assert!(unused.is_empty(), "no field is called so: {unused:?}");
    }

    #[test]
    fn hints_are_words_in_both_languages() {
        let guide = Guide::new(Tongue::English);
        for (key, said) in &guide.fields {
            for text in [&said.fr.0, &said.fr.1, &said.en.0, &said.en.1] {
                assert!(!text.trim().is_empty() && !text.ends_with('.') && !text.contains(" ;"), "{key}: `{text}`");
            }
        }
    }
}
