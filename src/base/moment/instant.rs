//! Parses instants as editors write them: local time in a zone, a day alone, or with the zone's own offset.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset};

use crate::base::message::{Message, say};
use crate::base::moment::{
    DateError, DayTime, Moment, PartialDate, Recognised, Zone, digits, example_day, not_a_date, not_a_time, recognise,
};

/// The meaning of a day alone where an instant is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayMeans {
    /// Its first moment, for openings and starts.
    Start,
    /// Its last moment, 24:00, for closings.
    End,
}

/// An instant as an editor wrote it: a point in time with its precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant {
    /// The point in time.
    pub moment: Moment,
    /// Its day for display and grouping: a closing at midnight belongs to the day that ends then.
    pub day: Date,
    /// The local hour and minute, if written; `None` for a closing at midnight.
    pub clock: Option<(i8, i8)>,
    /// True if an hour was written.
    pub to_the_hour: bool,
}

impl Instant {
    /// Parses `2026-04-25` or `2026-04-25T17:00`, optionally with seconds or an offset, in `zone`.
    pub fn parse(text: &str, zone: &Zone, day_means: DayMeans) -> Result<Self, DateError> {
        let parsed = Self::parse_exact(text, zone, day_means);
        parsed.map_err(|error| match with_offset(text, zone).filter(|_| error.code == "not-a-date") {
            Some(help) => DateError { help, ..error },
            None => error,
        })
    }

    fn parse_exact(text: &str, zone: &Zone, day_means: DayMeans) -> Result<Self, DateError> {
        let Some((day_text, clock_text)) = text.split_once('T') else {
            return match PartialDate::parse(text)? {
                PartialDate::Day(day) | PartialDate::Time(DayTime { day, .. }) => {
                    Ok(Self::whole_day(day, zone, day_means))
                }
                PartialDate::Month(..) | PartialDate::Year(_) => Err(DateError::new(
                    "imprecise-date",
                    say!(en: "`{text}` does not name a day", fr: "`{text}` n’indique pas de jour"),
                    day_help(&example_day(text)),
                )),
            };
        };
        // `T` may be a part of `UTC`.
        let whole = |error: DateError| if error.code == "not-a-date" { not_a_date(text) } else { error };
        let PartialDate::Day(day) = PartialDate::parse(day_text).map_err(whole)? else { return Err(not_a_date(text)) };
        let (clock, offset) = split_offset(clock_text);
        let time = parse_clock(clock).ok_or_else(|| not_a_time(text, day, clock))?;
        let moment = in_zone(text, day.to_datetime(time), offset, zone)?;
        let ends_the_day = day_means == DayMeans::End && time == Time::midnight();
        Ok(Self {
            moment,
            day: if ends_the_day { day.yesterday().unwrap_or(day) } else { day },
            clock: (!ends_the_day).then_some((time.hour(), time.minute())),
            to_the_hour: true,
        })
    }

    /// A day alone.
    pub fn whole_day(day: Date, zone: &Zone, day_means: DayMeans) -> Self {
        let date = PartialDate::Day(day);
        let moment = match day_means {
            DayMeans::Start => date.start(zone),
            DayMeans::End => date.end(zone),
        };
        Self { moment, day, clock: None, to_the_hour: false }
    }
}

/// The help where a day is expected.
pub fn day_help(example: &str) -> Message {
    say!(
        en: "write a day such as `{example}`, or a day and a time such as `{example}T17:00`",
        fr: "écrivez un jour comme `{example}`, ou un jour et une heure comme `{example}T17:00`"
    )
}

