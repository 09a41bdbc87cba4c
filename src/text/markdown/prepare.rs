//! Rewrites a source before it is parsed, where people expect more than CommonMark gives: addresses that stand in the text as they are
//! become links (GitHub Flavored Markdown, section 6.9), and a line that begins with `:x` begins no definition list. And less where it would
//! say something false: a single `~` strikes nothing out, for it means “about” (`~3 to ~5 days`).
//!
//! A first parse finds where text stands: not in code, links, images or HTML. What it finds is written so that the second parse reads it
//! as meant; [`Prepared::in_source`] leads back to the source.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::text::markdown::options::EXTENSIONS;

/// A source to be parsed.
#[derive(Debug)]
pub struct Prepared<'a> {
    /// The text that is parsed.
    pub text: Cow<'a, str>,
    /// The parts that stand in the source as they are, each with its offset in the text and in the source; none if the text is the source.
    parts: Vec<(usize, usize)>,
    /// The length of the source.
    length: usize,
    /// The offsets in the text of the links made of bare addresses, each with whether its scheme was added.
    bare: Vec<(usize, bool)>,
}

/// A change of the source.
enum Change {
    /// A bare address becomes a link; `true` if it lacks its scheme.
    Link(Range<usize>, bool),
    /// The sign here is meant as such.
    Escape(usize),
}

impl<'a> Prepared<'a> {
    /// Prepares a source.
    pub fn new(source: &'a str) -> Self {
        let changes = changes(source);
        let mut prepared =
            Self { text: Cow::Borrowed(source), parts: Vec::new(), length: source.len(), bare: Vec::new() };
        if changes.is_empty() {
            return prepared;
        }
        let mut text = String::with_capacity(source.len() + 16 * changes.len());
        let mut copied = 0;
        let mut copy = |text: &mut String, range: Range<usize>| {
            prepared.parts.push((text.len(), range.start));
            text.push_str(&source[range]);
        };
        for change in changes {
            match change {
                Change::Escape(at) => {
                    copy(&mut text, copied..at);
                    text.push('\\');
                    copied = at;
                }
                Change::Link(range, lacks_scheme) => {
                    copy(&mut text, copied..range.start);
                    prepared.bare.push((text.len(), lacks_scheme));
                    text.push_str(if lacks_scheme { "<https://" } else { "<" });
                    // Editors escape signs of Markdown in addresses too, where it has no effect in a link.
                    let mut from = range.start;
                    let signs = source[range.clone()].match_indices('\\').map(|(at, _)| range.start + at);
                    for at in signs.filter(|at| is_escape(&source[*at..range.end])) {
                        if at >= from {
                            copy(&mut text, from..at);
                            from = at + 1;
                        }
                    }
                    copy(&mut text, from..range.end);
                    text.push('>');
                    copied = range.end;
                }
            }
        }
        copy(&mut text, copied..source.len());
        prepared.text = Cow::Owned(text);
        prepared
    }

    /// The range of the source of a range of the text.
    pub fn in_source(&self, range: Range<usize>) -> Range<usize> {
        self.at(range.start)..self.at(range.end)
    }

    /// For the link at this offset of the text, whether its scheme was added; `None` unless it was made of a bare address.
    pub fn bare_link(&self, at: usize) -> Option<bool> {
        self.bare.binary_search_by_key(&at, |(at, _)| *at).ok().map(|rank| self.bare[rank].1)
    }

    fn at(&self, byte: usize) -> usize {
        let next = self.parts.partition_point(|(start, _)| *start <= byte);
        let Some((start, source)) = next.checked_sub(1).map(|part| self.parts[part]) else { return byte };
        let end = self.parts.get(next).map_or(self.length, |(_, source)| *source);
        (source + byte - start).min(end)
    }
}

fn is_escape(text: &str) -> bool {
    text.starts_with('\\') && text[1..].starts_with(|next: char| next.is_ascii_punctuation())
}

