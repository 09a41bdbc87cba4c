//! Words as a search engine is to know them. Engines cut words at white space only: « l’identité » would be one, and a no-break
//! space is lost. So invisible marks say where a space that is cut at is none, or another one; whoever shows the text turns
//! them back. The script of the search page knows the same marks, and cuts what visitors ask for in the same places.

/// Behind it a space is none: the word goes on.
pub const JOINED: char = '\u{2060}';

/// Behind it a space is a no-break space.
pub const BOUND: char = '\u{2063}';

/// Behind it a space is a narrow no-break space.
pub const NARROW: char = '\u{2064}';

/// A text folded: cut behind elided words, with marks for spaces that must not be lost, and on one line.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + text.len() / 16);
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\u{a0}' => folded.extend([BOUND, ' ']),
            '\u{202f}' => folded.extend([NARROW, ' ']),
            '’' | '\'' if before.is_alphabetic() && letters.peek().is_some_and(|next| next.is_alphanumeric()) => {
                folded.extend([letter, JOINED, ' ']);
            }
            'œ' => folded.push_str("oe"),
            'Œ' => folded.push_str("Oe"),
            'æ' => folded.push_str("ae"),
            'Æ' => folded.push_str("Ae"),
            space if space.is_whitespace() && before.is_whitespace() => {}
            space if space.is_whitespace() => folded.push(' '),
            letter => folded.push(letter),
        }
        before = letter;
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_behind_what_is_elided() {
        assert_eq!(fold("l’identité"), "l’\u{2060} identité");
        assert_eq!(fold("aujourd'hui"), "aujourd'\u{2060} hui");
        assert_eq!(fold("the users’ needs ‘so’"), "the users’ needs ‘so’");
    }

    #[test]
    fn spaces_that_bind_are_kept_in_mind() {
        assert_eq!(fold("a\u{a0}: b\u{202f}!\n\n c"), "a\u{2063} : b\u{2064} ! c");
    }

    #[test]
    fn letters_that_no_keyboard_has_are_written_out() {
        assert_eq!(fold("cœur, Œuvre, ex æquo"), "coeur, Oeuvre, ex aequo");
    }
}
