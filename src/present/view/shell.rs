//! What surrounds the content of every page: the site's name, menus, languages, and metadata.

use serde::Serialize;

use crate::present::view::part::{ContactView, FeedView, ImageView, Link};
use crate::present::view::value::{DateView, Html, LangString, Shared};

/// The site in one language: the same on all pages of that language.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SiteView {
    /// The BCP 47 tag of the language of its pages.
    pub lang: String,
    /// The name of the site.
    pub title: LangString,
    /// Its description, in a sentence.
    pub description: LangString,
    /// The address of the home page of this language.
    pub home: String,
    /// The main menu.
    pub menu: Vec<MenuEntryView>,
    /// The menu at the foot of the page.
    pub footer: Vec<MenuEntryView>,
    /// The contact of the site.
    pub contact: ContactView,
    /// The page with the role `contact`.
    pub contact_page: Option<String>,
    /// Who publishes the site.
    pub publisher: Option<Link>,
    /// The licence of the contents: its name, and its text where it has an address.
    pub licence: Option<Link>,
    /// The address to sign up for the newsletter, which may be on another site.
    pub newsletter: Option<String>,
    /// The host of that address, so that a link can say where it leads.
    pub newsletter_host: Option<String>,
    /// Where one learns how to receive the newsletter: the page with the role `subscribe`, else the address itself, whose
    /// host is then the note of the link.
    pub by_email: Option<Link>,
    /// The page with the role `subscribe`.
    pub subscribe: Option<String>,
    /// The page with the role `propose`, which says how to propose a challenge.
    pub propose: Option<String>,
    /// The page with the role `accessibility`: linked from every page by the strings `nav.accessibility`.
    pub accessibility: Option<String>,
    /// The page with the role `legal`.
    pub legal: Option<String>,
    /// The page with the role `privacy`.
    pub privacy: Option<String>,
    /// The page of what is new.
    pub whatsnew: Option<String>,
    /// The page that lists all newsletter issues.
    pub digests: Option<String>,
    /// What came of the calls that ended, once there is one.
    pub results: Option<String>,
    /// The search page.
    pub search: Option<String>,
    /// The page that explains the open data.
    pub data: Option<String>,
    /// The feed of the whole site.
    pub feed: Option<FeedView>,
    /// The date of the content, in the zone of the site. Without time, so that builds of the same day are equal while
    /// nothing changes.
    pub as_of: DateView,
    /// The address of the public site's home page, if this is a preview of it: every page must say so.
    pub preview: Option<String>,
    /// The address of the folder of the theme's assets, with a final `/`: `/assets/3f2a…/`, a hash of their contents.
    pub assets: String,
}

/// A line of a menu.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MenuEntryView {
    /// Its text.
    pub text: LangString,
    /// Its address. Equal to `PageView::href` it is the current page, equal to `PageView::section` the current section.
    pub href: String,
    /// True for another site.
    pub external: bool,
}

/// A page, without its content.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PageView {
    /// The title for the window and for search engines, without the name of the site.
    pub title: String,
    /// The language of that title, when it is not the page's.
    pub lang: Option<String>,
    /// `rtl` or `ltr`, if that language is written in another direction than the page's.
    pub dir: Option<&'static str>,
    /// The description, in a sentence or two.
    pub description: Option<String>,
    /// The language of the description, when it is not the page's.
    pub description_lang: Option<String>,
    /// Its address, as in menus.
    pub href: String,
    /// The canonical absolute address; on a page in place of a translation, the original's.
    pub canonical: String,
    /// True if search engines must not index it.
    pub noindex: bool,
    /// The absolute addresses of the page in each language that has it, this one included.
    pub alternates: Vec<Alternate>,
    /// The absolute address for other languages (`x-default`).
    pub x_default: Option<String>,
    /// The language switch: every language of the site, in its order.
    pub languages: Vec<LanguageLink>,
    /// The path from the home page to this one, which comes last without a link.
    pub breadcrumb: Vec<Link>,
    /// The address of the section it belongs to, as in menus.
    pub section: Option<String>,
    /// Feeds of this page, besides those of the site and of its section, which are in the frame.
    pub feeds: Vec<Shared<FeedView>>,
    /// The feed of the section it belongs to.
    pub section_feed: Option<Shared<FeedView>>,
    /// The image for social networks.
    pub image: Option<SocialImage>,
    /// `article` for items, `website` for the rest.
    pub og_type: String,
    /// RFC 3339, when it was published.
    pub published_at: Option<String>,
    /// RFC 3339, when it was last changed.
    pub updated_at: Option<String>,
    /// The JSON-LD, for a `script` of the type `application/ld+json`.
    pub linked_data: Html,
    /// The frame, shared with other pages.
    pub frame: Shared<Frame>,
}

/// The frame of all pages at the same place in the menus: rendered once by `frame-head.html`, `frame-menu.html` and
/// `frame-foot.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Frame {
    /// The common part of the `head`.
    pub head: Html,
    /// The main menu.
    pub menu: Html,
    /// The foot of the page.
    pub foot: Html,
}

/// The view of a frame.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FramePage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// The place of the pages of this frame in the menus.
    pub page: MenuPlace,
    /// The feed of their section.
    pub section_feed: Option<Shared<FeedView>>,
}

/// The place of a page in the menus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MenuPlace {
    /// Its address if a menu links to it, else empty.
    pub href: String,
    /// The address of the section it belongs to, as in menus.
    pub section: Option<String>,
}

/// The page in one language, for search engines.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Alternate {
    /// The BCP 47 tag.
    pub lang: String,
    /// The absolute address.
    pub url: String,
}

/// A language of the language switch.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LanguageLink {
    /// The BCP 47 tag.
    pub lang: String,
    /// The language's name in itself: `Français`.
    pub name: String,
    /// The counterpart of the page, or the home page of the language where there is none.
    pub href: String,
    /// True for the language of the page.
    pub current: bool,
}

/// An image for social networks.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SocialImage {
    /// Its absolute address.
    pub url: String,
    /// What it shows.
    pub image: ImageView,
}
