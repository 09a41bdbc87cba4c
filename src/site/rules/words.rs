//! What is wrong with the words of an item as such: texts that are still to be written, and translations that are none.

use crate::base::diagnostic::Diagnostic;
use crate::base::lang::Lang;
use crate::base::language_guess::other_language;
use crate::base::message::{Message, say};
use crate::base::placeholder;
use crate::base::snapshot::Snapshot;
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::common::Words;
use crate::kind::folder::ParsedItem;
use crate::kind::item::{Facts, Item};
use crate::read::language_tags::LanguageTags;
use crate::read::value::{NOT_TRANSLATED, PLACEHOLDER, not_translated, placeholder_left};

/// Shorter texts may be the same in two languages.
const FEWEST_EQUAL_LETTERS: usize = 60;

/// Checks the words of an item that is no draft.
pub fn check_words(read: &ParsedItem, snapshot: &Snapshot, tags: &LanguageTags, diagnostics: &mut Vec<Diagnostic>) {
    let Some(item) = read.item.as_ref().map(|item| item.written()).filter(|item| !item.common.draft) else { return };
    let body_of = |words: &Words| snapshot.text(&words.path).map_or("", |text| &text[words.body..]);
    let original = item.original_words();
    for (lang, words) in item.words.iter() {
        let body = body_of(words);
        if let Some(found) = placeholder::find(body) {
            let (message, help) = placeholder_left();
            let span = Span::new(words.body + found.start, words.body + found.end);
            diagnostics.push(Diagnostic::warning(PLACEHOLDER, place(&words.path, span), message, help));
        }
        if let Some(message) = empty_body(item, lang, body, body_of(original)) {
            let help = say!(
                en: "write it below the second line `---`, or add `draft: true` until then",
                fr: "écrivez-le sous la deuxième ligne `---`, ou ajoutez `draft: true` d’ici là"
            );
            diagnostics.push(Diagnostic::warning("empty-body", place(&words.path, words.fence), message, help));
        }
        if lang == item.original || !tags.are_declared() {
            continue;
        }
        let first = words.body + body.len() - body.trim_start().len();
        let first_line = body.trim_start().lines().next().unwrap_or_default();
        let body_place = place(&words.path, Span::new(first, first + first_line.len()));
        let summary_place = || place(&words.path, summary_span(words, snapshot));
        let texts: [(&str, &str, &dyn Fn() -> Place); 2] =
            [(body, body_of(original), &|| body_place.clone()), (&words.summary, &original.summary, &summary_place)];
        let wrong = texts.into_iter().find_map(|(text, original_text, place)| {
            Some((other_language_of(text, lang, original_text, item.original, tags)?, place()))
        });
        if let Some((found, place)) = wrong {
            let (message, help) = not_translated(tags.tag(lang), tags.tag(found));
            diagnostics.push(Diagnostic::warning(NOT_TRANSLATED, place, message, help));
        }
    }
}

/// What is wrong with a text that is missing: a translation lacks what the original says, or a page is empty.
fn empty_body(item: &Item, lang: Lang, body: &str, original: &str) -> Option<Message> {
    if !body.trim().is_empty() {
        return None;
    }
    if lang != item.original && !original.trim().is_empty() {
        return Some(say!(
            en: "the text of the original is missing in this translation",
            fr: "le texte de l’original manque dans cette traduction"
        ));
    }
    match &item.facts {
        Facts::Page(page) if page.role.is_none() && page.statement.is_none() && page.template.is_none() => {
            Some(say!(en: "this page has no text", fr: "cette page n’a pas de texte"))
        }
        _ => None,
    }
}

/// The language that a translation into `lang` is certainly in, where it is another one: that of the original for the same text.
fn other_language_of(text: &str, lang: Lang, original: &str, original_lang: Lang, tags: &LanguageTags) -> Option<Lang> {
    let (text, original) = (text.trim(), original.trim());
    if text == original && text.chars().filter(|c| c.is_alphabetic()).count() >= FEWEST_EQUAL_LETTERS {
        return Some(original_lang);
    }
    other_language(text, &tags.0, lang.index()).and_then(|rank| tags.all().nth(rank))
}

fn place(path: &SourcePath, span: Span) -> Place {
    Place { path: path.clone(), span }
}

/// The place of the summary in its file, if it is written there as it is read.
fn summary_span(words: &Words, snapshot: &Snapshot) -> Span {
    let text = snapshot.text(&words.path).unwrap_or_default();
    let found = text[..words.body].find(&words.summary).filter(|_| !words.summary.is_empty());
    found.map_or(words.fence, |at| Span::new(at, at + words.summary.len()))
}
