//! The stages of a call.

use parvis_macros::Record;

use crate::base::lang::Text;
use crate::base::message::say;
use crate::base::moment::PartialDate;
use crate::kind::key::{self, Key, Kind};
use crate::kind::labels;
use crate::read::date::{self, check_date_range};
use crate::read::number;
use crate::read::reader::Fields;
use crate::read::value;

/// A stage of a call: on a day, or from one to another.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Stage {
    /// Its id within the call.
    #[field(read = value::id)]
    #[field(fr("Identifiant", "Minuscules, chiffres et tirets"), en("Id", "Lowercase letters, digits and hyphens"))]
    pub id: String,
    /// Its name.
    #[field(read = value::text, label = labels::LABEL)]
    pub label: Text,
    /// The day it happens on.
    #[field(read = date::date, label = labels::DATE)]
    pub date: Option<PartialDate>,
    /// When it begins.
    #[field(read = date::date, label = labels::START)]
    pub start: Option<PartialDate>,
    /// When it ends, inclusive.
    #[field(read = date::date, label = labels::END)]
    pub end: Option<PartialDate>,
    /// When, in words.
    #[field(read = value::text)]
    #[field(
        fr("Quand (en toutes lettres)", "Si la date n’est pas connue"),
        en("When, in words", "If the date is not known")
    )]
    pub when: Option<Text>,
    /// How many may pass it.
    #[field(read = number::whole)]
    #[field(
        fr("Retenus (maximum)", "Combien peuvent être retenus au plus"),
        en("Maximum selected", "How many may be selected at most")
    )]
    pub max_selected: Option<u32>,
    /// The event at which it happens.
    #[field(read = key::reference(Kind::Event))]
    #[field(
        fr("Événement", "L’événement par lequel l’étape se termine"),
        en("Event", "The event that concludes the stage")
    )]
    pub event: Option<Key>,
    /// Whether it is done, if an editor wrote that.
    #[field(read = value::boolean)]
    #[field(fr("Terminée", "Vrai ou faux"), en("Done", "True or false"))]
    pub done: Option<bool>,
}

impl Stage {
    /// The date on which it begins, as far as dates are written.
    fn first_date(&self) -> Option<PartialDate> {
        self.start.or(self.date).or(self.end)
    }

    /// The date on which it ends, as far as dates are written.
    fn last_date(&self) -> Option<PartialDate> {
        self.end.or(self.date).or(self.start)
    }
}

/// Reads the stages of a call. A stage that ends before the previous one begins is reported, as far as the precision of the
/// dates allows.
pub fn stages(f: &mut Fields<'_, '_, '_>) -> Vec<Stage> {
    let mut seen: Vec<String> = Vec::new();
    let mut before: Option<(String, PartialDate)> = None;
    f.records("stages", "{id: demo-day, label: Demo day, date: 2026-06-12}", |f| {
        let stage = StageDraft::read(f).finish()?;
        if stage.date.is_some() && (stage.start.is_some() || stage.end.is_some()) {
            f.error_at(
                "date",
                "contradiction",
                say!(
                    en: "a stage has a `date`, or a `start` and an `end`",
                    fr: "une étape a une `date`, ou un `start` et un `end`"
                ),
                say!(en: "keep one or the other", fr: "gardez l’un ou l’autre"),
            );
        }
        if check_date_range(f, (stage.start, stage.end), say!(en: "the stage", fr: "l’étape"))
            && let (Some((other, before)), Some(ends)) = (&before, stage.last_date())
            && ends.last_day() < before.first_day()
        {
            let key = if stage.end.is_some() {
                "end"
            } else if stage.date.is_some() {
                "date"
            } else {
                "start"
            };
            let message = say!(
                en: "this stage ends before the previous one, `{other}`, starts ({before})",
                fr: "cette étape se termine avant que la précédente, `{other}`, ne commence ({before})"
            );
            f.error_at(
                key,
                "wrong-order",
                message,
                say!(
                    en: "put the stages in order, or correct the date",
                    fr: "mettez les étapes dans l’ordre, ou corrigez la date"
                ),
            );
        }
        before = stage.first_date().map(|begins| (stage.id.clone(), begins)).or(before.take());
        if seen.contains(&stage.id) {
            f.error_at(
                "id",
                "duplicate-id",
                say!(en: "two stages have the id `{id}`", fr: "deux étapes ont l’identifiant `{id}`", id = stage.id),
                say!(en: "give each its own id", fr: "donnez à chacune son propre identifiant"),
            );
        }
        seen.push(stage.id.clone());
        Some(stage)
    })
}
