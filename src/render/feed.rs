//! Feeds: the entries of a subject in the words of one language, the latest first, in three formats.
//!
//! No time of the build is in a feed, and no id holds a host, a title or an address, so a reader sees each thing once.
//! The file that people subscribe to holds the latest entries, with the item's own text where they bring it; what is older
//! stands in archives of Atom without that text, which its page has (RFC 5005, section 4). The feed of one call or programme
//! is complete (RFC 5005, section 2).

mod atom;
mod content;
mod item;
mod json;
mod rss;
mod xml;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::render::absolute::push_absolute;
use crate::render::feed::content::body;
use crate::render::feed::item::{Enclosure, FeedItem};
use crate::render::fill::context::Context;
use crate::render::fill::kept::Recent;
use crate::site::entry::Entry;
use crate::site::plan::content::{FeedFile, FeedFormat};
use crate::site::subject::Subject;
use crate::site::timeline::{Timeline, archived};

/// What the feeds of one language share: each part is made when a file first asks for it, and kept.
#[derive(Debug, Default)]
pub struct News {
    masthead: OnceLock<Masthead>,
    /// By the rank of the entry.
    entries: Vec<OnceLock<Box<FeedItem>>>,
    /// By the rank of the month among those that have a letter, the latest first.
    letters: Vec<OnceLock<Box<FeedItem>>>,
    /// Entries with the items' own texts, by rank: the formats of a feed are written one after the other.
    whole: Recent<usize, Arc<str>>,
}

/// The words that stand in many feeds of a language.
#[derive(Debug)]
struct Masthead {
    /// Who publishes them.
    author: String,
    /// What the site is about.
    description: String,
    /// The kinds by their names.
    kinds: BTreeMap<Kind, String>,
    /// The labels of the themes, with their ids before them. They are few.
    themes: Vec<(String, String)>,
}

impl News {
    /// What feeds tell of a timeline; nothing of it is told yet.
    pub fn new(timeline: &Timeline<'_>) -> Self {
        let untold = |count: usize| std::iter::repeat_with(OnceLock::new).take(count).collect();
        Self {
            masthead: OnceLock::new(),
            entries: untold(timeline.all().len()),
            letters: untold(timeline.letters().len()),
            whole: Recent::default(),
        }
    }

    fn masthead(&self, context: &Context<'_>) -> &Masthead {
        self.masthead.get_or_init(|| Masthead::new(context))
    }

    /// An entry, without the item's own text.
    fn entry(&self, context: &Context<'_>, rank: usize) -> &FeedItem {
        self.entries[rank].get_or_init(|| Box::new(FeedItem::of_entry(context, context.timeline.entry(rank))))
    }

    /// The letter of a month.
    fn letter(&self, context: &Context<'_>, rank: usize) -> &FeedItem {
        let month = context.timeline.letters()[rank];
        self.letters[rank].get_or_init(|| Box::new(FeedItem::of_letter(context, month)))
    }
}

impl Masthead {
    fn new(context: &Context<'_>) -> Self {
        let site = &context.catalogue.site;
        let publisher = site.publisher.as_ref().and_then(|id| context.link(&Key::new(Kind::Organisation, &**id)));
        let kind = |kind: &Kind| (*kind, context.words.word(&format!("kind.{}.one", kind.word())).to_owned());
        Self {
            author: publisher.map_or_else(|| context.site_phrase(&site.title).text, |link| link.text.text),
            description: context.site_phrase(&site.description).text,
            kinds: Kind::ALL.iter().map(kind).collect(),
            themes: site
                .themes
                .iter()
                .map(|theme| (theme.id.value.clone(), context.site_phrase(&theme.label).text))
                .collect(),
        }
    }

    /// The kind and the themes of an item, in words.
    fn categories(&self, item: &Item) -> Vec<&str> {
        let label = |id: &String| self.themes.iter().rfind(|(known, _)| known == id).map(|(_, label)| label);
        let labels = item.common.themes.iter().filter_map(label);
        self.kinds.get(&item.key.kind).into_iter().chain(labels).map(String::as_str).collect()
    }
}

/// An entry or a letter as a file holds it.
struct Told<'a> {
    item: &'a FeedItem,
    /// A sentence or two, plain.
    summary: &'a str,
    /// Its kind and themes, in words.
    categories: Vec<&'a str>,
    /// Its text.
    html: Arc<str>,
}

/// The summary of an item that has words in the language.
fn summary<'a>(context: &Context<'_>, item: &'a Item) -> &'a str {
    let own = item.words.get(context.lang).filter(|words| !words.summary.is_empty());
    &own.unwrap_or_else(|| item.original_words()).summary
}

/// What happened, then the item in its own words.
fn whole(context: &Context<'_>, entry: &Entry<'_>, item: &FeedItem, body: &str) -> Arc<str> {
    // Addresses grow.
    let mut html = String::with_capacity(item.content.len() + body.len() + body.len() / 8);
    html.push_str(&item.content);
    let page = context.absolute(&context.plan.item(entry.item, context.lang));
    push_absolute(&mut html, body, context.catalogue.site.base_url.origin(), &page);
    html.push('\n');
    html.into()
}

/// A feed, whatever its format.
struct Feed<'a> {
    /// The permanent id of the feed, the same for its archives.
    id: String,
    title: String,
    description: &'a str,
    /// The absolute address of the page it belongs to.
    page: String,
    /// The absolute address of this file.
    own: String,
    /// The BCP 47 tag of its language.
    lang: &'a str,
    /// Who publishes it.
    author: &'a str,
    /// The licence of its words.
    rights: Option<&'a str>,
    told: Chosen<'a>,
    paging: Paging,
}

