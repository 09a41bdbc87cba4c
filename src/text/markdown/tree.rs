//! The tree of a text: built by the parser through the allow-list, changed by the passes, written by the writer.
//!
//! Nodes are in the order of the text, each with the end of its descendants, so that a pass is a loop or a [`Walk`].
//! Names of elements and attributes are `&'static str`: the tree cannot contain a name that an author made up.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::CowStr;

use crate::text::sanitize::allow::{self, ElementRole};

/// The index of a node in its tree.
pub type NodeId = usize;

/// The tree of a text. It has no root node.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    /// All nodes, in the order of the text.
    pub nodes: Vec<Node<'a>>,
    /// The text of all nodes that typography applies to.
    pub words: String,
    /// The text of all nodes that typography does not apply to.
    pub verbatim: String,
}

/// A node.
#[derive(Debug)]
pub struct Node<'a> {
    /// What it is.
    pub kind: NodeKind<'a>,
    /// Its source range.
    pub span: Range<usize>,
    /// The first node after its descendants.
    pub end: NodeId,
}

/// What a node is.
#[derive(Debug)]
pub enum NodeKind<'a> {
    /// Text, a range of [`Tree::words`].
    Text(Range<usize>),
    /// The text of an autolink, which typography leaves alone: a range of [`Tree::words`].
    Address(Range<usize>),
    /// A soft line break: a range of [`Tree::words`].
    LineEnd(Range<usize>),
    /// Text that typography does not apply to, such as a code block: a range of [`Tree::verbatim`].
    Verbatim(Range<usize>),
    /// Inline code: a range of [`Tree::verbatim`].
    Code(Range<usize>),
    /// An element.
    Element(Element),
    /// A removed block, which ends a line of text.
    Boundary,
    /// A reference to a footnote.
    Reference(FootnoteReference<'a>),
    /// The definition of a footnote of this name, which is written at the end.
    Footnote(CowStr<'a>),
}

/// A reference to a footnote.
#[derive(Debug)]
pub struct FootnoteReference<'a> {
    /// The name of the footnote.
    pub label: CowStr<'a>,
    /// True if it is written as a link, false inside of another link.
    pub is_link: bool,
    /// The number of the footnote.
    pub number: usize,
    /// Which reference to the footnote this is, from 1.
    pub rank: usize,
}

/// An attribute, its value not escaped.
pub type Attribute = (&'static str, Cow<'static, str>);

/// An element.
#[derive(Debug)]
pub struct Element {
    /// Its name; if empty, only its content is written.
    pub name: &'static str,
    /// Its role in the text.
    pub role: ElementRole,
    /// The syntax it was written in.
    pub syntax: Syntax,
    /// Its attributes. An `id` without a value is not written.
    pub attributes: Vec<Attribute>,
    /// The source range of the id that its author wrote.
    pub id_span: Range<usize>,
    /// The line breaks around its tags.
    pub lines: LineBreaks,
    /// True for a link to another site.
    pub is_external: bool,
    /// True if it ends together with its parent, the preceding node.
    pub is_wrapped: bool,
    /// The level on the page of a heading.
    pub level: Option<u8>,
    /// The index of a heading in the list of headings.
    pub rank: Option<usize>,
    /// The caption of a figure.
    pub caption: Option<String>,
}

/// The syntax of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Markdown, and elements that the program adds.
    Markdown,
    /// Raw HTML.
    Html,
}

/// The line breaks of the output around the tags of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineBreaks {
    /// The start tag begins a line.
    pub before: bool,
    /// The start tag ends a line.
    pub inside: bool,
    /// The end tag ends a line.
    pub after: bool,
}

impl LineBreaks {
    /// Inline.
    pub const NONE: Self = Self { before: false, inside: false, after: false };
    /// A block of text.
    pub const BLOCK: Self = Self { before: true, inside: false, after: true };
    /// A block that contains blocks.
    pub const CONTAINER: Self = Self { before: true, inside: true, after: true };
    /// Content without tags that begins a line.
    pub const START_OF_LINE: Self = Self { before: true, inside: false, after: false };
    /// A part of a container.
    pub const PART: Self = Self { before: false, inside: true, after: true };
    /// Only the start tag ends a line.
    pub const START: Self = Self { before: false, inside: true, after: false };
    /// Only the end tag ends a line.
    pub const END: Self = Self { before: false, inside: false, after: true };
}

impl Element {
    /// An element of Markdown without attributes.
    pub fn markdown(name: &'static str, role: ElementRole, lines: LineBreaks) -> Self {
        Self {
            name,
            role,
            syntax: Syntax::Markdown,
            attributes: Vec::new(),
            id_span: 0..0,
            lines,
            is_external: false,
            is_wrapped: false,
            level: None,
            rank: None,
            caption: None,
        }
    }

    /// An inline element of Markdown.
    pub fn inline(name: &'static str) -> Self {
        Self::markdown(name, ElementRole::Inline, LineBreaks::NONE)
    }

