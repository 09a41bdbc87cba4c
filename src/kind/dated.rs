//! The dates of an item: every instant on which something of it rests, each stated once, here.
//!
//! What happened (the entries of feeds), what will change by itself (the schedule), the months in which something closes or
//! begins, how calendars count versions, and from when on something may be known are all read from this one list. A new date
//! is one line in the list of its kind.

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

/// An instant on which something of an item rests.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedChange<'i> {
    /// When, as exactly as it is written: a day, a month, a year, or to the hour.
    pub when: DateOrTime,
    /// The moment at which the change happens: the first of a date that counts from its start, the end of one that counts until it.
    pub moment: Moment,
    /// What changes.
    pub change: Change,
    /// The record that has the date.
    pub record: DatedRecord<'i>,
    /// The entry that it makes: its name, and the id of the record within the item, empty for the item itself.
    pub entry: Option<(EntryKind, String)>,
    /// True for what was announced for then, and moved before it came.
    pub moved: bool,
}

/// What changes at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Change {
    /// An item becomes public.
    Publication,
    /// An item is said to be updated.
    Revision,
    /// An item leaves lists and feeds.
    Expiry,
    /// An amendment takes effect.
    Amendment,
    /// A call opens.
    Opening,
    /// A call begins to close soon, which is for the site to say: no item has a date for it.
    ClosingSoon,
    /// A call closes.
    Closing,
    /// An outcome, a status of a challenge, an event or a programme holds.
    Status,
    /// A stage of a call begins or ends.
    Stage,
    /// A shortlist is made.
    Shortlist,
    /// A result is known.
    Result,
    /// A document is added.
    Document,
    /// A question is answered.
    Answer,
    /// An event or a programme begins.
    Start,
    /// An event is over.
    End,
    /// An event takes no more registrations.
    RegistrationClosing,
    /// The report of an event appears.
    Report,
    /// A milestone is reached.
    Milestone,
    /// An assessment appears.
    Assessment,
    /// A phase of a service begins or ends.
    Phase,
    /// The date of a piece of news.
    Update,
    /// A month begins or is over, and with it its letter: a change of the site, not of an item.
    Digest,
}

impl Change {
    /// True for what can make an entry, and so a letter.
    pub fn makes_entries(self) -> bool {
        !matches!(self, Self::Revision | Self::Expiry | Self::ClosingSoon | Self::End | Self::RegistrationClosing)
    }

    /// True for what nobody is to learn before its date: an item as of an earlier moment is without it.
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

/// The name of an entry: what happened. Of two on one day the later in this list counts as the later one.
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
    /// The word of ids, of `data-entry` and of the theme's strings: `call-opened`.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// True for the entries whose name says all that an amendment of a status does.
    pub fn is_status(self) -> bool {
        matches!(self, Self::EventMovedOnline | Self::EventPostponed | Self::EventCancelled)
    }

    /// True for the entries that bring an item to its readers.
    pub fn introduces(self) -> bool {
        use EntryKind::{CallAnnounced, CallOpened, ChallengePublished, EventAnnounced, ProgrammeLaunched, Update};
        matches!(self, CallAnnounced | CallOpened | ChallengePublished | EventAnnounced | ProgrammeLaunched | Update)
    }
}

