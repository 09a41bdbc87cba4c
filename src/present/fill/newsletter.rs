//! The newsletter issue of a month: what to do before when, what is open, what takes place in the month after, and what happened.
//!
//! An issue does not change once it is sent: that of a past month says what was known at its end.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::sync::Arc;

use crate::base::moment::Moment;
use crate::base::moment::month::Month;
use crate::kind::dated::{DatedRecord, EntryKind};
use crate::kind::event::{Period, Status};
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::present::fill::cache::{NewsletterCache, RenderedIssue};
use crate::present::fill::context::Context;
use crate::present::fill::entry::{OlderFact, particular, when, word};
use crate::present::fill::item::name;
use crate::present::fill::shell::page;
use crate::present::newsletter::markup;
use crate::present::view::newsletter::{
    NewsletterGroup, NewsletterIssue, NewsletterIssuePage, NewsletterIssuesPage, NewsletterLine, NewsletterNews,
    NewsletterYear,
};
use crate::present::view::part::Link;
use crate::present::view::value::{DateView, LangString, Shared};
use crate::site::entry::{Entry, sort_by_fact};
use crate::site::feed_scope::FeedScope;
use crate::site::plan::content::NewsletterFormat;
use crate::site::state::{self, CallState};
use crate::text::absolute::absolute;

/// The order of kinds in an issue.
const ORDER: [Kind; 6] = [Kind::Call, Kind::Challenge, Kind::Event, Kind::Programme, Kind::Startup, Kind::Update];

/// The most lines of a kind, unless one more is all that is left: the others are counted.
const LINES: usize = 3;

/// The page of an issue.
pub fn issue_page(context: &Context<'_>, month: Month) -> NewsletterIssuePage {
    let plan = context.plan;
    let rendered = context.newsletters.of_month(context, month);
    let issue = &rendered.issue;
    let mut page = page(context, &issue.title, |lang| plan.newsletter_issue(lang, month));
    page.description = Some(context.localizer.fill("digest.described", &[("month", &issue.month.text)]));
    page.breadcrumb.push(Link {
        text: LangString::new(context.localizer.string("digest.title")),
        href: Some(context.href(&plan.section(context.lang, "digest"))),
        note: None,
        unpublished: None,
    });
    page.breadcrumb.push(name(LangString::new(&*issue.month.text)));
    page.feeds.push(Shared::new(&context.feed(&FeedScope::Newsletter)));
    let file = |format| context.href(&plan.newsletter_file(context.lang, month, format));
    NewsletterIssuePage {
        site: context.site.clone(),
        page,
        letter: rendered.view.clone(),
        text: file(NewsletterFormat::Text),
        email: file(NewsletterFormat::Email),
        previous: context.timeline.issue_months().find(|other| *other < month).map(|other| issue_link(context, other)),
        next: context
            .timeline
            .issue_months()
            .filter(|other| *other > month)
            .last()
            .map(|other| issue_link(context, other)),
        feed: Some(Shared::new(&context.feed(&FeedScope::Newsletter))),
    }
}

/// The page that lists all issues.
pub fn issues_page(context: &Context<'_>) -> NewsletterIssuesPage {
    let title = context.localizer.string("digest.title").to_owned();
    let mut page = page(context, &title, |lang| context.plan.section(lang, "digest"));
    page.description = Some(context.localizer.string("digest.all").to_owned());
    page.breadcrumb.push(name(LangString::new(title)));
    page.feeds.push(Shared::new(&context.feed(&FeedScope::Newsletter)));
    let mut years: Vec<NewsletterYear> = Vec::new();
    for month in context.timeline.issue_months() {
        let year = month.year().to_string();
        if years.last().is_none_or(|last| last.year != year) {
            years.push(NewsletterYear { year, months: Vec::new() });
        }
        if let Some(year) = years.last_mut() {
            year.months.push(issue_link(context, month));
        }
    }
    NewsletterIssuesPage {
        site: context.site.clone(),
        page,
        years,
        feed: Some(Shared::new(&context.feed(&FeedScope::Newsletter))),
    }
}

/// A link to the issue of a month.
pub fn issue_link(context: &Context<'_>, month: Month) -> Link {
    Link {
        text: LangString::new(context.date(month.date()).text),
        href: Some(context.href(&context.plan.newsletter_issue(context.lang, month))),
        note: None,
        unpublished: None,
    }
}

impl NewsletterCache {
    /// The issue of a month.
    pub fn of_month(&self, context: &Context<'_>, month: Month) -> Arc<RenderedIssue> {
        self.recent.get(&month, || {
            let issue = issue(context, month);
            self.markup_of(context, month, &issue);
            Arc::new(RenderedIssue { view: Shared::new(&issue), issue })
        })
    }

