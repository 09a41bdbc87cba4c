//! Finds the items: which files belong to which item, by the rules for folders and file names (section 1 of the model).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::base::bounds::LANGUAGES;
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::lang::PerLang;
use crate::base::message::say;
use crate::base::route::{is_id, to_id};
use crate::base::snapshot::{Refusal, SITE_FILE, STATIC_FOLDER, Snapshot, SourceFile};
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::folder::ItemFiles;
use crate::kind::key::{Key, Kind, check_id};
use crate::read::language_file::{
    LanguageFilePath, copy_help, is_copy, parse_path, refused_file_error, unknown_language_error,
};
use crate::read::language_tags::{LanguageTags, TagsOrigin};
use crate::read::list::quoted_list;

/// The language tags in the names of documents, for a site whose `languages` cannot be read.
pub fn tags_of_files(snapshot: &Snapshot) -> LanguageTags {
    let documents = snapshot.files.keys().filter(|path| !path.as_str().starts_with(STATIC_FOLDER));
    let tags: BTreeSet<&str> = documents.filter_map(parse_path).map(|address| address.tag).collect();
    let tags = tags.into_iter().filter(|tag| !tag.is_empty()).take(LANGUAGES);
    LanguageTags(tags.map(str::to_owned).collect(), TagsOrigin::FileNames)
}

/// The items in the sources, by their files.
#[derive(Debug)]
pub struct GatheredItems {
    /// Their files, by key.
    pub items: Vec<ItemFiles>,
    /// Items in folders where none can be: they are not read, and a reference to one is not reported as well.
    pub misplaced: Vec<Key>,
}

/// Folders that have documents: the parts of their paths, and each document with the language tag in its name.
type Folders<'f> = BTreeMap<&'f str, (LanguageFilePath<'f>, Vec<(&'f SourcePath, &'f str)>)>;

/// The folders with documents, and reports documents under wrong names.
fn folders<'f>(snapshot: &'f Snapshot, tags: &LanguageTags, diagnostics: &mut Vec<Diagnostic>) -> Folders<'f> {
    let mut folders: Folders<'_> = BTreeMap::new();
    for (path, file) in &snapshot.files {
        if let SourceFile::Refused(why) = file {
            // No other step requests such a file, so it is reported here.
            diagnostics.push(refused_file_error(path, *why));
            // The item of a document that cannot be read exists all the same.
            if !matches!(why, Refusal::Large(_) | Refusal::Unreadable) || path.as_str() == SITE_FILE {
                continue;
            }
        }
        if path.as_str().starts_with(STATIC_FOLDER) {
            continue;
        }
        match parse_path(path) {
            Some(address) => {
                let (_, documents) = folders.entry(address.folder).or_insert_with(|| (address, Vec::new()));
                documents.push((path, address.tag));
            }
            None => report_misnamed(path, tags, diagnostics),
        }
    }
    folders
}

