//! JSON Feed, version 1.1 (jsonfeed.org). Older entries are in the Atom archives, which JSON Feed cannot link to.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use crate::output::feed::file::{Feed, FeedEntry};
use crate::output::feed::item::Enclosure;
use crate::output::feed::xml::printable;

/// The feed without its items.
#[derive(Serialize)]
struct Head<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    description: &'a str,
    authors: [Author<'a>; 1],
    language: &'a str,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: &'a str,
    url: &'a str,
    title: Cow<'a, str>,
    content_html: Cow<'a, str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: Cow<'a, str>,
    date_published: &'a str,
    date_modified: &'a str,
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    tags: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attachments: Option<[Attachment<'a>; 1]>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'a str,
    title: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
}

pub(super) fn write(feed: &Feed<'_>, to: &mut dyn Write) -> io::Result<()> {
    let head = Head {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: &feed.own,
        description: &feed.description,
        authors: [Author { name: feed.author }],
        language: feed.lang,
    };
    // The buffer: at most one item.
    let mut part = serde_json::to_vec(&head).expect("plain data is written as JSON");
    part.pop();
    part.extend_from_slice(b",\"items\":[");
    for (rank, entry) in feed.entries().enumerate() {
        if rank > 0 {
            part.push(b',');
        }
        serde_json::to_writer(&mut part, &item(&entry)).expect("plain data is written as JSON");
        to.write_all(&part)?;
        part.clear();
    }
    part.extend_from_slice(b"]}\n");
    to.write_all(&part)
}

/// An item, without the characters that XML forbids, as in the other formats.
fn item<'a>(entry: &'a FeedEntry<'_>) -> JsonItem<'a> {
    let item = entry.item;
    JsonItem {
        id: &item.id,
        url: &item.link,
        title: printable(&item.title),
        content_html: printable(&entry.html),
        summary: printable(&entry.summary),
        date_published: &item.published.text,
        date_modified: &item.updated.text,
        tags: &entry.categories,
        image: item.image.as_ref().map(|image| &*image.url),
        attachments: item.enclosure.as_ref().map(|file| [attachment(file)]),
    }
}

fn attachment(file: &Enclosure) -> Attachment<'_> {
    Attachment { url: &file.url, mime_type: file.media_type, title: printable(&file.title), size_in_bytes: file.size }
}
