//! The whole tree of the site: every planned address, rendered when it is asked for.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::bounds::PICTURES_AT_ONCE;
use crate::base::diagnostic::{Diagnostic, first_of_each, nearest};
use crate::base::lang::Lang;
use crate::base::manifest::{AnnouncedEntry, Manifest};
use crate::base::message::say;
use crate::base::output::{self, AssetBuilder, AssetKind, Output, OutputTree, Render, RenderError, Role};
use crate::base::snapshot::Snapshot;
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::common::Words;
use crate::kind::key::Key;
use crate::output::data::table::TableFormat;
use crate::output::data::{self, ocds};
use crate::output::feed;
use crate::output::feed::cache::FeedCache;
use crate::output::host::headers::{Seen, headers};
use crate::output::host::redirects::redirects;
use crate::output::html;
use crate::output::ics::{self, CalendarCache};
use crate::output::manifest;
use crate::output::picture::{self, MemoryBudget, Original};
use crate::output::search;
use crate::output::share::{self as share_picture, ShareRenderer};
use crate::output::sitemap;
use crate::present::bodies::Bodies;
use crate::present::fill::cache::{NewsletterCache, PartError, SharedParts};
use crate::present::fill::context::Context;
use crate::present::fill::shell;
use crate::present::links::ids;
use crate::present::localizer::Localizer;
use crate::present::newsletter;
use crate::present::share::{self, SharePicture};
use crate::present::view::shell::SiteView;
use crate::present::view::value::Shared;
use crate::site::plan::Plan;
use crate::site::plan::content::{Content, NewsletterFormat, PlannedFile};
use crate::site::plan::data::DataFile;
use crate::site::world::World;
use crate::text::markdown::{FragmentLink, MarkdownLabels};
use crate::theme::Theme;

/// What all pages are rendered from.
pub struct Sources {
    /// The sources.
    pub snapshot: Snapshot,
    /// The catalogue and its addresses.
    pub world: Arc<World>,
    /// Bodies already rendered.
    pub bodies: Bodies,
    /// The theme.
    pub theme: Arc<Theme>,
    /// What the theme says around texts, by language.
    pub markdown: Arc<Vec<MarkdownLabels>>,
}

/// The pages of a site, by the rank of their address in the plan.
pub struct Pages {
    sources: Sources,
    /// By language.
    parts: Vec<Parts>,
    /// Where pictures are kept while they are made.
    memory_budget: MemoryBudget,
}

/// Parts of many views in one language.
#[derive(Default)]
struct Parts {
    site: Shared<SiteView>,
    shared: SharedParts,
    part_error: PartError,
    newsletters: NewsletterCache,
    feed_cache: FeedCache,
    calendar_cache: CalendarCache,
}

impl Parts {
    fn new(context: &Context<'_>) -> Self {
        let feed_cache = FeedCache::new(context.timeline);
        Self { site: Shared::new(&shell::site(context)), feed_cache, ..Self::default() }
    }
}

impl Pages {
    /// The pages that are rendered from these sources.
    pub fn new(sources: Sources) -> Self {
        let nothing = Parts::default();
        let langs: Vec<Lang> = sources.world.catalogue().langs().collect();
        // The site is a part of many views, so it is filled first, from a context without it.
        let parts = langs.iter().map(|lang| Parts::new(&context(&sources, &nothing, *lang))).collect();
        Self { sources, parts, memory_budget: MemoryBudget::new(PICTURES_AT_ONCE) }
    }

    /// The files of a plan, to be rendered by such pages; `font` is that of share pictures.
    pub fn files(plan: &Plan, font: Option<&SourcePath>) -> OutputTree {
        let file = |(rank, planned): (usize, &PlannedFile)| (planned.route.file(), output(rank, planned, font));
        // A page in the place of a document would be no document that a program can show: the host alone says that it is gone.
        let is_there = |(_, planned): &(usize, &PlannedFile)| !planned.is_gone_document();
        OutputTree::new(plan.files.iter().enumerate().filter(is_there).map(file))
    }

