//! What a text is rendered with.

use pulldown_cmark::Options;

use crate::base::source::{SourcePath, Span};
use crate::text::markdown::resolver::LinkResolver;

/// What is read beyond CommonMark.
pub const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// How a text is rendered.
#[derive(Clone, Copy)]
pub struct MarkdownOptions<'a> {
    /// The file that holds the text.
    pub path: &'a SourcePath,
    /// Where the text stands in it.
    pub origin: TextOrigin,
    /// The language of the text, as a BCP 47 tag.
    pub lang_tag: &'a str,
    /// What the theme says.
    pub labels: &'a MarkdownLabels,
    /// Put before every id, so that several texts can stand on one page; empty for the body.
    pub id_prefix: &'a str,
    /// Ids that the page around the text has, sorted; they count where there is no prefix.
    pub page_ids: &'a [&'a str],
    /// How deep headings begin.
    pub headings: HeadingLevels,
    /// Where links lead.
    pub links: &'a dyn LinkResolver,
}

/// Where a text stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextOrigin {
    /// It is a part of the file as it is: diagnostics point into it.
    Body {
        /// Offset of its first byte.
        offset: usize,
    },
    /// It is a value in YAML, not byte for byte the same: diagnostics point at the value.
    Value(Span),
}

/// How deep headings begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingLevels {
    /// A body under the title of its page: level 1 becomes 2, the others stay.
    Body,
    /// A text inside a section: its topmost heading is moved to this level at least, and the others with it.
    From(u8),
}

/// What the theme says around a text. `{n}` stands for a number.
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
    /// Said after a link that leaves the site.
    pub external: String,
}
