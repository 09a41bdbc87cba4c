//! What every view is filled from: the catalogue, the plan, the words of one language, and the texts already rendered.

use crate::base::lang::{Lang, Text};
use crate::base::route::Route;
use crate::base::snapshot::Snapshot;
use crate::kind::item::Item;
use crate::kind::key::Key;
use crate::present::fill::cache::{NewsletterCache, PartError, SharedParts};
use crate::present::links::PageLinks;
use crate::present::localizer::Localizer;
use crate::present::texts::Bodies;
use crate::present::view::part::{LanguageView, Link};
use crate::present::view::shell::SiteView;
use crate::present::view::value::{Html, LangString, RichText, Shared};
use crate::read::prose::Prose;
use crate::site::catalogue::Catalogue;
use crate::site::listing::Lists;
use crate::site::plan::Plan;
use crate::site::rules::decoded_path;
use crate::site::timeline::Timeline;
use crate::text::markdown::{self, HeadingLevels, MarkdownLabels, MarkdownOptions, Rendered, TextOrigin};
use crate::text::typography::bind_spaces;
use crate::theme::Theme;

/// A body of so many main headings has a table of contents.
const LONG: usize = 4;

/// Everything that the pages of one language are filled from.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The sources, for bodies.
    pub snapshot: &'a Snapshot,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// What happened to it.
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
    /// Where a part that cannot be rendered is told to the page around it.
    pub part_error: &'a PartError,
    /// The digests of all months in this language.
    pub newsletters: &'a NewsletterCache,
    /// The site in this language.
    pub site: &'a Shared<SiteView>,
    /// The words of the theme in this language.
    pub localizer: Localizer<'a>,
    /// What the theme says around texts, by the language of the text.
    pub markdown_labels: &'a [MarkdownLabels],
    /// The language.
    pub lang: Lang,
    /// The one language that the open data is to be said in, where it is not all of them.
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

    /// The address of a route for everybody outside of the site.
    pub fn absolute(&self, route: &Route) -> String {
        self.catalogue.site.base_url.absolute(route)
    }

    /// The address of a route at the public site, where this is a preview of it.
    pub fn preview(&self, route: &Route) -> Option<String> {
        self.catalogue.preview_of.as_ref().map(|public| public.absolute(route))
    }

    /// What stands at a route by its name: its address, which is that of the public site in a preview too.
    pub fn name(&self, route: &Route) -> String {
        self.catalogue.names_under().absolute(route)
    }

    /// A path of the site as an editor wrote it, as a link and absolute: encoded, with its query and fragment.
    pub fn written_path(&self, written: &str) -> (String, String) {
        let path = decoded_path(written);
        let tail = &written[written.find(['?', '#']).unwrap_or(written.len())..];
        let route = self.plan.at(&path).map_or_else(|| Route::new(path), |planned| planned.route.clone());
        (format!("{}{tail}", self.href(&route)), format!("{}{tail}", self.absolute(&route)))
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

    /// Words as they are shown, by the rules of their language; the page's where none is named.
    pub fn lang_string(&self, text: &str, foreign: Option<&str>) -> LangString {
        let bound = bind_spaces(text, foreign.unwrap_or_else(|| self.tag(self.lang)));
        let unbound = foreign.map_or_else(|| LangString::new(text), |lang| LangString::foreign(text, lang));
        LangString { shown: (bound != text).then(|| bound.into_owned()), ..unbound }
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

    /// A link to an item; one that is not public is named without a link.
    pub fn link(&self, key: &Key) -> Option<Link> {
        let item = self.catalogue.items.get(key)?;
        let href = self.catalogue.is_public(item).then(|| self.href(&self.plan.item(item, self.lang)));
        Some(Link { text: self.title(item), href, note: None })
    }

    /// Links to several items.
    pub fn links(&self, keys: &[Key]) -> Vec<Link> {
        keys.iter().filter_map(|key| self.link(key)).collect()
    }

    /// A language by its name in this one.
    pub fn language(&self, tag: &str) -> LanguageView {
        let mut language = self.localizer.language(tag);
        if language.name == tag
            && let Some(known) = self.catalogue.site.languages.iter().find(|known| known.tag == tag)
        {
            // The theme has no word for it: the site writes its name in itself.
            language.name.clone_from(&known.name);
        }
        language
    }

    /// A Markdown text of an item's facts; ids in it begin with `prefix`.
    pub fn rich_text(&self, prose: &Prose, item: &Item, prefix: &str) -> RichText {
        let (text, foreign) = prose.wording(self.lang, item.original);
        let lang = foreign.unwrap_or(self.lang);
        let links = self.page_links(item);
        let options = MarkdownOptions {
            path: &item.original_words().path,
            origin: TextOrigin::Value(text.span),
            lang_tag: self.tag(lang),
            labels: &self.markdown_labels[lang.index()],
            id_prefix: prefix,
            page_ids: &[],
            headings: HeadingLevels::From(3),
            links: &links,
        };
        let rendered = markdown::render(&text.value, &options);
        RichText { html: Html::new(&rendered.html), lang: foreign.map(|lang| self.tag(lang).to_owned()) }
    }

    /// The body of an item, in its own words or else in the original's, and its table of contents. Its headings leave
    /// alone the ids that the page around it has.
    pub fn body(&self, item: &Item, page_ids: &[&str]) -> (Option<RichText>, Vec<Link>) {
        let own = item.words.get(self.lang);
        if let (Some(_), []) = (own, page_ids) {
            let body = self.bodies.get(&item.key, self.lang);
            return body.map(|body| (self.rendered(body, None), self.contents(body, None))).unwrap_or_default();
        }
        let lang = if own.is_some() { self.lang } else { item.original };
        let words = own.unwrap_or_else(|| item.original_words());
        let Some(text) = self.snapshot.text(&words.path) else { return Default::default() };
        // The links of a body lead to pages in the language of the page it is read on.
        let links = self.page_links(item);
        let options = MarkdownOptions {
            path: &words.path,
            origin: TextOrigin::Body { offset: words.body },
            lang_tag: self.tag(lang),
            labels: &self.markdown_labels[self.lang.index()],
            id_prefix: "",
            page_ids,
            headings: HeadingLevels::Body,
            links: &links,
        };
        let body = markdown::render(&text[words.body..], &options);
        let foreign = own.is_none().then(|| self.tag(lang));
        (self.rendered(&body, foreign), self.contents(&body, foreign))
    }

    fn rendered(&self, body: &Rendered, foreign: Option<&str>) -> Option<RichText> {
        let rich = RichText { html: Html::new(&body.html), lang: foreign.map(str::to_owned) };
        (!body.html.trim().is_empty()).then_some(rich)
    }

    /// The main headings of a long body.
    fn contents(&self, body: &Rendered, foreign: Option<&str>) -> Vec<Link> {
        let main: Vec<_> = body.headings.iter().filter(|heading| heading.level == 2).collect();
        if main.len() < LONG {
            return Vec::new();
        }
        let link = |heading: &&markdown::Heading| {
            let text = match foreign {
                Some(lang) => LangString::foreign(&*heading.text, lang),
                None => LangString::new(&*heading.text),
            };
            Link { text, href: Some(format!("#{}", heading.id)), note: None }
        };
        main.iter().map(link).collect()
    }

    /// Where the texts of an item lead from its page in this language.
    pub fn page_links(&self, item: &'a Item) -> PageLinks<'a> {
        PageLinks {
            catalogue: self.catalogue,
            plan: self.plan,
            folder: &item.folder,
            page: self.plan.item(item, self.lang),
            files: self.plan.files(item),
            lang: self.lang,
        }
    }
}
