//! The files of open data, and their addresses.

use crate::base::route::Route;
use crate::kind::key::Kind;

/// A file of open data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataFile {
    /// All public items, JSON.
    Catalogue,
    /// The schema of the former.
    CatalogueSchema,
    /// The public items of a kind, JSON.
    Items(Kind),
    /// The schema of the former.
    Schema(Kind),
    /// The public items of a kind as a table, CSV.
    Table(Kind),
    /// The results of calls, CSV: a row for each result.
    Results,
    /// The schema of a row of the former.
    ResultsSchema,
    /// The table of a kind for Excel where semicolons part cells.
    Spreadsheet(Kind),
    /// The results of calls, for the same.
    ResultsSpreadsheet,
    /// The manifest: what the site publishes, for comparisons with another version of it.
    Manifest,
    /// The calls for solutions as releases of the Open Contracting Data Standard, JSON.
    Ocds,
}

impl DataFile {
    /// Its address, the same in all languages.
    pub fn route(self) -> Route {
        Route::new(match self {
            Self::Catalogue => "/data/catalogue.json".to_owned(),
            Self::CatalogueSchema => "/data/catalogue.schema.json".to_owned(),
            Self::Items(kind) => format!("/data/{}.json", kind.folder()),
            Self::Schema(kind) => format!("/data/{}.schema.json", kind.folder()),
            Self::Results => "/data/results.csv".to_owned(),
            Self::ResultsSchema => "/data/results.schema.json".to_owned(),
            Self::Manifest => crate::base::manifest::PATH.to_owned(),
            Self::Ocds => "/data/ocds.json".to_owned(),
            Self::Spreadsheet(kind) => format!("/data/{}.excel.csv", kind.folder()),
            Self::ResultsSpreadsheet => "/data/results.excel.csv".to_owned(),
            Self::Table(kind) => format!("/data/{}.csv", kind.folder()),
        })
    }
}
