//! What editors call keys and values otherwise: by their labels, or by words that they write in their place.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::base::route::to_id;
use crate::kind::common::Common;
use crate::kind::item::record_type;
use crate::kind::key::Kind;
use crate::kind::record::{Record, RecordType, ValueType};

/// Words that no label has, and the keys that they stand for, in the form of an id.
const OTHER_NAMES: [(&str, &str); 54] = [
    ("titre", "title"),
    ("resume", "summary"),
    ("texte-de-l-image", "image_alt"),
    ("cloture", "closes"),
    ("closing", "closes"),
    ("date-limite", "closes"),
    ("ouverture", "opens"),
    ("echeance", "closes"),
    ("deadline", "closes"),
    ("fin", "end"),
    ("fin", "closes"),
    ("end", "closes"),
    ("debut", "start"),
    ("debut", "opens"),
    ("start", "opens"),
    ("tags", "themes"),
    ("categories", "themes"),
    ("description", "summary"),
    ("question", "question"),
    ("reponse", "answer"),
    ("fichier", "file"),
    ("lieu", "location"),
    ("adresse", "address"),
    ("nom", "name"),
    ("organisateur", "organiser"),
    ("langues", "languages"),
    ("courriel", "email"),
    ("telephone", "phone"),
    ("raison", "reason"),
    ("poids", "weight"),
    ("weight", "weight"),
    ("porteur", "owner"),
    ("demandeur", "ordering_party"),
    ("acheteur", "ordering_party"),
    ("pouvoir-adjudicateur", "ordering_party"),
    ("contracting-authority", "ordering_party"),
    ("procedure-legale", "procedure"),
    ("procedure-texte-legal", "procedure"),
    ("procedure-legal-basis", "procedure"),
    ("effet-attendu", "impact"),
    ("candidatures", "submissions"),
    ("retenus-au-plus", "max_selected"),
    ("candidats-retenus-maximum", "max_selected"),
    ("ou-repondre", "submit_url"),
    ("issue-du", "outcome_date"),
    ("programme-du-jour", "agenda"),
    ("prix", "price"),
    ("soutiens", "support"),
    ("precision", "specificity"),
    ("realisation", "completion"),
    ("moments", "events"),
    ("au-plus", "max"),
    ("au-moins", "min"),
    ("mis-en-avant", "featured"),
];

/// The keys, of any kind and at any depth, that have this label in a language of the program, the nearest kinds of names first.
pub fn keys_of_label(label: &str) -> Vec<&'static str> {
    let label = to_id(label);
    let mut keys = Vec::new();
    if label.is_empty() {
        return keys;
    }
    keys.extend(OTHER_NAMES.iter().filter(|(name, _)| *name == label).map(|(_, key)| *key));
    let types = Kind::ALL.iter().map(|kind| record_type(*kind)).chain([&<Common as Record>::TYPE]);
    types.for_each(|record| collect_keys(record, &label, &mut keys));
    keys
}

/// The words of closed lists and what they are called: by the field and the word, in French and in English.
pub const VALUES: &str = include_str!("values.yaml");

/// The labels of the words of closed lists in the form of ids, each with its word.
static WORDS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    type Lists = BTreeMap<String, BTreeMap<String, (String, String)>>;
    let lists: Lists = serde_yaml::from_str(VALUES).expect("part of the program, and read by its tests");
    let words = lists.into_values().flatten();
    words.flat_map(|(word, (fr, en))| [(to_id(&fr), word.clone()), (to_id(&en), word)]).collect()
});

/// Words that no label has, and the words of closed lists that they stand for, in the form of an id.
const OTHER_WORDS: [(&str, &str); 13] = [
    ("termine", "completed"),
    ("termine", "finalised"),
    ("termine", "done"),
    ("clos", "finalised"),
    ("en-presentiel", "onsite"),
    ("presentiel", "onsite"),
    ("a-distance", "online"),
    ("distanciel", "online"),
    ("visioconference", "online"),
    ("hybride", "hybrid"),
    ("ttc", "included"),
    ("ht", "excluded"),
    ("htva", "excluded"),
];

/// What these words of a closed list are called, in the form of ids.
pub fn labels_of_words(words: &[&'static str]) -> Vec<(&'static str, &'static str)> {
    let word = |own: &str| words.iter().copied().find(|word| *word == own);
    let labels = WORDS.iter().map(|(label, own)| (label.as_str(), own.as_str()));
    labels.chain(OTHER_WORDS).filter_map(|(label, own)| Some((label, word(own)?))).collect()
}

fn collect_keys(record: &'static RecordType, label: &str, keys: &mut Vec<&'static str>) {
    for field in record.fields {
        if [field.fr.0, field.en.0].iter().any(|name| to_id(name) == label) {
            keys.push(field.name);
        }
        if let ValueType::Record(inner) = field.value {
            collect_keys(inner, label, keys);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_leads_to_its_key_whatever_its_accents() {
        for (label, key) in
            [("clôture", "closes"), ("Cloture", "closes"), ("résumé", "summary"), ("Deadline", "closes")]
        {
            assert!(keys_of_label(label).contains(&key), "{label}: {:?}", keys_of_label(label));
        }
        assert!(keys_of_label("").is_empty());
    }

    #[test]
    fn words_of_closed_lists_are_known_by_their_labels() {
        let has = |words: &[&'static str], label: &str, word: &'static str| {
            assert!(labels_of_words(words).contains(&(label, word)), "{label}");
        };
        has(&["scheduled", "cancelled"], "annule", "cancelled");
        has(&["hackathon", "workshop"], "atelier", "workshop");
        has(&["onsite", "online"], "distanciel", "online");
        assert!(labels_of_words(&["xyz"]).is_empty());
    }
}
