//! Where works of the site are made: pictures of one file, and share pictures with one font.

use crate::base::diagnostic::Diagnostic;
use crate::base::output::Workshop;
use crate::render::picture::{self, Original};
use crate::render::share::{self, Studio};
use crate::render::tree::Pages;
use crate::site::plan::content::Content;

/// Where pictures of one file are made.
pub struct Pictures<'p> {
    /// Whose pictures they are.
    pub pages: &'p Pages,
    /// The file.
    pub original: Original,
}

impl Workshop for Pictures<'_> {
    fn make(&mut self, rank: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
        let Content::Picture(picture) = self.pages.content(rank) else { return Ok(Vec::new()) };
        self.original.make(picture).map_err(|why| picture::unreadable(&picture.source, why))
    }
}

/// Where share pictures are drawn with one font.
pub struct Shares<'p> {
    /// Whose pictures they are.
    pub pages: &'p Pages,
    /// What they are drawn with.
    pub studio: Studio,
}

impl Workshop for Shares<'_> {
    fn make(&mut self, rank: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
        let Content::Share(lang, key) = self.pages.content(rank) else { return Ok(Vec::new()) };
        let Some(share) = self.pages.share(*lang, key.as_ref()) else { return Ok(Vec::new()) };
        self.studio.draw(&share).map_err(|why| share::unreadable(self.pages.font(), why))
    }
}
