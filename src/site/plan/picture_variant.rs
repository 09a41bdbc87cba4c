//! Picture variants: the sizes and formats in which pictures of items are published, in addition to the files themselves.

use crate::base::bounds::MADE_PIXELS;
use crate::base::picture::{ImageFormat, PictureInfo};
use crate::site::catalogue::ItemFile;
use crate::site::plan::content::{PictureFormat, PictureVariant};

/// The widths in pixels: a phone, the column of a page, and the same on a high-resolution screen.
const WIDTHS: [u32; 3] = [480, 960, 1600];

/// The file name of a variant beside the page of its item.
pub fn variant_name(file: &ItemFile, files: &[ItemFile], picture: &PictureVariant) -> String {
    let (stem, ending) = file.name.rsplit_once('.').unwrap_or((&file.name, ""));
    // Two pictures may have names that differ in the ending only.
    let is_other = |other: &&ItemFile| other.name != file.name && has_variants(other);
    let has_twin =
        files.iter().filter(is_other).any(|other| other.name.rsplit_once('.').is_some_and(|(it, _)| it == stem));
    let twin = if has_twin { format!("-{}", ending.to_ascii_lowercase()) } else { String::new() };
    format!("{stem}{twin}-{}.{}", picture.width, picture.format.ending())
}

/// The variants of a file: none for files other than JPEG and PNG pictures. In the format of the file there is no variant of its full
/// width, since the file itself is that.
pub fn variants(file: &ItemFile) -> Vec<PictureVariant> {
    let Some(PictureInfo { extent: Some(extent), format, .. }) = file.picture.filter(|_| has_variants(file)) else {
        return Vec::new();
    };
    let widest = extent.width.min(WIDTHS[WIDTHS.len() - 1]);
    // A variant that is nearly as wide as the next one saves too few bytes, and of very tall pictures only the file is shown.
    let pixels = |width: u32| u64::from(width).pow(2) * u64::from(extent.height) / u64::from(extent.width);
    let widths = WIDTHS.into_iter().filter(|width| *width <= widest / 5 * 4).chain([widest]);
    let widths = widths.filter(|width| pixels(*width) <= MADE_PIXELS);
    let own = if format == ImageFormat::Jpeg { PictureFormat::Jpeg } else { PictureFormat::Png };
    let Some(widest) = widths.clone().next_back() else { return Vec::new() };
    let of_format = |format: PictureFormat| {
        let is_file = move |width: &u32| format == own && *width == extent.width;
        let picture = move |width| PictureVariant { source: file.path.clone(), width, widest, format };
        widths.clone().filter(move |width| !is_file(width)).map(picture)
    };
    [PictureFormat::WebP, own].into_iter().flat_map(of_format).collect()
}

/// True for a file that has variants.
fn has_variants(file: &ItemFile) -> bool {
    file.picture.is_some_and(|info| info.is_bounded() && info.format.is_resized())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::picture::Extent;
    use crate::base::source::SourcePath;

    fn file(name: &str, width: u32) -> ItemFile {
        let path = SourcePath::new(format!("content/calls/robots/{name}"));
        let format = ImageFormat::of_name(name).expect("a picture");
        let picture = Some(PictureInfo { extent: Some(Extent { width, height: width / 2 }), format, decoded: 1 });
        ItemFile { name: name.to_owned(), path, size: 1, picture }
    }

    fn names(files: &[ItemFile]) -> Vec<String> {
        let of_file =
            |file: &ItemFile| variants(file).iter().map(|picture| variant_name(file, files, picture)).collect();
        files.iter().flat_map(|file| -> Vec<String> { of_file(file) }).collect()
    }

    #[test]
    fn no_variant_is_wider_than_the_picture() {
        let of_file = |name, width| names(&[file(name, width)]);
        assert_eq!(of_file("a.jpg", 300), ["a-300.webp"]);
        assert_eq!(of_file("a/b.PNG", 500), ["a/b-500.webp"]);
        assert_eq!(of_file("a.png", 1200), ["a-480.webp", "a-960.webp", "a-1200.webp", "a-480.png", "a-960.png"]);
        let large = ["a-480.webp", "a-960.webp", "a-1600.webp", "a-480.jpg", "a-960.jpg", "a-1600.jpg"];
        assert_eq!(of_file("a.jpeg", 4000), large);
        assert!(of_file("a.svg", 4000).is_empty() && of_file("a.gif", 4000).is_empty());
    }

    #[test]
    fn a_very_tall_picture_has_small_variants_or_none() {
        let mut scroll = file("a.png", 1_800);
        scroll.picture.as_mut().expect("a picture").extent = Some(Extent { width: 1_800, height: 16_000 });
        assert_eq!(names(&[scroll]), ["a-480.webp", "a-480.png"]);
        let mut endless = file("a.png", 1_800);
        endless.picture.as_mut().expect("a picture").extent = Some(Extent { width: 1_800, height: 17_000 });
        assert!(names(&[endless]).is_empty());
    }

    #[test]
    fn pictures_that_differ_in_extension_only_have_distinct_variants() {
        assert_eq!(names(&[file("a.jpg", 300), file("a.png", 300)]), ["a-jpg-300.webp", "a-png-300.webp"]);
    }
}
