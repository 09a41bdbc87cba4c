//! The search page.

use serde::Serialize;

use crate::present::view::listing::{GroupLink, SectionLink};
use crate::present::view::part::Link;
use crate::present::view::shell::{PageView, SiteView};
use crate::present::view::value::{LangString, Shared};

/// The search page of a language. A script searches in two files; the links of the page work without it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SearchPage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// The address of the first file: titles, names, summaries.
    pub items: String,
    /// The address of the second file: all other text.
    pub texts: String,
    /// The filters that have values.
    pub filters: Vec<Filter>,
    /// The sections that are not empty.
    pub sections: Vec<SectionLink>,
    /// The states of the items of some kinds, each with a link to its first item.
    pub states: Vec<StateLinks>,
    /// The themes.
    pub themes: Vec<Link>,
    /// The organisations, limited in number.
    pub organisations: Vec<Link>,
}

/// A filter of results.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Filter {
    /// Its name in query strings, the key of its words in the strings `search.filter.<name>` and `search.any.<name>`.
    pub name: String,
    /// The values.
    pub choices: Vec<Choice>,
}

/// A value of a filter.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Choice {
    /// The value in query strings.
    pub value: String,
    /// Its label.
    pub label: LangString,
    /// The number of pages that have it.
    pub count: usize,
}

/// The states of the items of a kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StateLinks {
    /// The kind in the singular.
    pub kind: String,
    /// The states, in the order of the list.
    pub groups: Vec<GroupLink>,
}
