//! Draws a picture with a palette of sixteen colours: paper, and steps from it to ink and to the colour of a state.

use ab_glyph::{Font, FontRef, Glyph, PxScale, point};
use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter};

use crate::base::message::{Message, say};
use crate::render::share::lines::Face;
use crate::render::share::{EXTENT, Share};
use crate::render::theme::share::Colour;

const WIDTH: usize = EXTENT.width as usize;
const HEIGHT: usize = EXTENT.height as usize;

/// Where lines begin and end.
const LEFT: f32 = 84.0;
const RIGHT: f32 = 1128.0;

/// The widths of the bar at the left edge, which has the colour of the state.
const BAR: usize = 24;

/// The mark of the site in the font.
const MARK: char = '\u{e000}';

/// The sizes of a title, of which the first that fits is taken.
const TITLES: [f32; 5] = [88.0, 76.0, 66.0, 57.0, 46.0];

/// From one line of a title to the next, in its size.
const LEADING: f32 = 1.14;

/// The height that a title may take, above a state and a date and without them.
const ROOM: (f32, f32) = (263.0, 350.0);

/// What is drawn with. The palette has a ramp for each: from the paper, or from the state's colour, to the full colour.
#[derive(Clone, Copy)]
enum Pen {
    /// Ink on paper: places 0 to 7.
    Ink,
    /// The colour of the state on paper: place 0 and places 8 to 11.
    State,
    /// Paper on the colour of the state: places 11 to 15.
    OnState,
}

impl Pen {
    /// The place in the palette for what a pixel is covered by, from 0 to 1. `None` where it stays as it is.
    fn place(self, covered: f32) -> Option<u8> {
        let step = |steps: f32| (covered * steps).round() as u8;
        let (step, below) = match self {
            Self::Ink => (step(7.0), 0),
            Self::State => (step(4.0), 7),
            Self::OnState => (step(4.0), 11),
        };
        (step > 0).then_some(below + step)
    }
}

/// The picture while it is drawn: a place of the palette for each pixel.
struct Canvas(Vec<u8>);

