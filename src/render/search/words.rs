//! The words of an item that can be found, besides its title: whatever its page says of it, and nothing that other pages say too.

use crate::base::lang::Text;
use crate::kind::document::Document;
use crate::kind::item::{Facts, Item};
use crate::kind::key::Key;
use crate::read::value::Prose;
use crate::render::fill::context::Context;
use crate::render::search::facets::organisations;
use crate::site::life;

/// The words of an item, those first that say what it is.
pub fn words(context: &Context<'_>, item: &Item) -> String {
    // What is still to come is told by nobody.
    let told = life::as_told(item, context.catalogue.now);
    let mut words = Collected { context, item: &told, text: String::new() };
    words.add(context.summary(item).map(|summary| summary.shown.unwrap_or(summary.text)));
    let (body, _) = context.body(item, &[]);
    words.markup(body.map(|body| body.html.as_str().to_owned()));
    words.facts();
    words.add(context.place(item).map(|place| place.text));
    let own: Vec<&Key> = organisations(&told).collect();
    own.into_iter().for_each(|key| words.name(key));
    let themes = context.catalogue.site.themes.iter().filter(|topic| item.common.themes.contains(&topic.id.value));
    themes.for_each(|topic| words.add(Some(context.site_phrase(&topic.label).text)));
    words.text
}

struct Collected<'a> {
    context: &'a Context<'a>,
    item: &'a Item,
    text: String,
}

impl<'a> Collected<'a> {
    fn add(&mut self, words: Option<impl AsRef<str>>) {
        let Some(words) = words else { return };
        if !words.as_ref().is_empty() {
            self.text.push_str(if self.text.is_empty() { "" } else { "\n" });
            self.text.push_str(words.as_ref());
        }
    }

    fn text(&mut self, text: &Text) {
        let phrase = self.context.phrase(text, self.item);
        self.add(Some(phrase.shown.unwrap_or(phrase.text)));
    }

    fn texts(&mut self, texts: impl IntoIterator<Item = &'a Text>) {
        texts.into_iter().for_each(|text| self.text(text));
    }

    fn prose(&mut self, prose: Option<&Prose>) {
        let markup = prose.map(|prose| self.context.rich(prose, self.item, "").html.as_str().to_owned());
        self.markup(markup);
    }

    fn markup(&mut self, markup: Option<String>) {
        self.add(markup.map(|markup| plain(&markup)));
    }

    fn name(&mut self, key: &Key) {
        let Some(named) = self.context.catalogue.items.get(key) else { return };
        self.add(Some(self.context.title(named).text));
        if let Facts::Organisation(organisation) = &named.facts {
            self.add(organisation.acronym.as_ref());
        }
    }

    fn documents(&mut self, documents: &'a [Document]) {
        self.texts(documents.iter().map(|document| &document.title));
    }

    fn facts(&mut self) {
        let item = self.item;
        match &item.facts {
            Facts::Challenge(challenge) => {
                self.texts(&challenge.edition);
                self.prose(challenge.impact.as_ref());
            }
            Facts::Call(call) => {
                self.add(call.reference.as_ref());
                self.texts(call.instrument_label.iter().chain(&call.edition).chain(&call.procedure));
                call.challenges.iter().for_each(|key| self.name(key));
                [&call.eligibility, &call.deliverables].into_iter().for_each(|prose| self.prose(prose.as_ref()));
                self.texts(call.criteria.iter().map(|criterion| &criterion.label));
                self.texts(call.stages.iter().map(|stage| &stage.label).chain(&call.jury));
                self.documents(&call.documents);
                for question in &call.questions {
                    self.text(&question.question);
                    self.prose(Some(&question.answer));
                }
                self.texts(call.results.iter().flat_map(|winner| winner.name.iter().chain(&winner.note)));
                call.cpv.iter().for_each(|code| self.add(Some(code)));
            }
            Facts::Event(event) => {
                self.prose(event.report.as_ref());
                self.texts(
                    event.agenda.iter().flat_map(|point| [Some(&point.label), point.speaker.as_ref()]).flatten(),
                );
                // Where it takes place may be about to change: then only the place that holds is told.
                if self.context.location_before(item, event).is_none()
                    && let Some(location) = &event.location
                {
                    self.add(location.address.as_ref());
                    self.add(location.room.as_ref());
                    self.texts(&event.places);
                }
                self.texts(event.audience.iter().chain(&event.jury));
                self.documents(&event.documents);
            }
            Facts::Programme(programme) => {
                self.add(programme.reference.as_ref());
                self.texts(programme.plan.iter().map(|plan| &plan.title));
                self.texts(programme.lead_note.iter().chain(&programme.policy_areas));
                self.texts(programme.milestones.iter().map(|milestone| &milestone.label));
                self.texts(programme.assessments.iter().map(|assessment| &assessment.report));
                self.documents(&programme.documents);
            }
            Facts::Startup(startup) => {
                self.text(&startup.mission);
                startup.programmes.iter().for_each(|key| self.name(key));
                startup.technologies.iter().for_each(|word| self.add(Some(word)));
                self.texts(&startup.audience);
                self.texts(startup.events.iter().map(|happening| &happening.name));
            }
            Facts::Organisation(organisation) => {
                let sort =
                    organisation.r#type.map(|r#type| format!("type.organisation.{}", Into::<&str>::into(r#type)));
                self.add(sort.map(|key| self.context.words.word(&key).to_owned()));
                self.add(organisation.acronym.as_ref());
            }
            Facts::Update(update) => update.about.iter().for_each(|key| self.name(key)),
            Facts::Page(_) => {}
        }
    }
}

/// Elements between whose words there is no space.
const WITHIN_WORDS: [&str; 17] = [
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "ins", "mark", "s", "small", "span", "strong", "u", "q",
];

/// The text of clean markup, as our own writer makes it: every `<` begins a tag, and characters are escaped by name or number.
pub fn plain(markup: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        let is_tag = rest[at..].starts_with('<');
        let end = rest[at..].find(if is_tag { '>' } else { ';' }).map_or(rest.len(), |end| at + end + 1);
        let inside = rest[at + 1..end].trim_end_matches(['>', ';']);
        if is_tag {
            let name: &str = inside.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
            text.push_str(if WITHIN_WORDS.contains(&name) { "" } else { " " });
        } else {
            match character(inside) {
                Some(character) => text.push(character),
                None => text.push_str(&rest[at..end]),
            }
        }
        rest = &rest[end..];
    }
    text.push_str(rest);
    text
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        name => {
            let number = name.strip_prefix('#')?;
            let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
            char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_markup_keeps_words_apart_and_whole() {
        assert_eq!(plain("<p>A <em>r</em>obot</p><p>B &amp; c &#39;d&#x27;</p>"), " A robot  B & c 'd' ");
        assert_eq!(plain("no tag"), "no tag");
        assert_eq!(plain("cut <b"), "cut ");
        assert_eq!(plain("&unknown; &"), "&unknown; &");
    }
}
