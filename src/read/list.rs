//! Lists: how many members one may have, and how a help line lists words.

use crate::base::message::say;
use crate::read::reader::Fields;

/// Reports a list that has more members than so many; they are read all the same.
pub fn check_list_length(f: &mut Fields<'_, '_, '_>, key: &str, most: usize) {
    let count = f.node(key).map_or(0, |node| node.members().len());
    if count > most {
        let message = say!(
            en: "`{key}` has {count} members, and may have {most}",
            fr: "`{key}` a {count} éléments, et peut en avoir {most}"
        );
        let help = say!(en: "keep the {most} that matter", fr: "gardez les {most} qui importent");
        f.error_at(key, "too-many", message, help);
    }
}

/// How many words a help line lists: the longest closed list of the model has fewer.
const LISTED: usize = 30;

/// Words in backquotes, separated by commas; of many the first, and a sign that there are more.
pub fn quoted_list(words: &[&str]) -> String {
    let more = (words.len() > LISTED).then(|| "…".to_owned());
    words.iter().take(LISTED).map(|word| format!("`{word}`")).chain(more).collect::<Vec<_>>().join(", ")
}
