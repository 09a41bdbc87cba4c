//! Pictures in several sizes and formats: how markup names them, and how they are made.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};

use crate::base::message::{Message, say};
use crate::base::picture::Extent;
use crate::base::route::{BaseUrl, Route};
use crate::site::catalogue::ItemFile;
use crate::site::plan::content::{Picture, PictureFormat};
use crate::site::plan::picture::{name, pictures};

/// Which making of pictures this is: to be counted up when they are made another way, for what was made before is kept.
const EDITION: u32 = 1;

/// How good pictures are, of 100: the loss is seen by nobody who does not look for it.
const JPEG_QUALITY: u8 = 80;

/// The same for AVIF, which counts otherwise.
#[cfg(feature = "avif")]
const AVIF_QUALITY: f32 = 65.0;

/// How fast AVIF is made, of 10: a step slower makes pictures a quarter smaller, and takes more than twice as long.
#[cfg(feature = "avif")]
const AVIF_SPEED: u8 = 9;

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
    let extent = file.picture?;
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

/// Makes a picture from the bytes of its file: as a camera says that it is to be seen, and without what else it says.
pub fn make(picture: &Picture, source: &[u8]) -> Result<Vec<u8>, Message> {
    let told = |error: ImageError| say!(en: "it cannot be read as a picture: {error}", fr: "elle ne peut pas être lue comme une image : {error}");
    let reader = ImageReader::new(Cursor::new(source)).with_guessed_format();
    let mut decoder = reader.map_err(|error| Message::same(error.to_string()))?.into_decoder().map_err(told)?;
    let orientation = decoder.orientation().map_err(told)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(told)?;
    image.apply_orientation(orientation);
    if image.width() != picture.width {
        let height = (f64::from(image.height()) * f64::from(picture.width) / f64::from(image.width())).round() as u32;
        image = image.resize_exact(picture.width, height.max(1), FilterType::Lanczos3);
    }
    encode(image, picture.format)
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
    use crate::base::picture::measure;
    use crate::base::source::SourcePath;

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
            let made = make(&picture, &source).expect("made");
            let extent = measure(&format!("a.{}", format.ending()), &made);
            assert_eq!(extent, Some(Extent { width: 30, height: 20 }), "{format:?}");
            assert_eq!(make(&picture, &source), Ok(made), "the same bytes each time");
        }
    }

    #[test]
    fn what_is_no_picture_is_told() {
        let picture = Picture { source: SourcePath::new("content/a.png"), width: 30, format: PictureFormat::Png };
        let half = photograph(ImageFormat::Png);
        for source in [&b"no picture"[..], &half[..half.len() / 2]] {
            assert!(make(&picture, source).is_err_and(|why| why.text(Tongue::English).contains("cannot be read")));
        }
    }

    #[test]
    fn markup_names_every_size_once() {
        let file = |name: &str, width| ItemFile {
            name: name.to_owned(),
            path: SourcePath::new(name),
            size: 1,
            picture: Some(Extent { width, height: 9 }),
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
