//! A failure of the machine or of the command line: neither an error in the sources nor a bug. Ends a run with exit code 2.

use std::io;
use std::path::Path;

use crate::base::message::{Message, UiLang, say};
use crate::edge::folder::info::Refused;
use crate::edge::printable::one_line;

/// What could not be done, on what, and why, as one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(Message);

/// For failures to read.
pub const READ: Message = Message::fixed("read", "de lire");

/// For failures to delete.
pub const REMOVE: Message = Message::fixed("remove", "de supprimer");

/// For failures to write.
pub const WRITE: Message = Message::fixed("write", "d’écrire");

/// For invalid arguments.
pub const USE: Message = Message::fixed("use", "d’utiliser");

impl Failure {
    /// A failure: the verb as it follows “cannot” and “impossible”, such as [`READ`]; its object (a file, folder, address or
    /// option); the system's message, or the violated rule and what to do.
    pub fn new(doing: Message, what: impl Into<String>, why: Message) -> Self {
        Self::of(doing, Message::same(what.into()), why)
    }

    /// The same for an object that is described in words.
    pub fn of(doing: Message, what: Message, why: Message) -> Self {
        Self(say!(en: "cannot {doing} `{what}`: {why}", fr: "impossible {doing} `{what}` : {why}"; doing, what, why))
    }

    /// The system's error about a path, or why it was not accessed.
    pub fn at(doing: Message, path: &Path, error: &io::Error) -> Self {
        Self::new(doing, path.display().to_string(), why(error))
    }

    /// The failure in one line, without the prefix `error:`.
    pub fn text(&self, ui_lang: UiLang) -> String {
        one_line(self.0.text(ui_lang))
    }

    /// The failure as printed, with prefix and line end.
    pub fn line(&self, ui_lang: UiLang) -> String {
        let text = self.text(ui_lang);
        ui_lang.pick(format!("error: {text}\n"), format!("erreur : {text}\n"))
    }
}

/// The system's error, or why the entry was not opened.
pub fn why(error: &io::Error) -> Message {
    match Refused::of(error) {
        None => Message::same(error.to_string()),
        Some(refused) => refusal(refused),
    }
}

/// Why an existing entry was not opened.
fn refusal(refused: Refused) -> Message {
    match refused {
        Refused::Link => say!(
            en: "it is a symbolic link, or reached by one, and symbolic links are not followed: put the file or the folder itself there",
            fr: "c’est un lien symbolique, ou un chemin qui passe par un tel lien, et ces liens ne sont pas suivis : mettez à cet endroit le fichier ou le dossier lui-même"
        ),
        Refused::NotAFile => say!(en: "it is not an ordinary file", fr: "ce n’est pas un fichier ordinaire"),
        Refused::NotAFolder => say!(en: "it is not a folder", fr: "ce n’est pas un dossier"),
        Refused::Large(most) => say!(
            en: "it contains more than {most} bytes",
            fr: "il contient plus de {most} octets"
        ),
        Refused::Path => say!(en: "the path leads outside its folder", fr: "le chemin mène hors de son dossier"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_one_line() {
        let error = io::Error::from_raw_os_error(2);
        let failure = Failure::at(READ, Path::new("a\nb"), &error);
        let shown = failure.text(UiLang::English);
        assert!(shown.starts_with("cannot read `a b`: "), "{shown}");
        assert_eq!(shown.lines().count(), 1);
        assert!(failure.line(UiLang::French).starts_with("erreur\u{a0}: impossible de lire `a b`\u{a0}: "));
    }
}
