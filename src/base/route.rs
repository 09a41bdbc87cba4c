//! Addresses of the site: routes from its root, and the address of the site itself.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::base::web_address::unfit;

/// Characters that RFC 3986, section 3.3, does not allow in a path, and `%` itself.
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
    /// A route of text that begins with `/`; with a final `/` it is a page in its own folder.
    pub fn new(path: impl Into<String>) -> Self {
        let path = path.into();
        debug_assert!(path.starts_with('/'), "a route begins at the root of the site: {path}");
        Self(path)
    }

    /// The route as text, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The route of a file in the folder of this page.
    pub fn join(&self, name: &str) -> Self {
        Self([&self.0, name].concat())
    }

    /// The route of a page in a subfolder of this page.
    pub fn page(&self, name: &str) -> Self {
        Self([&self.0, name, "/"].concat())
    }

    /// The file of this route: `fr/index.html` for `/fr/`.
    pub fn file(&self) -> String {
        let FilePath { path, rest } = self.file_path();
        [path, rest].concat()
    }

    /// The same without allocating.
    pub fn file_path(&self) -> FilePath<'_> {
        FilePath::of(&self.0)
    }
}

/// The path of the file of a route, in two parts, so that paths are compared without allocating.
#[derive(Clone, Copy, Debug)]
pub struct FilePath<'r> {
    path: &'r str,
    rest: &'static str,
}

impl<'r> FilePath<'r> {
    /// The file of a path that begins with `/`.
    pub fn of(path: &'r str) -> Self {
        Self { path: &path[1..], rest: if path.as_bytes().ends_with(b"/") { "index.html" } else { "" } }
    }

    /// The file of the page in a folder.
    pub fn in_folder(path: &'r str) -> Self {
        Self { path: &path[1..], rest: "/index.html" }
    }

    /// True when the other file would also have to be a parent folder of this one.
    pub fn is_below(self, file: Self) -> bool {
        self.starts_with(file) && self.bytes().nth(file.len()) == Some(b'/')
    }

    /// True when the other path is a prefix of this one.
    pub fn starts_with(self, file: Self) -> bool {
        self.len() >= file.len() && self.bytes().zip(file.bytes()).all(|(byte, other)| byte == other)
    }

    fn len(self) -> usize {
        self.path.len() + self.rest.len()
    }

    fn bytes(self) -> impl Iterator<Item = u8> + use<'r> {
        self.path.bytes().chain(self.rest.bytes())
    }
}

impl Ord for FilePath<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let common = self.path.len().min(other.path.len());
        let (path, other_path) = (self.path.as_bytes(), other.path.as_bytes());
        path[..common].cmp(&other_path[..common]).then_with(|| {
            let rest = path[common..].iter().chain(self.rest.as_bytes());
            rest.cmp(other_path[common..].iter().chain(other.rest.as_bytes()))
        })
    }
}

impl PartialOrd for FilePath<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for FilePath<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for FilePath<'_> {}

impl fmt::Display for FilePath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path)?;
        f.write_str(self.rest)
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The address of the published site: scheme, host and optionally a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    path: String,
}

impl BaseUrl {
    /// Parses an absolute `http` or `https` address without query, fragment and credentials; a final `/` is ignored.
    pub fn parse(text: &str) -> Option<Self> {
        if unfit(text).is_some() {
            return None;
        }
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

    /// The path of the site, without a final `/`; empty at the root of the host.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The part of an address that lies on this site: its path from the root of the site, with query and fragment. The scheme may be
    /// `http` or `https`, or missing (`//host/…`): browsers show neither.
    pub fn local_part(&self, address: &str) -> Option<String> {
        let (scheme, rest) = address.split_once("//")?;
        let is_web = ["", "http:", "https:"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
        if !is_web {
            return None;
        }
        let parsed = url::Url::parse(&format!("https://{rest}")).ok()?;
        let own = url::Url::parse(&self.origin).ok()?;
        // The parser leaves out the port of the scheme that it was given.
        let port = |url: &url::Url| url.port().filter(|port| !matches!(port, 80 | 443));
        if parsed.host_str() != own.host_str() || port(&parsed) != port(&own) || names_a_user_before(rest) {
            return None;
        }
        let path = &rest[rest.find(['/', '?', '#']).unwrap_or(rest.len())..];
        let local = path.strip_prefix(&*self.path)?;
        match local.chars().next() {
            None => Some("/".to_owned()),
            Some('/') => Some(local.to_owned()),
            Some('?' | '#') => Some(format!("/{local}")),
            Some(_) => None,
        }
    }

    /// The path on this site, with query and fragment, of a target that is a path or an address; `None` for another site.
    pub fn path_of_target<'t>(&self, target: &'t str) -> Option<Cow<'t, str>> {
        match target.starts_with('/') && !target.starts_with("//") {
            true => Some(Cow::Borrowed(target)),
            false => self.local_part(target).map(Cow::Owned),
        }
    }

