//! Markdown to HTML: the door, and what goes through it.
//!
//! A text is a function of its source and its [`Setting`]. Where links lead is asked of [`Links`], who knows the site;
//! words that visitors read come from the theme. Events are written as they come (`writer`), raw HTML by its tags
//! (`raw`), texts through the typographer. Only a text that holds raw HTML is parsed a second time, by the sanitizer.

mod attribute;
mod block;
mod footnote;
mod heading;
mod heading_end;
mod nesting;
mod place;
mod player;
mod raw;
mod target;
mod writer;

use pulldown_cmark::Options;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::media_type::Player;
use crate::base::message::Message;
use crate::base::outside::OutsideLink;
use crate::base::route::Route;
use crate::base::source::{Place, SourcePath, Span};
use crate::render::picture::Shown;
use crate::render::sanitize;

/// How a text is rendered.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The file that holds the text.
    pub path: &'a SourcePath,
    /// Where the text stands in it.
    pub origin: Origin,
    /// The language of the text, as a BCP 47 tag.
    pub lang_tag: &'a str,
    /// What the theme says.
    pub words: &'a MarkdownWords,
    /// Put before every id, so that several texts can stand on one page; empty for the body.
    pub id_prefix: &'a str,
    /// Ids that the page around the text has; they count where there is no prefix.
    pub ids_around: &'a [&'a str],
    /// How deep headings begin.
    pub headings: Headings,
    /// Where links lead.
    pub links: &'a dyn Links,
}

/// Where a text stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
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
pub enum Headings {
    /// A body under the title of its page: level 1 becomes 2, the others stay.
    Body,
    /// A text inside a section: its topmost heading is moved to this level at least, and the others with it.
    From(u8),
}

/// What the theme says around a text. `{n}` stands for a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkdownWords {
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

/// What the site knows about targets.
pub trait Links {
    /// Where a target leads. It is not empty, has no white space around it, and has one of the schemes of
    /// [`sanitize::SCHEMES`] or none: an item, a path, `//host/path`, or a bare `#fragment`.
    fn resolve(&self, target: &str, used_as: Use) -> Resolved;
}

/// What a target is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// To go there.
    Link,
    /// To be shown.
    Image,
}

/// Where a target leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// The address, percent-encoded; without one, a link is shown as its text and an image as its description.
    pub href: Option<String>,
    /// Whether it leaves the site.
    pub external: bool,
    /// The file of the sources that is shown there.
    pub file: Option<SourcePath>,
    /// The page of this site it leads to, and the fragment there, to be checked when all pages are rendered.
    pub page: Option<(Route, Option<String>)>,
    /// The picture that it is, in all its sizes, where that is known.
    pub picture: Option<Shown>,
    /// The film or the sound that it is.
    pub film: Option<Film>,
    /// What is wrong with it.
    pub problem: Option<Problem>,
}

/// A file that is played where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Film {
    /// What plays it.
    pub player: Player,
    /// The files of its captions.
    pub captions: Vec<Captions>,
}

/// A file of captions (WebVTT).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captions {
    /// Their language, BCP 47.
    pub tag: String,
    /// The name of that language in itself.
    pub language: String,
    /// The address of the file.
    pub href: String,
}

/// What is wrong with a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// A stable name in kebab-case.
    pub code: &'static str,
    /// What is wrong.
    pub message: Message,
    /// What to write instead.
    pub help: Message,
}

/// A text as HTML, and what was found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// Headings in their order; a table of contents takes those of levels 2 and 3.
    pub headings: Vec<Heading>,
    /// Every id in the HTML.
    pub ids: Vec<String>,
    /// Links to a place on a page of this site.
    pub fragments: Vec<FragmentLink>,
    /// Links and images of other sites.
    pub outside: Vec<OutsideLink>,
    /// Files that are shown as pictures, each with the place that names it.
    pub pictures: Vec<(SourcePath, Place)>,
    /// Mistakes.
    pub diagnostics: Vec<Diagnostic>,
}

/// A heading that can be linked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its level on the page.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// Its words, not escaped.
    pub text: String,
}

/// A link to a place on a page of this site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FragmentLink {
    /// The page.
    pub route: Route,
    /// The id there.
    pub fragment: String,
    /// Where the link stands.
    pub place: Place,
}

/// What is read beyond CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// Renders a text.
pub fn render(source: &str, setting: &Setting) -> Rendered {
    let (mut rendered, holds_raw_html) = writer::Writer::new(source, setting).run();
    if holds_raw_html {
        rendered.html = sanitize::clean(rendered.html);
    }
    rendered
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod removed_tests;
#[cfg(test)]
mod tests;
