//! Lists: the bound on their length, and how a help line lists words.

use crate::base::message::say;
use crate::read::reader::Fields;

/// Reports a list with more than `most` members; all members are read nevertheless.
pub fn check_list_length(f: &mut Fields<'_, '_, '_>, key: &str, most: usize) {
    let count = f.node(key).map_or(0, |node| node.members().len());
    if count > most {
        let message = say!(
            en: "`{key}` has {count} members; the maximum is {most}",
            fr: "`{key}` compte {count} éléments ; le maximum est de {most}"
        );
        let help = say!(en: "keep the {most} most important ones", fr: "gardez les {most} plus importants");
        f.error_at(key, "too-many", message, help);
    }
}

/// The most words that a help line lists: more than the longest closed list of the model has.
const LISTED_WORDS: usize = 30;

/// Words in backquotes, separated by commas. A longer list than `LISTED_WORDS` is cut and ends in `…`.
pub fn quoted_list(words: &[&str]) -> String {
    let more = (words.len() > LISTED_WORDS).then(|| "…".to_owned());
    words.iter().take(LISTED_WORDS).map(|word| format!("`{word}`")).chain(more).collect::<Vec<_>>().join(", ")
}