    /// What the pages are rendered from.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    fn contexts(&self) -> Vec<Context<'_>> {
        let of_lang = |(rank, parts)| context(&self.sources, parts, Lang(rank as u8));
        self.parts.iter().enumerate().map(of_lang).collect()
    }

    fn planned(&self, rank: usize) -> &PlannedFile {
        &self.sources.world.plan().files[rank]
    }

    /// Renders every page for the mistakes of its template. `None` as soon as `go_on` says that nobody waits for them.
    pub fn check_templates(&self, go_on: &(dyn Fn() -> bool + Sync)) -> Option<Vec<Diagnostic>> {
        let contexts = self.contexts();
        let pages = self.sources.world.plan().files.par_iter().enumerate();
        let mistake = |(rank, _)| go_on().then(|| self.page(&contexts, rank).and_then(Result::err));
        let found: Vec<Option<Box<Diagnostic>>> = pages.map(mistake).collect::<Option<_>>()?;
        Some(first_of_each(found.into_iter().flatten().map(|mistake| *mistake)))
    }

    /// Reports links to a place that its page does not have. `None` as soon as `go_on` says that nobody waits for them.
    pub fn check_fragments<'f>(
        &self,
        links: impl Iterator<Item = &'f FragmentLink>,
        go_on: &(dyn Fn() -> bool + Sync),
    ) -> Option<Vec<Diagnostic>> {
        let plan = self.sources.world.plan();
        let mut pages: BTreeMap<usize, Vec<&FragmentLink>> = BTreeMap::new();
        for link in links {
            if let Some(rank) = plan.rank(link.route.file_path()) {
                pages.entry(rank).or_default().push(link);
            }
        }
        let contexts = self.contexts();
        let is_page = |rank: usize| self.planned(rank).content.properties().role == Role::Page;
        let pages: Vec<_> = pages.into_iter().filter(|(rank, _)| is_page(*rank)).collect();
        let found = pages.par_iter().map(|(rank, links)| {
            if !go_on() {
                return None;
            }
            // What cannot be rendered is reported as such.
            let html = self.page(&contexts, *rank).and_then(Result::ok).unwrap_or_default();
            let ids = ids(&html);
            let lost = links.iter().filter(|link| !html.is_empty() && ids.binary_search(&&*link.fragment).is_err());
            Some(lost.map(|link| nowhere(link, &ids)).collect::<Vec<_>>())
        });
        Some(found.collect::<Option<Vec<_>>>()?.concat())
    }

    /// What a template makes of the address of a rank; `None` where there is no template.
    fn page(&self, contexts: &[Context<'_>], rank: usize) -> Option<Result<Vec<u8>, Box<Diagnostic>>> {
        let theme = &self.sources.theme;
        let PlannedFile { route, content } = self.planned(rank);
        Some(match content {
            Content::Newsletter(lang, month, NewsletterFormat::Email) => {
                html::newsletter_email(theme, &contexts[lang.index()], *month)
            }
            Content::Languages => html::root_page(theme, contexts, "root.html", "/"),
            Content::RootNotFound => html::root_page(theme, contexts, "root-404.html", "/404.html"),
            Content::Redirect { to, .. } => html::redirect_page(theme, contexts, to),
            Content::Gone => html::root_page(theme, contexts, "gone.html", route.as_str()),
            Content::Page(lang, content) => html::page(theme, &contexts[lang.index()], content),
            _ => return None,
        })
    }
}

impl Pages {
    /// What the site contains, to compare it with another one.
    pub fn manifest(&self) -> Manifest {
        manifest::manifest(&self.contexts())
    }

    /// Every entry of the feeds, the latest first.
    pub fn announced_entries(&self) -> Vec<AnnouncedEntry> {
        manifest::announced_entries(&self.contexts())
    }
}

