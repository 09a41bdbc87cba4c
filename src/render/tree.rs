//! The whole tree of the site: every planned address rendered, side by side.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::lang::Lang;
use crate::base::moment::month::Month;
use crate::base::output::{self, Output, OutputTree, Role};
use crate::base::snapshot::Snapshot;
use crate::kind::key::Key;
use crate::render::data;
use crate::render::feed::{self, News};
use crate::render::fill::card::cards;
use crate::render::fill::context::{Bodies, Context};
use crate::render::fill::digest::letters;
use crate::render::fill::shell;
use crate::render::html;
use crate::render::ics;
use crate::render::letter;
use crate::render::links::Anchors;
use crate::render::markdown::{FragmentLink, MarkdownWords};
use crate::render::sitemap;
use crate::render::theme::Theme;
use crate::render::view::digest::Letter;
use crate::render::view::part::Card;
use crate::render::view::shell::Site;
use crate::render::view::value::Shared;
use crate::render::words::Words;
use crate::site::catalogue::Catalogue;
use crate::site::plan::Plan;
use crate::site::plan::content::{Content, LetterForm, Planned};
use crate::site::timeline::Timeline;

/// What all pages are rendered from.
pub struct Sources<'a> {
    /// The sources.
    pub snapshot: &'a Snapshot,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// What happened to it.
    pub timeline: &'a Timeline<'a>,
    /// Its addresses.
    pub plan: &'a Plan,
    /// Bodies already rendered.
    pub bodies: &'a Bodies,
    /// The theme.
    pub theme: &'a Theme,
    /// What the theme says around texts, by language.
    pub markdown: &'a [MarkdownWords],
}

/// Renders every address of the plan. What cannot be rendered is reported and left out.
pub fn render(sources: &Sources<'_>, diagnostics: &mut Vec<Diagnostic>) -> OutputTree {
    let words: Vec<Words<'_>> = sources.catalogue.tags.0.iter().filter_map(|tag| sources.theme.words(tag)).collect();
    let nothing = Parts::default();
    let langs: Vec<Lang> = sources.catalogue.langs().collect();
    // The site, the cards and the letters are parts of many views, so they are filled first, from a context without them.
    let parts: Vec<Parts> = langs.iter().map(|lang| Parts::new(&context(sources, &words, &nothing, *lang))).collect();
    let contexts: Vec<Context<'_>> =
        langs.iter().map(|lang| context(sources, &words, &parts[lang.index()], *lang)).collect();
    let news: Vec<News> = contexts.iter().map(News::new).collect();
    let data = data::lines(&contexts[0]);
    let made = Made { news: &news, data: &data };
    let rendered: Vec<_> =
        sources.plan.pages.par_iter().map(|planned| output(sources, &contexts, &made, planned)).collect();
    let mut tree = OutputTree::default();
    for (planned, result) in sources.plan.pages.iter().zip(rendered) {
        match result {
            Ok(output) => tree.insert(planned.route.file(), output),
            // A broken template that many pages share is told once, with the first of them.
            Err(diagnostic) => {
                let told = |other: &Diagnostic| other.code == diagnostic.code && other.place == diagnostic.place;
                if !diagnostics.iter().any(told) {
                    diagnostics.push(*diagnostic);
                }
            }
        }
    }
    tree
}

/// Parts of many views in one language.
#[derive(Default)]
struct Parts {
    site: Shared<Site>,
    cards: BTreeMap<Key, Shared<Card>>,
    letters: BTreeMap<Month, Letter>,
}

impl Parts {
    fn new(context: &Context<'_>) -> Self {
        Self { site: Shared::new(&shell::site(context)), cards: cards(context), letters: letters(context) }
    }
}

fn context<'a>(sources: &Sources<'a>, words: &[Words<'a>], parts: &'a Parts, lang: Lang) -> Context<'a> {
    Context {
        snapshot: sources.snapshot,
        catalogue: sources.catalogue,
        timeline: sources.timeline,
        plan: sources.plan,
        bodies: sources.bodies,
        cards: &parts.cards,
        letters: &parts.letters,
        site: &parts.site,
        words: words[lang.index()],
        markdown: sources.markdown,
        lang,
    }
}

/// What several files are written from, made once.
struct Made<'a> {
    news: &'a [News],
    data: &'a data::Lines,
}

fn output(
    sources: &Sources<'_>,
    contexts: &[Context<'_>],
    made: &Made<'_>,
    planned: &Planned,
) -> Result<Output, Box<Diagnostic>> {
    let theme = sources.theme;
    let bytes = |bytes: Vec<u8>, role| Ok(Output { content: output::Content::Bytes(bytes), role });
    let page = |html: Result<String, Box<Diagnostic>>| bytes(html?.into_bytes(), Role::Page);
    match &planned.content {
        Content::Copy(path) => Ok(Output { content: output::Content::Copy(path.clone()), role: Role::File }),
        Content::Feed(lang, file) => {
            bytes(feed::feed(&contexts[lang.index()], &made.news[lang.index()], file), Role::Feed)
        }
        Content::Letter(lang, month, LetterForm::Text) => {
            bytes(letter::text(&contexts[lang.index()], *month), Role::File)
        }
        Content::Letter(lang, month, LetterForm::Email) => {
            bytes(html::letter(theme, &contexts[lang.index()], *month)?.into_bytes(), Role::File)
        }
        Content::Calendar(lang, agenda) => bytes(ics::calendar(&contexts[lang.index()], agenda), Role::File),
        Content::Sitemap => bytes(sitemap::sitemap(sources.catalogue, sources.plan), Role::File),
        Content::Robots => bytes(sitemap::robots(sources.catalogue), Role::File),
        Content::Data(file) => bytes(data::file(contexts, made.data, *file), Role::File),
        Content::Languages => page(html::root_page(theme, contexts, "root.html", "/")),
        Content::RootNotFound => page(html::root_page(theme, contexts, "root-404.html", "/404.html")),
        Content::Redirect(to) => page(html::redirect_page(theme, contexts, to)),
        Content::Page(lang, content) => page(html::page(theme, &contexts[lang.index()], content)),
    }
}

/// Reports links to a place that its page does not have.
pub fn check_fragments(tree: &OutputTree, fragments: &[FragmentLink], diagnostics: &mut Vec<Diagnostic>) {
    let mut anchors = Anchors::default();
    for link in fragments {
        let file = link.route.file();
        let Some(Output { content: output::Content::Bytes(bytes), role: Role::Page }) = tree.get(&file) else {
            continue;
        };
        let Ok(html) = std::str::from_utf8(bytes) else { continue };
        if anchors.has(&file, html, &link.fragment) {
            continue;
        }
        let message = format!("the page `{}` has no place `#{}`", link.route, link.fragment);
        let help = match anchors.nearest(&file, &link.fragment) {
            Some(near) => format!("write `#{near}`"),
            None => "delete the part from `#` on, or write the id of a heading of that page".to_owned(),
        };
        diagnostics.push(Diagnostic::warning("fragment-to-nowhere", link.place.clone(), message, help));
    }
}
