//! Text from anywhere, made harmless for a terminal: it cannot move the cursor, change colours or turn the line around.

use std::borrow::Cow;

/// The text with each character that a terminal or a bidirectional reader would obey replaced by `�`.
/// Line ends and tabs stay, and characters are replaced one for one, so that columns stay true.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(commands) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|character| if commands(character) { '\u{FFFD}' } else { character }).collect())
}

/// The same on one line: line ends and tabs become spaces.
pub fn one_line(text: &str) -> String {
    printable(text).replace(['\n', '\t'], " ")
}

/// True for characters that command instead of showing something: controls of both sets (C1 holds an escape of its own),
/// marks of direction (Unicode Standard Annex 9) and separators that some terminals take for a line end.
pub fn commands(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{061C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => true,
        // What will never be a character is free for whoever shows the text.
        other => other.is_control() || u32::from(other) & 0xFFFE == 0xFFFE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_marks_of_direction_are_shown_and_not_obeyed() {
        assert_eq!(printable("a\u{1b}[31mb\u{9b}2J\u{202e}c\r\n"), "a�[31mb�2J�c�\n");
        assert_eq!(one_line("a\tb\nc"), "a b c");
    }

    #[test]
    fn words_of_any_script_stay_as_they_are() {
        let text = "l’été « 日本語 » العربية 👩‍💻";
        assert!(matches!(printable(text), Cow::Borrowed(same) if same == text));
    }
}
