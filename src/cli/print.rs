//! Prints results to standard output and everything else to standard error. A closed pipe is no error.

use std::io::{self, ErrorKind, Write};

use crate::base::message::{Message, say};
use crate::edge::failure::Failure;

/// Prints a line of the result.
pub fn result(line: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let doing = say!(en: "write to", fr: "d’écrire sur");
            let what = say!(en: "standard output", fr: "la sortie standard");
            Err(Failure::of(doing, what, Message::same(error.to_string())))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Prints text to standard error; it includes its line end.
pub fn status(text: &str) {
    // If standard error fails, there is nowhere to report it.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
