//! Alphabetical order by language: the Unicode collation algorithm (UTS #10) with CLDR's rules, or the root order for other
//! languages.

use std::fmt;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

/// A sort key; keys of one language compare as their texts do.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey(Box<[u8]>);

/// The collation of a language.
pub struct Collation(CollatorBorrowed<'static>);

impl Collation {
    /// The collation for a BCP 47 tag, with numbers ordered by value.
    pub fn new(lang_tag: &str) -> Self {
        let options = CollatorOptions::default();
        let mut preferences =
            Locale::try_from_str(lang_tag).map_or_else(|_| CollatorPreferences::default(), Into::into);
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let root = |_| {
            let mut root = CollatorPreferences::default();
            root.numeric_ordering = preferences.numeric_ordering;
            CollatorBorrowed::try_new(root, options).expect("the root order is compiled into the program")
        };
        Self(CollatorBorrowed::try_new(preferences, options).unwrap_or_else(root))
    }

    /// The key of a title or a label. It is compared word by word, as in a dictionary: punctuation counts as a space between
    /// words and is ignored at the start, so “« Alpha »” and “L'atelier” with a typewriter apostrophe sort by their letters.
    /// Articles count: otherwise a list would look unsorted.
    pub fn key(&self, text: &str) -> SortKey {
        let mut words = String::with_capacity(text.len());
        for word in text.split(|character: char| character.is_whitespace() || is_mark(character)) {
            if !words.is_empty() && !word.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
        let mut key = Vec::with_capacity(2 * words.len() + 8);
        let Ok(()) = self.0.write_sort_key_to(&words, &mut key);
        SortKey(key.into())
    }
}

/// True for punctuation. Signs that are read aloud, such as `+` and `€`, are not punctuation.
fn is_mark(character: char) -> bool {
    matches!(character, '«' | '»' | '·' | '¡' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2039}' | '\u{203a}')
        || (character.is_ascii_punctuation() && !"#$%&*+<=>@\\^`|~".contains(character))
}

impl fmt::Debug for Collation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Collation").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<'t>(lang_tag: &str, texts: &[&'t str]) -> Vec<&'t str> {
        let collation = Collation::new(lang_tag);
        let mut texts = texts.to_vec();
        texts.sort_by_key(|text| collation.key(text));
        texts
    }

    #[test]
    fn accents_then_case_break_ties() {
        let order = ["cote", "Cote", "coté", "côte", "Côte", "côté", "cotes"];
        assert_eq!(sorted("fr", &["côté", "cotes", "Côte", "coté", "Cote", "côte", "cote"]), order);
        assert_eq!(
            sorted("fr", &["Zèbre", "École", "Éclair", "echo", "Été"]),
            ["echo", "Éclair", "École", "Été", "Zèbre"]
        );
        // Composed or not, it is one letter.
        assert_eq!(Collation::new("fr").key("e\u{301}te\u{301}"), Collation::new("fr").key("été"));
    }

    #[test]
    fn ligatures_sort_as_two_letters() {
        assert_eq!(
            sorted("fr", &["œuf", "ode", "office", "Oeuvre", "offre", "aérer", "ægirine"]),
            ["ægirine", "aérer", "ode", "œuf", "Oeuvre", "office", "offre"]
        );
    }

    #[test]
    fn numbers_sort_by_value() {
        assert_eq!(
            sorted("fr", &["Défi 10", "Défi 9", "Défi 2026", "10 idées", "9 idées"]),
            ["9 idées", "10 idées", "Défi 9", "Défi 10", "Défi 2026"]
        );
    }

    #[test]
    fn words_are_compared_one_by_one_ignoring_punctuation() {
        let order =
            ["L’atelier", "L'école", "L’État", "La zone", "Labo", "« Le toit »", "Le-vent", "Le\u{a0}zoo", "Lexique"];
        let mut mixed = order;
        mixed.reverse();
        assert_eq!(sorted("fr", &mixed), order);
    }

    #[test]
    fn each_language_has_its_own_order() {
        assert_eq!(sorted("de", &["Zug", "Ärger", "Arznei"]), ["Ärger", "Arznei", "Zug"]);
        assert_eq!(sorted("sv", &["Ärger", "Zug", "Arznei"]), ["Arznei", "Zug", "Ärger"]);
        // Only in Canada are accents weighed from the end of the word.
        assert_eq!(sorted("fr-CA", &["coté", "côte"]), ["côte", "coté"]);
        assert_eq!(sorted("fr-LU", &["côte", "coté"]), ["coté", "côte"]);
        // Without rules of its own, or without a meaning, a tag gets the root order.
        for tag in ["lb", "qaa", "-"] {
            assert_eq!(
                sorted(tag, &["Zuch", "Äerd", "Arbecht 10", "Arbecht 9"]),
                ["Äerd", "Arbecht 9", "Arbecht 10", "Zuch"]
            );
        }
    }
}
