//! The text of markup without its tags, and how it opens.

use unicode_segmentation::UnicodeSegmentation;

/// The number of characters that an opening has at most.
const OPENING: usize = 180;

/// How a text begins, where there is room for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Its first sentence, cut between words where it is very long; an introduction to a list with the points of the list.
    pub text: String,
    /// True if there is no more text than that.
    pub is_all: bool,
}

/// The opening of a plain text, whose blocks are on lines of their own. Sentences end as Unicode Standard Annex 29 says.
pub fn opening(text: &str) -> Opening {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let rest: Vec<&str> = lines.collect();
    let (sentence, mut is_all) = match first.ends_with(':') {
        // A point that ends in a semicolon has its separator.
        true => {
            let points: Vec<&str> =
                rest.iter().map(|point| point.trim_end_matches([';', ' ', '\u{a0}', '\u{202f}'])).collect();
            (format!("{first} {}", points.join(", ")), true)
        }
        false => {
            let sentence = first.unicode_sentences().next().unwrap_or(first).trim_end();
            (sentence.to_owned(), sentence.len() == first.len() && rest.is_empty())
        }
    };
    let mut text = sentence.trim_end().to_owned();
    if let Some((end, _)) = text.char_indices().nth(OPENING) {
        let end = text[..end].rfind(char::is_whitespace).unwrap_or(end);
        text.truncate(end);
        text.truncate(text.trim_end().len());
        text.push('…');
        is_all = false;
    }
    Opening { text, is_all }
}

/// Inline elements, which do not separate words.
const WITHIN_WORDS: [&str; 17] = [
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "ins", "mark", "s", "small", "span", "strong", "u", "q",
];

/// The text of markup as the program writes it: every `<` begins a tag, and characters are escaped by name or number.
/// Each block is on a line of its own; line breaks of the source count as spaces.
pub fn plain(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(at) = rest.find(['<', '&']) {
        text.extend(rest[..at].chars().map(spaced));
        let is_tag = rest[at..].starts_with('<');
        let end = rest[at..].find(if is_tag { '>' } else { ';' }).map_or(rest.len(), |end| at + end + 1);
        let inside = rest[at + 1..end].trim_end_matches(['>', ';']);
        if is_tag {
            let name: &str = inside.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
            text.push_str(if WITHIN_WORDS.contains(&name) { "" } else { "\n" });
        } else {
            match character(inside) {
                Some(character) => text.push(character),
                None => text.push_str(&rest[at..end]),
            }
        }
        rest = &rest[end..];
    }
    text.extend(rest.chars().map(spaced));
    text
}

/// A line break as a space, as browsers collapse it.
fn spaced(character: char) -> char {
    if character == '\n' { ' ' } else { character }
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        name => {
            let number = name.strip_prefix('#')?;
            let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
            char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_summarised_by_its_first_sentence() {
        let all = |text: &str| opening(text).text;
        assert_eq!(opening("Any company. One page."), Opening { text: "Any company.".to_owned(), is_all: false });
        assert_eq!(opening("\nAny company.\n"), Opening { text: "Any company.".to_owned(), is_all: true });
        assert_eq!(
            all("Toute équipe (p. ex. de l’art. 5 de la loi). Fin."),
            "Toute équipe (p. ex. de l’art. 5 de la loi)."
        );
        assert_eq!(
            all("\nPeuvent répondre :\n\nles communes\n\nles écoles\n"),
            "Peuvent répondre : les communes, les écoles"
        );
        assert_eq!(all("You must:\n\nbe ready;\n\nbe quick.\n"), "You must: be ready, be quick.");
        let long = "word ".repeat(60);
        assert_eq!(all(&long), format!("{}…", "word ".repeat(36).trim_end()));
        assert_eq!(opening(" \n").text, "");
    }

    #[test]
    fn text_of_markup_keeps_words_separate_and_whole() {
        assert_eq!(plain("<p>A <em>r</em>obot</p><p>B &amp; c &#39;d&#x27;</p>"), "\nA robot\n\nB & c 'd'\n");
        assert_eq!(plain("no\ntag"), "no tag");
        assert_eq!(plain("cut <b"), "cut ");
        assert_eq!(plain("&unknown; &"), "&unknown; &");
    }
}
