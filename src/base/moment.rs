//! Time: moments, zones, dates of three precisions and instants as editors write them. The only use of jiff.
//!
//! It never uses the system clock or the system's time zones: zones come from the tz database bundled with jiff.

pub mod clock;
pub mod instant;
pub mod month;

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use jiff::{Span, Timestamp, Zoned};

use crate::base::message::{Message, say};

/// A day of the calendar.
pub type Day = Date;

/// The first moment of the year 0 in UTC.
const YEAR_0: Timestamp = Timestamp::constant(-62_167_219_200, 0);

/// A point on the time line, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Timestamp);

impl Moment {
    /// The moment of seconds since 1970-01-01T00:00Z; `None` outside of the years -9999 to 9999.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Timestamp::from_second(seconds).ok().map(Self)
    }

    /// Parses an HTTP date (RFC 9110, section 5.6.7) in the preferred format.
    pub fn from_http_date(text: &str) -> Option<Self> {
        let civil = DateTime::strptime("%a, %d %b %Y %H:%M:%S GMT", text.trim()).ok()?;
        civil.to_zoned(TimeZone::UTC).ok().map(|zoned| Self(zoned.timestamp()))
    }

    /// The seconds since 1970-01-01T00:00Z.
    pub fn unix_seconds(self) -> i64 {
        self.0.as_second()
    }

    /// The moment so many hours earlier, saturating.
    pub fn hours_before(self, hours: u32) -> Self {
        self.seconds_before(hours.saturating_mul(3600))
    }

    /// The moment so many seconds earlier, saturating.
    pub fn seconds_before(self, seconds: u32) -> Self {
        let earlier = self.0.as_second().saturating_sub(i64::from(seconds));
        Self(Timestamp::from_second(earlier).unwrap_or(Timestamp::MIN))
    }

    /// The same local time so many days earlier in a zone, saturating.
    pub fn days_before(self, days: u32, zone: &Zone) -> Self {
        let earlier = self.0.to_zoned(zone.zone.clone()).checked_sub(Span::new().days(days));
        earlier.map_or(Self(Timestamp::MIN), |earlier| Self(earlier.timestamp()))
    }

    /// The same moment of the next year in UTC; of a 29 February, that of the 28th.
    pub fn year_later(self) -> Self {
        let later = self.0.to_zoned(TimeZone::UTC).checked_add(Span::new().years(1));
        later.map_or(Self(Timestamp::MAX), |later| Self(later.timestamp()))
    }

    /// The minute that begins at or after this moment as crontab(5) writes it, in UTC: `0 16 26 2 *`. It has no year.
    pub fn cron(self) -> String {
        let minutes = self.0.as_second().saturating_add(59).div_euclid(60);
        let rounded = Timestamp::from_second(minutes.saturating_mul(60)).unwrap_or(self.0);
        let utc = TimeZone::UTC.to_datetime(rounded);
        format!("{} {} {} {} *", utc.minute(), utc.hour(), utc.day(), utc.month())
    }

    /// The day in a zone at this moment.
    pub fn day(self, zone: &Zone) -> Day {
        zone.zone.to_datetime(self.0).date()
    }

    /// RFC 3339 with the zone's offset: `2026-04-25T17:00:00+02:00`.
    pub fn rfc3339(self, zone: &Zone) -> String {
        let at = self.exchanged(zone);
        // Formatted by hand: a general pattern is several times slower, and pages contain many dates.
        let (year, month, day) = (at.year(), at.month(), at.day());
        let (hour, minute, second) = (at.hour(), at.minute(), at.second());
        let minutes = at.offset().seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let (ahead, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{ahead:02}:{rest:02}")
    }

    /// The moment as exchange formats can represent it: offsets have whole minutes there, unlike local mean times before standard
    /// time, and years are not negative. Other moments are in UTC, or clamped.
    fn exchanged(self, zone: &Zone) -> Zoned {
        let moment = self.0.max(YEAR_0);
        let zoned = moment.to_zoned(zone.zone.clone());
        let is_writable = zoned.offset().seconds() % 60 == 0 && zoned.year() >= 0;
        if is_writable { zoned } else { moment.to_zoned(TimeZone::UTC) }
    }

    /// RFC 822 with a four-digit year, as RSS 2.0 requires, always in English: `Sat, 25 Apr 2026 17:00:00 +0200`.
    pub fn rfc822(self, zone: &Zone) -> String {
        self.exchanged(zone).strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
    }
}

