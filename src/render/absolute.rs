//! Markup that leaves the site: in feeds, letters and open data its addresses are whole.

/// Markup whose addresses hold outside of the site too.
pub fn absolute(html: &str, origin: &str, page: &str) -> String {
    let mut whole = String::with_capacity(html.len() + 256);
    let mut rest = html;
    // Addresses stand in tags only; text between them is copied as it is.
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        whole.push_str(&rest[..at]);
        let tag = &rest[at..end];
        if tag.starts_with("<input ") {
            // Readers take form fields out: the state of a task is said by a sign.
            whole.push(if tag.contains(" checked") { '☑' } else { '☐' });
        } else if tag.contains("=\"/") || tag.contains("=\"#") {
            let rooted = |name: &str| (format!(" {name}=\"/"), format!(" {name}=\"{origin}/"));
            let ((href, href_to), (src, src_to), (cite, cite_to)) = (rooted("href"), rooted("src"), rooted("cite"));
            let here = format!(" href=\"{page}#");
            whole.push_str(
                &tag.replace(&href, &href_to)
                    .replace(&src, &src_to)
                    .replace(&cite, &cite_to)
                    .replace(" href=\"#", &here),
            );
        } else {
            whole.push_str(tag);
        }
        rest = &rest[end..];
    }
    whole.push_str(rest);
    whole
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
}
