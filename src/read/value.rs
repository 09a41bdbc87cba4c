//! Readers of strings, texts, choices and ids. Each returns the value of a node, or reports what is wrong with it.

use strum::VariantArray;

use crate::base::bounds::{NAME_BYTES, TITLE_CHARACTERS, WORDS_CHARACTERS};
use crate::base::diagnostic::nearest;
use crate::base::lang::{Lang, PerLang, Text};
use crate::base::language_guess::{language_of, other_language, tag_of_name};
use crate::base::message::{Message, say};
use crate::base::placeholder;
use crate::base::route::{is_id, to_id};
use crate::base::source::{Span, Spanned};
use crate::read::form::InputType;
use crate::read::language_tags::is_language_tag;
use crate::read::list::quoted_list;
use crate::read::markdown_text::MarkdownText;
use crate::read::reader::{MissingTranslation, Reader};
use crate::read::yaml::{Entry, Node, Value};

/// Wraps a reader of values: the value with its place.
pub fn spanned<'a, T>(
    read: impl FnOnce(&mut Reader<'a>, &Node) -> Option<T>,
) -> impl FnOnce(&mut Reader<'a>, &Node) -> Option<Spanned<T>> {
    |reader, node| read(reader, node).map(|value| Spanned { value, span: node.span })
}

/// A string of at most [`WORDS_CHARACTERS`] characters, trimmed.
pub fn string(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    string_at_most(WORDS_CHARACTERS)(reader, node)
}

/// A string of at most `most` characters, trimmed.
pub fn string_at_most<'a>(most: usize) -> impl FnOnce(&mut Reader<'a>, &Node) -> Option<String> {
    move |reader, node| {
        reader.declare_type(InputType::String);
        match node.as_scalar() {
            Some(text) => {
                check_plain_text(reader, node.span, text);
                check_length(reader, node.span, text, most).then(|| text.trim().to_owned())
            }
            None => {
                report_not_a_text(reader, node);
                None
            }
        }
    }
}

fn a_text() -> Message {
    say!(en: "a text", fr: "un texte")
}

fn report_not_a_text(reader: &mut Reader<'_>, node: &Node) {
    let help = say!(en: "for example `a few words`", fr: "par exemple `quelques mots`");
    reader.report_wrong_type_with_help(node, a_text(), help);
}

/// Reports a text of more than `most` characters, and returns false then.
pub(super) fn check_length(reader: &mut Reader<'_>, span: Span, text: &str, most: usize) -> bool {
    let is_valid = text.len() <= most || text.chars().nth(most).is_none();
    if !is_valid {
        let key = &reader.key;
        let message = say!(en: "the value of `{key}` is too long", fr: "la valeur de `{key}` est trop longue");
        let help = say!(en: "write at most {most} characters", fr: "écrivez {most} caractères au plus");
        reader.error("too-long", span, message, help);
    }
    is_valid
}

/// The code of a text that is still to be written.
pub const PLACEHOLDER: &str = "placeholder";

/// Warns of a text that is still to be written.
fn check_placeholder(reader: &mut Reader<'_>, span: Span, text: &str) {
    if placeholder::find(text).is_some() {
        let (message, help) = placeholder_left();
        reader.warn(PLACEHOLDER, span, message, help);
    }
}

/// What is said of a text that is still to be written, and what to do.
pub fn placeholder_left() -> (Message, Message) {
    (
        say!(
            en: "this is a placeholder for a text still to be written",
            fr: "ce texte est provisoire et reste à écrire"
        ),
        say!(
            en: "write the text; until then, delete the file if it is a translation, or else add `draft: true` to the front matter",
            fr: "écrivez le texte ; d’ici là, supprimez le fichier si c’est une traduction, ou sinon ajoutez `draft: true` à l’en-tête"
        ),
    )
}

