//! The digest of a month: what happened, and what closes or takes place in the month after.
//!
//! A newsletter does not change once it is sent: that of a past month says what was known at its end.

use std::convert::Infallible;
use std::sync::Arc;

use crate::base::moment::Moment;
use crate::base::moment::month::Month;
use crate::kind::event::Status;
use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::present::fill::cache::{NewsletterCache, RenderedNewsletter};
use crate::present::fill::context::Context;
use crate::present::fill::entry::entry;
use crate::present::fill::item::name;
use crate::present::fill::shell::page;
use crate::present::newsletter::markup;
use crate::present::view::digest::{DigestPage, DigestsPage, Newsletter, NewsletterGroup, UpcomingItem, YearOfDigests};
use crate::present::view::part::Link;
use crate::present::view::value::{DateView, LangString, Shared};
use crate::site::life::{self, CallState};
use crate::site::plan::content::LetterForm;
use crate::site::subject::Subject;
use crate::text::absolute::absolute;

/// The order of kinds in a newsletter.
const ORDER: [Kind; 6] = [Kind::Call, Kind::Challenge, Kind::Event, Kind::Programme, Kind::Startup, Kind::Update];

/// The page of a digest.
pub fn digest(context: &Context<'_>, month: Month) -> DigestPage {
    let plan = context.plan;
    let issue = context.newsletters.of_month(context, month);
    let letter = &issue.letter;
    let mut page = page(context, &letter.title, |lang| plan.digest(lang, month));
    page.description = Some(context.localizer.fill("digest.described", &[("month", &letter.month.text)]));
    page.breadcrumb.push(Link {
        text: LangString::new(context.localizer.string("digest.title")),
        href: Some(context.href(&plan.section(context.lang, "digest"))),
        note: None,
    });
    page.breadcrumb.push(name(LangString::new(&*letter.month.text)));
    page.feeds.push(Shared::new(&context.feed(&Subject::Letters)));
    let form = |form| context.href(&plan.letter(context.lang, month, form));
    DigestPage {
        site: context.site.clone(),
        page,
        letter: issue.view.clone(),
        text: form(LetterForm::Text),
        email: form(LetterForm::Email),
        previous: context.timeline.months().find(|other| *other < month).map(|other| link(context, other)),
        next: context.timeline.months().filter(|other| *other > month).last().map(|other| link(context, other)),
        feed: Some(Shared::new(&context.feed(&Subject::Letters))),
    }
}

/// The list of digests.
pub fn digests(context: &Context<'_>) -> DigestsPage {
    let title = context.localizer.string("digest.title").to_owned();
    let mut page = page(context, &title, |lang| context.plan.section(lang, "digest"));
    page.description = Some(context.localizer.string("digest.all").to_owned());
    page.breadcrumb.push(name(LangString::new(title)));
    page.feeds.push(Shared::new(&context.feed(&Subject::Letters)));
    let mut years: Vec<YearOfDigests> = Vec::new();
    for month in context.timeline.months() {
        let year = month.year().to_string();
        if years.last().is_none_or(|last| last.year != year) {
            years.push(YearOfDigests { year, months: Vec::new() });
        }
        if let Some(year) = years.last_mut() {
            year.months.push(link(context, month));
        }
    }
    DigestsPage { site: context.site.clone(), page, years, feed: Some(Shared::new(&context.feed(&Subject::Letters))) }
}

/// A link to the digest of a month.
pub fn link(context: &Context<'_>, month: Month) -> Link {
    Link {
        text: LangString::new(context.date(month.date()).text),
        href: Some(context.href(&context.plan.digest(context.lang, month))),
        note: None,
    }
}

impl NewsletterCache {
    /// The newsletter of a month.
    pub fn of_month(&self, context: &Context<'_>, month: Month) -> Arc<RenderedNewsletter> {
        self.recent.get(&month, || {
            let letter = letter(context, month);
            self.markup_of(context, month, &letter);
            Arc::new(RenderedNewsletter { view: Shared::new(&letter), letter })
        })
    }

