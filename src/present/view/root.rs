//! Pages outside of every language: the choice at `/`, the 404 of the host, and stubs of addresses that moved.

use serde::Serialize;

use crate::present::view::value::LangString;

/// The page at `/` and the page `/404.html`: they speak every language of the site, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RootPage {
    /// The languages of the site in its order, the default language first.
    pub languages: Vec<RootLanguage>,
    /// The absolute address of the page.
    pub canonical: String,
    /// The address of the folder of the theme's assets, with a final `/`.
    pub assets: String,
    /// The address of the public site, where this is a preview of it: every page is to say so.
    pub preview: Option<String>,
}

/// A language of the site, as its own readers see it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RootLanguage {
    /// The BCP 47 tag.
    pub lang: String,
    /// The language's name in itself.
    pub name: String,
    /// The address of its home page.
    pub href: String,
    /// The absolute address of its home page.
    pub url: String,
    /// The site's name.
    pub title: LangString,
    /// What the site is.
    pub description: LangString,
    /// The page with the role `accessibility`.
    pub accessibility: Option<String>,
}

/// An address that moved.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RedirectPage {
    /// The language of its words.
    pub lang: String,
    /// The title of the page it leads to.
    pub title: LangString,
    /// Where it leads, as a link on the site.
    pub href: String,
    /// The same, absolute.
    pub canonical: String,
}
