//! Opens the user's browser.

use std::io;

/// Opens an address in the browser, and waits only long enough to notice a failure to start.
pub fn open(address: &str) -> io::Result<()> {
    open::that_detached(address)
}
