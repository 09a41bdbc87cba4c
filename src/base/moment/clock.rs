//! Local time in a zone in the basic format of ISO 8601, and changes of its offset.

use jiff::civil::DateTime;

use crate::base::moment::{Moment, Zone};

/// A local time without zone.
pub type LocalTime = DateTime;

/// An offset from UTC and its abbreviation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Seconds east of UTC.
    pub offset: i32,
    /// The abbreviation: `CEST`.
    pub name: String,
}

/// A change of the offset of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockChange {
    /// The moment.
    pub moment: Moment,
    /// The local time then by the old offset.
    pub local: LocalTime,
    /// Seconds east of UTC until then.
    pub offset_before: i32,
    /// The new offset.
    pub clock: Clock,
    /// True for the start of daylight saving time; false for its end, and for permanent changes.
    pub is_daylight: bool,
}

impl Moment {
    /// In UTC, in the basic format of ISO 8601: `20260425T150000Z`.
    pub fn basic_utc(self) -> String {
        self.0.strftime("%Y%m%dT%H%M%SZ").to_string()
    }

    /// The local time in a zone, in the basic format of ISO 8601: `20260425T170000`. An ambiguous local time means the first of
    /// the two; `None` for the second.
    pub fn basic_local(self, zone: &Zone) -> Option<String> {
        let local = zone.zone.to_datetime(self.0);
        let meant = zone.zone.to_ambiguous_timestamp(local).earlier().ok()?;
        (meant == self.0).then(|| local.strftime("%Y%m%dT%H%M%S").to_string())
    }
}

impl Zone {
    /// The offset at a moment.
    pub fn clock(&self, moment: Moment) -> Clock {
        let info = self.zone.to_offset_info(moment.0);
        Clock { offset: info.offset().seconds(), name: info.abbreviation().to_owned() }
    }

    /// The local time at a moment.
    pub fn local_time(&self, moment: Moment) -> LocalTime {
        self.zone.to_datetime(moment.0)
    }

    /// The changes of the offset between two moments, in order.
    pub fn clock_changes(&self, from: Moment, until: Moment) -> Vec<ClockChange> {
        let first = self.zone.to_offset_info(from.0);
        let (mut before, mut was_season) = (first.offset(), first.dst().is_dst());
        let mut changes = Vec::new();
        for transition in self.zone.following(from.0).take_while(|transition| transition.timestamp() < until.0) {
            let (offset, is_season) = (transition.offset(), transition.dst().is_dst());
            changes.push(ClockChange {
                moment: Moment(transition.timestamp()),
                local: before.to_datetime(transition.timestamp()),
                offset_before: before.seconds(),
                clock: Clock { offset: offset.seconds(), name: transition.abbreviation().to_owned() },
                // Some zones define winter time as the exception; in calendars, daylight time is the larger offset.
                is_daylight: (is_season || was_season) && offset > before,
            });
            (before, was_season) = (offset, is_season);
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::moment::instant::{DayMeans, Instant};

    fn zone(name: &str) -> Zone {
        Zone::named(name).expect("a bundled zone")
    }

    fn moment(text: &str, zone: &Zone) -> Moment {
        Instant::parse(text, zone, DayMeans::Start).expect("an instant").moment
    }

    #[test]
    fn local_time_is_given_for_the_first_of_two_equal_times_only() {
        let luxembourg = zone("Europe/Luxembourg");
        let at = |text| moment(text, &luxembourg);
        assert_eq!(at("2026-04-25T17:00").basic_local(&luxembourg).as_deref(), Some("20260425T170000"));
        assert_eq!(at("2026-10-25T02:30+02:00").basic_local(&luxembourg).as_deref(), Some("20261025T023000"));
        assert_eq!(at("2026-10-25T02:30+01:00").basic_local(&luxembourg), None);
        assert_eq!(at("2026-10-25T02:30+01:00").basic_utc(), "20261025T013000Z");
    }

    #[test]
    fn offsets_come_from_the_bundled_database() {
        let luxembourg = zone("Europe/Luxembourg");
        let year = |zone: &Zone| zone.clock_changes(moment("2026-01-01", zone), moment("2027-01-01", zone));
        let changes = year(&luxembourg);
        let told = |change: &ClockChange| {
            format!("{} {} {} {}", change.local, change.offset_before, change.clock.offset, change.clock.name)
        };
        let summer = "2026-03-29T02:00:00 3600 7200 CEST";
        assert_eq!(changes.iter().map(told).collect::<Vec<_>>(), [summer, "2026-10-25T03:00:00 7200 3600 CET"]);
        assert_eq!(changes.iter().map(|change| change.is_daylight).collect::<Vec<_>>(), [true, false]);
        assert!(year(&zone("Asia/Tokyo")).is_empty() && year(&zone("UTC")).is_empty());
        // Ireland’s winter is the season in the database.
        let dublin = year(&zone("Europe/Dublin"));
        assert_eq!(dublin.iter().map(|change| change.is_daylight).collect::<Vec<_>>(), [true, false]);
        // Beyond the years that the database lists, its rule goes on.
        let far = luxembourg.clock_changes(moment("2090-01-01", &luxembourg), moment("2091-01-01", &luxembourg));
        assert_eq!(far.len(), 2);
    }
}
