//! What is wrong with the files of an item themselves, whoever names them.

use std::collections::BTreeMap;

use crate::base::bounds::PIXELS;
use crate::base::characters::folded;
use crate::base::diagnostic::Diagnostic;
use crate::base::message::say;
use crate::base::picture::Format;
use crate::base::source::{Place, Span};
use crate::site::catalogue::ItemFile;

/// Reports pictures that are too large to make others from, and files whose names are one to many disks.
pub(super) fn check_item_files(files: &[ItemFile], diagnostics: &mut Vec<Diagnostic>) {
    let place = |file: &ItemFile| Place { path: file.path.clone(), span: Span::default() };
    let is_made = |file: &&ItemFile| Format::of_name(&file.name).is_some_and(Format::is_made);
    for file in files.iter().filter(is_made) {
        if let Some(extent) = file.picture.filter(|extent| extent.pixels() > PIXELS) {
            let (width, height, most) = (extent.width, extent.height, PIXELS / 1_000_000);
            let message = say!(
                en: "this picture has {width} × {height} pixels, too many to make smaller",
                fr: "cette image a {width} × {height} pixels, trop pour être réduite"
            );
            let help = say!(
                en: "save it with at most {most} million pixels, as in 8000 × 8000",
                fr: "enregistrez-la avec {most} millions de pixels au plus, comme dans 8000 × 8000"
            );
            diagnostics.push(Diagnostic::error("picture-too-large", place(file), message, help));
        }
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
