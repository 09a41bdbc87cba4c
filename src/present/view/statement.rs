//! The facts of a page: its role, and the accessibility statement that the rules of Luxembourg require.

use serde::Serialize;

use crate::present::view::listing::Door;
use crate::present::view::part::{ContactView, FeedView};
use crate::present::view::value::{DateView, LangString, RichText};

/// A page that is not in the catalogue.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PageFacts {
    /// `accessibility`, `legal`, `privacy`, `contact`, `subscribe`, `propose`, `home`, or none.
    pub role: Option<String>,
    /// The accessibility statement.
    pub statement: Option<StatementView>,
    /// On the page with the role `subscribe`: every feed, that of the whole site first.
    pub feeds: Vec<FeedGroup>,
    /// On the page with the role `propose`: the calls that take challenges.
    pub propose: Option<Door>,
}

/// Feeds of one sort.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FeedGroup {
    /// The sort, the key of its heading in the strings `follow.groups.<sort>`: `site`, `sections`, `themes`, `calls`.
    pub sort: String,
    /// The feeds.
    pub feeds: Vec<FeedView>,
}

/// An accessibility statement.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StatementView {
    /// The organisation that makes it.
    pub organisation: LangString,
    /// The name or the address of the site.
    pub website: LangString,
    /// The address, if `website` is one.
    pub website_href: Option<String>,
    /// The standard, as written: `RAWeb 1`.
    pub standard: String,
    /// `total`, `partial` or `none`, the key of its words in the strings `statement.state`.
    pub state: String,
    /// When the statement was made.
    pub created: Option<DateView>,
    /// When it was last reviewed.
    pub reviewed: Option<DateView>,
    /// The audit it is based on; without one, it is a self-assessment.
    pub audit: Option<AuditView>,
    /// What does not comply.
    pub non_compliant: Vec<IssueView>,
    /// What would be a disproportionate burden.
    pub disproportionate_burden: Vec<IssueView>,
    /// What the law exempts.
    pub exception: Vec<IssueView>,
    /// The contact for reports of barriers.
    pub feedback: ContactView,
}

/// An audit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AuditView {
    /// When.
    pub date: Option<DateView>,
    /// By whom.
    pub by: LangString,
    /// The rate of conformity in words: `87 %`.
    pub rate: Option<String>,
}

/// Something that is not accessible.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct IssueView {
    /// What, as a line of rendered Markdown.
    pub label: Option<RichText>,
    /// What to do instead.
    pub alternative: Option<RichText>,
}
