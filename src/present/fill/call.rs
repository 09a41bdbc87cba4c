//! The facts of a call, for its page.

use crate::base::moment::{Moment, PartialDate};
use crate::kind::amendment::AmendedValue;
use crate::kind::award::Award;
use crate::kind::call;
use crate::kind::criterion::Criterion;
use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::kind::money::{Money, Per};
use crate::kind::question::Question;
use crate::present::fill::context::Context;
use crate::present::fill::facts::facts;
use crate::present::fill::path::{path, service};
use crate::present::fill::steps::steps;
use crate::present::qr::qr;
use crate::present::view::call as view;
use crate::present::view::part::{Link, QuestionView};
use crate::present::view::value::DateView;
use crate::read::date::DateOrTime;
use crate::read::number::Decimal;
use crate::site::plan::content::CalendarScope;
use crate::site::state;

/// The fields that [`facts`] skips, since this view shows them in another way.
const OWN: &[&str] = &[
    "challenges",
    "opens",
    "closes",
    "questions_until",
    "outcome",
    "outcome_date",
    "outcome_reason",
    "criteria",
    "stages",
    "documents",
    "questions",
    "results",
];

/// The facts of a call.
pub fn call(context: &Context<'_>, item: &Item, call: &call::Call) -> view::CallView {
    let results: Vec<view::CallResult> =
        call.results.iter().map(|winner| result(context, item, call, winner)).collect();
    let next = context.catalogue.referrers(&item.key, Kind::Call, &["previous"]);
    let (steps, today) = steps(context, item, call);
    view::CallView {
        facts: facts(context, item, call, OWN),
        submission: name(call.submission()),
        is_for_contract: call.is_for_contract(),
        limits_shortlist: call.limits_shortlist(),
        path: path(context, item),
        next: next.into_iter().filter_map(|item| context.link(&item.key)).collect(),
        status: status(context, item, call, context.catalogue.now),
        later: context.later(item, |item, moment| match &item.facts {
            Facts::Call(call) => status(context, item, call, moment),
            _ => view::CallStatus::default(),
        }),
        criteria: criteria(context, item, call),
        is_weighted: call.criteria.iter().any(|criterion| criterion.weight.is_some()),
        today,
        steps,
        documents: context.documents(&call.documents, item),
        questions: questions(context, item, &call.questions),
        result_columns: columns(&results),
        results,
        awards: call.awards().map(|winner| result(context, item, call, winner)).collect(),
        winners: winners(context, call),
        eligibility_opening: call.eligibility.as_ref().map(|text| context.opening(text, item)),
        deliverables_opening: call.deliverables.as_ref().map(|text| context.opening(text, item)),
    }
}

/// The dates of a call at a moment, and what they allow.
fn status(context: &Context<'_>, item: &Item, call: &call::Call, now: Moment) -> view::CallStatus {
    let weekdays = Context { localizer: context.localizer.with_weekdays(), ..*context };
    let closing = |instant| weekdays.closing(&instant, item);
    let state = state::call_state(item, call, &context.catalogue.site, now);
    let outcome_known = call.outcome.filter(|outcome| state::CallState::from(*outcome) == state);
    let reason = call.outcome_reason.as_ref().filter(|_| outcome_known.is_some());
    let is_ahead = state::deadline(call).is_some_and(|closes| now < closes.moment);
    let is_void = |date| call.is_void(date, &item.common.zone, now);
    let holds = is_ahead && !call.closes().is_some_and(is_void);
    view::CallStatus {
        state: name(state),
        opens: call.opens.map(|opens| weekdays.instant(&opens, item)),
        closes: call.closes().map(closing),
        closes_void: call.closes().is_some_and(is_void),
        closes_before: first_closing(&weekdays, item, call, now),
        countdown: context.countdown(item, now),
        qr: qr(&context.absolute(&context.plan.item(item, context.lang))),
        deadline_calendar: holds.then(|| context.calendar(&CalendarScope::Item(item.key.clone())).href),
        questions_until: call.questions_until.map(closing),
        questions_closed: call.questions_until.is_some_and(|until| until.moment <= now),
        accepts: state.is_open(),
        outcome: outcome_known.map(name),
        outcome_date: call.outcome_date.filter(|_| outcome_known.is_some()).map(|date| weekdays.date(date)),
        outcome_reason: reason.map(|reason| context.localize(reason, item)),
    }
}

fn name<T: Into<&'static str>>(value: T) -> String {
    let name: &'static str = value.into();
    name.to_owned()
}

