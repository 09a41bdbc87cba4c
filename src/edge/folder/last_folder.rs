//! A cache of one open folder.

use std::io;

use crate::edge::folder::Folder;

/// Keeps the last folder open, as paths of one folder usually follow one another.
#[derive(Debug)]
pub struct LastFolder<'f> {
    top: &'f Folder,
    last: Option<(String, Folder)>,
}

impl<'f> LastFolder<'f> {
    /// An empty cache for folders below `top`.
    pub fn new(top: &'f Folder) -> Self {
        Self { top, last: None }
    }

    /// Opens the parent folder of a path with `/` as separator, and returns the file name.
    pub fn parent<'p>(&mut self, path: &'p str) -> io::Result<(&Folder, &'p str)> {
        let Some((folder, name)) = path.rsplit_once('/') else { return Ok((self.top, path)) };
        if self.last.as_ref().is_none_or(|(last, _)| last != folder) {
            self.last = Some((folder.to_owned(), self.top.folder(folder)?));
        }
        Ok((self.last.as_ref().map_or(self.top, |(_, open)| open), name))
    }
}
