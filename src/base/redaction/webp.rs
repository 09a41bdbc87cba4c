//! WebP (RFC 9649, section 2): chunks of other data, and what follows the end.

use std::io::{self, Read, Seek};

use crate::base::redaction::exif::{exif, orientation};
use crate::base::redaction::media_file::MediaFile;

/// Overwrites metadata and unknown chunks (RFC 9649, sections 2.7.1.5 and 2.7.1.6), and the flags of `VP8X` that announce them.
pub fn redact(file: &mut MediaFile<impl Read + Seek>) -> io::Result<()> {
    const HAS_EXIF: u8 = 0x08;
    const HAS_XMP: u8 = 0x04;
    const KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    let Some(size) = file.array(4)? else { return Ok(()) };
    let end = (8 + u64::from(u32::from_le_bytes(size))).min(file.length);
    let (mut at, mut head, mut has_exif) = (12, None, false);
    while at + 8 <= end {
        let Some([t1, t2, t3, t4, length @ ..]) = file.array::<8>(at)? else { break };
        let kind = [t1, t2, t3, t4];
        let data = at + 8..(at + 8 + u64::from(u32::from_le_bytes(length))).min(end);
        if &kind == b"VP8X" {
            head = file.array::<1>(data.start)?.map(|[flags]| (data.start, flags));
        }
        if !KEPT.contains(&&kind) {
            let orientation = if &kind == b"EXIF" { orientation(file, data.clone())? } else { None };
            let exif = orientation.map(exif).filter(|exif| exif.len() as u64 <= data.end - data.start);
            match exif {
                Some(exif) => {
                    has_exif = true;
                    file.replace(data.clone(), exif);
                }
                None => {
                    file.replace(at..at + 4, b"JUNK".to_vec());
                    file.clear(data.clone());
                }
            }
        }
        at = data.end + (data.end - data.start) % 2;
    }
    if let Some((place, flags)) = head {
        let flags = flags & !HAS_XMP & if has_exif { 0xFF } else { !HAS_EXIF };
        file.replace(place..place + 1, vec![flags]);
    }
    file.clear(end..file.length);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::redaction::tests::{SECRET, exif_with_secret, holds, published};

    #[test]
    fn a_webp_says_which_chunks_it_still_has() {
        let chunk = |kind: &[u8; 4], data: &[u8]| {
            let padding: &[u8] = if data.len() % 2 == 1 { &[0] } else { &[] };
            [&kind[..], &(data.len() as u32).to_le_bytes(), data, padding].concat()
        };
        for (orientation, flags) in [(1, 0x20), (6, 0x28)] {
            let body = [
                b"WEBP".to_vec(),
                chunk(b"VP8X", &[0x2C, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
                chunk(b"ICCP", b"profile"),
                chunk(b"VP8L", b"\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07"),
                chunk(b"EXIF", &exif_with_secret(orientation)),
                chunk(b"XMP ", SECRET),
                chunk(b"C2PA", SECRET),
            ];
            let body = body.concat();
            let file = [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body, SECRET].concat();
            let bytes = published(&file);
            assert!(holds(&file, SECRET) && !holds(&bytes, SECRET) && bytes.len() == file.len());
            assert!(bytes[20] == flags && holds(&bytes, b"profile"), "{:x}", bytes[20]);
            assert_eq!(holds(&bytes, &exif(6)), orientation == 6);
            assert_eq!(published(&bytes), bytes, "nothing is left to do");
        }
    }
}
