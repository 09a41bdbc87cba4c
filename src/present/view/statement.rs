//! The facts of a page: its role, and the accessibility statement that Luxembourg's rules ask for.

use serde::Serialize;

use crate::present::view::part::{ContactView, FeedView};
use crate::present::view::value::{DateView, LangString, RichText};

/// A page that is not in the catalogue.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PageFacts {
    /// `accessibility`, `legal`, `privacy`, `contact`, `subscribe`, `home`, or none.
    pub role: Option<String>,
    /// The accessibility statement.
    pub statement: Option<StatementView>,
    /// On the page with the role `subscribe`: everything one can follow, the whole site first.
    pub feeds: Vec<FeedGroup>,
}

/// Feeds of a sort.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FeedGroup {
    /// The sort, the key of its heading in the strings `follow.groups.<sort>`: `site`, `sections`, `themes`, `calls`.
    pub sort: String,
    /// The feeds.
    pub feeds: Vec<FeedView>,
}

/// What an organisation says of the accessibility of a site.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StatementView {
    /// Who says it.
    pub organisation: LangString,
    /// Of which site: its name or its address.
    pub website: LangString,
    /// That address, when `website` is one.
    pub website_href: Option<String>,
    /// The rules it was measured by, as written: `RAWeb 1`.
    pub standard: String,
    /// `total`, `partial` or `none`, the key of its words in the strings `statement.state`.
    pub state: String,
    /// When the statement was made.
    pub created: Option<DateView>,
    /// When it was last reviewed.
    pub reviewed: Option<DateView>,
    /// The audit it rests on; without one, a self-assessment is claimed.
    pub audit: Option<AuditView>,
    /// What does not comply.
    pub non_compliant: Vec<IssueView>,
    /// What would be a disproportionate burden.
    pub disproportionate_burden: Vec<IssueView>,
    /// What the law leaves out.
    pub exception: Vec<IssueView>,
    /// Whom to tell of a barrier.
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
