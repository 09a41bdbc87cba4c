//! A challenge (défi): a need of an administration, and how far it has come.

use strum::{IntoStaticStr, VariantArray};

use crate::base::lang::Text;
use crate::base::moment::PartialDate;
use crate::kind::key::{Key, Kind, reference};
use crate::read::date;
use crate::read::field::Fields;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The status.
    pub status: Status,
    /// Since when it held.
    pub date: PartialDate,
}

/// A challenge.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// Whose need it is; never empty.
    pub owner: Vec<Key>,
    /// Where it came from.
    pub origin: Option<Origin>,
    /// The call for challenges that it answered.
    pub call: Option<Key>,
    /// The edition of that call.
    pub edition: Option<Text>,
    /// How far it has come.
    pub status: Status,
    /// Since when.
    pub status_since: Option<PartialDate>,
    /// Earlier statuses.
    pub history: Vec<Step>,
    /// What an answer would change.
    pub impact: Option<Prose>,
}

/// Reads a challenge.
pub fn read(f: &mut Fields<'_, '_, '_>) -> Option<Challenge> {
    let owner = f.required_list("owner", reference(Kind::Organisation));
    let status = f.required("status", value::choice);
    let challenge = Challenge {
        origin: f.optional("origin", value::choice),
        call: f.optional("call", reference(Kind::Call)),
        edition: f.optional("edition", value::text),
        status_since: f.optional("status_since", date::date),
        history: f.records("history", "{status: collected, date: 2026-01-15}", |f| {
            let (status, date) = (f.required("status", value::choice), f.required("date", date::date));
            Some(Step { status: status?, date: date? })
        }),
        impact: f.optional("impact", value::prose),
        status: status?,
        owner,
    };
    (!challenge.owner.is_empty()).then_some(challenge)
}
