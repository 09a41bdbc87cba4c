//! What is open: elements of Markdown, and raw HTML between them. An element of raw HTML ends at the latest with the
//! element of Markdown it stands in, so that no tag reaches beyond its place.

use std::ops::Range;

use crate::base::bounds::HTML_DEPTH;
use crate::render::markdown::heading_end::Ended;
use crate::render::markdown::writer::Writer;
use crate::render::sanitize::allow::{self, Element, Role};

/// Something that is open.
pub enum Open {
    /// An element of Markdown.
    Markdown {
        /// Whether it has tags in the output.
        written: bool,
        /// Whether it has a language of its own.
        scope: bool,
    },
    /// The label of a task.
    Label,
    /// An element of raw HTML.
    Raw(Raw),
    /// An element of raw HTML that is removed with all that it holds.
    Dropped(String),
}

/// An element of raw HTML.
pub struct Raw {
    /// What the author wrote.
    pub element: &'static Element,
    /// The name in the output.
    pub name: &'static str,
    /// Whether it has a language of its own.
    pub scope: bool,
    /// Whether it is a link that leaves the site.
    pub is_external: bool,
    /// The bytes of its start tag, of an element that a parser opens again behind a block that ended it.
    pub reopened: usize,
}

/// The elements that a parser opens again in each block that begins before they have ended (HTML, “formatting elements”).
pub const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

impl Writer<'_> {
    /// Opens an element of Markdown; false when it stands too deep to be written.
    pub fn open(&mut self, range: &Range<usize>) -> bool {
        let written = self.has_room(range);
        self.stack.push(Open::Markdown { written, scope: false });
        written
    }

    /// True unless too much is open already.
    pub fn has_room(&mut self, range: &Range<usize>) -> bool {
        let has_room = self.stack.len() < HTML_DEPTH;
        if !has_room {
            self.too_deep.get_or_insert(range.clone());
        }
        has_room
    }

    /// Closes the innermost element of Markdown and all raw HTML in it; true when it has tags in the output.
    pub fn close(&mut self) -> bool {
        self.close_raw();
        match self.stack.pop() {
            Some(Open::Markdown { written, scope }) => {
                if scope {
                    self.typographer.boundary(&mut self.out);
                    self.typographer.leave(&mut self.out);
                }
                written
            }
            _ => false,
        }
    }

    /// A block begins, and a parser opens in it again what is open in the line before. Where that has made the text twice as
    /// long, the line ends here, or a few long tags and many blocks would make of a short text a very long one.
    pub fn reopen(&mut self) {
        let is_around = |open: &Open| match open {
            Open::Markdown { .. } => true,
            Open::Raw(raw) => matches!(raw.name, "table" | "td" | "th" | "caption"),
            Open::Label | Open::Dropped(_) => false,
        };
        let first = self.stack.iter().rposition(is_around).map_or(0, |around| around + 1);
        let bytes = |open: &Open| if let Open::Raw(raw) = open { raw.reopened } else { 0 };
        self.reopened += self.stack[first..].iter().map(bytes).sum::<usize>();
        if self.reopened > self.source.len() {
            let outermost = self.stack[first..].iter().position(|open| bytes(open) > 0);
            while outermost.is_some_and(|outermost| self.stack.len() > first + outermost) {
                self.close_top();
            }
        }
    }

    /// Closes all raw HTML in the innermost element of Markdown.
    pub fn close_raw(&mut self) {
        while !matches!(self.stack.last(), None | Some(Open::Markdown { .. })) {
            self.close_top();
        }
    }

    /// Closes the label of a task: a block begins.
    pub fn close_label(&mut self) {
        let within = |open: &&Open| !matches!(open, Open::Markdown { .. });
        if self.stack.iter().rev().take_while(within).any(|open| matches!(open, Open::Label)) {
            while !matches!(self.stack.last(), Some(Open::Label)) {
                self.close_top();
            }
            self.close_top();
        }
    }

    /// Closes the innermost of all that is open.
    pub fn close_top(&mut self) {
        let depth = self.stack.len();
        match self.stack.pop() {
            None | Some(Open::Markdown { .. }) => {}
            Some(Open::Label) => self.out.push_str("</label>"),
            Some(Open::Dropped(_)) => self.dropping = false,
            Some(Open::Raw(raw)) => {
                if raw.element.name == "a" {
                    self.anchors -= 1;
                }
                if raw.is_external {
                    self.hint();
                }
                if matches!(raw.element.role, Role::Block | Role::Table) {
                    self.typographer.boundary(&mut self.out);
                }
                let is_heading = raw.element.heading_level().is_some();
                let ended = if is_heading { self.finish_heading(depth) } else { Ended::Heading };
                if raw.scope {
                    self.typographer.leave(&mut self.out);
                }
                match ended {
                    Ended::Heading => {
                        self.out.push_str("</");
                        self.out.push_str(raw.name);
                        self.out.push('>');
                    }
                    Ended::Other => self.out.push_str("</div>"),
                    Ended::Nothing => {}
                }
                if raw.name == "table" {
                    self.out.push_str("\n</div>");
                }
            }
        }
    }

    /// Makes a place where a block can begin.
    pub fn block(&mut self) {
        self.close_label();
        if let Some(Open::Raw(_)) = self.stack.last() {
            self.end_before("div");
            self.fit("");
        }
        self.newline();
        self.typographer.boundary(&mut self.out);
    }

    /// Closes elements whose end tags need not be written when an element of this name begins.
    pub fn end_before(&mut self, name: &str) {
        let (ends, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "rt" | "rp" => (&["rt", "rp"], &["ruby"]),
            "td" | "th" => (&["td", "th", "caption"], &["tr", "table"]),
            "tr" => (&["tr", "caption", "colgroup"], &["table"]),
            "thead" | "tbody" | "tfoot" | "caption" | "colgroup" => {
                (&["thead", "tbody", "tfoot", "caption", "colgroup"], &["table"])
            }
            _ => (&["p"], &["td", "th", "caption", "table"]),
        };
        let mut outermost = None;
        for (index, open) in self.stack.iter().enumerate().rev() {
            match open {
                Open::Raw(raw) if !within.contains(&raw.name) => {
                    if ends.contains(&raw.name) {
                        outermost = Some(index);
                    }
                }
                _ => break,
            }
        }
        while outermost.is_some_and(|index| self.stack.len() > index) {
            self.close_top();
        }
    }

    /// Opens the parts of a raw table that must stand around an element of this name, or, without a name, around words.
    /// A parser would move what stands between cells out of the table.
    pub fn fit(&mut self, name: &str) {
        while let Some(Open::Raw(raw)) = self.stack.last() {
            let missing = match (raw.name, name) {
                ("table", "caption" | "colgroup" | "thead" | "tbody" | "tfoot") => return,
                ("table", "col") => "colgroup",
                ("table", _) => "tbody",
                ("thead" | "tbody" | "tfoot", "tr") | ("tr", "td" | "th") | ("colgroup", "col") => return,
                ("thead" | "tbody" | "tfoot", _) => "tr",
                ("tr", _) => "td",
                ("colgroup", _) => {
                    self.close_top();
                    continue;
                }
                _ => return,
            };
            let Some(element) = allow::find(missing) else { return };
            self.out.push('<');
            self.out.push_str(element.name);
            self.out.push('>');
            self.stack.push(Open::Raw(Raw {
                element,
                name: element.name,
                scope: false,
                is_external: false,
                reopened: 0,
            }));
        }
    }
}
