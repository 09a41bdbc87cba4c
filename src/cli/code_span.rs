//! Untrusted text as a Markdown code span, for comments on forges.

use crate::base::characters::is_mark;
use crate::edge::printable::printable;

/// The most characters that are shown; titles are shorter.
const LONGEST: usize = 160;

/// The most combining marks on one letter: more of them cover other lines.
const MARKS: usize = 4;

/// A code span, in which GitHub and GitLab interpret no markup, link, mention, reference, emoji or formula. Invisible characters
/// are replaced, and long texts truncated.
pub fn code(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (mut shown, mut length, mut marks) = (String::new(), 0, 0);
    for character in printable(&words.join(" ")).chars() {
        marks = if is_mark(character) { marks + 1 } else { 0 };
        if marks > MARKS {
            continue;
        }
        if length == LONGEST {
            shown.push('…');
            break;
        }
        if marks > 0 && length == 0 {
            // A combining mark without a letter would attach to the fence.
            shown.push('◌');
        }
        shown.push(character);
        length += 1;
    }
    // The fence needs more backticks than the text contains; one space at each end is stripped.
    let longest = shown.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if shown.is_empty() || shown.starts_with('`') || shown.ends_with('`') { " " } else { "" };
    match shown.is_empty() {
        true => format!("{fence}{space}{fence}"),
        false => format!("{fence}{space}{shown}{space}{fence}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_stays_inside_its_code_span() {
        for (text, shown) in [
            ("<img src=x> [a](b)\n@lab #12", "`<img src=x> [a](b) @lab #12`"),
            ("a`b", "``a`b``"),
            ("``a`", "``` ``a` ```"),
            ("", "` `"),
            (" \u{2028} ", "` `"),
            ("a\u{202e}b\u{200b}c", "`a�b�c`"),
            ("\u{301}a", "`◌\u{301}a`"),
        ] {
            assert_eq!(code(text), shown);
        }
        assert_eq!(code(&"é".repeat(1_000)), format!("`{}…`", "é".repeat(LONGEST)));
        assert_eq!(code(&format!("a{}b", "\u{301}".repeat(50))), format!("`a{}b`", "\u{301}".repeat(MARKS)));
    }
}
