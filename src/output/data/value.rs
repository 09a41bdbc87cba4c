//! The smallest values of the open data, as they are written and as their schema says: texts by language, dates,
//! instants, addresses, words of closed lists. The same type serves for both, so that the two cannot disagree.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use strum::VariantArray;

use crate::base::moment::{Moment, PartialDate, Zone};
use crate::kind::key::Kind;
use crate::read::date::DateOrTime;
use crate::read::number::Decimal;

/// A value for each language that has one, by its BCP 47 tag, in the site's order of languages.
#[derive(Clone, Debug, PartialEq)]
pub struct ByLang<'a, T>(pub Vec<(&'a str, T)>);

impl<T> ByLang<'_, T> {
    /// The value of a language.
    pub fn get(&self, tag: &str) -> Option<&T> {
        self.0.iter().find(|(own, _)| *own == tag).map(|(_, value)| value)
    }
}

impl<T: Serialize> Serialize for ByLang<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(tag, value)| (tag, value)))
    }
}

impl<T: JsonSchema> JsonSchema for ByLang<'_, T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}ByLanguage", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "propertyNames": { "type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$" },
            "additionalProperties": generator.subschema_for::<T>(),
        })
    }
}

/// A short plain text in each language that has a wording of it, with the no-break spaces of that language.
pub type Text<'a> = ByLang<'a, Cow<'a, str>>;

/// A word of a closed list of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word<T>(pub T);

impl<T: Into<&'static str> + Copy> Word<T> {
    /// The word.
    pub fn as_str(self) -> &'static str {
        self.0.into()
    }
}

impl<T: Into<&'static str> + Copy> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<T: VariantArray + Into<&'static str> + Copy> JsonSchema for Word<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Word".into()
    }

    fn schema_id() -> Cow<'static, str> {
        std::any::type_name::<T>().into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = T::VARIANTS.iter().map(|word| (*word).into()).collect();
        json_schema!({ "type": "string", "enum": words })
    }
}

/// An item that another one names. One that is not public has a name, and neither key nor address.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Reference")]
pub struct Reference<'a> {
    /// Its key, kind and id: `organisation/ctie`.
    pub key: Option<String>,
    /// What it is.
    pub kind: Word<Kind>,
    /// Its title by language.
    pub title: Text<'a>,
    /// Its page in each language.
    pub url: Option<ByLang<'a, Uri>>,
}

impl Reference<'_> {
    /// Its key, else its title in the first language that has one, for tables.
    pub fn name(&self) -> &str {
        self.key.as_deref().or_else(|| Some(&*self.title.0.first()?.1)).unwrap_or_default()
    }
}

/// A value that is written as text of a certain form.
macro_rules! text_of_a_form {
    ($type:ty, $name:literal, $schema:tt) => {
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

/// A date as exactly as it is known: `2026-04-25T14:30:00+02:00`, `2026-04-25`, `2026-04` or `2026`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Date(pub PartialDate);

text_of_a_form!(Date, "Date", {
    "type": "string",
    "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])(T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2})?)?)?$",
});

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// An instant, RFC 3339, with the offset that the item's zone has then: `2026-04-25T17:00:00+02:00`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct At(pub String);

text_of_a_form!(At, "Instant", { "type": "string", "format": "date-time" });

impl At {
    /// A moment as text in a zone.
    pub fn new(moment: Moment, zone: &Zone) -> Self {
        Self(moment.rfc3339(zone))
    }
}

/// A date as exactly as it is known, or an instant where the hour is known too.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum DateOrInstant {
    /// A day, a month or a year.
    Date(Date),
    /// To the hour.
    Instant(At),
}

impl DateOrInstant {
    /// A date or an instant as text in a zone.
    pub fn new(when: DateOrTime, zone: &Zone) -> Self {
        match when {
            DateOrTime::Date(date) => Self::Date(Date(date)),
            DateOrTime::Instant(instant) => Self::Instant(At::new(instant.moment, zone)),
        }
    }
}

/// A number with at most three decimals, exactly as it was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(pub Decimal);

text_of_a_form!(Number, "Number", { "type": "number", "minimum": 0 });

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.thousandths % 1000 {
            0 => serializer.serialize_i64(self.0.thousandths / 1000),
            _ => serializer.serialize_f64(self.0.as_f64()),
        }
    }
}

/// An absolute address, RFC 3986.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Uri(String);

text_of_a_form!(Uri, "Address", { "type": "string", "format": "uri" });

/// What RFC 3986, appendix A, allows nowhere after the host.
const NOT_IN_URI: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

impl Uri {
    /// An address of the site, which is encoded already.
    pub fn own(address: String) -> Self {
        Self(address)
    }

    /// An `http` or `https` address as an editor wrote it, encoded where that was left to the browser.
    pub fn written(address: &str) -> Self {
        let ascii: Cow<'_, str> = match address.is_ascii() {
            true => address.into(),
            // Addresses are parsed when they are read, so this one parses.
            false => url::Url::parse(address).map_or_else(|_| address.into(), |url| String::from(url).into()),
        };
        let host = ascii.find("://").map_or(0, |at| at + 3);
        let (host, rest) = ascii.split_at(ascii[host..].find(['/', '?', '#']).map_or(ascii.len(), |at| host + at));
        // A second `#` is part of the fragment, where it has to be encoded.
        let (path, fragment) = rest.split_once('#').map_or((rest, None), |(path, fragment)| (path, Some(fragment)));
        let encoded = |text: &str| whole_escapes(&utf8_percent_encode(text, NOT_IN_URI).to_string());
        let fragment = fragment.map(|fragment| format!("#{}", encoded(fragment).replace('#', "%23")));
        Self(format!("{host}{}{}", encoded(path), fragment.unwrap_or_default()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Uri> for Cow<'_, str> {
    fn from(uri: Uri) -> Self {
        uri.0.into()
    }
}

/// A `%` that begins no escape is encoded.
fn whole_escapes(text: &str) -> String {
    let bytes = text.as_bytes();
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut whole = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        whole.push(character);
        if character == '%' && !(is_hex(at + 1) && is_hex(at + 2)) {
            whole.push_str("25");
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_addresses_become_valid_uris() {
        for (written, uri) in [
            ("https://example.lu", "https://example.lu"),
            ("https://example.lu/été?q=à", "https://example.lu/%C3%A9t%C3%A9?q=%C3%A0"),
            ("https://exämple.lu/", "https://xn--exmple-cua.lu/"),
            ("http://e.lu/a|b?x[]=1#c#d", "http://e.lu/a%7Cb?x%5B%5D=1#c%23d"),
            ("http://[::1]:80/100%?a%20b%2", "http://[::1]:80/100%25?a%20b%252"),
        ] {
            assert_eq!(Uri::written(written).as_str(), uri);
        }
    }

    #[test]
    fn whole_numbers_have_no_decimal_point() {
        let json = |thousandths| serde_json::to_string(&Number(Decimal { thousandths })).expect("a number");
        assert_eq!([json(50_000_000), json(1_200_500), json(0)], ["50000", "1200.5", "0"]);
    }
}
