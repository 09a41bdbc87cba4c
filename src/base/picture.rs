//! What is to be known of a picture without looking at it: its format by its name, and its size in pixels.

use imagesize::{Compression, ImageType};
use quick_xml::events::{BytesStart, Event};

use crate::base::bounds::{PICTURE_BYTES, PICTURE_SIDE, PIXELS};
use crate::base::jpeg;

/// The size of a picture in pixels, as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Extent {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

impl Extent {
    /// How many pixels it has.
    pub fn pixels(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// A format of pictures, as far as it matters what becomes of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ImageFormat {
    /// A photograph, most of the time.
    Jpeg,
    /// A drawing, most of the time.
    Png,
    /// Another format of pixels, which is published as it is: it may move, or have the colours of a printer (CMYK), which
    /// browsers know how to show.
    Other,
    /// Lines, which are sharp at any size.
    Svg,
}

impl ImageFormat {
    /// The format of a file by its name.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit('/').next()?.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "png" => Some(Self::Png),
            "gif" | "webp" | "avif" => Some(Self::Other),
            "svg" => Some(Self::Svg),
            _ => None,
        }
    }

    /// True for formats that are made in several sizes.
    pub fn is_resized(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }
}

/// What is known of a picture before anybody looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureInfo {
    /// Its size as it is shown; none for a drawing that tells none.
    pub extent: Option<Extent>,
    /// Its format, by what its bytes say and not by its name.
    pub format: ImageFormat,
    /// The bytes of all its pixels in memory, where others are made of it.
    pub decoded: u64,
}

impl PictureInfo {
    /// True where other pictures can be made of it in bounded time and memory.
    pub fn is_bounded(&self) -> bool {
        let is_bounded = |extent: Extent| extent.width.max(extent.height) <= PICTURE_SIDE && extent.pixels() <= PIXELS;
        self.extent.is_none_or(is_bounded) && self.decoded <= PICTURE_BYTES
    }
}

/// What the bytes at the beginning of a picture say of it. `None` where they do not, or the name is not that of a picture.
pub fn inspect(name: &str, bytes: &[u8]) -> Option<PictureInfo> {
    if ImageFormat::of_name(name)? == ImageFormat::Svg {
        return inspect_svg(bytes);
    }
    let format = match imagesize::image_type(bytes).ok()? {
        ImageType::Jpeg if jpeg::colours(bytes) == Some(4) => ImageFormat::Other,
        ImageType::Jpeg => ImageFormat::Jpeg,
        ImageType::Png => ImageFormat::Png,
        ImageType::Gif | ImageType::Webp | ImageType::Heif(Compression::Av1) => ImageFormat::Other,
        // What else has a size is shown by no browser.
        _ => return None,
    };
    let size = imagesize::blob_size(bytes).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    // As browsers show it, whatever becomes of it.
    let (width, height) = if jpeg::orientation(bytes).swaps_sides() { (height, width) } else { (width, height) };
    let extent = Extent { width, height };
    let of_a_pixel = match format {
        ImageFormat::Png => png_bytes(bytes)?,
        // Three colours, of which coefficients are held while it comes line by line or grows sharper.
        ImageFormat::Jpeg => 3,
        ImageFormat::Other | ImageFormat::Svg => 0,
    };
    (width > 0 && height > 0).then(|| PictureInfo {
        extent: Some(extent),
        format,
        decoded: extent.pixels() * of_a_pixel,
    })
}

/// False for a picture that goes on behind the end of its file, which was cut off on its way: of the formats that nothing is made of, so
/// that nobody reads them to their end. `bytes` are the first of `size`; of a GIF, which does not say how long it is, all are wanted.
pub fn is_complete(bytes: &[u8], size: u64) -> bool {
    let number = |at: usize| bytes.get(at..at + 4).map(|four| <[u8; 4]>::try_from(four).unwrap_or_default());
    match imagesize::image_type(bytes) {
        Ok(ImageType::Gif) => gif_ends(bytes),
        // RIFF: what follows the first eight bytes.
        Ok(ImageType::Webp) => number(4).is_some_and(|length| u64::from(u32::from_le_bytes(length)) + 8 <= size),
        // Boxes, one after the other (ISO/IEC 14496-12, section 4.2); one of length 0 goes on to the end, and of
        // one of length 1, whose length stands behind, as far is believed.
        Ok(ImageType::Heif(_)) => {
            let mut at = 0;
            while let Some(length) = usize::try_from(at).ok().and_then(number).map(u32::from_be_bytes) {
                match length {
                    0 | 1 => return true,
                    length => at += u64::from(length),
                }
            }
            at <= size
        }
        _ => true,
    }
}

