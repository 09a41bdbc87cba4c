//! A Markdown text of the facts.

use crate::base::lang::{Lang, PerLang, Text};
use crate::base::source::Spanned;

/// A Markdown text of the facts, with the places of its wordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkdownText {
    /// The same in all languages.
    Same(Spanned<String>),
    /// One wording per language; never empty.
    Each(PerLang<Spanned<String>>),
}

impl MarkdownText {
    /// All wordings, each with its language; `None` for a text that is the same in all languages.
    pub fn wordings(&self) -> Vec<(Option<Lang>, &Spanned<String>)> {
        match self {
            Self::Same(text) => vec![(None, text)],
            Self::Each(each) => each.iter().map(|(lang, text)| (Some(lang), text)).collect(),
        }
    }

    /// The wording for a reader of `lang`, and its language if that is another one.
    pub fn wording(&self, lang: Lang, original: Lang) -> (&Spanned<String>, Option<Lang>) {
        match self {
            Self::Same(text) => (text, None),
            Self::Each(each) => {
                let found = each.for_reader(lang, original);
                let (chosen, text) = found.expect("a text by language is read from a map with at least one language");
                (text, (chosen != lang).then_some(chosen))
            }
        }
    }
}

impl From<MarkdownText> for Text {
    /// The same wordings without their places.
    fn from(prose: MarkdownText) -> Self {
        match prose {
            MarkdownText::Same(text) => Self::Same(text.value),
            MarkdownText::Each(each) => Self::Each(each.map(|text| text.value.clone())),
        }
    }
}
