//! The catalogue: every item by its key, the items that refer to it, and the files beside it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Index;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::characters::composed;
use crate::base::lang::Lang;
use crate::base::media_type::Player;
use crate::base::moment::Moment;
use crate::base::picture::PictureInfo;
use crate::base::route::BaseUrl;
use crate::base::snapshot::{STATIC_FOLDER, Snapshot, SourceFile};
use crate::base::source::SourcePath;
use crate::kind::as_of::WrittenItem;
use crate::kind::document::{Document, DocumentLocation};
use crate::kind::folder::ParsedItem;
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::read::language_tags::LanguageTags;
use crate::read::site_file::Site;
use crate::site::state;

/// A reference, stored at the item that it names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backlink {
    /// The item that refers.
    pub from: Key,
    /// The field by which it does.
    pub field: &'static str,
}

/// The files beside the documents of items, by the folder of the item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// Those that a public fact or text refers to: they are published beside the page of the item.
    pub published: HashMap<String, Vec<ItemFile>>,
    /// Those of `content/static/`, named by their paths from there: they are published at the root of the site.
    pub static_files: Vec<ItemFile>,
    /// All others, which are not published.
    pub private: BTreeMap<String, Vec<ItemFile>>,
}

impl Files {
    /// The published files of a folder.
    pub fn published_in(&self, folder: &str) -> &[ItemFile] {
        self.published.get(folder).map(Vec::as_slice).unwrap_or_default()
    }

    /// All files of a folder.
    pub fn all_in(&self, folder: &str) -> impl Iterator<Item = &ItemFile> {
        let private = self.private.get(folder).map(Vec::as_slice).unwrap_or_default();
        self.published_in(folder).iter().chain(private)
    }

    /// The names of all files of a folder.
    pub fn names_in(&self, folder: &str) -> impl Iterator<Item = &str> {
        self.all_in(folder).map(|file| file.name.as_str())
    }
}

/// A file beside an item's documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemFile {
    /// Its path from the item's folder.
    pub name: String,
    /// Its path in the sources.
    pub path: SourcePath,
    /// Its size in bytes.
    pub size: u64,
    /// What is known of the picture in it; none if it is not a picture that can be read.
    pub picture: Option<PictureInfo>,
}

/// Items by their keys, as of an instant. Catalogues share the items that they have in common.
#[derive(Debug, Default)]
pub struct Items {
    /// In the order of their keys.
    all: Vec<Arc<Item>>,
    /// As they are written, in the same order, future values included. Only the layer `site` may see these.
    written: Vec<Arc<WrittenItem>>,
    /// The rank of each key in both lists. Pages look up many items by key.
    ranks: HashMap<Key, usize>,
}

impl Items {
    /// The items as of a moment; of two with the same key the last one counts.
    pub fn as_of(written: impl Iterator<Item = Arc<WrittenItem>>, now: Moment) -> Self {
        let by_key: BTreeMap<Key, Arc<WrittenItem>> = written.map(|item| (item.written().key.clone(), item)).collect();
        let ranks = by_key.keys().enumerate().map(|(rank, key)| (key.clone(), rank)).collect();
        let written: Vec<Arc<WrittenItem>> = by_key.into_values().collect();
        Self { all: written.par_iter().map(|written| written.as_of(now)).collect(), written, ranks }
    }

    /// The item of a key.
    pub fn get(&self, key: &Key) -> Option<&Item> {
        self.ranks.get(key).map(|rank| &*self.all[*rank])
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All items in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &Item> {
        self.all.iter().map(|item| &**item)
    }

    /// All items as they are written, in the order of their keys.
    pub(in crate::site) fn written(&self) -> impl Iterator<Item = &WrittenItem> {
        self.written.iter().map(|item| &**item)
    }

    /// An item as it is written.
    pub(in crate::site) fn written_of(&self, key: &Key) -> Option<&WrittenItem> {
        self.ranks.get(key).map(|rank| &*self.written[*rank])
    }

    /// The items of a kind in the order of their ids.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Item> {
        let first = self.all.partition_point(|item| item.key.kind < kind);
        self.all[first..].iter().take_while(move |item| item.key.kind == kind).map(|item| &**item)
    }
}

impl Index<&Key> for Items {
    type Output = Item;

    fn index(&self, key: &Key) -> &Item {
        self.get(key).expect("only keys of items of the catalogue are used as an index")
    }
}

