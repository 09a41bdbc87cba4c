//! The keys that editors call otherwise: by their labels, or by words that they write in their place.

use crate::base::route::to_id;
use crate::kind::common::Common;
use crate::kind::item::record_type;
use crate::kind::key::Kind;
use crate::kind::record::{Record, RecordType, ValueType};

/// Words that no label has, and the keys that they stand for, in the form of an id.
const OTHER_NAMES: [(&str, &str); 40] = [
    ("titre", "title"),
    ("resume", "summary"),
    ("texte-de-l-image", "image_alt"),
    ("cloture", "closes"),
    ("closing", "closes"),
    ("echeance", "closes"),
    ("deadline", "closes"),
    ("fin", "end"),
    ("debut", "start"),
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
    ("procedure-legale", "procedure"),
    ("effet-attendu", "impact"),
    ("candidatures", "submissions"),
    ("retenus-au-plus", "max_selected"),
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
}
