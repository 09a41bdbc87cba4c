//! Writes a tree as HTML. All text by authors is escaped here.

use crate::text::markdown::footnotes::{Footnote, note_id, reference_id};
use crate::text::markdown::options::MarkdownOptions;
use crate::text::markdown::tree::{Attribute, Element, FootnoteReference, NodeId, NodeKind, Step, Syntax, Tree, Walk};
use crate::text::sanitize::escape;

/// Writes a tree and its footnotes; `length` is that of the source.
pub fn write(tree: &Tree, notes: &[Footnote], options: &MarkdownOptions, length: usize) -> String {
    let out = String::with_capacity(length + length / 2);
    let mut writer = Writer { tree, options, out, starts: Vec::new() };
    writer.walk(Walk::new(tree));
    writer.footnotes(notes);
    let mut out = writer.out;
    // At the start of a document U+FEFF would be a byte order mark.
    let marks = out.len() - out.trim_start_matches('\u{feff}').len();
    out.drain(..marks);
    out
}

struct Writer<'w> {
    tree: &'w Tree<'w>,
    options: &'w MarkdownOptions<'w>,
    out: String,
    /// The ranges of the start tags of open paragraphs and cells.
    starts: Vec<(usize, usize)>,
}

impl Writer<'_> {
    fn walk(&mut self, mut walk: Walk) {
        while let Some(step) = walk.next(self.tree) {
            match step {
                Step::Enter(node) => {
                    self.enter(node);
                    if let NodeKind::Footnote(_) = self.tree.nodes[node].kind {
                        walk.skip(self.tree);
                    }
                }
                Step::Leave(node) => {
                    if let NodeKind::Element(element) = &self.tree.nodes[node].kind {
                        self.leave(element);
                    }
                }
            }
        }
    }

    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// Begins a line of the output.
    fn newline(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn enter(&mut self, node: NodeId) {
        let tree = self.tree;
        match &tree.nodes[node].kind {
            NodeKind::Text(words) | NodeKind::Address(words) | NodeKind::LineEnd(words) => {
                escape::permitted_text(&mut self.out, &tree.words[words.clone()]);
            }
            NodeKind::Verbatim(text) => escape::text(&mut self.out, &tree.verbatim[text.clone()]),
            NodeKind::Code(code) => {
                self.push("<code>");
                escape::text(&mut self.out, &tree.verbatim[code.clone()]);
                self.push("</code>");
            }
            NodeKind::Element(element) => self.begin(element),
            NodeKind::Reference(reference) => self.reference(reference),
            NodeKind::Boundary | NodeKind::Footnote(_) => {}
        }
    }

    fn begin(&mut self, element: &Element) {
        if element.lines.before {
            self.newline();
        }
        let start = self.out.len();
        self.tag(element.name, &element.attributes);
        if element.lines.inside {
            self.push("\n");
        }
        if may_be_empty(element) {
            self.starts.push((start, self.out.len()));
        }
    }

    fn leave(&mut self, element: &Element) {
        if element.is_void() {
            return;
        }
        if element.is_external {
            // For screen readers: the link leaves the site.
            self.push("<span class=\"visually-hidden\"> ");
            escape::text(&mut self.out, &self.options.labels.external);
            self.push("</span>");
        }
        if let Some(caption) = &element.caption {
            self.push("<figcaption>");
            escape::text(&mut self.out, caption);
            self.push("</figcaption>");
        }
        if may_be_empty(element)
            && let Some((start, end)) = self.starts.pop()
            && self.out.len() == end
        {
            self.out.truncate(start);
            // Screen readers would announce an empty header cell.
            return self.push(if element.name == "th" { "<td></td>" } else { "" });
        }
        if !element.name.is_empty() {
            self.push("</");
            self.push(element.name);
            self.push(">");
        }
        if element.lines.after {
            self.push("\n");
        }
    }

    fn tag(&mut self, name: &str, attributes: &[Attribute]) {
        if name.is_empty() {
            return;
        }
        self.push("<");
        self.push(name);
        for (name, value) in attributes.iter().filter(|(name, value)| *name != "id" || !value.is_empty()) {
            escape::named(&mut self.out, name, value);
        }
        self.push(">");
    }

    fn reference(&mut self, reference: &FootnoteReference) {
        let number = reference.number.to_string();
        self.push("<sup class=\"footnote-ref\">");
        if reference.is_link {
            let id = reference_id(reference.number, reference.rank);
            self.push("<a");
            self.id("href", "#", &note_id(reference.number));
            self.id("id", "", &id);
            self.push(" role=\"doc-noteref\"");
            escape::named(&mut self.out, "aria-label", &self.options.labels.footnote.replace("{n}", &number));
            self.push(">");
        }
        self.push(&number);
        self.push(if reference.is_link { "</a></sup>" } else { "</sup>" });
    }

    /// Writes an attribute with an id of this text.
    fn id(&mut self, name: &str, before: &str, id: &str) {
        escape::named(&mut self.out, name, &format!("{before}{}{id}", self.options.id_prefix));
    }

    fn footnotes(&mut self, notes: &[Footnote]) {
        if notes.is_empty() {
            return;
        }
        self.newline();
        self.push("<section class=\"footnotes\" role=\"doc-endnotes\"");
        escape::named(&mut self.out, "aria-label", &self.options.labels.footnotes);
        self.push(">\n<ol>\n");
        for note in notes {
            self.footnote(note);
        }
        self.push("</ol>\n</section>\n");
    }

    fn footnote(&mut self, note: &Footnote) {
        let out = std::mem::take(&mut self.out);
        self.walk(Walk::inside(self.tree, note.node));
        let html = std::mem::replace(&mut self.out, out);
        self.push("<li");
        self.id("id", "", &note_id(note.number));
        self.push(">\n");
        // The back links are in the last paragraph.
        let (text, end) = html.strip_suffix("</p>\n").map_or((&*html, ""), |text| (text, "</p>\n"));
        self.push(text);
        let (number, words) = (note.number, self.options.labels);
        for rank in 1..=note.references {
            let name = if rank == 1 { number.to_string() } else { format!("{number}-{rank}") };
            self.push(" <a class=\"footnote-back\"");
            self.id("href", "#", &reference_id(number, rank));
            self.push(" role=\"doc-backlink\"");
            escape::named(&mut self.out, "aria-label", &words.footnote_back.replace("{n}", &name));
            self.push(">↩\u{fe0e}</a>");
        }
        self.push(end);
        self.push("</li>\n");
    }
}

/// True for an element of Markdown that is replaced or removed if it is empty.
fn may_be_empty(element: &Element) -> bool {
    element.may_vanish() || element.name == "th" && element.syntax == Syntax::Markdown
}
