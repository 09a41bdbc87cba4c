//! The interface to resolve the targets of links and images.

use crate::base::diagnostic::Severity;
use crate::base::media_type::Player;
use crate::base::message::Message;
use crate::base::route::Route;
use crate::base::source::SourcePath;
use crate::text::srcset::PictureSources;

/// Resolves targets of links and images.
pub trait LinkResolver {
    /// Resolves a target. It is not empty, has no white space around it, and has one of the schemes of
    /// [`SCHEMES`](crate::text::sanitize::SCHEMES) or none: an item, a path, `//host/path`, or a bare `#fragment`.
    fn resolve(&self, target: &str, used_as: TargetUse) -> ResolvedTarget;
}

/// What a target is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetUse {
    /// A link.
    Link,
    /// An image.
    Image,
}

/// A resolved target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolvedTarget {
    /// The address, percent-encoded; without one, a link is written as its text and an image as its description.
    pub href: Option<String>,
    /// True for another site.
    pub external: bool,
    /// The source file of a picture.
    pub file: Option<SourcePath>,
    /// The page of this site, and the fragment, which is checked when all pages are rendered.
    pub page: Option<(Route, Option<String>)>,
    /// The sizes and formats of a picture, if known.
    pub picture: Option<PictureSources>,
    /// The video or audio file.
    pub media: Option<MediaFile>,
    /// What is wrong with it.
    pub problem: Option<TargetProblem>,
}

/// A video or audio file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
    /// The element that plays it.
    pub player: Player,
    /// Its captions.
    pub captions: Vec<Captions>,
}

/// A file of captions (WebVTT).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captions {
    /// The BCP 47 tag of their language.
    pub tag: String,
    /// The name of that language in itself.
    pub language: String,
    /// The address of the file.
    pub href: String,
}

/// What is wrong with a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetProblem {
    /// How bad it is.
    pub severity: Severity,
    /// A stable name in kebab-case.
    pub code: &'static str,
    /// What is wrong.
    pub message: Message,
    /// What to write instead.
    pub help: Message,
}
