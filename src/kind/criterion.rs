//! The criteria by which answers to a call are judged.

use parvis_macros::Record;

use crate::base::lang::Text;
use crate::kind::labels;
use crate::read::number::{self, Decimal};
use crate::read::value;

/// What answers are judged by.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Criterion {
    /// The criterion.
    #[field(read = value::text, label = labels::LABEL)]
    pub label: Text,
    /// Its weight: percent, unless the call names another scale.
    #[field(read = number::decimal)]
    #[field(
        fr("Pondération", "En pourcentage, sauf autre barème"),
        en("Weighting", "A percentage, unless there is another scale")
    )]
    pub weight: Option<Decimal>,
}
