//! The searchable text of an item, besides title and summary: what its own page says of it.

use crate::base::lang::Text;
use crate::base::route::to_id;
use crate::kind::document::Document;
use crate::kind::item::{Facts, Item};
use crate::kind::key::Key;
use crate::present::fill::card::variant;
use crate::present::fill::context::Context;
use crate::present::fill::facets::organisations;
use crate::present::view::part::StateView;
use crate::read::markdown_text::MarkdownText;
use crate::site::listing;
use crate::text::plain::plain;

/// Other names of an item: its id, the end of its address, reference numbers, an acronym, CPV codes, its synonyms.
pub fn names(context: &Context<'_>, item: &Item) -> Vec<String> {
    let mut names = vec![item.key.id.to_string()];
    let words = item.words_for(context.lang);
    let slug = words.slug.as_ref().map(|slug| &slug.value);
    // Its words are mostly those of the title.
    names.extend(slug.filter(|slug| !to_id(&words.title).contains(*slug)).cloned());
    match &item.facts {
        Facts::Call(call) => names.extend(call.reference.iter().chain(&call.cpv).cloned()),
        Facts::Programme(programme) => names.extend(programme.reference.clone()),
        Facts::Organisation(organisation) => names.extend(organisation.acronym.clone()),
        Facts::Challenge(_) | Facts::Event(_) | Facts::Startup(_) | Facts::Update(_) | Facts::Page(_) => {}
    }
    names.extend(item.common.synonyms.iter().cloned());
    names
}

/// What an item is, as on its card: its type within its kind, or its kind.
pub fn kind(context: &Context<'_>, item: &Item) -> String {
    let kind = item.key.kind.word();
    let key = variant(item).map_or_else(|| format!("kind.{kind}.one"), |variant| format!("type.{kind}.{variant}"));
    context.localizer.string(&key).to_owned()
}

/// The word for the state of an item.
pub fn state(context: &Context<'_>, item: &Item) -> Option<String> {
    Some(match context.state(item)? {
        StateView { label: Some(label), .. } => label.text,
        StateView { key, .. } => context.localizer.string(&format!("state.{}.{key}", item.key.kind.word())).to_owned(),
    })
}

/// The words for the kind of an item, what it gives, the names of related organisations with their
/// acronyms, items, themes with their synonyms, and its place.
pub fn about(context: &Context<'_>, item: &Item) -> Vec<String> {
    let word = |key: String| context.localizer.string(&key).to_owned();
    let mut about = vec![word(format!("kind.{}.one", item.key.kind.word()))];
    if let Facts::Call(call) = &item.facts {
        about.extend(call.instrument.map(|instrument| word(format!("instrument.{}", Into::<&str>::into(instrument)))));
        about.extend(call.funding.map(|funding| word(format!("funding.{}", Into::<&str>::into(funding)))));
        let gives = [("field.budget", call.budget.is_some()), ("field.funding", call.funding.is_some())];
        about.extend(gives.into_iter().filter(|(_, does)| *does).map(|(key, _)| word(key.to_owned())));
    }

    let others: &[Key] = match &item.facts {
        Facts::Call(call) => &call.challenges,
        Facts::Startup(startup) => &startup.programmes,
        Facts::Update(update) => &update.about,
        Facts::Challenge(_) | Facts::Event(_) | Facts::Programme(_) | Facts::Organisation(_) | Facts::Page(_) => &[],
    };
    let mut keys: Vec<&Key> = organisations(item).chain(others).collect();
    keys.sort();
    keys.dedup();
    for named in keys.into_iter().filter_map(|key| context.catalogue.items.get(key)) {
        about.push(context.title(named).text);
        if let Facts::Organisation(organisation) = &named.facts {
            about.extend(organisation.acronym.clone());
        }
    }
    let themes = context.catalogue.site.themes.iter().filter(|topic| item.common.themes.contains(&topic.id.value));
    for topic in themes {
        about.push(context.localize_site(&topic.label).text);
        about.extend(topic.synonyms.iter().cloned());
    }
    about.extend(context.place(item).map(|place| place.text));
    about
}

/// All other text of an item, a line for each paragraph and each fact; the last is the heading above it in its list.
pub fn text(context: &Context<'_>, item: &Item) -> String {
    let mut words = TextCollector { context, item, text: String::new() };
    let (body, _) = context.body(item, &[]);
    words.markup(body.map(|body| body.html.as_str().to_owned()));
    words.facts();
    // All items of a list's group have its heading in common: as weak a trace as a word of the text.
    let group = listing::group(context.catalogue, item, context.catalogue.now);
    let heading = group.map(|group| format!("group.{}", Into::<&str>::into(group)));
    words.add(heading.map(|key| context.localizer.string(&key).to_owned()));
    words.text
}

