//! Properties of pictures that are read without decoding: format and size.

use imagesize::{Compression, ImageType};
use quick_xml::events::{BytesStart, Event};

use crate::base::bounds::{PICTURE_BYTES, PICTURE_SIDE, PIXELS, PROFILE_BYTES};
use crate::base::jpeg;

/// The display size of a picture in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Extent {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

impl Extent {
    /// The number of pixels.
    pub fn pixels(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// A class of picture formats that are processed alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ImageFormat {
    /// JPEG, usually a photograph.
    Jpeg,
    /// PNG, usually a drawing.
    Png,
    /// Another raster format, or one that would look otherwise in another size: it may be animated, or have print colours (CMYK) or
    /// a colour space that browsers know and the written formats cannot name. It shows unchanged.
    Other,
    /// A vector format.
    Svg,
}

impl ImageFormat {
    /// The format by file name.
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

    /// True for formats that are resized.
    pub fn is_resized(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }
}

/// The properties of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureInfo {
    /// Its display size; `None` for a vector image without one.
    pub extent: Option<Extent>,
    /// Its format, by content and not by name.
    pub format: ImageFormat,
    /// The bytes of the decoded picture, if it is resized.
    pub decoded: u64,
}

impl PictureInfo {
    /// True if it can be resized in bounded time and memory.
    pub fn is_bounded(&self) -> bool {
        let is_bounded = |extent: Extent| extent.width.max(extent.height) <= PICTURE_SIDE && extent.pixels() <= PIXELS;
        self.extent.is_none_or(is_bounded) && self.decoded <= PICTURE_BYTES
    }
}

/// Reads the properties from the first bytes of a picture. `None` if they are missing, or the name is not that of a picture.
pub fn inspect(name: &str, bytes: &[u8]) -> Option<PictureInfo> {
    if ImageFormat::of_name(name)? == ImageFormat::Svg {
        return inspect_svg(bytes);
    }
    let format = match imagesize::image_type(bytes).ok()? {
        ImageType::Jpeg if jpeg::colours(bytes) == Some(4) => ImageFormat::Other,
        ImageType::Jpeg if jpeg::profile_bytes(bytes) > PROFILE_BYTES => ImageFormat::Other,
        ImageType::Jpeg => ImageFormat::Jpeg,
        ImageType::Png => png_format(bytes)?,
        ImageType::Gif | ImageType::Webp | ImageType::Heif(Compression::Av1) => ImageFormat::Other,
        // Browsers do not support other formats.
        _ => return None,
    };
    let size = imagesize::blob_size(bytes).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    // As browsers display it.
    let (width, height) = if jpeg::orientation(bytes).swaps_sides() { (height, width) } else { (width, height) };
    let extent = Extent { width, height };
    let of_a_pixel = match format {
        ImageFormat::Png => png_bytes(bytes)?,
        // Three components; a progressive JPEG also keeps its coefficients while decoding.
        ImageFormat::Jpeg => 3,
        ImageFormat::Other | ImageFormat::Svg => 0,
    };
    (width > 0 && height > 0).then(|| PictureInfo {
        extent: Some(extent),
        format,
        decoded: extent.pixels() * of_a_pixel,
    })
}

