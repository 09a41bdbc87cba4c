//! What search engines read first: the sitemap (sitemaps.org 0.9, with language alternates) and robots.txt (RFC 9309).

use std::io::{self, Write};

use quick_xml::escape::escape;

use crate::base::lang::Lang;
use crate::base::route::Route;
use crate::kind::item::Item;
use crate::output::chunks;
use crate::present::fill::item::is_fallback;
use crate::site::catalogue::Catalogue;
use crate::site::plan::Plan;
use crate::site::plan::content::{Content, Page, PlannedFile};
use crate::site::plan::sitemap::SitemapParts;
use crate::site::state;

/// Writes the sitemap: every page that search engines are to know, with the same page in other languages. Of a large site it is the
/// list of the parts that have any.
pub fn sitemap(catalogue: &Catalogue, plan: &Plan, out: &mut dyn Write) -> io::Result<()> {
    if plan.sitemap.count == 0 {
        return write(catalogue, plan, &listed(plan), out);
    }
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">",
    )?;
    for (rank, files) in listed(plan).chunks(plan.sitemap.size).enumerate() {
        if files.iter().any(|planned| entry(catalogue, plan, &planned.content).is_some()) {
            let address = catalogue.site.base_url.absolute(&SitemapParts::route(rank + 1));
            write!(out, "\n <sitemap>\n  <loc>{}</loc>\n </sitemap>", escape(address))?;
        }
    }
    out.write_all(b"\n</sitemapindex>\n")
}

/// Writes a part of the sitemap; they count from 1.
pub fn part(catalogue: &Catalogue, plan: &Plan, number: usize, out: &mut dyn Write) -> io::Result<()> {
    let files = listed(plan);
    let files = files.chunks(plan.sitemap.size).nth(number.saturating_sub(1)).unwrap_or_default();
    write(catalogue, plan, files, out)
}

/// The pages of which some may be listed.
fn listed(plan: &Plan) -> Vec<&PlannedFile> {
    plan.files.iter().filter(|planned| planned.content.properties().in_sitemap).collect()
}

fn write(catalogue: &Catalogue, plan: &Plan, files: &[&PlannedFile], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
          <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">",
    )?;
    chunks::write(files, out, |_, planned, part| {
        if let Some(entry) = entry(catalogue, plan, &planned.content) {
            url(catalogue, planned, &entry, part).expect("writing to memory does not fail");
        }
    })?;
    out.write_all(b"\n</urlset>\n")
}

fn url(catalogue: &Catalogue, planned: &PlannedFile, entry: &SitemapEntry, part: &mut Vec<u8>) -> io::Result<()> {
    let address = |route: &Route| catalogue.site.base_url.absolute(route);
    write!(part, "\n <url>\n  <loc>{}</loc>", escape(address(&planned.route)))?;
    if let Some(changed) = &entry.changed {
        write!(part, "\n  <lastmod>{changed}</lastmod>")?;
    }
    let tagged = entry.alternates.iter().map(|(lang, route)| (catalogue.tags.tag(*lang), route));
    for (tag, route) in tagged.chain([("x-default", &entry.default)]) {
        let (tag, href) = (escape(tag), address(route));
        write!(part, "\n  <xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{}\"/>", escape(href))?;
    }
    part.write_all(b"\n </url>")
}

struct SitemapEntry {
    alternates: Vec<(Lang, Route)>,
    /// For readers of other languages: the choice of one for the home pages, else the page in the first language that has it.
    default: Route,
    changed: Option<String>,
}

fn entry(catalogue: &Catalogue, plan: &Plan, content: &Content) -> Option<SitemapEntry> {
    if !content.properties().in_sitemap {
        return None;
    }
    if let Content::Page(lang, Page::Item(key)) = content {
        let item = catalogue.items.get(key)?;
        if is_fallback(item, *lang) || item.common.noindex || !state::is_public(item, catalogue.now) {
            return None;
        }
        let translated = catalogue.langs().filter(|lang| !is_fallback(item, *lang));
        let alternates: Vec<_> = translated.map(|lang| (lang, plan.item(item, lang))).collect();
        let default = alternates.first()?.1.clone();
        return Some(SitemapEntry { alternates, default, changed: last_change(item, catalogue) });
    }
    // What is in no language leads to the home pages.
    let page = if let Content::Page(_, page) = content { page } else { &Page::Home };
    let alternates: Vec<_> = catalogue.langs().map(|lang| (lang, plan.page(catalogue, lang, page))).collect();
    let default = if *page == Page::Home { Route::new("/") } else { alternates.first()?.1.clone() };
    Some(SitemapEntry { alternates, default, changed: None })
}

/// The day of the last change as its editors wrote it, W3C date and time formats; a month or year is too little.
fn last_change(item: &Item, catalogue: &Catalogue) -> Option<String> {
    let zone = &item.common.zone;
    let updated = item.common.updated.map(|date| date.start(zone));
    let published = item.common.published.map(|published| published.start(zone));
    let changed = updated.max(published).filter(|moment| *moment <= catalogue.now)?;
    Some(changed.day(zone).to_string())
}

/// What robots may read: everything.
pub fn robots(catalogue: &Catalogue) -> Vec<u8> {
    let sitemap = catalogue.site.base_url.absolute(&Route::new("/sitemap.xml"));
    format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n").into_bytes()
}
