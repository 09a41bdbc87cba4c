//! The QR code of an address, for who holds the page on paper.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter};
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

use crate::render::view::part::Qr;

/// The empty edge that readers need, in squares.
const EDGE: i32 = 4;

/// How much of a code may be lost: a fold or a stain.
const LOSS: QrCodeEcc = QrCodeEcc::Medium;

/// The pattern that is laid over the squares, of eight. Readers read any; to look for the evenest takes thirteen times as long.
const MASK: u8 = 3;

/// The code of an address as a picture in its page: a tenth of the bytes of a drawing. `None` for an address that is too long
/// for any code.
pub fn qr(url: &str) -> Option<Qr> {
    let segments = QrSegment::make_segments(url);
    let mask = Some(Mask::new(MASK));
    let code = QrCode::encode_segments_advanced(&segments, LOSS, Version::MIN, Version::MAX, mask, true).ok()?;
    let size = (code.size() + 2 * EDGE).unsigned_abs();
    let src = format!("data:image/png;base64,{}", STANDARD.encode(png(&code, size)));
    Some(Qr { url: url.to_owned(), size, src })
}

/// The squares as a PNG of one bit for each. They are as good as random, so nothing is compressed.
fn png(code: &QrCode, size: u32) -> Vec<u8> {
    let row = |y: i32| {
        let eight = move |first: i32| (0..8).fold(0_u8, |bits, x| bits << 1 | u8::from(!code.get_module(first + x, y)));
        (0..size.div_ceil(8)).map(move |byte| eight(byte.cast_signed() * 8 - EDGE))
    };
    let squares: Vec<u8> = (-EDGE..code.size() + EDGE).flat_map(row).collect();
    let mut bytes = Vec::with_capacity(squares.len() + 100);
    let mut encoder = Encoder::new(&mut bytes, size, size);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    encoder.set_filter(Filter::NoFilter);
    encoder.set_deflate_compression(DeflateCompression::NoCompression);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&squares));
    written.expect("writing rows of the right length to memory does not fail");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_holds_its_finders_and_an_empty_edge() {
        let code = qr("https://lab.example/fr/appels/robots/").expect("a code");
        assert_eq!(code.size, 37);
        let bytes =
            STANDARD.decode(code.src.strip_prefix("data:image/png;base64,").expect("a picture")).expect("bytes");
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
        let mut squares = vec![0; reader.output_buffer_size().expect("a small one")];
        reader.next_frame(&mut squares).expect("a picture");
        let row = |y: usize| -> String { squares[y * 5..][..5].iter().map(|eight| format!("{eight:08b}")).collect() };
        assert!(row(3).starts_with(&"1".repeat(37)), "{}", row(3));
        assert!(row(4).starts_with("111100000001"), "{}", row(4));
        assert!(row(5).starts_with("111101111101"), "{}", row(5));
        assert!(qr(&"a".repeat(3000)).is_none());
    }
}
