//! The kind `call` (appel): a call for challenges or for solutions, its deadlines, procedure, stages and results.

use parvis_macros::Record;
use strum::{IntoStaticStr, VariantArray};

use crate::base::bounds::WORDS_CHARACTERS;
use crate::base::lang::Text;
use crate::base::message::say;
use crate::base::moment::instant::Instant;
use crate::base::moment::{Moment, PartialDate, Zone};
use crate::base::route::to_id;
use crate::base::source::Spanned;
use crate::kind::amendment::{Amendable, Amendments, amendments};
use crate::kind::award::{Award, results};
use crate::kind::common::CommonField;
use crate::kind::criterion::Criterion;
use crate::kind::document::{Document, documents};
use crate::kind::key::{self, Key, Kind};
use crate::kind::labels;
use crate::kind::money::{MONEY_EXAMPLE, Money};
use crate::kind::question::{Question, questions};
use crate::kind::record::{AmendableField, words};
use crate::kind::stage::{Stage, stages};
use crate::read::address;
use crate::read::date;
use crate::read::markdown_text::MarkdownText;
use crate::read::number::{self, Decimal};
use crate::read::reader::{Fields, Undated};
use crate::read::value;
use crate::read::yaml;

/// What is called for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Direction {
    /// Needs of administrations.
    Challenges,
    /// Answers of economic operators.
    Solutions,
}

/// The procurement procedure of a call for solutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Instrument {
    /// Several stages, a jury, a demo day.
    InnovationPartnership,
    /// One tender for a solution, a study or a concept.
    Speedup,
    /// Another one, named by `instrument_label`.
    Other,
}

/// What the winners get.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Funding {
    /// A public contract.
    Contract,
    /// A grant.
    Grant,
    /// A prize.
    Prize,
    /// Help other than money.
    Support,
}

/// What is submitted to a call, as procurement law and the rules of prizes and grants name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Submission {
    /// Challenges (défis), to a call for challenges.
    Challenges,
    /// Applications (candidatures): the concept note of an innovation partnership, or what is sent for a prize, a grant or support.
    Applications,
    /// Tenders (offres), for a public contract.
    Tenders,
    /// Responses (dossiers), where the call does not say what they lead to.
    Responses,
}

/// How a call ended, or what is happening after its closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Outcome {
    /// The answers are being judged.
    Evaluating,
    /// There are winners.
    Awarded,
    /// The work is done.
    Finalised,
    /// No answer was chosen.
    Unsuccessful,
    /// Called off.
    Cancelled,
    /// Stopped for a time.
    Suspended,
    /// Taken back.
    Withdrawn,
}

/// A prize.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Prize {
    /// What for.
    #[field(read = value::text, label = labels::LABEL)]
    pub label: Text,
    /// How much.
    #[field(record = MONEY_EXAMPLE, label = labels::AMOUNT)]
    pub amount: Money,
}

/// How many answers came in: numbers, or words such as `>300`.
#[derive(Record, Clone, Debug, PartialEq)]
pub struct Submissions {
    /// Received.
    #[field(read = value::string)]
    #[field(
        fr("Reçus", "Un nombre de défis, de candidatures ou d’offres, ou une indication comme >300"),
        en("Received", "A number of challenges, applications or tenders, or a figure such as >300")
    )]
    pub received: Option<String>,
    /// Shortlisted.
    #[field(read = value::string)]
    #[field(fr("Présélectionnés", "Un nombre"), en("Shortlisted", "A number"))]
    pub shortlisted: Option<String>,
    /// Selected.
    #[field(read = value::string)]
    #[field(fr("Retenus", "Un nombre"), en("Selected", "A number"))]
    pub selected: Option<String>,
    /// When the shortlist was made.
    #[field(read = date::record_date)]
    #[field(fr("Présélection du", "La date de la présélection"), en("Shortlisted on", "The date of the shortlist"))]
    pub shortlisted_on: Option<PartialDate>,
}

