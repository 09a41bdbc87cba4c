//! JSON Feed, version 1.1 (jsonfeed.org). What is older is reached by `next_url`.

use std::borrow::Cow;

use serde::Serialize;

use crate::render::feed::{Enclosure, Feed, FeedItem};

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<&'a str>,
    authors: [Author<'a>; 1],
    language: &'a str,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_html: Cow<'a, str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
}

pub(super) fn written(feed: &Feed<'_>) -> Vec<u8> {
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: &feed.own,
        description: &feed.description,
        next_url: feed.paging.previous.as_deref(),
        authors: [Author { name: &feed.author }],
        language: feed.lang,
        items: feed.entries.iter().map(|entry| item(feed, entry)).collect(),
    };
    let mut bytes = serde_json::to_vec(&document).expect("plain data is written as JSON");
    bytes.push(b'\n');
    bytes
}

fn item<'a>(feed: &Feed<'_>, item: &'a FeedItem) -> Item<'a> {
    Item {
        id: &item.id,
        url: &item.link,
        title: &item.title,
        content_html: feed.content(item),
        summary: &item.summary,
        date_published: item.published.rfc3339(&item.zone),
        date_modified: item.updated.rfc3339(&item.zone),
        tags: &item.categories,
        attachments: item.enclosures.iter().map(attachment).collect(),
    }
}

fn attachment(file: &Enclosure) -> Attachment<'_> {
    Attachment { url: &file.url, mime_type: &file.media_type, title: &file.title, size_in_bytes: file.size }
}
