//! The types of single values: texts, numbers, dates, addresses. Each reads a node or reports what is wrong with it.

use std::fmt;

use strum::VariantArray;

use crate::base::bounds::{NAME_BYTES, URL_CHARACTERS, WORDS_CHARACTERS};
use crate::base::diagnostic::nearest;
use crate::base::lang::{Lang, PerLang, Text};
use crate::base::route::{is_id, to_id};
use crate::base::source::{Span, Spanned};
use crate::read::field::{Reader, list_of};
use crate::read::yaml::{Node, Value};

/// A value with its place, by any reader of values.
pub fn spanned<'a, T>(
    read: impl FnOnce(&mut Reader<'a>, &Node) -> Option<T>,
) -> impl FnOnce(&mut Reader<'a>, &Node) -> Option<Spanned<T>> {
    |reader, node| read(reader, node).map(|value| Spanned { value, span: node.span })
}

/// A string, taken as written.
pub fn string(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    at_most(WORDS_CHARACTERS)(reader, node)
}

/// A string of no more than so many characters.
pub fn at_most<'a>(most: usize) -> impl FnOnce(&mut Reader<'a>, &Node) -> Option<String> {
    move |reader, node| match node.as_scalar() {
        Some(text) => is_short(reader, node.span, text, most).then(|| text.trim().to_owned()),
        None => {
            reader.mistyped(node, "a text", "a few words");
            None
        }
    }
}

/// True for a text of no more than so many characters; a longer one is reported.
fn is_short(reader: &mut Reader<'_>, span: Span, text: &str, most: usize) -> bool {
    let is_short = text.len() <= most || text.chars().nth(most).is_none();
    if !is_short {
        let message = format!("the value of `{}` is too long", reader.key);
        reader.error("too-long", span, message, format!("write at most {most} characters"));
    }
    is_short
}

/// A text: a string for all languages, or a map with one for each.
pub fn text(reader: &mut Reader<'_>, node: &Node) -> Option<Text> {
    let prose = wordings(reader, node)?;
    let all = prose.wordings();
    if !all.iter().all(|(_, text)| is_short(reader, text.span, &text.value, WORDS_CHARACTERS)) {
        return None;
    }
    match prose {
        Prose::Same(text) => Some(Text::Same(text.value)),
        Prose::Each(each) => {
            let mut texts = PerLang::default();
            each.iter().for_each(|(lang, text)| texts.set(lang, text.value.clone()));
            Some(Text::Each(texts))
        }
    }
}

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
                if let Some(text) = each.get(lang) {
                    return (text, None);
                }
                let other = each.get(original).map(|text| (original, text)).or_else(|| each.first());
                let (foreign, text) = other.expect("a text by language is read from a map with at least one language");
                (text, Some(foreign))
            }
        }
    }
}

/// The same as [`text`], for texts that are Markdown.
pub fn prose(reader: &mut Reader<'_>, node: &Node) -> Option<Prose> {
    let prose = wordings(reader, node)?;
    reader.proses.push(prose.clone());
    Some(prose)
}

fn wordings(reader: &mut Reader<'_>, node: &Node) -> Option<Prose> {
    let entries = match &node.value {
        Value::Scalar { text, .. } => {
            return Some(Prose::Same(Spanned { value: text.trim().to_owned(), span: node.span }));
        }
        Value::Map(entries) => entries,
        Value::Null | Value::List(_) => {
            let tags: Vec<String> = reader.tags.0.iter().map(|tag| format!("{tag}: …")).collect();
            reader.mistyped(node, "a text", &format!("a few words` or `{{{}}}", tags.join(", ")));
            return None;
        }
    };
    let mut each = PerLang::default();
    let mut refused = false;
    for entry in entries {
        let Some(lang) = reader.tags.find(&entry.key) else {
            refused = true;
            if reader.tags.are_known() {
                let known: Vec<&str> = reader.tags.0.iter().map(String::as_str).collect();
                let help = format!("the languages of the site are {}", list_of(&known));
                let message = format!("`{}` is not a language of the site", entry.key);
                reader.error("not-a-language", entry.span, message, help);
            }
            continue;
        };
        if entry.node.is_absent() {
            continue;
        }
        match entry.node.as_scalar() {
            Some(text) => each.set(lang, Spanned { value: text.trim().to_owned(), span: entry.node.span }),
            None => {
                reader.mistyped(&entry.node, "a text", "a few words");
                refused = true;
            }
        }
    }
    if refused {
        return (!each.is_empty()).then_some(Prose::Each(each));
    }
    let lacking: Vec<String> = reader
        .tags
        .all()
        .filter(|lang| each.get(*lang).is_none())
        .map(|lang| reader.tags.tag(lang).to_owned())
        .collect();
    if each.is_empty() {
        reader.error(
            "empty-text",
            reader.lack_span(node),
            "this text has no wording in any language",
            "write at least one, as in `fr: …`",
        );
        return None;
    }
    if !lacking.is_empty() && reader.tags.are_known() {
        let help = format!("add `{}: …` to this text", lacking.join(": …`, `"));
        reader.warn(
            "partial-translation",
            reader.lack_span(node),
            format!("this text is not translated into {}", lacking.join(", ")),
            help,
        );
    }
    Some(Prose::Each(each))
}

