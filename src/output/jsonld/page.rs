//! The page itself, its breadcrumb, its site, and its list.

use crate::base::lang::Lang;
use crate::kind::item::Item;
use crate::kind::key::Key;
use crate::output::jsonld::node::{Json, Node, reference};
use crate::output::jsonld::thing;
use crate::present::fill::context::Context;
use crate::present::fill::item::is_fallback;
use crate::present::fill::shell;
use crate::present::view::shell::PageView;
use crate::site::listing::PER_PAGE;

/// A page, as a node of a class of web pages.
pub fn web_page(context: &Context<'_>, page: &PageView, class: &str) -> Node {
    let site = context.parts.website.get_or_init(|| {
        let website = Node::new("WebSite")
            .named(website_id(context, context.lang))
            .with("name", context.localize_site(&context.catalogue.site.title).text)
            .with("url", context.absolute(&context.plan.home(context.lang)));
        Json::from(website).into_text()
    });
    Node::new(class)
        .named(name(context, &page.href))
        .with("url", absolute(context, &page.href))
        .with("name", page.title.as_str())
        .with("description", page.description.as_deref())
        .with("inLanguage", context.tag(context.lang))
        .with("isPartOf", Json::written(site))
}

/// The page of an item with its translations, or as a translation of the original. A page that shows the original is
/// neither.
pub fn translations(context: &Context<'_>, item: &Item, page: Node) -> Node {
    let of_lang = |lang: Lang| reference(&context.name(&context.plan.item(item, lang)));
    if is_fallback(item, context.lang) {
        return page;
    }
    if context.lang != item.original {
        return page.with("translationOfWork", of_lang(item.original));
    }
    let others = item.words.iter().map(|(lang, _)| lang).filter(|lang| *lang != item.original);
    page.with("workTranslation", others.map(of_lang).collect::<Vec<_>>())
}

/// The themes of an item by name.
pub fn keywords(context: &Context<'_>, item: &Item) -> Vec<String> {
    let themes = context.catalogue.site.themes.iter();
    let own = themes.filter(|theme| item.common.themes.contains(&theme.id.value));
    own.map(|theme| context.localize_site(&theme.label).text).collect()
}

/// The breadcrumb, if the page shows one.
pub fn breadcrumb(context: &Context<'_>, page: &PageView) -> Option<Node> {
    if page.breadcrumb.len() < 2 {
        return None;
    }
    let step = |(rank, link): (usize, &crate::present::view::part::Link)| {
        let href = link.href.as_deref().unwrap_or(&page.href);
        Node::new("ListItem")
            .with("position", rank + 1)
            .with("name", link.text.text.as_str())
            .with("item", reference(&name(context, href)))
    };
    let id = format!("{}#breadcrumb", name(context, &page.href));
    Some(Node::new("BreadcrumbList").named(id).listing(page.breadcrumb.iter().enumerate().map(step).collect()))
}

/// The site in the language of the context.
pub fn website(context: &Context<'_>, publisher: Option<Node>) -> Node {
    let site = &context.catalogue.site;
    let home = context.absolute(&context.plan.home(context.lang));
    let licence = site.licence.as_deref().map(shell::licence_url);
    let search = shell::search(context).map(|route| search_action(&context.absolute(&route)));
    let website = Node::new("WebSite")
        .named(website_id(context, context.lang))
        .with("url", home)
        .with("name", context.localize_site(&site.title).text)
        .with("description", context.localize_site(&site.description).text)
        .with("inLanguage", context.tag(context.lang))
        .with("license", licence)
        .with("publisher", publisher)
        .with("potentialAction", search);
    let id = |lang| reference(&website_id(context, lang));
    match context.lang {
        Lang(0) => website.with("workTranslation", context.catalogue.langs().skip(1).map(id).collect::<Vec<_>>()),
        Lang(_) => website.with("translationOfWork", id(Lang(0))),
    }
}

/// The search action, as in schema.org's notes on actions.
fn search_action(address: &str) -> Node {
    let target = Node::new("EntryPoint").with("urlTemplate", format!("{address}?q={{search_term_string}}"));
    Node::new("SearchAction").with("target", target).with("query-input", "required name=search_term_string")
}

/// The items on a page of a list, with their positions in the whole list.
pub fn items(context: &Context<'_>, page: &PageView, items: &[Key], number: usize) -> Node {
    let before = (number - 1) * PER_PAGE;
    let shown = items.iter().skip(before).take(PER_PAGE).map(|key| &context.catalogue.items[key]);
    let member = |(rank, item): (usize, &Item)| {
        let address = context.absolute(&context.plan.item(item, context.lang));
        list_member(before + rank + 1, &thing::name(context, item), address)
    };
    list(context, page, items.len(), shown.enumerate().map(member).collect())
}

/// The themes.
pub fn themes(context: &Context<'_>, page: &PageView) -> Node {
    let themes = &context.catalogue.site.themes;
    let member = |(rank, theme): (usize, &crate::read::site_file::Topic)| {
        let address = context.absolute(&context.plan.topic(context.catalogue, context.lang, rank, 1));
        list_member(rank + 1, &context.localize_site(&theme.label).text, address)
    };
    list(context, page, themes.len(), themes.iter().enumerate().map(member).collect())
}

fn list(context: &Context<'_>, page: &PageView, whole: usize, members: Vec<Node>) -> Node {
    Node::new("ItemList")
        .named(format!("{}#list", name(context, &page.href)))
        .with("numberOfItems", whole)
        .listing(members)
}

fn list_member(position: usize, name: &str, address: String) -> Node {
    Node::new("ListItem").with("position", position).with("name", name).with("url", address)
}

fn website_id(context: &Context<'_>, lang: Lang) -> String {
    format!("{}#website", context.name(&context.plan.home(lang)))
}

/// The absolute address of a link of the site.
fn absolute(context: &Context<'_>, href: &str) -> String {
    format!("{}{href}", context.catalogue.site.base_url.origin())
}

/// The IRI of what is at a link of the site.
fn name(context: &Context<'_>, href: &str) -> String {
    let (base_url, names) = (&context.catalogue.site.base_url, context.catalogue.identity_base_url());
    let path = href.strip_prefix(base_url.path()).unwrap_or(href);
    format!("{names}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_action_is_a_url_template() {
        let action = search_action("https://example.lu/fr/recherche/");
        let template = "https://example.lu/fr/recherche/?q={search_term_string}";
        let target = Node::new("EntryPoint").with("urlTemplate", template);
        let words = "required name=search_term_string";
        assert_eq!(action, Node::new("SearchAction").with("target", target).with("query-input", words));
    }
}