/// The record that has a date.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum DatedRecord<'i> {
    /// The item itself.
    Item,
    Amendment(&'i Amendment),
    Document(&'i Document),
    /// All questions answered on one day.
    Questions(Vec<&'i Question>),
    Stage(&'i Stage),
    Award(&'i Award),
    Milestone(&'i Milestone),
    Assessment(&'i Assessment),
    Phase(&'i Phase),
}

impl DatedRecord<'_> {
    /// Its id within the item; empty for the item itself.
    fn member(&self) -> String {
        match self {
            Self::Item => String::new(),
            Self::Amendment(amendment) => amendment.id.as_str().to_owned(),
            Self::Document(document) => document.id.as_str().to_owned(),
            Self::Questions(questions) => questions.first().map(|first| first.date.to_string()).unwrap_or_default(),
            Self::Stage(stage) => stage.id.clone(),
            Self::Award(winner) => winner.id.as_str().to_owned(),
            Self::Milestone(milestone) => milestone.id.as_str().to_owned(),
            Self::Assessment(assessment) => assessment.id.as_str().to_owned(),
            Self::Phase(phase) => phase.name.value.clone(),
        }
    }
}

/// Every instant on which something of an item rests, past and to come, in no order.
pub fn dated_changes(item: &Item) -> Vec<DatedChange<'_>> {
    let common = &item.common;
    let published = common.published;
    let mut dates = DateList { item, list: Vec::new() };
    let introduced = match &item.facts {
        Facts::Challenge(_) => Some(EntryKind::ChallengePublished),
        Facts::Call(call) => {
            let is_before = |opens: Moment| published.is_some_and(|when| when.start(&common.zone) < opens);
            call.opens.filter(|opens| is_before(opens.moment)).map(|_| EntryKind::CallAnnounced)
        }
        Facts::Event(_) => Some(EntryKind::EventAnnounced),
        Facts::Programme(programme) => programme.start.is_none().then_some(EntryKind::ProgrammeLaunched),
        Facts::Startup(_) | Facts::Organisation(_) | Facts::Update(_) | Facts::Page(_) => None,
    };
    dates.add(Change::Publication, DatedRecord::Item, introduced, published);
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

/// The dates of one item while they are listed.
struct DateList<'i> {
    item: &'i Item,
    list: Vec<DatedChange<'i>>,
}

/// A status that an item has from a date on.
struct StatusChange<'i> {
    change: Change,
    status: &'static str,
    date: PartialDate,
    /// The name of its entry, if it makes one.
    name: Option<EntryKind>,
    record: DatedRecord<'i>,
}

impl<'i> DateList<'i> {
    fn push(&mut self, change: Change, record: DatedRecord<'i>, when: DateOrTime) -> &mut DatedChange<'i> {
        let moment = when.start(&self.item.common.zone);
        self.list.push(DatedChange { when, moment, change, record, entry: None, moved: false });
        self.list.last_mut().expect("one was just pushed")
    }

    /// Dates of a record, with the name of the entry that they make.
    fn add<W: Into<DateOrTime>>(
        &mut self,
        change: Change,
        record: DatedRecord<'i>,
        name: Option<EntryKind>,
        dates: impl IntoIterator<Item = W>,
    ) {
        let entry = name.map(|name| (name, record.member()));
        for when in dates {
            self.push(change, record.clone(), when.into()).entry = entry.clone();
        }
    }

    /// Dates that count until their last moment.
    fn ends(&mut self, change: Change, record: DatedRecord<'i>, dates: impl IntoIterator<Item = PartialDate>) {
        for date in dates {
            let end = date.end(&self.item.common.zone);
            self.push(change, record.clone(), date.into()).moment = end;
        }
    }

    /// What amendments say that a field named before. What was moved away before it came is none, but it was announced.
    fn announced(&mut self, change: Change, field: &str, amendments: &'i [Amendment], holds: impl Fn(Moment) -> bool) {
        for (amendment, when) in before(field, amendments) {
            let dated = self.push(change, DatedRecord::Amendment(amendment), when);
            dated.moved = !holds(dated.moment);
        }
    }

    /// Statuses in the order of their dates. A status has no id of its own; one that comes back has its date as the member, so
    /// that its entry is another one than that of its first time.
    fn statuses(&mut self, mut steps: Vec<StatusChange<'i>>) {
        steps.sort_by_key(|step| step.date.first_day());
        let words: Vec<&str> = steps.iter().map(|step| step.status).collect();
        for (rank, StatusChange { change, status, date, name, record }) in steps.into_iter().enumerate() {
            let member = if words[..rank].contains(&status) { date.to_string() } else { String::new() };
            self.push(change, record, date.into()).entry = name.map(|name| (name, member));
        }
    }

    /// A document without a date came with the item.
    fn documents(&mut self, documents: &'i [Document]) {
        for document in documents {
            let name = if document.replaces.is_some() { EntryKind::DocumentReplaced } else { EntryKind::DocumentAdded };
            let record = DatedRecord::Document(document);
            match document.date {
                Some(date) => self.add(Change::Document, record, Some(name), [date]),
                None => self.add(Change::Publication, record, Some(name), self.item.common.published),
            }
        }
    }

    /// One entry for the questions of a day.
    fn questions(&mut self, questions: &'i [Question]) {
        for (rank, question) in questions.iter().enumerate() {
            if questions[..rank].iter().any(|earlier| earlier.date == question.date) {
                continue;
            }
            let of_day = questions.iter().filter(|other| other.date == question.date).collect();
            self.add(
                Change::Answer,
                DatedRecord::Questions(of_day),
                Some(EntryKind::QuestionsAnswered),
                [question.date],
            );
        }
    }

    fn challenge(&mut self, challenge: &'i Challenge) {
        let today = challenge.status_since.map(|date| (challenge.status, date));
        let mut steps: Vec<_> = challenge.history.iter().map(|step| (step.status, step.date)).chain(today).collect();
        steps.sort_by_key(|(_, date)| date.first_day());
        steps.dedup();
        let step = |(status, date): (challenge::Status, PartialDate)| {
            let name = match status {
                challenge::Status::Collected => None,
                challenge::Status::Selected => Some(EntryKind::ChallengeSelected),
                challenge::Status::InCall => Some(EntryKind::ChallengeInCall),
                challenge::Status::Solved => Some(EntryKind::ChallengeSolved),
                challenge::Status::Declined => Some(EntryKind::ChallengeDeclined),
            };
            StatusChange { change: Change::Status, status: status.into(), date, name, record: DatedRecord::Item }
        };
        self.statuses(steps.into_iter().map(step).collect());
    }

    fn call(&mut self, call: &'i Call) {
        let called_off = |outcome| matches!(outcome, Outcome::Cancelled | Outcome::Suspended | Outcome::Withdrawn);
        let stopped = call.outcome_date.filter(|_| call.outcome.is_some_and(called_off));
        let stopped = stopped.map(|date| date.start(&self.item.common.zone));
        // A call that was called off before does not open, nor does it close.
        let opened = call.opens.filter(|opens| stopped.is_none_or(|at| opens.moment < at));
        // What was called off on the day after its closing had closed.
        let closed = call.closes().filter(|closes| stopped.is_none_or(|at| closes.moment <= at));
        self.add(Change::Opening, DatedRecord::Item, opened.map(|_| EntryKind::CallOpened), call.opens);
        self.add(Change::Closing, DatedRecord::Item, closed.map(|_| EntryKind::CallClosed), call.closes());
        let opens = |moment| call.opens_at(moment).is_some_and(|opens| opens.moment == moment);
        let closes = |moment| call.closes_at(moment).is_some_and(|closes| closes.moment == moment);
        self.announced(Change::Opening, "opens", &call.amendments, opens);
        self.announced(Change::Closing, "closes", &call.amendments, closes);
        self.documents(&call.documents);
        self.questions(&call.questions);
        for amendment in call.amendments.iter() {
            let name = if amendment.field == "closes" { EntryKind::DeadlineExtended } else { EntryKind::CallChanged };
            self.add(Change::Amendment, DatedRecord::Amendment(amendment), Some(name), amendment.date);
        }
        for stage in &call.stages {
            let reached = stage.date.or(stage.end.filter(|_| stage.done == Some(true)));
            let reached = reached.filter(|_| stage.done != Some(false));
            self.add(Change::Stage, DatedRecord::Stage(stage), Some(EntryKind::StageReached), reached);
            let dates = [stage.date, stage.start, stage.end].into_iter().flatten();
            self.add(Change::Stage, DatedRecord::Stage(stage), None, dates);
            self.ends(Change::Stage, DatedRecord::Stage(stage), stage.end.or(stage.date).or(stage.start));
        }
        let shortlisted = call.submissions.as_ref().and_then(|submissions| submissions.shortlisted_on);
        self.add(Change::Shortlist, DatedRecord::Item, Some(EntryKind::Shortlisted), shortlisted);
        for winner in &call.results {
            self.add(Change::Result, DatedRecord::Award(winner), Some(EntryKind::Result), winner.date);
        }
        let name = call.outcome.and_then(|outcome| match outcome {
            Outcome::Awarded => Some(EntryKind::CallAwarded),
            Outcome::Finalised => Some(EntryKind::CallFinalised),
            Outcome::Unsuccessful => Some(EntryKind::CallUnsuccessful),
            Outcome::Cancelled => Some(EntryKind::CallCancelled),
            Outcome::Suspended => Some(EntryKind::CallSuspended),
            Outcome::Withdrawn => Some(EntryKind::CallWithdrawn),
            Outcome::Evaluating => None,
        });
        self.add(Change::Status, DatedRecord::Item, name, call.outcome_date);
    }

    fn event(&mut self, event: &'i Event) {
        self.period(event);
        let registration = event.registration.as_ref().and_then(|registration| registration.closes);
        self.add(Change::RegistrationClosing, DatedRecord::Item, None, registration);
        self.documents(&event.documents);
        self.add(Change::Report, DatedRecord::Item, Some(EntryKind::EventReport), event.report_date);
        // That an event takes place after all is a change like any other, and that it is planned is no news: no status of its own.
        let name = |status: &str| match status {
            "postponed" => Some(EntryKind::EventPostponed),
            "cancelled" => Some(EntryKind::EventCancelled),
            "moved-online" => Some(EntryKind::EventMovedOnline),
            _ => None,
        };
        let mut steps = Vec::new();
        for amendment in event.amendments.iter() {
            match (&amendment.to, amendment.date) {
                (Some(AmendedValue::Word(status)), Some(date)) if name(status).is_some() => {
                    let (name, record) = (name(status), DatedRecord::Amendment(amendment));
                    steps.push(StatusChange { change: Change::Amendment, status, date, name, record });
                }
                _ => {
                    let name = Some(EntryKind::EventChanged);
                    self.add(Change::Amendment, DatedRecord::Amendment(amendment), name, amendment.date);
                }
            }
        }
        if let Some(date) = event.status_date {
            let status = event.status.into();
            let is_amended = steps.iter().any(|step| (step.status, step.date) == (status, date));
            let name = name(status).filter(|_| !is_amended);
            steps.push(StatusChange { change: Change::Status, status, date, name, record: DatedRecord::Item });
        }
        self.statuses(steps);
    }

    /// When an event begins and is over, and when it was to before it was moved.
    fn period(&mut self, event: &'i Event) {
        let zone = &self.item.common.zone;
        self.add(Change::Start, DatedRecord::Item, None, [event.start]);
        self.announced(Change::Start, "start", &event.amendments, |moment| {
            event.period_at(moment).start(zone) == moment
        });
        let is_over = |moment| event.period_at(moment).end(zone) == moment;
        let before_end = before("end", &event.amendments).map(|(_, when)| when);
        let mut ends: Vec<DateOrTime> = before_end.collect();
        // The end of an event of one day moves with its start where only that is written.
        if let Period::Dates { .. } = event.period() {
            let starts = before("start", &event.amendments).map(|(_, when)| when).chain([event.start]);
            ends.extend(starts.filter(|when| matches!(when, DateOrTime::Date(_))));
        }
        ends.retain(|when| is_over(when.end(zone)));
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
        self.documents(&programme.documents);
        for milestone in &programme.milestones {
            let name = Some(EntryKind::MilestoneReached);
            self.add(Change::Milestone, DatedRecord::Milestone(milestone), name, milestone.reached);
        }
        for assessment in &programme.assessments {
            let name = Some(EntryKind::AssessmentPublished);
            self.add(Change::Assessment, DatedRecord::Assessment(assessment), name, assessment.date);
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
            self.ends(Change::Phase, DatedRecord::Phase(phase), phase.end);
        }
    }
}

/// The dates that amendments say a field named before them.
fn before<'i>(field: &str, amendments: &'i [Amendment]) -> impl Iterator<Item = (&'i Amendment, DateOrTime)> {
    let of_field = amendments.iter().filter(move |amendment| amendment.field == field);
    of_field.filter_map(|amendment| match amendment.from {
        Some(AmendedValue::DateOrTime(when)) => Some((amendment, when)),
        Some(AmendedValue::Word(_) | AmendedValue::Text(_) | AmendedValue::Other) | None => None,
    })
}
