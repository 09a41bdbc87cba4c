//! Builds a tree from the events of the Markdown parser. `raw` handles HTML, `link` links and images; `builder` tracks
//! open elements.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, RefDefs, Tag, TagEnd};

use crate::base::lang::direction_within;
use crate::base::message::say;
use crate::text::markdown::attributes::{heading_classes, heading_lang};
use crate::text::markdown::builder::TreeBuilder;
use crate::text::markdown::destination::LinkTarget;
use crate::text::markdown::events::{Events, is_bare_address};
use crate::text::markdown::level::{Levels, number};
use crate::text::markdown::link::{LinkEnd, OpenImage, OpenLink};
use crate::text::markdown::list_indent::ListIndents;
use crate::text::markdown::raw::RawHtml;
use crate::text::markdown::rendered::Report;
use crate::text::markdown::tree::{Element, FootnoteReference, LineBreaks, NodeId, NodeKind, Tree};
use crate::text::markdown::unread::{ShownText, report_cells_beyond_head, report_open_fence};
use crate::text::sanitize::allow::{self, ElementRole};

/// Parses a text; also returns whether the tree contains raw HTML.
pub fn parse<'a>(source: &'a str, report: &mut Report) -> (Tree<'a>, bool) {
    let mut parse = EventReader {
        source,
        builder: TreeBuilder::new(source.len(), report.options, Levels::new(source, report.options.headings)),
        report,
        raw: RawHtml::default(),
        mode: ParseMode::Text,
        text: String::new(),
        shown: ShownText::default(),
        links: Vec::new(),
        headings: Vec::new(),
        table: OpenTable::default(),
        indents: ListIndents::default(),
        empty_cells: 0,
        previous: 0..0,
    };
    let mut events = Events::new(source);
    while let Some((event, range)) = events.next() {
        parse.event(event, &range, events.reference_definitions());
        parse.previous = range;
    }
    parse.finish()
}

/// What the next events are a part of.
enum ParseMode<'a> {
    /// Blocks and inline content.
    Text,
    /// The text of a block of code.
    Code,
    /// The lines of a block of raw HTML.
    RawBlock,
    /// The description of an image.
    Image(OpenImage<'a>),
}

/// The open table.
#[derive(Default)]
struct OpenTable {
    alignments: Vec<Alignment>,
    /// The rows below its head.
    body: Option<NodeId>,
    in_head: bool,
    column: usize,
}

struct EventReader<'a, 'r, 's> {
    source: &'a str,
    report: &'r mut Report<'s>,
    builder: TreeBuilder<'a>,
    raw: RawHtml,
    mode: ParseMode<'a>,
    /// The pending text: the parser splits it into several events.
    text: String,
    /// The text of the open block, for what in it looks like markup.
    shown: ShownText,
    /// The open links: an autolink (`<https://…>`) may be inside of the text of another link.
    links: Vec<OpenLink<'a>>,
    /// The headings around the open footnotes.
    headings: Vec<Option<NodeId>>,
    table: OpenTable,
    indents: ListIndents,
    /// The number of empty cells of tables.
    empty_cells: usize,
    /// The range of the previous event.
    previous: Range<usize>,
}

impl<'a> EventReader<'a, '_, '_> {
    fn finish(mut self) -> (Tree<'a>, bool) {
        self.flush();
        self.shown.finish(self.report);
        if let Some(span) = self.builder.too_deep.take() {
            let help = say!(en: "use fewer levels", fr: "réduisez le nombre de niveaux");
            let message = say!(
                en: "this is nested too deeply and is shown without formatting",
                fr: "ce passage est trop imbriqué et s’affiche sans mise en forme"
            );
            self.report.warn("nested-too-deep", span, message, help);
        }
        (self.builder.finish(), self.raw.is_in_tree)
    }