/// Draws a picture with a font, as PNG.
pub fn draw(share: &Share, font: &[u8]) -> Result<Vec<u8>, Message> {
    let font = FontRef::try_from_slice(font).map_err(
        |error| say!(en: "the font cannot be read: {error}", fr: "la police de caractères est illisible : {error}"),
    )?;
    let face = |size: f32| Face { font: &font, size };
    let tone = share.state.as_ref().and_then(|(tone, _)| tone.as_ref());
    let mut canvas = Canvas(vec![0; WIDTH * HEIGHT]);
    canvas.0.chunks_exact_mut(WIDTH).for_each(|row| row[..BAR].fill(11));

    let mut top = LEFT;
    if !share.site.is_empty() {
        let mark = face(62.0);
        canvas.text(mark, Pen::Ink, (LEFT, 118.0), &MARK.to_string());
        let indent = if mark.advance(MARK) > 0.0 { mark.advance(MARK) + 18.0 } else { 0.0 };
        let name = face(34.0);
        let line = name.at_most(&share.site, RIGHT - LEFT - indent, 1).concat();
        canvas.text(name, Pen::Ink, (LEFT + indent, 111.0), &line);
    } else {
        canvas.text(face(120.0), Pen::Ink, (LEFT, 176.0), &MARK.to_string());
        top = 118.0;
    }
    if let Some(kind) = &share.kind {
        let kind = face(32.0).at_most(kind, RIGHT - LEFT, 1).concat();
        canvas.text(face(32.0), Pen::State, (LEFT, 204.0), &kind);
    }

    let has_foot = share.state.is_some() || share.date.is_some() || share.description.is_some();
    let most = |size: f32| ((if has_foot { ROOM.0 } else { ROOM.1 }) / (size * LEADING)) as usize;
    let fitting = TITLES.into_iter().find_map(|size| {
        let broken = face(size).lines(&share.title, RIGHT - LEFT);
        let fits = broken.len() <= most(size) && face(size).fits(&broken, RIGHT - LEFT);
        fits.then(|| (size, face(size).balanced(&share.title, RIGHT - LEFT, broken)))
    });
    let (size, lines) = fitting.unwrap_or_else(|| {
        let smallest = TITLES[TITLES.len() - 1];
        (smallest, face(smallest).at_most(&share.title, RIGHT - LEFT, most(smallest)))
    });
    let mut baseline = top.max(120.0) + 112.0 + size * 0.86;
    for line in &lines {
        canvas.text(face(size), Pen::Ink, (LEFT - size * 0.04, baseline), line);
        baseline += size * LEADING;
    }
    if let Some(description) = &share.description {
        let small = face(38.0);
        baseline += 8.0;
        for line in small.at_most(description, RIGHT - LEFT, 4) {
            canvas.text(small, Pen::Ink, (LEFT, baseline), &line);
            baseline += 52.0;
        }
    }

    let mut left = LEFT;
    if let Some((tone, word)) = &share.state {
        let words = face(34.0);
        let shape = tone.as_ref().map(|tone| tone.shape.to_string()).unwrap_or_default();
        let gap = if shape.is_empty() { 0.0 } else { words.width(&shape) + 16.0 };
        let width = words.width(word) + gap + 56.0;
        canvas.pill((left, 520.0), (width, 64.0));
        canvas.text(words, Pen::OnState, (left + 28.0, 564.0), &shape);
        canvas.text(words, Pen::OnState, (left + 28.0 + gap, 564.0), word);
        left += width + 28.0;
    }
    if let Some(date) = &share.date {
        let date = upper(date);
        let room = RIGHT - left;
        let one = face(34.0).width(&date) <= room;
        let words = face(if one { 34.0 } else { 28.0 });
        let lines = words.at_most(&date, room, 2);
        let mut baseline = if lines.len() == 1 { 563.0 } else { 546.0 };
        for line in lines {
            canvas.text(words, Pen::Ink, (left, baseline), &line);
            baseline += 37.0;
        }
    }
    canvas.png(share.look.paper, share.look.ink, tone.map_or(share.look.accent, |tone| tone.colour))
}

