//! Entries: what happened to items over time, each with its instant and a permanent id (section 6 of the model).
//!
//! A pure function of the catalogue and its `now`. Feeds, the page of what is new, digests and timelines are made of
//! them; calendars are not, for they tell what will be.

use std::cmp::Reverse;

use rayon::prelude::*;
use strum::IntoStaticStr;

use crate::base::authority::Authority;
use crate::base::moment::month::Month;
use crate::base::moment::{Day, Moment, PartialDate, Zone};
use crate::kind::amendment::{Amended, Amendment};
use crate::kind::call::{Call, Outcome};
use crate::kind::challenge::{self, Challenge};
use crate::kind::document::Document;
use crate::kind::event::Event;
use crate::kind::item::{Facts, Item};
use crate::kind::programme::{self, Assessment, Milestone, Programme};
use crate::kind::question::Question;
use crate::kind::stage::Stage;
use crate::kind::startup::Phase;
use crate::kind::winner::Winner;
use crate::read::date::When;
use crate::site::catalogue::Catalogue;
use crate::site::revision;

/// What happened. Of two on one day the later in this list is told as the later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Name {
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

impl Name {
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
        use Name::{CallAnnounced, CallOpened, ChallengePublished, EventAnnounced, ProgrammeLaunched, Update};
        matches!(self, CallAnnounced | CallOpened | ChallengePublished | EventAnnounced | ProgrammeLaunched | Update)
    }
}

