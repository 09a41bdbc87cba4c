//! JPEG (ITU T.81, annex B): segments of other data, and what follows the end, such as second pictures and films.

use std::io::{self, Read, Seek};
use std::ops::Range;

use crate::base::jpeg::SCAN;
use crate::base::redaction::exif::{EXIF, exif, orientation};
use crate::base::redaction::media_file::MediaFile;

/// Overwrites application segments and comments (ITU T.81, B.2.4.5 and B.2.4.6), Exif, XMP and IPTC among them.
pub fn redact(file: &mut MediaFile<impl Read + Seek>) -> io::Result<()> {
    let mut at = 2;
    while let Some(found) = next_marker(file, at)? {
        let Some([_, marker, high, low]) = file.array(found)? else {
            file.clear(found + 2..file.length);
            return Ok(());
        };
        match marker {
            0xD9 => {
                file.clear(found + 2..file.length);
                return Ok(());
            }
            // Markers without content.
            0x01 | 0xD0..=0xD8 => at = found + 2,
            _ => {
                at = found + 2 + u64::from(u16::from_be_bytes([high, low])).max(2);
                if marker != SCAN {
                    segment(file, marker, found + 4..at)?;
                }
            }
        }
    }
    Ok(())
}

/// The next marker at or after a place: not of the picture's own data (B.1.1.2).
fn next_marker(file: &mut MediaFile<impl Read + Seek>, mut at: u64) -> io::Result<Option<u64>> {
    const BLOCK: u64 = 1 << 16;
    loop {
        let block = file.bytes(at, BLOCK)?;
        let is_marker = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7 | 0xFF);
        if let Some(found) = block.windows(2).position(is_marker) {
            return Ok(Some(at + found as u64));
        }
        if (block.len() as u64) < BLOCK {
            return Ok(None);
        }
        at += BLOCK - 1;
    }
}

/// Overwrites a segment unless the picture needs it: its density (JFIF 1.02), orientation (Exif), colour profile (ICC.1,
/// annex B.4) and colour transform (T.872, section 6.5.3).
fn segment(file: &mut MediaFile<impl Read + Seek>, marker: u8, data: Range<u64>) -> io::Result<()> {
    let head = file.bytes(data.start, (data.end - data.start).min(16))?;
    match marker {
        // JFIF has a small picture after its fourteen bytes, whatever became of the large one.
        0xE0 if head.starts_with(b"JFIF\0") => file.clear((data.start + 14).min(data.end)..data.end),
        0xE1 if head.starts_with(EXIF) => {
            let begin = orientation(file, data.clone())?.map(|orientation| [EXIF, &exif(orientation)].concat());
            let begin = begin.filter(|begin| begin.len() as u64 <= data.end - data.start);
            file.replace(data, begin.unwrap_or_default());
        }
        0xE2 if head.starts_with(b"ICC_PROFILE\0") => {}
        // Says how its colours are written.
        0xEE if head.starts_with(b"Adobe") => {}
        0xE0..=0xEF | 0xFE => file.clear(data),
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::redaction::tests::{SECRET, holds, jpeg, published, segment};

    #[test]
    fn a_jpeg_keeps_orientation_profile_and_pixels_alone() {
        for orientation in 1..=8 {
            let file = jpeg(orientation);
            let bytes = published(&file);
            assert!(!holds(&bytes, SECRET) && holds(&file, SECRET) && holds(&bytes, b"profile"));
            assert_eq!(bytes.len(), file.len());
            assert_eq!(crate::base::jpeg::orientation(&bytes), crate::base::jpeg::orientation(&file), "{orientation}");
            let scan = |bytes: &[u8]| {
                crate::base::jpeg::segments(bytes).find(|(marker, _)| *marker == SCAN).map(|(_, scan)| scan.to_vec())
            };
            let (before, after) = (scan(&file).expect("a scan"), scan(&bytes).expect("a scan"));
            let pixels = before.len() - SECRET.len();
            assert_eq!(before[..pixels], after[..pixels]);
            assert_eq!(published(&bytes), bytes, "nothing is left to do");
        }
    }

    #[test]
    fn a_small_picture_within_a_jpeg_goes() {
        let file = jpeg(1);
        let jfif = [&b"JFIF\0\x01\x01\0\0\x48\0\x48\x05\x05"[..], SECRET].concat();
        let file =
            [&file[..2], &segment(0xE0, &jfif), &segment(0xE0, &[b"JFXX\0\x10", SECRET].concat()), &file[2..]].concat();
        assert!(!holds(&published(&file), SECRET));
    }
}
