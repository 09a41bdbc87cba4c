//! The data of a page of the site, and of the accessibility statement that some pages carry.

use schemars::JsonSchema;
use serde::Serialize;

use crate::kind::page::{Conformance, IssueKind, Menu, Page, Role, Statement};
use crate::render::data::markup::Markup;
use crate::render::data::part::{ContactData, contact};
use crate::render::data::source::Source;
use crate::render::data::value::{ByLang, Date, Text, Word};

/// A page of the site.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Page")]
pub struct PageData<'a> {
    /// The menu it asks to stand in.
    pub menu: Word<Menu>,
    /// Its rank there.
    pub order: Option<u32>,
    /// What it is to the site.
    pub role: Option<Word<Role>>,
    /// An accessibility statement.
    pub statement: Option<StatementData<'a>>,
}

/// An accessibility statement, Commission Implementing Decision (EU) 2018/1523.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Statement")]
pub struct StatementData<'a> {
    /// Who publishes the site, by language.
    pub organisation: Text<'a>,
    /// The site, by language.
    pub website: Text<'a>,
    /// The standard it was held against.
    pub standard: &'a str,
    /// How far it conforms.
    pub state: Word<Conformance>,
    /// When the statement was made.
    pub created: Option<Date>,
    /// When it was last reviewed.
    pub reviewed: Option<Date>,
    /// The audit.
    pub audit: Option<AuditData<'a>>,
    /// What is not accessible.
    pub issues: Vec<IssueData<'a>>,
    /// Whom to tell.
    pub feedback: ContactData<'a>,
}

/// An audit.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Audit")]
pub struct AuditData<'a> {
    /// When.
    pub date: Option<Date>,
    /// By whom, by language.
    pub by: Text<'a>,
    /// The rate of criteria met, as written.
    pub rate: Option<&'a str>,
}

/// A content that is not accessible.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Issue")]
pub struct IssueData<'a> {
    /// Why.
    pub kind: Word<IssueKind>,
    /// What, as HTML by language.
    pub label: Option<ByLang<'a, Markup<'a>>>,
    /// What to use instead, as HTML by language.
    pub alternative: Option<ByLang<'a, Markup<'a>>>,
}

/// The data of a page.
pub fn page<'a>(source: &Source<'a>, page: &'a Page) -> PageData<'a> {
    PageData {
        menu: Word(page.menu),
        order: page.order,
        role: page.role.as_ref().map(|role| Word(role.value)),
        statement: page.statement.as_ref().map(|statement| self::statement(source, statement)),
    }
}

fn statement<'a>(source: &Source<'a>, statement: &'a Statement) -> StatementData<'a> {
    StatementData {
        organisation: source.text(&statement.organisation),
        website: source.text(&statement.website),
        standard: &statement.standard,
        state: Word(statement.state),
        created: statement.created.map(Date),
        reviewed: statement.reviewed.map(Date),
        audit: statement.audit.as_ref().map(|audit| AuditData {
            date: audit.date.map(Date),
            by: source.text(&audit.by),
            rate: audit.rate.as_deref(),
        }),
        issues: (statement.issues.iter().enumerate())
            .map(|(rank, issue)| {
                let rich = |prose, part: &str| source.rich(prose, format!("issue-{}-{part}-", rank + 1));
                IssueData {
                    kind: Word(issue.kind),
                    label: issue.label.as_ref().map(|prose| rich(prose, "label")),
                    alternative: issue.alternative.as_ref().map(|prose| rich(prose, "alternative")),
                }
            })
            .collect(),
        feedback: contact(source.context, &statement.feedback),
    }
}
