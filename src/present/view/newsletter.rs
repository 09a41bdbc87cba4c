//! The newsletter issue of a month, as a page and for e-mail. Templates and addresses call it `digest`.

use serde::Serialize;

use crate::present::view::part::{FeedView, Link};
use crate::present::view::shell::{PageView, SiteView};
use crate::present::view::value::{DateView, LangString, Shared};

/// The page of an issue, `digest.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewsletterIssuePage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// The content of the issue.
    pub letter: Shared<NewsletterIssue>,
    /// The same as plain text.
    pub text: String,
    /// The same as HTML for e-mail programs.
    pub email: String,
    /// The issue before.
    pub previous: Option<Link>,
    /// The issue after.
    pub next: Option<Link>,
    /// The feed of the issues.
    pub feed: Option<Shared<FeedView>>,
}

/// The page that lists all issues, `digests.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewsletterIssuesPage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// What surrounds the content.
    pub page: PageView,
    /// The issues by year, the latest first.
    pub years: Vec<NewsletterYear>,
    /// The feed of the issues.
    pub feed: Option<Shared<FeedView>>,
}

/// The issues of a year.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewsletterYear {
    /// The year.
    pub year: String,
    /// Its months, the latest first.
    pub months: Vec<Link>,
}

/// An issue for e-mail programs, with the address of its page, `letter.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewsletterEmail {
    /// The site in the issue's language.
    pub site: Shared<SiteView>,
    /// The content of the issue.
    pub letter: Shared<NewsletterIssue>,
    /// The absolute address of its page.
    pub url: String,
}

/// What to do before when, what is open, and what happened in a month. An item has one line at most.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewsletterIssue {
    /// The title: `La lettre de mars 2026`.
    pub title: String,
    /// The month.
    pub month: DateView,
    /// True while the month is not over.
    pub so_far: bool,
    /// Closings and openings to come, the earliest first.
    pub dates: Vec<NewsletterLine>,
    /// Calls that are open and have no closing.
    pub open: Vec<NewsletterLine>,
    /// The month after.
    pub next: DateView,
    /// Events of the month after, the earliest first.
    pub events: Vec<NewsletterLine>,
    /// What happened to all other items, kind by kind.
    pub groups: Vec<NewsletterGroup>,
    /// What came into the catalogue with older facts, the latest addition first.
    pub additions: Vec<NewsletterLine>,
    /// How many items more changed, where these would be many, with a link to what is new.
    pub more: Option<Link>,
}

/// What happened to the items of a kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewsletterGroup {
    /// The kind in the singular: `call`.
    pub kind: String,
    /// A line an item: what happened to known items before new ones, that of the latest change first.
    pub lines: Vec<NewsletterLine>,
}

/// An item in an issue.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewsletterLine {
    /// The item.
    pub item: Link,
    /// True when the item is invented.
    pub example: bool,
    /// What comes, the key of its words in the strings `digest.<what>`: `closes`, `opens`, `takes_place`.
    pub what: Option<String>,
    /// When that is.
    pub when: Option<DateView>,
    /// What happened to it in the month.
    pub news: Option<NewsletterNews>,
}

/// All that happened to an item in a month.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewsletterNews {
    /// The name of the latest entry, of what matters most: `call-opened`.
    pub name: String,
    /// When that was.
    pub when: DateView,
    /// What happened: `Ouverture de l’appel`; absent of a piece of news, whose title says it.
    pub changes: Option<String>,
    /// Documents and answers besides that, by their numbers and of any day: `Également : 2 documents`.
    pub also: Option<String>,
    /// True for a fact older than its item is in the catalogue, whose date every form of the issue has beside it.
    pub is_older: bool,
    /// The summary of a piece of news.
    pub summary: Option<LangString>,
}
