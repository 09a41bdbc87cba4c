//! A text as a tree: what the parser and the allow-list let in, which the passes change and the writer writes.
//!
//! Nodes lie in the order of the text, each with the end of what it holds, so that a pass is a loop over them or a
//! [`Walk`]. Names of elements and attributes are those of the program: no type here can hold one that an author made up.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::CowStr;

use crate::text::sanitize::allow::{self, ElementRole};

/// The place of a node in its tree.
pub type NodeId = usize;

/// A text as a tree. What stands at its top has nothing around it.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    /// All nodes, in the order of the text.
    pub nodes: Vec<Node<'a>>,
    /// The words of all nodes, one after the other.
    pub words: String,
    /// What is written as it is, one after the other.
    pub verbatim: String,
}

/// Something of a text.
#[derive(Debug)]
pub struct Node<'a> {
    /// What it is.
    pub kind: NodeKind<'a>,
    /// Where it stands in the source.
    pub span: Range<usize>,
    /// The first node behind all that it holds.
    pub end: NodeId,
}

/// What a node is.
#[derive(Debug)]
pub enum NodeKind<'a> {
    /// Words by the rules of typography: a range of [`Tree::words`].
    Text(Range<usize>),
    /// Words that no rule holds for, an address that stands as it is: a range of [`Tree::words`].
    Address(Range<usize>),
    /// The end of a line of the source, in the middle of a paragraph: a range of [`Tree::words`].
    LineEnd(Range<usize>),
    /// What is no sentence of the author, such as the lines of a block of code: a range of [`Tree::verbatim`].
    Verbatim(Range<usize>),
    /// Code in a line: a range of [`Tree::verbatim`].
    Code(Range<usize>),
    /// An element.
    Element(Element),
    /// Here a block was removed: a line of text ends.
    Boundary,
    /// A reference to a footnote.
    Reference(FootnoteReference<'a>),
    /// The text of a footnote of this name, which is written at the end.
    Footnote(CowStr<'a>),
}

/// A reference to a footnote.
#[derive(Debug)]
pub struct FootnoteReference<'a> {
    /// The name of the footnote.
    pub label: CowStr<'a>,
    /// Whether it leads there: in a link it cannot.
    pub is_link: bool,
    /// The number of the footnote.
    pub number: usize,
    /// The how manieth reference to it this is, from 1.
    pub rank: usize,
}

/// An attribute, its value not escaped.
pub type Attribute = (&'static str, Cow<'static, str>);

/// An element.
#[derive(Debug)]
pub struct Element {
    /// Its name; without one, only what it holds is written.
    pub name: &'static str,
    /// Where it stands in a text.
    pub role: ElementRole,
    /// Whether Markdown or HTML was written.
    pub syntax: Syntax,
    /// Its attributes. An `id` without a value is not written.
    pub attributes: Vec<Attribute>,
    /// Where the id stands in the source that its author asks for.
    pub id_span: Range<usize>,
    /// Where its tags begin and end lines of the output.
    pub lines: LineBreaks,
    /// Whether it is a link that leaves the site.
    pub is_external: bool,
    /// Whether it ends with the element right before it, which is around it.
    pub is_wrapped: bool,
    /// The level on the page of a heading.
    pub level: Option<u8>,
    /// The rank of a heading among those that can be linked to.
    pub rank: Option<usize>,
    /// What is written below the image that it holds.
    pub caption: Option<String>,
}

/// Where an element comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Markdown, and what the program adds to it.
    Markdown,
    /// Raw HTML.
    Html,
}

/// Where the tags of an element begin and end lines of the output.
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
    /// In a line.
    pub const NONE: Self = Self { before: false, inside: false, after: false };
    /// A block of text.
    pub const BLOCK: Self = Self { before: true, inside: false, after: true };
    /// A block that holds others.
    pub const CONTAINER: Self = Self { before: true, inside: true, after: true };
    /// What has no tags, and begins a line all the same.
    pub const START_OF_LINE: Self = Self { before: true, inside: false, after: false };
    /// A part of a block that holds others.
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

    /// Gives it an id, in the place of the one that was asked for.
    pub fn set_id(&mut self, id: String) {
        match self.attributes.iter_mut().find(|(name, _)| *name == "id") {
            Some((_, value)) => *value = id.into(),
            None => self.attributes.push(("id", id.into())),
        }
    }

    /// Takes the id away that the author of a heading of Markdown asks for.
    pub fn remove_id(&mut self) {
        if self.syntax == Syntax::Markdown {
            self.attributes.retain(|(name, _)| *name != "id");
        }
    }

    /// True for a paragraph of Markdown, which is not written when all that it held was removed.
    pub fn may_vanish(&self) -> bool {
        self.name == "p" && self.syntax == Syntax::Markdown
    }

    /// True for an element without an end tag.
    pub fn is_void(&self) -> bool {
        allow::is_void(self.name, self.role)
    }

    /// True for an element of raw HTML in which no rule of typography holds.
    pub fn is_code(&self) -> bool {
        self.syntax == Syntax::Html && (self.role == ElementRole::Code || self.name == "pre")
    }
}

impl<'a> Tree<'a> {
    /// Adds a node that holds nothing yet.
    pub fn push(&mut self, kind: NodeKind<'a>, span: &Range<usize>) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(Node { kind, span: span.clone(), end: id + 1 });
        id
    }

    /// All nodes that were added since belong into this one, and into those that end with it.
    pub fn close(&mut self, id: NodeId) {
        let end = self.nodes.len();
        self.nodes[id].end = end;
        let mut id = id;
        while let NodeKind::Element(Element { is_wrapped: true, .. }) = self.nodes[id].kind {
            id -= 1;
            self.nodes[id].end = end;
        }
    }

    /// Adds words, and says where they are.
    pub fn add_words(&mut self, words: &str) -> Range<usize> {
        let start = self.words.len();
        self.words.push_str(words);
        start..self.words.len()
    }

    /// Adds what is written as it is, and says where it is.
    pub fn add_verbatim(&mut self, text: &str) -> Range<usize> {
        let start = self.verbatim.len();
        self.verbatim.push_str(text);
        start..self.verbatim.len()
    }

    /// True for a node that holds nothing.
    pub fn is_empty(&self, id: NodeId) -> bool {
        let inside = &self.nodes[id + 1..self.nodes[id].end];
        inside.iter().all(|node| matches!(node.kind, NodeKind::Boundary))
    }

    /// The element that a node is.
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

/// A walk through a tree in the order of the text. The tree may change on the way, but for its shape.
#[derive(Debug)]
pub struct Walk {
    next: NodeId,
    end: NodeId,
    open: Vec<NodeId>,
}

impl Walk {
    /// Through all of it.
    pub fn new(tree: &Tree) -> Self {
        Self { next: 0, end: tree.nodes.len(), open: Vec::new() }
    }

    /// Through what a node holds.
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

    /// Leaves out the node that was entered last, with all that it holds.
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
    fn a_walk_enters_and_leaves_each_node_once() {
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
