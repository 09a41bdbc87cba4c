//! The data of a startup.

use schemars::JsonSchema;
use serde::Serialize;

use crate::kind::startup::{Accessibility, Startup};
use crate::render::data::part::{MoneyData, Reference};
use crate::render::data::source::Source;
use crate::render::data::value::{Date, Text, Uri, Word};
use crate::site::life;

/// A service in incubation.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Startup")]
pub struct StartupData<'a> {
    /// The id of the phase it was in when the site was last made; `phases` tell it at any other time.
    pub state: Option<&'a str>,
    /// The programmes it is in; the first leads.
    pub programmes: Vec<Reference<'a>>,
    /// What it is for, by language.
    pub mission: Text<'a>,
    /// The phases of its life. The current one is the latest by its start that has begun.
    pub phases: Vec<PhaseData<'a>>,
    /// Who pays or hosts.
    pub sponsors: Vec<Reference<'a>>,
    /// The service itself.
    pub website: Option<Uri>,
    /// Its source code.
    pub repository: Option<Uri>,
    /// Its figures.
    pub stats_url: Option<Uri>,
    /// Its budget.
    pub budget_url: Option<Uri>,
    /// Its impact.
    pub impact_url: Option<Uri>,
    /// How accessible it says it is.
    pub accessibility: Option<Word<Accessibility>>,
    /// For whom it is, by language.
    pub audience: Vec<Text<'a>>,
    /// What it is made with.
    pub technologies: Vec<&'a str>,
    /// What happened to it.
    pub events: Vec<HappeningData<'a>>,
    /// Money that it got.
    pub funding: Vec<FundingData<'a>>,
    /// The organisation behind it.
    pub organisation: Option<Reference<'a>>,
}

/// A phase of a service's life.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "PhaseOfLife")]
pub struct PhaseData<'a> {
    /// Its id; the site has the words for it.
    pub name: &'a str,
    /// When it began.
    pub start: Date,
    /// When it ended, inclusive.
    pub end: Option<Date>,
    /// What else there is to say, by language.
    pub note: Option<Text<'a>>,
}

/// Something that happened to a service.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Happening")]
pub struct HappeningData<'a> {
    /// What, by language.
    pub name: Text<'a>,
    /// When.
    pub date: Date,
    /// What else there is to say, by language.
    pub note: Option<Text<'a>>,
}

/// Money that a service got.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Funding")]
pub struct FundingData<'a> {
    /// From whom or for what, by language.
    pub label: Text<'a>,
    /// When.
    pub date: Option<Date>,
    /// How much.
    pub amount: Option<MoneyData<'a>>,
}

/// The data of a startup.
pub fn startup<'a>(source: &Source<'a>, startup: &'a Startup) -> StartupData<'a> {
    let uri = |url: &Option<String>| url.as_deref().map(Uri::written);
    let text = |text: &'a Option<_>| text.as_ref().map(|text| source.text(text));
    let current = life::current_phase(source.item, startup, &source.context.catalogue.site, source.now());
    StartupData {
        state: current.map(|phase| phase.name.value.as_str()),
        programmes: source.links(&startup.programmes),
        mission: source.text(&startup.mission),
        phases: (startup.phases.iter())
            .map(|phase| PhaseData {
                name: &phase.name.value,
                start: Date(phase.start),
                end: phase.end.map(Date),
                note: text(&phase.note),
            })
            .collect(),
        sponsors: source.links(&startup.sponsors),
        website: uri(&startup.website),
        repository: uri(&startup.repository),
        stats_url: uri(&startup.stats_url),
        budget_url: uri(&startup.budget_url),
        impact_url: uri(&startup.impact_url),
        accessibility: startup.accessibility.map(Word),
        audience: source.texts(&startup.audience),
        technologies: startup.technologies.iter().map(String::as_str).collect(),
        events: (startup.events.iter())
            .map(|event| HappeningData {
                name: source.text(&event.name),
                date: Date(event.date),
                note: text(&event.note),
            })
            .collect(),
        funding: (startup.funding.iter())
            .map(|funding| FundingData {
                label: source.text(&funding.label),
                date: funding.date.map(Date),
                amount: funding.amount.as_ref().map(|amount| source.money(amount)),
            })
            .collect(),
        organisation: source.maybe(&startup.organisation),
    }
}
