//! What the program says to people, in each language it speaks. A rule writes both wordings side by side; which one is shown
//! is the edge's affair. The languages of a site have nothing to do with it.

use std::borrow::Cow;
use std::fmt::Arguments;

use serde::{Deserialize, Serialize};

/// A language in which the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UiLang {
    /// English.
    #[default]
    English,
    /// French.
    French,
}

impl UiLang {
    /// The one to speak to somebody whose language tag or locale begins like this: French for `fr`, `fr-LU` and `fr_FR.UTF-8`,
    /// English for all others.
    pub fn of(name: &str) -> Self {
        let language = name.split(['-', '_', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("fr") { Self::French } else { Self::English }
    }

    /// The tag of the language, BCP 47.
    pub fn tag(self) -> &'static str {
        self.pick("en", "fr")
    }

    /// What belongs to this language.
    pub fn pick<T>(self, en: T, fr: T) -> T {
        match self {
            Self::English => en,
            Self::French => fr,
        }
    }
}

/// A text in every language of the program; made by `say!`. It has no form without a language, so that none can be forgotten
/// on the way out. Texts are in the order of their English wordings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Message {
    en: Cow<'static, str>,
    fr: Cow<'static, str>,
}

impl Message {
    /// The text of these two wordings, for `say!`.
    pub fn new(en: Cow<'static, str>, fr: Cow<'static, str>) -> Self {
        Self { en, fr }
    }

    /// The same for constants.
    pub const fn fixed(en: &'static str, fr: &'static str) -> Self {
        Self { en: Cow::Borrowed(en), fr: Cow::Borrowed(fr) }
    }

    /// A text that is no language's, such as a name, or that only somebody else's words have, such as the system's.
    pub fn same(text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        Self { en: text.clone(), fr: text }
    }

    /// The text in a language.
    pub fn text(&self, ui_lang: UiLang) -> &str {
        ui_lang.pick(&self.en, &self.fr)
    }

    /// Each wording, changed.
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        Self { en: change(&self.en).into(), fr: change(&self.fr).into() }
    }

    /// True for a text without words.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }
}

/// What a wording says, for `say!`.
pub fn worded(arguments: Arguments<'_>) -> Cow<'static, str> {
    arguments.as_str().map_or_else(|| Cow::Owned(arguments.to_string()), Cow::Borrowed)
}

/// How many there are of something, by its names in the singular and the plural: `1 page`, `2 pages`. None is singular in French.
pub fn count(number: usize, en: [&str; 2], fr: [&str; 2]) -> Message {
    let [en, fr] = [en[usize::from(number != 1)], fr[usize::from(number > 1)]];
    say!(en: "{number} {en}", fr: "{number} {fr}")
}

/// A [`Message`] of its two wordings. Both capture what stands around them, and take values by name, as `format!` does; names
/// behind `;` are messages themselves, of which each wording takes its own.
macro_rules! say {
    (en: $en:literal, fr: $fr:literal $(, $name:ident = $value:expr)* $(; $($part:ident),+)? $(,)?) => {
        $crate::base::message::Message::new(
            {
                $($(let $part = $part.text($crate::base::message::UiLang::English);)+)?
                $crate::base::message::worded(format_args!($en $(, $name = $value)*))
            },
            {
                $($(let $part = $part.text($crate::base::message::UiLang::French);)+)?
                $crate::base::message::worded(format_args!($fr $(, $name = $value)*))
            },
        )
    };
}
pub(crate) use say;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_wordings_take_what_stands_around_them_and_their_own_of_other_messages() {
        let (key, found) = ("closes", say!(en: "a list", fr: "une liste"));
        let message = say!(en: "`{key}` holds {found}", fr: "`{key}` contient {found}"; found);
        assert_eq!(message.text(UiLang::English), "`closes` holds a list");
        assert_eq!(message.text(UiLang::French), "`closes` contient une liste");
    }

    #[test]
    fn numbers_agree_with_their_names() {
        let pages = |number| count(number, ["page", "pages"], ["page", "pages"]);
        let shown = |ui_lang| [0, 1, 2].map(|number| pages(number).text(ui_lang).to_owned());
        assert_eq!(shown(UiLang::English), ["0 pages", "1 page", "2 pages"]);
        assert_eq!(shown(UiLang::French), ["0 page", "1 page", "2 pages"]);
    }

    #[test]
    fn a_locale_names_its_language_first() {
        let french = ["fr", "fr-LU", "fr_FR.UTF-8", "FR", "fr.UTF-8", "fr_FR@euro"];
        assert!(french.into_iter().all(|name| UiLang::of(name) == UiLang::French));
        let others = ["", "C", "POSIX", "en_GB.UTF-8", "de", "fro", "frr_DE"];
        assert!(others.into_iter().all(|name| UiLang::of(name) == UiLang::English));
    }
}
