//! The kind `startup`: a service in incubation, its mission and its phases.

use parvis_macros::Record;
use strum::{IntoStaticStr, VariantArray};

use crate::base::lang::Text;
use crate::base::message::say;
use crate::base::moment::PartialDate;
use crate::base::source::{Span, Spanned};
use crate::kind::key::{self, Key, Kind};
use crate::kind::labels;
use crate::kind::money::{MONEY_EXAMPLE, Money};
use crate::kind::record::words;
use crate::read::address;
use crate::read::date::{self, check_date_range};
use crate::read::form::InputType;
use crate::read::reader::{Fields, NO_REASON, Reader};
use crate::read::value;
use crate::read::yaml::Node;

/// The accessibility that the service declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Accessibility {
    None,
    Partial,
    Full,
}

/// A phase of a service's life.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(name = "PhaseOfLife")]
pub struct Phase {
    /// Its id, as `site.yaml` declares it.
    #[field(read = value::spanned(phase_name))]
    #[field(
        fr("Phase", "L’identifiant d’une phase déclarée dans site.yaml"),
        en("Phase", "The id of a phase declared in site.yaml")
    )]
    pub name: Spanned<String>,
    /// When it began.
    #[field(read = date::date, label = labels::START)]
    pub start: PartialDate,
    /// When it ended, inclusive.
    #[field(read = date::date, label = labels::END)]
    pub end: Option<PartialDate>,
    /// What else there is to say.
    #[field(read = value::text, label = labels::NOTE)]
    pub note: Option<Text>,
}

/// Something that happened to a service.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(name = "Happening")]
pub struct StartupEvent {
    /// What.
    #[field(read = value::text)]
    #[field(fr("Nom", "Le nom affiché"), en("Name", "The name as shown"))]
    pub name: Text,
    /// When.
    #[field(read = date::date, label = labels::DATE)]
    pub date: PartialDate,
    /// What else there is to say.
    #[field(read = value::text, label = labels::NOTE)]
    pub note: Option<Text>,
}

/// Money that a service got.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Funding {
    /// From whom or for what.
    #[field(read = value::text, label = labels::LABEL)]
    pub label: Text,
    /// When.
    #[field(read = date::date, label = labels::DATE)]
    pub date: Option<PartialDate>,
    /// How much.
    #[field(record = MONEY_EXAMPLE, label = labels::AMOUNT)]
    pub amount: Option<Money>,
}

