//! What pictures and films contain besides what they show: places, names, devices, earlier versions. It is overwritten when a file
//! is published, so that its length and what it shows stay the same; the source is not touched.
//!
//! What a picture needs to be shown is not overwritten: orientation, colour profile, animation. Files of other formats are left as they
//! are.

mod exif;
mod gif;
mod isobmff;
mod jpeg;
mod media_file;
mod png;
mod svg;
mod webp;

use std::io::{self, Read, Seek};

use media_file::MediaFile;
pub use media_file::Redaction;

/// What is to be overwritten of a file, in order and without overlaps. The reader is left at the start of the file.
///
/// Fails where the file cannot be read; one that is broken is redacted as far as it can be understood.
pub fn redactions(reader: &mut (impl Read + Seek)) -> io::Result<Vec<Redaction>> {
    let mut file = MediaFile::new(reader)?;
    let head = file.bytes(0, 12)?;
    match &head[..] {
        [0xFF, 0xD8, ..] => self::jpeg::redact(&mut file)?,
        [0x89, b'P', b'N', b'G', ..] => self::png::redact(&mut file)?,
        [b'R', b'I', b'F', b'F', .., b'W', b'E', b'B', b'P'] => self::webp::redact(&mut file)?,
        [b'G', b'I', b'F', b'8', ..] => self::gif::redact(&mut file)?,
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => self::isobmff::redact(&mut file)?,
        // A file of QuickTime may lack `ftyp`.
        [_, _, _, _, kind @ ..] if [&b"moov"[..], b"mdat", b"wide"].iter().any(|known| kind.starts_with(known)) => {
            self::isobmff::redact(&mut file)?;
        }
        // A mark of UTF-8, white space or markup.
        [0xEF | b' ' | b'\t' | b'\r' | b'\n' | b'<', ..] => self::svg::redact(&mut file)?,
        _ => {}
    }
    file.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::exif::{EXIF, exif};
    use super::*;

    pub const SECRET: &[u8] = b"49.6117 N, 6.1319 E";

    pub fn published(file: &[u8]) -> Vec<u8> {
        let mut bytes = file.to_vec();
        for redaction in redactions(&mut Cursor::new(file)).expect("memory can be read") {
            redaction.apply(0, &mut bytes);
        }
        bytes
    }

    pub fn holds(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|window| window == part)
    }

    /// Exif data with an orientation and a secret.
    pub fn exif_with_secret(orientation: u16) -> Vec<u8> {
        [&exif(orientation)[..], SECRET, SECRET].concat()
    }

    pub fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
        [&[0xFF, marker], &(data.len() as u16 + 2).to_be_bytes()[..], data].concat()
    }

    pub fn jpeg(orientation: u16) -> Vec<u8> {
        let mut jpeg = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 80);
        encoder.encode(&[90; 30 * 20 * 3], 30, 20, jpeg_encoder::ColorType::Rgb).expect("a picture");
        let parts = [
            segment(0xE1, &[EXIF, &exif_with_secret(orientation)].concat()),
            segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", SECRET].concat()),
            segment(0xE2, &[&b"ICC_PROFILE\0\x01\x01"[..], b"profile"].concat()),
            segment(0xE2, &[b"MPF\0", SECRET].concat()),
            segment(0xED, &[b"Photoshop 3.0\0", SECRET].concat()),
            segment(0xFE, SECRET),
        ];
        [&jpeg[..2], &parts.concat(), &jpeg[2..], SECRET].concat()
    }

    proptest! {
        #[test]
        fn broken_files_keep_their_length(kind in 0..6_usize, cut in 0..400_usize, noise in prop::collection::vec((0..400_usize, any::<u8>()), 0..9)) {
            let heads: [&[u8]; 6] = [&jpeg(6), b"\x89PNG\r\n\x1a\n\0\0\0\0eXIf", b"RIFF\xFF\0\0\0WEBPEXIF\x40\0\0\0MM\0*",
                b"GIF89a\x01\0\x01\0\x80\0\0\x21\xFE", b"\0\0\0\x10ftypavif\0\0\0\0\0\0\0\0meta\0\0\0\0", b"<svg><!--"];
            let mut file = [heads[kind], &[7; 200]].concat();
            file.truncate(cut);
            for (at, byte) in noise {
                if let Some(old) = file.get_mut(at) {
                    *old = byte;
                }
            }
            let found = redactions(&mut Cursor::new(&file)).expect("memory can be read");
            prop_assert!(found.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
            prop_assert!(found.iter().all(|redaction| redaction.range.end <= file.len() as u64));
        }
    }
}
