//! Permalinks: everything published that must never disappear. These are the addresses of pages and documents, the ids of entries in
//! feeds, and the UIDs of calendars.
//!
//! No permalink is recorded for what follows from another one (feeds and calendars beside a page, its pictures, newsletter issues as
//! files, open data), for what depends on the number of items (the further pages of a list), nor for the parts of pages (files of the
//! theme, pictures in other sizes, share pictures).

pub mod check;
pub mod lock_file;
mod messages;

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
use crate::site::plan::content::{Content, Page, PlannedFile, RedirectDestination};
use crate::site::state;
use crate::site::world::World;

/// What a permalink names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum PermalinkKind {
    /// The id of an entry in feeds, without the language that follows it there.
    Entry,
    /// The address of a document from the root of the site, percent-encoded.
    File,
    /// The address of a page, likewise.
    Page,
    /// The UID of an entry in calendars (RFC 5545, section 3.8.4.7), the same in every language.
    Uid,
}

impl PermalinkKind {
    /// The word for it in the lock file.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// True for addresses, which browsers request.
    pub fn is_address(self) -> bool {
        matches!(self, Self::Page | Self::File)
    }
}

/// An address or id, and what it names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Permalink {
    /// What it names.
    pub kind: PermalinkKind,
    /// The address or id as in the lock file: without spaces.
    pub text: String,
}

/// What a permalink belongs to, and since when it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermalinkOwner {
    /// The item; none for what belongs to the site itself.
    pub item: Option<Key>,
    /// The language, BCP 47; none for what is the same in all languages.
    pub lang: Option<String>,
    /// Since when it is published; none if that is not known.
    pub since: Option<Moment>,
}

/// The permalinks of a site.
pub type Permalinks = BTreeMap<Permalink, PermalinkOwner>;

/// The UID of an item in calendars; none for kinds that are in no calendar. It depends on neither host, title nor language.
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

/// The id of an entry in the feeds of a language. Some feed readers identify an entry by its id alone, in whatever feed it is: without
/// the language, those who subscribe in two languages would see each entry in one of them only.
pub fn id_in_language(id: &str, tag: &str) -> String {
    format!("{id}:{tag}")
}

/// The permalinks of a world, without those of drafts even where these are shown.
pub fn permalinks(world: &World) -> Permalinks {
    let catalogue = world.catalogue();
    let folders: BTreeMap<&str, &Item> = catalogue.items.values().map(|item| (&*item.folder, item)).collect();
    let mut permalinks = BTreeMap::new();
    let mut add = |kind, text: &str, owner| permalinks.insert(Permalink { kind, text: encoded(text) }, owner);
    for planned in &world.plan().files {
        if let Some((kind, owner)) = kind_and_owner(world, &folders, planned) {
            add(kind, planned.route.as_str(), owner);
        }
    }
    // Also those that are told with others: a feed may have had them by themselves.
    for entry in world.timeline().entries().iter().filter(|entry| state::is_public(entry.item, catalogue.now)) {
        let since = published_since(entry.item, Some(entry.moment()));
        let owner = PermalinkOwner { item: Some(entry.item.key.clone()), lang: None, since };
        add(PermalinkKind::Entry, &entry.id(&catalogue.site.authority), owner);
    }
    let public = catalogue.items.values().filter(|item| state::is_public(item, catalogue.now));
    for item in public.filter(|item| is_in_calendars(item)) {
        if let Some(uid) = uid(&catalogue.site.authority, item) {
            let owner = PermalinkOwner { item: Some(item.key.clone()), lang: None, since: published_since(item, None) };
            add(PermalinkKind::Uid, &uid, owner);
        }
    }
    // Ids of a placeholder domain are not recorded: all of them change once the site has a domain.
    if catalogue.site.authority.is_placeholder() {
        permalinks.retain(|permalink, _| permalink.kind.is_address());
    }
    permalinks
}

fn is_in_calendars(item: &Item) -> bool {
    match &item.facts {
        Facts::Event(event) => state::calendar_period(event).is_some(),
        Facts::Call(call) => state::deadline(call).is_some(),
        Facts::Challenge(_)
        | Facts::Programme(_)
        | Facts::Startup(_)
        | Facts::Organisation(_)
        | Facts::Update(_)
        | Facts::Page(_) => false,
    }
}

/// Since when something of an item is published: not before the item, nor before `moment`.
fn published_since(item: &Item, moment: Option<Moment>) -> Option<Moment> {
    item.common.public_from.max(moment)
}

/// The kind and the owner of the permalink of an address; none for an address without permalink and for drafts.
fn kind_and_owner(
    world: &World,
    folders: &BTreeMap<&str, &Item>,
    planned: &PlannedFile,
) -> Option<(PermalinkKind, PermalinkOwner)> {
    let catalogue = world.catalogue();
    let properties = planned.content.properties();
    if !properties.permanent {
        return None;
    }
    let of_site = |lang: Option<Lang>, since| {
        let kind = if properties.role == Role::Page { PermalinkKind::Page } else { PermalinkKind::File };
        let lang = lang.map(|lang| catalogue.tags.tag(lang).to_owned());
        Some((kind, PermalinkOwner { item: None, lang, since }))
    };
    let of_item = |kind, lang: Lang, item: &Item| {
        let lang = Some(catalogue.tags.tag(lang).to_owned());
        let owner = PermalinkOwner { item: Some(item.key.clone()), lang, since: published_since(item, None) };
        state::is_public(item, catalogue.now).then_some((kind, owner))
    };
    match &planned.content {
        // Once its month is over, an issue stays whatever is written; before, it may still turn out to be empty.
        Content::Page(lang, Page::NewsletterIssue(month)) => {
            let over = month.end(&catalogue.site.zone);
            (over <= catalogue.now).then(|| of_site(Some(*lang), Some(over))).flatten()
        }
        Content::Page(lang, Page::Item(key))
        | Content::Redirect { to: RedirectDestination::Item { lang, key }, .. } => {
            let kind = if planned.route.as_str().ends_with('/') { PermalinkKind::Page } else { PermalinkKind::File };
            of_item(kind, *lang, &catalogue.items[key])
        }
        Content::Page(lang, _) => of_site(Some(*lang), None),
        Content::Copy(path) => {
            let item = item_of_file(folders, path)?;
            let is_picture =
                catalogue.published_files(item).iter().any(|file| file.path == *path && file.picture.is_some());
            // The files of an item are also below its old addresses, which are no permalinks of files.
            let is_beside = planned.route.as_str().starts_with(world.plan().files_folder(item).as_str());
            (is_beside && !is_picture).then(|| of_item(PermalinkKind::File, item.original, item)).flatten()
        }
        _ => of_site(None, None),
    }
}

/// The item in whose folder a file is; none for files of the theme.
fn item_of_file<'c>(folders: &BTreeMap<&str, &'c Item>, path: &SourcePath) -> Option<&'c Item> {
    let above = path.as_str().rmatch_indices('/').map(|(at, _)| &path.as_str()[..at]);
    above.filter_map(|folder| folders.get(folder)).next().copied()
}
