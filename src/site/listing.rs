//! Lists of items, and their order: what is open or in the future first, then what has ended, the latest first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;
use strum::IntoStaticStr;

use crate::base::collation::SortKey;
use crate::base::lang::Lang;
use crate::base::moment::{Moment, PartialDate};
use crate::kind::call::Call;
use crate::kind::challenge;
use crate::kind::event::{Period, Status};
use crate::kind::item::{Facts, Item};
use crate::kind::key::{Key, Kind};
use crate::kind::page::Menu;
use crate::kind::programme::{self, Programme};
use crate::site::catalogue::Catalogue;
use crate::site::state::{self, CallState};

/// How many items a page of a list shows.
pub const PER_PAGE: usize = 50;

/// The lists of the site, each made once.
#[derive(Debug, Default)]
pub struct Lists {
    of_kinds: BTreeMap<(Lang, Kind), KindList>,
    of_topics: BTreeMap<(Lang, usize), Vec<Key>>,
    ended_calls: Vec<Key>,
}

/// The listed items of a kind, and those of each topic among them.
#[derive(Debug, Default)]
struct KindList {
    all: Vec<Key>,
    of_topics: BTreeMap<usize, Vec<Key>>,
}

impl Lists {
    /// Makes every list.
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut lists = Self::default();
        let names: Vec<(Lang, Kind)> =
            catalogue.langs().flat_map(|lang| Kind::ALL.iter().map(move |kind| (lang, *kind))).collect();
        let list = |name: &(Lang, Kind)| (*name, KindList::new(catalogue, *name));
        lists.of_kinds = names.par_iter().map(list).collect::<Vec<_>>().into_iter().collect();
        // The page of a topic shows kind by kind, each in the order of its list: calls first, since open ones are urgent.
        let mut of_kinds: Vec<_> = lists.of_kinds.iter().collect();
        of_kinds.sort_by_key(|((lang, kind), _)| (*lang, *kind != Kind::Call, *kind != Kind::Event, *kind));
        for ((lang, _), of_kind) in of_kinds {
            for (topic, keys) in &of_kind.of_topics {
                lists.of_topics.entry((*lang, *topic)).or_default().extend_from_slice(keys);
            }
        }
        lists.ended_calls = ended_calls(catalogue);
        lists
    }

    /// The listed calls that ended, the latest first.
    pub fn ended_calls(&self) -> &[Key] {
        &self.ended_calls
    }

    /// The listed items of a kind, in the order of their list.
    pub fn of_kind(&self, lang: Lang, kind: Kind) -> &[Key] {
        self.of_kinds.get(&(lang, kind)).map(|list| list.all.as_slice()).unwrap_or_default()
    }

    /// The listed items of a topic, by its rank under `themes` in `site.yaml`, kind by kind.
    pub fn of_topic(&self, lang: Lang, topic: usize) -> &[Key] {
        self.of_topics.get(&(lang, topic)).map(Vec::as_slice).unwrap_or_default()
    }
}

impl KindList {
    fn new(catalogue: &Catalogue, (lang, kind): (Lang, Kind)) -> Self {
        let listed: Vec<&Item> = catalogue.listed(kind).collect();
        let ranked = listed.into_par_iter().map(|item| (rank(catalogue, item, lang), item));
        let mut ranked: Vec<(Rank<'_>, &Item)> = ranked.collect();
        ranked.par_sort_by(|(rank, _), (other, _)| rank.cmp(other));
        let mut lists = Self { all: ranked.iter().map(|(_, item)| item.key.clone()).collect(), ..Self::default() };
        for (_, item) in &ranked {
            for topic in catalogue.topics_of(item) {
                lists.of_topics.entry(topic).or_default().push(item.key.clone());
            }
        }
        lists
    }
}

/// The listed calls that ended, the latest first.
fn ended_calls(catalogue: &Catalogue) -> Vec<Key> {
    let since = |item: &Item| match &item.facts {
        Facts::Call(call) if state::call_state(item, call, &catalogue.site, catalogue.now).is_ended() => {
            Some(end_date(call).map(PartialDate::first_day))
        }
        _ => None,
    };
    let mut ended: Vec<_> = catalogue.listed(Kind::Call).filter_map(|item| Some((since(item)?, &item.key))).collect();
    ended.sort_by_key(|(since, key)| (Reverse(*since), *key));
    ended.into_iter().map(|(_, key)| key.clone()).collect()
}

/// The date on which a call ended: that of its outcome, else its closing.
pub fn end_date(call: &Call) -> Option<PartialDate> {
    call.outcome_date.or_else(|| call.closes().map(|closes| PartialDate::Day(closes.day)))
}

/// The sort key of an item: its group, then its position in it.
type Rank<'i> = (u8, Reverse<Option<i64>>, Option<i64>, Option<&'i SortKey>, &'i str);

/// Sorts items of any kind: by their groups, then as in the lists of their kinds.
pub fn sort_mixed(catalogue: &Catalogue, items: &mut [&Item], lang: Lang) {
    items.sort_by_cached_key(|item| rank(catalogue, item, lang));
}

/// The group of a list to which an item belongs by its state, in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Group {
    /// Calls that accept applications.
    Open,
    /// Calls that will.
    Announced,
    /// Calls whose dates are not known yet.
    Undated,
    /// Calls that are suspended.
    Suspended,
    /// Calls that are closed and whose outcome is not known yet.
    Evaluating,
    /// Calls whose outcome is final.
    Closed,
    /// Events that take place now.
    Ongoing,
    /// Events in the future.
    Coming,
    /// Events in the past.
    Past,
    /// Challenges for which a call asks for solutions.
    InCall,
    /// Challenges that are in no call yet.
    Waiting,
    /// Challenges that have a solution.
    Solved,
    /// Challenges that are not followed up.
    Declined,
    /// Startups that are worked on.
    Incubating,
    /// Startups that were handed over, are in use for good, or stopped.
    AfterIncubation,
    /// Programmes that run.
    Active,
    /// Programmes that are over.
    Ended,
    /// Programmes that were given up.
    Withdrawn,
}

