//! What a text asks of the site: where its targets lead.

use crate::base::diagnostic::Severity;
use crate::base::media_type::Player;
use crate::base::message::Message;
use crate::base::route::Route;
use crate::base::source::SourcePath;
use crate::text::srcset::PictureSources;

/// What the site knows about targets.
pub trait LinkResolver {
    /// Where a target leads. It is not empty, has no white space around it, and has one of the schemes of
    /// [`SCHEMES`](crate::text::sanitize::SCHEMES) or none: an item, a path, `//host/path`, or a bare `#fragment`.
    fn resolve(&self, target: &str, used_as: TargetUse) -> ResolvedTarget;
}

/// What a target is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetUse {
    /// To go there.
    Link,
    /// To be shown.
    Image,
}

/// Where a target leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolvedTarget {
    /// The address, percent-encoded; without one, a link is shown as its text and an image as its description.
    pub href: Option<String>,
    /// Whether it leaves the site.
    pub external: bool,
    /// The file of the sources that is shown there.
    pub file: Option<SourcePath>,
    /// The page of this site it leads to, and the fragment there, to be checked when all pages are rendered.
    pub page: Option<(Route, Option<String>)>,
    /// The picture that it is, in all its sizes, where that is known.
    pub picture: Option<PictureSources>,
    /// The film or the sound that it is.
    pub media: Option<MediaFile>,
    /// What is wrong with it.
    pub problem: Option<TargetProblem>,
}

/// A file that is played where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
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
