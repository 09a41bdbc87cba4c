//! The header of a JPEG (ITU T.81, annex B; Exif 2.3).

/// The marker of the scan, which extends to the end of the file.
pub const SCAN: u8 = 0xDA;

/// The segment of Exif data.
const APP1: u8 = 0xE1;

const EXIF: &[u8] = b"Exif\0\0";

/// The Exif tag of the orientation.
const ORIENTATION: u16 = 0x0112;

/// Iterates over the segments of a header with their markers, up to the first scan or invalid segment.
pub struct Segments<'a>(&'a [u8]);

/// The segments of a file; empty for other formats.
pub fn segments(bytes: &[u8]) -> Segments<'_> {
    Segments(bytes.strip_prefix(&[0xFF, 0xD8]).unwrap_or_default())
}

impl<'a> Iterator for Segments<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        // A marker may be preceded by fill bytes.
        while self.0.starts_with(&[0xFF, 0xFF]) {
            self.0 = &self.0[1..];
        }
        let [0xFF, marker, high, low, ..] = *self.0 else { return None };
        let length = match marker {
            SCAN => self.0.len(),
            _ => 2 + usize::from(u16::from_be_bytes([high, low])),
        };
        let (segment, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some((marker, segment.get(4..)?))
    }
}

/// The number of colour components: one for grey, three, or four for print (CMYK).
pub fn colours(bytes: &[u8]) -> Option<u8> {
    // All frame markers; three of the range have another meaning.
    let is_frame = |marker| matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
    segments(bytes).find(|(marker, _)| is_frame(*marker)).and_then(|(_, frame)| frame.get(5).copied())
}

/// The length of the colour profile in bytes, whatever number of segments it is in (ICC.1:2022, annex B.4); 0 without one.
pub fn profile_bytes(bytes: &[u8]) -> usize {
    const APP2: u8 = 0xE2;
    let profile = |(marker, data): (u8, &[u8])| {
        data.strip_prefix(b"ICC_PROFILE\0").filter(|_| marker == APP2).map(|part| part.len().saturating_sub(2))
    };
    segments(bytes).filter_map(profile).sum()
}

/// How a picture has to be transformed for display.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Orientation {
    /// First mirrored horizontally.
    pub is_mirrored: bool,
    /// Then rotated clockwise by so many quarter turns, 0 to 3.
    pub quarters: u8,
}

impl Orientation {
    /// True if width and height are swapped.
    pub fn swaps_sides(self) -> bool {
        self.quarters % 2 == 1
    }
}

/// The orientation of a picture.
pub fn orientation(bytes: &[u8]) -> Orientation {
    let exif = segments(bytes).find_map(|(marker, data)| data.strip_prefix(EXIF).filter(|_| marker == APP1));
    let (is_mirrored, quarters) = match exif.and_then(orientation_tag) {
        Some(2) => (true, 0),
        Some(3) => (false, 2),
        Some(4) => (true, 2),
        Some(5) => (true, 3),
        Some(6) => (false, 1),
        Some(7) => (true, 1),
        Some(8) => (false, 3),
        _ => (false, 0),
    };
    Orientation { is_mirrored, quarters }
}

/// The orientation of Exif data, 1 to 8, which begin as a TIFF file does: its tag in the first directory (TIFF 6.0, section 2).
pub fn orientation_tag(tiff: &[u8]) -> Option<u16> {
    let is_little = match tiff.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let bytes = |at: usize, count: usize| tiff.get(at..at.checked_add(count)?);
    let short = |at: usize| {
        let bytes = bytes(at, 2)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes = bytes(at, 4)?.try_into().ok()?;
        Some(if is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let mut entries = (0..usize::from(short(directory)?)).map(|entry| directory + 2 + 12 * entry);
    short(entries.find(|entry| short(*entry) == Some(ORIENTATION))? + 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header with size and orientation, in either byte order.
    fn head(orientation: u8, is_little: bool) -> Vec<u8> {
        let exif: &[u8] = match is_little {
            true => b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0",
            false => b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01",
        };
        let value = if is_little { [orientation, 0, 0, 0] } else { [0, orientation, 0, 0] };
        let exif = [EXIF, exif, &value].concat();
        let length = (exif.len() as u16 + 2).to_be_bytes();
        let frame = b"\xFF\xC2\0\x11\x08\0\x05\0\x07\x03\x01\x11\0\x02\x11\0\x03\x11\0";
        [b"\xFF\xD8\xFF\xFF\xE1", &length[..], &exif, frame, b"\xFF\xDA\0\0"].concat()
    }

    #[test]
    fn a_jpeg_head_gives_orientation_and_components() {
        let turn_of = |orientation, is_little| {
            let Orientation { is_mirrored, quarters } = super::orientation(&head(orientation, is_little));
            (is_mirrored, quarters)
        };
        for is_little in [true, false] {
            let turns: Vec<_> = (0..=9).map(|orientation| turn_of(orientation, is_little)).collect();
            let (none, half) = ((false, 0), (false, 2));
            let known = [none, none, (true, 0), half, (true, 2), (true, 3), (false, 1), (true, 1), (false, 3), none];
            assert_eq!(turns, known);
        }
        assert_eq!(colours(&head(1, true)), Some(3));
    }

    #[test]
    fn a_truncated_jpeg_head_gives_no_wrong_values() {
        for is_little in [true, false] {
            let head = head(6, is_little);
            for length in 0..head.len() {
                let (turn, colours) = (super::orientation(&head[..length]), colours(&head[..length]));
                assert!(turn == Orientation::default() || turn.quarters == 1);
                assert!(colours.is_none_or(|colours| colours == 3));
            }
        }
    }
}
