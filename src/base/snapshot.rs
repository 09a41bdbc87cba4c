//! The sources at one point in time: the only input of a compilation.

use std::sync::Arc;

use imbl::OrdMap;

use crate::base::document_format::{BEGINNING, DocumentFormat};
use crate::base::fingerprint::Fingerprint;
use crate::base::moment::Moment;
use crate::base::picture::{PictureInfo, inspect, is_complete};
use crate::base::source::SourcePath;

/// A source file as seen by the compilation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum SourceFile {
    /// A text: UTF-8, without BOM, with `\n` line ends.
    Text(Arc<str>),
    /// A text that is not UTF-8: its displayable form, and the offset there of the first invalid byte.
    NotUtf8 { shown: Arc<str>, offset: usize },
    /// A file that is published unchanged.
    Blob {
        /// Its size in bytes.
        size: u64,
        /// Its properties, if it is a readable picture.
        picture: Option<PictureInfo>,
        /// The format of a document whose name says another one.
        other_format: Option<DocumentFormat>,
    },
    /// A theme file that pages load, such as a style sheet or a font.
    Asset {
        /// Its size in bytes.
        size: u64,
        /// The fingerprint of its content, which its published name contains so that it can be cached forever.
        fingerprint: Arc<str>,
    },
    /// An entry that is refused.
    Refused(Refusal),
}

impl SourceFile {
    /// Equality, which needs not look into a text that two snapshots share.
    pub fn is_same(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Text(one), Self::Text(other)) if Arc::ptr_eq(one, other)) || self == other
    }
}

/// Why an entry is refused as a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Refusal {
    /// A symbolic link, which is not followed.
    Link,
    /// A name that cannot be an address: not UTF-8, or with control characters. Only its displayable form is known.
    Name,
    /// A name or a path that is too long.
    LongName,
    /// A file larger than this limit in bytes.
    Large(u64),
    /// A pipe, a socket or a device: reading it might block forever.
    Special,
    /// A file or folder without read permission.
    Unreadable,
}

/// The settings of the site.
pub const SITE_FILE: &str = "content/site.yaml";
/// The file that records every published address and id.
pub const LOCK_FILE: &str = "permalinks.lock";

/// Source files sorted by path. Cheap to clone and to compare with a clone, as both share structure.
pub type Files = OrdMap<SourcePath, SourceFile>;

/// Every source file, and the instant for which the site is compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The files of `content/` and `themes/`, and `permalinks.lock` if it exists.
    pub files: Files,
    /// The current time, read once.
    pub now: Moment,
}

impl Snapshot {
    /// The text of a file, or its displayable form.
    pub fn text(&self, path: &SourcePath) -> Option<&str> {
        match self.files.get(path)? {
            SourceFile::Text(text) | SourceFile::NotUtf8 { shown: text, .. } => Some(text),
            SourceFile::Blob { .. } | SourceFile::Asset { .. } | SourceFile::Refused(_) => None,
        }
    }
}

/// The folder of files that are published unchanged at the root of the site.
pub const STATIC_FOLDER: &str = "content/static/";

/// True for files that are compiled, false for those that are published unchanged.
pub fn is_text(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match path.split('/').next() {
        Some("content") if path.starts_with(STATIC_FOLDER) => false,
        Some("content") => (name.starts_with("index.") && ending == "md") || path == SITE_FILE,
        Some("themes") => matches!(ending, "html" | "yaml" | "txt" | "xml"),
        Some(LOCK_FILE) => path == LOCK_FILE,
        _ => false,
    }
}

/// True for theme files that pages load.
pub fn is_asset(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.next() == Some("themes") && parts.nth(1) == Some("assets") && !is_text(path)
}

/// A theme file that pages load.
pub fn asset(bytes: &[u8]) -> SourceFile {
    let mut fingerprint = Fingerprint::default();
    fingerprint.add(bytes);
    SourceFile::Asset { size: bytes.len() as u64, fingerprint: fingerprint.hex().into() }
}

/// Creates a source file of any type from its path and bytes.
pub fn of_bytes(path: &str, bytes: &[u8]) -> SourceFile {
    match path {
        path if is_text(path) => decode(bytes),
        path if is_asset(path) => asset(bytes),
        path => {
            let size = bytes.len() as u64;
            SourceFile::Blob {
                size,
                picture: inspect(path, bytes).filter(|_| is_complete(bytes, size)),
                other_format: DocumentFormat::beside_name(path, &bytes[..bytes.len().min(BEGINNING)]),
            }
        }
    }
}

/// Decodes a text; a BOM and CRLF line ends are silently removed.
pub fn decode(bytes: &[u8]) -> SourceFile {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => SourceFile::Text(match text.contains('\r') {
            true => unix_lines(text).into(),
            false => text.into(),
        }),
        Err(error) => {
            let (good, _) = bytes.split_at(error.valid_up_to());
            // The part before the first invalid byte is UTF-8, so its length after normalising line ends is the offset.
            let offset = unix_lines(&String::from_utf8_lossy(good)).len();
            SourceFile::NotUtf8 { shown: unix_lines(&String::from_utf8_lossy(bytes)).into(), offset }
        }
    }
}

fn unix_lines(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bom_and_crlf_are_accepted() {
        assert_eq!(decode(b"\xEF\xBB\xBFa\r\nb\rc\n"), SourceFile::Text("a\nb\nc\n".into()));
    }

    #[test]
    fn the_first_invalid_byte_is_reported() {
        let SourceFile::NotUtf8 { offset, .. } = decode(b"a\r\n\xE9t\xE9") else { panic!("not UTF-8") };
        assert_eq!(offset, 2);
    }
}
