//! The calendar of a call: its own dates and its stages, in one line of time.

use crate::base::moment::instant::Instant;
use crate::base::moment::{Moment, PartialDate};
use crate::kind::call::{self, Outcome};
use crate::kind::item::Item;
use crate::kind::stage::Stage;
use crate::present::fill::context::Context;
use crate::present::view::call as view;
use crate::present::view::value::{DateView, LangString};

/// A step, and by when it has surely begun: of a month or a year, its end.
struct Step {
    view: view::StepView,
    begun_by: Option<Moment>,
}

/// The steps of a call with stages or a last day for questions; if it has opening and deadline alone, they are at the top of its page. The
/// stages keep their order; each date is placed as early among them as possible. Also returns the rank of the step before which today is.
pub fn steps(context: &Context<'_>, item: &Item, call: &call::Call) -> (Vec<view::StepView>, Option<usize>) {
    if call.stages.is_empty() && call.questions_until.is_none() {
        return (Vec::new(), None);
    }
    let now = context.catalogue.now;
    let mut steps: Vec<Step> = call.stages.iter().map(|stage| of_stage(context, item, call, stage)).collect();
    // The zone is beside the deadline at the top of the page.
    let shown = context.zone_shown(item);
    let closing = |instant: Instant| (instant, context.localizer.closing(&instant, &item.common.zone, shown));
    let dates = [
        ("opens", call.opens.map(|instant| (instant, context.instant(&instant, item)))),
        ("questions_until", call.questions_until.map(closing)),
        ("closes", call.closes().map(closing)),
    ];
    // What is called off keeps the dates that were announced, so that nobody who noted them misses that they do not hold.
    let zone = &item.common.zone;
    let is_void = |instant: Instant| call.is_void(instant, zone, now);
    let is_called_off = call.closes().is_some_and(is_void);
    let dates = dates.into_iter().filter_map(|(field, date)| date.map(|(instant, when)| (field, instant, when)));
    let mut dates: Vec<(Moment, view::StepView)> = dates
        .map(|(field, instant, when)| (instant.moment, of_date(context, item, field, instant, when, is_void(instant))))
        .collect();
    dates.extend(outcome(context, item, call));
    for (moment, view) in dates {
        let is_before = |step: &Step| step.begun_by.is_some_and(|begun_by| begun_by <= moment);
        let place = steps.iter().rposition(is_before).map_or(0, |last| last + 1);
        steps.insert(place, Step { view, begun_by: Some(moment) });
    }
    let has_begun = |step: &Step| matches!(step.view.progress.as_deref(), Some("done" | "current"));
    let next = steps.iter().rposition(has_begun).map_or(0, |last| last + 1);
    let next = if came_to_nothing(item, call, now) { steps.len() } else { next };
    // Where nothing has a date there is no before and after.
    let has_dates = steps.iter().any(|step| step.view.when.is_some());
    let today = (has_dates && !is_called_off).then_some(next);
    (steps.into_iter().map(|step| step.view).collect(), today)
}

fn of_date(
    context: &Context<'_>,
    item: &Item,
    field: &'static str,
    instant: Instant,
    when: DateView,
    void: bool,
) -> view::StepView {
    let progress = if instant.moment <= context.catalogue.now { "done" } else { "coming" };
    let shown = Some((instant.moment, instant.moment)).filter(|_| !void);
    view::StepView {
        field: Some(field),
        when: Some(when),
        void,
        progress: (!void).then(|| progress.to_owned()),
        ..with_bounds(item, shown)
    }
}

