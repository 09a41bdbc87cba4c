//! Resolves id clashes between a body and the page around it: where a heading has the id of a section of the page, the
//! heading gets another id, since links name the section.
//!
//! The ids around the body are known only after the template has been rendered. To render once, the body is passed to
//! the template with its ids between marks, which are resolved in the rendered page.

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::memmem;

use crate::present::links::ids;
use crate::present::view::part::Link;
use crate::present::view::value::Html;
use crate::text::sanitize::escape;
use crate::text::sanitize::token::{Token, Tokens};

/// The marks: noncharacters, which HTML forbids, so that no rendered text contains them.
const BEGIN: &str = "\u{fdd0}";
const END: &str = "\u{fdd1}";

/// Puts the ids of a body, and the targets of its table of contents, between marks.
pub fn mark_ids(body: &mut Html, contents: &mut [Link]) {
    if let Some(marked) = marked(body.as_str()) {
        *body = Html::new(&marked);
    }
    for href in contents.iter_mut().filter_map(|link| link.href.as_mut()) {
        if let Some(id) = href.strip_prefix('#') {
            *href = format!("#{BEGIN}{id}{END}");
        }
    }
}

fn marked(html: &str) -> Option<String> {
    if !html.contains(" id=\"") {
        return None;
    }
    let mut marked = String::with_capacity(html.len() + html.len() / 8);
    let mut copied = 0;
    for (token, _) in Tokens::new(html) {
        let Token::Open(tag) = token else { continue };
        let Some(id) = tag.attribute("id") else { continue };
        for (end, mark) in [(id.range.start, BEGIN), (id.range.end, END)] {
            marked.push_str(&html[copied..end]);
            marked.push_str(mark);
            copied = end;
        }
    }
    marked.push_str(&html[copied..]);
    Some(marked)
}

/// Resolves the marked ids on a page; `body` renders the body again, given the sorted ids that are taken around it.
pub fn resolve_ids(page: Vec<u8>, body: impl Fn(&[&str]) -> Option<Html>) -> Vec<u8> {
    if memmem::find(&page, BEGIN.as_bytes()).is_none() {
        return page;
    }
    // Marked ids are not found: these are those of the page alone.
    let around = ids(&page);
    let clashes = pieces(&page).any(|piece| matches!(piece, Piece::Id(id) if around.binary_search(&&*id.name).is_ok()));
    let (before, after) = if clashes { (body(&[]), body(&around)) } else { (None, None) };
    let renamed = before.as_ref().zip(after.as_ref()).map(|(before, after)| renamed(before.as_str(), after.as_str()));
    let renamed = renamed.unwrap_or_default();
    let mut resolved = Vec::with_capacity(page.len());
    for piece in pieces(&page) {
        match piece {
            Piece::Other(bytes) => resolved.extend_from_slice(bytes),
            Piece::Id(id) => match (renamed.get(&id.name), id.is_attribute) {
                (None, _) => resolved.extend_from_slice(id.written),
                (Some(Some(name)), true) => resolved.extend_from_slice(format!("id=\"{name}\"").as_bytes()),
                (Some(Some(name)), false) => resolved.extend_from_slice(name.as_bytes()),
                // The space before the attribute is removed too.
                (Some(None), true) => _ = resolved.pop(),
                (Some(None), false) => resolved.extend_from_slice(id.written),
            },
        }
    }
    resolved
}

/// A piece of a page.
enum Piece<'p> {
    /// An id of the body.
    Id(MarkedId<'p>),
    /// Anything else.
    Other(&'p [u8]),
}

/// An id between marks.
struct MarkedId<'p> {
    written: &'p [u8],
    name: Cow<'p, str>,
    /// Whether it is the attribute of an element, or the address of a link.
    is_attribute: bool,
}

fn pieces(page: &[u8]) -> impl Iterator<Item = Piece<'_>> {
    let mut parts = split(page, BEGIN);
    let first = parts.next().map(Piece::Other);
    let behind = parts.flat_map(|part| {
        let mut halves = split(part, END);
        let id = halves.next().map(|written| match std::str::from_utf8(written) {
            Ok(text) => {
                let value = text.strip_prefix("id=\"").and_then(|value| value.strip_suffix('"'));
                let name = escape::decode_attribute(value.unwrap_or(text));
                Piece::Id(MarkedId { written, name, is_attribute: value.is_some() })
            }
            Err(_) => Piece::Other(written),
        });
        id.into_iter().chain(halves.map(Piece::Other))
    });
    first.into_iter().chain(behind)
}

fn split<'p>(bytes: &'p [u8], mark: &'static str) -> impl Iterator<Item = &'p [u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let bytes = rest.take()?;
        let Some(at) = memmem::find(bytes, mark.as_bytes()) else { return Some(bytes) };
        rest = Some(&bytes[at + mark.len()..]);
        Some(&bytes[..at])
    })
}

/// The ids that the second rendering of a body changed or removed. Both renderings have the same elements.
fn renamed<'h>(before: &'h str, after: &'h str) -> HashMap<Cow<'h, str>, Option<&'h str>> {
    let ids = |html: &'h str| {
        Tokens::new(html).filter_map(|(token, _)| match token {
            Token::Open(tag) => Some(tag.attribute("id").map(|id| id.value)),
            _ => None,
        })
    };
    let pairs = ids(before).zip(ids(after)).filter(|(before, after)| before != after);
    pairs.filter_map(|(before, after)| Some((escape::decode_attribute(before?), after))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with these ids around a body whose clashing ids are renamed.
    fn page(around: &str, body: &str, beside: &str) -> String {
        let marked = marked(body).unwrap_or_else(|| body.to_owned());
        let page = format!("<nav><a href=\"#{BEGIN}a{END}\">A</a></nav>{around}<div>{marked}</div>");
        let body = |taken: &[&str]| Some(Html::new(if taken.is_empty() { body } else { beside }));
        String::from_utf8(resolve_ids(page.into_bytes(), body)).expect("text")
    }

    #[test]
    fn body_ids_are_unchanged_if_they_do_not_collide() {
        assert_eq!(
            page("<p id=\"c\"></p>", "<h2 id=\"a\">id=\"c\"</h2>", ""),
            "<nav><a href=\"#a\">A</a></nav><p id=\"c\"></p><div><h2 id=\"a\">id=\"c\"</h2></div>"
        );
    }

    #[test]
    fn a_colliding_heading_id_is_renamed_with_its_links() {
        assert_eq!(
            page("<a href=\"#a\"></a><p id=\"a\"></p>", "<h2 id=\"a\">A</h2>", "<h2 id=\"a-2\">A</h2>"),
            "<nav><a href=\"#a-2\">A</a></nav><a href=\"#a\"></a><p id=\"a\"></p><div><h2 id=\"a-2\">A</h2></div>"
        );
    }

    #[test]
    fn colliding_ids_of_other_elements_are_removed() {
        assert_eq!(
            page("<p id=\"a\"></p>", "<b id=\"a\">A</b><i id=\"b\">B</i>", "<b>A</b><i id=\"b\">B</i>"),
            "<nav><a href=\"#a\">A</a></nav><p id=\"a\"></p><div><b>A</b><i id=\"b\">B</i></div>"
        );
    }
}
