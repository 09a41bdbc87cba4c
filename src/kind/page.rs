//! A page of the site, and the accessibility statement that some pages carry.

use parvis_macros::Record;
use strum::{IntoStaticStr, VariantArray};

use crate::base::lang::Text;
use crate::base::moment::PartialDate;
use crate::base::source::Spanned;
use crate::kind::record::words;
use crate::read::contact::{CONTACT_EXAMPLE, Contact};
use crate::read::date;
use crate::read::number;
use crate::read::value::{self, Prose};

/// The menu in which a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Menu {
    Main,
    Footer,
    None,
}

/// What a page is to the site; each role is played at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Role {
    Accessibility,
    Legal,
    Privacy,
    Contact,
    Subscribe,
    Home,
}

/// How far a site conforms, Commission Implementing Decision (EU) 2018/1523.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Conformance {
    Total,
    Partial,
    None,
}

/// Why a content is not accessible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum IssueKind {
    NonCompliant,
    DisproportionateBurden,
    Exception,
}

/// An audit.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Audit {
    /// When.
    #[field(read = date::date)]
    pub date: Option<PartialDate>,
    /// By whom.
    #[field(read = value::text)]
    pub by: Text,
    /// The rate of criteria met, as written.
    #[field(read = value::string)]
    pub rate: Option<String>,
}

/// A content that is not accessible.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Issue {
    /// Why.
    #[field(read = value::choice)]
    pub kind: IssueKind,
    /// What.
    #[field(read = value::prose)]
    pub label: Option<Prose>,
    /// What to use instead.
    #[field(read = value::prose)]
    pub alternative: Option<Prose>,
}

/// An accessibility statement.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Statement {
    /// Who publishes the site.
    #[field(read = value::text)]
    pub organisation: Text,
    /// The site.
    #[field(read = value::text)]
    pub website: Text,
    /// The standard it was held against.
    #[field(read = value::string)]
    pub standard: String,
    /// How far it conforms.
    #[field(read = value::choice)]
    pub state: Conformance,
    /// When the statement was made.
    #[field(read = date::date)]
    pub created: Option<PartialDate>,
    /// When it was last reviewed.
    #[field(read = date::date)]
    pub reviewed: Option<PartialDate>,
    /// The audit.
    #[field(record = "{date: 2026-01, by: an expert, rate: 92}")]
    pub audit: Option<Audit>,
    /// What is not accessible.
    #[field(record = "{kind: non-compliant, label: …}")]
    pub issues: Vec<Issue>,
    /// Whom to tell.
    #[field(record = CONTACT_EXAMPLE)]
    pub feedback: Contact,
}

/// A page.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Page {
    /// The menu it stands in.
    #[field(read = value::choice, default = Menu::None)]
    pub menu: Menu,
    /// Its rank there.
    #[field(read = number::whole)]
    pub order: Option<u32>,
    /// The template of the theme, when it is not the usual one, and where it is named.
    #[field(read = value::spanned(value::string))]
    pub template: Option<Spanned<String>>,
    /// What it is to the site, and where that is said.
    #[field(read = value::spanned(value::choice))]
    pub role: Option<Spanned<Role>>,
    /// An accessibility statement.
    #[field(record = "{organisation: …, website: …, state: partial, feedback: {email: …}}")]
    pub statement: Option<Statement>,
}

words!(Menu, Role, Conformance, IssueKind);
