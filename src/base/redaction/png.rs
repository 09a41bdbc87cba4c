//! PNG (W3C, third edition, sections 5 and 11): chunks that no picture needs, and what follows the end.

use std::io::{self, Read, Seek};

use crc32fast::Hasher;

use crate::base::redaction::exif::{exif, orientation};
use crate::base::redaction::media_file::MediaFile;

/// Overwrites ancillary chunks (section 5.4), but for those of colours, transparency, size and animation (sections 11.3.2, 11.3.3, 11.3.5 and
/// 11.3.7). Of `eXIf` the orientation is kept; texts and XMP are not.
pub fn redact(file: &mut MediaFile<impl Read + Seek>) -> io::Result<()> {
    const KEPT: [&[u8; 4]; 15] = [
        b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs",
        b"acTL", b"fcTL", b"fdAT",
    ];
    // Private, and without meaning: any reader skips it.
    const NOTHING: &[u8] = b"noNe";
    let mut at = 8;
    while let Some(head) = file.array::<8>(at)? {
        let [length @ .., t1, t2, t3, t4] = head;
        let kind = [t1, t2, t3, t4];
        let (data, next) = (at + 8, at + 12 + u64::from(u32::from_be_bytes(length)));
        if next > file.length {
            break;
        }
        if &kind == b"IEND" {
            file.clear(next..file.length);
            break;
        }
        let is_needed = kind[0].is_ascii_uppercase() || KEPT.contains(&&kind);
        if !is_needed {
            let orientation = if &kind == b"eXIf" { orientation(file, data..next - 4)? } else { None };
            let exif = orientation.map(|orientation| [&b"eXIf"[..], &exif(orientation)].concat());
            let begin = exif.filter(|begin| at + 4 + begin.len() as u64 <= next - 4);
            let begin = begin.unwrap_or_else(|| NOTHING.to_vec());
            let mut sum = Hasher::new();
            sum.update(&begin);
            let mut left = next - 4 - (at + 4) - begin.len() as u64;
            while left > 0 {
                let zeros = [0; 4096];
                let part = left.min(zeros.len() as u64);
                sum.update(&zeros[..part as usize]);
                left -= part;
            }
            file.replace(at + 4..next - 4, begin);
            file.replace(next - 4..next, sum.finalize().to_be_bytes().to_vec());
        }
        at = next;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::base::redaction::tests::{SECRET, exif_with_secret, holds, published};

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let mut sum = Hasher::new();
        sum.update(kind);
        sum.update(data);
        [&(data.len() as u32).to_be_bytes(), &kind[..], data, &sum.finalize().to_be_bytes()].concat()
    }

    #[test]
    fn a_png_keeps_what_it_needs_and_stays_valid() {
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, 7, 5);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_source_gamma(png::ScaledFloat::from_scaled(100_000));
        encoder.write_header().and_then(|mut writer| writer.write_image_data(&[7; 105])).expect("a picture");
        let head = 8 + 25;
        let parts = [
            chunk(b"tEXt", &[b"Comment\0", SECRET].concat()),
            chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", SECRET].concat()),
            chunk(b"eXIf", &exif_with_secret(6)),
            chunk(b"caBX", SECRET),
        ];
        let file = [&png[..head], &parts.concat(), &png[head..], SECRET].concat();
        let bytes = published(&file);
        assert!(holds(&file, SECRET) && !holds(&bytes, SECRET) && bytes.len() == file.len());
        assert!(holds(&bytes, b"gAMA") && holds(&bytes, &exif(6)));
        let mut reader = png::Decoder::new(Cursor::new(&bytes)).read_info().expect("a picture");
        let mut pixels = vec![0; 105];
        reader.next_frame(&mut pixels).and_then(|_| reader.finish()).expect("whole, with the sums of its chunks");
        assert_eq!(pixels, [7; 105]);
        assert_eq!(published(&bytes), bytes, "nothing is left to do");
    }
}