/// True for a GIF whose blocks come to their end (GIF89a, sections 17 to 27).
fn gif_ends(bytes: &[u8]) -> bool {
    // The colours of a picture or of an image in it: three bytes each.
    let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let Some(flags) = bytes.get(10) else { return false };
    let mut at = 13 + colours(*flags);
    loop {
        at += match bytes.get(at) {
            Some(0x3b) => return true,
            // An extension: its label. An image: where it is, its colours, and the size of its codes.
            Some(0x21) => 2,
            Some(0x2c) => match bytes.get(at + 9) {
                Some(flags) => 11 + colours(*flags),
                None => return false,
            },
            _ => return false,
        };
        // What it holds: pieces with their lengths, of which the last one is empty.
        loop {
            let Some(length) = bytes.get(at) else { return false };
            at += 1 + usize::from(*length);
            if *length == 0 {
                break;
            }
        }
    }
}

/// The bytes of a pixel of a PNG in memory (PNG, section 11.2.1): what has less than eight bits has eight there, and a palette
/// is written out.
fn png_bytes(bytes: &[u8]) -> Option<u64> {
    let depth = if *bytes.get(24)? == 16 { 2 } else { 1 };
    // Any of them may have a transparent colour besides.
    match bytes.get(25)? {
        0 | 4 => Some(2 * depth),
        2 | 6 => Some(4 * depth),
        3 => Some(4),
        _ => None,
    }
}

/// What is known of a drawing. `None` for what is no SVG, or is one that does not come to its end.
fn inspect_svg(bytes: &[u8]) -> Option<PictureInfo> {
    let drawing = |extent| Some(PictureInfo { extent, format: ImageFormat::Svg, decoded: 0 });
    // UTF-16, which browsers show, is not read here.
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return drawing(None);
    }
    // Letters of an older encoding are no markup.
    let text = String::from_utf8_lossy(bytes);
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut open, mut extent) = (0_usize, None);
    loop {
        let event = reader.read_event().ok()?;
        if let Event::Start(tag) | Event::Empty(tag) = &event
            && extent.is_none()
        {
            if tag.local_name().as_ref() != "svg" {
                return None;
            }
            extent = Some(declared_extent(tag));
        }
        match event {
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            Event::Eof => return extent.filter(|_| open == 0).and_then(drawing),
            _ => {}
        }
    }
}

