//! The types of single values: texts, choices, ids. Each reads a node or reports what is wrong with it.

use strum::VariantArray;

use crate::base::bounds::{NAME_BYTES, TITLE_CHARACTERS, WORDS_CHARACTERS};
use crate::base::diagnostic::nearest;
use crate::base::lang::{Lang, PerLang, Text};
use crate::base::message::{Message, say};
use crate::base::route::{is_id, to_id};
use crate::base::source::{Span, Spanned};
use crate::read::field::{MissingTranslation, Reader};
use crate::read::form::Shape;
use crate::read::listed::list_of;
use crate::read::prose::Prose;
use crate::read::tags::is_language_tag;
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
    move |reader, node| {
        reader.note(Shape::String);
        match node.as_scalar() {
            Some(text) => is_short(reader, node.span, text, most).then(|| text.trim().to_owned()),
            None => {
                mistyped_text(reader, node);
                None
            }
        }
    }
}

fn a_text() -> Message {
    say!(en: "a text", fr: "un texte")
}

fn mistyped_text(reader: &mut Reader<'_>, node: &Node) {
    let help = say!(en: "write it as in `a few words`", fr: "écrivez-le comme dans `quelques mots`");
    reader.mistyped_with(node, a_text(), help);
}

/// True for a text of no more than so many characters; a longer one is reported.
pub(super) fn is_short(reader: &mut Reader<'_>, span: Span, text: &str, most: usize) -> bool {
    let is_short = text.len() <= most || text.chars().nth(most).is_none();
    if !is_short {
        let key = &reader.key;
        let message = say!(en: "the value of `{key}` is too long", fr: "la valeur de `{key}` est trop longue");
        let help = say!(en: "write at most {most} characters", fr: "écrivez {most} caractères au plus");
        reader.error("too-long", span, message, help);
    }
    is_short
}

/// A text: a string for all languages, or a map with one for each.
pub fn text(reader: &mut Reader<'_>, node: &Node) -> Option<Text> {
    text_at_most(WORDS_CHARACTERS, reader, node)
}

/// A text that many pages say.
pub fn label(reader: &mut Reader<'_>, node: &Node) -> Option<Text> {
    text_at_most(TITLE_CHARACTERS, reader, node)
}

/// A text with no wording of more than so many characters.
pub fn text_at_most(most: usize, reader: &mut Reader<'_>, node: &Node) -> Option<Text> {
    reader.note(Shape::Text);
    let prose = wordings(reader, node)?;
    let all = prose.wordings();
    if !all.iter().all(|(_, text)| is_short(reader, text.span, &text.value, most)) {
        return None;
    }
    Some(prose.into())
}

/// The same as [`text`], for texts that are Markdown.
pub fn prose(reader: &mut Reader<'_>, node: &Node) -> Option<Prose> {
    reader.note(Shape::Prose);
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
            let help = say!(
                en: "write it as in `a few words` or `{{{each}}}`",
                fr: "écrivez-le comme dans `quelques mots` ou `{{{each}}}`",
                each = tags.join(", ")
            );
            reader.mistyped_with(node, a_text(), help);
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
                let help = say!(
                    en: "the languages of the site are {languages}",
                    fr: "les langues du site sont {languages}",
                    languages = list_of(&known)
                );
                let message = say!(
                    en: "`{key}` is not a language of the site",
                    fr: "`{key}` n’est pas une langue du site",
                    key = entry.key
                );
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
                mistyped_text(reader, &entry.node);
                refused = true;
            }
        }
    }
    if refused {
        return (!each.is_empty()).then_some(Prose::Each(each));
    }
    let langs: Vec<Lang> = reader.tags.all().filter(|lang| each.get(*lang).is_none()).collect();
    let lacking: Vec<String> = langs.iter().map(|lang| reader.tags.tag(*lang).to_owned()).collect();
    if each.is_empty() {
        reader.error(
            "empty-text",
            reader.lack_span(node),
            say!(en: "this text has no wording in any language", fr: "ce texte n’est écrit dans aucune langue"),
            say!(
                en: "write at least one, as in `fr: …`",
                fr: "écrivez-le dans une langue au moins, comme dans `fr: …`"
            ),
        );
        return None;
    }
    if !lacking.is_empty() && reader.tags.are_known() {
        reader.lacks.push(MissingTranslation { key: reader.key, span: reader.lack_span(node), langs });
        let help = say!(
            en: "add `{languages}: …` to this text",
            fr: "ajoutez `{languages}: …` à ce texte",
            languages = lacking.join(": …`, `")
        );
        reader.warn(
            "partial-translation",
            reader.lack_span(node),
            say!(
                en: "this text is not translated into {languages}",
                fr: "ce texte n’est pas traduit en {languages}",
                languages = lacking.join(", ")
            ),
            help,
        );
    }
    Some(Prose::Each(each))
}

