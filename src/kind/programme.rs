//! A programme: an incubator, an acceleration, a community, or a public commitment with milestones and assessments.

use parvis_macros::Record;
use strum::{IntoStaticStr, VariantArray};

use crate::base::lang::Text;
use crate::base::message::{Message, say};
use crate::base::moment::PartialDate;
use crate::kind::document::{Document, documents};
use crate::kind::key::{self, Key, Kind};
use crate::kind::member::{MemberId, member_id, settle};
use crate::kind::record::words;
use crate::read::address;
use crate::read::date;
use crate::read::field::{Fields, NO_REASON};
use crate::read::value;

/// What kind of programme it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Type {
    Incubator,
    Acceleration,
    Commitment,
    Community,
}

/// Whether it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Status {
    Active,
    Completed,
    Withdrawn,
    Archived,
}

/// How far a milestone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Progress {
    Planned,
    Ongoing,
    Done,
    Late,
    Dropped,
    Unknown,
}

/// How much a commitment could change, on one of the two scales of the Open Government Partnership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Ambition {
    None,
    Minor,
    Moderate,
    Transformative,
    Unclear,
    Modest,
    Substantial,
}

/// The scale of an ambition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum AmbitionScale {
    /// Potential impact: none, minor, moderate, transformative.
    Impact,
    /// Potential for results: unclear, modest, substantial.
    Results,
}

impl AmbitionScale {
    fn holds(self, ambition: Ambition) -> bool {
        let of_impact =
            matches!(ambition, Ambition::None | Ambition::Minor | Ambition::Moderate | Ambition::Transformative);
        of_impact == (self == Self::Impact)
    }
}

/// How far a commitment was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Completion {
    NoEvidence,
    NotStarted,
    Limited,
    Substantial,
    Complete,
}

/// The action plan that a commitment is in.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(rules = plan_dates)]
pub struct ActionPlan {
    /// Its name.
    #[field(read = value::text)]
    pub title: Text,
    /// When it begins.
    #[field(read = date::date)]
    pub start: Option<PartialDate>,
    /// When it ends.
    #[field(read = date::date)]
    pub end: Option<PartialDate>,
    /// The code of the commitment in it.
    #[field(read = value::string)]
    pub code: Option<String>,
    /// Its cycle.
    #[field(read = value::string)]
    pub cycle: Option<String>,
}

/// A milestone.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(rules = milestone_dates)]
pub struct Milestone {
    /// Its id within the programme.
    #[field(by = member_id(f, code.clone()), last)]
    pub id: MemberId,
    /// Its code in the plan.
    #[field(read = value::string)]
    pub code: Option<String>,
    /// What is to be reached.
    #[field(read = value::text)]
    pub label: Text,
    /// When work on it begins.
    #[field(read = date::date)]
    pub start: Option<PartialDate>,
    /// When it is due.
    #[field(read = date::date)]
    pub end: Option<PartialDate>,
    /// How far it is.
    #[field(read = value::choice)]
    pub status: Progress,
    /// When it was reached.
    #[field(read = date::date)]
    pub reached: Option<PartialDate>,
}

/// An assessment by others.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(rules = ambition)]
pub struct Assessment {
    /// Its id within the programme.
    #[field(by = member_id(f, date.map(|date| date.to_string())), last)]
    pub id: MemberId,
    /// The report that it is in.
    #[field(read = value::text)]
    pub report: Text,
    /// When it appeared.
    #[field(read = date::date)]
    pub date: Option<PartialDate>,
    /// Where it can be read.
    #[field(read = address::url)]
    pub url: Option<String>,
    /// Whether the commitment can be verified.
    #[field(read = value::boolean)]
    pub verifiable: Option<bool>,
    /// Whether it is relevant to open government.
    #[field(read = value::boolean)]
    pub relevant: Option<bool>,
    /// How specific it is.
    #[field(read = value::string)]
    pub specificity: Option<String>,
    /// How ambitious it is.
    #[field(read = value::choice)]
    pub ambition: Option<Ambition>,
    /// The scale of the ambition.
    #[field(read = value::choice)]
    pub ambition_scale: Option<AmbitionScale>,
    /// How far it was carried out.
    #[field(read = value::choice)]
    pub completion: Option<Completion>,
    /// Early results.
    #[field(read = value::text)]
    pub early_results: Option<Text>,
}

