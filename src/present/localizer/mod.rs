//! Formats numbers, amounts, plurals, lists and dates in one language. Every form comes from the theme's strings.
//!
//! A pattern such as `{date} à {time}` names its parts; translators choose their order and what is between them.

pub mod date;

use icu_locale_core::LanguageIdentifier;
use icu_plurals::{PluralCategory, PluralRules};

use crate::present::view::part::{LanguageView, MoneyView};
use crate::present::view::value::{LangString, escape};
use crate::text::typography::bind_spaces;
use crate::theme::strings::{Translation, fill};

/// Formats values with the strings of one language. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Localizer<'a> {
    translation: &'a Translation,
    /// True if days are written with their day of the week.
    weekdays: bool,
}

/// An amount of money as an editor wrote it; at least one of the three amounts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amount<'a> {
    /// The exact amount.
    pub amount: Option<f64>,
    /// The least amount.
    pub min: Option<f64>,
    /// The greatest amount.
    pub max: Option<f64>,
    /// The code of the currency: `EUR`.
    pub currency: &'a str,
    /// `included`, `excluded` or `none`.
    pub vat: Option<&'a str>,
    /// `award` or `total`.
    pub per: Option<&'a str>,
    /// The editor's note.
    pub note: Option<LangString>,
}

impl<'a> Localizer<'a> {
    /// A localizer with these strings.
    pub fn new(translation: &'a Translation) -> Self {
        Self { translation, weekdays: false }
    }

    /// The same, writing each day with its day of the week: `samedi 25 avril 2026`.
    pub fn with_weekdays(self) -> Self {
        Self { weekdays: true, ..self }
    }

