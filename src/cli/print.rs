//! Prints results to standard output and everything else to standard error. A closed pipe is no error.

use std::io::{self, ErrorKind, Write};

use crate::base::message::{Message, say};
use crate::edge::failure::Failure;

/// The line width in characters, except for examples.
const WIDTH: usize = 80;

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

/// Wraps a text; indented lines, which are examples, are left as they are.
pub fn filled(text: &str) -> String {
    let mut filled = String::new();
    for line in text.lines() {
        let mut column = 0;
        for word in line.split(' ').filter(|_| !line.starts_with(' ')) {
            let length = word.chars().count();
            if column > 0 {
                let breaks = column + 1 + length > WIDTH;
                filled.push(if breaks { '\n' } else { ' ' });
                column = if breaks { 0 } else { column + 1 };
            }
            filled.push_str(word);
            column += length;
        }
        if line.starts_with(' ') {
            filled.push_str(line);
        }
        filled.push('\n');
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_wrap_between_words_and_examples_do_not() {
        let word = "x".repeat(30);
        let text = format!("{word} {word} {word}\n\n    {word} {word} {word}\n");
        assert_eq!(filled(&text), format!("{word} {word}\n{word}\n\n    {word} {word} {word}\n"));
    }
}
