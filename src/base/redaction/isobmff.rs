//! Films, and AVIF and HEIF pictures, which are boxes in boxes (ISO base media file format, ISO/IEC 14496-12; HEIF, ISO/IEC 23008-12).

use std::collections::BTreeSet;
use std::io::{self, Read, Seek};
use std::ops::Range;

use crate::base::redaction::exif::exif;
use crate::base::redaction::media_file::MediaFile;

/// The level of nesting of a box (ISO/IEC 14496-12, section 4.2).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    File,
    Movie,
    Track,
}

/// The most bytes of a track that are searched: metadata of a film of hours has less.
const MOST_OF_A_TRACK: u64 = 16 << 20;

/// Overwrites the boxes `udta`, `meta`, `uuid`, `free` and `skip`, timed metadata of films, and of a picture the items that show nothing
/// (Exif, XMP).
pub fn redact(file: &mut MediaFile<impl Read + Seek>) -> io::Result<()> {
    let range = 0..file.length;
    boxes(file, range, Level::File)
}

/// The boxes in a range of the file (ISO/IEC 14496-12, section 4.2).
fn boxes(file: &mut MediaFile<impl Read + Seek>, range: Range<u64>, level: Level) -> io::Result<()> {
    let mut at = range.start;
    while at + 8 <= range.end {
        let Some([length @ .., t1, t2, t3, t4]) = file.array::<8>(at)? else { break };
        let (data, end) = match u32::from_be_bytes(length) {
            0 => (at + 8, range.end),
            1 => {
                let Some(length) = file.array(at + 8)? else { break };
                (at + 16, at.saturating_add(u64::from_be_bytes(length)))
            }
            length => (at + 8, at + u64::from(length)),
        };
        if end < data || end > range.end {
            break;
        }
        match (&[t1, t2, t3, t4], level) {
            (b"moov", Level::File) => boxes(file, data..end, Level::Movie)?,
            (b"trak", Level::Movie) => {
                timed_metadata(file, data..end)?;
                boxes(file, data..end, Level::Track)?;
            }
            (b"meta", Level::File) if is_picture(file, data..end)? => metadata_items(file, data..end)?,
            (b"udta" | b"meta" | b"uuid" | b"free" | b"skip", _) => {
                file.replace(at + 4..at + 8, b"free".to_vec());
                file.clear(data..end);
            }
            _ => {}
        }
        at = end;
    }
    Ok(())
}

/// Overwrites the samples of a track of timed metadata (ISO/IEC 14496-12, section 12.3): telephones and action cameras write in it where
/// each moment was filmed. Tracks of subtitles are left.
fn timed_metadata(file: &mut MediaFile<impl Read + Seek>, track: Range<u64>) -> io::Result<()> {
    let bytes = file.bytes(track.start, (track.end - track.start).min(MOST_OF_A_TRACK))?;
    let within = |bytes, name: &[u8; 4]| boxes_in(bytes).find(|(other, ..)| other == name).map(|(_, data, _)| data);
    let Some(media) = within(&bytes, b"mdia") else { return Ok(()) };
    let is_metadata = within(media, b"hdlr").is_some_and(|handler| handler.get(8..12) == Some(b"meta"));
    let samples = within(media, b"minf").and_then(|info| within(info, b"stbl"));
    let Some(samples) = samples.filter(|_| is_metadata) else { return Ok(()) };
    // Each table begins with version and flags.
    let table = |name: &[u8; 4]| within(samples, name).and_then(|table| table.get(4..)).unwrap_or_default();
    let numbers = |bytes: &[u8]| -> Vec<u64> {
        bytes.as_chunks::<4>().0.iter().map(|four| u32::from_be_bytes(*four).into()).collect()
    };
    let short = numbers(table(b"stco").get(4..).unwrap_or_default());
    let long = table(b"co64").get(4..).unwrap_or_default().as_chunks::<8>().0;
    let chunks: Vec<u64> = short.into_iter().chain(long.iter().map(|eight| u64::from_be_bytes(*eight))).collect();
    let (sizes, runs) = (numbers(table(b"stsz")), numbers(table(b"stsc").get(4..).unwrap_or_default()));
    let all_sizes = sizes.first().copied().filter(|size| *size > 0);
    let mut each = sizes.get(2..).unwrap_or_default().iter().copied();
    let mut runs = runs.as_chunks::<3>().0.iter().peekable();
    let mut samples_of_chunk = 0;
    for (rank, start) in chunks.into_iter().enumerate() {
        while let Some([_, samples, _]) = runs.next_if(|[first, ..]| *first <= rank as u64 + 1) {
            samples_of_chunk = *samples;
        }
        let length = match all_sizes {
            Some(size) => size.saturating_mul(samples_of_chunk),
            None => each.by_ref().take(usize::try_from(samples_of_chunk).unwrap_or(usize::MAX)).sum(),
        };
        file.clear(start..start.saturating_add(length));
    }
    Ok(())
}

