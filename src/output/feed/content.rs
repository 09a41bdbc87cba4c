//! The HTML content of an entry: what happened, with dates and names, then the body of the item if the entry introduces
//! it.

use std::sync::Arc;

use crate::base::lang::direction;
use crate::base::moment::PartialDate;
use crate::kind::award::Award;
use crate::kind::call::Call;
use crate::kind::dated::{DatedRecord, EntryKind};
use crate::kind::document::Document;
use crate::kind::event::Event;
use crate::kind::item::{Facts, Item};
use crate::present::fill::call::result;
use crate::present::fill::context::Context;
use crate::present::fill::entry::{amendment_of, phase};
use crate::present::view::part::{self, AmendedView, Link};
use crate::present::view::value::{DateView, LangString, RichText, escape};
use crate::site::entry::Entry;

/// The content of an entry as HTML, with relative addresses.
pub(super) fn content(context: &Context<'_>, entry: &Entry<'_>) -> String {
    let item = entry.item;
    let mut text = EntryHtml { context, html: String::new() };
    if item.common.example {
        let localizer = context.localizer;
        text.html += "<p><strong>";
        text.html += &escape(localizer.string("notice.example_title"));
        text.html += "</strong> ";
        text.html += &escape(localizer.string("notice.example"));
        text.html += "</p>\n";
    }
    // Feed readers show the first moment of an imprecise date, and of what happened before its item was public when it became so.
    let happened = entry.when.date();
    if happened != entry.date() || !matches!(happened, PartialDate::Day(_)) {
        text.dated("field.date", Some(context.date(happened)));
    }
    match &entry.record {
        DatedRecord::Item => {
            if let Some(reason) = entry.reason() {
                text.amendment(&amendment_of(context, entry, reason));
            }
            text.item(entry);
        }
        DatedRecord::Amendment(amendment) => text.amendment(&amendment_of(context, entry, amendment)),
        DatedRecord::Document(document) => text.document(item, document),
        DatedRecord::Questions(questions) => {
            for question in questions {
                text.html +=
                    &format!("<p><strong>{}</strong></p>\n", context.localize(&question.question, item).markup());
                text.rich_text(&context.rich_text(&question.answer, item, ""));
            }
        }
        DatedRecord::Stage(stage) => text.line("feed.stage", &context.localize(&stage.label, item).markup()),
        DatedRecord::Award(winner) => text.winner(item, winner),
        DatedRecord::Milestone(milestone) => {
            text.line("feed.milestone", &context.localize(&milestone.label, item).markup())
        }
        DatedRecord::Assessment(assessment) => {
            let report = context.localize(&assessment.report, item);
            let href = assessment.url.clone();
            text.line("feed.assessment", &anchor(&Link { text: report, href, note: None, unpublished: None }));
            if let Some(completion) = assessment.completion {
                let word =
                    context.localizer.string(&format!("completion.{}", Into::<&str>::into(completion))).to_owned();
                text.line("programme.completion", &escape(&word));
            }
        }
        DatedRecord::Phase(at) => {
            text.line("feed.phase", &phase(context, at).markup());
            if let Some(note) = &at.note {
                text.paragraph(&context.localize(note, item));
            }
        }
    }
    if let Some(summary) = context.summary(item) {
        text.paragraph(&summary);
    }
    text.html
}

/// The body of the item, if the entry is the first to introduce it.
pub(super) fn body<'a>(context: &Context<'a>, entry: &Entry<'_>) -> Option<&'a str> {
    let announced = |other: &Entry<'_>| other.name == EntryKind::CallAnnounced;
    let is_first = entry.name != EntryKind::CallOpened || !context.timeline.of_item(&entry.item.key).any(announced);
    if !entry.name.introduces() || !is_first {
        return None;
    }
    let body = context.bodies.get(&entry.item.key, context.lang)?;
    Some(&*body.html).filter(|html| !html.trim().is_empty())
}

/// HTML with the direction of the feed's language, which feed readers do not take from that language.
pub(super) fn directed(html: impl AsRef<str> + Into<Arc<str>>, context: &Context<'_>) -> Arc<str> {
    match direction(context.tag(context.lang)) {
        "rtl" if !html.as_ref().is_empty() => format!("<div dir=\"rtl\">\n{}</div>\n", html.as_ref()).into(),
        _ => html.into(),
    }
}

/// A writer of the content.
struct EntryHtml<'a> {
    context: &'a Context<'a>,
    html: String,
}

