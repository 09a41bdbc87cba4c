//! Raw HTML: its tags are written anew if the allow-list holds them, and reported where they stand if it does not.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::base::message::{Message, say};
use crate::render::markdown::heading::{Draft, DraftId, level_on_page};
use crate::render::markdown::nesting::{FORMATTING, Open, Raw};
use crate::render::markdown::target::LINK_IN_LINK;
use crate::render::markdown::writer::Writer;
use crate::render::sanitize::allow::{self, Element, Fate, Role};
use crate::render::sanitize::escape;
use crate::render::sanitize::token::{Tag, Token, Tokens, find_last_end_tag};

/// What to do about a declaration or the code of a program.
const AS_CODE: Message = Message::fixed(
    "remove it, or write it between backquotes where it is to be read",
    "retirez-le, ou écrivez-le entre accents graves là où il est à lire",
);

/// Raw HTML in one piece, and where its parts stand in the text: lines of a quotation are cut apart by `>`.
#[derive(Default)]
pub struct Chunk {
    html: String,
    /// For each part, where it begins here and where it stands in the text.
    parts: Vec<(usize, Range<usize>)>,
}

impl Chunk {
    fn push(&mut self, html: &str, range: &Range<usize>) {
        self.parts.push((self.html.len(), range.clone()));
        self.html.push_str(html);
    }

    /// The range in the text of a range of the chunk.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let (start, end) = (self.at(range.start), self.at(range.end.saturating_sub(1)));
        start.start..end.end.max(start.start)
    }

    /// The byte of the text that a byte of the chunk comes from, or all of its part if that was changed on the way.
    fn at(&self, at: usize) -> Range<usize> {
        let next = self.parts.partition_point(|(start, _)| *start <= at);
        let Some((start, range)) = next.checked_sub(1).and_then(|part| self.parts.get(part)) else { return 0..0 };
        let length = self.parts.get(next).map_or(self.html.len(), |(start, _)| *start) - start;
        let offset = range.start + at - start;
        if length == range.len() { offset..offset + 1 } else { range.clone() }
    }
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
                // Even inside of something that is dropped: the end of that is hidden as well.
                Token::UnfinishedComment => {
                    let place = chunk.place(&(range.start..range.start + "<!--".len()));
                    let message = say!(
                        en: "the comment never ends and hides the rest of the text",
                        fr: "le commentaire ne se termine jamais et cache la suite du texte"
                    );
                    self.warn(
                        "html-removed",
                        place,
                        message,
                        say!(en: "close it with `-->`", fr: "fermez-le par `-->`"),
                    );
                }
                _ if self.dropping => {}
                Token::Text(text) => self.words(&escape::decode(text, false)),
                Token::Open(tag) => self.open_tag(&tag, range, &chunk, &mut tokens, is_block),
                Token::Comment => {}
                Token::Instruction(start) => {
                    let place = chunk.place(&(range.start..range.start + start.len()));
                    let message = say!(
                        en: "what begins with `{start}` was removed",
                        fr: "ce qui commence par `{start}` a été retiré"
                    );
                    self.warn("html-removed", place, message, AS_CODE);
                }
                Token::Unfinished(start) => {
                    let place = chunk.place(&(range.start..range.start + start.len()));
                    let is_tag =
                        start[1..].trim_start_matches('/').starts_with(|first: char| first.is_ascii_alphabetic());
                    let help = if is_tag {
                        say!(
                            en: "end it with `>`, and close every quote before",
                            fr: "terminez-le par `>`, et fermez d’abord chaque guillemet"
                        )
                    } else {
                        AS_CODE
                    };
                    let message = say!(
                        en: "what begins with `{start}` does not end and was removed",
                        fr: "ce qui commence par `{start}` ne se termine pas et a été retiré"
                    );
                    self.warn("html-removed", place, message, help);
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
            return self.warn("html-removed", place, message, say!(en: "remove the tag", fr: "retirez la balise"));
        }
        self.prepare(element);
        if element.role == Role::Table && !self.is_in_table() {
            let message = say!(
                en: "`<{element}>` stands outside of a table",
                fr: "`<{element}>` se trouve hors d’un tableau",
                element = element.name
            );
            return self.warn(
                "html-removed",
                place,
                message,
                say!(en: "write it inside of `<table>`", fr: "écrivez-le à l’intérieur de `<table>`"),
            );
        }
        if !element.is_void() && !self.has_room(&place) {
            return;
        }
        self.has_raw = true;
        let level = element.heading_level().map(|level| level_on_page(level, self.setting.headings, self.shift));
        let name = level.and_then(|level| allow::find(&format!("h{level}"))).unwrap_or(element).name;
        let (start, ids) = (self.out.len(), self.ids.list.len());
        let written = match name {
            "a" => self.write_link(element, tag, chunk),
            "img" => match self.write_image(element, tag, place.clone(), chunk) {
                Some(written) => written,
                None => return,
            },
            _ => {
                if name == "table" {
                    self.start_table_region();
                }
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
        let reopened = if FORMATTING.contains(&name) { self.out.len() - start } else { 0 };
        self.stack.push(Open::Raw(Raw { element, name, scope, is_external: written.is_external, reopened }));
        if let Some(level) = level {
            let id = written.id.map_or(DraftId::FromWords, DraftId::Written);
            self.draft = Some(Draft {
                depth: self.stack.len(),
                start,
                at,
                end: self.out.len(),
                level,
                words: String::new(),
                id,
                ids,
                range: place,
            });
        }
        if tag.closes_itself {
            self.close_top();
        }
    }

    /// Why an element cannot stand here at all.
    fn misplaced(&self, element: &Element) -> Option<Message> {
        if element.name == "a" && self.anchors > 0 {
            Some(LINK_IN_LINK)
        } else if element.heading_level().is_some() && self.draft.is_some() {
            Some(say!(
                en: "a heading cannot stand inside of a heading",
                fr: "un titre ne peut pas se trouver à l’intérieur d’un titre"
            ))
        } else {
            None
        }
    }

    /// Makes a place where the element can stand.
    fn prepare(&mut self, element: &Element) {
        match element.role {
            Role::Block | Role::VoidBlock => {
                self.reopen();
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
            Fate::Unwrapped => say!(en: "the tag `<{name}>` was removed", fr: "la balise `<{name}>` a été retirée"),
            Fate::Emptied | Fate::EmptiedText => {
                say!(
                    en: "`<{name}>` was removed with all that it holds",
                    fr: "`<{name}>` a été retiré avec tout ce qu’il contient"
                )
            }
        };
        self.warn("html-removed", place.clone(), message, allow::advice(name));
        if fate == Fate::Unwrapped || tag.closes_itself {
            return;
        }
        // Asked first: the answer is known after one search, however often the tag stands there.
        let closes_later = self.closes_later(name, place.end);
        if closes_later && tokens.skip_behind_end_tag(name) {
            return;
        }
        if fate == Fate::EmptiedText && is_block {
            tokens.skip_all();
        }
        if closes_later {
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
}
