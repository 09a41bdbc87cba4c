//! Feeds: the entries of a subject in the words of one language, the latest first, in three formats.
//!
//! No time of the build is in a feed, and no id holds a host, a title or an address, so a reader sees each thing once.
//! The file that people subscribe to holds the latest entries, with the item's own text where they bring it; what is older
//! stands in archives without that text, which its page has (RFC 5005, section 4). The feed of one call or programme is
//! complete (RFC 5005, section 2).

mod atom;
mod content;
mod json;
mod rss;

use std::borrow::Cow;

use rayon::prelude::*;

use crate::base::moment::month::Month;
use crate::base::moment::{Moment, Zone};
use crate::base::route::Route;
use crate::kind::document::Source;
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::render::absolute::absolute;
use crate::render::feed::content::{body, content};
use crate::render::fill::context::Context;
use crate::render::fill::entry::headline;
use crate::render::letter;
use crate::site::entry::{Entry, Name, Record};
use crate::site::plan::content::{FeedFile, FeedFormat};
use crate::site::subject::Subject;
use crate::site::timeline::archived;

/// An entry as feeds tell it.
#[derive(Clone, Debug)]
pub struct FeedItem {
    /// The permanent id in this language, an IRI.
    id: String,
    /// The title, plain.
    title: String,
    /// The absolute address of the page that tells more.
    link: String,
    /// When it happened.
    published: Moment,
    /// When its words last changed, as far as the editors tell.
    updated: Moment,
    /// The zone in which both are written.
    zone: Zone,
    /// A sentence or two, plain.
    summary: String,
    /// What happened, as HTML with absolute addresses.
    content: String,
    /// The item's own text, where the entry brings it to its readers.
    body: String,
    /// Its kind and themes, in words.
    categories: Vec<String>,
    /// The files that it brings.
    enclosures: Vec<Enclosure>,
}

/// A file that an entry brings.
#[derive(Clone, Debug)]
struct Enclosure {
    /// Its absolute address.
    url: String,
    /// Its media type.
    media_type: String,
    /// Its size in bytes, where it is known.
    size: Option<u64>,
    /// Its name.
    title: String,
}

/// All that feeds of one language tell, written once and shared by all of them.
#[derive(Debug, Default)]
pub struct News {
    /// By the rank of the entry; none where the item has no words in the language.
    entries: Vec<Option<FeedItem>>,
    /// A letter for each month that is over, the latest first.
    letters: Vec<FeedItem>,
}

impl News {
    /// Tells every entry and letter in the language of the context.
    pub fn new(context: &Context<'_>) -> Self {
        let told = |entry: &Entry<'_>| entry.item.words.get(context.lang).is_some().then(|| feed_item(context, entry));
        Self {
            entries: context.timeline.all().par_iter().map(told).collect(),
            letters: context.timeline.letters().par_iter().map(|month| letter_item(context, *month)).collect(),
        }
    }
}

/// A feed, whatever its format.
struct Feed<'a> {
    /// The permanent id of the feed, the same for its archives.
    id: String,
    title: String,
    description: String,
    /// The absolute address of the page it belongs to.
    page: String,
    /// The absolute address of this file.
    own: String,
    /// The BCP 47 tag of its language.
    lang: &'a str,
    /// Who publishes it.
    author: String,
    /// The licence of its words.
    rights: Option<String>,
    entries: Vec<&'a FeedItem>,
    paging: Paging,
}

impl Feed<'_> {
    /// The text of an item in this file: an archive leaves to its page what the item itself says.
    fn content<'i>(&self, item: &'i FeedItem) -> Cow<'i, str> {
        match self.paging.current.is_some() || item.body.is_empty() {
            true => Cow::Borrowed(&*item.content),
            false => Cow::Owned(format!("{}{}", item.content, item.body)),
        }
    }
}

/// Where a file stands among the files of its feed (RFC 5005).
#[derive(Debug, Default)]
struct Paging {
    /// True when this file is the whole feed.
    complete: bool,
    /// For an archive, the file that people subscribe to.
    current: Option<String>,
    /// The archive before.
    previous: Option<String>,
    /// The archive after.
    next: Option<String>,
}

