//! The ids of a text: which ones are available to authors, and how generated ids avoid clashes.

use std::collections::{HashMap, HashSet};

use crate::base::characters::composed;
use crate::base::route::to_id;
use crate::text::markdown::options::MarkdownOptions;
use crate::text::sanitize::escape;

/// The ids of a text.
pub struct Ids<'a> {
    options: &'a MarkdownOptions<'a>,
    /// Ids that the author wrote anywhere in the text: generated ids avoid them.
    written: HashSet<&'a str>,
    taken: HashSet<String>,
    /// For each generated id, the next suffix to try.
    next: HashMap<String, usize>,
}

impl<'a> Ids<'a> {
    /// No ids yet, in a text with this source.
    pub fn new(source: &'a str, options: &'a MarkdownOptions<'a>) -> Self {
        Self { options, written: written_ids(source), taken: HashSet::new(), next: HashMap::new() }
    }

    /// Generates an id for a heading from its text.
    pub fn make(&mut self, words: &str) -> String {
        let id = to_id(words);
        let id = if id.is_empty() { "section".to_owned() } else { id };
        let mut number = self.next.get(&id).copied().unwrap_or(1);
        let name = loop {
            let name = if number == 1 { id.clone() } else { format!("{id}-{number}") };
            number += 1;
            if !self.is_on_page(&name) && !self.written.contains(name.as_str()) && self.taken.insert(name.clone()) {
                break name;
            }
        };
        self.next.insert(id, number);
        self.prefixed(&name)
    }

    /// Takes the id that the author wrote (its accents composed, as in links to it), or says why it is not available.
    pub fn claim(&mut self, id: &str) -> Result<String, IdRefusal> {
        let id = &*composed(id);
        if is_reserved(id) {
            return Err(IdRefusal::Reserved);
        }
        if id.is_empty() || id.contains(cannot_be_in_id) {
            return Err(IdRefusal::NoId);
        }
        if self.is_on_page(id) || !self.taken.insert(id.to_owned()) {
            return Err(IdRefusal::Taken);
        }
        Ok(self.prefixed(id))
    }

    /// An id with the prefix of this text.
    pub fn prefixed(&self, id: &str) -> String {
        format!("{}{id}", self.options.id_prefix)
    }

    /// True for an id of the page around the text, which is not available.
    fn is_on_page(&self, id: &str) -> bool {
        self.options.id_prefix.is_empty() && self.options.page_ids.binary_search(&id).is_ok()
    }
}

/// Why an id is not available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdRefusal {
    /// It belongs to the theme or to the footnotes.
    Reserved,
    /// It is empty or holds spaces.
    NoId,
    /// It is used elsewhere in the text.
    Taken,
}

/// True for an id of the theme, or of a footnote.
pub fn is_reserved(id: &str) -> bool {
    id.starts_with('_') || id.starts_with("fn:") || id.starts_with("fnref:")
}

fn cannot_be_in_id(character: char) -> bool {
    character.is_whitespace() || character.is_control() || escape::is_forbidden(character)
}

/// Everything in a source that looks like an id by the author. False positives are harmless.
fn written_ids(source: &str) -> HashSet<&str> {
    let bytes = source.as_bytes();
    let attributes = source.match_indices('{').filter(|(at, _)| bytes.get(at + 1) == Some(&b'#')).map(|(at, _)| at + 2);
    let raw = source.match_indices('=').filter(|(at, _)| bytes[..*at].ends_with(b"id")).map(|(at, _)| at + 1);
    attributes.chain(raw).filter_map(|start| id_at(source, start)).collect()
}

fn id_at(source: &str, start: usize) -> Option<&str> {
    let quoted = matches!(source.as_bytes().get(start), Some(b'"' | b'\''));
    let start = start + usize::from(quoted);
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'}' | b'"' | b'\'' | b'>');
    // The limit keeps a long line of `id=id=` from taking quadratic time.
    let length = source.as_bytes().get(start..)?.iter().take(200).position(ends)?;
    source.get(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{SourcePath, Span};
    use crate::text::markdown::options::{HeadingLevels, MarkdownLabels, TextOrigin};
    use crate::text::markdown::resolver::{LinkResolver, ResolvedTarget, TargetUse};

    struct Nowhere;

    impl LinkResolver for Nowhere {
        fn resolve(&self, _target: &str, _used_as: TargetUse) -> ResolvedTarget {
            ResolvedTarget::default()
        }
    }

    #[test]
    fn generated_ids_avoid_taken_ones_and_invalid_ids_are_refused() {
        let (path, words) = (SourcePath::new("index.md"), MarkdownLabels::default());
        let options = MarkdownOptions {
            path: &path,
            origin: TextOrigin::Value(Span::new(0, 0)),
            lang_tag: "fr",
            labels: &words,
            id_prefix: "",
            page_ids: &["around", "dates"],
            headings: HeadingLevels::Body,
            links: &Nowhere,
        };
        let mut ids = Ids::new("## Été {#dates-2}", &options);
        assert_eq!(ids.make("Dates !"), "dates-3", "`dates` is around, and `dates-2` is written");
        assert_eq!(ids.make("?"), "section");
        assert_eq!(ids.claim("dates-2"), Ok("dates-2".to_owned()));
        for (id, refusal) in [
            ("dates-2", IdRefusal::Taken),
            ("around", IdRefusal::Taken),
            ("_a", IdRefusal::Reserved),
            ("a b", IdRefusal::NoId),
        ] {
            assert_eq!(ids.claim(id), Err(refusal), "{id}");
        }
    }
}
