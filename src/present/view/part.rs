//! Parts of pages of several kinds. Each is plain data; `None` and an empty list mean that nothing is shown.

use serde::Serialize;

use crate::present::view::value::{DateView, Html, LangString, RichText};
use crate::read::json_object::JsonObject;

/// A link: to an item, a theme, a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Link {
    /// The text of the link.
    pub text: LangString,
    /// Its address; absent for an item that is not public, whose name is shown without a link.
    pub href: Option<String>,
    /// A longer or shorter name of the same, such as an organisation's acronym.
    pub note: Option<String>,
    /// Why the item is not published, as in [`Card::unpublished`]; only a build with drafts links to such an item.
    pub unpublished: Option<String>,
}

/// A language by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LanguageView {
    /// Its BCP 47 tag.
    pub tag: String,
    /// Its name in the page's language, from the strings `language.<tag>`, else the tag.
    pub name: String,
}

/// An image of an item.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ImageView {
    /// Its address for a page of the site.
    pub src: String,
    /// The alternative text; empty for decoration.
    pub alt: LangString,
    /// Its width in pixels, where it is known.
    pub width: Option<u32>,
    /// Its height in pixels, where it is known.
    pub height: Option<u32>,
    /// The `srcset`, if there are several sizes.
    pub srcset: Option<String>,
    /// The `srcset` in WebP, for a `source` before it.
    pub webp: Option<String>,
}

/// The QR code of an address, for the printed page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Qr {
    /// The address.
    pub url: String,
    /// The side of its view box.
    pub size: u32,
    /// The modules, as a path with strokes of width 1.
    pub path: String,
}

/// A contact.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ContactView {
    /// A name.
    pub name: Option<LangString>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A telephone number as written.
    pub phone: Option<String>,
    /// The same as a `tel:` address: digits, and `+` before them.
    pub phone_href: Option<String>,
    /// A page, such as a form.
    pub url: Option<String>,
}

/// An amount of money. Made by `present::localizer`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MoneyView {
    /// The amount in words: `jusqu’à 150 000 € hors TVA par attributaire`.
    pub text: String,
    /// The editor's note.
    pub note: Option<LangString>,
}

/// A document of an item.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DocumentView {
    /// The id of the document within its item; the anchor is `_document-<id>`.
    pub id: String,
    /// Its title.
    pub title: LangString,
    /// Its address.
    pub href: String,
    /// True when it is on another site.
    pub external: bool,
    /// The language it is written in.
    pub language: Option<LanguageView>,
    /// Its format: `PDF`.
    pub format: Option<String>,
    /// Its size in words: `1,2 Mo`.
    pub size: Option<String>,
    /// Its date.
    pub date: Option<DateView>,
    /// Its version as written.
    pub version: Option<String>,
    /// The title of the document it replaces, with its anchor on this page.
    pub replaces: Option<Link>,
    /// The title of the document that replaced it, with its anchor on this page.
    pub replaced_by: Option<Link>,
}

/// A value of an amended field, before or after.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AmendedView {
    /// The value in words.
    pub text: LangString,
    /// The same when it is a date; a template then shows this.
    pub date: Option<DateView>,
}

/// A change of an item after its publication.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AmendmentView {
    /// The id of the amendment within its item.
    pub id: String,
    /// When the change was made.
    pub date: Option<DateView>,
    /// The field that changed, the key of its word in the strings `field.<field>`.
    pub field: String,
    /// The value before.
    pub from: Option<AmendedView>,
    /// The value after.
    pub to: Option<AmendedView>,
    /// Why.
    pub reason: Option<LangString>,
}

/// The state of an item at the moment of the build.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StateView {
    /// The key: `open`, `past`, `solved`, or the id of a phase. It is the `data-state` of the markup.
    pub key: String,
    /// The word, for states that the site names itself (phases of startups); else the strings `state.<kind>.<key>`.
    pub label: Option<LangString>,
    /// The colour and shape of the state: `live`, `soon`, `coming`, `done` or `stopped`; see [`tone`]. For a phase,
    /// `live` or `done`, as the site declares it active or not.
    pub tone: String,
}

/// A value from a future moment on. A script updates pages that are read after it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FutureState<T> {
    /// The moment, RFC 3339.
    pub from: String,
    /// The value from then on.
    pub then: T,
}

