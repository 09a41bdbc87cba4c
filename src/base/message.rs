//! Messages of the program in each of its languages. Both wordings are written side by side; the I/O layer selects one. The
//! site's languages are independent of these.

use std::borrow::Cow;
use std::fmt::Arguments;

use serde::{Deserialize, Serialize};

/// A language of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UiLang {
    /// English.
    #[default]
    English,
    /// French.
    French,
}

impl UiLang {
    /// The language for a language tag or locale: French for `fr`, `fr-LU` and `fr_FR.UTF-8`, else English.
    pub fn of(name: &str) -> Self {
        let language = name.split(['-', '_', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("fr") { Self::French } else { Self::English }
    }

    /// The tag of the language, BCP 47.
    pub fn tag(self) -> &'static str {
        self.pick("en", "fr")
    }

    /// Selects the value of this language.
    pub fn pick<T>(self, en: T, fr: T) -> T {
        match self {
            Self::English => en,
            Self::French => fr,
        }
    }
}

/// A text in every language of the program, created by `say!`. It does not implement `Display`, so the language cannot be
/// forgotten. Ordered by the English text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Message {
    en: Cow<'static, str>,
    fr: Cow<'static, str>,
}

impl Message {
    /// A message of two texts, for `say!`.
    pub fn new(en: Cow<'static, str>, fr: Cow<'static, str>) -> Self {
        Self { en, fr }
    }

    /// The same for constants.
    pub const fn fixed(en: &'static str, fr: &'static str) -> Self {
        Self { en: Cow::Borrowed(en), fr: Cow::Borrowed(fr) }
    }

    /// A text without language, such as a name, or one of the operating system.
    pub fn same(text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        Self { en: text.clone(), fr: text }
    }

    /// The text in a language.
    pub fn text(&self, ui_lang: UiLang) -> &str {
        ui_lang.pick(&self.en, &self.fr)
    }

    /// Maps the texts.
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        Self { en: change(&self.en).into(), fr: change(&self.fr).into() }
    }

    /// True for an empty text.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }
}

/// Formats a text, for `say!`.
pub fn worded(arguments: Arguments<'_>) -> Cow<'static, str> {
    arguments.as_str().map_or_else(|| Cow::Owned(arguments.to_string()), Cow::Borrowed)
}

/// A number with its noun in singular or plural: `1 page`, `2 pages`. Zero is singular in French.
pub fn count(number: usize, en: [&str; 2], fr: [&str; 2]) -> Message {
    let [en, fr] = [en[usize::from(number != 1)], fr[usize::from(number > 1)]];
    say!(en: "{number} {en}", fr: "{number} {fr}")
}

/// Creates a [`Message`] of two texts. Both capture variables and take named values, as `format!` does; names after `;` are
/// messages themselves, inserted in the respective language.
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
    fn arguments_and_nested_messages_are_inserted_in_both_languages() {
        let (key, found) = ("closes", say!(en: "a list", fr: "une liste"));
        let message = say!(en: "`{key}` contains {found}", fr: "`{key}` contient {found}"; found);
        assert_eq!(message.text(UiLang::English), "`closes` contains a list");
        assert_eq!(message.text(UiLang::French), "`closes` contient une liste");
    }

    #[test]
    fn nouns_agree_with_their_numbers() {
        let pages = |number| count(number, ["page", "pages"], ["page", "pages"]);
        let shown = |ui_lang| [0, 1, 2].map(|number| pages(number).text(ui_lang).to_owned());
        assert_eq!(shown(UiLang::English), ["0 pages", "1 page", "2 pages"]);
        assert_eq!(shown(UiLang::French), ["0 page", "1 page", "2 pages"]);
    }

    #[test]
    fn the_language_is_the_first_part_of_a_locale() {
        let french = ["fr", "fr-LU", "fr_FR.UTF-8", "FR", "fr.UTF-8", "fr_FR@euro"];
        assert!(french.into_iter().all(|name| UiLang::of(name) == UiLang::French));
        let others = ["", "C", "POSIX", "en_GB.UTF-8", "de", "fro", "frr_DE"];
        assert!(others.into_iter().all(|name| UiLang::of(name) == UiLang::English));
    }
}
