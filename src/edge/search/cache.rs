//! An index as it is kept in the cache, by what it was made from: for each file a line with its size and its path, and its
//! bytes. What a browser runs is not among them.

use crate::base::fingerprint::Fingerprint;
use crate::base::output::{Content, OutputTree};
use crate::edge::cache::{Cache, Shelf};
use crate::edge::search::names::is_run;

/// The files that are kept under this key; `None` where there are none.
pub fn read(cache: &Cache, key: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let bytes = cache.get(Shelf::Indexes, &Fingerprint::of(&[key]))?;
    let mut rest = &bytes[..];
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
pub fn write(cache: &Cache, key: &str, files: &OutputTree) {
    let mut all = Vec::new();
    for (path, output) in files.iter().filter(|(path, _)| !is_run(path)) {
        if let Content::Bytes(bytes) = &output.content {
            all.extend_from_slice(format!("{} {path}\n", bytes.len()).as_bytes());
            all.extend_from_slice(bytes);
        }
    }
    cache.put(Shelf::Indexes, &Fingerprint::of(&[key]), &all);
}

/// The first line, without its end, and what is behind it.
fn line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::output::{Output, Role};
    use crate::edge::cache::tests::cache;

    #[test]
    fn what_is_kept_is_read_again_but_for_what_browsers_run() {
        let (_folder, cache) = cache();
        let file = |path: &str, bytes: &[u8]| {
            (path.to_owned(), Output { content: Content::Bytes(bytes.to_vec()), role: Role::File })
        };
        assert_eq!(read(&cache, "key"), None);
        let files = [file("search/fr/a b", b"\n1 x\n"), file("search/fr/c", b""), file("search/fr/pagefind.js", b"x")];
        write(&cache, "key", &OutputTree::new(files));
        let kept = vec![("search/fr/a b".to_owned(), b"\n1 x\n".to_vec()), ("search/fr/c".to_owned(), Vec::new())];
        assert_eq!(read(&cache, "key"), Some(kept));
        assert_eq!(read(&cache, "another"), None);
    }
}