/// What is to be changed, in order.
fn changes(source: &str) -> Vec<Change> {
    let may_hold_an_address = source.contains("://") || source.contains('@') || contains_www(source);
    let may_hold_a_colon = source.lines().any(|line| {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '-' | '*' | '+'));
        line.strip_prefix(':').is_some_and(|rest| !rest.is_empty() && !rest.starts_with(char::is_whitespace))
    });
    if !may_hold_an_address && !may_hold_a_colon && !source.contains('~') {
        return Vec::new();
    }
    let mut search = Search { source, changes: Vec::new(), blocks: Vec::new(), within: 0, run: 0..0, from: 0 };
    for (event, range) in Parser::new_ext(source, EXTENSIONS).into_offset_iter() {
        search.event(&event, range);
    }
    search.changes
}

fn contains_www(text: &str) -> bool {
    text.as_bytes().windows(4).any(|bytes| bytes.eq_ignore_ascii_case(b"www."))
}

/// The search for bare addresses.
struct Search<'a> {
    source: &'a str,
    changes: Vec<Change>,
    /// Where the open blocks end.
    blocks: Vec<usize>,
    /// How many elements are open in which nothing becomes a link.
    within: usize,
    /// The text without markup in which the last event stands.
    run: Range<usize>,
    /// Where the last address ended.
    from: usize,
}

impl Search<'_> {
    fn event(&mut self, event: &Event, range: Range<usize>) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock) => self.within += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock) => self.within -= 1,
            Event::Start(Tag::Strikethrough) => self.tilde(&range, range.start),
            Event::End(TagEnd::Strikethrough) => self.tilde(&range, range.end - 1),
            Event::Start(Tag::Emphasis | Tag::Strong) | Event::End(TagEnd::Emphasis | TagEnd::Strong) => {}
            Event::Start(tag) => {
                let rest = &self.source[range.clone()];
                if matches!(tag, Tag::DefinitionListDefinition)
                    && rest.strip_prefix(':').is_some_and(|rest| !rest.starts_with(char::is_whitespace))
                {
                    self.changes.push(Change::Escape(range.start));
                }
                self.blocks.push(range.end);
            }
            Event::End(_) => _ = self.blocks.pop(),
            // A nested `<a>` would end the outer one.
            Event::InlineHtml(html) if is_tag(html, "<a") => self.within += 1,
            Event::InlineHtml(html) if is_tag(html, "</a") => self.within = self.within.saturating_sub(1),
            Event::Text(_) if self.within == 0 => self.text(range),
            _ => {}
        }
    }

    /// Escapes a single tilde at one end of what would be struck out.
    fn tilde(&mut self, range: &Range<usize>, at: usize) {
        if !self.source[range.clone()].starts_with("~~") && at >= self.from {
            self.changes.push(Change::Escape(at));
        }
    }

    /// Finds the addresses that begin in a text.
    fn text(&mut self, range: Range<usize>) {
        let start = if range.start == self.run.end { self.run.start } else { range.start };
        self.run = start..range.end;
        let block = self.blocks.last().copied().unwrap_or(self.source.len());
        let mut at = range.start.max(self.from);
        while at < range.end {
            let Some(found) = self.source[at..range.end].find([':', '.', '@']) else { return };
            let sign = at + found;
            at = sign + 1;
            let before = &self.source[start.max(self.from)..sign];
            let behind = &self.source[sign..block.max(sign)];
            let address = match &behind[..1] {
                ":" => web_address(before, behind),
                "." => www_address(before, behind),
                _ => mail_address(before, behind),
            };
            if let Some((back, length)) = address {
                let lacks_scheme = behind.starts_with('.');
                self.changes.push(Change::Link(sign - back..sign + length, lacks_scheme));
                self.from = sign + length;
                at = self.from;
            }
        }
    }
}

fn is_tag(html: &str, start: &str) -> bool {
    html.get(..start.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(start))
        && html[start.len()..].starts_with(|next: char| next.is_whitespace() || matches!(next, '>' | '/'))
}

