//! What the page of an item shows for every kind.

use serde::Serialize;

use crate::present::view::part::{
    AmendmentView, ContactView, EntryView, FeedView, FutureState, ImageView, Link, Related, StateView,
};
use crate::present::view::shell::{PageView, SiteView};
use crate::present::view::value::{DateView, LangString, RichText, Shared};
use crate::read::json_object::JsonObject;

/// The page of an item; `T` are the facts of its kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ItemPage<T: Serialize> {
    /// The site in the page's language.
    #[serde(bound(serialize = ""))]
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// What every kind has.
    pub item: ItemView,
    /// What its kind has.
    pub facts: T,
}

/// What the page of an item shows for every kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ItemView {
    /// The kind in the singular: `call`.
    pub kind: String,
    /// The full reference, `call/robots`: the `data-item` of the markup.
    pub key: String,
    /// The state, for kinds that have one.
    pub state: Option<StateView>,
    /// Its states at moments to come, the next one first.
    pub later: Vec<FutureState<Option<StateView>>>,
    /// The title.
    pub title: LangString,
    /// The summary.
    pub summary: Option<LangString>,
    /// The body.
    pub body: Option<RichText>,
    /// The table of contents of a long body: links to its main headings. Empty for a short one.
    pub contents: Vec<Link>,
    /// The image.
    pub image: Option<ImageView>,
    /// The themes it is about, each with its page.
    pub themes: Vec<Link>,
    /// When it was published.
    pub published: Option<DateView>,
    /// When it was last updated.
    pub updated: Option<DateView>,
    /// Its contact, else the site's.
    pub contact: Option<ContactView>,
    /// The sources of its facts; the text of each is its host and the end of its path.
    pub sources: Vec<Link>,
    /// The name of the item's time zone, where it is not the site's.
    pub zone: Option<String>,
    /// The value of `extra` in front matter, as it is written; empty where it is absent.
    pub extra: JsonObject,
    /// True when it is invented.
    pub example: bool,
    /// True for a draft, which only a build with drafts shows.
    pub draft: bool,
    /// The day from which it is public, if that is in the future: only a build with drafts shows it.
    pub not_yet: Option<DateView>,
    /// When it expires, while that is in the future.
    pub expires: Option<DateView>,
    /// When it expired.
    pub expired: Option<DateView>,
    /// The original, if it is shown for lack of a translation.
    pub fallback: Option<OtherLanguage>,
    /// The original, if it has changed since this translation was made.
    pub stale: Option<OtherLanguage>,
    /// Items that refer to it, by role, in the order of display.
    pub related: Vec<Related>,
    /// What happened to it, the latest first.
    pub timeline: Vec<EntryView>,
    /// What changed and is in no entry of the timeline, mostly since its day is not known.
    pub other_changes: Vec<AmendmentView>,
    /// Its own feed (a call, a programme), with the calendar of an event.
    pub feed: Option<Shared<FeedView>>,
}

/// The same item in another language.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OtherLanguage {
    /// The BCP 47 tag of that language.
    pub lang: String,
    /// The name of that language in the page's language, from the strings `language.<tag>`, else as the site writes it.
    pub name: String,
    /// The page in that language.
    pub href: String,
}
