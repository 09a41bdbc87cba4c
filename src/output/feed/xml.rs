//! A writer of XML, which is well-formed for any text.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::escape::{escape, partial_escape};

/// A writer of an XML document.
pub(super) struct Xml<'w> {
    /// What has not been written to `to`.
    text: String,
    to: &'w mut dyn Write,
}

impl<'w> Xml<'w> {
    /// Begins a document with its XML declaration.
    pub(super) fn new(to: &'w mut dyn Write) -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned(), to }
    }

    /// Writes the buffer to `to`, so that only a part of the document is in memory.
    pub(super) fn send(&mut self) -> io::Result<()> {
        self.to.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }

    /// Adds markup unescaped: tags without text by editors.
    pub(super) fn markup(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// Adds text.
    pub(super) fn text(&mut self, text: &str) {
        match is_plain(text) {
            true => self.text.push_str(text),
            false => self.text.push_str(&partial_escape(printable(text))),
        }
    }

    /// Adds an element with text.
    pub(super) fn element(&mut self, name: &str, text: &str) {
        self.tag("<", name);
        self.text(text);
        self.tag("</", name);
    }

    /// Adds an empty element.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.value(value);
            self.text.push('"');
        }
        self.text.push_str("/>");
    }

    /// Adds the value of an attribute, between the quotes that the caller writes.
    pub(super) fn value(&mut self, value: &str) {
        match is_plain(value) {
            true => self.text.push_str(value),
            false => self.text.push_str(&escape(printable(value))),
        }
    }

    /// Adds HTML as a CDATA section.
    pub(super) fn html(&mut self, html: &str) {
        let html = printable(html);
        self.text.push_str("<![CDATA[");
        match html.contains("]]>") {
            true => self.text.push_str(&html.replace("]]>", "]]]]><![CDATA[>")),
            false => self.text.push_str(&html),
        }
        self.text.push_str("]]>");
    }

    /// Ends the document.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.text.push('\n');
        self.send()
    }

    fn tag(&mut self, begin: &str, name: &str) {
        self.text.push_str(begin);
        self.text.push_str(name);
        self.text.push('>');
    }
}

/// A text without the characters that XML 1.0, section 2.2, forbids.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    let forbidden = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if may_hold_forbidden(text, |_| false) && text.contains(forbidden) {
        return Cow::Owned(text.chars().filter(|c| !forbidden(*c)).collect());
    }
    Cow::Borrowed(text)
}

/// True for a text that needs no escaping in elements or attributes.
fn is_plain(text: &str) -> bool {
    !may_hold_forbidden(text, |byte| {
        (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == b'"') | (byte == b'\'')
    })
}

/// False for nearly all texts: they contain no forbidden character, and no byte that `is_other`. Branch-free, so that
/// it compiles to vector instructions.
fn may_hold_forbidden(text: &str, is_other: impl Fn(u8) -> bool) -> bool {
    let is_found = |byte: u8| ((byte < b' ') & (byte != b'\n') & (byte != b'\t')) | (byte == 0x7F) | is_other(byte);
    let is_beyond = |byte: u8, next: u8| ((byte == 0xC2) & (next < 0xA0)) | ((byte == 0xEF) & (next == 0xBF));
    let bytes = text.as_bytes();
    let Some((last, others)) = bytes.split_last() else { return false };
    let pairs = others.iter().zip(&bytes[1..]);
    pairs.fold(is_found(*last), |found, (byte, next)| found | is_found(*byte) | is_beyond(*byte, *next))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::escape::unescape;
    use quick_xml::events::Event;

    use super::*;

    /// What a reader makes of a document: the texts in it, and the values of its attributes.
    fn read_back(document: &str) -> (String, String) {
        let mut reader = Reader::from_str(document);
        let (mut texts, mut values) = (String::new(), String::new());
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Eof => return (texts, values),
                Event::Text(text) => texts.push_str(&text),
                Event::GeneralRef(name) => {
                    let name = format!("&{};", &*name);
                    texts.push_str(&unescape(&name).expect("a reference"));
                }
                Event::CData(text) => texts.push_str(&text),
                Event::Empty(tag) => {
                    for attribute in tag.attributes() {
                        let value = attribute.expect("an attribute").value;
                        values.push_str(&unescape(&value).expect("references"));
                    }
                }
                _ => {}
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_xml_malformed(hostile in "(?s)[]><&\"'\u{0}\u{85}\u{FFFE}\u{FFFF}\u{a0}é\n a-c]{0,60}|(?s).{0,60}") {
            let plain = printable(&hostile).into_owned();
            let allowed = |c: char| matches!(c, '\t' | '\n' | ' '..='~' | '\u{A0}'..='\u{FFFD}' | '\u{10000}'..);
            prop_assert!(plain.chars().all(allowed));
            prop_assert_eq!(&plain, &hostile.chars().filter(|c| allowed(*c)).collect::<String>());
            let mut document = Vec::new();
            let mut xml = Xml::new(&mut document);
            xml.markup("<a>");
            xml.element("b", &hostile);
            xml.markup("<c>");
            xml.html(&hostile);
            xml.markup("</c>");
            xml.empty("d", &[("e", &hostile)]);
            xml.markup("</a>");
            xml.end().expect("memory takes it");
            let (texts, values) = read_back(&String::from_utf8(document).expect("UTF-8"));
            prop_assert_eq!(texts, format!("\n{plain}{plain}\n"));
            prop_assert_eq!(values, plain);
        }
    }
}