    fn event(&mut self, event: Event<'a>, range: &Range<usize>, definitions: &RefDefs) {
        match (&mut self.mode, event) {
            (ParseMode::Image(image), event) => {
                if image.is_ended_by(event)
                    && let ParseMode::Image(image) = std::mem::replace(&mut self.mode, ParseMode::Text)
                {
                    let ended = LinkEnd { source: self.source, range, previous: &self.previous, definitions };
                    image.close(&ended, &mut self.builder, self.report);
                }
            }
            (ParseMode::RawBlock, Event::Html(html) | Event::InlineHtml(html) | Event::Text(html)) => {
                self.raw.chunk.push(&html, range);
            }
            (ParseMode::RawBlock, Event::End(_)) => {
                self.mode = ParseMode::Text;
                self.raw.read_block(self.source, &mut self.builder, self.report);
            }
            (ParseMode::RawBlock, _) => {}
            (_, Event::Text(_)) if self.builder.is_dropping => {}
            (ParseMode::Code, Event::Text(text)) => {
                let code = self.builder.tree.add_verbatim(&text);
                self.builder.tree.push(NodeKind::Verbatim(code), range);
            }
            (ParseMode::Text, Event::Text(text)) => {
                if self.links.last().is_some_and(|link| link.target.is_bare) {
                    self.shown.skip_to(range.start);
                    self.shown.add(self.source, range);
                } else if self.links.is_empty() && self.builder.anchors == 0 {
                    self.shown.add(self.source, range);
                } else {
                    self.shown.add_markup(range);
                }
                self.text.push_str(&text);
            }
            (_, event) => {
                self.flush();
                if !self.builder.is_dropping || !self.is_dropped(&event) {
                    self.markup(event, range, definitions);
                }
            }
        }
    }