/// A file of a feed.
pub fn feed(context: &Context<'_>, news: &News, file: &FeedFile) -> Vec<u8> {
    let (catalogue, lang) = (context.catalogue, context.lang);
    let site = &catalogue.site;
    let archives = context.timeline.archives(lang, &file.subject, site.feed_size as usize);
    let address = |archive| {
        let file = FeedFile { archive, ..file.clone() };
        context.absolute(&context.plan.feed(catalogue, lang, &file))
    };
    let publisher = site.publisher.as_ref().and_then(|id| context.link(&Key::new(Kind::Organisation, &**id)));
    let feed = Feed {
        id: id(context, &file.subject),
        title: context.feed(&file.subject).title.text,
        description: description(context, &file.subject),
        page: context.absolute(&context.plan.subject(catalogue, lang, &file.subject)),
        own: address(file.archive),
        lang: context.tag(lang),
        author: publisher.map_or_else(|| context.site_phrase(&site.title).text, |link| link.text.text),
        rights: site.licence.clone(),
        entries: entries(context, news, file),
        paging: paging(file, archives, address),
    };
    match file.format {
        FeedFormat::Rss => rss::written(&feed),
        FeedFormat::Atom => atom::written(&feed),
        FeedFormat::Json => json::written(&feed),
    }
}

fn description(context: &Context<'_>, subject: &Subject) -> String {
    let own = match subject {
        Subject::Item(key) => context.summary(&context.catalogue.items[key]),
        Subject::All | Subject::Section(_) | Subject::Theme(_) | Subject::Letters => None,
    };
    own.unwrap_or_else(|| context.site_phrase(&context.catalogue.site.description)).text
}

/// The permanent id of a feed, the same in all formats.
fn id(context: &Context<'_>, subject: &Subject) -> String {
    let about = match subject {
        Subject::All => "all".to_owned(),
        Subject::Section(kind) => format!("kind:{}", kind.word()),
        Subject::Theme(theme) => format!("theme:{}", context.catalogue.site.themes[*theme].id.value),
        Subject::Item(key) => format!("{}:{}", key.kind.word(), key.id),
        Subject::Letters => "letters".to_owned(),
    };
    format!("urn:parvis:feed:{}:{about}", context.tag(context.lang))
}

fn entries<'n>(context: &Context<'_>, news: &'n News, file: &FeedFile) -> Vec<&'n FeedItem> {
    let size = context.catalogue.site.feed_size as usize;
    if file.subject == Subject::Letters {
        let letters = &news.letters;
        let range = file.archive.map_or(0..size.min(letters.len()), |archive| archived(letters.len(), size, archive));
        return letters[range].iter().filter(|letter| !letter.content.is_empty()).collect();
    }
    let ranks = context.timeline.of_subject(context.lang, &file.subject);
    let is_listed = |rank: &&usize| context.catalogue.is_listed(context.timeline.entry(**rank).item);
    let chosen: Vec<usize> = match (file.archive, &file.subject) {
        (Some(archive), _) => ranks[archived(ranks.len(), size, archive)].iter().filter(is_listed).copied().collect(),
        // Its own feed tells the story of an item to its end, as its page does.
        (None, Subject::Item(_)) => ranks.to_vec(),
        (None, _) => ranks.iter().filter(is_listed).take(size).copied().collect(),
    };
    chosen.into_iter().filter_map(|rank| news.entries[rank].as_ref()).collect()
}

fn paging(file: &FeedFile, archives: usize, address: impl Fn(Option<usize>) -> String) -> Paging {
    let at = |archive: usize| (1..=archives).contains(&archive).then(|| address(Some(archive)));
    match file.archive {
        None => {
            Paging { complete: matches!(file.subject, Subject::Item(_)), previous: at(archives), ..Paging::default() }
        }
        Some(archive) => {
            Paging { complete: false, current: Some(address(None)), previous: at(archive - 1), next: at(archive + 1) }
        }
    }
}

