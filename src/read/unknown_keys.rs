//! Reports unknown keys, with the key that was probably meant.

use crate::base::diagnostic::nearest;
use crate::base::message::{Message, say};
use crate::read::list::quoted_list;
use crate::read::reader::Fields;
use crate::read::yaml::Entry;

impl Fields<'_, '_, '_> {
    /// Reports every key that has not been read.
    pub fn report_unknown_keys(&mut self) {
        let unknown: Vec<&Entry> = self.unread_entries().collect();
        for entry in unknown {
            let help = unknown_help(&entry.key, self.read_keys());
            let message =
                say!(en: "there is no key `{key}` here", fr: "il n’y a pas de clé `{key}` ici", key = entry.key);
            self.reader.error("unknown-key", entry.span, message, help);
        }
    }
}

/// The help line for an unknown key; `known` are the valid keys.
pub fn unknown_help(key: &str, known: &[&str]) -> Message {
    match nearest(key, known.iter().copied()) {
        Some(near) => say!(en: "write `{near}`, or delete the line", fr: "écrivez `{near}`, ou supprimez la ligne"),
        None if known.len() <= 8 => {
            say!(en: "the keys here are {keys}", fr: "les clés possibles ici sont {keys}", keys = quoted_list(known))
        }
        None => {
            say!(
                en: "delete the line, or look the key up: `parvis help call` lists those of a call, and so on for each kind",
                fr: "supprimez la ligne, ou cherchez la clé : `parvis help appel` donne celles d’un appel, et ainsi pour chaque type d’élément"
            )
        }
    }
}