/// The closing that was announced first, if it had been moved by `now`.
fn first_closing(context: &Context<'_>, item: &Item, call: &call::Call, now: Moment) -> Option<DateView> {
    let moved = |amendment: &&crate::kind::amendment::Amendment| {
        amendment.field == "closes" && amendment.date.is_none_or(|date| context.moment(date, item) <= now)
    };
    let mut moves: Vec<_> = call.amendments.iter().filter(moved).collect();
    moves.sort_by_key(|amendment| amendment.date.map(PartialDate::order));
    match moves.first()?.from.as_ref()? {
        AmendedValue::DateOrTime(DateOrTime::Instant(instant)) => Some(context.closing(instant, item)),
        AmendedValue::DateOrTime(DateOrTime::Date(_))
        | AmendedValue::Word(_)
        | AmendedValue::Text(_)
        | AmendedValue::Other => None,
    }
}

fn criteria(context: &Context<'_>, item: &Item, call: &call::Call) -> Vec<view::CriterionView> {
    // A hundred times the largest weight is more than an `i64`.
    let of = |weight: Decimal| i128::from(weight.thousandths);
    let sum: i128 = call.criteria.iter().filter_map(|criterion| criterion.weight.map(of)).sum();
    let percent = call.weighs_in_percent();
    let one = |criterion: &Criterion| view::CriterionView {
        label: context.localize(&criterion.label, item),
        weight: criterion.weight.map(|weight| match percent {
            true => context.localizer.percent(weight.as_f64()),
            false => context.localizer.number(weight.as_f64()),
        }),
        // A share is a rounded percentage, so that it fits.
        share: criterion.weight.filter(|_| sum > 0).map(|weight| ((of(weight) * 100 + sum / 2) / sum) as u8),
    };
    call.criteria.iter().map(one).collect()
}

/// Questions and answers, the latest first.
fn questions(context: &Context<'_>, item: &Item, questions: &[Question]) -> Vec<QuestionView> {
    let mut latest: Vec<&Question> = questions.iter().collect();
    latest.sort_by_key(|question| std::cmp::Reverse(question.date.order()));
    latest
        .into_iter()
        .map(|question| QuestionView {
            id: question.id.as_str().to_owned(),
            date: context.date(question.date),
            question: context.localize(&question.question, item),
            answer: context.rich_text(&question.answer, item, &format!("question-{}-", question.id.as_str())),
        })
        .collect()
}

/// What the table of these results shows of them.
fn columns(results: &[view::CallResult]) -> Vec<&'static str> {
    let has = |named: fn(&view::CallResult) -> bool| results.iter().any(named);
    let columns = [
        ("stage", has(|result| result.stage.is_some())),
        ("amount", has(|result| result.amount.is_some())),
        ("date", has(|result| result.date.is_some())),
        ("startup", has(|result| result.startup.is_some())),
    ];
    columns.into_iter().filter(|(_, is_shown)| *is_shown).map(|(name, _)| name).collect()
}

/// What those who were chosen in the end are called.
pub fn winners(context: &Context<'_>, call: &call::Call) -> String {
    let what = match call.funding {
        _ if call.is_for_contract() => "contract",
        _ if call.is_for_challenges() => "support",
        Some(funding) => funding.into(),
        None => "support",
    };
    context.localizer.plural(&format!("panel.winner.{what}"), call.awards().count() as u64)
}

/// The amount of a result: that it is for one award goes without saying.
fn of_award(money: &Money) -> Money {
    Money { per: money.per.filter(|per| *per != Per::Award), ..money.clone() }
}

/// A result of a call.
pub fn result(context: &Context<'_>, item: &Item, call: &call::Call, winner: &Award) -> view::CallResult {
    let stage = winner.stage.as_ref().and_then(|id| call.stages.iter().find(|stage| stage.id == id.value));
    let named = winner.name.as_ref().map(|name| Link {
        text: context.localize(name, item),
        href: None,
        note: None,
        unpublished: None,
    });
    view::CallResult {
        id: winner.id.as_str().to_owned(),
        stage: stage.map(|stage| context.localize(&stage.label, item)),
        startup: winner.startup.as_ref().and_then(|key| service(context, key, item)),
        who: winner.organisation.as_ref().and_then(|key| context.link(key)).or(named),
        date: winner.date.map(|date| context.date(date)),
        amount: winner.amount.as_ref().map(|money| context.money(&of_award(money), item)),
        note: winner.note.as_ref().map(|note| context.localize(note, item)),
    }
}
