//! What came of the calls that ended.

use serde::Serialize;

use crate::present::view::call::CallResult;
use crate::present::view::data::DataLink;
use crate::present::view::listing::Pagination;
use crate::present::view::part::{Link, StateView};
use crate::present::view::path::PathItem;
use crate::present::view::shell::{PageView, SiteView};
use crate::present::view::value::{DateView, LangString, Shared};

/// A page of the calls that ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ResultsPage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// How many calls ended, on all pages, in words.
    pub count: String,
    /// The calls by the year in which they ended, the latest first.
    pub years: Vec<ResultsYear>,
    /// The same as a table.
    pub table: DataLink,
    /// The pagination; absent if there is only one page.
    pub pagination: Option<Pagination>,
}

/// The calls that ended in a year.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ResultsYear {
    /// The year; absent where it is not known.
    pub year: Option<String>,
    /// The calls.
    pub calls: Vec<EndedCall>,
}

/// A call that ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct EndedCall {
    /// Its full reference, `call/robots`: the `data-item` of the markup.
    pub key: String,
    /// The call.
    pub call: Link,
    /// What was called for, the key of its word in the strings `type.call.<direction>`.
    pub direction: String,
    /// What is submitted to it, the key of its word in the strings `call.received.<submission>`.
    pub submission: String,
    /// How it ended.
    pub state: Option<StateView>,
    /// When.
    pub date: Option<DateView>,
    /// Why.
    pub reason: Option<LangString>,
    /// How many answers came in, where that is known.
    pub received: Option<String>,
    /// How many were selected.
    pub selected: Option<String>,
    /// What those who were chosen are called, by their number and by what the call gives: `Lauréats`.
    pub winners: String,
    /// Its final results.
    pub results: Vec<CallResult>,
    /// The challenges that a call for challenges collected.
    pub challenges: Vec<Link>,
    /// The services that came of it, with their phases today.
    pub services: Vec<PathItem>,
    /// True for an invented call.
    pub example: bool,
}