/// A time zone of the tz database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    zone: TimeZone,
}

impl Zone {
    /// The zone of that name, such as `Europe/Luxembourg`.
    pub fn named(name: &str) -> Option<Self> {
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        // jiff ignores case; here each zone has one name.
        (zone.iana_name() == Some(name)).then_some(Self { zone })
    }

    /// The name in the tz database.
    pub fn name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// Every name in the bundled tz database.
    pub fn names() -> Vec<String> {
        TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect()
    }

    /// The first moment of a day here.
    pub fn day_start(&self, day: Date) -> Moment {
        let midnight = self.zone.to_ambiguous_timestamp(day.to_datetime(Time::midnight()));
        midnight.compatible().map_or(Moment(Timestamp::MAX), Moment)
    }
}

/// Why a date is invalid, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// The code of the diagnostic.
    pub code: &'static str,
    /// What is wrong.
    pub message: Message,
    /// The help.
    pub help: Message,
}

impl DateError {
    fn new(code: &'static str, message: Message, help: Message) -> Self {
        Self { code, message, help }
    }
}

/// A day with an hour, in the zone of its item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DayTime {
    /// The point in time.
    pub moment: Moment,
    /// The day.
    pub day: Date,
    /// Its hour and minute.
    pub clock: (i8, i8),
    /// The seconds by which the zone is ahead of UTC then.
    offset: Offset,
}

impl DayTime {
    /// A moment in a zone.
    pub fn new(moment: Moment, zone: &Zone) -> Self {
        let at = moment.0.to_zoned(zone.zone.clone());
        Self { moment, day: at.date(), clock: (at.hour(), at.minute()), offset: at.offset() }
    }
}

/// A date known to the hour, the day, the month or the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartialDate {
    /// `2026`
    Year(i16),
    /// `2026-04`
    Month(i16, i8),
    /// `2026-04-25`
    Day(Date),
    /// `2026-04-25T14:30`: when something was made known, which feeds then say to the hour.
    Time(DayTime),
}

impl PartialDate {
    /// True for two dates of equal precision.
    pub fn is_as_precise_as(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }

    /// The date without its hour.
    pub fn without_time(self) -> Self {
        match self {
            Self::Time(time) => Self::Day(time.day),
            Self::Year(_) | Self::Month(..) | Self::Day(_) => self,
        }
    }

    /// What dates are ordered by: the first day, then the hour.
    pub fn order(self) -> (Date, Option<Moment>) {
        match self {
            Self::Time(time) => (time.day, Some(time.moment)),
            Self::Year(_) | Self::Month(..) | Self::Day(_) => (self.first_day(), None),
        }
    }