impl EntryHtml<'_> {
    /// Adds a line such as `Date limite : 25 avril 2026`; the label is the key of a string.
    fn line(&mut self, label: &str, value: &str) {
        let label = format!("<strong>{}</strong>", escape(self.context.localizer.string(label)));
        let pattern = escape(self.context.localizer.string("feed.line"));
        let line = crate::theme::strings::fill(&pattern, &[("label", &label), ("value", value)]);
        self.html += &format!("<p>{line}</p>\n");
    }

    fn dated(&mut self, label: &str, date: Option<DateView>) {
        if let Some(date) = date {
            self.line(label, date.html.as_str());
        }
    }

    fn links(&mut self, label: &str, links: &[Link]) {
        if !links.is_empty() {
            let links: Vec<String> = links.iter().map(anchor).collect();
            self.line(label, &links.join(", "));
        }
    }

    fn paragraph(&mut self, text: &LangString) {
        self.html += &format!("<p>{}</p>\n", text.markup());
    }

    fn rich_text(&mut self, rich: &RichText) {
        match &rich.lang {
            Some(lang) => {
                let dir = rich.dir.map(|dir| format!(" dir=\"{dir}\"")).unwrap_or_default();
                self.html += &format!("<div lang=\"{}\"{dir}>\n{}\n</div>\n", escape(lang), rich.html.as_str());
            }
            None => {
                self.html += rich.html.as_str();
                self.html.push('\n');
            }
        }
    }

    fn item(&mut self, entry: &Entry<'_>) {
        let item = entry.item;
        match &item.facts {
            Facts::Call(call) => self.call(entry, call),
            Facts::Event(event) => self.event(entry, event),
            Facts::Challenge(challenge) => self.links("challenge.owner", &self.context.links(&challenge.owner)),
            Facts::Programme(programme) => {
                let label = if programme.owner.len() > 1 { "programme.owners" } else { "programme.owner" };
                self.links(label, &self.context.links(&programme.owner));
                self.dated("programme.period", self.context.period(programme.start, programme.end, entry.item));
            }
            Facts::Startup(_) | Facts::Organisation(_) | Facts::Update(_) | Facts::Page(_) => {}
        }
    }

    fn call(&mut self, entry: &Entry<'_>, call: &Call) {
        let (context, item) = (self.context, entry.item);
        let closing = |instant| context.closing(&instant, item);
        match entry.name {
            EntryKind::CallAnnounced | EntryKind::CallOpened => {
                self.dated("call.opens", call.opens.map(|opens| context.instant(&opens, item)));
                self.dated("call.closes", call.closes().map(closing));
                self.dated("call.questions_until", call.questions_until.map(closing));
                let by = match call.is_for_contract() {
                    true if call.ordering_party.len() > 1 => "joint_contract",
                    true => "contract",
                    false => "no_contract",
                };
                self.links(&format!("call.ordering_party.{by}"), &context.links(&call.ordering_party));
            }
            EntryKind::CallClosed => self.dated("call.closes", call.closes().map(closing)),
            EntryKind::Shortlisted => {
                let submissions = call.submissions.as_ref();
                let submission: &str = call.submission().into();
                let (received, shortlisted) =
                    (format!("call.received.{submission}"), format!("call.shortlisted.{submission}"));
                for (label, number) in [
                    (&received, submissions.and_then(|submissions| submissions.received.as_ref())),
                    (&shortlisted, submissions.and_then(|submissions| submissions.shortlisted.as_ref())),
                ] {
                    number
                        .into_iter()
                        .for_each(|number| self.line(label, &escape(&context.localizer.number_as_written(number))));
                }
            }
            _ => {
                if let Some(reason) = &call.outcome_reason {
                    self.paragraph(&context.localize(reason, item));
                }
            }
        }
    }

    fn event(&mut self, entry: &Entry<'_>, event: &Event) {
        let (context, item) = (self.context, entry.item);
        if let (EntryKind::EventReport, Some(report)) = (entry.name, &event.report) {
            self.rich_text(&context.rich_text(report, item, ""));
            return;
        }
        // The date of an event that does not take place as announced is labelled as planned.
        let label = if entry.name.is_status() && entry.name != EntryKind::EventMovedOnline {
            "feed.planned"
        } else {
            "event.when"
        };
        self.dated(label, Some(context.event_when(item, event)));
        if let Some(place) = context.place(item) {
            self.line("event.where", &place.markup());
        }
        self.links("event.organiser", &context.links(&event.organiser));
    }

    fn amendment(&mut self, view: &part::AmendmentView) {
        let field = format!("field.{}", view.field);
        let html = |value: &AmendedView| match &value.date {
            Some(date) => date.html.as_str().to_owned(),
            None => value.text.markup(),
        };
        if let Some(to) = &view.to {
            self.line(&field, &html(to));
        }
        if let Some(from) = &view.from {
            self.line("feed.before", &html(from));
        }
        if let Some(reason) = &view.reason {
            self.line("feed.reason", &reason.markup());
        }
    }

    fn document(&mut self, item: &Item, document: &Document) {
        let view = self.context.document(document, std::slice::from_ref(document), item);
        let about = [view.format, view.size, view.language.map(|language| language.name)];
        let about: Vec<String> = about.into_iter().flatten().collect();
        let mut value = anchor(&Link { text: view.title, href: Some(view.href), note: None, unpublished: None });
        if !about.is_empty() {
            value += &format!(" ({})", escape(&about.join(", ")));
        }
        self.line("feed.document", &value);
    }

    fn winner(&mut self, item: &Item, winner: &Award) {
        let Facts::Call(call) = &item.facts else { return };
        let result = result(self.context, item, call, winner);
        if let Some(who) = &result.who {
            self.line("feed.winner", &anchor(who));
        }
        if let Some(stage) = &result.stage {
            self.line("feed.stage", &stage.markup());
        }
        if let Some(amount) = &result.amount {
            self.line("feed.amount", &escape(&amount.text));
        }
        if let Some(note) = &result.note {
            self.paragraph(note);
        }
    }
}

/// A link, or its text if it has no address.
fn anchor(link: &Link) -> String {
    match &link.href {
        Some(href) => format!("<a href=\"{}\">{}</a>", escape(href), link.text.markup()),
        None => link.text.markup(),
    }
}
