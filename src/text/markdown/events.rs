//! The events of the parser, with two readings of its own: an address without markup (`https://…`, `www.…`, `a@b.lu`) is a link, as on GitHub
//! (GitHub Flavored Markdown, section 6.9), and a single `~` strikes nothing out, because it means “about” (`~3 to ~5 days`).
//!
//! pulldown-cmark has no such extension. An address takes precedence over the markup that begins in it: `https://a.example/__init__.py` has
//! nothing bold.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, OffsetIter, Parser, RefDefs, Tag, TagEnd};

use crate::text::markdown::address::Address;
use crate::text::markdown::labels::ComposedLabels;
use crate::text::markdown::options::EXTENSIONS;

/// The events of a text, each with its range.
pub struct Events<'a> {
    source: &'a str,
    parser: OffsetIter<'a, ComposedLabels>,
    /// The events that are read but not returned yet.
    ready: VecDeque<(Event<'a>, Range<usize>)>,
    /// The last events, as long as they are text without a gap.
    texts: VecDeque<(CowStr<'a>, Range<usize>)>,
    open: Vec<OpenElement>,
    /// How many elements are open in which nothing becomes a link.
    within: usize,
    /// How many `<a>` of raw HTML are open: a nested one would end them.
    anchors: usize,
    /// The end of the last address.
    address_end: usize,
    /// The end of the last event.
    event_end: usize,
}

/// An element that has begun.
struct OpenElement {
    /// The end of the innermost element that is returned.
    end: usize,
    /// Whether its markup is text.
    is_text: bool,
}

/// True for a link at this range that is an address without markup, which begins with its scheme, `www.` or a name.
pub fn is_bare_address(source: &str, link: &Range<usize>) -> bool {
    !source[link.start..].starts_with(['<', '['])
}

impl<'a> Events<'a> {
    /// The events of this source.
    pub fn new(source: &'a str) -> Self {
        let labels = ComposedLabels::new(source);
        Self {
            source,
            parser: Parser::new_with_broken_link_callback(source, EXTENSIONS, Some(labels)).into_offset_iter(),
            ready: VecDeque::new(),
            texts: VecDeque::new(),
            open: Vec::new(),
            within: 0,
            anchors: 0,
            address_end: 0,
            event_end: 0,
        }
    }

    /// The next event.
    pub fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        while self.ready.is_empty() {
            match self.parser.next() {
                Some((Event::Text(text), range)) => self.read_text(text, range),
                Some((event, range)) => {
                    self.end_texts();
                    self.read(event, range);
                }
                None if self.texts.is_empty() => return None,
                None => self.end_texts(),
            }
        }
        self.ready.pop_front()
    }

    /// The link reference definitions of the source.
    pub fn reference_definitions(&self) -> &RefDefs<'_> {
        self.parser.reference_definitions()
    }

    fn read_text(&mut self, text: CowStr<'a>, range: Range<usize>) {
        if self.texts.back().is_some_and(|(_, last)| last.end != range.start) {
            self.end_texts();
        }
        self.event_end = range.end;
        self.texts.push_back((text, range));
        self.drop_texts(self.address_end);
    }

    fn read(&mut self, event: Event<'a>, range: Range<usize>) {
        let is_in_address = range.start < self.address_end;
        let event_end = std::mem::replace(&mut self.event_end, range.end);
        match event {
            Event::Start(tag) => {
                let is_about = is_about(self.source, &tag.to_end(), &range);
                let is_text = is_about || is_in_address;
                let end = if is_text { self.innermost_end() } else { range.end };
                self.event_end = range.start;
                self.open.push(OpenElement { end, is_text });
                if is_text {
                    self.push_source(range.start..range.start + usize::from(is_about));
                } else {
                    self.within += usize::from(contains_no_address(tag.to_end()));
                    self.ready.push_back((Event::Start(tag), range));
                }
            }
            Event::End(tag) => {
                if self.open.pop().is_some_and(|open| open.is_text) {
                    self.push_source(event_end..range.end);
                } else {
                    self.within -= usize::from(contains_no_address(tag));
                    self.ready.push_back((Event::End(tag), range));
                }
            }
            _ if is_in_address => self.push_source(range),
            Event::InlineHtml(html) => {
                if is_tag(&html, "<a") {
                    self.anchors += 1;
                } else if is_tag(&html, "</a") {
                    self.anchors = self.anchors.saturating_sub(1);
                }
                self.ready.push_back((Event::InlineHtml(html), range));
            }
            event => self.ready.push_back((event, range)),
        }
    }

    /// Where the innermost element ends.
    fn innermost_end(&self) -> usize {
        self.open.last().map_or(self.source.len(), |open| open.end)
    }

    /// Adds markup that is text, without what the last address contains of it.
    fn push_source(&mut self, range: Range<usize>) {
        let range = range.start.max(self.address_end)..range.end;
        if !range.is_empty() {
            self.texts.push_back((self.source[range.clone()].into(), range));
        }
    }

    /// Returns the last texts, and links for the addresses that begin in them.
    fn end_texts(&mut self) {
        if self.within == 0 && self.anchors == 0 {
            while let Some(Address { range, kind, missing_scheme }) = self.next_address() {
                self.return_texts(range.start);
                self.drop_texts(range.end);
                self.address_end = range.end;
                let text = without_escapes(&self.source[range.clone()]);
                let dest_url = format!("{missing_scheme}{text}").into();
                let link = Tag::Link { link_type: kind, dest_url, title: "".into(), id: "".into() };
                let events = [Event::Start(link), Event::Text(text.into()), Event::End(TagEnd::Link)];
                self.ready.extend(events.map(|event| (event, range.clone())));
            }
        }
        self.return_texts(usize::MAX);
    }

    /// The first address that begins in the last texts.
    fn next_address(&self) -> Option<Address> {
        let (first, last) = (self.texts.front()?, self.texts.back()?);
        Address::first(self.source, first.1.start..last.1.end, self.innermost_end())
    }

    /// Returns the last texts up to this byte.
    fn return_texts(&mut self, until: usize) {
        while let Some((text, range)) = self.take_text(until) {
            self.ready.push_back((Event::Text(text), range));
        }
    }

    /// Removes the last texts up to this byte.
    fn drop_texts(&mut self, until: usize) {
        while self.take_text(until).is_some() {}
    }

    /// The first of the last texts, or its part up to this byte.
    fn take_text(&mut self, until: usize) -> Option<(CowStr<'a>, Range<usize>)> {
        let (text, range) = self.texts.front_mut().filter(|(_, range)| range.start < until)?;
        if range.end <= until {
            return self.texts.pop_front();
        }
        let before = range.start..until;
        range.start = until;
        *text = self.source[range.clone()].into();
        Some((self.source[before.clone()].into(), before))
    }
}

