//! Replacing one file of the sources: whoever looks sees the old one or the new one, whole.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use crate::edge::failure::{Failure, READ, WRITE};

/// Puts a file with these bytes at a path, in the place of one that may be there. It is on the disk when this returns.
/// An error leaves what was there.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let fail = |error| Failure::at(WRITE, path, &error);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // A name of this form is never read as a source.
    let beside = path.with_file_name(format!(".{name}.parvis-{}", std::process::id()));
    let written = File::create(&beside).and_then(|mut file| {
        if let Ok(before) = fs::metadata(path) {
            file.set_permissions(before.permissions())?;
        }
        file.write_all(bytes)?;
        file.sync_all()
    });
    let placed = written.and_then(|()| fs::rename(&beside, path));
    if placed.is_err() {
        // What cannot be written is most often not there.
        let _ = fs::remove_file(&beside);
    }
    placed.map_err(fail)
}

/// The bytes of a file that is to be replaced, as they are on the disk.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::at(READ, path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.lock");
        for text in ["one", "two"] {
            replace(&path, text.as_bytes()).expect("written");
            assert_eq!(fs::read_to_string(&path).expect("a file"), text);
        }
        assert!(replace(&folder.path().join("gone/a.lock"), b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
