//! The skeletons of `parvis new`: required facts, and common ones as comments.
//!
//! Explanations are in the language of the file if the program speaks it, else in English.

use std::fmt::Write;

use Need::{Often, Required};

use crate::base::message::UiLang;
use crate::base::placeholder;
use crate::kind::key::Kind;

/// The facts of a kind with their explanations. Names in braces are [`Placeholders`].
fn facts(kind: Kind) -> &'static [Fact] {
    match kind {
        Kind::Challenge => CHALLENGE,
        Kind::Call => CALL,
        Kind::Event => EVENT,
        Kind::Programme => PROGRAMME,
        Kind::Startup => STARTUP,
        Kind::Organisation => ORGANISATION,
        Kind::Update => UPDATE,
        Kind::Page => PAGE,
    }
}

/// True when a required fact of a kind contains this placeholder.
pub fn needs(kind: Kind, placeholder: &str) -> bool {
    facts(kind).iter().any(|fact| fact.need == Required && fact.written.contains(placeholder))
}

/// The values of placeholders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placeholders {
    /// The id of an organisation.
    pub organisation: String,
    /// The id of a programme.
    pub programme: String,
    /// The first phase of services.
    pub phase: String,
    /// Today, in the site's zone.
    pub today: String,
    /// A day next month.
    pub soon: String,
    /// A day in two months.
    pub later: String,
}

/// A file of a skeleton.
#[derive(Clone, Copy, Debug)]
pub struct SkeletonFile<'a> {
    /// The language code of the file.
    pub lang: &'a str,
    /// The title as a line of YAML, including its line end.
    pub title: &'a str,
}

/// The file with the facts. `says_so` adds `original: true`, which it needs if it is not in the first language.
pub fn original(kind: Kind, file: SkeletonFile, placeholders: &Placeholders, says_so: bool) -> String {
    let ui_lang = UiLang::of(file.lang);
    let mut text = head(file, ui_lang);
    if says_so {
        text.push_str("original: true\n");
    }
    let draft = ui_lang.pick("a draft: delete this line to publish", "brouillon : supprimez cette ligne pour publier");
    // Writing to a string cannot fail.
    let _ = writeln!(text, "draft: true  # {draft}");
    for need in [Required, Often] {
        if need == Often {
            let offer = ui_lang.pick("Often useful; remove the “#”:", "Souvent utile ; retirez le « # » :");
            let _ = writeln!(text, "\n# {offer}");
        }
        for fact in facts(kind).iter().chain(EVERY_KIND).filter(|fact| fact.need == need) {
            let mark = if need == Often { "# " } else { "" };
            let written = placeholders.fill(fact.written, ui_lang);
            for (rank, line) in written.lines().enumerate() {
                let comment = if rank == 0 { format!("  # {}", ui_lang.pick(fact.en, fact.fr)) } else { String::new() };
                let _ = writeln!(text, "{mark}{line}{comment}");
            }
        }
    }
    text + &body(ui_lang)
}

/// A file without facts. Its stamp is left empty: that of the skeleton's words would make the translation stale as soon as the
/// original is written, and pages would say so even of one that is up to date.
pub fn translation(file: SkeletonFile) -> String {
    let ui_lang = UiLang::of(file.lang);
    let stamp = ui_lang.pick(
        "once translated: parvis i18n --stamp fills this in",
        "une fois la traduction faite : parvis i18n --stamp remplit cette ligne",
    );
    head(file, ui_lang) + &format!("translation_of:  # {stamp}\n") + &body(ui_lang)
}

fn head(file: SkeletonFile, ui_lang: UiLang) -> String {
    let summary = placeholder::SUMMARY;
    let summary = summary.text(ui_lang);
    format!("---\n{}summary: {summary}\n", file.title)
}

fn body(ui_lang: UiLang) -> String {
    format!("---\n\n{}\n", placeholder::BODY.text(ui_lang))
}

