//! The pass of typography: passes the text to the engine, with line boundaries, code and languages.

use crate::text::markdown::rendered::Heading;
use crate::text::markdown::tree::{Element, NodeId, NodeKind, Step, Tree, Walk};
use crate::text::typography::Typographer;

/// Applies typography to the text of a tree, its captions and its headings, by their languages.
pub fn typeset(tree: &mut Tree, lang_tag: &str, headings: &mut [Heading]) {
    let mut typographer = Typographer::new(lang_tag, tree.words.len());
    let mut walk = Walk::new(tree);
    // The nodes whose text was passed on, in order.
    let mut texts = Vec::with_capacity(tree.nodes.len());
    while let Some(step) = walk.next(tree) {
        match step {
            Step::Enter(node) => {
                enter(tree, node, &mut typographer, &mut texts);
                attributes(tree, node, &typographer);
            }
            Step::Leave(node) => leave(tree, node, &mut typographer, headings),
        }
    }
    let (set, starts) = typographer.finish();
    for (node, ends) in texts.into_iter().zip(starts.windows(2)) {
        if let NodeKind::Text(words) | NodeKind::Address(words) | NodeKind::LineEnd(words) = &mut tree.nodes[node].kind
        {
            *words = ends[0]..ends[1];
        }
    }
    tree.words = set;
}

fn enter(tree: &Tree, node: NodeId, typographer: &mut Typographer, texts: &mut Vec<NodeId>) {
    match &tree.nodes[node].kind {
        NodeKind::Text(words) | NodeKind::LineEnd(words) => {
            texts.push(node);
            typographer.text(&tree.words[words.clone()]);
        }
        NodeKind::Address(words) => {
            texts.push(node);
            typographer.enter(None);
            typographer.text(&tree.words[words.clone()]);
            typographer.leave();
        }
        NodeKind::Code(_) => typographer.object(),
        NodeKind::Reference(_) => {
            typographer.resolve_pending();
            typographer.object();
        }
        NodeKind::Boundary | NodeKind::Footnote(_) => typographer.end_line(),
        NodeKind::Verbatim(_) => {}
        NodeKind::Element(element) => {
            match element.name {
                "br" => typographer.line_break(),
                "img" => typographer.object(),
                _ if element.role.is_block() => typographer.end_line(),
                _ => typographer.tag(),
            }
            match scope(element) {
                Some(Scope::Code) => typographer.enter(None),
                Some(Scope::Language(lang)) => typographer.enter(Some(lang)),
                None => {}
            }
        }
    }
}

/// The attributes of an element that are read or heard.
fn attributes(tree: &mut Tree, node: NodeId, typographer: &Typographer) {
    let NodeKind::Element(element) = &mut tree.nodes[node].kind else { return };
    for (name, value) in &mut element.attributes {
        if matches!(*name, "alt" | "title" | "aria-label") {
            *value = typographer.typeset_alone(value).into();
        }
    }
}

fn leave(tree: &mut Tree, node: NodeId, typographer: &mut Typographer, headings: &mut [Heading]) {
    match &mut tree.nodes[node].kind {
        NodeKind::Footnote(_) => typographer.end_line(),
        NodeKind::Element(element) if !element.is_void() => {
            match element.name {
                "video" | "audio" => typographer.object(),
                _ if element.role.is_block() => typographer.end_line(),
                _ => typographer.tag(),
            }
            if let Some(caption) = &mut element.caption {
                *caption = typographer.typeset_alone(caption);
            }
            if let Some(heading) = element.rank.and_then(|rank| headings.get_mut(rank)) {
                heading.text = typographer.typeset_alone(&heading.text);
            }
            if scope(element).is_some() {
                typographer.leave();
            }
        }
        NodeKind::Element(_)
        | NodeKind::Text(_)
        | NodeKind::LineEnd(_)
        | NodeKind::Address(_)
        | NodeKind::Verbatim(_)
        | NodeKind::Code(_)
        | NodeKind::Reference(_)
        | NodeKind::Boundary => {}
    }
}

/// A scope with other rules than its surroundings.
enum Scope<'a> {
    Code,
    Language(&'a str),
}

fn scope(element: &Element) -> Option<Scope<'_>> {
    match element.attribute("lang") {
        _ if element.is_void() => None,
        _ if element.is_code() => Some(Scope::Code),
        lang => lang.map(Scope::Language),
    }
}