    /// The issue of a month as HTML for its feed, with absolute addresses; empty if nothing is in this language.
    pub fn markup(&self, context: &Context<'_>, month: Month) -> Arc<str> {
        match self.markup.cached(&month) {
            Some(markup) => markup,
            None => self.markup_of(context, month, &issue(context, month)),
        }
    }

    fn markup_of(&self, context: &Context<'_>, month: Month, issue: &NewsletterIssue) -> Arc<str> {
        let page = || context.absolute(&context.plan.newsletter_issue(context.lang, month));
        let origin = context.catalogue.site.base_url.origin();
        let whole = || Arc::from(absolute(&markup(context, issue), origin, &page()));
        self.markup.get(&month, || Ok::<_, Infallible>(whole())).unwrap_or_else(|never| match never {})
    }
}

/// The title of an issue.
pub fn issue_title(context: &Context<'_>, month: Month) -> String {
    context.localizer.fill("digest.titled", &[("month", &context.date(month.date()).text)])
}

/// The content of an issue.
fn issue(context: &Context<'_>, month: Month) -> NewsletterIssue {
    let zone = &context.catalogue.site.zone;
    let (now, next) = (context.catalogue.now, month.next());
    let as_of = now.min(month.end(zone));
    let mut news = news_by_item(context, month);
    let mut named: HashSet<&Key> = news.of_items.keys().copied().collect();
    let calls = context.catalogue.of_kind(Kind::Call).filter(|item| is_in_issue(context, item, as_of));
    let (dated, undated): (Vec<_>, Vec<_>) =
        calls.filter_map(|item| answerable(context, item, as_of)).partition(|coming| coming.at.is_some());
    let events = context.timeline.due_in(next).filter(|item| is_in_issue(context, item, as_of));
    let events: Vec<Coming<'_>> = events.filter_map(|item| takes_place(context, item, next, as_of)).collect();
    named.extend(dated.iter().chain(&undated).chain(&events).map(|coming| &coming.item.key));
    // What comes takes the news of its items along, so that these are not named twice.
    let dates = lines(context, dated, &mut news);
    let open = lines(context, undated, &mut news);
    let events = lines(context, events, &mut news);
    let mut additions = additions(context, &mut news);
    let mut left = 0;
    let mut group = |kind: Kind| {
        let of_kind = news.items.iter().filter(|item| item.key.kind == kind);
        let mut with_news: Vec<_> = of_kind.filter_map(|item| Some((*item, news.of_items.get(&item.key)?))).collect();
        // The sort is stable: the latest stays first.
        with_news.sort_by_key(|(_, entries)| entries.iter().all(|entry| entry.name.introduces()));
        let shown = shown_of(with_news.len());
        left += with_news.len() - shown;
        let lines: Vec<_> = with_news[..shown]
            .iter()
            .filter_map(|(item, entries)| {
                let mut news = self::news(context, entries, false);
                news.summary = news.summary.filter(|_| !is_covered(item, &named));
                line(context, item, None, Some(news))
            })
            .collect();
        (!lines.is_empty()).then(|| NewsletterGroup { kind: kind.word().to_owned(), lines })
    };
    let groups = ORDER.into_iter().filter_map(&mut group).collect();
    left += additions.split_off(shown_of(additions.len())).len();
    NewsletterIssue {
        title: issue_title(context, month),
        month: context.date(month.date()),
        so_far: now < month.end(zone),
        dates,
        open,
        next: context.date(next.date()),
        events,
        groups,
        additions,
        more: (left > 0).then(|| Link {
            text: LangString::new(context.localizer.plural("digest.more", left as u64)),
            href: Some(context.href(&context.plan.whats_new(context.lang, 1))),
            note: None,
            unpublished: None,
        }),
    }
}

/// How many lines of so many are shown.
fn shown_of(lines: usize) -> usize {
    if lines > LINES + 1 { LINES } else { lines }
}

/// The lines of items of which nothing is new but that they came into the catalogue with older facts; their news are taken out.
fn additions(context: &Context<'_>, news: &mut News<'_>) -> Vec<NewsletterLine> {
    let mut lines = Vec::new();
    for item in &news.items {
        let Some(entries) = news.of_items.get(&item.key) else { continue };
        let mut older: Vec<&Entry<'_>> = entries.iter().copied().filter(|entry| entry.is_older_than_item()).collect();
        sort_by_fact(&mut older);
        let is_all = entries.iter().all(|entry| entry.is_addition());
        let Some(latest) = older.first().filter(|_| is_all) else { continue };
        let fact = OlderFact::of(context, latest);
        let is_dated = fact.is_some();
        let own = NewsletterNews {
            name: latest.name.word().to_owned(),
            when: fact.as_ref().map_or_else(|| when(context, latest), |fact| fact.when.clone()),
            changes: fact.and_then(|fact| fact.what).map(|what| what.text),
            also: None,
            is_older: is_dated,
            summary: None,
        };
        news.of_items.remove(&item.key);
        lines.extend(line(context, item, None, Some(own)));
    }
    lines
}

