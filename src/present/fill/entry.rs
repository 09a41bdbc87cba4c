//! Entries in one language: on the page of what is new, in newsletter issues, in the timeline of their item.

use crate::kind::amendment::{AmendedValue, Amendment};
use crate::kind::award::Award;
use crate::kind::dated::{DatedRecord, EntryKind};
use crate::kind::document::Document;
use crate::kind::item::{Facts, Item};
use crate::kind::programme::{self, Programme};
use crate::kind::startup::Phase;
use crate::present::fill::call::result;
use crate::present::fill::context::Context;
use crate::present::view::listing::EntryGroup;
use crate::present::view::part;
use crate::present::view::value::{DateView, Html, LangString, escape};
use crate::read::date::DateOrTime;
use crate::site::entry::{Entry, sort_by_fact};
use crate::theme::strings::fill;

/// The timeline of an item, the latest entry first. Each change has its old and its new value.
pub fn timeline(context: &Context<'_>, item: &Item) -> Vec<part::EntryView> {
    let whole = |entry: &Entry<'_>| {
        let view = alone(context, entry);
        match entry.record {
            DatedRecord::Amendment(amendment) => {
                part::EntryView { change: Some(context.amendment(amendment, item)), ..view }
            }
            _ => view,
        }
    };
    let mut entries: Vec<&Entry<'_>> = context.timeline.of_item(&item.key).collect();
    sort_by_fact(&mut entries);
    entries.into_iter().map(whole).collect()
}

/// The amendments of an item without an entry in its timeline, because their day is not known.
pub fn other_changes(context: &Context<'_>, item: &Item) -> Vec<part::AmendmentView> {
    let amendments: &[Amendment] = match &item.facts {
        Facts::Call(call) => &call.amendments,
        Facts::Event(event) => &event.amendments,
        _ => &[],
    };
    let undated = amendments.iter().filter(|amendment| amendment.date.is_none());
    undated.map(|amendment| context.amendment(amendment, item)).collect()
}

/// An entry in a list with entries of other items. What is older than its item is in the catalogue is an addition to it, so that
/// nobody takes it for news.
pub fn listed(context: &Context<'_>, entry: &Entry<'_>) -> part::EntryView {
    let view = part::EntryView {
        item: context.link(&entry.item.key),
        example: entry.item.common.example,
        ..alone(context, entry)
    };
    if !entry.is_older_than_item() {
        return view;
    }
    let fact = OlderFact::of(context, entry).map(|fact| fact.html(context));
    let when = context.date(entry.date());
    part::EntryView { word: ADDED.to_owned(), when, subject: None, change: None, fact: fact.map(Html::from), ..view }
}

/// The word of an entry about something older than its item is in the catalogue.
const ADDED: &str = "added";

/// Something that happened before its item came into the catalogue.
pub struct OlderFact {
    /// What; absent for an event and a piece of news, which say it by their title.
    pub what: Option<LangString>,
    /// When.
    pub when: DateView,
}

impl OlderFact {
    /// The fact of an entry that is older than its item; `None` where its date is not known.
    pub fn of(context: &Context<'_>, entry: &Entry<'_>) -> Option<Self> {
        let item = entry.item;
        match (&item.facts, entry.name) {
            (Facts::Event(event), EntryKind::EventAnnounced) => {
                return Some(Self { what: None, when: context.event_when(item, event) });
            }
            (Facts::Programme(programme), EntryKind::ProgrammeLaunched) if programme.start.is_none() => return None,
            // It is no new phase any more.
            (_, EntryKind::StartupPhase) => {
                return Some(Self { what: subject(context, entry), when: when(context, entry) });
            }
            (_, EntryKind::Update) => return Some(Self { what: None, when: when(context, entry) }),
            _ => {}
        }
        let happened = &*context.localizer.string(&format!("entry.{}", word(entry))).to_owned();
        let what = match subject(context, entry) {
            Some(subject) => {
                let pattern = context.localizer.string("digest.change");
                let filled = |which: &str| fill(pattern, &[("change", happened), ("which", which)]);
                let mixed = fill(&escape(pattern), &[("change", &escape(happened)), ("which", &subject.markup())]);
                LangString { text: filled(&subject.text), mixed: Some(mixed), ..LangString::default() }
            }
            None => LangString::new(happened),
        };
        Some(Self { what: Some(what), when: when(context, entry) })
    }

    /// What and when, as plain text: `Programme lancé (26 janvier 2018)`.
    pub fn text(&self, context: &Context<'_>) -> String {
        match &self.what {
            Some(what) => context.localizer.fill("digest.news", &[("changes", &what.text), ("date", &self.when.text)]),
            None => self.when.text.clone(),
        }
    }

