//! The data of a programme.

use schemars::JsonSchema;
use serde::Serialize;

use crate::kind::programme::{
    Ambition, AmbitionScale, Assessment, Completion, Milestone, Programme, Progress, Status, Type,
};
use crate::render::data::part::{DocumentData, Reference};
use crate::render::data::source::Source;
use crate::render::data::value::{Date, Text, Uri, Word};

/// A programme of incubation, or a public commitment.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Programme")]
pub struct ProgrammeData<'a> {
    /// Its state: its status.
    pub state: Option<Word<Status>>,
    /// What kind of programme.
    #[serde(rename = "type")]
    pub type_: Word<Type>,
    /// Whose it is.
    pub owner: Vec<Reference<'a>>,
    /// Who leads.
    pub lead: Option<Reference<'a>>,
    /// Who leads, in words by language.
    pub lead_note: Option<Text<'a>>,
    /// Who supports it.
    pub support: Vec<Reference<'a>>,
    /// Its number.
    pub reference: Option<&'a str>,
    /// Its page elsewhere.
    pub website: Option<Uri>,
    /// Where it is.
    pub address: Option<&'a str>,
    /// When it begins.
    pub start: Option<Date>,
    /// When it ends, inclusive.
    pub end: Option<Date>,
    /// The action plan that it is in.
    pub plan: Option<PlanData<'a>>,
    /// The policy areas that it touches, by language.
    pub policy_areas: Vec<Text<'a>>,
    /// Milestones.
    pub milestones: Vec<MilestoneData<'a>>,
    /// Assessments by others.
    pub assessments: Vec<AssessmentData<'a>>,
    /// Documents.
    pub documents: Vec<DocumentData<'a>>,
    /// Startups that it puts forward.
    pub highlighted: Vec<Reference<'a>>,
    /// Whether it goes on.
    pub status: Option<Word<Status>>,
    /// Since when.
    pub status_date: Option<Date>,
}

/// The action plan that a commitment is in.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Plan")]
pub struct PlanData<'a> {
    /// Its name, by language.
    pub title: Text<'a>,
    /// When it begins.
    pub start: Option<Date>,
    /// When it ends, inclusive.
    pub end: Option<Date>,
    /// The code of the commitment in it.
    pub code: Option<&'a str>,
    /// Its cycle.
    pub cycle: Option<&'a str>,
}

/// A milestone.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Milestone")]
pub struct MilestoneData<'a> {
    /// Its id within the programme.
    pub id: &'a str,
    /// Its code in the plan.
    pub code: Option<&'a str>,
    /// What is to be reached, by language.
    pub label: Text<'a>,
    /// When work on it begins.
    pub start: Option<Date>,
    /// When it is due, inclusive.
    pub end: Option<Date>,
    /// How far it is.
    pub status: Word<Progress>,
    /// When it was reached.
    pub reached: Option<Date>,
}

/// An assessment by others.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Assessment")]
pub struct AssessmentData<'a> {
    /// Its id within the programme.
    pub id: &'a str,
    /// The report that it is in, by language.
    pub report: Text<'a>,
    /// When that appeared.
    pub date: Option<Date>,
    /// Where it can be read.
    pub url: Option<Uri>,
    /// Whether the commitment can be verified.
    pub verifiable: Option<bool>,
    /// Whether it is relevant to open government.
    pub relevant: Option<bool>,
    /// How specific it is.
    pub specificity: Option<&'a str>,
    /// How ambitious it is.
    pub ambition: Option<Word<Ambition>>,
    /// The scale of the ambition: its potential impact or its potential for results.
    pub ambition_scale: Option<Word<AmbitionScale>>,
    /// How far it was carried out.
    pub completion: Option<Word<Completion>>,
    /// Early results, by language.
    pub early_results: Option<Text<'a>>,
}

/// The data of a programme.
pub fn programme<'a>(source: &Source<'a>, programme: &'a Programme) -> ProgrammeData<'a> {
    ProgrammeData {
        state: programme.status.map(Word),
        type_: Word(programme.r#type),
        owner: source.links(&programme.owner),
        lead: source.maybe(&programme.lead),
        lead_note: programme.lead_note.as_ref().map(|note| source.text(note)),
        support: source.links(&programme.support),
        reference: programme.reference.as_deref(),
        website: programme.website.as_deref().map(Uri::written),
        address: programme.address.as_deref(),
        start: programme.start.map(Date),
        end: programme.end.map(Date),
        plan: programme.plan.as_ref().map(|plan| PlanData {
            title: source.text(&plan.title),
            start: plan.start.map(Date),
            end: plan.end.map(Date),
            code: plan.code.as_deref(),
            cycle: plan.cycle.as_deref(),
        }),
        policy_areas: source.texts(&programme.policy_areas),
        milestones: programme.milestones.iter().map(|milestone| self::milestone(source, milestone)).collect(),
        assessments: (programme.assessments.iter()).map(|assessment| self::assessment(source, assessment)).collect(),
        documents: source.documents(&programme.documents),
        highlighted: source.links(&programme.highlighted),
        status: programme.status.map(Word),
        status_date: programme.status_date.map(Date),
    }
}

fn milestone<'a>(source: &Source<'a>, milestone: &'a Milestone) -> MilestoneData<'a> {
    MilestoneData {
        id: milestone.id.as_str(),
        code: milestone.code.as_deref(),
        label: source.text(&milestone.label),
        start: milestone.start.map(Date),
        end: milestone.end.map(Date),
        status: Word(milestone.status),
        reached: milestone.reached.map(Date),
    }
}

fn assessment<'a>(source: &Source<'a>, assessment: &'a Assessment) -> AssessmentData<'a> {
    AssessmentData {
        id: assessment.id.as_str(),
        report: source.text(&assessment.report),
        date: assessment.date.map(Date),
        url: assessment.url.as_deref().map(Uri::written),
        verifiable: assessment.verifiable,
        relevant: assessment.relevant,
        specificity: assessment.specificity.as_deref(),
        ambition: assessment.ambition.map(Word),
        ambition_scale: assessment.ambition_scale.map(Word),
        completion: assessment.completion.map(Word),
        early_results: assessment.early_results.as_ref().map(|text| source.text(text)),
    }
}
