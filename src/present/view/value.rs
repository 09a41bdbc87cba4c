//! The smallest values that a template prints: markup, strings with their language, dates.

use std::marker::PhantomData;

use serde::ser::{Serialize, SerializeStruct, Serializer};
use tera::Value;

use crate::base::lang::direction_within;

/// Markup that is safe to print unescaped: rendered and sanitized Markdown. Cheap to clone.
#[derive(Clone, Debug, PartialEq)]
pub struct Html(Value);

impl Html {
    /// Wraps markup; the caller guarantees that it is safe.
    pub fn new(markup: &str) -> Self {
        Self(Value::safe_string(markup))
    }

    /// The markup as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str().unwrap_or_default()
    }
}

impl Default for Html {
    fn default() -> Self {
        Self::new("")
    }
}

impl From<String> for Html {
    fn from(markup: String) -> Self {
        Self::new(&markup)
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Serialization keeps values of tera as they are, and with them the flag "safe".
        self.0.serialize(serializer)
    }
}

/// A part of many pages, converted to a template value once. Cheap to clone.
#[derive(Debug, PartialEq)]
pub struct Shared<T> {
    value: Value,
    part: PhantomData<fn() -> T>,
}

impl<T: Serialize> Shared<T> {
    /// Converts a part to a value that pages share.
    pub fn new(part: &T) -> Self {
        Self { value: Value::from_serializable(part), part: PhantomData }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), part: PhantomData }
    }
}

impl<T: Serialize + Default> Default for Shared<T> {
    fn default() -> Self {
        Self::new(&T::default())
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// A plain string, with its language if it is not the page's (as `rdf:langString`).
///
/// A template sees `text`, for attributes, and `html`, marked with `lang`, for everything else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LangString {
    /// The plain text, with the no-break spaces of its language.
    pub text: String,
    /// The BCP 47 tag of its language, if it is not the page's.
    pub lang: Option<String>,
    /// `rtl` or `ltr`, if that language is written in another direction than the page's.
    pub dir: Option<&'static str>,
    /// The text as markup, if parts of it are in another language.
    pub mixed: Option<String>,
}

impl LangString {
    /// A string in the language of the page.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A string in another language than the page's.
    pub fn foreign(text: impl Into<String>, lang: &str, page_lang: &str) -> Self {
        let dir = direction_within(lang, page_lang);
        Self { text: text.into(), lang: Some(lang.to_owned()), dir, ..Self::default() }
    }

    /// The string as markup, in a `span` with its language if it is not the page's.
    pub fn markup(&self) -> String {
        if let Some(mixed) = &self.mixed {
            return mixed.clone();
        }
        let text = escape(&self.text);
        match &self.lang {
            Some(lang) => {
                let dir = self.dir.map(|dir| format!(" dir=\"{dir}\"")).unwrap_or_default();
                format!("<span lang=\"{}\"{dir}>{text}</span>", escape(lang))
            }
            None => text,
        }
    }
}

impl From<&str> for LangString {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for LangString {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl Serialize for LangString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = Value::normal_string(&self.text);
        let is_plain = self.lang.is_none() && self.mixed.is_none();
        let html = if is_plain { text.clone() } else { Value::safe_string(&self.markup()) };
        let mut fields = serializer.serialize_struct("LangString", 4)?;
        fields.serialize_field("text", &text)?;
        fields.serialize_field("lang", &self.lang)?;
        fields.serialize_field("dir", &self.dir)?;
        fields.serialize_field("html", &html)?;
        fields.end()
    }
}

/// Rendered Markdown, with its language if it is not the page's.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct RichText {
    /// The markup, headings from level 2 on.
    pub html: Html,
    /// The BCP 47 tag of its language, if it is not the page's.
    pub lang: Option<String>,
    /// `rtl` or `ltr`, if that language is written in another direction than the page's.
    pub dir: Option<&'static str>,
}

impl RichText {
    /// Rendered Markdown in the language of the page, or in another one.
    pub fn new(html: &str, foreign: Option<&str>, page_lang: &str) -> Self {
        let dir = foreign.and_then(|lang| direction_within(lang, page_lang));
        Self { html: Html::new(html), lang: foreign.map(str::to_owned), dir }
    }
}

/// A formatted date, instant or range. Made by `present::localizer` only.
///
/// A template sees `html`, with a `<time datetime>` for each date, and `text`, the same without markup.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DateView {
    /// The `datetime` of the date, or of the first of two: `2026-04-25`, `2026-04`, `2026-04-25T17:00:00+02:00`.
    pub datetime: String,
    /// The words: `25 avril 2026 à 17 h`.
    pub text: String,
    /// The words with their `<time datetime>`.
    pub html: Html,
}

impl Serialize for DateView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut date = serializer.serialize_struct("DateView", 3)?;
        date.serialize_field("datetime", &self.datetime)?;
        date.serialize_field("text", &self.text)?;
        date.serialize_field("html", &self.html)?;
        date.end()
    }
}

/// Text escaped for markup and attributes.
pub fn escape(text: &str) -> String {
    let mut escaped = Vec::with_capacity(text.len());
    tera::escape_html(text, &mut escaped).expect("writing to memory does not fail");
    String::from_utf8(escaped).expect("escaping text only adds ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_stays_markup_and_text_is_escaped() {
        let mut tera = tera::Tera::default();
        tera.add_raw_template("a.html", "{{ rich.html }} {{ words.html }} {{ words.text }}").expect("a template");
        let mut context = tera::Context::new();
        context.insert("rich", &RichText::new("<p>é</p>", None, "fr"));
        context.insert("words", &LangString::foreign("a < b", "de", "fr"));
        let page = tera.render("a.html", &context).expect("a page");
        assert_eq!(page, "<p>é</p> <span lang=\"de\">a &lt; b</span> a &lt; b");
    }
}
