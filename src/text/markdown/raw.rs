//! Raw HTML: adds the elements of the allow-list to the tree and reports all others.

use std::ops::Range;

use crate::base::message::{Message, say};
use crate::text::markdown::attributes;
use crate::text::markdown::builder::TreeBuilder;
use crate::text::markdown::chunk::Chunk;
use crate::text::markdown::rendered::Report;
use crate::text::markdown::resolver::{ResolvedTarget, TargetUse};
use crate::text::markdown::target::{LINK_IN_LINK, leaves_site, link_attributes, resolve, warn_image_without_text};
use crate::text::markdown::tree::{Element, LineBreaks, NodeKind};
use crate::text::markdown::unread::{markdown_in_html, not_read_in_html};
use crate::text::sanitize::allow::{self, ElementRole, Removal};
use crate::text::sanitize::escape;
use crate::text::sanitize::token::{StartTag, Token, Tokens, find_last_end_tag};

/// The help for a declaration or program code.
const AS_CODE: Message = Message::fixed(
    "remove it, or write it between backquotes to show it as text",
    "retirez-le, ou écrivez-le entre accents graves pour l’afficher comme du texte",
);

/// The raw HTML of a text, which arrives in pieces.
#[derive(Debug, Default)]
pub struct RawHtml {
    /// The HTML that has not been read.
    pub chunk: Chunk,
    /// True if some of it is in the tree.
    pub is_in_tree: bool,
    /// For elements that are removed with their content, the offset of their last end tag.
    last_end_tags: Vec<(String, Option<usize>)>,
}

/// Reads a piece of raw HTML into a tree.
struct Reader<'r, 'a, 's> {
    raw: &'r mut RawHtml,
    chunk: &'r Chunk,
    builder: &'r mut TreeBuilder<'a>,
    report: &'r mut Report<'s>,
    source: &'r str,
    /// True for a whole HTML block, which contains no Markdown.
    is_block: bool,
}

impl RawHtml {
    /// Reads the pending HTML into the tree: a whole HTML block.
    pub fn read_block(&mut self, source: &str, builder: &mut TreeBuilder, report: &mut Report) {
        self.read(true, source, builder, report);
    }

    /// Reads the pending HTML into the tree: tags in a text.
    pub fn read_inline(&mut self, source: &str, builder: &mut TreeBuilder, report: &mut Report) {
        self.read(false, source, builder, report);
    }

    fn read(&mut self, is_block: bool, source: &str, builder: &mut TreeBuilder, report: &mut Report) {
        let mut chunk = std::mem::take(&mut self.chunk);
        Reader { raw: self, chunk: &chunk, builder, report, source, is_block }.read();
        chunk.clear();
        self.chunk = chunk;
    }

    /// True if there is an end tag of this name after an offset of the source.
    fn closes_later(&mut self, source: &str, name: &str, offset: usize) -> bool {
        let known = self.last_end_tags.iter().find(|(known, _)| known == name);
        let last = match known {
            Some((_, last)) => *last,
            None => {
                let last = find_last_end_tag(source, name);
                self.last_end_tags.push((name.to_owned(), last));
                last
            }
        };
        last.is_some_and(|last| last >= offset)
    }
}