/// A call.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(rules = rules)]
pub struct Call {
    /// What is called for.
    #[field(read = value::choice, amendable, column)]
    #[field(
        fr("Nature de l’appel", "Appel à défis (challenges) ou à solutions (solutions)"),
        en("Type of call", "For challenges or for solutions")
    )]
    pub direction: Direction,
    /// The procurement procedure, of a call for solutions.
    #[field(read = value::choice, amendable, column)]
    #[field(
        fr("Type de procédure", "Partenariat d’innovation, SpeedUP ou autre"),
        en("Type of procedure", "Innovation partnership, SpeedUP or another")
    )]
    pub instrument: Option<Instrument>,
    /// The name of another procedure.
    #[field(read = value::text, amendable)]
    #[field(
        fr("Nom de la procédure", "Si c’est une autre procédure"),
        en("Name of the procedure", "If it is another procedure")
    )]
    pub instrument_label: Option<Text>,
    /// Who asks.
    #[field(read = key::reference(Kind::Organisation), required, amendable, column)]
    #[field(
        fr("Lancé par", "Les organisations qui lancent l’appel ; pour un marché, les pouvoirs adjudicateurs"),
        en("Launched by", "The organisations that launch the call; for a contract, the contracting authorities")
    )]
    pub ordering_party: Vec<Key>,
    /// Who helps.
    #[field(read = key::reference(Kind::Organisation), amendable)]
    #[field(fr("Partenaires", "Les organisations associées"), en("Partners", "The partner organisations"))]
    pub partners: Vec<Key>,
    /// The challenges that it wants answered.
    #[field(read = key::reference(Kind::Challenge), amendable, column)]
    #[field(fr("Défis", "Les défis auxquels répondre"), en("Challenges", "The challenges to respond to"))]
    pub challenges: Vec<Key>,
    /// The programme that it belongs to.
    #[field(read = key::reference(Kind::Programme), amendable, label = labels::PROGRAMME)]
    pub programme: Option<Key>,
    /// Which edition it is.
    #[field(read = value::text, amendable)]
    #[field(
        fr("Édition", "En toutes lettres, par exemple Deuxième édition"),
        en("Edition", "In words, for example Second edition")
    )]
    pub edition: Option<Text>,
    /// The edition before.
    #[field(read = key::reference(Kind::Call))]
    #[field(
        fr("Fait suite à", "L’appel dont celui-ci prend la suite"),
        en("Follows on from", "The call that this one follows, such as the previous edition")
    )]
    pub previous: Option<Key>,
    /// What it is a part of.
    #[field(read = key::any_reference(Some(Kind::Call)))]
    #[field(
        fr("Fait partie de", "La fiche dont celle-ci est une partie"),
        en("Part of", "The item that this one is part of")
    )]
    pub part_of: Option<Key>,
    /// From when on answers are taken; without it, since ever.
    #[field(read = date::instant, amendable, column)]
    #[field(
        fr("Ouverture", "Jour et heure locale ; si ce champ est vide, la page n’indique pas de date d’ouverture"),
        en("Opening", "Day and local time; if this field is empty, the page gives no opening date")
    )]
    pub opens: Option<Instant>,
    /// Until when.
    #[field(read = value::spanned(date::closing), amendable, column)]
    #[field(
        fr("Date limite", "Jour et heure locale ; un jour sans heure s’entend jusqu’à minuit"),
        en("Deadline", "Day and local time; a day without a time means the end of that day")
    )]
    pub closes: Option<Spanned<Instant>>,
    /// True when it never closes.
    #[field(read = value::boolean, column)]
    #[field(
        fr("Appel permanent", "Vrai si l’appel n’a pas de date limite"),
        en("Permanent call", "True if the call has no deadline")
    )]
    pub permanent: bool,
    /// True when its dates are not known.
    #[field(read = value::boolean, column)]
    #[field(
        fr("Dates inconnues", "Vrai si la date limite n’est pas connue"),
        en("Dates unknown", "True if the deadline is not known")
    )]
    pub dates_unknown: bool,
    /// Until when questions are taken.
    #[field(read = date::closing, amendable, column)]
    #[field(
        fr("Questions jusqu’au", "La date limite pour poser une question"),
        en("Questions until", "The deadline for questions")
    )]
    pub questions_until: Option<Instant>,
    /// The number of the file.
    #[field(read = value::string, amendable, column)]
    #[field(fr("Référence", "Le numéro de référence"), en("Reference", "The reference number"))]
    pub reference: Option<String>,
    /// The procedure of the law.
    #[field(read = value::text, amendable)]
    #[field(
        fr("Déroulement de la procédure", "Ses étapes, ou le nom que la loi lui donne"),
        en("How the procedure runs", "Its stages, or the name the law gives it")
    )]
    pub procedure: Option<Text>,
    /// Codes of the common procurement vocabulary, Regulation (EC) No 213/2008.
    #[field(read = value::string, amendable, column)]
    #[field(
        fr("Codes CPV", "Vocabulaire commun pour les marchés publics"),
        en("CPV codes", "Common Procurement Vocabulary")
    )]
    pub cpv: Vec<String>,
    /// Where to answer.
    #[field(read = address::url, amendable, column)]
    #[field(
        fr("Adresse de dépôt", "La page où déposer une réponse"),
        en("Where to submit", "The page where responses are submitted")
    )]
    pub submit_url: Option<String>,
    /// The page of the procurement portal.
    #[field(read = address::url, amendable, column)]
    #[field(
        fr("Portail des marchés publics", "La page de l’appel sur ce portail"),
        en("Procurement portal", "The page of the call on this portal")
    )]
    pub portal_url: Option<String>,
    /// Who may answer.
    #[field(read = value::markdown, amendable)]
    #[field(
        fr(
            "Qui peut répondre",
            "En Markdown ; la première phrase figure aussi en haut de la page : mettez-y les conditions principales"
        ),
        en(
            "Who can apply",
            "In Markdown; the first sentence also appears at the top of the page: put the main conditions in it"
        )
    )]
    pub eligibility: Option<MarkdownText>,
    /// What those who are selected are to deliver.
    #[field(read = value::markdown, amendable)]
    #[field(
        fr("Livrables", "Ce que livrent les candidats retenus, en Markdown"),
        en("Deliverables", "What those who are selected deliver, in Markdown")
    )]
    pub deliverables: Option<MarkdownText>,
    /// What answers are judged by.
    #[field(record = "{label: Impact, weight: 40}", amendable)]
    #[field(
        fr("Critères", "La somme des pondérations est de 100 %, sauf autre barème"),
        en("Criteria", "Their weightings add up to 100%, unless there is another scale")
    )]
    pub criteria: Vec<Criterion>,
    /// What weights mean when they are not percent.
    #[field(read = value::text, amendable)]
    #[field(
        fr("Barème", "Le sens des pondérations, si ce ne sont pas des pourcentages"),
        en("Scale", "What the weightings mean, if they are not percentages")
    )]
    pub criteria_scale: Option<Text>,
    /// The money for it.
    #[field(record = MONEY_EXAMPLE, amendable, column)]
    #[field(fr("Budget", "Le montant prévu"), en("Budget", "The planned amount"))]
    pub budget: Option<Money>,
    /// What the winners get.
    #[field(read = value::choice, amendable, column)]
    #[field(
        fr(
            "Ce qui est proposé",
            "Marché (contract), subvention (grant), récompense (prize) ou accompagnement (support)"
        ),
        en("What is offered", "A contract, a grant, a prize or support")
    )]
    pub funding: Option<Funding>,
    /// Prizes.
    #[field(record = "{label: First prize, amount: {amount: 5000, currency: EUR}}", amendable)]
    #[field(fr("Récompenses", "Les récompenses et leur montant"), en("Prizes", "The prizes and their amounts"))]
    pub prizes: Vec<Prize>,
    /// How long the work takes.
    #[field(read = value::text, amendable)]
    #[field(fr("Durée", "La durée des travaux"), en("Duration", "How long the work lasts"))]
    pub duration: Option<Text>,
    /// How many may win.
    #[field(read = number::whole, amendable, column)]
    #[field(
        fr("Retenus (maximum)", "Combien peuvent être retenus au plus"),
        en("Maximum selected", "How many may be selected at most")
    )]
    pub max_selected: Option<u32>,
    /// Its stages, in order.
    #[field(by = stages(f), amendable, members)]
    #[field(fr("Étapes", "Les étapes, dans l’ordre"), en("Stages", "The stages, in order"))]
    pub stages: Vec<Stage>,
    /// Who judges.
    #[field(read = value::text, amendable)]
    #[field(fr("Jury", "La composition du jury"), en("Jury", "Who is on the jury"))]
    pub jury: Vec<Text>,
    /// Documents.
    #[field(by = documents(f), column, members, label = labels::DOCUMENTS)]
    pub documents: Vec<Document>,
    /// Questions and answers.
    #[field(by = questions(f), column, members)]
    #[field(fr("Questions et réponses", "Publiées pour tous"), en("Questions and answers", "Published for everyone"))]
    pub questions: Vec<Question>,
    /// What was changed.
    #[field(by = amendments(f), none, last)]
    pub amendments: Amendments<Call>,
    /// How many answers came in: numbers, or words such as `>300`.
    #[field(record = "{received: 12, shortlisted: 5, selected: 1}")]
    #[field(
        fr("Dossiers", "Combien ont été reçus et retenus"),
        en("Responses", "How many were received and selected")
    )]
    pub submissions: Option<Submissions>,
    /// Who was chosen.
    #[field(by = results(f, &stages), column, members)]
    #[field(fr("Résultats", "Qui a été retenu"), en("Results", "Who was selected"))]
    pub results: Vec<Award>,
    /// How it ended.
    #[field(read = value::choice, column)]
    #[field(
        fr("Issue", "Ce qu’est devenu l’appel depuis la clôture"),
        en("Outcome", "What has become of the call since it closed")
    )]
    pub outcome: Option<Outcome>,
    /// When.
    #[field(read = date::record_date, column)]
    #[field(fr("Date de l’issue", "Le jour, le mois ou l’année"), en("Outcome date", "A day, a month or a year"))]
    pub outcome_date: Option<PartialDate>,
    /// Why.
    #[field(read = value::text)]
    #[field(
        fr("Motif de l’issue", "Pourquoi l’appel a cette issue"),
        en("Reason for the outcome", "Why the call has this outcome")
    )]
    pub outcome_reason: Option<Text>,
}