/// A text that begins with a capital.
fn upper(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

impl Canvas {
    /// Writes a text from a point on, which is the left end of its baseline.
    fn text(&mut self, face: Face<'_>, pen: Pen, (left, baseline): (f32, f32), text: &str) {
        let scale = PxScale::from(face.font.height_unscaled() * face.unit());
        let mut at = left;
        for character in text.chars() {
            let id = face.font.glyph_id(character);
            let advance = face.advance(character);
            if advance > 0.0
                && let Some(outline) = face.font.outline_glyph(Glyph { id, scale, position: point(at, baseline) })
            {
                let corner = outline.px_bounds().min;
                outline.draw(|x, y, covered| {
                    let (x, y) = (corner.x as i64 + i64::from(x), corner.y as i64 + i64::from(y));
                    self.dot((x, y), pen.place(covered));
                });
            }
            at += advance;
        }
    }

    fn dot(&mut self, (x, y): (i64, i64), place: Option<u8>) {
        if let (Some(place), Ok(x), Ok(y)) = (place, usize::try_from(x), usize::try_from(y))
            && x < WIDTH
            && y < HEIGHT
        {
            self.0[y * WIDTH + x] = place;
        }
    }

    /// Fills a pill in the colour of the state.
    fn pill(&mut self, (left, top): (f32, f32), (width, height): (f32, f32)) {
        let radius = height / 2.0;
        let (first, last) = (left + radius, left + width - radius);
        for y in 0..=height as i64 {
            for x in 0..=width as i64 {
                let (across, down) = (left + x as f32 + 0.5, y as f32 + 0.5 - radius);
                let beside = (first - across).max(across - last).max(0.0);
                let covered = (radius + 0.5 - beside.hypot(down)).clamp(0.0, 1.0);
                self.dot((left as i64 + x, top as i64 + y), Pen::State.place(covered));
            }
        }
    }

    /// The picture as PNG, two pixels a byte.
    fn png(&self, paper: Colour, ink: Colour, state: Colour) -> Result<Vec<u8>, Message> {
        let step = |from: Colour, to: Colour, step: u16, of: u16| -> [u8; 3] {
            let mix = |from: u8, to: u8| ((u16::from(from) * (of - step) + u16::from(to) * step) / of) as u8;
            std::array::from_fn(|part| mix(from.0[part], to.0[part]))
        };
        let of_ink = (0..=7).map(|at| step(paper, ink, at, 7));
        let of_state = (1..=4).map(|at| step(paper, state, at, 4));
        let on_state = (1..=4).map(|at| step(state, paper, at, 4));
        let palette: Vec<u8> = of_ink.chain(of_state).chain(on_state).flatten().collect();
        let packed: Vec<u8> = self.0.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, EXTENT.width, EXTENT.height);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Four);
        encoder.set_palette(palette);
        // More would take twice as long for a hundredth of the bytes.
        encoder.set_deflate_compression(DeflateCompression::Level(3));
        encoder.set_filter(Filter::NoFilter);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&packed));
        written.map(|()| bytes).map_err(|error| Message::same(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Cursor;

    use super::*;
    use crate::base::message::Tongue;
    use crate::render::theme::share::{Look, Tone};

    const FONT: &[u8] = include_bytes!("../../../themes/lab/share.ttf");

    fn share(title: &str) -> Share {
        let colour = |part: u8| Colour([part; 3]);
        let tone = Tone { shape: '●', colour: colour(60) };
        let look = Look { paper: colour(255), ink: colour(0), accent: colour(30), tones: BTreeMap::new() };
        Share {
            look,
            site: "Le laboratoire".to_owned(),
            kind: Some("Appel à solutions".to_owned()),
            title: title.to_owned(),
            description: None,
            state: Some((Some(tone), "Ouvert".to_owned())),
            date: Some("date limite : 12 mars 2027 à 12 h (heure de Luxembourg)".to_owned()),
        }
    }

    /// The places of the palette that a picture uses in a row.
    fn row(png: &[u8], y: usize) -> Vec<u8> {
        let mut decoder = png::Decoder::new(Cursor::new(png));
        decoder.set_transformations(png::Transformations::IDENTITY);
        let mut reader = decoder.read_info().expect("a picture");
        assert_eq!((reader.info().width, reader.info().height), (1200, 630));
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut pixels).expect("pixels");
        pixels[y * 600..(y + 1) * 600].iter().flat_map(|pair| [pair >> 4, pair & 15]).collect()
    }

    #[test]
    fn a_picture_is_the_same_each_time_and_small() {
        let long = "Rendre les documents d’une administration accessibles à toutes et à tous, sans exception";
        let drawn = share(long).draw(FONT).expect("a picture");
        assert!(drawn.len() < 25_000, "{} bytes", drawn.len());
        assert_eq!(share(long).draw(FONT), Ok(drawn));
    }

    #[test]
    fn nothing_of_a_title_stands_below_its_room_or_outside_of_the_lines() {
        let endless = "Anticonstitutionnellement ".repeat(40);
        for title in ["Court", "Une phrase qui prend deux lignes ou même trois lignes", &*endless, &"x".repeat(300), ""]
        {
            let drawn = share(title).draw(FONT).expect("a picture");
            // Between the title and the state there is paper, but for the bar at the edge.
            assert!(row(&drawn, 505)[BAR..].iter().all(|place| *place == 0), "{title}");
        }
    }

    #[test]
    fn what_is_no_font_is_told() {
        assert!(
            share("Robots")
                .draw(b"no font")
                .is_err_and(|why| why.text(Tongue::English).contains("the font cannot be read"))
        );
    }
}
