//! The kind `programme`: an incubator, an acceleration programme, a community, or a public commitment with milestones and
//! assessments.

use parvis_macros::Record;
use strum::{IntoStaticStr, VariantArray};

use crate::base::lang::Text;
use crate::base::message::say;
use crate::base::moment::PartialDate;
use crate::kind::document::{Document, documents};
use crate::kind::key::{self, Key, Kind};
use crate::kind::labels;
use crate::kind::member::{MemberId, member_id, members};
use crate::kind::record::words;
use crate::read::address;
use crate::read::date::{self, check_date_range};
use crate::read::reader::{Fields, NO_REASON};
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

/// The status of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Status {
    Active,
    Completed,
    Withdrawn,
    Archived,
}

/// The progress of a milestone.
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

/// The ambition of a commitment, on one of the two scales of the Open Government Partnership.
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

impl Ambition {
    /// The steps of its scale, the lowest first.
    pub fn steps(self) -> &'static [Self] {
        match self.scale() {
            AmbitionScale::Impact => &[Self::None, Self::Minor, Self::Moderate, Self::Transformative],
            AmbitionScale::Results => &[Self::Unclear, Self::Modest, Self::Substantial],
        }
    }

    /// Its scale; every word is on exactly one.
    pub fn scale(self) -> AmbitionScale {
        match self {
            Self::None | Self::Minor | Self::Moderate | Self::Transformative => AmbitionScale::Impact,
            Self::Unclear | Self::Modest | Self::Substantial => AmbitionScale::Results,
        }
    }
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
    /// True for a word of this scale.
    fn includes(self, ambition: Ambition) -> bool {
        self == ambition.scale()
    }
}

/// The completion of a commitment.
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

impl Completion {
    /// The steps of the scale, the lowest first. `no-evidence` is not on it.
    pub const STEPS: &[Self] = &[Self::NotStarted, Self::Limited, Self::Substantial, Self::Complete];
}

/// The action plan that a commitment is in.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(rules = check_plan_dates, name = "Plan")]
pub struct ActionPlan {
    /// Its name.
    #[field(read = value::text)]
    #[field(fr("Titre", "Le nom du plan"), en("Title", "The name of the plan"))]
    pub title: Text,
    /// When it begins.
    #[field(read = date::date, label = labels::START)]
    pub start: Option<PartialDate>,
    /// When it ends.
    #[field(read = date::date, label = labels::END)]
    pub end: Option<PartialDate>,
    /// The code of the commitment in it.
    #[field(read = value::string)]
    #[field(fr("Code", "Le numéro dans le plan"), en("Code", "The number in the plan"))]
    pub code: Option<String>,
    /// Its cycle.
    #[field(read = value::string)]
    #[field(
        fr("Cycle", "Le numéro ou les années du plan, tels que l’OGP les donne"),
        en("Cycle", "The number or the years of the plan, as the OGP gives them")
    )]
    pub cycle: Option<String>,
}

/// A milestone.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(rules = check_milestone_dates)]
pub struct Milestone {
    /// Its id within the programme.
    #[field(by = member_id(f, code.clone()), last, value = String, label = labels::ID)]
    pub id: MemberId,
    /// Its code in the plan.
    #[field(read = value::string)]
    #[field(fr("Code", "Le numéro dans le plan"), en("Code", "The number in the plan"))]
    pub code: Option<String>,
    /// What is to be reached.
    #[field(read = value::text, label = labels::LABEL)]
    pub label: Text,
    /// When work on it begins.
    #[field(read = date::date, label = labels::START)]
    pub start: Option<PartialDate>,
    /// When it is due, inclusive.
    #[field(read = date::date, label = labels::END)]
    pub end: Option<PartialDate>,
    /// How far it is.
    #[field(read = value::choice, label = labels::STATUS)]
    pub status: Progress,
    /// When it was reached.
    #[field(read = date::record_date)]
    #[field(
        fr("Atteint le", "La date à laquelle le jalon a été atteint"),
        en("Reached on", "The date on which the milestone was reached")
    )]
    pub reached: Option<PartialDate>,
}

