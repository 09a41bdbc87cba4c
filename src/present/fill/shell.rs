//! What surrounds the content of every page: menus, the language switch, and metadata.

use std::collections::BTreeSet;

use crate::base::bounds::MENU_ENTRIES;
use crate::base::diagnostic::Diagnostic;
use crate::base::lang::Lang;
use crate::base::moment::PartialDate;
use crate::base::picture::ImageFormat;
use crate::base::route::Route;
use crate::base::source::Place as SourcePlace;
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::kind::page::{Menu, Role};
use crate::present::fill::context::Context;
use crate::present::fill::item::{is_fallback, is_role};
use crate::present::fill::related;
use crate::present::share::social_image;
use crate::present::view::part::{FeedView, Link};
use crate::present::view::shell::{
    Alternate, Frame, FramePage, LanguageLink, MenuEntryView, MenuPlace, PageView, SiteView, SocialImage,
};
use crate::present::view::value::{Html, LangString, Shared};
use crate::read::menu::MenuEntry as Entry;
use crate::site::feed_scope::FeedScope;
use crate::site::listing::pages_of_menu;
use crate::site::plan::content::{Content, Page as PlannedPage};
use crate::site::state;

/// The site in the language of the context. Other views share it, so it is filled first.
pub fn site(context: &Context<'_>) -> SiteView {
    let site = &context.catalogue.site;
    let page = |role| {
        let item = context.plan.role(context.catalogue, role)?;
        Some(context.href(&context.plan.item(item, context.lang)))
    };
    let subscribe = page(Role::Subscribe);
    let newsletter_host = site.newsletter.as_deref().map(host);
    SiteView {
        lang: context.tag(context.lang).to_owned(),
        title: context.localize_site(&site.title),
        description: context.localize_site(&site.description),
        home: context.href(&context.plan.home(context.lang)),
        menu: menu(context, site.main_menu.as_deref(), Menu::Main),
        footer: menu(context, site.footer_menu.as_deref(), Menu::Footer),
        contact: context.contact(&site.contact, None),
        contact_page: page(Role::Contact),
        publisher: site.publisher.as_ref().and_then(|id| context.link(&Key::new(Kind::Organisation, id.clone()))),
        licence: site.licence.as_deref().map(|written| licence(context, written)),
        newsletter: site.newsletter.clone(),
        newsletter_host: newsletter_host.map(str::to_owned),
        // Whose newsletter it is: it is sent from another site, which may know nothing of this catalogue.
        by_email: site.newsletter.as_ref().map(|newsletter| Link {
            text: LangString::new(
                context.localizer.fill("follow.by_email", &[("site", newsletter_host.unwrap_or_default())]),
            ),
            note: None,
            href: Some(subscribe.as_ref().map_or_else(|| newsletter.clone(), |page| format!("{page}#_newsletter"))),
            unpublished: None,
        }),
        subscribe: subscribe.clone(),
        propose: page(Role::Propose),
        accessibility: page(Role::Accessibility),
        legal: page(Role::Legal),
        privacy: page(Role::Privacy),
        whatsnew: Some(context.href(&context.plan.whats_new(context.lang, 1))),
        digests: Some(context.href(&context.plan.section(context.lang, "digest"))),
        results: (!context.lists.ended_calls().is_empty())
            .then(|| context.href(&context.plan.results(context.lang, 1))),
        search: search(context).map(|route| context.href(&route)),
        data: Some(context.href(&context.plan.section(context.lang, "data"))),
        feed: Some(context.feed(&FeedScope::All)),
        as_of: context.date(PartialDate::Day(context.catalogue.now.day(&site.zone))),
        preview: context.preview(&context.plan.home(context.lang)),
        assets: context.href(context.theme.folder()),
    }
}