/// The address around a `:`: how far it reaches back and forth.
fn web_address(before: &str, behind: &str) -> Option<(usize, usize)> {
    let scheme = before.len() - before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let (front, name) = before.split_at(before.len() - scheme);
    if front.ends_with(char::is_alphanumeric) {
        return None;
    }
    if name.eq_ignore_ascii_case("mailto") {
        let local = behind[1..].find(|c| !is_local(c)).filter(|end| behind[1 + end..].starts_with('@'))?;
        let length = mail_address(&behind[1..=local], &behind[1 + local..]).filter(|(back, _)| *back == local)?.1;
        return Some((scheme, 1 + local + length));
    }
    let host = behind.strip_prefix("://")?;
    let is_web = name.eq_ignore_ascii_case("http") || name.eq_ignore_ascii_case("https");
    let length = if is_web { web_length(host)? } else { return None };
    Some((scheme, 3 + length))
}

/// The address around the `.` of `www.`.
fn www_address(before: &str, behind: &str) -> Option<(usize, usize)> {
    let start = before.len().checked_sub(3)?;
    let www = before.get(start..).filter(|www| www.eq_ignore_ascii_case("www"))?;
    let stands_alone =
        !before[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '@' | '-' | '_'));
    let length = web_length(&behind[1..]).filter(|_| stands_alone)?;
    Some((www.len(), 1 + length))
}

/// How long an address is from its host on.
fn web_length(text: &str) -> Option<usize> {
    let ends = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '|' | '«' | '»' | '“' | '”' | '„')
    };
    let is_in_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let host = &text[..text.find(|c| !is_in_host(c)).unwrap_or(text.len())];
    // What stands before `@` is refused where links are resolved.
    let names_a_user = || {
        let part = &text[..text.find(|c| ends(c) || matches!(c, '/' | '?' | '#')).unwrap_or(text.len())];
        part.contains('@') && !part.contains("//")
    };
    let parts: Vec<&str> = without_end(host).split('.').collect();
    // The last two parts hold no `_` (GitHub Flavored Markdown).
    let is_host = parts.len() > 1
        && parts.iter().all(|part| !part.is_empty())
        && parts.iter().rev().take(2).all(|part| !part.contains('_'));
    if !is_host && !names_a_user() {
        return None;
    }
    Some(without_end(&text[..text.find(ends).unwrap_or(text.len())]).len())
}

/// An address without the punctuation and the brackets that belong to the sentence.
fn without_end(text: &str) -> &str {
    const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];
    // How many more of each pair are closed than opened.
    let mut surplus =
        BRACKETS.map(|(open, close)| text.matches(close).count() as isize - text.matches(open).count() as isize);
    let mut text = text;
    while let Some(last) = text.chars().next_back() {
        let shorter = &text[..text.len() - last.len_utf8()];
        match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '’' | '‘' | '…' | '\\' => text = shorter,
            ';' => {
                // A character reference is shown as its character.
                let name = shorter.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                text = name.strip_suffix('&').filter(|_| name.len() < shorter.len()).unwrap_or(shorter);
            }
            _ => {
                let Some(pair) = BRACKETS.iter().position(|(_, close)| *close == last) else { return text };
                if surplus[pair] <= 0 {
                    return text;
                }
                surplus[pair] -= 1;
                text = shorter;
            }
        }
    }
    text
}

/// True in the name before `@`.
fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+')
}

