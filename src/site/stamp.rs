//! The stamp of a translation: the line `translation_of` of its front matter, with the fingerprint of the original that was
//! translated.

use crate::base::diagnostic::Diagnostic;
use crate::base::snapshot::{Snapshot, SourceFile, decode};
use crate::base::source::SourcePath;
use crate::kind::key::Kind;
use crate::read::language_file::{self, LanguageFile};
use crate::read::yaml::{Entry, Value};
use crate::site::catalogue::Catalogue;
use crate::site::rules::fingerprint;

const KEY: &str = "translation_of";

/// Whether a file can be stamped, and why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StampTarget {
    /// A translation, with the fingerprint of its original: it can be stamped.
    Translation(String),
    /// The original of its item.
    Original,
    /// The file of an item with errors, whose original cannot be determined.
    Broken,
    /// Not a file of an item in a language of the site.
    Other,
}

/// Determines whether a file can be stamped.
pub fn stamp_target(catalogue: &Catalogue, snapshot: &Snapshot, path: &SourcePath) -> StampTarget {
    let Some(address) = language_file::parse_path(path).filter(|_| snapshot.files.contains_key(path)) else {
        return StampTarget::Other;
    };
    let Some(lang) = catalogue.tags.find(address.tag).filter(|_| Kind::from_folder(address.top).is_some()) else {
        return StampTarget::Other;
    };
    match catalogue.items.values().find(|item| item.folder == address.folder) {
        None => StampTarget::Broken,
        Some(item) if item.original == lang => StampTarget::Original,
        Some(item) => StampTarget::Translation(fingerprint(item, snapshot)),
    }
}

/// The text of a file with the stamp added, or an old one replaced. All other bytes stay: line ends, a BOM, comments, order.
/// `None` if more than the line of the stamp would have to change.
pub fn stamp(path: &SourcePath, bytes: &[u8], fingerprint: &str) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (document, decoded) = read(path, bytes)?;
    // Decoding changes line ends and removes a BOM, so line numbers stay, and columns too except in the first line.
    let line_of = |offset: usize| decoded[..offset].matches('\n').count();
    let column_of = |offset: usize| offset - decoded[..offset].rfind('\n').map_or(0, |end| end + 1);
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    match document.entries.iter().find(|entry| entry.key == KEY) {
        Some(Entry { span, node, .. }) => {
            let line = lines.get_mut(line_of(span.start))?;
            if node.value == Value::Null {
                let colon = column_of(span.end) + line.get(column_of(span.end)..)?.find(':')?;
                line.insert_str(colon + 1, &format!(" {fingerprint}"));
            } else {
                let written = line.get(column_of(node.span.start)..)?;
                // The span of a quoted value includes the space up to a comment, so the closing quote is searched for.
                let quote = written.chars().next().filter(|first| matches!(first, '\'' | '"'));
                let quoted = quote.and_then(|quote| Some(written[1..].find(quote)? + 2));
                let start = column_of(node.span.start);
                let end = start + quoted.unwrap_or(node.span.end - node.span.start);
                line.get(start..end)?;
                line.replace_range(start..end, fingerprint);
            }
        }
        None => {
            let fence = line_of(document.body.checked_sub(1)?);
            let end = if lines.first()?.ends_with("\r\n") { "\r\n" } else { "\n" };
            lines.insert(fence, format!("{KEY}: {fingerprint}{end}"));
        }
    }
    let stamped = lines.concat().into_bytes();
    let (again, _) = read(path, &stamped)?;
    let others = |document: &LanguageFile| -> Vec<String> {
        let others = document.entries.iter().filter(|entry| entry.key != KEY);
        others.map(|entry| entry.key.clone()).collect()
    };
    let is_set = again.entries.iter().any(|entry| entry.key == KEY && entry.node.as_scalar() == Some(fingerprint));
    (is_set && others(&again) == others(&document)).then_some(stamped)
}

/// A document whose front matter has no errors, and its text as decoded.
fn read(path: &SourcePath, bytes: &[u8]) -> Option<(LanguageFile, String)> {
    let file = decode(bytes);
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let document = language_file::read(path, &file, &mut diagnostics)?;
    let SourceFile::Text(text) = file else { return None };
    diagnostics.is_empty().then(|| (document, text.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamped(text: &str) -> Option<String> {
        let path = SourcePath::new("content/pages/x/index.en.md");
        stamp(&path, text.as_bytes(), "0123456789ab").map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
    }

    #[test]
    fn a_stamp_adds_one_line_only() {
        let text = "\u{FEFF}---\r\n# a comment\r\ntitle: É  # here\r\n---\r\n\r\nbody\r\n---\r\n";
        let line = "translation_of: 0123456789ab\r\n";
        assert_eq!(stamped(text), Some(text.replacen("# here\r\n", &format!("# here\r\n{line}"), 1)));
        assert_eq!(stamped("---\ntitle: a\n---").as_deref(), Some("---\ntitle: a\ntranslation_of: 0123456789ab\n---"));
    }

    #[test]
    fn an_old_stamp_is_replaced_in_place() {
        for old in ["translation_of: abc", "'translation_of': \"abc\"", "translation_of:", "translation_of: ''"] {
            let text = format!("---\r\ntitle: É\r\n{old}  # old\r\nsummary: b\r\n---\r\nbody");
            let stamped = stamped(&text).unwrap_or_else(|| panic!("{old} is replaced"));
            let lines: Vec<&str> = stamped.split("\r\n").collect();
            assert!(lines[2].contains(": 0123456789ab") && lines[2].ends_with("  # old"), "{}", lines[2]);
            assert_eq!((lines[1], lines[3], lines[5]), ("title: É", "summary: b", "body"));
        }
        assert_eq!(
            stamped("---\n{title: a, translation_of: b, summary: c}\n---\n").as_deref(),
            Some("---\n{title: a, translation_of: 0123456789ab, summary: c}\n---\n")
        );
    }

    #[test]
    fn front_matter_that_one_line_cannot_stamp_is_unchanged() {
        assert_eq!(stamped("---\n{title: a}\n---\n"), None);
        assert_eq!(stamped("---\ntitle: [a\n---\n"), None);
        assert_eq!(stamped("---\ntranslation_of: >\n  abc\n  def\n---\n"), None);
    }
}
