//! Pages that list items or entries: home, lists, themes, what is new.

use serde::Serialize;

use crate::present::view::figure::MonthsAhead;
use crate::present::view::item::ItemView;
use crate::present::view::part::{CalendarView, EntryView, FeedView, FutureState, Link};
use crate::present::view::shell::{PageView, SiteView};
use crate::present::view::value::{DateView, Html, LangString, Shared};

/// The home page of a language.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HomePage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// The page with the role `home`, where there is one: its title, summary and body open the home page.
    pub item: Option<ItemView>,
    /// Where someone begins who has a problem: the calls for challenges.
    pub problem: Door,
    /// Where someone begins who has a solution: the calls for solutions.
    pub solution: Door,
    /// The calendar of the deadlines of calls.
    pub deadlines: Option<CalendarView>,
    /// Open calls, the next closing first.
    pub open_calls: Vec<Html>,
    /// Announced calls, the next opening first: they are open when their opening has come.
    pub opening_calls: Vec<Html>,
    /// The months ahead, if anything is coming in them.
    pub ahead: Option<MonthsAhead>,
    /// What came of it, step by step; the steps that are not empty.
    pub chain: Vec<SectionLink>,
    /// Items that the editors feature.
    pub featured: Vec<Html>,
    /// The latest entries.
    pub latest: Vec<EntryView>,
    /// The list of themes, where there are some.
    pub themes: Option<String>,
}

/// Where a visitor with something in mind begins.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Door {
    /// What it says now.
    pub now: DoorState,
    /// What it says at moments to come, the next one first.
    pub later: Vec<FutureState<DoorState>>,
}

/// What a door says at a moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DoorState {
    /// The sentence below its title; `{when}` is the place of the date.
    pub sentence: String,
    /// That date: the next closing, else the next opening.
    pub when: Option<DateView>,
    /// Where it leads.
    pub href: String,
    /// The name of the call to which it leads; absent where it leads to a list.
    pub call: Option<LangString>,
    /// True while a call is open.
    pub open: bool,
    /// True if all the calls that it is about are invented.
    pub example: bool,
}

/// A section of the site.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SectionLink {
    /// The kind in the singular, the key of its words in the strings `kind.<kind>`.
    pub kind: String,
    /// The address of its list.
    pub href: String,
    /// The number of its items: `12 appels`.
    pub count: String,
}

/// A page of a list of items of one kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ListPage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// The kind in the singular, the key of its words in the strings `kind.<kind>`.
    pub kind: String,
    /// The number of items on all pages of the list: `42 appels`.
    pub count: String,
    /// The address of the search page filtered by this kind, for lists of several pages.
    pub filtered: Option<String>,
    /// The states of the items of all pages, each with a link to its first item; empty for kinds without groups, and for
    /// a list with one state.
    pub states: Vec<GroupLink>,
    /// The themes of the items, for lists of one page: the choices of its filter.
    pub themes: Vec<ThemeChoice>,
    /// The types of the items, the keys of their words in the strings `type.<kind>.<type>`, by these words: likewise.
    pub types: Vec<String>,
    /// The items in groups.
    pub groups: Vec<CardGroup>,
    /// The pagination; absent if there is only one page.
    pub pagination: Option<Pagination>,
    /// The feed of the section.
    pub feed: Option<Shared<FeedView>>,
}

/// Items under a common heading. A group without items is one that some items of the page will enter.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CardGroup {
    /// The key of the heading in the strings `group.<heading>` (`open`, `announced`, `closed`, `coming`, `past` …).
    pub heading: Option<String>,
    /// The heading itself where there is no such key: a year, a kind in the plural.
    pub title: Option<String>,
    /// True for what is shown in short: what is over, and the items of a theme.
    pub brief: bool,
    /// The latest year of calls and events that are over, where it is known.
    pub year: Option<String>,
    /// The items; of calls and events that are over, those of the latest year. Empty where there are months.
    pub cards: Vec<Html>,
    /// Those of the years before, the latest first.
    pub earlier: Vec<YearGroup>,
    /// The events to come by the month in which they begin, the next first, where they begin in several.
    pub months: Vec<MonthGroup>,
}

/// What begins in a month.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MonthGroup {
    /// The month; absent for events that were postponed, whose new date is not known.
    pub month: Option<DateView>,
    /// The items.
    pub cards: Vec<Html>,
}

/// What was over in a year.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct YearGroup {
    /// The year; absent where none is known.
    pub year: Option<String>,
    /// The items.
    pub cards: Vec<Html>,
}

/// A link to the first item of a state in its list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GroupLink {
    /// The key of its words in the strings `group.<heading>`.
    pub heading: String,
    /// The address.
    pub href: String,
    /// The number of items.
    pub count: usize,
}

/// A theme by which a list may be filtered.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ThemeChoice {
    /// Its id, one of the words of `data-themes` of a card.
    pub id: String,
    /// Its name.
    pub label: LangString,
}

/// The position of a page among the pages of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Pagination {
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Its position in words: `Page 2 sur 5`.
    pub label: String,
    /// The pages to show, in order; `None` for a gap.
    pub pages: Vec<Option<PageLink>>,
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PageLink {
    /// Its number.
    pub number: usize,
    /// Its address.
    pub href: String,
    /// True for this one.
    pub current: bool,
}

/// The index of all themes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ThemesPage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// The themes.
    pub themes: Vec<ThemeLink>,
}

/// A theme in the index.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ThemeLink {
    /// Its name and its page.
    pub link: Link,
    /// The number of its items, in words.
    pub count: String,
}

/// A page of a theme.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ThemePage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// The theme's name.
    pub label: LangString,
    /// The number of its items, in words.
    pub count: String,
    /// The number of its calls in each state, now.
    pub states: StateCounts,
    /// The same at moments to come, the next one first.
    pub later: Vec<FutureState<StateCounts>>,
    /// Its items by kind.
    pub groups: Vec<CardGroup>,
    /// The pagination; absent if there is only one page.
    pub pagination: Option<Pagination>,
    /// The feed of the theme.
    pub feed: Option<Shared<FeedView>>,
}

/// How many calls are in each state that a list has a heading for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StateCounts {
    /// The key of the heading in the strings `group.<group>`, and the number; groups without calls are left out.
    pub groups: Vec<StateCount>,
}

/// How many items of a list are in a state.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StateCount {
    /// The key of the heading in the strings `group.<group>`.
    pub group: String,
    /// The number of items.
    pub count: usize,
}

/// What is new.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct EntriesPage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// The entries by day, the latest first.
    pub groups: Vec<EntryGroup>,
    /// The newsletter issues of the latest months, the latest first.
    pub months: Vec<Link>,
    /// The page that lists all newsletter issues.
    pub digests: String,
    /// The pagination; absent if there is only one page.
    pub pagination: Option<Pagination>,
    /// The feed of the whole site.
    pub feed: Option<Shared<FeedView>>,
}

/// Entries of a day, or of a month or year where the day is unknown.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct EntryGroup {
    /// The day, month or year.
    pub when: DateView,
    /// Its entries.
    pub entries: Vec<EntryView>,
}

/// A page with only the strings of the theme: `404.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PlainPage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
}