    /// Reads `2026`, `2026-04` or `2026-04-25`.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [year] => digits(year, 4).map(|year| Self::Year(year as i16)),
            [year, month] => {
                digits(year, 4).zip(digits(month, 2)).map(|(year, month)| Self::Month(year as i16, month as i8))
            }
            [year, month, day] => {
                let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2)) else {
                    return Err(not_a_date(text));
                };
                return civil_day(text, year as i16, month as i8, day as i8).map(Self::Day);
            }
            _ => None,
        }
        .filter(|date| !matches!(date, Self::Month(_, month) if !(1..=12).contains(month)))
        .ok_or_else(|| not_a_date(text))
    }

    /// The day that is meant by a text in another common format, without its time; `None` if it does not exist.
    pub fn recognised_day(text: &str) -> Option<Date> {
        let Recognised { year, month, day, .. } = recognise(text)?;
        Date::new(year, month, day).ok()
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        match self {
            Self::Year(year) => Date::new(year, 1, 1),
            Self::Month(year, month) => Date::new(year, month, 1),
            Self::Day(day) | Self::Time(DayTime { day, .. }) => Ok(day),
        }
        .expect("a year has four digits and a month is from 1 to 12 when a date is read")
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        match self {
            Self::Year(_) => self.first_day().last_of_year(),
            Self::Month(..) => self.first_day().last_of_month(),
            Self::Day(day) | Self::Time(DayTime { day, .. }) => day,
        }
    }

    /// Its start in a zone.
    pub fn start(self, zone: &Zone) -> Moment {
        match self {
            Self::Time(time) => time.moment,
            Self::Year(_) | Self::Month(..) | Self::Day(_) => zone.day_start(self.first_day()),
        }
    }

    /// Its end in a zone: the start of the next day.
    pub fn end(self, zone: &Zone) -> Moment {
        self.last_day().tomorrow().map_or(Moment(Timestamp::MAX), |day| zone.day_start(day))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{day}"),
            Self::Time(time) => f.write_str(&time.moment.rfc3339(&Zone { zone: TimeZone::fixed(time.offset) })),
        }
    }
}

fn digits(text: &str, count: usize) -> Option<i32> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn civil_day(text: &str, year: i16, month: i8, day: i8) -> Result<Date, DateError> {
    Date::new(year, month, day).map_err(|_| {
        let last = Date::new(year, month, 1).map(|first| first.last_of_month().day());
        let help = match last {
            Ok(last) if day > 0 => say!(
                en: "this month has {last} days: write `{year:04}-{month:02}-{last:02}` or the intended day",
                fr: "ce mois a {last} jours : écrivez `{year:04}-{month:02}-{last:02}` ou le jour voulu"
            ),
            _ => say!(
                en: "write year, month and day, for example `2030-04-25`",
                fr: "écrivez l’année, le mois et le jour, par exemple `2030-04-25`"
            ),
        };
        let message = say!(en: "`{text}` is not a valid calendar date", fr: "`{text}` n’existe pas dans le calendrier");
        DateError::new("no-such-day", message, help)
    })
}

fn not_a_time(text: &str, day: Date, clock: &str) -> DateError {
    let meant = recognise(text).and_then(Recognised::written).filter(|meant| meant != text);
    let help = match meant {
        _ if clock.starts_with("24:00") => {
            say!(
                en: "for the end of a day, write the day alone, `{day}`, or the start of the next day",
                fr: "pour la fin d’un jour, écrivez le jour seul, `{day}`, ou le début du suivant"
            )
        }
        Some(meant) => say!(en: "write `{meant}`", fr: "écrivez `{meant}`"),
        None => say!(
            en: "write hours and minutes from 00:00 to 23:59, for example `{day}T17:00`",
            fr: "écrivez les heures et les minutes de 00:00 à 23:59, par exemple `{day}T17:00`"
        ),
    };
    let message = say!(
        en: "the time in `{text}` is not in the form `17:00`",
        fr: "l’heure de `{text}` n’est pas écrite sous la forme `17:00`"
    );
    DateError::new("not-a-date", message, help)
}

fn not_a_date(text: &str) -> DateError {
    let help = match recognise(text) {
        Some(Recognised { year, month, day, .. }) if Date::new(year, month, day).is_err() => {
            return civil_day(text, year, month, day).err().unwrap_or_else(|| unrecognised(text));
        }
        // A well-formed date that is invalid here is out of range.
        meant => meant.and_then(Recognised::written).filter(|meant| meant != text),
    };
    match help {
        Some(meant) => DateError { help: say!(en: "write `{meant}`", fr: "écrivez `{meant}`"), ..unrecognised(text) },
        None => unrecognised(text),
    }
}

