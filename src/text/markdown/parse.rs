//! Events of the Markdown parser, made a tree. What an author wrote as HTML comes in by `raw`, links and images by `link`;
//! what is open is in `nesting`.

use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Parser, RefDefs, Tag, TagEnd,
};

use crate::base::message::say;
use crate::text::markdown::destination::Target;
use crate::text::markdown::gate::{heading_classes, heading_lang};
use crate::text::markdown::level::{Levels, number};
use crate::text::markdown::link::{Ended, Image, Link};
use crate::text::markdown::nesting::Nest;
use crate::text::markdown::raw::RawHtml;
use crate::text::markdown::rendered::Report;
use crate::text::markdown::setting::OPTIONS;
use crate::text::markdown::tree::{Element, Kind, Lines, NodeId, Reference, Tree};
use crate::text::sanitize::allow::{self, Role};

/// A text as a tree, and whether raw HTML is in it.
pub fn parse<'a>(source: &'a str, report: &mut Report) -> (Tree<'a>, bool) {
    let mut parse = Parse {
        source,
        nest: Nest::new(source.len(), report.setting, Levels::new(source, report.setting.headings)),
        report,
        raw: RawHtml::default(),
        mode: Mode::Text,
        text: String::new(),
        links: Vec::new(),
        headings: Vec::new(),
        table: Table::default(),
        empty_cells: 0,
        previous: 0..0,
    };
    let mut events = Parser::new_ext(source, OPTIONS).into_offset_iter();
    while let Some((event, range)) = events.next() {
        parse.event(event, &range, events.reference_definitions());
        parse.previous = range;
    }
    parse.finish()
}

/// What the events are that come.
enum Mode<'a> {
    /// Blocks, and lines of text.
    Text,
    /// The text of a block of code.
    Code,
    /// The lines of a block of raw HTML.
    RawBlock,
    /// The description of an image.
    Image(Image<'a>),
}

/// The table that is open.
#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    /// The rows below its head.
    body: Option<NodeId>,
    in_head: bool,
    column: usize,
}

struct Parse<'a, 'r, 's> {
    source: &'a str,
    report: &'r mut Report<'s>,
    nest: Nest<'a>,
    raw: RawHtml,
    mode: Mode<'a>,
    /// Texts that came since the last event of another sort: the parser cuts them without need.
    text: String,
    /// The links that are open: an address as it stands (`<https://…>`) may be written in the text of another link.
    links: Vec<Link<'a>>,
    /// The headings around the footnotes that are open.
    headings: Vec<Option<NodeId>>,
    table: Table,
    /// The cells of tables in which nothing is written.
    empty_cells: usize,
    /// The range of the event before.
    previous: Range<usize>,
}

impl<'a> Parse<'a, '_, '_> {
    fn finish(mut self) -> (Tree<'a>, bool) {
        self.flush();
        if let Some(span) = self.nest.too_deep.take() {
            let help = say!(en: "write it with fewer levels", fr: "écrivez-le avec moins de niveaux");
            let message = say!(
                en: "this stands inside too many others and is shown without its form",
                fr: "ceci se trouve à l’intérieur de trop d’autres et s’affiche sans sa forme"
            );
            self.report.warn("nested-too-deep", span, message, help);
        }
        (self.nest.finish(), self.raw.is_in_tree)
    }

    fn event(&mut self, event: Event<'a>, range: &Range<usize>, definitions: &RefDefs) {
        match (&mut self.mode, event) {
            (Mode::Image(image), event) => {
                if image.is_ended_by(event)
                    && let Mode::Image(image) = std::mem::replace(&mut self.mode, Mode::Text)
                {
                    let ended = Ended { source: self.source, range, previous: &self.previous, definitions };
                    image.close(&ended, &mut self.nest, self.report);
                }
            }
            (Mode::RawBlock, Event::Html(html) | Event::InlineHtml(html) | Event::Text(html)) => {
                self.raw.chunk.push(&html, range);
            }
            (Mode::RawBlock, Event::End(_)) => {
                self.mode = Mode::Text;
                self.raw.read(true, self.source, &mut self.nest, self.report);
            }
            (Mode::RawBlock, _) => {}
            (_, Event::Text(_)) if self.nest.is_dropping => {}
            (Mode::Code, Event::Text(text)) => {
                let code = self.nest.tree.add_verbatim(&text);
                self.nest.tree.push(Kind::Verbatim(code), range);
            }
            (Mode::Text, Event::Text(text)) => self.text.push_str(&text),
            (_, event) => {
                self.flush();
                if !self.nest.is_dropping || !self.is_dropped(&event) {
                    self.markup(event, range, definitions);
                }
            }
        }
    }

