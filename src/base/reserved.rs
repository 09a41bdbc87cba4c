//! Reserved addresses: those of the program's own files, and those that hosts interpret. Content there would replace the search
//! index, the open data, or configuration of the host.

use percent_encoding::percent_decode_str;

use crate::base::characters::{folded, is_invisible};

/// The folder of theme files.
pub const ASSETS: &str = "assets";

/// The folder of search indexes, with a subfolder per language.
pub const SEARCH: &str = "search";

/// The folder of open data.
pub const DATA: &str = "data";

/// Root entries of the program: folders with everything below, and files.
const OF_PROGRAM: &[&str] = &[SEARCH, ASSETS, DATA, "404.html", "index.html", "robots.txt", "sitemap.xml"];

/// Root entries of hosts. Files in `.well-known` prove ownership of the site to services (RFC 8615), and to certificate
/// authorities; the others configure GitHub Pages and Surge, Netlify, Vercel, Azure, IIS, and are requested by every browser;
/// `cdn-cgi` is Cloudflare's.
const OF_HOSTS: &[&str] = &[
    ".well-known",
    "200.html",
    "cdn-cgi",
    "cname",
    "favicon.ico",
    "netlify.toml",
    "staticwebapp.config.json",
    "vercel.json",
    "web.config",
];

/// True for a reserved address in any spelling: percent-encoded repeatedly, in upper case, with empty segments, `.` and `..`.
/// Everything that begins with `_` is reserved too, as hosts (`_headers`, `_redirects`, `_worker.js`, `_routes.json`) and `serve`
/// (`_parvis`) give it a meaning.
pub fn is_reserved(path: &str) -> bool {
    let first = path.strip_prefix('/').and_then(|path| path.split('/').next()).unwrap_or_default();
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    // A fast path: nearly all begin with a language tag, and need no decoding.
    if !first.is_empty() && first.bytes().all(is_plain) && !path.contains(['%', '\\']) && !path.contains("/.") {
        return OF_PROGRAM.contains(&first) || OF_HOSTS.contains(&first);
    }
    decodings(path).iter().any(|path| top(path).is_some_and(|top| is_kept(&top)))
}

/// True for an address of the program itself, which a site's host configuration must not override.
pub fn is_of_program(path: &str) -> bool {
    is_reserved(path)
        && !decodings(path).iter().filter_map(|path| top(path)).all(|top| OF_HOSTS.contains(&&*folded(&top)))
}

/// How often a path may be decoded by proxies, the host and its rules.
const DECODED: usize = 8;

/// A path as written, and after decoding it once, twice and so on.
pub fn decodings(path: &str) -> Vec<String> {
    let mut all = vec![path.to_owned()];
    while all.len() <= DECODED
        && let Some(last) = all.last()
        && last.contains('%')
    {
        let decoded = percent_decode_str(last).decode_utf8_lossy().into_owned();
        all.push(decoded);
    }
    all
}

/// The first segment of the normalised path.
fn top(path: &str) -> Option<String> {
    let mut walked: Vec<&str> = Vec::new();
    for part in path.split(['?', '#']).next().unwrap_or_default().split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(walked.pop()),
            part => walked.push(part),
        }
    }
    walked.first().map(|first| (*first).to_owned())
}

/// True for a reserved first segment. Some file systems ignore certain characters, and trailing dots and spaces.
fn is_kept(part: &str) -> bool {
    let seen: String = part.chars().filter(|character| !is_invisible(*character) && !character.is_control()).collect();
    let name = folded(seen.trim().trim_end_matches(['.', ' ']));
    let is_sitemap = name.starts_with("sitemap-") && name.ends_with(".xml");
    name.starts_with('_') || is_sitemap || OF_PROGRAM.iter().chain(OF_HOSTS).any(|kept| *kept == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_addresses_are_recognised_in_any_spelling() {
        for path in [
            "/search/fr/items.json",
            "/Search/",
            "/SEARCH",
            "/%73earch/fr/texts.json",
            "/%2573earch/",
            "//search/",
            "/./search/",
            "/fr/../search/",
            "/x/%2e%2e/data/calls.csv",
            "\\search\\fr",
            "/\u{17f}earch/",
            "/se\u{200b}arch/",
            "/search./",
            "/data",
            "/_worker.js",
            "/_Routes.json",
            "/_parvis/",
            "/%5Fheaders",
            "/_anything/below",
            "/.well-known/acme-challenge/x",
            "/CNAME",
            "/robots.txt",
            "/Sitemap.XML",
            "/404.html",
            "/assets/style.css",
            "search/x",
            "/fr/..//search/",
            "/fr/%2E%2E/search/",
            "/cdn-cgi/",
        ] {
            assert!(is_reserved(path), "{path}");
        }
    }

    #[test]
    fn files_for_hosts_are_left_to_sites() {
        for path in ["/.well-known/security.txt", "/CNAME", "/favicon.ico", "/vercel.json", "/google1234.html", "/fr/x"]
        {
            assert!(!is_of_program(path), "{path}");
        }
        for path in
            ["/_headers", "/robots.txt", "/data/x.json", "/search/fr/items.json", "/%5Fredirects", "/index.html"]
        {
            assert!(is_of_program(path), "{path}");
        }
    }

    #[test]
    fn other_addresses_are_not_reserved() {
        for path in [
            "/",
            "/fr/search/",
            "/searches/",
            "/database/",
            "/fr/_x",
            "/old.html",
            "/en/data/",
            "/fr/robots.txt",
            "/a_b",
        ] {
            assert!(!is_reserved(path), "{path}");
        }
    }
}
