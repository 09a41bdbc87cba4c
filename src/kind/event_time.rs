//! Readers of the times of an event.

use crate::base::message::say;
use crate::base::moment::PartialDate;
use crate::base::moment::instant::{DayMeans, Instant};
use crate::read::date::{self, DateOrTime};
use crate::read::form::InputType;
use crate::read::reader::Reader;
use crate::read::yaml::Node;

/// An instant, a day or a month. A year alone is reported: nobody can plan with it.
pub fn event_time(reader: &mut Reader<'_>, node: &Node) -> Option<DateOrTime> {
    reader.declare_type(InputType::EventTime);
    let when = date::date_or_time(reader, node)?;
    if let DateOrTime::Date(PartialDate::Year(year)) = when {
        let message = say!(en: "`{year}` does not name a day", fr: "`{year}` n’indique pas de jour");
        let help = say!(
            en: "write a day or a time, for example `{year}-04-25`; if it is not known, a month",
            fr: "écrivez un jour ou une heure, par exemple `{year}-04-25` ; à défaut, un mois"
        );
        reader.error("imprecise-date", node.span, message, help);
        return None;
    }
    Some(when)
}

/// An instant, or a time of the day [`Reader::day`].
pub fn agenda_time(reader: &mut Reader<'_>, node: &Node) -> Option<Instant> {
    reader.declare_type(InputType::AgendaTime);
    let written = node.as_scalar().unwrap_or_default();
    let is_time_only = written.len() == 5 && written.as_bytes()[2] == b':';
    let (true, Some(day)) = (is_time_only, reader.day) else {
        return if is_time_only { None } else { date::instant(reader, node) };
    };
    let text = format!("{day}T{written}");
    match Instant::parse(&text, &reader.zone, DayMeans::Start) {
        Ok(instant) => Some(instant),
        Err(error) => {
            reader.error(error.code, node.span, error.message, error.help);
            None
        }
    }
}