impl Render for Pages {
    fn render(&self, rank: usize, to: &mut dyn Write) -> Result<(), RenderError> {
        let contexts = self.contexts();
        let world = &self.sources.world;
        match &self.planned(rank).content {
            Content::Feed(lang, file) => {
                feed::write(&contexts[lang.index()], &self.parts[lang.index()].feed_cache, file, to)?;
            }
            Content::Newsletter(lang, month, NewsletterFormat::Text) => {
                to.write_all(&newsletter::text(&contexts[lang.index()], *month))?;
            }
            Content::Calendar(lang, scope) => {
                let calendar_cache = &self.parts[lang.index()].calendar_cache;
                ics::write(&contexts[lang.index()], calendar_cache, scope, to)?;
            }
            Content::Sitemap => sitemap::sitemap(world.catalogue(), world.plan(), to)?,
            Content::SitemapPart(number) => sitemap::part(world.catalogue(), world.plan(), *number, to)?,
            Content::Robots => to.write_all(&sitemap::robots(world.catalogue()))?,
            Content::Headers => {
                let seen = match world.catalogue().preview_of {
                    Some(_) => Seen::ByWhoeverHasTheAddress,
                    None => Seen::ByAll,
                };
                to.write_all(&headers(world.plan(), self.sources.theme.folder(), seen))?;
            }
            Content::Redirects => to.write_all(&redirects(&contexts))?,
            Content::Data(file) => write_data(&contexts, *file, to)?,
            Content::Search(lang, file) => search::write(&contexts[lang.index()], *file, to)?,
            Content::Languages
            | Content::RootNotFound
            | Content::Page(..)
            | Content::Redirect { .. }
            | Content::Gone
            | Content::Newsletter(_, _, NewsletterFormat::Email) => {
                to.write_all(&self.page(&contexts, rank).expect("`page` renders these, by their templates")?)?;
            }
            // Nobody renders copies and works: see `output`.
            Content::Copy(_) | Content::PictureVariant(_) | Content::Share(..) => {}
        }
        Ok(())
    }

    fn cache_key(&self, rank: usize) -> String {
        match &self.planned(rank).content {
            Content::PictureVariant(picture) => picture::cache_key(picture),
            Content::Share(lang, key) => {
                self.share(*lang, key.as_ref()).map(|share| share.cache_key()).unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    fn cost(&self, rank: usize) -> u64 {
        match &self.planned(rank).content {
            Content::PictureVariant(picture) => picture::cost(picture),
            _ => 0,
        }
    }

    fn asset_warnings(&self, rank: usize, source: &[u8]) -> Vec<Diagnostic> {
        match (&self.planned(rank).content, ShareRenderer::new(source)) {
            (Content::Share(..), Ok(renderer)) => self.signs_that_are_not_drawn(&renderer),
            // A font that cannot be read is reported as such.
            _ => Vec::new(),
        }
    }

    fn asset_builder(&self, rank: usize, source: &[u8]) -> Result<Box<dyn AssetBuilder + '_>, Box<Diagnostic>> {
        if let Content::PictureVariant(picture) = &self.planned(rank).content {
            let original = picture::original(picture, source, &self.memory_budget);
            let original = original.map_err(|why| picture::unreadable(&picture.source, why))?;
            return Ok(Box::new(Pictures { pages: self, original }));
        }
        let renderer = ShareRenderer::new(source).map_err(|why| share_picture::unreadable(self.font(), why))?;
        Ok(Box::new(Shares { pages: self, renderer }))
    }
}

/// Where pictures of one file are made.
struct Pictures<'p> {
    pages: &'p Pages,
    original: Original,
}

impl AssetBuilder for Pictures<'_> {
    fn build(&mut self, rank: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
        let Content::PictureVariant(picture) = &self.pages.planned(rank).content else { return Ok(Vec::new()) };
        self.original.make(picture).map_err(|why| picture::unreadable(&picture.source, why))
    }
}

/// Where share pictures are drawn with one font.
struct Shares<'p> {
    pages: &'p Pages,
    renderer: ShareRenderer,
}

impl AssetBuilder for Shares<'_> {
    fn build(&mut self, rank: usize) -> Result<Vec<u8>, Box<Diagnostic>> {
        let Content::Share(lang, key) = &self.pages.planned(rank).content else { return Ok(Vec::new()) };
        let Some(share) = self.pages.share(*lang, key.as_ref()) else { return Ok(Vec::new()) };
        self.renderer.draw(&share).map_err(|why| share_picture::unreadable(self.pages.font(), why))
    }
}

impl Pages {
    /// The font of share pictures, if the theme has one.
    fn font(&self) -> Option<&SourcePath> {
        self.sources.theme.share().map(|design| &design.font)
    }

    /// Reports titles with signs that the font of share pictures lacks, each once.
    fn signs_that_are_not_drawn(&self, renderer: &ShareRenderer) -> Vec<Diagnostic> {
        let mut found = BTreeMap::new();
        for planned in &self.sources.world.plan().files {
            let Content::Share(lang, Some(key)) = &planned.content else { continue };
            let item = &self.sources.world.catalogue().items[key];
            let missing = renderer.missing(item.title(*lang).0);
            if missing.is_empty() {
                continue;
            }
            let words = item.words_for(*lang);
            let text = self.sources.snapshot.text(&words.path).unwrap_or_default();
            let place = Place { path: words.path.clone(), span: title_line(text, words) };
            found.entry(place.clone()).or_insert_with(|| share_picture::not_drawn(place, &missing));
        }
        found.into_values().collect()
    }