    fn markup(&mut self, event: Event<'a>, range: &Range<usize>, definitions: &RefDefs) {
        match &event {
            Event::SoftBreak | Event::HardBreak => self.shown.end_line(range),
            Event::Start(tag) if is_block(tag) => self.shown.finish(self.report),
            Event::End(tag) if is_block_end(*tag) => self.shown.finish(self.report),
            // Such a link is text as it was written.
            Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) if is_bare_address(self.source, range) => {}
            _ => self.shown.add_markup(&(range.start..range.start)),
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(TagEnd::Link) => {
                self.builder.close();
                if let Some(link) = self.links.pop() {
                    let ended = LinkEnd { source: self.source, range, previous: &self.previous, definitions };
                    link.close(&ended, &mut self.builder, self.report);
                }
            }
            Event::End(tag) => {
                if let TagEnd::List(_) = tag {
                    self.indents.end(range);
                }
                self.end(tag);
            }
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text.push_str(&text),
            Event::Code(code) => {
                let code = self.builder.tree.add_verbatim(&code);
                self.builder.add(NodeKind::Code(code), range);
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                self.raw.chunk.push(&html, range);
                self.raw.read_inline(self.source, &mut self.builder, self.report);
            }
            Event::FootnoteReference(label) => {
                let is_link = self.builder.anchors == 0;
                self.builder.add(NodeKind::Reference(FootnoteReference { label, is_link, number: 0, rank: 0 }), range);
            }
            Event::SoftBreak => {
                let words = self.builder.tree.add_words("\n");
                self.builder.tree.push(NodeKind::LineEnd(words), range);
            }
            Event::HardBreak => self.void("br", ElementRole::Void, LineBreaks::START, range),
            Event::Rule => {
                self.builder.begin_block();
                self.void("hr", ElementRole::VoidBlock, LineBreaks::CONTAINER, range);
            }
            Event::TaskListMarker(is_done) => self.task(is_done, range),
        }
    }

    /// Inside of a removed element: only its end counts, and the end of its parents.
    fn is_dropped(&mut self, event: &Event) -> bool {
        match event {
            // The end tag may be here.
            Event::Start(Tag::HtmlBlock) | Event::Html(_) | Event::InlineHtml(_) => return false,
            Event::Start(_) => self.builder.open_nothing(),
            Event::End(_) => {
                self.builder.close_raw();
                if !self.builder.is_dropping {
                    return false;
                }
                self.builder.close_top();
            }
            _ => {}
        }
        true
    }

    /// Adds the pending text.
    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.builder.add_words(&self.text);
            self.text.clear();
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.block(block("p", LineBreaks::BLOCK), range),
            Tag::Heading { level, id, classes, attrs } => self.start_heading(level, id, &classes, &attrs, range),
            Tag::BlockQuote(None) => _ = self.container(block("blockquote", LineBreaks::CONTAINER), range),
            Tag::BlockQuote(Some(kind)) => self.start_alert(kind, range),
            Tag::CodeBlock(kind) => {
                if matches!(kind, CodeBlockKind::Fenced(_)) {
                    report_open_fence(self.source, range, self.report);
                }
                self.start_code(&kind, range);
            }
            Tag::HtmlBlock => self.mode = ParseMode::RawBlock,
            Tag::List(first) => {
                self.indents.begin(self.source, range, self.report);
                let list = block(if first.is_some() { "ol" } else { "ul" }, LineBreaks::CONTAINER);
                self.container(
                    match first.filter(|first| *first != 1) {
                        Some(first) => list.with("start", first.to_string()),
                        None => list,
                    },
                    range,
                );
            }
            Tag::DefinitionList => _ = self.container(block("dl", LineBreaks::CONTAINER), range),
            Tag::Item => {
                self.indents.member(self.source, range, self.report);
                self.part("li", range);
            }
            Tag::DefinitionListTitle => self.part("dt", range),
            Tag::DefinitionListDefinition => self.part("dd", range),
            Tag::FootnoteDefinition(label) => {
                self.builder.open(NodeKind::Footnote(label), range);
                self.headings.push(self.builder.heading.take());
            }
            Tag::Table(alignments) => {
                self.builder.begin_block();
                let region = self.builder.table_region(self.report.options);
                self.wrapped(region, block("table", LineBreaks::PART), range);
                self.table = OpenTable { alignments, ..OpenTable::default() };
            }
            Tag::TableHead => {
                self.wrapped(part("thead", LineBreaks::PART), part("tr", LineBreaks::NONE), range);
                (self.table.in_head, self.table.column) = (true, 0);
            }
            Tag::TableRow => {
                if self.table.body.is_none() {
                    let body = NodeKind::Element(part("tbody", LineBreaks::PART));
                    self.table.body = Some(self.builder.tree.push(body, range));
                }
                self.builder.open(NodeKind::Element(part("tr", LineBreaks::END)), range);
                (self.table.in_head, self.table.column) = (false, 0);
                report_cells_beyond_head(self.source, range, self.table.alignments.len(), self.report);
            }
            Tag::TableCell => self.start_cell(range),
            Tag::Emphasis => self.builder.open_inline("em", range),
            Tag::Strong => self.builder.open_inline("strong", range),
            Tag::Strikethrough => self.builder.open_inline("del", range),
            Tag::Link { link_type: kind, dest_url: destination, title, id: label } => {
                let target = LinkTarget { kind, destination, label, is_bare: is_bare_address(self.source, range) };
                self.links.push(OpenLink::open(target, &title, range, &mut self.builder, self.report));
            }
            Tag::Image { link_type: kind, dest_url: destination, title, id: label } => {
                self.builder.open_implied("");
                self.mode =
                    ParseMode::Image(OpenImage::new(LinkTarget { kind, destination, label, is_bare: false }, title));
            }
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => self.builder.open_nothing(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            // These are ended elsewhere.
            TagEnd::HtmlBlock | TagEnd::Link | TagEnd::Image => {}
            TagEnd::CodeBlock => {
                self.mode = ParseMode::Text;
                self.builder.close();
            }
            TagEnd::FootnoteDefinition => {
                self.builder.close();
                self.builder.heading = self.headings.pop().flatten();
            }
            TagEnd::Table => {
                if let Some(body) = self.table.body {
                    self.builder.tree.close(body);
                }
                self.builder.close();
            }
            _ => self.builder.close(),
        }
    }

    fn void(&mut self, name: &'static str, role: ElementRole, lines: LineBreaks, range: &Range<usize>) {
        self.builder.tree.push(NodeKind::Element(Element::markdown(name, role, lines)), range);
    }

    fn block(&mut self, element: Element, range: &Range<usize>) {
        self.builder.begin_block();
        self.builder.open(NodeKind::Element(element), range);
    }

    /// Opens a block that contains blocks, without tags if it is nested too deep.
    fn container(&mut self, element: Element, range: &Range<usize>) -> bool {
        self.builder.begin_block();
        let has_room = self.builder.has_room(range);
        let element = if has_room { element } else { block("", LineBreaks::START_OF_LINE) };
        self.builder.open(NodeKind::Element(element), range);
        has_room
    }

    /// Opens an item of a list, with tags if its list has them.
    fn part(&mut self, name: &'static str, range: &Range<usize>) {
        let list = self.builder.innermost().and_then(|list| self.builder.tree.element(list));
        let has_tags = list.is_some_and(|list| !list.name.is_empty());
        let element = if has_tags { block(name, LineBreaks::BLOCK) } else { block("", LineBreaks::START_OF_LINE) };
        self.builder.open(NodeKind::Element(element), range);
    }

    /// Opens two elements that begin and end together.
    fn wrapped(&mut self, outer: Element, inner: Element, range: &Range<usize>) {
        self.builder.tree.push(NodeKind::Element(outer), range);
        self.builder.open(NodeKind::Element(Element { is_wrapped: true, ..inner }), range);
    }

    /// Adds the sign of a task: readers of a page have nothing to tick, so it is text.
    fn task(&mut self, is_done: bool, range: &Range<usize>) {
        let words = self.report.options.labels;
        let (sign, name) = if is_done { ("✓", &words.task_done) } else { ("○", &words.task_open) };
        self.builder.task(sign, name, range);
    }

    fn start_alert(&mut self, kind: BlockQuoteKind, range: &Range<usize>) {
        let words = self.report.options.labels;
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("alert alert-note", &words.note),
            BlockQuoteKind::Tip => ("alert alert-tip", &words.tip),
            BlockQuoteKind::Important => ("alert alert-important", &words.important),
            BlockQuoteKind::Warning => ("alert alert-warning", &words.warning),
            BlockQuoteKind::Caution => ("alert alert-caution", &words.caution),
        };
        if self.container(block("div", LineBreaks::CONTAINER).with("class", class).with("role", "note"), range) {
            let heading = block("p", LineBreaks::END).with("class", "alert-title");
            let heading = self.builder.tree.push(NodeKind::Element(heading), range);
            let title = self.builder.tree.add_verbatim(title);
            self.builder.tree.push(NodeKind::Verbatim(title), range);
            self.builder.tree.close(heading);
        }
    }

    fn start_code(&mut self, kind: &CodeBlockKind, range: &Range<usize>) {
        self.builder.begin_block();
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next(),
            CodeBlockKind::Indented => None,
        };
        let mut code = Element::inline("code");
        if let Some(language) = language {
            code = code.with("class", format!("language-{language}"));
        }
        // Focusable, so that long lines can be scrolled by keyboard.
        self.wrapped(block("pre", LineBreaks::BLOCK).with("tabindex", "0"), code, range);
        self.mode = ParseMode::Code;
    }

    fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr>,
        classes: &[CowStr],
        attributes: &[(CowStr, Option<CowStr>)],
        range: &Range<usize>,
    ) {
        self.builder.begin_block();
        let level = self.builder.levels.on_page(number(level));
        let heading = block(allow::heading(level), LineBreaks::BLOCK)
            .with("id", id.map_or_else(String::new, CowStr::into_string));
        let mut heading = Element { level: Some(level), id_span: range.clone(), ..heading };
        let classes = heading_classes(classes, self.source, range, self.report);
        if !classes.is_empty() {
            heading = heading.with("class", classes);
        }
        if let Some(lang) = heading_lang(attributes, range, self.report) {
            let dir = direction_within(&lang, self.report.options.lang_tag);
            heading = heading.with("lang", lang);
            if let Some(dir) = dir {
                heading = heading.with("dir", dir);
            }
        }
        let node = self.builder.open(NodeKind::Element(heading), range);
        self.builder.heading.get_or_insert(node);
    }

    fn start_cell(&mut self, range: &Range<usize>) {
        // The parser fills rows up to the columns of the head: the limit keeps a short text from becoming a long one.
        self.empty_cells += usize::from(range.is_empty());
        if range.is_empty() && self.empty_cells > self.source.len() {
            return self.builder.open_nothing();
        }
        let OpenTable { alignments, in_head, column, .. } = &mut self.table;
        let cell =
            if *in_head { part("th", LineBreaks::NONE).with("scope", "col") } else { part("td", LineBreaks::NONE) };
        let cell = match alignments.get(*column) {
            Some(Alignment::Left) => cell.with("class", "align-left"),
            Some(Alignment::Center) => cell.with("class", "align-center"),
            Some(Alignment::Right) => cell.with("class", "align-right"),
            Some(Alignment::None) | None => cell,
        };
        *column += 1;
        self.builder.open(NodeKind::Element(cell), range);
    }
}

/// True for what begins a block; the others are parts of a text.
fn is_block(tag: &Tag) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn is_block_end(tag: TagEnd) -> bool {
    !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

fn block(name: &'static str, lines: LineBreaks) -> Element {
    Element::markdown(name, ElementRole::Block, lines)
}

fn part(name: &'static str, lines: LineBreaks) -> Element {
    Element::markdown(name, ElementRole::Table, lines)
}