/// What a file tells.
struct Chosen<'a> {
    context: &'a Context<'a>,
    news: &'a News,
    file: &'a FeedFile,
    /// The ranks of entries, or of letters.
    ranks: Vec<usize>,
}

impl<'a> Feed<'a> {
    /// What it tells, one after the other; each is made when it is asked for, so that a file is not held as a whole.
    fn told(&self) -> impl Iterator<Item = Told<'a>> {
        self.told.ranks.iter().map(|rank| self.told.told(*rank))
    }

    /// The moment of the last change; the first moment of all for a feed that is empty.
    fn last_change(&self) -> &'a str {
        let items = self.told.ranks.iter().map(|rank| self.told.item(*rank));
        let last = items.max_by_key(|item| item.updated.moment);
        last.map_or("1970-01-01T00:00:00+00:00", |item| &item.updated.text)
    }
}

impl<'a> Chosen<'a> {
    fn new(context: &'a Context<'a>, news: &'a News, file: &'a FeedFile) -> Self {
        let chosen = Self { context, news, file, ranks: Vec::new() };
        Self { ranks: chosen.ranks(), ..chosen }
    }

    fn ranks(&self) -> Vec<usize> {
        let (context, file, timeline) = (self.context, self.file, self.context.timeline);
        let size = context.catalogue.site.feed_size as usize;
        if file.subject == Subject::Letters {
            let count = timeline.letters().len();
            let range = file.archive.map_or(0..size.min(count), |archive| archived(count, size, archive));
            return range.into_par_iter().filter(|rank| !self.item(*rank).content.is_empty()).collect();
        }
        let ranks = timeline.of_subject(context.lang, &file.subject);
        let is_listed = |rank: &usize| context.catalogue.is_listed(timeline.entry(*rank).item);
        match (file.archive, &file.subject) {
            (Some(archive), _) => {
                ranks[archived(ranks.len(), size, archive)].iter().copied().filter(is_listed).collect()
            }
            // Its own feed tells the story of an item to its end, as its page does. Who follows it at an old address has read
            // that story, and needs what comes.
            (None, Subject::Item(_)) if !file.moved => ranks.to_vec(),
            (None, _) => ranks.iter().copied().filter(is_listed).take(size).collect(),
        }
    }

    fn item(&self, rank: usize) -> &'a FeedItem {
        match self.file.subject {
            Subject::Letters => self.news.letter(self.context, rank),
            _ => self.news.entry(self.context, rank),
        }
    }

    /// An entry or a letter; with the item's own text, where the file brings it.
    fn told(&self, rank: usize) -> Told<'a> {
        let (context, item) = (self.context, self.item(rank));
        if self.file.subject == Subject::Letters {
            return Told { item, summary: "", categories: Vec::new(), html: Arc::clone(&item.content) };
        }
        let entry = context.timeline.entry(rank);
        // An archive, and a feed at an old address, leave to its page what the item itself says.
        let is_current = self.file.archive.is_none() && !self.file.moved;
        let body = is_current.then(|| body(context, entry)).flatten();
        Told {
            item,
            summary: summary(context, entry.item),
            categories: self.news.masthead(context).categories(entry.item),
            html: match body {
                Some(body) => self.news.whole.get(&rank, || whole(context, entry, item, body)),
                None => Arc::clone(&item.content),
            },
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

/// Writes a file of a feed.
pub fn write(context: &Context<'_>, news: &News, file: &FeedFile, to: &mut dyn Write) -> io::Result<()> {
    let (catalogue, lang) = (context.catalogue, context.lang);
    let masthead = news.masthead(context);
    let feed = Feed {
        id: id(context, &file.subject),
        title: context.feed_title(&file.subject).text,
        description: description(context, masthead, &file.subject),
        page: context.absolute(&context.plan.subject(catalogue, lang, &file.subject)),
        own: context.absolute(&context.plan.feed(catalogue, lang, file)),
        lang: context.tag(lang),
        author: &masthead.author,
        rights: catalogue.site.licence.as_deref(),
        told: Chosen::new(context, news, file),
        paging: paging(context, file),
    };
    match file.format {
        FeedFormat::Rss => rss::write(&feed, to),
        FeedFormat::Atom => atom::write(&feed, to),
        FeedFormat::Json => json::write(&feed, to),
    }
}

fn description<'a>(context: &Context<'a>, masthead: &'a Masthead, subject: &Subject) -> &'a str {
    let own = match subject {
        Subject::Item(key) => summary(context, &context.catalogue.items[key]),
        Subject::All | Subject::Section(_) | Subject::Theme(_) | Subject::Letters => "",
    };
    if own.is_empty() { &masthead.description } else { own }
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
    context.catalogue.site.authority.uri(format_args!("feed:{}:{about}", context.tag(context.lang)))
}

/// Archives are files of Atom, whatever the format of the file that leads to them.
fn paging(context: &Context<'_>, file: &FeedFile) -> Paging {
    let catalogue = context.catalogue;
    let archives = context.timeline.archives(context.lang, &file.subject, catalogue.site.feed_size as usize);
    let address = |archive| {
        let file = FeedFile { subject: file.subject.clone(), format: FeedFormat::Atom, archive, moved: false };
        context.absolute(&context.plan.feed(catalogue, context.lang, &file))
    };
    let at = |archive: usize| (1..=archives).contains(&archive).then(|| address(Some(archive)));
    match file.archive {
        None => {
            let complete = matches!(file.subject, Subject::Item(_)) && !file.moved;
            Paging { complete, previous: at(archives), ..Paging::default() }
        }
        Some(archive) => {
            Paging { complete: false, current: Some(address(None)), previous: at(archive - 1), next: at(archive + 1) }
        }
    }
}
