//! Output for the tools of editors: JSON Schemas for text editors, and a configuration for a CMS in the browser. Both
//! are generated from the forms of the kinds, which the readers provide.

pub mod cms;
pub mod examples;
pub mod guide;
pub mod guide_page;
pub mod layout;
pub mod reference;
pub mod schema;

use crate::base::lang::{Lang, Text};
use crate::base::message::UiLang;
use crate::read::site_file::SiteFile;

/// The parts of `site.yaml` that values of fields depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteTerms {
    /// The tags of its languages, the default first.
    pub tags: Vec<String>,
    /// Its themes, if all of them are valid.
    pub themes: Option<Vec<Declared>>,
    /// Its phases, if all of them are valid.
    pub phases: Option<Vec<Declared>>,
}

/// A theme or a phase declared in `site.yaml`, which items refer to by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The id.
    pub id: String,
    /// Its label, if the rest of the file is valid.
    label: Option<Text>,
}

impl SiteTerms {
    /// The terms of a site.
    pub fn of(site_file: &SiteFile) -> Self {
        let site = site_file.site.as_ref();
        let theme = |id: &String| {
            let topic = site.and_then(|site| site.themes.iter().find(|topic| topic.id.value == *id));
            Declared { id: id.clone(), label: topic.map(|topic| topic.label.clone()) }
        };
        let phase = |id: &String| {
            let phase = site.and_then(|site| site.phases.iter().find(|phase| phase.id == *id));
            Declared { id: id.clone(), label: phase.map(|phase| phase.label.clone()) }
        };
        Self {
            tags: site_file.tags.0.clone(),
            themes: site_file.themes.as_ref().map(|ids| ids.iter().map(theme).collect()),
            phases: site_file.phases.as_ref().map(|ids| ids.iter().map(phase).collect()),
        }
    }

    /// The label in this language, else in the first language of the site.
    pub fn name<'a>(&self, declared: &'a Declared, ui_lang: UiLang) -> &'a str {
        let speaks = |tag: &String| tag.split('-').next() == Some(ui_lang.tag());
        // A site has at most 255 languages, so the rank fits.
        let lang = self.tags.iter().position(speaks).map_or(Lang(0), |rank| Lang(rank as u8));
        declared.label.as_ref().map_or(&declared.id, |label| label.wording(lang, Lang(0)).text)
    }
}