    /// The BCP 47 tag of the language.
    pub fn lang(&self) -> &'a str {
        self.translation.lang()
    }

    /// The string of a key such as `kind.call.many`; the key itself if it is missing, which is reported elsewhere.
    pub fn string<'k>(&self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.translation.get(key).unwrap_or(key)
    }

    /// The pattern of a key with its parts: `fill("list.page_of", &[("page", "2"), ("pages", "5")])`.
    pub fn fill(&self, key: &str, parts: &[(&str, &str)]) -> String {
        fill(self.string(key), parts)
    }

    /// The pattern of a key with parts that may be in another language, which are marked as such.
    pub fn fill_marked(&self, key: &str, parts: &[(&str, &LangString)]) -> LangString {
        let plain: Vec<(&str, &str)> = parts.iter().map(|(name, part)| (*name, part.text.as_str())).collect();
        let text = self.fill(key, &plain);
        if parts.iter().all(|(_, part)| part.lang.is_none()) {
            return LangString::new(bind_spaces(&text, self.lang()));
        }
        let marked: Vec<(&str, String)> = parts.iter().map(|(name, part)| (*name, part.markup())).collect();
        let marked: Vec<(&str, &str)> = marked.iter().map(|(name, part)| (*name, part.as_str())).collect();
        let mixed = fill(&escape(&bind_spaces(self.string(key), self.lang())), &marked);
        LangString { mixed: Some(mixed), ..LangString::new(text) }
    }

    /// The plural form of a key for a number: `plural("count.call", 2)` is `2 appels`.
    pub fn plural(&self, key: &str, number: u64) -> String {
        let category = match category(self.lang(), number) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        };
        let form = self.translation.get(&format!("{key}.{category}"));
        let pattern = form.or_else(|| self.translation.get(&format!("{key}.other"))).unwrap_or(key);
        fill(pattern, &[("n", &self.number(number as f64))])
    }

    /// A number, with at most two decimals: `12 500`, `1,5`.
    pub fn number(&self, value: f64) -> String {
        let text = format!("{value:.2}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        self.grouped(text)
    }

    /// A percentage.
    pub fn percent(&self, value: f64) -> String {
        self.fill("number.percent", &[("n", &self.number(value))])
    }

    /// The size of a file: `1,2 Mo`.
    pub fn size(&self, bytes: u64) -> String {
        let (unit, scale) = match bytes {
            0..1_000 => return self.plural("size.bytes", bytes),
            1_000..1_000_000 => ("size.kilo", 1e3),
            1_000_000..1_000_000_000 => ("size.mega", 1e6),
            _ => ("size.giga", 1e9),
        };
        let value = bytes as f64 / scale;
        // One decimal for small sizes, none for large ones.
        let value = if value < 10.0 { (value * 10.0).round() / 10.0 } else { value.round() };
        self.fill(unit, &[("n", &self.number(value))])
    }

    /// The size of a file as an editor wrote it, `420 kB` or `420 ko`, in the units of this language; other words stay.
    pub fn size_as_written(&self, written: &str) -> String {
        let unit_at = written.find(|c: char| c.is_alphabetic()).unwrap_or(written.len());
        let (number, unit) = written.split_at(unit_at);
        let scale = match unit {
            "kB" | "KB" | "ko" | "Ko" => 1e3,
            "MB" | "Mo" => 1e6,
            "GB" | "Go" => 1e9,
            _ => return written.to_owned(),
        };
        let number = number.trim().replace(',', ".").parse::<f64>();
        let bytes = number.ok().filter(|number| (0.0..1e6).contains(number)).map(|number| (number * scale).round());
        bytes.map_or_else(|| written.to_owned(), |bytes| self.size(bytes as u64))
    }

    /// A number that an editor could only bound, `>300`, in words: `plus de 300`; other words stay.
    pub fn number_as_written(&self, written: &str) -> String {
        let least = written.strip_prefix('>').and_then(|number| number.trim().parse::<u32>().ok());
        let more_than = |least: u32| self.fill("number.more_than", &[("n", &self.number(least.into()))]);
        least.map_or_else(|| written.to_owned(), more_than)
    }

    /// An amount of money with VAT and unit: `jusqu’à 150 000 € hors TVA par attributaire`.
    pub fn money(&self, amount: &Amount<'_>) -> MoneyView {
        let of = |value: f64| self.amount(value, amount.currency);
        let mut text = match (amount.amount, amount.min, amount.max) {
            (Some(0.0), _, _) => self.string("money.nothing").to_owned(),
            (Some(exact), _, _) => of(exact),
            (None, Some(min), Some(max)) => self.fill("money.between", &[("min", &of(min)), ("max", &of(max))]),
            (None, None, Some(max)) => self.fill("money.max", &[("amount", &of(max))]),
            (None, Some(min), None) => self.fill("money.min", &[("amount", &of(min))]),
            (None, None, None) => String::new(),
        };
        for (list, key) in [("vat", amount.vat), ("per", amount.per)] {
            if let Some(key) = key {
                text.push(' ');
                text.push_str(self.string(&format!("money.{list}.{key}")));
            }
        }
        MoneyView { text, note: amount.note.clone() }
    }

    /// An enumeration: `a, b et c`.
    pub fn list(&self, things: &[&str]) -> String {
        let Some((last, before)) = things.split_last() else { return String::new() };
        let Some((first, middle)) = before.split_first() else { return (*last).to_owned() };
        let row = middle
            .iter()
            .fold((*first).to_owned(), |row, thing| self.fill("list.more", &[("first", &row), ("rest", thing)]));
        self.fill("list.two", &[("first", &row), ("last", last)])
    }

    /// A language with its name from the strings, else its tag.
    pub fn language(&self, tag: &str) -> LanguageView {
        let name = self.translation.get(&format!("language.{tag}")).unwrap_or(tag);
        LanguageView { tag: tag.to_owned(), name: name.to_owned() }
    }

    fn amount(&self, value: f64, currency: &str) -> String {
        let whole = value.fract() == 0.0;
        let amount = self.grouped(&if whole { format!("{value:.0}") } else { format!("{value:.2}") });
        match self.translation.get(&format!("money.symbol.{currency}")) {
            Some(symbol) => self.fill("money.with_symbol", &[("amount", &amount), ("symbol", symbol)]),
            None => self.fill("money.with_code", &[("amount", &amount), ("code", currency)]),
        }
    }

    /// Digits with the group and decimal separators of the language.
    fn grouped(&self, digits: &str) -> String {
        let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("−", digits));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let mut text = sign.to_owned();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                text.push_str(self.string("number.group"));
            }
            text.push(digit);
        }
        if !decimals.is_empty() {
            text.push_str(self.string("number.decimal"));
            text.push_str(decimals);
        }
        text
    }
}

