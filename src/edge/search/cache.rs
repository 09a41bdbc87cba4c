//! The last index of a published folder, in one file beside it, which may be deleted at any time.
//!
//! The file holds a line with what the index is known by and a fingerprint of the rest; then, for each file, a line with
//! its size and its path, and its bytes.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::base::fingerprint::Fingerprint;
use crate::base::output::{Content, OutputTree};

/// The files that are kept under this key; `None` where there are none, or where they are not as they were written.
pub fn read(out: &Path, key: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let bytes = fs::read(path(out)?).ok()?;
    let (head, mut rest) = line(&bytes)?;
    if head != format!("{key} {}", fingerprint(rest)) {
        return None;
    }
    let mut files = Vec::new();
    while !rest.is_empty() {
        let (head, behind) = line(rest)?;
        let (size, path) = head.split_once(' ')?;
        let (bytes, behind) = behind.split_at_checked(size.parse().ok()?)?;
        files.push((path.to_owned(), bytes.to_vec()));
        rest = behind;
    }
    Some(files)
}

/// Keeps files under a key.
pub fn write(out: &Path, key: &str, files: &OutputTree) {
    let mut rest = Vec::new();
    for (path, output) in files.iter() {
        if let Content::Bytes(bytes) = &output.content {
            rest.extend_from_slice(format!("{} {path}\n", bytes.len()).as_bytes());
            rest.extend_from_slice(bytes);
        }
    }
    let Some(path) = path(out) else { return };
    let head = format!("{key} {}\n", fingerprint(&rest));
    let file = File::create(&path).map(BufWriter::new);
    let written = file.and_then(|mut file| {
        file.write_all(head.as_bytes())?;
        file.write_all(&rest)?;
        file.flush()
    });
    if written.is_err() {
        let _ = fs::remove_file(path);
    }
}

/// The first line, without its end, and what is behind it.
fn line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]))
}

fn fingerprint(bytes: &[u8]) -> String {
    let mut hash = Fingerprint::default();
    hash.add(bytes);
    hash.hex()
}

/// Beside the folder, so that it is not published.
fn path(out: &Path) -> Option<PathBuf> {
    let out = std::path::absolute(out).ok()?;
    Some(out.with_file_name(format!(".{}.parvis-search", out.file_name()?.to_str()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::output::{Output, Role};

    #[test]
    fn what_is_kept_is_read_again_only_as_it_was_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("public");
        let file = |path: &str, bytes: &[u8]| {
            (path.to_owned(), Output { content: Content::Bytes(bytes.to_vec()), role: Role::File })
        };
        assert_eq!(read(&out, "key"), None);
        write(&out, "key", &OutputTree::new([file("search/fr/a b", b"\n1 x\n"), file("search/fr/c", b"")]));
        let kept = vec![("search/fr/a b".to_owned(), b"\n1 x\n".to_vec()), ("search/fr/c".to_owned(), Vec::new())];
        assert_eq!(read(&out, "key"), Some(kept));
        assert_eq!(read(&out, "another"), None);
        let path = path(&out).expect("a path");
        let mut bytes = fs::read(&path).expect("the file");
        *bytes.last_mut().expect("a byte") = b'!';
        fs::write(&path, bytes).expect("written");
        assert_eq!(read(&out, "key"), None);
    }
}
