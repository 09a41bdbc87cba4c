//! What holds of an item as of an instant. An item as it is written tells the future too: what an amendment to come will
//! change, and records that are dated later. Nobody is to learn that before its date, from whatever output, so whoever shows
//! something holds an [`Item`] that was brought to its instant, and a [`WrittenItem`] shows nothing but by [`WrittenItem::as_of`].

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

/// An item as it is written, with all that is still to come.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenItem {
    item: Arc<Item>,
    /// The last moment at which something of it that is to come has come.
    whole_from: Option<Moment>,
}

impl WrittenItem {
    /// The item of these files.
    pub fn new(item: Item) -> Self {
        // An outcome without a date of its own waits for the closing.
        let has_outcome = matches!(&item.facts, Facts::Call(call) if call.outcome.is_some());
        let reveals = |change: Change| change.is_embargoed() || (has_outcome && change == Change::Closing);
        let revealing = dated_changes(&item).into_iter().filter(|dated| reveals(dated.change) && !dated.moved);
        let whole_from = revealing.map(|dated| dated.moment).max();
        Self { item: Arc::new(item), whole_from }
    }

    /// The item with all that is to come, for whoever asks when that will be.
    pub fn written(&self) -> &Item {
        &self.item
    }

    /// The moment from which on a Markdown text of the facts is shown; `None` for one that has no date.
    pub fn shown_from(&self, prose: &MarkdownText) -> Option<Moment> {
        let date = match &self.item.facts {
            Facts::Call(call) => {
                call.questions.iter().find(|question| question.answer == *prose).map(|question| question.date)
            }
            Facts::Event(event) => event.report_date.filter(|_| event.report.as_ref() == Some(prose)),
            _ => None,
        };
        date.map(|date| date.start(&self.item.common.zone))
    }

    /// What holds of the item at a moment: every amendment that is to come is undone, and every record that is dated later is
    /// taken out. The same object where nothing of it is to come.
    pub fn as_of(&self, now: Moment) -> Arc<Item> {
        if self.whole_from.is_none_or(|from| from <= now) {
            return Arc::clone(&self.item);
        }
        let mut item = Item::clone(&self.item);
        let Item { common, facts, .. } = &mut item;
        let has_come = |zone: &Zone, date: Option<PartialDate>| date.is_none_or(|date| date.start(zone) <= now);
        match facts {
            Facts::Challenge(challenge) => challenge_as_of(challenge, &common.zone, now),
            Facts::Call(call) => call_as_of(call, common, now),
            Facts::Event(event) => event_as_of(event, common, now),
            Facts::Programme(programme) => programme_as_of(programme, &common.zone, now),
            Facts::Startup(_) | Facts::Organisation(_) | Facts::Update(_) | Facts::Page(_) => {}
        }
        common.updated = common.updated.filter(|updated| has_come(&common.zone, Some(*updated)));
        Arc::new(item)
    }
}

/// A call and what it was before each of its amendments, so that what was announced at any moment of its past can be told.
#[derive(Debug)]
pub struct Versions<'i> {
    today: &'i Item,
    /// What held until a moment, in the order of these.
    earlier: Vec<(Moment, Item)>,
}

impl<'i> Versions<'i> {
    /// The versions of an item; one that has no amendments has one.
    pub fn of(item: &'i Item) -> Self {
        let Facts::Call(call) = &item.facts else { return Self { today: item, earlier: Vec::new() } };
        let mut moments: Vec<Moment> = call.amendments.moments().collect();
        moments.dedup();
        let before = |until: Moment| {
            let mut earlier = item.clone();
            if let Facts::Call(call) = &mut earlier.facts {
                let mut amendments = call.amendments.clone();
                amendments.undo(call, &mut earlier.common, until.seconds_before(1));
            }
            (until, earlier)
        };
        Self { today: item, earlier: moments.into_iter().map(before).collect() }
    }

    /// The rank of the version that held at a moment.
    pub fn rank(&self, moment: Moment) -> usize {
        self.earlier.partition_point(|(until, _)| *until <= moment)
    }

    /// The version of a rank.
    pub fn get(&self, rank: usize) -> &Item {
        self.earlier.get(rank).map_or(self.today, |(_, item)| item)
    }
}

/// Before the date of its status the last one of its history holds, else none was given yet: it was collected.
fn challenge_as_of(challenge: &mut Challenge, zone: &Zone, now: Moment) {
    challenge.history.retain(|step| step.date.start(zone) <= now);
    if challenge.status_since.is_none_or(|since| since.start(zone) <= now) {
        return;
    }
    let last = challenge.history.iter().enumerate().max_by_key(|(rank, step)| (step.date.first_day(), *rank));
    let last: Option<(usize, PastStatus)> = last.map(|(rank, step)| (rank, *step));
    (challenge.status, challenge.status_since) = match last {
        Some((rank, step)) => {
            challenge.history.remove(rank);
            (step.status, Some(step.date))
        }
        None => (challenge::Status::Collected, None),
    };
}

fn call_as_of(call: &mut Call, common: &mut Common, now: Moment) {
    let mut amendments = call.amendments.clone();
    amendments.undo(call, common, now);
    call.amendments = amendments;
    let zone = &common.zone;
    let has_come = |date: Option<PartialDate>| date.is_none_or(|date| date.start(zone) <= now);
    call.documents.retain(|document| has_come(document.date));
    call.questions.retain(|question| has_come(Some(question.date)));
    call.results.retain(|winner| has_come(winner.date));
    if let Some(submissions) = call.submissions.as_mut().filter(|submissions| !has_come(submissions.shortlisted_on)) {
        (submissions.shortlisted, submissions.shortlisted_on) = (None, None);
    }
    // That answers are looked at after the closing is no news.
    if call.outcome != Some(Outcome::Evaluating) && !call.outcome_applies(zone, now) {
        (call.outcome, call.outcome_date, call.outcome_reason) = (None, None, None);
    }
}

fn event_as_of(event: &mut Event, common: &mut Common, now: Moment) {
    let (status, places) = (event.status, event.location.clone());
    let mut amendments = event.amendments.clone();
    let is_told = amendments.iter().any(|amendment| amendment.field == "status");
    amendments.undo(event, common, now);
    event.amendments = amendments;
    let zone = &common.zone;
    let has_come = |date: Option<PartialDate>| date.is_none_or(|date| date.start(zone) <= now);
    event.documents.retain(|document| has_come(document.date));
    if !has_come(event.report_date) {
        (event.report, event.report_date) = (None, None);
    }
    if event.location != places {
        // More places are those of the location to come.
        event.places.clear();
    }
    if !has_come(event.status_date) && !is_told {
        event.status = event::Status::Scheduled;
    }
    if event.status != status || !has_come(event.status_date) {
        // Nobody wrote the date of the status before.
        event.status_date = None;
    }
}

/// Before a programme ends it is active.
fn programme_as_of(programme: &mut Programme, zone: &Zone, now: Moment) {
    let has_come = |date: Option<PartialDate>| date.is_none_or(|date| date.start(zone) <= now);
    programme.documents.retain(|document| has_come(document.date));
    programme.assessments.retain(|assessment| has_come(assessment.date));
    for milestone in &mut programme.milestones {
        milestone.reached = milestone.reached.filter(|reached| has_come(Some(*reached)));
    }
    if !has_come(programme.status_date) {
        programme.status_date = None;
        programme.status =
            programme.status.filter(|status| *status != programme::Status::Active).map(|_| programme::Status::Active);
    }
}
