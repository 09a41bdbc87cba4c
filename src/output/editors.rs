//! What the tools of editors are told of the fields: JSON Schemas for those who write files, a configuration for those who
//! write in a browser. Both are made from the forms of the kinds, which the readers themselves give.

pub mod cms;
pub mod guide;
pub mod reference;
pub mod schema;

use crate::base::lang::{Lang, Text};
use crate::base::message::UiLang;
use crate::read::site_file::SiteFile;

/// What of the site matters to its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteTerms {
    /// The tags of its languages, the default first.
    pub tags: Vec<String>,
    /// Its themes, where all of them can be read.
    pub themes: Option<Vec<Declared>>,
    /// Its phases, where all of them can be read.
    pub phases: Option<Vec<Declared>>,
}

/// What `site.yaml` declares, to be named by its id elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The id.
    pub id: String,
    /// What it is called, where the rest of the file can be read.
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

    /// What is declared, as whoever speaks this language calls it, else as the site's first language does.
    pub fn name<'a>(&self, declared: &'a Declared, ui_lang: UiLang) -> &'a str {
        let speaks = |tag: &String| tag.split('-').next() == Some(ui_lang.tag());
        // A site has no more than 255 languages, so that the rank fits.
        let lang = self.tags.iter().position(speaks).map_or(Lang(0), |rank| Lang(rank as u8));
        declared.label.as_ref().map_or(&declared.id, |label| label.wording(lang, Lang(0)).text)
    }
}