/// Warns of Markdown in a text that is shown as it is written, and of a text that is still to be written.
fn check_plain_text(reader: &mut Reader<'_>, span: Span, text: &str) {
    check_placeholder(reader, span, text);
    let is_hidden = |c: char| matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}');
    if let Some(sign) = text.chars().find(|c| is_hidden(*c)).filter(|_| text.contains(' ')) {
        let message = say!(
            en: "this text contains an invisible character, U+{number:04X}",
            fr: "ce texte contient un caractère invisible, U+{number:04X}",
            number = sign as u32
        );
        let help = say!(
            en: "type the word again: such characters come with copied text",
            fr: "retapez le mot : ces caractères viennent souvent d’un texte copié"
        );
        reader.warn("control-character", span, message, help);
    }
    if let Some(tag) = html_in(text) {
        let message = say!(
            en: "the value of `{key}` is shown as it is written, including `{tag}`",
            fr: "la valeur de `{key}` s’affiche telle quelle, `{tag}` compris",
            key = reader.key
        );
        let help = say!(
            en: "write the words and characters alone: there is no HTML in this text",
            fr: "écrivez les mots et les caractères seuls : ce texte n’admet pas de HTML"
        );
        reader.warn("looks-like-markdown", span, message, help);
    }
    let mark = if text.matches("**").count() > 1 { Some("**") } else { text.contains("](").then_some("](") };
    if let Some(mark) = mark {
        let message = say!(
            en: "the value of `{key}` is shown as it is written, including `{mark}`",
            fr: "la valeur de `{key}` s’affiche telle quelle, `{mark}` compris",
            key = reader.key
        );
        let help = say!(
            en: "write plain words: Markdown is only read in the text below the front matter",
            fr: "écrivez les mots seuls : le Markdown n’est lu que dans le texte, sous l’en-tête"
        );
        reader.warn("looks-like-markdown", span, message, help);
    }
}

/// Elements of HTML that editors write, or that come along when text is copied.
const ELEMENTS: [&str; 22] = [
    "a", "b", "br", "div", "em", "font", "h1", "h2", "h3", "h4", "i", "img", "li", "ol", "p", "small", "span",
    "strong", "sub", "sup", "u", "ul",
];

/// Character references of HTML that come along when text is copied.
const REFERENCES: [&str; 10] =
    ["&nbsp;", "&amp;", "&quot;", "&lt;", "&gt;", "&eacute;", "&egrave;", "&agrave;", "&rsquo;", "&#39;"];

/// The first tag or character reference of HTML in a text.
fn html_in(text: &str) -> Option<&str> {
    let tag = text.match_indices('<').take(100).find_map(|(start, _)| {
        let end = text[start..].find('>').map(|end| start + end + 1)?;
        let name = text[start + 1..end - 1].trim_start_matches('/');
        let name = name.split([' ', '/']).next().unwrap_or_default().to_ascii_lowercase();
        ELEMENTS.contains(&&*name).then(|| &text[start..end])
    });
    let reference = || REFERENCES.into_iter().find(|reference| text.contains(reference));
    tag.or_else(reference)
}

/// A text: a string for all languages, or a map with one string per language.
pub fn text(reader: &mut Reader<'_>, node: &Node) -> Option<Text> {
    text_at_most(WORDS_CHARACTERS, reader, node)
}

/// A short text, such as a name that many pages show: at most [`TITLE_CHARACTERS`] characters.
pub fn label(reader: &mut Reader<'_>, node: &Node) -> Option<Text> {
    text_at_most(TITLE_CHARACTERS, reader, node)
}

/// A text whose wordings have at most `most` characters each.
pub fn text_at_most(most: usize, reader: &mut Reader<'_>, node: &Node) -> Option<Text> {
    reader.declare_type(InputType::Text);
    let prose = wordings(reader, node)?;
    let all = prose.wordings();
    all.iter().for_each(|(_, text)| check_plain_text(reader, text.span, &text.value));
    if !all.iter().all(|(_, text)| check_length(reader, text.span, &text.value, most)) {
        return None;
    }
    Some(prose.into())
}