/// True for a piece of news about an item that the issue names: its title is enough.
fn is_covered(item: &Item, named: &HashSet<&Key>) -> bool {
    match &item.facts {
        Facts::Update(update) => update.about.iter().any(|key| named.contains(key)),
        _ => false,
    }
}

/// The entries of a month by their items, the latest first, and these items, that of the latest entry first.
struct News<'c> {
    of_items: HashMap<&'c Key, Vec<&'c Entry<'c>>>,
    items: Vec<&'c Item>,
}

fn news_by_item<'c>(context: &Context<'c>, month: Month) -> News<'c> {
    let mut news = News { of_items: HashMap::new(), items: Vec::new() };
    for (_, entry) in context.timeline.of_month(context.lang, month) {
        let of_item = news.of_items.entry(&entry.item.key).or_default();
        if of_item.is_empty() {
            news.items.push(entry.item);
        }
        of_item.push(entry);
    }
    news
}

/// Something that comes.
struct Coming<'c> {
    item: &'c Item,
    what: &'static str,
    /// When, for machines and as shown; absent for what may be done at any time.
    at: Option<(Moment, DateView)>,
}

/// Lines of what comes, in the order of its dates, each with the news of its item, which are taken out.
fn lines<'c>(context: &Context<'_>, mut coming: Vec<Coming<'c>>, news: &mut News<'c>) -> Vec<NewsletterLine> {
    // The sort is stable: items of one moment stay in the order of their ids.
    coming.sort_by_key(|coming| coming.at.as_ref().map(|(moment, _)| *moment));
    let whole = |coming: Coming<'c>| {
        let own = news.of_items.remove(&coming.item.key).map(|entries| self::news(context, &entries, true));
        line(context, coming.item, Some((coming.what, coming.at.map(|(_, when)| when))), own)
    };
    coming.into_iter().filter_map(whole).collect()
}

/// A line of an item; `None` where it has no page.
fn line(
    context: &Context<'_>,
    item: &Item,
    coming: Option<(&'static str, Option<DateView>)>,
    news: Option<NewsletterNews>,
) -> Option<NewsletterLine> {
    let (what, when) = coming.map_or((None, None), |(what, when)| (when.is_some().then(|| what.to_owned()), when));
    Some(NewsletterLine { item: context.link(&item.key)?, example: item.common.example, what, when, news })
}

/// What happened to an item in a line: documents and answers by their number, and nothing that the line says anyway.
fn news(context: &Context<'_>, entries: &[&Entry<'_>], is_coming: bool) -> NewsletterNews {
    let localizer = context.localizer;
    let is_detail = |entry: &&Entry<'_>| {
        matches!(entry.name, EntryKind::DocumentAdded | EntryKind::DocumentReplaced | EntryKind::QuestionsAnswered)
    };
    let (details, changes): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) = entries.iter().copied().partition(is_detail);
    let answers =
        |entry: &&Entry<'_>| if let DatedRecord::Questions(questions) = &entry.record { questions.len() } else { 0 };
    let answered: usize = details.iter().map(answers).sum();
    let documents = details.iter().filter(|entry| entry.name != EntryKind::QuestionsAnswered).count();
    let counted = |key: &str, count: usize| (count > 0).then(|| localizer.plural(key, count as u64));
    let counts: Vec<String> =
        [counted("count.document", documents), counted("count.answer", answered)].into_iter().flatten().collect();
    let counts = localizer.list(&counts.iter().map(String::as_str).collect::<Vec<_>>());
    let is_new = is_coming && changes.iter().all(|entry| entry.name.introduces());
    // What is new is so since it was announced.
    let told = if is_new { changes.last() } else { changes.first() };
    let latest = told.or(details.first()).expect("an item in the issue has an entry");
    let said = changed(context, &changes, is_coming);
    let (changes, also) = match (said.is_empty(), counts.is_empty()) {
        (true, true) => (None, None),
        (false, true) => (Some(said), None),
        (true, false) => (Some(localizer.fill("digest.added", &[("count", &counts)])), None),
        (false, false) => (Some(said), Some(localizer.fill("digest.also", &[("count", &counts)]))),
    };
    NewsletterNews {
        name: latest.name.word().to_owned(),
        when: when(context, latest),
        changes,
        also,
        is_older: false,
        summary: context.summary(latest.item).filter(|_| latest.name == EntryKind::Update),
    }
}

