//! Decodes pictures. Files are untrusted: their sizes are checked again while decoding.

use std::io::Cursor;

use png::{ColorType, Limits, Transformations};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;

use crate::base::bounds::{PICTURE_BYTES, PICTURE_EXTRA_BYTES, PICTURE_SIDE, PIXELS};
use crate::base::jpeg::{self, Orientation, SCAN};
use crate::base::message::{Message, say};
use crate::base::picture::Extent;
use crate::output::picture::colours::{ColourProfile, colours};
use crate::output::picture::pixels::Pixels;

/// A decoded picture, its pixels before orientation.
pub struct DecodedPicture {
    /// The pixels.
    pub pixels: Pixels,
    /// How they are to be turned.
    pub orientation: Orientation,
    /// Their colour profile, unless it is sRGB.
    pub profile: Option<Vec<u8>>,
}

/// The message for a picture larger than allowed, or than its header says.
pub fn too_large() -> Message {
    say!(en: "it is larger than it declares", fr: "elle est plus grande qu’elle ne l’annonce")
}

/// Decodes a JPEG or a PNG. `reserve` is called with the number of bytes of its pixels before they are allocated.
pub fn read(source: &[u8], reserve: impl FnOnce(u64)) -> Result<DecodedPicture, Message> {
    match source.first() {
        Some(0xFF) => read_jpeg(source, reserve),
        _ => read_png(source, reserve),
    }
}

fn unreadable(error: impl std::fmt::Display) -> Message {
    say!(en: "it cannot be read as an image: {error}", fr: "elle ne peut pas être lue comme une image : {error}")
}

fn bounded(width: usize, height: usize, bytes: Option<usize>) -> Result<u64, Message> {
    let side = |side: usize| u32::try_from(side).ok().filter(|side| *side <= PICTURE_SIDE);
    let extent = side(width).zip(side(height)).map(|(width, height)| Extent { width, height });
    let bytes = bytes.and_then(|bytes| u64::try_from(bytes).ok()).filter(|bytes| *bytes <= PICTURE_BYTES);
    extent.filter(|extent| extent.pixels() <= PIXELS).and(bytes).ok_or_else(too_large)
}

fn read_jpeg(source: &[u8], reserve: impl FnOnce(u64)) -> Result<DecodedPicture, Message> {
    if is_cut_off(source) {
        return Err(say!(en: "it ends before its last line", fr: "elle s’arrête avant sa dernière ligne"));
    }
    let side = PICTURE_SIDE as usize;
    let options = DecoderOptions::default().set_strict_mode(false).set_max_width(side).set_max_height(side);
    let options = options.jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(source), options);
    decoder.decode_headers().map_err(unreadable)?;
    let (width, height) = decoder.dimensions().unwrap_or_default();
    reserve(bounded(width, height, decoder.output_buffer_size())?);
    let mut bytes = decoder.decode().map_err(unreadable)?;
    let is_grey = jpeg::colours(source) == Some(1);
    let profile = normalize_greys(colours(decoder.icc_profile(), is_grey)?, bytes.iter_mut());
    Ok(DecodedPicture {
        pixels: Pixels { width, height, bytes, has_alpha: false },
        orientation: jpeg::orientation(source),
        profile,
    })
}

fn read_png(source: &[u8], reserve: impl FnOnce(u64)) -> Result<DecodedPicture, Message> {
    let limits = Limits { bytes: usize::try_from(PICTURE_EXTRA_BYTES).unwrap_or(usize::MAX) };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(source), limits);
    // Palettes, transparent colours and other depths become eight bits per channel.
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(unreadable)?;
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    let size = reader.output_buffer_size();
    reserve(bounded(width, height, size)?);
    let mut bytes = vec![0; size.unwrap_or_default()];
    reader.next_frame(&mut bytes).map_err(unreadable)?;
    let (is_grey, has_alpha) = match reader.output_color_type().0 {
        ColorType::Grayscale => (true, false),
        ColorType::GrayscaleAlpha => (true, true),
        ColorType::Rgba => (false, true),
        ColorType::Rgb | ColorType::Indexed => (false, false),
    };
    let profile = reader.info().icc_profile.as_ref().map(|profile| profile.to_vec());
    let colours = colours(profile, is_grey)?;
    let profile = normalize_greys(colours, bytes.iter_mut().step_by(if has_alpha { 2 } else { 1 }));
    if is_grey {
        bytes = match has_alpha {
            true => bytes.as_chunks().0.iter().flat_map(|[grey, alpha]| [*grey, *grey, *grey, *alpha]).collect(),
            false => bytes.iter().flat_map(|grey| [*grey; 3]).collect(),
        };
    }
    Ok(DecodedPicture {
        pixels: Pixels { width, height, bytes, has_alpha },
        orientation: Orientation::default(),
        profile,
    })
}

/// Converts greys to sRGB if necessary, and returns the profile to copy.
fn normalize_greys<'b>(colours: ColourProfile, greys: impl Iterator<Item = &'b mut u8>) -> Option<Vec<u8>> {
    match colours {
        ColourProfile::Web => None,
        ColourProfile::Profile(profile) => Some(profile),
        ColourProfile::Greys(known) => {
            greys.for_each(|grey| *grey = known[usize::from(*grey)]);
            None
        }
    }
}

/// True for a truncated JPEG, which the decoder accepts and fills with grey. The end marker (ITU T.81, B.1.1.3) is
/// searched after the scan, since a thumbnail in the header has one too.
fn is_cut_off(source: &[u8]) -> bool {
    const END: [u8; 2] = [0xFF, 0xD9];
    let scan = jpeg::segments(source).find(|(marker, _)| *marker == SCAN);
    // The decoder checks the header.
    scan.is_some_and(|(_, data)| !data.windows(END.len()).rev().any(|bytes| bytes == END))
}
