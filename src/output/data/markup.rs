//! Markup in the open data: what a page shows of a text, with absolute addresses. It is rendered when it is written.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::Error;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::base::lang::Lang;
use crate::output::data::source::Source;
use crate::output::data::value::ByLang;
use crate::present::fill::context::Context;
use crate::read::markdown_text::MarkdownText;
use crate::text::absolute::absolute;

/// A text of an item as HTML with absolute addresses.
#[derive(Clone)]
pub struct Markup<'a> {
    source: Source<'a>,
    lang: Lang,
    text: MarkupText<'a>,
}

#[derive(Clone)]
enum MarkupText<'a> {
    /// Already rendered for its page.
    Body(&'a str),
    /// Of the item's facts; ids in it begin with the prefix.
    Prose(&'a MarkdownText, Cow<'a, str>),
}

impl<'a> Source<'a> {
    /// A Markdown text of the item's facts, as markup; ids in it begin with `prefix`.
    pub fn rich(&self, prose: &'a MarkdownText, prefix: impl Into<Cow<'a, str>>) -> ByLang<'a, Markup<'a>> {
        let prefix = prefix.into();
        let has = |lang| match prose {
            MarkdownText::Same(_) => true,
            MarkdownText::Each(each) => each.get(lang).is_some(),
        };
        self.by_lang(|lang| has(lang).then(|| Markup::prose(self, lang, prose, prefix.clone())))
    }
}

impl<'a> Markup<'a> {
    /// The body of the page in a language.
    pub fn body(source: &Source<'a>, lang: Lang, html: &'a str) -> Self {
        Self { source: *source, lang, text: MarkupText::Body(html) }
    }

    /// A text of the item's facts, worded for a language; ids in it begin with `prefix`.
    pub fn prose(source: &Source<'a>, lang: Lang, prose: &'a MarkdownText, prefix: impl Into<Cow<'a, str>>) -> Self {
        Self { source: *source, lang, text: MarkupText::Prose(prose, prefix.into()) }
    }

    fn html(&self) -> String {
        let (context, item) = (self.source.context, self.source.item);
        let page = context.absolute(&context.plan.item(item, self.lang));
        let whole = |html: &str| absolute(html, context.catalogue.site.base_url.origin(), &page);
        match &self.text {
            MarkupText::Body(html) => whole(html),
            MarkupText::Prose(prose, prefix) => {
                let context = Context { lang: self.lang, ..*context };
                whole(context.rich_text(prose, item, prefix).html.as_str())
            }
        }
    }
}

/// Most of the data is markup, so it is escaped by a faster hand than that of `serde_json`, which takes it as it is.
impl Serialize for Markup<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let escaped = json_escape_simd::escape(&self.html());
        RawValue::from_string(escaped).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// That of any text.
impl JsonSchema for Markup<'_> {
    fn inline_schema() -> bool {
        String::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}
