//! The outline of a language file: what is still needed of it after its item has been read.

use crate::read::language_file::LanguageFile;

/// The parts of a language file, without their content.
#[derive(Clone, Debug, PartialEq)]
pub struct FileOutline {
    /// The byte at which its opening fence ends.
    pub fence: usize,
    /// The byte at which its body begins.
    pub body: usize,
    /// The slug as written, valid or not.
    pub slug: Option<String>,
}

impl FileOutline {
    /// The outline of a file.
    pub fn of(file: &LanguageFile) -> Self {
        let slug = file.entries.iter().find(|entry| entry.key == "slug");
        Self {
            fence: file.fence.end,
            body: file.body,
            slug: slug.and_then(|entry| entry.node.as_scalar()).map(str::to_owned),
        }
    }
}