/// An assessment by others.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(rules = check_ambition)]
pub struct Assessment {
    /// Its id within the programme.
    #[field(by = member_id(f, date.map(|date| date.to_string())), last, value = String, label = labels::ID)]
    pub id: MemberId,
    /// The report that it is in.
    #[field(read = value::text)]
    #[field(fr("Rapport", "Le titre du rapport d’évaluation"), en("Report", "The title of the assessment report"))]
    pub report: Text,
    /// When it appeared.
    #[field(read = date::record_date)]
    #[field(fr("Paru le", "La date du rapport"), en("Published on", "The date of the report"))]
    pub date: Option<PartialDate>,
    /// Where it can be read.
    #[field(read = address::url, label = labels::URL)]
    pub url: Option<String>,
    /// Whether the commitment can be verified.
    #[field(read = value::boolean)]
    #[field(fr("Vérifiable", "Vrai ou faux"), en("Verifiable", "True or false"))]
    pub verifiable: Option<bool>,
    /// Whether it is relevant to open government.
    #[field(read = value::boolean)]
    #[field(
        fr("Pertinent au regard des valeurs de l’OGP", "Vrai ou faux"),
        en("Relevant to OGP values", "True or false")
    )]
    pub relevant: Option<bool>,
    /// How specific it is.
    #[field(read = value::string)]
    #[field(fr("Spécificité", "Selon le rapport"), en("Specificity", "According to the report"))]
    pub specificity: Option<String>,
    /// How ambitious it is.
    #[field(read = value::choice)]
    #[field(fr("Ambition", "Sur l’échelle choisie"), en("Ambition", "On the chosen scale"))]
    pub ambition: Option<Ambition>,
    /// The scale of the ambition: its potential impact or its potential for results.
    #[field(read = value::choice)]
    #[field(
        fr("Échelle de l’ambition", "Effet potentiel (impact) ou résultats attendus (results)"),
        en("Ambition scale", "Potential impact (impact) or potential for results (results)")
    )]
    pub ambition_scale: Option<AmbitionScale>,
    /// How far it was carried out.
    #[field(read = value::choice)]
    #[field(
        fr("Achèvement", "Le degré de mise en œuvre constaté"),
        en("Completion", "The level of implementation found")
    )]
    pub completion: Option<Completion>,
    /// Early results.
    #[field(read = value::text)]
    #[field(fr("Premiers résultats", "Selon le rapport"), en("Early results", "According to the report"))]
    pub early_results: Option<Text>,
}