/// The address around an `@`.
fn mail_address(before: &str, behind: &str) -> Option<(usize, usize)> {
    let name = before.len() - before.trim_end_matches(is_local).len();
    let front = &before[..before.len() - name];
    if name == 0 || front.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '@' | '\\')) {
        return None;
    }
    // `user:secret@host` is no address of e-mail.
    if front.ends_with(':') && !front.ends_with("mailto:") && front[..front.len() - 1].ends_with(char::is_alphanumeric)
    {
        return None;
    }
    let is_domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let domain = &behind[1..];
    let domain = &domain[..domain.find(|c: char| !is_domain(c)).unwrap_or(domain.len())];
    let whole = domain.len();
    let domain = domain.trim_end_matches('.');
    let has_end =
        domain.rsplit_once('.').is_some_and(|(_, end)| end.len() > 1 && !end.bytes().all(|b| b.is_ascii_digit()));
    let is_last = !behind[1 + whole..].starts_with(|c: char| c == '@' || c.is_alphanumeric());
    let is_it =
        has_end && is_last && !domain.ends_with(['-', '_']) && !domain.contains("..") && !domain.starts_with('.');
    is_it.then_some((name, 1 + domain.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_source_keeps_its_places(source in "([a-zé@.:/~*_<>`|\\\\&;()\\[\\] \n-]|https://|www\\.|a@b\\.lu|\n:x){0,40}") {
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
    fn bare_addresses_become_links() {
        for (source, text) in [
            ("see https://a.example/x.", "see <https://a.example/x>."),
            ("(https://a.example/a_(b)), HTTP://B.example", "(<https://a.example/a_(b)>), <HTTP://B.example>"),
            ("« https://a.example/é?b=c&d » !", "« <https://a.example/é?b=c&d> » !"),
            (
                "**https://a.example/a_b_c**: *www.a.example*",
                "**<https://a.example/a_b_c>**: *<https://www.a.example>*",
            ),
            ("https://a.example/_a_/*b*", "<https://a.example/_a_/*b>*"),
            (r"https://a.example/a\_b\&c", "<https://a.example/a_b&c>"),
            ("a@b.lu, a.b+c_d@e-f.example.lu.", "<a@b.lu>, <a.b+c_d@e-f.example.lu>."),
            ("mailto:a@b.lu; l’adresse:a@b.lu", "<mailto:a@b.lu>; l’adresse:a@b.lu"),
            ("https://a.example&amp; x", "<https://a.example>&amp; x"),
            (
                "| https://a.example | b@c.lu |\n|---|---|\n| www.d.lu/|x|",
                "| <https://a.example> | <b@c.lu> |\n|---|---|\n| <https://www.d.lu/>|x|",
            ),
            ("- a\n\n  > ## https://a.example\n", "- a\n\n  > ## <https://a.example>\n"),
        ] {
            assert_eq!(prepared(source), text);
        }
    }

    #[test]
    fn what_is_no_address_or_is_a_link_already_stays() {
        for source in [
            "<https://a.example> [https://a.example](https://b.example) ![a@b.lu](c.png)",
            "`https://a.example`\n\n    https://a.example\n\n```\na@b.lu\n```\n",
            "<a href=\"/x\">https://a.example</a> and <b>b</b>",
            "<p>\nhttps://a.example\n</p>",
            "[a]\n\n[a]: https://b.example\n",
            "user@home, @call/robots, a@b.lu@c.lu, 1@2.3, https://, http://x, www., awww.a.example, xhttps://a.example",
            "12:30, e.g. this: a... @",
        ] {
            assert_eq!(prepared(source), source);
        }
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
    fn a_single_tilde_strikes_nothing_out() {
        for (source, text) in [
            ("~10 %~ of *~a b~*, ~~gone~~", "\\~10 %\\~ of *\\~a b\\~*, ~~gone~~"),
            ("~3~5 days, H~2~O", "~3~5 days, H~2~O"),
            ("https://a.example/~b/~c/ ~d", "<https://a.example/~b/~c/> ~d"),
            ("~see https://a.example~", "\\~see <https://a.example>\\~"),
            ("`~a~` and ~b", "`~a~` and ~b"),
        ] {
            assert_eq!(prepared(source), text);
        }
    }

    #[test]
    fn places_lead_back_to_the_source() {
        let source = "é www.a.example/a\\_b, a@b.lu\n:x";
        let prepared = Prepared::new(source);
        for word in ["é ", "www.a", "_b", "a@b.lu", ":x"] {
            let (at, found) = (prepared.text.find(word), source.find(word));
            let (at, found) = (at.expect("a word of the text"), found.expect("a word of the source"));
            assert_eq!(prepared.in_source(at..at + word.len()), found..found + word.len(), "{word}");
        }
        assert_eq!(prepared.in_source(0..prepared.text.len()), 0..source.len());
    }
}