impl Call {
    /// True if the weights of the criteria are percentages.
    pub fn weighs_in_percent(&self) -> bool {
        self.criteria_scale.is_none()
    }

    /// True for a call for challenges.
    pub fn is_for_challenges(&self) -> bool {
        self.direction == Direction::Challenges
    }

    /// True for a call that leads to a public contract, which is what a call for solutions does unless its `funding` is another one.
    pub fn is_for_contract(&self) -> bool {
        !self.is_for_challenges() && matches!(self.funding, None | Some(Funding::Contract))
    }

    /// What is submitted to it.
    pub fn submission(&self) -> Submission {
        if self.is_for_challenges() {
            return Submission::Challenges;
        }
        match (self.instrument, self.funding) {
            (Some(Instrument::InnovationPartnership), _) => Submission::Applications,
            (_, Some(Funding::Grant | Funding::Prize | Funding::Support)) => Submission::Applications,
            (Some(Instrument::Speedup), _) | (_, Some(Funding::Contract)) => Submission::Tenders,
            (Some(Instrument::Other) | None, None) => Submission::Responses,
        }
    }

    /// True where `max_selected` limits a shortlist: as many go on from a stage that is not the last.
    pub fn limits_shortlist(&self) -> bool {
        let before_last = self.stages.split_last().map_or(&[][..], |(_, before)| before);
        self.max_selected.is_some() && before_last.iter().any(|stage| stage.max_selected == self.max_selected)
    }

