//! A line of the files of the search.

use std::collections::BTreeMap;

use serde::Serialize;

/// An item or another page of the index, without its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SearchRecord {
    /// Its address, as in links of the site.
    pub href: String,
    /// Its title.
    pub title: String,
    /// The language of the title, if it is not the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// What it is, in words: `Appel à solutions`.
    pub kind: String,
    /// Its state in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The tone of its state; absent for an item that has no state.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tone: String,
    /// Its summary.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// The language of the summary, if it is not the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary_lang: Option<String>,
    /// The date that matters, in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Other names: its id, the end of its address, its reference numbers, its acronym, its synonyms.
    pub names: Vec<String>,
    /// What it has to do with: its kind, what it gives, names of organisations, themes, items and places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// Its values of the filters; a page that is no item has none.
    pub filters: BTreeMap<&'static str, Vec<String>>,
    /// Why it is not published, in words: `Brouillon`. Only a build with drafts has such items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unpublished: Option<String>,
    /// True if it is invented.
    #[serde(skip_serializing_if = "is_false")]
    pub example: bool,
    /// True if it takes answers or takes place now, so that results rank it higher.
    #[serde(skip_serializing_if = "is_false")]
    pub open: bool,
    /// True if it is over, so that results rank it lower.
    #[serde(skip_serializing_if = "is_false")]
    pub over: bool,
}

/// The texts of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TextRecord {
    /// The address of its record.
    pub href: String,
    /// Their language, if it is not the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// A line for each paragraph or fact.
    pub text: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_false(is: &bool) -> bool {
    !is
}
