//! The dates of an item: every date at which something changes, in one list per kind.
//!
//! The entries of feeds, the schedule of the site, the months ahead, the versions of calendars and what is embargoed until its
//! date are all computed from this list. A new date is one line in the list of its kind.

use std::collections::BTreeMap;

use strum::IntoStaticStr;

use crate::base::moment::{Moment, PartialDate};
use crate::kind::amendment::{AmendedValue, Amendment};
use crate::kind::award::Award;
use crate::kind::call::{Call, Outcome};
use crate::kind::challenge::{self, Challenge};
use crate::kind::document::Document;
use crate::kind::event::{Event, Period};
use crate::kind::item::{Facts, Item};
use crate::kind::programme::{self, Assessment, Milestone, Programme};
use crate::kind::question::Question;
use crate::kind::stage::Stage;
use crate::kind::startup::{Phase, Startup};
use crate::read::date::DateOrTime;

/// A date of an item at which something changes.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedChange<'i> {
    /// The date as written: a day, a month, a year, or a day with a time.
    pub when: DateOrTime,
    /// The moment of the change: the first moment of the date, or its end for dates until which something lasts.
    pub moment: Moment,
    /// What changes.
    pub change: Change,
    /// The record that has the date.
    pub record: DatedRecord<'i>,
    /// The entry that it makes: the kind, and the id of the record within the item, which is empty for the item itself.
    pub entry: Option<(EntryKind, String)>,
    /// True for a date that was announced and then changed before it came, so that nothing happened on it.
    pub moved: bool,
}

/// What changes at a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Change {
    /// An item becomes public.
    Publication,
    /// The date of the last important change of an item.
    Revision,
    /// An item expires: it leaves lists and feeds.
    Expiry,
    /// An amendment takes effect.
    Amendment,
    /// A call opens.
    Opening,
    /// A call begins to be shown as closing soon. The site computes this date; no item has it.
    ClosingSoon,
    /// An alarm before the closing of a call is past, which its calendar then lacks. The site computes this date; no item has it.
    Alarm,
    /// A call takes no more questions.
    QuestionsClosing,
    /// A call closes.
    Closing,
    /// An outcome of a call, or a status of a challenge, an event or a programme takes effect.
    Status,
    /// A stage of a call begins or ends.
    Stage,
    /// The shortlist of a call is published.
    Shortlist,
    /// A result of a call is published.
    Result,
    /// A document is published.
    Document,
    /// A question is answered.
    Answer,
    /// An event or a programme begins.
    Start,
    /// An event or a programme ends.
    End,
    /// The registration for an event closes.
    RegistrationClosing,
    /// The report of an event is published.
    Report,
    /// A milestone is reached.
    Milestone,
    /// An assessment is published.
    Assessment,
    /// A phase of a startup begins or ends.
    Phase,
    /// The date of a piece of news.
    Update,
    /// A month begins or ends, and with it its newsletter issue. A change of the site, not of an item.
    #[strum(serialize = "digest")]
    NewsletterIssue,
}

impl Change {
    /// True for changes that can make entries, and so newsletter issues.
    pub fn makes_entries(self) -> bool {
        !matches!(
            self,
            Self::Revision
                | Self::Expiry
                | Self::ClosingSoon
                | Self::Alarm
                | Self::End
                | Self::QuestionsClosing
                | Self::RegistrationClosing
        )
    }

    /// True for changes that must not be disclosed before their date: an item as of an earlier moment does not have them.
    pub fn is_embargoed(self) -> bool {
        matches!(
            self,
            Self::Revision
                | Self::Amendment
                | Self::Status
                | Self::Shortlist
                | Self::Result
                | Self::Document
                | Self::Answer
                | Self::Report
                | Self::Milestone
                | Self::Assessment
        )
    }
}

/// The kind of an entry: what happened. Entries of one day are ordered as in this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum EntryKind {
    ChallengePublished,
    ChallengeSelected,
    ChallengeInCall,
    ChallengeSolved,
    ChallengeDeclined,
    CallAnnounced,
    CallOpened,
    EventAnnounced,
    ProgrammeLaunched,
    StartupPhase,
    Update,
    DocumentAdded,
    DocumentReplaced,
    QuestionsAnswered,
    DeadlineExtended,
    CallChanged,
    EventChanged,
    EventMovedOnline,
    EventPostponed,
    EventCancelled,
    CallSuspended,
    CallClosed,
    Shortlisted,
    StageReached,
    Result,
    CallAwarded,
    CallFinalised,
    CallUnsuccessful,
    CallCancelled,
    CallWithdrawn,
    EventReport,
    MilestoneReached,
    AssessmentPublished,
    ProgrammeEnded,
}

