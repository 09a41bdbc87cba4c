//! Documents whose name says another format than their content: programs would not open them. Only formats that their first bytes
//! tell for certain.

/// The format of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentFormat {
    /// PDF (ISO 32000).
    Pdf,
    /// A ZIP archive, as documents of office programs are (OOXML, OpenDocument).
    Zip,
    /// A compound file, as documents of older office programs are (`.doc`, `.xls`, `.ppt`).
    Compound,
    /// A web page, which comes along when a document is saved from a site that asks for a login.
    Html,
}

impl DocumentFormat {
    /// The format that the ending of a name says, if it is one of these.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit('/').next()?.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "pdf" => Some(Self::Pdf),
            "docx" | "xlsx" | "pptx" | "odt" | "ods" | "odp" | "zip" => Some(Self::Zip),
            "doc" | "xls" | "ppt" => Some(Self::Compound),
            _ => None,
        }
    }

    /// The format of a file with these first bytes, where they tell it.
    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let text = bytes.trim_ascii_start().to_ascii_lowercase();
        let begins = |start: &[u8]| bytes.starts_with(start);
        match () {
            () if begins(b"%PDF-") => Some(Self::Pdf),
            () if begins(b"PK\x03\x04") => Some(Self::Zip),
            () if begins(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") => Some(Self::Compound),
            () if text.starts_with(b"<!doctype html") || text.starts_with(b"<html") => Some(Self::Html),
            () => None,
        }
    }

    /// The format of a file whose name says another one. `bytes` are its first [`BEGINNING`] bytes.
    pub fn beside_name(name: &str, bytes: &[u8]) -> Option<Self> {
        let named = Self::of_name(name)?;
        Self::of_bytes(bytes).filter(|found| *found != named)
    }
}

/// The bytes that tell the format of a document.
pub const BEGINNING: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_content_that_is_certainly_another_one_is_reported() {
        for (name, bytes, other) in [
            ("a/rules.pdf", b"PK\x03\x04\x14\0".as_slice(), Some(DocumentFormat::Zip)),
            ("rules.PDF", b"\n<!DOCTYPE html>", Some(DocumentFormat::Html)),
            ("rules.docx", b"%PDF-1.7", Some(DocumentFormat::Pdf)),
            ("rules.docx", b"PK\x03\x04\x14\0", None),
            ("rules.pdf", b"%PDF-1.7", None),
            ("rules.pdf", b"", None),
            ("rules.md", b"PK\x03\x04", None),
        ] {
            assert_eq!(DocumentFormat::beside_name(name, bytes), other, "{name}");
        }
    }
}