/// Finds the items and the files of each, and reports documents in wrong places.
pub fn gather(snapshot: &Snapshot, tags: &LanguageTags, diagnostics: &mut Vec<Diagnostic>) -> GatheredItems {
    let folders = folders(snapshot, tags, diagnostics);
    let mut items: Vec<ItemFiles> = Vec::new();
    let mut misplaced: Vec<Key> = Vec::new();
    // A folder of no kind is reported once, at the first document in it.
    let mut reported: BTreeSet<&str> = BTreeSet::new();
    let mut first: HashMap<Key, &SourcePath> = HashMap::with_capacity(folders.len());
    for (folder, (address, documents)) in &folders {
        let Some(&(path, _)) = documents.first() else { continue };
        let place = Place { path: path.clone(), span: Span::default() };
        let mut unplaced = Vec::new();
        let kind = kind_of(address, &place, &mut unplaced);
        if Kind::from_folder(address.top).is_some() || reported.insert(address.top) {
            diagnostics.append(&mut unplaced);
        }
        let Some(kind) = kind else {
            let meant =
                Kind::called(address.top).or_else(|| nearest(address.top, folder_names()).and_then(Kind::from_folder));
            misplaced.extend(meant.filter(|_| !address.id.is_empty()).map(|kind| Key::new(kind, address.id)));
            continue;
        };
        if let Some(outer) = enclosing(folder, &folders) {
            diagnostics.push(nested_item_error(place, outer));
            misplaced.push(Key::new(kind, address.id));
            continue;
        }
        let key = Key::new(kind, address.id);
        check_id(&key, path, diagnostics);
        if !is_id(address.id) {
            // Who refers to it by the name that it is to have is right.
            misplaced.push(Key::new(kind, to_id(address.id)));
        }
        let other = *first.entry(key.clone()).or_insert(path);
        let is_second = other != path;
        if is_second {
            diagnostics.push(duplicate_id_error(&key, place, other));
        }
        let mut has_misnamed = false;
        let mut paths = PerLang::default();
        for (path, tag) in documents {
            match tags.find(tag) {
                Some(lang) => paths.set(lang, (*path).clone()),
                None => {
                    has_misnamed = true;
                    diagnostics.extend(tags.are_declared().then(|| unknown_language_error(path, tag, tags)));
                }
            }
        }
        let folder = (*folder).to_owned();
        let has_files = has_files(snapshot, &folder);
        items.push(ItemFiles { key, folder, paths, has_misnamed, has_files, is_second });
    }
    items.sort_by(|a, b| a.key.cmp(&b.key));
    GatheredItems { items, misplaced }
}

/// An item in the folder of another one, whose first document is `outer`.
fn nested_item_error(place: Place, outer: &SourcePath) -> Diagnostic {
    let help = say!(
        en: "move the folder next to the other item, or remove its `index` files",
        fr: "déplacez le dossier à côté de l’autre fiche, ou retirez-en les fichiers `index`"
    );
    let message = say!(
        en: "this item is inside another item, `{outer}`",
        fr: "cette fiche se trouve à l’intérieur d’une autre, `{outer}`",
        outer = parse_path(outer).map_or("", |address| address.id)
    );
    let related = Place { path: outer.clone(), span: Span::default() };
    let diagnostic = Diagnostic::error("item-in-item", place, message, help);
    diagnostic.related(say!(en: "the outer item", fr: "la fiche qui la contient"), related)
}

/// A second item with the key of one whose first document is `other`.
fn duplicate_id_error(key: &Key, place: Place, other: &SourcePath) -> Diagnostic {
    let help = say!(en: "rename one of the two folders", fr: "renommez l’un des deux dossiers");
    let message = say!(en: "there are two items `{key}`", fr: "il y a deux fiches `{key}`");
    let related = Place { path: other.clone(), span: Span::default() };
    Diagnostic::error("duplicate-id", place, message, help).related(say!(en: "the other one", fr: "l’autre"), related)
}

/// True if a folder has files other than documents, at any depth.
fn has_files(snapshot: &Snapshot, folder: &str) -> bool {
    // `0` is the character after `/`, so that all paths in the folder are between the two.
    let inside = SourcePath::new(format!("{folder}/"))..SourcePath::new(format!("{folder}0"));
    snapshot.files.range(inside).any(|(_, file)| matches!(file, SourceFile::Blob { .. }))
}

/// The name that a file should have which looks like a document and is not read as one; `None` for any other file.
pub(super) fn right_name(path: &SourcePath, tags: &LanguageTags) -> Option<String> {
    if !path.as_str().starts_with("content/") || parse_path(path).is_some() {
        return None;
    }
    let lower = path.name().to_lowercase();
    let ending = [".md", ".markdown", ".md.txt", ".mdx"].into_iter().find(|ending| lower.ends_with(ending))?;
    let stem = lower.strip_suffix(ending)?;
    let language =
        stem.rsplit(['.', '-', '_']).next().and_then(|tag| tags.0.iter().find(|known| known.to_lowercase() == tag));
    let is_meant = stem.starts_with("index")
        || language.is_some_and(|language| stem.contains('.') || stem == language.to_lowercase());
    let language = language.or(tags.0.first())?;
    is_meant.then(|| format!("index.{language}.md"))
}