/// A Markdown text: a string for all languages, or a map with one string per language.
pub fn markdown(reader: &mut Reader<'_>, node: &Node) -> Option<MarkdownText> {
    reader.declare_type(InputType::MarkdownText);
    let prose = wordings(reader, node)?;
    prose.wordings().iter().for_each(|(_, text)| check_placeholder(reader, text.span, &text.value));
    reader.markdown_texts.push(prose.clone());
    Some(prose)
}

/// The most words of a plain text that may be a name, the same in every language; a longer one is a sentence.
const WORDS_OF_A_NAME: usize = 4;

/// The wordings of a text, without a check of their length.
fn wordings(reader: &mut Reader<'_>, node: &Node) -> Option<MarkdownText> {
    match &node.value {
        Value::Scalar { text, .. } => {
            if reader.tags.all().nth(1).is_some() && text.split_whitespace().nth(WORDS_OF_A_NAME).is_some() {
                reader.missing_translations.push(MissingTranslation {
                    key: reader.key,
                    span: node.span,
                    langs: reader.tags.all().collect(),
                    is_plain: true,
                });
            }
            let text = Spanned { value: text.trim().to_owned(), span: node.span };
            Some(in_one_language(reader, text))
        }
        Value::Map(entries) => in_each_language(reader, node, entries),
        Value::Null | Value::List(_) => {
            let tags: Vec<String> = reader.tags.0.iter().map(|tag| format!("{tag}: …")).collect();
            let help = say!(
                en: "for example `a few words` or `{{{each}}}`",
                fr: "par exemple `quelques mots` ou `{{{each}}}`",
                each = tags.join(", ")
            );
            reader.report_wrong_type_with_help(node, a_text(), help);
            None
        }
    }
}

/// The wordings of a text in the languages that it names.
fn in_each_language(reader: &mut Reader<'_>, node: &Node, entries: &[Entry]) -> Option<MarkdownText> {
    let mut each = PerLang::default();
    let mut has_errors = false;
    for entry in entries {
        let Some(lang) = reader.tags.find(&entry.key) else {
            has_errors = true;
            report_not_a_language(reader, entry);
            continue;
        };
        if entry.node.is_absent() {
            continue;
        }
        match entry.node.as_scalar() {
            Some(text) => each.set(lang, Spanned { value: text.trim().to_owned(), span: entry.node.span }),
            None => {
                report_not_a_text(reader, &entry.node);
                has_errors = true;
            }
        }
    }
    check_languages(reader, &each);
    if has_errors {
        return (!each.is_empty()).then_some(MarkdownText::Each(each));
    }
    if each.is_empty() {
        reader.error(
            "empty-text",
            reader.missing_span(node),
            say!(en: "this text is empty in every language", fr: "ce texte est vide dans toutes les langues"),
            say!(
                en: "write at least one, for example `fr: …`",
                fr: "écrivez-le dans une langue au moins, par exemple `fr: …`"
            ),
        );
        return None;
    }
    report_missing_languages(reader, node, &each);
    Some(MarkdownText::Each(each))
}

fn report_not_a_language(reader: &mut Reader<'_>, entry: &Entry) {
    if !reader.tags.are_declared() {
        return;
    }
    let site_tags: Vec<&str> = reader.tags.0.iter().map(String::as_str).collect();
    let help = say!(
        en: "the languages of the site are {languages}",
        fr: "les langues du site sont {languages}",
        languages = quoted_list(&site_tags)
    );
    let message = say!(
        en: "`{key}` is not a language of the site",
        fr: "`{key}` n’est pas une langue du site",
        key = entry.key
    );
    reader.error("not-a-language", entry.span, message, help);
}

/// Reports the languages of the site in which a text is missing.
fn report_missing_languages(reader: &mut Reader<'_>, node: &Node, each: &PerLang<Spanned<String>>) {
    let langs: Vec<Lang> = reader.tags.all().filter(|lang| each.get(*lang).is_none()).collect();
    if langs.is_empty() || !reader.tags.are_declared() {
        return;
    }
    let missing: Vec<&str> = langs.iter().map(|lang| reader.tags.tag(*lang)).collect();
    let help = say!(
        en: "add `{languages}: …` to this text",
        fr: "ajoutez `{languages}: …` à ce texte",
        languages = missing.join(": …`, `")
    );
    let message = say!(
        en: "this text is not translated into `{languages}`",
        fr: "ce texte n’est pas traduit en `{languages}`",
        languages = missing.join("`, `")
    );
    let span = reader.missing_span(node);
    reader.missing_translations.push(MissingTranslation { key: reader.key, span, langs, is_plain: false });
    reader.warn("partial-translation", span, message, help);
}

