//! Draws share pictures with a palette of sixteen colours: paper, and ramps from it to ink and to the colour of a
//! state.

use std::collections::HashMap;
use std::mem;

use ab_glyph::{Font, FontVec, Glyph, PxScale, point};

use crate::base::characters::{composed, is_invisible, without_marks};
use crate::base::message::{Message, say};
use crate::output::share::canvas::{Canvas, Pen, PixelShape};
use crate::output::share::lines::{MeasuredWords, advance, has, width};
use crate::present::share::SharePicture;
use crate::theme::share::Colour;

/// The left and right edges of lines.
const LEFT: f32 = 84.0;
const RIGHT: f32 = 1128.0;

/// The width of the bar at the left edge, which has the colour of the state.
const BAR: usize = 24;

/// The mark of the site in the font.
const MARK: char = '\u{e000}';

/// The sizes of a title; the first that fits is used.
const TITLES: [f32; 5] = [88.0, 76.0, 66.0, 57.0, 46.0];

/// The line height of a title, relative to its size.
const LEADING: f32 = 1.14;

/// The maximum height of a title, with a foot below it and without.
const ROOM: (f32, f32) = (263.0, 350.0);

/// The top of the pill of a state, its height, and half of it.
const PILL_TOP: usize = 520;
const PILL: usize = 64;
const ROUND: usize = PILL / 2;

/// The subpixel positions of characters per pixel: spacing is even, and few shapes are needed.
const PARTS: i32 = 4;

/// The capacity of the cache of shapes, which scripts with thousands of characters exceed.
const SHAPES: usize = 4_096;

/// Draws pictures. A picture does not depend on those before it.
pub struct ShareRenderer {
    font: FontVec,
    /// The em of the font, in its units.
    em: f32,
    /// The shapes of characters, by pen, size and subpixel position; `None` for one without a shape.
    shapes: HashMap<(Pen, char, u32, i32), Option<PixelShape>>,
    /// Both ends of a pill.
    ends: [PixelShape; 2],
    /// The last picture, for its memory.
    canvas: Canvas,
}

impl ShareRenderer {
    /// A renderer with a font.
    pub fn new(font: &[u8]) -> Result<Self, Message> {
        let font = FontVec::try_from_vec(font.to_vec()).map_err(
            |error| say!(en: "the font cannot be read: {error}", fr: "la police de caractères est illisible : {error}"),
        )?;
        let em = font.units_per_em().unwrap_or(1000.0);
        Ok(Self { font, em, shapes: HashMap::new(), ends: ends_of_a_pill(), canvas: Canvas::default() })
    }

    /// The visible signs of a text that the font lacks, each once; those that are drawn without their marks are among them.
    pub fn missing(&self, text: &str) -> String {
        let mut missing = String::new();
        for sign in composed(text).chars() {
            let is_seen = !sign.is_whitespace() && !sign.is_control() && !is_invisible(sign);
            if is_seen && !has(&self.font, sign) && !missing.contains(sign) {
                missing.push(sign);
            }
        }
        missing
    }

    /// A text as it is drawn: composed, and a letter with marks that the font lacks without those marks.
    fn drawable(&self, text: &str) -> String {
        let plain = |sign: char| if has(&self.font, sign) { sign } else { without_marks(sign) };
        composed(text).chars().map(plain).collect()
    }