    fn markup(&mut self, event: Event<'a>, range: &Range<usize>, definitions: &RefDefs) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(TagEnd::Link) => {
                self.nest.close();
                if let Some(link) = self.links.pop() {
                    let ended = Ended { source: self.source, range, previous: &self.previous, definitions };
                    link.close(&ended, &mut self.nest, self.report);
                }
            }
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text.push_str(&text),
            Event::Code(code) => {
                let code = self.nest.tree.add_verbatim(&code);
                self.nest.add(Kind::Code(code), range);
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                self.raw.chunk.push(&html, range);
                self.raw.read(false, self.source, &mut self.nest, self.report);
            }
            Event::FootnoteReference(label) => {
                let is_link = self.nest.anchors == 0;
                self.nest.add(Kind::Reference(Reference { label, is_link, number: 0, rank: 0 }), range);
            }
            Event::SoftBreak => {
                let words = self.nest.tree.add_words("\n");
                self.nest.tree.push(Kind::LineEnd(words), range);
            }
            Event::HardBreak => self.void("br", Role::Void, Lines::START, range),
            Event::Rule => {
                self.nest.begin_block();
                self.void("hr", Role::VoidBlock, Lines::CONTAINER, range);
            }
            Event::TaskListMarker(is_done) => self.task(is_done, range),
        }
    }

    /// Inside of something that is removed: only its end counts, and that of what is around it.
    fn is_dropped(&mut self, event: &Event) -> bool {
        match event {
            // The end tag may be here.
            Event::Start(Tag::HtmlBlock) | Event::Html(_) | Event::InlineHtml(_) => return false,
            Event::Start(_) => self.nest.open_nothing(),
            Event::End(_) => {
                self.nest.close_raw();
                if !self.nest.is_dropping {
                    return false;
                }
                self.nest.close_top();
            }
            _ => {}
        }
        true
    }

    /// The texts that came since the last event of another sort are words.
    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.nest.add_words(&self.text);
            self.text.clear();
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.block(block("p", Lines::BLOCK), range),
            Tag::Heading { level, id, classes, attrs } => self.start_heading(level, id, &classes, &attrs, range),
            Tag::BlockQuote(None) => _ = self.container(block("blockquote", Lines::CONTAINER), range),
            Tag::BlockQuote(Some(kind)) => self.start_alert(kind, range),
            Tag::CodeBlock(kind) => self.start_code(&kind, range),
            Tag::HtmlBlock => self.mode = Mode::RawBlock,
            Tag::List(Some(1)) => _ = self.container(block("ol", Lines::CONTAINER), range),
            Tag::List(Some(first)) => {
                self.container(block("ol", Lines::CONTAINER).with("start", first.to_string()), range);
            }
            Tag::List(None) => _ = self.container(block("ul", Lines::CONTAINER), range),
            Tag::DefinitionList => _ = self.container(block("dl", Lines::CONTAINER), range),
            Tag::Item => self.part("li", range),
            Tag::DefinitionListTitle => self.part("dt", range),
            Tag::DefinitionListDefinition => self.part("dd", range),
            Tag::FootnoteDefinition(label) => {
                self.nest.open(Kind::Footnote(label), range);
                self.headings.push(self.nest.heading.take());
            }
            Tag::Table(alignments) => {
                self.nest.begin_block();
                let region = self.nest.table_region(self.report.setting);
                self.wrapped(region, block("table", Lines::PART), range);
                self.table = Table { alignments, ..Table::default() };
            }
            Tag::TableHead => {
                self.wrapped(part("thead", Lines::PART), part("tr", Lines::NONE), range);
                (self.table.in_head, self.table.column) = (true, 0);
            }
            Tag::TableRow => {
                if self.table.body.is_none() {
                    let body = Kind::Element(part("tbody", Lines::PART));
                    self.table.body = Some(self.nest.tree.push(body, range));
                }
                self.nest.open(Kind::Element(part("tr", Lines::END)), range);
                (self.table.in_head, self.table.column) = (false, 0);
            }
            Tag::TableCell => self.start_cell(range),
            Tag::Emphasis => self.nest.open_inline("em", range),
            Tag::Strong => self.nest.open_inline("strong", range),
            Tag::Strikethrough => self.nest.open_inline("del", range),
            Tag::Link { link_type: kind, dest_url: destination, title, id: label } => {
                let target = Target { kind, destination, label };
                self.links.push(Link::open(target, &title, range, &mut self.nest, self.report));
            }
            Tag::Image { link_type: kind, dest_url: destination, title, id: label } => {
                self.nest.fit("");
                self.mode = Mode::Image(Image::new(Target { kind, destination, label }, title));
            }
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => self.nest.open_nothing(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            // A block of raw HTML, a link and an image are ended where they were begun.
            TagEnd::HtmlBlock | TagEnd::Link | TagEnd::Image => {}
            TagEnd::CodeBlock => {
                self.mode = Mode::Text;
                self.nest.close();
            }
            TagEnd::FootnoteDefinition => {
                self.nest.close();
                self.nest.heading = self.headings.pop().flatten();
            }
            TagEnd::Table => {
                if let Some(body) = self.table.body {
                    self.nest.tree.close(body);
                }
                self.nest.close();
            }
            _ => self.nest.close(),
        }
    }

    fn void(&mut self, name: &'static str, role: Role, lines: Lines, range: &Range<usize>) {
        self.nest.tree.push(Kind::Element(Element::markdown(name, role, lines)), range);
    }

    fn block(&mut self, element: Element, range: &Range<usize>) {
        self.nest.begin_block();
        self.nest.open(Kind::Element(element), range);
    }

    /// A block that holds others, without tags where it is nested too deep.
    fn container(&mut self, element: Element, range: &Range<usize>) -> bool {
        self.nest.begin_block();
        let has_room = self.nest.has_room(range);
        let element = if has_room { element } else { block("", Lines::START_OF_LINE) };
        self.nest.open(Kind::Element(element), range);
        has_room
    }

    /// An item of a list, which has tags if its list has.
    fn part(&mut self, name: &'static str, range: &Range<usize>) {
        let list = self.nest.innermost().and_then(|list| self.nest.tree.element(list));
        let has_tags = list.is_some_and(|list| !list.name.is_empty());
        let element = if has_tags { block(name, Lines::BLOCK) } else { block("", Lines::START_OF_LINE) };
        self.nest.open(Kind::Element(element), range);
    }

    /// Two elements that begin and end together.
    fn wrapped(&mut self, outer: Element, inner: Element, range: &Range<usize>) {
        self.nest.tree.push(Kind::Element(outer), range);
        self.nest.open(Kind::Element(Element { is_wrapped: true, ..inner }), range);
    }

    /// The box of a task and the label around its words.
    fn task(&mut self, is_done: bool, range: &Range<usize>) {
        self.nest.open_label(Element::inline("label").with("class", "task"), range);
        let mut input = Element::markdown("input", Role::Void, Lines::NONE).with("type", "checkbox");
        if is_done {
            input = input.with("checked", "");
        }
        self.nest.tree.push(Kind::Element(input.with("disabled", "")), range);
        let space = self.nest.tree.add_verbatim(" ");
        self.nest.tree.push(Kind::Verbatim(space), range);
    }

    fn start_alert(&mut self, kind: BlockQuoteKind, range: &Range<usize>) {
        let words = self.report.setting.words;
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("alert alert-note", &words.note),
            BlockQuoteKind::Tip => ("alert alert-tip", &words.tip),
            BlockQuoteKind::Important => ("alert alert-important", &words.important),
            BlockQuoteKind::Warning => ("alert alert-warning", &words.warning),
            BlockQuoteKind::Caution => ("alert alert-caution", &words.caution),
        };
        if self.container(block("div", Lines::CONTAINER).with("class", class).with("role", "note"), range) {
            let heading = block("p", Lines::END).with("class", "alert-title");
            let heading = self.nest.tree.push(Kind::Element(heading), range);
            let title = self.nest.tree.add_verbatim(title);
            self.nest.tree.push(Kind::Verbatim(title), range);
            self.nest.tree.close(heading);
        }
    }

    fn start_code(&mut self, kind: &CodeBlockKind, range: &Range<usize>) {
        self.nest.begin_block();
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next(),
            CodeBlockKind::Indented => None,
        };
        let mut code = Element::inline("code");
        if let Some(language) = language {
            code = code.with("class", format!("language-{language}"));
        }
        // A line may be too long for the screen: who has no mouse scrolls by keys.
        self.wrapped(block("pre", Lines::BLOCK).with("tabindex", "0"), code, range);
        self.mode = Mode::Code;
    }

    fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr>,
        classes: &[CowStr],
        attributes: &[(CowStr, Option<CowStr>)],
        range: &Range<usize>,
    ) {
        self.nest.begin_block();
        let level = self.nest.levels.on_page(number(level));
        let heading =
            block(allow::heading(level), Lines::BLOCK).with("id", id.map_or_else(String::new, CowStr::into_string));
        let mut heading = Element { level: Some(level), id_span: range.clone(), ..heading };
        let classes = heading_classes(classes, self.source, range, self.report);
        if !classes.is_empty() {
            heading = heading.with("class", classes);
        }
        if let Some(lang) = heading_lang(attributes, range, self.report) {
            heading = heading.with("lang", lang);
        }
        let node = self.nest.open(Kind::Element(heading), range);
        self.nest.heading.get_or_insert(node);
    }

    fn start_cell(&mut self, range: &Range<usize>) {
        // Rows are filled up to the columns of the head: rows without cells and a head with many would make of a short text a
        // long one.
        self.empty_cells += usize::from(range.is_empty());
        if range.is_empty() && self.empty_cells > self.source.len() {
            return self.nest.open_nothing();
        }
        let Table { alignments, in_head, column, .. } = &mut self.table;
        let cell = if *in_head { part("th", Lines::NONE).with("scope", "col") } else { part("td", Lines::NONE) };
        let cell = match alignments.get(*column) {
            Some(Alignment::Left) => cell.with("class", "align-left"),
            Some(Alignment::Center) => cell.with("class", "align-center"),
            Some(Alignment::Right) => cell.with("class", "align-right"),
            Some(Alignment::None) | None => cell,
        };
        *column += 1;
        self.nest.open(Kind::Element(cell), range);
    }
}

fn block(name: &'static str, lines: Lines) -> Element {
    Element::markdown(name, Role::Block, lines)
}

fn part(name: &'static str, lines: Lines) -> Element {
    Element::markdown(name, Role::Table, lines)
}
