//! A failure of the machine or of the command line: not the author's mistake, not a bug of ours. Ends a run with exit code 2.

use std::fmt;
use std::io;
use std::path::Path;

use crate::edge::printable::one_line;

/// What could not be done, on what, and why. It prints as one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The verb, such as `read` or `write to`.
    pub doing: &'static str,
    /// The file, folder, address or option.
    pub what: String,
    /// What the system said, or which rule is broken and what to do.
    pub why: String,
}

impl Failure {
    /// A failure with a reason of our own.
    pub fn new(doing: &'static str, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { doing, what: what.into(), why: why.into() }
    }

    /// What the system said about a path.
    pub fn at(doing: &'static str, path: &Path, error: &io::Error) -> Self {
        Self::new(doing, path.display().to_string(), error.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} `{}`: {}", self.doing, one_line(&self.what), one_line(&self.why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_one_line() {
        let error = io::Error::from_raw_os_error(2);
        let shown = Failure::at("read", Path::new("a\nb"), &error).to_string();
        assert!(shown.starts_with("cannot read `a b`: "), "{shown}");
        assert_eq!(shown.lines().count(), 1);
    }
}
