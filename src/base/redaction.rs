//! What pictures and films hold besides what they show: places, names, devices, earlier versions. It is overwritten when a file
//! is published, so that the file stays as long as it is and shows the same; the source is not touched.
//!
//! Kept is what a picture needs to be shown: orientation, colour profile, animation. Files of other formats are left as they are.

use std::collections::BTreeSet;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use crc32fast::Hasher;
use quick_xml::events::Event;

use crate::base::jpeg::{SCAN, orientation_tag};

/// Bytes of a file that are published with other content: these, and zeros up to the end of the range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    /// Their place in the file.
    pub range: Range<u64>,
    /// The first of the new bytes.
    pub begin: Vec<u8>,
}

impl Redaction {
    /// Overwrites what it concerns of `bytes`, which stand at `at` in the file.
    pub fn apply(&self, at: u64, bytes: &mut [u8]) {
        let place = |offset: u64| usize::try_from(offset.saturating_sub(at)).unwrap_or(usize::MAX).min(bytes.len());
        let (start, end) = (place(self.range.start), place(self.range.end));
        for (rank, byte) in bytes[start..end].iter_mut().enumerate() {
            let offset = at + (start + rank) as u64 - self.range.start;
            *byte = usize::try_from(offset).ok().and_then(|offset| self.begin.get(offset)).copied().unwrap_or(0);
        }
    }
}

/// What is to be overwritten of a file, in order and without overlaps. The reader is left at the start of the file.
///
/// Fails where the file cannot be read; one that is broken is redacted as far as it can be understood.
pub fn redactions(reader: &mut (impl Read + Seek)) -> io::Result<Vec<Redaction>> {
    let length = reader.seek(SeekFrom::End(0))?;
    let mut file = MediaFile { reader, length, found: Vec::new() };
    let head = file.bytes(0, 12)?;
    match &head[..] {
        [0xFF, 0xD8, ..] => file.jpeg()?,
        [0x89, b'P', b'N', b'G', ..] => file.png()?,
        [b'R', b'I', b'F', b'F', .., b'W', b'E', b'B', b'P'] => file.webp()?,
        [b'G', b'I', b'F', b'8', ..] => file.gif()?,
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => file.boxes(0..length, Level::File)?,
        // A file of QuickTime may lack `ftyp`.
        [_, _, _, _, kind @ ..] if [&b"moov"[..], b"mdat", b"wide"].iter().any(|known| kind.starts_with(known)) => {
            file.boxes(0..length, Level::File)?;
        }
        // A mark of UTF-8, white space or markup.
        [0xEF | b' ' | b'\t' | b'\r' | b'\n' | b'<', ..] => file.svg()?,
        _ => {}
    }
    let mut found = file.found;
    reader.seek(SeekFrom::Start(0))?;
    found.sort_by_key(|redaction| (redaction.range.start, redaction.range.end));
    let mut end = 0;
    for redaction in &mut found {
        // Broken files say the same bytes twice.
        if redaction.range.start < end {
            redaction.range.start = end.min(redaction.range.end);
            redaction.begin.clear();
        }
        end = end.max(redaction.range.end);
    }
    found.retain(|redaction| !redaction.range.is_empty());
    Ok(found)
}

/// An Exif directory with nothing but an orientation (TIFF 6.0, section 2).
fn exif(orientation: u16) -> Vec<u8> {
    let [high, low] = orientation.to_be_bytes();
    let head = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01";
    [&head[..], &[high, low, 0, 0, 0, 0, 0, 0]].concat()
}

/// The mark before Exif data in JPEG, and by mistake in some WebP files.
const EXIF: &[u8] = b"Exif\0\0";

/// A file that is looked through.
struct MediaFile<'r, R> {
    reader: &'r mut R,
    length: u64,
    found: Vec<Redaction>,
}

/// The level of nesting of a box (ISO/IEC 14496-12, section 4.2).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    File,
    Movie,
    Track,
}

