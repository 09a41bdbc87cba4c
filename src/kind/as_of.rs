//! An item as of an instant. The files of an item also contain what is still to come: amendments and records with a later date.
//! No output may disclose these before their date. So outputs get an [`Item`] as of an instant, and the contents of a
//! [`WrittenItem`] can only be had by [`WrittenItem::as_of`].

use std::sync::Arc;

use crate::base::moment::{Moment, PartialDate, Zone};
use crate::kind::call::{Call, Outcome};
use crate::kind::challenge::{self, Challenge, PastStatus};
use crate::kind::common::Common;
use crate::kind::dated::{Change, dated_changes};
use crate::kind::event::{self, Event};
use crate::kind::item::{Facts, Item};
use crate::kind::programme::{self, Programme};
use crate::read::markdown_text::MarkdownText;

/// An item as written in its files, with all that is still to come.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenItem {
    item: Arc<Item>,
    /// The moment from which nothing of it is to come; `None` if nothing ever was.
    complete_from: Option<Moment>,
}

impl WrittenItem {
    /// The item as read from its files.
    pub fn new(item: Item) -> Self {
        // An outcome without a date is embargoed until the closing, and so is how many answers came in where an outcome is written.
        let has_outcome = matches!(&item.facts, Facts::Call(call) if call.outcome.is_some());
        let is_embargoed = |change: Change| change.is_embargoed() || (has_outcome && change == Change::Closing);
        let embargoed = dated_changes(&item).into_iter().filter(|dated| is_embargoed(dated.change) && !dated.moved);
        let complete_from = embargoed.map(|dated| dated.moment).max();
        Self { item: Arc::new(item), complete_from }
    }

    /// The item with all that is still to come. For the schedule and for checks only, never for outputs.
    pub fn written(&self) -> &Item {
        &self.item
    }

    /// The moment from which a Markdown text of the facts is shown; `None` for a text without a date.
    pub fn shown_from(&self, text: &MarkdownText) -> Option<Moment> {
        let date = match &self.item.facts {
            Facts::Call(call) => {
                call.questions.iter().find(|question| question.answer == *text).map(|question| question.date)
            }
            Facts::Event(event) => event.report_date.filter(|_| event.report.as_ref() == Some(text)),
            _ => None,
        };
        date.map(|date| date.start(&self.item.common.zone))
    }

    /// The item as of a moment: later amendments are undone, and records with a later date are removed. Without any, this is
    /// the same object.
    pub fn as_of(&self, now: Moment) -> Arc<Item> {
        if self.complete_from.is_none_or(|from| from <= now) {
            return Arc::clone(&self.item);
        }
        let mut item = Item::clone(&self.item);
        let Item { common, facts, .. } = &mut item;
        let has_begun = |zone: &Zone, date: Option<PartialDate>| date.is_none_or(|date| date.start(zone) <= now);
        match facts {
            Facts::Challenge(challenge) => challenge_as_of(challenge, &common.zone, now),
            Facts::Call(call) => call_as_of(call, common, now),
            Facts::Event(event) => event_as_of(event, common, now),
            Facts::Programme(programme) => programme_as_of(programme, &common.zone, now),
            Facts::Startup(_) | Facts::Organisation(_) | Facts::Update(_) | Facts::Page(_) => {}
        }
        common.updated = common.updated.filter(|updated| has_begun(&common.zone, Some(*updated)));
        Arc::new(item)
    }
}

/// The versions of a call: as it was before each of its amendments, and as it is. They give what was announced at any moment.
#[derive(Debug)]
pub struct Versions<'i> {
    current: &'i Item,
    /// The earlier versions, each with the moment until which it was in effect, in order.
    earlier: Vec<(Moment, Item)>,
}

impl<'i> Versions<'i> {
    /// The versions of an item; an item without amendments has one.
    pub fn of(item: &'i Item) -> Self {
        let Facts::Call(call) = &item.facts else { return Self { current: item, earlier: Vec::new() } };
        let mut moments: Vec<Moment> = call.amendments.moments().collect();
        moments.dedup();
        let before = |until: Moment| {
            let mut earlier = item.clone();
            if let Facts::Call(call) = &mut earlier.facts {
                let mut amendments = call.amendments.clone();
                amendments.undo_later(call, &mut earlier.common, until.seconds_before(1));
            }
            (until, earlier)
        };
        Self { current: item, earlier: moments.into_iter().map(before).collect() }
    }

