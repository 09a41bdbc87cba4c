//! What answers to a call are judged by.

use parvis_macros::Record;

use crate::base::lang::Text;
use crate::base::message::say;
use crate::read::field::Fields;
use crate::read::number::{self, Decimal};
use crate::read::value;

/// What answers are judged by.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Criterion {
    /// The criterion.
    #[field(read = value::text)]
    #[field(fr("Libellé", "Le texte affiché"), en("Label", "The words as shown"))]
    pub label: Text,
    /// Its weight: percent, unless the call has a `criteria_scale`.
    #[field(read = number::decimal)]
    #[field(
        fr("Poids", "En pour cent, sauf autre échelle"),
        en("Weight", "In percent, unless there is another scale")
    )]
    pub weight: Option<Decimal>,
}

/// Reads the criteria, whose weights make 100 unless they say otherwise.
pub fn criteria(f: &mut Fields<'_, '_, '_>) -> Vec<Criterion> {
    let criteria = f.records("criteria", "{label: Impact, weight: 40}", Criterion::read);
    // A weight that could not be read is reported already, and would make the sum wrong.
    let written = f.node("criteria").map_or(0, count_weights);
    let weights: Vec<i64> = criteria.iter().filter_map(|criterion| Some(criterion.weight?.thousandths)).collect();
    let sum: i64 = weights.iter().sum();
    if !weights.is_empty() && weights.len() == written && !f.has("criteria_scale") && sum != 100_000 {
        let sum = Decimal { thousandths: sum };
        let help = say!(
            en: "change the weights so that they make 100, or say what they mean in `criteria_scale`",
            fr: "changez les poids pour que leur somme soit 100, ou dites leur sens dans `criteria_scale`"
        );
        f.error_at(
            "criteria",
            "wrong-sum",
            say!(
                en: "the weights make {sum} percent, not 100",
                fr: "la somme des poids est de {sum} pour cent, et non 100"
            ),
            help,
        );
    }
    criteria
}

fn count_weights(node: &crate::read::yaml::Node) -> usize {
    use crate::read::yaml::Value;
    let members = match &node.value {
        Value::List(members) => members.as_slice(),
        Value::Null | Value::Scalar { .. } | Value::Map(_) => std::slice::from_ref(node),
    };
    let weighted = |node: &&crate::read::yaml::Node| match &node.value {
        Value::Map(entries) => entries.iter().any(|entry| entry.key == "weight" && !entry.node.is_absent()),
        Value::Null | Value::Scalar { .. } | Value::List(_) => false,
    };
    members.iter().filter(weighted).count()
}
