//! The kind `challenge` (défi): a need of an administration, and its status.

use parvis_macros::Record;
use strum::{IntoStaticStr, VariantArray};

use crate::base::lang::Text;
use crate::base::moment::PartialDate;
use crate::kind::key::{self, Key, Kind};
use crate::kind::labels;
use crate::kind::record::words;
use crate::read::date;
use crate::read::markdown_text::MarkdownText;
use crate::read::value;

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

/// The status of a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Status {
    /// It has been proposed.
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
#[record(name = "Step")]
pub struct PastStatus {
    /// The status.
    #[field(read = value::choice, label = labels::STATUS)]
    pub status: Status,
    /// Since when it was in effect.
    #[field(read = date::record_date, label = labels::DATE)]
    pub date: PartialDate,
}

/// A challenge.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Challenge {
    /// Whose need it is.
    #[field(read = key::reference(Kind::Organisation), required, column)]
    #[field(
        fr("Porté par", "L’organisation qui a ce besoin"),
        en("Put forward by", "The organisation that has this need")
    )]
    pub owner: Vec<Key>,
    /// Where it came from.
    #[field(read = value::choice, column)]
    #[field(
        fr("Origine", "Un appel (call), la communauté (community) ou une administration (ministry)"),
        en("Origin", "A call, the community or a public body (ministry)")
    )]
    pub origin: Option<Origin>,
    /// The call for challenges that it answered.
    #[field(read = key::reference(Kind::Call), column)]
    #[field(
        fr("Appel à défis", "L’appel dont ce défi est issu"),
        en("Call for challenges", "The call through which this challenge was submitted")
    )]
    pub call: Option<Key>,
    /// The edition of that call.
    #[field(read = value::text)]
    #[field(
        fr("Édition", "En toutes lettres, par exemple Deuxième édition"),
        en("Edition", "In words, for example Second edition")
    )]
    pub edition: Option<Text>,
    /// How far it has come.
    #[field(read = value::choice, column)]
    #[field(
        fr(
            "État",
            "Recueilli (collected), retenu (selected), en appel à solutions (in-call), résolu (solved) ou écarté (declined)"
        ),
        en("Status", "Collected, selected, in a call for solutions (in-call), solved or dropped (declined)")
    )]
    pub status: Status,
    /// Since when.
    #[field(read = date::record_date, column)]
    #[field(fr("État depuis le", "La date de l’état actuel"), en("Status since", "The date of the current status"))]
    pub status_since: Option<PartialDate>,
    /// Earlier statuses.
    #[field(record = "{status: collected, date: 2026-01-15}")]
    #[field(
        fr("États précédents", "Les états précédents, avec leur date"),
        en("Previous statuses", "The previous statuses, with their dates")
    )]
    pub history: Vec<PastStatus>,
    /// What an answer would change.
    #[field(read = value::markdown)]
    #[field(
        fr("L’enjeu en chiffres", "Ce que le problème coûte, ou ce que sa solution changerait"),
        en("The problem in figures", "What the problem costs, or what a solution would change")
    )]
    pub impact: Option<MarkdownText>,
}

words!(Origin, Status);
