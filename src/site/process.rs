//! Contracting processes: the life of calls for solutions as releases of the Open Contracting Data Standard 1.1.
//!
//! Each release is an entry of the call's life, under the entry's permanent id. Documents
//! of the day on which a call is announced or opens are told with that, and have no release of their own.

use std::collections::BTreeMap;

use strum::IntoStaticStr;

use crate::base::moment::{Day, Moment};
use crate::kind::call::{Call, Direction};
use crate::kind::dated::EntryKind;
use crate::kind::item::{Facts, Item};
use crate::kind::key::Kind;
use crate::site::catalogue::Catalogue;
use crate::site::entry::Entry;
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
    /// Its releases, the earliest first; never empty.
    pub releases: Vec<Release>,
    /// The ranks of the releases that are an entry of this name, of a record of this id.
    ranks: BTreeMap<(EntryKind, String), usize>,
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
}

impl Process<'_> {
    /// The rank of the release that is an entry of this name, of a record of this id.
    pub fn entry(&self, name: EntryKind, member: &str) -> Option<usize> {
        self.ranks.get(&(name, member.to_owned())).copied()
    }

    /// The rank of the first release at a moment or after it; none where nothing has been told since.
    pub fn since(&self, moment: Moment) -> Option<usize> {
        let rank = self.releases.partition_point(|release| release.moment < moment);
        (rank < self.releases.len()).then_some(rank)
    }
}

/// Every process of which something has been told, in the order of ids.
pub fn processes<'c>(catalogue: &'c Catalogue, timeline: &'c Timeline<'c>) -> impl Iterator<Item = Process<'c>> {
    let public = catalogue.of_kind(Kind::Call).filter(|item| catalogue.is_public(item));
    let processes = public.filter_map(|item| match &item.facts {
        Facts::Call(call) if call.direction == Direction::Solutions => {
            Some(process(item, call, told(catalogue, item, call, timeline.of_item(&item.key))))
        }
        _ => None,
    });
    processes.filter(|process| !process.releases.is_empty())
}

/// True when something has been told of a process.
pub fn has_process<'c>(catalogue: &'c Catalogue, timeline: &'c Timeline<'c>) -> bool {
    processes(catalogue, timeline).next().is_some()
}

/// Something that is told of a call.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Told {
    moment: Moment,
    /// The entry that tells it; none where the call itself appears.
    name: Option<EntryKind>,
    id: String,
    member: String,
}

/// All that is told of a call, the earliest first.
fn told<'e, 'c: 'e>(
    catalogue: &Catalogue,
    item: &Item,
    call: &Call,
    entries: impl Iterator<Item = &'e Entry<'c>>,
) -> Vec<Told> {
    let authority = &catalogue.site.authority;
    let of_entry = |entry: &Entry<'_>| Told {
        moment: entry.moment(),
        name: Some(entry.name),
        id: entry.id(authority),
        member: entry.member.clone(),
    };
    let mut told: Vec<Told> = entries.map(of_entry).collect();
    // A call that is open since ever has no entry for its opening: its publication stands in for it.
    let published = item.common.published.filter(|_| call.opens.is_none()).map(|when| when.start(&item.common.zone));
    if let Some(moment) = published.filter(|published| *published <= catalogue.now) {
        let id = authority.uri(format_args!("call:{}:published", item.key.id));
        told.push(Told { moment, name: None, id, member: String::new() });
    }
    told.sort();
    let zone = &item.common.zone;
    let is_document =
        |name: Option<EntryKind>| matches!(name, Some(EntryKind::DocumentAdded | EntryKind::DocumentReplaced));
    let introduces = |name: Option<EntryKind>| name.is_none_or(EntryKind::introduces);
    let days: Vec<Day> = told.iter().filter(|told| introduces(told.name)).map(|told| told.moment.day(zone)).collect();
    let with_another = |day: Day| days.first().is_some_and(|first| day < *first) || days.contains(&day);
    told.retain(|told| !is_document(told.name) || !with_another(told.moment.day(zone)));
    told
}

fn process<'c>(item: &'c Item, call: &'c Call, told: Vec<Told>) -> Process<'c> {
    let (mut was_planned, mut is_tendered, mut is_awarded) = (false, false, false);
    let mut process = Process { item, call, releases: Vec::new(), ranks: BTreeMap::new() };
    for Told { moment, name, id, member } in told {
        let is_planned = call.opens_at(moment).is_some_and(|opens| moment < opens.moment);
        let mut tags = match (is_planned, was_planned, is_tendered) {
            (true, false, _) => vec![Tag::Planning],
            (true, true, _) => vec![Tag::PlanningUpdate],
            (false, _, false) => vec![Tag::Tender],
            (false, _, true) => vec![Tag::TenderUpdate],
        };
        match name {
            Some(EntryKind::CallCancelled | EntryKind::CallWithdrawn) => tags = vec![Tag::TenderCancellation],
            Some(EntryKind::Result | EntryKind::CallAwarded | EntryKind::CallFinalised) => {
                // The award ends the tender, which is told with it where nothing else told of it before.
                tags.retain(|tag| *tag == Tag::Tender);
                tags.push(if is_awarded { Tag::AwardUpdate } else { Tag::Award });
            }
            _ => {}
        }
        was_planned |= tags.contains(&Tag::Planning);
        is_tendered |= tags.contains(&Tag::Tender);
        is_awarded |= tags.contains(&Tag::Award);
        if let Some(name) = name {
            process.ranks.insert((name, member), process.releases.len());
        }
        process.releases.push(Release { id, moment, tags });
    }
    process
}
