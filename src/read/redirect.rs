//! Old addresses of the site and where they lead.

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
    /// The HTTP status, RFC 9110 section 15.4.
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

/// An old path of the site: absolute from its root, and not out of it.
pub fn old_path(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let written = value::string(reader, node)?;
    let trouble = if !written.starts_with('/') {
        Some("does not begin at the site's root")
    } else if written.starts_with("//") || written.split('/').any(|part| part == ".." || part == ".") {
        Some("leads out of the site")
    } else if written.contains(['?', '#', '\\']) || written.contains(char::is_control) {
        Some("holds a sign that no path has")
    } else {
        None
    };
    if let Some(trouble) = trouble {
        let help = format!("write the old path from the root, as in `/{}`", written.trim_start_matches(['/', '.']));
        reader.error("not-a-path", node.span, format!("`{written}` {trouble}"), help);
        return None;
    }
    Some(written)
}
