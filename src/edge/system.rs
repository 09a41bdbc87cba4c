//! What the standard library does not offer of the system, but for the disk: the width of the terminal.

/// The width of the terminal behind standard error, in columns; `None` where it is not a terminal.
#[cfg(unix)]
pub fn terminal_width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(std::io::stderr()).ok()?;
    (size.ws_col > 0).then_some(usize::from(size.ws_col))
}

/// The width of the terminal is not asked for on this system.
#[cfg(not(unix))]
pub fn terminal_width() -> Option<usize> {
    None
}
