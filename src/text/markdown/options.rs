//! The options of rendering.

use pulldown_cmark::Options;

use crate::base::source::{SourcePath, Span};
use crate::text::markdown::resolver::LinkResolver;

/// The extensions of CommonMark that are enabled.
pub const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// The options of rendering a text.
#[derive(Clone, Copy)]
pub struct MarkdownOptions<'a> {
    /// The file that holds the text.
    pub path: &'a SourcePath,
    /// The position of the text in it.
    pub origin: TextOrigin,
    /// The language of the text, as a BCP 47 tag.
    pub lang_tag: &'a str,
    /// The labels of the theme.
    pub labels: &'a MarkdownLabels,
    /// The prefix of every id, so that one page can contain several texts; empty for the body.
    pub id_prefix: &'a str,
    /// The ids of the page around the text, sorted; ignored if there is a prefix.
    pub page_ids: &'a [&'a str],
    /// How the levels of headings are mapped.
    pub headings: HeadingLevels,
    /// Resolves links.
    pub links: &'a dyn LinkResolver,
}

impl<'a> MarkdownOptions<'a> {
    /// Options without ids to avoid. Headings begin at level 2 in a body, at level 3 in a value.
    pub fn new(
        path: &'a SourcePath,
        origin: TextOrigin,
        lang_tag: &'a str,
        labels: &'a MarkdownLabels,
        links: &'a dyn LinkResolver,
    ) -> Self {
        let headings = match origin {
            TextOrigin::Body { .. } => HeadingLevels::Body,
            TextOrigin::Value(_) => HeadingLevels::From(3),
        };
        Self { path, origin, lang_tag, labels, id_prefix: "", page_ids: &[], headings, links }
    }
}

/// The position of a text in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextOrigin {
    /// A verbatim part of the file: diagnostics point into it.
    Body {
        /// Offset of its first byte.
        offset: usize,
    },
    /// A value in YAML, which may differ from the source: diagnostics point at the value.
    Value(Span),
}

/// How the levels of headings are mapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingLevels {
    /// A body under the title of its page: level 1 becomes 2, the others stay.
    Body,
    /// A text inside a section: its topmost heading is moved down to this level, and the others with it.
    From(u8),
}

/// The labels that the theme puts around a text. `{n}` is replaced by a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkdownLabels {
    /// Title of a `[!NOTE]`.
    pub note: String,
    /// Title of a `[!TIP]`.
    pub tip: String,
    /// Title of an `[!IMPORTANT]`.
    pub important: String,
    /// Title of a `[!WARNING]`.
    pub warning: String,
    /// Title of a `[!CAUTION]`.
    pub caution: String,
    /// Name of the section of footnotes.
    pub footnotes: String,
    /// Name of the link to footnote `{n}`.
    pub footnote: String,
    /// Name of the link back from footnote `{n}`.
    pub footnote_back: String,
    /// Name of table `{n}`.
    pub table: String,
    /// Name of the sign of a task that is done.
    pub task_done: String,
    /// Name of the sign of a task that is not.
    pub task_open: String,
    /// Hidden text after a link to another site.
    pub external: String,
}