    /// The same as markup.
    pub fn html(&self, context: &Context<'_>) -> String {
        let date = self.when.html.as_str();
        match &self.what {
            Some(what) => {
                let pattern = escape(context.localizer.string("digest.news"));
                fill(&pattern, &[("changes", &what.markup()), ("date", date)])
            }
            None => date.to_owned(),
        }
    }
}

/// Entries grouped by their day, month or year.
pub fn groups<'e, 'c: 'e>(context: &Context<'_>, entries: impl Iterator<Item = &'e Entry<'c>>) -> Vec<EntryGroup> {
    let mut groups: Vec<EntryGroup> = Vec::new();
    let mut last = None;
    for entry in entries {
        if last != Some(entry.date()) {
            last = Some(entry.date());
            groups.push(EntryGroup { when: context.localizer.weekday(entry.date()), entries: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            let when = context.date(entry.date());
            group.entries.push(part::EntryView { clock: clock(context, entry), when, ..listed(context, entry) });
        }
    }
    groups
}

/// An entry in the timeline of its item.
fn alone(context: &Context<'_>, entry: &Entry<'_>) -> part::EntryView {
    let amendment = match entry.record {
        DatedRecord::Amendment(amendment) => Some(amendment),
        _ => entry.reason(),
    };
    part::EntryView {
        id: entry.id(&context.catalogue.site.authority),
        name: entry.name.word().to_owned(),
        word: word(entry).to_owned(),
        when: when(context, entry),
        clock: None,
        item: None,
        subject: subject(context, entry),
        change: amendment.map(|amendment| amendment_of(context, entry, amendment)),
        fact: None,
        example: false,
    }
}

/// The amendment behind an entry; without its values where the entry names the new status itself.
pub fn amendment_of(context: &Context<'_>, entry: &Entry<'_>, amendment: &Amendment) -> part::AmendmentView {
    let view = context.amendment(amendment, entry.item);
    if entry.name.is_status() { part::AmendmentView { from: None, to: None, ..view } } else { view }
}

/// The key of the string for what happened.
pub fn word(entry: &Entry<'_>) -> &'static str {
    match &entry.record {
        DatedRecord::Amendment(amendment) if entry.name == EntryKind::DeadlineExtended => {
            match (&amendment.from, &amendment.to) {
                (
                    Some(AmendedValue::DateOrTime(DateOrTime::Instant(from))),
                    Some(AmendedValue::DateOrTime(DateOrTime::Instant(to))),
                ) if to.moment < from.moment => "deadline-advanced",
                _ => entry.name.word(),
            }
        }
        // A date of a timetable says when the stage was to be, not that it was.
        DatedRecord::Stage(stage) if stage.done != Some(true) => "stage-due",
        _ => match &entry.item.facts {
            Facts::Programme(programme) => programme_word(entry.name, programme),
            _ => entry.name.word(),
        },
    }
}

/// The same for a programme: a commitment is one by its type, and what it ends with is its status.
fn programme_word(name: EntryKind, programme: &Programme) -> &'static str {
    let is_commitment = programme.r#type == programme::Type::Commitment;
    match (name, programme.status) {
        (EntryKind::ProgrammeLaunched, _) if is_commitment => "commitment-launched",
        (EntryKind::ProgrammeEnded, Some(programme::Status::Withdrawn)) if is_commitment => "commitment-withdrawn",
        (EntryKind::ProgrammeEnded, Some(programme::Status::Withdrawn)) => "programme-withdrawn",
        (EntryKind::ProgrammeEnded, Some(programme::Status::Completed)) if is_commitment => "commitment-ended",
        (EntryKind::ProgrammeEnded, Some(programme::Status::Archived)) => "programme-archived",
        _ => name.word(),
    }
}

/// An entry in one line: what happened, to which item, and to which part. An update has a title of its own.
pub fn headline(context: &Context<'_>, entry: &Entry<'_>) -> String {
    let localizer = context.localizer;
    let title = context.title(entry.item).text;
    let is_older = entry.is_older_than_item();
    let word = if is_older { ADDED } else { word(entry) };
    let happened = localizer.string(&format!("entry.{word}")).to_owned();
    let particular = match is_older {
        true => OlderFact::of(context, entry).map(|fact| fact.text(context)),
        false => particular(context, entry),
    };
    let headline = match (entry.name, particular) {
        (EntryKind::Update, _) if !is_older => title,
        (_, Some(subject)) => {
            localizer.fill("feed.subject", &[("entry", &happened), ("title", &title), ("subject", &subject)])
        }
        (_, None) => localizer.fill("feed.entry", &[("entry", &happened), ("title", &title)]),
    };
    match entry.item.common.example {
        true => localizer.fill("feed.example", &[("title", &headline)]),
        false => headline,
    }
}

/// What an entry is about within its item: what was changed, which document, which stage, who.
pub fn particular(context: &Context<'_>, entry: &Entry<'_>) -> Option<String> {
    match &entry.record {
        DatedRecord::Amendment(amendment) if !entry.name.is_status() => Some(changed(context, entry, amendment)),
        _ => subject(context, entry).map(|subject| subject.text),
    }
}

/// What changed: `Budget : 50 000 € (avant : 40 000 €)`; for a deadline the dates only.
fn changed(context: &Context<'_>, entry: &Entry<'_>, amendment: &Amendment) -> String {
    let view = context.amendment(amendment, entry.item);
    let field = context.localizer.string(&format!("field.{}", view.field)).to_owned();
    let item = entry.item;
    let plain = |value: Option<part::AmendedView>, written: &Option<AmendedValue>| match (value, written) {
        // In a headline the zone is named only where it is not the site's.
        (Some(_), Some(AmendedValue::DateOrTime(DateOrTime::Instant(instant)))) => {
            let shown = context.zone_shown(item);
            let closing = matches!(&*amendment.field, "closes" | "questions_until");
            let (localizer, zone) = (context.localizer, &item.common.zone);
            let date =
                if closing { localizer.closing(instant, zone, shown) } else { localizer.instant(instant, zone, shown) };
            Some(date.text)
        }
        (value, _) => value.map(|value| value.date.map_or(value.text.text, |date| date.text)),
    };
    match (plain(view.from, &amendment.from), plain(view.to, &amendment.to)) {
        (Some(from), Some(to)) if entry.name == EntryKind::DeadlineExtended => {
            context.localizer.fill("feed.moved", &[("to", &to), ("from", &from)])
        }
        (None, Some(to)) if entry.name == EntryKind::DeadlineExtended => to,
        (Some(from), Some(to)) => {
            context.localizer.fill("feed.change", &[("field", &field), ("to", &to), ("from", &from)])
        }
        (None, Some(to)) => context.localizer.fill("feed.changed_to", &[("field", &field), ("to", &to)]),
        (_, None) => field,
    }
}

/// When it happened, as exactly as it is known.
pub fn when(context: &Context<'_>, entry: &Entry<'_>) -> DateView {
    context.when(entry.when, entry.item)
}

fn clock(context: &Context<'_>, entry: &Entry<'_>) -> Option<DateView> {
    let instant = entry.instant()?;
    instant.clock.map(|_| context.localizer.hour(&instant, &entry.item.common.zone))
}

/// The part of the item: which document, which stage, who.
pub fn subject(context: &Context<'_>, entry: &Entry<'_>) -> Option<LangString> {
    let text = |text: &_| Some(context.localize(text, entry.item));
    match &entry.record {
        DatedRecord::Item | DatedRecord::Amendment(_) => None,
        DatedRecord::Document(document) => Some(self::document(context, entry.item, document)),
        DatedRecord::Questions(questions) => {
            Some(LangString::new(context.localizer.plural("count.question", questions.len() as u64)))
        }
        DatedRecord::Stage(stage) => text(&stage.label),
        DatedRecord::Award(winner) => self::winner(context, entry.item, winner),
        DatedRecord::Milestone(milestone) => text(&milestone.label),
        DatedRecord::Assessment(assessment) => text(&assessment.report),
        DatedRecord::Phase(phase) => Some(self::phase(context, phase)),
    }
}

/// The title of a document, with its language where that is not the page's: the same document is often there in several.
fn document(context: &Context<'_>, item: &Item, document: &Document) -> LangString {
    let title = context.localize(&document.title, item);
    let here = context.tag(context.lang);
    match document.lang.as_deref().filter(|tag| !here.eq_ignore_ascii_case(tag) && title.lang.is_none()) {
        Some(tag) => LangString { text: format!("{} ({})", title.text, context.language(tag).name), ..title },
        None => title,
    }
}

/// The winner, else the stage.
fn winner(context: &Context<'_>, item: &Item, winner: &Award) -> Option<LangString> {
    let Facts::Call(call) = &item.facts else { return None };
    let result = result(context, item, call, winner);
    result.who.map(|who| who.text).or(result.stage)
}

/// The name of a phase as declared in `site.yaml`.
pub fn phase(context: &Context<'_>, phase: &Phase) -> LangString {
    let declared = context.catalogue.site.phases.iter().find(|known| known.id == phase.name.value);
    declared.map_or_else(|| LangString::new(&*phase.name.value), |known| context.localize_site(&known.label))
}
