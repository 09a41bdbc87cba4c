//! The results of a call: which organisations were selected, and after which stage.

use parvis_macros::Record;

use crate::base::diagnostic::nearest;
use crate::base::lang::Text;
use crate::base::message::say;
use crate::base::moment::PartialDate;
use crate::base::route::is_id;
use crate::base::source::Spanned;
use crate::kind::key::{self, Key, Kind};
use crate::kind::labels;
use crate::kind::member::{MemberId, member_id, members};
use crate::kind::money::{MONEY_EXAMPLE, Money};
use crate::kind::stage::Stage;
use crate::read::date;
use crate::read::reader::Fields;
use crate::read::value;

/// Who was chosen.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(name = "Result")]
pub struct Award {
    /// Its id within the call.
    #[field(by = member_id(f, stage.as_ref().map(|stage| stage.value.clone()).or_else(|| date.map(|date| date.without_time().to_string()))), last, value = String, label = labels::ID)]
    pub id: MemberId,
    /// The id of the stage after which.
    #[field(read = value::spanned(value::id))]
    #[field(fr("Étape", "L’identifiant d’une étape de l’appel"), en("Stage", "The id of a stage of the call"))]
    pub stage: Option<Spanned<String>>,
    /// The organisation, when the catalogue has it.
    #[field(read = key::reference(Kind::Organisation))]
    #[field(
        fr("Organisation", "Si elle a une fiche dans le catalogue"),
        en("Organisation", "If it is in the catalogue")
    )]
    pub organisation: Option<Key>,
    /// Its name, where the catalogue does not have the organisation.
    #[field(read = value::text)]
    #[field(
        fr("Nom", "Si l’organisation n’a pas de fiche dans le catalogue"),
        en("Name", "If the organisation is not in the catalogue")
    )]
    pub name: Option<Text>,
    /// The service that came of it.
    #[field(read = key::reference(Kind::Startup))]
    #[field(fr("Service", "Le service né de ce résultat"), en("Service", "The service that resulted from it"))]
    pub startup: Option<Key>,
    /// When.
    #[field(read = date::record_date, label = labels::DATE)]
    pub date: Option<PartialDate>,
    /// For how much.
    #[field(record = MONEY_EXAMPLE, label = labels::AMOUNT)]
    pub amount: Option<Money>,
    /// What else there is to say.
    #[field(read = value::text, label = labels::NOTE)]
    pub note: Option<Text>,
}

/// Reads the results of a call; `stages` are the stages that were read.
pub fn results(f: &mut Fields<'_, '_, '_>, stages: &[Stage]) -> Vec<Award> {
    // A result may also name a stage with a mistake; a stage without a readable id may be any.
    let written = f.member_values("stages", "id");
    let stage_exists = |id: &str| {
        stages.iter().any(|stage| stage.id == id)
            || written.iter().any(|written| written.is_none_or(|written| written == id || !is_id(written)))
    };
    let read = |f: &mut Fields<'_, '_, '_>| {
        let draft = AwardDraft::read(f);
        if f.has("organisation") && f.has("name") {
            let help = say!(
                en: "keep `organisation` if it is in the catalogue, otherwise `name`",
                fr: "gardez `organisation` si elle a une fiche dans le catalogue, sinon `name`"
            );
            f.error_at(
                "name",
                "contradiction",
                say!(
                    en: "this result names its organisation in two ways, by `organisation` and by `name`",
                    fr: "ce résultat nomme son organisation de deux façons, par `organisation` et par `name`"
                ),
                help,
            );
        }
        if let Some(stage) = &draft.stage
            && !stage_exists(&stage.value)
        {
            let ids: Vec<&str> = stages.iter().map(|stage| stage.id.as_str()).collect();
            let near = nearest(&stage.value, ids.iter().copied());
            let help = match near {
                Some(near) => say!(en: "write `{near}`", fr: "écrivez `{near}`"),
                None => say!(
                    en: "write the id of one of the `stages`, or delete the line",
                    fr: "écrivez l’identifiant de l’une des `stages`, ou supprimez la ligne"
                ),
            };
            f.reader.error(
                "dangling-reference",
                stage.span,
                say!(
                    en: "this call has no stage `{stage}`",
                    fr: "cet appel n’a pas d’étape `{stage}`",
                    stage = stage.value
                ),
                help,
            );
        }
        draft.finish()
    };
    members(f, "results", "{organisation: acme, date: 2026-06-30}", read, |award| &mut award.id)
}
