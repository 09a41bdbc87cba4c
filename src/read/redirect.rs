//! Reads the redirects of `site.yaml`: old addresses of the site and their targets.

use crate::base::bounds::{NAME_BYTES, PATH_BYTES, URL_CHARACTERS};
use crate::base::characters::is_invisible;
use crate::base::message::{Message, say};
use crate::base::reserved::decodings;
use crate::base::source::Spanned;
use crate::base::web_address::CodePoint;
use crate::read::address;
use crate::read::form::InputType;
use crate::read::number;
use crate::read::reader::{Fields, Reader};
use crate::read::value;
use crate::read::yaml::Node;

/// An old address and its target.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// The old path, from the site's root.
    pub from: Spanned<String>,
    /// Its target.
    pub target: RedirectTarget,
}

/// The target of a redirect.
#[derive(Clone, Debug)]
pub enum RedirectTarget {
    /// Another address.
    Location {
        /// A path from the site's root, or an absolute address.
        to: Spanned<String>,
        /// The HTTP status (RFC 9110, section 15.4), for hosts that take a list of redirects; the page at the old address needs
        /// none.
        status: u32,
    },
    /// None: the page is gone for good, HTTP status 410 (RFC 9110, section 15.5.11).
    Gone,
}

/// The HTTP statuses that a redirect may have.
const STATUSES: &[u32] = &[301, 302, 303, 307, 308, GONE];

/// The HTTP status of a page that is gone for good.
const GONE: u32 = 410;

/// Reads a redirect.
pub fn redirect(f: &mut Fields<'_, '_, '_>) -> Option<Redirect> {
    let from = f.required("from", value::spanned(old_path));
    let status = f.optional("status", |reader, node| {
        reader.declare_type(InputType::Numbers(STATUSES));
        let status = number::whole(reader, node)?;
        if STATUSES.contains(&status) {
            return Some(status);
        }
        reader.error(
            "not-in-list",
            node.span,
            say!(en: "{status} is not a redirect status", fr: "{status} n’est pas le code d’une redirection"),
            say!(en: "write 301, 302, 303, 307 or 308, or 410 without `to`", fr: "écrivez 301, 302, 303, 307 ou 308, ou 410 sans `to`"),
        );
        None
    });
    if status == Some(GONE) {
        if let Some(to) = f.optional("to", value::spanned(location)) {
            f.reader.error(
                "contradiction",
                to.span,
                say!(en: "an address that is permanently gone cannot lead anywhere", fr: "une adresse retirée définitivement ne peut mener nulle part"),
                say!(en: "delete `to`, or write `status: 301`", fr: "supprimez `to`, ou écrivez `status: 301`"),
            );
        }
        return Some(Redirect { from: from?, target: RedirectTarget::Gone });
    }
    // With a wrong status it is not certain that `to` is required.
    let has_wrong_status = status.is_none() && f.has("status");
    let to = if has_wrong_status {
        f.optional("to", value::spanned(location))
    } else {
        f.required("to", value::spanned(location))
    };
    Some(Redirect { from: from?, target: RedirectTarget::Location { to: to?, status: status.unwrap_or(301) } })
}

/// The location of a redirect: a path of the site, with an optional query and fragment, or the address of another site.
fn location(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.declare_type(InputType::Target);
    if !node.as_scalar().is_some_and(|text| text.trim_start().starts_with('/')) {
        return address::url(reader, node);
    }
    let written = value::string_at_most(URL_CHARACTERS)(reader, node)?;
    let path = written.split(['?', '#']).next().unwrap_or_default();
    let forms = decodings(path);
    let is_any = |wrong: fn(&String) -> bool| forms.iter().any(wrong);
    let problem = if is_any(|path| path.replace('\\', "/").contains("//")) {
        // Browsers take `//host/` and `/\\host/` for another site.
        Some(say!(en: "may lead to another site", fr: "peut mener à un autre site"))
    } else if is_any(|path| has_dot_segment(path)) {
        Some(say!(en: "leads outside the site", fr: "mène hors du site"))
    } else if written[path.len()..].contains(char::is_whitespace)
        || written.contains(char::is_control)
        || is_any(|path| path.contains(['\\', '\u{FFFD}']) || path.contains(char::is_control))
    {
        Some(
            say!(en: "contains a character that is not allowed in a path", fr: "contient un caractère interdit dans un chemin"),
        )
    } else {
        invisible_character(&forms).or_else(|| invisible_character(std::slice::from_ref(&written)))
    };
    let Some(problem) = problem else { return Some(written) };
    let help = say!(
        en: "write a path on this site, for example `{near}`, or a full address on another site, for example `https://example.lu/page`",
        fr: "écrivez un chemin de ce site, par exemple `{near}`, ou l’adresse complète d’un autre site, par exemple `https://example.lu/page`",
        near = similar_valid_path(&written)
    );
    reader.error(
        "not-a-path",
        node.span,
        say!(en: "`{written}` {problem}", fr: "`{written}` {problem}"; problem),
        help,
    );
    None
}