impl EntryKind {
    /// The word in ids, in `data-entry` and in the strings of the theme: `call-opened`.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// True for entries of a status, for which the kind says what an amendment of the status would.
    pub fn is_status(self) -> bool {
        matches!(self, Self::EventMovedOnline | Self::EventPostponed | Self::EventCancelled)
    }

    /// True for entries that announce a new item.
    pub fn introduces(self) -> bool {
        use EntryKind::{CallAnnounced, CallOpened, ChallengePublished, EventAnnounced, ProgrammeLaunched, Update};
        matches!(self, CallAnnounced | CallOpened | ChallengePublished | EventAnnounced | ProgrammeLaunched | Update)
    }
}

/// The record that a date belongs to.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum DatedRecord<'i> {
    /// The item itself.
    Item,
    Amendment(&'i Amendment),
    Document(&'i Document),
    /// All questions that were answered on one day.
    Questions(Vec<&'i Question>),
    Stage(&'i Stage),
    Award(&'i Award),
    Milestone(&'i Milestone),
    Assessment(&'i Assessment),
    Phase(&'i Phase),
}

impl DatedRecord<'_> {
    /// Its id within the item; empty for the item itself.
    fn member_id(&self) -> String {
        match self {
            Self::Item => String::new(),
            Self::Amendment(amendment) => amendment.id.as_str().to_owned(),
            Self::Document(document) => document.id.as_str().to_owned(),
            Self::Questions(questions) => {
                questions.first().map(|first| first.date.without_time().to_string()).unwrap_or_default()
            }
            Self::Stage(stage) => stage.id.clone(),
            Self::Award(award) => award.id.as_str().to_owned(),
            Self::Milestone(milestone) => milestone.id.as_str().to_owned(),
            Self::Assessment(assessment) => assessment.id.as_str().to_owned(),
            Self::Phase(phase) => phase.name.value.clone(),
        }
    }
}

/// All dates of an item, past and future, in no particular order.
pub fn dated_changes(item: &Item) -> Vec<DatedChange<'_>> {
    let common = &item.common;
    let published = common.published;
    let mut dates = DateList { item, list: Vec::new() };
    let announcement = match &item.facts {
        Facts::Challenge(_) => Some(EntryKind::ChallengePublished),
        Facts::Call(call) => {
            let is_before = |opens: Moment| published.is_some_and(|when| when.start(&common.zone) < opens);
            call.opens.filter(|opens| is_before(opens.moment)).map(|_| EntryKind::CallAnnounced)
        }
        Facts::Event(_) => Some(EntryKind::EventAnnounced),
        Facts::Programme(programme) => programme.start.is_none().then_some(EntryKind::ProgrammeLaunched),
        Facts::Startup(_) | Facts::Organisation(_) | Facts::Update(_) | Facts::Page(_) => None,
    };
    dates.add(Change::Publication, DatedRecord::Item, announcement, published);
    dates.add(Change::Revision, DatedRecord::Item, None, common.updated);
    dates.add(Change::Expiry, DatedRecord::Item, None, common.expires);
    match &item.facts {
        Facts::Challenge(challenge) => dates.challenge(challenge),
        Facts::Call(call) => dates.call(call),
        Facts::Event(event) => dates.event(event),
        Facts::Programme(programme) => dates.programme(programme),
        Facts::Startup(startup) => dates.startup(startup),
        Facts::Update(update) => dates.add(Change::Update, DatedRecord::Item, Some(EntryKind::Update), [update.date]),
        Facts::Organisation(_) | Facts::Page(_) => {}
    }
    dates.list
}

/// Collects the dates of an item.
struct DateList<'i> {
    item: &'i Item,
    list: Vec<DatedChange<'i>>,
}

/// A status that an item has from a date.
struct StatusChange<'i> {
    change: Change,
    status: &'static str,
    date: PartialDate,
    /// The kind of its entry, if it makes one.
    kind: Option<EntryKind>,
    record: DatedRecord<'i>,
}

impl<'i> DateList<'i> {
    /// Adds a date that counts from its first moment, without an entry.
    fn push(&mut self, change: Change, record: DatedRecord<'i>, when: DateOrTime) -> &mut DatedChange<'i> {
        let moment = when.start(&self.item.common.zone);
        self.list.push(DatedChange { when, moment, change, record, entry: None, moved: false });
        self.list.last_mut().expect("one was just pushed")
    }

    /// Adds dates of a record that count from their first moment, each with an entry of this kind.
    fn add<W: Into<DateOrTime>>(
        &mut self,
        change: Change,
        record: DatedRecord<'i>,
        kind: Option<EntryKind>,
        dates: impl IntoIterator<Item = W>,
    ) {
        let entry = kind.map(|kind| (kind, record.member_id()));
        for when in dates {
            self.push(change, record.clone(), when.into()).entry = entry.clone();
        }
    }

    /// Adds dates until which something lasts, without an entry.
    fn add_ends(&mut self, change: Change, record: DatedRecord<'i>, dates: impl IntoIterator<Item = PartialDate>) {
        for date in dates {
            let end = date.end(&self.item.common.zone);
            self.push(change, record.clone(), date.into()).moment = end;
        }
    }

    /// Adds the dates that a field had before its amendments. `holds` is true for a date that was still in effect when it came.
    fn add_prior_dates(
        &mut self,
        change: Change,
        field: &str,
        amendments: &'i [Amendment],
        holds: impl Fn(Moment) -> bool,
    ) {
        for (amendment, when) in prior_dates(field, amendments) {
            let dated = self.push(change, DatedRecord::Amendment(amendment), when);
            dated.moved = !holds(dated.moment);
        }
    }

    /// Adds statuses in the order of their dates. The id of a status is empty; if the same status comes again, its id is the
    /// date, so that it has an entry of its own.
    fn add_statuses(&mut self, mut steps: Vec<StatusChange<'i>>) {
        steps.sort_by_key(|step| step.date.order());
        let words: Vec<&str> = steps.iter().map(|step| step.status).collect();
        for (rank, StatusChange { change, status, date, kind, record }) in steps.into_iter().enumerate() {
            let member = if words[..rank].contains(&status) { date.without_time().to_string() } else { String::new() };
            self.push(change, record, date.into()).entry = kind.map(|kind| (kind, member));
        }
    }

    /// Adds the dates of documents. A document without a date was published with the item.
    fn documents(&mut self, documents: &'i [Document]) {
        for document in documents {
            let kind = if document.replaces.is_some() { EntryKind::DocumentReplaced } else { EntryKind::DocumentAdded };
            let record = DatedRecord::Document(document);
            match document.date {
                Some(date) => self.add(Change::Document, record, Some(kind), [date]),
                None => self.add(Change::Publication, record, Some(kind), self.item.common.published),
            }
        }
    }

    /// Adds the dates of answers, with one entry per day: that of the first.
    fn questions(&mut self, questions: &'i [Question]) {
        let mut by_day: BTreeMap<String, Vec<&'i Question>> = BTreeMap::new();
        for question in questions {
            by_day.entry(question.date.without_time().to_string()).or_default().push(question);
        }
        for of_day in by_day.into_values() {
            let mut dates: Vec<PartialDate> = of_day.iter().map(|question| question.date).collect();
            dates.sort_by_key(|date| date.order());
            dates.dedup();
            let record = DatedRecord::Questions(of_day);
            self.add(Change::Answer, record.clone(), Some(EntryKind::QuestionsAnswered), dates.first().copied());
            self.add(Change::Answer, record, None, dates.into_iter().skip(1));
        }
    }

    fn challenge(&mut self, challenge: &'i Challenge) {
        let current = challenge.status_since.map(|date| (challenge.status, date));
        let mut steps: Vec<_> = challenge.history.iter().map(|step| (step.status, step.date)).chain(current).collect();
        steps.sort_by_key(|(_, date)| date.order());
        steps.dedup();
        let step = |(status, date): (challenge::Status, PartialDate)| {
            let kind = match status {
                challenge::Status::Collected => None,
                challenge::Status::Selected => Some(EntryKind::ChallengeSelected),
                challenge::Status::InCall => Some(EntryKind::ChallengeInCall),
                challenge::Status::Solved => Some(EntryKind::ChallengeSolved),
                challenge::Status::Declined => Some(EntryKind::ChallengeDeclined),
            };
            StatusChange { change: Change::Status, status: status.into(), date, kind, record: DatedRecord::Item }
        };
        self.add_statuses(steps.into_iter().map(step).collect());
    }

    fn call(&mut self, call: &'i Call) {
        let called_off = |outcome| matches!(outcome, Outcome::Cancelled | Outcome::Suspended | Outcome::Withdrawn);
        let stopped = call.outcome_date.filter(|_| call.outcome.is_some_and(called_off));
        let stopped = stopped.map(|date| date.start(&self.item.common.zone));
        // A call that was called off before its opening or its closing has no entry for it.
        let opened = call.opens.filter(|opens| stopped.is_none_or(|at| opens.moment < at));
        // A call that was called off after its closing has closed.
        let closed = call.closes().filter(|closes| stopped.is_none_or(|at| closes.moment <= at));
        self.add(Change::Opening, DatedRecord::Item, opened.map(|_| EntryKind::CallOpened), call.opens);
        self.add(Change::Closing, DatedRecord::Item, closed.map(|_| EntryKind::CallClosed), call.closes());
        self.add(Change::QuestionsClosing, DatedRecord::Item, None, call.questions_until);
        let opens = |moment| call.opens_at(moment).is_some_and(|opens| opens.moment == moment);
        let closes = |moment| call.closes_at(moment).is_some_and(|closes| closes.moment == moment);
        self.add_prior_dates(Change::Opening, "opens", &call.amendments, opens);
        self.add_prior_dates(Change::Closing, "closes", &call.amendments, closes);
        let asks = |moment| call.questions_until_at(moment).is_some_and(|until| until.moment == moment);
        self.add_prior_dates(Change::QuestionsClosing, "questions_until", &call.amendments, asks);
        self.documents(&call.documents);
        self.questions(&call.questions);
        for amendment in call.amendments.iter() {
            let kind = if amendment.field == "closes" { EntryKind::DeadlineExtended } else { EntryKind::CallChanged };
            self.add(Change::Amendment, DatedRecord::Amendment(amendment), Some(kind), amendment.date);
        }
        for stage in &call.stages {
            let reached = stage.date.or(stage.end.filter(|_| stage.done == Some(true)));
            let reached = reached.filter(|_| stage.done != Some(false));
            self.add(Change::Stage, DatedRecord::Stage(stage), Some(EntryKind::StageReached), reached);
            let dates = [stage.date, stage.start, stage.end].into_iter().flatten();
            self.add(Change::Stage, DatedRecord::Stage(stage), None, dates);
            self.add_ends(Change::Stage, DatedRecord::Stage(stage), stage.end.or(stage.date).or(stage.start));
        }
        let shortlisted = call.submissions.as_ref().and_then(|submissions| submissions.shortlisted_on);
        self.add(Change::Shortlist, DatedRecord::Item, Some(EntryKind::Shortlisted), shortlisted);
        for award in &call.results {
            self.add(Change::Result, DatedRecord::Award(award), Some(EntryKind::Result), award.date);
        }
        let kind = call.outcome.and_then(|outcome| match outcome {
            Outcome::Awarded => Some(EntryKind::CallAwarded),
            Outcome::Finalised => Some(EntryKind::CallFinalised),
            Outcome::Unsuccessful => Some(EntryKind::CallUnsuccessful),
            Outcome::Cancelled => Some(EntryKind::CallCancelled),
            Outcome::Suspended => Some(EntryKind::CallSuspended),
            Outcome::Withdrawn => Some(EntryKind::CallWithdrawn),
            Outcome::Evaluating => None,
        });
        self.add(Change::Status, DatedRecord::Item, kind, call.outcome_date);
    }

    fn event(&mut self, event: &'i Event) {
        self.period(event);
        let registration = event.registration.as_ref().and_then(|registration| registration.closes);
        self.add(Change::RegistrationClosing, DatedRecord::Item, None, registration);
        self.documents(&event.documents);
        self.add(Change::Report, DatedRecord::Item, Some(EntryKind::EventReport), event.report_date);
        // `scheduled` has no entry: a scheduled event is no news, and one that takes place after all has an ordinary change.
        let kind = |status: &str| match status {
            "postponed" => Some(EntryKind::EventPostponed),
            "cancelled" => Some(EntryKind::EventCancelled),
            "moved-online" => Some(EntryKind::EventMovedOnline),
            _ => None,
        };
        let mut steps = Vec::new();
        for amendment in event.amendments.iter() {
            match (&amendment.to, amendment.date) {
                (Some(AmendedValue::Word(status)), Some(date)) if kind(status).is_some() => {
                    let (kind, record) = (kind(status), DatedRecord::Amendment(amendment));
                    steps.push(StatusChange { change: Change::Amendment, status, date, kind, record });
                }
                _ => {
                    let kind = Some(EntryKind::EventChanged);
                    self.add(Change::Amendment, DatedRecord::Amendment(amendment), kind, amendment.date);
                }
            }
        }
        if let Some(date) = event.status_date {
            let status = event.status.into();
            let is_amended = steps.iter().any(|step| (step.status, step.date) == (status, date));
            let kind = kind(status).filter(|_| !is_amended);
            steps.push(StatusChange { change: Change::Status, status, date, kind, record: DatedRecord::Item });
        }
        self.add_statuses(steps);
    }

    /// Adds the start and the end of an event, and those that were announced before amendments.
    fn period(&mut self, event: &'i Event) {
        let zone = &self.item.common.zone;
        self.add(Change::Start, DatedRecord::Item, None, [event.start]);
        self.add_prior_dates(Change::Start, "start", &event.amendments, |moment| {
            event.period_at(moment).start(zone) == moment
        });
        let is_end = |moment| event.period_at(moment).end(zone) == moment;
        let mut ends: Vec<DateOrTime> = prior_dates("end", &event.amendments).map(|(_, when)| when).collect();
        // An event without a written end ends with its start, so its prior starts are prior ends.
        if let Period::Dates { .. } = event.period() {
            let starts = prior_dates("start", &event.amendments).map(|(_, when)| when).chain([event.start]);
            ends.extend(starts.filter(|when| matches!(when, DateOrTime::Date(_))));
        }
        ends.retain(|when| is_end(when.end(zone)));
        ends.push(match event.period() {
            Period::Instants { end, .. } => DateOrTime::Instant(end),
            Period::Dates { end, .. } => DateOrTime::Date(end),
        });
        for when in ends {
            self.push(Change::End, DatedRecord::Item, when).moment = when.end(zone);
        }
    }

    fn programme(&mut self, programme: &'i Programme) {
        self.add(Change::Start, DatedRecord::Item, Some(EntryKind::ProgrammeLaunched), programme.start);
        self.add_ends(Change::End, DatedRecord::Item, programme.end);
        self.documents(&programme.documents);
        for milestone in &programme.milestones {
            let kind = Some(EntryKind::MilestoneReached);
            self.add(Change::Milestone, DatedRecord::Milestone(milestone), kind, milestone.reached);
        }
        for assessment in &programme.assessments {
            let kind = Some(EntryKind::AssessmentPublished);
            self.add(Change::Assessment, DatedRecord::Assessment(assessment), kind, assessment.date);
        }
        let has_ended = programme.status.is_some_and(|status| status != programme::Status::Active);
        self.add(
            Change::Status,
            DatedRecord::Item,
            has_ended.then_some(EntryKind::ProgrammeEnded),
            programme.status_date,
        );
    }

    fn startup(&mut self, startup: &'i Startup) {
        for phase in &startup.phases {
            self.add(Change::Phase, DatedRecord::Phase(phase), Some(EntryKind::StartupPhase), [phase.start]);
            self.add_ends(Change::Phase, DatedRecord::Phase(phase), phase.end);
        }
    }
}

/// The dates that a field had before its amendments, each with the amendment.
fn prior_dates<'i>(field: &str, amendments: &'i [Amendment]) -> impl Iterator<Item = (&'i Amendment, DateOrTime)> {
    let of_field = amendments.iter().filter(move |amendment| amendment.field == field);
    of_field.filter_map(|amendment| match amendment.from {
        Some(AmendedValue::DateOrTime(when)) => Some((amendment, when)),
        Some(AmendedValue::Word(_) | AmendedValue::Text(_) | AmendedValue::Other) | None => None,
    })
}
