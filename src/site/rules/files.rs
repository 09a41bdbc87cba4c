//! What is wrong with the files of an item themselves, whoever names them.

use std::collections::BTreeMap;

use crate::base::bounds::{PICTURE_SIDE, PIXELS};
use crate::base::characters::folded;
use crate::base::diagnostic::Diagnostic;
use crate::base::message::say;
use crate::base::source::{Place, Span};
use crate::site::catalogue::ItemFile;

/// Reports pictures that are too large to make others from, and files whose names are one to many disks.
pub(super) fn check_item_files(files: &[ItemFile], diagnostics: &mut Vec<Diagnostic>) {
    let place = |file: &ItemFile| Place { path: file.path.clone(), span: Span::default() };
    for file in files {
        let Some(measure) = file.picture.filter(|measure| measure.format.is_made() && !measure.is_bounded()) else {
            continue;
        };
        let (width, height, most) = (measure.extent.width, measure.extent.height, PIXELS / 1_000_000);
        let message = say!(
            en: "this picture has {width} × {height} pixels, too many to make smaller",
            fr: "cette image a {width} × {height} pixels, trop pour être réduite"
        );
        let is_deep = measure.extent.pixels() <= PIXELS && width.max(height) <= PICTURE_SIDE;
        let help = if is_deep {
            say!(
                en: "save it with 8 bits a colour instead of 16, or smaller",
                fr: "enregistrez-la avec 8 bits par couleur au lieu de 16, ou plus petite"
            )
        } else {
            say!(
                en: "save it with at most {most} million pixels and {PICTURE_SIDE} on a side, as in 6000 × 4000",
                fr: "enregistrez-la avec {most} millions de pixels au plus, et {PICTURE_SIDE} par côté, comme dans 6000 × 4000"
            )
        };
        diagnostics.push(Diagnostic::error("picture-too-large", place(file), message, help));
    }
    let mut by_name: BTreeMap<String, &ItemFile> = BTreeMap::new();
    for file in files {
        let Some(other) = by_name.insert(folded(&file.name).into_owned(), file) else { continue };
        let (one, another) = (&other.name, &file.name);
        let message = say!(
            en: "`{one}` and `{another}` differ by capital letters or the form of accents alone",
            fr: "`{one}` et `{another}` ne diffèrent que par des majuscules ou la forme des accents"
        );
        let help = say!(
            en: "rename one of the two: many disks and hosts take them for one file",
            fr: "renommez l’un des deux : beaucoup de disques et d’hôtes les prennent pour un seul fichier"
        );
        let told = Diagnostic::error("names-alike", place(file), message, help);
        diagnostics.push(told.related(say!(en: "the other one", fr: "l’autre"), place(other)));
    }
}