    /// The closing: the moment until which answers are accepted.
    pub fn closes(&self) -> Option<Instant> {
        self.closes.as_ref().map(|closes| closes.value)
    }

    /// The final results: those without a stage, and those of the last stage. If the call is over and all results have a stage,
    /// the last stage is the last one with results.
    pub fn awards(&self) -> impl Iterator<Item = &Award> {
        let rank = |award: &Award| {
            let id = &award.stage.as_ref()?.value;
            self.stages.iter().position(|stage| stage.id == *id)
        };
        let is_over = matches!(self.outcome, Some(Outcome::Awarded | Outcome::Finalised));
        let all_have_stages = self.results.iter().all(|award| award.stage.is_some());
        let last_with_results = self.results.iter().filter_map(rank).max().filter(|_| is_over && all_have_stages);
        let last = last_with_results.or(self.stages.len().checked_sub(1));
        self.results.iter().filter(move |award| award.stage.is_none() || rank(award) == last)
    }

    /// The opening, as announced at a moment.
    pub fn opens_at(&self, moment: Moment) -> Option<Instant> {
        match self.amendments.prior_value_at(self, "opens", moment) {
            Some(Some(CallField::Opens(opens))) => opens,
            Some(_) => None,
            None => self.opens,
        }
    }

    /// The closing, as announced at a moment.
    pub fn closes_at(&self, moment: Moment) -> Option<Instant> {
        match self.amendments.prior_value_at(self, "closes", moment) {
            Some(Some(CallField::Closes(closes))) => closes.map(|closes| closes.value),
            Some(_) => None,
            None => self.closes(),
        }
    }

