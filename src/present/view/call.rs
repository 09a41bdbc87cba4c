//! The facts of a call.

use serde::Serialize;

use crate::present::view::facts::FactsView;
use crate::present::view::part::{
    Countdown, DocumentView, FutureState, Link, MoneyView, OpeningView, Qr, QuestionView,
};
use crate::present::view::path::{PathItem, PathView};
use crate::present::view::value::{DateView, LangString};

/// A call for challenges, addressed to administrations, or for solutions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CallView {
    /// Its fields as displayed by their types; a template sees each under its name.
    #[serde(flatten)]
    pub facts: FactsView,
    /// What is submitted to it, the key of its words in the strings `call.submit.<submission>` and `call.received.<submission>`:
    /// `challenges`, `applications`, `tenders` or `responses`.
    pub submission: String,
    /// True for a call that leads to a public contract: its words are those of procurement law.
    pub is_for_contract: bool,
    /// True where `max_selected` limits a shortlist, from which fewer are selected in the end.
    pub limits_shortlist: bool,
    /// The way that it is on, from challenges to services.
    pub path: Option<PathView>,
    /// The edition after.
    pub next: Vec<Link>,
    /// Its current dates and status; a template sees these fields among those of the call.
    #[serde(flatten)]
    pub status: CallStatus,
    /// The same at moments to come, the next one first.
    pub later: Vec<FutureState<CallStatus>>,
    /// How answers are judged.
    pub criteria: Vec<CriterionView>,
    /// True if any of these has a weight.
    pub is_weighted: bool,
    /// Its own dates and its stages, in the order in which they come; empty where there is no more than an opening and a deadline.
    pub steps: Vec<StepView>,
    /// The rank of the step before which today is, from 0; their number where all have begun; absent where the call is
    /// called off.
    pub today: Option<usize>,
    /// The documents, those that were replaced last.
    pub documents: Vec<DocumentView>,
    /// Questions and answers, the latest first.
    pub questions: Vec<QuestionView>,
    /// The results.
    pub results: Vec<CallResult>,
    /// What their table shows of them besides who was chosen: `stage`, `amount`, `date` and `startup`, as far as any has it.
    pub result_columns: Vec<&'static str>,
    /// Those of the end: the results of no stage, or of the last one that was reached.
    pub awards: Vec<CallResult>,
    /// What these are called, by their number and by what the call gives: `Lauréats`.
    pub winners: String,
    /// Who may answer, in a line.
    pub eligibility_opening: Option<OpeningView>,
    /// What to deliver, in a line.
    pub deliverables_opening: Option<OpeningView>,
}

/// What changes of a call over time: its dates, whether it is open, its outcome.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CallStatus {
    /// The key of its state in the strings `state.call.<state>`.
    pub state: String,
    /// When it opens; absent when it has always been open.
    pub opens: Option<DateView>,
    /// When it closes, with hour and zone, or "end of day" for a day alone.
    pub closes: Option<DateView>,
    /// True for a closing that does not hold, since the call was cancelled, suspended or withdrawn before it.
    pub closes_void: bool,
    /// The closing first announced, when it was moved.
    pub closes_before: Option<DateView>,
    /// The countdown to the opening or closing.
    pub countdown: Option<Countdown>,
    /// The address of its page for print.
    pub qr: Option<Qr>,
    /// The address of the calendar of this deadline alone, while it is to come and in effect.
    pub deadline_calendar: Option<String>,
    /// Until when questions are taken.
    pub questions_until: Option<DateView>,
    /// True once that has passed.
    pub questions_closed: bool,
    /// True while the call is open: only then links to submit are shown as an action.
    pub accepts: bool,
    /// How it ended, the key of its word in the strings `state.call.<outcome>`.
    pub outcome: Option<String>,
    /// When.
    pub outcome_date: Option<DateView>,
    /// Why.
    pub outcome_reason: Option<LangString>,
}

/// A criterion.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CriterionView {
    /// What is judged.
    pub label: LangString,
    /// Its weight in words: `40 %`, or `40` on a scale of its own.
    pub weight: Option<String>,
    /// Its share of all weights, 0 to 100, rounded.
    pub share: Option<u8>,
}

/// A step of the calendar of a call: a stage, or one of the call's own dates.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StepView {
    /// The field of a date of the call, the key of its word in the strings `field.<field>`: `opens`, `questions_until` or
    /// `closes`. Absent for a stage and for the outcome.
    pub field: Option<&'static str>,
    /// The id of a stage within its call; the anchor is `_stage-<id>`. Empty for a date of the call.
    pub id: String,
    /// The name of a stage; how the call ended, for the date of its outcome.
    pub label: LangString,
    /// Its date or its range of dates.
    pub when: Option<DateView>,
    /// True for a date that does not hold, since the call was cancelled, suspended or withdrawn before it.
    pub void: bool,
    /// When, in the editor's words.
    pub when_note: Option<LangString>,
    /// How many are admitted to the stage, or by it to the next, at most, as a number in words of the language; absent for the last one.
    pub admitted: Option<String>,
    /// How many the last stage selects at most.
    pub max_selected: Option<String>,
    /// The event it ends with.
    pub event: Option<Link>,
    /// `done`, `current` or `coming`, the key of its word in the strings `progress.<progress>`; absent when unknown.
    pub progress: Option<String>,
    /// When it begins, as RFC 3339 writes it, for scripts; absent where no date says how far it is.
    pub from: Option<String>,
    /// When it ends, in the same way.
    pub until: Option<String>,
}

/// A result, of a stage or of the call.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CallResult {
    /// The id of the result within its call; the anchor is `_result-<id>`.
    pub id: String,
    /// The label of the stage.
    pub stage: Option<LangString>,
    /// The service that came of it, with its phase today.
    pub startup: Option<PathItem>,
    /// Who: an organisation with its page, or a name alone.
    pub who: Option<Link>,
    /// When.
    pub date: Option<DateView>,
    /// How much.
    pub amount: Option<MoneyView>,
    /// The editor's note.
    pub note: Option<LangString>,
}
