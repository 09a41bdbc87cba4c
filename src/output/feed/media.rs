//! Pictures of entries in RSS and Atom: Media RSS 1.5.1 (rssboard.org), which readers and mailing services look for.

use crate::output::feed::item::FeedImage;
use crate::output::feed::xml::Xml;

/// The namespace.
pub(super) const MEDIA: &str = "http://search.yahoo.com/mrss/";

impl FeedImage {
    /// Adds the element of the picture.
    pub(super) fn write(&self, xml: &mut Xml<'_>) {
        let attributes = [("url", &*self.url), ("type", self.media_type), ("medium", "image")];
        if self.alt.is_empty() {
            return xml.empty("media:content", &attributes);
        }
        xml.markup("<media:content");
        for (name, value) in attributes {
            xml.markup(" ");
            xml.markup(name);
            xml.markup("=\"");
            xml.value(value);
            xml.markup("\"");
        }
        xml.markup("><media:description type=\"plain\">");
        xml.text(&self.alt);
        xml.markup("</media:description></media:content>");
    }
}