/// False for a truncated file; checks only formats that are not decoded here, where it would go unnoticed. `bytes` are the first
/// of `size`; of a GIF, which does not state its length, all bytes are needed.
pub fn is_complete(bytes: &[u8], size: u64) -> bool {
    let number = |at: usize| bytes.get(at..at + 4).map(|four| <[u8; 4]>::try_from(four).unwrap_or_default());
    match imagesize::image_type(bytes) {
        Ok(ImageType::Gif) => gif_ends(bytes),
        // RIFF: the length after the first eight bytes.
        Ok(ImageType::Webp) => number(4).is_some_and(|length| u64::from(u32::from_le_bytes(length)) + 8 <= size),
        // A sequence of boxes (ISO/IEC 14496-12, section 4.2); length 0 means up to the end, and 1 a 64-bit length, which is
        // trusted.
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

/// True for a GIF with a complete sequence of blocks (GIF89a, sections 17 to 27).
fn gif_ends(bytes: &[u8]) -> bool {
    // The size of a global or local colour table: three bytes an entry.
    let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let Some(flags) = bytes.get(10) else { return false };
    let mut at = 13 + colours(*flags);
    loop {
        at += match bytes.get(at) {
            Some(0x3b) => return true,
            // An extension has a label; an image a descriptor, a colour table, and the code size.
            Some(0x21) => 2,
            Some(0x2c) => match bytes.get(at + 9) {
                Some(flags) => 11 + colours(*flags),
                None => return false,
            },
            _ => return false,
        };
        // Data sub-blocks with their lengths; an empty one is the last.
        loop {
            let Some(length) = bytes.get(at) else { return false };
            at += 1 + usize::from(*length);
            if *length == 0 {
                break;
            }
        }
    }
}

/// How a PNG is processed: one that moves (section 4.9) or has colours of another space (section 4.3) is not resized. `None` where
/// the pixels do not begin within `bytes`, before which all that says so stands.
fn png_format(bytes: &[u8]) -> Option<ImageFormat> {
    /// Gamma and chromaticities of sRGB, in hundred-thousandths (section 11.3.2.5), and a tolerance that nobody sees.
    const SRGB: [u32; 9] = [45_455, 31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000];
    const NEAR: u32 = 500;
    let is_srgb = |data: &[u8], known: &[u32]| {
        let numbers = data.as_chunks::<4>().0.iter().map(|number| u32::from_be_bytes(*number));
        numbers.zip(known).all(|(number, known)| number.abs_diff(*known) <= NEAR)
    };
    let (mut at, mut is_other, mut is_named, mut looks_other) = (8, false, false, false);
    loop {
        let length = usize::try_from(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?)).ok()?;
        let data = bytes.get(at + 8..)?;
        let data = data.get(..length).unwrap_or(data);
        match bytes.get(at + 4..at + 8)? {
            b"IDAT" => break,
            b"acTL" | b"cICP" => is_other = true,
            // It is compressed, to a half or less.
            b"iCCP" if length > PROFILE_BYTES / 4 => is_other = true,
            b"iCCP" | b"sRGB" => is_named = true,
            b"gAMA" => looks_other |= !is_srgb(data, &SRGB[..1]),
            b"cHRM" => looks_other |= !is_srgb(data, &SRGB[1..]),
            _ => {}
        }
        at = at.checked_add(12)?.checked_add(length)?;
    }
    Some(if is_other || (looks_other && !is_named) { ImageFormat::Other } else { ImageFormat::Png })
}

/// The bytes of a decoded PNG pixel (PNG, section 11.2.1): less than eight bits become eight, and palettes are expanded.
fn png_bytes(bytes: &[u8]) -> Option<u64> {
    let depth = if *bytes.get(24)? == 16 { 2 } else { 1 };
    // Any colour type may add transparency.
    match bytes.get(25)? {
        0 | 4 => Some(2 * depth),
        2 | 6 => Some(4 * depth),
        3 => Some(4),
        _ => None,
    }
}

/// The properties of an SVG; `None` if it is invalid or truncated.
fn inspect_svg(bytes: &[u8]) -> Option<PictureInfo> {
    let drawing = |extent| Some(PictureInfo { extent, format: ImageFormat::Svg, decoded: 0 });
    // UTF-16, which browsers support, is not supported here.
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return drawing(None);
    }
    // Non-ASCII bytes of other encodings are not markup.
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

/// The size of the root element: width and height, else the view box.
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
    fn svg_sizes_are_read_from_the_root_element() {
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
    fn dimensions_are_read_and_other_files_have_none() {
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
    fn pictures_are_limited_in_sides_pixels_and_bytes() {
        let of = |width, height, decoded| {
            PictureInfo { extent: Some(Extent { width, height }), format: ImageFormat::Png, decoded }.is_bounded()
        };
        assert!(of(6_000, 4_000, 6_000 * 4_000 * 6) && of(16_383, 1_800, 0));
        assert!(!of(16_384, 1, 0) && !of(1, 16_384, 0) && !of(8_000, 4_000, 0) && !of(5_000, 5_000, 5_000 * 5_000 * 8));
    }

    #[test]
    fn a_truncated_picture_is_detected() {
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
    fn the_exif_orientation_swaps_width_and_height() {
        let mut jpeg = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 80);
        encoder.encode(&[0; 30 * 20 * 3], 30, 20, jpeg_encoder::ColorType::Rgb).expect("a picture");
        // A TIFF entry: 0x0112, orientation, is 6: rotated by a quarter.
        let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let length = (exif.len() as u16 + 2).to_be_bytes();
        let turned = [&jpeg[..2], &[0xFF, 0xE1], &length, exif, &jpeg[2..]].concat();
        assert_eq!(extent("a.jpg", &jpeg), Some(Extent { width: 30, height: 20 }));
        assert_eq!(extent("a.jpg", &turned), Some(Extent { width: 20, height: 30 }));
    }

    #[test]
    fn a_cmyk_picture_is_published_unchanged() {
        let mut jpeg = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 80);
        encoder.encode(&[0; 30 * 20 * 4], 30, 20, jpeg_encoder::ColorType::Cmyk).expect("a picture");
        assert_eq!(inspect("a.jpg", &jpeg).map(|info| info.format), Some(ImageFormat::Other));
    }
}