/// A programme.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(rules = rules)]
pub struct Programme {
    /// What kind of programme.
    #[field(read = value::choice, column, label = labels::TYPE)]
    pub r#type: Type,
    /// Whose it is.
    #[field(read = key::reference(Kind::Organisation), column)]
    #[field(
        fr("Responsable", "L’organisation responsable du programme"),
        en("Responsible body", "The organisation responsible for the programme")
    )]
    pub owner: Vec<Key>,
    /// Who leads.
    #[field(read = key::reference(Kind::Organisation), column)]
    #[field(
        fr("Chef de file", "L’institution qui pilote l’engagement"),
        en("Lead institution", "The institution leading the commitment")
    )]
    pub lead: Option<Key>,
    /// Who leads, in words.
    #[field(read = value::text)]
    #[field(
        fr("Chef de file (en toutes lettres)", "Si ce n’est pas une organisation du catalogue"),
        en("Lead institution, in words", "If it is not in the catalogue")
    )]
    pub lead_note: Option<Text>,
    /// Who supports it.
    #[field(read = key::reference(Kind::Organisation))]
    #[field(
        fr("Institutions d’appui", "Les institutions qui apportent leur appui"),
        en("Supporting institutions", "The institutions that support the commitment")
    )]
    pub support: Vec<Key>,
    /// Its number.
    #[field(read = value::string, column)]
    #[field(fr("Référence", "Le numéro de référence"), en("Reference", "The reference number"))]
    pub reference: Option<String>,
    /// Its page elsewhere.
    #[field(read = address::url, column, label = labels::WEBSITE)]
    pub website: Option<String>,
    /// Where it is.
    #[field(read = value::string)]
    #[field(fr("Adresse", "Rue, code postal, ville"), en("Address", "Street, postcode, town"))]
    pub address: Option<String>,
    /// When it begins.
    #[field(read = date::date, column, label = labels::START)]
    pub start: Option<PartialDate>,
    /// When it ends.
    #[field(read = date::date, column, label = labels::END)]
    pub end: Option<PartialDate>,
    /// The action plan it is in.
    #[field(record = "{title: Action plan 2026-2028, start: 2026, end: 2028}")]
    #[field(
        fr("Plan d’action", "Le plan dont fait partie l’engagement"),
        en("Action plan", "The plan that the commitment is part of")
    )]
    pub plan: Option<ActionPlan>,
    /// The policy areas it touches.
    #[field(read = value::text)]
    #[field(
        fr("Domaines d’action", "Les politiques publiques concernées"),
        en("Policy areas", "The policy areas concerned")
    )]
    pub policy_areas: Vec<Text>,
    /// Milestones.
    #[field(by = milestones(f), column, members)]
    #[field(fr("Jalons", "Ce qui est promis, et quand"), en("Milestones", "What is promised, and by when"))]
    pub milestones: Vec<Milestone>,
    /// Assessments.
    #[field(by = assessments(f), column, members)]
    #[field(
        fr("Évaluations indépendantes", "Les conclusions des rapports d’évaluation"),
        en("Independent assessments", "The findings of assessment reports")
    )]
    pub assessments: Vec<Assessment>,
    /// Documents.
    #[field(by = documents(f), members, label = labels::DOCUMENTS)]
    pub documents: Vec<Document>,
    /// Startups that it puts forward.
    #[field(read = key::reference(Kind::Startup))]
    #[field(
        fr("Services à la une", "Les services à présenter en premier, dans l’ordre"),
        en("Highlighted services", "The services to show first, in order")
    )]
    pub highlighted: Vec<Key>,
    /// Whether it goes on.
    #[field(read = value::choice, column, label = labels::STATUS)]
    pub status: Option<Status>,
    /// Since when.
    #[field(read = date::record_date, column, label = labels::STATUS_DATE)]
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
                en: "add `owner:` and the id of an organisation",
                fr: "ajoutez `owner:` et l’identifiant d’une organisation"
            ),
        );
    }
    check_date_range(f, (programme.start, programme.end), say!(en: "the programme", fr: "le programme"));
}

fn check_plan_dates(f: &mut Fields<'_, '_, '_>, plan: &ActionPlanDraft) {
    check_date_range(f, (plan.start, plan.end), say!(en: "the plan", fr: "le plan"));
}

fn check_milestone_dates(f: &mut Fields<'_, '_, '_>, milestone: &MilestoneDraft) {
    check_date_range(f, (milestone.start, milestone.end), say!(en: "the milestone", fr: "l’étape"));
}

fn milestones(f: &mut Fields<'_, '_, '_>) -> Vec<Milestone> {
    members(f, "milestones", "{code: '10.1', label: …, status: planned}", Milestone::read, |member| &mut member.id)
}

fn assessments(f: &mut Fields<'_, '_, '_>) -> Vec<Assessment> {
    members(f, "assessments", "{report: Design report, completion: limited}", Assessment::read, |member| &mut member.id)
}

/// Reports an ambition that is not on the scale of the assessment.
fn check_ambition(f: &mut Fields<'_, '_, '_>, assessment: &AssessmentDraft) {
    if let (Some(ambition), Some(scale)) = (assessment.ambition, assessment.ambition_scale)
        && !scale.includes(ambition)
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
        let span = f.node("ambition").map_or(f.owner_span(), |node| node.span);
        f.reader.error(
            "not-in-list",
            span,
            say!(
                en: "`{written}` is not on this ambition scale",
                fr: "`{written}` ne figure pas sur cette échelle de l’ambition"
            ),
            help,
        );
    }
}
