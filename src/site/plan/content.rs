//! What can stand at an address of the site.

use crate::base::lang::Lang;
use crate::base::route::Route;
use crate::base::source::SourcePath;
use crate::kind::key::{Key, Kind};

/// What a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Everything.
    All,
    /// The items of a kind.
    Section(Kind),
    /// The items of a theme, by its rank in `site.yaml`.
    Theme(usize),
}

/// What a calendar holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agenda {
    /// All events.
    Events,
    /// The closings of all calls.
    Deadlines,
    /// The events and closings of a theme, by its rank in `site.yaml`.
    Theme(usize),
    /// One event.
    Event(Key),
}

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The choice of a language at `/`.
    Languages,
    /// The page for addresses that do not exist, outside of every language.
    RootNotFound,
    /// A page of a language.
    Page(Lang, Page),
    /// An old address.
    Redirect(Target),
    /// A feed.
    Feed(Lang, Subject),
    /// A calendar.
    Calendar(Lang, Agenda),
    /// All addresses, for search engines.
    Sitemap,
    /// What robots may read.
    Robots,
    /// A source file, as it is.
    Copy(SourcePath),
}

/// A page of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Page {
    /// The home page.
    Home,
    /// The page for addresses that do not exist.
    NotFound,
    /// A page of the list of a kind; they count from 1.
    List { kind: Kind, number: usize },
    /// The page of an item.
    Item(Key),
    /// The list of themes.
    Themes,
    /// A page of a theme, by its rank in `site.yaml`; they count from 1.
    Theme { theme: usize, number: usize },
}

/// Where an old address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Target {
    /// The page of an item.
    Item { lang: Lang, key: Key },
    /// A path of the site as it is written, with query and fragment.
    Path(String),
    /// Another site.
    Url(String),
}

/// An address and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The address.
    pub route: Route,
    /// What stands there.
    pub content: Content,
}
