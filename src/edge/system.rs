//! What the standard library does not offer of the system, but for the disk: the width of the terminal, connections that send
//! at once. Systems that lack one of them get the next best thing.

use std::io;
use std::net::TcpListener;

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

/// Lets the connections that will come to a port send without delay; they inherit it. By default the body of an answer waits
/// until its head has been acknowledged, for 40 ms.
#[cfg(unix)]
pub fn send_at_once(listener: &TcpListener) -> io::Result<()> {
    Ok(rustix::net::sockopt::set_tcp_nodelay(listener, true)?)
}

/// Connections to a port send as they do by default on this system.
#[cfg(not(unix))]
pub fn send_at_once(_listener: &TcpListener) -> io::Result<()> {
    Ok(())
}