/// True for the box that describes a picture (ISO/IEC 23008-12, section 6).
fn is_picture(file: &mut MediaFile<impl Read + Seek>, meta: Range<u64>) -> io::Result<bool> {
    let head = file.bytes(meta.start, (meta.end - meta.start).min(64))?;
    let mut boxes = boxes_in(head.get(4..).unwrap_or_default());
    Ok(boxes.any(|(name, data, _)| name == b"hdlr" && data.get(8..12) == Some(b"pict")))
}

/// Exif, XMP and other items that are no picture (ISO/IEC 14496-12, section 8.11).
fn metadata_items(file: &mut MediaFile<impl Read + Seek>, meta: Range<u64>) -> io::Result<()> {
    let bytes = file.bytes(meta.start, meta.end - meta.start)?;
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
            (false, _) => (extent.offset, file.length),
            (true, Some(data_box)) => (data_box.start.saturating_add(extent.offset), data_box.end),
            (true, None) => continue,
        };
        let range = start..start.saturating_add(extent.length).min(most);
        // Some readers refuse Exif data without a directory; it begins with the offset of its head.
        let empty = [&[0; 4], &exif(1)[..]].concat();
        let begin = if extent.length >= empty.len() as u64 { empty } else { Vec::new() };
        file.replace(range, begin);
    }
    Ok(())
}

/// The boxes in some bytes: name, content, and the range of the content.
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
    use crate::base::redaction::tests::{SECRET, exif_with_secret, holds, published};

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
    fn a_film_loses_its_timed_metadata() {
        let numbers = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_be_bytes()).collect::<Vec<u8>>();
        let track = |handler: &[u8; 4], sizes: &[u32], offsets: [u32; 2]| {
            let tables = [
                a_box(b"stsz", &numbers(sizes)),
                // Two samples in the first chunk, one in the second.
                a_box(b"stsc", &numbers(&[0, 2, 1, 2, 1, 2, 1, 1])),
                a_box(b"stco", &numbers(&[0, 2, offsets[0], offsets[1]])),
            ];
            let handler = a_box(b"hdlr", &[&[0; 8], &handler[..], &[0; 12]].concat());
            let media = [handler, a_box(b"minf", &a_box(b"stbl", &tables.concat()))];
            a_box(b"trak", &a_box(b"mdia", &media.concat()))
        };
        let samples = [SECRET, SECRET, b"pictures", SECRET, b"end."].concat();
        let length = SECRET.len() as u32;
        for sizes in [vec![0, length, 3], vec![0, 0, 3, length, length, length]] {
            let whole = |at: u32| {
                let offsets = [at, at + 2 * length + 8];
                let tracks = [track(b"meta", &sizes, offsets), track(b"vide", &[0, 8, 1], [at + 2 * length, 0])];
                [a_box(b"ftyp", b"qt  \0\0\0\0"), a_box(b"moov", &tracks.concat()), a_box(b"mdat", &samples)].concat()
            };
            let file = whole((whole(0).len() - samples.len()) as u32);
            let bytes = published(&file);
            assert!(holds(&file, SECRET) && !holds(&bytes, SECRET) && bytes.len() == file.len());
            assert!(holds(&bytes, b"pictures") && holds(&bytes, b"end."));
        }
    }
}
