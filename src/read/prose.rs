//! Markdown texts inside of facts.

use crate::base::lang::{Lang, PerLang, Text};
use crate::base::source::Spanned;

/// A Markdown text inside of facts, with the places of its wordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prose {
    /// The same in all languages.
    Same(Spanned<String>),
    /// A wording for each language that has one; never empty.
    Each(PerLang<Spanned<String>>),
}

impl Prose {
    /// Every wording, with its language where it has one.
    pub fn wordings(&self) -> Vec<(Option<Lang>, &Spanned<String>)> {
        match self {
            Self::Same(text) => vec![(None, text)],
            Self::Each(each) => each.iter().map(|(lang, text)| (Some(lang), text)).collect(),
        }
    }

    /// The wording for a reader of `lang`, and the language it is in when that is another one.
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

impl From<Prose> for Text {
    /// The same wordings without their places.
    fn from(prose: Prose) -> Self {
        match prose {
            Prose::Same(text) => Self::Same(text.value),
            Prose::Each(each) => Self::Each(each.map(|text| text.value.clone())),
        }
    }
}
