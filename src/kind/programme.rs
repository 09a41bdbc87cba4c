//! A programme: an incubator, an acceleration, a community, or a public commitment with milestones and assessments.

use strum::{IntoStaticStr, VariantArray};

use crate::base::lang::Text;
use crate::base::message::{Message, say};
use crate::base::moment::PartialDate;
use crate::kind::document::{Document, documents};
use crate::kind::key::{Key, Kind, reference};
use crate::kind::member::{MemberId, member_id, settle};
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
#[derive(Clone, Debug, PartialEq)]
pub struct ActionPlan {
    /// Its name.
    pub title: Text,
    /// When it begins.
    pub start: Option<PartialDate>,
    /// When it ends.
    pub end: Option<PartialDate>,
    /// The code of the commitment in it.
    pub code: Option<String>,
    /// Its cycle.
    pub cycle: Option<String>,
}

/// A milestone.
#[derive(Clone, Debug, PartialEq)]
pub struct Milestone {
    /// Its id within the programme.
    pub id: MemberId,
    /// Its code in the plan.
    pub code: Option<String>,
    /// What is to be reached.
    pub label: Text,
    /// When work on it begins.
    pub start: Option<PartialDate>,
    /// When it is due.
    pub end: Option<PartialDate>,
    /// How far it is.
    pub status: Progress,
    /// When it was reached.
    pub reached: Option<PartialDate>,
}

/// An assessment by others.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Its id within the programme.
    pub id: MemberId,
    /// The report that it is in.
    pub report: Text,
    /// When it appeared.
    pub date: Option<PartialDate>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Whether the commitment can be verified.
    pub verifiable: Option<bool>,
    /// Whether it is relevant to open government.
    pub relevant: Option<bool>,
    /// How specific it is.
    pub specificity: Option<String>,
    /// How ambitious it is.
    pub ambition: Option<Ambition>,
    /// The scale of the ambition.
    pub ambition_scale: Option<AmbitionScale>,
    /// How far it was carried out.
    pub completion: Option<Completion>,
    /// Early results.
    pub early_results: Option<Text>,
}

/// A programme.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// What kind of programme.
    pub r#type: Type,
    /// Whose it is; empty only for commitments.
    pub owner: Vec<Key>,
    /// Who leads.
    pub lead: Option<Key>,
    /// Who leads, in words.
    pub lead_note: Option<Text>,
    /// Who supports it.
    pub support: Vec<Key>,
    /// Its number.
    pub reference: Option<String>,
    /// Its page elsewhere.
    pub website: Option<String>,
    /// Where it is.
    pub address: Option<String>,
    /// When it begins.
    pub start: Option<PartialDate>,
    /// When it ends.
    pub end: Option<PartialDate>,
    /// The action plan it is in.
    pub plan: Option<ActionPlan>,
    /// The policy areas it touches.
    pub policy_areas: Vec<Text>,
    /// Milestones.
    pub milestones: Vec<Milestone>,
    /// Assessments.
    pub assessments: Vec<Assessment>,
    /// Documents.
    pub documents: Vec<Document>,
    /// Startups to show first.
    pub highlighted: Vec<Key>,
    /// Whether it goes on.
    pub status: Option<Status>,
    /// Since when.
    pub status_date: Option<PartialDate>,
}

/// Reads a programme.
pub fn read(f: &mut Fields<'_, '_, '_>) -> Option<Programme> {
    let r#type = f.required("type", value::choice);
    let owner = f.list("owner", reference(Kind::Organisation));
    let needs_owner = r#type.is_some_and(|r#type: Type| r#type != Type::Commitment);
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
    let (start, end) = dates(f, say!(en: "the programme", fr: "le programme"));
    let programme = Programme {
        lead: f.optional("lead", reference(Kind::Organisation)),
        lead_note: f.optional("lead_note", value::text),
        support: f.list("support", reference(Kind::Organisation)),
        reference: f.optional("reference", value::string),
        website: f.optional("website", address::url),
        address: f.optional("address", value::string),
        plan: f.record("plan", "{title: Action plan 2026-2028, start: 2026, end: 2028}", |f| {
            let title = f.required("title", value::text);
            let (start, end) = dates(f, say!(en: "the plan", fr: "le plan"));
            let (code, cycle) = (f.optional("code", value::string), f.optional("cycle", value::string));
            Some(ActionPlan { title: title?, start, end, code, cycle })
        }),
        policy_areas: f.list("policy_areas", value::text),
        milestones: milestones(f),
        assessments: assessments(f),
        documents: documents(f),
        highlighted: f.list("highlighted", reference(Kind::Startup)),
        status: f.optional("status", value::choice),
        status_date: f.optional("status_date", date::date),
        r#type: r#type?,
        owner,
        start,
        end,
    };
    (!needs_owner || !programme.owner.is_empty()).then_some(programme)
}

/// Reads `start` and `end`, which are in that order.
pub fn dates(f: &mut Fields<'_, '_, '_>, what: Message) -> (Option<PartialDate>, Option<PartialDate>) {
    let (start, end) = (f.optional("start", date::date), f.optional("end", date::date));
    if let (Some(start), Some(end)) = (start, end)
        && end.last_day() < start.first_day()
    {
        f.error_at(
            "end",
            "wrong-order",
            say!(en: "{what} ends before it begins", fr: "{what} se termine avant de commencer"; what),
            say!(en: "write a date not before `start`", fr: "écrivez une date qui ne précède pas `start`"),
        );
    }
    (start, end)
}

fn milestones(f: &mut Fields<'_, '_, '_>) -> Vec<Milestone> {
    let mut milestones = f.records("milestones", "{code: '10.1', label: …, status: planned}", |f| {
        let code = f.optional("code", value::string);
        let (label, status) = (f.required("label", value::text), f.required("status", value::choice));
        let (start, end) = dates(f, say!(en: "the milestone", fr: "l’étape"));
        let reached = f.optional("reached", date::date);
        Some(Milestone { id: member_id(f, code.clone()), code, label: label?, start, end, status: status?, reached })
    });
    settle(f, "milestones", &mut milestones, |milestone| &mut milestone.id);
    milestones
}

fn assessments(f: &mut Fields<'_, '_, '_>) -> Vec<Assessment> {
    let mut assessments = f.records("assessments", "{report: Design report, completion: limited}", |f| {
        let (report, date) = (f.required("report", value::text), f.optional("date", date::date));
        let ambition = f.optional("ambition", value::spanned(value::choice::<Ambition>));
        let scale = f.optional("ambition_scale", value::choice::<AmbitionScale>);
        if let (Some(ambition), Some(scale)) = (&ambition, scale)
            && !scale.holds(ambition.value)
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
            let written: &str = ambition.value.into();
            f.reader.error(
                "not-in-list",
                ambition.span,
                say!(
                    en: "`{written}` is not on the scale of this ambition",
                    fr: "`{written}` n’est pas sur l’échelle de cette ambition"
                ),
                help,
            );
        }
        let assessment = Assessment {
            id: member_id(f, date.map(|date| date.to_string())),
            date,
            url: f.optional("url", address::url),
            verifiable: f.optional("verifiable", value::boolean),
            relevant: f.optional("relevant", value::boolean),
            specificity: f.optional("specificity", value::string),
            ambition: ambition.map(|ambition| ambition.value),
            ambition_scale: scale,
            completion: f.optional("completion", value::choice),
            early_results: f.optional("early_results", value::text),
            report: report?,
        };
        Some(assessment)
    });
    settle(f, "assessments", &mut assessments, |assessment| &mut assessment.id);
    assessments
}
