//! Writes new source files: all of them or none, and never over one that is there.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::base::source::SourcePath;
use crate::edge::failure::{Failure, WRITE};

/// Writes files under `root`, making folders where they lack. When one cannot be written, none is left.
pub fn create(root: &Path, files: &[(SourcePath, String)]) -> Result<(), Failure> {
    let mut written: Vec<PathBuf> = Vec::new();
    for (path, text) in files {
        let full = root.join(path.as_str());
        if let Err(error) = write_new(&full, text, &mut written) {
            for path in written.iter().rev() {
                // What was ours alone goes; a folder in which somebody has put something meanwhile stays.
                let _ = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
            }
            return Err(Failure::at(WRITE, &full, &error));
        }
    }
    Ok(())
}

fn write_new(path: &Path, text: &str, written: &mut Vec<PathBuf>) -> io::Result<()> {
    let missing: Vec<&Path> = path.ancestors().skip(1).take_while(|folder| !folder.exists()).collect();
    for folder in missing.into_iter().rev() {
        fs::create_dir(folder)?;
        written.push(folder.to_path_buf());
    }
    let mut file = File::options().write(true).create_new(true).open(path)?;
    written.push(path.to_path_buf());
    file.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::message::Tongue;

    #[test]
    fn all_files_are_written_or_none() {
        let site = tempfile::tempdir().expect("a temporary folder");
        let file = |path: &str| (SourcePath::new(path), "text".to_owned());
        create(site.path(), &[file("a/b/one"), file("a/b/two")]).expect("written");
        assert_eq!(fs::read(site.path().join("a/b/two")).expect("a file"), b"text");
        let failure = create(site.path(), &[file("a/c/one"), file("a/b/two")]).expect_err("one is there");
        assert!(failure.text(Tongue::English).contains("a/b/two"), "{failure:?}");
        assert!(!site.path().join("a/c").exists() && site.path().join("a/b/two").exists());
    }
}
