//! Rewrites a source before it is parsed: a line that begins with `:x` begins no definition, which is `: x`, with a space.
//!
//! pulldown-cmark takes both for one, and what it reads after the `:` may be any block, so that its events cannot be changed into those
//! of a paragraph. A source with such a line, which is rare, is therefore parsed once more; [`Prepared::in_source`] leads back to it.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::text::markdown::options::EXTENSIONS;

/// A source to be parsed.
#[derive(Debug)]
pub struct Prepared<'a> {
    /// The text that is parsed.
    pub text: Cow<'a, str>,
    /// The offsets in the text of each `\` that is not in the source.
    added: Vec<usize>,
}

impl<'a> Prepared<'a> {
    /// Prepares a source.
    pub fn new(source: &'a str) -> Self {
        let mut prepared = Self { text: Cow::Borrowed(source), added: Vec::new() };
        if !source.lines().any(may_begin_with_colon) {
            return prepared;
        }
        let (mut text, mut copied) = (String::new(), 0);
        for (event, range) in Parser::new_ext(source, EXTENSIONS).into_offset_iter() {
            if event == Event::Start(Tag::DefinitionListDefinition) && is_colon_of_word(&source[range.clone()]) {
                text.push_str(&source[copied..range.start]);
                prepared.added.push(text.len());
                text.push('\\');
                copied = range.start;
            }
        }
        text.push_str(&source[copied..]);
        prepared.text = Cow::Owned(text);
        prepared
    }

    /// The range of the source of a range of the text.
    pub fn in_source(&self, range: Range<usize>) -> Range<usize> {
        let at = |byte: usize| byte - self.added.partition_point(|added| *added < byte);
        at(range.start)..at(range.end)
    }
}

fn may_begin_with_colon(line: &str) -> bool {
    is_colon_of_word(line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '-' | '*' | '+')))
}

fn is_colon_of_word(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|rest| !rest.is_empty() && !rest.starts_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_source_keeps_its_places(source in "([a-zé: >`-]|\n|\n:x){0,40}") {
            let prepared = Prepared::new(&source);
            let mut last = 0;
            for (at, _) in prepared.text.char_indices() {
                let Range { start, .. } = prepared.in_source(at..at);
                prop_assert!(start >= last && source.is_char_boundary(start));
                last = start;
            }
            prop_assert_eq!(prepared.in_source(0..prepared.text.len()), 0..source.len());
        }
    }

    /// The text that is parsed.
    fn prepared(source: &str) -> String {
        Prepared::new(source).text.into_owned()
    }

    #[test]
    fn a_colon_without_a_space_begins_no_definition() {
        for (source, text) in [
            ("a\n:calendar: b", "a\n\\:calendar: b"),
            ("a\n:-) b", "a\n\\:-) b"),
            ("a\n:::note\nb\n:::", "a\n\\:::note\nb\n\\:::"),
            ("- a\n  :b c\n\n> a\n> :b c", "- a\n  \\:b c\n\n> a\n> \\:b c"),
            ("a\n: b", "a\n: b"),
            ("a\n:\tb", "a\n:\tb"),
        ] {
            assert_eq!(prepared(source), text);
        }
    }

    #[test]
    fn places_lead_back_to_the_source() {
        let source = "é\n:x a\n:y";
        let prepared = Prepared::new(source);
        for word in ["é", ":x", "a", ":y"] {
            let (at, found) = (prepared.text.find(word), source.find(word));
            let (at, found) = (at.expect("a word of the text"), found.expect("a word of the source"));
            assert_eq!(prepared.in_source(at..at + word.len()), found..found + word.len(), "{word}");
        }
        assert_eq!(prepared.in_source(0..prepared.text.len()), 0..source.len());
    }
}
