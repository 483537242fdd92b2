//! The days of the week.

use super::{Timestamp, Zone};
use crate::json::choices;
use chrono::{Datelike as _, NaiveDate};

choices! {
    /// A day of the week.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Weekday {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

impl Weekday {
    /// The day of the week that `date` is.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        match date.weekday() {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }

    /// The day of the week in `zone` at `at`.
    #[must_use]
    pub fn at(at: Timestamp, zone: Zone) -> Self {
        Self::of(at.local(zone).date())
    }
}
