//! The editorial status: translations to do, and items that are not published yet.

use percent_encoding::percent_decode_str;

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
    /// The pages of all items that are shown, in every language.
    pub pages: Vec<StatusSource>,
}

/// What a page of the site is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusSource {
    /// The address of the page for a link, percent-encoded.
    pub href: String,
    /// The item's title in the language of the page.
    pub title: String,
    /// The language of that title, BCP 47.
    pub lang: String,
    /// The file with the words that the page shows: that of its language, else the original.
    pub path: SourcePath,
}

impl EditorialStatus {
    /// What the page at an address is made from; `None` for pages that are no item's. The address may be encoded in any way.
    pub fn source_of(&self, href: &str) -> Option<&StatusSource> {
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let wanted = decoded(href);
        self.pages.iter().find(|page| page.href == href || decoded(&page.href) == wanted)
    }
}

impl StatusSource {
    /// True for the files of the item, whatever their language, and those beside them.
    pub fn concerns(&self, path: &SourcePath) -> bool {
        let below = path.as_str().strip_prefix(self.path.folder());
        below.is_some_and(|below| below.starts_with('/'))
    }
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
    /// Translations of which nothing records the original that they were made from, so that they never become stale.
    pub unstamped: Vec<StatusItem>,
    /// Texts in facts, or in `site.yaml`, without this language.
    pub partial: Vec<StatusText>,
    /// Sentences in facts that are written once for all languages, of items whose original is in another language.
    pub plain: Vec<StatusText>,
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