    /// The texts on the share picture at an address.
    fn share(&self, lang: Lang, key: Option<&Key>) -> Option<SharePicture> {
        let context = context(&self.sources, &self.parts[lang.index()], lang);
        let item = key.map(|key| &context.catalogue.items[key]);
        Some(share::share(&context, context.theme.share()?, item))
    }
}

/// The line of the title in the file of these words, or the fence if it is written in another way.
fn title_line(text: &str, words: &Words) -> Span {
    let head = text.get(words.fence.start..words.body).unwrap_or_default();
    head.find("\ntitle:").map_or(words.fence, |at| {
        let start = words.fence.start + at + 1;
        Span::new(start, start + text[start..].lines().next().unwrap_or_default().len())
    })
}

/// Writes a file of open data; there is a context for each language.
fn write_data(contexts: &[Context<'_>], file: DataFile, to: &mut dyn Write) -> io::Result<()> {
    let context = &contexts[0];
    match file {
        DataFile::Catalogue => data::json(context, None, to),
        DataFile::CatalogueSchema => to.write_all(&data::json_schema(context, None)),
        DataFile::Items(kind) => data::json(context, Some(kind), to),
        DataFile::Schema(kind) => to.write_all(&data::json_schema(context, Some(kind))),
        DataFile::Table(kind) => data::csv(context, kind, TableFormat::Commas, to),
        DataFile::Spreadsheet(kind) => data::csv(context, kind, TableFormat::Semicolons, to),
        DataFile::Results => data::results::csv(context, TableFormat::Commas, to),
        DataFile::ResultsSpreadsheet => data::results::csv(context, TableFormat::Semicolons, to),
        DataFile::ResultsSchema => to.write_all(&data::results::schema(context)),
        DataFile::Manifest => manifest::manifest(contexts).write(to),
        DataFile::Ocds => ocds::package(contexts, to),
    }
}

fn context<'a>(sources: &'a Sources, parts: &'a Parts, lang: Lang) -> Context<'a> {
    let world = &sources.world;
    let localizer = sources.theme.strings(world.catalogue().tags.tag(lang)).map(Localizer::new);
    Context {
        snapshot: &sources.snapshot,
        catalogue: world.catalogue(),
        timeline: world.timeline(),
        plan: world.plan(),
        lists: world.lists(),
        bodies: &sources.bodies,
        theme: &sources.theme,
        parts: &parts.shared,
        part_error: &parts.part_error,
        newsletters: &parts.newsletters,
        site: &parts.site,
        localizer: localizer.expect("the theme was loaded with the words of every language of the site"),
        markdown_labels: &sources.markdown,
        lang,
        only: None,
    }
}

fn output(rank: usize, planned: &PlannedFile, font: Option<&SourcePath>) -> Output {
    let content = match &planned.content {
        Content::Copy(path) => output::Content::Copy(path.clone()),
        Content::PictureVariant(picture) => {
            output::Content::Derived { rank, kind: AssetKind::Picture, source: Some(picture.source.clone()) }
        }
        Content::Share(..) => output::Content::Derived { rank, kind: AssetKind::Share, source: font.cloned() },
        _ => output::Content::Rendered(rank),
    };
    Output { content, role: planned.content.properties().role }
}

fn nowhere(link: &FragmentLink, ids: &[&str]) -> Diagnostic {
    let message = say!(
        en: "the page `{route}` has no anchor `#{fragment}`",
        fr: "la page `{route}` n’a pas d’ancre `#{fragment}`",
        route = link.route,
        fragment = link.fragment
    );
    let help = match nearest(&link.fragment, ids.iter().copied()) {
        Some(near) => say!(en: "write `#{near}`", fr: "écrivez `#{near}`"),
        None => {
            say!(
                en: "delete everything from `#`, or write the id of a heading on that page",
                fr: "supprimez tout à partir de `#`, ou écrivez l’identifiant d’un titre de cette page"
            )
        }
    };
    Diagnostic::warning("fragment-to-nowhere", link.place.clone(), message, help)
}
