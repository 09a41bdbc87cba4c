//! What is known by a name for ever: addresses, ids of entries in feeds, and UIDs of calendars, as a world publishes them.
//!
//! Not among them: what comes and goes with the number of items (the further pages of a list), and what pages are made of
//! (files of the theme, pictures in other sizes, share pictures).

pub mod check;
pub mod file;

use std::collections::BTreeMap;

use strum::{EnumString, IntoStaticStr};

use crate::base::lang::Lang;
use crate::base::moment::Moment;
use crate::base::route::encoded;
use crate::base::source::SourcePath;
use crate::kind::item::{Facts, Item};
use crate::kind::key::Key;
use crate::site::catalogue::Catalogue;
use crate::site::life;
use crate::site::plan::content::{Agenda, Content, Page, Planned, Target};
use crate::site::plan::data::DataFile;
use crate::site::subject::Subject;
use crate::site::world::World;

/// What a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Sort {
    /// An address from the root of the site, percent-encoded.
    Address,
    /// The id of an entry in the feeds of one language.
    Entry,
    /// The UID of an entry in calendars (RFC 5545, section 3.8.4.7), the same in every language.
    Uid,
}

impl Sort {
    /// The word of the file.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A name, and what it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// What it is.
    pub sort: Sort,
    /// As it stands in the file: without spaces.
    pub text: String,
}

/// Whose a name is, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The item; none for what is the site's own.
    pub item: Option<Key>,
    /// The language, BCP 47; none for what has none.
    pub lang: Option<String>,
    /// Since when it is published.
    pub since: Since,
}

/// Since when something is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// Nobody wrote it down.
    Ever,
    /// From a moment on, as the sources say.
    From(Moment),
    /// As time goes by, whatever is written: the letter of a month, an archive that is full.
    TimeGoesBy,
}

/// The names of a site.
#[derive(Debug, Default)]
pub struct Permalinks {
    /// Those that are published now.
    pub present: BTreeMap<Name, Holder>,
    /// Those that its sources will publish one day, without those that come as time goes by.
    pub to_come: BTreeMap<Name, Holder>,
}

impl Permalinks {
    /// The names of a world, and those of the same world after all that is written in its sources has come.
    pub fn new(present: &World, later: &World) -> Self {
        let mut to_come = names(later);
        let present = names(present);
        to_come.retain(|name, holder| holder.since != Since::TimeGoesBy && !present.contains_key(name));
        Self { present, to_come }
    }

    /// The holder of a name that is published, now or one day.
    pub fn get(&self, sort: Sort, text: &str) -> Option<&Holder> {
        let name = Name { sort, text: text.to_owned() };
        self.present.get(&name).or_else(|| self.to_come.get(&name))
    }
}

/// The UID of an item in calendars, where its kind has one. It holds neither host, title nor language.
pub fn uid(item: &Item) -> Option<String> {
    match &item.facts {
        Facts::Event(_) => Some(format!("urn:parvis:event:{}", item.key.id)),
        Facts::Call(_) => Some(format!("urn:parvis:call:{}:closes", item.key.id)),
        Facts::Challenge(_)
        | Facts::Programme(_)
        | Facts::Startup(_)
        | Facts::Organisation(_)
        | Facts::Update(_)
        | Facts::Page(_) => None,
    }
}

/// The id of something in the feeds of a language. Some readers know an entry by its id alone, whatever feed it came with:
/// without the language, who follows two languages would see each entry in one of them only.
pub fn in_language(id: &str, tag: &str) -> String {
    format!("{id}:{tag}")
}

fn names(world: &World) -> BTreeMap<Name, Holder> {
    let catalogue = world.catalogue();
    let folders: BTreeMap<&str, &Item> = catalogue.items.values().map(|item| (&*item.folder, item)).collect();
    let mut names = BTreeMap::new();
    let mut add = |sort, text: &str, holder| names.insert(Name { sort, text: encoded(text) }, holder);
    for planned in &world.plan().pages {
        if let Some(holder) = holder(catalogue, &folders, planned) {
            add(Sort::Address, planned.route.as_str(), holder);
        }
    }
    for lang in catalogue.langs() {
        for rank in world.timeline().of_subject(lang, &Subject::All) {
            let (entry, tag) = (world.timeline().entry(*rank), catalogue.tags.tag(lang));
            let since = since(entry.item, Some(entry.moment()));
            let holder = Holder { item: Some(entry.item.key.clone()), lang: Some(tag.to_owned()), since };
            add(Sort::Entry, &in_language(&entry.id(), tag), holder);
        }
    }
    for item in catalogue.items.values().filter(|item| catalogue.is_public(item) && is_in_calendars(catalogue, item)) {
        if let Some(uid) = uid(item) {
            let holder = Holder { item: Some(item.key.clone()), lang: None, since: since(item, None) };
            add(Sort::Uid, &uid, holder);
        }
    }
    names
}

