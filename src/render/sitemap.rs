//! What search engines read first: the sitemap (sitemaps.org 0.9, with language alternates) and robots.txt (RFC 9309).

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::base::lang::Lang;
use crate::base::route::Route;
use crate::kind::item::Item;
use crate::render::fill::item::is_fallback;
use crate::site::catalogue::Catalogue;
use crate::site::life;
use crate::site::plan::Plan;
use crate::site::plan::content::{Content, Page};

/// The sitemap: every page that search engines are to know, with the same page in other languages.
pub fn sitemap(catalogue: &Catalogue, plan: &Plan) -> Vec<u8> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    let mut write = |event: Event<'_>| xml.write_event(event).expect("writing to memory does not fail");
    write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let root = BytesStart::new("urlset").with_attributes([
        ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"),
        ("xmlns:xhtml", "http://www.w3.org/1999/xhtml"),
    ]);
    write(Event::Start(root));
    for planned in &plan.pages {
        let Some(entry) = entry(catalogue, plan, &planned.content) else { continue };
        let address = |route: &Route| catalogue.site.base_url.absolute(route);
        write(Event::Start(BytesStart::new("url")));
        let mut element = |name: &str, text: &str| {
            write(Event::Start(BytesStart::new(name)));
            write(Event::Text(BytesText::new(text)));
            write(Event::End(BytesEnd::new(name)));
        };
        element("loc", &address(&planned.route));
        if let Some(changed) = entry.changed {
            element("lastmod", &changed);
        }
        for (lang, route) in &entry.alternates {
            let link = BytesStart::new("xhtml:link").with_attributes([
                ("rel", "alternate"),
                ("hreflang", catalogue.tags.tag(*lang)),
                ("href", &address(route)),
            ]);
            write(Event::Empty(link));
        }
        write(Event::End(BytesEnd::new("url")));
    }
    write(Event::End(BytesEnd::new("urlset")));
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

struct SitemapEntry {
    alternates: Vec<(Lang, Route)>,
    changed: Option<String>,
}

fn entry(catalogue: &Catalogue, plan: &Plan, content: &Content) -> Option<SitemapEntry> {
    let everywhere = |route: &dyn Fn(Lang) -> Route| SitemapEntry {
        alternates: catalogue.langs().map(|lang| (lang, route(lang))).collect(),
        changed: None,
    };
    let (lang, page) = match content {
        Content::Languages => return Some(everywhere(&|lang| plan.home(lang))),
        Content::Page(lang, page) => (lang, page),
        Content::RootNotFound
        | Content::Redirect(_)
        | Content::Feed(..)
        | Content::Calendar(..)
        | Content::Letter(..)
        | Content::Sitemap
        | Content::Robots
        | Content::Data(_)
        | Content::Copy(_) => return None,
    };
    Some(match page {
        Page::NotFound => return None,
        Page::WhatsNew { number } => everywhere(&|lang| plan.whats_new(lang, *number)),
        Page::Digests => everywhere(&|lang| plan.section(lang, "digest")),
        Page::Digest(month) => everywhere(&|lang| plan.digest(lang, *month)),
        Page::Home => everywhere(&|lang| plan.home(lang)),
        Page::List { kind, number } => everywhere(&|lang| plan.list(lang, *kind, *number)),
        Page::Data => everywhere(&|lang| plan.section(lang, "data")),
        Page::Themes => everywhere(&|lang| plan.section(lang, "themes")),
        Page::Theme { theme, number } => everywhere(&|lang| plan.theme(catalogue, lang, *theme, *number)),
        Page::Item(key) => {
            let item = catalogue.items.get(key)?;
            if is_fallback(item, *lang) || item.common.noindex || !life::is_public(item, catalogue.now) {
                return None;
            }
            let translated = catalogue.langs().filter(|lang| !is_fallback(item, *lang));
            SitemapEntry {
                alternates: translated.map(|lang| (lang, plan.item(item, lang))).collect(),
                changed: last_change(item, catalogue),
            }
        }
    })
}

/// The day of the last change as its editors tell it, W3C date and time formats; a month or year is too little.
fn last_change(item: &Item, catalogue: &Catalogue) -> Option<String> {
    let zone = &item.common.zone;
    let updated = life::updated(item, catalogue.now).map(|date| date.start(zone));
    let published = item.common.published.map(|published| published.start(zone));
    let changed = updated.max(published).filter(|moment| *moment <= catalogue.now)?;
    Some(changed.day(zone).to_string())
}

/// What robots may read: everything.
pub fn robots(catalogue: &Catalogue) -> Vec<u8> {
    let sitemap = catalogue.site.base_url.absolute(&Route::new("/sitemap.xml"));
    format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n").into_bytes()
}