    /// The newsletter of a month as HTML for its feed, with absolute addresses; empty if nothing is in this language.
    pub fn markup(&self, context: &Context<'_>, month: Month) -> Arc<str> {
        match self.markup.cached(&month) {
            Some(markup) => markup,
            None => self.markup_of(context, month, &letter(context, month)),
        }
    }

    fn markup_of(&self, context: &Context<'_>, month: Month, letter: &Newsletter) -> Arc<str> {
        let page = || context.absolute(&context.plan.digest(context.lang, month));
        let origin = context.catalogue.site.base_url.origin();
        let whole = || Arc::from(absolute(&markup(context, letter), origin, &page()));
        self.markup.get(&month, || Ok::<_, Infallible>(whole())).unwrap_or_else(|never| match never {})
    }
}

/// The title of a newsletter.
pub fn title(context: &Context<'_>, month: Month) -> String {
    context.localizer.fill("digest.titled", &[("month", &context.date(month.date()).text)])
}

/// The content of a newsletter.
fn letter(context: &Context<'_>, month: Month) -> Newsletter {
    let zone = &context.catalogue.site.zone;
    let (now, next) = (context.catalogue.now, month.next());
    let as_of = now.min(month.end(zone));
    let group = |kind: Kind| {
        let of_kind = context.timeline.of_month(context.lang, month).filter(|(_, entry)| entry.item.key.kind == kind);
        let entries: Vec<_> = of_kind.map(|(_, found)| entry(context, found)).collect();
        (!entries.is_empty()).then(|| NewsletterGroup { kind: kind.word().to_owned(), entries })
    };
    Newsletter {
        title: title(context, month),
        month: context.date(month.date()),
        so_far: now < month.end(zone),
        groups: ORDER.into_iter().filter_map(group).collect(),
        next: context.date(next.date()),
        closing: coming(context, Kind::Call, next, as_of, |item| closing(context, item, next, as_of)),
        events: coming(context, Kind::Event, next, as_of, |item| takes_place(context, item, next, as_of)),
    }
}

/// The items of a kind, public at `as_of`, that have a `date` in a month, in the order of these dates.
fn coming(
    context: &Context<'_>,
    kind: Kind,
    month: Month,
    as_of: Moment,
    date: impl Fn(&Item) -> Option<(Moment, DateView)>,
) -> Vec<UpcomingItem> {
    let public = |item: &&Item| {
        let drafted = context.catalogue.drafts || life::is_public(item, as_of);
        drafted && context.catalogue.is_public(item) && !life::is_expired(item, as_of)
    };
    let items = context.timeline.dated_in(month).filter(|item| item.key.kind == kind);
    let mut found: Vec<(Moment, UpcomingItem)> = items
        .filter(|item| item.words.get(context.lang).is_some())
        .filter(public)
        .filter_map(|item| {
            let (moment, when) = date(item)?;
            let item_link = context.link(&item.key)?;
            Some((moment, UpcomingItem { item: item_link, when, example: item.common.example }))
        })
        .collect();
    // The sort is stable: items of one moment stay in the order of their ids.
    found.sort_by_key(|(moment, _)| *moment);
    found.into_iter().map(|(_, coming)| coming).collect()
}

/// When a call closes, if that is in a month.
fn closing(context: &Context<'_>, item: &Item, month: Month, as_of: Moment) -> Option<(Moment, DateView)> {
    let Facts::Call(call) = &item.facts else { return None };
    let closes = call.closes_at(as_of).filter(|closes| month.holds(closes.day))?;
    let state = life::announced_state(item, call, &context.catalogue.site, as_of);
    let is_on = matches!(state, CallState::Announced | CallState::Open | CallState::ClosingSoon);
    is_on.then(|| (closes.moment, context.closing(&closes, item)))
}

/// When an event takes place, if it begins in a month.
fn takes_place(context: &Context<'_>, item: &Item, month: Month, as_of: Moment) -> Option<(Moment, DateView)> {
    let Facts::Event(event) = &item.facts else { return None };
    let is_on = matches!(event.status_at(as_of), Status::Scheduled | Status::MovedOnline);
    let period = event.period_at(as_of);
    let starts = period.start(&item.common.zone);
    (is_on && month.holds(period.first_day())).then(|| (starts, context.event_dates(item, period)))
}
