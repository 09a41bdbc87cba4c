//! A newsletter issue as plain text, and as HTML for its feed. HTML for e-mail programs is a template of the
//! theme.

use crate::base::moment::month::Month;
use crate::present::fill::context::Context;
use crate::present::view::newsletter::{NewsletterGroup, NewsletterIssue, NewsletterLine};
use crate::present::view::part::Link;
use crate::present::view::value::escape;

/// The width of the lines of plain text, in characters: RFC 5322 section 2.1.1 asks for at most 78.
const WIDTH: usize = 72;

/// The issue of a month as plain text, UTF-8 with `\n`.
pub fn text(context: &Context<'_>, month: Month) -> Vec<u8> {
    let rendered = context.newsletters.of_month(context, month);
    let issue = &rendered.issue;
    let localizer = context.localizer;
    let mut text = Plain { context, text: String::new() };
    text.heading(&issue.title, '=');
    if issue.so_far {
        text.paragraph(localizer.string("digest.so_far"));
    }
    let parts = parts(context, issue);
    if parts.is_empty() {
        text.paragraph(localizer.string("whatsnew.empty"));
    }
    for (title, lines) in parts {
        text.heading(&title, '-');
        lines.iter().for_each(|line| text.line(line));
    }
    if let Some(more) = &issue.more {
        text.text.push('\n');
        text.paragraph(&more.text.text);
        text.address(more);
    }
    let page = context.absolute(&context.plan.newsletter_issue(context.lang, month));
    text.text.push('\n');
    text.text += &format!("{}\n{page}\n", localizer.string("digest.online"));
    text.text.into_bytes()
}

/// The parts of an issue that have lines, with their titles, in their order.
fn parts<'l>(context: &Context<'_>, issue: &'l NewsletterIssue) -> Vec<(String, &'l [NewsletterLine])> {
    let localizer = context.localizer;
    let coming = [
        (localizer.string("digest.dates").to_owned(), &*issue.dates),
        (localizer.string("digest.open").to_owned(), &*issue.open),
        (localizer.fill("digest.events", &[("month", &issue.next.text)]), &*issue.events),
    ];
    let kind = |group: &NewsletterGroup| localizer.string(&format!("kind.{}.many", group.kind)).to_owned();
    let groups = issue.groups.iter().map(|group| (kind(group), &*group.lines));
    let additions = (localizer.string("digest.additions").to_owned(), &*issue.additions);
    let is_there = |(_, lines): &(String, &[NewsletterLine])| !lines.is_empty();
    coming.into_iter().filter(is_there).chain(groups).chain(Some(additions).filter(is_there)).collect()
}

/// When something comes: `Jusqu’au 25 juin 2026 à 17 h`; plain, and with a date for machines.
fn coming(context: &Context<'_>, line: &NewsletterLine) -> Option<(String, String)> {
    let (key, when) = (format!("digest.{}", line.what.as_ref()?), line.when.as_ref()?);
    let html = escape(context.localizer.string(&key)).replace("{date}", when.html.as_str());
    Some((context.localizer.fill(&key, &[("date", &when.text)]), html))
}

/// What happened, plain, and with a date for machines.
fn changes(context: &Context<'_>, line: &NewsletterLine) -> Option<(String, String)> {
    let news = line.news.as_ref()?;
    let said = news.changes.as_deref();
    if !news.is_older {
        let said: Vec<&str> = said.into_iter().chain(news.also.as_deref()).collect();
        let said = said.join(". ");
        return (!said.is_empty()).then(|| (said.clone(), escape(&said)));
    }
    let (date, html) = (&*news.when.text, news.when.html.as_str());
    let Some(said) = said else { return Some((date.to_owned(), html.to_owned())) };
    let pattern = escape(context.localizer.string("digest.news"));
    let markup = crate::theme::strings::fill(&pattern, &[("changes", &escape(said)), ("date", html)]);
    Some((context.localizer.fill("digest.news", &[("changes", said), ("date", date)]), markup))
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

    fn line(&mut self, line: &NewsletterLine) {
        let title = &line.item.text.text;
        let title = match line.example {
            true => self.context.localizer.fill("feed.example", &[("title", title)]),
            false => title.clone(),
        };
        let coming = coming(self.context, line).map(|(text, _)| text);
        let news = line.news.as_ref();
        let summary = news.and_then(|news| news.summary.as_ref()).map(|summary| summary.text.clone());
        let changes = changes(self.context, line).map(|(text, _)| text);
        for (rank, line) in [coming, Some(title), summary, changes].into_iter().flatten().enumerate() {
            let mark = if rank == 0 { "* " } else { "  " };
            self.text += &format!("{}\n", self.wrapped(&line, mark, "  "));
        }
        self.address(&line.item);
    }

    /// The address of a link, on a line of its own, so that it is not broken.
    fn address(&mut self, link: &Link) {
        if let Some(address) = address(self.context, link) {
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

/// The issue as HTML without styles, for a feed; empty if nothing is in this language.
pub fn markup(context: &Context<'_>, issue: &NewsletterIssue) -> String {
    let mut html = String::new();
    for (title, lines) in parts(context, issue) {
        html += &format!("<h2>{}</h2>\n<ul>\n", escape(&title));
        lines.iter().for_each(|line| html += &point(context, line));
        html += "</ul>\n";
    }
    if let Some((more, href)) = issue.more.as_ref().and_then(|more| Some((more, more.href.as_ref()?))) {
        html += &format!("<p><a href=\"{}\">{}</a></p>\n", escape(href), more.text.markup());
    }
    html
}

fn point(context: &Context<'_>, line: &NewsletterLine) -> String {
    let title = line.item.text.markup();
    let title = match &line.item.href {
        Some(href) => format!("<a href=\"{}\">{title}</a>", escape(href)),
        None => title,
    };
    let title = match line.example {
        true => escape(context.localizer.string("feed.example")).replace("{title}", &title),
        false => title,
    };
    let coming = coming(context, line).map(|(_, html)| html);
    let news = line.news.as_ref();
    let summary = news.and_then(|news| news.summary.as_ref()).map(|summary| summary.markup());
    let changes = changes(context, line).map(|(_, html)| html);
    let parts: Vec<String> = [coming, Some(title), summary, changes].into_iter().flatten().collect();
    format!("<li>{}</li>\n", parts.join("<br>"))
}