/// How the call ended, at the date of that, else at the last date of a final result. A month or a year counts as its first day, but
/// not before the closing.
fn outcome(context: &Context<'_>, item: &Item, call: &call::Call) -> Option<(Moment, view::StepView)> {
    let zone = &item.common.zone;
    let outcome = call.outcome.filter(|outcome| *outcome != Outcome::Evaluating)?;
    let awarded = || call.awards().filter_map(|award| award.date).max_by_key(|date| date.order());
    let date = call.outcome_date.or_else(awarded).filter(|_| call.outcome_applies(zone, context.catalogue.now))?;
    let closes = call.closes().map(|closes| closes.moment).filter(|closes| *closes < date.end(zone));
    let is_day = matches!(date, PartialDate::Day(_) | PartialDate::Time(_));
    let moment = closes.filter(|_| !is_day).map_or(date.start(zone), |closes| closes.max(date.start(zone)));
    let word: &str = outcome.into();
    // One that was called off is not done: a suspended one may go on.
    let is_called_off = matches!(outcome, Outcome::Cancelled | Outcome::Suspended | Outcome::Withdrawn);
    let view = view::StepView {
        label: LangString::new(context.localizer.string(&format!("state.call.{word}"))),
        when: Some(context.date(date)),
        progress: (!is_called_off).then(|| "done".to_owned()),
        ..with_bounds(item, None)
    };
    Some((moment, view))
}

/// True for a call that ended without anybody being chosen.
fn came_to_nothing(item: &Item, call: &call::Call, now: Moment) -> bool {
    let is_over = matches!(call.outcome, Some(Outcome::Unsuccessful | Outcome::Cancelled | Outcome::Withdrawn));
    is_over && call.outcome_applies(&item.common.zone, now)
}

/// When a call with an outcome ended: on the date of that, else when it closed.
fn ended_at(item: &Item, call: &call::Call) -> Option<Moment> {
    let decided = call.outcome_date.map(|date| date.start(&item.common.zone));
    decided.or_else(|| call.closes().map(|closes| closes.moment))
}

fn of_stage(context: &Context<'_>, item: &Item, call: &call::Call, stage: &Stage) -> Step {
    let now = context.catalogue.now;
    let zone = &item.common.zone;
    let (first, last) = (stage.start.or(stage.date).or(stage.end), stage.end.or(stage.date).or(stage.start));
    let bounds = first.zip(last).map(|(first, last)| (first.start(zone), last.end(zone)));
    let is_over = came_to_nothing(item, call, now);
    // What was to begin after the end of a call that came to nothing did not take place.
    let void =
        is_over && stage.done != Some(true) && bounds.is_some_and(|(start, _)| ended_at(item, call) < Some(start));
    let progress = match (stage.done, bounds) {
        // Nothing is under way or to come any more.
        _ if void => None,
        (Some(false), _) if is_over => None,
        (Some(true), _) => Some("done"),
        (Some(false), Some((start, _))) if start > now => Some("coming"),
        (Some(false), _) => Some("current"),
        (None, Some((_, end))) if end <= now => Some("done"),
        (None, Some((start, _))) if start > now => Some("coming"),
        (None, Some(_)) => Some("current"),
        (None, None) => None,
    };
    // What an editor writes of a stage is valid until they change it, not until its date.
    let shown = bounds.filter(|_| stage.done.is_none() && !void);
    let most = stage.max_selected.map(|number| context.localizer.number(number.into()));
    let is_last = call.stages.last().is_some_and(|last| last.id == stage.id);
    let view = view::StepView {
        id: stage.id.clone(),
        label: context.localize(&stage.label, item),
        when: match stage.date {
            Some(date) => Some(context.date(date)),
            // A stage of which the start alone is known goes on since then only while it is under way.
            None => context.localizer.period(stage.start, stage.end, progress == Some("current")),
        },
        when_note: stage.when.as_ref().map(|when| context.localize(when, item)),
        admitted: most.clone().filter(|_| !is_last),
        max_selected: most.filter(|_| is_last),
        event: stage.event.as_ref().and_then(|key| context.link(key)),
        void,
        progress: progress.map(str::to_owned),
        ..with_bounds(item, shown)
    };
    let begun_by = first.map(|first| match first {
        PartialDate::Day(_) | PartialDate::Time(_) => first.start(zone),
        PartialDate::Month(..) | PartialDate::Year(_) => first.end(zone),
    });
    Step { view, begun_by }
}

fn with_bounds(item: &Item, bounds: Option<(Moment, Moment)>) -> view::StepView {
    let written = |moment: Moment| moment.rfc3339(&item.common.zone);
    view::StepView {
        from: bounds.map(|(start, _)| written(start)),
        until: bounds.map(|(_, end)| written(end)),
        ..view::StepView::default()
    }
}
