//! Classes: those that authors may use, and those that only the program writes.
//!
//! A theme gives classes a meaning: a button, a link over a card, a hook for a script. Authors have a list of their
//! own, the same under every theme, so that a text means the same in pages, feeds and newsletters. No template and no
//! script uses a name of that list for anything else.

use crate::base::diagnostic::nearest;
use crate::base::message::{Message, say};

/// Classes that authors may use. docs/guide.*.md document them; a test compares it with this list.
pub const AUTHORS: &[&str] = &["intro", "quiet", "framed", "two-columns", "align-left", "align-center", "align-right"];

/// Classes that only the program writes, besides `language-…` for the language of a block of code.
pub const OURS: &[&str] = &[
    "alert",
    "alert-caution",
    "alert-important",
    "alert-note",
    "alert-tip",
    "alert-title",
    "alert-warning",
    "external",
    "footnote-back",
    "footnote-ref",
    "footnotes",
    "table",
    "task",
    "visually-hidden",
];

/// The tokens of a `class` attribute.
pub fn words(value: &str) -> impl Iterator<Item = &str> {
    value.split_ascii_whitespace()
}

/// The class for authors of this name.
pub fn of_author(word: &str) -> Option<&'static str> {
    AUTHORS.iter().copied().find(|class| *class == word)
}

/// The value of a `class` attribute with only known classes; `None` if there are none.
pub fn known(value: &str) -> Option<String> {
    let is_known = |word: &&str| of_author(word).is_some() || OURS.contains(word) || word.starts_with("language-");
    let kept: Vec<_> = words(value).filter(is_known).collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

/// What to write instead of a class that was removed.
pub fn advice(word: &str) -> Message {
    let alert = if word == "alert" { "note" } else { word.strip_prefix("alert-").unwrap_or(word) };
    if let Some(kind) = ["note", "tip", "important", "warning", "caution"].iter().find(|kind| **kind == alert) {
        let kind = kind.to_ascii_uppercase();
        return say!(
            en: "write a callout as `> [!{kind}]`, with its text below, each line after `>`",
            fr: "écrivez un encadré sous la forme `> [!{kind}]`, puis son texte, chaque ligne précédée de `>`"
        );
    }
    let all = AUTHORS.join("`, `");
    match nearest(word, AUTHORS.iter().copied()) {
        Some(near) => say!(
            en: "write `{near}`, or another one of `{all}`",
            fr: "écrivez `{near}`, ou une autre de ces classes : `{all}`"
        ),
        None => say!(
            en: "remove it, or write one of `{all}`",
            fr: "retirez cette classe, ou écrivez l’une de celles-ci : `{all}`"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_classes_are_kept() {
        assert_eq!(known("intro  alert"), Some("intro alert".into()));
        assert_eq!(known("choice intro\tcountdown\nlanguage-x"), Some("intro language-x".into()));
        for value in ["", " ", "choice", "Intro", "intro\u{a0}quiet", "in\u{1}tro", "alert-"] {
            assert_eq!(known(value), None, "{value:?}");
        }
    }
}