impl Group {
    /// True for groups of what is over. Their items are grouped by year, the latest first.
    pub fn is_over(self) -> bool {
        match self {
            Self::Closed
            | Self::Past
            | Self::Solved
            | Self::Declined
            | Self::AfterIncubation
            | Self::Ended
            | Self::Withdrawn => true,
            Self::Open
            | Self::Announced
            | Self::Undated
            | Self::Suspended
            | Self::Evaluating
            | Self::Ongoing
            | Self::Coming
            | Self::InCall
            | Self::Waiting
            | Self::Incubating
            | Self::Active => false,
        }
    }
}

/// The group to which an item belongs at a moment; none for kinds whose lists have no groups.
pub fn group(catalogue: &Catalogue, item: &Item, now: Moment) -> Option<Group> {
    let site = &catalogue.site;
    match &item.facts {
        Facts::Call(call) => Some(match state::call_state(item, call, site, now) {
            CallState::Open | CallState::ClosingSoon => Group::Open,
            CallState::Announced => Group::Announced,
            // Its dates are not to come: another edition has taken its place.
            CallState::Unknown if has_next_edition(catalogue, item) => Group::Closed,
            CallState::Unknown => Group::Undated,
            CallState::Suspended => Group::Suspended,
            CallState::Evaluating | CallState::Closed => Group::Evaluating,
            CallState::Awarded
            | CallState::Finalised
            | CallState::Unsuccessful
            | CallState::Cancelled
            | CallState::Withdrawn => Group::Closed,
        }),
        Facts::Event(event) => Some(match state::event_bounds(item, event) {
            (_, end) if end <= now => Group::Past,
            (start, _) if start <= now => Group::Ongoing,
            _ => Group::Coming,
        }),
        Facts::Challenge(challenge) => Some(match challenge.status {
            challenge::Status::InCall => Group::InCall,
            challenge::Status::Collected | challenge::Status::Selected => Group::Waiting,
            challenge::Status::Solved => Group::Solved,
            challenge::Status::Declined => Group::Declined,
        }),
        Facts::Startup(startup) => {
            let phase = state::current_phase(item, startup, site, now);
            let declared = phase.and_then(|phase| site.phases.iter().find(|known| known.id == phase.name.value));
            Some(if declared.is_none_or(|phase| phase.active) { Group::Incubating } else { Group::AfterIncubation })
        }
        Facts::Programme(programme) => Some(programme_group(item, programme, now)),
        Facts::Organisation(_) | Facts::Update(_) | Facts::Page(_) => None,
    }
}

/// True for a call that another one names as its previous edition.
pub fn has_next_edition(catalogue: &Catalogue, item: &Item) -> bool {
    !catalogue.referrers(&item.key, Kind::Call, &["previous"]).is_empty()
}

fn programme_group(item: &Item, programme: &Programme, now: Moment) -> Group {
    match programme.status {
        Some(programme::Status::Active) => Group::Active,
        Some(programme::Status::Completed | programme::Status::Archived) => Group::Ended,
        Some(programme::Status::Withdrawn) => Group::Withdrawn,
        None if programme.end.is_some_and(|end| end.end(&item.common.zone) <= now) => Group::Ended,
        None => Group::Active,
    }
}

/// The year by which a call or an event that is over is found: that in which it ended, as among the results, or of its start.
pub fn year(item: &Item) -> Option<i16> {
    match &item.facts {
        Facts::Call(call) => Some(end_date(call)?.first_day().year()),
        Facts::Event(event) => Some(match event.period() {
            Period::Instants { start, .. } => start.day.year(),
            Period::Dates { start, .. } => start.first_day().year(),
        }),
        _ => None,
    }
}