/// A text without languages. One that is certainly in a language of the site is in that language alone: it is reported, and pages in
/// the others say in which language it is.
fn in_one_language(reader: &mut Reader<'_>, text: Spanned<String>) -> MarkdownText {
    let tags = reader.tags;
    let guess = if tags.are_declared() { language_of(&text.value, &tags.0) } else { None };
    let Some(lang) = guess.and_then(|rank| tags.all().nth(rank)) else { return MarkdownText::Same(text) };
    let missing: Vec<&str> = tags.all().filter(|other| *other != lang).map(|lang| tags.tag(lang)).collect();
    let (tag, missing) = (tags.tag(lang), missing.join(": …, "));
    let message = say!(
        en: "this text is only in `{tag}`, and appears like this in every language of the site",
        fr: "ce texte n’existe qu’en `{tag}`, et figure tel quel dans toutes les langues du site"
    );
    let help = say!(
        en: "write it in each language: `{{{tag}: …, {missing}: …}}`",
        fr: "écrivez-le dans chaque langue : `{{{tag}: …, {missing}: …}}`"
    );
    reader.warn("one-language", text.span, message, help);
    let mut each = PerLang::default();
    each.set(lang, text);
    MarkdownText::Each(each)
}

/// Reports wordings that are certainly in another language than the one that they stand for.
fn check_languages(reader: &mut Reader<'_>, each: &PerLang<Spanned<String>>) {
    let tags = reader.tags;
    if !tags.are_declared() {
        return;
    }
    for (lang, text) in each.iter() {
        if let Some(found) = other_language(&text.value, &tags.0, lang.index()) {
            let (message, help) = not_translated(tags.tag(lang), &tags.0[found]);
            reader.warn(NOT_TRANSLATED, text.span, message, help);
        }
    }
}

/// The code of a translation that is none.
pub const NOT_TRANSLATED: &str = "not-translated";

/// What is said of a text that stands for one language and is in another one, and what to write.
pub fn not_translated(wanted: &str, found: &str) -> (Message, Message) {
    (
        say!(
            en: "this text should be in `{wanted}`, but is in `{found}`",
            fr: "ce texte devrait être en `{wanted}`, mais il est en `{found}`"
        ),
        say!(
            en: "translate it, or delete it: readers then see the original, marked as such",
            fr: "traduisez-le, ou supprimez-le : les lecteurs voient alors l’original, signalé comme tel"
        ),
    )
}

/// `true` or `false`.
pub fn boolean(reader: &mut Reader<'_>, node: &Node) -> Option<bool> {
    reader.declare_type(InputType::Boolean);
    match node.as_scalar() {
        Some("true" | "True" | "TRUE") => Some(true),
        Some("false" | "False" | "FALSE") => Some(false),
        Some(other) => {
            let help = match other.to_lowercase().as_str() {
                "yes" | "oui" | "vrai" | "on" | "1" | "y" => say!(en: "write `true`", fr: "écrivez `true`"),
                "no" | "non" | "faux" | "off" | "0" | "n" => say!(en: "write `false`", fr: "écrivez `false`"),
                _ => say!(en: "write `true` or `false`", fr: "écrivez `true` ou `false`"),
            };
            reader.error(
                "wrong-type",
                node.span,
                say!(
                    en: "`{key}` must be `true` or `false`, not `{other}`",
                    fr: "`{key}` doit valoir `true` ou `false`, et non `{other}`",
                    key = reader.key
                ),
                help,
            );
            None
        }
        None => {
            reader.report_wrong_type(node, say!(en: "`true` or `false`", fr: "`true` ou `false`"), "true");
            None
        }
    }
}