/// The size that the first tag of a drawing tells by its width and height, else by its view box.
fn declared_extent(tag: &BytesStart<'_>) -> Option<Extent> {
    let value = |name: &str| Some(tag.try_get_attribute(name).ok()??.value.into_owned());
    let pixels = |text: String| text.trim().trim_end_matches("px").parse::<f64>().ok();
    let (width, height) = match (value("width").and_then(pixels), value("height").and_then(pixels)) {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let view_box = value("viewBox")?;
            let numbers = view_box.split([' ', ',']).filter(|part| !part.is_empty());
            let numbers: Vec<f64> = numbers.map(str::parse).collect::<Result<_, _>>().ok()?;
            let [_, _, width, height] = numbers[..] else { return None };
            (width, height)
        }
    };
    let whole = |side: f64| (0.5..100_000.0).contains(&side).then(|| side.round() as u32);
    Some(Extent { width: whole(width)?, height: whole(height)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_tell_their_size_by_their_first_tag() {
        let size = |text: &str| extent("a.svg", text.as_bytes()).map(|extent| (extent.width, extent.height));
        assert_eq!(size("<?xml version=\"1.0\"?><svg xmlns='x' width='12px' height=\"8\"></svg>"), Some((12, 8)));
        assert_eq!(size("<svg viewBox=\"0 0 32.4,16\" stroke-width=\"3\"/>"), Some((32, 16)));
        assert_eq!(size("<svg width=\"100%\" height=\"100%\"/>"), None);
        assert!(inspect("a.svg", b"<svg width=\"100%\"/>").is_some(), "a drawing need not tell its size");
        for cut in [
            "",
            "junk",
            "<!DOCTYPE html><html/>",
            "<svg width=\"5\" height=\"5\"><rect",
            "<svg width=\"5\" height=\"5\"><g></svg>",
            "<svg>",
        ] {
            assert_eq!(inspect("a.svg", cut.as_bytes()), None, "{cut}");
        }
    }

    /// Seven by five pixels with three colours and no more.
    fn png(depth: png::BitDepth) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 7, 5);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(depth);
        let pixels = vec![0; 7 * 5 * 3 * depth as usize / 8];
        encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels)).expect("a picture");
        bytes
    }

    fn extent(name: &str, bytes: &[u8]) -> Option<Extent> {
        inspect(name, bytes).and_then(|info| info.extent)
    }

    #[test]
    fn pixels_are_counted_and_what_is_no_picture_is_none() {
        let flat = png(png::BitDepth::Eight);
        let measured =
            PictureInfo { extent: Some(Extent { width: 7, height: 5 }), format: ImageFormat::Png, decoded: 7 * 5 * 4 };
        assert_eq!(inspect("a.PNG", &flat), Some(measured));
        // What a picture is its bytes say, not its name.
        assert_eq!(inspect("a.jpg", &flat), Some(measured));
        assert_eq!(inspect("a.png", b"no picture"), None);
        assert_eq!(inspect("a.pdf", &flat), None);
        let deep = png(png::BitDepth::Sixteen);
        assert_eq!(inspect("a.png", &deep).map(|info| info.decoded), Some(7 * 5 * 8));
        // A bitmap of Windows has a size, and no browser that has to show it.
        let bitmap = [&b"BM"[..], &[0; 12], &[40, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0], &[0; 40]].concat();
        assert_eq!(inspect("a.jpg", &bitmap), None);
    }

    #[test]
    fn a_picture_is_bounded_by_its_sides_its_pixels_and_its_bytes() {
        let of = |width, height, decoded| {
            PictureInfo { extent: Some(Extent { width, height }), format: ImageFormat::Png, decoded }.is_bounded()
        };
        assert!(of(6_000, 4_000, 6_000 * 4_000 * 6) && of(16_383, 1_800, 0));
        assert!(!of(16_384, 1, 0) && !of(1, 16_384, 0) && !of(8_000, 4_000, 0) && !of(5_000, 5_000, 5_000 * 5_000 * 8));
    }

    #[test]
    fn a_picture_that_was_cut_off_is_longer_than_its_file() {
        let webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0";
        assert!(is_complete(webp, webp.len() as u64) && !is_complete(webp, webp.len() as u64 - 1));
        // One pixel, with an extension before it.
        let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff\x21\xf9\x04\x01\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b";
        assert!(is_complete(gif, gif.len() as u64));
        assert!(
            (0..gif.len())
                .all(|end| !is_complete(&gif[..end], end as u64) || imagesize::image_type(&gif[..end]).is_err())
        );
        let avif = [&b"\0\0\0\x14ftypavif\0\0\0\0mif1"[..], b"\0\0\0\x10mdat12345678"].concat();
        assert!(is_complete(&avif, avif.len() as u64) && !is_complete(&avif[..30], 30));
    }

    #[test]
    fn a_photograph_that_was_taken_upright_is_upright() {
        let mut jpeg = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 80);
        encoder.encode(&[0; 30 * 20 * 3], 30, 20, jpeg_encoder::ColorType::Rgb).expect("a picture");
        // One entry of TIFF: 0x0112, orientation, is 6: turned by a quarter.
        let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let length = (exif.len() as u16 + 2).to_be_bytes();
        let turned = [&jpeg[..2], &[0xFF, 0xE1], &length, exif, &jpeg[2..]].concat();
        assert_eq!(extent("a.jpg", &jpeg), Some(Extent { width: 30, height: 20 }));
        assert_eq!(extent("a.jpg", &turned), Some(Extent { width: 20, height: 30 }));
    }

    #[test]
    fn a_picture_for_a_printer_is_published_as_it_is() {
        let mut jpeg = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 80);
        encoder.encode(&[0; 30 * 20 * 4], 30, 20, jpeg_encoder::ColorType::Cmyk).expect("a picture");
        assert_eq!(inspect("a.jpg", &jpeg).map(|info| info.format), Some(ImageFormat::Other));
    }
}
