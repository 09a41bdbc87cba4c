//! The languages that sources are written in, by their tags.

use crate::base::lang::Lang;
use crate::base::message::say;
use crate::base::source::Span;
use crate::read::field::Reader;
use crate::read::form::Shape;
use crate::read::value::string;
use crate::read::yaml::Node;

/// The languages of the site by their tags, and where these come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tags(pub Vec<String>, pub TagsFrom);

/// What the languages were read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagsFrom {
    /// `site.yaml`, which lists them in their order.
    Site,
    /// The names of documents, where `site.yaml` cannot be read: there may be others, and their order means nothing.
    FileNames,
}

impl Tags {
    /// True when these are the languages of the site, in their order.
    pub fn are_known(&self) -> bool {
        self.1 == TagsFrom::Site
    }

    /// The language of a tag.
    pub fn find(&self, tag: &str) -> Option<Lang> {
        // `site.yaml` is refused with more than 255 languages, so that the rank fits.
        self.0.iter().position(|known| known == tag).map(|rank| Lang(rank as u8))
    }

    /// All languages in order.
    pub fn all(&self) -> impl Iterator<Item = Lang> + use<> {
        (0..self.0.len()).map(|rank| Lang(rank as u8))
    }

    /// The tag of a language.
    pub fn tag(&self, lang: Lang) -> &str {
        &self.0[lang.index()]
    }
}

/// A text of the facts that is not in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The key that holds it.
    pub key: &'static str,
    /// Where that is reported.
    pub span: Span,
    /// The languages that it lacks.
    pub langs: Vec<Lang>,
}

/// A language tag, BCP 47.
pub fn language_tag(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.note(Shape::LanguageTag);
    let written = string(reader, node)?;
    if is_language_tag(&written) {
        return Some(written);
    }
    let help =
        say!(en: "write a code such as `fr`, `en`, `de` or `lb`", fr: "écrivez un code comme `fr`, `en`, `de` ou `lb`");
    reader.error(
        "not-a-language-tag",
        node.span,
        say!(en: "`{written}` is not a language tag", fr: "`{written}` n’est pas un code de langue"),
        help,
    );
    None
}

/// True for a language tag, BCP 47.
pub fn is_language_tag(written: &str) -> bool {
    oxilangtag::LanguageTag::parse(written).is_ok()
}
