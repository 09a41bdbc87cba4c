//! Raw HTML: its tags are written anew if the allow-list holds them, and reported where they stand if it does not.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::render::markdown::Use;
use crate::render::markdown::heading::{Draft, DraftId, level_on_page};
use crate::render::markdown::nesting::{Open, Raw};
use crate::render::markdown::writer::Writer;
use crate::render::sanitize::allow::{self, Element, Fate, Role, Value};
use crate::render::sanitize::token::{Attribute, Tag, Token, Tokens, find_last_end_tag};
use crate::render::sanitize::{escape, is_address, scheme, tidy_address};

/// Raw HTML in one piece, and where its parts stand in the text: lines of a quotation are cut apart by `>`.
#[derive(Default)]
pub struct Chunk {
    html: String,
    parts: Vec<(usize, Range<usize>)>,
}

impl Chunk {
    fn push(&mut self, html: &str, range: &Range<usize>) {
        self.parts.push((self.html.len(), range.clone()));
        self.html.push_str(html);
    }

    /// The range in the text of a range of the chunk.
    fn place(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        start..(self.offset(range.end.saturating_sub(1)) + 1).max(start)
    }

    fn offset(&self, at: usize) -> usize {
        let part = self.parts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.parts.get(part).map_or(0, |(start, range)| (range.start + at - start).min(range.end))
    }
}

/// What was written of the attributes of a tag.
#[derive(Default)]
struct Attributes {
    lang: Option<String>,
    id: Option<String>,
    is_external: bool,
}

