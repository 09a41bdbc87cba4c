//! The result of rendering: the HTML, what was found in it, and diagnostics.

use std::ops::Range;

use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::message::Message;
use crate::base::outside::ExternalLink;
use crate::base::route::Route;
use crate::base::source::{Place, SourcePath, Span};
use crate::text::markdown::options::{MarkdownOptions, TextOrigin};
use crate::text::markdown::prepare::Prepared;
use crate::text::markdown::resolver::{ResolvedTarget, TargetProblem};

/// A rendered text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Every id in the HTML.
    pub ids: Vec<String>,
    /// Links with fragments within this site.
    pub fragments: Vec<FragmentLink>,
    /// Links and images on other sites.
    pub outside: Vec<ExternalLink>,
    /// Pictures among the sources, each with the place of the reference.
    pub pictures: Vec<(SourcePath, Place)>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// A heading that can be linked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its level on the page.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// Its text, not escaped.
    pub text: String,
}

/// A link with a fragment within this site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FragmentLink {
    /// The page.
    pub route: Route,
    /// The id there.
    pub fragment: String,
    /// The place of the link.
    pub place: Place,
}

/// Collects what the passes find, with its place in the file.
pub struct Report<'a> {
    /// The options of the text.
    pub options: &'a MarkdownOptions<'a>,
    /// The text that is parsed, and its place in the source.
    pub prepared: &'a Prepared<'a>,
    /// What has been found.
    pub rendered: Rendered,
}

impl<'a> Report<'a> {
    /// Nothing found yet.
    pub fn new(options: &'a MarkdownOptions<'a>, prepared: &'a Prepared<'a>) -> Self {
        Self { options, prepared, rendered: Rendered::default() }
    }

    /// Reports a warning about a range of the text.
    pub fn warn(&mut self, code: &'static str, range: Range<usize>, message: Message, help: Message) {
        let place = self.place(range);
        self.rendered.diagnostics.push(Diagnostic::warning(code, place, message, help));
    }

    /// Records a resolved target at `range`.
    pub fn target(&mut self, resolved: ResolvedTarget, range: Range<usize>) {
        let place = self.place(range);
        if let Some(address) = resolved.href.filter(|_| resolved.external) {
            self.rendered.outside.push(ExternalLink { address, place: place.clone() });
        }
        if let Some(file) = resolved.file {
            self.rendered.pictures.push((file, place.clone()));
        }
        if let Some((route, Some(fragment))) = resolved.page {
            self.rendered.fragments.push(FragmentLink { route, fragment, place: place.clone() });
        }
        if let Some(TargetProblem { severity, code, message, help }) = resolved.problem {
            let diagnostic = match severity {
                Severity::Error => Diagnostic::error(code, place, message, help),
                Severity::Warning => Diagnostic::warning(code, place, message, help),
            };
            self.rendered.diagnostics.push(diagnostic);
        }
    }

    /// The place in the file of a range of the text.
    fn place(&self, range: Range<usize>) -> Place {
        let range = self.prepared.in_source(range);
        let span = match self.options.origin {
            TextOrigin::Body { offset } => Span::new(offset + range.start, offset + range.end),
            TextOrigin::Value(span) => span,
        };
        Place { path: self.options.path.clone(), span }
    }
}
