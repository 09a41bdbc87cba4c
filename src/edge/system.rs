//! System calls that the standard library lacks, except for files: the terminal width.

/// The width of the terminal at standard error, in columns; `None` if it is no terminal.
#[cfg(unix)]
pub fn terminal_width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(std::io::stderr()).ok()?;
    (size.ws_col > 0).then_some(usize::from(size.ws_col))
}

/// Not available on this system.
#[cfg(not(unix))]
pub fn terminal_width() -> Option<usize> {
    None
}