/// Everything in the sources, as of `now`.
#[derive(Debug)]
pub struct Catalogue {
    /// The settings in `site.yaml`.
    pub site: Site,
    /// The languages.
    pub tags: LanguageTags,
    /// Every item whose files have no errors, public or not.
    pub items: Items,
    /// The keys of all items, those with errors too.
    pub all_keys: BTreeSet<Key>,
    /// Where the pages of items with errors would be: kind, language and the last part of the address.
    pub broken_pages: Vec<(Kind, Lang, String)>,
    /// The references to each item.
    pub backlinks: HashMap<Key, Vec<Backlink>>,
    /// The files beside the documents of items.
    pub files: Files,
    /// The present.
    pub now: Moment,
    /// Whether drafts and items that are published later are shown.
    pub drafts: bool,
    /// The address of the site that this is a preview of. Links lead to the preview, but identifiers are those of the site.
    pub preview_of: Option<BaseUrl>,
}

impl Catalogue {
    /// The base of the identifiers that are addresses: that of the site itself, also in a preview.
    pub fn identity_base_url(&self) -> &BaseUrl {
        self.preview_of.as_ref().unwrap_or(&self.site.base_url)
    }

    /// The languages in order.
    pub fn langs(&self) -> impl Iterator<Item = Lang> + use<> {
        self.tags.all()
    }

    /// An item that visitors may see.
    pub fn public(&self, key: &Key) -> Option<&Item> {
        self.items.get(key).filter(|item| self.is_public(item))
    }

    /// True for an item that visitors may see.
    pub fn is_public(&self, item: &Item) -> bool {
        self.drafts || state::is_public(item, self.now)
    }

    /// True for an item that lists and feeds show.
    pub fn is_listed(&self, item: &Item) -> bool {
        self.is_public(item) && !state::is_expired(item, self.now)
    }

    /// The items of a kind that lists show, in the order of their ids.
    pub fn listed(&self, kind: Kind) -> impl Iterator<Item = &Item> {
        self.of_kind(kind).filter(|item| self.is_listed(item))
    }

    /// The items of a kind, public or not, in the order of their ids.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Item> {
        self.items.of_kind(kind)
    }

    /// The public items of a kind that refer to this one in one of the given fields.
    pub fn referrers(&self, key: &Key, kind: Kind, fields: &[&str]) -> Vec<&Item> {
        let backlinks = self.backlinks.get(key).map(Vec::as_slice).unwrap_or_default();
        let mut found: Vec<&Item> = backlinks
            .iter()
            .filter(|backlink| backlink.from.kind == kind && fields.contains(&backlink.field))
            .filter_map(|backlink| self.public(&backlink.from))
            .collect();
        found.dedup_by(|a, b| a.key == b.key);
        found
    }

    /// The topics of an item, by their ranks under `themes` in `site.yaml`.
    pub fn topics_of(&self, item: &Item) -> Vec<usize> {
        let rank = |id: &String| self.site.themes.iter().position(|topic| topic.id.value == *id);
        let mut topics: Vec<usize> = item.common.themes.iter().filter_map(rank).collect();
        topics.sort_unstable();
        topics.dedup();
        topics
    }

    /// A published file of an item.
    pub fn file(&self, item: &Item, name: &str) -> Option<&ItemFile> {
        self.published_files(item).iter().find(|file| file.name == name)
    }

    /// The published files of an item, without its Markdown files.
    pub fn published_files(&self, item: &Item) -> &[ItemFile] {
        self.files.published_in(&item.folder)
    }
}

/// The references to each item.
pub fn backlinks(items: &Items) -> HashMap<Key, Vec<Backlink>> {
    let of_item = |item: &Item| {
        let references = item.references().into_iter();
        references.map(|(field, to)| (to.clone(), Backlink { from: item.key.clone(), field })).collect::<Vec<_>>()
    };
    let mut references: Vec<(Key, Backlink)> = items.all.par_iter().flat_map_iter(|item| of_item(item)).collect();
    references.par_sort_unstable();
    references.dedup();
    let mut backlinks: HashMap<Key, Vec<Backlink>> = HashMap::new();
    for of_one in references.chunk_by(|(one, _), (other, _)| one == other) {
        backlinks.insert(of_one[0].0.clone(), of_one.iter().map(|(_, backlink)| backlink.clone()).collect());
    }
    backlinks
}

