//! The canvas: an index in a palette of sixteen colours for each pixel.

use png::chunk::IDAT;
use png::{BitDepth, ColorType, Encoder};

use crate::base::message::Message;
use crate::output::share::squeeze::squeeze;
use crate::present::share::EXTENT;

/// The pixels of a row.
const ROW: usize = EXTENT.width as usize;

/// The full colour of the state.
const FULL: u8 = 11;

/// What is drawn with. The palette has a ramp for each: from the paper, or from the colour of the state, to the full
/// colour.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pen {
    /// Ink on paper: indices 0 to 7.
    Ink,
    /// The colour of the state on paper: index 0 and indices 8 to 11.
    State,
    /// Paper on the colour of the state: indices 11 to 15.
    OnState,
}

impl Pen {
    /// The palette index of a pixel that is covered in part, from 0 to 1. It is 0 if the pixel is left unchanged.
    fn place(self, covered: f32) -> u8 {
        let (steps, below) = match self {
            Self::Ink => (7, 0),
            Self::State => (4, 7),
            Self::OnState => (4, 11),
        };
        // To the nearest, without a call of the mathematical library for each pixel.
        let covered = u32::from((covered * 255.0 + 0.5) as u8);
        let step = (covered * steps + 127) / 255;
        if step > 0 { (below + step) as u8 } else { 0 }
    }
}

/// What a pen draws at one point: a rectangle of pixels.
pub struct PixelShape {
    /// The offset of its left upper corner from the point.
    corner: (i32, i32),
    /// The pixels of a row.
    width: usize,
    /// Palette indices, row by row; 0 where the picture shows through.
    places: Vec<u8>,
}

impl PixelShape {
    /// A shape with this left upper corner, from how much of each pixel is covered, row by row.
    pub fn new(pen: Pen, corner: (i32, i32), width: usize, covered: impl IntoIterator<Item = f32>) -> Self {
        Self { corner, width, places: covered.into_iter().map(|covered| pen.place(covered)).collect() }
    }
}

/// The picture: nothing until it is cleared.
#[derive(Default)]
pub struct Canvas(Vec<u8>);

impl Canvas {
    /// Makes it paper, with a bar in the colour of the state at the left edge, `bar` pixels wide.
    pub fn clear(&mut self, bar: usize) {
        self.0.clear();
        self.0.resize(ROW * EXTENT.height as usize, 0);
        self.0.chunks_exact_mut(ROW).for_each(|row| row[..bar].fill(FULL));
    }

    /// Draws a shape at a point, clipped to the picture.
    pub fn put(&mut self, (left, top): (i32, i32), shape: &PixelShape) {
        let (left, top) = (left + shape.corner.0, top + shape.corner.1);
        // What of the shape is left of the picture, and where in a row the rest goes.
        let hidden = usize::try_from(-left).unwrap_or(0);
        let start = usize::try_from(left).unwrap_or(0);
        if hidden >= shape.width || start >= ROW {
            return;
        }
        for (places, y) in shape.places.chunks_exact(shape.width).zip(top..) {
            let row = usize::try_from(y).ok().and_then(|y| self.0.get_mut(y * ROW..(y + 1) * ROW));
            let Some(row) = row else { continue };
            for (pixel, place) in row[start..].iter_mut().zip(&places[hidden..]) {
                // Without a branch, so that many pixels are drawn at once.
                *pixel = if *place > 0 { *place } else { *pixel };
            }
        }
    }

    /// Fills rows with the colour of the state, from one pixel to another and from one height to another.
    pub fn fill(&mut self, (left, right): (usize, usize), (top, bottom): (usize, usize)) {
        let rows = self.0.chunks_exact_mut(ROW).take(bottom).skip(top);
        rows.for_each(|row| row[left.min(ROW)..right.min(ROW)].fill(FULL));
    }

    /// The picture as PNG.
    pub fn png(&self, palette: Vec<u8>) -> Result<Vec<u8>, Message> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, EXTENT.width, EXTENT.height);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Four);
        encoder.set_palette(palette);
        let pixels = squeeze(&self.0, ROW);
        let written = encoder.write_header().and_then(|mut writer| writer.write_chunk(IDAT, &pixels));
        written.map(|()| bytes).map_err(|error| Message::same(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use png::{Decoder, Transformations};

    use super::*;

    #[test]
    fn any_pixels_survive_a_round_trip() {
        let mut state = 7_u32;
        let mut noise = |among: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % among
        };
        // Noise, pixels among zeros at every distance, rows that are alike, and nothing.
        for among in [1, 2, 300, 9_000, u32::MAX] {
            let mut canvas = Canvas::default();
            canvas.clear(24);
            for pixel in canvas.0.iter_mut().skip(100 * ROW).take(400 * ROW) {
                *pixel = if noise(among) == 0 { noise(16) as u8 } else { 0 };
            }
            let png = canvas.png(vec![0; 48]).expect("a picture");
            let mut decoder = Decoder::new(Cursor::new(&png));
            decoder.set_transformations(Transformations::IDENTITY);
            decoder.ignore_checksums(false);
            let mut reader = decoder.read_info().expect("a picture");
            let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
            reader.next_frame(&mut pixels).expect("pixels");
            reader.finish().expect("the end");
            let drawn: Vec<u8> = canvas.0.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
            assert!(pixels == drawn, "{among}");
        }
    }
}