/// An entry in the words of the context.
fn feed_item(context: &Context<'_>, entry: &Entry<'_>) -> FeedItem {
    let item = entry.item;
    let route = context.plan.item(item, context.lang);
    let page = context.absolute(&route);
    let link = anchor(entry).map_or_else(|| page.clone(), |anchor| format!("{page}#{anchor}"));
    let origin = context.catalogue.site.base_url.origin();
    FeedItem {
        id: in_language(&entry.id(), context),
        title: printable(&headline(context, entry)),
        link,
        published: entry.dated(),
        updated: entry.updated(context.catalogue.now),
        zone: item.common.zone.clone(),
        summary: context.summary(item).map(|summary| printable(&summary.text)).unwrap_or_default(),
        content: printable(&absolute(&content(context, entry), origin, &page)),
        body: printable(&absolute(&body(context, entry), origin, &page)),
        categories: categories(context, item),
        enclosures: enclosures(context, entry, &route),
    }
}

/// The id of something in the language of the context. Some readers know an entry by its id alone, whatever feed it came
/// with: without the language, who follows two languages would see each entry in one of them only.
pub fn in_language(id: &str, context: &Context<'_>) -> String {
    format!("{id}:{}", context.tag(context.lang))
}

/// The place on the item's page that tells of it.
fn anchor(entry: &Entry<'_>) -> Option<&'static str> {
    match &entry.record {
        Record::Item => (entry.name == Name::EventReport).then_some("report"),
        Record::Amendment(_) => Some("changes"),
        Record::Document(_) => Some("documents"),
        Record::Questions(_) => Some("questions"),
        Record::Stage(_) => Some("calendar"),
        Record::Winner(_) => Some("results"),
        Record::Milestone(_) => Some("milestones"),
        Record::Assessment(_) => Some("assessments"),
        Record::Phase(_) => Some("phases"),
    }
}

/// The kind and the themes of an item, in words.
fn categories(context: &Context<'_>, item: &Item) -> Vec<String> {
    let kind = context.words.word(&format!("kind.{}.one", item.key.kind.word())).to_owned();
    let topics = item.common.themes.iter();
    let topic = |id: &String| context.catalogue.site.themes.iter().find(|topic| topic.id.value == *id);
    let labels = topics.filter_map(topic).map(|topic| context.site_phrase(&topic.label).text);
    std::iter::once(kind).chain(labels).collect()
}

fn enclosures(context: &Context<'_>, entry: &Entry<'_>, route: &Route) -> Vec<Enclosure> {
    let Record::Document(document) = &entry.record else { return Vec::new() };
    let (url, name, size) = match &document.source {
        Source::File(name) => {
            let size = context.catalogue.file(entry.item, name).map(|file| file.size);
            (context.absolute(&route.join(name)), name, size)
        }
        Source::Url(url) => (url.clone(), url, None),
    };
    let name = name.split(['?', '#']).next().unwrap_or_default();
    let media_type = crate::base::media_type::of_name(name.rsplit('/').next().unwrap_or_default());
    // A page elsewhere is no file to be fetched.
    if size.is_none() && matches!(&*media_type, "application/octet-stream" | "text/html") {
        return Vec::new();
    }
    vec![Enclosure { url, media_type, size, title: printable(&context.phrase(&document.title, entry.item).text) }]
}

/// The moment of the last change in a feed; the first moment of all for one that is empty.
fn last_change(feed: &Feed<'_>) -> String {
    let last = feed.entries.iter().max_by_key(|told| told.updated);
    last.map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |told| told.updated.rfc3339(&told.zone))
}

/// What XML 1.0 section 2.2 lets a document hold.
fn printable(text: &str) -> String {
    let forbidden = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if text.contains(forbidden) { text.chars().filter(|c| !forbidden(*c)).collect() } else { text.to_owned() }
}

/// The letter of a month that is over.
fn letter_item(context: &Context<'_>, month: Month) -> FeedItem {
    let content = letter::markup(context, month);
    let (zone, page) = (&context.catalogue.site.zone, context.absolute(&context.plan.digest(context.lang, month)));
    FeedItem {
        id: in_language(&format!("urn:parvis:letter:{month}"), context),
        summary: String::new(),
        title: printable(&context.letters[&month].title),
        published: month.end(zone),
        updated: month.end(zone),
        zone: zone.clone(),
        content: printable(&absolute(&content, context.catalogue.site.base_url.origin(), &page)),
        body: String::new(),
        link: page,
        categories: Vec::new(),
        enclosures: Vec::new(),
    }
}
