//! The kind `page`: a page of the site, and the accessibility statement that it may contain.

use parvis_macros::Record;
use strum::{IntoStaticStr, VariantArray};

use crate::base::lang::Text;
use crate::base::moment::PartialDate;
use crate::base::source::Spanned;
use crate::kind::labels;
use crate::kind::record::words;
use crate::read::contact::{CONTACT_EXAMPLE, Contact};
use crate::read::date;
use crate::read::markdown_text::MarkdownText;
use crate::read::number;
use crate::read::value;

/// The menu that contains a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Menu {
    Main,
    Footer,
    None,
}

/// The role of a page on the site; at most one page has each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Role {
    Accessibility,
    Legal,
    Privacy,
    Contact,
    Subscribe,
    Propose,
    Home,
}

/// The conformance of a site (Commission Implementing Decision (EU) 2018/1523).
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Conformance {
    Total,
    Partial,
    None,
}

/// The reason why content is not accessible.
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
    #[field(read = date::date, label = labels::DATE)]
    pub date: Option<PartialDate>,
    /// By whom.
    #[field(read = value::text)]
    #[field(fr("Par", "L’organisme qui a réalisé l’audit"), en("By", "Who carried out the audit"))]
    pub by: Text,
    /// The rate of criteria met, as written.
    #[field(read = value::string)]
    #[field(
        fr("Taux de conformité", "La part des critères respectés"),
        en("Compliance rate", "The share of the criteria that are met")
    )]
    pub rate: Option<String>,
}

/// A content that is not accessible.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Issue {
    /// Why.
    #[field(read = value::choice)]
    #[field(
        fr(
            "Motif",
            "Non-conformité (non-compliant), charge disproportionnée (disproportionate-burden) ou contenu non soumis (exception)"
        ),
        en(
            "Reason",
            "Non-compliance (non-compliant), disproportionate burden (disproportionate-burden) or content out of scope (exception)"
        )
    )]
    pub kind: IssueKind,
    /// What.
    #[field(read = value::markdown, label = labels::LABEL)]
    pub label: Option<MarkdownText>,
    /// What to use instead.
    #[field(read = value::markdown)]
    #[field(
        fr("Alternative accessible", "Ce que l’on peut utiliser à la place"),
        en("Accessible alternative", "What can be used instead")
    )]
    pub alternative: Option<MarkdownText>,
}

/// An accessibility statement, Commission Implementing Decision (EU) 2018/1523.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Statement {
    /// Who publishes the site.
    #[field(read = value::text)]
    #[field(fr("Organisation", "Qui publie le site"), en("Organisation", "Who publishes the site"))]
    pub organisation: Text,
    /// The site.
    #[field(read = value::text)]
    #[field(fr("Site", "Le site concerné par la déclaration"), en("Site", "The site that the statement covers"))]
    pub website: Text,
    /// The standard that it was audited against.
    #[field(read = value::string)]
    #[field(fr("Norme", "Par exemple EN 301 549"), en("Standard", "For example EN 301 549"))]
    pub standard: String,
    /// How far it conforms.
    #[field(read = value::choice)]
    #[field(
        fr("Conformité", "Totale (total), partielle (partial) ou aucune (none)"),
        en("Compliance", "Full (total), partial or none")
    )]
    pub state: Conformance,
    /// When the statement was made.
    #[field(read = date::date)]
    #[field(fr("Établie le", "La date de la déclaration"), en("Prepared on", "The date of the statement"))]
    pub created: Option<PartialDate>,
    /// When it was last reviewed.
    #[field(read = date::date)]
    #[field(fr("Réexaminée le", "La date du dernier réexamen"), en("Reviewed on", "The date of the last review"))]
    pub reviewed: Option<PartialDate>,
    /// The audit.
    #[field(record = "{date: 2026-01, by: an expert, rate: 92}")]
    #[field(
        fr("Audit", "Sa date, son auteur et le taux obtenu"),
        en("Audit", "Its date, who carried it out and the rate found")
    )]
    pub audit: Option<Audit>,
    /// What is not accessible.
    #[field(record = "{kind: non-compliant, label: …}")]
    #[field(
        fr("Contenus non accessibles", "Lesquels, et pour quel motif"),
        en("Non-accessible content", "Which content, and the reason")
    )]
    pub issues: Vec<Issue>,
    /// The contact for reports of barriers.
    #[field(record = CONTACT_EXAMPLE)]
    #[field(
        fr("Signalement", "À qui signaler un défaut d’accessibilité"),
        en("Feedback", "Who to report accessibility problems to")
    )]
    pub feedback: Contact,
}

/// A page.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Page {
    /// The menu that links to it.
    #[field(read = value::choice, default = Menu::None)]
    #[field(
        fr("Menu", "Principal (main), pied de page (footer) ou aucun (none)"),
        en("Menu", "The main menu (main), the footer (footer) or none")
    )]
    pub menu: Menu,
    /// Its rank there.
    #[field(read = number::whole)]
    #[field(fr("Ordre", "La position dans le menu"), en("Order", "The position in the menu"))]
    pub order: Option<u32>,
    /// The template of the theme, when it is not the usual one, and where it is named.
    #[field(read = value::spanned(value::string), private)]
    #[field(
        fr("Modèle", "Le nom d’un modèle de page du thème graphique"),
        en("Template", "The name of a template of the visual theme")
    )]
    pub template: Option<Spanned<String>>,
    /// What it is to the site.
    #[field(read = value::spanned(value::choice), column)]
    #[field(fr("Rôle", "La fonction de la page sur le site"), en("Role", "The purpose of the page on the site"))]
    pub role: Option<Spanned<Role>>,
    /// An accessibility statement, Commission Implementing Decision (EU) 2018/1523.
    #[field(record = "{organisation: …, website: …, state: partial, feedback: {email: …}}")]
    #[field(
        fr("Déclaration d’accessibilité", "Les mentions exigées au Luxembourg"),
        en("Accessibility statement", "What Luxembourg’s rules require")
    )]
    pub statement: Option<Statement>,
}

words!(Menu, Role, Conformance, IssueKind);