/// The month in which an event begins; `None` for one that was postponed: its day does not hold.
pub fn month(item: &Item) -> Option<PartialDate> {
    let Facts::Event(event) = &item.facts else { return None };
    if event.status == Status::Postponed {
        return None;
    }
    let first = match event.period() {
        Period::Instants { start, .. } => start.day,
        Period::Dates { start, .. } => start.first_day(),
    };
    Some(PartialDate::Month(first.year(), first.month()))
}

/// The position of an item among others of its kind, as two numbers that increase along the list; none for kinds without dates of their
/// own.
pub fn list_position(catalogue: &Catalogue, item: &Item, now: Moment) -> Option<(u8, i64)> {
    let (group, latest, earliest) = group_and_moment(catalogue, item, now)?;
    let seconds = latest.map(|latest| -latest.unix_seconds()).or(earliest.map(Moment::unix_seconds));
    Some((group, seconds.unwrap_or(far_future().unix_seconds())))
}

/// True for items that have ended: closed calls, past events, solved challenges and the like.
pub fn has_ended(catalogue: &Catalogue, item: &Item) -> bool {
    rank(catalogue, item, Lang(0)).0 >= ENDED
}

/// The lowest rank of a group of items that have ended.
const ENDED: u8 = 4;

/// The rank of the group of a call or event, and the moment by which the group is sorted: as the second value if the latest comes first,
/// as the third if the earliest does.
fn group_and_moment(catalogue: &Catalogue, item: &Item, now: Moment) -> Option<(u8, Option<Moment>, Option<Moment>)> {
    let group = group(catalogue, item, now)?;
    Some(match &item.facts {
        Facts::Call(call) => {
            let closes = call.closes().map(|closes| closes.moment);
            let opens = call.opens.map(|opens| opens.moment);
            match group {
                Group::Open => (0, None, closes.or(Some(far_future()))),
                Group::Announced => (1, None, opens),
                Group::Undated => (2, None, closes.or(opens)),
                Group::Suspended => (3, None, closes.or(opens)),
                Group::Evaluating => (ENDED, closes.or(opens), None),
                _ => (ENDED + 1, end_date(call).map(|date| date.start(&item.common.zone)), None),
            }
        }
        Facts::Event(event) => {
            let (start, _) = state::event_bounds(item, event);
            match group {
                Group::Past => (ENDED + 1, Some(start), None),
                // Its day does not hold, and no other one is known.
                _ if event.status == Status::Postponed => (0, None, Some(far_future())),
                _ => (0, None, Some(start)),
            }
        }
        _ => return None,
    })
}

fn rank<'i>(catalogue: &Catalogue, item: &'i Item, lang: Lang) -> Rank<'i> {
    let now = catalogue.now;
    let zone = &item.common.zone;
    let by_title = || item.sort_keys.get(lang);
    let (group, latest, earliest, title) = match &item.facts {
        Facts::Call(_) | Facts::Event(_) => {
            let (group, latest, earliest) = group_and_moment(catalogue, item, now).unwrap_or_default();
            (group, latest, earliest, None)
        }
        Facts::Challenge(_) => {
            let group = match group(catalogue, item, now) {
                Some(Group::InCall) => 0,
                Some(Group::Solved) => ENDED,
                Some(Group::Declined) => ENDED + 1,
                _ => 1,
            };
            (group, state::ordering_moment(item), None, by_title())
        }
        Facts::Programme(programme) => {
            let group = match programme_group(item, programme, now) {
                Group::Ended => ENDED,
                Group::Withdrawn => ENDED + 1,
                _ => 1,
            };
            (group, programme.start.map(|start| start.start(zone)), None, by_title())
        }
        Facts::Startup(_) => {
            let group = if group(catalogue, item, now) == Some(Group::Incubating) { 1 } else { ENDED };
            (group, None, None, by_title())
        }
        Facts::Update(_) => (2, state::ordering_moment(item), None, None),
        Facts::Organisation(_) | Facts::Page(_) => (2, None, None, by_title()),
    };
    let seconds = |moment: Option<Moment>| moment.map(Moment::unix_seconds);
    (group, Reverse(seconds(latest)), seconds(earliest), title, &item.key.id)
}

/// A moment after every date that a catalogue may contain.
fn far_future() -> Moment {
    Moment::from_unix_seconds(253_000_000_000).expect("a moment of the year 9987")
}

/// The pages with `menu: main` or `menu: footer`: by `order`, those without one last, in the order of their ids.
pub fn pages_of_menu(catalogue: &Catalogue, menu: Menu) -> Vec<&Item> {
    let with_menu = catalogue.listed(Kind::Page).filter_map(|item| match &item.facts {
        Facts::Page(page) if page.menu == menu => Some((page.order, item)),
        _ => None,
    });
    let mut pages: Vec<(Option<u32>, &Item)> = with_menu.collect();
    pages.sort_by_key(|(order, item)| (order.is_none(), *order, &item.key.id));
    pages.into_iter().map(|(_, item)| item).collect()
}
