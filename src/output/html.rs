//! HTML pages: renders planned pages with the templates of the theme.

use crate::base::characters::composed;
use crate::base::diagnostic::Diagnostic;
use crate::base::lang::Lang;
use crate::base::moment::month::Month;
use crate::base::route::Route;
use crate::base::snapshot::SITE_FILE;
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::item::{Facts, Item};
use crate::kind::page;
use crate::output::data::about;
use crate::output::jsonld;
use crate::present::anchors;
use crate::present::fill::cache::PartError;
use crate::present::fill::context::Context;
use crate::present::fill::{self, listing, newsletter, results, shell, whats_new};
use crate::present::view::item::ItemPage;
use crate::present::view::newsletter::NewsletterEmail;
use crate::present::view::root::{RedirectPage, RootLanguage, RootPage};
use crate::present::view::shell::PageView as Shell;
use crate::present::view::value::LangString;
use crate::site::plan::content::{Content, Page, RedirectDestination};
use crate::site::rules::decoded_path;
use crate::text::absolute::absolute;
use crate::theme::Theme;

/// Renders a page of a language.
pub fn page(theme: &Theme, context: &Context<'_>, page: &Page) -> Result<Vec<u8>, Box<Diagnostic>> {
    let part_error = PartError::new();
    let html = page_of_parts(theme, &Context { part_error: &part_error, ..*context }, page);
    match part_error.into_inner() {
        Some(mistake) => Err(mistake),
        None => html,
    }
}

/// Renders a page of a language. An error in one of its shared parts is left in the context.
fn page_of_parts(theme: &Theme, context: &Context<'_>, page: &Page) -> Result<Vec<u8>, Box<Diagnostic>> {
    let renderer = PageRenderer { theme, context, page };
    match page {
        Page::Home => renderer.render("home.html", listing::home(context), |view| &mut view.page),
        Page::List { kind, number } => {
            renderer.render("list.html", listing::list(context, *kind, *number), |view| &mut view.page)
        }
        Page::Topics => renderer.render("themes.html", listing::themes_page(context), |view| &mut view.page),
        Page::Topic { topic, number } => {
            renderer.render("theme.html", listing::theme(context, *topic, *number), |view| &mut view.page)
        }
        Page::WhatsNew { number } => {
            renderer.render("whatsnew.html", whats_new::whats_new(context, *number), |view| &mut view.page)
        }
        Page::NewsletterIssues => {
            renderer.render("digests.html", newsletter::issues_page(context), |view| &mut view.page)
        }
        Page::NewsletterIssue(month) => {
            renderer.render("digest.html", newsletter::issue_page(context, *month), |view| &mut view.page)
        }
        Page::Results { number } => {
            renderer.render("results.html", results::results(context, *number), |view| &mut view.page)
        }
        Page::Data => renderer.render("data.html", about::data(context), |view| &mut view.page),
        Page::Search => renderer.render("search.html", fill::search::search(context), |view| &mut view.page),
        Page::NotFound => renderer.render("404.html", listing::not_found(context), |view| &mut view.page),
        Page::Item(key) => item(theme, context, &context.catalogue.items[key]),
    }
}

/// Renders a page that is not of an item.
struct PageRenderer<'a> {
    theme: &'a Theme,
    context: &'a Context<'a>,
    page: &'a Page,
}

impl PageRenderer<'_> {
    /// Renders a view after adding JSON-LD and frame to its page view, which `shell_of` returns.
    fn render<V: serde::Serialize>(
        &self,
        template: &str,
        mut view: V,
        shell_of: impl Fn(&mut V) -> &mut Shell,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let page = shell_of(&mut view);
        page.linked_data = jsonld::page(self.context, self.page, page);
        page.frame = shell::frame(self.context, page, &site_place())?;
        self.theme.page(template, self.context.tag(self.context.lang), &view, &site_place())
    }
}

/// Renders the newsletter issue of a month for e-mail programs, with absolute addresses.
pub fn newsletter_email(theme: &Theme, context: &Context<'_>, month: Month) -> Result<Vec<u8>, Box<Diagnostic>> {
    let url = context.absolute(&context.plan.newsletter_issue(context.lang, month));
    let letter = context.newsletters.of_month(context, month).view.clone();
    let view = NewsletterEmail { site: context.site.clone(), letter, url: url.clone() };
    let html = theme.render("letter.html", context.tag(context.lang), &view, &site_place())?;
    Ok(absolute(&html, context.catalogue.site.base_url.origin(), &url).into_bytes())
}

/// Renders the page of an item.
struct ItemPageRenderer<'a> {
    theme: &'a Theme,
    context: &'a Context<'a>,
    item: &'a Item,
}

fn item(theme: &Theme, context: &Context<'_>, item: &Item) -> Result<Vec<u8>, Box<Diagnostic>> {
    let html = render_item(&ItemPageRenderer { theme, context, item })?;
    Ok(anchors::resolve_ids(html, |around| context.body(item, around).0.map(|body| body.html)))
}

