//! The moments to come: when what the site shows changes by itself, though nobody changes the sources.
//!
//! Whoever publishes the site again at each of them misses nothing: between two moments of one day the site is the
//! same, byte for byte. A moment too many costs a build, one too few a page that is wrong, so every date on which
//! something rests is here, whether a page shows it today or not.

use std::collections::BTreeSet;

use rayon::prelude::*;
use strum::IntoStaticStr;

use crate::base::lang::Lang;
use crate::base::moment::month::Month;
use crate::base::moment::{Moment, PartialDate, Zone};
use crate::kind::amendment::{Amended, Amendment};
use crate::kind::as_of::WrittenItem;
use crate::kind::call::Call;
use crate::kind::document::Document;
use crate::kind::event::{Event, Period};
use crate::kind::item::{Facts, Item};
use crate::kind::key::Key;
use crate::kind::programme::Programme;
use crate::read::date::When;
use crate::read::site_file::Site;
use crate::site::catalogue::Catalogue;
use crate::site::life::{self, CallState};
use crate::site::timeline::Timeline;

/// What happens at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum What {
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
    /// A call begins to close soon.
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
    /// A month begins or is over, and with it its letter.
    Digest,
}

impl What {
    /// True for what makes an entry, and so a letter.
    fn is_told(self) -> bool {
        let untold = [Self::Revision, Self::Expiry, Self::ClosingSoon, Self::End, Self::RegistrationClosing];
        !untold.contains(&self)
    }
}

/// A moment to come. In the order of time, then of items.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coming {
    /// When.
    pub moment: Moment,
    /// The item that changes; `None` for what concerns the site as a whole.
    pub item: Option<Key>,
    /// What happens.
    pub what: What,
    /// The title of the item, else of the site, in the site's first language.
    pub title: String,
}

/// Every moment to come of what visitors see or will see, the next one first.
pub fn coming(catalogue: &Catalogue, timeline: &Timeline<'_>) -> Vec<Coming> {
    let (site, now) = (&catalogue.site, catalogue.now);
    let first = Lang(0);
    let mut coming = Vec::new();
    let mut months: BTreeSet<Month> = timeline.months().collect();
    let mut announcing: BTreeSet<Month> = timeline.dated_months().map(Month::previous).collect();
    let items: Vec<&Item> = catalogue.items.written().map(WrittenItem::written).collect();
    let of_items = items.par_iter().flat_map_iter(|item| {
        let moments = of_item(item, site).into_iter();
        let moments =
            moments.filter(|(moment, _)| *moment > now && (catalogue.drafts || life::is_public(item, *moment)));
        moments.map(|(moment, what)| (*item, moment, what))
    });
    for (item, moment, what) in of_items.collect::<Vec<_>>() {
        let title = item.title(first).0.to_owned();
        coming.push(Coming { moment, item: Some(item.key.clone()), what, title });
        // A closing at midnight is of the month that ends then.
        let near = [moment, moment.seconds_before(1)].map(|moment| Month::of(moment.day(&site.zone)));
        months.extend(near.into_iter().filter(|_| what.is_told()));
        if matches!(what, What::Closing | What::Start) {
            announcing.extend(near.map(Month::previous));
        }
    }
    // The letter of a month is whole when the month is over, and begins with it where the next one brings something.
    let begins = announcing.iter().map(|month| month.start(&site.zone));
    let ends = months.iter().chain(&announcing).map(|month| month.end(&site.zone));
    let title = site.title.wording(first, first).text;
    coming.extend(begins.chain(ends).filter(|moment| *moment > now).map(|moment| Coming {
        moment,
        item: None,
        what: What::Digest,
        title: title.to_owned(),
    }));
    coming.sort();
    coming.dedup();
    coming
}

/// Every moment of an item's life at which what is said of it changes, past and to come, in no order.
pub fn of_item(item: &Item, site: &Site) -> Vec<(Moment, What)> {
    let common = &item.common;
    let mut found = Found { zone: &common.zone, moments: Vec::new() };
    found.add(What::Publication, common.published.map(|published| published.start(&common.zone)));
    found.dates(What::Revision, common.updated);
    found.add(What::Expiry, common.expires.map(|expires| expires.moment));
    match &item.facts {
        Facts::Challenge(challenge) => {
            found.dates(What::Status, challenge.status_since);
            found.dates(What::Status, challenge.history.iter().map(|step| step.date));
        }
        Facts::Call(call) => of_call(item, call, site, &mut found),
        Facts::Event(event) => of_event(event, &mut found),
        Facts::Programme(programme) => of_programme(programme, &mut found),
        Facts::Startup(startup) => {
            found.dates(What::Phase, startup.phases.iter().map(|phase| phase.start));
            found.ends(What::Phase, startup.phases.iter().filter_map(|phase| phase.end));
        }
        Facts::Update(update) => found.dates(What::Update, [update.date]),
        Facts::Organisation(_) | Facts::Page(_) => {}
    }
    found.moments
}

/// Moments of one item, whose dates begin and end in its zone.
struct Found<'a> {
    zone: &'a Zone,
    moments: Vec<(Moment, What)>,
}

