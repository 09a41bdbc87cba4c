//! Content lines of iCalendar (RFC 5545, sections 3.1, 3.2 and 3.3.11): escaped, folded, and without line breaks.

use crate::present::view::value::LangString;

/// The maximum octets of a line without its line break (section 3.1).
const LIMIT: usize = 75;

/// A writer of content lines.
#[derive(Debug, Default)]
pub struct ContentLines {
    text: String,
    /// The current line, not yet folded.
    line: String,
}

/// A writer of a property: its name, then its parameters, then its value, which ends it.
pub struct Property<'l>(&'l mut ContentLines);

impl ContentLines {
    /// Begins a component: `BEGIN:VEVENT`.
    pub fn begin(&mut self, component: &str) {
        self.property("BEGIN").value(component);
    }

    /// Ends a component: `END:VEVENT`.
    pub fn end(&mut self, component: &str) {
        self.property("END").value(component);
    }

    /// Begins a property.
    pub fn property(&mut self, name: &str) -> Property<'_> {
        self.line.push_str(name);
        Property(self)
    }

    /// A text property, with LANGUAGE where it is not the calendar's (section 3.2.10).
    pub fn lang_string(&mut self, name: &str, value: &LangString) {
        let property = self.property(name);
        match &value.lang {
            Some(lang) => property.parameter("LANGUAGE", lang).text(&value.text),
            None => property.text(&value.text),
        }
    }

    /// Appends serialized lines.
    pub fn written(&mut self, lines: &str) {
        self.text.push_str(lines);
    }

    /// All lines.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Ends the line, folded if it is too long, at character boundaries.
    fn fold(&mut self) {
        let mut rest = self.line.as_str();
        let mut room = LIMIT;
        while rest.len() > room {
            let end = (0..=room).rev().find(|end| rest.is_char_boundary(*end)).unwrap_or(room);
            self.text.push_str(&rest[..end]);
            self.text.push_str("\r\n ");
            rest = &rest[end..];
            // The space of a continuation line counts.
            room = LIMIT - 1;
        }
        self.text.push_str(rest);
        self.text.push_str("\r\n");
        self.line.clear();
    }
}

impl Property<'_> {
    /// Adds a parameter. Quotation marks, which it cannot contain, become apostrophes.
    pub fn parameter(self, name: &str, value: &str) -> Self {
        let line = &mut self.0.line;
        let quote = if value.contains([':', ';', ',']) { "\"" } else { "" };
        line.extend([";", name, "=", quote]);
        line.extend(value.chars().filter(|c| !c.is_control()).map(|c| if c == '"' { '\'' } else { c }));
        line.push_str(quote);
        self
    }

    /// Ends with a TEXT value.
    pub fn text(self, text: &str) {
        self.texts(std::iter::once(text));
    }

    /// Ends with a list of TEXT values.
    pub fn texts<'t>(self, texts: impl Iterator<Item = &'t str>) {
        let line = &mut self.0.line;
        for (rank, text) in texts.enumerate() {
            line.push(if rank == 0 { ':' } else { ',' });
            escape(text, line);
        }
        self.0.fold();
    }

    /// Ends with a value of another type: a date, a URI, a keyword.
    pub fn value(self, value: &str) {
        let line = &mut self.0.line;
        line.push(':');
        match value.contains(char::is_control) {
            true => line.extend(value.chars().filter(|c| !c.is_control())),
            false => line.push_str(value),
        }
        self.0.fold();
    }
}

