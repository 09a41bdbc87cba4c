//! Old addresses of the site and where they lead.

use crate::base::bounds::{NAME_BYTES, PATH_BYTES};
use crate::base::source::Spanned;
use crate::read::field::{Fields, Reader};
use crate::read::value;
use crate::read::yaml::Node;

/// An old address and where it leads.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// A path from the site's root.
    pub from: Spanned<String>,
    /// A path from the site's root, or an address.
    pub to: Spanned<String>,
    /// The HTTP status, RFC 9110 section 15.4, for hosts that are told of redirects; the page at the old address needs none.
    pub status: u32,
}

/// Reads a redirect.
pub fn redirect(f: &mut Fields<'_, '_, '_>) -> Option<Redirect> {
    let from = f.required("from", value::spanned(old_path));
    let to = f.required(
        "to",
        value::spanned(|reader, node| {
            let path = node.as_scalar().filter(|text| text.starts_with('/')).map(str::to_owned);
            path.or_else(|| value::url(reader, node))
        }),
    );
    let status = f.optional("status", |reader, node| {
        let status = value::whole(reader, node)?;
        if [301, 302, 303, 307, 308].contains(&status) {
            return Some(status);
        }
        reader.error(
            "not-in-list",
            node.span,
            format!("{status} is not the status of a redirect"),
            "write 301, 302, 303, 307 or 308",
        );
        None
    });
    Some(Redirect { from: from?, to: to?, status: status.unwrap_or(301) })
}

/// The names at the root that are no page's: `serve` shows its own pages under the first, and hosts read the others.
const RESERVED: [&str; 3] = ["_parvis", "_headers", "_redirects"];

/// An old path of the site: absolute from its root, and not out of it.
pub fn old_path(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let written = value::string(reader, node)?;
    let decoded = percent_encoding::percent_decode_str(&written).decode_utf8_lossy();
    let mut parts = decoded.split('/').skip(1);
    let trouble = if !written.starts_with('/') {
        Some("does not begin at the site's root")
    } else if decoded.trim_end_matches('/').contains("//") && !decoded.starts_with("//") {
        Some("has an empty part")
    } else if decoded.starts_with("//") || decoded.split('/').any(|part| part == ".." || part == ".") {
        Some("leads out of the site")
    } else if written.contains(['?', '#']) || decoded.contains(['\\', '\u{FFFD}']) || decoded.contains(char::is_control)
    {
        Some("holds a sign that no path has")
    } else if parts.clone().any(|part| part.len() > NAME_BYTES) || decoded.len() > PATH_BYTES {
        Some("is too long for a file name")
    } else if parts.clone().any(|part| part.starts_with('.') && part != ".well-known") {
        Some("names a hidden file")
    } else if parts.next().is_some_and(|first| RESERVED.contains(&&*first.to_lowercase())) {
        Some("is an address that the program or the host keeps for itself")
    } else {
        None
    };
    if let Some(trouble) = trouble {
        let help = format!("write the old path from the root, as in `{}`", near_path(&written));
        reader.error("not-a-path", node.span, format!("`{written}` {trouble}"), help);
        return None;
    }
    Some(written)
}

/// A path that can stand for one that cannot: without host, query, climbing and hidden names.
fn near_path(written: &str) -> String {
    let path = written.split_once("://").map_or(written, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let plain = |part: &&str| !part.is_empty() && !part.starts_with('.') && part.len() <= NAME_BYTES;
    let parts: Vec<String> = path.split(['/', '\\']).filter(plain).map(|part| part.replace(['%', '\0'], "-")).collect();
    if parts.is_empty() { "/old-page/".to_owned() } else { format!("/{}", parts.join("/")) }
}