/// The host of an absolute address.
fn host(url: &str) -> &str {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or(authority);
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

/// The route of the search page; `None` if an item, a redirect or a file is at its address.
pub fn search(context: &Context<'_>) -> Option<Route> {
    let route = context.plan.section(context.lang, "search");
    let found = &context.plan.at(route.as_str())?.content;
    let is_another = matches!(
        found,
        Content::Page(_, PlannedPage::Item(_)) | Content::Redirect { .. } | Content::Gone | Content::Copy(_)
    );
    (!is_another).then_some(route)
}

/// A licence, given by its SPDX id or its address; called by its name if the theme has one for it.
fn licence(context: &Context<'_>, written: &str) -> Link {
    let key = format!("licence.{written}");
    let name = context.localizer.string(&key);
    let text = if name == key { written } else { name };
    Link { text: LangString::new(text), href: Some(licence_url(written)), note: None, unpublished: None }
}

/// The address of a licence, given by its SPDX id or its address.
pub fn licence_url(written: &str) -> String {
    match written.starts_with("http") {
        true => written.to_owned(),
        false => format!("https://spdx.org/licenses/{written}.html"),
    }
}

/// A menu as written in `site.yaml`, else the non-empty sections and the pages that name this menu.
fn menu(context: &Context<'_>, written: Option<&[Entry]>, menu: Menu) -> Vec<MenuEntryView> {
    if let Some(entries) = written {
        return entries.iter().filter_map(|entry| written_entry(context, entry)).collect();
    }
    let catalogue = context.catalogue;
    let kinds = Kind::ALL.iter().copied();
    let listed = kinds.filter(|kind| *kind != Kind::Page && !context.lists.of_kind(context.lang, *kind).is_empty());
    let sections = listed.filter(|_| menu == Menu::Main).map(|kind| section_entry(context, kind));
    let pages = pages_of_menu(catalogue, menu).into_iter().take(MENU_ENTRIES);
    sections.chain(pages.map(|item| page_entry(context, item))).collect()
}

fn written_entry(context: &Context<'_>, entry: &Entry) -> Option<MenuEntryView> {
    match entry {
        Entry::Page(id) => {
            let item = context.catalogue.public(&Key::new(Kind::Page, id.value.clone()))?;
            Some(page_entry(context, item))
        }
        Entry::Folder(folder) => Some(section_entry(context, Kind::from_folder(folder)?)),
        Entry::Named { label, target } => {
            let own = written_entry(context, target)?;
            Some(MenuEntryView { text: context.localize_site(label), ..own })
        }
        Entry::Link { label, url } => {
            let text = context.localize_site(label);
            let (href, external) = context.written_address(url);
            Some(MenuEntryView { text, href, external })
        }
    }
}

fn page_entry(context: &Context<'_>, item: &Item) -> MenuEntryView {
    let href = context.href(&context.plan.item(item, context.lang));
    MenuEntryView { text: context.title(item), href, external: false }
}

fn section_entry(context: &Context<'_>, kind: Kind) -> MenuEntryView {
    let text = LangString::new(context.localizer.string(&format!("kind.{}.many", kind.word())));
    MenuEntryView { text, href: context.href(&context.plan.list(context.lang, kind, 1)), external: false }
}

/// The view of a page that exists in every language; `route` gives its address in each.
pub fn page(context: &Context<'_>, title: &str, route: impl Fn(Lang) -> Route) -> PageView {
    PageView { image: social_image(context, None), ..page_without_image(context, title, route) }
}

fn page_without_image(context: &Context<'_>, title: &str, route: impl Fn(Lang) -> Route) -> PageView {
    let own = route(context.lang);
    let alternate = |lang: Lang| Alternate { lang: context.tag(lang).to_owned(), url: context.absolute(&route(lang)) };
    let home = Link {
        text: LangString::new(context.localizer.string("nav.home")),
        href: Some(context.href(&context.plan.home(context.lang))),
        note: None,
        unpublished: None,
    };
    PageView {
        title: title.to_owned(),
        href: context.href(&own),
        canonical: context.absolute(&own),
        alternates: context.catalogue.langs().map(alternate).collect(),
        x_default: Some(context.absolute(&route(Lang(0)))),
        languages: languages(context, &route),
        breadcrumb: vec![home],
        og_type: "website".to_owned(),
        noindex: context.catalogue.preview_of.is_some(),
        ..PageView::default()
    }
}

/// The view of the page of an item; only its real translations are alternates.
pub fn item_page(context: &Context<'_>, item: &Item, own_feed: Option<&Shared<FeedView>>) -> PageView {
    let title = context.title(item);
    let route = |lang| context.plan.item(item, lang);
    let fallback = is_fallback(item, context.lang);
    let translated = |alternate: &Alternate| {
        let lang = context.catalogue.tags.find(&alternate.lang);
        lang.is_some_and(|lang| !is_fallback(item, lang))
    };
    let mut page = page_without_image(context, &title.text, route);
    page.alternates.retain(translated);
    // `x-default` is the first translation in the order of the site's languages.
    page.x_default = page.alternates.first().map(|alternate| alternate.url.clone());
    if fallback {
        page.canonical = context.absolute(&route(item.original));
        page.alternates.clear();
        page.x_default = None;
    }
    page.noindex |= item.common.noindex || fallback || !state::is_public(item, context.catalogue.now);
    (page.lang, page.dir) = (title.lang.clone(), title.dir);
    (page.description, page.description_lang) = context
        .summary(item)
        .map_or_else(|| (described(context, item), None), |summary| (Some(summary.text), summary.lang));
    page.og_type = "article".to_owned();
    page.published_at = item.common.published.map(|published| crate::present::fill::item::rfc3339(item, published));
    page.updated_at = item.common.updated.map(|date| date.start(&item.common.zone).rfc3339(&item.common.zone));
    page.image = match item.key.kind == Kind::Page && is_role(context, item, Role::Home) {
        true => social_image(context, None),
        false => social_image(context, Some(item)).or_else(|| own_image(context, item)),
    };
    if item.key.kind != Kind::Page {
        let section = section_entry(context, item.key.kind);
        page.section = Some(section.href.clone());
        page.breadcrumb.push(Link { text: section.text, href: Some(section.href), note: None, unpublished: None });
        page.feeds.extend(own_feed.cloned());
        page.section_feed = Some(context.section_feed(item.key.kind));
    }
    page.breadcrumb.push(crate::present::fill::item::name(title));
    page
}

/// What there is to say of an organisation without a summary: its type, and what the catalogue has of it.
fn described(context: &Context<'_>, item: &Item) -> Option<String> {
    let Facts::Organisation(organisation) = &item.facts else { return None };
    let localizer = context.localizer;
    let kind = match &organisation.r#type {
        Some(kind) => localizer.string(&format!("type.organisation.{}", Into::<&str>::into(*kind))).to_owned(),
        None => localizer.string("kind.organisation.one").to_owned(),
    };
    let count = |kind: &Kind| {
        let count = related::count(context, item, *kind);
        (count > 0).then(|| localizer.plural(&format!("count.{}", kind.word()), count as u64))
    };
    let what = Kind::ALL.iter().filter_map(count).collect::<Vec<_>>().join(", ");
    let (name, site) = (context.title(item).text, context.localize_site(&context.catalogue.site.title).text);
    let key = if what.is_empty() { "organisation.described_alone" } else { "organisation.described" };
    Some(localizer.fill(key, &[("name", &name), ("type", &kind), ("site", &site), ("what", &what)]))
}

