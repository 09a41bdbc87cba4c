//! What stands in for text that is still to be written: the words of skeletons, and those that people leave for later.

use crate::base::message::{Message, UiLang};

/// The summary of a skeleton.
pub const SUMMARY: Message =
    Message::fixed("Say in one to three sentences what it is.", "Dites en une à trois phrases de quoi il s’agit.");

/// The body of a skeleton.
pub const BODY: Message = Message::fixed("Write the text here, in Markdown.", "Écrivez le texte ici, en Markdown.");

/// A short text of a skeleton.
pub const WORDS: Message = Message::fixed("To be written", "À écrire");

/// Whole texts that stand for one to come, in small letters.
const WHOLE: [&str; 9] =
    ["todo", "fixme", "xxx", "...", "à compléter", "à rédiger", "texte à venir", "to be completed", "text to come"];

/// Beginnings of a line that stand for a text to come.
const BEGINNINGS: [&str; 6] = ["TODO", "FIXME", "XXX", "Lorem ipsum", "[à compléter]", "[to be completed]"];

/// Longer than every placeholder.
const MOST_BYTES: usize = 100;

/// The place of the first placeholder in a text, by its bytes.
pub fn find(text: &str) -> Option<std::ops::Range<usize>> {
    let whole = text.trim();
    let start = text.len() - text.trim_start().len();
    let is_whole = |words: &str| {
        let small = words.trim_end_matches(['.', '…', ' ']).to_lowercase();
        !small.is_empty() && WHOLE.contains(&&*small)
    };
    let is_skeleton = |line: &str| {
        line.len() < MOST_BYTES && {
            let line = line.replace('\'', "’");
            [SUMMARY, BODY, WORDS]
                .iter()
                .any(|words| [UiLang::English, UiLang::French].map(|lang| words.text(lang)).contains(&&*line))
        }
    };
    if whole.len() < MOST_BYTES && (is_skeleton(whole) || is_whole(whole)) {
        return Some(start..start + whole.len());
    }
    let mut at = 0;
    text.split_inclusive('\n').find_map(|line| {
        let begins = at + line.len() - line.trim_start().len();
        at += line.len();
        let words = line.trim();
        let is_left = |beginning: &&str| {
            let rest = words.strip_prefix(*beginning);
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        (is_skeleton(words) || BEGINNINGS.iter().any(is_left)).then(|| begins..begins + words.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_and_texts_are_not() {
        for text in ["À compléter…", "TODO", "Dites en une à trois phrases de quoi il s’agit.", "To be written"]
        {
            assert_eq!(find(text), Some(0..text.len()), "{text}");
        }
        assert_eq!(find("Un texte.\n\nTODO : le budget\n"), Some(11..27));
        for text in ["", "Le lieu est à définir.", "Todos los santos", "À compléter par les candidats."] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
