//! Encodes pictures: pixels and colour profile, without other metadata.

use jpeg_encoder::ColorType;
use png::Compression;

use crate::base::message::{Message, say};
use crate::output::picture::pixels::Pixels;

/// The quality of JPEG, of 100: the loss is hardly visible.
const JPEG_QUALITY: u8 = 80;

/// The quality of WebP, on a scale of its own.
const WEBP_QUALITY: f32 = 80.0;

/// The message of an encoder error.
fn unwritten(error: impl std::fmt::Display) -> Message {
    Message::same(error.to_string())
}

/// A picture as JPEG, which has no transparency.
pub fn jpeg(pixels: &Pixels, profile: Option<&[u8]>) -> Result<Vec<u8>, Message> {
    let side = |side: usize| u16::try_from(side).map_err(unwritten);
    let (width, height) = (side(pixels.width)?, side(pixels.height)?);
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, JPEG_QUALITY);
    encoder.set_optimized_huffman_tables(true);
    profile.map_or(Ok(()), |profile| encoder.add_icc_profile(profile)).map_err(unwritten)?;
    let colours = if pixels.has_alpha { ColorType::Rgba } else { ColorType::Rgb };
    encoder.encode(&pixels.bytes, width, height, colours).map_err(unwritten)?;
    Ok(bytes)
}

/// A picture as PNG.
pub fn png(pixels: &Pixels, profile: Option<&[u8]>) -> Result<Vec<u8>, Message> {
    let side = |side: usize| u32::try_from(side).map_err(unwritten);
    let mut info = png::Info::with_size(side(pixels.width)?, side(pixels.height)?);
    info.color_type = if pixels.has_alpha { png::ColorType::Rgba } else { png::ColorType::Rgb };
    info.bit_depth = png::BitDepth::Eight;
    info.icc_profile = profile.map(Into::into);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::with_info(&mut bytes, info).map_err(unwritten)?;
    encoder.set_compression(Compression::Balanced);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels.bytes));
    written.map(|()| bytes).map_err(unwritten)
}

/// A picture as lossy WebP.
pub fn webp(pixels: &Pixels, profile: Option<&[u8]>) -> Result<Vec<u8>, Message> {
    let side = |side: usize| u32::try_from(side).map_err(unwritten);
    let (width, height) = (side(pixels.width)?, side(pixels.height)?);
    let encoder = match pixels.has_alpha {
        true => webp::Encoder::from_rgba(&pixels.bytes, width, height),
        false => webp::Encoder::from_rgb(&pixels.bytes, width, height),
    };
    let refused = |error| say!(en: "WebP refuses it: {error:?}", fr: "WebP la refuse : {error:?}");
    let simple = encoder.encode_simple(false, WEBP_QUALITY).map_err(refused)?;
    let Some(profile) = profile else { return Ok(simple.to_vec()) };
    with_profile(&simple, (width, height), profile).ok_or_else(|| unwritten("WebP has no chunks"))
}

/// The same WebP with a profile (WebP Container Specification: “Extended File Format”).
fn with_profile(simple: &[u8], (width, height): (u32, u32), profile: &[u8]) -> Option<Vec<u8>> {
    const HAS_PROFILE: u8 = 0x20;
    const HEAD: usize = 12;
    let mut chunks = simple.get(HEAD..)?;
    let mut extended = [0; 10];
    if let Some(rest) = chunks.strip_prefix(b"VP8X\x0A\0\0\0") {
        let (known, rest) = rest.split_first_chunk()?;
        (extended, chunks) = (*known, rest);
    } else {
        extended[4..7].copy_from_slice(width.checked_sub(1)?.to_le_bytes().get(..3)?);
        extended[7..].copy_from_slice(height.checked_sub(1)?.to_le_bytes().get(..3)?);
    }
    extended[0] |= HAS_PROFILE;
    let length = u32::try_from(profile.len()).ok()?.to_le_bytes();
    let padding: &[u8] = if profile.len() % 2 == 1 { &[0] } else { &[] };
    let body = [b"WEBPVP8X\x0A\0\0\0", &extended[..], b"ICCP", &length, profile, padding, chunks].concat();
    Some([b"RIFF", &u32::try_from(body.len()).ok()?.to_le_bytes()[..], &body].concat())
}
