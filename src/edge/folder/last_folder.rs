//! Folders that are asked for one after the other.

use std::io;

use crate::edge::folder::Folder;

/// The folder that was asked for last below another one: paths of one folder follow one another.
#[derive(Debug)]
pub struct LastFolder<'f> {
    top: &'f Folder,
    last: Option<(String, Folder)>,
}

impl<'f> LastFolder<'f> {
    /// Nothing has been asked for yet.
    pub fn new(top: &'f Folder) -> Self {
        Self { top, last: None }
    }

    /// The open folder that a path with `/` between its parts ends in, and the name there.
    pub fn parent<'p>(&mut self, path: &'p str) -> io::Result<(&Folder, &'p str)> {
        let Some((folder, name)) = path.rsplit_once('/') else { return Ok((self.top, path)) };
        if self.last.as_ref().is_none_or(|(last, _)| last != folder) {
            self.last = Some((folder.to_owned(), self.top.folder(folder)?));
        }
        Ok((self.last.as_ref().map_or(self.top, |(_, open)| open), name))
    }
}
