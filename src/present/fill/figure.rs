//! The data of figures: the months ahead on the home page, the services of a programme by phase.

use crate::base::moment::Moment;
use crate::base::moment::month::Month;
use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::present::fill::context::Context;
use crate::present::view::figure::{MonthsAhead, MonthsAheadRow, PhaseShare};
use crate::site::life::{self, CallState};

/// The number of months shown, the current one included.
const MONTHS: usize = 6;

/// The width of a month.
const MONTH: u32 = 100;

/// The most calls and events shown: the others are in the lists.
const ROWS: usize = 10;

/// The least visible length.
const SHORTEST: u32 = 5;

/// The months ahead; `None` if nothing is coming in them.
pub fn ahead(context: &Context<'_>) -> Option<MonthsAhead> {
    let (catalogue, zone) = (context.catalogue, &context.catalogue.site.zone);
    let now = catalogue.now;
    let months: Vec<Month> =
        std::iter::successors(Some(Month::of(now.day(zone))), |month| Some(month.next())).take(MONTHS).collect();
    let place = |moment: Moment| place(&months, moment, |month| (month.start(zone), month.end(zone)));
    let items = catalogue.listed(Kind::Call).chain(catalogue.listed(Kind::Event));
    let mut rows: Vec<(Moment, &Item, Option<Moment>, Moment)> = items
        .filter_map(|item| {
            let (start, end) = span(context, item)?;
            Some((start.filter(|start| *start > now).unwrap_or(end), item, start, end))
        })
        .filter(|(next, ..)| place(*next) < MONTH * MONTHS as u32)
        .collect();
    rows.sort_by(|(one, item, ..), (other, another, ..)| (one, &item.key).cmp(&(other, &another.key)));
    let row = |(_, item, start, end): (Moment, &Item, Option<Moment>, Moment)| {
        let from = start.map_or(0, place).min(MONTH * MONTHS as u32 - SHORTEST);
        Some(MonthsAheadRow {
            kind: item.key.kind.word().to_owned(),
            link: context.link(&item.key)?,
            state: context.state(item),
            date: context.card_date(item),
            from,
            length: place(end).saturating_sub(from).max(SHORTEST),
            example: item.common.example,
        })
    };
    let rows: Vec<MonthsAheadRow> = rows.into_iter().take(ROWS).filter_map(row).collect();
    (!rows.is_empty()).then(|| MonthsAhead {
        months: months.iter().map(|month| context.date(month.date()).text).collect(),
        width: MONTH * MONTHS as u32,
        rows,
    })
}

/// The period of a call or event that is to come or going on. `None` for a call without a closing date and for an event
/// that was cancelled.
fn span(context: &Context<'_>, item: &Item) -> Option<(Option<Moment>, Moment)> {
    let (site, now) = (&context.catalogue.site, context.catalogue.now);
    let (start, end) = match &item.facts {
        Facts::Call(call) => {
            let state = life::call_state(item, call, site, now);
            if !state.is_open() && state != CallState::Announced {
                return None;
            }
            (call.opens.map(|opens| opens.moment), call.closes()?.moment)
        }
        Facts::Event(event) if life::state(item, site, now) != Some("cancelled") => {
            let (start, end) = life::event_bounds(item, event);
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
    MONTH * MONTHS as u32
}

/// The services of a programme by phase, in the order of `site.yaml`, empty phases included. Empty for fewer than two
/// services: there is nothing to compare.
pub fn phases(context: &Context<'_>, startups: &[&Item]) -> Vec<PhaseShare> {
    let site = &context.catalogue.site;
    if startups.len() < 2 {
        return Vec::new();
    }
    let in_phase = |id: &str| -> Vec<&Item> {
        let phase = |item: &Item| life::state(item, site, context.catalogue.now) == Some(id);
        startups.iter().copied().filter(|item| phase(item)).collect()
    };
    let found: Vec<_> = site.phases.iter().map(|phase| (phase, in_phase(&phase.id))).collect();
    let most = found.iter().map(|(_, startups)| startups.len()).max().unwrap_or(0).max(1);
    let share = |(phase, startups): (&crate::read::site_file::Phase, Vec<&Item>)| PhaseShare {
        label: context.localize_site(&phase.label),
        active: phase.active,
        share: (startups.len() * 100 / most) as u32,
        startups: startups.iter().filter_map(|item| context.link(&item.key)).collect(),
    };
    found.into_iter().map(share).collect()
}
