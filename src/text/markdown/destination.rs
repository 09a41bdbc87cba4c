//! Finds the destination of a link in the source.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType, RefDefs};

/// A link or an image as written.
pub struct LinkTarget<'a> {
    /// How it was written.
    pub kind: LinkType,
    /// The destination as parsed.
    pub destination: CowStr<'a>,
    /// The label of a reference.
    pub label: CowStr<'a>,
    /// Whether it is an address without markup.
    pub is_bare: bool,
}

impl LinkTarget<'_> {
    /// True for an autolink.
    pub fn is_address(&self) -> bool {
        matches!(self.kind, LinkType::Autolink | LinkType::Email)
    }
}

/// The source range of the destination of a link at `range`, whose text ends at `text_end`; all of the link if it is
/// not found.
pub fn destination(
    source: &str,
    target: &LinkTarget,
    range: &Range<usize>,
    text_end: usize,
    definitions: &RefDefs,
) -> Range<usize> {
    let found = match target.kind {
        LinkType::Inline => after_text(source, text_end..range.end, "]("),
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => definitions
            .get(&target.label)
            .and_then(|definition| after_text(source, label_end(source, &definition.span)..definition.span.end, "]:")),
        LinkType::Autolink | LinkType::Email if target.is_bare => None,
        LinkType::Autolink | LinkType::Email => Some(range.start + 1..range.end - 1),
        LinkType::ReferenceUnknown
        | LinkType::CollapsedUnknown
        | LinkType::ShortcutUnknown
        | LinkType::WikiLink { .. } => None,
    };
    // A range that differs from the parsed destination is right only if it contains escapes or references.
    let is_it = |range: &Range<usize>| {
        let text = &source[range.clone()];
        !text.is_empty() && (*text == *target.destination || text.contains(['\\', '&']))
    };
    found.filter(is_it).unwrap_or(range.clone())
}

/// The first `]:` behind the label of a definition.
fn label_end(source: &str, definition: &Range<usize>) -> usize {
    let mut escaped = false;
    for (at, byte) in source[definition.clone()].bytes().enumerate() {
        match byte {
            b'\\' if !escaped => escaped = true,
            b']' if !escaped => return definition.start + at,
            _ => escaped = false,
        }
    }
    definition.end
}

/// The destination after `bracket`, which only white space may precede in `range`.
fn after_text(source: &str, range: Range<usize>, bracket: &str) -> Option<Range<usize>> {
    let text = source.get(range.clone())?;
    let behind = text.trim_start().strip_prefix(bracket)?.trim_start();
    let start = range.end - behind.len();
    if let Some(inside) = behind.strip_prefix('<') {
        let length = end(inside, |byte, _| byte == b'>');
        return Some(start + 1..start + 1 + length);
    }
    let length = end(behind, |byte, depth| byte.is_ascii_whitespace() || depth < 0);
    Some(start..start + length)
}

/// Where a destination ends, given escapes and nested brackets.
fn end(text: &str, ends: impl Fn(u8, i32) -> bool) -> usize {
    let (mut depth, mut escaped) = (0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' if !escaped => depth += 1,
            b')' if !escaped => depth -= 1,
            _ => {}
        }
        if !escaped && ends(byte, depth) {
            return at;
        }
        escaped = byte == b'\\' && !escaped;
    }
    text.len()
}
