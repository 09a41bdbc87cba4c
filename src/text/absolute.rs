//! Makes markup stand on its own, for feeds, newsletters and open data: addresses are absolute, and nothing depends on the style
//! sheet of the site, which hides words from sight and gives classes their meaning.

use memchr::memmem;

/// What only those who listen to a page are told.
const HIDDEN: &str = "<span class=\"visually-hidden\">";

/// Markup with absolute addresses, without hidden words and classes.
pub fn absolute(html: &str, origin: &str, page: &str) -> String {
    let mut whole = String::with_capacity(html.len() + html.len() / 8 + 64);
    push_absolute(&mut whole, html, origin, page);
    whole
}

/// Appends markup with absolute addresses, without hidden words and classes. Those that name the language of a program are kept, as
/// HTML has them (section 4.5.15).
pub fn push_absolute(whole: &mut String, html: &str, origin: &str, page: &str) {
    let is_in_a_tag = |at: usize| html[..at].rfind(['<', '>']).is_some_and(|last| html[last..].starts_with('<'));
    // The markup is copied up to here.
    let mut copied = 0;
    for quote in memmem::find_iter(html.as_bytes(), b"=\"").map(|equals| equals + 1) {
        if quote < copied {
            continue;
        }
        let name = &html[copied..quote];
        if name.ends_with(" class=") && is_in_a_tag(quote) {
            let end = html[quote + 1..].find('"').map_or(html.len(), |end| quote + 2 + end);
            let start = quote - " class=".len();
            let tag = html[..start].rfind('<').unwrap_or(start);
            if html[tag..].starts_with(HIDDEN) {
                whole.push_str(&html[copied..tag]);
                copied = html[end..].find("</span>").map_or(html.len(), |length| end + length + "</span>".len());
            } else if !html[quote + 1..].starts_with("language-") {
                whole.push_str(&html[copied..start]);
                copied = end;
            }
            continue;
        }
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
    fn what_the_style_sheet_hides_goes_and_classes_go() {
        let html = "<p class=\"intro\">class=\"a\" <a class=\"external\" href=\"https://b.lu\" rel=\"external\">b\
            <span class=\"visually-hidden\"> (autre site)</span></a> <span lang=\"de\" class=\"quiet\">c</span> \
            <code class=\"language-rust\">d</code></p>";
        let whole = "<p>class=\"a\" <a href=\"https://b.lu\" rel=\"external\">b</a> <span lang=\"de\">c</span> \
            <code class=\"language-rust\">d</code></p>";
        assert_eq!(absolute(html, "https://e.lu", "https://e.lu/p/"), whole);
    }

    #[test]
    fn every_size_of_a_picture_has_its_address() {
        let html = "<img src=\"/a.png\" srcset=\"/a-1.png 1w, /a-2.png 2w\" sizes=\"100vw\">";
        let whole = "<img src=\"https://e.lu/a.png\" srcset=\"https://e.lu/a-1.png 1w, https://e.lu/a-2.png 2w\" sizes=\"100vw\">";
        assert_eq!(absolute(html, "https://e.lu", "https://e.lu/p/"), whole);
    }
}