/// Escapes a TEXT value (section 3.3.11). Every line break becomes `\n`; other control characters are removed.
fn escape(text: &str, line: &mut String) {
    let is_special = |c: char| matches!(c, '\\' | ';' | ',' | '\u{2028}' | '\u{2029}') || c.is_control();
    let mut rest = text;
    while let Some(at) = rest.find(is_special) {
        line.push_str(&rest[..at]);
        let mut behind = rest[at..].chars();
        match behind.next() {
            Some(mark @ ('\\' | ';' | ',')) => line.extend(['\\', mark]),
            Some('\r') if behind.as_str().starts_with('\n') => {}
            // Some programs split lines at Unicode line separators too.
            Some('\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') => line.push_str("\\n"),
            Some('\t') => line.push(' '),
            _ => {}
        }
        rest = behind.as_str();
    }
    line.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(line: &str) -> String {
        let mut lines = ContentLines { line: line.to_owned(), text: String::new() };
        lines.fold();
        lines.into_text()
    }

    /// A serialized property.
    fn written(name: &str, end: impl FnOnce(Property<'_>)) -> String {
        let mut lines = ContentLines::default();
        end(lines.property(name));
        lines.into_text()
    }

    fn text(name: &str, text: &str) -> String {
        written(name, |property| property.text(text))
    }

    fn value(name: &str, value: &str) -> String {
        written(name, |property| property.value(value))
    }

    fn labelled(label: &str) -> String {
        written("X", |property| property.parameter("LABEL", label).value(""))
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
        assert_eq!(text("SUMMARY", "a;b,c\\d:e\"f"), "SUMMARY:a\\;b\\,c\\\\d:e\"f\r\n");
        assert_eq!(text("SUMMARY", "a\nb\r\nc\rd\u{2028}e\u{0}\u{7f}\tf"), "SUMMARY:a\\nb\\nc\\nd\\ne f\r\n");
        let categories = written("CATEGORIES", |property| property.texts(["a,b", "c"].into_iter()));
        assert_eq!(categories, "CATEGORIES:a\\,b,c\r\n");
        assert_eq!(value("URL", "https://e.lu/\r\nEND:VEVENT"), "URL:https://e.lu/END:VEVENT\r\n");
        assert_eq!(labelled("a \"b\": c\n"), "X;LABEL=\"a 'b': c\":\r\n");
        let mut lines = ContentLines::default();
        lines.lang_string("SUMMARY", &LangString::foreign("a", "pt", "fr"));
        assert_eq!(lines.into_text(), "SUMMARY;LANGUAGE=pt:a\r\n");
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
        fn no_text_breaks_a_content_line(hostile in "(?s)[\\\\;,:\"\r\n\t\u{0}\u{85}\u{2028}é老😀a-c ]{0,200}|(?s).{0,200}") {
            let printable: String = hostile.chars().filter(|c| !c.is_control()).collect();
            for written in [text("SUMMARY", &hostile), value("URL", &hostile), labelled(&hostile), folded(&printable)] {
                let lines: Vec<&str> = written.strip_suffix("\r\n").expect("an end").split("\r\n").collect();
                prop_assert!(lines.iter().all(|line| line.len() <= LIMIT && !line.contains(char::is_control)));
                prop_assert!(lines.iter().skip(1).all(|line| line.starts_with(' ')));
            }
            let unfolded = |written: &str| {
                let lines = written.strip_suffix("\r\n").expect("an end").split("\r\n");
                lines.enumerate().map(|(rank, line)| if rank == 0 { line } else { &line[1..] }).collect::<String>()
            };
            prop_assert_eq!(unfolded(&folded(&printable)), &*printable);
            prop_assert_eq!(unfolded(&value("URL", &hostile)), format!("URL:{printable}"));
            let label = printable.replace('"', "'");
            let quote = if hostile.contains([':', ';', ',']) { "\"" } else { "" };
            prop_assert_eq!(unfolded(&labelled(&hostile)), format!("X;LABEL={quote}{label}{quote}:"));
            let broken = |c: char| matches!(c, '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
            let plain = hostile.replace("\r\n", "\n").replace(broken, "\n").replace('\t', " ");
            let plain: String = plain.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
            prop_assert_eq!(read_back(&text("SUMMARY", &hostile), "SUMMARY"), plain);
        }
    }
}
