//! Time zones in calendars: VTIMEZONE (RFC 5545, section 3.6.5), from the bundled tz database.
//!
//! Changes that follow a rule for years become one observance with an RRULE, which all programs read and some require;
//! others become an observance each, without RDATE, which fewer programs read.

use crate::base::moment::clock::{Clock, ClockChange, LocalTime};
use crate::base::moment::{Day, Moment, PartialDate, Zone};
use crate::output::ics::line::ContentLines;

/// The years of changes before the first requested one: the last change of the previous year gives the offset in
/// January, and some programs ignore the first recurrence of a rule.
const YEARS_BEFORE: i16 = 2;

/// The years examined after the last requested one, to distinguish the last Sunday from the fourth.
const YEARS_AHEAD: i16 = 5;

/// The number of consecutive years from which changes become a rule.
const RULE: usize = 3;

/// Changes of the same kind in consecutive years.
struct Run {
    changes: Vec<ClockChange>,
    /// The BYDAY values that fit all of them: `-1SU`.
    days: Vec<String>,
}

/// The VTIMEZONE of a zone from one year to another, both included.
pub fn timezone(zone: &Zone, first: i16, last: i16) -> String {
    let (from, until) = (PartialDate::Year(first).start(zone), PartialDate::Year(last).end(zone));
    let begin = PartialDate::Year((first - YEARS_BEFORE).max(0)).start(zone);
    let last = (last + YEARS_AHEAD).min(9999);
    let mut observances = Vec::new();
    for run in runs(zone.clock_changes(begin, PartialDate::Year(last).end(zone))) {
        let (shown, rule) = match run.changes.len() < RULE {
            true => (run.changes.as_slice(), None),
            false => (&run.changes[..1], rule(&run, zone, last)),
        };
        observances.extend(shown.iter().map(|change| (change.moment, observance(change, rule.clone()))));
    }
    observances.retain(|(start, _)| *start < until);
    observances.sort_by_key(|(start, _)| *start);
    if observances.first().is_none_or(|(start, _)| *start > from) {
        observances.insert(0, (begin, observance_at(zone, begin)));
    }
    let mut lines = ContentLines::default();
    lines.begin("VTIMEZONE");
    lines.property("TZID").text(zone.name());
    observances.iter().for_each(|(_, observance)| observance.write(&mut lines));
    lines.end("VTIMEZONE");
    lines.into_text()
}

/// An observance (section 3.6.5).
struct Observance {
    name: &'static str,
    /// Its first onset, in the local time before it.
    start: LocalTime,
    /// The UTC offset before it, in seconds.
    before: i32,
    clock: Clock,
    /// The RRULE of its onsets.
    rule: Option<String>,
}

impl Observance {
    fn write(&self, lines: &mut ContentLines) {
        lines.begin(self.name);
        lines.property("DTSTART").value(&self.start.strftime("%Y%m%dT%H%M%S").to_string());
        lines.property("TZOFFSETFROM").value(&offset(self.before));
        lines.property("TZOFFSETTO").value(&offset(self.clock.offset));
        lines.property("TZNAME").text(&self.clock.name);
        if let Some(rule) = &self.rule {
            lines.property("RRULE").value(rule);
        }
        lines.end(self.name);
    }
}

/// Groups changes that may follow a rule, ordered by the first.
fn runs(changes: Vec<ClockChange>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for change in changes {
        let days = days(change.local.date());
        let continued = runs.iter_mut().find_map(|run| {
            let last = run.changes.last().filter(|last| continues(last, &change))?;
            let is_next = last.local.year() + 1 == change.local.year();
            let common: Vec<String> = run.days.iter().filter(|day| days.contains(day)).cloned().collect();
            (is_next && !common.is_empty()).then_some((run, common))
        });
        match continued {
            Some((run, common)) => {
                run.changes.push(change);
                run.days = common;
            }
            None => runs.push(Run { changes: vec![change], days }),
        }
    }
    runs
}

/// True for changes that are equal except for the day.
fn continues(last: &ClockChange, change: &ClockChange) -> bool {
    let kind =
        |change: &ClockChange| (change.offset_before, change.is_daylight, change.local.month(), change.local.time());
    last.clock == change.clock && kind(last) == kind(change)
}

