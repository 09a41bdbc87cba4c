//! Files whose addresses do not depend on the items: those of the theme, of `content/static/` and of open data.

use crate::base::route::Route;
use crate::base::source::{SourcePath, Span};
use crate::kind::key::Kind;
use crate::site::catalogue::ItemFile;
use crate::site::plan::claim::Claim;
use crate::site::plan::content::{Content, PlannedFile};
use crate::site::plan::data::DataFile;

/// The claim of a file of the theme.
pub(super) fn asset_claim((route, path): &(Route, SourcePath)) -> Claim<'_> {
    let planned = PlannedFile { route: route.clone(), content: Content::Copy(path.clone()) };
    Claim { planned, path, span: Span::default(), generated: true, hidden: false }
}

/// The claim of a file of `content/static/`, at the root.
pub(super) fn static_claim(file: &ItemFile) -> Claim<'_> {
    let planned =
        PlannedFile { route: Route::new(format!("/{}", file.name)), content: Content::Copy(file.path.clone()) };
    Claim { planned, path: &file.path, span: Span::default(), generated: false, hidden: false }
}

/// The files of open data that every site has.
pub(super) fn data_files() -> impl Iterator<Item = DataFile> {
    let of_kind = |kind: &Kind| {
        [DataFile::Items(*kind), DataFile::Schema(*kind), DataFile::Table(*kind), DataFile::Spreadsheet(*kind)]
    };
    let of_all = [
        DataFile::Catalogue,
        DataFile::CatalogueSchema,
        DataFile::Manifest,
        DataFile::Results,
        DataFile::ResultsSchema,
        DataFile::ResultsSpreadsheet,
    ];
    of_all.into_iter().chain(Kind::ALL.iter().flat_map(of_kind))
}
