//! Characters that show nothing, and names that are one to a disk though they are written in two ways.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

/// True for characters that show nothing, or turn round what stands beside them: Unicode's default ignorable ones, the
/// other formats of its category `Cf`, separators of lines, and the blank of Braille. Joiners are among them, which words of
/// some scripts need: text may hold these, an address has them percent-encoded.
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

/// True for those that shape the letters or signs beside them: joiners, and variants of a sign.
pub fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// True for marks that stand above or below the letter before them, as many as there are.
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

/// A name in the form in which names are compared and published (Unicode NFC): disks of a Mac write accents apart.
pub fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() { Cow::Borrowed(name) } else { ComposingNormalizerBorrowed::new_nfc().normalize(name) }
}

/// A name as disks and hosts see it that overlook capital letters and the form of accents: two names that are one to them
/// are equal. Folding is simple (a letter for a letter), as disks do it: `ß` and `ss` stay two names.
pub fn folded(name: &str) -> Cow<'_, str> {
    if is_folded(name) {
        return Cow::Borrowed(name);
    }
    let nfc = ComposingNormalizerBorrowed::new_nfc();
    let composed = nfc.normalize(name);
    // Upper case first: `ſ` and `s` have one capital letter.
    let small: String = composed.chars().map(small).collect();
    Cow::Owned(nfc.normalize(&small).into_owned())
}

/// The small letter of a letter; the letter itself where that would be several.
fn small(letter: char) -> char {
    fn single(mut letters: impl Iterator<Item = char>) -> Option<char> {
        letters.next().filter(|_| letters.next().is_none())
    }
    let capital = single(letter.to_uppercase()).unwrap_or(letter);
    single(capital.to_lowercase()).unwrap_or(letter)
}

/// True for names of small letters of ASCII and its signs, which nearly all are: no other form of them is the same name.
pub fn is_folded(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_one_to_a_disk_are_equal() {
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
