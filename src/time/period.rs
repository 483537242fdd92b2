//! Days, weeks, months, quarters and years on the wall calendar.

use super::{Timestamp, Zone};
use crate::json::choices;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime};
use std::fmt;

choices! {
    /// A calendar period. Weeks start on Monday (ISO 8601).
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Period {
        /// From midnight to midnight.
        Day = "day",
        /// From Monday to Sunday.
        Week = "week",
        /// A calendar month.
        Month = "month",
        /// A calendar quarter. The first starts in January.
        Quarter = "quarter",
        /// From January to December.
        Year = "year",
    }
}

impl Period {
    /// The moment at which the period after the one that holds `at` begins in `zone`, and with
    /// `further`, the `further`th after that.
    #[must_use]
    pub fn next_begins(self, at: Timestamp, zone: Zone, further: u32) -> Timestamp {
        self.first_day(at.local(zone).date())
            .and_then(|first| self.shifted(first, further.saturating_add(1)))
            .map_or(Timestamp::MAX, |day| {
                zone.instant(day.and_time(NaiveTime::MIN))
            })
    }

    fn first_day(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day => Some(date),
            Self::Week => {
                date.checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday())))
            }
            Self::Month => date.with_day(1),
            Self::Quarter => date.with_day(1)?.with_month0(date.month0() / 3 * 3),
            Self::Year => date.with_day(1)?.with_month0(0),
        }
    }

    fn shifted(self, first: NaiveDate, periods: u32) -> Option<NaiveDate> {
        match self {
            Self::Day => first.checked_add_days(Days::new(u64::from(periods))),
            Self::Week => first.checked_add_days(Days::new(u64::from(periods).checked_mul(7)?)),
            Self::Month => first.checked_add_months(Months::new(periods)),
            Self::Quarter => first.checked_add_months(Months::new(periods.checked_mul(3)?)),
            Self::Year => first.checked_add_months(Months::new(periods.checked_mul(12)?)),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Self::WORDS.iter().find(|(_, period)| period == self);
        f.write_str(word.map_or("", |(word, _)| word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_end_where_the_calendar_says() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        // Sunday 29 March 2026, the night the clocks go forward.
        let at = Timestamp::parse_rfc3339("2026-03-29T00:30:00Z").unwrap();
        let ends = |period: Period| period.next_begins(at, berlin, 0).to_string();
        assert_eq!(ends(Period::Day), "2026-03-29T22:00:00Z");
        assert_eq!(ends(Period::Week), "2026-03-29T22:00:00Z");
        assert_eq!(ends(Period::Month), "2026-03-31T22:00:00Z");
        assert_eq!(ends(Period::Quarter), "2026-03-31T22:00:00Z");
        assert_eq!(ends(Period::Year), "2026-12-31T23:00:00Z");
        let after = Period::Month.next_begins(at, berlin, 1);
        assert_eq!(after.to_string(), "2026-04-30T22:00:00Z");
    }
}
