//! The kind `update` (actualité): a piece of news that an editor writes.

use parvis_macros::Record;

use crate::base::moment::PartialDate;
use crate::kind::key::{self, Key};
use crate::read::date;

/// A piece of news.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Update {
    /// Its date.
    #[field(read = date::record_date, column)]
    #[field(fr("Date", "La date de l’actualité"), en("Date", "The date of the news item"))]
    pub date: PartialDate,
    /// What it is about.
    #[field(read = key::any_reference(None), column)]
    #[field(
        fr("À propos de", "Des fiches, avec leur type, par exemple call/robots"),
        en("About", "Items with their kind, such as call/robots")
    )]
    pub about: Vec<Key>,
}