/// True for a path with a dot-segment, `.` or `..` (RFC 3986, section 3.3).
fn has_dot_segment(path: &str) -> bool {
    path.split('/').any(|part| part == ".." || part == ".")
}

/// The problem of a path that has an invisible character in one of its decoded forms.
fn invisible_character(forms: &[String]) -> Option<Message> {
    let found = forms.iter().find_map(|path| path.chars().find(|character| is_invisible(*character)))?;
    let point = CodePoint(found);
    Some(say!(en: "contains an invisible character, {point}", fr: "contient un caractère invisible, {point}"))
}

/// An old path of the site, from its root.
pub fn old_path(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.declare_type(InputType::Path);
    let written = value::string(reader, node)?;
    let decoded = percent_encoding::percent_decode_str(&written).decode_utf8_lossy();
    let parts = || decoded.split('/').skip(1);
    let is_long = parts().any(|part| part.len() > NAME_BYTES) || decoded.len() > PATH_BYTES;
    let forms = if is_long { vec![written.clone()] } else { decodings(&written) };
    let problem = if !written.starts_with('/') {
        Some(say!(en: "does not start at the root of the site", fr: "ne commence pas à la racine du site"))
    } else if decoded.trim_end_matches('/').contains("//") && !decoded.starts_with("//") {
        Some(say!(en: "has an empty part", fr: "contient une partie vide"))
    } else if decoded.starts_with("//") || forms.iter().any(|path| has_dot_segment(path)) {
        Some(say!(en: "leads outside the site", fr: "mène hors du site"))
    } else if written.contains(['?', '#'])
        || forms.iter().any(|path| path.contains(['\\', '\u{FFFD}']) || path.contains(char::is_control))
    {
        Some(
            say!(en: "contains a character that is not allowed in a path", fr: "contient un caractère interdit dans un chemin"),
        )
    } else if is_long {
        Some(say!(en: "is too long for a file name", fr: "est trop long pour un nom de fichier"))
    } else if parts().any(|part| part.starts_with('.') && part != ".well-known") {
        Some(say!(en: "refers to a hidden file", fr: "désigne un fichier caché"))
    } else {
        invisible_character(&forms)
    };
    if let Some(problem) = problem {
        let help = say!(
            en: "write the old path from the root, for example `{near}`",
            fr: "écrivez l’ancien chemin depuis la racine, par exemple `{near}`",
            near = similar_valid_path(&written)
        );
        reader.error(
            "not-a-path",
            node.span,
            say!(en: "`{written}` {problem}", fr: "`{written}` {problem}"; problem),
            help,
        );
        return None;
    }
    Some(written)
}

/// A valid path that resembles an invalid one: without host, query, dot-segments and hidden names.
fn similar_valid_path(written: &str) -> String {
    let host = written.split_once("://").filter(|_| !written.starts_with('/'));
    let path = host.map_or(written, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let is_valid = |part: &&str| !part.is_empty() && !part.starts_with('.') && part.len() <= NAME_BYTES;
    let is_replaced = |sign: char| sign == '%' || sign.is_control() || sign.is_whitespace();
    let clear = |part: &str| part.replace(is_replaced, "-").replace(is_invisible, "");
    let parts: Vec<String> = path.split(['/', '\\']).filter(is_valid).map(clear).collect();
    if parts.is_empty() { "/old-page/".to_owned() } else { format!("/{}", parts.join("/")) }
}
