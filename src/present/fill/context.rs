//! What every view is filled from: the catalogue, the plan, the strings of one language, and rendered bodies.

use std::borrow::Cow;

use crate::base::characters::composed;
use crate::base::lang::{Lang, Text};
use crate::base::route::Route;
use crate::base::snapshot::Snapshot;
use crate::kind::item::Item;
use crate::kind::key::Key;
use crate::present::bodies::Bodies;
use crate::present::fill::cache::{NewsletterCache, PartError, SharedParts};
use crate::present::links::PageLinks;
use crate::present::localizer::Localizer;
use crate::present::view::part::{LanguageView, Link, OpeningView};
use crate::present::view::shell::SiteView;
use crate::present::view::value::{LangString, RichText, Shared};
use crate::read::markdown_text::MarkdownText;
use crate::site::catalogue::Catalogue;
use crate::site::listing::Lists;
use crate::site::plan::Plan;
use crate::site::rules::decoded_path;
use crate::site::state;
use crate::site::timeline::Timeline;
use crate::text::markdown::{self, MarkdownLabels, MarkdownOptions, Rendered, TextOrigin};
use crate::text::plain::{opening, plain};
use crate::text::typography::bind_spaces;
use crate::theme::Theme;

/// The number of main headings from which a body has a table of contents.
const LONG: usize = 4;

/// Everything that the pages of one language are filled from.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The sources, for bodies.
    pub snapshot: &'a Snapshot,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// Its timeline.
    pub timeline: &'a Timeline<'a>,
    /// Its addresses.
    pub plan: &'a Plan,
    /// Its lists.
    pub lists: &'a Lists,
    /// The bodies.
    pub bodies: &'a Bodies,
    /// The theme, for parts of pages that are rendered once.
    pub theme: &'a Theme,
    /// Those parts, in this language.
    pub parts: &'a SharedParts,
    /// Receives the error of a part that cannot be rendered, for the page around it.
    pub part_error: &'a PartError,
    /// The newsletter issues of this language.
    pub newsletters: &'a NewsletterCache,
    /// The site in this language.
    pub site: &'a Shared<SiteView>,
    /// Formats strings, dates and numbers in this language.
    pub localizer: Localizer<'a>,
    /// The labels that the theme puts around Markdown, by the language of the text.
    pub markdown_labels: &'a [MarkdownLabels],
    /// The language.
    pub lang: Lang,
    /// The only language of the open data, where it is not all of them.
    pub only: Option<Lang>,
}

