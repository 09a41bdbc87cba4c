//! Formats dates, instants and ranges in one language, each date in a `<time datetime>`.

use crate::base::moment::instant::Instant;
use crate::base::moment::month::Month;
use crate::base::moment::{Day, PartialDate, Zone};
use crate::present::localizer::{Localizer, fill};
use crate::present::view::value::{DateView, Html, escape};

/// Whether to name the zone after the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneShown {
    /// `25 avril 2026 à 17 h (heure de Luxembourg)`: deadlines, and items with a zone of their own.
    Named,
    /// `25 avril 2026 à 17 h`
    Silent,
}

impl Localizer<'_> {
    /// A date as precise as it is known: `1er mars 2026`, `mars 2026`, `2026`.
    pub fn date(&self, date: PartialDate) -> DateView {
        self.stamp(date.to_string(), self.date_words(date))
    }

    /// A day with the day of the week: `samedi 25 avril 2026`.
    pub fn weekday(&self, day: PartialDate) -> DateView {
        self.with_weekdays().date(day)
    }

    /// An instant to the hour where the hour was written: `25 avril 2026 à 17 h`.
    pub fn instant(&self, instant: &Instant, zone: &Zone, shown: ZoneShown) -> DateView {
        self.named(self.instant_words(instant), machine(instant, zone), instant, zone, shown)
    }

    /// A closing: an instant, or the end of its day where no hour was written or where it was midnight.
    pub fn closing(&self, instant: &Instant, zone: &Zone, shown: ZoneShown) -> DateView {
        if instant.clock.is_some() {
            return self.instant(instant, zone, shown);
        }
        let date = self.date_words(PartialDate::Day(instant.day));
        self.stamp(instant.day.to_string(), self.fill("date.end_of_day", &[("date", &date)]))
    }

    /// The hour of an instant alone, for an agenda: `9 h 30`; its day where no hour was written.
    pub fn hour(&self, instant: &Instant, zone: &Zone) -> DateView {
        match instant.clock {
            Some(clock) => self.stamp(machine(instant, zone), self.clock(clock)),
            None => self.date(PartialDate::Day(instant.day)),
        }
    }

    /// A range of instants: times of one day, or days where no time was written.
    pub fn instants(&self, start: &Instant, end: &Instant, zone: &Zone, shown: ZoneShown) -> DateView {
        let (Some(from), Some(to)) = (start.clock, end.clock) else {
            return self.dates(PartialDate::Day(start.day), PartialDate::Day(end.day));
        };
        if start.moment == end.moment {
            return self.instant(start, zone, shown);
        }
        let machines = (machine(start, zone), machine(end, zone));
        let (pattern, words) = if start.day == end.day {
            let date = self.date_words(PartialDate::Day(start.day));
            let pattern = bind_before(self.string("date.hours"), &["start", "end"]);
            (fill(&pattern, &[("date", &date)]), (self.clock(from), self.clock(to)))
        } else {
            let first = match start.day.year() == end.day.year() {
                true => self.at_clock(self.day_in_year(start.day), start),
                false => self.instant_words(start),
            };
            let words = (first, self.instant_words(end));
            (self.string("date.instants").to_owned(), words)
        };
        let view = span(&pattern, self.stamp(machines.0, words.0), self.stamp(machines.1, words.1));
        match shown {
            ZoneShown::Silent => view,
            ZoneShown::Named => self.around("date.in_zone", view, &[("zone", &self.zone(zone))]),
        }
    }

    /// A range of dates of any precision: `du 25 au 27 avril 2026`, `avril à juin 2026`.
    pub fn dates(&self, start: PartialDate, end: PartialDate) -> DateView {
        use PartialDate::{Day, Month, Year};
        if start == end {
            return self.date(start);
        }
        let (key, first) = match (start, end) {
            (Day(a), Day(b)) if (a.year(), a.month()) == (b.year(), b.month()) => {
                ("date.days", self.on_weekday(a, self.day_number(a.day())))
            }
            (Day(a), Day(b)) if a.year() == b.year() => ("date.days", self.day_in_year(a)),
            (Day(_), Day(_)) => ("date.days", self.date_words(start)),
            (Month(a, month), Month(b, _)) if a == b => ("date.months_between", self.month(month).to_owned()),
            (Month(..), Month(..)) | (Year(_), Year(_)) => ("date.months_between", self.date_words(start)),
            (_, Day(_) | PartialDate::Time(_)) => ("date.between_day", self.date_words(start)),
            _ => ("date.between", self.date_words(start)),
        };
        let last = self.date_words(end);
        span(self.string(key), self.stamp(start.to_string(), first), self.stamp(end.to_string(), last))
    }

    /// A period with its start, its end, or both: `dès le 1er mars 2026`, `jusqu’en 2026`; `depuis le 1er mars 2026` where it
    /// has begun.
    pub fn period(&self, start: Option<PartialDate>, end: Option<PartialDate>, has_begun: bool) -> Option<DateView> {
        let open = |day, other, date| {
            let key = if matches!(date, PartialDate::Day(_) | PartialDate::Time(_)) { day } else { other };
            self.around(key, self.date(date), &[])
        };
        match (start, end) {
            (Some(start), Some(end)) => Some(self.dates(start, end)),
            (Some(start), None) if has_begun => Some(open("date.since_day", "date.since", start)),
            (Some(start), None) => Some(open("date.from_day", "date.from", start)),
            (None, Some(end)) => Some(open("date.until_day", "date.until", end)),
            (None, None) => None,
        }
    }

    /// A month in a narrow place: `nov.`; the first shown and each January with the year, `janv. 2027`.
    pub fn month_short(&self, month: Month, is_first: bool) -> String {
        let PartialDate::Month(year, number) = month.date() else { return month.to_string() };
        let word = self.string(&format!("date.months_short.{number}")).to_owned();
        if is_first || number == 1 {
            return self.fill("date.month", &[("month", &word), ("year", &year.to_string())]);
        }
        word
    }

    /// A zone in words: `heure de Luxembourg`.
    pub fn zone(&self, zone: &Zone) -> String {
        let key = format!("zone.{}", zone.name());
        let word = self.string(&key);
        if word != key {
            return word.to_owned();
        }
        let place = zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ");
        self.fill("zone.of", &[("place", &place)])
    }

    fn named(&self, words: String, machine: String, instant: &Instant, zone: &Zone, shown: ZoneShown) -> DateView {
        let view = self.stamp(machine, words);
        match shown {
            ZoneShown::Named if instant.clock.is_some() => {
                self.around("date.in_zone", view, &[("zone", &self.zone(zone))])
            }
            ZoneShown::Named | ZoneShown::Silent => view,
        }
    }

    /// Puts a date into a pattern as `{date}`.
    fn around(&self, key: &str, date: DateView, parts: &[(&str, &str)]) -> DateView {
        let mut text_parts = parts.to_vec();
        text_parts.push(("date", &date.text));
        let text = self.fill(key, &text_parts);
        let escaped: Vec<(&str, String)> = parts.iter().map(|(name, part)| (*name, escape(part))).collect();
        let mut html_parts: Vec<(&str, &str)> = escaped.iter().map(|(name, part)| (*name, part.as_str())).collect();
        html_parts.push(("date", date.html.as_str()));
        let html = Html::from(fill(&escape(self.string(key)), &html_parts));
        DateView { datetime: date.datetime, text, html }
    }

    /// A date in a `<time>`. The letters of a first day are raised, as French wants them: `1<sup>er</sup> mars 2026`.
    fn stamp(&self, datetime: String, text: String) -> DateView {
        let first_day = self.string("date.first_day");
        let letters = first_day.trim_start_matches(|c: char| c.is_ascii_digit());
        let words = match letters.chars().all(char::is_alphabetic) && !letters.is_empty() {
            true => {
                let number = &first_day[..first_day.len() - letters.len()];
                escape(&text).replacen(first_day, &format!("{number}<sup>{letters}</sup>"), 1)
            }
            false => escape(&text),
        };
        let html = Html::from(["<time datetime=\"", &datetime, "\">", &words, "</time>"].concat());
        DateView { datetime, text, html }
    }

    fn instant_words(&self, instant: &Instant) -> String {
        self.at_clock(self.date_words(PartialDate::Day(instant.day)), instant)
    }

    /// A date with the hour of an instant, if that was written.
    fn at_clock(&self, date: String, instant: &Instant) -> String {
        match instant.clock {
            Some(clock) => {
                let pattern = bind_before(self.string("date.instant"), &["time"]);
                fill(&pattern, &[("date", &date), ("time", &self.clock(clock))])
            }
            None => date,
        }
    }

    fn date_words(&self, date: PartialDate) -> String {
        match date {
            PartialDate::Year(year) => year.to_string(),
            PartialDate::Month(year, month) => {
                self.fill("date.month", &[("month", self.month(month)), ("year", &year.to_string())])
            }
            PartialDate::Time(time) => {
                let (date, clock) = (self.date_words(date.without_time()), self.clock(time.clock));
                self.fill("date.instant", &[("date", &date), ("time", &clock)])
            }
            PartialDate::Day(day) => {
                let number = self.day_number(day.day());
                let year = day.year().to_string();
                let month = self.month(day.month());
                self.on_weekday(day, self.fill("date.day", &[("day", &number), ("month", month), ("year", &year)]))
            }
        }
    }

    fn day_in_year(&self, day: Day) -> String {
        let parts = [("day", &*self.day_number(day.day())), ("month", self.month(day.month()))];
        self.on_weekday(day, self.fill("date.day_in_year", &parts))
    }

    /// The words of a day, after its day of the week if this localizer writes it.
    fn on_weekday(&self, day: Day, words: String) -> String {
        if !self.weekdays {
            return words;
        }
        let weekday = format!("date.weekdays.{}", day.weekday().to_monday_one_offset());
        self.fill("date.weekday", &[("weekday", self.string(&weekday)), ("date", &words)])
    }

    fn day_number(&self, day: i8) -> String {
        let key = if day == 1 { "date.first_day" } else { "date.other_day" };
        self.fill(key, &[("n", &day.to_string())])
    }

    fn month(&self, month: i8) -> &str {
        const MONTHS: [&str; 12] = [
            "date.months.1",
            "date.months.2",
            "date.months.3",
            "date.months.4",
            "date.months.5",
            "date.months.6",
            "date.months.7",
            "date.months.8",
            "date.months.9",
            "date.months.10",
            "date.months.11",
            "date.months.12",
        ];
        usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).map_or("", |key| self.string(key))
    }

    fn clock(&self, (hour, minute): (i8, i8)) -> String {
        let parts = [("hour", hour.to_string()), ("hour2", format!("{hour:02}")), ("minute", format!("{minute:02}"))];
        let key = if minute == 0 { "date.full_hour" } else { "date.time" };
        self.fill(key, &parts.each_ref().map(|(name, part)| (*name, part.as_str())))
    }
}

