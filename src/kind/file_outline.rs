//! A document after its item has been read: where its parts stand, without what they say.

use crate::read::language_file::LanguageFile;

/// What of a document is of use when its item is read.
#[derive(Clone, Debug, PartialEq)]
pub struct FileOutline {
    /// Where its opening fence ends.
    pub fence: usize,
    /// Where its body begins.
    pub body: usize,
    /// The slug it asks for, right or wrong.
    pub slug: Option<String>,
}

impl FileOutline {
    /// What is kept of a document.
    pub fn of(document: &LanguageFile) -> Self {
        let slug = document.entries.iter().find(|entry| entry.key == "slug");
        Self {
            fence: document.fence.end,
            body: document.body,
            slug: slug.and_then(|entry| entry.node.as_scalar()).map(str::to_owned),
        }
    }
}
