//! Languages of the site, which `site.yaml` lists, and texts in some of them.

/// A language of the site, as its index in `site.yaml`; 0 is the default language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(pub u8);

impl Lang {
    /// The index.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// An optional value per language of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerLang<T>(Vec<Option<T>>);

impl<T> Default for PerLang<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> PerLang<T> {
    /// The value of a language, if it has one.
    pub fn get(&self, lang: Lang) -> Option<&T> {
        self.0.get(lang.index()).and_then(Option::as_ref)
    }

    /// Sets the value of a language.
    pub fn set(&mut self, lang: Lang, value: T) {
        if self.0.len() <= lang.index() {
            self.0.resize_with(lang.index() + 1, || None);
        }
        self.0[lang.index()] = Some(value);
    }

    /// The languages that have a value, in the site's order, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &T)> {
        // There are at most 255 languages, as `Lang` is a `u8`.
        self.0.iter().enumerate().filter_map(|(rank, value)| Some((Lang(rank as u8), value.as_ref()?)))
    }

    /// Maps the values.
    pub fn map<U>(&self, f: impl Fn(&T) -> U) -> PerLang<U> {
        PerLang(self.0.iter().map(|value| value.as_ref().map(&f)).collect())
    }

    /// The value for a reader of `lang`: in that language, else in the original, else the first there is, with its language;
    /// `None` without values.
    pub fn for_reader(&self, lang: Lang, original: Lang) -> Option<(Lang, &T)> {
        let own = |lang| self.get(lang).map(|value| (lang, value));
        own(lang).or_else(|| own(original)).or_else(|| self.first())
    }

    /// The first language that has a value.
    pub fn first(&self) -> Option<(Lang, &T)> {
        self.iter().next()
    }

    /// True when no language has a value.
    pub fn is_empty(&self) -> bool {
        self.first().is_none()
    }
}

/// A short text: one for all languages, or one per language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// The same in all languages.
    Same(String),
    /// A text per language; never empty.
    Each(PerLang<String>),
}

/// A text selected for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wording<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language if it is not the reader's, to be marked up.
    pub foreign: Option<Lang>,
}

impl Text {
    /// All its wordings.
    pub fn wordings(&self) -> impl Iterator<Item = &str> {
        let (same, each) = match self {
            Self::Same(text) => (Some(text.as_str()), None),
            Self::Each(each) => (None, Some(each)),
        };
        same.into_iter().chain(each.into_iter().flat_map(|each| each.iter().map(|(_, text)| text.as_str())))
    }

    /// The text for a reader of `lang`: in that language, else in the original, else the first there is.
    pub fn wording(&self, lang: Lang, original: Lang) -> Wording<'_> {
        match self {
            Self::Same(text) => Wording { text, foreign: None },
            Self::Each(each) => {
                let found = each.for_reader(lang, original);
                let (chosen, text) = found.expect("a text by language is read from a map with at least one language");
                Wording { text, foreign: (chosen != lang).then_some(chosen) }
            }
        }
    }
}

/// The languages that are written from the right, by their primary subtag, and the scripts (Unicode CLDR, `characterOrder`).
const RIGHT_TO_LEFT: [&str; 18] = [
    "ar", "arc", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi", "azb",
];
const RIGHT_TO_LEFT_SCRIPTS: [&str; 7] = ["adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"];

/// The direction of a language (BCP 47), for the attribute `dir`: `rtl` or `ltr`. `lang` alone says nothing of it (HTML, section 3.2.6.4).
pub fn direction(tag: &str) -> &'static str {
    let mut parts = tag.split(['-', '_']).map(str::to_ascii_lowercase);
    let language = parts.next().unwrap_or_default();
    let script = parts.next().filter(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let is_from_right = match script {
        Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&&*script),
        None => RIGHT_TO_LEFT.contains(&&*language),
    };
    if is_from_right { "rtl" } else { "ltr" }
}

/// The direction of a text in a language, where it is not that of the language around it.
pub fn direction_within(tag: &str, around: &str) -> Option<&'static str> {
    Some(direction(tag)).filter(|own| *own != direction(around))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_the_direction_of_their_script() {
        for tag in ["ar", "he", "FA-IR", "ks", "az-Arab", "ff-Adlm"] {
            assert_eq!(direction(tag), "rtl", "{tag}");
            assert_eq!(direction_within(tag, "fr"), Some("rtl"), "{tag}");
            assert_eq!(direction_within("fr", tag), Some("ltr"), "{tag}");
            assert_eq!(direction_within("he", tag), None, "{tag}");
        }
        for tag in ["fr", "en-GB", "ar-Latn", "ks-Deva", "az"] {
            assert_eq!(direction(tag), "ltr", "{tag}");
            assert_eq!(direction_within(tag, "fr"), None, "{tag}");
        }
    }
}
