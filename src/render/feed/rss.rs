//! RSS 2.0, with the whole text in `content:encoded`.
//!
//! Sources: the RSS 2.0 specification and its best practices profile (rssboard.org), RSS 1.0's content module,
//! RFC 4287 for `atom:link` and `atom:updated`, RFC 5005 for archives.

use std::collections::BTreeMap;

use rss::extension::{Extension, ExtensionBuilder};
use rss::{CategoryBuilder, ChannelBuilder, EnclosureBuilder, GuidBuilder, Item, ItemBuilder};

use crate::render::feed::{Enclosure, Feed, FeedItem, printable};
use crate::render::view::value::escape;
use crate::site::plan::content::FeedFormat;

pub(super) fn written(feed: &Feed<'_>) -> Vec<u8> {
    let mut extensions = BTreeMap::from([("atom".to_owned(), BTreeMap::from([("link".to_owned(), links(feed))]))]);
    let paging = &feed.paging;
    let history = [("archive", paging.current.is_some()), ("complete", paging.complete)];
    for (name, _) in history.into_iter().filter(|(_, holds)| *holds) {
        let element = ExtensionBuilder::default().name(format!("fh:{name}")).build();
        extensions.insert("fh".to_owned(), BTreeMap::from([(name.to_owned(), vec![element])]));
    }
    let channel = ChannelBuilder::default()
        .namespaces(BTreeMap::from([
            ("atom".to_owned(), "http://www.w3.org/2005/Atom".to_owned()),
            ("content".to_owned(), "http://purl.org/rss/1.0/modules/content/".to_owned()),
            ("fh".to_owned(), "http://purl.org/syndication/history/1.0".to_owned()),
        ]))
        .title(printable(&feed.title))
        .link(feed.page.clone())
        .description(printable(&feed.description))
        .language(feed.lang.to_owned())
        .copyright(feed.rights.clone())
        .extensions(extensions)
        .items(feed.entries.iter().map(|entry| item(feed, entry)).collect::<Vec<_>>())
        .build();
    let mut bytes = Vec::new();
    channel.write_to(&mut bytes).expect("writing to memory does not fail");
    bytes.push(b'\n');
    bytes
}

fn links(feed: &Feed<'_>) -> Vec<Extension> {
    let paging = &feed.paging;
    let link = |rel: &str, href: &String| {
        let attributes = [("href", &**href), ("rel", rel), ("type", FeedFormat::Rss.media_type())];
        let attributes = attributes.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        ExtensionBuilder::default().name("atom:link".to_owned()).attrs(attributes.collect::<BTreeMap<_, _>>()).build()
    };
    let others = [("current", &paging.current), ("prev-archive", &paging.previous), ("next-archive", &paging.next)];
    let others = others.into_iter().filter_map(|(rel, href)| Some(link(rel, href.as_ref()?)));
    std::iter::once(link("self", &feed.own)).chain(others).collect()
}

/// An item; its description is HTML to readers, so plain words are escaped in it.
fn item(feed: &Feed<'_>, item: &FeedItem) -> Item {
    let category = |name: &String| CategoryBuilder::default().name(printable(name)).build();
    let updated =
        ExtensionBuilder::default().name("atom:updated".to_owned()).value(item.updated.rfc3339(&item.zone)).build();
    let updated = BTreeMap::from([("updated".to_owned(), vec![updated])]);
    ItemBuilder::default()
        .title(item.title.clone())
        .link(item.link.clone())
        .guid(GuidBuilder::default().value(item.id.clone()).permalink(false).build())
        .pub_date(item.published.rfc822(&item.zone))
        .description((!item.summary.is_empty()).then(|| escape(&item.summary)))
        .content(feed.content(item).into_owned())
        .categories(item.categories.iter().map(category).collect::<Vec<_>>())
        .enclosure(item.enclosures.first().map(enclosure))
        .extensions(BTreeMap::from([("atom".to_owned(), updated)]))
        .build()
}

/// The size is asked for; where it is not known, the profile says to write 0.
fn enclosure(file: &Enclosure) -> rss::Enclosure {
    EnclosureBuilder::default()
        .url(file.url.clone())
        .length(file.size.unwrap_or(0).to_string())
        .mime_type(file.media_type.clone())
        .build()
}
