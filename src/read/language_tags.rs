//! The languages that sources are written in, by their tags.

use crate::base::lang::Lang;

/// The languages of the site by their tags, and where these come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageTags(pub Vec<String>, pub TagsOrigin);

/// What the languages were read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagsOrigin {
    /// `site.yaml`, which lists them in their order.
    Site,
    /// The names of documents, where `site.yaml` cannot be read: there may be others, and their order means nothing.
    FileNames,
}

impl LanguageTags {
    /// True when these are the languages of the site, in their order.
    pub fn are_declared(&self) -> bool {
        self.1 == TagsOrigin::Site
    }

    /// The language of a tag.
    pub fn find(&self, tag: &str) -> Option<Lang> {
        // `site.yaml` is refused with more than 255 languages, so that the rank fits.
        self.0.iter().position(|known| known == tag).map(|rank| Lang(rank as u8))
    }

    /// All languages in order.
    pub fn all(&self) -> impl Iterator<Item = Lang> + use<> {
        (0..self.0.len()).map(|rank| Lang(rank as u8))
    }

    /// The tag of a language.
    pub fn tag(&self, lang: Lang) -> &str {
        &self.0[lang.index()]
    }
}

/// True for a language tag, BCP 47.
pub fn is_language_tag(written: &str) -> bool {
    oxilangtag::LanguageTag::parse(written).is_ok()
}
