//! Makes pictures in several sizes and formats.

mod colours;
mod pixels;
mod read;
mod write;

use std::sync::{Condvar, Mutex, PoisonError};

use crate::base::bounds::MADE_PIXELS;
use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::picture::Extent;
use crate::base::source::{Place, SourcePath, Span};
use crate::base::sync::lock_ignoring_poison;
use crate::output::picture::pixels::Pixels;
use crate::output::picture::read::{DecodedPicture, read, too_large};
use crate::site::plan::content::{PictureFormat, PictureVariant};

/// Part of the cache key: to be incremented when pictures are made differently, since made ones are cached.
const CACHE_VERSION: u32 = 3;

/// The cache key of a picture, without its file.
pub fn cache_key(picture: &PictureVariant) -> String {
    format!("picture {CACHE_VERSION} {} {}", picture.width, picture.format.ending())
}

/// The relative cost of making a picture, among those of the same file.
pub fn cost(picture: &PictureVariant) -> u64 {
    u64::from(picture.width)
}

/// A decoded file, scaled to the widest picture that is made of it.
pub struct Original {
    widest: Pixels,
    profile: Option<Vec<u8>>,
}

/// Decodes a file: applies the Exif orientation and drops other metadata.
pub fn original(picture: &PictureVariant, source: &[u8], memory_budget: &MemoryBudget) -> Result<Original, Message> {
    // Three copies of the pixels: as decoded, as scaled, and for a JPEG the coefficients.
    let mut _reservation = None;
    let DecodedPicture { pixels, orientation, profile } =
        read(source, |bytes| _reservation = Some(memory_budget.reserve(bytes.saturating_mul(3))))?;
    let (wide, high) =
        if orientation.swaps_sides() { (pixels.height, pixels.width) } else { (pixels.width, pixels.height) };
    let (width, height) = within((wide, high), picture.widest)?;
    let (width, height) = if orientation.swaps_sides() { (height, width) } else { (width, height) };
    let widest = match (pixels.width, pixels.height) == (width, height) {
        true => pixels,
        false => pixels.smaller(width, height).map_err(Message::same)?,
    };
    Ok(Original { widest: widest.turned(orientation), profile })
}

/// The size with a width and the aspect ratio of another size.
fn within((wide, high): (usize, usize), width: u32) -> Result<(usize, usize), Message> {
    let height = (f64::from(width) * high as f64 / wide as f64).round().max(1.0) as u32;
    let fits = (Extent { width, height }).pixels() <= MADE_PIXELS && width as usize <= wide;
    fits.then_some((width as usize, height as usize)).ok_or_else(too_large)
}

impl Original {
    /// Makes a picture.
    pub fn make(&self, picture: &PictureVariant) -> Result<Vec<u8>, Message> {
        let (width, height) = within((self.widest.width, self.widest.height), picture.width)?;
        let smaller = (width != self.widest.width).then(|| self.widest.smaller(width, height)).transpose();
        let smaller = smaller.map_err(Message::same)?;
        let pixels = smaller.as_ref().unwrap_or(&self.widest);
        let profile = self.profile.as_deref();
        match picture.format {
            PictureFormat::Jpeg => write::jpeg(pixels, profile),
            PictureFormat::Png => write::png(pixels, profile),
            PictureFormat::WebP => write::webp(pixels, profile),
        }
    }
}

/// The diagnostic for a file that no pictures can be made of.
pub fn unreadable(path: &SourcePath, why: Message) -> Box<Diagnostic> {
    let name = path.name();
    let message = say!(
        en: "no other sizes can be generated from `{name}`: {why}",
        fr: "aucune autre taille ne peut être produite à partir de `{name}` : {why}";
        why
    );
    let help = say!(en: "save it again as JPEG or PNG", fr: "enregistrez-la de nouveau en JPEG ou en PNG");
    let place = Place { path: path.clone(), span: Span::default() };
    Box::new(Diagnostic::error("picture-unreadable", place, message, help))
}

