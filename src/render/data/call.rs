//! The data of a call.

use schemars::JsonSchema;
use serde::Serialize;

use crate::kind::call::{Call, Direction, Funding, Instrument, Outcome};
use crate::kind::question::Question;
use crate::kind::stage::Stage;
use crate::kind::winner::Winner;
use crate::render::data::markup::Markup;
use crate::render::data::part::{AmendmentData, DocumentData, MoneyData, Reference};
use crate::render::data::source::{Source, day};
use crate::render::data::value::{At, ByLang, Date, Number, Text, Uri, Word};
use crate::site::life::{self, CallState};

/// A call for challenges or for solutions.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Call")]
pub struct CallData<'a> {
    /// Its state when the site was last made. `opens`, `closes`, `outcome` and the site's `closing_soon_days` tell it
    /// at any other time.
    pub state: Word<CallState>,
    /// What is called for.
    pub direction: Word<Direction>,
    /// The procurement procedure, of a call for solutions.
    pub instrument: Option<Word<Instrument>>,
    /// The name of another procedure, by language.
    pub instrument_label: Option<Text<'a>>,
    /// Who asks.
    pub ordering_party: Vec<Reference<'a>>,
    /// Who helps.
    pub partners: Vec<Reference<'a>>,
    /// The challenges that it wants answered.
    pub challenges: Vec<Reference<'a>>,
    /// The programme that it belongs to.
    pub programme: Option<Reference<'a>>,
    /// Which edition it is, by language.
    pub edition: Option<Text<'a>>,
    /// The edition before.
    pub previous: Option<Reference<'a>>,
    /// What it is a part of.
    pub part_of: Option<Reference<'a>>,
    /// From when on answers are taken; without it, since ever.
    pub opens: Option<At>,
    /// Until when, exclusive.
    pub closes: Option<At>,
    /// The last day on which answers are taken.
    pub closes_day: Option<Date>,
    /// True when it never closes.
    pub permanent: bool,
    /// True when its dates are not known.
    pub dates_unknown: bool,
    /// Until when questions are taken, exclusive.
    pub questions_until: Option<At>,
    /// The last day on which questions are taken.
    pub questions_until_day: Option<Date>,
    /// The number of the file.
    pub reference: Option<&'a str>,
    /// The procedure of the law, by language.
    pub procedure: Option<Text<'a>>,
    /// Codes of the common procurement vocabulary, Regulation (EC) No 213/2008.
    pub cpv: Vec<&'a str>,
    /// Where to answer.
    pub submit_url: Option<Uri>,
    /// The page of the procurement portal.
    pub portal_url: Option<Uri>,
    /// Who may answer, as HTML by language.
    pub eligibility: Option<ByLang<'a, Markup<'a>>>,
    /// What an answer holds, as HTML by language.
    pub deliverables: Option<ByLang<'a, Markup<'a>>>,
    /// What answers are judged by.
    pub criteria: Vec<CriterionData<'a>>,
    /// What weights mean when they are not percent, by language.
    pub criteria_scale: Option<Text<'a>>,
    /// The money for it.
    pub budget: Option<MoneyData<'a>>,
    /// What the winners get.
    pub funding: Option<Word<Funding>>,
    /// Prizes.
    pub prizes: Vec<PrizeData<'a>>,
    /// How long the work takes, by language.
    pub duration: Option<Text<'a>>,
    /// How many may win.
    pub max_selected: Option<u32>,
    /// Its stages, in order.
    pub stages: Vec<StageData<'a>>,
    /// Who judges, by language.
    pub jury: Vec<Text<'a>>,
    /// Documents.
    pub documents: Vec<DocumentData<'a>>,
    /// Questions and answers.
    pub questions: Vec<QuestionData<'a>>,
    /// What was changed; each field says what holds now.
    pub amendments: Vec<AmendmentData<'a>>,
    /// How many answers came in.
    pub submissions: Option<SubmissionsData<'a>>,
    /// Who was chosen.
    pub results: Vec<ResultData<'a>>,
    /// How it ended, or what happens after its closing.
    pub outcome: Option<Word<Outcome>>,
    /// Since when.
    pub outcome_date: Option<Date>,
    /// Why, by language.
    pub outcome_reason: Option<Text<'a>>,
}

/// What answers are judged by.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Criterion")]
pub struct CriterionData<'a> {
    /// The criterion, by language.
    pub label: Text<'a>,
    /// Its weight: percent, unless the call has a `criteria_scale`.
    pub weight: Option<Number>,
}

/// A prize.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Prize")]
pub struct PrizeData<'a> {
    /// What for, by language.
    pub label: Text<'a>,
    /// How much.
    pub amount: MoneyData<'a>,
}

/// A stage of a call: on a day, or from one to another.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Stage")]
pub struct StageData<'a> {
    /// Its id within the call.
    pub id: &'a str,
    /// Its name, by language.
    pub label: Text<'a>,
    /// The day it happens on.
    pub date: Option<Date>,
    /// When it begins.
    pub start: Option<Date>,
    /// When it ends, inclusive.
    pub end: Option<Date>,
    /// When, in words, by language.
    pub when: Option<Text<'a>>,
    /// How many may pass it.
    pub max_selected: Option<u32>,
    /// The event at which it happens.
    pub event: Option<Reference<'a>>,
    /// Whether it is done, when that is said.
    pub done: Option<bool>,
}

/// A question and its answer.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Question")]
pub struct QuestionData<'a> {
    /// Its id within the call.
    pub id: &'a str,
    /// When it was answered.
    pub date: Date,
    /// The question, by language.
    pub question: Text<'a>,
    /// The answer, as HTML by language.
    pub answer: ByLang<'a, Markup<'a>>,
}

