//! Contracting processes: the life of calls for solutions as releases of the Open Contracting Data Standard 1.1.
//!
//! Each release is an entry of the call's life, under the entry's permanent id. Documents
//! of the day on which a call is announced or opens are told with that, and have no release of their own.

use strum::IntoStaticStr;

use crate::base::moment::{Day, Moment};
use crate::kind::call::{Call, Direction};
use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::site::catalogue::Catalogue;
use crate::site::entry::{Entry, Name};
use crate::site::life;
use crate::site::timeline::Timeline;

/// What a release tells of, as the code list `releaseTag` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "camelCase")]
pub enum Tag {
    /// A process that is to come.
    Planning,
    /// News of a process that is to come.
    PlanningUpdate,
    /// A tender.
    Tender,
    /// News of a tender. Whether a change is an amendment in the sense of the law is not known to the catalogue.
    TenderUpdate,
    /// A tender that was called off.
    TenderCancellation,
    /// The first award.
    Award,
    /// A later award.
    AwardUpdate,
}

/// The life of a call for solutions.
#[derive(Clone, Debug, PartialEq)]
pub struct Process<'c> {
    /// The call.
    pub item: &'c Item,
    /// Its facts.
    pub call: &'c Call,
    /// Its releases, the earliest first.
    pub releases: Vec<Release>,
}

/// What was told at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its permanent id.
    pub id: String,
    /// When.
    pub moment: Moment,
    /// What it tells of.
    pub tags: Vec<Tag>,
    /// True when an award was told by then.
    pub has_award: bool,
}

/// Every process of which something has been told, in the order of ids.
pub fn processes<'c>(catalogue: &'c Catalogue, timeline: &'c Timeline<'c>) -> impl Iterator<Item = Process<'c>> {
    let public = catalogue.of_kind(Kind::Call).filter(|item| catalogue.is_public(item));
    let processes = public.filter_map(|item| match &item.facts {
        Facts::Call(call) if call.direction == Direction::Solutions => {
            let releases = releases(item, call, catalogue.now, timeline.of_item(&item.key));
            Some(Process { item, call, releases })
        }
        _ => None,
    });
    processes.filter(|process| !process.releases.is_empty())
}

/// Something that is told of a call, and the entry that tells it; none where the call itself appears.
type Told = (Moment, Option<Name>, String);

fn releases<'e, 'c: 'e>(
    item: &Item,
    call: &Call,
    now: Moment,
    entries: impl Iterator<Item = &'e Entry<'c>>,
) -> Vec<Release> {
    let mut told: Vec<Told> = entries.map(|entry| (entry.moment(), Some(entry.name), entry.id())).collect();
    // A call that is open since ever has no entry for its opening: its publication stands in for it.
    let published = item.common.published.filter(|_| call.opens.is_none()).map(|when| when.start(&item.common.zone));
    if let Some(published) = published.filter(|published| *published <= now) {
        told.push((published, None, format!("urn:parvis:call:{}:published", item.key.id)));
    }
    told.sort();
    let zone = &item.common.zone;
    let is_document = |name: Option<Name>| matches!(name, Some(Name::DocumentAdded | Name::DocumentReplaced));
    let introduces = |name: Option<Name>| name.is_none_or(Name::introduces);
    let days: Vec<Day> =
        told.iter().filter(|(_, name, _)| introduces(*name)).map(|(moment, ..)| moment.day(zone)).collect();
    let with_another = |day: Day| days.first().is_some_and(|first| day < *first) || days.contains(&day);
    told.retain(|(moment, name, _)| !is_document(*name) || !with_another(moment.day(zone)));
    let mut releases: Vec<Release> = Vec::new();
    for (moment, name, id) in told {
        let has = |tag: Tag| releases.iter().any(|release| release.tags.contains(&tag));
        let is_planned = life::opens(item, call, moment).is_some_and(|opens| moment < opens.moment);
        let mut tags = match (is_planned, has(Tag::Planning), has(Tag::Tender)) {
            (true, false, _) => vec![Tag::Planning],
            (true, true, _) => vec![Tag::PlanningUpdate],
            (false, _, false) => vec![Tag::Tender],
            (false, _, true) => vec![Tag::TenderUpdate],
        };
        match name {
            Some(Name::CallCancelled | Name::CallWithdrawn) => tags = vec![Tag::TenderCancellation],
            Some(Name::Result | Name::CallAwarded | Name::CallFinalised) => {
                let award = if has(Tag::Award) { Tag::AwardUpdate } else { Tag::Award };
                // The award ends the tender, which is told with it where nothing else told of it before.
                tags.retain(|tag| *tag == Tag::Tender);
                tags.push(award);
            }
            _ => {}
        }
        let has_award = has(Tag::Award) || tags.contains(&Tag::Award);
        releases.push(Release { id, moment, tags, has_award });
    }
    releases
}
