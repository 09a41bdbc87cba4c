//! Rules for the files beside items, whatever refers to them.

use std::collections::BTreeMap;

use crate::base::bounds::{PICTURE_SIDE, PIXELS};
use crate::base::characters::folded;
use crate::base::diagnostic::Diagnostic;
use crate::base::message::{count, say};
use crate::base::picture::Extent;
use crate::base::source::{Place, Span};
use crate::kind::document::DocumentLocation;
use crate::kind::folder::ParsedItem;
use crate::kind::item::Item;
use crate::site::catalogue::{Catalogue, ItemFile};
use crate::site::gather::right_name;

/// Reports files that nothing refers to, once for an item: the editor may think that they are published. Nothing is reported if the item
/// refers to a missing file, which may be one of them under another name.
pub fn check_private_files<'r>(
    catalogue: &Catalogue,
    reads: impl Iterator<Item = &'r ParsedItem>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for read in reads {
        let (Some(item), Some(private)) =
            (catalogue.items.written_of(&read.key), catalogue.files.private.get(&read.folder))
        else {
            continue;
        };
        let is_there = |name: &str| catalogue.files.names_in(&read.folder).any(|file| file == name);
        let named = read.files.iter().map(|file| file.path.value.as_str());
        let linked = read.linked.keys().map(String::as_str).filter(|path| !path.starts_with('/'));
        if named.chain(linked).all(is_there) {
            // What looks like a document is reported as such.
            let files = private.iter().filter(|file| right_name(&file.path, &catalogue.tags).is_none());
            diagnostics.extend(private_files(item.written(), read, files));
        }
    }
}

fn private_files<'f>(
    item: &Item,
    read: &ParsedItem,
    private: impl Iterator<Item = &'f ItemFile>,
) -> Option<Diagnostic> {
    // A file that a document or a text with a future date refers to will be published.
    let is_future = |name: &String| is_document(item, name) || read.linked.contains_key(name);
    let mut files = private.filter(|file| !is_future(&file.name));
    let first = files.next()?;
    let (name, others, folder) = (&first.name, files.count(), &item.folder);
    let message = match others {
        0 => say!(
            en: "nothing refers to the file `{name}` in this folder: it is not published",
            fr: "rien ne renvoie au fichier `{name}` de ce dossier : il n’est pas publié"
        ),
        _ => {
            let others = count(others, ["other", "others"], ["autre", "autres"]);
            say!(
                en: "nothing refers to the file `{name}` in this folder, nor to {others}: they are not published",
                fr: "rien ne renvoie au fichier `{name}` de ce dossier, ni à {others} : ils ne sont pas publiés";
                others
            )
        }
    };
    let help = say!(
        en: "link to it in the text, for example `[its title]({target})`, list it under `documents`, or remove it from `{folder}/`",
        fr: "faites un lien vers lui dans le texte, par exemple `[son titre]({target})`, indiquez-le sous `documents`, ou retirez-le de `{folder}/`",
        target = first.name.replace(' ', "%20")
    );
    let words = item.original_words();
    let place = Place { path: words.path.clone(), span: words.fence };
    Some(Diagnostic::warning("file-not-named", place, message, help))
}

/// True for the file of a document.
fn is_document(item: &Item, name: &str) -> bool {
    item.documents().iter().any(|document| matches!(document.location(), DocumentLocation::File(file) if file == name))
}

/// Reports pictures that are too large to be resized, and files whose names are the same on many disks.
pub(super) fn check_item_files(files: &[ItemFile], diagnostics: &mut Vec<Diagnostic>) {
    let place = |file: &ItemFile| Place { path: file.path.clone(), span: Span::default() };
    for file in files {
        let Some(info) = file.picture.filter(|info| info.format.is_resized() && !info.is_bounded()) else {
            continue;
        };
        let Some(extent @ Extent { width, height }) = info.extent else { continue };
        let most = PIXELS / 1_000_000;
        let message = say!(
            en: "this image has {width} × {height} pixels, too many to be resized",
            fr: "cette image fait {width} × {height} pixels, trop pour être réduite"
        );
        let is_deep = extent.pixels() <= PIXELS && width.max(height) <= PICTURE_SIDE;
        let help = if is_deep {
            say!(
                en: "save it with 8 bits per colour instead of 16, or in a smaller size",
                fr: "enregistrez-la en 8 bits par couleur au lieu de 16, ou dans une taille plus petite"
            )
        } else {
            say!(
                en: "save it with at most {most} million pixels and {PICTURE_SIDE} per side, for example 6000 × 4000",
                fr: "enregistrez-la avec {most} millions de pixels au plus, et {PICTURE_SIDE} par côté, par exemple 6000 × 4000"
            )
        };
        diagnostics.push(Diagnostic::error("picture-too-large", place(file), message, help));
    }
    let mut by_name: BTreeMap<String, &ItemFile> = BTreeMap::new();
    for file in files {
        let Some(other) = by_name.insert(folded(&file.name).into_owned(), file) else { continue };
        let (one, another) = (&other.name, &file.name);
        let message = say!(
            en: "`{one}` and `{another}` differ only in capital letters or in the way accents are stored",
            fr: "`{one}` et `{another}` ne diffèrent que par des majuscules ou par la façon dont les accents sont enregistrés"
        );
        let help = say!(
            en: "rename one of the two: many disks and hosts treat them as one file",
            fr: "renommez l’un des deux : beaucoup de disques et d’hébergeurs les prennent pour un seul fichier"
        );
        let diagnostic = Diagnostic::error("names-alike", place(file), message, help);
        diagnostics.push(diagnostic.related(say!(en: "the other one", fr: "l’autre"), place(other)));
    }
}
