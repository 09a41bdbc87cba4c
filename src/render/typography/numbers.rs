//! Spaces inside of numbers, and between a number and its unit.

use std::borrow::Cow;

use crate::render::typography::rules::Rules;

/// The text with the spaces of its numbers as the rules want them: `60 000`, `20 %`, `17 h 30`. A group is three digits behind
/// one to three others, so `en 2026 250 communes` is left alone.
pub fn bind_numbers<'t>(text: &'t str, rules: &Rules) -> Cow<'t, str> {
    let (Some(group), Some(unit)) = (rules.in_numbers, rules.before_unit) else { return Cow::Borrowed(text) };
    let bytes = text.as_bytes();
    let mut bound = String::new();
    let mut copied = 0;
    for at in 1..bytes.len().saturating_sub(1) {
        if bytes[at] != b' ' {
            continue;
        }
        let (before, after) = (&bytes[..at], &bytes[at + 1..]);
        let space = if ends_a_number(before) && is_group(after) {
            group
        } else if before[at - 1].is_ascii_digit() && is_unit(&text[at + 1..]) || is_minute(before, after) {
            unit
        } else {
            continue;
        };
        bound.push_str(&text[copied..at]);
        bound.push(space);
        copied = at + 1;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    bound.push_str(&text[copied..]);
    Cow::Owned(bound)
}

/// True when one to three digits stand at the end, that go on no word.
fn ends_a_number(before: &[u8]) -> bool {
    let digits = before.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let previous = before.len().checked_sub(digits + 1).map(|at| before[at]);
    (1..=3).contains(&digits) && previous.is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// True when three digits follow, and no fourth.
fn is_group(after: &[u8]) -> bool {
    after.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count() == 3
}

/// True when a sign stands next, or an `h` alone.
fn is_unit(after: &str) -> bool {
    after.starts_with(['%', '€', '$', '£', '°']) || after.strip_prefix('h').is_some_and(|rest| !goes_on(rest))
}

/// True between `17 h` and `30`.
fn is_minute(before: &[u8], after: &[u8]) -> bool {
    let hour = before.strip_suffix(b" h").or_else(|| before.strip_suffix("\u{a0}h".as_bytes()));
    let digits = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits == 2 && hour.and_then(<[u8]>::last).is_some_and(u8::is_ascii_digit)
}

fn goes_on(rest: &str) -> bool {
    rest.chars().next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::typography::rules::rules;

    fn bound(lang_tag: &str, text: &str) -> String {
        let rules = rules(lang_tag).expect("a row of the table");
        bind_numbers(text, rules).replace('\u{a0}', "~").replace('\u{202f}', "^")
    }

    #[test]
    fn french_numbers_hold_together() {
        assert_eq!(bound("fr", "60 000 appels, 1 840 000 €, 20 % de 5 m"), "60^000 appels, 1^840^000~€, 20~% de 5 m");
        assert_eq!(bound("fr", "à 17 h, à 17 h 30 et à 9 heures"), "à 17~h, à 17~h~30 et à 9 heures");
    }

    #[test]
    fn numbers_beside_each_other_stay_apart() {
        for text in ["en 2026 250 communes", "3 1000", "A4 250", "les 2 30", "de 10 habitants", "5 ", " 5", "7"] {
            assert_eq!(bound("fr", text), text);
        }
    }

    #[test]
    fn other_languages_write_as_they_write() {
        assert_eq!(bound("en", "60 000 calls, 20 %"), "60 000 calls, 20 %");
    }
}