/// The CLDR plural category. The rules are not `Sync`, so they are created each time, which is a look-up in compiled
/// data.
fn category(lang: &str, number: u64) -> PluralCategory {
    let Ok(language) = LanguageIdentifier::try_from_str(lang) else { return PluralCategory::Other };
    let rules = PluralRules::try_new_cardinal((&language).into());
    rules.map_or(PluralCategory::Other, |rules| rules.category_for(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::strings::tests::{english, french, german};

    #[test]
    fn plural_forms_follow_the_language() {
        let (fr, en) = (french(), english());
        assert_eq!(Localizer::new(&fr).plural("count.call", 0), "0 appel");
        assert_eq!(Localizer::new(&en).plural("count.call", 0), "0 calls");
        assert_eq!(Localizer::new(&fr).plural("count.call", 1200), "1\u{202f}200 appels");
        assert_eq!(Localizer::new(&en).plural("count.call", 1), "1 call");
    }

    #[test]
    fn small_sizes_have_one_decimal() {
        let (fr, en) = (french(), english());
        assert_eq!(Localizer::new(&fr).size(1), "1\u{a0}octet");
        assert_eq!(Localizer::new(&fr).size(1_234_567), "1,2\u{a0}Mo");
        assert_eq!(Localizer::new(&en).size(48_500), "49\u{a0}kB");
        assert_eq!(Localizer::new(&fr).size_as_written("420 kB"), "420\u{a0}ko");
        assert_eq!(Localizer::new(&en).size_as_written("1,2 Mo"), "1.2\u{a0}MB");
        assert_eq!(Localizer::new(&fr).size_as_written("12 pages"), "12 pages");
        assert_eq!(Localizer::new(&fr).number_as_written(">300"), "plus de 300");
        assert_eq!(Localizer::new(&en).number_as_written("about 300"), "about 300");
    }

    #[test]
    fn money_includes_bounds_tax_and_purpose() {
        let (fr, en, de) = (french(), english(), german());
        let amount = Amount {
            max: Some(150_000.0),
            currency: "EUR",
            vat: Some("excluded"),
            per: Some("award"),
            ..Amount::default()
        };
        let french_text = "jusqu’à 150\u{202f}000\u{a0}€ hors TVA par attributaire";
        assert_eq!(Localizer::new(&fr).money(&amount).text, french_text);
        assert_eq!(Localizer::new(&en).money(&amount).text, "up to €150,000 excluding VAT per award");
        let cents = Amount { amount: Some(1234.5), currency: "CHF", ..Amount::default() };
        assert_eq!(Localizer::new(&de).money(&cents).text, "1.234,50\u{a0}CHF");
        let free = Amount { amount: Some(0.0), currency: "EUR", ..Amount::default() };
        assert_eq!(Localizer::new(&en).money(&free).text, "Free of charge");
    }

    #[test]
    fn lists_end_with_and() {
        let (fr, en) = (french(), english());
        assert_eq!(Localizer::new(&fr).list(&["a", "b", "c"]), "a, b et c");
        assert_eq!(Localizer::new(&en).list(&["a", "b"]), "a and b");
        assert_eq!(Localizer::new(&en).list(&["a"]), "a");
    }

    #[test]
    fn braces_in_an_argument_are_not_replaced() {
        assert_eq!(fill("{a} and {b} and {c}", &[("a", "{b}"), ("b", "x")]), "{b} and x and {c}");
    }
}
