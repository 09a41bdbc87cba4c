//! Entries in one language: on the page of what is new, in newsletter issues, in the timeline of their item.

use crate::kind::amendment::{AmendedValue, Amendment};
use crate::kind::award::Award;
use crate::kind::dated::{DatedRecord, EntryKind};
use crate::kind::item::{Facts, Item};
use crate::kind::startup::Phase;
use crate::present::fill::call::result;
use crate::present::fill::context::Context;
use crate::present::view::listing::EntryGroup;
use crate::present::view::part;
use crate::present::view::value::{DateView, LangString};
use crate::read::date::DateOrTime;
use crate::site::entry::Entry;

/// The timeline of an item, the latest entry first. Each change has its old and its new value.
pub fn timeline(context: &Context<'_>, item: &Item) -> Vec<part::EntryView> {
    let whole = |entry: &Entry<'_>| match &entry.record {
        DatedRecord::Amendment(amendment) => Some(context.amendment(amendment, item)),
        _ => None,
    };
    let entries = context.timeline.of_item(&item.key);
    entries.map(|entry| part::EntryView { change: whole(entry), ..alone(context, entry) }).collect()
}

/// The amendments of an item without an entry in its timeline, because their day is not known.
pub fn other_changes(context: &Context<'_>, item: &Item) -> Vec<part::AmendmentView> {
    let amendments: &[Amendment] = match &item.facts {
        Facts::Call(call) => &call.amendments,
        Facts::Event(event) => &event.amendments,
        _ => &[],
    };
    let has_entry = |amendment: &Amendment| {
        let is_it =
            |entry: &Entry<'_>| matches!(entry.record, DatedRecord::Amendment(other) if other.id == amendment.id);
        context.timeline.of_item(&item.key).any(is_it)
    };
    let others = amendments.iter().filter(|amendment| !has_entry(amendment));
    others.map(|amendment| context.amendment(amendment, item)).collect()
}

/// An entry in a list with entries of other items.
pub fn listed(context: &Context<'_>, entry: &Entry<'_>) -> part::EntryView {
    part::EntryView { item: context.link(&entry.item.key), example: entry.item.common.example, ..alone(context, entry) }
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
            group.entries.push(part::EntryView { clock: clock(context, entry), ..listed(context, entry) });
        }
    }
    groups
}

/// An entry in the timeline of its item.
fn alone(context: &Context<'_>, entry: &Entry<'_>) -> part::EntryView {
    let change = match &entry.record {
        DatedRecord::Amendment(amendment) => Some(amendment_of(context, entry, amendment)),
        _ => None,
    };
    part::EntryView {
        id: entry.id(&context.catalogue.site.authority),
        name: entry.name.word().to_owned(),
        word: word(entry).to_owned(),
        when: when(context, entry),
        clock: None,
        item: None,
        subject: subject(context, entry),
        change,
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
        _ => entry.name.word(),
    }
}

/// An entry in one line: what happened, to which item, and to which part. An update has a title of its own.
pub fn headline(context: &Context<'_>, entry: &Entry<'_>) -> String {
    let localizer = context.localizer;
    let title = context.title(entry.item).text;
    let happened = localizer.string(&format!("entry.{}", word(entry))).to_owned();
    let headline = match (entry.name, particular(context, entry)) {
        (EntryKind::Update, _) => title,
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
    let item = entry.item;
    match entry.when {
        DateOrTime::Instant(closing) if entry.name == EntryKind::CallClosed => {
            context.localizer.closing(&closing, &item.common.zone, context.zone_shown(item))
        }
        when => context.when(when, item),
    }
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
        DatedRecord::Document(document) => text(&document.title),
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
