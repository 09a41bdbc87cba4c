//! Markdown (CommonMark with extensions) to HTML. This module alone uses pulldown-cmark.
//!
//! The output is a function of the source and of its [`MarkdownOptions`]. A [`LinkResolver`] resolves links; labels
//! come from the theme. The source is parsed into a tree with only the raw HTML of the allow-list (`prepare`,
//! `events`, `parse`, `raw`, `attributes`); each concern is a pass over the tree (`footnotes`, `headings`, `figures`, `typeset`), and then it is
//! written.

mod address;
mod attributes;
mod builder;
mod chunk;
mod destination;
mod events;
mod figures;
mod footnotes;
mod headings;
mod ids;
mod labels;
mod level;
mod link;
mod list_indent;
mod media;
mod options;
mod parse;
mod prepare;
mod raw;
mod rendered;
mod resolver;
mod target;
mod tree;
mod typeset;
mod unread;
mod write;

pub use options::{HeadingLevels, MarkdownLabels, MarkdownOptions, TextOrigin};
pub use rendered::{FragmentLink, Heading, Rendered};
pub use resolver::{Captions, LinkResolver, MediaFile, ResolvedTarget, TargetProblem, TargetUse};

use crate::text::sanitize;
use prepare::Prepared;
use rendered::Report;

/// Renders a text.
pub fn render(source: &str, options: &MarkdownOptions) -> Rendered {
    let prepared = Prepared::new(source);
    let mut report = Report::new(options, &prepared);
    let source = &*prepared.text;
    unread::report_hidden_signs(source, &mut report);
    let (mut tree, holds_raw_html) = parse::parse(source, &mut report);
    let notes = footnotes::number(&mut tree, &mut report);
    headings::assign_ids(&mut tree, source, &notes, &mut report);
    figures::caption(&mut tree);
    typeset::typeset(&mut tree, options.lang_tag, &mut report.rendered.headings);
    let html = write::write(&tree, &notes, options, source.len());
    let html = if holds_raw_html { sanitize::clean(html) } else { html };
    Rendered { html, ..report.rendered }
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod invariant_tests;
#[cfg(test)]
mod removed_tests;
#[cfg(test)]
mod tests;