    /// The path of a route with the site's path, percent-encoded, for links between pages.
    pub fn href(&self, route: &Route) -> String {
        Self::encoded(&[&self.path], route)
    }

    /// The absolute address of a route, percent-encoded, for feeds and other exported formats.
    pub fn absolute(&self, route: &Route) -> String {
        Self::encoded(&[&self.origin, &self.path], route)
    }

    /// The address to subscribe to a calendar: with the scheme `webcal`, which opens calendar programs.
    pub fn webcal(&self, route: &Route) -> String {
        let host = self.origin.split_once("://").map_or(self.origin.as_str(), |(_, host)| host);
        Self::encoded(&["webcal://", host, &self.path], route)
    }

    /// The path of a route without the site's path, percent-encoded.
    pub fn path_of(route: &Route) -> String {
        Self::encoded(&[], route)
    }

    fn encoded(before: &[&str], route: &Route) -> String {
        let length: usize = before.iter().map(|part| part.len()).sum();
        let mut address = String::with_capacity(length + route.0.len());
        address.extend(before.iter().copied().chain(utf8_percent_encode(&route.0, NOT_IN_PATH)));
        address
    }
}

/// The address of the published site, and of the preview of it that is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewAddresses {
    /// Where the site is published.
    pub published: BaseUrl,
    /// Where the preview is.
    pub preview: BaseUrl,
}

impl PreviewAddresses {
    /// The address to follow in the preview: one of the published site leads to the same place of the preview.
    pub fn in_preview(&self, address: String) -> String {
        match self.published.local_part(&address) {
            Some(local) => format!("{}{local}", self.preview),
            None => address,
        }
    }
}

/// True if credentials stand before the host: such an address is refused elsewhere.
fn names_a_user_before(rest: &str) -> bool {
    rest[..rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len())].contains('@')
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin, self.path)
    }
}

/// Percent-encodes a text for a path (RFC 3986, section 3.3).
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NOT_IN_PATH).to_string()
}

/// True for an id: `a` to `z`, `0` to `9` and `-`, at least one.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Converts a text to an id: accents are dropped, and everything else except letters and digits becomes `-`.
pub fn to_id(text: &str) -> String {
    let mut id = String::new();
    let plain = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(deunicode::deunicode(text)) };
    for character in plain.chars() {
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
        assert_eq!(
            (Route::new("/fr/").file_path().to_string(), Route::new("/").file()),
            ("fr/index.html".into(), "index.html".into())
        );
        for refused in
            ["ftp://example.lu", "https://user:secret@example.lu", "https:@example.lu", "https://ex\u{ad}ample.lu"]
        {
            assert!(BaseUrl::parse(refused).is_none(), "{refused}");
        }
    }

    #[test]
    fn addresses_of_the_site_are_paths_of_it() {
        let base = BaseUrl::parse("https://www.Example.lu/labo/").expect("a base address");
        for (address, path) in [
            ("https://www.example.lu/labo/fr/?q=a#b", "/fr/?q=a#b"),
            ("http://WWW.example.lu:80/labo", "/"),
            ("//www.example.lu/labo?q", "/?q"),
            ("HTTPS://www.example.lu:443/labo#a", "/#a"),
        ] {
            assert_eq!(base.local_part(address).as_deref(), Some(path), "{address}");
        }
        for address in [
            "https://example.lu/labo/",
            "https://www.example.lu/",
            "https://www.example.lu/laboratoire/",
            "https://www.example.lu:8080/labo/",
            "https://a@www.example.lu/labo/",
            "ftp://www.example.lu/labo/",
            "/labo//www.example.lu/labo/",
            "https://www.example.lu.example.org/labo/",
        ] {
            assert_eq!(base.local_part(address), None, "{address}");
        }
    }

    #[test]
    fn paths_compare_like_the_files_that_they_name() {
        let paths = ["/", "/a", "/a/", "/a/index", "/a/index.html", "/a/index.html/b", "/a-b/", "/a.ics", "/a/b", "/b"];
        for (one, other) in paths.iter().flat_map(|one| paths.iter().map(move |other| (one, other))) {
            let (file, other_file) = (Route::new(*one).file(), Route::new(*other).file());
            let (path, other_path) = (FilePath::of(one), FilePath::of(other));
            assert_eq!(path.cmp(&other_path), file.cmp(&other_file), "{one} {other}");
            assert_eq!(path.starts_with(other_path), file.starts_with(&other_file), "{one} {other}");
            assert_eq!(path.is_below(other_path), file.starts_with(&format!("{other_file}/")), "{one} {other}");
        }
        assert_eq!(FilePath::in_folder("/a"), FilePath::of("/a/"));
    }

    #[test]
    fn ids_are_derived_from_words() {
        assert_eq!(to_id("  L’été à Esch !"), "l-ete-a-esch");
        assert!(is_id("virtual-room-2") && !is_id("Été") && !is_id(""));
    }
}
