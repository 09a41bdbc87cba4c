//! Text written into HTML, with exactly the references that a serializer of HTML writes, and no others.

/// Appends `text` between tags.
pub fn text(out: &mut String, text: &str) {
    escape(out, text, false);
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

/// What stands for a byte that is not written as it is; control characters, which XML does not know, are left out.
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

fn escape(out: &mut String, text: &str, quotes: bool) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        let reference = if quotes && byte == b'"' { Some("&quot;") } else { reference(byte) };
        if let Some(reference) = reference {
            out.push_str(&text[copied..at]);
            out.push_str(reference);
            copied = at + 1;
        }
    }
    out.push_str(&text[copied..]);
}

/// Reads character references as a browser does, so that nothing hides in them.
pub fn decode(text: &str, in_attribute: bool) -> std::borrow::Cow<'_, str> {
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

/// The longest name that begins here; old ones count without `;`, but in attributes not before `=`, letters and digits.
fn named_reference(text: &str, in_attribute: bool) -> Option<Reference> {
    let mut found = None;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        if !byte.is_ascii_alphanumeric() && byte != b';' {
            break;
        }
        match markup5ever::data::NAMED_ENTITIES.get(&text[1..=at]) {
            // A zero means that a longer name begins like this.
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
    fn only_what_must_be_is_escaped() {
        let mut out = String::new();
        text(&mut out, "a < b & \"c\" > 'd'\0\u{1}\t");
        assert_eq!(out, "a &lt; b &amp; \"c\" &gt; 'd'\u{fffd}\t");
        out.clear();
        named(&mut out, "title", "\"é\"");
        assert_eq!(out, " title=\"&quot;é&quot;\"");
    }

    #[test]
    fn references_are_read_as_browsers_read_them() {
        assert_eq!(decode("&eacute;&#233;&#xE9;&eacute &#58&colon;&Tab;&amp", false), "éééé ::\t&");
        assert_eq!(decode("?a=1&copy=2&copyright=3&not", true), "?a=1&copy=2&copyright=3¬");
        assert_eq!(
            decode("&noti;&notit;&unknown;&#;&#x;&#0;&#99999999999;&#128;&", false),
            "¬i;¬it;&unknown;&#;&#x;\u{fffd}\u{fffd}€&"
        );
    }
}
