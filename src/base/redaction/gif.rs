//! GIF (GIF89a, sections 17 to 27): comments and data of applications, and what follows the end.

use std::io::{self, Read, Seek};

use crate::base::redaction::media_file::MediaFile;

/// Overwrites comments (section 24) and the data of applications (section 26), XMP among them, but for what makes a picture move and its
/// colour profile.
pub fn redact(file: &mut MediaFile<impl Read + Seek>) -> io::Result<()> {
    const KEPT: [&[u8; 11]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];
    let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let Some([flags]) = file.array(10)? else { return Ok(()) };
    let mut at = 13 + colours(flags);
    loop {
        let is_cleared = match file.array(at)? {
            Some([0x3B]) => {
                file.clear(at + 1..file.length);
                return Ok(());
            }
            Some([0x21]) => {
                let label = file.array::<1>(at + 1)?;
                at += 2;
                match label {
                    Some([0xFE]) => true,
                    Some([0xFF]) => {
                        let name = file.array::<11>(at + 1)?;
                        at += 12;
                        name.is_none_or(|name| !KEPT.contains(&&name))
                    }
                    _ => false,
                }
            }
            Some([0x2C]) => {
                let Some([flags]) = file.array(at + 9)? else { return Ok(()) };
                at += 11 + colours(flags);
                false
            }
            _ => return Ok(()),
        };
        // Blocks of data with their lengths, which stay; an empty one is the last.
        loop {
            let Some([length]) = file.array(at)? else { return Ok(()) };
            let next = at + 1 + u64::from(length);
            if is_cleared {
                file.clear(at + 1..next);
            }
            at = next;
            if length == 0 {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::redaction::tests::{SECRET, holds, published};

    #[test]
    fn a_gif_goes_on_moving_and_loses_its_comments() {
        let block = |data: &[u8]| [&[data.len() as u8], data].concat();
        let parts = [
            b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec(),
            [b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0".to_vec(), b"\x21\xFE".to_vec(), block(SECRET), vec![0]].concat(),
            [b"\x21\xFF\x0BXMP DataXMP".to_vec(), block(SECRET), vec![0]].concat(),
            b"\x21\xf9\x04\x01\x05\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b".to_vec(),
        ];
        let file = [parts.concat(), SECRET.to_vec()].concat();
        let bytes = published(&file);
        assert!(holds(&file, SECRET) && !holds(&bytes, SECRET) && bytes.len() == file.len());
        assert!(holds(&bytes, b"NETSCAPE2.0\x03\x01\0\0") && holds(&bytes, &parts[3]));
    }
}
