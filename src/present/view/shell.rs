//! What surrounds the content of every page: the site's name, menus, languages, and what machines are told of the page.

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
    /// What it is, in a sentence.
    pub description: LangString,
    /// The address of the home page of this language.
    pub home: String,
    /// The main menu.
    pub menu: Vec<MenuEntryView>,
    /// The menu at the foot of the page.
    pub footer: Vec<MenuEntryView>,
    /// How to reach the site's editors.
    pub contact: ContactView,
    /// The page with the role `contact`.
    pub contact_page: Option<String>,
    /// Who publishes the site.
    pub publisher: Option<Link>,
    /// The licence of the contents: its name, and its text where it has an address.
    pub licence: Option<Link>,
    /// Where people sign up for the newsletter.
    pub newsletter: Option<String>,
    /// The page with the role `subscribe`.
    pub subscribe: Option<String>,
    /// The page with the role `accessibility`: linked from every page by the strings `nav.accessibility`.
    pub accessibility: Option<String>,
    /// The page with the role `legal`.
    pub legal: Option<String>,
    /// The page with the role `privacy`.
    pub privacy: Option<String>,
    /// The page of what is new.
    pub whatsnew: Option<String>,
    /// The search page.
    pub search: Option<String>,
    /// The page that explains the open data.
    pub data: Option<String>,
    /// The feed of the whole site.
    pub feed: Option<FeedView>,
    /// The day that the site tells of, in its zone. No hour: two builds of one day are equal while nothing changes.
    pub as_of: DateView,
    /// The address of the public site's home page, where this is a preview of it: every page is to say so.
    pub preview: Option<String>,
    /// The address of the folder of the theme's assets, with a final `/`: `/assets/3f2a…/`, named after what they hold.
    pub assets: String,
}

/// A line of a menu.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MenuEntryView {
    /// Its words.
    pub text: LangString,
    /// Where it leads. Equal to `PageView::href` it is the current page, equal to `PageView::section` the current section.
    pub href: String,
    /// True for another site.
    pub external: bool,
}

/// What is said of one page outside of its content.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PageView {
    /// The title for the window and for search engines, without the name of the site.
    pub title: String,
    /// The language of that title, when it is not the page's.
    pub lang: Option<String>,
    /// What the page says, in a sentence or two.
    pub description: Option<String>,
    /// The language of the description, when it is not the page's.
    pub description_lang: Option<String>,
    /// Its address on the site, as menus write it.
    pub href: String,
    /// The absolute address that search engines are to keep; on a page in place of a translation, the original's.
    pub canonical: String,
    /// True when search engines are to leave it out.
    pub noindex: bool,
    /// The same page in each language that truly has it, this one included, absolute. Empty for none.
    pub alternates: Vec<Alternate>,
    /// The absolute address for everybody else (`x-default`).
    pub x_default: Option<String>,
    /// The switch of languages: every language of the site, in its order.
    pub languages: Vec<LanguageLink>,
    /// The way from the home page to this one, the home page first and this page, without a link, last.
    pub breadcrumb: Vec<Link>,
    /// The address of the section the page belongs to, as the menu writes it.
    pub section: Option<String>,
    /// Feeds about this page, besides the site's and that of its section, which are in the frame.
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
    /// What the page says as JSON-LD, for a `script` of the type `application/ld+json`.
    pub linked_data: Html,
    /// What surrounds it just as it surrounds other pages.
    pub frame: Shared<Frame>,
}

/// What surrounds all pages that stand at the same place in the menus: rendered once by `frame-head.html`,
/// `frame-menu.html` and `frame-foot.html`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Frame {
    /// The part of the `head` that is the same on every page.
    pub head: Html,
    /// The main menu.
    pub menu: Html,
    /// The foot of the page.
    pub foot: Html,
}

/// What a frame is rendered from.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FramePage {
    /// The site in the page's language.
    pub site: Shared<SiteView>,
    /// Where the pages of this frame stand in the menus.
    pub page: MenuPlace,
    /// The feed of their section.
    pub section_feed: Option<Shared<FeedView>>,
}

/// Where a page stands in the menus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MenuPlace {
    /// Its address where a menu leads to it, else empty.
    pub href: String,
    /// The address of the section it belongs to, as the menu writes it.
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

/// One language of the switch.
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