/// How many answers came in: numbers as they were told, such as `12` or `>300`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Submissions")]
pub struct SubmissionsData<'a> {
    /// Received.
    pub received: Option<&'a str>,
    /// Shortlisted.
    pub shortlisted: Option<&'a str>,
    /// Selected.
    pub selected: Option<&'a str>,
    /// When the shortlist was made.
    pub shortlisted_on: Option<Date>,
}

/// Who was chosen.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Result")]
pub struct ResultData<'a> {
    /// Its id within the call.
    pub id: &'a str,
    /// The id of the stage after which.
    pub stage: Option<&'a str>,
    /// The organisation, when the catalogue has it.
    pub organisation: Option<Reference<'a>>,
    /// Its name by language, when the catalogue has it not.
    pub name: Option<Text<'a>>,
    /// When.
    pub date: Option<Date>,
    /// For how much.
    pub amount: Option<MoneyData<'a>>,
    /// What else there is to say, by language.
    pub note: Option<Text<'a>>,
}

/// The data of a call.
pub fn call<'a>(source: &Source<'a>, call: &'a Call) -> CallData<'a> {
    let (item, now) = (source.item, source.now());
    let text = |text: &'a Option<_>| text.as_ref().map(|text| source.text(text));
    let uri = |url: &Option<String>| url.as_deref().map(Uri::written);
    let state = life::call_state(item, call, &source.context.catalogue.site, now);
    // What is to come of it is not told, as on its page.
    let outcome = call.outcome.filter(|outcome| CallState::from(*outcome) == state);
    let closes = call.closes();
    let questions_until = call.questions_until;
    CallData {
        state: Word(state),
        direction: Word(call.direction),
        instrument: call.instrument.map(Word),
        instrument_label: text(&call.instrument_label),
        ordering_party: source.links(&call.ordering_party),
        partners: source.links(&call.partners),
        challenges: source.links(&call.challenges),
        programme: source.maybe(&call.programme),
        edition: text(&call.edition),
        previous: source.maybe(&call.previous),
        part_of: source.maybe(&call.part_of),
        opens: call.opens.map(|opens| source.at(opens)),
        closes: closes.map(|closes| source.at(closes)),
        closes_day: closes.map(day),
        permanent: call.permanent,
        dates_unknown: call.dates_unknown,
        questions_until: questions_until.map(|until| source.at(until)),
        questions_until_day: questions_until.map(day),
        reference: call.reference.as_deref(),
        procedure: text(&call.procedure),
        cpv: call.cpv.iter().map(String::as_str).collect(),
        submit_url: uri(&call.submit_url),
        portal_url: uri(&call.portal_url),
        eligibility: call.eligibility.as_ref().map(|prose| source.rich(prose, "eligibility-")),
        deliverables: call.deliverables.as_ref().map(|prose| source.rich(prose, "deliverables-")),
        criteria: (call.criteria.iter())
            .map(|criterion| CriterionData {
                label: source.text(&criterion.label),
                weight: criterion.weight.map(Number),
            })
            .collect(),
        criteria_scale: text(&call.criteria_scale),
        budget: call.budget.as_ref().map(|money| source.money(money)),
        funding: call.funding.map(Word),
        prizes: (call.prizes.iter())
            .map(|prize| PrizeData { label: source.text(&prize.label), amount: source.money(&prize.amount) })
            .collect(),
        duration: text(&call.duration),
        max_selected: call.max_selected,
        stages: call.stages.iter().map(|stage| self::stage(source, stage)).collect(),
        jury: source.texts(&call.jury),
        documents: source.documents(&call.documents),
        questions: call.questions.iter().map(|question| self::question(source, question)).collect(),
        amendments: source.amendments(&call.amendments),
        submissions: submissions(call),
        results: call.results.iter().map(|winner| result(source, winner)).collect(),
        outcome: outcome.map(Word),
        outcome_date: call.outcome_date.filter(|_| outcome.is_some()).map(Date),
        outcome_reason: text(&call.outcome_reason).filter(|_| outcome.is_some()),
    }
}

fn stage<'a>(source: &Source<'a>, stage: &'a Stage) -> StageData<'a> {
    StageData {
        id: &stage.id,
        label: source.text(&stage.label),
        date: stage.date.map(Date),
        start: stage.start.map(Date),
        end: stage.end.map(Date),
        when: stage.when.as_ref().map(|when| source.text(when)),
        max_selected: stage.max_selected,
        event: source.maybe(&stage.event),
        done: stage.done,
    }
}

fn question<'a>(source: &Source<'a>, question: &'a Question) -> QuestionData<'a> {
    let id = question.id.as_str();
    QuestionData {
        id,
        date: Date(question.date),
        question: source.text(&question.question),
        answer: source.rich(&question.answer, format!("question-{id}-")),
    }
}

fn submissions(call: &Call) -> Option<SubmissionsData<'_>> {
    let submissions = call.submissions.as_ref()?;
    Some(SubmissionsData {
        received: submissions.received.as_deref(),
        shortlisted: submissions.shortlisted.as_deref(),
        selected: submissions.selected.as_deref(),
        shortlisted_on: submissions.shortlisted_on.map(Date),
    })
}

fn result<'a>(source: &Source<'a>, winner: &'a Winner) -> ResultData<'a> {
    ResultData {
        id: winner.id.as_str(),
        stage: winner.stage.as_ref().map(|stage| stage.value.as_str()),
        organisation: source.maybe(&winner.organisation),
        name: winner.name.as_ref().map(|name| source.text(name)),
        date: winner.date.map(Date),
        amount: winner.amount.as_ref().map(|amount| source.money(amount)),
        note: winner.note.as_ref().map(|note| source.text(note)),
    }
}
