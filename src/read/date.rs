//! Readers of dates and instants (section 3 of the model).

use crate::base::message::{Message, say};
use crate::base::moment::instant::{DayMeans, Instant};
use crate::base::moment::{DateError, DayTime, Moment, PartialDate, Zone};
use crate::base::source::Spanned;
use crate::read::form::InputType;
use crate::read::reader::{Fields, Reader};
use crate::read::yaml::Node;

/// A date of any precision.
pub fn date(reader: &mut Reader<'_>, node: &Node) -> Option<PartialDate> {
    reader.declare_type(InputType::Date);
    let written = date_text(reader, node)?;
    let date = or_report(
        reader,
        node,
        PartialDate::parse(written.split_once('T').map_or(written, |(day, _)| day))
            .map_err(|error| without_hour(error, written))
            .and_then(|date| {
                if !written.contains('T') {
                    return Ok(date);
                }
                Err(DateError {
                    code: "wrong-type",
                    message: say!(
                        en: "`{written}` has a time, and must be a date",
                        fr: "`{written}` comporte une heure, alors qu’une date est attendue"
                    ),
                    help: say!(en: "write `{date}`", fr: "écrivez `{date}`"),
                })
            }),
    )?;
    reader.dates.push(Spanned { value: date.first_day(), span: node.span });
    Some(date)
}

/// A date of any precision, or a day with an hour: when a record was made known.
pub fn record_date(reader: &mut Reader<'_>, node: &Node) -> Option<PartialDate> {
    Some(match date_or_time(reader, node)? {
        DateOrTime::Date(date) => date,
        DateOrTime::Instant(instant) => PartialDate::Time(DayTime::new(instant.moment, &reader.zone)),
    })
}

/// An instant; a day without a time means the start of that day.
pub fn instant(reader: &mut Reader<'_>, node: &Node) -> Option<Instant> {
    reader.declare_type(InputType::Instant);
    let written = date_text(reader, node)?;
    let instant = Instant::parse(written, &reader.zone, DayMeans::Start);
    let instant = or_report(reader, node, instant)?;
    reader.dates.push(Spanned { value: instant.day, span: node.span });
    Some(instant)
}

/// An instant; a day without a time means the end of that day.
pub fn closing(reader: &mut Reader<'_>, node: &Node) -> Option<Instant> {
    reader.declare_type(InputType::Instant);
    let written = date_text(reader, node)?;
    let instant = Instant::parse(written, &reader.zone, DayMeans::End);
    let instant = or_report(reader, node, instant)?;
    reader.dates.push(Spanned { value: instant.day, span: node.span });
    Some(instant)
}

/// A date of any precision, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrTime {
    /// A day, month or year.
    Date(PartialDate),
    /// A day with a time.
    Instant(Instant),
}

impl DateOrTime {
    /// The first moment of it.
    pub fn start(self, zone: &Zone) -> Moment {
        match self {
            Self::Date(date) => date.start(zone),
            Self::Instant(instant) => instant.moment,
        }
    }

    /// The moment at which it ends.
    pub fn end(self, zone: &Zone) -> Moment {
        match self {
            Self::Date(date) => date.end(zone),
            Self::Instant(instant) => instant.moment,
        }
    }

    /// Its date, without the time.
    pub fn date(self) -> PartialDate {
        match self {
            Self::Date(date) => date,
            Self::Instant(instant) => PartialDate::Day(instant.day),
        }
    }
}

impl From<PartialDate> for DateOrTime {
    fn from(date: PartialDate) -> Self {
        match date {
            PartialDate::Time(DayTime { moment, day, clock, .. }) => {
                Self::Instant(Instant { moment, day, clock: Some(clock), to_the_hour: true })
            }
            PartialDate::Year(_) | PartialDate::Month(..) | PartialDate::Day(_) => Self::Date(date),
        }
    }
}

impl From<Instant> for DateOrTime {
    fn from(instant: Instant) -> Self {
        Self::Instant(instant)
    }
}

/// A date of any precision, or an instant.
pub fn date_or_time(reader: &mut Reader<'_>, node: &Node) -> Option<DateOrTime> {
    reader.declare_type(InputType::DateOrTime);
    if node.as_scalar().is_some_and(|text| text.contains(['T', ':'])) {
        return instant(reader, node).map(DateOrTime::Instant);
    }
    let written = date_text(reader, node)?;
    let date = or_report(reader, node, PartialDate::parse(written))?;
    reader.dates.push(Spanned { value: date.first_day(), span: node.span });
    Some(DateOrTime::Date(date))
}

/// Reports an end before its start, and returns false then. `what` is the subject of the message: `the stage`.
pub fn check_date_range(
    f: &mut Fields<'_, '_, '_>,
    dates: (Option<PartialDate>, Option<PartialDate>),
    what: Message,
) -> bool {
    let (Some(start), Some(end)) = dates else { return true };
    let is_wrong = end.last_day() < start.first_day();
    if is_wrong {
        f.error_at(
            "end",
            "wrong-order",
            say!(en: "{what} ends before it starts", fr: "{what} se termine avant de commencer"; what),
            say!(en: "write a date not earlier than `start`", fr: "écrivez une date qui n’est pas antérieure à `start`"),
        );
    }
    !is_wrong
}

/// The error of a date that has no hour: its help shows none either.
fn without_hour(error: DateError, written: &str) -> DateError {
    match PartialDate::recognised_day(written).filter(|_| error.code == "not-a-date") {
        Some(day) => DateError { help: say!(en: "write `{day}`", fr: "écrivez `{day}`"), ..error },
        None => error,
    }
}

/// The text of a date as written.
fn date_text<'n>(reader: &mut Reader<'_>, node: &'n Node) -> Option<&'n str> {
    reader.scalar(node, say!(en: "a date", fr: "une date"), "2030-04-25")
}

/// The value of a result; an error is reported at the node.
fn or_report<T>(reader: &mut Reader<'_>, node: &Node, result: Result<T, DateError>) -> Option<T> {
    result.map_err(|error| reader.error(error.code, node.span, error.message, error.help)).ok()
}