fn render_item(page: &ItemPageRenderer<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (context, item) = (page.context, page.item);
    match &item.facts {
        Facts::Challenge(facts) => filled(page, "challenge.html", fill::challenge::challenge(context, item, facts)),
        Facts::Call(facts) => filled(page, "call.html", fill::call::call(context, item, facts)),
        Facts::Event(facts) => filled(page, "event.html", fill::event::event(context, item, facts)),
        Facts::Programme(facts) => filled(page, "programme.html", fill::programme::programme(context, item, facts)),
        Facts::Startup(facts) => filled(page, "startup.html", fill::startup::startup(context, item, facts)),
        Facts::Organisation(facts) => filled(page, "organisation.html", fill::page::organisation(context, item, facts)),
        Facts::Update(facts) => filled(page, "update.html", fill::page::update(context, item, facts)),
        Facts::Page(facts) => filled(page, &page_template(page.theme, facts), fill::page::page(context, item, facts)),
    }
}

/// Renders the page of an item with the facts of its kind.
fn filled<T: serde::Serialize>(
    page: &ItemPageRenderer<'_>,
    template: &str,
    facts: T,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (context, item) = (page.context, page.item);
    let words = item.words_for(context.lang);
    let place = Place { path: words.path.clone(), span: words.fence };
    let feed = fill::item::feed(context, item);
    let mut shell = shell::item_page(context, item, feed.as_ref());
    shell.linked_data = jsonld::item(context, &shell, item);
    shell.frame = shell::frame(context, &shell, &place)?;
    let mut item = fill::item::item(context, item, feed);
    if let Some(body) = &mut item.body {
        anchors::mark_ids(&mut body.html, &mut item.contents);
    }
    let view = ItemPage { site: context.site.clone(), page: shell, item, facts };
    page.theme.page(template, context.tag(context.lang), &view, &place)
}

/// The template of a page: the one it names, else that of its role, else `page.html`.
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

/// Renders a page outside of the languages: the choice of a language, the 404 page.
pub fn root_page(
    theme: &Theme,
    contexts: &[Context<'_>],
    template: &str,
    path: &str,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let first = &contexts[0];
    theme.page(template, first.tag(first.lang), &root(contexts, path), &site_place())
}

/// Renders the redirect page at an old address.
pub fn redirect_page(
    theme: &Theme,
    contexts: &[Context<'_>],
    to: &RedirectDestination,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (lang, view) = redirect(contexts, to);
    theme.page("redirect.html", contexts[0].tag(lang), &view, &site_place())
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
            title: context.localize_site(&context.catalogue.site.title),
            description: context.localize_site(&context.catalogue.site.description),
            accessibility: accessibility.map(|item| context.href(&context.plan.item(item, context.lang))),
        }
    };
    let first = &contexts[0];
    RootPage {
        languages: contexts.iter().map(language).collect(),
        canonical: first.absolute(&Route::new(path)),
        assets: first.href(first.theme.folder()),
        preview: first.preview(&Route::new("/")),
    }
}

/// The title of the page at a path of this site; `None` if a file is there.
fn page_title(contexts: &[Context<'_>], path: &str) -> Option<LangString> {
    let planned = contexts[0].plan.at(&composed(&decoded_path(path)))?;
    let Content::Page(lang, page) = &planned.content else { return None };
    let context = &contexts[lang.index()];
    let string = |key: &str| LangString::new(context.localizer.string(key));
    Some(match page {
        Page::Home => context.localize_site(&context.catalogue.site.title),
        Page::NotFound => string("not_found.title"),
        Page::List { kind, .. } => string(&format!("kind.{}.many", kind.word())),
        Page::Item(key) => context.title(&context.catalogue.items[key]),
        Page::Topics => string("themes.title"),
        Page::Topic { topic, .. } => context.localize_site(&context.catalogue.site.themes[*topic].label),
        Page::WhatsNew { .. } => string("whatsnew.title"),
        Page::NewsletterIssues => string("digest.title"),
        Page::NewsletterIssue(month) => LangString::new(newsletter::issue_title(context, *month)),
        Page::Results { .. } => string("results.title"),
        Page::Data => string("data.title"),
        Page::Search => string("search.title"),
    })
}

/// The view of a redirect page, and its language.
pub fn redirect(contexts: &[Context<'_>], to: &RedirectDestination) -> (Lang, RedirectPage) {
    let of_lang = |lang: Lang| &contexts[lang.index()];
    let first = &contexts[0];
    match to {
        RedirectDestination::Item { lang, key } => {
            let context = of_lang(*lang);
            let item = &context.catalogue.items[key];
            let route = context.plan.item(item, *lang);
            let (href, canonical) = (context.href(&route), context.absolute(&route));
            let tag = context.tag(*lang).to_owned();
            (*lang, RedirectPage { lang: tag, title: context.title(item), href, canonical })
        }
        RedirectDestination::Path(path) => {
            // A path below a language is shown in that language.
            let tag = path.split('/').nth(1).unwrap_or_default();
            let lang = first.catalogue.tags.find(tag).unwrap_or(Lang(0));
            let (href, canonical) = first.written_path(path);
            let title = page_title(contexts, path).unwrap_or_else(|| LangString::new(&*canonical));
            (lang, RedirectPage { lang: first.tag(lang).to_owned(), title, href, canonical })
        }
        RedirectDestination::Url(url) => {
            let view = RedirectPage {
                lang: first.tag(Lang(0)).to_owned(),
                title: LangString::new(&**url),
                href: url.clone(),
                canonical: url.clone(),
            };
            (Lang(0), view)
        }
    }
}
