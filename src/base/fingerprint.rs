//! Fingerprints of bytes, by SHA-256 (FIPS 180-4): equal for equal bytes, on any machine, and for no others.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

/// The fingerprint of what is written to it.
#[derive(Clone, Debug, Default)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// The fingerprint, in hexadecimal digits, of texts in their order; none of them holds a NUL.
    pub fn of(texts: &[&str]) -> String {
        let mut all = Self::default();
        for text in texts {
            all.add(text);
            all.add("\0");
        }
        all.hex()
    }

    /// Adds bytes. Where several parts are added, the caller marks where one ends.
    pub fn add(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.update(bytes);
    }

    /// The fingerprint in hexadecimal digits, 64 of them.
    pub fn hex(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Write for Fingerprint {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
