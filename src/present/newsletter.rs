//! The newsletter of a month as plain text, and as HTML for its feed. HTML for e-mail programs is a template of the
//! theme.

use crate::base::moment::month::Month;
use crate::present::fill::context::Context;
use crate::present::view::digest::{Newsletter, UpcomingItem};
use crate::present::view::part::{EntryView, Link};
use crate::present::view::value::escape;

/// The width of the lines of plain text, in characters: RFC 5322 section 2.1.1 asks for at most 78.
const WIDTH: usize = 72;

/// The newsletter as plain text, UTF-8 with `\n`.
pub fn text(context: &Context<'_>, month: Month) -> Vec<u8> {
    let issue = context.newsletters.of_month(context, month);
    let letter = &issue.letter;
    let localizer = context.localizer;
    let mut text = Plain { context, text: String::new() };
    text.heading(&letter.title, '=');
    text.paragraph(&context.localize_site(&context.catalogue.site.description).text);
    if letter.so_far {
        text.text.push('\n');
        text.paragraph(localizer.string("digest.so_far"));
    }
    if letter.groups.is_empty() {
        text.paragraph(localizer.string("whatsnew.empty"));
    }
    for group in &letter.groups {
        text.heading(localizer.string(&format!("kind.{}.many", group.kind)), '-');
        group.entries.iter().for_each(|entry| text.entry(entry));
    }
    for (title, coming) in coming(context, letter) {
        text.heading(&title, '-');
        coming.iter().for_each(|coming| text.coming(coming));
    }
    let page = context.absolute(&context.plan.digest(context.lang, month));
    text.text.push('\n');
    text.text += &format!("{}\n{page}\n", localizer.string("digest.online"));
    text.text.into_bytes()
}

/// The non-empty lists of what comes in the month after, with their titles.
fn coming<'l>(context: &Context<'_>, letter: &'l Newsletter) -> Vec<(String, &'l [UpcomingItem])> {
    let titled = |key: &str| context.localizer.fill(key, &[("month", &letter.next.text)]);
    let all = [(titled("digest.closing"), &*letter.closing), (titled("digest.events"), &*letter.events)];
    all.into_iter().filter(|(_, coming)| !coming.is_empty()).collect()
}

/// The absolute address of a link.
fn address(context: &Context<'_>, link: &Link) -> Option<String> {
    let href = link.href.as_ref()?;
    Some(format!("{}{href}", context.catalogue.site.base_url.origin()))
}

/// A writer of plain text.
struct Plain<'a> {
    context: &'a Context<'a>,
    text: String,
}

impl Plain<'_> {
    fn heading(&mut self, title: &str, underline: char) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let lines = textwrap::wrap(title, WIDTH);
        let width = lines.iter().map(|line| textwrap::core::display_width(line)).max().unwrap_or_default();
        self.text += &format!("{}\n{}\n\n", lines.join("\n"), underline.to_string().repeat(width));
    }

    fn paragraph(&mut self, text: &str) {
        self.text += &format!("{}\n", self.wrapped(text, "", ""));
    }

    fn entry(&mut self, entry: &EntryView) {
        let reason = entry.change.as_ref().and_then(|change| change.reason.as_ref());
        let reason = reason.map(|reason| {
            let parts = [("label", self.context.localizer.string("feed.reason")), ("value", &*reason.text)];
            self.context.localizer.fill("feed.line", &parts)
        });
        let lines: Vec<&str> = std::iter::once(&*entry.when.text).chain(reason.as_deref()).collect();
        self.point(&entry.headline, &lines, entry.item.as_ref());
    }

    fn coming(&mut self, coming: &UpcomingItem) {
        let title = &coming.item.text.text;
        let title = match coming.example {
            true => self.context.localizer.fill("feed.example", &[("title", title)]),
            false => title.clone(),
        };
        self.point(&title, &[&coming.when.text], Some(&coming.item));
    }

    /// A list item with its lines and its address, which has a line of its own so that it is not broken.
    fn point(&mut self, title: &str, lines: &[&str], link: Option<&Link>) {
        self.text += &format!("{}\n", self.wrapped(&format!("* {title}"), "", "  "));
        lines.iter().for_each(|line| self.text += &format!("{}\n", self.wrapped(line, "  ", "  ")));
        if let Some(address) = link.and_then(|link| address(self.context, link)) {
            self.text += &format!("  {address}\n");
        }
    }

    fn wrapped(&self, text: &str, first: &str, indent: &str) -> String {
        // Words longer than a line, such as addresses, are not broken.
        let form = textwrap::Options::new(WIDTH)
            .initial_indent(first)
            .subsequent_indent(indent)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .word_separator(textwrap::WordSeparator::AsciiSpace);
        // Line breaks by an editor would look like another list item.
        textwrap::fill(&text.replace(['\n', '\r'], " "), form)
    }
}

/// The newsletter as HTML without styles, for a feed; empty if nothing is in this language.
pub fn markup(context: &Context<'_>, letter: &Newsletter) -> String {
    let mut html = String::new();
    let heading = |title: &str| format!("<h2>{}</h2>\n<ul>\n", escape(title));
    for group in &letter.groups {
        html += &heading(context.localizer.string(&format!("kind.{}.many", group.kind)));
        for entry in &group.entries {
            let line = format!("{}, {}", escape(&entry.headline), entry.when.html.as_str());
            html += &point(&line, entry.item.as_ref());
        }
        html += "</ul>\n";
    }
    for (title, coming) in coming(context, letter) {
        html += &heading(&title);
        for coming in coming {
            html +=
                &point(&format!("{}, {}", coming.item.text.markup(), coming.when.html.as_str()), Some(&coming.item));
        }
        html += "</ul>\n";
    }
    html
}

fn point(line: &str, link: Option<&Link>) -> String {
    match link.and_then(|link| link.href.as_ref()) {
        Some(href) => format!("<li><a href=\"{}\">{line}</a></li>\n", escape(href)),
        None => format!("<li>{line}</li>\n"),
    }
}
