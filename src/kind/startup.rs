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
    #[field(fr("Phase", "L’identifiant d’une phase de site.yaml"), en("Phase", "The id of a phase of site.yaml"))]
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
        fr("Programmes", "Ceux qui l’accueillent, le principal d’abord"),
        en("Programmes", "Those that it is in, the leading one first")
    )]
    pub programmes: Vec<Key>,
    /// The calls that it came of.
    #[field(read = key::reference(Kind::Call), column)]
    #[field(
        fr("Appels", "Ceux dont il est né ou qui l’ont financé"),
        en("Calls", "Those that it came of or that paid for it")
    )]
    pub calls: Vec<Key>,
    /// The challenges that it answers.
    #[field(read = key::reference(Kind::Challenge), column)]
    #[field(
        fr("Défis", "Ceux auxquels il répond ; à défaut, ceux de ses appels"),
        en("Challenges", "Those that it answers; otherwise those of its calls")
    )]
    pub challenges: Vec<Key>,
    /// What it is for.
    #[field(read = value::text)]
    #[field(
        fr("Mission", "Une phrase, ce qu’il change pour le public"),
        en("Mission", "One sentence, what it changes for the public")
    )]
    pub mission: Text,
    /// The phases of its life. The current one is the latest by its start that has begun.
    #[field(by = phases(f), required, members)]
    #[field(
        fr("Phases", "Les phases de sa vie, avec leur début"),
        en("Phases", "The phases of its life, with their start")
    )]
    pub phases: Vec<Phase>,
    /// Who pays or hosts.
    #[field(read = key::reference(Kind::Organisation), column)]
    #[field(
        fr("Soutiens", "Les organisations qui paient ou hébergent"),
        en("Sponsors", "The organisations that pay or host")
    )]
    pub sponsors: Vec<Key>,
    /// The service itself.
    #[field(read = address::url, column, label = labels::WEBSITE)]
    pub website: Option<String>,
    /// Its source code.
    #[field(read = address::url, column)]
    #[field(fr("Code source", "L’adresse du dépôt"), en("Source code", "The address of the repository"))]
    pub repository: Option<String>,
    /// Its figures.
    #[field(read = address::url, column)]
    #[field(fr("Chiffres", "La page de ses chiffres"), en("Figures", "The page of its figures"))]
    pub stats_url: Option<String>,
    /// Its budget.
    #[field(read = address::url, column)]
    #[field(fr("Budget", "La page de son budget"), en("Budget", "The page of its budget"))]
    pub budget_url: Option<String>,
    /// Its impact.
    #[field(read = address::url, column)]
    #[field(fr("Effet", "La page de son effet"), en("Impact", "The page of its impact"))]
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
    #[field(fr("Public", "Pour qui"), en("Audience", "For whom"))]
    pub audience: Vec<Text>,
    /// What it is made with.
    #[field(read = value::string, column)]
    #[field(fr("Technologies", "Avec quoi il est fait"), en("Technologies", "What it is made with"))]
    pub technologies: Vec<String>,
    /// What happened to it.
    #[field(record = "{name: First users, date: 2026-03}")]
    #[field(fr("Moments", "Ce qui lui est arrivé"), en("Moments", "What happened to it"))]
    pub events: Vec<StartupEvent>,
    /// Money that it got.
    #[field(record = "{label: Innovation fund, amount: {amount: 100000, currency: EUR}}")]
    #[field(fr("Financements", "L’argent reçu"), en("Funding", "Money that it got"))]
    pub funding: Vec<Funding>,
    /// The organisation behind it.
    #[field(read = key::reference(Kind::Organisation), column)]
    #[field(fr("Organisation", "Celle qui est derrière"), en("Organisation", "The one behind it"))]
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
                en: "write `phases:` with a `name` and a `start` for each",
                fr: "écrivez `phases:` avec un `name` et un `start` pour chacune"
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
                    en: "the phase `{name}` is there twice",
                    fr: "la phase `{name}` est là deux fois",
                    name = name.value
                );
                f.reader.error(
                    "duplicate-phase",
                    name.span,
                    message,
                    say!(
                        en: "keep one of the two, with its first start",
                        fr: "gardez l’une des deux, avec son premier début"
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
