//! The end of a heading, when its words are known: it gets its id, or is none if it has no words.

use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use crate::base::characters::is_invisible;
use crate::base::message::say;
use crate::render::markdown::Heading;
use crate::render::markdown::heading::{Draft, DraftId, Refusal, level_on_page, number};
use crate::render::markdown::writer::Writer;
use crate::render::sanitize::escape;

/// What a heading has become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// A heading, whose end tag is still to be written.
    Heading,
    /// An element that is no heading: it has no words, but something else stands in it.
    Other,
    /// Nothing.
    Nothing,
}

impl Writer<'_> {
    /// The end of a heading of Markdown.
    pub fn end_heading(&mut self, level: HeadingLevel) {
        self.close_raw();
        self.typographer.boundary(&mut self.out);
        let ended = self.finish_heading(self.stack.len());
        if !self.close() {
            return;
        }
        match ended {
            Ended::Heading => {
                let level = level_on_page(number(level), self.setting.headings, self.shift);
                self.out.push_str(&format!("</h{level}>\n"));
            }
            Ended::Other => self.out.push_str("</div>\n"),
            Ended::Nothing => {}
        }
    }

    /// Gives its id to the heading that was opened at this depth, if it has words.
    pub fn finish_heading(&mut self, depth: usize) -> Ended {
        let Some(draft) = self.draft.take_if(|draft| draft.depth == depth) else { return Ended::Heading };
        if draft.words.chars().all(shows_nothing) {
            return self.unmake_heading(draft);
        }
        let (id, is_written) = match draft.id {
            DraftId::Written(id) => (id, true),
            DraftId::FromWords => (self.ids.make(&draft.words), false),
            DraftId::Asked(id) => match self.ids.claim(&id) {
                Ok(id) => (id, false),
                Err(refusal) => {
                    self.refuse_id(&id, refusal, draft.range);
                    (self.ids.make(&draft.words), false)
                }
            },
        };
        if !is_written {
            let mut attribute = String::with_capacity(id.len() + 8);
            escape::named(&mut attribute, "id", &id);
            self.out.insert_str(draft.at, &attribute);
            self.typographer.boundary(&mut self.out);
        }
        let text = self.typographer.mend_apart(draft.words.trim());
        self.rendered.headings.push(Heading { level: draft.level, id, text });
        Ended::Heading
    }

    /// A heading without words would be announced as nothing: what else stands in it is kept without it.
    fn unmake_heading(&mut self, draft: Draft) -> Ended {
        let help = say!(en: "write its words, or remove it", fr: "écrivez-en les mots, ou retirez-le");
        self.warn("empty-heading", draft.range, say!(en: "a heading without words", fr: "un titre sans mots"), help);
        let ended = if self.out[draft.end..].contains('<') {
            self.out.replace_range(draft.start..draft.start + "<h2".len(), "<div");
            Ended::Other
        } else {
            self.out.truncate(draft.start);
            self.ids.list.truncate(draft.ids);
            Ended::Nothing
        };
        self.typographer.boundary(&mut self.out);
        ended
    }

    /// Reports an id that the author cannot have.
    pub fn refuse_id(&mut self, id: &str, refusal: Refusal, range: Range<usize>) {
        let (message, help) = match refusal {
            Refusal::Reserved => (
                say!(
                    en: "the id `{id}` is kept for the theme and for footnotes",
                    fr: "l’identifiant `{id}` est réservé au thème et aux notes de bas de page"
                ),
                say!(en: "begin it with a letter, without `fn:`", fr: "commencez-le par une lettre, sans `fn:`"),
            ),
            Refusal::NoId => (
                say!(en: "`{id}` is not an id", fr: "`{id}` n’est pas un identifiant"),
                say!(
                    en: "write letters, digits and `-`, without spaces",
                    fr: "écrivez des lettres, des chiffres et `-`, sans espaces"
                ),
            ),
            Refusal::Taken => (
                say!(
                    en: "the id `{id}` stands twice in this text",
                    fr: "l’identifiant `{id}` se trouve deux fois dans ce texte"
                ),
                say!(en: "write another one", fr: "écrivez-en un autre"),
            ),
        };
        self.warn("id-removed", range, message, help);
    }
}

fn shows_nothing(character: char) -> bool {
    character.is_whitespace() || character.is_control() || escape::is_forbidden(character) || is_invisible(character)
}
