//! The language tags of the sources (BCP 47).

use crate::base::lang::Lang;

/// The language tags of the site, and their origin. The index of a tag is its [`Lang`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageTags(pub Vec<String>, pub TagsOrigin);

/// What the tags were read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagsOrigin {
    /// `site.yaml`, in its order.
    Site,
    /// The names of the files, because `site.yaml` cannot be read: the site may have more, and their order means nothing.
    FileNames,
}

impl LanguageTags {
    /// True if `site.yaml` declares these languages, so that their list and order are certain.
    pub fn are_declared(&self) -> bool {
        self.1 == TagsOrigin::Site
    }

    /// The language with this tag.
    pub fn find(&self, tag: &str) -> Option<Lang> {
        // `site.yaml` is refused with more than 255 languages, so that the rank fits.
        self.0.iter().position(|other| other == tag).map(|rank| Lang(rank as u8))
    }

    /// All languages, in order.
    pub fn all(&self) -> impl Iterator<Item = Lang> + use<> {
        (0..self.0.len()).map(|rank| Lang(rank as u8))
    }

    /// The tag of a language.
    pub fn tag(&self, lang: Lang) -> &str {
        &self.0[lang.index()]
    }
}

/// True for a well-formed language tag (BCP 47).
pub fn is_language_tag(written: &str) -> bool {
    oxilangtag::LanguageTag::parse(written).is_ok()
}