    /// An element of raw HTML.
    pub fn html(element: &'static allow::AllowedElement) -> Self {
        Self { syntax: Syntax::Html, ..Self::markdown(element.name, element.role, LineBreaks::NONE) }
    }

    /// The same with another attribute.
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| &**value)
    }

    /// Sets its id.
    pub fn set_id(&mut self, id: String) {
        match self.attributes.iter_mut().find(|(name, _)| *name == "id") {
            Some((_, value)) => *value = id.into(),
            None => self.attributes.push(("id", id.into())),
        }
    }

    /// Removes the id of an element of Markdown.
    pub fn remove_id(&mut self) {
        if self.syntax == Syntax::Markdown {
            self.attributes.retain(|(name, _)| *name != "id");
        }
    }

    /// True for a paragraph of Markdown, which is not written if it is empty.
    pub fn may_vanish(&self) -> bool {
        self.name == "p" && self.syntax == Syntax::Markdown
    }

    /// True for a void element.
    pub fn is_void(&self) -> bool {
        allow::is_void(self.name, self.role)
    }

    /// True for an element of raw HTML that typography does not apply to.
    pub fn is_code(&self) -> bool {
        self.syntax == Syntax::Html && (self.role == ElementRole::Code || self.name == "pre")
    }
}

impl<'a> Tree<'a> {
    /// Appends an empty node.
    pub fn push(&mut self, kind: NodeKind<'a>, span: &Range<usize>) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(Node { kind, span: span.clone(), end: id + 1 });
        id
    }

    /// Ends a node, and its parents that end with it, after all nodes added since.
    pub fn close(&mut self, id: NodeId) {
        let end = self.nodes.len();
        self.nodes[id].end = end;
        let mut id = id;
        while let NodeKind::Element(Element { is_wrapped: true, .. }) = self.nodes[id].kind {
            id -= 1;
            self.nodes[id].end = end;
        }
    }

    /// Appends text and returns its range.
    pub fn add_words(&mut self, words: &str) -> Range<usize> {
        let start = self.words.len();
        self.words.push_str(words);
        start..self.words.len()
    }

    /// Appends verbatim text and returns its range.
    pub fn add_verbatim(&mut self, text: &str) -> Range<usize> {
        let start = self.verbatim.len();
        self.verbatim.push_str(text);
        start..self.verbatim.len()
    }

    /// True for a node without content.
    pub fn is_empty(&self, id: NodeId) -> bool {
        let inside = &self.nodes[id + 1..self.nodes[id].end];
        inside.iter().all(|node| matches!(node.kind, NodeKind::Boundary))
    }

    /// The element of a node, if it is one.
    pub fn element(&mut self, id: NodeId) -> Option<&mut Element> {
        if let NodeKind::Element(element) = &mut self.nodes[id].kind { Some(element) } else { None }
    }
}

/// A step of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A node begins.
    Enter(NodeId),
    /// It has ended.
    Leave(NodeId),
}

/// A depth-first walk through a tree. Nodes may change on the way, but not their structure.
#[derive(Debug)]
pub struct Walk {
    next: NodeId,
    end: NodeId,
    open: Vec<NodeId>,
}

impl Walk {
    /// A walk through the whole tree.
    pub fn new(tree: &Tree) -> Self {
        Self { next: 0, end: tree.nodes.len(), open: Vec::new() }
    }

    /// A walk through the descendants of a node.
    pub fn inside(tree: &Tree, id: NodeId) -> Self {
        Self { next: id + 1, end: tree.nodes[id].end, open: Vec::new() }
    }

    /// The next step.
    pub fn next(&mut self, tree: &Tree) -> Option<Step> {
        if let Some(id) = self.open.pop_if(|id| tree.nodes[*id].end == self.next) {
            return Some(Step::Leave(id));
        }
        let id = self.next;
        if id == self.end {
            return None;
        }
        self.next += 1;
        self.open.push(id);
        Some(Step::Enter(id))
    }

    /// Skips the descendants of the node that was entered last, and its leaving.
    pub fn skip(&mut self, tree: &Tree) {
        if let Some(id) = self.open.pop() {
            self.next = tree.nodes[id].end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_visits_each_node_once() {
        let mut tree = Tree::default();
        let outer = tree.push(NodeKind::Element(Element::inline("b")), &(0..0));
        let inner = tree.push(NodeKind::Element(Element { is_wrapped: true, ..Element::inline("i") }), &(0..0));
        tree.push(NodeKind::Boundary, &(0..0));
        tree.close(inner);
        tree.push(NodeKind::Boundary, &(0..0));
        assert_eq!(
            (tree.nodes[outer].end, tree.nodes[inner].end),
            (3, 3),
            "what is wrapped ends with what is around it"
        );
        let (mut walk, mut steps) = (Walk::new(&tree), Vec::new());
        while let Some(step) = walk.next(&tree) {
            steps.push(step);
            if step == Step::Enter(inner) {
                walk.skip(&tree);
            }
        }
        assert_eq!(steps, [Step::Enter(0), Step::Enter(1), Step::Leave(0), Step::Enter(3), Step::Leave(3)]);
    }
}
