//! Claims: each item, page and file claims its addresses, and each address is assigned to one claim.

use std::cmp::Ordering;

use crate::base::route::{FilePath, Route};
use crate::base::snapshot::{SITE_FILE, STATIC_FOLDER};
use crate::base::source::{Place, SourcePath, Span};
use crate::read::redirect::Redirect;
use crate::site::plan::content::{Content, PlannedFile};
use crate::site::plan::data::DataFile;

/// A claim to an address, and the place in the sources that makes it.
pub(super) struct Claim<'c> {
    pub(super) planned: PlannedFile,
    pub(super) path: &'c SourcePath,
    pub(super) span: Span,
    /// True for what the site always has: it takes precedence over every other claim to its address.
    pub(super) generated: bool,
    /// True for what is not public yet: it is checked against all other claims, but not published.
    pub(super) hidden: bool,
}

impl Claim<'_> {
    pub(super) fn file(&self) -> FilePath<'_> {
        self.planned.route.file_path()
    }

    /// True for what the program or a theme writes at addresses reserved for it.
    pub(super) fn is_of_program(&self) -> bool {
        match &self.planned.content {
            Content::Copy(_) => self.generated,
            // Without a call for solutions there are no releases; then `site.yaml` may redirect their address.
            Content::Redirect { .. } | Content::Gone => {
                self.planned.route == DataFile::Ocds.route() && self.path.as_str() == SITE_FILE
            }
            content => content.properties().reserved,
        }
    }

    /// True for a file of `content/static/`.
    pub(super) fn is_static(&self) -> bool {
        matches!(&self.planned.content, Content::Copy(path) if path.as_str().starts_with(STATIC_FOLDER))
    }

    /// True for two files or picture variants of the same item: their names are compared by another rule (`site/rules/files.rs`).
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        let is_file = |claim: &Self| matches!(claim.planned.content, Content::Copy(_) | Content::PictureVariant(_));
        self.path == other.path && is_file(self) && is_file(other)
    }

    pub(super) fn place(&self) -> Place {
        Place { path: self.path.clone(), span: self.span }
    }

    /// The order of claims: by their files, and of those to the same address the one that gets it first.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        self.file().cmp(&other.file()).then_with(|| self.rank(other))
    }

    /// Which of two claims to the same address gets it.
    pub(super) fn rank(&self, other: &Self) -> Ordering {
        let behind = |claim: &Self| (!claim.generated, claim.hidden);
        let behind = behind(self).cmp(&behind(other));
        behind.then_with(|| self.path.cmp(other.path)).then_with(|| self.span.cmp(&other.span))
    }
}

/// The claims of the site itself, all made by `site.yaml`.
pub(super) struct Claims<'c> {
    path: &'c SourcePath,
    pub(super) all: Vec<Claim<'c>>,
}

impl<'c> Claims<'c> {
    pub(super) fn new(path: &'c SourcePath) -> Self {
        Self { path, all: Vec::new() }
    }

    pub(super) fn push(&mut self, route: Route, content: Content, span: Span) {
        let generated = span == Span::default();
        let planned = PlannedFile { route, content };
        self.all.push(Claim { planned, path: self.path, span, generated, hidden: false });
    }
}

/// The address of an old path. A path without an ending is that of a page in a folder.
pub(super) fn old_route(path: &str) -> Route {
    let path = percent_encoding::percent_decode_str(path).decode_utf8().unwrap_or_else(|_| path.into());
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.is_empty() || last.contains('.') { Route::new(path) } else { Route::new(format!("{path}/")) }
}

/// True for a redirect from this address.
pub(super) fn is_from(redirect: &Redirect, route: &Route) -> bool {
    old_route(&redirect.from.value) == *route
}
