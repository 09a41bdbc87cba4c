//! Pictures in several sizes and formats: how markup names them, and how they are made.

use std::io::Cursor;
use std::sync::{Condvar, Mutex, PoisonError};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use crate::base::bounds::{MADE_PIXELS, PICTURE_BYTES, PICTURE_EXTRA_BYTES, PICTURE_SIDE, PIXELS};
use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::picture::Extent;
use crate::base::route::{BaseUrl, Route};
use crate::base::source::{Place, SourcePath, Span};
use crate::site::catalogue::ItemFile;
use crate::site::plan::content::{Picture, PictureFormat};
use crate::site::plan::picture::{name, pictures};

/// Which making of pictures this is: to be counted up when they are made another way, for what was made before is kept.
const EDITION: u32 = 2;

/// How good pictures are, of 100: the loss is seen by nobody who does not look for it.
const JPEG_QUALITY: u8 = 80;

/// The same for AVIF, which counts otherwise.
#[cfg(feature = "avif")]
const AVIF_QUALITY: f32 = 65.0;

/// How fast AVIF is made, of 10: a step slower makes pictures a quarter smaller, and takes more than twice as long.
#[cfg(feature = "avif")]
const AVIF_SPEED: u8 = 9;

/// How many times as wide a picture is made in haste before it is made well.
const NEARLY: u32 = 2;

/// The width that browsers are given which choose none.
const USUAL: u32 = 960;

/// The width at which a picture is shown in a running text, for browsers to choose by.
pub const SIZES_IN_TEXT: &str = "(min-width: 46rem) 42rem, 100vw";

/// A picture in all its sizes and formats, as markup names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The size of the file.
    pub extent: Extent,
    /// The address for browsers that choose none.
    pub src: String,
    /// The addresses in the format of the file, each with its width; none where there is one only.
    pub srcset: Option<String>,
    /// The same in AVIF.
    pub avif: Option<String>,
}

/// What of a file is shown on the page of its item. `None` for what is no picture that can be read.
pub fn shown(file: &ItemFile, files: &[ItemFile], page: &Route, base_url: &BaseUrl) -> Option<Shown> {
    let extent = file.picture?.extent;
    let made = pictures(file);
    let (avif, own): (Vec<_>, Vec<_>) = made.iter().partition(|picture| picture.format == PictureFormat::Avif);
    let address = |name: &str| base_url.href(&page.join(name));
    let addresses = |made: &[&Picture]| -> Vec<(u32, String)> {
        made.iter().map(|picture| (picture.width, address(&name(file, files, picture)))).collect()
    };
    let mut own = addresses(&own);
    if own.iter().all(|(width, _)| *width < extent.width) && own.last().is_none_or(|(width, _)| *width < 1600) {
        own.push((extent.width, address(&file.name)));
    }
    let usual = own.iter().rfind(|(width, _)| *width <= USUAL).or(own.first());
    let src = usual.map_or_else(|| address(&file.name), |(_, address)| address.clone());
    let set = |set: &[(u32, String)]| {
        set.iter().map(|(width, address)| format!("{address} {width}w")).collect::<Vec<_>>().join(", ")
    };
    let avif = addresses(&avif);
    Some(Shown {
        extent,
        src,
        srcset: (own.len() > 1).then(|| set(&own)),
        avif: (!avif.is_empty()).then(|| set(&avif)),
    })
}

/// What a picture depends on beside its file.
pub fn recipe(picture: &Picture) -> String {
    format!("picture {EDITION} {} {}", picture.width, picture.format.ending())
}

/// How long making a picture takes, compared with others of the same file.
pub fn effort(picture: &Picture) -> u64 {
    // AVIF is reckoned out, the others are written down.
    let of_format = if picture.format == PictureFormat::Avif { 100 } else { 1 };
    u64::from(picture.width) * of_format
}

/// Makes a picture from the bytes of its file: as a camera says that it is to be seen, and without what else it says.
pub fn make(picture: &Picture, source: &[u8], room: &Room) -> Result<Vec<u8>, Message> {
    encode(smaller(picture, source, room)?, picture.format)
}

