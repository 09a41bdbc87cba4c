//! The canvas: an index in a palette of sixteen colours for each pixel, two pixels a byte.

use png::chunk::IDAT;
use png::{BitDepth, ColorType, Encoder};

use crate::base::message::Message;
use crate::output::share::squeeze::squeeze;
use crate::present::share::EXTENT;

const WIDTH: i32 = EXTENT.width as i32;

/// The bytes of a row.
const ROW: usize = EXTENT.width as usize / 2;

/// Two pixels in the full colour of the state.
const FULL: u8 = 0xBB;

/// What is drawn with. The palette has a ramp for each: from the paper, or from the colour of the state, to the full
/// colour.
#[derive(Clone, Copy)]
pub enum Pen {
    /// Ink on paper: indices 0 to 7.
    Ink,
    /// The colour of the state on paper: index 0 and indices 8 to 11.
    State,
    /// Paper on the colour of the state: indices 11 to 15.
    OnState,
}

impl Pen {
    /// The palette index for each coverage of a pixel, of 255. It is 0 if the pixel is left unchanged.
    const fn places(self) -> [u8; 256] {
        let (steps, below) = match self {
            Self::Ink => (7, 0),
            Self::State => (4, 7),
            Self::OnState => (4, 11),
        };
        let mut places = [0; 256];
        let mut covered = 0;
        while covered < 256 {
            let step = (covered * steps + 127) / 255;
            places[covered] = if step > 0 { (below + step) as u8 } else { 0 };
            covered += 1;
        }
        places
    }
}

/// Pixels that a pen covers.
pub struct PixelShape(Vec<Pixel>);

struct Pixel {
    x: i16,
    y: i16,
    /// Its coverage, of 255.
    covered: u8,
}

impl PixelShape {
    /// A shape of pixels: their offsets to the right and down, and their coverage from 0 to 1.
    pub fn new(pixels: impl IntoIterator<Item = (i32, i32, f32)>) -> Self {
        let pixel = |(x, y, covered): (i32, i32, f32)| {
            let covered = (covered * 255.0).round() as u8;
            let (x, y) = i16::try_from(x).ok().zip(i16::try_from(y).ok()).filter(|_| covered > 0)?;
            Some(Pixel { x, y, covered })
        };
        Self(pixels.into_iter().filter_map(pixel).collect())
    }
}

/// The picture.
pub struct Canvas(Vec<u8>);

impl Canvas {
    /// Paper, with a bar in the colour of the state at the left edge, `bar` bytes wide.
    pub fn new(bar: usize) -> Self {
        let mut row = [0; ROW];
        row[..bar].fill(FULL);
        Self(row.repeat(EXTENT.height as usize))
    }

    /// Draws a shape at a point, clipped to the picture.
    pub fn put(&mut self, pen: Pen, (left, top): (i32, i32), shape: &PixelShape) {
        static PLACES: [[u8; 256]; 3] = [Pen::Ink.places(), Pen::State.places(), Pen::OnState.places()];
        let places = &PLACES[pen as usize];
        for Pixel { x, y, covered } in &shape.0 {
            let (x, y) = (left + i32::from(*x), top + i32::from(*y));
            let place = places[usize::from(*covered)];
            if place > 0
                && (0..WIDTH).contains(&x)
                && let Some(pair) = usize::try_from(y * WIDTH + x).ok().and_then(|at| self.0.get_mut(at / 2))
            {
                *pair = if x % 2 == 0 { *pair & 0x0F | place << 4 } else { *pair & 0xF0 | place };
            }
        }
    }

    /// Fills rows with the colour of the state, from one pixel to another and from one height to another. The pixels are even.
    pub fn fill(&mut self, (left, right): (usize, usize), (top, bottom): (usize, usize)) {
        let rows = self.0.chunks_exact_mut(ROW).take(bottom).skip(top);
        rows.for_each(|row| row[(left / 2).min(ROW)..(right / 2).min(ROW)].fill(FULL));
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
        // Noise, bytes among zeros at every distance, rows that are alike, and nothing.
        for among in [1, 2, 300, 9_000, u32::MAX] {
            let mut canvas = Canvas::new(12);
            for byte in canvas.0.iter_mut().skip(100 * ROW).take(400 * ROW) {
                *byte = if noise(among) == 0 { noise(256) as u8 } else { 0 };
            }
            let png = canvas.png(vec![0; 48]).expect("a picture");
            let mut decoder = Decoder::new(Cursor::new(&png));
            decoder.set_transformations(Transformations::IDENTITY);
            decoder.ignore_checksums(false);
            let mut reader = decoder.read_info().expect("a picture");
            let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
            reader.next_frame(&mut pixels).expect("pixels");
            reader.finish().expect("the end");
            assert!(pixels == canvas.0, "{among}");
        }
    }
}
