//! The facts of a programme, for its page.

use crate::kind::item::Item;
use crate::kind::key::Kind;
use crate::kind::programme::{self, Assessment, Milestone};
use crate::present::fill::context::Context;
use crate::present::fill::facts::facts;
use crate::present::fill::figure;
use crate::present::view::programme as view;

/// The fields that [`facts`] skips, since this view shows them in another way.
const OWN: &[&str] = &["start", "end", "plan", "milestones", "assessments", "documents", "highlighted", "status"];

/// The facts of a programme.
pub fn programme(context: &Context<'_>, item: &Item, programme: &programme::Programme) -> view::ProgrammeView {
    let text = |text: &_| context.localize(text, item);
    let mut startups = context.catalogue.referring(&item.key, Kind::Startup, &["programmes"]);
    crate::site::listing::order(context.catalogue, &mut startups, context.lang);
    let mut assessments: Vec<&Assessment> = programme.assessments.iter().collect();
    // Assessments without a date keep the editor's order, behind those that have one.
    assessments.sort_by_key(|assessment| std::cmp::Reverse(assessment.date.map(|date| date.first_day())));
    view::ProgrammeView {
        facts: facts(context, item, programme, OWN),
        period: context.period(programme.start, programme.end),
        plan: programme.plan.as_ref().map(|plan| view::PlanView {
            title: text(&plan.title),
            period: context.period(plan.start, plan.end),
            code: plan.code.clone(),
            cycle: plan.cycle.clone(),
        }),
        milestones: programme.milestones.iter().map(|milestone| self::milestone(context, item, milestone)).collect(),
        assessments: assessments.into_iter().map(|assessment| self::assessment(context, item, assessment)).collect(),
        documents: context.documents(&programme.documents, item),
        highlighted: context.cards(&programme.highlighted),
        phases: figure::phases(context, &startups),
        startups: startups.into_iter().filter_map(|startup| context.card(startup)).collect(),
    }
}

fn milestone(context: &Context<'_>, item: &Item, milestone: &Milestone) -> view::MilestoneView {
    view::MilestoneView {
        id: milestone.id.as_str().to_owned(),
        code: milestone.code.clone(),
        label: context.localize(&milestone.label, item),
        period: context.period(milestone.start, milestone.end),
        status: Into::<&str>::into(milestone.status).to_owned(),
        reached: milestone.reached.map(|date| context.date(date)),
    }
}

fn assessment(context: &Context<'_>, item: &Item, assessment: &Assessment) -> view::AssessmentView {
    view::AssessmentView {
        id: assessment.id.as_str().to_owned(),
        report: context.localize(&assessment.report, item),
        date: assessment.date.map(|date| context.date(date)),
        url: assessment.url.clone(),
        verifiable: assessment.verifiable,
        relevant: assessment.relevant,
        specificity: assessment.specificity.clone(),
        ambition: assessment.ambition.map(|value| Into::<&str>::into(value).to_owned()),
        ambition_scale: assessment.ambition_scale.map(|value| Into::<&str>::into(value).to_owned()),
        completion: assessment.completion.map(|value| Into::<&str>::into(value).to_owned()),
        early_results: assessment.early_results.as_ref().map(|text| context.localize(text, item)),
    }
}
