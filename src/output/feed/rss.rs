//! RSS 2.0, with the content in `content:encoded`.
//!
//! Sources: the RSS 2.0 specification and its best practices profile (rssboard.org), RSS 1.0's content module, RFC 4287
//! for `atom:link` and `atom:updated`, RFC 5005 for the previous archive, which is in Atom, and Media RSS 1.5.1 for the picture, which
//! is no enclosure: an item has one of these at most, and it is the document that the item is about.

use std::io::{self, Write};

use crate::output::feed::file::{Feed, FeedEntry};
use crate::output::feed::item::Enclosure;
use crate::output::feed::media::MEDIA;
use crate::output::feed::xml::Xml;
use crate::present::view::value::escape;
use crate::site::plan::content::FeedFormat;

pub(super) fn write(feed: &Feed<'_>, to: &mut dyn Write) -> io::Result<()> {
    let mut xml = Xml::new(to);
    xml.markup("<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"");
    xml.markup(" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"");
    xml.markup(" xmlns:media=\"");
    xml.markup(MEDIA);
    xml.markup("\" xmlns:fh=\"http://purl.org/syndication/history/1.0\"><channel>");
    xml.element("title", &feed.title);
    xml.element("link", &feed.page);
    xml.element("description", &feed.description);
    xml.element("language", feed.lang);
    if let Some(rights) = feed.rights {
        xml.element("copyright", rights);
    }
    link(&mut xml, "self", &feed.own, FeedFormat::Rss);
    feed.paging.previous.iter().for_each(|archive| link(&mut xml, "prev-archive", archive, FeedFormat::Atom));
    if feed.paging.complete {
        xml.markup("<fh:complete/>");
    }
    for entry in feed.entries() {
        item(&mut xml, &entry);
        xml.send()?;
    }
    xml.markup("</channel></rss>");
    xml.end()
}

fn link(xml: &mut Xml<'_>, rel: &str, href: &str, format: FeedFormat) {
    xml.empty("atom:link", &[("href", href), ("rel", rel), ("type", format.media_type())]);
}

/// An item; feed readers take its description for HTML, so the plain summary is escaped in it.
fn item(xml: &mut Xml<'_>, entry: &FeedEntry<'_>) {
    let item = entry.item;
    xml.markup("<item>");
    xml.element("title", &item.title);
    xml.element("link", &item.link);
    if !entry.summary.is_empty() {
        xml.markup("<description>");
        xml.html(&escape(&entry.summary));
        xml.markup("</description>");
    }
    entry.categories.iter().for_each(|category| xml.element("category", category));
    item.enclosure.iter().for_each(|file| enclosure(xml, file));
    item.image.iter().for_each(|image| image.write(xml));
    xml.markup("<guid isPermaLink=\"false\">");
    xml.text(&item.id);
    xml.markup("</guid>");
    xml.element("pubDate", &item.published.moment.rfc822(&item.zone));
    xml.markup("<content:encoded>");
    xml.html(&entry.html);
    xml.markup("</content:encoded>");
    xml.element("atom:updated", &item.updated.text);
    xml.markup("</item>");
}

/// `length` is required; for an unknown size the profile says to write 0.
fn enclosure(xml: &mut Xml<'_>, file: &Enclosure) {
    let size = file.size.unwrap_or(0).to_string();
    xml.empty("enclosure", &[("url", &file.url), ("length", &size), ("type", file.media_type)]);
}
