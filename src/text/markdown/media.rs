//! Images, video and audio of Markdown as elements.

use std::ops::Range;

use crate::text::markdown::resolver::{MediaFile, ResolvedTarget};
use crate::text::markdown::tree::{Element, LineBreaks, NodeKind, Tree};
use crate::text::sanitize::allow::ElementRole;
use crate::text::srcset::SIZES_IN_TEXT;

/// Adds the image at `src`, or a player for video or audio.
pub fn push(tree: &mut Tree, resolved: &ResolvedTarget, src: &str, alt: &str, title: &str, span: &Range<usize>) {
    if let Some(media) = &resolved.media {
        return player(tree, media, src, alt, span);
    }
    let picture = resolved.picture.as_ref();
    let mut image = void("img").with("src", picture.map_or(src, |picture| &picture.src).to_owned());
    image = image.with("alt", alt.to_owned()).with("loading", "lazy");
    if let Some(picture) = picture {
        if let Some(srcset) = &picture.srcset {
            image = image.with("srcset", srcset.clone()).with("sizes", SIZES_IN_TEXT);
        }
        image = image.with("width", picture.extent.width.to_string());
        image = image.with("height", picture.extent.height.to_string()).with("decoding", "async");
    }
    if !title.is_empty() {
        image = image.with("title", title.to_owned());
    }
    let Some(webp) = picture.and_then(|picture| picture.webp.as_ref()) else {
        tree.push(NodeKind::Element(image), span);
        return;
    };
    let around = tree.push(NodeKind::Element(Element::inline("picture")), span);
    let source = void("source").with("type", "image/webp").with("srcset", webp.clone()).with("sizes", SIZES_IN_TEXT);
    tree.push(NodeKind::Element(source), span);
    tree.push(NodeKind::Element(image), span);
    tree.close(around);
}

/// Adds a player, with a link to the file for browsers without support.
fn player(tree: &mut Tree, media: &MediaFile, src: &str, alt: &str, span: &Range<usize>) {
    let player = Element::inline(media.player.element()).with("src", src.to_owned()).with("controls", "");
    let player = player.with("preload", "metadata").with("aria-label", alt.to_owned());
    let around = tree.push(NodeKind::Element(player), span);
    for captions in &media.captions {
        let track = void("track").with("kind", "captions").with("srclang", captions.tag.clone());
        let track = track.with("label", captions.language.clone()).with("src", captions.href.clone());
        tree.push(NodeKind::Element(track), span);
    }
    let link = tree.push(NodeKind::Element(Element::inline("a").with("href", src.to_owned())), span);
    let name = tree.add_verbatim(if alt.is_empty() { src } else { alt });
    tree.push(NodeKind::Verbatim(name), span);
    tree.close(link);
    tree.close(around);
}

fn void(name: &'static str) -> Element {
    Element::markdown(name, ElementRole::Void, LineBreaks::NONE)
}
