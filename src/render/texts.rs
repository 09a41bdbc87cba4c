//! Every Markdown text of the sources, rendered once for what is wrong with it; bodies are kept for their pages.
//!
//! Drafts and broken items are rendered too: their mistakes are to be found as well.

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::lang::Lang;
use crate::base::route::Route;
use crate::base::snapshot::Snapshot;
use crate::base::source::SourcePath;
use crate::kind::item::ItemRead;
use crate::render::fill::context::Bodies;
use crate::render::links::PageLinks;
use crate::render::markdown::{self, FragmentLink, Headings, MarkdownWords, Origin, Rendered, Setting};
use crate::site::catalogue::Catalogue;
use crate::site::plan::Plan;

/// The texts of one item.
#[derive(Debug)]
pub struct Texts {
    /// Its bodies, by language.
    bodies: Vec<(Lang, Rendered)>,
    /// Links to a place on a page, to be checked when the pages are there.
    fragments: Vec<FragmentLink>,
    diagnostics: Vec<Diagnostic>,
}

/// Renders all texts; `words` are what the theme says around texts, by language.
pub fn render_all(
    snapshot: &Snapshot,
    catalogue: &Catalogue,
    plan: &Plan,
    reads: &[ItemSource],
    words: &[MarkdownWords],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Bodies, Vec<FragmentLink>) {
    let texts = reads.par_iter().map(|read| render_item(snapshot, catalogue, plan, read, words)).collect::<Vec<_>>();
    let mut bodies = Bodies::new();
    let mut fragments = Vec::new();
    for (read, mut texts) in reads.iter().zip(texts) {
        bodies.extend(texts.bodies.into_iter().map(|(lang, body)| ((read.key.clone(), lang), body)));
        fragments.append(&mut texts.fragments);
        diagnostics.append(&mut texts.diagnostics);
    }
    (bodies, fragments)
}

/// What of an item holds texts.
#[derive(Debug)]
pub struct ItemSource {
    /// The item.
    pub key: crate::kind::key::Key,
    /// True when it has no page.
    is_broken: bool,
    folder: String,
    original: Option<(Lang, SourcePath)>,
    bodies: Vec<(Lang, SourcePath, crate::base::source::Span)>,
    proses: Vec<crate::read::value::Prose>,
}

/// What of an item holds texts, before the item goes its way.
pub fn source_of(read: &ItemRead) -> ItemSource {
    let body =
        |(lang, document): (Lang, &crate::read::document::Document)| (lang, document.path.clone(), document.body);
    ItemSource {
        key: read.key.clone(),
        is_broken: read.item.is_none(),
        folder: read.folder.clone(),
        original: read.paths.get(read.original).map(|path| (read.original, path.clone())),
        bodies: read.documents.iter().map(body).collect(),
        proses: read.proses.clone(),
    }
}

fn render_item(
    snapshot: &Snapshot,
    catalogue: &Catalogue,
    plan: &Plan,
    read: &ItemSource,
    words: &[MarkdownWords],
) -> Texts {
    let mut texts = Texts { bodies: Vec::new(), fragments: Vec::new(), diagnostics: Vec::new() };
    let item = catalogue.items.get(&read.key).filter(|_| !read.is_broken);
    let page = |lang| match item {
        Some(item) => plan.item(item, lang),
        // A broken item has no page; its texts are rendered for their mistakes only. Its folder is no page's address.
        None => Route::new(format!("/{}/", read.folder)),
    };
    let links = |lang| PageLinks { catalogue, plan, folder: &read.folder, page: page(lang), lang };
    for (lang, path, span) in &read.bodies {
        let Some(text) = snapshot.text(path) else { continue };
        let links = links(*lang);
        let setting = Setting {
            path,
            origin: Origin::Body { offset: span.start },
            lang_tag: catalogue.tags.tag(*lang),
            words: &words[lang.index()],
            id_prefix: "",
            ids_around: &[],
            headings: Headings::Body,
            links: &links,
        };
        let mut rendered = markdown::render(&text[span.start..span.end], &setting);
        texts.fragments.append(&mut rendered.fragments);
        texts.diagnostics.append(&mut rendered.diagnostics);
        if item.is_some() {
            texts.bodies.push((*lang, rendered));
        }
    }
    let Some((original, path)) = &read.original else { return texts };
    for (lang, text) in read.proses.iter().flat_map(|prose| prose.wordings()) {
        let lang = lang.unwrap_or(*original);
        let links = links(lang);
        let setting = Setting {
            path,
            origin: Origin::Value(text.span),
            lang_tag: catalogue.tags.tag(lang),
            words: &words[lang.index()],
            id_prefix: "",
            ids_around: &[],
            headings: Headings::From(3),
            links: &links,
        };
        let mut rendered = markdown::render(&text.value, &setting);
        texts.fragments.append(&mut rendered.fragments);
        texts.diagnostics.append(&mut rendered.diagnostics);
    }
    texts
}
