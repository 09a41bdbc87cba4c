//! Links and images of Markdown.
//!
//! A link is resolved when it begins: one without an address is written as its text, which may contain another link.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, RefDefs};

use crate::base::message::say;
use crate::text::markdown::builder::TreeBuilder;
use crate::text::markdown::destination::{LinkTarget, destination};
use crate::text::markdown::media;
use crate::text::markdown::rendered::Report;
use crate::text::markdown::resolver::{ResolvedTarget, TargetUse};
use crate::text::markdown::target::{
    LINK_IN_LINK, leaves_site, link_attributes, resolve, says_something, warn_image_without_text,
};
use crate::text::markdown::tree::{Element, NodeKind};

/// An open link.
pub struct OpenLink<'a> {
    /// As written.
    pub target: LinkTarget<'a>,
    resolved: ResolvedTarget,
    /// Whether it is in the tree.
    is_written: bool,
}

/// An image whose description is being read.
pub struct OpenImage<'a> {
    target: LinkTarget<'a>,
    title: CowStr<'a>,
    alt: String,
    /// How many elements of the description are open.
    depth: usize,
}

/// Where a link or an image has ended.
pub struct LinkEnd<'e> {
    /// The source of the text.
    pub source: &'e str,
    /// All of it.
    pub range: &'e Range<usize>,
    /// The last event in it, or its own range if it is empty.
    pub previous: &'e Range<usize>,
    /// The link reference definitions.
    pub definitions: &'e RefDefs<'e>,
}

impl<'a> OpenLink<'a> {
    /// Opens a link.
    pub fn open(
        target: LinkTarget<'a>,
        title: &str,
        range: &Range<usize>,
        builder: &mut TreeBuilder,
        report: &mut Report,
    ) -> Self {
        builder.open_implied("");
        let links = report.options.links;
        let resolved = match target.kind {
            LinkType::Email => resolve(links, &format!("mailto:{}", target.destination), TargetUse::Link),
            _ => resolve(links, &target.destination, TargetUse::Link),
        };
        // A nested `<a>` would end the outer one (HTML).
        let is_inside = builder.anchors > 0;
        if is_inside {
            let help = say!(
                en: "end the other link before it, or write its text without an address",
                fr: "terminez l’autre lien avant lui, ou écrivez son texte sans adresse"
            );
            report.warn("link-in-link", range.clone(), LINK_IN_LINK, help);
        }
        let is_written = builder.has_room(range) && !is_inside && resolved.href.is_some();
        if is_written {
            builder.anchors += 1;
            let mut link = Element::inline("a");
            link.attributes = link_attributes(&resolved, String::new());
            link.is_external = leaves_site(&resolved);
            if !title.is_empty() {
                link = link.with("title", title.to_owned());
            }
            builder.open(NodeKind::Element(link), range);
        } else {
            builder.open_nothing();
        }
        builder.in_address |= target.is_address();
        Self { target, resolved, is_written }
    }

    /// Reports on a link that has ended and is closed in the tree.
    pub fn close(self, ended: &LinkEnd, builder: &mut TreeBuilder, report: &mut Report) {
        builder.in_address &= !self.target.is_address();
        builder.anchors -= usize::from(self.is_written);
        let range = ended.range;
        let is_empty = ended.previous == range && !self.target.is_bare;
        if is_empty {
            let help = say!(en: "write the words of the link between the square brackets: `[the rules](rules.pdf)`", fr: "écrivez entre les crochets les mots du lien : `[le règlement](reglement.pdf)`");
            let message = say!(en: "a link without text", fr: "un lien sans texte");
            report.warn("link-without-text", range.clone(), message, help);
        }
        let text_end = if is_empty { range.start + 1 } else { ended.previous.end };
        ended.report(&self.target, self.resolved, text_end, report);
    }
}

impl<'a> OpenImage<'a> {
    /// An image whose description has not been read.
    pub fn new(target: LinkTarget<'a>, title: CowStr<'a>) -> Self {
        Self { target, title, alt: String::new(), depth: 0 }
    }

    /// Reads an event of the description, keeping only text; true at the end of the image.
    pub fn is_ended_by(&mut self, event: Event) -> bool {
        match event {
            Event::Text(text) | Event::Code(text) => self.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.alt.push(' '),
            Event::Start(_) => self.depth += 1,
            Event::End(_) if self.depth > 0 => self.depth -= 1,
            Event::End(_) => return true,
            _ => {}
        }
        false
    }

    /// Adds the image to the tree, or its description if it has no address.
    pub fn close(self, ended: &LinkEnd, builder: &mut TreeBuilder, report: &mut Report) {
        let resolved = resolve(report.options.links, &self.target.destination, TargetUse::Image);
        let (range, alt) = (ended.range, self.alt.trim());
        if alt.is_empty() {
            warn_image_without_text(range.clone(), &self.target.destination, report);
        }
        match &resolved.href {
            Some(src) => media::push(&mut builder.tree, &resolved, src, alt, &self.title, range),
            None => builder.add_words(alt),
        }
        let text_end = if ended.previous == range { range.start + 2 } else { ended.previous.end };
        ended.report(&self.target, resolved, text_end, report);
    }
}

impl LinkEnd<'_> {
    /// Records the resolved target, if it is relevant.
    fn report(&self, target: &LinkTarget, resolved: ResolvedTarget, text_end: usize, report: &mut Report) {
        if says_something(&resolved) {
            report.target(resolved, destination(self.source, target, self.range, text_end, self.definitions));
        }
    }
}
