//! Renders every Markdown text of the sources once for its diagnostics; bodies are kept for their pages.
//!
//! Drafts and items with errors are rendered too, so that their mistakes are reported.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::base::moment::Moment;
use crate::base::route::Route;
use crate::base::snapshot::Snapshot;
use crate::base::source::SourcePath;
use crate::kind::folder::ParsedItem;
use crate::present::bodies::RenderedTexts;
use crate::present::links::{PageLinks, local_path};
use crate::site::catalogue::Catalogue;
use crate::site::plan::Plan;
use crate::site::rules::words::check_words;
use crate::text::markdown::{
    self, LinkResolver, MarkdownLabels, MarkdownOptions, Rendered, ResolvedTarget, TargetUse, TextOrigin,
};

/// The local paths that the texts of an item link to, decoded: relative to its folder, or with a `/` to the root of the
/// site; each with the moment from which such a text is public, `None` for always. Texts are rendered for this, so that
/// links in raw HTML count too.
pub fn linked(snapshot: &Snapshot, read: &ParsedItem) -> BTreeMap<String, Option<Moment>> {
    let (paths, words) = (Mutex::default(), MarkdownLabels::default());
    let note = |path: &SourcePath, origin: TextOrigin, text: &str, from: Option<Moment>| {
        let noted = LinkRecorder { from, paths: &paths };
        markdown::render(text, &MarkdownOptions::new(path, origin, "", &words, &noted));
    };
    for (lang, source) in read.outlines.iter() {
        let Some((path, text)) = read.paths.get(lang).and_then(|path| Some((path, snapshot.text(path)?))) else {
            continue;
        };
        note(path, TextOrigin::Body { offset: source.body }, &text[source.body..], None);
    }
    if let Some(path) = read.paths.get(read.original) {
        for prose in &*read.markdown_texts {
            let from = read.item.as_ref().and_then(|item| item.shown_from(prose));
            for (_, text) in prose.wordings() {
                note(path, TextOrigin::Value(text.span), &text.value, from);
            }
        }
    }
    paths.into_inner().unwrap_or_default()
}

/// Records the local targets of a text and accepts every link.
struct LinkRecorder<'a> {
    /// The moment from which the text is public.
    from: Option<Moment>,
    /// The paths of all texts.
    paths: &'a Mutex<BTreeMap<String, Option<Moment>>>,
}

impl LinkResolver for LinkRecorder<'_> {
    fn resolve(&self, target: &str, _: TargetUse) -> ResolvedTarget {
        if let Some(path) = local_path(target)
            && let Ok(mut paths) = self.paths.lock()
        {
            // `None` is less than all moments.
            let from = paths.entry(path).or_insert(self.from);
            *from = self.from.min(*from);
        }
        ResolvedTarget { href: Some(target.to_owned()), ..ResolvedTarget::default() }
    }
}

/// Renders the texts of an item; `words` are the labels of the theme, by language.
pub fn render(
    snapshot: &Snapshot,
    catalogue: &Catalogue,
    plan: &Plan,
    read: &ParsedItem,
    words: &[MarkdownLabels],
) -> RenderedTexts {
    let mut texts = RenderedTexts::new(read.key.clone());
    let item = catalogue.items.get(&read.key).filter(|_| read.item.is_some());
    let page = |lang| match item {
        Some(item) => plan.item(item, lang),
        // An item with errors has no page; its texts are rendered for their diagnostics only. Its folder is not the
        // address of any page.
        None => Route::new(format!("/{}/", read.folder)),
    };
    let files = page(read.original);
    let links = |lang| PageLinks {
        catalogue,
        plan,
        folder: &read.folder,
        page: page(lang),
        files: files.clone(),
        lang,
        shown_for: None,
    };
    for (lang, source) in read.outlines.iter() {
        let Some(path) = read.paths.get(lang) else { continue };
        let Some(text) = snapshot.text(path) else { continue };
        let links = links(lang);
        let origin = TextOrigin::Body { offset: source.body };
        let options = MarkdownOptions::new(path, origin, catalogue.tags.tag(lang), &words[lang.index()], &links);
        let mut rendered = markdown::render(&text[source.body..], &options);
        texts.collect(&mut rendered);
        if item.is_some() {
            // It is kept until the end of the compilation, so the spare capacity is freed.
            rendered.html = rendered.html.as_str().to_owned();
            texts.bodies.set(lang, Rendered { ids: Vec::new(), ..rendered });
        }
    }
    check_words(read, snapshot, &catalogue.tags, &mut texts.diagnostics);
    let Some(path) = read.paths.get(read.original) else { return texts };
    for (lang, text) in read.markdown_texts.iter().flat_map(|prose| prose.wordings()) {
        let lang = lang.unwrap_or(read.original);
        let links = links(lang);
        let origin = TextOrigin::Value(text.span);
        let options = MarkdownOptions::new(path, origin, catalogue.tags.tag(lang), &words[lang.index()], &links);
        texts.collect(&mut markdown::render(&text.value, &options));
    }
    texts
}
