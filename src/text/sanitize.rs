//! The allow-list of HTML, and the final sanitizing of texts with raw HTML.
//!
//! `markdown` adds to its tree only what this list allows, and reports the rest to the author. [`clean`] then parses
//! the whole text as a browser would, so that nothing is nested wrongly or reaches beyond the text. It reports nothing:
//! what it removes, a browser would have dropped too.

pub mod allow;
pub mod class;
pub mod escape;
pub mod token;

use std::borrow::Cow;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use crate::base::characters::is_invisible;
use crate::text::sanitize::allow::{ELEMENTS, GLOBAL, OURS, OURS_GLOBAL, is_ours};

/// The schemes allowed in addresses; an address without a scheme is on this site.
pub const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// The most rounds of cleaning until a text no longer changes; more than two were never observed.
const ROUNDS: usize = 4;

static AMMONIA: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    let elements = ELEMENTS.iter().map(|element| element.name);
    builder
        .tags(elements.chain(OURS.iter().map(|(name, _)| *name)).collect())
        .generic_attributes(GLOBAL.iter().map(|(name, _)| *name).chain(OURS_GLOBAL.iter().copied()).collect())
        .tag_attributes(Default::default())
        .url_schemes(SCHEMES.iter().copied().collect())
        .url_relative(UrlRelative::PassThrough)
        .attribute_filter(|element, name, value| match name {
            "class" => class::known(value).map(Into::into),
            "href" | "src" | "cite" => is_address(value).then(|| value.into()),
            _ => is_ours(element, name, value).unwrap_or(true).then(|| value.into()),
        })
        .link_rel(None);
    for element in ELEMENTS {
        builder.add_tag_attributes(element.name, element.attributes.iter().map(|(name, _)| *name));
    }
    for (name, attributes) in OURS {
        builder.add_tag_attributes(name, *attributes);
    }
    builder
});

/// The text with every element closed, and without what is not in the allow-list. Idempotent.
pub fn clean(html: String) -> String {
    let mut html = html;
    for _ in 0..ROUNDS {
        let cleaned = clean_once(&html);
        if cleaned == html {
            break;
        }
        html = cleaned;
    }
    html
}

fn clean_once(html: &str) -> String {
    let cleaned = AMMONIA.clean(html).to_string();
    // No-break spaces are written as characters: XML feeds do not define `&nbsp;`.
    let cleaned = if cleaned.contains("&nbsp;") { cleaned.replace("&nbsp;", "\u{a0}") } else { cleaned };
    // A `</p>` without its start tag makes an empty paragraph (HTML).
    let cleaned = if cleaned.contains("<p></p>") { cleaned.replace("<p></p>", "") } else { cleaned };
    keep_first_newlines(cleaned)
}

/// Doubles a newline right after `<pre>`, since a parser drops the first one.
fn keep_first_newlines(html: String) -> String {
    if !html.contains("<pre") {
        return html;
    }
    let mut doubled = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(end) = rest.find("<pre").and_then(|at| Some(at + rest[at..].find('>')? + 1)) {
        doubled.push_str(&rest[..end]);
        rest = &rest[end..];
        if rest.starts_with('\n') {
            doubled.push('\n');
        }
    }
    doubled.push_str(rest);
    doubled
}

/// True for an address that [`clean`] leaves in place: without a scheme, or well formed and with a scheme of [`SCHEMES`].
pub fn is_address(href: &str) -> bool {
    if href.starts_with(['/', '#', '.', '?']) || is_plain_web_address(href) {
        return true;
    }
    // The URL parser and `scheme` ignore different characters: both must accept the address.
    if scheme(href).is_some_and(|scheme| !SCHEMES.contains(&&*scheme)) {
        return false;
    }
    match url::Url::parse(href) {
        Ok(url) => SCHEMES.contains(&url.scheme()),
        Err(error) => error == url::ParseError::RelativeUrlWithoutBase,
    }
}

/// A fast path for most web addresses: a host of ASCII letters, digits, `-` and `.`.
fn is_plain_web_address(href: &str) -> bool {
    let Some(rest) = href.strip_prefix("https://").or_else(|| href.strip_prefix("http://")) else { return false };
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let is_label = |label: &str| {
        label.starts_with(|first: char| first.is_ascii_alphabetic())
            && !label.starts_with("xn-")
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    host.split('.').all(is_label)
}

/// The address as a browser reads it: without surrounding white space and control characters, and without tabs and
/// newlines.
pub fn tidy_address(written: &str) -> Cow<'_, str> {
    let trimmed = written.trim_matches(|character: char| character <= ' ' || character == '\u{feff}');
    if trimmed.contains(['\t', '\n', '\r']) { trimmed.replace(['\t', '\n', '\r'], "").into() } else { trimmed.into() }
}

/// The scheme of an address, in lower case. Characters that some parser might ignore, such as controls and spaces, do
/// not hide it.
pub fn scheme(address: &str) -> Option<Cow<'_, str>> {
    let (before, _) = address.split_once(':')?;
    let is_plain = before.bytes().all(|byte| byte.is_ascii_lowercase()) && !before.is_empty();
    if is_plain {
        return Some(before.into());
    }
    let mut scheme = String::new();
    for character in before.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '+' | '-' | '.' => scheme.push(character.to_ascii_lowercase()),
            '/' | '?' | '#' | '@' => return None,
            hidden if hidden.is_control() || hidden.is_whitespace() || is_invisible(hidden) => {}
            _ => return None,
        }
    }
    scheme.starts_with(|first: char| first.is_ascii_lowercase()).then_some(scheme.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_schemes_with_odd_characters_are_recognised() {
        for address in ["javascript:x", "JavaScript:x", "java\u{1}script:x", "java script:x", "java\u{200b}script:x"] {
            assert_eq!(scheme(address).as_deref(), Some("javascript"), "{address:?}");
        }
        assert_eq!(tidy_address(" \u{1}java\nscript:x\t"), "javascript:x");
        for address in ["a/b:c", "#a:b", "?a:b", "@call/x:y", "10:30.pdf", "plan.pdf", "été:x"] {
            assert_eq!(scheme(address), None, "{address:?}");
        }
    }

    #[test]
    fn wrong_nesting_is_corrected() {
        assert_eq!(clean("<p>a <b>b <i>c</b> d</i></p></div></article>".into()), "<p>a <b>b <i>c</i></b><i> d</i></p>");
    }

    #[test]
    fn only_allowed_elements_and_attributes_pass() {
        let html = "<script>a</script><p onclick=\"b\" style=\"c\">d<center>e</center><svg><g/></svg></p>";
        assert_eq!(clean(html.into()), "<p>d</p>e");
    }

    #[test]
    fn sanitizing_is_idempotent() {
        for html in ["<pre>\n\n\na</pre>", "a\u{a0}b &nbsp;", "<table><b>x<tr><td>y", "<p>a<div>b</div></p>"] {
            let once = clean(html.into());
            assert_eq!(clean(once.clone()), once, "{html:?}");
        }
    }
}
