//! In which language of the site a text is written, where that is certain, and languages by their names. The only use of whatlang.

use whatlang::{Detector, Lang};

/// The languages that can be told apart, by the first part of their tags (BCP 47). A site with another one gets no guesses.
const KNOWN: [(&str, Lang); 14] = [
    ("cs", Lang::Ces),
    ("da", Lang::Dan),
    ("de", Lang::Deu),
    ("en", Lang::Eng),
    ("es", Lang::Spa),
    ("fi", Lang::Fin),
    ("fr", Lang::Fra),
    ("hu", Lang::Hun),
    ("it", Lang::Ita),
    ("nl", Lang::Nld),
    ("pl", Lang::Pol),
    ("pt", Lang::Por),
    ("ro", Lang::Ron),
    ("sv", Lang::Swe),
];

/// Names of languages in French, in English and in the language itself, in the form of ids, each with its tag.
const NAMES: [([&str; 3], &str); 6] = [
    (["francais", "french", "francais"], "fr"),
    (["anglais", "english", "english"], "en"),
    (["allemand", "german", "deutsch"], "de"),
    (["luxembourgeois", "luxembourgish", "letzebuergesch"], "lb"),
    (["neerlandais", "dutch", "nederlands"], "nl"),
    (["portugais", "portuguese", "portugues"], "pt"),
];

/// The tag (BCP 47) of a language by its name, in the form of an id: `fr` of `francais`.
pub fn tag_of_name(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|(names, _)| names.contains(&name)).map(|(_, tag)| *tag)
}

/// Texts below these are too short to be certain.
const FEWEST_WORDS: usize = 5;
/// See [`FEWEST_WORDS`].
const FEWEST_LETTERS: usize = 28;

/// How certain a guess must be, from 0 to 1. Sentences reach 1; an English label of words that French has too reaches 0.7 as French.
const CERTAINTY: f64 = 0.9;

/// More than this of a text adds nothing.
const READ_BYTES: usize = 600;

/// The index of the language of a text among the tags of a site. `None` where it is not certain: for short texts, for names, and
/// for a site with a language that is not known here.
pub fn language_of(text: &str, tags: &[String]) -> Option<usize> {
    guess(text, tags, None)
}

/// As [`language_of`], for a text that should be in the language of index `expected`: `None` too where it is.
pub fn other_language(text: &str, tags: &[String], expected: usize) -> Option<usize> {
    guess(text, tags, Some(expected))
}

fn guess(text: &str, tags: &[String], expected: Option<usize>) -> Option<usize> {
    let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let text = &text[..ends.take_while(|end| *end <= READ_BYTES).last().unwrap_or(0)];
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if tags.len() < 2 || letters < FEWEST_LETTERS || text.split_whitespace().count() < FEWEST_WORDS {
        return None;
    }
    let known = |tag: &String| {
        let first = tag.split('-').next().unwrap_or_default();
        KNOWN.iter().find(|(known, _)| first.eq_ignore_ascii_case(known)).map(|(_, lang)| *lang)
    };
    let langs: Vec<Lang> = tags.iter().map(known).collect::<Option<_>>()?;
    let guess = Detector::with_allowlist(langs.clone()).detect(text)?;
    let found = langs.iter().position(|lang| *lang == guess.lang());
    if guess.confidence() < CERTAINTY || found == expected {
        return None;
    }
    // A text in a language that the site does not have would be given to one that it has.
    let all: Vec<Lang> = KNOWN.iter().map(|(_, lang)| *lang).collect();
    let among_all = Detector::with_allowlist(all).detect(text)?;
    found.filter(|_| among_all.lang() == guess.lang())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_recognised_and_names_are_not() {
        let tags = ["fr".to_owned(), "en".to_owned()];
        let language = |text| language_of(text, &tags);
        assert_eq!(language("Toute entreprise établie dans l’Union européenne peut répondre à cet appel."), Some(0));
        assert_eq!(language("Any company established in the European Union may answer this call."), Some(1));
        assert_eq!(language("GovTech Lab Luxembourg"), None);
        assert_eq!(language("Roads department garage (fictitious venue)"), None);
        assert_eq!(
            language("Jedes Unternehmen mit Sitz in der Europäischen Union kann an der Ausschreibung teilnehmen."),
            None
        );
        assert_eq!(
            language_of("Toute entreprise peut répondre à cet appel.", &["fr".to_owned(), "lb".to_owned()]),
            None
        );
    }
}
