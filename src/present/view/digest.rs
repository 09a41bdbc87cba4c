//! The digest of a month, as a page and as a newsletter.

use serde::Serialize;

use crate::present::view::part::{EntryView, FeedView, Link};
use crate::present::view::shell::{PageView, SiteView};
use crate::present::view::value::{DateView, Shared};

/// The page of a digest.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DigestPage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// What it says.
    pub letter: Shared<Newsletter>,
    /// The same as plain text.
    pub text: String,
    /// The same as HTML for e-mail programs.
    pub email: String,
    /// The digest before.
    pub previous: Option<Link>,
    /// The digest after.
    pub next: Option<Link>,
    /// The feed of the digests.
    pub feed: Option<Shared<FeedView>>,
}

/// The list of digests.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DigestsPage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// The digests by year, the latest first.
    pub years: Vec<YearOfDigests>,
    /// The feed of the digests.
    pub feed: Option<Shared<FeedView>>,
}

/// The digests of a year.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct YearOfDigests {
    /// The year.
    pub year: String,
    /// Its months, the latest first.
    pub months: Vec<Link>,
}

/// A newsletter for e-mail, with the address of its page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewsletterPage {
    /// The site in the newsletter's language.
    pub site: Shared<SiteView>,
    /// What it says.
    pub letter: Shared<Newsletter>,
    /// The absolute address of its page.
    pub url: String,
}

/// What happened in a month, and what comes in the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Newsletter {
    /// The title: `La lettre de mars 2026`.
    pub title: String,
    /// The month.
    pub month: DateView,
    /// True while the month is not over.
    pub so_far: bool,
    /// What happened, kind by kind.
    pub groups: Vec<NewsletterGroup>,
    /// The month after.
    pub next: DateView,
    /// Calls that close in the month after, the earliest first.
    pub closing: Vec<UpcomingItem>,
    /// Events of the month after, the earliest first.
    pub events: Vec<UpcomingItem>,
}

/// What happened to the items of a kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewsletterGroup {
    /// The kind in the singular: `call`.
    pub kind: String,
    /// The entries, the latest first.
    pub entries: Vec<EntryView>,
}

/// A call or an event in the month after.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UpcomingItem {
    /// The item.
    pub item: Link,
    /// When it closes, or takes place.
    pub when: DateView,
    /// True when the item is invented.
    pub example: bool,
}