fn is_in_calendars(catalogue: &Catalogue, item: &Item) -> bool {
    match &item.facts {
        Facts::Event(event) => life::calendar_period(item, event, catalogue.now).is_some(),
        Facts::Call(call) => life::deadline(item, call, catalogue.now).is_some(),
        Facts::Challenge(_)
        | Facts::Programme(_)
        | Facts::Startup(_)
        | Facts::Organisation(_)
        | Facts::Update(_)
        | Facts::Page(_) => false,
    }
}

/// Since when something of an item is published: not before the item, nor before `moment`.
fn since(item: &Item, moment: Option<Moment>) -> Since {
    item.common.public_from.max(moment).map_or(Since::Ever, Since::From)
}

/// Whose an address is; none for those that are not meant to be kept.
fn holder(catalogue: &Catalogue, folders: &BTreeMap<&str, &Item>, planned: &Planned) -> Option<Holder> {
    let of = |lang: Option<Lang>, key: Option<&Key>| {
        let item = key.and_then(|key| catalogue.items.get(key));
        let since = item.map_or(Since::Ever, |item| since(item, None));
        Holder { item: key.cloned(), lang: lang.map(|lang| catalogue.tags.tag(lang).to_owned()), since }
    };
    let by_time = |lang: &Lang| Holder { since: Since::TimeGoesBy, ..of(Some(*lang), None) };
    Some(match &planned.content {
        Content::Page(_, Page::NotFound | Page::List { number: 2.., .. } | Page::Theme { number: 2.., .. })
        | Content::Page(_, Page::WhatsNew { number: 2.. })
        | Content::RootNotFound
        | Content::Picture(_)
        | Content::Headers
        | Content::Redirects
        | Content::Search(..)
        | Content::Share(..) => return None,
        Content::Page(lang, Page::Digest(_)) | Content::Letter(lang, ..) => by_time(lang),
        Content::Page(lang, Page::Item(key)) => of(Some(*lang), Some(key)),
        Content::Page(lang, _) => of(Some(*lang), None),
        Content::Feed(lang, file) if file.archive.is_some() => by_time(lang),
        Content::Feed(lang, file) => match &file.subject {
            Subject::Item(key) => of(Some(*lang), Some(key)),
            Subject::All | Subject::Section(_) | Subject::Theme(_) | Subject::Letters => of(Some(*lang), None),
        },
        Content::Calendar(lang, Agenda::Event(key)) => of(Some(*lang), Some(key)),
        Content::Calendar(lang, _) => of(Some(*lang), None),
        Content::Redirect { to: Target::Item { lang, key }, .. } => of(Some(*lang), Some(key)),
        Content::Copy(path) => {
            let item = item_around(folders, path)?;
            of(lang_of(catalogue, planned.route.as_str()), Some(&item.key))
        }
        Content::Data(DataFile::Ocds) => Holder { since: Since::TimeGoesBy, ..of(None, None) },
        Content::Languages
        | Content::Sitemap
        | Content::Robots
        | Content::Data(_)
        | Content::Redirect { to: Target::Path(_) | Target::Url(_), .. } => of(None, None),
    })
}

/// The item that a file is one of; none for files of the theme.
fn item_around<'c>(folders: &BTreeMap<&str, &'c Item>, path: &SourcePath) -> Option<&'c Item> {
    let above = path.as_str().rmatch_indices('/').map(|(at, _)| &path.as_str()[..at]);
    above.filter_map(|folder| folders.get(folder)).next().copied()
}

/// The language that an address begins with.
fn lang_of(catalogue: &Catalogue, path: &str) -> Option<Lang> {
    let first = path.split('/').nth(1)?;
    catalogue.langs().find(|lang| catalogue.tags.tag(*lang) == first)
}
