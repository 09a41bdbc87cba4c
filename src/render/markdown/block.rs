//! Blocks of Markdown, and the inline elements that need no thought.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, HeadingLevel, Tag, TagEnd};

use crate::base::message::say;
use crate::read::tags::is_language_tag;
use crate::render::markdown::attribute::LANG_EXAMPLE;
use crate::render::markdown::heading::{Draft, DraftId, level_on_page, number};
use crate::render::markdown::nesting::Open;
use crate::render::markdown::writer::Writer;
use crate::render::sanitize::{class, escape};

/// A table that is being written.
pub struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_rows: bool,
    cell: usize,
    is_left_out: bool,
}

impl<'a> Writer<'a> {
    /// The start of an element.
    pub fn start(&mut self, tag: Tag<'a>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.block();
                self.stack.push(Open::Markdown { written: true, scope: false });
                self.out.push_str("<p>");
                self.paragraph = self.out.len();
            }
            Tag::Heading { level, id, classes, attrs } => self.start_heading(level, id, &classes, &attrs, range),
            Tag::BlockQuote(None) => self.nested_block("<blockquote>\n", range),
            Tag::BlockQuote(Some(kind)) => self.alert(kind, range),
            Tag::CodeBlock(kind) => self.start_code_block(&kind),
            Tag::HtmlBlock => self.in_raw_block = true,
            Tag::List(Some(1)) => self.nested_block("<ol>\n", range),
            Tag::List(Some(first)) => self.nested_block(&format!("<ol start=\"{first}\">\n"), range),
            Tag::List(None) => self.nested_block("<ul>\n", range),
            Tag::DefinitionList => self.nested_block("<dl>\n", range),
            Tag::Item => self.part("<li>"),
            Tag::DefinitionListTitle => self.part("<dt>"),
            Tag::DefinitionListDefinition => self.part("<dd>"),
            Tag::FootnoteDefinition(label) => self.start_footnote(label),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead | Tag::TableRow => self.start_row(matches!(tag, Tag::TableHead)),
            Tag::TableCell => self.start_cell(range),
            Tag::Emphasis => self.inline("<em>", range),
            Tag::Strong => self.inline("<strong>", range),
            Tag::Strikethrough => self.inline("<del>", range),
            Tag::Superscript => self.inline("<sup>", range),
            Tag::Subscript => self.inline("<sub>", range),
            Tag::Link { link_type, dest_url, title, id } => self.start_link(link_type, dest_url, &title, id, range),
            Tag::Image { link_type, dest_url, title, id } => self.start_image(link_type, dest_url, title, id, range),
            Tag::MetadataBlock(_) => self.stack.push(Open::Markdown { written: false, scope: false }),
        }
    }

    /// The end of an element.
    pub fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(None) => self.end_block("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.end_block("</div>\n"),
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.end_block("</code></pre>\n");
            }
            TagEnd::List(true) => self.end_block("</ol>\n"),
            TagEnd::List(false) => self.end_block("</ul>\n"),
            TagEnd::DefinitionList => self.end_block("</dl>\n"),
            TagEnd::Item => self.end_block("</li>\n"),
            TagEnd::DefinitionListTitle => self.end_block("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.end_block("</dd>\n"),
            TagEnd::FootnoteDefinition => {
                self.close();
                self.end_footnote(range);
            }
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.end_block("</tr></thead>\n"),
            TagEnd::TableRow => self.end_block("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.end_inline("</em>"),
            TagEnd::Strong => self.end_inline("</strong>"),
            TagEnd::Strikethrough => self.end_inline("</del>"),
            TagEnd::Superscript => self.end_inline("</sup>"),
            TagEnd::Subscript => self.end_inline("</sub>"),
            TagEnd::MetadataBlock(_) => self.end_inline(""),
            // A block of raw HTML, a link and an image are ended where they were begun.
            TagEnd::HtmlBlock | TagEnd::Link | TagEnd::Image => {}
        }
    }

    fn nested_block(&mut self, tag: &str, range: &Range<usize>) {
        self.block();
        if self.open(range) {
            self.out.push_str(tag);
        }
    }

    /// An item of a list, which is written if its list is.
    fn part(&mut self, tag: &str) {
        let written = matches!(self.stack.last(), Some(Open::Markdown { written: true, .. }));
        self.newline();
        self.typographer.boundary(&mut self.out);
        self.stack.push(Open::Markdown { written, scope: false });
        if written {
            self.out.push_str(tag);
        }
    }

    fn end_block(&mut self, tag: &str) {
        let written = self.close();
        self.typographer.boundary(&mut self.out);
        if written {
            self.out.push_str(tag);
        }
    }

    fn inline(&mut self, tag: &str, range: &Range<usize>) {
        self.fit("");
        if self.open(range) {
            self.out.push_str(tag);
        }
    }

    fn end_inline(&mut self, tag: &str) {
        if self.close() {
            self.out.push_str(tag);
        }
    }

    fn end_paragraph(&mut self) {
        let written = self.close();
        self.typographer.boundary(&mut self.out);
        if written && self.out.len() == self.paragraph {
            // All that it held was removed.
            self.out.truncate(self.paragraph - "<p>".len());
            self.typographer.boundary(&mut self.out);
        } else if written && !self.write_figure() {
            self.out.push_str("</p>\n");
        }
        self.paragraph = usize::MAX;
    }

    fn alert(&mut self, kind: BlockQuoteKind, range: &Range<usize>) {
        let words = self.setting.words;
        let (name, title) = match kind {
            BlockQuoteKind::Note => ("note", &words.note),
            BlockQuoteKind::Tip => ("tip", &words.tip),
            BlockQuoteKind::Important => ("important", &words.important),
            BlockQuoteKind::Warning => ("warning", &words.warning),
            BlockQuoteKind::Caution => ("caution", &words.caution),
        };
        self.block();
        if self.open(range) {
            self.out.push_str("<div class=\"alert alert-");
            self.out.push_str(name);
            self.out.push_str("\" role=\"note\">\n<p class=\"alert-title\">");
            escape::text(&mut self.out, title);
            self.out.push_str("</p>\n");
        }
    }

    fn start_code_block(&mut self, kind: &CodeBlockKind) {
        self.block();
        self.stack.push(Open::Markdown { written: true, scope: false });
        // A line may be too long for the screen: who has no mouse scrolls by keys.
        self.out.push_str("<pre tabindex=\"0\"><code");
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next(),
            CodeBlockKind::Indented => None,
        };
        if let Some(language) = language {
            escape::named(&mut self.out, "class", &format!("language-{language}"));
        }
        self.out.push('>');
        self.in_code = true;
    }

    /// The box of a task and the label around its words.
    pub fn task(&mut self, is_done: bool) {
        self.fit("");
        self.stack.push(Open::Label);
        let checked = if is_done { " checked=\"\"" } else { "" };
        self.out.push_str("<label class=\"task\"><input type=\"checkbox\"");
        self.out.push_str(checked);
        self.out.push_str(" disabled=\"\"> ");
    }

    fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr<'a>>,
        classes: &[CowStr<'a>],
        attributes: &[(CowStr<'a>, Option<CowStr<'a>>)],
        range: &Range<usize>,
    ) {
        self.block();
        let level = level_on_page(number(level), self.setting.headings, self.shift);
        let start = self.out.len();
        self.out.push_str(&format!("<h{level}"));
        let at = self.out.len();
        self.write_heading_classes(classes, range);
        let mut lang = None;
        for (name, value) in attributes {
            match (&**name, value) {
                ("lang", Some(value)) if !is_language_tag(value) => {
                    let message = say!(
                        en: "`lang` cannot be `{value}` and was removed",
                        fr: "`lang` ne peut pas valoir `{value}` et a été retiré"
                    );
                    self.warn("html-removed", range.clone(), message, LANG_EXAMPLE);
                }
                ("lang", Some(value)) if lang.is_none() => {
                    escape::named(&mut self.out, "lang", value);
                    lang = Some(value);
                }
                _ => {
                    let message =
                        say!(en: "a heading has no attribute `{name}`", fr: "un titre n’a pas d’attribut `{name}`");
                    self.warn(
                        "html-removed",
                        range.clone(),
                        message,
                        say!(
                            en: "write `{{#id}}`, `{{.intro}}` or `{{lang=de}}`",
                            fr: "écrivez `{{#id}}`, `{{.intro}}` ou `{{lang=de}}`"
                        ),
                    );
                }
            }
        }
        self.out.push('>');
        if let Some(lang) = lang {
            self.typographer.enter(Some(lang));
        }
        self.stack.push(Open::Markdown { written: true, scope: lang.is_some() });
        if self.draft.is_none() {
            let id = id.map_or(DraftId::FromWords, |id| DraftId::Asked(id.into_string()));
            let ids = self.ids.list.len();
            self.draft = Some(Draft {
                depth: self.stack.len(),
                start,
                at,
                end: self.out.len(),
                level,
                words: String::new(),
                id,
                ids,
                range: range.clone(),
            });
        }
    }

    /// Writes the classes of a heading that an author may write; the others are reported where they stand.
    fn write_heading_classes(&mut self, classes: &[CowStr<'a>], range: &Range<usize>) {
        let mut known = Vec::new();
        // They stand in their order at the end of the heading; where one is not found, no other is looked for.
        let mut from = self.source[range.clone()].rfind('{').map(|at| range.start + at);
        for word in classes {
            let found = from.and_then(|from| Some(from + self.source[from..range.end].find(&format!(".{word}"))? + 1));
            from = found.map(|at| at + word.len());
            match class::of_author(word) {
                Some(class) => known.push(class),
                None => {
                    let place = found.map_or(range.clone(), |at| at..at + word.len());
                    self.refuse_class(word, place);
                }
            }
        }
        if !known.is_empty() {
            escape::named(&mut self.out, "class", &known.join(" "));
        }
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.block();
        self.stack.push(Open::Markdown { written: true, scope: false });
        self.start_table_region();
        self.out.push_str("<table>\n");
        self.table =
            Some(Table { alignments, column: 0, in_head: false, has_rows: false, cell: 0, is_left_out: false });
    }

    /// What is around a table, so that who has no mouse can scroll one that is too wide.
    pub fn start_table_region(&mut self) {
        self.tables += 1;
        let name = self.setting.words.table.replace("{n}", &self.tables.to_string());
        // A group and not a region: a page with many tables would be full of landmarks.
        self.out.push_str("<div class=\"table\" role=\"group\" tabindex=\"0\"");
        escape::named(&mut self.out, "aria-label", &name);
        self.out.push_str(">\n");
    }

    fn end_table(&mut self) {
        self.close();
        let has_rows = self.table.take().is_some_and(|table| table.has_rows);
        self.out.push_str(if has_rows { "</tbody>\n</table>\n</div>\n" } else { "</table>\n</div>\n" });
    }

    fn start_row(&mut self, in_head: bool) {
        self.stack.push(Open::Markdown { written: true, scope: false });
        let Some(table) = &mut self.table else { return };
        let is_first = !in_head && !table.has_rows;
        (table.in_head, table.column, table.has_rows) = (in_head, 0, table.has_rows || !in_head);
        self.out.push_str(match (in_head, is_first) {
            (true, _) => "<thead>\n<tr>",
            (false, true) => "<tbody>\n<tr>",
            (false, false) => "<tr>",
        });
    }

    fn start_cell(&mut self, range: &Range<usize>) {
        self.stack.push(Open::Markdown { written: true, scope: false });
        self.typographer.boundary(&mut self.out);
        // Rows are filled up to the columns of the head: rows without cells and a head with many would make of a short text a
        // long one.
        self.empty_cells += usize::from(range.is_empty());
        let is_left_out = range.is_empty() && self.empty_cells > self.source.len();
        let Some(table) = &mut self.table else { return };
        table.is_left_out = is_left_out;
        if is_left_out {
            return;
        }
        self.out.push_str(if table.in_head { "<th scope=\"col\"" } else { "<td" });
        self.out.push_str(match table.alignments.get(table.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        });
        self.out.push('>');
        table.cell = self.out.len();
        table.column += 1;
    }

    fn end_cell(&mut self) {
        self.close();
        self.typographer.boundary(&mut self.out);
        let Some(table) = self.table.as_ref().filter(|table| !table.is_left_out) else { return };
        // A header without words would be announced as nothing.
        let is_empty = self.out.len() == table.cell;
        match (table.in_head, is_empty) {
            (true, true) => {
                self.out.truncate(self.out.rfind('<').unwrap_or(table.cell));
                self.out.push_str("<td></td>");
            }
            (true, false) => self.out.push_str("</th>"),
            (false, _) => self.out.push_str("</td>"),
        }
    }
}
