//! What the data of every item has: its key, its addresses, its words in each language, and its facts.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::lang::Lang;
use crate::kind::item::Item;
use crate::kind::key::Kind;
use crate::output::data::facts::facts;
use crate::output::data::json::Object;
use crate::output::data::markup::Markup;
use crate::output::data::source::{Source, addresses, title_tag};
use crate::output::data::value::{ByLang, Uri, Word};
use crate::text::typography::bind_spaces;

/// An item with the facts of its kind. Every field is always there: `null` or `[]` where there is nothing to say.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Item")]
pub struct ItemData<'a> {
    /// Kind and id, by which other items name it: `call/robots`. Permanent.
    pub key: String,
    /// What it is.
    pub kind: Word<Kind>,
    /// Its id, unique within the kind. Permanent.
    pub id: &'a str,
    /// Its page in each language, the site's own words first.
    pub url: ByLang<'a, Uri>,
    /// The language of its original, BCP 47.
    pub original: &'a str,
    /// Its words in each language that has them.
    pub words: ByLang<'a, WordsData<'a>>,
    /// The facts of every kind and of its own.
    #[serde(flatten)]
    #[schemars(skip)]
    pub facts: Object<'a>,
}

/// The words of an item in one language.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Words")]
pub struct WordsData<'a> {
    /// The title.
    pub title: Cow<'a, str>,
    /// The language of the title, BCP 47, when it is another one.
    pub title_lang: Option<&'a str>,
    /// One to three sentences.
    pub summary: Option<Cow<'a, str>>,
    /// The last part of the page's address.
    pub slug: &'a str,
    /// What the image shows.
    pub image_alt: Option<Cow<'a, str>>,
    /// The text as HTML, headings from level 2 on, with absolute addresses.
    pub body: Option<Markup<'a>>,
}

impl<'a> Source<'a> {
    /// The data of the item.
    pub fn data(&self) -> ItemData<'a> {
        let (context, item) = (self.context, self.item);
        ItemData {
            key: item.key.to_string(),
            kind: Word(item.key.kind),
            id: &item.key.id,
            url: addresses(context, item),
            original: context.tag(item.original),
            words: self.by_lang(|lang| self.words(lang)),
            facts: facts(self),
        }
    }

    fn words(&self, lang: Lang) -> Option<WordsData<'a>> {
        let item: &'a Item = self.item;
        let (title, foreign) = item.title(lang);
        if foreign.is_some() {
            return None;
        }
        let own = item.words.get(lang);
        let tag = self.context.tag(lang);
        let said = |text: &'a str| (!text.is_empty()).then(|| bind_spaces(text, tag));
        let body = self.context.bodies.get(&item.key, lang);
        Some(WordsData {
            title: bind_spaces(title, title_tag(self.context, item, lang)),
            title_lang: own.and_then(|words| words.title_lang.as_deref()),
            summary: own.and_then(|words| said(&words.summary)),
            slug: item.words_for(lang).slug.as_ref().map_or(&*item.key.id, |slug| slug.value.as_str()),
            image_alt: own.and_then(|words| words.image_alt.as_ref()).map(|alt| bind_spaces(&alt.value, tag)),
            body: body.filter(|body| !body.html.trim().is_empty()).map(|body| Markup::body(self, lang, &body.html)),
        })
    }
}