/// `true` or `false`.
pub fn boolean(reader: &mut Reader<'_>, node: &Node) -> Option<bool> {
    match node.as_scalar() {
        Some("true" | "True" | "TRUE") => Some(true),
        Some("false" | "False" | "FALSE") => Some(false),
        Some(other) => {
            let help = match other.to_lowercase().as_str() {
                "yes" | "oui" | "on" | "1" | "y" => "write `true`",
                "no" | "non" | "off" | "0" | "n" => "write `false`",
                _ => "write `true` or `false`",
            };
            reader.error(
                "wrong-type",
                node.span,
                format!("`{}` is `true` or `false`, not `{other}`", reader.key),
                help,
            );
            None
        }
        None => {
            reader.mistyped(node, "`true` or `false`", "true");
            None
        }
    }
}

/// A whole number from 0.
pub fn whole(reader: &mut Reader<'_>, node: &Node) -> Option<u32> {
    let written = number_text(reader, node, "a whole number", "30")?;
    match written.parse() {
        Ok(number) if !written.starts_with('+') => Some(number),
        Err(_) if written.bytes().all(|byte| byte.is_ascii_digit()) && !written.is_empty() => {
            let help = format!("write a number up to {}", u32::MAX);
            reader.error(
                "wrong-type",
                node.span,
                format!("`{written}` is too large a number for `{}`", reader.key),
                help,
            );
            None
        }
        Ok(_) | Err(_) => {
            let digits: String =
                written.chars().take_while(|c| !matches!(c, '.' | ',')).filter(char::is_ascii_digit).collect();
            let help = if digits.is_empty() || written.contains('-') {
                "write digits only, as in `30`".to_owned()
            } else {
                format!("write digits only, as in `{digits}`")
            };
            reader.error(
                "wrong-type",
                node.span,
                format!("`{}` is a whole number from 0 up, not `{written}`", reader.key),
                help,
            );
            None
        }
    }
}

/// An exact decimal number with at most three digits behind the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal {
    /// The number times a thousand.
    pub thousandths: i64,
}

