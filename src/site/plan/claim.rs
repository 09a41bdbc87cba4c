//! Claims: who wants which address.

use std::cmp::Ordering;

use crate::base::route::{FilePath, Route};
use crate::base::snapshot::{SITE_FILE, STATIC_FOLDER};
use crate::base::source::{Place, SourcePath, Span};
use crate::read::redirect::Redirect;
use crate::site::plan::content::{Content, Planned};
use crate::site::plan::data::DataFile;

/// An address that someone wants, and where that is written.
pub(super) struct Claim<'c> {
    pub(super) planned: Planned,
    pub(super) path: &'c SourcePath,
    pub(super) span: Span,
    /// True for what the site has anyway, whoever else wants its address.
    pub(super) generated: bool,
    /// True for what visitors do not see yet: it is held against all other addresses, and stands nowhere.
    pub(super) hidden: bool,
}

impl Claim<'_> {
    pub(super) fn file(&self) -> FilePath<'_> {
        self.planned.route.file_path()
    }

    /// True for what the program itself writes, or a theme, at addresses that are kept for it.
    pub(super) fn is_of_program(&self) -> bool {
        match &self.planned.content {
            Content::Copy(_) => self.generated,
            // Releases come and go with the calls for solutions; the site may lead from where they were to elsewhere.
            Content::Redirect { .. } | Content::Gone => {
                self.planned.route == DataFile::Ocds.route() && self.path.as_str() == SITE_FILE
            }
            content => content.properties().reserved,
        }
    }

    /// True for a file of the site's own, whatever item there is.
    pub(super) fn is_static(&self) -> bool {
        matches!(&self.planned.content, Content::Copy(path) if path.as_str().starts_with(STATIC_FOLDER))
    }

    /// True for files of one item, and pictures made of them: their names are held against each other where they stand.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        let is_file = |claim: &Self| matches!(claim.planned.content, Content::Copy(_) | Content::Picture(_));
        self.path == other.path && is_file(self) && is_file(other)
    }

    pub(super) fn place(&self) -> Place {
        Place { path: self.path.clone(), span: self.span }
    }

    /// The order in which claims are heard: the first of those to one address has it.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        self.file().cmp(&other.file()).then_with(|| self.rank(other))
    }

    /// Which of two claims to one address is heard first.
    pub(super) fn rank(&self, other: &Self) -> Ordering {
        let behind = |claim: &Self| (!claim.generated, claim.hidden);
        let behind = behind(self).cmp(&behind(other));
        behind.then_with(|| self.path.cmp(other.path)).then_with(|| self.span.cmp(&other.span))
    }
}

/// What is claimed for the site itself, by its own file.
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
        let planned = Planned { route, content };
        self.all.push(Claim { planned, path: self.path, span, generated, hidden: false });
    }
}

/// The address of an old path: one that names no file is a page in a folder.
pub(super) fn old_route(path: &str) -> Route {
    let path = percent_encoding::percent_decode_str(path).decode_utf8().unwrap_or_else(|_| path.into());
    let last = path.rsplit('/').next().unwrap_or_default();
    if last.is_empty() || last.contains('.') { Route::new(path) } else { Route::new(format!("{path}/")) }
}

/// True for a redirect from this address.
pub(super) fn is_from(redirect: &Redirect, route: &Route) -> bool {
    old_route(&redirect.from.value) == *route
}
