//! Pages: what the plan has at an address, as HTML by a template of the theme.

use crate::base::diagnostic::Diagnostic;
use crate::base::lang::Lang;
use crate::base::route::Route;
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::item::{Facts, Item};
use crate::kind::page;
use crate::read::site_file::SITE_FILE;
use crate::render::fill::context::Context;
use crate::render::fill::{self, listing};
use crate::render::links::ids;
use crate::render::theme::Theme;
use crate::render::view::item::ItemPage;
use crate::render::view::root::{Redirect, RootLanguage, RootPage};
use crate::render::view::value::Phrase;
use crate::site::plan::{Page, Target};

/// Renders a page of a language.
pub fn page(theme: &Theme, context: &Context<'_>, page: &Page) -> Result<String, Box<Diagnostic>> {
    let place = site_place();
    let lang = context.tag(context.lang);
    match page {
        Page::Home => theme.render("home.html", lang, &listing::home(context), &place),
        Page::List { kind, number } => theme.render("list.html", lang, &listing::list(context, *kind, *number), &place),
        Page::Themes => theme.render("themes.html", lang, &listing::themes_page(context), &place),
        Page::Theme { theme: topic, number } => {
            theme.render("theme.html", lang, &listing::theme(context, *topic, *number), &place)
        }
        Page::NotFound => theme.render("404.html", lang, &listing::not_found(context), &place),
        Page::Item(key) => item(theme, context, &context.catalogue.items[key]),
    }
}

fn item(theme: &Theme, context: &Context<'_>, item: &Item) -> Result<String, Box<Diagnostic>> {
    let html = item_beside(theme, context, item, &[])?;
    // Where a heading has the id of a section around the body, the heading steps aside: links name the section.
    let mut twice: Vec<&str> = ids(&html).windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    twice.dedup();
    if twice.is_empty() {
        return Ok(html);
    }
    item_beside(theme, context, item, &twice)
}

fn item_beside(
    theme: &Theme,
    context: &Context<'_>,
    item: &Item,
    ids_around: &[&str],
) -> Result<String, Box<Diagnostic>> {
    match &item.facts {
        Facts::Challenge(facts) => {
            let facts = fill::challenge::challenge(context, item, facts);
            filled(theme, context, item, ids_around, "challenge.html", facts)
        }
        Facts::Call(facts) => {
            filled(theme, context, item, ids_around, "call.html", fill::call::call(context, item, facts))
        }
        Facts::Event(facts) => {
            filled(theme, context, item, ids_around, "event.html", fill::event::event(context, item, facts))
        }
        Facts::Programme(facts) => {
            let facts = fill::programme::programme(context, item, facts);
            filled(theme, context, item, ids_around, "programme.html", facts)
        }
        Facts::Startup(facts) => {
            filled(theme, context, item, ids_around, "startup.html", fill::startup::startup(context, item, facts))
        }
        Facts::Organisation(facts) => {
            let facts = fill::page::organisation(context, item, facts);
            filled(theme, context, item, ids_around, "organisation.html", facts)
        }
        Facts::Update(facts) => {
            filled(theme, context, item, ids_around, "update.html", fill::page::update(context, facts))
        }
        Facts::Page(facts) => {
            let template = page_template(theme, facts);
            filled(theme, context, item, ids_around, &template, fill::page::page(context, item, facts))
        }
    }
}

/// Renders the page of an item around the facts of its kind.
fn filled<T: serde::Serialize>(
    theme: &Theme,
    context: &Context<'_>,
    item: &Item,
    ids_around: &[&str],
    template: &str,
    facts: T,
) -> Result<String, Box<Diagnostic>> {
    let words = item.words_for(context.lang);
    let place = Place { path: words.path.clone(), span: words.fence };
    let view = ItemPage {
        site: context.site.clone(),
        page: fill::shell::item_page(context, item),
        item: fill::item::item(context, item, ids_around),
        facts,
    };
    theme.render(template, context.tag(context.lang), &view, &place)
}

