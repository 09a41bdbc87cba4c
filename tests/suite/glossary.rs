//! The glossary: the words of the theme are its terms, and no label uses a word that it excludes.

use std::fs;

use parvis::base::message::UiLang;
use parvis::output::editors::reference::reference;

use crate::project::root;

/// A row: the term in both languages, the key of the theme that shows it, and the words that are not used for it.
struct Term {
    terms: [String; 2],
    key: String,
    not: Vec<String>,
}

fn terms() -> Vec<Term> {
    let text = fs::read_to_string(root().join("docs/glossary.md")).expect("the glossary");
    let rows = text.lines().filter(|line| line.starts_with("| ") && line.contains('`'));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [fr, en, key, not, _] = cells[..] else { panic!("five cells: {row}") };
        Term {
            terms: [fr.to_lowercase(), en.to_lowercase()],
            key: key.trim_matches('`').to_owned(),
            not: not.split(", ").filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        }
    })
    .collect()
}

/// The words of the theme in a language, by key; plural forms are one word.
fn words(tag: &str) -> Vec<(String, String)> {
    fn collect(value: &serde_yaml::Value, key: &str, words: &mut Vec<(String, String)>) {
        match value {
            serde_yaml::Value::Mapping(entries) => {
                for (name, value) in entries {
                    let name = name.as_str().unwrap_or_default();
                    collect(value, &format!("{key}.{name}"), words);
                }
            }
            serde_yaml::Value::String(text) => {
                words.push((key.trim_start_matches('.').to_owned(), text.to_lowercase()))
            }
            _ => {}
        }
    }
    let text = fs::read_to_string(root().join(format!("themes/lab/i18n/{tag}.yaml"))).expect("the words");
    let mut words = Vec::new();
    collect(&serde_yaml::from_str(&text).expect("YAML"), "", &mut words);
    words
}

#[test]
fn the_words_of_the_theme_are_the_terms_of_the_glossary() {
    let languages = [words("fr"), words("en")];
    let mut wrong = Vec::new();
    for term in terms() {
        for (words, wanted) in languages.iter().zip(&term.terms) {
            let found = words.iter().filter(|(key, _)| *key == term.key || key.starts_with(&format!("{}.", term.key)));
            let shown: Vec<&str> = found.map(|(_, word)| word.as_str()).collect();
            if !shown.iter().any(|word| word.contains(wanted)) {
                wrong.push(format!("{} is {shown:?}, not {wanted}", term.key));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_label_uses_a_word_that_the_glossary_excludes() {
    // What visitors search by may be any word.
    let is_label = |key: &str| !key.starts_with("search.doors") && !key.starts_with("search.ignored");
    let theme = [words("fr"), words("en")].concat().into_iter().filter(|(key, _)| is_label(key));
    // The cell of the reference that has the label and the hint.
    let fields = [UiLang::French, UiLang::English].map(reference).concat().to_lowercase();
    let fields = fields.lines().filter_map(|row| {
        let mut cells = row.strip_prefix('|')?.split(" | ");
        Some((cells.next()?.trim().to_owned(), cells.next()?.to_owned()))
    });
    let labels: Vec<(String, String)> = theme.chain(fields).collect();
    let mut wrong = Vec::new();
    for excluded in terms().iter().flat_map(|term| &term.not) {
        for (key, label) in &labels {
            let is_word = label.match_indices(excluded.as_str()).any(|(at, _)| {
                let around = [label[..at].chars().next_back(), label[at + excluded.len()..].chars().next()];
                around.iter().flatten().all(|c| !c.is_alphanumeric() && *c != '_' && *c != '`')
            });
            if is_word {
                wrong.push(format!("{key}: “{label}” has “{excluded}”"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