fn unrecognised(text: &str) -> DateError {
    let help = say!(
        en: "write a date such as `2030-04-25`, or a date and a time such as `2030-04-25T17:00`",
        fr: "écrivez une date comme `2030-04-25`, ou un jour et une heure comme `2030-04-25T17:00`"
    );
    DateError::new("not-a-date", say!(en: "`{text}` is not a date", fr: "`{text}` n’est pas une date"), help)
}

/// A date in another common format, whose day need not be in the calendar.
struct Recognised {
    year: i16,
    month: i8,
    day: i8,
    /// Hour and minute.
    time: Option<(i8, i8)>,
}

impl Recognised {
    /// The date as it is to be written; `None` if it does not exist.
    fn written(self) -> Option<String> {
        let date = Date::new(self.year, self.month, self.day).ok()?;
        let Some((hour, minute)) = self.time else { return Some(date.to_string()) };
        let time = Time::new(hour, minute, 0, 0).ok()?;
        Some(format!("{date}T{:02}:{:02}", time.hour(), time.minute()))
    }
}

/// The names of months in the languages of the program, without accents.
const MONTHS: [[&str; 2]; 12] = [
    ["janvier", "january"],
    ["fevrier", "february"],
    ["mars", "march"],
    ["avril", "april"],
    ["mai", "may"],
    ["juin", "june"],
    ["juillet", "july"],
    ["aout", "august"],
    ["septembre", "september"],
    ["octobre", "october"],
    ["novembre", "november"],
    ["decembre", "december"],
];

/// Guesses the date of another common format: `25/04/2026`, `25.4.2026 17:00`, `25 avril 2026 à 17h`, `2026-04-25 5:00 PM`.
fn recognise(text: &str) -> Option<Recognised> {
    let plain = text.to_lowercase().replace(['é', 'è'], "e").replace('û', "u");
    let numbers: Vec<&str> = plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let words = || plain.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let month = words().find_map(|word| MONTHS.iter().position(|names| names.contains(&word)));
    let number = |text: &str| text.parse::<i16>().ok();
    let small = |text: &str| text.parse::<i8>().ok();
    let (year, month, day, rest) = match (month, numbers.as_slice()) {
        (None, [year, month, day, rest @ ..]) if year.len() == 4 => (year, small(month)?, day, rest),
        (None, [day, month, year, rest @ ..]) if year.len() == 4 => (year, small(month)?, day, rest),
        (Some(rank), [year, day, rest @ ..] | [day, year, rest @ ..]) if year.len() == 4 => {
            (year, i8::try_from(rank + 1).ok()?, day, rest)
        }
        _ => return None,
    };
    let (year, day) = (number(year)?, small(day)?);
    if !(1..=12).contains(&month) {
        return None;
    }
    let Some((hour, rest)) = rest.split_first() else { return Some(Recognised { year, month, day, time: None }) };
    let minute = rest.first().map_or(Some(0), |minute| small(minute))?;
    // Hours of half a day, as English writes them: `5:00 PM`, `5 p.m.`.
    let half: String = words().skip_while(|word| *word == "t").collect();
    let hour = match small(hour)? {
        12 if half.ends_with("am") => 0,
        hour @ 1..12 if half.ends_with("pm") => hour + 12,
        hour => hour,
    };
    Some(Recognised { year, month, day, time: Some((hour, minute)) })
}

