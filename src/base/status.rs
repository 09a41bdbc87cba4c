//! What editors want to know of a catalogue while they write it: translations to do, and what visitors do not see yet.

use crate::base::source::{Place, SourcePath};

/// What is still to be done before everything is out in every language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditorialStatus {
    /// The languages in the site's order.
    pub languages: Vec<LanguageStatus>,
    /// Drafts, in the order of kinds and ids.
    pub drafts: Vec<StatusItem>,
    /// What is to be published later, the next one first, each with the day.
    pub coming: Vec<(String, StatusItem)>,
}

/// The translations into a language that ask for work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LanguageStatus {
    /// Its name in itself.
    pub name: String,
    /// Its tag, BCP 47.
    pub tag: String,
    /// Items without a translation into it; each names its original.
    pub missing: Vec<StatusItem>,
    /// Translations whose original has other words since.
    pub stale: Vec<StatusItem>,
    /// Texts in the facts of items, or in `site.yaml`, that are not written in it.
    pub partial: Vec<StatusText>,
    /// Words that the theme needs and has not in it.
    pub missing_words: Vec<StatusWord>,
    /// Words that the theme has in it and that nothing uses.
    pub unused_words: Vec<StatusWord>,
}

/// A text among facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusText {
    /// The key that holds it.
    pub key: &'static str,
    /// Where that is.
    pub place: Place,
}

/// Words of the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusWord {
    /// Their key: `nav.home`.
    pub key: String,
    /// The file they are in, or belong into.
    pub path: SourcePath,
}

/// An item as the status names it.
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