/// One value of a closed list: the words of the variants of `T`.
pub fn choice<T: VariantArray + Into<&'static str> + Copy>(reader: &mut Reader<'_>, node: &Node) -> Option<T> {
    let names: Vec<&'static str> = T::VARIANTS.iter().map(|value| (*value).into()).collect();
    reader.declare_type(InputType::Choice(names.clone()));
    let written = reader.scalar(node, say!(en: "a word from a list", fr: "un mot d’une liste"), names[0])?;
    if let Some(value) = T::VARIANTS.iter().find(|value| Into::<&'static str>::into(**value) == written) {
        return Some(*value);
    }
    let (labels, label) = ((reader.labels_of_words)(&names), to_id(written));
    let word_of = |label: &str| labels.iter().find(|(own, _)| *own == label).map(|(_, word)| *word);
    let near_label = || nearest(&label, labels.iter().map(|(label, _)| *label)).and_then(word_of);
    let labelled = word_of(&label);
    let near = labelled.or_else(|| nearest(written, names.iter().copied())).or_else(near_label);
    let help = match near {
        Some(word) if labelled.is_some() => say!(en: "write `{word}`", fr: "écrivez `{word}`"),
        Some(near) => {
            say!(
                en: "write `{near}`; the values are {values}",
                fr: "écrivez `{near}` ; les valeurs sont {values}",
                values = quoted_list(&names)
            )
        }
        None => {
            say!(en: "write one of {values}", fr: "écrivez l’une de ces valeurs : {values}", values = quoted_list(&names))
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

/// A language tag (BCP 47).
pub fn language_tag(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    reader.declare_type(InputType::LanguageTag);
    let written = string(reader, node)?;
    // A name may have the form of a tag, as `Deutsch` has.
    let named = tag_of_name(&to_id(&written));
    if named.is_none() && is_language_tag(&written) {
        return Some(written);
    }
    let help = match named {
        Some(tag) => say!(en: "write `{tag}`", fr: "écrivez `{tag}`"),
        None => say!(
            en: "write a code such as `fr`, `en`, `de` or `lb`",
            fr: "écrivez un code comme `fr`, `en`, `de` ou `lb`"
        ),
    };
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
    reader.declare_type(InputType::Id);
    let written = string(reader, node)?;
    is_address_part(reader, node.span, &written).then_some(written)
}

/// A part of addresses: an id for all languages, or a map with one for each.
pub fn slug(reader: &mut Reader<'_>, node: &Node) -> Option<Text> {
    reader.declare_type(InputType::Text);
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
        report_invalid_id(reader, span, written);
    }
    is_id
}

/// Several ids that are written with commas, as a list in brackets; `None` for a single one.
pub fn bracketed(written: &str) -> Option<String> {
    let members: Vec<&str> = written.split(',').map(str::trim).filter(|member| !member.is_empty()).collect();
    (members.len() > 1 && written.contains(',')).then(|| format!("[{}]", members.join(", ")))
}

/// Reports a word that is not an id; the help line proposes a valid one.
pub fn report_invalid_id(reader: &mut Reader<'_>, span: Span, written: &str) {
    let near = to_id(written);
    let help = if let Some(list) = bracketed(written) {
        say!(en: "write several in brackets: `{list}`", fr: "écrivez-en plusieurs entre crochets : `{list}`")
    } else if near.is_empty() {
        say!(en: "use `a` to `z`, `0` to `9` and `-`", fr: "employez `a` à `z`, `0` à `9` et `-`")
    } else {
        say!(
            en: "use `a` to `z`, `0` to `9` and `-`: `{near}`",
            fr: "employez `a` à `z`, `0` à `9` et `-` : `{near}`"
        )
    };
    reader.error(
        "not-an-id",
        span,
        say!(
            en: "`{written}` is not an id, which `{key}` requires",
            fr: "`{written}` n’est pas un identifiant, comme l’exige `{key}`",
            key = reader.key
        ),
        help,
    );
}
