//! The facts of a programme or a public commitment.

use serde::Serialize;

use crate::present::view::facts::FactsView;
use crate::present::view::figure::PhaseShare;
use crate::present::view::part::{DocumentView, FutureState, TakePart};
use crate::present::view::value::{DateView, Html, LangString};

/// A programme that incubates services, or a commitment of a government.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ProgrammeView {
    /// Its fields as displayed by their types; a template sees each under its name.
    #[serde(flatten)]
    pub facts: FactsView,
    /// From when to when.
    pub period: Option<DateView>,
    /// The plan it belongs to.
    pub plan: Option<PlanView>,
    /// Its milestones in order.
    pub milestones: Vec<MilestoneView>,
    /// How many of them were reached, in a sentence; absent without milestones.
    pub reached: Option<String>,
    /// How far it was carried out, by the latest report that judges it.
    pub completion: Option<VerdictView>,
    /// How ambitious it is, by the latest report that judges it.
    pub ambition: Option<VerdictView>,
    /// Assessments of it, the latest first.
    pub assessments: Vec<AssessmentView>,
    /// The documents.
    pub documents: Vec<DocumentView>,
    /// The services it shows first.
    pub highlighted: Vec<Html>,
    /// The services it incubates, those of `highlighted` included.
    pub startups: Vec<Html>,
    /// The number of those services, in words; absent without any.
    pub startup_count: Option<String>,
    /// Those services by phase, if there are several.
    pub phases: Vec<PhaseShare>,
    /// True if some of these phases have more services than others, so that a drawing compares something.
    pub compares_phases: bool,
    /// How one takes part in it now.
    pub take_part: TakePart,
    /// The same at moments to come, the next one first.
    pub later: Vec<FutureState<TakePart>>,
}

/// A plan of several commitments.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PlanView {
    /// Its title.
    pub title: LangString,
    /// From when to when.
    pub period: Option<DateView>,
    /// Its code.
    pub code: Option<String>,
    /// Its cycle.
    pub cycle: Option<String>,
}

/// A milestone.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MilestoneView {
    /// The id of the milestone within its programme; the anchor is `_milestone-<id>`.
    pub id: String,
    /// Its code.
    pub code: Option<String>,
    /// What is to be reached.
    pub label: LangString,
    /// When work on it begins.
    pub start: Option<DateView>,
    /// When it is due.
    pub due: Option<DateView>,
    /// The key of its word in the strings `milestone.<status>`.
    pub status: String,
    /// When it was reached.
    pub reached: Option<DateView>,
}

/// A judgement on one scale, and who made it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct VerdictView {
    /// For an ambition, its scale: the key of its word in the strings `ambition_scale.<kind>`; absent for a completion.
    pub kind: Option<String>,
    /// All steps, the least first: the keys of their words in the strings `ambition` or `completion`.
    pub steps: Vec<String>,
    /// The step that was reached; one that is not among the steps says that nobody could judge.
    pub step: String,
    /// The name of the report.
    pub report: LangString,
    /// Where it is.
    pub url: Option<String>,
    /// Its date.
    pub date: Option<DateView>,
}

/// An assessment by someone independent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AssessmentView {
    /// The id of the assessment within its programme; the anchor is `_assessment-<id>`.
    pub id: String,
    /// The name of the report.
    pub report: LangString,
    /// Its date.
    pub date: Option<DateView>,
    /// Where it is.
    pub url: Option<String>,
    /// Whether the commitment can be verified.
    pub verifiable: Option<bool>,
    /// Whether it is relevant to open government.
    pub relevant: Option<bool>,
    /// How specific it is, as written.
    pub specificity: Option<String>,
    /// How ambitious.
    pub ambition: Option<VerdictView>,
    /// How far it has come.
    pub completion: Option<VerdictView>,
    /// What has come of it so far.
    pub early_results: Option<LangString>,
}
