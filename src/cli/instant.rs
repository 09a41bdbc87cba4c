//! The instant of `--at`: as in the sources, but with any offset, as the user may be in any time zone.

use crate::base::message::say;
use crate::base::moment::instant::{DayMeans, Instant};
use crate::base::moment::{DateError, Moment, Zone};
use crate::edge::failure::{Failure, USE};

/// Parses `--at`. Without an offset it is local time in the site's zone; a day alone is its start.
pub fn instant(text: &str, zone: &Zone) -> Result<Moment, Failure> {
    let fail = |DateError { message, help, .. }: DateError| {
        let why = say!(en: "{message}: {help}", fr: "{message} : {help}"; message, help);
        Failure::new(USE, format!("--at {text}"), why)
    };
    match Instant::parse(text, zone, DayMeans::Start) {
        Ok(instant) => Ok(instant.moment),
        Err(error) => with_offset(text).unwrap_or(Err(error)).map_err(fail),
    }
}

/// Parses an instant with an offset; `None` without one.
fn with_offset(text: &str) -> Option<Result<Moment, DateError>> {
    let clock = text.find('T')?;
    let at = clock + text[clock..].find(['+', '-', 'Z'])?;
    let seconds = offset_seconds(&text[at..])?;
    let utc = Zone::named("UTC").expect("the bundled tz database has UTC");
    let moved = |instant: Instant| Moment::from_unix_seconds(instant.moment.unix_seconds() - seconds);
    match Instant::parse(&text[..at], &utc, DayMeans::Start) {
        Ok(instant) => moved(instant).map(Ok),
        Err(error) => Some(Err(error)),
    }
}

/// The offset in seconds of `Z`, `+02:00` or `-05:30` (RFC 3339, 5.6).
fn offset_seconds(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text[1..].split_once(':')?;
    let number = |text: &str, below: i64| {
        let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number: i64 = if is_number { text.parse().ok()? } else { return None };
        (number < below).then_some(number)
    };
    Some(sign * (number(hours, 24)? * 3600 + number(minutes, 60)? * 60))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::message::UiLang;

    fn seconds(text: &str) -> Result<i64, String> {
        let zone = Zone::named("Europe/Luxembourg").expect("bundled zone");
        instant(text, &zone).map(Moment::unix_seconds).map_err(|failure| failure.text(UiLang::English))
    }

    #[test]
    fn local_times_and_offsets_are_parsed() {
        let nine = seconds("2026-03-01T09:00").expect("local time");
        for same in
            ["2026-03-01T09:00:00+01:00", "2026-03-01T08:00Z", "2026-03-01T03:00-05:00", "2026-03-01T13:30+05:30"]
        {
            assert_eq!(seconds(same), Ok(nine), "{same}");
        }
        assert_eq!(seconds("2026-03-01"), Ok(nine - 9 * 3600));
    }

    #[test]
    fn an_invalid_instant_is_refused_with_an_example() {
        assert_eq!(
            seconds("2026-02-30"),
            Err("cannot use `--at 2026-02-30`: `2026-02-30` is not a valid calendar date: this month has 28 days: write \
                 `2026-02-28` or the intended day"
                .to_owned())
        );
        for wrong in
            ["2026-03", "now", "2026-03-01T09:00+25:00", "2026-03-01T25:00Z", "2026-03-29T02:30", "T+", "", "T"]
        {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
