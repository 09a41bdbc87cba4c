//! Makes the addresses in markup absolute, for feeds, newsletters and open data.

use memchr::memmem;

/// Markup with absolute addresses.
pub fn absolute(html: &str, origin: &str, page: &str) -> String {
    let mut whole = String::with_capacity(html.len() + html.len() / 8 + 64);
    push_absolute(&mut whole, html, origin, page);
    whole
}

/// Appends markup with absolute addresses.
pub fn push_absolute(whole: &mut String, html: &str, origin: &str, page: &str) {
    let is_in_a_tag = |at: usize| html[..at].rfind(['<', '>']).is_some_and(|last| html[last..].starts_with('<'));
    // The markup is copied up to here.
    let mut copied = 0;
    for quote in memmem::find_iter(html.as_bytes(), b"=\"").map(|equals| equals + 1) {
        let name = &html[copied..quote];
        if html.as_bytes().get(quote + 1) == Some(&b'/') && name.ends_with(" srcset=") && is_in_a_tag(quote) {
            let end = html[quote + 1..].find('"').map_or(html.len(), |end| quote + 1 + end);
            whole.push_str(&html[copied..=quote]);
            let addresses = html[quote + 1..end].split(", ").map(|address| format!("{origin}{address}"));
            whole.push_str(&addresses.collect::<Vec<_>>().join(", "));
            copied = end;
            continue;
        }
        let base = match html.as_bytes().get(quote + 1) {
            Some(b'/') if [" href=", " src=", " cite="].iter().any(|own| name.ends_with(own)) => origin,
            Some(b'#') if name.ends_with(" href=") => page,
            _ => continue,
        };
        // Text may look like an attribute.
        if is_in_a_tag(quote) {
            whole.push_str(&html[copied..=quote]);
            whole.push_str(base);
            copied = quote + 1;
        }
    }
    whole.push_str(&html[copied..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_tags_become_absolute_and_text_stays() {
        let html = "<p>href=\"/x\" <a href=\"/fr/a\">a</a> <a href=\"#b\">b</a> <img src=\"/c.png\" alt=\"\"></p>";
        let whole = "<p>href=\"/x\" <a href=\"https://e.lu/fr/a\">a</a> <a href=\"https://e.lu/p/#b\">b</a> <img src=\"https://e.lu/c.png\" alt=\"\"></p>";
        assert_eq!(absolute(html, "https://e.lu", "https://e.lu/p/"), whole);
    }

    #[test]
    fn every_size_of_a_picture_has_its_address() {
        let html = "<img src=\"/a.png\" srcset=\"/a-1.png 1w, /a-2.png 2w\" sizes=\"100vw\">";
        let whole = "<img src=\"https://e.lu/a.png\" srcset=\"https://e.lu/a-1.png 1w, https://e.lu/a-2.png 2w\" sizes=\"100vw\">";
        assert_eq!(absolute(html, "https://e.lu", "https://e.lu/p/"), whole);
    }
}