/// What happened, the latest first, each sort once. That an item is new is said where nothing else happened to it since, of a
/// changed field its name alone, and of a piece of news nothing: its title says it.
fn changed(context: &Context<'_>, changes: &[&Entry<'_>], is_coming: bool) -> String {
    let localizer = context.localizer;
    let mut words: Vec<(&str, Vec<String>)> = Vec::new();
    let is_online = changes.iter().any(|entry| entry.name == EntryKind::EventMovedOnline);
    let said_already = |entry: &&&Entry<'_>| {
        // Where an event takes place that has moved online goes without saying.
        is_online && matches!(entry.record, DatedRecord::Amendment(amendment) if amendment.field == "location")
    };
    for entry in changes
        .iter()
        .filter(|entry| !entry.name.introduces() && !entry.is_older_than_item())
        .filter(|entry| !said_already(entry))
    {
        let particular = match &entry.record {
            // The line has the new deadline.
            DatedRecord::Amendment(_) if entry.name == EntryKind::DeadlineExtended && is_coming => None,
            DatedRecord::Amendment(amendment)
                if matches!(entry.name, EntryKind::CallChanged | EntryKind::EventChanged) =>
            {
                let key = format!("field.{}", context.field_word(&amendment.field, entry.item));
                Some(localizer.fill("digest.field", &[("field", localizer.string(&key))]))
            }
            _ => particular(context, entry),
        };
        let word = word(entry);
        match words.iter_mut().find(|(other, _)| *other == word) {
            Some((_, particulars)) => particulars.extend(particular),
            None => words.push((word, particular.into_iter().collect())),
        }
    }
    let introducing = changes.first().filter(|entry| words.is_empty() && entry.name != EntryKind::Update);
    if let Some(entry) = introducing {
        let key = if is_coming { "digest.new".to_owned() } else { format!("entry.{}", word(entry)) };
        return localizer.string(&key).to_owned();
    }
    let sentence = |(word, particulars): &(&str, Vec<String>)| {
        let happened = localizer.string(&format!("entry.{word}")).to_owned();
        match particulars.is_empty() {
            true => happened,
            false => localizer.fill("digest.change", &[("change", &happened), ("which", &particulars.join(", "))]),
        }
    };
    words.iter().map(sentence).collect::<Vec<_>>().join(". ")
}

/// True for an item with words in the language of the issue that was public at `as_of`.
fn is_in_issue(context: &Context<'_>, item: &Item, as_of: Moment) -> bool {
    let drafted = context.catalogue.drafts || state::is_public(item, as_of);
    let has_words = item.words.get(context.lang).is_some();
    has_words && drafted && context.catalogue.is_public(item) && !state::is_expired(item, as_of)
}

/// Until when a call takes answers, or from when, as announced at `as_of`.
fn answerable<'c>(context: &Context<'_>, item: &'c Item, as_of: Moment) -> Option<Coming<'c>> {
    let Facts::Call(call) = &item.facts else { return None };
    let shown = context.zone_shown(item);
    let (localizer, zone) = (context.localizer, &item.common.zone);
    match state::announced_state(item, call, &context.catalogue.site, as_of) {
        CallState::Announced => {
            let opens = call.opens_at(as_of)?;
            Some(Coming { item, what: "opens", at: Some((opens.moment, localizer.instant(&opens, zone, shown))) })
        }
        CallState::Open | CallState::ClosingSoon => {
            let closes = call.closes_at(as_of).filter(|_| !call.permanent);
            let at = closes.map(|closes| (closes.moment, localizer.closing(&closes, zone, shown)));
            Some(Coming { item, what: "closes", at })
        }
        _ => None,
    }
}

/// When an event takes place, if it begins in a month.
fn takes_place<'c>(context: &Context<'_>, item: &'c Item, month: Month, as_of: Moment) -> Option<Coming<'c>> {
    let Facts::Event(event) = &item.facts else { return None };
    let is_on = matches!(event.status_at(as_of), Status::Scheduled | Status::MovedOnline);
    let period = event.period_at(as_of);
    let starts = period.start(&item.common.zone);
    // An hour of a day is enough: the page says until when.
    let when = match period {
        Period::Instants { start, end } if start.day == end.day => {
            context.localizer.instant(&start, &item.common.zone, context.zone_shown(item))
        }
        period => context.event_dates(item, period),
    };
    let at = (starts, when);
    (is_on && month.holds(period.first_day())).then_some(Coming { item, what: "takes_place", at: Some(at) })
}
