//! The closing of a call in calendars, with an alarm a week and a day before.

use crate::kind::call::Call;
use crate::kind::item::Item;
use crate::output::ics::entry::{CalendarEntry, EntryFields, EntryTime, entry, fact, marked};
use crate::present::fill::context::Context;
use crate::site::permalink::uid;
use crate::site::revision;
use crate::site::state::{self, CallState};

/// How long the entry is, in minutes. It ends at the closing: programs that draw every entry with a duration would show
/// one without it after the closing, when it is too late.
const MINUTES: u32 = 30;

/// The entry of the closing of a call, if it has one.
pub fn deadline(context: &Context<'_>, item: &Item, call: &Call) -> Option<CalendarEntry> {
    let (site, now) = (&context.catalogue.site, context.catalogue.now);
    let closes = state::deadline(call)?;
    // One at the end of a day is an all-day entry.
    let time = match closes.clock {
        Some(_) => {
            let start = closes.moment.seconds_before(60 * MINUTES);
            EntryTime::Hours(start, closes.moment, item.common.zone.clone())
        }
        None => EntryTime::Days(closes.day, closes.day),
    };
    let called_off = call.is_void(closes, &item.common.zone, now);
    let state = state::call_state(item, call, site, now);
    let word: &str = state.into();
    let mark = format!("state.call.{word}");
    let title = context.localizer.fill("calendar.deadline", &[("title", &context.title(item).text)]);
    let summary = marked(context, item, &title, called_off.then_some(mark.as_str()));
    let direction: &str = call.direction.into();
    let submission: &str = call.submission().into();
    let alarms = state::alarms(closes.moment, &item.common.zone).into_iter();
    let link = |label: &str, url: &String| fact(context, label, url);
    // As on the page: what became of the call, why, and that the date is the one that was announced.
    let since = || match call.outcome_date {
        Some(date) => context.localizer.fill(&format!("panel.on.{word}"), &[("date", &context.date(date).text)]),
        None => context.localizer.string(&format!("panel.state.{word}")).to_owned(),
    };
    let reason = call.outcome_reason.as_ref().filter(|_| called_off);
    let closing = if called_off { "calendar.deadline_before" } else { "call.closes" };
    let facts = [
        called_off.then(since),
        reason.map(|reason| context.localize(reason, item).text),
        Some(fact(context, closing, &context.closing(&closes, item).text)),
        call.submit_url.as_ref().map(|url| link(&format!("call.submit.{submission}"), url)),
        call.portal_url.as_ref().map(|url| link("call.portal", url)),
    ];
    let fields = EntryFields {
        uid: uid(&context.catalogue.site.authority, item)?,
        time,
        sequence: revision::deadline_sequence(item, call, now),
        // A suspended call may go on: programs hide what is cancelled.
        status: match state {
            CallState::Suspended if called_off => "TENTATIVE",
            _ if called_off => "CANCELLED",
            _ => "CONFIRMED",
        },
        is_free: true,
        facts: facts.into_iter().flatten().collect(),
        category: context.localizer.string(&format!("type.call.{direction}")).to_owned(),
        location: None,
        conference: None,
        // Programs catch up at once on alarms that they missed: “in seven days” two days before the closing.
        alarms: alarms.filter(|(_, at)| *at > now).map(|(days, _)| format!("-P{days}D")).collect(),
        summary,
    };
    Some(entry(context, item, fields))
}
