//! Labels of link references (CommonMark, section 4.7), found whatever the form of their accents.

use std::borrow::Cow;
use std::collections::HashMap;

use pulldown_cmark::{BrokenLink, BrokenLinkCallback, CowStr, Parser};

use crate::base::characters::{composed, folded};
use crate::text::markdown::options::EXTENSIONS;

/// The link reference definitions by their labels in one form of accents. The parser compares labels as they are written, and editors do
/// not see that one was written in another form.
#[derive(Default)]
pub struct ComposedLabels(HashMap<String, (String, String)>);

impl ComposedLabels {
    /// The destinations and titles of a text; none if all its letters have one form only, since the parser finds them then.
    pub fn new(source: &str) -> Self {
        if matches!(composed(source), Cow::Borrowed(_)) {
            return Self::default();
        }
        let parser = Parser::new_ext(source, EXTENSIONS);
        let mut definitions: Vec<_> = parser.reference_definitions().iter().collect();
        // The first of two counts (CommonMark, section 4.7).
        definitions.sort_by_key(|(_, definition)| std::cmp::Reverse(definition.span.start));
        let title = |title: Option<&CowStr<'_>>| title.map(ToString::to_string).unwrap_or_default();
        let targets = definitions.into_iter().map(|(label, definition)| {
            (label_key(label), (definition.dest.to_string(), title(definition.title.as_ref())))
        });
        Self(targets.collect())
    }
}

impl<'a> BrokenLinkCallback<'a> for ComposedLabels {
    /// The destination and the title of a label that the parser did not find.
    fn handle_broken_link(&mut self, link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
        if self.0.is_empty() {
            return None;
        }
        let (destination, title) = self.0.get(&label_key(&link.reference))?.clone();
        Some((destination.into(), title.into()))
    }
}

/// A label as labels are compared (CommonMark, section 6.3), its accents composed.
fn label_key(label: &str) -> String {
    folded(&label.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}
