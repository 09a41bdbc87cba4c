//! Atom, RFC 4287, with archives by RFC 5005, and pictures by Media RSS.

use std::io::{self, Write};

use crate::output::feed::file::{Feed, FeedEntry};
use crate::output::feed::item::Enclosure;
use crate::output::feed::item::FeedTimestamp;
use crate::output::feed::media::MEDIA;
use crate::output::feed::xml::Xml;
use crate::site::plan::content::FeedFormat;

pub(super) fn write(feed: &Feed<'_>, to: &mut dyn Write) -> io::Result<()> {
    let mut xml = Xml::new(to);
    xml.markup(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:fh=\"http://purl.org/syndication/history/1.0\" xmlns:media=\"",
    );
    xml.markup(MEDIA);
    xml.markup("\" xml:lang=\"");
    xml.text(feed.lang);
    xml.markup("\">");
    xml.element("title", &feed.title);
    xml.element("id", &feed.id);
    xml.element("updated", feed.last_change());
    xml.markup("<author>");
    xml.element("name", feed.author);
    xml.markup("</author>");
    links(&mut xml, feed);
    if let Some(rights) = feed.rights {
        xml.element("rights", rights);
    }
    xml.element("subtitle", &feed.description);
    if feed.paging.current.is_some() {
        xml.markup("<fh:archive/>");
    }
    if feed.paging.complete {
        xml.markup("<fh:complete/>");
    }
    for entry in feed.entries() {
        write_entry(&mut xml, &entry);
        xml.send()?;
    }
    xml.markup("</feed>");
    xml.end()
}

fn links(xml: &mut Xml<'_>, feed: &Feed<'_>) {
    let (own, paging) = (FeedFormat::Atom.media_type(), &feed.paging);
    let mut link = |rel: &str, href: &str, media_type: &str| {
        xml.empty("link", &[("href", href), ("rel", rel), ("type", media_type)]);
    };
    link("self", &feed.own, own);
    link("alternate", &feed.page, "text/html");
    let others = [("current", &paging.current), ("prev-archive", &paging.previous), ("next-archive", &paging.next)];
    for (rel, href) in others {
        href.iter().for_each(|href| link(rel, href, own));
    }
}

fn write_entry(xml: &mut Xml<'_>, entry: &FeedEntry<'_>) {
    let item = entry.item;
    xml.markup("<entry>");
    xml.element("title", &item.title);
    xml.element("id", &item.id);
    stamp(xml, "<updated>", &item.updated, "</updated>");
    entry.categories.iter().for_each(|category| xml.empty("category", &[("term", category)]));
    xml.markup("<link href=\"");
    xml.value(&item.link);
    xml.markup("\" rel=\"alternate\" type=\"text/html\"/>");
    item.enclosure.iter().for_each(|file| enclosure(xml, file));
    item.image.iter().for_each(|image| image.write(xml));
    stamp(xml, "<published>", &item.published, "</published>");
    if !entry.summary.is_empty() {
        xml.element("summary", &entry.summary);
    }
    xml.markup("<content type=\"html\">");
    xml.html(&entry.html);
    xml.markup("</content></entry>");
}

/// Adds a timestamp, which needs no escaping.
fn stamp(xml: &mut Xml<'_>, begin: &str, stamp: &FeedTimestamp, end: &str) {
    [begin, &stamp.text, end].into_iter().for_each(|part| xml.markup(part));
}

fn enclosure(xml: &mut Xml<'_>, file: &Enclosure) {
    let size = file.size.map(|size| size.to_string());
    let attributes = [("href", &*file.url), ("rel", "enclosure"), ("type", file.media_type), ("title", &*file.title)];
    match &size {
        Some(size) => xml.empty("link", &[&attributes[..], &[("length", size)]].concat()),
        None => xml.empty("link", &attributes),
    }
}