/// A countdown to a future moment, which a script shows: “closes in 3 days”.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Countdown {
    /// What happens then, the key of its pattern in the strings `countdown.<what>`: `opens`, `closes` or `starts`.
    pub what: String,
    /// The day: `2026-04-25`.
    pub day: String,
    /// The moment, RFC 3339, where its hour is known.
    pub at: Option<String>,
    /// The zone in which days are counted, by its name in the tz database.
    pub zone: String,
}

/// The one date that a card shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CardDate {
    /// Its role, the key of its word in the strings `card_date.<role>`: `opens`, `closes`, `closed`, `when`,
    /// `planned` (of an event that is called off), `decided` (of a call that ended), `published`, `since` or `permanent` (the last
    /// without a date).
    pub role: String,
    /// The date.
    pub when: Option<DateView>,
}

/// The card of an item, for `card.html`: it is rendered once and included in every list with the item.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CardPage {
    /// The item.
    pub card: Card,
    /// The level of its heading: `2`, `3` below a heading, or `4` in a month of a list.
    pub level: String,
}

/// An item in a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Card {
    /// The full reference, `call/robots`: the `data-item` of the markup.
    pub key: String,
    /// The kind in the singular: `call`.
    pub kind: String,
    /// The address of the item's page.
    pub href: String,
    /// Its title.
    pub title: LangString,
    /// The number by which a programme is known: `FR0039`.
    pub reference: Option<String>,
    /// Its summary; absent in short cards, as are `by`, `place` and `image`.
    pub summary: Option<LangString>,
    /// Its state, for kinds that have one.
    pub state: Option<StateView>,
    /// The ids of its themes, for the filter of lists.
    pub themes: Vec<String>,
    /// Its type within its kind, the key of its word in the strings `type.<kind>.<variant>`: an event's type, a call's
    /// direction, a challenge's origin.
    pub variant: Option<String>,
    /// The date that matters now.
    pub date: Option<CardDate>,
    /// The countdown to that date, while it is in the future.
    pub countdown: Option<Countdown>,
    /// What one asks before coming to an event; absent for one that is over or called off.
    pub attend: Option<Attend>,
    /// Its sort key in lists of its kind: two numbers that grow along the list. Only for kinds whose order changes over
    /// time.
    pub place_in_list: Option<String>,
    /// Its future states, the next one first.
    pub later: Vec<FutureState<CardState>>,
    /// The names of its ordering parties, organisers or owners.
    pub by: Vec<LangString>,
    /// The name or the address of the place of an event.
    pub place: Option<LangString>,
    /// The budget of a call that has not ended: `jusqu’à 150 000 € hors TVA par attributaire`.
    pub amount: Option<String>,
    /// Who was selected in a call that ended, and for how much: `Attributaire : Carte Vive, 48 500 € hors TVA`.
    pub won: Option<Html>,
    /// The number of calls that an organisation takes part in: `3 appels`.
    pub calls: Option<String>,
    /// Its image.
    pub image: Option<ImageView>,
    /// The value of `extra` in front matter, as it is written; empty where it is absent.
    pub extra: JsonObject,
    /// True for an invented item.
    pub example: bool,
    /// Why the item is not published, the key of its word in the strings `unpublished.<key>`: `draft`, or `later` for one that
    /// is published later. Only a build with drafts shows such an item.
    pub unpublished: Option<String>,
}

/// What changes of a card over time.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CardState {
    /// The state.
    pub state: Option<StateView>,
    /// The date that matters then.
    pub date: Option<CardDate>,
    /// The countdown to that date.
    pub countdown: Option<Countdown>,
    /// What one asks before coming to an event.
    pub attend: Option<Attend>,
    /// Its group, the key of its heading in the strings `group.<group>`.
    pub group: Option<String>,
    /// Its sort key in lists of its kind.
    pub place_in_list: Option<String>,
}

/// How one takes part in a challenge or a programme, at a moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TakePart {
    /// Its open calls, the next closing first.
    pub calls: Vec<Coming>,
    /// Its next event, or the one that takes place now.
    pub event: Option<Coming>,
    /// True while that event takes place.
    pub is_event_ongoing: bool,
}