/// A programme.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(rules = rules)]
pub struct Programme {
    /// What kind of programme.
    #[field(read = value::choice)]
    pub r#type: Type,
    /// Whose it is; empty only for commitments.
    #[field(read = key::reference(Kind::Organisation))]
    pub owner: Vec<Key>,
    /// Who leads.
    #[field(read = key::reference(Kind::Organisation))]
    pub lead: Option<Key>,
    /// Who leads, in words.
    #[field(read = value::text)]
    pub lead_note: Option<Text>,
    /// Who supports it.
    #[field(read = key::reference(Kind::Organisation))]
    pub support: Vec<Key>,
    /// Its number.
    #[field(read = value::string)]
    pub reference: Option<String>,
    /// Its page elsewhere.
    #[field(read = address::url)]
    pub website: Option<String>,
    /// Where it is.
    #[field(read = value::string)]
    pub address: Option<String>,
    /// When it begins.
    #[field(read = date::date)]
    pub start: Option<PartialDate>,
    /// When it ends.
    #[field(read = date::date)]
    pub end: Option<PartialDate>,
    /// The action plan it is in.
    #[field(record = "{title: Action plan 2026-2028, start: 2026, end: 2028}")]
    pub plan: Option<ActionPlan>,
    /// The policy areas it touches.
    #[field(read = value::text)]
    pub policy_areas: Vec<Text>,
    /// Milestones.
    #[field(by = milestones(f))]
    pub milestones: Vec<Milestone>,
    /// Assessments.
    #[field(by = assessments(f))]
    pub assessments: Vec<Assessment>,
    /// Documents.
    #[field(by = documents(f))]
    pub documents: Vec<Document>,
    /// Startups to show first.
    #[field(read = key::reference(Kind::Startup))]
    pub highlighted: Vec<Key>,
    /// Whether it goes on.
    #[field(read = value::choice)]
    pub status: Option<Status>,
    /// Since when.
    #[field(read = date::date)]
    pub status_date: Option<PartialDate>,
}

words!(Type, Status, Progress, Ambition, AmbitionScale, Completion);

/// Checks the fields of a programme against each other.
fn rules(f: &mut Fields<'_, '_, '_>, programme: &ProgrammeDraft) {
    let needs_owner = programme.r#type.is_some_and(|r#type| r#type != Type::Commitment);
    if needs_owner && !f.has("owner") {
        f.missing_with(
            "owner",
            NO_REASON,
            say!(
                en: "write `owner:` and the id of an organisation",
                fr: "écrivez `owner:` et l’identifiant d’une organisation"
            ),
        );
    }
    in_order(f, (programme.start, programme.end), say!(en: "the programme", fr: "le programme"));
}

/// Reports an end before its start.
pub fn in_order(f: &mut Fields<'_, '_, '_>, dates: (Option<PartialDate>, Option<PartialDate>), what: Message) {
    if let (Some(start), Some(end)) = dates
        && end.last_day() < start.first_day()
    {
        f.error_at(
            "end",
            "wrong-order",
            say!(en: "{what} ends before it begins", fr: "{what} se termine avant de commencer"; what),
            say!(en: "write a date not before `start`", fr: "écrivez une date qui ne précède pas `start`"),
        );
    }
}

fn plan_dates(f: &mut Fields<'_, '_, '_>, plan: &ActionPlanDraft) {
    in_order(f, (plan.start, plan.end), say!(en: "the plan", fr: "le plan"));
}

fn milestone_dates(f: &mut Fields<'_, '_, '_>, milestone: &MilestoneDraft) {
    in_order(f, (milestone.start, milestone.end), say!(en: "the milestone", fr: "l’étape"));
}

fn milestones(f: &mut Fields<'_, '_, '_>) -> Vec<Milestone> {
    let mut milestones = f.records("milestones", "{code: '10.1', label: …, status: planned}", Milestone::read);
    settle(f, "milestones", &mut milestones, |milestone| &mut milestone.id);
    milestones
}

fn assessments(f: &mut Fields<'_, '_, '_>) -> Vec<Assessment> {
    let mut assessments = f.records("assessments", "{report: Design report, completion: limited}", Assessment::read);
    settle(f, "assessments", &mut assessments, |assessment| &mut assessment.id);
    assessments
}

/// Reports an ambition that is not on its scale.
fn ambition(f: &mut Fields<'_, '_, '_>, assessment: &AssessmentDraft) {
    if let (Some(ambition), Some(scale)) = (assessment.ambition, assessment.ambition_scale)
        && !scale.holds(ambition)
    {
        let help = match scale {
            AmbitionScale::Impact => {
                say!(
                    en: "write `none`, `minor`, `moderate` or `transformative`, or change `ambition_scale`",
                    fr: "écrivez `none`, `minor`, `moderate` ou `transformative`, ou changez `ambition_scale`"
                )
            }
            AmbitionScale::Results => say!(
                en: "write `unclear`, `modest` or `substantial`, or change `ambition_scale`",
                fr: "écrivez `unclear`, `modest` ou `substantial`, ou changez `ambition_scale`"
            ),
        };
        let written: &str = ambition.into();
        let span = f.node("ambition").map_or(f.owner(), |node| node.span);
        f.reader.error(
            "not-in-list",
            span,
            say!(
                en: "`{written}` is not on the scale of this ambition",
                fr: "`{written}` n’est pas sur l’échelle de cette ambition"
            ),
            help,
        );
    }
}
