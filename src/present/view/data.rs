//! The page that explains the open data.

use serde::Serialize;

use crate::present::view::part::Link;
use crate::present::view::shell::{PageView, SiteView};
use crate::present::view::value::Shared;

/// The page that explains the open data.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DataPage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// The file of everything.
    pub all: DataFiles,
    /// The files of each kind.
    pub kinds: Vec<DataFiles>,
    /// The table of what came of calls.
    pub results: ResultsFiles,
    /// The calls for solutions as OCDS releases, where there are any.
    pub ocds: Option<DataLink>,
    /// An item as in the data, shortened.
    pub example: Option<DataExample>,
    /// A command that fetches a file and filters it.
    pub command: String,
}

/// The files that contain the same items.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DataFiles {
    /// The kind in the singular, the key of its words in the strings `kind.<kind>`; empty for everything.
    pub kind: String,
    /// How many items they contain, in words: `12 appels`.
    pub count: String,
    /// As JSON.
    pub json: DataLink,
    /// As CSV; absent for everything.
    pub csv: Option<DataLink>,
    /// The same parted by semicolons, for Excel; absent for everything.
    pub excel: Option<DataLink>,
    /// The schema of the JSON.
    pub schema: DataLink,
}

/// The table of what came of calls.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ResultsFiles {
    /// How many rows it has, in words.
    pub count: String,
    /// The table, CSV.
    pub csv: DataLink,
    /// The same parted by semicolons, for Excel.
    pub excel: DataLink,
    /// The schema of a row.
    pub schema: DataLink,
}

/// A file of data.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DataLink {
    /// Its name: `calls.json`.
    pub name: String,
    /// Its address for a link.
    pub href: String,
    /// Its absolute address.
    pub url: String,
}

/// An item as in the data, shortened.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DataExample {
    /// Its name and its page.
    pub item: Link,
    /// The file that it is taken from.
    pub file: DataLink,
    /// The JSON.
    pub json: String,
}
