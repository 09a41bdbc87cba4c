//! The addresses of a picture in several sizes and formats (HTML, section 4.8.4.2.1, “The `srcset` attribute”).

use crate::base::picture::Extent;
use crate::base::route::{BaseUrl, Route};
use crate::site::catalogue::ItemFile;
use crate::site::plan::content::{PictureFormat, PictureVariant};
use crate::site::plan::picture_variant::{variant_name, variants};

/// The width of `src`, for browsers without `srcset`.
const USUAL: u32 = 960;

/// The `sizes` of pictures in running text.
pub const SIZES_IN_TEXT: &str = "(min-width: 46rem) 42rem, 100vw";

/// The addresses of a picture in all its sizes and formats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureSources {
    /// The size of the file.
    pub extent: Extent,
    /// The `src`.
    pub src: String,
    /// The `srcset` in the format of the file; `None` if there is only one size.
    pub srcset: Option<String>,
    /// The `srcset` in WebP.
    pub webp: Option<String>,
}

/// The addresses of a file on the page of its item. `None` if it is not a readable picture.
pub fn shown(file: &ItemFile, files: &[ItemFile], page: &Route, base_url: &BaseUrl) -> Option<PictureSources> {
    let extent = file.picture?.extent?;
    let made = variants(file);
    let (webp, own): (Vec<_>, Vec<_>) = made.iter().partition(|picture| picture.format == PictureFormat::WebP);
    let address = |name: &str| base_url.href(&page.join(name));
    let addresses = |made: &[&PictureVariant]| -> Vec<(u32, String)> {
        made.iter().map(|picture| (picture.width, address(&variant_name(file, files, picture)))).collect()
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
    let webp = addresses(&webp);
    Some(PictureSources {
        extent,
        src,
        srcset: (own.len() > 1).then(|| set(&own)),
        webp: (!webp.is_empty()).then(|| set(&webp)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::picture::{ImageFormat, PictureInfo};
    use crate::base::source::SourcePath;

    #[test]
    fn markup_names_every_size_once() {
        let file = |name: &str, width| ItemFile {
            name: name.to_owned(),
            path: SourcePath::new(name),
            size: 1,
            picture: Some(PictureInfo {
                extent: Some(Extent { width, height: 9 }),
                format: ImageFormat::of_name(name).expect("a picture"),
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
        assert_eq!((&*drawing.src, drawing.srcset, drawing.webp), ("/here/fr/a/a.svg", None, None));
    }
}
