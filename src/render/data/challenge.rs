//! The data of a challenge.

use schemars::JsonSchema;
use serde::Serialize;

use crate::kind::challenge::{Challenge, Origin, Status};
use crate::render::data::markup::Markup;
use crate::render::data::part::Reference;
use crate::render::data::source::Source;
use crate::render::data::value::{ByLang, Date, Text, Word};

/// A challenge: a need of an administration.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Challenge")]
pub struct ChallengeData<'a> {
    /// Its state: its status.
    pub state: Word<Status>,
    /// Whose need it is.
    pub owner: Vec<Reference<'a>>,
    /// Where it came from.
    pub origin: Option<Word<Origin>>,
    /// The call for challenges that it answered.
    pub call: Option<Reference<'a>>,
    /// The edition of that call, by language.
    pub edition: Option<Text<'a>>,
    /// How far it has come.
    pub status: Word<Status>,
    /// Since when.
    pub status_since: Option<Date>,
    /// Earlier statuses.
    pub history: Vec<StepData>,
    /// What an answer would change, as HTML by language.
    pub impact: Option<ByLang<'a, Markup<'a>>>,
}

/// An earlier status.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Step")]
pub struct StepData {
    /// The status.
    pub status: Word<Status>,
    /// Since when it held.
    pub date: Date,
}

/// The data of a challenge.
pub fn challenge<'a>(source: &Source<'a>, challenge: &'a Challenge) -> ChallengeData<'a> {
    ChallengeData {
        state: Word(challenge.status),
        owner: source.links(&challenge.owner),
        origin: challenge.origin.map(Word),
        call: source.maybe(&challenge.call),
        edition: challenge.edition.as_ref().map(|edition| source.text(edition)),
        status: Word(challenge.status),
        status_since: challenge.status_since.map(Date),
        history: (challenge.history.iter())
            .map(|step| StepData { status: Word(step.status), date: Date(step.date) })
            .collect(),
        impact: challenge.impact.as_ref().map(|prose| source.rich(prose, "impact-")),
    }
}
