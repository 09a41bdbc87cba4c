//! Single values that only `site.yaml` holds.

use crate::base::route::BaseUrl;
use crate::read::field::Reader;
use crate::read::form::Shape;
use crate::read::value;
use crate::read::yaml::Node;

/// The id of a licence in the SPDX list (its annex D: letters, digits, `.`, `+` and `-`), or an address.
pub fn licence(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.note(Shape::String);
    let written = value::string(reader, node)?;
    if written.contains("://") {
        return value::url(reader, node);
    }
    if written.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".+-".contains(&byte)) {
        return Some(written);
    }
    let help = format!("write its SPDX id, as in `{}`, or the address of its text", written.replace(' ', "-"));
    reader.error("not-a-licence", node.span, format!("`{written}` is not the id of a licence"), help);
    None
}

/// The address of the site.
pub fn base_url(reader: &mut Reader<'_>, node: &Node) -> Option<BaseUrl> {
    reader.note(Shape::Url);
    let written = value::string(reader, node)?;
    let base_url = BaseUrl::parse(&written);
    if base_url.is_none() {
        let help = "write the address of the site without query, as in `https://govtechlab.example`";
        reader.error(
            "not-an-address",
            node.span,
            format!("`{written}` is not an absolute http or https address"),
            help,
        );
    }
    base_url
}
