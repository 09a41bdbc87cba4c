//! The attribute filter: attributes of the allow-list are added to the tree in normal form; all others are reported at
//! their place. Nothing else adds an attribute written by an author to a tree.

use std::ops::Range;

use pulldown_cmark::CowStr;

use crate::base::lang::direction_within;
use crate::base::message::{Message, say};
use crate::read::language_tags::is_language_tag;
use crate::text::markdown::chunk::Chunk;
use crate::text::markdown::ids::is_reserved;
use crate::text::markdown::rendered::Report;
use crate::text::markdown::tree::Element;
use crate::text::sanitize::allow::{self, AttributeType};
use crate::text::sanitize::token::{self, StartTag};
use crate::text::sanitize::{class, escape, is_address, scheme, tidy_address};

/// The help for an invalid language tag.
const LANG_EXAMPLE: Message = Message::fixed(
    "write a language tag, for example `lang=\"de\"`",
    "écrivez un code de langue, par exemple `lang=\"de\"`",
);

/// Adds the allowed attributes of a tag, except those in `done`.
pub fn add_allowed(
    allowed: &allow::AllowedElement,
    tag: &StartTag,
    done: &[&str],
    chunk: &Chunk,
    element: &mut Element,
    report: &mut Report,
) {
    let mut seen: Vec<&str> = Vec::new();
    for attribute in &tag.attributes {
        let name = &*attribute.name;
        // Of duplicate attributes the first one counts (HTML).
        if done.contains(&name) || seen.contains(&name) {
            continue;
        }
        let Some((name, value)) = allowed.attribute(name) else {
            let message = say!(en: "the attribute `{name}` was removed", fr: "l’attribut `{name}` a été retiré");
            report.warn("html-removed", chunk.place(&attribute.range), message, allow::advice_on_attribute(name));
            continue;
        };
        seen.push(name);
        let value = match value {
            AttributeType::Link | AttributeType::Image | AttributeType::Ours => continue,
            AttributeType::Classes => {
                Some(author_classes(attribute, chunk, report)).filter(|classes| !classes.is_empty())
            }
            kind => accepted(kind, attribute, chunk, report),
        };
        let Some(value) = value else { continue };
        if name == "id" {
            element.id_span = chunk.place(&attribute.range);
        }
        element.attributes.push((name, value.into()));
    }
    let around = report.options.lang_tag;
    let dir = element.attribute("lang").and_then(|lang| direction_within(lang, around));
    let dir = dir.filter(|_| element.attribute("dir").is_none());
    if let Some(dir) = dir {
        element.attributes.push(("dir", dir.into()));
    }
}

/// The normalized value; `None` for an invalid one, which is reported.
fn accepted(
    kind: AttributeType,
    attribute: &token::TagAttribute,
    chunk: &Chunk,
    report: &mut Report,
) -> Option<String> {
    let value = escape::decode_attribute(attribute.value);
    let trimmed = value.trim_ascii();
    let help = match kind {
        AttributeType::Text => return Some(value.into_owned()),
        AttributeType::Flag => return Some(String::new()),
        AttributeType::Id => return Some(trimmed.to_owned()),
        AttributeType::Lang if is_language_tag(trimmed) => return Some(trimmed.to_owned()),
        AttributeType::Lang => LANG_EXAMPLE,
        AttributeType::Number
            if (1..6).contains(&trimmed.len()) && trimmed.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            return Some(trimmed.to_owned());
        }
        AttributeType::Number => say!(en: "write a whole number", fr: "écrivez un nombre entier"),
        AttributeType::Word(words) => {
            let word = trimmed.to_ascii_lowercase();
            if words.contains(&&*word) {
                return Some(word);
            }
            say!(
                en: "write one of `{values}`",
                fr: "écrivez l’une de ces valeurs : `{values}`",
                values = words.join("`, `")
            )
        }
        AttributeType::Ids if !trimmed.split_whitespace().any(is_reserved) => {
            let prefix = report.options.id_prefix;
            let ids = trimmed.split_whitespace().map(|id| format!("{prefix}{id}"));
            return Some(ids.collect::<Vec<_>>().join(" "));
        }
        AttributeType::Ids => say!(
            en: "write the ids of elements of this text",
            fr: "écrivez les identifiants d’éléments de ce texte"
        ),
        AttributeType::Source => match source_address(trimmed) {
            Some(address) => return Some(address),
            None => say!(en: "write an address with `https:`", fr: "écrivez une adresse avec `https:`"),
        },
        AttributeType::Classes | AttributeType::Link | AttributeType::Image | AttributeType::Ours => return None,
    };
    let message = say!(
        en: "`{name}` cannot be `{value}` and was removed",
        fr: "`{name}` ne peut pas valoir `{value}` et a été retiré",
        name = attribute.name
    );
    report.warn("html-removed", chunk.place(&attribute.range), message, help);
    None
}

