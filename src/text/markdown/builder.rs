//! Builds a tree and tracks its open elements, of Markdown and of raw HTML. A raw HTML element ends at the latest with
//! the Markdown element that contains it.

use std::ops::Range;

use crate::base::bounds::HTML_DEPTH;
use crate::text::markdown::ids::is_reserved;
use crate::text::markdown::level::Levels;
use crate::text::markdown::options::MarkdownOptions;
use crate::text::markdown::tree::{Element, LineBreaks, NodeId, NodeKind, Tree};
use crate::text::sanitize::allow::{self, ElementRole};
use crate::text::sanitize::escape;

/// An open element.
#[derive(Debug)]
enum OpenElement {
    /// An element of Markdown; not written if it has no node.
    Markdown(Option<NodeId>),
    /// An element of raw HTML.
    Raw(OpenRawElement),
    /// An element of raw HTML that is removed with its content.
    Dropped(String),
}

/// An element of raw HTML.
#[derive(Debug)]
struct OpenRawElement {
    node: NodeId,
    /// The name that the author wrote.
    written: &'static str,
    /// The name in the output.
    name: &'static str,
    /// For a formatting element, the length of its start tag, which a parser repeats in blocks.
    reopened: usize,
}

/// The elements that a parser reopens in each block that begins before their end (HTML, “formatting elements”).
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// The parts of a table.
const TABLE_PARTS: [&str; 6] = ["table", "thead", "tbody", "tfoot", "tr", "colgroup"];

/// A builder of trees.
pub struct TreeBuilder<'a> {
    /// The tree.
    pub tree: Tree<'a>,
    /// The levels of headings.
    pub levels: Levels,
    /// The number of open `<a>`.
    pub anchors: usize,
    /// The outermost open heading.
    pub heading: Option<NodeId>,
    /// Inside of an element that is removed with its content.
    pub is_dropping: bool,
    /// Inside of an autolink.
    pub in_address: bool,
    /// The first element that was nested too deep.
    pub too_deep: Option<Range<usize>>,
    /// The number of tables.
    tables: usize,
    stack: Vec<OpenElement>,
    /// The total length of start tags that a parser repeats because a block began inside of their elements.
    reopened: usize,
    /// The limit of `reopened`.
    most_reopened: usize,
    /// The length of the prefix of ids.
    id_prefix: usize,
}

impl<'a> TreeBuilder<'a> {
    /// An empty tree for a text of `length` bytes.
    pub fn new(length: usize, options: &MarkdownOptions, levels: Levels) -> Self {
        let mut tree = Tree::default();
        tree.words.reserve(length);
        tree.nodes.reserve(length / 32);
        Self {
            tree,
            levels,
            anchors: 0,
            heading: None,
            is_dropping: false,
            in_address: false,
            too_deep: None,
            tables: 0,
            stack: Vec::new(),
            reopened: 0,
            most_reopened: length,
            id_prefix: options.id_prefix.len(),
        }
    }

