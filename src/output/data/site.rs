//! What the data says of the site itself, at the head of every file.

use schemars::JsonSchema;
use serde::Serialize;

use crate::kind::key::{Key, Kind};
use crate::output::data::facts::{contact, contact_schema};
use crate::output::data::json::Object;
use crate::output::data::source::{by_lang, reference, text_of};
use crate::output::data::value::{ByLang, Reference, Text, Uri};
use crate::present::fill::context::Context;
use crate::present::fill::shell::licence_url;
use crate::site::plan::data::DataFile;

/// Open data of a site: what it says of itself, and its public items.
#[derive(Serialize, JsonSchema)]
pub struct Head<'a> {
    /// The schema of this file.
    #[serde(rename = "$schema")]
    pub schema: Uri,
    /// The site that the data is from.
    pub site: SiteData<'a>,
}

/// The site that the data is from.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Site")]
pub struct SiteData<'a> {
    /// Its name, by language.
    pub title: Text<'a>,
    /// What it is, by language.
    pub description: Text<'a>,
    /// Its address.
    pub url: Uri,
    /// Its languages, the default first.
    pub languages: Vec<LanguageData<'a>>,
    /// The licence of its contents.
    pub licence: Option<LicenceData<'a>>,
    /// The organisation that publishes it.
    pub publisher: Option<Reference<'a>>,
    /// Whom to write to.
    #[schemars(schema_with = "contact_schema")]
    pub contact: Object<'a>,
    /// What explains the data, in each language.
    pub documentation: ByLang<'a, Uri>,
    /// The time zone of the site, a name of the tz database.
    pub zone: &'a str,
    /// For how many times 24 hours before its end a call is `closing-soon`.
    pub closing_soon_days: u32,
    /// The themes that items may have, in their order.
    pub themes: Vec<ThemeData<'a>>,
    /// The phases of a startup's life, in their order.
    pub phases: Vec<DeclaredPhase<'a>>,
}

/// A language of the site.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Language")]
pub struct LanguageData<'a> {
    /// Its tag, BCP 47.
    pub code: &'a str,
    /// Its name in itself.
    pub name: &'a str,
    /// The home page in it.
    pub url: Uri,
}

/// The licence of the contents.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Licence")]
pub struct LicenceData<'a> {
    /// Its id in the SPDX list, or its address.
    pub id: &'a str,
    /// Where it can be read.
    pub url: Uri,
}

/// A subject that items may have.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Theme")]
pub struct ThemeData<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name, by language.
    pub label: Text<'a>,
    /// Other names by which it is searched for.
    pub synonyms: &'a [String],
    /// Its page in each language.
    pub url: ByLang<'a, Uri>,
}

/// A phase in the life of a startup.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Phase")]
pub struct DeclaredPhase<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name, by language.
    pub label: Text<'a>,
    /// True while a startup in it is at work.
    pub active: bool,
}

/// The head of a file whose schema is at that address.
pub fn head<'a>(context: &Context<'a>, schema: DataFile) -> Head<'a> {
    Head { schema: Uri::own(context.absolute(&schema.route())), site: site(context) }
}

fn site<'a>(context: &Context<'a>) -> SiteData<'a> {
    let (catalogue, plan) = (context.catalogue, context.plan);
    let site = &catalogue.site;
    let own = |route| Uri::own(context.absolute(&route));
    let publisher = site.publisher.as_ref().map(|id| Key::new(Kind::Organisation, id.clone()));
    SiteData {
        title: text_of(context, &site.title),
        description: text_of(context, &site.description),
        url: Uri::own(format!("{}/", site.base_url)),
        languages: (catalogue.langs().zip(&site.languages))
            .map(|(lang, language)| LanguageData {
                code: &language.tag,
                name: &language.name,
                url: own(plan.home(lang)),
            })
            .collect(),
        licence: site.licence.as_deref().map(|id| LicenceData { id, url: Uri::written(&licence_url(id)) }),
        publisher: publisher.and_then(|key| reference(context, &key)),
        contact: contact(context, &site.contact),
        documentation: by_lang(context, |lang| Some(own(plan.section(lang, "data")))),
        zone: site.zone.name(),
        closing_soon_days: site.closing_soon_days,
        themes: (site.themes.iter().enumerate())
            .map(|(rank, theme)| ThemeData {
                id: &theme.id.value,
                label: text_of(context, &theme.label),
                synonyms: &theme.synonyms,
                url: by_lang(context, |lang| Some(own(plan.topic(catalogue, lang, rank, 1)))),
            })
            .collect(),
        phases: (site.phases.iter())
            .map(|phase| DeclaredPhase { id: &phase.id, label: text_of(context, &phase.label), active: phase.active })
            .collect(),
    }
}