impl Reader<'_, '_, '_> {
    fn read(&mut self) {
        let mut tokens = Tokens::new(&self.chunk.html);
        // One place of a block is enough.
        let mut reported = false;
        let is_code = ["<pre", "<code", "<kbd", "<samp"].iter().any(|tag| self.chunk.html.contains(tag));
        while let Some((token, range)) = tokens.next() {
            match token {
                Token::Close(name) => self.builder.close_tag(&name),
                // Reported even inside of a removed element, since the comment hides its end too.
                Token::UnfinishedComment => self.removed(
                    range.start..range.start + "<!--".len(),
                    say!(
                        en: "the comment never ends and hides the rest of the text",
                        fr: "le commentaire ne se termine jamais et cache la suite du texte"
                    ),
                    say!(en: "close it with `-->`", fr: "fermez-le par `-->`"),
                ),
                _ if self.builder.is_dropping => {}
                Token::Text(text) => {
                    if self.is_block
                        && !reported
                        && let Some(found) = markdown_in_html(text).filter(|_| !is_code)
                    {
                        reported = true;
                        let place = self.chunk.place(&(range.start + found.start..range.start + found.end));
                        let (message, help) = not_read_in_html();
                        self.report.warn("looks-like-markdown", place, message, help);
                    }
                    self.builder.add_words(&escape::decode_text(text));
                }
                Token::Open(tag) => self.open_tag(&tag, &range, &mut tokens),
                Token::Comment => {}
                Token::Instruction(start) => self.removed(
                    range.start..range.start + start.len(),
                    say!(
                        en: "the text starting with `{start}` was removed",
                        fr: "ce qui commence par `{start}` a été retiré"
                    ),
                    AS_CODE,
                ),
                Token::Unfinished(start) => self.unfinished(start, &range),
            }
        }
    }

    /// Reports a range of the chunk that was removed.
    fn removed(&mut self, range: Range<usize>, message: Message, help: Message) {
        self.report.warn("html-removed", self.chunk.place(&range), message, help);
    }

    fn unfinished(&mut self, start: &str, range: &Range<usize>) {
        let is_tag = start[1..].trim_start_matches('/').starts_with(|first: char| first.is_ascii_alphabetic());
        let help = if is_tag {
            say!(
                en: "end it with `>`, and close every quote first",
                fr: "terminez-le par `>`, et fermez d’abord chaque guillemet"
            )
        } else {
            AS_CODE
        };
        let message = say!(
            en: "the text starting with `{start}` does not end and was removed",
            fr: "ce qui commence par `{start}` ne se termine pas et a été retiré"
        );
        self.removed(range.start..range.start + start.len(), message, help);
    }

    fn open_tag(&mut self, tag: &StartTag, range: &Range<usize>, tokens: &mut Tokens) {
        let Some(element) = allow::find(&tag.name) else {
            return self.leave_out(tag, range, tokens);
        };
        if let Some(message) = self.misplaced(element) {
            return self.removed(range.clone(), message, say!(en: "remove the tag", fr: "retirez la balise"));
        }
        self.builder.begin_raw(element);
        let span = self.chunk.place(range);
        if element.role == ElementRole::Table && !self.builder.is_in_table() {
            let message = say!(
                en: "`<{element}>` is outside a table",
                fr: "`<{element}>` se trouve hors d’un tableau",
                element = element.name
            );
            let help = say!(en: "write it inside `<table>`", fr: "écrivez-le à l’intérieur de `<table>`");
            self.removed(range.clone(), message, help);
            return self.end_line(element, &span);
        }
        if !element.is_void() && !self.builder.has_room(&span) {
            return self.end_line(element, &span);
        }
        self.raw.is_in_tree = true;
        let Some(html) = self.element(element, tag, &span) else { return };
        if element.is_void() {
            self.builder.tree.push(NodeKind::Element(html), &span);
            return;
        }
        self.builder.anchors += usize::from(element.name == "a");
        if element.name == "table" {
            let region = Element { lines: LineBreaks::START, ..self.builder.table_region(self.report.options) };
            self.builder.tree.push(NodeKind::Element(region), &span);
        }
        let is_heading = html.level.is_some();
        let node = self.builder.open_raw(html, element.name, &span);
        if is_heading {
            self.builder.heading = Some(node);
        }
        if tag.closes_itself {
            self.builder.close_top();
        }
    }

    /// A removed block still ends the line of text.
    fn end_line(&mut self, element: &allow::AllowedElement, span: &Range<usize>) {
        if element.role.is_block() {
            self.builder.tree.push(NodeKind::Boundary, span);
        }
    }

    /// Why an element is not allowed here.
    fn misplaced(&self, element: &allow::AllowedElement) -> Option<Message> {
        if element.name == "a" && self.builder.anchors > 0 {
            Some(LINK_IN_LINK)
        } else if element.heading_level().is_some() && self.builder.heading.is_some() {
            Some(say!(
                en: "a heading cannot be inside another heading",
                fr: "un titre ne peut pas se trouver à l’intérieur d’un autre titre"
            ))
        } else {
            None
        }
    }

    /// The element with its allowed attributes. `None` for an image without an address, which is replaced by its
    /// description.
    fn element(
        &mut self,
        allowed: &'static allow::AllowedElement,
        tag: &StartTag,
        span: &Range<usize>,
    ) -> Option<Element> {
        let mut element = Element::html(allowed);
        let done: &[&str] = match allowed.name {
            "a" => {
                self.admit_link(&mut element, tag);
                &["class", "href"]
            }
            "img" => {
                self.admit_image(&mut element, tag, span)?;
                &["src", "alt"]
            }
            "table" => {
                (element.is_wrapped, element.lines) = (true, LineBreaks::END);
                &[]
            }
            _ => &[],
        };
        attributes::add_allowed(allowed, tag, done, self.chunk, &mut element, self.report);
        if let Some(level) = allowed.heading_level() {
            let level = self.builder.levels.on_page(level);
            element.name = allow::heading(level);
            element.level = Some(level);
        }
        Some(element)
    }

    fn admit_link(&mut self, element: &mut Element, tag: &StartTag) {
        let class = tag.attribute("class").map(|class| attributes::author_classes(class, self.chunk, self.report));
        let class = class.unwrap_or_default();
        let Some(href) = tag.attribute("href") else {
            element.attributes = link_attributes(&ResolvedTarget::default(), class);
            return;
        };
        let resolved = resolve(self.report.options.links, &escape::decode_attribute(href.value), TargetUse::Link);
        element.attributes = link_attributes(&resolved, class);
        element.is_external = leaves_site(&resolved);
        self.report.target(resolved, self.chunk.place(href.primary_range()));
    }

    fn admit_image(&mut self, element: &mut Element, tag: &StartTag, span: &Range<usize>) -> Option<()> {
        let (src, alt) = (tag.attribute("src"), tag.attribute("alt"));
        let target = src.map(|src| escape::decode_attribute(src.value)).unwrap_or_default();
        if alt.is_none() {
            warn_image_without_text(span.clone(), &target, self.report);
        }
        let alt = alt.map(|alt| escape::decode_attribute(alt.value)).unwrap_or_default();
        let resolved = resolve(self.report.options.links, &target, TargetUse::Image);
        let href = resolved.href.clone();
        self.report.target(resolved, src.map_or(span.clone(), |src| self.chunk.place(src.primary_range())));
        let Some(href) = href else {
            self.builder.add_words(&alt);
            return None;
        };
        element.attributes = vec![("src", href.into()), ("alt", alt.into_owned().into()), ("loading", "lazy".into())];
        Some(())
    }

    /// Removes an element that is not in the allow-list.
    fn leave_out(&mut self, tag: &StartTag, range: &Range<usize>, tokens: &mut Tokens) {
        let name = &*tag.name;
        let removal = allow::removal(name);
        let message = match removal {
            Removal::KeepContent => {
                say!(en: "the tag `<{name}>` was removed", fr: "la balise `<{name}>` a été retirée")
            }
            Removal::DropContent | Removal::DropText => {
                say!(
                    en: "`<{name}>` was removed with everything inside it",
                    fr: "`<{name}>` a été retiré avec tout ce qu’il contient"
                )
            }
        };
        self.removed(range.clone(), message, allow::advice(name));
        if removal == Removal::KeepContent || tag.closes_itself {
            return;
        }
        // Checked first, since the result of one search is cached for all tags of this name.
        let closes_later = self.raw.closes_later(self.source, name, self.chunk.place(range).end);
        if closes_later && tokens.skip_behind_end_tag(name) {
            return;
        }
        if removal == Removal::DropText && self.is_block {
            tokens.skip_all();
        }
        if closes_later {
            self.builder.drop_element(name);
        }
    }
}
