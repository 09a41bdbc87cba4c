//! A picture or film that is read, and what is found in it to overwrite.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

/// Bytes of a file that are published with other content: these, and zeros up to the end of the range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    /// Their place in the file.
    pub range: Range<u64>,
    /// The first of the new bytes.
    pub begin: Vec<u8>,
}

impl Redaction {
    /// Overwrites the part of `bytes` that is in its range; `at` is their offset in the file.
    pub fn apply(&self, at: u64, bytes: &mut [u8]) {
        let place = |offset: u64| usize::try_from(offset.saturating_sub(at)).unwrap_or(usize::MAX).min(bytes.len());
        let (start, end) = (place(self.range.start), place(self.range.end));
        for (rank, byte) in bytes[start..end].iter_mut().enumerate() {
            let offset = at + (start + rank) as u64 - self.range.start;
            *byte = usize::try_from(offset).ok().and_then(|offset| self.begin.get(offset)).copied().unwrap_or(0);
        }
    }
}

/// A file to be read for what is not published.
pub struct MediaFile<'r, R> {
    reader: &'r mut R,
    /// Its length in bytes.
    pub length: u64,
    found: Vec<Redaction>,
}

impl<'r, R: Read + Seek> MediaFile<'r, R> {
    /// Nothing found yet.
    pub fn new(reader: &'r mut R) -> io::Result<Self> {
        let length = reader.seek(SeekFrom::End(0))?;
        Ok(Self { reader, length, found: Vec::new() })
    }

    /// What was found, in order and without overlaps. The reader is left at the start of the file.
    pub fn finish(mut self) -> io::Result<Vec<Redaction>> {
        self.reader.seek(SeekFrom::Start(0))?;
        self.found.sort_by_key(|redaction| (redaction.range.start, redaction.range.end));
        let mut end = 0;
        for redaction in &mut self.found {
            // Broken files say the same bytes twice.
            if redaction.range.start < end {
                redaction.range.start = end.min(redaction.range.end);
                redaction.begin.clear();
            }
            end = end.max(redaction.range.end);
        }
        self.found.retain(|redaction| !redaction.range.is_empty());
        Ok(self.found)
    }

    /// At most `count` bytes from `at` on, less at the end of the file.
    pub fn bytes(&mut self, at: u64, count: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.reader.seek(SeekFrom::Start(at))?;
        self.reader.by_ref().take(count).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The `N` bytes from `at` on; `None` if the file ends before.
    pub fn array<const N: usize>(&mut self, at: u64) -> io::Result<Option<[u8; N]>> {
        Ok(self.bytes(at, N as u64)?.try_into().ok())
    }

    /// Overwrites a range with zeros.
    pub fn clear(&mut self, range: Range<u64>) {
        self.replace(range, Vec::new());
    }

    /// Overwrites a range with these bytes, and zeros after them. What is beyond the end of the file is ignored.
    pub fn replace(&mut self, range: Range<u64>, begin: Vec<u8>) {
        let range = range.start..range.end.min(self.length);
        if !range.is_empty() {
            self.found.push(Redaction { range, begin });
        }
    }

    /// Overwrites a range with spaces.
    pub fn spaces(&mut self, range: Range<u64>) {
        let length = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or_default();
        self.replace(range, vec![b' '; length]);
    }
}