    /// Draws a picture, as PNG.
    pub fn draw(&mut self, share: &SharePicture) -> Result<Vec<u8>, Message> {
        let mut canvas = mem::take(&mut self.canvas);
        canvas.clear(BAR);
        let mut top = LEFT;
        let mark = MARK.to_string();
        if !share.site.is_empty() {
            self.text(&mut canvas, Pen::Ink, 62.0, (LEFT, 118.0), &mark);
            let wide = self.width(&mark, 62.0);
            let indent = if wide > 0.0 { wide + 18.0 } else { 0.0 };
            let line = self.at_most(&self.drawable(&share.site), 34.0, RIGHT - LEFT - indent, 1).concat();
            self.text(&mut canvas, Pen::Ink, 34.0, (LEFT + indent, 111.0), &line);
        } else {
            self.text(&mut canvas, Pen::Ink, 120.0, (LEFT, 176.0), &mark);
            top = 118.0;
        }
        if let Some(kind) = &share.kind {
            let kind = self.at_most(&self.drawable(kind), 32.0, RIGHT - LEFT, 1).concat();
            self.text(&mut canvas, Pen::State, 32.0, (LEFT, 204.0), &kind);
        }

        let has_foot = share.state.is_some() || share.date.is_some() || share.description.is_some();
        let (size, lines) = self.title(&self.drawable(&share.title), if has_foot { ROOM.0 } else { ROOM.1 });
        let mut baseline = top.max(120.0) + 112.0 + size * 0.86;
        for line in &lines {
            self.text(&mut canvas, Pen::Ink, size, (LEFT - size * 0.04, baseline), line);
            baseline += size * LEADING;
        }
        if let Some(description) = &share.description {
            baseline += 8.0;
            for line in self.at_most(&self.drawable(description), 38.0, RIGHT - LEFT, 4) {
                self.text(&mut canvas, Pen::Ink, 38.0, (LEFT, baseline), &line);
                baseline += 52.0;
            }
        }

        let mut left = LEFT;
        if let Some((tone, word)) = &share.state {
            let shape = tone.as_ref().map(|tone| tone.shape.to_string()).unwrap_or_default();
            let gap = if shape.is_empty() { 0.0 } else { self.width(&shape, 34.0) + 16.0 };
            // An even number of pixels.
            let wide = ((self.width(word, 34.0) + gap + 56.0) / 2.0).round() * 2.0;
            self.pill(&mut canvas, left as usize, wide as usize);
            self.text(&mut canvas, Pen::OnState, 34.0, (left + 28.0, 564.0), &shape);
            self.text(&mut canvas, Pen::OnState, 34.0, (left + 28.0 + gap, 564.0), word);
            left += wide + 28.0;
        }
        if let Some(date) = &share.date {
            let date = upper(date);
            let room = RIGHT - left;
            let size = if self.width(&date, 34.0) <= room { 34.0 } else { 28.0 };
            let lines = self.at_most(&date, size, room, 2);
            let mut baseline = if lines.len() == 1 { 563.0 } else { 546.0 };
            for line in lines {
                self.text(&mut canvas, Pen::Ink, size, (left, baseline), &line);
                baseline += 37.0;
            }
        }
        let tone = share.state.as_ref().and_then(|(tone, _)| tone.as_ref());
        let png =
            canvas.png(palette(share.look.paper, share.look.ink, tone.map_or(share.look.accent, |tone| tone.colour)));
        self.canvas = canvas;
        png
    }

    /// The largest size in which a title fits, and its lines.
    fn title(&self, title: &str, room: f32) -> (f32, Vec<String>) {
        let words = MeasuredWords::new(&self.font, title);
        let wide = |size: f32| (RIGHT - LEFT) * self.em / size;
        let most = |size: f32| (room / (size * LEADING)) as usize;
        let fitting = TITLES.into_iter().find_map(|size| {
            let lines = words.lines(wide(size));
            let fits = lines.len() <= most(size) && words.fit(&lines, wide(size));
            fits.then(|| (size, words.balanced(wide(size), lines).iter().map(|line| words.text(line)).collect()))
        });
        fitting.unwrap_or_else(|| {
            let smallest = TITLES[TITLES.len() - 1];
            (smallest, words.at_most(wide(smallest), most(smallest)))
        })
    }

    /// The width of a text, in pixels.
    fn width(&self, text: &str, size: f32) -> f32 {
        width(&self.font, text) * size / self.em
    }

    /// At most `most` lines of a width in pixels.
    fn at_most(&self, text: &str, size: f32, width: f32, most: usize) -> Vec<String> {
        MeasuredWords::new(&self.font, text).at_most(width * self.em / size, most)
    }

    /// Draws a text; the point is the left end of its baseline.
    fn text(&mut self, canvas: &mut Canvas, pen: Pen, size: f32, (left, baseline): (f32, f32), text: &str) {
        let baseline = baseline.round() as i32;
        let mut at = left;
        for character in text.chars() {
            let advance = advance(&self.font, character) * size / self.em;
            // A mark over a letter takes no room.
            if has(&self.font, character) {
                let part = (at * PARTS as f32).round() as i32;
                if let Some(shape) = self.shape(pen, character, size, part.rem_euclid(PARTS)) {
                    canvas.put((part.div_euclid(PARTS), baseline), shape);
                }
            }
            at += advance;
        }
    }

    /// What a pen draws for a character at a subpixel position.
    fn shape(&mut self, pen: Pen, character: char, size: f32, part: i32) -> Option<&PixelShape> {
        if self.shapes.len() > SHAPES {
            self.shapes.clear();
        }
        let Self { font, em, shapes, .. } = self;
        let shape = || {
            let scale = PxScale::from(font.height_unscaled() * size / *em);
            let position = point(part as f32 / PARTS as f32, 0.0);
            let outline = font.outline_glyph(Glyph { id: font.glyph_id(character), scale, position })?;
            let bounds = outline.px_bounds();
            let mut pixels = Vec::new();
            outline.draw(|_, _, covered| pixels.push(covered));
            Some(PixelShape::new(pen, (bounds.min.x as i32, bounds.min.y as i32), bounds.width() as usize, pixels))
        };
        shapes.entry((pen, character, size.to_bits(), part)).or_insert_with(shape).as_ref()
    }