impl Found<'_> {
    fn add(&mut self, what: What, moments: impl IntoIterator<Item = Moment>) {
        self.moments.extend(moments.into_iter().map(|moment| (moment, what)));
    }

    /// Dates that count from their first moment.
    fn dates(&mut self, what: What, dates: impl IntoIterator<Item = PartialDate>) {
        let zone = self.zone;
        self.add(what, dates.into_iter().map(|date| date.start(zone)));
    }

    /// Dates that count until their last moment.
    fn ends(&mut self, what: What, dates: impl IntoIterator<Item = PartialDate>) {
        let zone = self.zone;
        self.add(what, dates.into_iter().map(|date| date.end(zone)));
    }

    fn documents(&mut self, documents: &[Document]) {
        self.dates(What::Document, documents.iter().filter_map(|document| document.date));
    }

    fn amendments(&mut self, amendments: &[Amendment]) {
        self.dates(What::Amendment, amendments.iter().filter_map(|amendment| amendment.date));
    }
}

fn of_call(item: &Item, call: &Call, site: &Site, found: &mut Found<'_>) {
    let announced = |field, today: Option<Moment>| values(field, today, &call.amendments, found.zone);
    let opens = announced("opens", call.opens.map(|opens| opens.moment));
    let closes = announced("closes", call.closes.as_ref().map(|closes| closes.value.moment));
    // An opening or closing that was moved away before it came is none.
    let opens = opens.of(|moment| call.opens_at(moment).is_some_and(|opens| opens.moment == moment));
    let holds = |moment| call.closes_at(moment).is_some_and(|closes| closes.moment == moment);
    let soon = |moment: &Moment| moment.hours_before(24 * site.closing_soon_days);
    let closing_soon = |moment: &Moment| life::announced_state(item, call, site, *moment) == CallState::ClosingSoon;
    found.add(What::ClosingSoon, closes.all().map(|moment| soon(&moment)).filter(closing_soon));
    found.add(What::Opening, opens);
    found.add(What::Closing, closes.of(holds));
    found.dates(What::Status, call.outcome_date);
    for stage in &call.stages {
        found.dates(What::Stage, [stage.date, stage.start, stage.end].into_iter().flatten());
        found.ends(What::Stage, stage.end.or(stage.date).or(stage.start));
    }
    found.dates(What::Shortlist, call.submissions.iter().filter_map(|submissions| submissions.shortlisted_on));
    found.dates(What::Result, call.results.iter().filter_map(|winner| winner.date));
    found.dates(What::Answer, call.questions.iter().map(|question| question.date));
    found.documents(&call.documents);
    found.amendments(&call.amendments);
}

fn of_event(event: &Event, found: &mut Found<'_>) {
    let zone = found.zone;
    let today = (event.period().start(zone), event.period().end(zone));
    let start = values("start", Some(today.0), &event.amendments, zone);
    let mut end = values("end", Some(today.1), &event.amendments, zone);
    // The end of an event of one day moves with its start where only that is written.
    end.amended.extend(start_days(event).map(|date| date.end(zone)));
    found.add(What::Start, start.of(|moment| event.period_at(moment).start(zone) == moment));
    found.add(What::End, end.of(|moment| event.period_at(moment).end(zone) == moment));
    let registration = event.registration.as_ref().and_then(|registration| registration.closes);
    found.add(What::RegistrationClosing, registration.map(|closes| closes.moment));
    found.dates(What::Report, event.report_date);
    found.dates(What::Status, event.status_date);
    found.documents(&event.documents);
    found.amendments(&event.amendments);
}

/// The days on which an event of whole days was, or will be, announced to start.
fn start_days(event: &Event) -> impl Iterator<Item = PartialDate> {
    let whole_days = matches!(event.period(), Period::Dates { .. });
    let starts = event.amendments.iter().filter(move |amendment| whole_days && amendment.field == "start");
    starts.flat_map(|amendment| [&amendment.from, &amendment.to]).filter_map(|value| match value {
        Some(Amended::When(When::Date(date))) => Some(*date),
        _ => None,
    })
}

fn of_programme(programme: &Programme, found: &mut Found<'_>) {
    found.dates(What::Start, programme.start);
    found.dates(What::Status, programme.status_date);
    found.dates(What::Milestone, programme.milestones.iter().filter_map(|milestone| milestone.reached));
    found.dates(What::Assessment, programme.assessments.iter().filter_map(|assessment| assessment.date));
    found.documents(&programme.documents);
}

/// The moments that a field names: those it names today, and those that amendments say it named or will name.
struct Values {
    today: Option<Moment>,
    amended: Vec<Moment>,
}

impl Values {
    fn all(&self) -> impl Iterator<Item = Moment> {
        self.today.into_iter().chain(self.amended.iter().copied())
    }

    /// Today's, and of the others those that hold when they come.
    fn of(self, holds: impl Fn(Moment) -> bool) -> impl Iterator<Item = Moment> {
        self.today.into_iter().chain(self.amended.into_iter().filter(move |moment| holds(*moment)))
    }
}

fn values(field: &str, today: Option<Moment>, amendments: &[Amendment], zone: &Zone) -> Values {
    let moment = |value: &Option<Amended>| match value {
        Some(Amended::When(When::Date(date))) if field == "end" => Some(date.end(zone)),
        Some(Amended::When(when)) => Some(when.start(zone)),
        Some(Amended::Word(_) | Amended::Text(_) | Amended::Other) | None => None,
    };
    let of_field = amendments.iter().filter(|amendment| amendment.field == field);
    let amended = of_field.flat_map(|amendment| [moment(&amendment.from), moment(&amendment.to)]).flatten();
    Values { today, amended: amended.collect() }
}
