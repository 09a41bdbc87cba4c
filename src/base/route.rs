//! Addresses of the site: routes from its root, and the address of the site itself.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What RFC 3986 section 3.3 does not allow in a path, and `%` itself.
const NOT_IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// An address of the site from its root, such as `/fr/appels/robots/` or `/sitemap.xml`, not percent-encoded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(String);

impl Route {
    /// A route from text that begins with `/`; one that ends in `/` is a page in a folder of its own.
    pub fn new(path: impl Into<String>) -> Self {
        let path = path.into();
        debug_assert!(path.starts_with('/'), "a route begins at the root of the site: {path}");
        Self(path)
    }

    /// The route as text, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The route of something beside this page.
    pub fn join(&self, name: &str) -> Self {
        Self(format!("{}{name}", self.0))
    }

    /// The path of the file that answers here: `fr/index.html` for `/fr/`.
    pub fn file(&self) -> String {
        let path = &self.0[1..];
        if self.0.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The address under which the site is published: scheme, host and, where it is not at the root of a host, a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    path: String,
}

impl BaseUrl {
    /// Reads an absolute `http` or `https` address without query and fragment; a final `/` does not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let url = url::Url::parse(text).ok()?;
        let plain = matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none();
        if !plain || !url.has_host() || text.contains(char::is_whitespace) {
            return None;
        }
        Some(Self { origin: url.origin().ascii_serialization(), path: url.path().trim_end_matches('/').to_owned() })
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The address of a route on the same host, percent-encoded, for links between pages.
    pub fn href(&self, route: &Route) -> String {
        format!("{}{}", self.path, utf8_percent_encode(&route.0, NOT_IN_PATH))
    }

    /// The absolute address of a route, percent-encoded, for feeds and everything that leaves the site.
    pub fn absolute(&self, route: &Route) -> String {
        format!("{}{}", self.origin, self.href(route))
    }

    /// The address of a calendar to subscribe to: `webcal` in place of `http` or `https`, which calendar programs open.
    pub fn webcal(&self, route: &Route) -> String {
        let host = self.origin.split_once("://").map_or(self.origin.as_str(), |(_, host)| host);
        format!("webcal://{host}{}", self.href(route))
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin, self.path)
    }
}

/// True for an id: `a` to `z`, `0` to `9` and `-`, at least one.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The nearest valid id to a text: accents dropped, everything else but letters and digits a `-`.
pub fn to_id(text: &str) -> String {
    let mut id = String::new();
    for character in deunicode::deunicode(text).chars() {
        match character.to_ascii_lowercase() {
            letter @ ('a'..='z' | '0'..='9') => id.push(letter),
            _ if id.is_empty() || id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    id.truncate(id.trim_end_matches('-').len());
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_encoded_and_prefixed() {
        let base = BaseUrl::parse("https://example.lu/labo/").expect("a base address");
        let route = Route::new("/fr/été à/plan.pdf");
        assert_eq!(base.absolute(&route), "https://example.lu/labo/fr/%C3%A9t%C3%A9%20%C3%A0/plan.pdf");
        assert_eq!(base.webcal(&Route::new("/a.ics")), "webcal://example.lu/labo/a.ics");
        assert_eq!(Route::new("/fr/").file(), "fr/index.html");
        assert!(BaseUrl::parse("ftp://example.lu").is_none());
    }

    #[test]
    fn ids_are_made_of_words() {
        assert_eq!(to_id("  L’été à Esch !"), "l-ete-a-esch");
        assert!(is_id("virtual-room-2") && !is_id("Été") && !is_id(""));
    }
}