fn example_day(text: &str) -> String {
    PartialDate::parse(text).map_or_else(|_| "2030-04-25".to_owned(), |date| date.first_day().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::message::UiLang;
    use crate::base::moment::instant::{DayMeans, Instant};

    fn luxembourg() -> Zone {
        Zone::named("Europe/Luxembourg").expect("bundled zone")
    }

    fn closing(text: &str) -> Result<Instant, DateError> {
        Instant::parse(text, &luxembourg(), DayMeans::End)
    }

    #[test]
    fn moments_before_standard_time_are_written_in_utc() {
        let start = |text: &str| PartialDate::parse(text).expect("a date").start(&luxembourg());
        assert_eq!(start("1850-03-01").rfc3339(&luxembourg()), "1850-02-28T23:42:30+00:00");
        assert_eq!(start("1850-03-01").rfc822(&luxembourg()), "Thu, 28 Feb 1850 23:42:30 +0000");
        assert_eq!(start("0000").rfc3339(&luxembourg()), "0000-01-01T00:00:00+00:00");
    }

    #[test]
    fn a_closing_day_ends_at_midnight_and_keeps_its_date() {
        let day = closing("2026-04-25").expect("a day");
        let midnight = closing("2026-04-26T00:00").expect("midnight");
        assert_eq!(day.moment, midnight.moment);
        assert_eq!(day.day, midnight.day);
        assert_eq!(day.moment.rfc3339(&luxembourg()), "2026-04-26T00:00:00+02:00");
    }

    #[test]
    fn a_skipped_time_is_reported_with_its_neighbours() {
        let error = closing("2026-03-29T02:30").expect_err("skipped");
        assert_eq!(
            (error.code, error.help.text(UiLang::English)),
            ("skipped-hour", "write `2026-03-29T01:30+01:00` or `2026-03-29T03:30+02:00`")
        );
    }

    #[test]
    fn a_repeated_time_needs_an_offset() {
        let error = closing("2026-10-25T02:30").expect_err("repeated");
        assert_eq!(error.code, "repeated-hour");
        assert!(
            error.help.text(UiLang::English).contains("2026-10-25T02:30+02:00")
                && error.help.text(UiLang::English).contains("2026-10-25T02:30+01:00")
        );
        assert!(closing("2026-10-25T02:30+01:00").is_ok());
    }

    #[test]
    fn an_offset_must_be_that_of_the_zone() {
        assert_eq!(closing("2026-04-25T17:00+01:00").expect_err("offset").code, "wrong-offset");
        assert!(closing("2026-04-25T17:00+02:00").is_ok());
    }

    #[test]
    fn cron_names_the_minute_at_or_after_a_moment_in_utc() {
        let cron = |text: &str| closing(text).expect("an instant").moment.cron();
        assert_eq!(cron("2027-02-26T17:00"), "0 16 26 2 *");
        assert_eq!(cron("2026-04-25T17:00:01"), "1 15 25 4 *");
        assert_eq!(cron("2026-12-31T23:59:59+01:00"), "0 23 31 12 *");
        assert_eq!(cron("2026-04-25"), "0 22 25 4 *");
    }

    #[test]
    fn a_year_later_is_the_same_day_of_the_next_year() {
        let later = |text: &str| closing(text).expect("an instant").moment.year_later().rfc3339(&luxembourg());
        assert_eq!(later("2026-11-22T12:00"), "2027-11-22T12:00:00+01:00");
        assert_eq!(later("2028-02-29T12:00"), "2029-02-28T12:00:00+01:00");
    }

    #[test]
    fn dates_in_other_notations_get_a_correction() {
        assert_eq!(closing("25/04/2026").expect_err("slashes").help.text(UiLang::English), "write `2026-04-25`");
        assert_eq!(
            closing("2026-04-25 17h00").expect_err("space").help.text(UiLang::English),
            "write `2026-04-25T17:00`"
        );
        for (written, meant) in [
            ("2027-01-29T5:00 PM", "2027-01-29T17:00"),
            ("2027-01-29 12:30 AM", "2027-01-29T00:30"),
            ("2027-01-29 12:30 p.m.", "2027-01-29T12:30"),
            ("15 mars 2027", "2027-03-15"),
            ("mardi 2 août 2027 à 17h", "2027-08-02T17:00"),
            ("1er février 2027", "2027-02-01"),
            ("March 15, 2027", "2027-03-15"),
        ] {
            let help = closing(written).expect_err(written).help;
            assert_eq!(help.text(UiLang::English), format!("write `{meant}`"), "{written}");
        }
        assert_eq!(closing("31/04/2027").expect_err("no such day").code, "no-such-day");
        assert_eq!(closing("2026-02-30").expect_err("no such day").code, "no-such-day");
    }
}
