//! Events of the Markdown parser, written as HTML one after the other. Blocks, targets and raw HTML have files of their
//! own; here is what they share.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Parser, RefDefs, Tag, TagEnd};

use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::render::markdown::block::Table;
use crate::render::markdown::footnote::{Footnote, Footnotes, note_id, reference_id};
use crate::render::markdown::heading::{Draft, Ids, shift};
use crate::render::markdown::nesting::Open;
use crate::render::markdown::place::place;
use crate::render::markdown::raw::Chunk;
use crate::render::markdown::target::{Figure, Image, Link};
use crate::render::markdown::{OPTIONS, Rendered, Setting};
use crate::render::sanitize::escape;
use crate::render::typography::{Medium, Typographer};

/// A text that is being written.
pub struct Writer<'a> {
    pub source: &'a str,
    pub setting: &'a Setting<'a>,
    pub out: String,
    /// Texts that came since the last event of another sort: the parser cuts them without need.
    pub text: String,
    pub typographer: Typographer,
    pub stack: Vec<Open>,
    pub rendered: Rendered,
    pub ids: Ids<'a>,
    /// By how many levels headings are moved down.
    pub shift: u8,
    pub draft: Option<Draft>,
    pub footnotes: Footnotes,
    /// What was being written when a footnote began.
    pub outside: Vec<Outside<'a>>,
    pub table: Option<Table>,
    pub tables: usize,
    /// The bytes of tags that a parser writes anew because a block ended their elements.
    pub reopened: usize,
    /// The cells of tables in which nothing is written.
    pub empty_cells: usize,
    /// Where the content of the paragraph begins.
    pub paragraph: usize,
    pub figure: Option<Figure<'a>>,
    /// The links that are open: an address as it stands (`<https://…>`) may be written in the text of another link.
    pub links: Vec<Link<'a>>,
    pub image: Option<Image<'a>>,
    /// How many `<a>` are open.
    pub anchors: usize,
    pub chunk: Chunk,
    pub in_raw_block: bool,
    pub in_code: bool,
    /// Inside of an element that is removed with all that it holds.
    pub dropping: bool,
    /// Raw HTML was written.
    pub has_raw: bool,
    /// The first thing that was nested too deep.
    pub too_deep: Option<Range<usize>>,
    /// For elements that are removed with all that they hold, where their last end tag is.
    pub last_end_tags: Vec<(String, Option<usize>)>,
    /// The range of the event before.
    pub previous: Range<usize>,
}

/// What was being written when a footnote began.
pub struct Outside<'a> {
    out: String,
    draft: Option<Draft>,
    label: CowStr<'a>,
}

impl<'a> Writer<'a> {
    /// Nothing written yet.
    pub fn new(source: &'a str, setting: &'a Setting<'a>) -> Self {
        Self {
            source,
            setting,
            out: String::with_capacity(source.len() + source.len() / 2),
            text: String::new(),
            typographer: Typographer::new(setting.lang_tag, Medium::Html),
            stack: Vec::new(),
            rendered: Rendered::default(),
            ids: Ids::new(source, setting.id_prefix, setting.ids_around),
            shift: shift(source, setting.headings),
            draft: None,
            footnotes: Footnotes::default(),
            outside: Vec::new(),
            table: None,
            tables: 0,
            empty_cells: 0,
            reopened: 0,
            paragraph: usize::MAX,
            figure: None,
            links: Vec::new(),
            image: None,
            anchors: 0,
            chunk: Chunk::default(),
            in_raw_block: false,
            in_code: false,
            dropping: false,
            has_raw: false,
            too_deep: None,
            last_end_tags: Vec::new(),
            previous: 0..0,
        }
    }