/// True for a pair of single `~`.
fn is_about(source: &str, tag: &TagEnd, range: &Range<usize>) -> bool {
    *tag == TagEnd::Strikethrough && !source[range.clone()].starts_with("~~")
}

/// True for an element in which nothing becomes a link.
fn contains_no_address(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock)
}

/// An address without the `\` that editors write before signs of Markdown.
fn without_escapes(address: &str) -> Cow<'_, str> {
    if !address.contains('\\') {
        return Cow::Borrowed(address);
    }
    let mut text = String::with_capacity(address.len());
    let mut signs = address.chars().peekable();
    while let Some(sign) = signs.next() {
        let escaped = signs.next_if(|next| sign == '\\' && next.is_ascii_punctuation());
        text.push(escaped.unwrap_or(sign));
    }
    Cow::Owned(text)
}

fn is_tag(html: &str, start: &str) -> bool {
    html.get(..start.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(start))
        && html[start.len()..].starts_with(|next: char| next.is_whitespace() || matches!(next, '>' | '/'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The source with `<` and `>` around each address without markup, as the link leads.
    fn linked(source: &str) -> String {
        let (mut events, mut linked, mut copied) = (Events::new(source), String::new(), 0);
        while let Some((event, range)) = events.next() {
            if let Event::Start(Tag::Link { dest_url, .. }) = event
                && is_bare_address(source, &range)
            {
                linked += &format!("{}<{dest_url}>", &source[copied..range.start]);
                copied = range.end;
            }
        }
        linked + &source[copied..]
    }

    /// The text of a source, without its markup.
    fn text(source: &str) -> String {
        let (mut events, mut text) = (Events::new(source), String::new());
        while let Some((event, _)) = events.next() {
            if let Event::Text(words) = event {
                text += &words;
            }
        }
        text
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_source_has_its_events_in_order(source in "([a-zé@.:/~*_<>`|\\\\&;()\\[\\]! \n-]|https://|www\\.|a@b\\.lu|\n\\|-\\|-\n|</?a>){0,40}") {
            let (mut events, mut open, mut last) = (Events::new(&source), Vec::new(), 0);
            while let Some((event, range)) = events.next() {
                match event {
                    Event::Start(tag) => open.push(tag.to_end()),
                    Event::End(tag) => prop_assert_eq!(open.pop(), Some(tag)),
                    Event::Text(_) => {
                        prop_assert!(last <= range.start && source.get(range.clone()).is_some());
                        last = range.end;
                    }
                    _ => {}
                }
            }
            prop_assert!(open.is_empty());
        }
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
            ("https://a.example/__init__.py", "<https://a.example/__init__.py>"),
            ("https://a.example/[b c](d) [e](f)", "<https://a.example/[b> c](d) [e](f)"),
            ("**https://a.example**(b)", "**<https://a.example>**(b)"),
            (r"\https://a.example \-a@b.lu a@b_c.lu", r"\<https://a.example> \<-a@b.lu> <a@b_c.lu>"),
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
            assert_eq!(linked(source), text);
        }
    }

    #[test]
    fn what_is_no_address_or_is_a_link_already_stays() {
        for source in [
            "<https://a.example> [https://a.example](https://b.example) ![a@b.lu](c.png)",
            "`https://a.example`\n\n    https://a.example\n\n```\na@b.lu\n```\n",
            "<a href=\"/x\">https://a.example</a> and <b>b</b>",
            "<p>\nhttps://a.example\n</p>",
            "[a </a> https://a.example](b)",
            "[a]\n\n[a]: https://b.example\n",
            "user@home, @call/robots, a@b.lu@c.lu, 1@2.3, https://, http://x, www., awww.a.example, xhttps://a.example",
            "12:30, e.g. this: a... @",
        ] {
            assert_eq!(linked(source), source);
        }
    }

    #[test]
    fn markup_in_an_address_is_text() {
        assert_eq!(text("https://a.example/_a_/*b* c"), "https://a.example/_a_/*b* c");
        assert_eq!(text("https://a.example/[b c](d) [e](f)"), "https://a.example/[b c](d) e");
        assert_eq!(text(r"https://a.example/a\_b\&c"), "https://a.example/a_b&c");
    }

    #[test]
    fn a_single_tilde_strikes_nothing_out() {
        for (source, shown) in [
            ("~10 %~ of *~a b~*, ~~gone~~", "~10 %~ of ~a b~, gone"),
            ("~3~5 days, H~2~O", "~3~5 days, H~2~O"),
            ("https://a.example/~b/~c/ ~d", "https://a.example/~b/~c/ ~d"),
            ("~see https://a.example~", "~see https://a.example~"),
            ("`~a~` and ~b", " and ~b"),
        ] {
            assert_eq!(text(source), shown);
        }
    }
}
