//! A challenge (défi): a need of an administration, and how far it has come.

use parvis_macros::Record;
use strum::{IntoStaticStr, VariantArray};

use crate::base::lang::Text;
use crate::base::moment::PartialDate;
use crate::kind::key::{self, Key, Kind};
use crate::kind::record::words;
use crate::read::date;
use crate::read::value::{self, Prose};

/// Where the challenge came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Origin {
    /// A call for challenges.
    Call,
    /// The community around the lab.
    Community,
    /// A ministry by itself.
    Ministry,
}

/// How far a challenge has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Status {
    /// It was told.
    Collected,
    /// It will be worked on.
    Selected,
    /// A call for solutions asks for answers.
    InCall,
    /// It has an answer.
    Solved,
    /// It will not be worked on.
    Declined,
}

/// An earlier status.
#[derive(Record, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The status.
    #[field(read = value::choice)]
    pub status: Status,
    /// Since when it held.
    #[field(read = date::date)]
    pub date: PartialDate,
}

/// A challenge.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Challenge {
    /// Whose need it is; never empty.
    #[field(read = key::reference(Kind::Organisation), required)]
    pub owner: Vec<Key>,
    /// Where it came from.
    #[field(read = value::choice)]
    pub origin: Option<Origin>,
    /// The call for challenges that it answered.
    #[field(read = key::reference(Kind::Call))]
    pub call: Option<Key>,
    /// The edition of that call.
    #[field(read = value::text)]
    pub edition: Option<Text>,
    /// How far it has come.
    #[field(read = value::choice)]
    pub status: Status,
    /// Since when.
    #[field(read = date::date)]
    pub status_since: Option<PartialDate>,
    /// Earlier statuses.
    #[field(record = "{status: collected, date: 2026-01-15}")]
    pub history: Vec<Step>,
    /// What an answer would change.
    #[field(read = value::prose)]
    pub impact: Option<Prose>,
}

words!(Origin, Status);