struct TextCollector<'a> {
    context: &'a Context<'a>,
    item: &'a Item,
    text: String,
}

impl<'a> TextCollector<'a> {
    fn add(&mut self, words: Option<impl AsRef<str>>) {
        let Some(words) = words else { return };
        for line in words.as_ref().lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.text.push_str(if self.text.is_empty() { "" } else { "\n" });
            self.text.push_str(line);
        }
    }

    fn text(&mut self, text: &Text) {
        self.add(Some(self.context.localize(text, self.item).text));
    }

    /// A fact on a line with its label, the string of that key.
    fn fact(&mut self, key: &str, value: Option<String>) {
        let label = self.context.localizer.string(key);
        self.add(value.map(|value| self.context.localizer.fill("feed.line", &[("label", label), ("value", &value)])));
    }

    /// Texts on a line with their label.
    fn labelled(&mut self, key: &str, texts: impl IntoIterator<Item = &'a Text>) {
        let texts: Vec<String> = texts.into_iter().map(|text| self.context.localize(text, self.item).text).collect();
        self.fact(key, (!texts.is_empty()).then(|| texts.join(", ")));
    }

    fn texts(&mut self, texts: impl IntoIterator<Item = &'a Text>) {
        texts.into_iter().for_each(|text| self.text(text));
    }

    fn prose(&mut self, prose: Option<&MarkdownText>) {
        let markup = prose.map(|prose| self.context.rich_text(prose, self.item, "").html.as_str().to_owned());
        self.markup(markup);
    }

    fn markup(&mut self, markup: Option<String>) {
        self.add(markup.map(|markup| plain(&markup)));
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
                self.texts(call.instrument_label.iter().chain(&call.edition).chain(&call.procedure));
                [&call.eligibility, &call.deliverables].into_iter().for_each(|prose| self.prose(prose.as_ref()));
                let money = |money| self.context.money(money, item).text;
                self.fact("field.budget", call.budget.as_ref().map(money));
                for prize in &call.prizes {
                    self.fact("field.prizes", Some(money(&prize.amount)));
                }
                self.texts(
                    call.prizes.iter().map(|prize| &prize.label).chain(&call.duration).chain(&call.outcome_reason),
                );
                self.labelled("field.criteria", call.criteria.iter().map(|criterion| &criterion.label));
                self.labelled("field.jury", &call.jury);
                self.fact("field.cpv", (!call.cpv.is_empty()).then(|| call.cpv.join(", ")));
                self.texts(call.stages.iter().map(|stage| &stage.label));
                self.documents(&call.documents);
                for question in &call.questions {
                    self.text(&question.question);
                    self.prose(Some(&question.answer));
                }
                self.texts(call.results.iter().flat_map(|winner| winner.name.iter().chain(&winner.note)));
            }
            Facts::Event(event) => {
                self.prose(event.report.as_ref());
                self.texts(
                    event.agenda.iter().flat_map(|point| [Some(&point.label), point.speaker.as_ref()]).flatten(),
                );
                if let Some(location) = &event.location {
                    self.add(location.address.as_ref());
                    self.add(location.room.as_ref());
                    self.texts(&event.places);
                }
                self.texts(event.audience.iter().chain(&event.jury));
                self.documents(&event.documents);
            }
            Facts::Programme(programme) => {
                self.texts(programme.plan.iter().map(|plan| &plan.title));
                self.texts(programme.lead_note.iter().chain(&programme.policy_areas));
                self.texts(programme.milestones.iter().map(|milestone| &milestone.label));
                self.texts(programme.assessments.iter().map(|assessment| &assessment.report));
                self.documents(&programme.documents);
            }
            Facts::Startup(startup) => {
                self.text(&startup.mission);
                startup.technologies.iter().for_each(|word| self.add(Some(word)));
                self.texts(&startup.audience);
                self.texts(startup.events.iter().map(|happening| &happening.name));
            }
            Facts::Organisation(organisation) => {
                let sort =
                    organisation.r#type.map(|r#type| format!("type.organisation.{}", Into::<&str>::into(r#type)));
                self.add(sort.map(|key| self.context.localizer.string(&key).to_owned()));
            }
            Facts::Update(_) | Facts::Page(_) => {}
        }
    }
}