/// `true` or `false`.
pub fn boolean(reader: &mut Reader<'_>, node: &Node) -> Option<bool> {
    reader.note(Shape::Boolean);
    match node.as_scalar() {
        Some("true" | "True" | "TRUE") => Some(true),
        Some("false" | "False" | "FALSE") => Some(false),
        Some(other) => {
            let help = match other.to_lowercase().as_str() {
                "yes" | "oui" | "on" | "1" | "y" => say!(en: "write `true`", fr: "écrivez `true`"),
                "no" | "non" | "off" | "0" | "n" => say!(en: "write `false`", fr: "écrivez `false`"),
                _ => say!(en: "write `true` or `false`", fr: "écrivez `true` ou `false`"),
            };
            reader.error(
                "wrong-type",
                node.span,
                say!(
                    en: "`{key}` is `true` or `false`, not `{other}`",
                    fr: "`{key}` vaut `true` ou `false`, et non `{other}`",
                    key = reader.key
                ),
                help,
            );
            None
        }
        None => {
            reader.mistyped(node, say!(en: "`true` or `false`", fr: "`true` ou `false`"), "true");
            None
        }
    }
}

/// One value of a closed list. The list is the type's own.
pub fn choice<T: VariantArray + Into<&'static str> + Copy>(reader: &mut Reader<'_>, node: &Node) -> Option<T> {
    let names: Vec<&'static str> = T::VARIANTS.iter().map(|value| (*value).into()).collect();
    reader.note(Shape::Choice(names.clone()));
    let written = reader.scalar(node, say!(en: "one word of a list", fr: "un mot d’une liste"), names[0])?;
    if let Some(value) = T::VARIANTS.iter().find(|value| Into::<&'static str>::into(**value) == written) {
        return Some(*value);
    }
    let help = match nearest(written, names.iter().copied()) {
        Some(near) => {
            say!(
                en: "write `{near}`; the values are {values}",
                fr: "écrivez `{near}` ; les valeurs sont {values}",
                values = list_of(&names)
            )
        }
        None => {
            say!(en: "write one of {values}", fr: "écrivez l’une de ces valeurs : {values}", values = list_of(&names))
        }
    };
    reader.error(
        "not-in-list",
        node.span,
        say!(
            en: "`{written}` is not one of the values of `{key}`",
            fr: "`{written}` n’est pas une des valeurs de `{key}`",
            key = reader.key
        ),
        help,
    );
    None
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

/// An id: lower-case letters without accents, digits and `-`.
pub fn id(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.note(Shape::Id);
    let written = string(reader, node)?;
    is_address_part(reader, node.span, &written).then_some(written)
}

/// A part of addresses: an id for all languages, or a map with one for each.
pub fn slug(reader: &mut Reader<'_>, node: &Node) -> Option<Text> {
    reader.note(Shape::Text);
    let prose = wordings(reader, node)?;
    let refused = prose.wordings().into_iter().filter(|(_, id)| !is_address_part(reader, id.span, &id.value)).count();
    (refused == 0).then(|| prose.into())
}

/// True for what may be a part of an address; what may not is reported.
fn is_address_part(reader: &mut Reader<'_>, span: Span, written: &str) -> bool {
    if written.len() > NAME_BYTES {
        let help = say!(en: "write at most {NAME_BYTES} letters", fr: "écrivez {NAME_BYTES} lettres au plus");
        reader.error(
            "not-an-id",
            span,
            say!(
                en: "the value of `{key}` is too long for an address",
                fr: "la valeur de `{key}` est trop longue pour une adresse",
                key = reader.key
            ),
            help,
        );
        return false;
    }
    let is_id = is_id(written);
    if !is_id {
        refuse_id(reader, span, written);
    }
    is_id
}

/// Reports that a word is not an id, with the nearest one that is.
pub fn refuse_id(reader: &mut Reader<'_>, span: Span, written: &str) {
    let near = to_id(written);
    let help = if near.is_empty() {
        say!(en: "use `a` to `z`, `0` to `9` and `-`", fr: "employez `a` à `z`, `0` à `9` et `-`")
    } else {
        say!(
            en: "use `a` to `z`, `0` to `9` and `-`, as in `{near}`",
            fr: "employez `a` à `z`, `0` à `9` et `-`, comme dans `{near}`"
        )
    };
    reader.error(
        "not-an-id",
        span,
        say!(
            en: "`{written}` is not an id, as `{key}` asks for",
            fr: "`{written}` n’est pas un identifiant, que `{key}` demande",
            key = reader.key
        ),
        help,
    );
}