/// The classes of an attribute that authors may use; others are reported at their place.
pub fn author_classes(attribute: &token::TagAttribute, chunk: &Chunk, report: &mut Report) -> String {
    let value = escape::decode_attribute(attribute.value);
    let is_as_written = *value == *attribute.value;
    let (mut known, mut from) = (Vec::new(), 0);
    for word in class::words(&value) {
        // There is only white space between two words.
        let at = from + value[from..].find(word).unwrap_or_default();
        from = at + word.len();
        match class::of_author(word) {
            Some(class) => known.push(class),
            None => {
                let Range { start, end } = attribute.value_range;
                let range = if is_as_written { start + at..start + from } else { start..end };
                refuse_class(word, chunk.place(&range), report);
            }
        }
    }
    known.join(" ")
}

/// Reports a class that authors may not use.
fn refuse_class(word: &str, span: Range<usize>, report: &mut Report) {
    let message = say!(en: "the class `{word}` was removed", fr: "la classe `{word}` a été retirée");
    report.warn("html-removed", span, message, class::advice(word));
}

/// The language of a heading; other attributes are reported.
pub fn heading_lang(
    attributes: &[(CowStr, Option<CowStr>)],
    range: &Range<usize>,
    report: &mut Report,
) -> Option<String> {
    let mut lang = None;
    for (name, value) in attributes {
        let (message, help) = match (&**name, value) {
            ("lang", Some(value)) if !is_language_tag(value) => (
                say!(
                    en: "`lang` cannot be `{value}` and was removed",
                    fr: "`lang` ne peut pas valoir `{value}` et a été retiré"
                ),
                LANG_EXAMPLE,
            ),
            ("lang", Some(value)) if lang.is_none() => {
                lang = Some(value.to_string());
                continue;
            }
            _ => (
                say!(en: "a heading has no attribute `{name}`", fr: "un titre n’a pas d’attribut `{name}`"),
                say!(
                    en: "write `{{#id}}`, `{{.intro}}` or `{{lang=de}}`",
                    fr: "écrivez `{{#id}}`, `{{.intro}}` ou `{{lang=de}}`"
                ),
            ),
        };
        report.warn("html-removed", range.clone(), message, help);
    }
    lang
}

/// The classes of a heading that authors may use; others are reported at their place.
pub fn heading_classes(classes: &[CowStr], source: &str, range: &Range<usize>, report: &mut Report) -> String {
    let mut known = Vec::new();
    // They are in order at the end of the heading; after one that is not found, no others are searched.
    let mut from = source[range.clone()].rfind('{').map(|at| range.start + at);
    for word in classes {
        let found = from.and_then(|from| Some(from + source[from..range.end].find(&format!(".{word}"))? + 1));
        from = found.map(|at| at + word.len());
        match class::of_author(word) {
            Some(class) => known.push(class),
            None => {
                let place = found.map_or(range.clone(), |at| at..at + word.len());
                refuse_class(word, place, report);
            }
        }
    }
    known.join(" ")
}

fn source_address(written: &str) -> Option<String> {
    let address = tidy_address(written).into_owned();
    let is_web = scheme(&address).is_none_or(|scheme| scheme.starts_with("http"));
    (is_web && !address.is_empty() && is_address(&address)).then_some(address)
}
