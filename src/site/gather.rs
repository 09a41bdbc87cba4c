//! Which files are documents of which item: the rules of folders and file names (section 1 of the model).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::lang::PerLang;
use crate::base::snapshot::{Refusal, Snapshot, SourceFile};
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::item::{ItemFiles, check_id};
use crate::kind::key::{Key, Kind};
use crate::read::document::{Address, address, refuse, refuse_language};
use crate::read::field::{Tags, TagsFrom, list_of};
use crate::read::site_file::SITE_FILE;

/// The language tags in the names of documents, for a site whose own list cannot be read.
pub fn tags_of_files(snapshot: &Snapshot) -> Tags {
    let tags: BTreeSet<&str> = snapshot.files.keys().filter_map(address).map(|address| address.tag).collect();
    let tags = tags.into_iter().filter(|tag| !tag.is_empty()).take(usize::from(u8::MAX));
    Tags(tags.map(str::to_owned).collect(), TagsFrom::FileNames)
}

/// The items of the sources.
#[derive(Debug)]
pub struct Gathered {
    /// Their files, by key.
    pub items: Vec<ItemFiles>,
    /// Items in folders where none can be: they are not read, and naming one is no second mistake.
    pub misplaced: Vec<Key>,
}

/// Folders that hold documents: what their paths say, and each document with the language tag of its name.
type Folders<'f> = BTreeMap<&'f str, (Address<'f>, Vec<(&'f SourcePath, &'f str)>)>;

/// Finds the items and the files of each, and reports files that stand where no document can be.
pub fn gather(snapshot: &Snapshot, tags: &Tags, diagnostics: &mut Vec<Diagnostic>) -> Gathered {
    let mut folders: Folders<'_> = BTreeMap::new();
    for (path, file) in &snapshot.files {
        if let SourceFile::Refused(why) = file {
            // Such a file is asked for nowhere, so it is reported here.
            diagnostics.push(refuse(path, *why));
            // The item of a document that cannot be read is there all the same.
            if !matches!(why, Refusal::Large(_) | Refusal::Unreadable) || path.as_str() == SITE_FILE {
                continue;
            }
        }
        match address(path) {
            Some(address) => {
                let (_, documents) = folders.entry(address.folder).or_insert_with(|| (address, Vec::new()));
                documents.push((path, address.tag));
            }
            None => report_misnamed(path, tags, diagnostics),
        }
    }
    let mut items: Vec<ItemFiles> = Vec::new();
    let mut misplaced: Vec<Key> = Vec::new();
    let mut first: HashMap<Key, &SourcePath> = HashMap::with_capacity(folders.len());
    for (folder, (address, documents)) in &folders {
        let (path, _) = documents[0];
        let place = Place { path: path.clone(), span: Span::default() };
        let Some(kind) = kind_of(address, &place, diagnostics) else {
            let meant = nearest(address.top, folder_names()).and_then(Kind::of_folder);
            misplaced.extend(meant.filter(|_| !address.id.is_empty()).map(|kind| Key::new(kind, address.id)));
            continue;
        };
        if let Some(outer) = enclosing(folder, &folders) {
            let help = "move the folder beside the other item, or take out its `index` files";
            let diagnostic = Diagnostic::error(
                "item-in-item",
                place,
                format!("this item stands inside of another item, `{}`", folders[outer].0.id),
                help,
            );
            let related = Place { path: folders[outer].1[0].0.clone(), span: Span::default() };
            diagnostics.push(diagnostic.related("the outer item", related));
            misplaced.push(Key::new(kind, address.id));
            continue;
        }
        let key = Key::new(kind, address.id);
        check_id(&key, path, diagnostics);
        let other = *first.entry(key.clone()).or_insert(path);
        let is_second = other != path;
        if is_second {
            let help = "rename one of the two folders";
            let diagnostic = Diagnostic::error("duplicate-id", place, format!("there are two items `{key}`"), help);
            diagnostics.push(diagnostic.related("the other one", Place { path: other.clone(), span: Span::default() }));
        }
        let mut has_misnamed = false;
        let mut paths = PerLang::default();
        for (path, tag) in documents {
            match tags.find(tag) {
                Some(lang) => paths.set(lang, (*path).clone()),
                None => {
                    has_misnamed = true;
                    diagnostics.extend(tags.are_known().then(|| refuse_language(path, tag, tags)));
                }
            }
        }
        items.push(ItemFiles { key, folder: (*folder).to_owned(), paths, has_misnamed, is_second });
    }
    items.sort_by(|a, b| a.key.cmp(&b.key));
    Gathered { items, misplaced }
}

/// Reports a file that looks like a document and is not read as one, so that nobody waits for its page.
fn report_misnamed(path: &SourcePath, tags: &Tags, diagnostics: &mut Vec<Diagnostic>) {
    let name = path.name();
    if !path.as_str().starts_with("content/") {
        return;
    }
    let lower = name.to_lowercase();
    let ending = [".md", ".markdown", ".md.txt", ".mdx"].into_iter().find(|ending| lower.ends_with(ending));
    let Some(stem) = ending.and_then(|ending| lower.strip_suffix(ending)) else { return };
    let language =
        stem.rsplit(['.', '-', '_']).next().and_then(|tag| tags.0.iter().find(|known| known.to_lowercase() == tag));
    let is_meant = stem.starts_with("index") || (language.is_some() && stem.contains('.'));
    if !is_meant {
        return;
    }
    let example = format!("index.{}.md", language.unwrap_or(tags.0.first().unwrap_or(&lower)));
    let place = Place { path: path.clone(), span: Span::default() };
    let message = "this file is not read: only `index.<language>.md` in a folder of its own is an item";
    let help = format!("rename it to `{example}`, or give it a name that is no document's");
    diagnostics.push(Diagnostic::warning("misnamed-document", place, message, help));
}

fn kind_of(address: &Address<'_>, place: &Place, diagnostics: &mut Vec<Diagnostic>) -> Option<Kind> {
    let Some(kind) = Kind::of_folder(address.top) else {
        let names = folder_names();
        let help = match nearest(address.top, names.iter().copied()) {
            Some(near) => format!("move it to `content/{near}/`"),
            None => format!("the folders are {}", list_of(&names)),
        };
        let message = match address.top.is_empty() {
            true => "a document cannot stand directly in `content/`".to_owned(),
            false => format!("`content/{}/` is not the folder of a kind", address.top),
        };
        diagnostics.push(Diagnostic::error("unknown-kind", place.clone(), message, help));
        return None;
    };
    if address.id.is_empty() {
        let help = format!("put it into a folder of its own, as in `content/{}/my-id/`", address.top);
        diagnostics.push(Diagnostic::error(
            "no-item-folder",
            place.clone(),
            "this document has no folder that gives it an id",
            help,
        ));
        return None;
    }
    Some(kind)
}

fn folder_names() -> Vec<&'static str> {
    Kind::ALL.iter().map(|kind| kind.folder()).collect()
}

/// The nearest folder above that is an item itself.
fn enclosing<'f>(folder: &str, folders: &Folders<'f>) -> Option<&'f str> {
    let mut outer = folder;
    while let Some((above, _)) = outer.rsplit_once('/') {
        if let Some((found, (address, _))) = folders.get_key_value(above)
            && !address.id.is_empty()
        {
            return Some(*found);
        }
        outer = above;
    }
    None
}