    /// The index of the version in effect at a moment.
    pub fn rank(&self, moment: Moment) -> usize {
        self.earlier.partition_point(|(until, _)| *until <= moment)
    }

    /// The version with this index.
    pub fn get(&self, rank: usize) -> &Item {
        self.earlier.get(rank).map_or(self.current, |(_, item)| item)
    }
}

/// Before the date of its status, a challenge has the last status of its history; without one it is `collected`.
fn challenge_as_of(challenge: &mut Challenge, zone: &Zone, now: Moment) {
    challenge.history.retain(|step| step.date.start(zone) <= now);
    if challenge.status_since.is_none_or(|since| since.start(zone) <= now) {
        return;
    }
    let last = challenge.history.iter().enumerate().max_by_key(|(rank, step)| (step.date.order(), *rank));
    let last: Option<(usize, PastStatus)> = last.map(|(rank, step)| (rank, *step));
    (challenge.status, challenge.status_since) = match last {
        Some((rank, step)) => {
            challenge.history.remove(rank);
            (step.status, Some(step.date))
        }
        None => (challenge::Status::Collected, None),
    };
}

/// Undoes the later amendments of a call, and removes its later documents, questions, results and outcome.
fn call_as_of(call: &mut Call, common: &mut Common, now: Moment) {
    let mut amendments = call.amendments.clone();
    amendments.undo_later(call, common, now);
    call.amendments = amendments;
    let zone = &common.zone;
    let has_begun = |date: Option<PartialDate>| date.is_none_or(|date| date.start(zone) <= now);
    call.documents.retain(|document| has_begun(document.date));
    call.questions.retain(|question| has_begun(Some(question.date)));
    call.results.retain(|award| has_begun(award.date));
    if let Some(submissions) = call.submissions.as_mut().filter(|submissions| !has_begun(submissions.shortlisted_on)) {
        (submissions.shortlisted, submissions.shortlisted_on) = (None, None);
    }
    // Who prepares the outcome writes the numbers beside it.
    if call.outcome.is_some() && !call.outcome_applies(zone, now) {
        let is_open = call.closes().is_some_and(|closes| now < closes.moment);
        call.submissions = call.submissions.take().filter(|_| !is_open);
        call.submissions.iter_mut().for_each(|submissions| submissions.selected = None);
    }
    // The outcome `evaluating` discloses nothing: answers are always evaluated after the closing.
    if call.outcome != Some(Outcome::Evaluating) && !call.outcome_applies(zone, now) {
        (call.outcome, call.outcome_date, call.outcome_reason) = (None, None, None);
    }
}

/// Undoes the later amendments of an event, and removes its later documents, report and status.
fn event_as_of(event: &mut Event, common: &mut Common, now: Moment) {
    let (status, places) = (event.status, event.location.clone());
    let mut amendments = event.amendments.clone();
    let has_status_amendment = amendments.iter().any(|amendment| amendment.field == "status");
    amendments.undo_later(event, common, now);
    event.amendments = amendments;
    let zone = &common.zone;
    let has_begun = |date: Option<PartialDate>| date.is_none_or(|date| date.start(zone) <= now);
    event.documents.retain(|document| has_begun(document.date));
    if !has_begun(event.report_date) {
        (event.report, event.report_date) = (None, None);
    }
    if event.location != places {
        // The other places belong to the later location.
        event.places.clear();
    }
    if !has_begun(event.status_date) && !has_status_amendment {
        event.status = event::Status::Scheduled;
    }
    if event.status != status || !has_begun(event.status_date) {
        // The date of the earlier status is not in the files.
        event.status_date = None;
    }
}

/// Removes the later documents, assessments and milestones of a programme; before the date of its status it is `active`, for no
/// reason that could be given.
fn programme_as_of(programme: &mut Programme, zone: &Zone, now: Moment) {
    let has_begun = |date: Option<PartialDate>| date.is_none_or(|date| date.start(zone) <= now);
    programme.documents.retain(|document| has_begun(document.date));
    programme.assessments.retain(|assessment| has_begun(assessment.date));
    for milestone in &mut programme.milestones {
        milestone.reached = milestone.reached.filter(|reached| has_begun(Some(*reached)));
    }
    if !has_begun(programme.status_date) {
        programme.status_date = None;
        programme.status =
            programme.status.filter(|status| *status != programme::Status::Active).map(|_| programme::Status::Active);
    }
}