    /// Closes everything and returns the tree.
    pub fn finish(mut self) -> Tree<'a> {
        while !self.stack.is_empty() {
            self.close_top();
        }
        self.tree
    }

    /// The element around a table, focusable so that a wide table can be scrolled by keyboard.
    pub fn table_region(&mut self, options: &MarkdownOptions) -> Element {
        self.tables += 1;
        let name = options.labels.table.replace("{n}", &self.tables.to_string());
        // A group and not a region: a page with many tables would be full of landmarks.
        let region = Element::markdown("div", ElementRole::Block, LineBreaks::CONTAINER).with("class", "table");
        region.with("role", "group").with("tabindex", "0").with("aria-label", name)
    }

    /// True unless elements are nested too deep.
    pub fn has_room(&mut self, span: &Range<usize>) -> bool {
        let has_room = self.stack.len() < HTML_DEPTH;
        if !has_room {
            self.too_deep.get_or_insert(span.clone());
        }
        has_room
    }

    /// Opens an element of Markdown, or a footnote.
    pub fn open(&mut self, kind: NodeKind<'a>, span: &Range<usize>) -> NodeId {
        let node = self.tree.push(kind, span);
        self.stack.push(OpenElement::Markdown(Some(node)));
        node
    }

    /// Opens an element of Markdown without writing it.
    pub fn open_nothing(&mut self) {
        self.stack.push(OpenElement::Markdown(None));
    }

    /// Opens an inline element of Markdown, without writing it if it is nested too deep.
    pub fn open_inline(&mut self, name: &'static str, span: &Range<usize>) {
        self.open_implied("");
        if self.has_room(span) {
            self.open(NodeKind::Element(Element::inline(name)), span);
        } else {
            self.open_nothing();
        }
    }

    /// Adds the sign of a task, with its name for those who listen.
    pub fn task(&mut self, sign: &str, name: &str, span: &Range<usize>) {
        self.open_implied("");
        let mark =
            Element::inline("span").with("class", "task").with("role", "img").with("aria-label", name.to_owned());
        let mark = self.tree.push(NodeKind::Element(mark), span);
        let sign = self.tree.add_verbatim(sign);
        self.tree.push(NodeKind::Verbatim(sign), span);
        self.tree.close(mark);
        let space = self.tree.add_verbatim(" ");
        self.tree.push(NodeKind::Verbatim(space), span);
    }

    /// Opens an element of raw HTML.
    pub fn open_raw(&mut self, element: Element, written: &'static str, span: &Range<usize>) -> NodeId {
        let name = element.name;
        let reopened = if FORMATTING.contains(&name) { self.length(&element) } else { 0 };
        let node = self.tree.push(NodeKind::Element(element), span);
        self.stack.push(OpenElement::Raw(OpenRawElement { node, written, name, reopened }));
        node
    }

    /// Drops everything up to the end tag of an element or the end of its parent.
    pub fn drop_element(&mut self, name: &str) {
        self.is_dropping = true;
        self.stack.push(OpenElement::Dropped(name.to_owned()));
    }

    /// The node of the innermost element, if it is one of Markdown.
    pub fn innermost(&self) -> Option<NodeId> {
        match self.stack.last() {
            Some(OpenElement::Markdown(node)) => *node,
            _ => None,
        }
    }

    /// True directly inside of a table, a row group, a row or a column group.
    pub fn is_in_table(&self) -> bool {
        matches!(self.stack.last(), Some(OpenElement::Raw(raw)) if TABLE_PARTS.contains(&raw.name))
    }

    /// Adds inline content.
    pub fn add(&mut self, kind: NodeKind<'a>, span: &Range<usize>) -> NodeId {
        self.open_implied("");
        self.tree.push(kind, span)
    }

    /// Adds text.
    pub fn add_words(&mut self, words: &str) {
        if !words.trim_ascii().is_empty() {
            self.open_implied("");
        }
        if !words.is_empty() {
            let words = self.tree.add_words(words);
            let kind = if self.in_address { NodeKind::Address(words) } else { NodeKind::Text(words) };
            self.tree.push(kind, &(0..0));
        }
    }

    /// Closes the innermost element of Markdown and all raw HTML in it.
    pub fn close(&mut self) {
        self.close_raw();
        self.close_top();
    }

    /// Closes all raw HTML in the innermost element of Markdown.
    pub fn close_raw(&mut self) {
        while !matches!(self.stack.last(), None | Some(OpenElement::Markdown(_))) {
            self.close_top();
        }
    }

    /// Closes the innermost element.
    pub fn close_top(&mut self) {
        let node = match self.stack.pop() {
            None | Some(OpenElement::Markdown(None)) => return,
            Some(OpenElement::Dropped(_)) => return self.is_dropping = false,
            Some(OpenElement::Markdown(Some(node))) => node,
            Some(OpenElement::Raw(raw)) => {
                self.anchors -= usize::from(raw.name == "a");
                raw.node
            }
        };
        self.tree.close(node);
        self.heading.take_if(|heading| *heading == node);
    }

    /// Closes the element of an end tag of raw HTML, with its open descendants, if it is in the same element of
    /// Markdown.
    pub fn close_tag(&mut self, name: &str) {
        if self.is_dropping {
            if matches!(self.stack.last(), Some(OpenElement::Dropped(dropped)) if dropped == name) {
                self.close_top();
            }
            return;
        }
        let within = |open: &&OpenElement| !matches!(open, OpenElement::Markdown(_));
        let is_it = |open: &OpenElement| matches!(open, OpenElement::Raw(raw) if raw.written == name);
        if let Some(above) = self.stack.iter().rev().take_while(within).position(is_it) {
            self.close_down_to(self.stack.len() - 1 - above);
        }
    }

    fn close_down_to(&mut self, depth: usize) {
        while self.stack.len() > depth {
            self.close_top();
        }
    }

    /// Prepares for a block of Markdown.
    pub fn begin_block(&mut self) {
        if let Some(OpenElement::Raw(_)) = self.stack.last() {
            self.close_implied("div");
            self.open_implied("");
        }
    }

    /// Prepares for an element of raw HTML.
    pub fn begin_raw(&mut self, element: &allow::AllowedElement) {
        match element.role {
            ElementRole::Block | ElementRole::VoidBlock => {
                self.reopen();
                self.close_implied("div");
                self.close_implied(element.name);
            }
            ElementRole::Table => self.close_implied(element.name),
            ElementRole::Inline | ElementRole::Code | ElementRole::Void => {
                if matches!(element.name, "rt" | "rp") {
                    self.close_implied(element.name);
                }
            }
        }
        self.open_implied(element.name);
    }

    /// Accounts for the formatting elements that a parser reopens in a block. Once they would double the length of the
    /// text, they are closed, or a few long tags and many blocks would make a short text very long.
    fn reopen(&mut self) {
        let is_around = |open: &OpenElement| match open {
            OpenElement::Markdown(_) => true,
            OpenElement::Raw(raw) => matches!(raw.name, "table" | "td" | "th" | "caption"),
            OpenElement::Dropped(_) => false,
        };
        let first = self.stack.iter().rposition(is_around).map_or(0, |around| around + 1);
        let bytes = |open: &OpenElement| if let OpenElement::Raw(raw) = open { raw.reopened } else { 0 };
        self.reopened += self.stack[first..].iter().map(bytes).sum::<usize>();
        if self.reopened > self.most_reopened
            && let Some(outermost) = self.stack[first..].iter().position(|open| bytes(open) > 0)
        {
            self.close_down_to(first + outermost);
        }
    }

    /// Closes elements with optional end tags before an element of this name (HTML).
    fn close_implied(&mut self, name: &str) {
        let (ends, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "rt" | "rp" => (&["rt", "rp"], &["ruby"]),
            "td" | "th" => (&["td", "th", "caption"], &["tr", "table"]),
            "tr" => (&["tr", "caption", "colgroup"], &["table"]),
            "thead" | "tbody" | "tfoot" | "caption" | "colgroup" => {
                (&["thead", "tbody", "tfoot", "caption", "colgroup"], &["table"])
            }
            _ => (&["p"], &["td", "th", "caption", "table"]),
        };
        let mut outermost = None;
        for (depth, open) in self.stack.iter().enumerate().rev() {
            match open {
                OpenElement::Raw(raw) if !within.contains(&raw.name) => {
                    if ends.contains(&raw.name) {
                        outermost = Some(depth);
                    }
                }
                _ => break,
            }
        }
        if let Some(depth) = outermost {
            self.close_down_to(depth);
        }
    }

    /// Opens the missing parts of a raw table around an element of this name, or around text if the name is empty. A
    /// parser would move content between cells out of the table.
    pub fn open_implied(&mut self, name: &str) {
        while let Some(OpenElement::Raw(raw)) = self.stack.last() {
            let missing = match (raw.name, name) {
                ("table", "caption" | "colgroup" | "thead" | "tbody" | "tfoot") => return,
                ("table", "col") => "colgroup",
                ("table", _) => "tbody",
                ("thead" | "tbody" | "tfoot", "tr") | ("tr", "td" | "th") | ("colgroup", "col") => return,
                ("thead" | "tbody" | "tfoot", _) => "tr",
                ("tr", _) => "td",
                ("colgroup", _) => {
                    self.close_top();
                    continue;
                }
                _ => return,
            };
            let Some(element) = allow::find(missing) else { return };
            self.open_raw(Element::html(element), element.name, &(0..0));
        }
    }

    /// The length of a start tag. A reserved id is not written.
    fn length(&self, element: &Element) -> usize {
        let mut tag = String::new();
        let mut length = "<>".len() + element.name.len();
        for (name, value) in element.attributes.iter().filter(|(name, value)| *name != "id" || !is_reserved(value)) {
            escape::named(&mut tag, name, value);
            length += if *name == "id" { self.id_prefix } else { 0 };
        }
        length + tag.len()
    }
}