    /// Until when questions were taken, as it was announced at a moment.
    pub fn questions_until_at(&self, moment: Moment) -> Option<Instant> {
        match self.amendments.prior_value_at(self, "questions_until", moment) {
            Some(Some(CallField::QuestionsUntil(until))) => until,
            Some(_) => None,
            None => self.questions_until,
        }
    }

    /// True for a date of the call that does not hold at `now`, since it was cancelled, suspended or withdrawn before it, or nobody knows
    /// when.
    pub fn is_void(&self, date: Instant, zone: &Zone, now: Moment) -> bool {
        let called_off = matches!(self.outcome, Some(Outcome::Cancelled | Outcome::Suspended | Outcome::Withdrawn));
        let before = self.outcome_date.is_none_or(|since| since.start(zone) < date.moment);
        called_off && before && self.outcome_applies(zone, now)
    }

    /// True if the outcome is the state of the call at `now`.
    pub fn outcome_applies(&self, zone: &Zone, now: Moment) -> bool {
        self.outcome_applies_with(self.closes(), zone, now)
    }

    /// The same with another closing.
    pub fn outcome_applies_with(&self, closes: Option<Instant>, zone: &Zone, now: Moment) -> bool {
        let Some(outcome) = self.outcome else { return false };
        let closed = closes.is_none_or(|closes| closes.moment <= now);
        if outcome == Outcome::Evaluating && !closed {
            return false;
        }
        let ends_early = matches!(outcome, Outcome::Cancelled | Outcome::Suspended | Outcome::Withdrawn);
        match self.outcome_date {
            None => closed,
            Some(date) => {
                let exact = matches!(date, PartialDate::Day(_));
                date.start(zone) <= now && (exact || ends_early || closed)
            }
        }
    }
}

words!(Direction, Instrument, Funding, Outcome);

impl Amendable for Call {
    type Field = CallField;

    const COMMON: &'static [&'static str] = CommonField::KEYS;

    const MAX_WORDS: usize = WORDS_CHARACTERS;
}

