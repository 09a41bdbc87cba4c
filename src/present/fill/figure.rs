//! The data of figures: the months ahead on the home page, the services of a programme by phase.

use crate::base::moment::Moment;
use crate::base::moment::month::Month;
use crate::kind::event::Status;
use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::present::fill::card::card_state;
use crate::present::fill::context::Context;
use crate::present::view::figure::{EventPoint, MonthsAhead, MonthsAheadRow, PhaseShare};
use crate::present::view::part::CardState;
use crate::site::schedule;
use crate::site::state::{self, CallState};

/// The fewest months shown, the current one included: one alone compares nothing.
const LEAST_MONTHS: usize = 3;

/// The most months shown: what ends later runs to the edge.
const MOST_MONTHS: usize = schedule::MONTHS_AHEAD;

/// The width of a month.
const MONTH: u32 = 100;

/// The most calls shown; the others are counted.
const CALLS: usize = 12;

/// The most events named; the others are points of the drawing, and counted.
const EVENTS: usize = 3;

/// The least visible length.
const SHORTEST: u32 = 5;

/// A call or an event of the months ahead: its next date, itself, and its period.
struct Ahead<'i> {
    next: Moment,
    item: &'i Item,
    start: Option<Moment>,
    end: Moment,
}

/// The months ahead; `None` if nothing is coming.
pub fn ahead(context: &Context<'_>) -> Option<MonthsAhead> {
    let (catalogue, zone) = (context.catalogue, &context.catalogue.site.zone);
    let now = catalogue.now;
    let of_kind = |kind| {
        let of_item = |item| {
            let (start, end) = span(context, item)?;
            Some(Ahead { next: start.filter(|start| *start > now).unwrap_or(end), item, start, end })
        };
        let mut found: Vec<Ahead<'_>> = catalogue.listed(kind).filter_map(of_item).collect();
        found.sort_by(|one, other| (one.next, &one.item.key).cmp(&(other.next, &other.item.key)));
        found
    };
    let (calls, mut events) = (of_kind(Kind::Call), of_kind(Kind::Event));
    if calls.is_empty() && events.is_empty() {
        return None;
    }
    events.sort_by_key(|event| (event.start, &event.item.key));
    let last = calls.iter().map(|call| call.end).chain(events.iter().filter_map(|event| event.start)).max();
    let first = Month::of(now.day(zone));
    let reaches = |month: &Month| last.is_some_and(|last| month.start(zone) < last);
    let months: Vec<Month> = std::iter::successors(Some(first), |month| Some(month.next()))
        .take(MOST_MONTHS)
        .enumerate()
        .take_while(|(rank, month)| *rank < LEAST_MONTHS || reaches(month))
        .map(|(_, month)| month)
        .collect();
    let width = MONTH * months.len() as u32;
    let place = |moment: Moment| place(&months, moment, |month| (month.start(zone), month.end(zone)));
    // A row says when it is, not how to come.
    let state = |item: &Item, moment| CardState { attend: None, ..card_state(context, item, moment) };
    let row = |Ahead { item, start, end, .. }: &Ahead<'_>| {
        let from = start.map_or(0, place).min(width - SHORTEST);
        Some(MonthsAheadRow {
            key: item.key.to_string(),
            kind: item.key.kind.word().to_owned(),
            link: context.link(&item.key)?,
            now: state(item, now),
            later: context.later(item, state),
            place: context.place(item),
            from,
            length: place(*end).saturating_sub(from).max(SHORTEST),
            example: item.common.example,
        })
    };
    let point = |event: &Ahead<'_>| EventPoint {
        at: event.start.map_or(0, place),
        state: state::state_word(event.item, &catalogue.site, now).unwrap_or_default().to_owned(),
    };
    let more = |all: usize, shown: usize, what: &str| {
        (all > shown).then(|| context.localizer.plural(&format!("ahead.more.{what}"), (all - shown) as u64))
    };
    let list = |kind| context.href(&context.plan.list(context.lang, kind, 1));
    let day = now.day(zone);
    let today = u32::from(day.day().unsigned_abs() - 1) * MONTH / u32::from(day.days_in_month().unsigned_abs());
    Some(MonthsAhead {
        months: months
            .iter()
            .enumerate()
            .map(|(rank, month)| context.localizer.month_short(*month, rank == 0))
            .collect(),
        width,
        lines: (0..months.len() as u32).map(|rank| rank * MONTH).collect(),
        today,
        first: first.to_string(),
        zone: zone.name().to_owned(),
        calls: calls.iter().take(CALLS).filter_map(row).collect(),
        more_calls: more(calls.len(), CALLS, "calls"),
        calls_href: list(Kind::Call),
        points: events.iter().map(point).filter(|point| point.at < width).collect(),
        events: events.iter().take(EVENTS).filter_map(row).collect(),
        more_events: more(events.len(), EVENTS, "events"),
        events_href: list(Kind::Event),
    })
}

