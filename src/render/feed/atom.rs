//! Atom, RFC 4287, with archives by RFC 5005.

use std::collections::BTreeMap;

use atom_syndication::extension::{Extension, ExtensionMap};
use atom_syndication::{Category, Content, Entry, FixedDateTime, Generator, Link, Person, Text, WriteConfig};

use crate::base::moment::Moment;
use crate::render::feed::{Enclosure, Feed, FeedItem, last_change, printable};
use crate::site::plan::content::FeedFormat;

pub(super) fn written(feed: &Feed<'_>) -> Vec<u8> {
    let paging = &feed.paging;
    let mut extensions = ExtensionMap::new();
    let history = [("archive", paging.current.is_some()), ("complete", paging.complete)];
    for (name, _) in history.into_iter().filter(|(_, holds)| *holds) {
        let element = Extension { name: format!("fh:{name}"), ..Extension::default() };
        extensions.insert("fh".to_owned(), BTreeMap::from([(name.to_owned(), vec![element])]));
    }
    let feed = atom_syndication::Feed {
        title: Text::plain(printable(&feed.title)),
        id: feed.id.clone(),
        updated: date(&last_change(feed)),
        authors: vec![Person { name: printable(&feed.author), ..Person::default() }],
        generator: None::<Generator>,
        links: links(feed),
        rights: feed.rights.clone().map(Text::plain),
        subtitle: Some(Text::plain(printable(&feed.description))),
        entries: feed.entries.iter().map(|item| entry(feed, item)).collect(),
        extensions,
        namespaces: BTreeMap::from([("fh".to_owned(), "http://purl.org/syndication/history/1.0".to_owned())]),
        lang: Some(feed.lang.to_owned()),
        ..atom_syndication::Feed::default()
    };
    let form = WriteConfig { write_document_declaration: true, indent_size: None };
    let mut bytes = feed.write_with_config(Vec::new(), form).expect("writing to memory does not fail");
    bytes.push(b'\n');
    bytes
}

fn links(feed: &Feed<'_>) -> Vec<Link> {
    let paging = &feed.paging;
    let link = |rel: &str, href: &str, media_type: &str| Link {
        href: href.to_owned(),
        rel: rel.to_owned(),
        mime_type: Some(media_type.to_owned()),
        ..Link::default()
    };
    let own = FeedFormat::Atom.media_type();
    let others = [("current", &paging.current), ("prev-archive", &paging.previous), ("next-archive", &paging.next)];
    let others = others.into_iter().filter_map(|(rel, href)| Some(link(rel, href.as_ref()?, own)));
    [link("self", &feed.own, own), link("alternate", &feed.page, "text/html")].into_iter().chain(others).collect()
}

fn entry(feed: &Feed<'_>, item: &FeedItem) -> Entry {
    let category = |name: &String| Category { term: printable(name), ..Category::default() };
    let page = Link { href: item.link.clone(), mime_type: Some("text/html".to_owned()), ..Link::default() };
    let content = Content {
        value: Some(feed.content(item).into_owned()),
        content_type: Some("html".to_owned()),
        ..Content::default()
    };
    Entry {
        title: Text::plain(item.title.clone()),
        id: item.id.clone(),
        updated: moment(item.updated, item),
        published: Some(moment(item.published, item)),
        links: std::iter::once(page).chain(item.enclosures.iter().map(enclosure)).collect(),
        summary: (!item.summary.is_empty()).then(|| Text::plain(item.summary.clone())),
        categories: item.categories.iter().map(category).collect(),
        content: Some(content),
        ..Entry::default()
    }
}

fn enclosure(file: &Enclosure) -> Link {
    Link {
        href: file.url.clone(),
        rel: "enclosure".to_owned(),
        mime_type: Some(file.media_type.clone()),
        title: Some(file.title.clone()),
        length: file.size.map(|size| size.to_string()),
        ..Link::default()
    }
}

fn moment(moment: Moment, item: &FeedItem) -> FixedDateTime {
    date(&moment.rfc3339(&item.zone))
}

fn date(rfc3339: &str) -> FixedDateTime {
    rfc3339.parse().expect("a moment is written by RFC 3339")
}
