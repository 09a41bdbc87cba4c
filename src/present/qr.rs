//! QR codes of addresses, for printed pages.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

use crate::present::view::part::Qr;

/// The quiet zone that readers need, in modules.
const EDGE: i32 = 4;

/// The error correction level.
const LOSS: QrCodeEcc = QrCodeEcc::Medium;

/// The mask pattern, of eight. Readers accept any; choosing the best one takes thirteen times as long.
const MASK: u8 = 3;

/// The code of an address, as an SVG path with strokes one module wide. `None` for an address that is too long.
pub fn qr(url: &str) -> Option<Qr> {
    let segments = QrSegment::make_segments(url);
    let mask = Some(Mask::new(MASK));
    let code = QrCode::encode_segments_advanced(&segments, LOSS, Version::MIN, Version::MAX, mask, true).ok()?;
    let mut path = String::with_capacity(2048);
    for y in 0..code.size() {
        // The position of the pen: each row begins at the left, each run of modules at the end of the last one.
        let (mut x, mut pen) = (0, 0);
        path.push('M');
        push_number(&mut path, EDGE);
        path.push(' ');
        push_number(&mut path, y + EDGE);
        path.push_str(".5");
        while x < code.size() {
            let start = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                if start > pen {
                    path.push('m');
                    push_number(&mut path, start - pen);
                    path.push_str(" 0");
                }
                path.push('h');
                push_number(&mut path, x - start);
                pen = x;
            }
            x += 1;
        }
    }
    Some(Qr { url: url.to_owned(), size: (code.size() + 2 * EDGE).unsigned_abs(), path })
}

/// Adds a number below a thousand. A code has hundreds of them, and the machinery of `format!` took half of the time of all codes.
fn push_number(path: &mut String, number: i32) {
    for (unit, least) in [(100, 100), (10, 10), (1, 0)] {
        if number >= least {
            path.push(char::from(b'0' + (number / unit % 10) as u8));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qr_code_has_finder_patterns_and_a_quiet_zone() {
        let code = qr("https://lab.example/fr/appels/robots/").expect("a code");
        assert_eq!(code.size, 37);
        assert!(code.path.starts_with("M4 4.5h7m"), "{}", code.path);
        assert!(qr(&"a".repeat(3000)).is_none());
    }
}