/// The template of a page: the one it names, else that of its role, else the usual one.
fn page_template(theme: &Theme, page: &page::Page) -> String {
    let named = page.template.as_ref().map(|template| template_file(&template.value));
    let of_role = page.role.as_ref().map(|role| format!("page-{}.html", Into::<&str>::into(role.value)));
    let known = [named, of_role].into_iter().flatten().find(|name| theme.has_template(name));
    known.unwrap_or_else(|| "page.html".to_owned())
}

/// Reports pages that name a template which the theme does not have.
pub fn check_templates(theme: &Theme, items: &mut dyn Iterator<Item = &Item>, diagnostics: &mut Vec<Diagnostic>) {
    for item in items {
        let Facts::Page(page) = &item.facts else { continue };
        let Some(template) = &page.template else { continue };
        if !theme.has_template(&template_file(&template.value)) {
            let place = Place { path: item.original_words().path.clone(), span: template.span };
            diagnostics.push(theme.no_template(&template.value, place));
        }
    }
}

fn template_file(name: &str) -> String {
    if name.ends_with(".html") { name.to_owned() } else { format!("{name}.html") }
}

/// Renders a page that belongs to no language: the choice of one, the page for addresses that do not exist.
pub fn root_page(
    theme: &Theme,
    contexts: &[Context<'_>],
    template: &str,
    path: &str,
) -> Result<String, Box<Diagnostic>> {
    let first = &contexts[0];
    theme.render(template, first.tag(first.lang), &root(contexts, path), &site_place())
}

/// Renders the page at an old address.
pub fn redirect_page(theme: &Theme, contexts: &[Context<'_>], to: &Target) -> Result<String, Box<Diagnostic>> {
    let (lang, view) = redirect(contexts, to);
    theme.render("redirect.html", contexts[0].tag(lang), &view, &site_place())
}

fn site_place() -> Place {
    Place { path: SourcePath::new(SITE_FILE), span: Span::default() }
}

fn root(contexts: &[Context<'_>], path: &str) -> RootPage {
    let language = |context: &Context<'_>| {
        let home = context.plan.home(context.lang);
        let accessibility = context.plan.role(context.catalogue, page::Role::Accessibility);
        RootLanguage {
            lang: context.tag(context.lang).to_owned(),
            name: context.catalogue.site.language(context.lang).name.clone(),
            href: context.href(&home),
            url: context.absolute(&home),
            title: context.site_phrase(&context.catalogue.site.title),
            description: context.site_phrase(&context.catalogue.site.description),
            accessibility: accessibility.map(|item| context.href(&context.plan.item(item, context.lang))),
        }
    };
    let first = &contexts[0];
    RootPage {
        languages: contexts.iter().map(language).collect(),
        canonical: first.absolute(&Route::new(path)),
        assets: first.href(&Route::new("/assets/")),
    }
}

fn redirect(contexts: &[Context<'_>], to: &Target) -> (Lang, Redirect) {
    let of_lang = |lang: Lang| &contexts[lang.index()];
    let first = &contexts[0];
    match to {
        Target::Item { lang, key } => {
            let context = of_lang(*lang);
            let item = &context.catalogue.items[key];
            let route = context.plan.item(item, *lang);
            let (href, canonical) = (context.href(&route), context.absolute(&route));
            let tag = context.tag(*lang).to_owned();
            (*lang, Redirect { lang: tag, title: context.title(item), href, canonical })
        }
        Target::Route(route) => {
            // A path below a language is announced in that language.
            let tag = route.as_str().split('/').nth(1).unwrap_or_default();
            let lang = first.catalogue.tags.find(tag).unwrap_or(Lang(0));
            let route = first.plan.at(route.as_str()).map_or(route, |planned| &planned.route);
            let (href, canonical) = (first.href(route), first.absolute(route));
            let title = Phrase::new(&*canonical);
            (lang, Redirect { lang: first.tag(lang).to_owned(), title, href, canonical })
        }
        Target::Url(url) => {
            let view = Redirect {
                lang: first.tag(Lang(0)).to_owned(),
                title: Phrase::new(&**url),
                href: url.clone(),
                canonical: url.clone(),
            };
            (Lang(0), view)
        }
    }
}