fn in_zone(text: &str, local: DateTime, offset: Option<&str>, zone: &Zone) -> Result<Moment, DateError> {
    let (ambiguous, name) = (zone.zone.to_ambiguous_timestamp(local), zone.name());
    let (before, after) = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { offset } => (offset, offset),
        AmbiguousOffset::Gap { before, after } => {
            let shifted = |offset: Offset, other: Offset| -> String {
                let moved = local.saturating_add(Span::new().seconds(i64::from(other.seconds() - offset.seconds())));
                format!("{}{}", moved.strftime("%Y-%m-%dT%H:%M"), offset_text(other))
            };
            let (earlier, later) = (shifted(after, before), shifted(before, after));
            return Err(DateError::new(
                "skipped-hour",
                say!(
                    en: "`{text}` does not exist in {name}: the clocks go forward then",
                    fr: "`{text}` n’existe pas dans le fuseau {name} : c’est l’heure sautée par le passage à l’heure d’été"
                ),
                say!(en: "write `{earlier}` or `{later}`", fr: "écrivez `{earlier}` ou `{later}`"),
            ));
        }
        AmbiguousOffset::Fold { before, after } => (before, after),
    };
    let written = match offset.map(parse_offset) {
        Some(Some(written)) => written,
        Some(None) => return Err(not_a_date(text)),
        None if before == after => before,
        None => {
            let local = local.strftime("%Y-%m-%dT%H:%M");
            let (first, second) = (offset_text(before), offset_text(after));
            return Err(DateError::new(
                "repeated-hour",
                say!(
                    en: "`{text}` occurs twice in {name}: the clocks go back then",
                    fr: "`{text}` a lieu deux fois dans le fuseau {name} : c’est l’heure répétée par le passage à l’heure d’hiver"
                ),
                say!(
                    en: "write `{local}{first}` for the first time or `{local}{second}` for the second",
                    fr: "écrivez `{local}{first}` pour la première fois ou `{local}{second}` pour la seconde"
                ),
            ));
        }
    };
    if written != before && written != after {
        let local = local.strftime("%Y-%m-%dT%H:%M");
        let meant = local_of(written, &local.to_string(), zone);
        let (offset, right) = (offset.unwrap_or_default(), offset_text(before));
        return Err(DateError::new(
            "wrong-offset",
            say!(
                en: "at that moment the offset of {name} is `{right}`, not `{offset}`",
                fr: "à ce moment, le décalage du fuseau {name} est `{right}`, et non `{offset}`"
            ),
            local_or_meant(&local.to_string(), &meant),
        ));
    }
    let timestamp = written.to_timestamp(local);
    timestamp.map(Moment).map_err(|_| not_a_date(text))
}

/// The help for a time in another form with an offset, as programs write it: `2026-04-25T15:00:00.000Z`. Without the offset it would be
/// another moment.
fn with_offset(text: &str, zone: &Zone) -> Option<Message> {
    let utc = ["Z", "UTC", "GMT"].iter().find_map(|name| text.strip_suffix(name));
    let (local, offset) = match utc {
        Some(local) => (local, Offset::UTC),
        None => {
            let at = text.rfind(['+', '-']).filter(|at| text[..*at].contains(':'))?;
            let (hours, minutes) = text[at + 1..].split_at_checked(2)?;
            (&text[..at], parse_offset(&format!("{}{hours}:{}", &text[at..=at], minutes.trim_start_matches(':')))?)
        }
    };
    let local = recognise(local.trim_end()).and_then(Recognised::written).filter(|local| local.contains('T'))?;
    let meant = local_of(offset, &local, zone);
    Some(if meant == local {
        say!(en: "write `{local}`", fr: "écrivez `{local}`")
    } else {
        local_or_meant(&local, &meant)
    })
}

fn local_or_meant(local: &str, meant: &str) -> Message {
    say!(
        en: "write `{local}` for local time, or `{meant}` if the offset is intended",
        fr: "écrivez `{local}` pour l’heure locale, ou `{meant}` si vous teniez à ce décalage"
    )
}

/// The local time in `zone` of a time with another offset.
fn local_of(written: Offset, local: &str, zone: &Zone) -> String {
    let moment = local.parse::<DateTime>().ok().and_then(|local| written.to_timestamp(local).ok());
    moment
        .map_or_else(|| local.to_owned(), |moment| zone.zone.to_datetime(moment).strftime("%Y-%m-%dT%H:%M").to_string())
}

fn split_offset(clock: &str) -> (&str, Option<&str>) {
    clock.find(['+', '-', 'Z']).map_or((clock, None), |at| (&clock[..at], Some(&clock[at..])))
}

fn parse_offset(text: &str) -> Option<Offset> {
    if text == "Z" {
        return Some(Offset::UTC);
    }
    let (sign, rest) = (if text.starts_with('-') { -1 } else { 1 }, &text[1..]);
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2).filter(|minutes| *minutes < 60)?);
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

fn offset_text(offset: Offset) -> String {
    let seconds = offset.seconds();
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn parse_clock(text: &str) -> Option<Time> {
    let parts: Vec<i32> = text.split(':').map(|part| digits(part, 2)).collect::<Option<_>>()?;
    match parts.as_slice() {
        [hour, minute] => Time::new(*hour as i8, *minute as i8, 0, 0).ok(),
        [hour, minute, second] => Time::new(*hour as i8, *minute as i8, *second as i8, 0).ok(),
        _ => None,
    }
}
