//! Escapes text for HTML, with exactly the references that an HTML serializer writes.

use std::borrow::Cow;

/// Appends `text` between tags.
pub fn text(out: &mut String, text: &str) {
    escape(out, text, false);
}

/// Appends text between tags that contains no forbidden characters, such as the output of typography.
pub fn permitted_text(out: &mut String, text: &str) {
    escape_permitted(out, text, false);
}

/// Appends `text` between the double quotes of an attribute.
pub fn attribute(out: &mut String, text: &str) {
    escape(out, text, true);
}

/// Appends ` name="value"`.
pub fn named(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    attribute(out, value);
    out.push('"');
}

/// The replacement of a byte that is not written as it is; control characters, which XML forbids, are removed.
pub fn reference(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        0 => Some("\u{fffd}"),
        b'\t' | b'\n' => None,
        1..b' ' => Some(""),
        _ => None,
    }
}

/// The text without the characters that HTML forbids (HTML Living Standard 13.2.3.5); NUL is left to [`reference()`].
pub fn permitted(text: &str) -> Cow<'_, str> {
    if holds_forbidden(text) { text.replace(is_forbidden, "").into() } else { text.into() }
}

/// Checks the text in blocks without a branch per byte: most blocks contain no byte that begins a forbidden character.
fn holds_forbidden(text: &str) -> bool {
    const BLOCK: usize = 64;
    let may_begin_one = |byte: u8| {
        (byte < b' ' && byte != b'\t' && byte != b'\n' && byte != 0) | matches!(byte, 0x7F | 0xC2 | 0xEF | 0xF0..=0xF4)
    };
    text.as_bytes().chunks(BLOCK).zip((0..).step_by(BLOCK)).any(|(block, start)| {
        let may_hold_one = block.iter().fold(false, |may, byte| may | may_begin_one(*byte));
        let mut places = (start..).zip(block).filter(|(_, byte)| may_begin_one(**byte));
        may_hold_one && places.any(|(at, _)| text[at..].starts_with(is_forbidden))
    })
}

/// True for control characters and noncharacters.
pub fn is_forbidden(character: char) -> bool {
    matches!(character, '\u{1}'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(character) & 0xFFFE == 0xFFFE
}

fn escape(out: &mut String, text: &str, quotes: bool) {
    escape_permitted(out, &permitted(text), quotes);
}

/// Checks the text in blocks, like [`holds_forbidden`]: most contain nothing to escape.
fn escape_permitted(out: &mut String, text: &str, quotes: bool) {
    const BLOCK: usize = 64;
    let may_be_escaped = |byte: u8| byte < b' ' || matches!(byte, b'&' | b'<' | b'>' | b'"');
    let mut copied = 0;
    for (block, start) in text.as_bytes().chunks(BLOCK).zip((0..).step_by(BLOCK)) {
        if !block.iter().fold(false, |may, byte| may | may_be_escaped(*byte)) {
            continue;
        }
        for (at, byte) in (start..).zip(block).filter(|(_, byte)| may_be_escaped(**byte)) {
            let reference = if quotes && *byte == b'"' { Some("&quot;") } else { reference(*byte) };
            if let Some(reference) = reference {
                out.push_str(&text[copied..at]);
                out.push_str(reference);
                copied = at + 1;
            }
        }
    }
    out.push_str(&text[copied..]);
}

/// Decodes the character references of a text as a browser does, so that they cannot hide anything.
pub fn decode_text(text: &str) -> Cow<'_, str> {
    decode(text, false)
}

/// Decodes the character references of the value of an attribute, where `&copy=` is none (HTML, “named character reference state”).
pub fn decode_attribute(value: &str) -> Cow<'_, str> {
    decode(value, true)
}

fn decode(text: &str, in_attribute: bool) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return text.into() };
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    let mut next = Some(first);
    while let Some(at) = next {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let read =
            if rest.as_bytes().get(1) == Some(&b'#') { numeric(rest) } else { named_reference(rest, in_attribute) };
        match read {
            Some((characters, length)) => {
                decoded.extend(characters.into_iter().flatten());
                rest = &rest[length..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
        next = rest.find('&');
    }
    decoded.push_str(rest);
    decoded.into()
}

type Reference = ([Option<char>; 2], usize);

fn numeric(text: &str) -> Option<Reference> {
    let hexadecimal = matches!(text.as_bytes().get(2), Some(b'x' | b'X'));
    let (base, start) = if hexadecimal { (16, 3) } else { (10, 2) };
    let digits = text[start..].bytes().take_while(|byte| char::from(*byte).is_digit(base)).count();
    if digits == 0 {
        return None;
    }
    let number = u32::from_str_radix(&text[start..start + digits], base).unwrap_or(u32::MAX);
    let character = match number {
        0x80..=0x9F => markup5ever::data::C1_REPLACEMENTS[(number - 0x80) as usize].or(char::from_u32(number)),
        0 => None,
        _ => char::from_u32(number),
    };
    let end = start + digits;
    let end = if text.as_bytes().get(end) == Some(&b';') { end + 1 } else { end };
    Some(([Some(character.unwrap_or('\u{fffd}')), None], end))
}

/// The longest named reference that begins here; legacy ones do not need `;`, except in attributes before `=`, letters
/// and digits.
fn named_reference(text: &str, in_attribute: bool) -> Option<Reference> {
    let mut found = None;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        if !byte.is_ascii_alphanumeric() && byte != b';' {
            break;
        }
        match markup5ever::data::NAMED_ENTITIES.get(&text[1..=at]) {
            // A zero marks a prefix of longer names.
            Some((0, _)) => {}
            Some(&(first, second)) => {
                let second = if second == 0 { None } else { char::from_u32(second) };
                found = Some(([char::from_u32(first), second], at + 1));
            }
            None => break,
        }
    }
    let (characters, end) = found?;
    let open = !text[..end].ends_with(';');
    let follows = text.as_bytes().get(end).is_some_and(|next| *next == b'=' || next.is_ascii_alphanumeric());
    if open && in_attribute && follows { None } else { Some((characters, end)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_necessary_characters_are_escaped() {
        let mut out = String::new();
        text(&mut out, "a < b & \"c\" > 'd'\0\u{1}\t");
        assert_eq!(out, "a &lt; b &amp; \"c\" &gt; 'd'\u{fffd}\t");
        out.clear();
        named(&mut out, "title", "\"é\"");
        assert_eq!(out, " title=\"&quot;é&quot;\"");
    }

    #[test]
    fn characters_forbidden_in_html_are_removed() {
        let mut out = String::new();
        text(&mut out, "a\u{7f}b\u{80}c\u{85}d\u{9f}e\u{fdd0}f\u{fdef}g\u{fffe}h\u{ffff}i\u{1fffe}j\u{10ffff}k");
        assert_eq!(out, "abcdefghijk");
        assert!(matches!(permitted("\u{a0}é — 日本 \u{fffd} 👩\u{200d}💻"), Cow::Borrowed(_)));
    }

    #[test]
    fn character_references_are_decoded_as_in_browsers() {
        assert_eq!(decode_text("&eacute;&#233;&#xE9;&eacute &#58&colon;&Tab;&amp"), "éééé ::\t&");
        assert_eq!(decode_attribute("?a=1&copy=2&copyright=3&not"), "?a=1&copy=2&copyright=3¬");
        assert_eq!(
            decode_text("&noti;&notit;&unknown;&#;&#x;&#0;&#99999999999;&#128;&"),
            "¬i;¬it;&unknown;&#;&#x;\u{fffd}\u{fffd}€&"
        );
    }
}
