//! Invisible characters, and names that file systems do not distinguish.

use std::borrow::Cow;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// True for invisible and reordering characters: Unicode's default ignorable ones, other formats of category `Cf`, line
/// separators, and the blank of Braille. This includes joiners, which some scripts need: texts may contain them, addresses have
/// them percent-encoded.
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// True for joiners and variation selectors, which shape adjacent characters.
pub fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// True for combining marks.
pub fn is_mark(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5bd}'
            | '\u{5bf}'..='\u{5c7}'
            | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{6d6}'..='\u{6ed}'
            | '\u{e31}'
            | '\u{e34}'..='\u{e3a}'
            | '\u{e47}'..='\u{e4e}'
            | '\u{eb1}'
            | '\u{eb4}'..='\u{ebc}'
            | '\u{ec8}'..='\u{ecd}'
            | '\u{f18}'..='\u{f19}'
            | '\u{f35}'
            | '\u{f37}'
            | '\u{f39}'
            | '\u{f71}'..='\u{f87}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{302a}'..='\u{302f}'
            | '\u{3099}'..='\u{309a}'
            | '\u{fe20}'..='\u{fe2f}'
    )
}

/// Normalises a name for comparing and publishing (Unicode NFC): macOS may decompose accents.
pub fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() { Cow::Borrowed(name) } else { ComposingNormalizerBorrowed::new_nfc().normalize(name) }
}

/// A letter without its marks: `e` for `é`; the character itself if it has none.
pub fn without_marks(character: char) -> char {
    let mut bytes = [0; 4];
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(character.encode_utf8(&mut bytes));
    decomposed.chars().next().unwrap_or(character)
}

/// Folds a name as file systems and hosts do that ignore case and normalisation: names with equal results conflict. Case folding
/// is simple (one letter for one), as in file systems: `ß` and `ss` differ.
pub fn folded(name: &str) -> Cow<'_, str> {
    if is_folded(name) {
        return Cow::Borrowed(name);
    }
    let nfc = ComposingNormalizerBorrowed::new_nfc();
    let composed = nfc.normalize(name);
    // Upper case first: `ſ` and `s` have the same one.
    let small: String = composed.chars().map(small).collect();
    Cow::Owned(nfc.normalize(&small).into_owned())
}

/// The lower case of a letter; the letter itself if that is several.
fn small(letter: char) -> char {
    fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
        letters.next().filter(|_| letters.next().is_none())
    }
    let capital = single(letter.to_uppercase()).unwrap_or(letter);
    single(capital.to_lowercase()).unwrap_or(letter)
}

/// A fast check for lower-case ASCII, which is already folded, as nearly all names are.
pub fn is_folded(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_equal_on_a_case_insensitive_disk_are_equal() {
        for (one, other) in
            [("/Search/", "/search/"), ("É.pdf", "e\u{301}.PDF"), ("\u{17f}earch", "SEARCH"), ("\u{212a}", "k")]
        {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
        for (one, other) in [("straße", "strasse"), ("e", "é"), ("a.pdf", "a-pdf")] {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
        assert!(matches!(folded("a/b-1.pdf"), Cow::Borrowed(_)));
    }
}