/// The pixels of a picture in its new size. The file is not believed: what it holds is bounded again where it is read.
fn smaller(picture: &Picture, source: &[u8], room: &Room) -> Result<DynamicImage, Message> {
    let told = |error: ImageError| say!(en: "it cannot be read as a picture: {error}", fr: "elle ne peut pas être lue comme une image : {error}");
    let too_large = || say!(en: "it is larger than it says", fr: "elle est plus grande qu’elle ne le dit");
    if is_cut_off(source) {
        return Err(say!(en: "it ends before its last line", fr: "elle s’arrête avant sa dernière ligne"));
    }
    let mut reader = ImageReader::new(Cursor::new(source));
    let mut limits = Limits::default();
    limits.max_image_width = Some(PICTURE_SIDE);
    limits.max_image_height = Some(PICTURE_SIDE);
    limits.max_alloc = Some(PICTURE_EXTRA_BYTES);
    reader.limits(limits);
    let reader = reader.with_guessed_format();
    let mut decoder = reader.map_err(|error| Message::same(error.to_string()))?.into_decoder().map_err(told)?;
    let (width, height) = decoder.dimensions();
    if (Extent { width, height }).pixels() > PIXELS || decoder.total_bytes() > PICTURE_BYTES {
        return Err(too_large());
    }
    // It is there as it was read, as it was turned, and for a JPEG as what it is reckoned from.
    let _taken = room.take(decoder.total_bytes().saturating_mul(3));
    let orientation = decoder.orientation().map_err(told)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(told)?;
    image.apply_orientation(orientation);
    let height_of = |width: u32| {
        let height = (f64::from(image.height()) * f64::from(width) / f64::from(image.width())).round() as u32;
        height.max(1)
    };
    let (width, height) = (picture.width, height_of(picture.width));
    if (Extent { width, height }).pixels() > MADE_PIXELS {
        return Err(too_large());
    }
    // Each pixel of a large one is looked at once; what is left is made smaller as well as it can be.
    let (nearly, high) = (width * NEARLY, height_of(width * NEARLY));
    if image.width() > width * NEARLY * 2 && image.height() > high {
        image = image.thumbnail_exact(nearly, high);
    }
    if image.width() != width {
        image = image.resize_exact(width, height, FilterType::Lanczos3);
    }
    Ok(image)
}

/// True for a JPEG whose last bytes were lost, which its decoder does not mind: what is missing would be grey. Its end is marked
/// (ITU T.81, B.1.1.3); that of a preview in its head is another one.
fn is_cut_off(source: &[u8]) -> bool {
    const START: [u8; 2] = [0xFF, 0xD8];
    const END: [u8; 2] = [0xFF, 0xD9];
    const SCAN: u8 = 0xDA;
    let Some(mut rest) = source.strip_prefix(&START) else { return false };
    while let [0xFF, marker, high, low, ..] = *rest {
        if marker == SCAN {
            return !rest.windows(END.len()).rev().any(|bytes| bytes == END);
        }
        // A marker may be filled up before it.
        let length = if marker == 0xFF { 1 } else { 2 + usize::from(u16::from_be_bytes([high, low])) };
        rest = rest.get(length..).unwrap_or_default();
    }
    // What its head is worth is for the decoder to say.
    false
}

/// What is said of a picture that others cannot be made of.
pub fn unreadable(path: &SourcePath, why: Message) -> Box<Diagnostic> {
    let name = path.name();
    let message = say!(
        en: "no other sizes can be made of `{name}`: {why}",
        fr: "aucune autre taille ne peut être faite de `{name}` : {why}";
        why
    );
    let help = say!(en: "save it anew as JPEG or PNG", fr: "enregistrez-la de nouveau en JPEG ou en PNG");
    let place = Place { path: path.clone(), span: Span::default() };
    Box::new(Diagnostic::error("picture-unreadable", place, message, help))
}

/// The memory in which pictures are held while they are made. Several are made side by side, and large ones take turns.
#[derive(Debug)]
pub struct Room {
    whole: u64,
    free: Mutex<u64>,
    freed: Condvar,
}

/// A part of the room, which is free again when it is let go of.
struct Taken<'r> {
    room: &'r Room,
    bytes: u64,
}

impl Room {
    /// A room of so many bytes.
    pub fn new(bytes: u64) -> Self {
        Self { whole: bytes, free: Mutex::new(bytes), freed: Condvar::new() }
    }

    /// Waits until so many bytes are free. What asks for more than there are has the room to itself.
    fn take(&self, bytes: u64) -> Taken<'_> {
        let bytes = bytes.min(self.whole);
        // A number is whole whatever happened to who held the lock.
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let enough = self.freed.wait_while(free, |free| *free < bytes);
        *enough.unwrap_or_else(PoisonError::into_inner) -= bytes;
        Taken { room: self, bytes }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.room.free.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
        self.room.freed.notify_all();
    }
}

fn encode(image: DynamicImage, format: PictureFormat) -> Result<Vec<u8>, Message> {
    let mut bytes = Vec::new();
    let written = match format {
        PictureFormat::Jpeg => {
            let rgb = DynamicImage::from(image.into_rgb8());
            rgb.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY))
        }
        PictureFormat::Png => {
            let has_alpha = image.color().has_alpha();
            let image = if has_alpha { DynamicImage::from(image.into_rgba8()) } else { image.into_rgb8().into() };
            image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        }
        PictureFormat::Avif => return avif(&image),
    };
    written.map(|()| bytes).map_err(|error| Message::same(error.to_string()))
}

#[cfg(feature = "avif")]
fn avif(image: &DynamicImage) -> Result<Vec<u8>, Message> {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let pixels: Vec<ravif::RGBA8> = image.to_rgba8().pixels().map(|pixel| ravif::RGBA8::from(pixel.0)).collect();
    let encoder = ravif::Encoder::new().with_quality(AVIF_QUALITY).with_speed(AVIF_SPEED).with_num_threads(Some(1));
    let encoded = encoder.encode_rgba(ravif::Img::new(&pixels, width, height));
    encoded.map(|encoded| encoded.avif_file).map_err(|error| Message::same(error.to_string()))
}

