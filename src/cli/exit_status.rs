//! How a run ended that did not fail; `cli::run` makes an exit code of it.

/// How a run ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// Exit code 0.
    Success,
    /// Exit code 1: the sources have errors.
    SourceErrors,
}
