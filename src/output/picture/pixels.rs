//! The pixels of a picture: scaling and orientation.

use std::borrow::Cow;

use pic_scale_safe::ResamplingFunction::Lanczos3;
use pic_scale_safe::{ImageSize, premultiplied_rgba8, resize_rgb8, resize_rgba8};

use crate::base::jpeg::Orientation;

/// The ratio to the target width down to which a picture is halved cheaply; below it, it is resampled well.
const NEARLY: f32 = 1.5;

/// The pixels of a picture, eight bits per channel.
pub struct Pixels {
    /// Its width.
    pub width: usize,
    /// Its height.
    pub height: usize,
    /// RGB, or RGBA if `has_alpha`; row by row from the top left.
    pub bytes: Vec<u8>,
    /// True for four bytes per pixel.
    pub has_alpha: bool,
}

impl Pixels {
    /// The number of bytes per pixel.
    pub fn channels(&self) -> usize {
        3 + usize::from(self.has_alpha)
    }

    /// Scales down to a size.
    pub fn smaller(&self, width: usize, height: usize) -> Result<Self, String> {
        let (mut size, mut bytes) = ((self.width, self.height), Cow::from(&self.bytes));
        // Transparent pixels must not contribute colour.
        if self.has_alpha {
            bytes = premultiplied_rgba8(&bytes).into();
        }
        let is_longer = |side: usize, wanted: usize| (side / 2) as f32 >= wanted as f32 * NEARLY;
        while is_longer(size.0, width) && is_longer(size.1, height) {
            let half = if self.has_alpha { halved::<4>(&bytes, size.0) } else { halved::<3>(&bytes, size.0) };
            (size, bytes) = ((size.0 / 2, size.1 / 2), half.into());
        }
        let (from, to) = (ImageSize::new(size.0, size.1), ImageSize::new(width, height));
        let bytes = match self.has_alpha {
            true => {
                let mut bytes = resize_rgba8(&bytes, from, to, Lanczos3)?;
                bytes.as_chunks_mut().0.iter_mut().for_each(undo_premultiplied);
                bytes
            }
            false => resize_rgb8(&bytes, from, to, Lanczos3)?,
        };
        Ok(Self { width, height, bytes, has_alpha: self.has_alpha })
    }

    /// The same as it was seen.
    pub fn turned(self, orientation: Orientation) -> Self {
        if orientation == Orientation::default() {
            return self;
        }
        let Self { width, height, ref bytes, has_alpha } = self;
        let channels = self.channels();
        let (wide, high) = if orientation.swaps_sides() { (height, width) } else { (width, height) };
        let mut turned = Vec::with_capacity(bytes.len());
        for (y, x) in (0..high).flat_map(|y| (0..wide).map(move |x| (y, x))) {
            let (x, y) = match orientation.quarters {
                1 => (y, height - 1 - x),
                2 => (width - 1 - x, height - 1 - y),
                3 => (width - 1 - y, x),
                _ => (x, y),
            };
            let x = if orientation.is_mirrored { width - 1 - x } else { x };
            let at = (y * width + x) * channels;
            turned.extend_from_slice(&bytes[at..at + channels]);
        }
        Self { width: wide, height: high, bytes: turned, has_alpha }
    }
}

/// Undoes premultiplied alpha. Values that the filter made brighter than the alpha are clamped to it.
fn undo_premultiplied([red, green, blue, opaque]: &mut [u8; 4]) {
    let whole = u16::from((*opaque).max(1));
    for colour in [red, green, blue] {
        *colour = ((u16::from(*colour).min(whole) * 255 + whole / 2) / whole) as u8;
    }
}

/// Halves both sides by the mean of four pixels; an odd last column or row is dropped.
fn halved<const CHANNELS: usize>(bytes: &[u8], width: usize) -> Vec<u8> {
    let mut half = Vec::with_capacity(bytes.len() / 4);
    for rows in bytes.chunks_exact(2 * width * CHANNELS) {
        let (upper, lower) = rows.as_chunks::<CHANNELS>().0.split_at(width);
        for ([one, two], [three, four]) in upper.as_chunks().0.iter().zip(lower.as_chunks().0) {
            let sum = |at: usize| [one, two, three, four].into_iter().map(|pixel| u16::from(pixel[at])).sum::<u16>();
            half.extend::<[u8; CHANNELS]>(std::array::from_fn(|at| ((sum(at) + 2) / 4) as u8));
        }
    }
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(width: usize, height: usize, colour: impl Fn(usize, usize) -> [u8; 3]) -> Pixels {
        let at = |at: usize| colour(at % width, at / width);
        Pixels { width, height, bytes: (0..width * height).flat_map(at).collect(), has_alpha: false }
    }

    #[test]
    fn pictures_are_rotated_by_their_orientation() {
        // Two pixels wide, three high: a letter for each.
        let seen = |is_mirrored, quarters| {
            let picture = pixels(2, 3, |x, y| [b"abcdef"[2 * y + x]; 3]);
            let turned = picture.turned(Orientation { is_mirrored, quarters });
            let letters: Vec<u8> = turned.bytes.chunks_exact(3).map(|pixel| pixel[0]).collect();
            let rows: Vec<_> = letters.chunks_exact(turned.width).map(String::from_utf8_lossy).collect();
            rows.join(" ")
        };
        assert_eq!([seen(false, 0), seen(true, 0)], ["ab cd ef", "ba dc fe"]);
        assert_eq!([seen(false, 1), seen(false, 2), seen(false, 3)], ["eca fdb", "fe dc ba", "bdf ace"]);
        assert_eq!([seen(true, 1), seen(true, 2), seen(true, 3)], ["fdb eca", "ef cd ab", "ace bdf"]);
    }

    #[test]
    fn large_pictures_are_reduced_in_steps_without_colour_changes() {
        let large = pixels(4_001, 1_001, |x, _| if x < 2_000 { [200, 30, 30] } else { [30, 30, 200] });
        let small = large.smaller(480, 120).expect("smaller");
        let at = |x: usize, y: usize| &small.bytes[(y * 480 + x) * 3..][..3];
        assert_eq!(
            (at(10, 60), at(470, 60), at(470, 119)),
            (&[200, 30, 30][..], &[30, 30, 200][..], &[30, 30, 200][..])
        );
    }

    #[test]
    fn transparent_pixels_do_not_bleed_colour() {
        let of = |seen: [u8; 4]| {
            let at = move |at: usize| if (at / 3).is_multiple_of(2) { seen } else { [0, 250, 0, 0] };
            Pixels { width: 64, height: 64, bytes: (0..64 * 64).flat_map(at).collect(), has_alpha: true }
        };
        for (side, seen) in [10, 32, 63].into_iter().flat_map(|side| [(side, [250, 10, 10, 255]), (side, [255; 4])]) {
            let small = of(seen).smaller(side, side).expect("smaller");
            let is_near = |pixel: &[u8; 4]| pixel.iter().zip(seen).take(3).all(|(one, other)| one.abs_diff(other) < 10);
            let pixels = small.bytes.as_chunks().0;
            assert!(pixels.iter().all(|pixel| pixel[3] < 60 || is_near(pixel)), "{side} {seen:?}");
            assert!(pixels.iter().any(|pixel| pixel[3] > 100), "{side} {seen:?}");
        }
    }
}