/// The record that tells an entry.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are the words of the model")]
pub enum Record<'c> {
    /// The item itself.
    Item,
    Amendment(&'c Amendment),
    Document(&'c Document),
    /// All questions answered on one day.
    Questions(Vec<&'c Question>),
    Stage(&'c Stage),
    Winner(&'c Winner),
    Milestone(&'c Milestone),
    Assessment(&'c Assessment),
    Phase(&'c Phase),
}

/// Something that happened to an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'c> {
    /// The item.
    pub item: &'c Item,
    /// What happened.
    pub name: Name,
    /// What tells it.
    pub record: Record<'c>,
    /// When, as exactly as it is known.
    pub when: When,
    /// The moment from which it is told.
    moment: Moment,
    /// The id of the record within the item; empty for the item itself.
    pub member: String,
}

impl Entry<'_> {
    /// The permanent id, made of the site's authority, kind, id, name and member: neither title, slug, wording, host nor build
    /// time.
    pub fn id(&self, authority: &Authority) -> String {
        let (kind, id, name) = (self.item.key.kind.word(), &self.item.key.id, self.name.word());
        let colon = if self.member.is_empty() { "" } else { ":" };
        authority.uri(format_args!("{kind}:{id}:{name}{colon}{}", self.member))
    }

    /// The moment from which it is told.
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// The moment by which readers date it: a closing at midnight is of the day that ends then.
    pub fn dated(&self) -> Moment {
        match self.when {
            When::Instant(instant) if self.name == Name::CallClosed && instant.clock.is_none() => {
                instant.moment.seconds_before(1)
            }
            When::Instant(_) | When::Date(_) => self.moment(),
        }
    }

    /// The day, month or year under which it stands.
    pub fn date(&self) -> PartialDate {
        match self.when {
            When::Date(date) => date,
            When::Instant(instant) => PartialDate::Day(instant.day),
        }
    }

    /// The day under which it stands; the first of a month or year.
    pub fn day(&self) -> Day {
        self.date().first_day()
    }

    /// The month of the site in whose letter it stands.
    pub fn month(&self, zone: &Zone) -> Month {
        match self.when {
            When::Date(date) => Month::of(date.first_day()),
            When::Instant(_) => Month::of(self.dated().day(zone)),
        }
    }

    /// The moment of the last change of its words that the editors date. What tells of the item as it is today changes
    /// with it.
    pub fn updated(&self, now: Moment) -> Moment {
        let changed = match self.record {
            Record::Item => revision::changed(self.item, now),
            _ => self.item.common.updated.map(|date| date.start(&self.item.common.zone)),
        };
        changed.map_or(self.dated(), |changed| changed.max(self.dated()))
    }
}

/// Every entry of public items that has come, the latest first. What is not known to the day stands behind the
/// days of its first day.
pub fn entries(catalogue: &Catalogue) -> Vec<Entry<'_>> {
    let public: Vec<&Item> = catalogue.items.values().filter(|item| catalogue.is_public(item)).collect();
    let told = public.into_par_iter().flat_map_iter(|item| of_item(item, catalogue.now));
    let mut entries: Vec<Entry<'_>> = told.collect();
    let precision = |entry: &Entry<'_>| match entry.date() {
        PartialDate::Day(_) => 0,
        PartialDate::Month(..) => 1,
        PartialDate::Year(_) => 2,
    };
    // What happened at once stays in the order of items and records.
    entries
        .par_sort_by_cached_key(|entry| (Reverse(entry.day()), precision(entry), Reverse((entry.moment, entry.name))));
    entries
}

/// The entries of an item up to `now`, in the order of their records' ids.
fn of_item(item: &Item, now: Moment) -> Vec<Entry<'_>> {
    let mut told = Gathering { item, now, entries: Vec::new() };
    match &item.facts {
        Facts::Challenge(challenge) => told.challenge(challenge),
        Facts::Call(call) => told.call(call),
        Facts::Event(event) => told.event(event),
        Facts::Programme(programme) => told.programme(programme),
        Facts::Startup(startup) => {
            for phase in &startup.phases {
                let member = phase.name.value.clone();
                told.record(Name::StartupPhase, Record::Phase(phase), Some(When::Date(phase.start)), member);
            }
        }
        Facts::Update(update) => told.item(Name::Update, Some(When::Date(update.date))),
        Facts::Organisation(_) | Facts::Page(_) => {}
    }
    told.entries.sort_by(|one, other| one.member.cmp(&other.member));
    told.entries
}

/// The entries of one item while they are gathered.
struct Gathering<'c> {
    item: &'c Item,
    now: Moment,
    entries: Vec<Entry<'c>>,
}

impl<'c> Gathering<'c> {
    fn zone(&self) -> &'c Zone {
        &self.item.common.zone
    }

    /// An entry, unless its date is not known or has not come.
    fn record(&mut self, name: Name, record: Record<'c>, when: Option<When>, member: String) {
        let Some(when) = when else { return };
        let moment = when.start(self.zone());
        if moment <= self.now {
            self.entries.push(Entry { item: self.item, name, record, when, moment, member });
        }
    }

    fn item(&mut self, name: Name, when: Option<When>) {
        self.record(name, Record::Item, when, String::new());
    }

    fn challenge(&mut self, challenge: &'c Challenge) {
        self.item(Name::ChallengePublished, self.item.common.published);
        let today = challenge.status_since.map(|date| (challenge.status, date));
        let mut steps: Vec<(challenge::Status, PartialDate)> =
            challenge.history.iter().map(|step| (step.status, step.date)).chain(today).collect();
        steps.sort_by_key(|(_, date)| date.first_day());
        steps.dedup();
        for (rank, (status, date)) in steps.iter().enumerate() {
            let name = match status {
                challenge::Status::Collected => continue,
                challenge::Status::Selected => Name::ChallengeSelected,
                challenge::Status::InCall => Name::ChallengeInCall,
                challenge::Status::Solved => Name::ChallengeSolved,
                challenge::Status::Declined => Name::ChallengeDeclined,
            };
            // A status has no id of its own; only when it comes back is it told from its first time, by its date.
            let came_before = steps[..rank].iter().any(|(earlier, _)| earlier == status);
            let member = if came_before { date.to_string() } else { String::new() };
            self.record(name, Record::Item, Some(When::Date(*date)), member);
        }
    }

    fn call(&mut self, call: &'c Call) {
        let (opens, closes) = (call.opens, call.closes());
        let announced = |published: &When| opens.is_some_and(|opens| published.start(self.zone()) < opens.moment);
        self.item(Name::CallAnnounced, self.item.common.published.filter(announced));
        // A call that was called off before does not open, nor does it close.
        let stopped = self.stopped(call);
        let opened = opens.filter(|opens| stopped.is_none_or(|at| opens.moment < at));
        // What was called off on the day after its closing had closed.
        let closed = closes.filter(|closes| stopped.is_none_or(|at| closes.moment <= at));
        self.item(Name::CallOpened, opened.map(When::Instant));
        self.item(Name::CallClosed, closed.map(When::Instant));
        self.documents(&call.documents);
        self.questions(&call.questions);
        for amendment in call.amendments.iter() {
            let name = if amendment.field == "closes" { Name::DeadlineExtended } else { Name::CallChanged };
            self.amendment(name, amendment);
        }
        for stage in call.stages.iter().filter(|stage| stage.done != Some(false)) {
            let date = stage.date.or(stage.end.filter(|_| stage.done == Some(true)));
            self.record(Name::StageReached, Record::Stage(stage), date.map(When::Date), stage.id.clone());
        }
        let shortlisted = call.submissions.as_ref().and_then(|submissions| submissions.shortlisted_on);
        self.item(Name::Shortlisted, shortlisted.map(When::Date));
        for winner in &call.results {
            let member = winner.id.as_str().to_owned();
            self.record(Name::Result, Record::Winner(winner), winner.date.map(When::Date), member);
        }
        let name = match call.outcome {
            Some(Outcome::Awarded) => Name::CallAwarded,
            Some(Outcome::Finalised) => Name::CallFinalised,
            Some(Outcome::Unsuccessful) => Name::CallUnsuccessful,
            Some(Outcome::Cancelled) => Name::CallCancelled,
            Some(Outcome::Suspended) => Name::CallSuspended,
            Some(Outcome::Withdrawn) => Name::CallWithdrawn,
            Some(Outcome::Evaluating) | None => return,
        };
        self.item(name, call.outcome_date.map(When::Date));
    }

    /// The moment from which a call was called off.
    fn stopped(&self, call: &Call) -> Option<Moment> {
        let called_off = matches!(call.outcome?, Outcome::Cancelled | Outcome::Suspended | Outcome::Withdrawn);
        call.outcome_date.filter(|_| called_off).map(|date| date.start(self.zone()))
    }

    fn event(&mut self, event: &'c Event) {
        self.item(Name::EventAnnounced, self.item.common.published);
        self.documents(&event.documents);
        // Only a status is a word, and it has entries of its own.
        for amendment in event.amendments.iter().filter(|amendment| !matches!(amendment.to, Some(Amended::Word(_)))) {
            self.amendment(Name::EventChanged, amendment);
        }
        self.item(Name::EventReport, event.report_date.map(When::Date));
        self.statuses(event);
    }

    /// The statuses that an event has had, each told once: by its amendment, or by the date of today's.
    fn statuses(&mut self, event: &'c Event) {
        let amended = event.amendments.iter().filter_map(|amendment| match (&amendment.to, amendment.date) {
            (Some(Amended::Word(to)), Some(date)) => Some((*to, date, Record::Amendment(amendment))),
            (Some(Amended::Word(_) | Amended::When(_) | Amended::Text(_) | Amended::Other) | None, _) => None,
        });
        let today: &str = event.status.into();
        let mut steps: Vec<(&str, PartialDate, Record<'c>)> = amended.collect();
        if let Some(date) = event.status_date
            && !steps.iter().any(|(status, told, _)| (*status, *told) == (today, date))
        {
            steps.push((today, date, Record::Item));
        }
        steps.sort_by_key(|(_, date, _)| date.first_day());
        let words: Vec<&str> = steps.iter().map(|(status, ..)| *status).collect();
        for (rank, (status, date, record)) in steps.into_iter().enumerate() {
            let name = match status {
                "postponed" => Name::EventPostponed,
                "cancelled" => Name::EventCancelled,
                "moved-online" => Name::EventMovedOnline,
                // That an event takes place after all is told by its amendment; that it is planned is no news.
                _ => {
                    if let Record::Amendment(amendment) = record {
                        self.amendment(Name::EventChanged, amendment);
                    }
                    continue;
                }
            };
            // As with challenges: only a status that comes back is told from its first time, by its date.
            let member = if words[..rank].contains(&status) { date.to_string() } else { String::new() };
            self.record(name, record, Some(When::Date(date)), member);
        }
    }

    fn programme(&mut self, programme: &'c Programme) {
        let start = programme.start.map(When::Date);
        self.item(Name::ProgrammeLaunched, start.or(self.item.common.published));
        self.documents(&programme.documents);
        for milestone in &programme.milestones {
            let member = milestone.id.as_str().to_owned();
            let reached = milestone.reached.map(When::Date);
            self.record(Name::MilestoneReached, Record::Milestone(milestone), reached, member);
        }
        for assessment in &programme.assessments {
            let member = assessment.id.as_str().to_owned();
            let date = assessment.date.map(When::Date);
            self.record(Name::AssessmentPublished, Record::Assessment(assessment), date, member);
        }
        let has_ended = programme.status.is_some_and(|status| status != programme::Status::Active);
        self.item(Name::ProgrammeEnded, programme.status_date.filter(|_| has_ended).map(When::Date));
    }

    fn amendment(&mut self, name: Name, amendment: &'c Amendment) {
        let member = amendment.id.as_str().to_owned();
        self.record(name, Record::Amendment(amendment), amendment.date.map(When::Date), member);
    }

    fn documents(&mut self, documents: &'c [Document]) {
        for document in documents {
            let name = if document.replaces.is_some() { Name::DocumentReplaced } else { Name::DocumentAdded };
            let when = document.date.map(When::Date).or(self.item.common.published);
            self.record(name, Record::Document(document), when, document.id.as_str().to_owned());
        }
    }

    /// One entry for the questions of a day.
    fn questions(&mut self, questions: &'c [Question]) {
        let mut days: Vec<PartialDate> = Vec::new();
        for question in questions {
            if days.contains(&question.date) {
                continue;
            }
            days.push(question.date);
            let that_day = questions.iter().filter(|other| other.date == question.date).collect();
            let (when, member) = (Some(When::Date(question.date)), question.date.to_string());
            self.record(Name::QuestionsAnswered, Record::Questions(that_day), when, member);
        }
    }
}
