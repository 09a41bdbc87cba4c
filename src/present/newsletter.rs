//! The digest of a month as it is sent: plain text, and what the feed of letters holds. HTML for e-mail programs is a
//! template of the theme.

use crate::base::moment::month::Month;
use crate::present::fill::context::Context;
use crate::present::view::digest::{Newsletter, UpcomingItem};
use crate::present::view::part::{EntryView, Link};
use crate::present::view::value::escape;

/// How wide the lines of a plain text letter are, in characters: RFC 5322 section 2.1.1 asks for at most 78.
const WIDTH: usize = 72;

/// The letter as plain text, UTF-8 with `\n`.
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

/// What comes in the month after, under its titles; what is empty is not told.
fn coming<'l>(context: &Context<'_>, letter: &'l Newsletter) -> Vec<(String, &'l [UpcomingItem])> {
    let titled = |key: &str| context.localizer.fill(key, &[("month", &letter.next.text)]);
    let all = [(titled("digest.closing"), &*letter.closing), (titled("digest.events"), &*letter.events)];
    all.into_iter().filter(|(_, coming)| !coming.is_empty()).collect()
}

/// The whole of a plain text address.
fn address(context: &Context<'_>, link: &Link) -> Option<String> {
    let href = link.href.as_ref()?;
    Some(format!("{}{href}", context.catalogue.site.base_url.origin()))
}

/// A plain text while it is written.
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

    /// A point of a list, what is said of it, and its address, which stands alone on its line so that nothing breaks it.
    fn point(&mut self, title: &str, lines: &[&str], link: Option<&Link>) {
        self.text += &format!("{}\n", self.wrapped(&format!("* {title}"), "", "  "));
        lines.iter().for_each(|line| self.text += &format!("{}\n", self.wrapped(line, "  ", "  ")));
        if let Some(address) = link.and_then(|link| address(self.context, link)) {
            self.text += &format!("  {address}\n");
        }
    }

    fn wrapped(&self, text: &str, first: &str, indent: &str) -> String {
        // Words that are longer than a line, such as addresses, stay whole.
        let form = textwrap::Options::new(WIDTH)
            .initial_indent(first)
            .subsequent_indent(indent)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .word_separator(textwrap::WordSeparator::AsciiSpace);
        // A line that an editor broke would begin another point.
        textwrap::fill(&text.replace(['\n', '\r'], " "), form)
    }
}

/// The letter as HTML without styles, as a feed holds it; empty where nothing has words in this language.
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