impl Writer<'_> {
    /// An event inside of a block of raw HTML.
    pub fn raw_block_event(&mut self, event: Event, range: &Range<usize>) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) | Event::Text(html) => self.chunk.push(&html, range),
            Event::End(_) => {
                self.in_raw_block = false;
                self.write_chunk(true);
            }
            _ => {}
        }
    }

    /// A tag of raw HTML in a line of text.
    pub fn raw_inline(&mut self, html: &str, range: &Range<usize>) {
        self.chunk.push(html, range);
        self.write_chunk(false);
    }

    fn write_chunk(&mut self, is_block: bool) {
        let mut chunk = std::mem::take(&mut self.chunk);
        let mut tokens = Tokens::new(&chunk.html);
        while let Some((token, range)) = tokens.next() {
            match token {
                Token::Close(name) => self.close_tag(&name),
                _ if self.dropping => {}
                Token::Text(text) => self.words(&escape::decode(text, false)),
                Token::Open(tag) => self.open_tag(&tag, range, &chunk, &mut tokens, is_block),
                Token::Comment => {}
                Token::Unfinished(start) if start.starts_with("<!") || start.starts_with("<?") => {}
                Token::Unfinished(start) => {
                    let help = "end the tag with `>`, with every quote closed before it";
                    self.warn("html-removed", chunk.place(&range), format!("the tag `{start}` does not end"), help);
                }
            }
        }
        chunk.html.clear();
        chunk.parts.clear();
        self.chunk = chunk;
    }

    fn close_tag(&mut self, name: &str) {
        if self.dropping {
            if matches!(self.stack.last(), Some(Open::Dropped(dropped)) if dropped == name) {
                self.close_top();
            }
            return;
        }
        let within = |open: &&Open| !matches!(open, Open::Markdown { .. } | Open::Label);
        let is_it = |open: &Open| matches!(open, Open::Raw(raw) if raw.element.name == name);
        if let Some(above) = self.stack.iter().rev().take_while(within).position(is_it) {
            for _ in 0..=above {
                self.close_top();
            }
        }
    }

    fn open_tag(&mut self, tag: &Tag, range: Range<usize>, chunk: &Chunk, tokens: &mut Tokens, is_block: bool) {
        let place = chunk.place(&range);
        let Some(element) = allow::find(&tag.name) else {
            return self.remove(tag, place, tokens, is_block);
        };
        if let Some(message) = self.misplaced(element) {
            return self.warn("html-removed", place, message, "remove the tag");
        }
        self.prepare(element);
        if element.role == Role::Table && !self.is_in_table() {
            let message = format!("`<{}>` stands outside of a table", element.name);
            return self.warn("html-removed", place, message, "write it inside of `<table>`");
        }
        if !element.is_void() && !self.has_room(&place) {
            return;
        }
        self.has_raw = true;
        let level = element.heading_level().map(|level| level_on_page(level, self.setting.headings, self.shift));
        let name = level.and_then(|level| allow::find(&format!("h{level}"))).unwrap_or(element).name;
        let written = match name {
            "a" => self.write_link(element, tag, chunk),
            "img" => match self.write_image(element, tag, place, chunk) {
                Some(written) => written,
                None => return,
            },
            _ => {
                self.out.push('<');
                self.out.push_str(name);
                self.write_attributes(element, tag, chunk, &[])
            }
        };
        let at = self.out.len();
        self.out.push('>');
        if element.is_void() {
            return self.after_void(element);
        }
        let scope = self.enter(element, written.lang.as_deref());
        self.stack.push(Open::Raw(Raw { element, name, scope, is_external: written.is_external }));
        if let Some(level) = level {
            let id = written.id.map_or(DraftId::FromWords, DraftId::Written);
            self.draft = Some(Draft { depth: self.stack.len(), at, level, words: String::new(), id });
        }
        if tag.closes_itself {
            self.close_top();
        }
    }

    /// Why an element cannot stand here at all.
    fn misplaced(&self, element: &Element) -> Option<&'static str> {
        if element.name == "a" && self.anchors > 0 {
            Some("a link cannot stand inside of a link")
        } else if element.heading_level().is_some() && self.draft.is_some() {
            Some("a heading cannot stand inside of a heading")
        } else {
            None
        }
    }

    /// Makes a place where the element can stand.
    fn prepare(&mut self, element: &Element) {
        match element.role {
            Role::Block | Role::VoidBlock => {
                self.end_before("div");
                self.end_before(element.name);
                self.fit(element.name);
                self.typographer.boundary(&mut self.out);
            }
            Role::Table => {
                self.end_before(element.name);
                self.fit(element.name);
                self.typographer.boundary(&mut self.out);
            }
            Role::Inline | Role::Code | Role::Void => {
                self.end_before_inline(element.name);
                self.fit(element.name);
            }
        }
    }

    fn end_before_inline(&mut self, name: &str) {
        if matches!(name, "rt" | "rp") {
            self.end_before(name);
        }
    }

    fn is_in_table(&self) -> bool {
        let parts = ["table", "thead", "tbody", "tfoot", "tr", "colgroup"];
        matches!(self.stack.last(), Some(Open::Raw(raw)) if parts.contains(&raw.name))
    }

    fn after_void(&mut self, element: &Element) {
        match element.name {
            "br" => self.typographer.line_break(&mut self.out),
            "img" => self.typographer.object(&mut self.out),
            "wbr" => {}
            _ => self.typographer.boundary(&mut self.out),
        }
        if element.name == "br" {
            self.say(" ");
        }
    }

    /// Changes to the language of an element, or to none in code; false when nothing changes.
    fn enter(&mut self, element: &Element, lang: Option<&str>) -> bool {
        let is_code = element.role == Role::Code || element.name == "pre";
        if is_code {
            self.typographer.enter(None);
        } else if lang.is_some() {
            self.typographer.enter(lang);
        }
        is_code || lang.is_some()
    }

    /// Leaves out an element that no author may write.
    fn remove(&mut self, tag: &Tag, place: Range<usize>, tokens: &mut Tokens, is_block: bool) {
        let name = &*tag.name;
        let fate = allow::fate(name);
        let message = match fate {
            Fate::Unwrapped => format!("the tag `<{name}>` was removed"),
            Fate::Emptied | Fate::EmptiedText => format!("`<{name}>` was removed with all that it holds"),
        };
        self.warn("html-removed", place.clone(), message, allow::advice(name));
        if fate == Fate::Unwrapped || tag.closes_itself || tokens.skip_behind_end_tag(name) {
            return;
        }
        if fate == Fate::EmptiedText && is_block {
            tokens.skip_all();
        }
        if self.closes_later(name, place.end) {
            self.dropping = true;
            self.stack.push(Open::Dropped(name.to_owned()));
        }
    }

    /// True when an end tag of this name stands somewhere behind an offset of the text.
    fn closes_later(&mut self, name: &str, offset: usize) -> bool {
        let known = self.last_end_tags.iter().find(|(known, _)| known == name);
        let last = match known {
            Some((_, last)) => *last,
            None => {
                let last = find_last_end_tag(self.source, name);
                self.last_end_tags.push((name.to_owned(), last));
                last
            }
        };
        last.is_some_and(|last| last >= offset)
    }

    fn write_link(&mut self, element: &Element, tag: &Tag, chunk: &Chunk) -> Attributes {
        self.out.push_str("<a");
        self.anchors += 1;
        let value = |name: &str| tag.attributes.iter().find(|attribute| attribute.name == name);
        let class = value("class").map(|class| escape::decode(class.value, true)).unwrap_or_default();
        let mut is_external = false;
        match value("href") {
            None if class.is_empty() => {}
            None => escape::named(&mut self.out, "class", &class),
            Some(href) => {
                let resolved = self.resolve(&escape::decode(href.value, true), Use::Link);
                self.link_attributes(&resolved, &class);
                is_external = resolved.external && resolved.href.is_some();
                self.report(resolved, chunk.place(&href.value_range));
            }
        }
        let written = self.write_attributes(element, tag, chunk, &["class", "href"]);
        Attributes { is_external, ..written }
    }

    /// Writes an image, still open; without a file, its description takes its place.
    fn write_image(&mut self, element: &Element, tag: &Tag, place: Range<usize>, chunk: &Chunk) -> Option<Attributes> {
        let value = |name: &str| tag.attributes.iter().find(|attribute| attribute.name == name);
        let alt = value("alt").map(|alt| escape::decode(alt.value, true));
        if alt.is_none() {
            self.warn_image_without_text(place.clone());
        }
        let alt = alt.unwrap_or_default();
        let (target, target_place) = match value("src") {
            Some(src) => (escape::decode(src.value, true), chunk.place(&src.value_range)),
            None => ("".into(), place),
        };
        let resolved = self.resolve(&target, Use::Image);
        let href = resolved.href.clone();
        self.report(resolved, target_place);
        let Some(src) = href else {
            self.words(&alt);
            return None;
        };
        self.say(&alt);
        self.image_attributes(&src, &alt);
        Some(self.write_attributes(element, tag, chunk, &["src", "alt"]))
    }

    fn write_attributes(&mut self, element: &Element, tag: &Tag, chunk: &Chunk, done: &[&str]) -> Attributes {
        let mut written = Attributes::default();
        let mut seen: Vec<&str> = Vec::new();
        for attribute in &tag.attributes {
            let name = &*attribute.name;
            // Of two equal attributes the first one counts.
            if done.contains(&name) || seen.contains(&name) {
                continue;
            }
            match element.attribute(name) {
                Some(value) => {
                    seen.push(name);
                    self.write_attribute(value, attribute, chunk, &mut written);
                }
                None => {
                    let message = format!("the attribute `{name}` was removed");
                    let help = allow::advice_on_attribute(name);
                    self.warn("html-removed", chunk.place(&attribute.range), message, help);
                }
            }
        }
        written
    }

    fn write_attribute(&mut self, kind: Value, attribute: &Attribute, chunk: &Chunk, written: &mut Attributes) {
        let name = &*attribute.name;
        let value = escape::decode(attribute.value, true);
        let trimmed = value.trim_ascii();
        let accepted = match kind {
            Value::Text => Ok(value.clone().into_owned()),
            Value::Flag => Ok(String::new()),
            Value::Lang => Ok(trimmed.to_owned()),
            Value::Number if trimmed.len() < 6 && trimmed.bytes().all(|byte| byte.is_ascii_digit()) => {
                Ok(trimmed.to_owned())
            }
            Value::Number => Err("write a whole number".to_owned()),
            Value::Word(words) => {
                let word = trimmed.to_ascii_lowercase();
                if words.contains(&&*word) { Ok(word) } else { Err(format!("write one of `{}`", words.join("`, `"))) }
            }
            Value::Ids => Ok(trimmed.split_whitespace().map(|id| self.ids.prefixed(id)).collect::<Vec<_>>().join(" ")),
            Value::Source => source_address(trimmed).ok_or_else(|| "write an address with `https:`".to_owned()),
            Value::Id => match self.ids.claim(trimmed) {
                Ok(id) => Ok(id),
                Err(refusal) => return self.refuse_id(trimmed, refusal, chunk.place(&attribute.range)),
            },
            Value::Link | Value::Image | Value::Ours => return,
        };
        match accepted {
            Ok(value) => {
                escape::named(&mut self.out, name, &value);
                match kind {
                    Value::Lang => written.lang = Some(value),
                    Value::Id => written.id = Some(value),
                    _ => {}
                }
            }
            Err(help) => {
                let message = format!("`{name}` cannot be `{value}` and was removed");
                self.warn("html-removed", chunk.place(&attribute.range), message, help);
            }
        }
    }
}

fn source_address(written: &str) -> Option<String> {
    let address = tidy_address(written);
    let is_web = scheme(&address).is_none_or(|scheme| scheme.starts_with("http"));
    (is_web && !address.is_empty() && is_address(&address)).then_some(address)
}
