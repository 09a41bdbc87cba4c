//! Reports unknown keys, with the key that was probably meant.

use crate::base::diagnostic::{is_typing_error, nearest};
use crate::base::message::{Message, say};
use crate::read::list::quoted_list;
use crate::read::number::{Thousands, number_meant};
use crate::read::reader::Fields;
use crate::read::yaml::{Entry, Value};

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
        if let Some((needed, value)) = self.key_of_value(entry, known) {
            let message = say!(en: "the value `{key}` is written without its key", fr: "la valeur `{key}` est écrite sans sa clé");
            let help = say!(en: "write `{needed}: {value}`", fr: "écrivez `{needed}: {value}`");
            self.reader.error("unknown-key", entry.span, message, help);
            self.take_back_missing(needed);
            return;
        }
        // A key that is written already is not meant a second time.
        let free: Vec<&'static str> = known.iter().copied().filter(|known| self.node(known).is_none()).collect();
        let labelled = (self.reader.keys_of_label)(key).into_iter().find(|labelled| free.contains(labelled));
        let meant = labelled.or_else(|| nearest(key, free.iter().copied()));
        let message = say!(en: "`{key}` is not a key that can be used here", fr: "`{key}` n’est pas une clé que l’on peut employer ici");
        // To say that a line may go takes more than to offer another key.
        let written = nearest(key, known.iter().copied()).filter(|near| is_typing_error(key, near));
        let written = written.filter(|near| !free.contains(near) && meant.is_none());
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

    /// The key that is missing before a value which stands in braces alone, `{50000, currency: EUR}`, and that value as it is
    /// written.
    fn key_of_value(&self, entry: &Entry, known: &[&'static str]) -> Option<(&'static str, String)> {
        if entry.node.value != Value::Null {
            return None;
        }
        let is_free = |key: &&'static str| known.contains(key) && self.node(key).is_none();
        let key = &entry.key;
        if key.contains('@') && !key.contains(' ') {
            return Some("email").filter(is_free).map(|email| (email, key.clone()));
        }
        let is_number = key.starts_with(|c: char| c.is_ascii_digit());
        let needed = self.first_missing().filter(|_| is_number).filter(is_free)?;
        let is_amount = matches!(needed, "amount" | "max" | "min");
        Some((needed, if is_amount { number_meant(key, Thousands::Likely) } else { key.clone() }))
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
