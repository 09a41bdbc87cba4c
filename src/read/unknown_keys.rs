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
        let known = self.read_keys().to_vec();
        unknown.into_iter().for_each(|entry| self.report_unknown_key(entry, &known));
    }

    /// Reports a key that is not one of `known`. The key that is probably meant is not missing then.
    pub fn report_unknown_key(&mut self, entry: &Entry, known: &[&'static str]) {
        let key = &entry.key;
        // A key that is written already is not meant a second time.
        let free: Vec<&'static str> = known.iter().copied().filter(|known| self.node(known).is_none()).collect();
        let labelled = (self.reader.keys_of_label)(key).into_iter().find(|labelled| free.contains(labelled));
        let meant = labelled.or_else(|| nearest(key, free.iter().copied()));
        let message = say!(en: "there is no key `{key}` here", fr: "il n’y a pas de clé `{key}` ici");
        let written = nearest(key, known.iter().copied()).filter(|near| !free.contains(near) && meant.is_none());
        let help = match written {
            Some(near) => say!(
                en: "delete the line: `{near}` is already there",
                fr: "supprimez la ligne : `{near}` y figure déjà"
            ),
            None => unknown_help(meant, known),
        };
        self.reader.error("unknown-key", entry.span, message, help);
        if let Some(meant) = meant {
            self.take_back_missing(meant);
        }
    }
}

/// The help line for an unknown key; `meant` is the key that is probably meant, `known` are the valid keys.
fn unknown_help(meant: Option<&str>, known: &[&str]) -> Message {
    match meant {
        Some(near) => say!(en: "write `{near}`, or delete the line", fr: "écrivez `{near}`, ou supprimez la ligne"),
        None if known.len() <= 8 => {
            say!(en: "the possible keys here are {keys}", fr: "les clés possibles ici sont {keys}", keys = quoted_list(known))
        }
        None => {
            say!(
                en: "delete the line, or look up the key: `parvis help call` lists those of a call, and likewise for each kind of item",
                fr: "supprimez la ligne, ou cherchez la clé : `parvis help appel` donne celles d’un appel, et de même pour chaque type de fiche"
            )
        }
    }
}
