//! The editorial status: translations to do, and items that are not published yet.

use crate::base::source::{Place, SourcePath};

/// What is still to be done before everything is published in every language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditorialStatus {
    /// The languages in the site's order.
    pub languages: Vec<LanguageStatus>,
    /// Drafts, sorted by kind and id.
    pub drafts: Vec<StatusItem>,
    /// Items to be published later, next first, each with its day.
    pub coming: Vec<(String, StatusItem)>,
}

/// What is missing in a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LanguageStatus {
    /// Its own name.
    pub name: String,
    /// Its tag, BCP 47.
    pub tag: String,
    /// Items without a translation; each names its original.
    pub missing: Vec<StatusItem>,
    /// Translations whose original has changed since.
    pub stale: Vec<StatusItem>,
    /// Texts in facts, or in `site.yaml`, without this language.
    pub partial: Vec<StatusText>,
    /// Strings that the theme lacks.
    pub missing_words: Vec<StatusWord>,
    /// Strings of the theme that are not used.
    pub unused_words: Vec<StatusWord>,
}

/// A text in facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusText {
    /// Its key.
    pub key: &'static str,
    /// Its place.
    pub place: Place,
}

/// A string of the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusWord {
    /// Its key: `nav.home`.
    pub key: String,
    /// The file that contains it, or should.
    pub path: SourcePath,
}

/// An item in the status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusItem {
    /// Kind and id: `call/robots`.
    pub key: String,
    /// Its title.
    pub title: String,
    /// The language of the title, BCP 47.
    pub lang: String,
    /// The file that is to be looked at.
    pub path: SourcePath,
    /// The address of its page for a link, where the site has one.
    pub href: Option<String>,
}