#[cfg(not(feature = "avif"))]
fn avif(_: &DynamicImage) -> Result<Vec<u8>, Message> {
    Err(say!(en: "this program was built without AVIF", fr: "ce programme a été construit sans AVIF"))
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;
    use crate::base::message::Tongue;
    use crate::base::picture::{Format, Measure, measure};

    fn photograph(format: ImageFormat) -> Vec<u8> {
        let image = RgbImage::from_fn(60, 40, |x, y| Rgb([x as u8 * 4, y as u8 * 6, 120]));
        let mut bytes = Vec::new();
        DynamicImage::from(image).write_to(&mut Cursor::new(&mut bytes), format).expect("a picture");
        bytes
    }

    #[test]
    fn what_is_made_has_the_size_and_the_format_that_was_asked_for() {
        let source = photograph(ImageFormat::Png);
        let avif = cfg!(feature = "avif").then_some(PictureFormat::Avif);
        for format in [Some(PictureFormat::Jpeg), Some(PictureFormat::Png), avif].into_iter().flatten() {
            let picture = Picture { source: SourcePath::new("content/a.png"), width: 30, format };
            let made = make(&picture, &source, &room()).expect("made");
            let extent = measure(&format!("a.{}", format.ending()), &made).map(|measure| measure.extent);
            assert_eq!(extent, Some(Extent { width: 30, height: 20 }), "{format:?}");
            assert_eq!(make(&picture, &source, &room()), Ok(made), "the same bytes each time");
        }
    }

    #[test]
    fn what_is_no_picture_is_told() {
        let picture = Picture { source: SourcePath::new("content/a.png"), width: 30, format: PictureFormat::Png };
        let half = photograph(ImageFormat::Png);
        for source in [&b"no picture"[..], &half[..half.len() / 2]] {
            assert!(
                make(&picture, source, &room()).is_err_and(|why| why.text(Tongue::English).contains("cannot be read"))
            );
        }
    }

    fn room() -> Room {
        Room::new(1 << 30)
    }

    #[test]
    fn a_large_picture_is_made_smaller_in_two_steps_and_keeps_its_colours() {
        let image =
            RgbImage::from_fn(4_000, 1_000, |x, _| if x < 2_000 { Rgb([200, 30, 30]) } else { Rgb([30, 30, 200]) });
        let mut bytes = Vec::new();
        DynamicImage::from(image).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).expect("a picture");
        let picture = Picture { source: SourcePath::new("content/a.png"), width: 480, format: PictureFormat::Png };
        let made =
            image::load_from_memory(&make(&picture, &bytes, &room()).expect("made")).expect("a picture").into_rgb8();
        assert_eq!((made.width(), made.height()), (480, 120));
        assert_eq!((made[(10, 60)], made[(470, 60)]), (Rgb([200, 30, 30]), Rgb([30, 30, 200])));
    }

    #[test]
    fn a_large_picture_waits_for_its_turn() {
        let room = Room::new(10);
        let most = Mutex::new((0_u64, 0_u64));
        std::thread::scope(|scope| {
            for bytes in [6, 6, 3, 100, 1, 4, 10, 2] {
                let (room, most) = (&room, &most);
                scope.spawn(move || {
                    let taken = room.take(bytes);
                    {
                        let mut held = most.lock().expect("held");
                        held.0 += taken.bytes;
                        held.1 = held.1.max(held.0);
                    }
                    std::thread::yield_now();
                    most.lock().expect("held").0 -= taken.bytes;
                });
            }
        });
        let (held, most) = *most.lock().expect("held");
        assert!(held == 0 && most <= 10, "{most} at once");
        assert_eq!(*room.free.lock().expect("free"), 10);
    }

    #[test]
    fn markup_names_every_size_once() {
        let file = |name: &str, width| ItemFile {
            name: name.to_owned(),
            path: SourcePath::new(name),
            size: 1,
            picture: Some(Measure {
                extent: Extent { width, height: 9 },
                format: Format::of_name(name).expect("a picture"),
                decoded: 1,
            }),
        };
        let base_url = BaseUrl::parse("https://lab.example/here").expect("an address");
        let page = Route::new("/fr/a/");
        let shown = |file: ItemFile| shown(&file, &[], &page, &base_url).expect("a picture");
        let middle = shown(file("a.png", 1200));
        assert_eq!(middle.src, "/here/fr/a/a-960.png");
        let set = "/here/fr/a/a-480.png 480w, /here/fr/a/a-960.png 960w, /here/fr/a/a.png 1200w";
        assert_eq!(middle.srcset.as_deref(), Some(set));
        let large = shown(file("a.jpg", 4000));
        assert!(large.srcset.is_some_and(|set| set.ends_with("a-1600.jpg 1600w") && !set.contains("a.jpg")));
        let small = shown(file("a.png", 200));
        assert_eq!((&*small.src, small.srcset), ("/here/fr/a/a.png", None));
        let drawing = shown(file("a.svg", 200));
        assert_eq!((&*drawing.src, drawing.srcset, drawing.avif), ("/here/fr/a/a.svg", None, None));
    }
}