/// The files beside the documents of items. A file is published if something public refers to it: a fact or a text of its item, or a
/// text of another item by its address.
pub fn item_files<'r>(
    snapshot: &Snapshot,
    catalogue: &Catalogue,
    reads: impl Iterator<Item = &'r ParsedItem> + Clone,
) -> Files {
    let is_public = |read: &ParsedItem| catalogue.items.get(&read.key).is_some_and(|item| catalogue.is_public(item));
    // By their last part, which is the name of the file.
    let mut addresses: HashMap<&str, Vec<&str>> = HashMap::new();
    for address in reads.clone().filter(|read| is_public(read)).flat_map(|read| linked_paths(catalogue, read)) {
        if let Some((_, last)) = address.starts_with('/').then(|| address.rsplit_once('/')).flatten() {
            addresses.entry(last).or_default().push(address);
        }
    }
    let folders: HashMap<&str, &ParsedItem> = reads.map(|read| (read.folder.as_str(), read)).collect();
    let mut static_files = Vec::new();
    let (mut published, mut private) = (HashMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
    for (path, file) in &snapshot.files {
        let SourceFile::Blob { size, picture, .. } = file else { continue };
        if let Some(name) = path.as_str().strip_prefix(STATIC_FOLDER) {
            if !is_leftover(name) {
                static_files.push(ItemFile {
                    name: name.to_owned(),
                    path: path.clone(),
                    size: *size,
                    picture: *picture,
                });
            }
            continue;
        }
        let mut folder = path.folder();
        // Folders below that of an item have files of the item, which may be any number of folders up.
        while !folders.contains_key(folder) {
            match folder.rsplit_once('/') {
                Some((above, _)) => folder = above,
                None => break,
            }
        }
        let Some(read) = folders.get(folder) else { continue };
        let Some(name) = path.as_str().strip_prefix(folder).and_then(|name| name.strip_prefix('/')) else { continue };
        let name = &*composed(name);
        let last = name.rsplit('/').next().unwrap_or(name);
        let is_referenced = is_referenced_by_facts(catalogue, read, name)
            || linked_paths(catalogue, read).any(|path| path == name || are_captions_of(path, name, &catalogue.tags))
            || addresses.get(last).is_some_and(|all| all.iter().any(|address| is_beside_page(address, read, name)));
        if is_leftover(name) && !is_referenced {
            continue;
        }
        let file = ItemFile { name: name.to_owned(), path: path.clone(), size: *size, picture: *picture };
        match is_referenced {
            true => published.entry(folder.to_owned()).or_default().push(file),
            false => private.entry(folder.to_owned()).or_default().push(file),
        }
    }
    Files { published, static_files, private }
}

/// True for a file that facts refer to, except for a document with a future date.
fn is_referenced_by_facts(catalogue: &Catalogue, read: &ParsedItem, name: &str) -> bool {
    let Some(item) = catalogue.items.written_of(&read.key).map(WrittenItem::written) else {
        return read.files.iter().any(|file| file.path.value == name);
    };
    let is_future = |document: &&Document| {
        matches!(document.location(), DocumentLocation::File(file) if file == name)
            && document.date.is_some_and(|date| date.start(&item.common.zone) > catalogue.now)
    };
    let mut future = item.documents().iter().filter(is_future).count();
    // Another fact, public today, may refer to the same file.
    read.files.iter().filter(|file| file.path.value == name).any(|_| {
        let is_public = future == 0;
        future = future.saturating_sub(1);
        is_public
    })
}

/// The local paths in links of those texts of an item that are shown by now.
fn linked_paths<'r>(catalogue: &Catalogue, read: &'r ParsedItem) -> impl Iterator<Item = &'r str> {
    let now = catalogue.now;
    read.linked.iter().filter(move |(_, from)| from.is_none_or(|from| from <= now)).map(|(path, _)| path.as_str())
}

/// True for the captions of a media file in a language of the site: `film.fr.vtt` beside `film.mp4`.
fn are_captions_of(media: &str, name: &str, tags: &LanguageTags) -> bool {
    let Some((stem, tag)) = name.strip_suffix(".vtt").and_then(|name| name.rsplit_once('.')) else { return false };
    let is_beside = media.rsplit_once('.').is_some_and(|(media, _)| media == stem);
    is_beside && tags.find(tag).is_some() && Player::of_name(media).is_some()
}

/// True for the address of a file beside the page of its item, in any language.
fn is_beside_page(address: &str, read: &ParsedItem, name: &str) -> bool {
    let page = address.strip_suffix(name).and_then(|page| page.strip_suffix('/'));
    let Some(last) = page.and_then(|page| page.rsplit('/').next()) else { return false };
    last == &*read.key.id || read.outlines.iter().any(|(_, source)| source.slug.as_deref() == Some(last))
}

/// True for leftovers of programs, which are not meant to be published: they are skipped without a diagnostic.
fn is_leftover(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    let lower = name.to_ascii_lowercase();
    name.starts_with("~$")
        || matches!(&*lower, "thumbs.db" | "desktop.ini")
        || [".bak", ".orig", ".rej", ".tmp"].iter().any(|ending| lower.ends_with(ending))
}

/// Where the pages of items with errors would be.
pub fn broken_pages<'r>(reads: impl Iterator<Item = &'r ParsedItem>, tags: &LanguageTags) -> Vec<(Kind, Lang, String)> {
    let mut broken = Vec::new();
    for read in reads.filter(|read| read.item.is_none()) {
        let slug = |lang: Lang| {
            let source = read.outlines.get(lang).or_else(|| read.outlines.get(read.original))?;
            source.slug.as_deref()
        };
        broken.extend(tags.all().map(|lang| (read.key.kind, lang, slug(lang).unwrap_or(&*read.key.id).to_owned())));
    }
    broken
}
