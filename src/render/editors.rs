//! What the tools of editors are told of the fields: JSON Schemas for those who write files, a configuration for those who
//! write in a browser. Both are made from the forms of the kinds, which the readers themselves give.

pub mod cms;
pub mod guide;
pub mod schema;

use crate::read::site_file::SiteFile;

/// What of the site matters to its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The tags of its languages, the default first.
    pub tags: Vec<String>,
    /// The ids of its themes, where all of them can be read.
    pub themes: Option<Vec<String>>,
    /// The ids of its phases, where all of them can be read.
    pub phases: Option<Vec<String>>,
}

impl Terms {
    /// The terms of a site.
    pub fn of(site_file: &SiteFile) -> Self {
        let (themes, phases) = (site_file.themes.clone(), site_file.phases.clone());
        Self { tags: site_file.tags.0.clone(), themes, phases }
    }
}