/// The `datetime` of an instant: RFC 3339 where a time was written, else the day.
pub fn machine(instant: &Instant, zone: &Zone) -> String {
    if instant.clock.is_some() { instant.moment.rfc3339(zone) } else { instant.day.to_string() }
}

/// A pattern whose lines do not break before these parts: an hour stays with the word before it, `à 17 h`, or with its date.
fn bind_before(pattern: &str, parts: &[&str]) -> String {
    parts
        .iter()
        .fold(pattern.to_owned(), |bound, part| bound.replace(&format!(" {{{part}}}"), &format!("\u{a0}{{{part}}}")))
}

/// Puts two dates into a pattern as `{start}` and `{end}`.
fn span(pattern: &str, start: DateView, end: DateView) -> DateView {
    let text = fill(pattern, &[("start", &start.text), ("end", &end.text)]);
    let html = fill(&escape(pattern), &[("start", start.html.as_str()), ("end", end.html.as_str())]);
    DateView { datetime: start.datetime, text, html: Html::from(html) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::moment::instant::DayMeans;
    use crate::theme::strings::tests::{english, french, german};

    fn zone() -> Zone {
        Zone::named("Europe/Luxembourg").expect("a zone")
    }

    fn instant(text: &str) -> Instant {
        Instant::parse(text, &zone(), DayMeans::End).expect("an instant")
    }

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).expect("a date")
    }

    /// The same value in French, English and German.
    fn said(say: impl Fn(Localizer<'_>) -> DateView) -> [String; 3] {
        [french(), english(), german()].map(|strings| say(Localizer::new(&strings)).text)
    }

    #[test]
    fn dates_are_shown_with_their_precision() {
        assert_eq!(
            said(|localizer| localizer.date(date("2026-03-01"))),
            ["1er mars 2026", "1 March 2026", "1. März 2026"]
        );
        let (fr, de) = (french(), german());
        let html = |localizer: Localizer<'_>, day| localizer.date(date(day)).html.as_str().to_owned();
        assert!(html(Localizer::new(&fr), "2026-03-01").contains(">1<sup>er</sup>"));
        assert!(!html(Localizer::new(&fr), "2026-03-21").contains("<sup>"));
        assert!(html(Localizer::new(&de), "2026-03-01").contains(">1. März"));
        assert_eq!(said(|localizer| localizer.date(date("2026-08"))), ["août 2026", "August 2026", "August 2026"]);
        assert_eq!(said(|localizer| localizer.date(date("2026"))), ["2026", "2026", "2026"]);
        let weekday = said(|localizer| localizer.weekday(date("2026-04-25")));
        assert_eq!(weekday, ["samedi 25 avril 2026", "Saturday 25 April 2026", "Samstag, 25. April 2026"]);
    }

    #[test]
    fn instants_are_shown_with_their_time() {
        let closing = instant("2026-04-25T17:00");
        let silent = said(|localizer| localizer.closing(&closing, &zone(), ZoneShown::Silent));
        let german = "25. April 2026,\u{a0}17:00\u{a0}Uhr";
        assert_eq!(silent, ["25 avril 2026 à\u{a0}17\u{a0}h", "25 April 2026,\u{a0}17:00", german]);
        let named = Localizer::new(&french()).closing(&closing, &zone(), ZoneShown::Named);
        assert_eq!(named.text, "25 avril 2026 à\u{a0}17\u{a0}h (heure de Luxembourg)");
        assert_eq!(
            named.html.as_str(),
            "<time datetime=\"2026-04-25T17:00:00+02:00\">25 avril 2026 à\u{a0}17\u{a0}h</time> (heure de Luxembourg)"
        );
        let lisbon = Zone::named("Europe/Lisbon").expect("a zone");
        assert_eq!(Localizer::new(&english()).zone(&lisbon), "Lisbon time");
    }

    #[test]
    fn a_closing_without_a_time_is_the_end_of_its_day() {
        let midnight = instant("2026-04-26T00:00");
        let words = said(|localizer| localizer.closing(&midnight, &zone(), ZoneShown::Named));
        let german = "25. April 2026, Ende des Tages";
        assert_eq!(words, ["25 avril 2026 inclus", "25 April 2026, end of day", german]);
        let view = Localizer::new(&french()).closing(&midnight, &zone(), ZoneShown::Named);
        assert_eq!(view.datetime, "2026-04-25");
    }

    #[test]
    fn ranges_share_common_parts() {
        let days = said(|localizer| localizer.dates(date("2026-04-01"), date("2026-04-27")));
        assert_eq!(days, ["du 1er au 27 avril 2026", "1 to 27 April 2026", "1. bis 27. April 2026"]);
        let months = said(|localizer| localizer.dates(date("2026-04-25"), date("2026-05-03")));
        assert_eq!(months, ["du 25 avril au 3 mai 2026", "25 April to 3 May 2026", "25. April bis 3. Mai 2026"]);
        let long = said(|localizer| localizer.dates(date("2025-11"), date("2026-01")));
        assert_eq!(long[0], "novembre 2025 à janvier 2026");
        assert_eq!(said(|localizer| localizer.dates(date("2026-04"), date("2026-06")))[0], "avril à juin 2026");
        assert_eq!(
            said(|localizer| localizer.dates(date("2021-03"), date("2021-07-04")))[0],
            "mars 2021 – 4 juillet 2021"
        );
    }

    #[test]
    fn times_of_one_day_share_the_date() {
        let (start, end) = (instant("2026-04-25T09:00"), instant("2026-04-25T17:30"));
        let hours = said(|localizer| localizer.instants(&start, &end, &zone(), ZoneShown::Silent));
        assert_eq!(hours[0], "25 avril 2026, de\u{a0}9\u{a0}h à\u{a0}17\u{a0}h\u{a0}30");
        assert_eq!(hours[1], "25 April 2026,\u{a0}09:00 to\u{a0}17:30");
        let view = Localizer::new(&english()).instants(&start, &end, &zone(), ZoneShown::Named);
        assert!(view.html.as_str().contains("<time datetime=\"2026-04-25T17:30:00+02:00\">17:30</time> (Lux"));
    }

    #[test]
    fn periods_without_an_end_are_formatted() {
        let from = said(|localizer| localizer.period(Some(date("2026-03-01")), None, false).expect("a period"));
        assert_eq!(from, ["dès le 1er mars 2026", "from 1 March 2026", "ab 1. März 2026"]);
        let since = said(|localizer| localizer.period(Some(date("2026-03-01")), None, true).expect("a period"));
        assert_eq!(since, ["depuis le 1er mars 2026", "since 1 March 2026", "seit dem 1. März 2026"]);
        let until = said(|localizer| localizer.period(None, Some(date("2026-08")), false).expect("a period"));
        assert_eq!(until[0], "jusqu’en août 2026");
    }
}