    /// Draws a pill in the colour of the state.
    fn pill(&self, canvas: &mut Canvas, left: usize, width: usize) {
        let ends = [left, (left + width).saturating_sub(ROUND)];
        for (end, at) in self.ends.iter().zip(ends) {
            canvas.put((at as i32, PILL_TOP as i32), end);
        }
        canvas.fill((ends[0] + ROUND, ends[1].max(ends[0] + ROUND)), (PILL_TOP, PILL_TOP + PILL));
    }
}

/// Both halves of a circle.
fn ends_of_a_pill() -> [PixelShape; 2] {
    let radius = ROUND as f32;
    let covered = |x: usize, y: usize| {
        let (across, down) = (x as f32 + 0.5 - radius, y as f32 + 0.5 - radius);
        (radius + 0.5 - across.hypot(down)).clamp(0.0, 1.0)
    };
    [0, ROUND].map(|from| {
        let pixels = (0..ROUND * PILL).map(|at| (at % ROUND, at / ROUND));
        PixelShape::new(Pen::State, (0, 0), ROUND, pixels.map(|(x, y)| covered(from + x, y)))
    })
}

/// The palette that `Pen` refers to.
fn palette(paper: Colour, ink: Colour, state: Colour) -> Vec<u8> {
    let step = |from: Colour, to: Colour, step: u16, of: u16| -> [u8; 3] {
        let mix = |from: u8, to: u8| ((u16::from(from) * (of - step) + u16::from(to) * step) / of) as u8;
        std::array::from_fn(|part| mix(from.0[part], to.0[part]))
    };
    let of_ink = (0..=7).map(|at| step(paper, ink, at, 7));
    let of_state = (1..=4).map(|at| step(paper, state, at, 4));
    let on_state = (1..=4).map(|at| step(state, paper, at, 4));
    of_ink.chain(of_state).chain(on_state).flatten().collect()
}

/// The text with a capital first letter.
fn upper(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Cursor;

    use super::*;
    use crate::base::message::UiLang;
    use crate::theme::share::{ShareColours, ToneStyle};

    const FONT: &[u8] = include_bytes!("../../../themes/lab/share.ttf");

    fn share(title: &str) -> SharePicture {
        let colour = |part: u8| Colour([part; 3]);
        let tone = ToneStyle { shape: '●', colour: colour(60) };
        let look = ShareColours { paper: colour(255), ink: colour(0), accent: colour(30), tones: BTreeMap::new() };
        SharePicture {
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
    fn share_pictures_are_deterministic_and_small() {
        let long = "Rendre les documents d’une administration accessibles à toutes et à tous, sans exception";
        let mut renderer = ShareRenderer::new(FONT).expect("a font");
        let drawn = renderer.draw(&share(long)).expect("a picture");
        assert!(drawn.len() < 25_000, "{} bytes", drawn.len());
        // Whatever was drawn before.
        let mut other = ShareRenderer::new(FONT).expect("a font");
        other.draw(&share("Robots, drones et autres êtres")).expect("a picture");
        assert_eq!((renderer.draw(&share(long)), other.draw(&share(long))), (Ok(drawn.clone()), Ok(drawn)));
    }

    #[test]
    fn titles_stay_inside_their_area() {
        let mut renderer = ShareRenderer::new(FONT).expect("a font");
        let endless = "Anticonstitutionnellement ".repeat(40);
        for title in ["Court", "Une phrase qui prend deux lignes ou même trois lignes", &*endless, &"x".repeat(300), ""]
        {
            let drawn = renderer.draw(&share(title)).expect("a picture");
            // Between the title and the state there is paper, but for the bar at the edge.
            assert!(row(&drawn, 505)[BAR..].iter().all(|place| *place == 0), "{title}");
        }
    }

    #[test]
    fn accents_are_drawn_in_either_form() {
        let mut renderer = ShareRenderer::new(FONT).expect("a font");
        let composed = renderer.draw(&share("Été à l’école")).expect("a picture");
        assert_eq!(renderer.draw(&share("E\u{301}te\u{301} a\u{300} l’e\u{301}cole")), Ok(composed));
    }

    #[test]
    fn signs_that_the_font_lacks_are_named_and_letters_lose_their_marks() {
        let mut renderer = ShareRenderer::new(FONT).expect("a font");
        assert_eq!(renderer.missing("Été\u{a0}: « 12\u{202f}% » — e\u{301}\u{200d}"), "");
        assert_eq!(renderer.missing("Vie\u{323}\u{302}t 🚀 Đ 🚀"), "ệ🚀");
        let plain = renderer.draw(&share("Viet")).expect("a picture");
        assert_eq!(renderer.draw(&share("Việt")), Ok(plain));
    }

    #[test]
    fn an_invalid_font_is_reported() {
        let why = ShareRenderer::new(b"no font").err().map(|why| why.text(UiLang::English).to_owned());
        assert!(why.is_some_and(|why| why.contains("the font cannot be read")));
    }
}