/// Checks the fields of a call against each other.
fn rules(f: &mut Fields<'_, '_, '_>, call: &CallDraft) {
    if call.direction == Some(Direction::Solutions) && !f.has("instrument") {
        let help = say!(
            en: "write `instrument: innovation-partnership`, `speedup` or `other`",
            fr: "écrivez `instrument: innovation-partnership`, `speedup` ou `other`"
        );
        f.missing_with(
            "instrument",
            say!(en: " from this call for solutions", fr: " dans cet appel à solutions"),
            help,
        );
    }
    if call.instrument == Some(Instrument::Other) && !f.has("instrument_label") {
        // A warning only: catalogues of calls by others have no label, and "other" is understandable.
        let span = f.key_span("instrument_label");
        let help = say!(
            en: "add `instrument_label:` and the name of the procedure",
            fr: "ajoutez `instrument_label:` et le nom de la procédure"
        );
        f.reader.warn(
            "missing-label",
            span,
            say!(
                en: "the `instrument` is `other`, and no `instrument_label` names the procedure",
                fr: "`instrument` vaut `other`, et aucun `instrument_label` ne nomme la procédure"
            ),
            help,
        );
    }
    if !f.has("closes") && !call.permanent && !call.dates_unknown && !f.has("outcome") {
        let help = say!(
            en: "write `closes: 2030-04-25T17:00`, or `permanent: true`, or `dates_unknown: true`",
            fr: "écrivez `closes: 2030-04-25T17:00`, ou `permanent: true`, ou `dates_unknown: true`"
        );
        f.missing_with("closes", say!(en: ": what is the deadline?", fr: " : quelle est la date limite ?"), help);
    }
    if !f.has("criteria_scale") {
        check_percents(f, &call.criteria);
    }
    check_outcome_date(f, call);
    check_outcome_after_closing(f, call);
    check_stages(f, call);
    check_order(f, call.opens, call.closes.as_ref().map(|closes| closes.value), call.questions_until);
    if call.instrument == Some(Instrument::InnovationPartnership) && !f.has("stages") {
        let help = say!(
            en: "add `stages:` with an `id` and a `label` for each",
            fr: "ajoutez `stages:`, avec un `id` et un `label` pour chacune"
        );
        f.missing_with(
            "stages",
            say!(en: " from this innovation partnership", fr: " dans ce partenariat d’innovation"),
            help,
        );
    }
}

/// Notes an outcome without a date, unless a result has one: nobody who follows the call would learn of it.
fn check_outcome_date(f: &mut Fields<'_, '_, '_>, call: &CallDraft) {
    let has_end = call.outcome.is_some_and(|outcome| outcome != Outcome::Evaluating);
    if has_end && !f.has("outcome_date") && call.results.iter().all(|award| award.date.is_none()) {
        let span = f.key_span("outcome");
        let day = call.closes.as_ref().map(|closes| closes.value.day);
        f.reader.undated.push(Undated { key: "outcome", span, day });
    }
}

/// Warns of an award on a day before the call closes.
fn check_outcome_after_closing(f: &mut Fields<'_, '_, '_>, call: &CallDraft) {
    let is_of_answers = matches!(call.outcome, Some(Outcome::Awarded | Outcome::Finalised));
    let (Some(PartialDate::Day(day)), Some(closes)) = (call.outcome_date, &call.closes) else { return };
    let last = closes.value.day;
    if !is_of_answers || day >= last {
        return;
    }
    let span = f.key_span("outcome_date");
    let message = say!(
        en: "the date of this outcome is before the call closes ({last})",
        fr: "la date de cette issue précède la clôture de l’appel ({last})"
    );
    let help = say!(
        en: "correct the wrong date; if the call really ended early, add an amendment (`amendments`) of `closes`",
        fr: "corrigez la date qui est fausse ; si l’appel a vraiment fini plus tôt, ajoutez une modification (`amendments`) de `closes`"
    );
    f.reader.warn("outcome-before-closing", span, message, help);
}

/// How labels of the stage begin in which answers are handed in, in the form of ids.
const SUBMISSION: [&str; 9] = [
    "depot",
    "remise-d",
    "soumission",
    "candidatures",
    "reception-des",
    "date-limite",
    "cloture",
    "submission",
    "deadline",
];

