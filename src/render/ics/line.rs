//! Content lines and components of iCalendar (RFC 5545, sections 3.1, 3.2 and 3.3.11): escaped, folded, and free of
//! what could end a line.

use crate::render::view::value::Phrase;

/// How many octets a line may have without its end (section 3.1).
const LIMIT: usize = 75;

/// A component: `BEGIN:VEVENT` to `END:VEVENT`.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Its name.
    pub name: &'static str,
    /// Its properties, each a line that is not folded yet.
    pub lines: Vec<String>,
    /// The components in it.
    pub parts: Vec<Component>,
}

/// A component as it stands in a file.
pub fn written(component: &Component) -> String {
    let mut out = String::new();
    write(component, &mut out);
    out
}

fn write(component: &Component, out: &mut String) {
    fold(&format!("BEGIN:{}", component.name), out);
    for line in &component.lines {
        fold(line, out);
    }
    for part in &component.parts {
        write(part, out);
    }
    fold(&format!("END:{}", component.name), out);
}

/// A property whose value is a text.
pub fn text(name: &str, text: &str) -> String {
    format!("{name}:{}", escape(text))
}

/// A property whose value is words, with their language where it is not the calendar's (section 3.2.10).
pub fn phrase(name: &str, phrase: &Phrase) -> String {
    match &phrase.lang {
        Some(lang) => text(&format!("{name}{}", parameter("LANGUAGE", lang)), &phrase.text),
        None => text(name, &phrase.text),
    }
}

/// A property whose value is a list of texts.
pub fn texts<'t>(name: &str, texts: impl Iterator<Item = &'t str>) -> String {
    let escaped: Vec<String> = texts.map(escape).collect();
    format!("{name}:{}", escaped.join(","))
}

/// A property whose value is no text: a date, an address, a word of the standard.
pub fn value(name: &str, value: &str) -> String {
    let printable: String = value.chars().filter(|c| !c.is_control()).collect();
    format!("{name}:{printable}")
}

/// A parameter, to stand behind the name of a property. Quotation marks, which it cannot hold, become apostrophes.
pub fn parameter(name: &str, value: &str) -> String {
    let value: String = value.chars().filter(|c| !c.is_control()).map(|c| if c == '"' { '\'' } else { c }).collect();
    if value.contains([':', ';', ',']) { format!(";{name}=\"{value}\"") } else { format!(";{name}={value}") }
}

/// A text as section 3.3.11 wants it. Every way to break a line is `\n`; other control characters are left out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            // Programs that split a file into lines may do so at Unicode's line ends too.
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => escaped.push_str("\\n"),
            '\t' => escaped.push(' '),
            character if character.is_control() => {}
            character => escaped.push(character),
        }
    }
    escaped
}

/// Adds a line, folded where it is long, never inside of a character.
fn fold(line: &str, out: &mut String) {
    let mut room = LIMIT;
    for character in line.chars() {
        if character.len_utf8() > room {
            out.push_str("\r\n ");
            // The space that marks the rest of a line counts.
            room = LIMIT - 1;
        }
        out.push(character);
        room -= character.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(line: &str) -> String {
        let mut out = String::new();
        fold(line, &mut out);
        out
    }

    /// What a reader makes of a text: unfolded (section 3.1), then unescaped (section 3.3.11).
    fn read_back(line: &str, name: &str) -> String {
        let unfolded = line.trim_end_matches("\r\n").replace("\r\n ", "");
        let mut text = String::new();
        let mut characters = unfolded.strip_prefix(&format!("{name}:")).expect("the property").chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' => match characters.next().expect("something escaped") {
                    'n' => text.push('\n'),
                    escaped => text.push(escaped),
                },
                ';' | ',' => panic!("not escaped in {line:?}"),
                character => text.push(character),
            }
        }
        text
    }

    #[test]
    fn texts_are_escaped() {
        assert_eq!(text("SUMMARY", "a;b,c\\d:e\"f"), "SUMMARY:a\\;b\\,c\\\\d:e\"f");
        assert_eq!(text("SUMMARY", "a\nb\r\nc\rd\u{2028}e\u{0}\u{7f}\tf"), "SUMMARY:a\\nb\\nc\\nd\\ne f");
        assert_eq!(texts("CATEGORIES", ["a,b", "c"].into_iter()), "CATEGORIES:a\\,b,c");
        assert_eq!(value("URL", "https://e.lu/\r\nEND:VEVENT"), "URL:https://e.lu/END:VEVENT");
        assert_eq!(parameter("LABEL", "a \"b\": c\n"), ";LABEL=\"a 'b': c\"");
        assert_eq!(phrase("SUMMARY", &Phrase::foreign("a", "pt")), "SUMMARY;LANGUAGE=pt:a");
    }

    #[test]
    fn lines_are_folded_at_75_octets() {
        let line = "x".repeat(75);
        assert_eq!(folded(&line), format!("{line}\r\n"));
        assert_eq!(folded(&"x".repeat(150)), format!("{line}\r\n {}\r\n x\r\n", "x".repeat(74)));
        // The 75th octet would be the first of two.
        assert_eq!(folded(&format!("{}é", "x".repeat(74))), format!("{}\r\n é\r\n", "x".repeat(74)));
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_line(hostile in "(?s)[\\\\;,:\"\r\n\t\u{0}\u{85}\u{2028}é老😀a-c ]{0,200}|(?s).{0,200}") {
            for line in [text("SUMMARY", &hostile), value("URL", &hostile), format!("X{}:", parameter("LABEL", &hostile))] {
                let written = folded(&line);
                let lines: Vec<&str> = written.strip_suffix("\r\n").expect("an end").split("\r\n").collect();
                prop_assert!(lines.iter().all(|line| line.len() <= LIMIT && !line.contains(char::is_control)));
                prop_assert!(lines.iter().skip(1).all(|line| line.starts_with(' ')));
                prop_assert_eq!(lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<String>(), line);
            }
            let broken = |c: char| matches!(c, '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
            let plain = hostile.replace("\r\n", "\n").replace(broken, "\n").replace('\t', " ");
            let plain: String = plain.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
            prop_assert_eq!(read_back(&folded(&text("SUMMARY", &hostile)), "SUMMARY"), plain);
        }
    }
}
