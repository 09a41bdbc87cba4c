//! Fingerprints: SHA-256 (FIPS 180-4).

use std::io::{self, Write};

use sha2::{Digest, Sha256};

/// A hasher for the bytes that are written to it.
#[derive(Clone, Debug, Default)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    /// The fingerprint of texts in their order, in hexadecimal digits; no text may contain a NUL.
    pub fn of(texts: &[&str]) -> String {
        let mut all = Self::default();
        for text in texts {
            all.add(text);
            all.add("\0");
        }
        all.hex()
    }

    /// Adds bytes. The caller has to delimit parts.
    pub fn add(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.update(bytes);
    }

    /// The fingerprint as 64 hexadecimal digits.
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