/// Warns of a stage that ends on an earlier deadline, and of a submission that ends on another day than the call.
fn check_stages(f: &mut Fields<'_, '_, '_>, call: &CallDraft) {
    let Some(closes) = call.closes.as_ref().map(|closes| closes.value.day) else { return };
    if call.opens.is_some_and(|opens| opens.day > closes) {
        return;
    }
    let (fields, values) = (f.member_values("amendments", "field"), f.member_values("amendments", "from"));
    let earlier: Vec<&str> = fields
        .into_iter()
        .zip(values)
        .filter(|(field, _)| *field == Some("closes"))
        .filter_map(|(_, from)| from)
        .collect();
    let members = f.node("stages").map(yaml::Node::members).unwrap_or_default();
    if members.len() != call.stages.len() {
        return;
    }
    for (stage, member) in call.stages.iter().zip(members) {
        let (key, Some(PartialDate::Day(last))) =
            (if stage.end.is_some() { "end" } else { "date" }, stage.end.or(stage.date))
        else {
            continue;
        };
        let is_submission = stage.label.wordings().any(|label| {
            let label = to_id(label);
            SUBMISSION.iter().any(|beginning| label.starts_with(beginning))
        });
        let was_deadline = earlier.iter().any(|from| from.starts_with(&last.to_string()));
        if last == closes || !(is_submission || was_deadline) {
            continue;
        }
        let id = &stage.id;
        let message = say!(
            en: "the stage `{id}` ends on {last}, and the call closes on {closes}",
            fr: "l’étape `{id}` se termine le {last}, et l’appel se clôt le {closes}"
        );
        let help = say!(
            en: "write `{key}: {closes}` in this stage, or correct `closes`",
            fr: "écrivez `{key}: {closes}` dans cette étape, ou corrigez `closes`"
        );
        f.reader.warn("stage-off-deadline", member.span, message, help);
    }
}

/// Reports weights in percent whose sum is not 100.
fn check_percents(f: &mut Fields<'_, '_, '_>, criteria: &[Criterion]) {
    // A weight that cannot be read has been reported, and would make the sum wrong.
    let written = f.node("criteria").map_or(0, count_weights);
    let weights: Vec<i64> = criteria.iter().filter_map(|criterion| Some(criterion.weight?.thousandths)).collect();
    let sum = weights.iter().fold(0, |sum: i64, weight| sum.saturating_add(*weight));
    if !weights.is_empty() && weights.len() == written && sum != 100_000 {
        let sum = Decimal { thousandths: sum };
        let help = say!(
            en: "change the weightings so that they add up to 100, or explain them in `criteria_scale`",
            fr: "modifiez les pondérations pour que leur somme soit 100, ou expliquez-les dans `criteria_scale`"
        );
        f.error_at(
            "criteria",
            "wrong-sum",
            say!(
                en: "the weightings add up to {sum}%, not 100%",
                fr: "la somme des pondérations est de {sum} %, et non de 100 %"
            ),
            help,
        );
    }
}

/// The number of criteria with a weight, valid or not.
fn count_weights(node: &yaml::Node) -> usize {
    let members = match &node.value {
        yaml::Value::List(members) => members.as_slice(),
        yaml::Value::Null | yaml::Value::Scalar { .. } | yaml::Value::Map(_) => std::slice::from_ref(node),
    };
    let weighted = |node: &&yaml::Node| match &node.value {
        yaml::Value::Map(entries) => entries.iter().any(|entry| entry.key == "weight" && !entry.node.is_absent()),
        yaml::Value::Null | yaml::Value::Scalar { .. } | yaml::Value::List(_) => false,
    };
    members.iter().filter(weighted).count()
}

/// Reports a closing before the opening, else a deadline for questions after the closing: one wrong date is one mistake.
fn check_order(
    f: &mut Fields<'_, '_, '_>,
    opens: Option<Instant>,
    closes: Option<Instant>,
    questions: Option<Instant>,
) {
    if let (Some(opens), Some(closes)) = (opens, closes)
        && closes.moment <= opens.moment
    {
        f.error_at(
            "closes",
            "wrong-order",
            say!(en: "the call closes before it opens", fr: "l’appel se clôt avant de s’ouvrir"),
            say!(
                en: "write a date after `opens`, or correct `opens`",
                fr: "écrivez une date postérieure à `opens`, ou corrigez `opens`"
            ),
        );
    } else if let (Some(closes), Some(questions)) = (closes, questions)
        && questions.moment > closes.moment
    {
        let help =
            say!(en: "write a date not later than `closes`", fr: "écrivez une date antérieure ou égale à `closes`");
        f.error_at(
            "questions_until",
            "wrong-order",
            say!(en: "`questions_until` is later than `closes`", fr: "`questions_until` est postérieure à `closes`"),
            help,
        );
    }
}
