//! Old addresses of the site and where they lead.

use crate::base::bounds::{NAME_BYTES, PATH_BYTES};
use crate::base::message::say;
use crate::base::source::Spanned;
use crate::read::field::{Fields, Reader};
use crate::read::form::Shape;
use crate::read::number;
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

/// The statuses that a redirect may have.
const STATUSES: &[u32] = &[301, 302, 303, 307, 308];

/// Reads a redirect.
pub fn redirect(f: &mut Fields<'_, '_, '_>) -> Option<Redirect> {
    let from = f.required("from", value::spanned(old_path));
    let to = f.required(
        "to",
        value::spanned(|reader, node| {
            reader.note(Shape::Target);
            let path = node.as_scalar().filter(|text| text.starts_with('/')).map(str::to_owned);
            path.or_else(|| value::url(reader, node))
        }),
    );
    let status = f.optional("status", |reader, node| {
        reader.note(Shape::Numbers(STATUSES));
        let status = number::whole(reader, node)?;
        if STATUSES.contains(&status) {
            return Some(status);
        }
        reader.error(
            "not-in-list",
            node.span,
            say!(en: "{status} is not the status of a redirect", fr: "{status} n’est pas le code d’une redirection"),
            say!(en: "write 301, 302, 303, 307 or 308", fr: "écrivez 301, 302, 303, 307 ou 308"),
        );
        None
    });
    Some(Redirect { from: from?, to: to?, status: status.unwrap_or(301) })
}

/// The names at the root that are no page's: `serve` shows its own pages under the first, and hosts read the others.
const RESERVED: [&str; 3] = ["_parvis", "_headers", "_redirects"];

/// An old path of the site: absolute from its root, and not out of it.
pub fn old_path(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.note(Shape::Path);
    let written = value::string(reader, node)?;
    let decoded = percent_encoding::percent_decode_str(&written).decode_utf8_lossy();
    let mut parts = decoded.split('/').skip(1);
    let trouble = if !written.starts_with('/') {
        Some(say!(en: "does not begin at the site's root", fr: "ne commence pas à la racine du site"))
    } else if decoded.trim_end_matches('/').contains("//") && !decoded.starts_with("//") {
        Some(say!(en: "has an empty part", fr: "contient une partie vide"))
    } else if decoded.starts_with("//") || decoded.split('/').any(|part| part == ".." || part == ".") {
        Some(say!(en: "leads out of the site", fr: "mène hors du site"))
    } else if written.contains(['?', '#']) || decoded.contains(['\\', '\u{FFFD}']) || decoded.contains(char::is_control)
    {
        Some(say!(en: "holds a sign that no path has", fr: "contient un signe qu’aucun chemin ne peut avoir"))
    } else if parts.clone().any(|part| part.len() > NAME_BYTES) || decoded.len() > PATH_BYTES {
        Some(say!(en: "is too long for a file name", fr: "est trop long pour un nom de fichier"))
    } else if parts.clone().any(|part| part.starts_with('.') && part != ".well-known") {
        Some(say!(en: "names a hidden file", fr: "nomme un fichier caché"))
    } else if parts.next().is_some_and(|first| RESERVED.contains(&&*first.to_lowercase())) {
        Some(say!(
            en: "is an address that the program or the host keeps for itself",
            fr: "est une adresse que le programme ou l’hôte se réserve"
        ))
    } else {
        None
    };
    if let Some(trouble) = trouble {
        let help = say!(
            en: "write the old path from the root, as in `{near}`",
            fr: "écrivez l’ancien chemin depuis la racine, comme dans `{near}`",
            near = near_path(&written)
        );
        reader.error(
            "not-a-path",
            node.span,
            say!(en: "`{written}` {trouble}", fr: "`{written}` {trouble}"; trouble),
            help,
        );
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
