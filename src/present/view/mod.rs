//! What a template may see: plain, complete data in one language. Does not depend on the catalogue, on routes or on
//! templates.
//!
//! Every page is rendered from one of the structs named `…Page`; its fields are the variables of the template. Besides
//! them a template sees only `s`, the strings of the page's language, and `strings`, those of every language. Values of
//! closed lists (a state, a type, a role) are given as keys: the theme has the strings for them.
//!
//! | template | view |
//! |---|---|
//! | `home.html` | [`listing::HomePage`] |
//! | `list.html` | [`listing::ListPage`] |
//! | `themes.html`, `theme.html` | [`listing::ThemesPage`], [`listing::ThemePage`] |
//! | `whatsnew.html` | [`listing::EntriesPage`] |
//! | `digests.html`, `digest.html`, `letter.html` | [`newsletter::NewsletterIssuesPage`], [`newsletter::NewsletterIssuePage`], [`newsletter::NewsletterEmail`] |
//! | `challenge.html` … `update.html` | [`item::ItemPage`] of [`challenge::ChallengeView`], [`call::CallView`], [`event::EventView`], [`programme::ProgrammeView`], [`startup::StartupView`], [`organisation::OrganisationView`], [`organisation::UpdateView`] |
//! | `page.html`, `page-accessibility.html`, `page-legal.html`, `page-privacy.html`, `page-contact.html`, `page-subscribe.html` | [`item::ItemPage`] of [`statement::PageFacts`] |
//! | `results.html` | [`results::ResultsPage`] |
//! | `search.html` | [`search::SearchPage`] |
//! | `data.html` | [`data::DataPage`] |
//! | `frame-head.html`, `frame-menu.html`, `frame-foot.html` | [`shell::FramePage`] |
//! | `card.html` | [`part::CardPage`] |
//! | `404.html` | [`listing::PlainPage`] |
//! | `root.html`, `root-404.html`, `gone.html` | [`root::RootPage`] |
//! | `redirect.html` | [`root::RedirectPage`] |

pub mod call;
pub mod challenge;
pub mod data;
pub mod event;
pub mod facts;
pub mod figure;
pub mod item;
pub mod listing;
pub mod newsletter;
pub mod organisation;
pub mod part;
pub mod path;
pub mod programme;
pub mod results;
pub mod root;
pub mod search;
pub mod shell;
pub mod startup;
pub mod statement;
pub mod value;

/// The ids of sections in templates that other pages may link to (`@call/robots#calendar`); all other ids in templates
/// begin with `_`. A heading of a body must not take one of these.
pub const ANCHORS: &[&str] = &[
    "agenda",
    "apply",
    "assessments",
    "budget",
    "calendar",
    "calls",
    "challenges",
    "changes",
    "contact",
    "criteria",
    "deliverables",
    "documents",
    "eligibility",
    "funding",
    "history",
    "impact",
    "location",
    "milestones",
    "phases",
    "questions",
    "recording",
    "registration",
    "report",
    "results",
    "sources",
    "startups",
    "status",
];
