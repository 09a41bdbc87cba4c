//! An open source file: from disk, from the program, or as it is published.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use crate::base::redaction::{Redaction, redactions};

/// Reads a source file.
#[derive(Debug)]
pub enum SourceReader {
    /// An open file.
    File(File),
    /// A file without what is not published of it.
    Redacted(RedactedFile),
    /// An embedded file.
    BuiltIn(Cursor<&'static [u8]>),
}

impl SourceReader {
    /// The file as it is published: without metadata of pictures and films. The size stays the same.
    pub fn published(self) -> io::Result<Self> {
        let Self::File(mut file) = self else { return Ok(self) };
        let redactions = redactions(&mut file)?;
        Ok(match redactions.is_empty() {
            true => Self::File(file),
            false => Self::Redacted(RedactedFile { file, at: 0, redactions }),
        })
    }

    /// The open file; `None` for an embedded one.
    pub fn file(&self) -> Option<&File> {
        match self {
            Self::File(file) | Self::Redacted(RedactedFile { file, .. }) => Some(file),
            Self::BuiltIn(_) => None,
        }
    }

    /// The number of bytes.
    pub fn size(&self) -> io::Result<u64> {
        match self {
            Self::BuiltIn(bytes) => Ok(bytes.get_ref().len() as u64),
            Self::File(file) | Self::Redacted(RedactedFile { file, .. }) => Ok(file.metadata()?.len()),
        }
    }
}

impl Read for SourceReader {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(to),
            Self::Redacted(file) => file.read(to),
            Self::BuiltIn(bytes) => bytes.read(to),
        }
    }
}

impl Seek for SourceReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Redacted(file) => file.seek(to),
            Self::BuiltIn(bytes) => bytes.seek(to),
        }
    }
}

/// A file of which some bytes are replaced.
#[derive(Debug)]
pub struct RedactedFile {
    file: File,
    /// Where the file is read next.
    at: u64,
    redactions: Vec<Redaction>,
}

impl Read for RedactedFile {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(to)?;
        let end = self.at + count as u64;
        let first = self.redactions.partition_point(|redaction| redaction.range.end <= self.at);
        for redaction in self.redactions[first..].iter().take_while(|redaction| redaction.range.start < end) {
            redaction.apply(self.at, &mut to[..count]);
        }
        self.at = end;
        Ok(count)
    }
}

impl Seek for RedactedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.file.seek(to)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn any_part_of_a_file_is_read_as_it_is_published() {
        let mut file = tempfile::tempfile().expect("a temporary file");
        let gif = b"GIF89a\x01\0\x01\0\0\0\0\x21\xFE\x04here\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3Bhidden";
        file.write_all(gif).expect("written");
        let whole: Vec<u8> = [&gif[..16], &[0; 4], &gif[20..gif.len() - 6], &[0; 6]].concat();
        let mut reader = SourceReader::File(file).published().expect("read");
        assert_eq!(reader.size().expect("a size"), whole.len() as u64);
        for start in 0..whole.len() {
            for length in [1, 3, 100] {
                let mut part = Vec::new();
                reader.seek(SeekFrom::Start(start as u64)).expect("a place");
                reader.by_ref().take(length).read_to_end(&mut part).expect("read");
                assert_eq!(part, whole[start..(start + length as usize).min(whole.len())], "{start} {length}");
            }
        }
    }
}
