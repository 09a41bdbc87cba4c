//! The stamp of a translation: the line of its front matter that says from which wording of the original it was made.

use crate::base::diagnostic::Diagnostic;
use crate::base::snapshot::{Snapshot, SourceFile, decode};
use crate::base::source::SourcePath;
use crate::kind::key::Kind;
use crate::read::language_file::{self, LanguageFile};
use crate::read::yaml::{Entry, Value};
use crate::site::catalogue::Catalogue;
use crate::site::rules::fingerprint;

const KEY: &str = "translation_of";

/// What a file is to stamping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stampable {
    /// A translation, and the fingerprint of its original.
    Translation(String),
    /// The original of its item.
    Original,
    /// The file of an item with mistakes, whose original is not known for sure.
    Broken,
    /// No file of an item in a language of the site.
    Other,
}

/// What a file is, and what to stamp it with.
pub fn stampable(catalogue: &Catalogue, snapshot: &Snapshot, path: &SourcePath) -> Stampable {
    let Some(address) = language_file::parse_path(path).filter(|_| snapshot.files.contains_key(path)) else {
        return Stampable::Other;
    };
    let Some(lang) = catalogue.tags.find(address.tag).filter(|_| Kind::from_folder(address.top).is_some()) else {
        return Stampable::Other;
    };
    match catalogue.items.values().find(|item| item.folder == address.folder) {
        None => Stampable::Broken,
        Some(item) if item.original == lang => Stampable::Original,
        Some(item) => Stampable::Translation(fingerprint(item, snapshot)),
    }
}

/// The text of a file with the stamp in it, an old one replaced. All else stays, byte by byte: line ends, a BOM, comments,
/// order. `None` where the stamp cannot be set without writing more anew than its line.
pub fn stamp(path: &SourcePath, bytes: &[u8], fingerprint: &str) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (document, decoded) = read(path, bytes)?;
    // Decoding changes line ends and takes a BOM away, so lines have the same numbers and, but for the first, columns.
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
                // Behind a closing quote a place reaches up to the comment.
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

/// A document without mistakes in its front matter, and its text as it was decoded.
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
