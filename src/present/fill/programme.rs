//! The facts of a programme, for its page.

use crate::base::moment::PartialDate;
use crate::kind::item::Item;
use crate::kind::key::{Key, Kind};
use crate::kind::programme::{self, Assessment, Completion, Milestone, Progress};
use crate::present::fill::context::Context;
use crate::present::fill::facts::facts;
use crate::present::fill::figure;
use crate::present::fill::listing::count_of;
use crate::present::fill::take_part::take_part;
use crate::present::view::programme as view;
use crate::present::view::value::LangString;
use crate::theme::strings::fill;

/// The fields that [`facts`] skips, since this view shows them in another way.
const OWN: &[&str] = &["start", "end", "plan", "milestones", "assessments", "documents", "highlighted", "status"];

/// So many services are seen at a glance.
const FEW: usize = 4;

/// The facts of a programme.
pub fn programme(context: &Context<'_>, item: &Item, programme: &programme::Programme) -> view::ProgrammeView {
    let text = |text: &_| context.localize(text, item);
    let mut startups = context.catalogue.referrers(&item.key, Kind::Startup, &["programmes"]);
    crate::site::listing::sort_mixed(context.catalogue, &mut startups, context.lang);
    let mut assessments: Vec<&Assessment> = programme.assessments.iter().collect();
    // Assessments without a date keep the editor's order, behind those that have one.
    assessments.sort_by_key(|assessment| std::cmp::Reverse(assessment.date.map(|date| date.order())));
    let assessments: Vec<view::AssessmentView> =
        assessments.into_iter().map(|assessment| self::assessment(context, item, assessment)).collect();
    let startup_count = (!startups.is_empty()).then(|| count_of(context, "startup", startups.len()));
    let mut items = context.catalogue.referrers(&item.key, Kind::Call, &["programme"]);
    items.extend(context.catalogue.referrers(&item.key, Kind::Event, &["programme"]));
    let (take_part, later) = take_part(context, item, &items);
    let phases = figure::phases(context, &startups);
    // In a short list each service is seen anyway.
    let is_seen = |key: &Key| startups.len() <= FEW && startups.iter().any(|startup| startup.key == *key);
    let highlighted: Vec<Key> = programme.highlighted.iter().filter(|key| !is_seen(key)).cloned().collect();
    view::ProgrammeView {
        take_part,
        later,
        reached: reached(context, &programme.milestones),
        completion: assessments.iter().find_map(|assessment| assessment.completion.clone()),
        ambition: assessments.iter().find_map(|assessment| assessment.ambition.clone()),
        startup_count,
        assessments,
        facts: facts(context, item, programme, OWN),
        period: context.period(programme.start, programme.end, item),
        plan: programme.plan.as_ref().map(|plan| plan_view(context, text(&plan.title), plan)),
        milestones: programme.milestones.iter().map(|milestone| self::milestone(context, item, milestone)).collect(),
        documents: context.documents(&programme.documents, item),
        highlighted: context.cards(&highlighted),
        compares_phases: figure::compares(&phases),
        phases,
        startups: startups.into_iter().filter_map(|startup| context.card(startup)).collect(),
    }
}

/// An action plan; without its period and its cycle where the title names their years.
fn plan_view(context: &Context<'_>, title: LangString, plan: &programme::ActionPlan) -> view::PlanView {
    let year = |date: PartialDate| date.first_day().year().to_string();
    let mut years = plan.start.into_iter().chain(plan.end).map(year);
    let is_in_title = years.all(|year| title.text.contains(&year));
    view::PlanView {
        // Nothing changes on the site when a plan begins.
        period: context.localizer.period(plan.start, plan.end, false).filter(|_| !is_in_title),
        code: plan.code.clone(),
        cycle: plan.cycle.clone().filter(|cycle| !title.text.contains(&**cycle)),
        title,
    }
}

fn milestone(context: &Context<'_>, item: &Item, milestone: &Milestone) -> view::MilestoneView {
    view::MilestoneView {
        id: milestone.id.as_str().to_owned(),
        code: milestone.code.clone(),
        label: context.localize(&milestone.label, item),
        start: milestone.start.map(|date| context.date(date)),
        due: milestone.end.map(|date| context.date(date)),
        status: Into::<&str>::into(milestone.status).to_owned(),
        reached: milestone.reached.map(|date| context.date(date)),
    }
}

/// How many milestones were reached, are late or were dropped, in a sentence, and of how many nothing is known; `None` without
/// milestones.
fn reached(context: &Context<'_>, milestones: &[Milestone]) -> Option<String> {
    let localizer = context.localizer;
    let with = |status| milestones.iter().filter(|milestone| milestone.status == status).count() as u64;
    let (number, unknown) = (milestones.len() as u64, with(Progress::Unknown));
    if number == 0 {
        return None;
    }
    if number == unknown {
        let all = localizer.plural("count.milestone", number);
        return Some(localizer.fill("programme.none_known", &[("all", &all)]));
    }
    let reached = localizer.plural("programme.reached_of", with(Progress::Done));
    let mut counts = vec![fill(&reached, &[("all", &number.to_string())])];
    let others = [("programme.late", with(Progress::Late)), ("programme.dropped", with(Progress::Dropped))];
    counts.extend(others.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| localizer.plural(key, count)));
    let said = format!("{}.", counts.join(", "));
    if unknown == 0 {
        return Some(said);
    }
    Some(format!("{said} {}", localizer.plural("programme.unknown", unknown)))
}

fn words<T: Into<&'static str> + Copy>(steps: &[T]) -> Vec<String> {
    steps.iter().map(|step| (*step).into().to_owned()).collect()
}

fn assessment(context: &Context<'_>, item: &Item, assessment: &Assessment) -> view::AssessmentView {
    let verdict = |kind: Option<&str>, steps: Vec<String>, step: &str| view::VerdictView {
        kind: kind.map(str::to_owned),
        steps,
        step: step.to_owned(),
        report: context.localize(&assessment.report, item),
        url: assessment.url.clone(),
        date: assessment.date.map(|date| context.date(date)),
    };
    view::AssessmentView {
        id: assessment.id.as_str().to_owned(),
        report: context.localize(&assessment.report, item),
        date: assessment.date.map(|date| context.date(date)),
        url: assessment.url.clone(),
        verifiable: assessment.verifiable,
        relevant: assessment.relevant,
        specificity: assessment.specificity.clone(),
        ambition: assessment
            .ambition
            .map(|ambition| verdict(Some(ambition.scale().into()), words(ambition.steps()), ambition.into())),
        completion: assessment.completion.map(|completion| verdict(None, words(Completion::STEPS), completion.into())),
        early_results: assessment.early_results.as_ref().map(|text| context.localize(text, item)),
    }
}
