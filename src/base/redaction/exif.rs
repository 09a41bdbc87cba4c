//! The orientation in Exif data (CIPA DC-008, Exif 2.3; TIFF 6.0), the one entry of it that is published.

use std::io::{self, Read, Seek};
use std::ops::Range;

use crate::base::jpeg::orientation_tag;
use crate::base::redaction::media_file::MediaFile;

/// The mark before Exif data in JPEG, and by mistake in some WebP files.
pub const EXIF: &[u8] = b"Exif\0\0";

/// An Exif directory with nothing but an orientation (TIFF 6.0, section 2).
pub fn exif(orientation: u16) -> Vec<u8> {
    let [high, low] = orientation.to_be_bytes();
    let head = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01";
    [&head[..], &[high, low, 0, 0, 0, 0, 0, 0]].concat()
}

/// The orientation (Exif 2.3, section 4.6.4) of Exif data, unless it is the usual one.
pub fn orientation(file: &mut MediaFile<impl Read + Seek>, data: Range<u64>) -> io::Result<Option<u16>> {
    let tiff = file.bytes(data.start, (data.end - data.start).min(1 << 16))?;
    let tiff = tiff.strip_prefix(EXIF).unwrap_or(&tiff);
    Ok(orientation_tag(tiff).filter(|orientation| (2..=8).contains(orientation)))
}