/// An item with the date that matters of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Coming {
    /// The item.
    pub link: Link,
    /// Until when a call takes answers, absent where it always does; when an event takes place.
    pub when: Option<DateView>,
    /// True for an invented item that a real one offers.
    pub example: bool,
}

/// What one asks before coming to an event, in a row of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Attend {
    /// How it takes place, the key of its words in the strings `mode.<mode>`: `onsite`, `online` or `hybrid`.
    pub mode: Option<String>,
    /// The price in words: `Gratuit`, `15 € TTC`.
    pub price: Option<String>,
    /// The number of places in words, while some are left: `70 places`.
    pub places: Option<String>,
    /// Until when one registers, while registration is open and has an end.
    pub until: Option<DateView>,
    /// True when no place is left.
    pub full: bool,
    /// What the editor says of an event without places: that there is a waiting list.
    pub note: Option<LangString>,
}

/// An entry of the timeline of an item.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct EntryView {
    /// The permanent id of the entry.
    pub id: String,
    /// The name of its kind: `call-opened`. It is the `data-entry` of the markup.
    pub name: String,
    /// The key of its word in the strings `entry.<word>`: its name, except for a deadline that was brought forward, and `added` in
    /// lists of several items for what is older than its item is in the catalogue.
    pub word: String,
    /// When; in lists of several items when it became known.
    pub when: DateView,
    /// The time alone, where it is known; only for entries grouped by day.
    pub clock: Option<DateView>,
    /// The item, for lists of entries of several items; absent in the item's own timeline.
    pub item: Option<Link>,
    /// The part of the item: the label of a stage, the title of a document, the name of a phase.
    pub subject: Option<LangString>,
    /// What changed, with old and new values.
    pub change: Option<AmendmentView>,
    /// The older fact of an entry `added`, with its date: `Programme lancé (26 janvier 2018)`.
    pub fact: Option<Html>,
    /// True when the item is invented.
    pub example: bool,
}

/// Items that refer to this one, and their role.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Related {
    /// The role, the key of its heading in the strings `related.<role>`.
    pub role: String,
    /// The number of items.
    pub count: usize,
    /// True if they are shown in short: on the pages of calls and organisations, which have many.
    pub brief: bool,
    /// The first items.
    pub cards: Vec<Html>,
    /// The others, which a page folds.
    pub more: Vec<Html>,
}

/// What one may subscribe to with a feed reader or a calendar program.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FeedView {
    /// The title of the feed, with the name of the site.
    pub title: LangString,
    /// What it is about, without that name.
    pub name: LangString,
    /// The absolute address of the RSS feed, to copy.
    pub address: String,
    /// The address of the RSS feed.
    pub rss: Option<String>,
    /// The address of the Atom feed.
    pub atom: Option<String>,
    /// The address of the JSON feed.
    pub json: Option<String>,
    /// The calendar that goes with it.
    pub calendar: Option<CalendarView>,
}

/// A calendar to subscribe to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CalendarView {
    /// Its title.
    pub title: LangString,
    /// Its absolute address, to copy.
    pub address: String,
    /// Its address for a page of the site.
    pub href: String,
    /// Its `webcal:` address, which a calendar program opens to subscribe.
    pub webcal: String,
}

/// A question about an item, with its answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct QuestionView {
    /// The id of the question within its item; the anchor is `_question-<id>`.
    pub id: String,
    /// When it was answered.
    pub date: DateView,
    /// The question.
    pub question: LangString,
    /// The answer.
    pub answer: RichText,
}

/// The tone of a state. Phases of startups are not here: the site declares them.
pub fn tone(state: &str) -> &'static str {
    match state {
        "open" | "ongoing" | "active" | "selected" | "in-call" => "live",
        "closing-soon" | "postponed" | "moved-online" | "suspended" => "soon",
        "announced" | "upcoming" | "collected" | "evaluating" => "coming",
        "cancelled" | "withdrawn" | "unsuccessful" | "declined" => "stopped",
        _ => "done",
    }
}

/// How a text begins, where there is room for a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OpeningView {
    /// Its first sentence.
    pub text: LangString,
    /// True if the text goes on.
    pub more: bool,
}