impl<'a> Context<'a> {
    /// The tag of a language.
    pub fn tag(&self, lang: Lang) -> &'a str {
        self.catalogue.tags.tag(lang)
    }

    /// The address of a route for a link.
    pub fn href(&self, route: &Route) -> String {
        self.catalogue.site.base_url.href(route)
    }

    /// The absolute address of a route.
    pub fn absolute(&self, route: &Route) -> String {
        self.catalogue.site.base_url.absolute(route)
    }

    /// The address of a route at the public site, where this is a preview of it.
    pub fn preview(&self, route: &Route) -> Option<String> {
        self.catalogue.preview_of.as_ref().map(|public| public.absolute(route))
    }

    /// The IRI of what is at a route: its absolute address, in a preview that on the public site.
    pub fn name(&self, route: &Route) -> String {
        self.catalogue.identity_base_url().absolute(route)
    }

    /// A path of the site as an editor wrote it, as a relative and an absolute link: encoded, with query and fragment.
    pub fn written_path(&self, written: &str) -> (String, String) {
        let path = composed(&decoded_path(written)).into_owned();
        let tail = &written[written.find(['?', '#']).unwrap_or(written.len())..];
        let route = self.plan.at(&path).map_or_else(|| Route::new(path), |planned| planned.route.clone());
        (format!("{}{tail}", self.href(&route)), format!("{}{tail}", self.absolute(&route)))
    }

    /// An address as an editor wrote it, and whether it leads to another site: one of this site becomes a link to it, which is right
    /// in previews too.
    pub fn written_address(&self, written: &str) -> (String, bool) {
        let (named, linked) = (self.catalogue.identity_base_url(), &self.catalogue.site.base_url);
        match named.path_of_target(written).or_else(|| linked.local_part(written).map(Cow::Owned)) {
            Some(path) => (self.written_path(&path).0, false),
            None => (written.to_owned(), true),
        }
    }

    /// A text of an item, marked where it is in another language.
    pub fn localize(&self, text: &Text, item: &Item) -> LangString {
        self.localize_from(text, item.original)
    }

    /// A text of the site.
    pub fn localize_site(&self, text: &Text) -> LangString {
        self.localize_from(text, Lang(0))
    }

    fn localize_from(&self, text: &Text, original: Lang) -> LangString {
        let wording = text.wording(self.lang, original);
        self.lang_string(wording.text, wording.foreign.map(|lang| self.tag(lang)))
    }

    /// A text with its no-break spaces, by the rules of its language; the page's if `foreign` is `None`.
    pub fn lang_string(&self, text: &str, foreign: Option<&str>) -> LangString {
        let bound = bind_spaces(text, foreign.unwrap_or_else(|| self.tag(self.lang)));
        match foreign {
            Some(lang) => LangString::foreign(bound, lang, self.tag(self.lang)),
            None => LangString::new(bound),
        }
    }

    /// The title of an item, marked where it is in another language.
    pub fn title(&self, item: &Item) -> LangString {
        let (text, foreign) = item.title(self.lang);
        let marked = item.words_for(self.lang).title_lang.as_deref();
        self.lang_string(text, marked.or_else(|| foreign.map(|lang| self.tag(lang))))
    }

    /// The summary of an item, where it has one.
    pub fn summary(&self, item: &Item) -> Option<LangString> {
        let own = item.words.get(self.lang).filter(|words| !words.summary.is_empty());
        if let Some(words) = own {
            return Some(self.lang_string(&words.summary, None));
        }
        let summary = &item.original_words().summary;
        (!summary.is_empty()).then(|| self.lang_string(summary, Some(self.tag(item.original))))
    }

    /// A link to an item; without an address if the item is not public.
    pub fn link(&self, key: &Key) -> Option<Link> {
        let item = self.catalogue.items.get(key)?;
        let href = self.catalogue.is_public(item).then(|| self.href(&self.plan.item(item, self.lang)));
        Some(Link { text: self.title(item), href, note: None, unpublished: self.unpublished(item) })
    }

    /// Why an item that is shown is not published: `draft` or `later`, the keys of the strings `unpublished`. `None` for one that
    /// is, and for one that is not shown.
    pub fn unpublished(&self, item: &Item) -> Option<String> {
        let is_shown_early = self.catalogue.is_public(item) && !state::is_public(item, self.catalogue.now);
        is_shown_early.then(|| if item.common.draft { "draft" } else { "later" }.to_owned())
    }

    /// Links to several items.
    pub fn links(&self, keys: &[Key]) -> Vec<Link> {
        keys.iter().filter_map(|key| self.link(key)).collect()
    }

    /// A language, with its name in this one.
    pub fn language(&self, tag: &str) -> LanguageView {
        let mut language = self.localizer.language(tag);
        if language.name == tag
            && let Some(known) = self.catalogue.site.languages.iter().find(|known| known.tag == tag)
        {
            // The theme has no string for it: take the name that the site declares, in that language itself.
            language.name.clone_from(&known.name);
        }
        language
    }

    /// A Markdown text of an item's facts; its ids begin with `prefix`.
    pub fn rich_text(&self, prose: &MarkdownText, item: &Item, prefix: &str) -> RichText {
        let (text, foreign) = prose.wording(self.lang, item.original);
        let lang = foreign.unwrap_or(self.lang);
        let links = self.page_links(item, lang);
        let (path, labels) = (&item.original_words().path, &self.markdown_labels[lang.index()]);
        let options = MarkdownOptions::new(path, TextOrigin::Value(text.span), self.tag(lang), labels, &links);
        let options = MarkdownOptions { id_prefix: prefix, ..options };
        let rendered = markdown::render(&text.value, &options);
        RichText::new(&rendered.html, foreign.map(|lang| self.tag(lang)), self.tag(self.lang))
    }

    /// The opening of a Markdown text of an item's facts, without markup.
    pub fn opening(&self, prose: &MarkdownText, item: &Item) -> OpeningView {
        let rich = self.rich_text(prose, item, "");
        let opening = opening(&plain(rich.html.as_str()));
        OpeningView { text: self.lang_string(&opening.text, rich.lang.as_deref()), more: !opening.is_all }
    }

    /// The body of an item in this language, else in the original, and its table of contents. Its headings avoid the
    /// ids of the page around it.
    pub fn body(&self, item: &Item, page_ids: &[&str]) -> (Option<RichText>, Vec<Link>) {
        let own = item.words.get(self.lang);
        if let (Some(_), []) = (own, page_ids) {
            let body = self.bodies.get(&item.key, self.lang);
            return body.map(|body| (self.rendered(body, None), self.contents(body, None))).unwrap_or_default();
        }
        let lang = if own.is_some() { self.lang } else { item.original };
        let words = own.unwrap_or_else(|| item.original_words());
        let Some(text) = self.snapshot.text(&words.path) else { return Default::default() };
        // Links lead to pages in the language of the page, not of the text.
        let links = self.page_links(item, lang);
        let (origin, labels) = (TextOrigin::Body { offset: words.body }, &self.markdown_labels[self.lang.index()]);
        let options = MarkdownOptions::new(&words.path, origin, self.tag(lang), labels, &links);
        let options = MarkdownOptions { page_ids, ..options };
        let body = markdown::render(&text[words.body..], &options);
        let foreign = own.is_none().then(|| self.tag(lang));
        (self.rendered(&body, foreign), self.contents(&body, foreign))
    }

    fn rendered(&self, body: &Rendered, foreign: Option<&str>) -> Option<RichText> {
        let rich = RichText::new(&body.html, foreign, self.tag(self.lang));
        (!body.html.trim().is_empty()).then_some(rich)
    }

    /// The table of contents of a long body: its main headings.
    fn contents(&self, body: &Rendered, foreign: Option<&str>) -> Vec<Link> {
        let main: Vec<_> = body.headings.iter().filter(|heading| heading.level == 2).collect();
        if main.len() < LONG {
            return Vec::new();
        }
        let link = |heading: &&markdown::Heading| {
            let text = match foreign {
                Some(lang) => LangString::foreign(&*heading.text, lang, self.tag(self.lang)),
                None => LangString::new(&*heading.text),
            };
            Link { text, href: Some(format!("#{}", heading.id)), note: None, unpublished: None }
        };
        main.iter().map(link).collect()
    }

    /// Resolves the links of the texts of an item, written in `text_lang`, on its page in this language.
    pub fn page_links(&self, item: &'a Item, text_lang: Lang) -> PageLinks<'a> {
        PageLinks {
            catalogue: self.catalogue,
            plan: self.plan,
            folder: &item.folder,
            page: self.plan.item(item, self.lang),
            files: self.plan.files_folder(item),
            lang: self.lang,
            shown_for: (text_lang != self.lang).then_some((text_lang, self.bodies)),
        }
    }
}