/// The image of an item, for themes without share pictures. Social networks do not show SVG.
fn own_image(context: &Context<'_>, item: &Item) -> Option<SocialImage> {
    let name = &item.common.image.as_ref()?.value;
    ImageFormat::of_name(name).filter(|format| *format != ImageFormat::Svg)?;
    let image = context.image(item)?;
    Some(SocialImage { url: context.absolute(&context.plan.files_folder(item).join(name)), image })
}

/// The frame of a page, shared by all pages at its place in the menus; errors point at `at`.
pub fn frame(context: &Context<'_>, page: &PageView, at: &SourcePlace) -> Result<Shared<Frame>, Box<Diagnostic>> {
    let menu_links = context.parts.menu_links.get_or_init(|| menu_links(site(context)));
    let place =
        MenuPlace { href: menu_links.get(&page.href).cloned().unwrap_or_default(), section: page.section.clone() };
    context.parts.frames.get(&place, || {
        let section_feed = page.section_feed.clone();
        let view = FramePage { site: context.site.clone(), page: place.clone(), section_feed };
        let part = |template| context.theme.render(template, context.tag(context.lang), &view, at).map(Html::from);
        let frame =
            Frame { head: part("frame-head.html")?, menu: part("frame-menu.html")?, foot: part("frame-foot.html")? };
        Ok(Shared::new(&frame))
    })
}

/// Every address that the menus of a site link to.
fn menu_links(site: SiteView) -> BTreeSet<String> {
    let entries = site.menu.into_iter().chain(site.footer).map(|entry| entry.href);
    let SiteView { contact_page, subscribe, accessibility, legal, privacy, whatsnew, results, search, data, .. } = site;
    let others = [contact_page, subscribe, accessibility, legal, privacy, whatsnew, results, search, data];
    entries.chain(others.into_iter().flatten()).collect()
}

fn languages(context: &Context<'_>, route: &impl Fn(Lang) -> Route) -> Vec<LanguageLink> {
    let link = |lang: Lang| LanguageLink {
        lang: context.tag(lang).to_owned(),
        name: context.catalogue.site.language(lang).name.clone(),
        href: context.href(&route(lang)),
        current: lang == context.lang,
    };
    context.catalogue.langs().map(link).collect()
}