impl Placeholders {
    fn fill(&self, written: &str, ui_lang: UiLang) -> String {
        written
            .replace("{organisation}", &self.organisation)
            .replace("{programme}", &self.programme)
            .replace("{phase}", &self.phase)
            .replace("{today}", &self.today)
            .replace("{soon}", &self.soon)
            .replace("{later}", &self.later)
            .replace("{words}", placeholder::WORDS.text(ui_lang))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    Required,
    Often,
}

struct Fact {
    need: Need,
    written: &'static str,
    fr: &'static str,
    en: &'static str,
}

const fn required(written: &'static str, fr: &'static str, en: &'static str) -> Fact {
    Fact { need: Required, written, fr, en }
}

const fn often(written: &'static str, fr: &'static str, en: &'static str) -> Fact {
    Fact { need: Often, written, fr, en }
}

const EVERY_KIND: &[Fact] = &[
    often("published: {today}", "visible à partir de ce jour", "public from this day"),
    often("themes: []", "thèmes déclarés dans site.yaml", "themes declared in site.yaml"),
    often(
        "image: photo.jpg",
        "fichier de ce dossier ; décrivez l’image dans `image_alt:`",
        "a file in this folder; describe the image in `image_alt:`",
    ),
    often("contact: {email: contact@example.lu}", "qui répond aux questions", "who answers questions"),
];

const CHALLENGE: &[Fact] = &[
    required("owner: [{organisation}]", "qui a ce besoin", "who has this need"),
    required(
        "status: collected",
        "collected, selected, in-call, solved ou declined",
        "collected, selected, in-call, solved or declined",
    ),
    often("status_since: {today}", "depuis quand", "since when"),
    often("origin: call", "call, community ou ministry", "call, community or ministry"),
    often("impact: {words}", "l’enjeu en chiffres", "the problem in figures"),
];

const CALL: &[Fact] = &[
    required(
        "direction: solutions",
        "appel à défis (challenges) ou à solutions (solutions)",
        "a call for challenges or for solutions",
    ),
    required(
        "instrument: speedup",
        "innovation-partnership, speedup ou other",
        "innovation-partnership, speedup or other",
    ),
    required("ordering_party: [{organisation}]", "pouvoir adjudicateur", "contracting authority"),
    required("opens: {soon}T09:00", "ouverture, heure locale", "opening, local time"),
    required("closes: {later}T17:00", "date limite, heure locale", "deadline, local time"),
    often("questions_until: {soon}T17:00", "date limite des questions", "deadline for questions"),
    often("challenges: []", "les défis auxquels répondre", "the challenges to respond to"),
    often("submit_url: https://example.lu/", "adresse de dépôt", "where to submit"),
    often(
        "criteria:\n  - {label: {words}, weight: 100}",
        "critères ; la somme des pondérations est de 100",
        "criteria; the weightings add up to 100",
    ),
    often("budget: {max: 50000, currency: EUR, vat: excluded}", "montant", "amount"),
    often("documents:\n  - {title: {words}, file: document.pdf}", "fichiers de ce dossier", "files in this folder"),
];

const EVENT: &[Fact] = &[
    required(
        "type: workshop",
        "hackathon, workshop, training, conference, webinar, demo-day…",
        "hackathon, workshop, training, conference, webinar, demo-day…",
    ),
    required("start: {soon}T14:00", "début, heure locale", "start, local time"),
    required("end: {soon}T16:00", "fin, heure locale", "end, local time"),
    required(
        "location: {mode: onsite}",
        "onsite, online ou hybrid ; ajoutez name, address, url",
        "onsite, online or hybrid; add name, address, url",
    ),
    required("organiser: [{organisation}]", "organisateurs", "organisers"),
    often("registration: {required: true, url: https://example.lu/}", "inscription", "registration"),
    often("languages: [fr, en]", "langues parlées", "languages spoken"),
    often("audience: {words}", "public visé", "audience"),
    often("capacity: 30", "nombre de places", "number of places"),
];

const PROGRAMME: &[Fact] = &[
    required(
        "type: incubator",
        "incubator, acceleration, commitment ou community",
        "incubator, acceleration, commitment or community",
    ),
    required("owner: [{organisation}]", "organisation responsable", "responsible body"),
    often("start: {today}", "début ; un mois ou une année suffisent", "start; a month or a year is enough"),
    often("website: https://example.lu/", "site du programme", "programme website"),
    often("milestones:\n  - {label: {words}, start: {soon}, status: planned}", "jalons", "milestones"),
    often("status: active", "active, completed, withdrawn ou archived", "active, completed, withdrawn or archived"),
];

const STARTUP: &[Fact] = &[
    required(
        "programmes: [{programme}]",
        "programmes qui l’incubent, le principal d’abord",
        "programmes incubating it, the main one first",
    ),
    required(
        "mission: {words}",
        "en une phrase, ce que le service change pour le public",
        "in one sentence, what it changes for the public",
    ),
    required(
        "phases:\n  - {name: {phase}, start: {today}}",
        "phases déclarées dans site.yaml, avec leur début",
        "phases declared in site.yaml, with their start",
    ),
    often("sponsors: [{organisation}]", "organisations qui le soutiennent", "sponsors"),
    often("website: https://example.lu/", "site du service", "website of the service"),
    often("repository: https://example.lu/", "code source", "source code"),
    often("accessibility: partial", "none, partial ou full", "none, partial or full"),
];

const ORGANISATION: &[Fact] = &[
    required(
        "type: administration",
        "ministry, administration, commune, company, research, association…",
        "ministry, administration, commune, company, research, association…",
    ),
    often("acronym: ABC", "sigle", "acronym"),
    often("parent: {organisation}", "organisation dont elle dépend", "organisation it is part of"),
    often("website: https://example.lu/", "site web", "website"),
    often("logo: logo.svg", "fichier de ce dossier", "a file in this folder"),
];

const UPDATE: &[Fact] = &[
    required("date: {today}", "date de l’actualité", "date of the news item"),
    often("about: [organisation/{organisation}]", "fiches concernées", "items concerned"),
];

const PAGE: &[Fact] = &[
    often("menu: footer", "main, footer ou none", "main, footer or none"),
    often("order: 10", "position dans le menu", "position in the menu"),
    often(
        "role: legal",
        "accessibility, legal, privacy, contact, subscribe ou home",
        "accessibility, legal, privacy, contact, subscribe or home",
    ),
];
