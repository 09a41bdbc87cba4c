//! What the data of one item is made from: the item and what is known around it. Each value of the model has one way
//! into the data, which is here.

use crate::base::lang::{Lang, Text};
use crate::base::moment::instant::Instant;
use crate::base::moment::{Moment, PartialDate};
use crate::kind::item::Item;
use crate::kind::key::Key;
use crate::output::data::value::{At, ByLang, Date, DateOrInstant, Reference, Text as TextData, Uri, Word};
use crate::present::fill::context::Context;
use crate::read::date::DateOrTime;
use crate::text::typography::bind_spaces;

/// An item, and what its data is made from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// What everything is filled from; its language does not matter here.
    pub context: &'a Context<'a>,
    /// The item.
    pub item: &'a Item,
}

impl<'a> Source<'a> {
    /// The present.
    pub fn now(&self) -> Moment {
        self.context.catalogue.now
    }

    /// What `make` finds for each language of the site.
    pub fn by_lang<T>(&self, make: impl Fn(Lang) -> Option<T>) -> ByLang<'a, T> {
        by_lang(self.context, make)
    }

    /// A text of the item; one that is the same in all languages is repeated in each of them.
    pub fn text(&self, text: &'a Text) -> TextData<'a> {
        text_of(self.context, text)
    }

    /// A file of the item, beside its page in the language of its original.
    pub fn file(&self, name: &str) -> Uri {
        Uri::own(self.context.absolute(&self.context.plan.files_folder(self.item).join(name)))
    }

    /// A point in time, in the zone of the item.
    pub fn moment(&self, moment: Moment) -> At {
        At::new(moment, &self.item.common.zone)
    }

    /// A date or an instant.
    pub fn when(&self, when: DateOrTime) -> DateOrInstant {
        DateOrInstant::new(when, &self.item.common.zone)
    }
}

/// The day by which an instant is shown: that of a closing at midnight is the day that ends then.
pub fn day(instant: Instant) -> Date {
    Date(PartialDate::Day(instant.day))
}

/// What `make` finds for each language of the site.
pub fn by_lang<'a, T>(context: &Context<'a>, make: impl Fn(Lang) -> Option<T>) -> ByLang<'a, T> {
    let langs = context.catalogue.langs().filter(|lang| context.only.is_none_or(|only| only == *lang));
    ByLang(langs.filter_map(|lang| Some((context.tag(lang), make(lang)?))).collect())
}

/// A text in every language that has a wording of it.
pub fn text_of<'a>(context: &Context<'a>, text: &'a Text) -> TextData<'a> {
    let wording = |lang| match text {
        Text::Same(text) => Some(text),
        Text::Each(each) => each.get(lang),
    };
    by_lang(context, |lang| Some(bind_spaces(wording(lang)?, context.tag(lang))))
}

/// A reference to an item. One to an item that is not public has its name only, neither key nor address.
pub fn reference<'a>(context: &Context<'a>, key: &Key) -> Option<Reference<'a>> {
    let item = context.catalogue.items.get(key)?;
    let public = context.catalogue.is_public(item);
    Some(Reference {
        key: public.then(|| key.to_string()),
        kind: Word(key.kind),
        title: titles(context, item),
        url: public.then(|| addresses(context, item)),
    })
}

/// The language of the title of an item in a language: another one if its file says so.
pub fn title_tag<'a>(context: &Context<'a>, item: &'a Item, lang: Lang) -> &'a str {
    item.words_for(lang).title_lang.as_deref().unwrap_or(context.tag(lang))
}

/// The titles of an item.
pub fn titles<'a>(context: &Context<'a>, item: &'a Item) -> TextData<'a> {
    by_lang(context, |lang| {
        let (title, foreign) = item.title(lang);
        foreign.is_none().then(|| bind_spaces(title, title_tag(context, item, lang)))
    })
}

/// The addresses of an item's pages.
pub fn addresses<'a>(context: &Context<'a>, item: &Item) -> ByLang<'a, Uri> {
    by_lang(context, |lang| Some(Uri::own(context.absolute(&context.plan.item(item, lang)))))
}