/// Reports a file that looks like a document and is not read as one, so that nobody waits for its page.
fn report_misnamed(path: &SourcePath, tags: &LanguageTags, diagnostics: &mut Vec<Diagnostic>) {
    let Some(example) = right_name(path, tags) else { return };
    let place = Place { path: path.clone(), span: Span::default() };
    let message = say!(
        en: "this file is not read: an item is an `index.<language>.md` in its own folder",
        fr: "ce fichier n’est pas lu : une fiche est un fichier `index.<langue>.md` dans son propre dossier"
    );
    let help = if is_copy(path.name()) {
        copy_help(&example)
    } else {
        say!(
            en: "rename it to `{example}`; if it is not an item, give it a name like `notes.txt`, which does not start with `index` and does not end in `.md`, `.mdx`, `.markdown` or `.md.txt`",
            fr: "renommez-le en `{example}` ; si ce n’est pas une fiche, donnez-lui un nom comme `notes.txt`, qui ne commence pas par `index` et ne se termine pas par `.md`, `.mdx`, `.markdown` ou `.md.txt`"
        )
    };
    diagnostics.push(Diagnostic::warning("misnamed-document", place, message, help));
}

fn kind_of(address: &LanguageFilePath<'_>, place: &Place, diagnostics: &mut Vec<Diagnostic>) -> Option<Kind> {
    let Some(kind) = Kind::from_folder(address.top) else {
        let names = folder_names();
        let called = Kind::called(address.top).map(Kind::folder);
        let help = match called.or_else(|| nearest(address.top, names.iter().copied())) {
            Some(near) => say!(en: "move it to `content/{near}/`", fr: "déplacez-le dans `content/{near}/`"),
            None => {
                say!(en: "the folders are {folders}", fr: "les dossiers sont {folders}", folders = quoted_list(&names))
            }
        };
        let message = match address.top.is_empty() {
            true => {
                say!(
                    en: "an item cannot be directly in `content/`",
                    fr: "une fiche ne peut pas se trouver directement dans `content/`"
                )
            }
            false => {
                say!(
                    en: "`content/{folder}/` is not the folder of a kind of item",
                    fr: "`content/{folder}/` n’est pas le dossier d’un type de fiche",
                    folder = address.top
                )
            }
        };
        diagnostics.push(Diagnostic::error("unknown-kind", place.clone(), message, help));
        return None;
    };
    if address.id.is_empty() {
        let help = say!(
            en: "put it in a folder of its own, for example `content/{folder}/my-id/`",
            fr: "mettez-le dans son propre dossier, par exemple `content/{folder}/mon-id/`",
            folder = address.top
        );
        diagnostics.push(Diagnostic::error(
            "no-item-folder",
            place.clone(),
            say!(
                en: "this file has no folder of its own to give it an id",
                fr: "ce fichier n’a pas de dossier à son nom, qui lui donnerait un identifiant"
            ),
            help,
        ));
        return None;
    }
    Some(kind)
}

fn folder_names() -> Vec<&'static str> {
    Kind::ALL.iter().map(|kind| kind.folder()).collect()
}

/// The first document of the nearest folder above that is the folder of an item.
fn enclosing<'f>(folder: &str, folders: &Folders<'f>) -> Option<&'f SourcePath> {
    let mut outer = folder;
    while let Some((above, _)) = outer.rsplit_once('/') {
        if let Some((address, documents)) = folders.get(above)
            && !address.id.is_empty()
        {
            return documents.first().map(|(path, _)| *path);
        }
        outer = above;
    }
    None
}
