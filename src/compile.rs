//! The whole street on one page: from a snapshot of the sources to the tree of the site, and every mistake on the way.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, sort};
use crate::base::lang::PerLang;
use crate::base::moment::Zone;
use crate::base::output::OutputTree;
use crate::base::route::{BaseUrl, to_id};
use crate::base::snapshot::Snapshot;
use crate::base::source::{Place, SourcePath};
use crate::kind::item::{self, ItemFiles, ItemRead};
use crate::kind::key::{Key, Kind};
use crate::read::document;
use crate::read::site_file::{self, OTHER_SECTIONS, SITE_FILE, SiteFile};
use crate::render::html;
use crate::render::markdown::MarkdownWords;
use crate::render::texts::{self, ItemSource};
use crate::render::theme::{Theme, Wanted};
use crate::render::tree::{self, Sources};
use crate::site::catalogue::{Catalogue, broken_pages, item_files, relations};
use crate::site::gather::{Gathered, gather, tags_of_files};
use crate::site::held;
use crate::site::moments::{self, Coming};
use crate::site::plan::{Plan, SectionNames};
use crate::site::rules;
use crate::site::timeline::Timeline;

/// What whoever compiles may ask for, beyond what the sources say.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Publish under this address instead of the one in `site.yaml`.
    pub base_url: Option<BaseUrl>,
    /// Show drafts and items that are not published yet.
    pub drafts: bool,
}

/// The site, and what is wrong with its sources. With an error among the diagnostics the tree is not to be published.
#[derive(Clone, Debug, Default)]
pub struct Compilation {
    /// Every file of the site.
    pub tree: OutputTree,
    /// Every moment to come at which the site changes by itself, the next one first.
    pub coming: Vec<Coming>,
    /// Every mistake found, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
}

/// The zone of the site, for times that are given from outside.
pub fn site_zone(snapshot: &Snapshot) -> Zone {
    site_file::read(snapshot, tags_of_files(snapshot), &mut Vec::new()).zone
}

/// Compiles the sources as of the snapshot's `now`.
pub fn compile(snapshot: &Snapshot, options: &Options) -> Compilation {
    let mut diagnostics = Vec::new();
    let (tree, coming) = compile_site(snapshot, options, &mut diagnostics).unwrap_or_default();
    sort(&mut diagnostics);
    Compilation { tree, coming, diagnostics }
}

