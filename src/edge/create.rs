//! Creates source files: all or none, and never over an existing one.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::base::source::SourcePath;
use crate::edge::failure::{Failure, WRITE};
use crate::edge::folder::Folder;
use crate::edge::root::Root;

/// An entry that was created, to be undone on failure: its open top folder and its path there.
enum Created {
    Folder(Folder, PathBuf),
    File(Folder, PathBuf),
}

/// Creates files below a root, with missing folders. On failure nothing is left behind.
pub fn create(root: &Root, files: &[(SourcePath, String)]) -> Result<(), Failure> {
    let mut created: Vec<Created> = Vec::new();
    for (path, text) in files {
        if let Err(error) = write_new(root, path, text, &mut created) {
            created.iter().rev().for_each(take_back);
            return Err(Failure::at(WRITE, &root.path_of(path), &error));
        }
    }
    Ok(())
}

fn write_new(root: &Root, path: &SourcePath, text: &str, created: &mut Vec<Created>) -> io::Result<()> {
    let (top, path) = root.below(path)?;
    let path = Path::new(path);
    let above = path.parent().unwrap_or(Path::new(""));
    let folder = top.make_folders(above, &mut |made| created.push(Created::Folder(top.clone(), made.to_path_buf())))?;
    let mut file = folder.create(path.file_name().unwrap_or_default())?;
    created.push(Created::File(top.clone(), path.to_path_buf()));
    file.write_all(text.as_bytes())
}

/// Folders that another program has put something into are not empty, and stay.
fn take_back(created: &Created) {
    let (Created::Folder(top, path) | Created::File(top, path)) = created;
    let Ok(folder) = top.folder(path.parent().unwrap_or(Path::new(""))) else { return };
    let name = path.file_name().unwrap_or_default();
    let _ = match created {
        Created::Folder(..) => folder.remove_empty_folder(name),
        Created::File(..) => folder.remove_file(name),
    };
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::base::message::UiLang;
    use crate::edge::root::tests::root;

    #[test]
    fn all_files_are_written_or_none() {
        let (site, root) = root();
        let file = |path: &str| (SourcePath::new(path), "text".to_owned());
        create(&root, &[file("a/b/one"), file("a/b/two")]).expect("written");
        assert_eq!(fs::read(site.path().join("a/b/two")).expect("a file"), b"text");
        let failure = create(&root, &[file("a/c/one"), file("a/b/two")]).expect_err("one is there");
        assert!(failure.text(UiLang::English).contains("a/b/two"), "{failure:?}");
        assert!(!site.path().join("a/c").exists() && site.path().join("a/b/two").exists());
    }
}