    /// The text as HTML, and whether it holds raw HTML that is still to be cleaned.
    pub fn run(mut self) -> (Rendered, bool) {
        let mut events = Parser::new_ext(self.source, OPTIONS).into_offset_iter();
        while let Some((event, range)) = events.next() {
            self.event(event, &range, events.reference_definitions());
            self.previous = range;
        }
        self.flush();
        while !self.stack.is_empty() {
            self.close_top();
        }
        self.typographer.boundary(&mut self.out);
        self.write_footnotes();
        if let Some(range) = self.too_deep.take() {
            let help = say!(en: "write it with fewer levels", fr: "écrivez-le avec moins de niveaux");
            self.warn(
                "nested-too-deep",
                range,
                say!(
                    en: "this stands inside too many others and is shown without its form",
                    fr: "ceci se trouve à l’intérieur de trop d’autres et s’affiche sans sa forme"
                ),
                help,
            );
        }
        // At the very start a parser takes it for the mark of an encoding.
        let marks = self.out.len() - self.out.trim_start_matches('\u{feff}').len();
        self.out.drain(..marks);
        self.rendered.html = self.out;
        self.rendered.ids = self.ids.list;
        (self.rendered, self.has_raw)
    }

    fn event(&mut self, event: Event<'a>, range: &Range<usize>, definitions: &RefDefs) {
        if self.image.is_some() {
            return self.image_event(event, range, definitions);
        }
        if self.in_raw_block {
            return self.raw_block_event(event, range);
        }
        if let Event::Text(text) = &event {
            match (self.dropping, self.in_code) {
                (true, _) => {}
                (false, true) => escape::text(&mut self.out, text),
                (false, false) => self.text.push_str(text),
            }
            return;
        }
        self.flush();
        if self.dropping && self.is_dropped(&event) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(TagEnd::Link) => self.end_link(range, definitions),
            Event::End(tag) => self.end(tag, range),
            Event::Text(_) => {}
            Event::Code(code) => self.code(&code),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text.push_str(&text),
            Event::Html(html) | Event::InlineHtml(html) => self.raw_inline(&html, range),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak => {
                self.say(" ");
                self.typographer.line_end(&mut self.out);
            }
            Event::HardBreak => {
                self.say(" ");
                self.out.push_str("<br>\n");
                self.typographer.line_break(&mut self.out);
            }
            Event::Rule => {
                self.block();
                self.out.push_str("<hr>\n");
            }
            Event::TaskListMarker(is_done) => self.task(is_done),
        }
    }

    /// Inside of something that is removed: only its end counts, and that of what is around it.
    fn is_dropped(&mut self, event: &Event) -> bool {
        match event {
            // The end tag may be here.
            Event::Start(Tag::HtmlBlock) | Event::Html(_) | Event::InlineHtml(_) => return false,
            Event::Start(_) => self.stack.push(Open::Markdown { written: false, scope: false }),
            Event::End(_) => {
                self.close_raw();
                if !self.dropping {
                    return false;
                }
                self.stack.pop();
            }
            _ => {}
        }
        true
    }

    /// Writes the texts that came since the last event of another sort.
    pub fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        self.words(&text);
        self.text = text;
        self.text.clear();
    }

    /// Writes words, which are those of a heading if one is open.
    pub fn words(&mut self, text: &str) {
        if !text.trim_ascii().is_empty() {
            self.fit("");
        }
        self.say(text);
        self.typographer.text(&mut self.out, text);
    }

    /// Takes down words of a heading.
    pub fn say(&mut self, text: &str) {
        if let Some(draft) = &mut self.draft {
            draft.words.push_str(text);
        }
    }

    fn code(&mut self, code: &str) {
        self.fit("");
        self.say(code);
        self.out.push_str("<code>");
        escape::text(&mut self.out, code);
        self.out.push_str("</code>");
        self.typographer.object(&mut self.out);
    }

    /// Begins a line of the output.
    pub fn newline(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Reports a warning.
    pub fn warn(&mut self, code: &'static str, range: Range<usize>, message: Message, help: Message) {
        let place = place(self.setting, range);
        self.rendered.diagnostics.push(Diagnostic::warning(code, place, message, help));
    }

    fn footnote_reference(&mut self, label: &str) {
        self.fit("");
        self.typographer.settle(&mut self.out);
        let is_link = self.anchors == 0;
        let reference = self.footnotes.refer(label, is_link);
        let number = reference.number.to_string();
        self.out.push_str("<sup class=\"footnote-ref\">");
        if is_link {
            let id = self.ids.own(&reference_id(reference.number, reference.rank));
            let target = self.ids.prefixed(&note_id(reference.number));
            self.out.push_str("<a");
            escape::named(&mut self.out, "href", &format!("#{target}"));
            escape::named(&mut self.out, "id", &id);
            self.out.push_str(" role=\"doc-noteref\"");
            escape::named(&mut self.out, "aria-label", &self.setting.words.footnote.replace("{n}", &number));
            self.out.push('>');
        }
        self.out.push_str(&number);
        self.out.push_str(if is_link { "</a></sup>" } else { "</sup>" });
        self.typographer.object(&mut self.out);
    }

    /// Writes into a footnote from here on.
    pub fn start_footnote(&mut self, label: CowStr<'a>) {
        self.stack.push(Open::Markdown { written: true, scope: false });
        self.typographer.boundary(&mut self.out);
        let out = std::mem::take(&mut self.out);
        self.typographer.boundary(&mut self.out);
        self.outside.push(Outside { out, draft: self.draft.take(), label });
    }

    /// Returns to what was being written when the footnote began.
    pub fn end_footnote(&mut self, range: &Range<usize>) {
        self.typographer.boundary(&mut self.out);
        let Some(outside) = self.outside.pop() else { return };
        let html = std::mem::replace(&mut self.out, outside.out);
        self.typographer.boundary(&mut self.out);
        self.draft = outside.draft;
        if !self.footnotes.define(&outside.label, html, range.clone()) {
            let message = say!(
                en: "the footnote `{label}` has a text already",
                fr: "la note de bas de page `{label}` a déjà un texte",
                label = outside.label
            );
            self.warn(
                "footnote-twice",
                range.clone(),
                message,
                say!(en: "give it another name, or remove it", fr: "donnez-lui un autre nom, ou retirez-la"),
            );
        }
    }

    fn write_footnotes(&mut self) {
        let (notes, unused) = std::mem::take(&mut self.footnotes).finish();
        for range in unused {
            let help =
                say!(en: "refer to it where it belongs, or remove it", fr: "renvoyez-y là où il faut, ou retirez-la");
            self.warn(
                "footnote-unused",
                range,
                say!(
                    en: "no text refers to this footnote, and it is not shown",
                    fr: "aucun texte ne renvoie à cette note de bas de page, et elle n’est pas affichée"
                ),
                help,
            );
        }
        if notes.is_empty() {
            return;
        }
        self.newline();
        self.out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\"");
        escape::named(&mut self.out, "aria-label", &self.setting.words.footnotes);
        self.out.push_str(">\n<ol>\n");
        for note in notes {
            self.write_footnote(note);
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    fn write_footnote(&mut self, note: Footnote) {
        let id = self.ids.own(&note_id(note.number));
        self.out.push_str("<li");
        escape::named(&mut self.out, "id", &id);
        self.out.push_str(">\n");
        let (text, end) = match note.html.strip_suffix("</p>\n") {
            Some(text) => (text, "</p>\n"),
            None => (note.html.as_str(), ""),
        };
        self.out.push_str(text);
        for rank in 1..=note.references {
            let target = self.ids.prefixed(&reference_id(note.number, rank));
            let name = if rank == 1 { note.number.to_string() } else { format!("{}-{rank}", note.number) };
            self.out.push_str(" <a class=\"footnote-back\"");
            escape::named(&mut self.out, "href", &format!("#{target}"));
            self.out.push_str(" role=\"doc-backlink\"");
            escape::named(&mut self.out, "aria-label", &self.setting.words.footnote_back.replace("{n}", &name));
            self.out.push_str(">↩\u{fe0e}</a>");
        }
        self.out.push_str(end);
        self.out.push_str("</li>\n");
    }
}
