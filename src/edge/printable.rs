//! Sanitises untrusted text for terminals: it cannot move the cursor, change colours or reorder the line.

use std::borrow::Cow;

use crate::base::characters::{is_invisible, is_joiner};

/// Replaces each control, reordering or invisible character by `�`. Line ends and tabs stay, and characters are replaced one for
/// one, so that columns stay valid.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut characters = text.chars().peekable();
    let mut before = None;
    let shown = std::iter::from_fn(|| {
        let character = characters.next()?;
        let is_shown = match is_joiner(character) {
            true => shapes(before, character, characters.peek().copied()),
            false => !is_unprintable(character),
        };
        before = Some(character);
        Some(if is_shown { character } else { '\u{FFFD}' })
    });
    let shown: String = shown.collect();
    if shown == text { Cow::Borrowed(text) } else { Cow::Owned(shown) }
}

/// The same on one line: line ends and tabs become spaces.
pub fn one_line(text: &str) -> String {
    printable(text).replace(['\n', '\t'], " ")
}

/// True for control characters of both sets (C1 contains a one-character escape), bidirectional controls (Unicode Standard Annex
/// 9), separators that some terminals treat as line ends, and other invisible characters. Joiners are not among them, as words
/// and emoji need them.
pub fn is_unprintable(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        other if is_joiner(other) => false,
        // Noncharacters may have any meaning in an application.
        other => other.is_control() || is_invisible(other) || u32::from(other) & 0xFFFE == 0xFFFE,
    }
}

/// True for a joiner with something to join: letters of a script that needs it, or emoji such as 👩‍💻.
fn shapes(before: Option<char>, joiner: char, after: Option<char>) -> bool {
    let is_shaped = |neighbour: Option<char>| {
        neighbour.is_some_and(|character| {
            let is_latin =
                matches!(character, '\u{1e00}'..='\u{1fff}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}');
            (character >= '\u{600}' && !is_latin && !is_unprintable(character)) || is_joiner(character)
        })
    };
    let is_variant = matches!(joiner, '\u{fe00}'..='\u{fe0f}');
    // `1️⃣`, `#️⃣`: signs of keys have a variant too.
    let is_key =
        before.is_some_and(|character| matches!(character, '0'..='9' | '#' | '*')) && after == Some('\u{20e3}');
    is_shaped(before) && (is_variant || is_shaped(after)) || (is_variant && is_key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_bidi_marks_are_shown_escaped() {
        assert_eq!(printable("a\u{1b}[31mb\u{9b}2J\u{202e}c\r\n"), "a�[31mb�2J�c�\n");
        assert_eq!(one_line("a\tb\nc"), "a b c");
    }

    #[test]
    fn invisible_characters_are_shown_escaped() {
        for hidden in
            "\u{200b}\u{2060}\u{ad}\u{3164}\u{600}\u{605}\u{200c}\u{200d}\u{feff}\u{fe0f}\u{e0041}\u{2800}".chars()
        {
            assert_eq!(printable(&format!("a{hidden}b.pdf")), "a�b.pdf", "{hidden:?}");
            assert_eq!(printable(&format!("é{hidden}é")), "é�é", "{hidden:?}");
        }
    }

    #[test]
    fn text_in_any_script_is_unchanged() {
        let text = "l’été « 日本語 » العربية 👩‍💻 می‌خواهم ❤️ 1️⃣ क्‍ष";
        assert!(matches!(printable(text), Cow::Borrowed(same) if same == text));
    }
}