/// The street. `None` without a readable `site.yaml` or a theme, for then there is nothing to put pages into.
fn compile_site(
    snapshot: &Snapshot,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(OutputTree, Vec<Coming>)> {
    let site_file = site_file::read(snapshot, tags_of_files(snapshot), diagnostics);
    let Gathered { items, misplaced } = gather(snapshot, &site_file.tags, diagnostics);
    let reads = read_items(snapshot, items, &site_file, diagnostics);
    check_items(snapshot, &reads, &misplaced, &site_file, diagnostics);

    let texts: Vec<ItemSource> = reads.iter().map(texts::source_of).collect();
    let catalogue = catalogue(snapshot, options, reads, misplaced, site_file)?;
    rules::check_catalogue(&catalogue, diagnostics);
    rules::check_stale(&catalogue, snapshot, diagnostics);

    let Some(theme) = load_theme(snapshot, &catalogue, diagnostics) else {
        check_texts_alone(snapshot, &catalogue, &texts, diagnostics);
        return None;
    };
    html::check_templates(&theme, &mut catalogue.of_kind(Kind::Page), diagnostics);
    let assets: Vec<_> = theme.assets().map(|(route, path)| (route.clone(), path.clone())).collect();
    let timeline = Timeline::new(&catalogue);
    let plan = Plan::new(&catalogue, &timeline, &section_names(&catalogue, Some(&theme)), &assets, diagnostics);

    rules::check_redirects(&catalogue, &plan, diagnostics);

    let markdown = markdown_words(&catalogue, Some(&theme));
    let (bodies, fragments) = texts::render_all(snapshot, &catalogue, &plan, &texts, &markdown, diagnostics);
    let sources = Sources {
        snapshot,
        catalogue: &catalogue,
        timeline: &timeline,
        plan: &plan,
        bodies: &bodies,
        theme: &theme,
        markdown: &markdown,
    };
    let tree = tree::render(&sources, diagnostics);
    tree::check_fragments(&tree, &fragments, diagnostics);
    Some((tree, moments::coming(&catalogue, &timeline)))
}

fn load_theme(snapshot: &Snapshot, catalogue: &Catalogue, diagnostics: &mut Vec<Diagnostic>) -> Option<Theme> {
    let place = |span| Place { path: SourcePath::new(SITE_FILE), span };
    let languages = &catalogue.site.languages;
    let wanted: Vec<Wanted> =
        languages.iter().map(|language| Wanted { tag: language.tag.clone(), place: place(language.span) }).collect();
    let named = &catalogue.site.theme;
    let (theme, found) = Theme::load(snapshot, &named.value, &wanted, &place(named.span));
    diagnostics.extend(found);
    theme
}

/// Finds the mistakes of texts without a theme to put them into. Some addresses are the theme's, so what stands at
/// which one is not told.
fn check_texts_alone(
    snapshot: &Snapshot,
    catalogue: &Catalogue,
    texts: &[ItemSource],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let timeline = Timeline::new(catalogue);
    let plan = Plan::new(catalogue, &timeline, &section_names(catalogue, None), &[], &mut Vec::new());
    let mut found = Vec::new();
    texts::render_all(snapshot, catalogue, &plan, texts, &markdown_words(catalogue, None), &mut found);
    diagnostics.extend(found.into_iter().filter(|diagnostic| diagnostic.code != "local-path-to-nowhere"));
}

/// The names of sections for which `site.yaml` has none.
fn section_names(catalogue: &Catalogue, theme: Option<&Theme>) -> SectionNames {
    let mut names = SectionNames::new();
    for (lang, tag) in catalogue.langs().zip(&catalogue.tags.0) {
        for section in OTHER_SECTIONS {
            let word = theme
                .and_then(|theme| theme.strings(tag))
                .and_then(|strings| strings.get(&format!("section_slug.{section}")));
            names.insert((lang, section), word.map_or_else(|| section.to_owned(), to_id));
        }
    }
    names
}

fn markdown_words(catalogue: &Catalogue, theme: Option<&Theme>) -> Vec<MarkdownWords> {
    let of_tag = |tag: &String| {
        let word = |key: &str| {
            let key = format!("markdown.{key}");
            let words = theme.and_then(|theme| theme.words(tag));
            words.map_or_else(|| key.clone(), |words| words.word(&key).to_owned())
        };
        MarkdownWords {
            note: word("note"),
            tip: word("tip"),
            important: word("important"),
            warning: word("warning"),
            caution: word("caution"),
            footnotes: word("footnotes"),
            footnote: word("footnote"),
            footnote_back: word("footnote_back"),
            table: word("table"),
            external: word("external"),
        }
    };
    catalogue.tags.0.iter().map(of_tag).collect()
}

/// Reads every item, side by side.
fn read_items(
    snapshot: &Snapshot,
    files: Vec<ItemFiles>,
    site: &SiteFile,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ItemRead> {
    let read_one = |files: ItemFiles| {
        let mut found = Vec::new();
        let mut documents = PerLang::default();
        let mut texts = PerLang::default();
        for (lang, path) in files.paths.iter() {
            if let Some(document) = document::read(path, &snapshot.files[path], &mut found) {
                texts.set(lang, snapshot.text(path).unwrap_or_default());
                documents.set(lang, document);
            }
        }
        let read = item::read(files, documents, &texts, site, &mut found);
        (read, found)
    };
    let (reads, found): (Vec<ItemRead>, Vec<Vec<Diagnostic>>) = files.into_par_iter().map(read_one).unzip();
    diagnostics.extend(found.into_iter().flatten());
    reads
}

/// Checks what each item says against all others, broken ones included.
fn check_items(
    snapshot: &Snapshot,
    reads: &[ItemRead],
    misplaced: &[Key],
    site: &SiteFile,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let known: BTreeSet<&Key> = reads.iter().map(|read| &read.key).chain(misplaced).collect();
    let ids = |kind: Kind| known.iter().filter(|key| key.kind == kind).map(|key| key.id.as_str()).collect::<Vec<_>>();
    rules::check_mentions(&site.mentions, &SourcePath::new(SITE_FILE), ids, diagnostics);
    let themes: Vec<&str> = site.themes.iter().flatten().map(String::as_str).collect();
    let phases: Vec<&str> = site.phases.iter().flatten().map(String::as_str).collect();
    let found = reads.par_iter().map(|read| {
        let mut found = Vec::new();
        let Some(path) = read.paths.get(read.original) else { return found };
        let exists = |mention: &_| rules::leads_somewhere(mention, &known);
        if !read.mentions.iter().all(exists) {
            rules::check_mentions(&read.mentions, path, ids, &mut found);
        }
        rules::check_declared(read, path, &themes, &phases, &mut found);
        rules::check_files(read, path, snapshot, &mut found);
        if site.tags.are_known() {
            rules::check_translations(read, path, &site.tags, &mut found);
        }
        found
    });
    diagnostics.extend(found.collect::<Vec<_>>().into_iter().flatten());
}

/// Puts the items together. `None` without a site to put them into.
fn catalogue(
    snapshot: &Snapshot,
    options: &Options,
    reads: Vec<ItemRead>,
    misplaced: Vec<Key>,
    site_file: SiteFile,
) -> Option<Catalogue> {
    let (mut site, tags) = (site_file.site?, site_file.tags);
    if let Some(base_url) = &options.base_url {
        site.base_url = base_url.clone();
    }
    Some(Catalogue {
        site,
        broken: broken_pages(&reads, &tags),
        tags,
        relations: relations(&reads),
        files: item_files(snapshot, &reads),
        known: reads.iter().map(|read| read.key.clone()).chain(misplaced).collect(),
        items: reads.into_iter().filter_map(|read| Some((read.key, held::as_of(read.item?, snapshot.now)))).collect(),
        now: snapshot.now,
        drafts: options.drafts,
    })
}
