//! Months of the calendar.

use std::fmt;

use jiff::civil::Date;

use crate::base::moment::{Day, Moment, PartialDate, Zone};

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month of a day.
    pub fn of(day: Day) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// Its year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The next month; that of December 9999 is itself.
    pub fn next(self) -> Self {
        match (self.year, self.month) {
            (9999, 12) => self,
            (year, 12) => Self { year: year + 1, month: 1 },
            (year, month) => Self { year, month: month + 1 },
        }
    }

    /// The previous month; that of January of year 0 is itself.
    pub fn previous(self) -> Self {
        match (self.year, self.month) {
            (0, 1) => self,
            (year, 1) => Self { year: year - 1, month: 12 },
            (year, month) => Self { year, month: month - 1 },
        }
    }

    /// The month as a date.
    pub fn date(self) -> PartialDate {
        PartialDate::Month(self.year, self.month)
    }

    /// True for a day in it.
    pub fn holds(self, day: Date) -> bool {
        Self::of(day) == self
    }

    /// Its start in a zone.
    pub fn start(self, zone: &Zone) -> Moment {
        self.date().start(zone)
    }

    /// Its end in a zone.
    pub fn end(self, zone: &Zone) -> Moment {
        self.date().end(zone)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}
