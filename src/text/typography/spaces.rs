//! Replaces spaces at which a line must not break by no-break spaces: before marks, inside of guillemets and numbers,
//! between a number and its unit, and after an abbreviation.

use std::borrow::Cow;

use crate::text::typography::rules::{TypographyRules, rules};

/// A plain text with no-break spaces where its language needs them; nothing else is changed.
pub fn bind_spaces<'t>(text: &'t str, lang_tag: &str) -> Cow<'t, str> {
    let binds = |rules: &&TypographyRules| {
        rules.before_high.or(rules.before_colon).or(rules.in_guillemets).or(rules.before_unit).is_some()
    };
    let Some(rules) = rules(lang_tag).filter(binds) else { return Cow::Borrowed(text) };
    let (mut bound, mut copied) = (String::new(), 0);
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| *byte == b' ') {
        if let Some(space) = at_number(text, at, rules).or_else(|| beside_mark(text, at, rules)) {
            bound.push_str(&text[copied..at]);
            bound.push(space);
            copied = at + 1;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    bound.push_str(&text[copied..]);
    Cow::Owned(bound)
}

/// The replacement of the space at `at` beside a punctuation mark.
fn beside_mark(text: &str, at: usize, rules: &TypographyRules) -> Option<char> {
    match text[at + 1..].chars().next() {
        Some(';' | '!' | '?') => rules.before_high,
        Some(':') => rules.before_colon,
        Some('»') => rules.in_guillemets,
        _ => rules.in_guillemets.filter(|_| text[..at].ends_with('«')),
    }
}

/// The replacement of the space at `at` in or after a number, or after what belongs to the next word: `60 000`, `20 %`,
/// `17 h 30`, `3 mois`, `n° 5`, `M. Weber`. A group is three digits after one to three others, so `en 2026 250 communes`
/// is left alone.
pub fn at_number(text: &str, at: usize, rules: &TypographyRules) -> Option<char> {
    let (before, after) = (&text.as_bytes()[..at], &text.as_bytes()[at + 1..]);
    let last = before.last().filter(|last| may_be_bound_behind(**last))?;
    if ends_a_number(before) && is_group(after) {
        rules.in_numbers
    } else if last.is_ascii_digit() && is_unit(&text[at + 1..], rules)
        || is_minute(before, after)
        || is_abbreviation(&text[..at], &text[at + 1..], rules)
    {
        rules.before_unit
    } else {
        None
    }
}

/// True for bytes before a space that may be bound.
#[inline]
pub fn may_be_bound_behind(byte: u8) -> bool {
    // The last byte of `°` is 0xB0; of the titles only `Mme` and `Dr` end in a letter.
    byte.is_ascii_digit() || matches!(byte, b'h' | b'.' | 0xB0 | b'e' | b'r')
}

/// True if it ends in one to three digits that are not part of a word.
fn ends_a_number(before: &[u8]) -> bool {
    let digits = before.iter().rev().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let previous = before.len().checked_sub(digits + 1).map(|at| before[at]);
    (1..=3).contains(&digits) && previous.is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// True if exactly three digits follow.
fn is_group(after: &[u8]) -> bool {
    after.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count() == 3
}

/// Units that are the same in all languages.
const UNITS: [&str; 16] =
    ["h", "am", "pm", "a.m.", "p.m.", "km", "cm", "mm", "kg", "ko", "Mo", "Go", "kB", "MB", "GB", "kWh"];

/// True if a unit follows: a sign, or letters that are not part of a word.
fn is_unit(after: &str, rules: &TypographyRules) -> bool {
    let goes_on = |rest: &str| rest.chars().next().is_some_and(char::is_alphanumeric);
    let is = |unit: &&str| after.strip_prefix(*unit).is_some_and(|rest| !goes_on(rest));
    after.starts_with(['%', '€', '$', '£', '°']) || UNITS.iter().chain(rules.units).any(is)
}

/// True between an abbreviation and the number or name that it belongs to.
fn is_abbreviation(before: &str, after: &str, rules: &TypographyRules) -> bool {
    let ends = |abbreviation: &&str| {
        let front = before.strip_suffix(*abbreviation);
        front.is_some_and(|front| !front.ends_with(|c: char| c.is_alphanumeric() || c == '.'))
    };
    match after.chars().next() {
        Some(next) if next.is_ascii_digit() => rules.before_number.iter().any(ends),
        Some(next) if next.is_uppercase() => rules.before_name.iter().any(ends),
        _ => false,
    }
}

/// True between `17 h` and `30`.
fn is_minute(before: &[u8], after: &[u8]) -> bool {
    let hour = before.strip_suffix(b" h").or_else(|| before.strip_suffix("\u{a0}h".as_bytes()));
    let digits = after.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
    digits == 2 && hour.and_then(<[u8]>::last).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(lang_tag: &str, text: &str) -> String {
        bind_spaces(text, lang_tag).replace('\u{a0}', "~").replace('\u{202f}', "^")
    }

    #[test]
    fn french_numbers_use_no_break_spaces() {
        assert_eq!(bound("fr", "60 000 appels, 1 840 000 €, 20 % de 5 m"), "60^000 appels, 1^840^000~€, 20~% de 5 m");
        assert_eq!(bound("fr", "à 17 h, à 17 h 30 et à 9 heures"), "à 17~h, à 17~h~30 et à 9~heures");
    }

    #[test]
    fn a_number_keeps_its_unit_in_words() {
        assert_eq!(bound("fr", "3 mois, 2 ans et 10 jours, 12 janvier"), "3~mois, 2~ans et 10~jours, 12 janvier");
        assert_eq!(bound("fr", "3 anses, 5 anciens"), "3 anses, 5 anciens");
        assert_eq!(bound("en", "3 months, 2 years, 1.5 million"), "3~months, 2~years, 1.5~million");
        assert_eq!(bound("en", "5 an hour, 3 mois"), "5 an hour, 3 mois");
    }

    #[test]
    fn an_abbreviation_keeps_what_follows() {
        assert_eq!(bound("fr", "le n° 5, l’art. 4, M. Weber, Mme Ries"), "le n°~5, l’art.~4, M.~Weber, Mme~Ries");
        assert_eq!(
            bound("fr", "une forme. Le reste, 5 à part. 3 autres, S.M. Reine"),
            "une forme. Le reste, 5 à part. 3 autres, S.M. Reine"
        );
        assert_eq!(bound("en", "No. 5 and p. 12, Dr. Weber"), "No.~5 and p.~12, Dr.~Weber");
    }

    #[test]
    fn adjacent_numbers_are_not_joined() {
        for text in ["en 2026 250 communes", "3 1000", "A4 250", "les 2 30", "de 10 habitants", "5 ", " 5", "7"] {
            assert_eq!(bound("fr", text), text);
        }
    }

    #[test]
    fn a_number_keeps_its_unit_in_english_too() {
        assert_eq!(bound("en", "60 000 calls, 20 %, 5 pm, 5 p.m., 12 km"), "60 000 calls, 20~%, 5~pm, 5~p.m., 12~km");
        assert_eq!(bound("en", "the 5 pmx, 3 amateurs, a 5-hour day"), "the 5 pmx, 3 amateurs, a 5-hour day");
    }

    #[test]
    fn other_languages_keep_their_spacing() {
        assert_eq!(bound("de", "60 000 Aufrufe, 20 %"), "60 000 Aufrufe, 20 %");
    }

    #[test]
    fn only_existing_spaces_become_no_break_spaces() {
        assert_eq!(bound("fr", "Quoi ? Non! « a » : b"), "Quoi^? Non! «~a~»~: b");
    }
}
