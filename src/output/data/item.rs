//! What the data of every item has: its key, its addresses, its words in each language, the facts of every kind.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::lang::Lang;
use crate::kind::item::Item;
use crate::kind::key::Kind;
use crate::output::data::facts::facts;
use crate::output::data::json::Object;
use crate::output::data::markup::Markup;
use crate::output::data::part::{ContactData, contact};
use crate::output::data::source::{Source, addresses};
use crate::output::data::value::{At, ByLang, Date, DateOrInstant, Uri, Word};
use crate::site::life;

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
    /// Since when it is public, where that is told.
    pub published: Option<DateOrInstant>,
    /// When it was last changed in earnest.
    pub updated: Option<Date>,
    /// From then on it is in no list and no feed.
    pub expires: Option<At>,
    /// The ids of its themes.
    pub themes: Vec<&'a str>,
    /// Its image; what it shows is among its words.
    pub image: Option<Uri>,
    /// The time zone of its instants, a name of the tz database.
    pub zone: &'a str,
    /// True when it is not for search engines.
    pub noindex: bool,
    /// True when its editors put it forward.
    pub featured: bool,
    /// Whom to ask, when it is not the site's contact.
    pub contact: Option<ContactData<'a>>,
    /// Where its facts are from.
    pub sources: Vec<Uri>,
    /// True for an invented item.
    pub example: bool,
    /// True in a preview, for an item that is not public yet.
    pub draft: bool,
    /// The facts of its kind.
    #[serde(flatten)]
    #[schemars(skip)]
    pub facts: Object<'a>,
}

/// The words of an item in one language.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Words")]
pub struct WordsData<'a> {
    /// The title.
    pub title: &'a str,
    /// The language of the title, BCP 47, when it is another one.
    pub title_lang: Option<&'a str>,
    /// One to three sentences.
    pub summary: Option<&'a str>,
    /// The last part of the page's address.
    pub slug: &'a str,
    /// What the image shows.
    pub image_alt: Option<&'a str>,
    /// The text as HTML, headings from level 2 on, with absolute addresses.
    pub body: Option<Markup<'a>>,
}

impl<'a> Source<'a> {
    /// The data of the item.
    pub fn data(&self) -> ItemData<'a> {
        let (context, item) = (self.context, self.item);
        let common = &item.common;
        let is_public = life::is_public(item, self.now());
        ItemData {
            key: item.key.to_string(),
            kind: Word(item.key.kind),
            id: &item.key.id,
            url: addresses(context, item),
            original: context.tag(item.original),
            words: self.by_lang(|lang| self.words(lang)),
            published: common.published.map(|published| self.when(published)),
            updated: item.common.updated.map(Date),
            expires: common.expires.map(|expires| self.at(expires)),
            themes: common.themes.iter().map(String::as_str).collect(),
            image: common.image.as_ref().map(|image| self.file(&image.value)),
            zone: common.zone.name(),
            noindex: common.noindex,
            featured: common.featured,
            contact: common.contact.as_ref().map(|own| contact(context, own)),
            sources: common.sources.iter().map(|source| Uri::written(source)).collect(),
            example: common.example,
            draft: !is_public,
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
        let said = |text: &'a str| (!text.is_empty()).then_some(text);
        let body = self.context.bodies.get(&item.key, lang);
        Some(WordsData {
            title,
            title_lang: own.and_then(|words| words.title_lang.as_deref()),
            summary: own.and_then(|words| said(&words.summary)),
            slug: item.words_for(lang).slug.as_ref().map_or(&*item.key.id, |slug| slug.value.as_str()),
            image_alt: own.and_then(|words| words.image_alt.as_ref()).map(|alt| alt.value.as_str()),
            body: body.filter(|body| !body.html.trim().is_empty()).map(|body| Markup::body(self, lang, &body.html)),
        })
    }
}
