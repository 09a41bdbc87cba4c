//! The search page.

use serde::Serialize;

use crate::present::view::listing::SectionLink;
use crate::present::view::part::Link;
use crate::present::view::shell::{PageView, SiteView};
use crate::present::view::value::{LangString, Shared};

/// The search page of a language. What it finds a script looks up in two files; the rest leads everywhere without one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SearchPage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// The address of what the script finds first: titles, names, summaries.
    pub items: String,
    /// The address of all other words, which it finds once they are loaded.
    pub texts: String,
    /// How many pages can be found, in words.
    pub count: String,
    /// The filters that have anything to choose from.
    pub filters: Vec<Filter>,
    /// The sections that are not empty.
    pub sections: Vec<SectionLink>,
    /// The states of the items of some kinds, each leading to where its items begin.
    pub states: Vec<StateLinks>,
    /// The themes.
    pub themes: Vec<Link>,
    /// The organisations, as many as a filter offers.
    pub organisations: Vec<Link>,
}

/// What results can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Filter {
    /// Its name in addresses, the key of its words in the strings `search.filter.<name>` and `search.any.<name>`.
    pub name: String,
    /// The values; in several groups where they are of several kinds.
    pub groups: Vec<ChoiceGroup>,
}

/// Values of a filter.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ChoiceGroup {
    /// The kind of items that have these values, in the singular; absent for values of all kinds.
    pub kind: Option<String>,
    /// The values.
    pub choices: Vec<Choice>,
}

/// A value of a filter.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Choice {
    /// The value in addresses.
    pub value: String,
    /// Its words.
    pub label: LangString,
    /// The tone of a state.
    pub tone: Option<String>,
    /// How many pages have it.
    pub count: usize,
}

/// The states in which the items of a kind are.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StateLinks {
    /// The kind in the singular.
    pub kind: String,
    /// The states, in the order of the list.
    pub groups: Vec<GroupLink>,
}

/// Where the items of a state begin in their list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GroupLink {
    /// The key of its words in the strings `group.<heading>`.
    pub heading: String,
    /// Where it begins.
    pub href: String,
    /// How many there are.
    pub count: usize,
}
