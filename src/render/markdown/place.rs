//! Where things of a text stand in its file.

use std::ops::Range;

use pulldown_cmark::{LinkType, RefDefs};

use crate::base::source::{Place, Span};
use crate::render::markdown::{Origin, Setting};

/// The place in the file of a range of the text.
pub fn place(setting: &Setting, range: Range<usize>) -> Place {
    let span = match setting.origin {
        Origin::Body { offset } => Span::new(offset + range.start, offset + range.end),
        Origin::Value(span) => span,
    };
    Place { path: setting.path.clone(), span }
}

/// A link or image of Markdown, as far as it is needed to find its destination.
pub struct Written<'a> {
    /// How it was written.
    pub kind: LinkType,
    /// All of it.
    pub range: Range<usize>,
    /// The label of a reference.
    pub label: &'a str,
    /// Where it leads, as the parser understood it.
    pub destination: &'a str,
    /// Where its text ends.
    pub text_end: usize,
}

/// The range of the destination of a link, or all of the link where it cannot be told.
pub fn destination(source: &str, written: &Written, definitions: &RefDefs) -> Range<usize> {
    let found = match written.kind {
        LinkType::Inline => after_text(source, written.text_end..written.range.end, "]("),
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => definitions
            .get(written.label)
            .and_then(|definition| after_text(source, label_end(source, &definition.span)..definition.span.end, "]:")),
        LinkType::Autolink | LinkType::Email => Some(written.range.start + 1..written.range.end - 1),
        LinkType::ReferenceUnknown
        | LinkType::CollapsedUnknown
        | LinkType::ShortcutUnknown
        | LinkType::WikiLink { .. } => None,
    };
    // A destination that was found but differs from what the parser read may hold escapes; otherwise it is another text.
    let is_it = |range: &Range<usize>| {
        let text = &source[range.clone()];
        !text.is_empty() && (text == written.destination || text.contains(['\\', '&']))
    };
    found.filter(is_it).unwrap_or(written.range.clone())
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
