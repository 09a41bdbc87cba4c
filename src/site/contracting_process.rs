//! Contracting processes: calls for solutions as releases of the Open Contracting Data Standard 1.1.
//!
//! Each release is an entry of the call's timeline and has its permanent id. Documents that are added on the day on which a call is
//! announced or opens are part of that release and have none of their own.

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

/// What a release is about: a code of the closed code list `releaseTag`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "camelCase")]
pub enum ReleaseTag {
    /// A tender that will be launched.
    Planning,
    /// A change of a tender that will be launched.
    PlanningUpdate,
    /// A tender.
    Tender,
    /// A change of a tender. The catalogue does not know whether it is an amendment in the sense of the law.
    TenderUpdate,
    /// A tender that was called off.
    TenderCancellation,
    /// The first award.
    Award,
    /// A later award.
    AwardUpdate,
}

/// A call for solutions and its releases.
#[derive(Clone, Debug, PartialEq)]
pub struct ContractingProcess<'c> {
    /// The call.
    pub item: &'c Item,
    /// Its facts.
    pub call: &'c Call,
    /// Its releases, the earliest first; never empty.
    pub releases: Vec<Release>,
    /// The ranks of the releases, by the name of their entry and the id of the record that it announces.
    ranks: BTreeMap<(EntryKind, String), usize>,
}

/// A release: what became known of a process at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its permanent id.
    pub id: String,
    /// Its date.
    pub moment: Moment,
    /// What it is about.
    pub tags: Vec<ReleaseTag>,
}

impl ContractingProcess<'_> {
    /// The rank of the release made from the entry of this name, for the record of this id.
    pub fn release_of(&self, name: EntryKind, member: &str) -> Option<usize> {
        self.ranks.get(&(name, member.to_owned())).copied()
    }

    /// The rank of the first release at a moment or after it; none if there is no later release.
    pub fn first_release_since(&self, moment: Moment) -> Option<usize> {
        let rank = self.releases.partition_point(|release| release.moment < moment);
        (rank < self.releases.len()).then_some(rank)
    }
}

/// Every process that has a release, in the order of ids.
pub fn contracting_processes<'c>(
    catalogue: &'c Catalogue,
    timeline: &'c Timeline<'c>,
) -> impl Iterator<Item = ContractingProcess<'c>> {
    let public = catalogue.of_kind(Kind::Call).filter(|item| catalogue.is_public(item));
    let processes = public.filter_map(|item| match &item.facts {
        Facts::Call(call) if call.direction == Direction::Solutions => {
            Some(process(item, call, announcements(catalogue, item, call, timeline.of_item(&item.key))))
        }
        _ => None,
    });
    processes.filter(|process| !process.releases.is_empty())
}

/// True if there is a process that has a release.
pub fn has_contracting_process<'c>(catalogue: &'c Catalogue, timeline: &'c Timeline<'c>) -> bool {
    contracting_processes(catalogue, timeline).next().is_some()
}

/// What a release is made from.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Announcement {
    moment: Moment,
    /// The name of the entry; none for the publication of the call itself.
    name: Option<EntryKind>,
    id: String,
    member: String,
}

/// What the releases of a call are made from, the earliest first.
fn announcements<'e, 'c: 'e>(
    catalogue: &Catalogue,
    item: &Item,
    call: &Call,
    entries: impl Iterator<Item = &'e Entry<'c>>,
) -> Vec<Announcement> {
    let authority = &catalogue.site.authority;
    let of_entry = |entry: &Entry<'_>| Announcement {
        moment: entry.moment(),
        name: Some(entry.name),
        id: entry.id(authority),
        member: entry.member.clone(),
    };
    let mut announcements: Vec<Announcement> = entries.map(of_entry).collect();
    // A call without an opening date has no entry for its opening: its publication takes that place.
    let published = item.common.published.filter(|_| call.opens.is_none()).map(|when| when.start(&item.common.zone));
    if let Some(moment) = published.filter(|published| *published <= catalogue.now) {
        let id = authority.uri(format_args!("call:{}:published", item.key.id));
        announcements.push(Announcement { moment, name: None, id, member: String::new() });
    }
    announcements.sort();
    let zone = &item.common.zone;
    let is_document =
        |name: Option<EntryKind>| matches!(name, Some(EntryKind::DocumentAdded | EntryKind::DocumentReplaced));
    let introduces = |name: Option<EntryKind>| name.is_none_or(EntryKind::introduces);
    let introductions = announcements.iter().filter(|announcement| introduces(announcement.name));
    let days: Vec<Day> = introductions.map(|announcement| announcement.moment.day(zone)).collect();
    let is_in_another = |day: Day| days.first().is_some_and(|first| day < *first) || days.contains(&day);
    announcements.retain(|one| !is_document(one.name) || !is_in_another(one.moment.day(zone)));
    announcements
}

fn process<'c>(item: &'c Item, call: &'c Call, announcements: Vec<Announcement>) -> ContractingProcess<'c> {
    let (mut was_planned, mut is_tendered, mut is_awarded) = (false, false, false);
    let mut process = ContractingProcess { item, call, releases: Vec::new(), ranks: BTreeMap::new() };
    for Announcement { moment, name, id, member } in announcements {
        let is_planned = call.opens_at(moment).is_some_and(|opens| moment < opens.moment);
        let mut tags = match (is_planned, was_planned, is_tendered) {
            (true, false, _) => vec![ReleaseTag::Planning],
            (true, true, _) => vec![ReleaseTag::PlanningUpdate],
            (false, _, false) => vec![ReleaseTag::Tender],
            (false, _, true) => vec![ReleaseTag::TenderUpdate],
        };
        match name {
            Some(EntryKind::CallCancelled | EntryKind::CallWithdrawn) => tags = vec![ReleaseTag::TenderCancellation],
            Some(EntryKind::Result | EntryKind::CallAwarded | EntryKind::CallFinalised) => {
                // The award ends the tender; the release has both tags if no release was tagged `tender` before.
                tags.retain(|tag| *tag == ReleaseTag::Tender);
                tags.push(if is_awarded { ReleaseTag::AwardUpdate } else { ReleaseTag::Award });
            }
            _ => {}
        }
        was_planned |= tags.contains(&ReleaseTag::Planning);
        is_tendered |= tags.contains(&ReleaseTag::Tender);
        is_awarded |= tags.contains(&ReleaseTag::Award);
        if let Some(name) = name {
            process.ranks.insert((name, member), process.releases.len());
        }
        process.releases.push(Release { id, moment, tags });
    }
    process
}
