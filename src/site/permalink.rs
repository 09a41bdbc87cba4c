//! What is known by a name for ever: addresses of pages and documents, ids of entries in feeds, and UIDs of calendars, as a world
//! publishes them.
//!
//! Not among them: what follows from these (feeds and calendars beside a page, its pictures, newsletter issues as files, open data),
//! what comes and goes with the number of items (the further pages of a list), and what pages are made of (files of the theme,
//! pictures in other sizes, share pictures).

pub mod check;
pub mod file;
mod told;

use std::collections::BTreeMap;

use strum::{EnumString, IntoStaticStr};

use crate::base::authority::Authority;
use crate::base::lang::Lang;
use crate::base::moment::Moment;
use crate::base::moment::month::Month;
use crate::base::output::Role;
use crate::base::route::encoded;
use crate::base::source::SourcePath;
use crate::kind::item::{Facts, Item};
use crate::kind::key::Key;
use crate::site::catalogue::Catalogue;
use crate::site::feed_scope::FeedScope;
use crate::site::life;
use crate::site::plan::content::{Content, Page, Planned, Target};
use crate::site::world::World;

/// What a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum Sort {
    /// The id of an entry in feeds, without the language that stands behind it there.
    Entry,
    /// The address of a document from the root of the site, percent-encoded.
    File,
    /// The address of a page, likewise.
    Page,
    /// The UID of an entry in calendars (RFC 5545, section 3.8.4.7), the same in every language.
    Uid,
}

impl Sort {
    /// The word of the file.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// True for what browsers ask for.
    pub fn is_address(self) -> bool {
        matches!(self, Self::Page | Self::File)
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
    /// Since when it is published; none where nobody wrote it down.
    pub since: Option<Moment>,
}

/// The names that visitors of a site may know.
pub type Names = BTreeMap<Name, Holder>;

/// The UID of an item in calendars, where its kind has one. It holds neither host, title nor language.
pub fn uid(authority: &Authority, item: &Item) -> Option<String> {
    let id = &item.key.id;
    match &item.facts {
        Facts::Event(_) => Some(authority.uri(format_args!("event:{id}"))),
        Facts::Call(_) => Some(authority.uri(format_args!("call:{id}:closes"))),
        Facts::Challenge(_)
        | Facts::Programme(_)
        | Facts::Startup(_)
        | Facts::Organisation(_)
        | Facts::Update(_)
        | Facts::Page(_) => None,
    }
}

/// The permanent id of the newsletter issue of a month, in every language.
pub fn newsletter_issue_id(catalogue: &Catalogue, month: Month) -> String {
    catalogue.site.authority.uri(format_args!("letter:{month}"))
}

/// The id of something in the feeds of a language. Some readers know an entry by its id alone, whatever feed it came with:
/// without the language, who follows two languages would see each entry in one of them only.
pub fn in_language(id: &str, tag: &str) -> String {
    format!("{id}:{tag}")
}

/// The names that visitors of a world may know; where drafts are shown, theirs are not among them.
pub fn names(world: &World) -> Names {
    let catalogue = world.catalogue();
    let folders: BTreeMap<&str, &Item> = catalogue.items.values().map(|item| (&*item.folder, item)).collect();
    let mut names = BTreeMap::new();
    let mut add = |sort, text: &str, holder| names.insert(Name { sort, text: encoded(text) }, holder);
    for planned in &world.plan().pages {
        if let Some((sort, holder)) = holder(world, &folders, planned) {
            add(sort, planned.route.as_str(), holder);
        }
    }
    for lang in catalogue.langs() {
        for rank in world.timeline().of_scope(lang, &FeedScope::All) {
            let entry = world.timeline().entry(*rank);
            if life::is_public(entry.item, catalogue.now) {
                let since = since(entry.item, Some(entry.moment()));
                let holder = Holder { item: Some(entry.item.key.clone()), lang: None, since };
                add(Sort::Entry, &entry.id(&catalogue.site.authority), holder);
            }
        }
    }
    let public = catalogue.items.values().filter(|item| life::is_public(item, catalogue.now));
    for item in public.filter(|item| is_in_calendars(item)) {
        if let Some(uid) = uid(&catalogue.site.authority, item) {
            let holder = Holder { item: Some(item.key.clone()), lang: None, since: since(item, None) };
            add(Sort::Uid, &uid, holder);
        }
    }
    // Ids under a domain that nobody has are not kept: they all change once the site has a name of its own.
    if catalogue.site.authority.is_placeholder() {
        names.retain(|name, _| name.sort.is_address());
    }
    names
}

fn is_in_calendars(item: &Item) -> bool {
    match &item.facts {
        Facts::Event(event) => life::calendar_period(event).is_some(),
        Facts::Call(call) => life::deadline(call).is_some(),
        Facts::Challenge(_)
        | Facts::Programme(_)
        | Facts::Startup(_)
        | Facts::Organisation(_)
        | Facts::Update(_)
        | Facts::Page(_) => false,
    }
}

/// Since when something of an item is published: not before the item, nor before `moment`.
fn since(item: &Item, moment: Option<Moment>) -> Option<Moment> {
    item.common.public_from.max(moment)
}

/// What an address is, and whose; none for those that are not meant to be kept, that follow from others, or of drafts.
fn holder(world: &World, folders: &BTreeMap<&str, &Item>, planned: &Planned) -> Option<(Sort, Holder)> {
    let catalogue = world.catalogue();
    let properties = planned.content.properties();
    if !properties.permanent {
        return None;
    }
    let of_site = |lang: Option<Lang>, since| {
        let sort = if properties.role == Role::Page { Sort::Page } else { Sort::File };
        let lang = lang.map(|lang| catalogue.tags.tag(lang).to_owned());
        Some((sort, Holder { item: None, lang, since }))
    };
    let of_item = |sort, lang: Lang, item: &Item| {
        let lang = Some(catalogue.tags.tag(lang).to_owned());
        let holder = Holder { item: Some(item.key.clone()), lang, since: since(item, None) };
        life::is_public(item, catalogue.now).then_some((sort, holder))
    };
    match &planned.content {
        // Once its month is over, an issue stays whatever is written; before, it may still turn out to be empty.
        Content::Page(lang, Page::NewsletterIssue(month)) => {
            let over = month.end(&catalogue.site.zone);
            (over <= catalogue.now).then(|| of_site(Some(*lang), Some(over))).flatten()
        }
        Content::Page(lang, Page::Item(key)) | Content::Redirect { to: Target::Item { lang, key }, .. } => {
            let sort = if planned.route.as_str().ends_with('/') { Sort::Page } else { Sort::File };
            of_item(sort, *lang, &catalogue.items[key])
        }
        Content::Page(lang, _) => of_site(Some(*lang), None),
        Content::Copy(path) => {
            let item = item_around(folders, path)?;
            let is_picture = catalogue.files_of(item).iter().any(|file| file.path == *path && file.picture.is_some());
            // Under an old address of the item lie its files too.
            let is_beside = planned.route.as_str().starts_with(world.plan().files(item).as_str());
            (is_beside && !is_picture).then(|| of_item(Sort::File, item.original, item)).flatten()
        }
        _ => of_site(None, None),
    }
}

/// The item that a file is one of; none for files of the theme.
fn item_around<'c>(folders: &BTreeMap<&str, &'c Item>, path: &SourcePath) -> Option<&'c Item> {
    let above = path.as_str().rmatch_indices('/').map(|(at, _)| &path.as_str()[..at]);
    above.filter_map(|folder| folders.get(folder)).next().copied()
}