/// Limits the memory of pictures that are made in parallel: large ones wait for each other.
#[derive(Debug)]
pub struct MemoryBudget {
    whole: u64,
    free: Mutex<u64>,
    freed: Condvar,
}

/// Reserved memory, released on drop.
struct Reservation<'r> {
    memory_budget: &'r MemoryBudget,
    bytes: u64,
}

impl MemoryBudget {
    /// A budget of so many bytes.
    pub fn new(bytes: u64) -> Self {
        Self { whole: bytes, free: Mutex::new(bytes), freed: Condvar::new() }
    }

    /// Waits until so many bytes are free. A request for more than the whole budget takes all of it.
    fn reserve(&self, bytes: u64) -> Reservation<'_> {
        let bytes = bytes.min(self.whole);
        // A panic cannot leave a number in an invalid state, so poisoning is ignored.
        let free = lock_ignoring_poison(&self.free);
        let enough = self.freed.wait_while(free, |free| *free < bytes);
        *enough.unwrap_or_else(PoisonError::into_inner) -= bytes;
        Reservation { memory_budget: self, bytes }
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        *lock_ignoring_poison(&self.memory_budget.free) += self.bytes;
        self.memory_budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::message::UiLang;
    use crate::base::picture::inspect;

    fn picture(width: u32, format: PictureFormat) -> PictureVariant {
        PictureVariant { source: SourcePath::new("content/a.png"), width, widest: 60, format }
    }

    fn photograph() -> Vec<u8> {
        let bytes = (0..60 * 40_usize).flat_map(|at| [(at % 60) as u8 * 4, (at / 60) as u8 * 6, 120]).collect();
        write::png(&Pixels { width: 60, height: 40, bytes, has_alpha: false }, None).expect("a picture")
    }

    fn read_for(picture: &PictureVariant, source: &[u8]) -> Result<Original, Message> {
        original(picture, source, &MemoryBudget::new(1 << 30))
    }

    #[test]
    fn derived_pictures_have_the_requested_size_and_format() {
        let source = photograph();
        for format in [PictureFormat::Jpeg, PictureFormat::Png, PictureFormat::WebP] {
            for width in [30, 60] {
                let picture = picture(width, format);
                let original = read_for(&picture, &source).expect("a picture");
                let made = original.make(&picture).expect("made");
                let extent = inspect(&format!("a.{}", format.ending()), &made).and_then(|info| info.extent);
                assert_eq!(extent, Some(Extent { width, height: width / 3 * 2 }), "{format:?}");
                assert_eq!(original.make(&picture), Ok(made), "the same bytes each time");
            }
        }
    }

    #[test]
    fn an_invalid_picture_is_reported() {
        let picture = picture(30, PictureFormat::Png);
        let half = photograph();
        for source in [&b"no picture"[..], &half[..half.len() / 2], b""] {
            let why = read_for(&picture, source).err().map(|why| why.text(UiLang::English).to_owned());
            assert!(why.is_some_and(|why| why.contains("cannot be read")));
        }
    }

    #[test]
    fn pictures_wait_until_the_memory_budget_allows() {
        let memory_budget = MemoryBudget::new(10);
        let most = Mutex::new((0_u64, 0_u64));
        std::thread::scope(|scope| {
            for bytes in [6, 6, 3, 100, 1, 4, 10, 2] {
                let (memory_budget, most) = (&memory_budget, &most);
                scope.spawn(move || {
                    let reservation = memory_budget.reserve(bytes);
                    {
                        let mut in_use = most.lock().expect("held");
                        in_use.0 += reservation.bytes;
                        in_use.1 = in_use.1.max(in_use.0);
                    }
                    std::thread::yield_now();
                    most.lock().expect("held").0 -= reservation.bytes;
                });
            }
        });
        let (in_use, most) = *most.lock().expect("held");
        assert!(in_use == 0 && most <= 10, "{most} at once");
        assert_eq!(*memory_budget.free.lock().expect("free"), 10);
    }
}