/// The period of a call or event that is to come or going on. `None` for a call without a closing date and for an event
/// that was cancelled or postponed: its day does not hold.
fn span(context: &Context<'_>, item: &Item) -> Option<(Option<Moment>, Moment)> {
    let (site, now) = (&context.catalogue.site, context.catalogue.now);
    let (start, end) = match &item.facts {
        Facts::Call(call) => {
            let state = state::call_state(item, call, site, now);
            if !state.is_open() && state != CallState::Announced {
                return None;
            }
            (call.opens.map(|opens| opens.moment), call.closes()?.moment)
        }
        Facts::Event(event) if !matches!(event.status, Status::Cancelled | Status::Postponed) => {
            let (start, end) = state::event_bounds(item, event);
            (Some(start), end)
        }
        _ => return None,
    };
    (end > now).then_some((start, end))
}

/// The horizontal position of a moment, clamped to the months shown.
fn place(months: &[Month], moment: Moment, bounds: impl Fn(Month) -> (Moment, Moment)) -> u32 {
    for (rank, month) in (0u32..).zip(months) {
        let (start, end) = bounds(*month);
        if moment < end {
            let (gone, whole) =
                (moment.unix_seconds() - start.unix_seconds(), end.unix_seconds() - start.unix_seconds());
            let within = u32::try_from(gone.max(0) * i64::from(MONTH) / whole.max(1)).unwrap_or(0);
            return rank * MONTH + within;
        }
    }
    MONTH * months.len() as u32
}

/// True if phases differ in the number of their services: bars that are alike, or only one, show nothing.
pub fn compares(phases: &[PhaseShare]) -> bool {
    let mut shares = phases.iter().map(|phase| phase.share).filter(|share| *share > 0);
    let first = shares.next();
    shares.any(|share| Some(share) != first)
}

/// The services of a programme by phase, in the order of `site.yaml`, empty phases included. Empty for fewer than two
/// services.
pub fn phases(context: &Context<'_>, startups: &[&Item]) -> Vec<PhaseShare> {
    let site = &context.catalogue.site;
    if startups.len() < 2 {
        return Vec::new();
    }
    let in_phase = |id: &str| -> Vec<&Item> {
        let phase = |item: &Item| state::state_word(item, site, context.catalogue.now) == Some(id);
        startups.iter().copied().filter(|item| phase(item)).collect()
    };
    let found: Vec<_> = site.phases.iter().map(|phase| (phase, in_phase(&phase.id))).collect();
    let most = found.iter().map(|(_, startups)| startups.len()).max().unwrap_or(0).max(1);
    let share = |(phase, startups): (&crate::read::site_file::PhaseDefinition, Vec<&Item>)| PhaseShare {
        label: context.localize_site(&phase.label),
        active: phase.active,
        share: (startups.len() * 100 / most) as u32,
        startups: startups.iter().filter_map(|item| context.link(&item.key)).collect(),
    };
    found.into_iter().map(share).collect()
}
