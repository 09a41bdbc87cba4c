//! The browser of whoever runs the program.

use std::io;

/// Opens an address in the browser. Waits a moment to learn whether that fails, but not for the browser to end.
pub fn open(address: &str) -> io::Result<()> {
    open::that_detached(address)
}