/// A startup.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(columns("programmes", "calls", "challenges", "sponsors", "organisation"))]
pub struct Startup {
    /// The programmes it is in; the first leads.
    #[field(read = key::reference(Kind::Programme), required, column)]
    #[field(
        fr("Programmes", "Les programmes qui l’incubent, le principal d’abord"),
        en("Programmes", "The programmes incubating it, the main one first")
    )]
    pub programmes: Vec<Key>,
    /// The calls that it came of.
    #[field(read = key::reference(Kind::Call), column)]
    #[field(
        fr("Appels", "Les appels dont le service est né ou qui l’ont financé"),
        en("Calls", "The calls that led to the service or funded it")
    )]
    pub calls: Vec<Key>,
    /// The challenges that it answers.
    #[field(read = key::reference(Kind::Challenge), column)]
    #[field(
        fr("Défis", "Les défis auxquels répond le service ; à défaut, ceux de ses appels"),
        en("Challenges", "The challenges the service responds to; by default, those of its calls")
    )]
    pub challenges: Vec<Key>,
    /// What it is for.
    #[field(read = value::text)]
    #[field(
        fr("Mission", "En une phrase, ce que le service change pour le public"),
        en("Mission", "In one sentence, what the service changes for the public")
    )]
    pub mission: Text,
    /// The phases of its life. The current one is the latest by its start that has begun.
    #[field(by = phases(f), required, members)]
    #[field(
        fr("Phases", "Les phases de la vie du service, avec leur date de début"),
        en("Phases", "The phases of its life, with their start dates")
    )]
    pub phases: Vec<Phase>,
    /// Who pays or hosts.
    #[field(read = key::reference(Kind::Organisation), column)]
    #[field(
        fr("Soutiens", "Les organisations qui financent ou hébergent le service"),
        en("Sponsors", "The organisations that fund or host the service")
    )]
    pub sponsors: Vec<Key>,
    /// The service itself.
    #[field(read = address::url, column, label = labels::WEBSITE)]
    pub website: Option<String>,
    /// Its source code.
    #[field(read = address::url, column)]
    #[field(fr("Code source", "L’adresse du dépôt de code"), en("Source code", "The address of the code repository"))]
    pub repository: Option<String>,
    /// Its figures.
    #[field(read = address::url, column)]
    #[field(
        fr("Statistiques", "La page de statistiques du service"),
        en("Statistics", "The statistics page of the service")
    )]
    pub stats_url: Option<String>,
    /// Its budget.
    #[field(read = address::url, column)]
    #[field(fr("Budget", "La page du budget du service"), en("Budget", "The budget page of the service"))]
    pub budget_url: Option<String>,
    /// Its impact.
    #[field(read = address::url, column)]
    #[field(
        fr("Mesure d’impact", "La page qui présente l’impact du service"),
        en("Impact", "The impact page of the service")
    )]
    pub impact_url: Option<String>,
    /// How accessible it says it is.
    #[field(read = value::choice, column)]
    #[field(
        fr("Accessibilité", "Aucune (none), partielle (partial) ou totale (full)"),
        en("Accessibility", "None, partial or full")
    )]
    pub accessibility: Option<Accessibility>,
    /// For whom it is.
    #[field(read = value::text, column)]
    #[field(fr("Public", "À qui cela s’adresse"), en("Audience", "Who it is for"))]
    pub audience: Vec<Text>,
    /// What it is made with.
    #[field(read = value::string, column)]
    #[field(fr("Technologies", "Les technologies employées"), en("Technologies", "The technologies used"))]
    pub technologies: Vec<String>,
    /// What happened to it.
    #[field(record = "{name: First users, date: 2026-03}")]
    #[field(
        fr("Dates clés", "Les événements marquants de la vie du service"),
        en("Key dates", "Key events in the life of the service")
    )]
    pub events: Vec<StartupEvent>,
    /// Money that it got.
    #[field(record = "{label: Innovation fund, amount: {amount: 100000, currency: EUR}}")]
    #[field(fr("Financements", "Les financements obtenus"), en("Funding", "The funding obtained"))]
    pub funding: Vec<Funding>,
    /// The organisation behind it.
    #[field(read = key::reference(Kind::Organisation), column)]
    #[field(
        fr("Organisation", "L’organisation qui porte le service"),
        en("Organisation", "The organisation that runs the service")
    )]
    pub organisation: Option<Key>,
}

words!(Accessibility);

/// Checks the dates of a phase, and notes its id.
fn check_phase(f: &mut Fields<'_, '_, '_>, phase: &PhaseDraft) {
    check_date_range(f, (phase.start, phase.end), say!(en: "the phase", fr: "la phase"));
    f.reader.phases.extend(phase.name.clone());
}

/// Reads the phases. A phase that is listed twice is reported.
fn phases(f: &mut Fields<'_, '_, '_>) -> Vec<Phase> {
    if !f.has("phases") {
        f.missing_with(
            "phases",
            NO_REASON,
            say!(
                en: "add `phases:` with a `name` and a `start` for each",
                fr: "ajoutez `phases:`, avec un `name` et un `start` pour chacune"
            ),
        );
    }
    let mut seen: Vec<(String, Span)> = Vec::new();
    f.records("phases", "{name: construction, start: 2026-03-01}", |f| {
        let draft = PhaseDraft::read(f);
        check_phase(f, &draft);
        if let Some(name) = &draft.name {
            if seen.iter().any(|(other, _)| *other == name.value) {
                let message = say!(
                    en: "the phase `{name}` appears twice",
                    fr: "la phase `{name}` figure deux fois",
                    name = name.value
                );
                f.reader.error(
                    "duplicate-phase",
                    name.span,
                    message,
                    say!(
                        en: "keep one of the two, with the earlier start",
                        fr: "gardez l’une des deux, avec le début le plus ancien"
                    ),
                );
            }
            seen.push((name.value.clone(), name.span));
        }
        draft.finish()
    })
}

/// The id of a phase of the site.
fn phase_name(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.declare_type(InputType::Phase);
    value::string(reader, node)
}
