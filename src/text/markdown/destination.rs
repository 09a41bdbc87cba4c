//! Where the destination of a link stands in the source.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType, RefDefs};

/// A link or an image as it was written.
pub struct LinkTarget<'a> {
    /// How it was written.
    pub kind: LinkType,
    /// Where it leads, as the parser understood it.
    pub destination: CowStr<'a>,
    /// The label of a reference.
    pub label: CowStr<'a>,
}

impl LinkTarget<'_> {
    /// True for an address that stands as it is.
    pub fn is_address(&self) -> bool {
        matches!(self.kind, LinkType::Autolink | LinkType::Email)
    }
}

/// Where the destination of a link at `range` stands, whose text ends at `text_end`: all of the link where it cannot be told.
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
        LinkType::Autolink | LinkType::Email => Some(range.start + 1..range.end - 1),
        LinkType::ReferenceUnknown
        | LinkType::CollapsedUnknown
        | LinkType::ShortcutUnknown
        | LinkType::WikiLink { .. } => None,
    };
    // A destination that was found but differs from what the parser read may hold escapes; otherwise it is another text.
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

/// The destination that comes after `bracket`, which is the first thing in `range` beside white space.
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

/// Where a destination ends, escapes and brackets within brackets reckoned with.
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