impl<R: Read + Seek> MediaFile<'_, R> {
    /// At most `count` bytes from `at` on, less at the end of the file.
    fn bytes(&mut self, at: u64, count: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.reader.seek(SeekFrom::Start(at))?;
        self.reader.by_ref().take(count).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self, at: u64) -> io::Result<Option<[u8; N]>> {
        Ok(self.bytes(at, N as u64)?.try_into().ok())
    }

    fn clear(&mut self, range: Range<u64>) {
        self.replace(range, Vec::new());
    }

    fn replace(&mut self, range: Range<u64>, begin: Vec<u8>) {
        let range = range.start..range.end.min(self.length);
        if !range.is_empty() {
            self.found.push(Redaction { range, begin });
        }
    }

    /// The orientation of Exif data, unless it is the usual one.
    fn orientation(&mut self, data: Range<u64>) -> io::Result<Option<u16>> {
        let tiff = self.bytes(data.start, (data.end - data.start).min(1 << 16))?;
        let tiff = tiff.strip_prefix(EXIF).unwrap_or(&tiff);
        Ok(orientation_tag(tiff).filter(|orientation| (2..=8).contains(orientation)))
    }

    /// JPEG (ITU T.81, annex B): segments of other data, and what follows the end, as second pictures and films do.
    fn jpeg(&mut self) -> io::Result<()> {
        let mut at = 2;
        while let Some(found) = self.next_marker(at)? {
            let Some([_, marker, high, low]) = self.array(found)? else {
                self.clear(found + 2..self.length);
                return Ok(());
            };
            match marker {
                0xD9 => {
                    self.clear(found + 2..self.length);
                    return Ok(());
                }
                // Markers without content.
                0x01 | 0xD0..=0xD8 => at = found + 2,
                _ => {
                    at = found + 2 + u64::from(u16::from_be_bytes([high, low])).max(2);
                    if marker != SCAN {
                        self.jpeg_segment(marker, found + 4..at)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The next marker at or after a place: not of the picture's own data (B.1.1.2).
    fn next_marker(&mut self, mut at: u64) -> io::Result<Option<u64>> {
        const BLOCK: u64 = 1 << 16;
        loop {
            let block = self.bytes(at, BLOCK)?;
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

    fn jpeg_segment(&mut self, marker: u8, data: Range<u64>) -> io::Result<()> {
        let head = self.bytes(data.start, (data.end - data.start).min(16))?;
        match marker {
            // JFIF has a small picture behind its fourteen bytes, whatever became of the large one.
            0xE0 if head.starts_with(b"JFIF\0") => self.clear((data.start + 14).min(data.end)..data.end),
            0xE1 if head.starts_with(EXIF) => {
                let begin = self.orientation(data.clone())?.map(|orientation| [EXIF, &exif(orientation)].concat());
                let begin = begin.filter(|begin| begin.len() as u64 <= data.end - data.start);
                self.replace(data, begin.unwrap_or_default());
            }
            0xE2 if head.starts_with(b"ICC_PROFILE\0") => {}
            // Says how its colours are written.
            0xEE if head.starts_with(b"Adobe") => {}
            0xE0..=0xEF | 0xFE => self.clear(data),
            _ => {}
        }
        Ok(())
    }

    /// PNG (third edition, sections 5 and 11): chunks that no picture needs, and what follows the end.
    fn png(&mut self) -> io::Result<()> {
        const KEPT: [&[u8; 4]; 15] = [
            b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs",
            b"acTL", b"fcTL", b"fdAT",
        ];
        // Private, and without meaning: any reader skips it.
        const NOTHING: &[u8] = b"noNe";
        let mut at = 8;
        while let Some(head) = self.array::<8>(at)? {
            let [length @ .., t1, t2, t3, t4] = head;
            let kind = [t1, t2, t3, t4];
            let (data, next) = (at + 8, at + 12 + u64::from(u32::from_be_bytes(length)));
            if next > self.length {
                break;
            }
            if &kind == b"IEND" {
                self.clear(next..self.length);
                break;
            }
            let is_needed = kind[0].is_ascii_uppercase() || KEPT.contains(&&kind);
            if !is_needed {
                let orientation = if &kind == b"eXIf" { self.orientation(data..next - 4)? } else { None };
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
                self.replace(at + 4..next - 4, begin);
                self.replace(next - 4..next, sum.finalize().to_be_bytes().to_vec());
            }
            at = next;
        }
        Ok(())
    }

    /// WebP (RFC 9649, section 2): chunks of other data, and what follows the end.
    fn webp(&mut self) -> io::Result<()> {
        const HAS_EXIF: u8 = 0x08;
        const HAS_XMP: u8 = 0x04;
        const KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
        let Some(size) = self.array(4)? else { return Ok(()) };
        let end = (8 + u64::from(u32::from_le_bytes(size))).min(self.length);
        let (mut at, mut head, mut has_exif) = (12, None, false);
        while at + 8 <= end {
            let Some([t1, t2, t3, t4, length @ ..]) = self.array::<8>(at)? else { break };
            let kind = [t1, t2, t3, t4];
            let data = at + 8..(at + 8 + u64::from(u32::from_le_bytes(length))).min(end);
            if &kind == b"VP8X" {
                head = self.array::<1>(data.start)?.map(|[flags]| (data.start, flags));
            }
            if !KEPT.contains(&&kind) {
                let orientation = if &kind == b"EXIF" { self.orientation(data.clone())? } else { None };
                let exif = orientation.map(exif).filter(|exif| exif.len() as u64 <= data.end - data.start);
                match exif {
                    Some(exif) => {
                        has_exif = true;
                        self.replace(data.clone(), exif);
                    }
                    None => {
                        self.replace(at..at + 4, b"JUNK".to_vec());
                        self.clear(data.clone());
                    }
                }
            }
            at = data.end + (data.end - data.start) % 2;
        }
        if let Some((place, flags)) = head {
            let flags = flags & !HAS_XMP & if has_exif { 0xFF } else { !HAS_EXIF };
            self.replace(place..place + 1, vec![flags]);
        }
        self.clear(end..self.length);
        Ok(())
    }

    /// GIF (GIF89a, sections 17 to 27): comments and data of applications, but for what makes it move, and what follows the end.
    fn gif(&mut self) -> io::Result<()> {
        const KEPT: [&[u8; 11]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];
        let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
        let Some([flags]) = self.array(10)? else { return Ok(()) };
        let mut at = 13 + colours(flags);
        loop {
            let is_cleared = match self.array(at)? {
                Some([0x3B]) => {
                    self.clear(at + 1..self.length);
                    return Ok(());
                }
                Some([0x21]) => {
                    let label = self.array::<1>(at + 1)?;
                    at += 2;
                    match label {
                        Some([0xFE]) => true,
                        Some([0xFF]) => {
                            let name = self.array::<11>(at + 1)?;
                            at += 12;
                            name.is_none_or(|name| !KEPT.contains(&&name))
                        }
                        _ => false,
                    }
                }
                Some([0x2C]) => {
                    let Some([flags]) = self.array(at + 9)? else { return Ok(()) };
                    at += 11 + colours(flags);
                    false
                }
                _ => return Ok(()),
            };
            // Blocks of data with their lengths, which stay; an empty one is the last.
            loop {
                let Some([length]) = self.array(at)? else { return Ok(()) };
                let next = at + 1 + u64::from(length);
                if is_cleared {
                    self.clear(at + 1..next);
                }
                at = next;
                if length == 0 {
                    break;
                }
            }
        }
    }

    /// Boxes of films and of AVIF and HEIF pictures (ISO/IEC 14496-12, section 4.2).
    fn boxes(&mut self, range: Range<u64>, level: Level) -> io::Result<()> {
        let mut at = range.start;
        while at + 8 <= range.end {
            let Some([length @ .., t1, t2, t3, t4]) = self.array::<8>(at)? else { break };
            let (data, end) = match u32::from_be_bytes(length) {
                0 => (at + 8, range.end),
                1 => {
                    let Some(length) = self.array(at + 8)? else { break };
                    (at + 16, at.saturating_add(u64::from_be_bytes(length)))
                }
                length => (at + 8, at + u64::from(length)),
            };
            if end < data || end > range.end {
                break;
            }
            match (&[t1, t2, t3, t4], level) {
                (b"moov", Level::File) => self.boxes(data..end, Level::Movie)?,
                (b"trak", Level::Movie) => self.boxes(data..end, Level::Track)?,
                (b"meta", Level::File) if self.is_picture(data..end)? => self.metadata_items(data..end)?,
                (b"udta" | b"meta" | b"uuid" | b"free" | b"skip", _) => {
                    self.replace(at + 4..at + 8, b"free".to_vec());
                    self.clear(data..end);
                }
                _ => {}
            }
            at = end;
        }
        Ok(())
    }

    /// True for the box that describes a picture (ISO/IEC 23008-12, section 6).
    fn is_picture(&mut self, meta: Range<u64>) -> io::Result<bool> {
        let head = self.bytes(meta.start, (meta.end - meta.start).min(64))?;
        let mut boxes = boxes_in(head.get(4..).unwrap_or_default());
        Ok(boxes.any(|(name, data, _)| name == b"hdlr" && data.get(8..12) == Some(b"pict")))
    }

    /// Exif, XMP and other items that are no picture (ISO/IEC 14496-12, section 8.11).
    fn metadata_items(&mut self, meta: Range<u64>) -> io::Result<()> {
        let bytes = self.bytes(meta.start, meta.end - meta.start)?;
        let content = bytes.get(4..).unwrap_or_default();
        let find = |wanted: &[u8; 4]| boxes_in(content).find(|(name, ..)| name == wanted);
        let (Some((_, infos, _)), Some((_, locations, _))) = (find(b"iinf"), find(b"iloc")) else { return Ok(()) };
        // `content` begins after version and flags.
        let data_box = find(b"idat").map(|(_, data, at)| meta.start + 4 + at..meta.start + 4 + at + data.len() as u64);
        let others = other_items(infos);
        for extent in extents(locations).unwrap_or_default() {
            if !others.contains(&extent.item) {
                continue;
            }
            let (start, most) = match (extent.is_in_data_box, &data_box) {
                (false, _) => (extent.offset, self.length),
                (true, Some(data_box)) => (data_box.start.saturating_add(extent.offset), data_box.end),
                (true, None) => continue,
            };
            let range = start..start.saturating_add(extent.length).min(most);
            // Some readers refuse Exif data without a directory; it begins with the offset of its head.
            let empty = [&[0; 4], &exif(1)[..]].concat();
            let begin = if extent.length >= empty.len() as u64 { empty } else { Vec::new() };
            self.replace(range, begin);
        }
        Ok(())
    }

    /// SVG: descriptions of its making, comments, and the names of files and folders that drawing programs note.
    fn svg(&mut self) -> io::Result<()> {
        let bytes = self.bytes(0, self.length)?;
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
        if !text.contains("<svg") {
            return Ok(());
        }
        let mut reader = quick_xml::Reader::from_str(&text);
        let (mut start, mut within) = (0, None);
        loop {
            let event = reader.read_event();
            let end = reader.buffer_position();
            match event {
                Ok(Event::Start(tag)) if within.is_none() && tag.local_name().as_ref() == "metadata" => {
                    within = Some((end, 1));
                }
                Ok(Event::Start(_)) => within = within.map(|(begin, depth)| (begin, depth + 1)),
                Ok(Event::End(_)) => match within {
                    Some((begin, 1)) => {
                        self.spaces(begin..start);
                        within = None;
                    }
                    other => within = other.map(|(begin, depth)| (begin, depth - 1)),
                },
                Ok(Event::Comment(_)) => self.spaces(start + 4..end.saturating_sub(3)),
                Ok(Event::Eof) | Err(_) => return Ok(()),
                Ok(_) => {}
            }
            if let Some(tag) = text.get(start as usize..end as usize).filter(|tag| tag.starts_with('<')) {
                for range in private_values(tag) {
                    self.spaces(start + range.start as u64..start + range.end as u64);
                }
            }
            start = end;
        }
    }

    fn spaces(&mut self, range: Range<u64>) {
        let length = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or_default();
        self.replace(range, vec![b' '; length]);
    }
}

/// The places in a tag of what drawing programs note of the editor's machine.
fn private_values(tag: &str) -> Vec<Range<usize>> {
    const NAMES: [&str; 4] = [":export-filename=", ":docname=", ":docbase=", ":absref="];
    let places = NAMES.iter().flat_map(|name| tag.match_indices(name)).filter_map(|(at, name)| {
        let value = at + name.len();
        let quote = tag[value..].chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
        let length = tag[value + 1..].find(quote)?;
        Some(value + 1..value + 1 + length)
    });
    places.collect()
}

/// The boxes in some bytes: name, content, and where the content stands.
fn boxes_in(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8], u64)> {
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        let head = bytes.get(at..at.checked_add(8)?)?;
        let length = u32::from_be_bytes(*head.first_chunk()?) as usize;
        let end = if length == 0 { bytes.len() } else { at.checked_add(length)?.min(bytes.len()) };
        let (place, data) = (at as u64 + 8, bytes.get(at + 8..end)?);
        at = end;
        Some((&head[4..8], data, place))
    })
}

/// A part of an item.
struct ItemExtent {
    item: u32,
    /// True where the offset counts from the box `idat`, not from the start of the file.
    is_in_data_box: bool,
    offset: u64,
    length: u64,
}

/// Reads numbers one after another.
struct Numbers<'b>(&'b [u8]);

impl Numbers<'_> {
    /// A number of so many bytes; of none it is 0.
    fn next(&mut self, bytes: u8) -> Option<u64> {
        let (number, rest) = self.0.split_at_checked(bytes.into())?;
        self.0 = rest;
        Some(number.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }
}

/// The ids of the items that are no picture (ISO/IEC 14496-12, section 8.11.6).
fn other_items(infos: &[u8]) -> BTreeSet<u32> {
    let is_long = infos.first().is_some_and(|version| *version > 0);
    let entries = infos.get(if is_long { 8 } else { 6 }..).unwrap_or_default();
    let other = |data: &[u8]| {
        let mut numbers = Numbers(data.get(4..)?);
        let id = numbers.next(if *data.first()? > 2 { 4 } else { 2 })?;
        numbers.next(2)?;
        matches!(numbers.0.get(..4)?, b"Exif" | b"mime" | b"uri ").then(|| u32::try_from(id).ok())?
    };
    boxes_in(entries).filter(|(name, ..)| name == b"infe").filter_map(|(_, data, _)| other(data)).collect()
}

/// The places of the parts of items (ISO/IEC 14496-12, section 8.11.3).
fn extents(locations: &[u8]) -> Option<Vec<ItemExtent>> {
    let mut numbers = Numbers(locations);
    let version = numbers.next(1)?;
    numbers.next(3)?;
    let (sizes, more) = (numbers.next(1)? as u8, numbers.next(1)? as u8);
    let (of_offset, of_length, of_base) = (sizes >> 4, sizes & 15, more >> 4);
    let of_index = if version > 0 { more & 15 } else { 0 };
    let of_id = if version < 2 { 2 } else { 4 };
    // Parts without length are none; and there are no more parts than bytes.
    if of_length == 0 {
        return None;
    }
    let mut extents = Vec::new();
    for _ in 0..numbers.next(of_id)? {
        let item = u32::try_from(numbers.next(of_id)?).ok()?;
        let method = if version > 0 { numbers.next(2)? & 15 } else { 0 };
        numbers.next(2)?;
        let base = numbers.next(of_base)?;
        for _ in 0..numbers.next(2)? {
            numbers.next(of_index)?;
            let offset = base.saturating_add(numbers.next(of_offset)?);
            extents.push(ItemExtent { item, is_in_data_box: method == 1, offset, length: numbers.next(of_length)? });
        }
    }
    Some(extents)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    const SECRET: &[u8] = b"49.6117 N, 6.1319 E";

    fn published(file: &[u8]) -> Vec<u8> {
        let mut bytes = file.to_vec();
        for redaction in redactions(&mut Cursor::new(file)).expect("memory can be read") {
            redaction.apply(0, &mut bytes);
        }
        bytes
    }

    fn holds(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|window| window == part)
    }

    /// Exif data with an orientation and a secret.
    fn exif_with_secret(orientation: u16) -> Vec<u8> {
        [&exif(orientation)[..], SECRET, SECRET].concat()
    }

    fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
        [&[0xFF, marker], &(data.len() as u16 + 2).to_be_bytes()[..], data].concat()
    }

    fn jpeg(orientation: u16) -> Vec<u8> {
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

    fn a_box(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
        [&(data.len() as u32 + 8).to_be_bytes(), &name[..], data].concat()
    }

    #[test]
    fn an_avif_loses_exif_and_xmp_in_either_place() {
        let info = |id: u8, kind: &[u8; 4]| a_box(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], &kind[..], b"\0"].concat());
        let infos = [&[0, 0, 0, 0, 0, 3][..], &info(1, b"av01"), &info(2, b"Exif"), &info(3, b"mime")].concat();
        let exif_item = [&[0; 4], &exif_with_secret(6)[..]].concat();
        let whole = |exif_at: u32, pixels_at: u32| {
            let place = |id: u8, method: u8, offset: u32, length: usize| {
                let numbers = [offset.to_be_bytes(), (length as u32).to_be_bytes()].concat();
                [&[0, id, 0, method, 0, 0, 0, 1][..], &numbers].concat()
            };
            let places = [
                vec![1, 0, 0, 0, 0x44, 0, 0, 3],
                place(1, 0, pixels_at, 6),
                place(2, 0, exif_at, exif_item.len()),
                place(3, 1, 2, SECRET.len()),
            ];
            let meta = [
                vec![0; 4],
                a_box(b"hdlr", b"\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0"),
                a_box(b"iinf", &infos),
                a_box(b"iloc", &places.concat()),
                a_box(b"idat", &[b"__", SECRET].concat()),
            ];
            let mdat = a_box(b"mdat", &[b"pixels", &exif_item[..]].concat());
            [a_box(b"ftyp", b"avif\0\0\0\0mif1"), a_box(b"meta", &meta.concat()), mdat].concat()
        };
        let pixels_at = (whole(0, 0).len() - exif_item.len() - 6) as u32;
        let file = whole(pixels_at + 6, pixels_at);
        let bytes = published(&file);
        assert!(holds(&file, SECRET) && !holds(&bytes, SECRET) && bytes.len() == file.len());
        assert!(holds(&bytes, b"mdatpixels\0\0\0\0MM\0*") && holds(&bytes, b"__\0"));
    }

    #[test]
    fn a_film_loses_where_it_was_taken() {
        let place = a_box(b"udta", &a_box(b"\xA9xyz", SECRET));
        let track = a_box(b"trak", &[a_box(b"tkhd", b"head"), a_box(b"meta", SECRET)].concat());
        let movie = a_box(b"moov", &[a_box(b"mvhd", b"head"), track, place.clone()].concat());
        let parts = [
            a_box(b"ftyp", b"isom\0\0\0\0"),
            movie,
            a_box(b"uuid", SECRET),
            a_box(b"free", SECRET),
            [&[0, 0, 0, 1][..], b"mdat", &24_u64.to_be_bytes(), b"pictures"].concat(),
            a_box(b"udta", SECRET),
        ];
        let file = parts.concat();
        let bytes = published(&file);
        assert!(holds(&file, SECRET) && !holds(&bytes, SECRET) && bytes.len() == file.len());
        assert!(holds(&bytes, b"mdat\0\0\0\0\0\0\0\x18pictures") && holds(&bytes, b"tkhdhead"));
    }

    #[test]
    fn a_drawing_loses_what_is_noted_of_its_making() {
        let file = "<?xml version='1.0'?><!-- /home/marie --><svg xmlns:i='x' i:export-filename=\"/home/marie/a.png\" \
            sodipodi:docname='plan de marie.svg'><metadata><rdf:RDF><b>marie</b></rdf:RDF></metadata>\
            <text>un plan</text></svg>";
        let text = String::from_utf8(published(file.as_bytes())).expect("UTF-8");
        assert!(!text.contains("marie") && text.len() == file.len(), "{text}");
        assert!(text.contains("<text>un plan</text></svg>") && text.contains("<metadata>   "), "{text}");
        let page = b"<!-- Marie --><p>a page";
        assert_eq!(published(page), page);
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
