//! A page of the site, and the accessibility statement that some pages carry.

use strum::{IntoStaticStr, VariantArray};

use crate::base::lang::Text;
use crate::base::moment::PartialDate;
use crate::base::source::Spanned;
use crate::read::contact::{CONTACT_EXAMPLE, Contact, contact};
use crate::read::date;
use crate::read::field::Fields;
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
#[derive(Clone, Debug, PartialEq)]
pub struct Audit {
    /// When.
    pub date: Option<PartialDate>,
    /// By whom.
    pub by: Text,
    /// The rate of criteria met, as written.
    pub rate: Option<String>,
}

/// A content that is not accessible.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// Why.
    pub kind: IssueKind,
    /// What.
    pub label: Option<Prose>,
    /// What to use instead.
    pub alternative: Option<Prose>,
}

/// An accessibility statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Who publishes the site.
    pub organisation: Text,
    /// The site.
    pub website: Text,
    /// The standard it was held against.
    pub standard: String,
    /// How far it conforms.
    pub state: Conformance,
    /// When the statement was made.
    pub created: Option<PartialDate>,
    /// When it was last reviewed.
    pub reviewed: Option<PartialDate>,
    /// The audit.
    pub audit: Option<Audit>,
    /// What is not accessible.
    pub issues: Vec<Issue>,
    /// Whom to tell.
    pub feedback: Contact,
}

/// A page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The menu it stands in.
    pub menu: Menu,
    /// Its rank there.
    pub order: Option<u32>,
    /// The template of the theme, when it is not the usual one, and where it is named.
    pub template: Option<Spanned<String>>,
    /// What it is to the site, and where that is said.
    pub role: Option<Spanned<Role>>,
    /// An accessibility statement.
    pub statement: Option<Statement>,
}

/// Reads a page.
pub fn read(f: &mut Fields<'_, '_, '_>) -> Option<Page> {
    Some(Page {
        menu: f.optional("menu", value::choice).unwrap_or(Menu::None),
        order: f.optional("order", number::whole),
        template: f.optional("template", value::spanned(value::string)),
        role: f.optional("role", value::spanned(value::choice)),
        statement: f.record(
            "statement",
            "{organisation: …, website: …, state: partial, feedback: {email: …}}",
            statement,
        ),
    })
}

fn statement(f: &mut Fields<'_, '_, '_>) -> Option<Statement> {
    let organisation = f.required("organisation", value::text);
    let website = f.required("website", value::text);
    let standard = f.required("standard", value::string);
    let state = f.required("state", value::choice);
    let created = f.optional("created", date::date);
    let reviewed = f.optional("reviewed", date::date);
    let audit = f.record("audit", "{date: 2026-01, by: an expert, rate: 92}", |f| {
        let (date, by, rate) =
            (f.optional("date", date::date), f.required("by", value::text), f.optional("rate", value::string));
        Some(Audit { date, by: by?, rate })
    });
    let issues = f.records("issues", "{kind: non-compliant, label: …}", |f| {
        let kind = f.required("kind", value::choice);
        let (label, alternative) = (f.optional("label", value::prose), f.optional("alternative", value::prose));
        Some(Issue { kind: kind?, label, alternative })
    });
    let feedback = f.required_record("feedback", CONTACT_EXAMPLE, contact);
    Some(Statement {
        organisation: organisation?,
        website: website?,
        standard: standard?,
        state: state?,
        created,
        reviewed,
        audit,
        issues,
        feedback: feedback?,
    })
}