impl Decimal {
    /// The number for display; what is compared and summed is [`Decimal::thousandths`].
    pub fn as_f64(self) -> f64 {
        self.thousandths as f64 / 1000.0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.thousandths / 1000, (self.thousandths % 1000).abs());
        let text = format!("{whole}.{rest:03}");
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// A number that is not negative, with a point before its decimals.
pub fn decimal(reader: &mut Reader<'_>, node: &Node) -> Option<Decimal> {
    let written = number_text(reader, node, "a number", "12.5")?;
    let (whole, rest) = written.split_once('.').unwrap_or((written, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(whole) && digits(rest) && whole.len() <= 14 && rest.len() <= 3 {
        let thousandths = format!("{whole}{rest:0<3}").parse().ok()?;
        return Some(Decimal { thousandths });
    }
    let bare: String = written.replace(',', ".").chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let help = if bare.is_empty() || written.starts_with('-') {
        "write digits, with a point before decimals, as in `1200.50`".to_owned()
    } else {
        format!("write digits without spaces and signs, with a point before decimals, as in `{bare}`")
    };
    reader.error("wrong-type", node.span, format!("`{}` is a number, not `{written}`", reader.key), help);
    None
}

fn number_text<'n>(reader: &mut Reader<'_>, node: &'n Node, wanted: &str, example: &str) -> Option<&'n str> {
    let text = node.as_scalar();
    if text.is_none() {
        reader.mistyped(node, wanted, example);
    }
    text.map(str::trim)
}

/// One value of a closed list. The list is the type's own.
pub fn choice<T: VariantArray + Into<&'static str> + Copy>(reader: &mut Reader<'_>, node: &Node) -> Option<T> {
    let names: Vec<&'static str> = T::VARIANTS.iter().map(|value| (*value).into()).collect();
    let Some(written) = node.as_scalar().map(str::trim) else {
        reader.mistyped(node, "one word of a list", names[0]);
        return None;
    };
    if let Some(value) = T::VARIANTS.iter().find(|value| Into::<&'static str>::into(**value) == written) {
        return Some(*value);
    }
    let help = match nearest(written, names.iter().copied()) {
        Some(near) => format!("write `{near}`; the values are {}", list_of(&names)),
        None => format!("write one of {}", list_of(&names)),
    };
    reader.error("not-in-list", node.span, format!("`{written}` is not one of the values of `{}`", reader.key), help);
    None
}

/// An absolute `http` or `https` address.
pub fn url(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let written = string(reader, node)?;
    if !is_short(reader, node.span, &written, URL_CHARACTERS) {
        return None;
    }
    let scheme = written.split_once("://").map_or("", |(scheme, _)| scheme);
    let absolute = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let valid =
        absolute && !written.contains(char::is_whitespace) && url::Url::parse(&written).is_ok_and(|url| url.has_host());
    if valid {
        return Some(written);
    }
    let help = if written.contains(' ') && absolute {
        "write the address without spaces; a space in an address is `%20`".to_owned()
    } else if !written.contains("://") && written.contains('.') && !written.contains(' ') {
        format!("write `https://{written}`")
    } else {
        "write the whole address, as in `https://example.lu/page`".to_owned()
    };
    reader.error(
        "not-an-address",
        node.span,
        format!("`{}` is an absolute http or https address, not `{written}`", reader.key),
        help,
    );
    None
}

/// An e-mail address, RFC 5322, with a domain of at least two parts.
pub fn email(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let written = string(reader, node)?;
    let options =
        email_address::Options::default().with_minimum_sub_domains(2).without_display_text().without_domain_literal();
    if email_address::EmailAddress::parse_with_options(&written, options).is_ok() {
        return Some(written);
    }
    let help = "write one address, as in `contact@example.lu`";
    reader.error("not-an-email", node.span, format!("`{}` is an e-mail address, not `{written}`", reader.key), help);
    None
}

/// A language tag, BCP 47.
pub fn language_tag(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let written = string(reader, node)?;
    if is_language_tag(&written) {
        return Some(written);
    }
    let help = "write a code such as `fr`, `en`, `de` or `lb`";
    reader.error("not-a-language-tag", node.span, format!("`{written}` is not a language tag"), help);
    None
}

/// True for a language tag, BCP 47.
pub fn is_language_tag(written: &str) -> bool {
    oxilangtag::LanguageTag::parse(written).is_ok()
}

/// An id: lower-case letters without accents, digits and `-`.
pub fn id(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let written = string(reader, node)?;
    if written.len() > NAME_BYTES {
        let help = format!("write at most {NAME_BYTES} letters");
        reader.error("not-an-id", node.span, format!("the value of `{}` is too long for an address", reader.key), help);
        return None;
    }
    if is_id(&written) {
        return Some(written);
    }
    refuse_id(reader, node.span, &written);
    None
}

/// Reports that a word is not an id, with the nearest one that is.
pub fn refuse_id(reader: &mut Reader<'_>, span: Span, written: &str) {
    let near = to_id(written);
    let help = if near.is_empty() {
        "use `a` to `z`, `0` to `9` and `-`".to_owned()
    } else {
        format!("use `a` to `z`, `0` to `9` and `-`, as in `{near}`")
    };
    reader.error("not-an-id", span, format!("`{written}` is not an id, as `{}` asks for", reader.key), help);
}

/// A file of the item, by its path from the item's folder.
pub fn file(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let written = string(reader, node)?;
    let path = written.strip_prefix("./").unwrap_or(&written).to_owned();
    reader.files.push(Spanned { value: path.clone(), span: node.span });
    Some(path)
}

/// A theme of the site, by its id.
pub fn theme(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let id = string(reader, node)?;
    reader.themes.push(Spanned { value: id.clone(), span: node.span });
    Some(id)
}