/// The BYDAY values of a day within its month.
fn days(date: Day) -> Vec<String> {
    const WEEK: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let weekday = WEEK[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
    let mut days = Vec::new();
    if date.day() + 7 > date.days_in_month() {
        days.push(format!("-1{weekday}"));
    }
    if date.day() <= 28 {
        days.push(format!("{}{weekday}", (date.day() + 6) / 7));
    }
    days
}

/// The RRULE of a run, without UNTIL if it reaches the last examined year.
fn rule(run: &Run, zone: &Zone, last: i16) -> Option<String> {
    let (day, start, end) = (run.days.first()?, run.changes.first()?, run.changes.last()?);
    let mut rule = format!("FREQ=YEARLY;BYMONTH={};BYDAY={day}", start.local.month());
    if end.local.year() < last {
        // The end of the year is later than the last onset even for programs that take UTC for local time.
        rule.push_str(&format!(";UNTIL={}", PartialDate::Year(end.local.year()).end(zone).basic_utc()));
    }
    Some(rule)
}

/// The observance that begins with a change.
fn observance(change: &ClockChange, rule: Option<String>) -> Observance {
    let name = if change.is_daylight { "DAYLIGHT" } else { "STANDARD" };
    Observance { name, start: change.local, before: change.offset_before, clock: change.clock.clone(), rule }
}

/// The observance at a moment, if no change precedes it.
fn observance_at(zone: &Zone, at: Moment) -> Observance {
    let clock = zone.clock(at);
    Observance { name: "STANDARD", start: zone.local_time(at), before: clock.offset, clock, rule: None }
}

/// An offset (section 3.3.14): `+0100`, with seconds where it has some.
fn offset(seconds: i32) -> String {
    let (sign, size) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    let mut text = format!("{sign}{:02}{:02}", size / 3600, size / 60 % 60);
    if size % 60 != 0 {
        text.push_str(&format!("{:02}", size % 60));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(zone: &str, first: i16, last: i16) -> String {
        timezone(&Zone::named(zone).expect("a bundled zone"), first, last).replace("\r\n", "\n")
    }

    #[test]
    fn a_stable_dst_rule_is_two_observances() {
        let luxembourg = "BEGIN:VTIMEZONE\nTZID:Europe/Luxembourg\n\
            BEGIN:DAYLIGHT\nDTSTART:20240331T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nTZNAME:CEST\n\
            RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\n\
            BEGIN:STANDARD\nDTSTART:20241027T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\n\
            RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n";
        assert_eq!(shown("Europe/Luxembourg", 2026, 2026), luxembourg);
        let new_york = shown("America/New_York", 2026, 2027);
        assert!(
            new_york.contains("BYMONTH=3;BYDAY=2SU\n") && new_york.contains("BYMONTH=11;BYDAY=1SU\n"),
            "{new_york}"
        );
    }

    #[test]
    fn an_ended_dst_rule_has_until() {
        // The United States moved their changes in 2007.
        let new_york = shown("America/New_York", 2004, 2008);
        assert!(new_york.contains("BYMONTH=4;BYDAY=1SU;UNTIL=20070101T050000Z\n"), "{new_york}");
        assert!(new_york.contains("DTSTART:20070311T020000\n"), "{new_york}");
    }

    #[test]
    fn a_zone_without_changes_has_one_observance() {
        let tokyo = "BEGIN:VTIMEZONE\nTZID:Asia/Tokyo\n\
            BEGIN:STANDARD\nDTSTART:20240101T000000\nTZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nTZNAME:JST\nEND:STANDARD\n\
            END:VTIMEZONE\n";
        assert_eq!(shown("Asia/Tokyo", 2026, 2026), tokyo);
    }

    #[test]
    fn irregular_transitions_are_listed_individually() {
        let casablanca = shown("Africa/Casablanca", 2026, 2026);
        assert!(!casablanca.contains("RRULE") && casablanca.matches("DTSTART").count() >= 4, "{casablanca}");
    }

    /// The local times and offsets that a program reads from a VTIMEZONE, in order.
    fn read_offsets(zone: &str) -> Vec<(String, String)> {
        let mut offsets = Vec::new();
        for observance in zone.split("END:").filter(|part| part.contains("DTSTART")) {
            let value = |name: &str| {
                let value = observance.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
                value.unwrap_or_default().to_owned()
            };
            let (start, rule, offset) = (value("DTSTART"), value("RRULE"), value("TZOFFSETTO"));
            let part = |name: &str| rule.split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
            offsets.push((start.clone(), offset.clone()));
            let (Some(month), Some(day)) = (part("BYMONTH"), part("BYDAY")) else { continue };
            for year in start[..4].parse::<i16>().expect("a year") + 1..2032 {
                let first = PartialDate::Month(year, month.parse().expect("a month")).first_day();
                let next = |date: &Day| date.tomorrow().ok();
                let mut month = std::iter::successors(Some(first), next).take(31);
                let date = month.find(|date| days(*date).iter().any(|one| one == day)).expect("a day");
                let again = format!("{}{}", date.strftime("%Y%m%d"), &start[8..]);
                if part("UNTIL").is_none_or(|until| again.as_str() <= until) {
                    offsets.push((again, offset.clone()));
                }
            }
        }
        offsets.sort();
        offsets
    }

    #[test]
    fn every_vtimezone_gives_the_offsets_of_the_tz_database() {
        for name in Zone::names() {
            let zone = Zone::named(&name).expect("a bundled zone");
            let (from, until) = (PartialDate::Year(2023).start(&zone), PartialDate::Year(2028).end(&zone));
            let shown = read_offsets(&timezone(&zone, 2023, 2028));
            for moment in (from.unix_seconds()..until.unix_seconds()).step_by(7 * 86_400) {
                let moment = Moment::from_unix_seconds(moment).expect("a moment");
                let Some(local) = moment.basic_local(&zone) else { continue };
                let (_, read) = shown.iter().rfind(|(start, _)| *start <= local).expect("an observance");
                assert_eq!(*read, offset(zone.clock(moment).offset), "{name} {local}");
            }
        }
    }
}
