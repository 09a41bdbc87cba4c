//! Pages outside of the languages: the choice at `/`, the 404 page of the host, and redirects.

use serde::Serialize;

use crate::present::view::value::LangString;

/// The page at `/` and the page `/404.html`, in every language of the site.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RootPage {
    /// The languages of the site in its order, the default language first.
    pub languages: Vec<RootLanguage>,
    /// The absolute address of the page.
    pub canonical: String,
    /// The address of the folder of the theme's assets, with a final `/`.
    pub assets: String,
    /// The address of the public site, if this is a preview of it: every page must say so.
    pub preview: Option<String>,
}

/// A language of the site, in its own words.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RootLanguage {
    /// The BCP 47 tag.
    pub lang: String,
    /// Its name in that language.
    pub name: String,
    /// The address of its home page.
    pub href: String,
    /// The absolute address of its home page.
    pub url: String,
    /// The site's name.
    pub title: LangString,
    /// The description of the site.
    pub description: LangString,
    /// The page with the role `accessibility`.
    pub accessibility: Option<String>,
}

/// The page at an address that moved.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RedirectPage {
    /// The language of its words.
    pub lang: String,
    /// The title of the target.
    pub title: LangString,
    /// The target, as a link on the site.
    pub href: String,
    /// The same, absolute.
    pub canonical: String,
}
