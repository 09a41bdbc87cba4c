//! The pass of figures: a paragraph with only a titled image becomes a figure with the title as caption.

use crate::text::markdown::tree::{Element, NodeId, NodeKind, Syntax, Tree};
use crate::text::sanitize::escape;

/// Makes figures of Markdown paragraphs that contain only an image with a title.
pub fn caption(tree: &mut Tree) {
    for paragraph in 0..tree.nodes.len() {
        let is_paragraph = |kind: &NodeKind| matches!(kind, NodeKind::Element(element) if is_markdown(element, "p"));
        if !is_paragraph(&tree.nodes[paragraph].kind) {
            continue;
        }
        let Some(title) = only_image(tree, paragraph).and_then(|image| take_title(tree, image)) else { continue };
        if let Some(element) = tree.element(paragraph) {
            element.name = "figure";
            element.caption = Some(title);
        }
    }
}

/// The image of a paragraph that shows nothing else.
fn only_image(tree: &Tree, paragraph: NodeId) -> Option<NodeId> {
    let end = tree.nodes[paragraph].end;
    let mut shown = (paragraph + 1..end).filter(|node| is_shown(tree, *node));
    let first = shown.next()?;
    let image = match &tree.nodes[first].kind {
        NodeKind::Element(element) if is_markdown(element, "img") => first,
        // Its sources come before the image.
        NodeKind::Element(element) if is_markdown(element, "picture") => tree.nodes[first].end - 1,
        _ => return None,
    };
    let mut behind = (tree.nodes[first].end..end).filter(|node| is_shown(tree, *node));
    behind.next().is_none().then_some(image)
}

fn take_title(tree: &mut Tree, image: NodeId) -> Option<String> {
    let attributes = &mut tree.element(image)?.attributes;
    let title = attributes.iter().position(|(name, _)| *name == "title")?;
    Some(attributes.remove(title).1.into_owned())
}

fn is_markdown(element: &Element, name: &str) -> bool {
    element.syntax == Syntax::Markdown && element.name == name
}

fn is_shown(tree: &Tree, node: NodeId) -> bool {
    match &tree.nodes[node].kind {
        NodeKind::Boundary => false,
        NodeKind::Text(words) => !escape::permitted(&tree.words[words.clone()]).is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::markdown::tree::LineBreaks;
    use crate::text::sanitize::allow::ElementRole;

    /// A paragraph of an image with a title, followed by these words.
    fn paragraph(words: &str) -> Tree<'static> {
        let mut tree = Tree::default();
        let block = Element::markdown("p", ElementRole::Block, LineBreaks::BLOCK);
        let paragraph = tree.push(NodeKind::Element(block), &(0..0));
        let image = Element::markdown("img", ElementRole::Void, LineBreaks::NONE).with("title", "a");
        tree.push(NodeKind::Element(image), &(0..0));
        if !words.is_empty() {
            let words = tree.add_words(words);
            tree.push(NodeKind::Text(words), &(0..0));
        }
        tree.close(paragraph);
        caption(&mut tree);
        tree
    }

    #[test]
    fn only_an_image_alone_in_a_paragraph_has_a_caption() {
        for (words, name, title) in [("", "figure", None), ("\u{1}", "figure", None), ("b", "p", Some("a"))] {
            let mut tree = paragraph(words);
            assert_eq!(tree.element(0).map(|paragraph| paragraph.name), Some(name), "{words:?}");
            assert_eq!(tree.element(1).and_then(|image| image.attribute("title")), title, "{words:?}");
        }
    }
}
