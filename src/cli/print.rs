//! Results to standard output, everything else to standard error. A reader that has gone is no mistake of ours.

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

/// Prints a text about the run, which ends its last line itself.
pub fn status(text: &str) {
    // Where standard error cannot be written to there is nobody to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
