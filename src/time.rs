//! Moments, durations and the calendar.
//!
//! The engine never reads a clock: every moment comes in as data. An instant is a
//! [`Timestamp`]; anything a person would read off a wall ("in 3 months", "at 09:00") is
//! computed in a [`Zone`], clamped at the end of a month, and turned back into an instant.

mod packed;
mod period;
mod rfc3339;
mod timeline;
mod weekday;
mod zone;
mod zone_rule;
mod zone_table;

use crate::json::{Malformed, Read, Reader, Write, Writer, choices};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime};
use rfc3339::Offset;
use std::fmt;

pub use period::Period;
pub use timeline::Timeline;
pub use weekday::Weekday;
pub use zone::{Zone, tzdata_version};

/// An instant: whole milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Arithmetic saturates at [`Timestamp::MIN`] and [`Timestamp::MAX`], which lie inside what
/// JavaScript's `Date` can hold, so a moment survives the way to a browser and back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The earliest moment: 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_135_596_800_000);
    /// The latest moment: 9999-12-31T23:59:59.999Z.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// The instant `millis` milliseconds after 1970 began in UTC, clamped to the valid range.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        if millis < Self::MIN.0 {
            Self::MIN
        } else if millis > Self::MAX.0 {
            Self::MAX
        } else {
            Self(millis)
        }
    }

    /// Milliseconds since 1970 began in UTC.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The instant `millis` later (earlier, if negative).
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to `self`; negative if `earlier` is the later one.
    #[must_use]
    pub const fn millis_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Reads RFC 3339 (`2026-09-27T21:12:12.070490265Z`, `2021-12-31T19:00:00-05:00`).
    ///
    /// Digits beyond the millisecond are cut off. Returns `None` for anything without an
    /// offset: a local time is not an instant.
    #[must_use]
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        rfc3339::millis(text.trim(), Offset::Written).map(Self::from_millis)
    }

    /// Reads a date and time that is known to be UTC but does not say so
    /// (`2026-11-22T08:13:04`, as WooCommerce's `date_created_gmt`).
    #[must_use]
    pub fn parse_utc_without_offset(text: &str) -> Option<Self> {
        rfc3339::millis(text.trim(), Offset::Unwritten).map(Self::from_millis)
    }

    /// The wall clock's reading at this instant in `zone`.
    #[must_use]
    pub fn local(self, zone: Zone) -> NaiveDateTime {
        let shifted = self
            .0
            .saturating_add(i64::from(zone.offset_seconds(self)) * 1000);
        naive_from_millis(shifted)
    }
}

impl Read for Timestamp {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        i64::read(reader).map(Self)
    }
}

impl Write for Timestamp {
    fn write(&self, out: &mut Writer) {
        self.0.write(out);
    }
    fn is_blank(&self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, without milliseconds when they are zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        rfc3339::write(naive_from_millis(self.0), f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A length of time.
///
/// Units from seconds to weeks are exact: a day is 24 hours, so “1 day” across a clock change ends
/// at a different time of day. Calendar days, months, and years are counted on the calendar of a
/// time zone and keep the time of day. Months are shortened to their last day: one month after
/// January 31 is February 28 (or 29).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Duration {
    /// The number of units: 0 to 10,000.
    pub amount: u32,
    /// The unit of time.
    pub unit: Unit,
}

choices! {
    /// A unit of time.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Unit {
        /// 1,000 milliseconds.
        Seconds = "seconds",
        /// 60 seconds.
        Minutes = "minutes",
        /// 60 minutes.
        Hours = "hours",
        /// 24 hours, even when clocks change.
        Days = "days",
        /// 7 times 24 hours.
        Weeks = "weeks",
        /// Days on the calendar: the same time of day, so 23, 24, or 25 hours.
        CalendarDays = "calendar_days",
        /// Months on the calendar, shortened to the month’s last day where needed.
        Months = "months",
        /// Years on the calendar. February 29 becomes February 28 in common years.
        Years = "years",
    }
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self {
        amount: 0,
        unit: Unit::Seconds,
    };
    /// The largest amount a duration may have.
    pub const MAX_AMOUNT: u32 = 10_000;

    /// `amount` times `unit`.
    #[must_use]
    pub const fn new(amount: u32, unit: Unit) -> Self {
        Self { amount, unit }
    }

    /// The moment this long after `start`; calendar units are counted in `zone`.
    ///
    /// ```
    /// use edgewise::time::{Duration, Timestamp, Unit, Zone};
    ///
    /// let berlin = Zone::named("Europe/Berlin").unwrap();
    /// let start = Timestamp::parse_rfc3339("2026-01-31T09:00:00+01:00").unwrap();
    /// let month = Duration::new(1, Unit::Months);
    /// assert_eq!(month.after(start, berlin).to_string(), "2026-02-28T08:00:00Z");
    /// ```
    #[must_use]
    pub fn after(self, start: Timestamp, zone: Zone) -> Timestamp {
        if let Some(millis) = self.exact_millis() {
            return start.plus_millis(millis);
        }
        let local = start.local(zone);
        let moved = match self.unit {
            Unit::CalendarDays => local.date().checked_add_days(Days::new(self.amount.into())),
            Unit::Months => local.date().checked_add_months(Months::new(self.amount)),
            _ => local
                .date()
                .checked_add_months(Months::new(self.amount.saturating_mul(12))),
        };
        match moved {
            Some(date) => zone.instant(date.and_time(local.time())),
            None => Timestamp::MAX,
        }
    }

    /// The moment this long before `end`; calendar units are counted in `zone`, so one month
    /// before 31 March is 28 (or 29) February.
    #[must_use]
    pub fn before(self, end: Timestamp, zone: Zone) -> Timestamp {
        if let Some(millis) = self.exact_millis() {
            return end.plus_millis(-millis);
        }
        let local = end.local(zone);
        let moved = match self.unit {
            Unit::CalendarDays => local.date().checked_sub_days(Days::new(self.amount.into())),
            Unit::Months => local.date().checked_sub_months(Months::new(self.amount)),
            _ => local
                .date()
                .checked_sub_months(Months::new(self.amount.saturating_mul(12))),
        };
        match moved {
            Some(date) => zone.instant(date.and_time(local.time())),
            None => Timestamp::MIN,
        }
    }

    /// The length in milliseconds, or `None` where it depends on the calendar.
    #[must_use]
    pub const fn exact_millis(self) -> Option<i64> {
        let unit = match self.unit {
            Unit::Seconds => 1_000,
            Unit::Minutes => 60_000,
            Unit::Hours => 3_600_000,
            Unit::Days => 86_400_000,
            Unit::Weeks => 604_800_000,
            Unit::CalendarDays | Unit::Months | Unit::Years => return None,
        };
        Some(unit * self.amount as i64)
    }

    /// An upper bound of the length in milliseconds: a month counts 31 days and an hour for
    /// clock changes. For limits and ordering, never for scheduling.
    #[must_use]
    pub const fn at_most_millis(self) -> i64 {
        let day = 86_400_000 * self.amount as i64;
        match self.unit {
            Unit::CalendarDays => day + 3_600_000,
            Unit::Months => 31 * day + 3_600_000,
            Unit::Years => 366 * day + 3_600_000,
            _ => match self.exact_millis() {
                Some(millis) => millis,
                None => day,
            },
        }
    }
}

impl fmt::Display for Duration {
    /// In words: "1 hour", "24 hours", "3 months".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Seconds => "second",
            Unit::Minutes => "minute",
            Unit::Hours => "hour",
            Unit::Days => "day",
            Unit::Weeks => "week",
            Unit::CalendarDays => "calendar day",
            Unit::Months => "month",
            Unit::Years => "year",
        };
        let plural = if self.amount == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.amount)
    }
}

/// A time of day on the wall, `00:00` to `23:59`, written `HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    minutes: u16,
}

impl TimeOfDay {
    /// Nine in the morning.
    pub const NINE: Self = Self { minutes: 9 * 60 };

    /// Reads `HH:MM`, two digits each. Returns `None` for anything else, `24:00` included.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let two_digits = |part: &str| {
            (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
        };
        let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
        (hours < 24 && minutes < 60).then_some(Self {
            minutes: hours * 60 + minutes,
        })
    }

    /// Minutes since midnight.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.minutes
    }

    /// This time of day on `date`.
    #[must_use]
    pub fn on(self, date: NaiveDate) -> NaiveDateTime {
        date.and_time(NaiveTime::MIN) + chrono::TimeDelta::minutes(self.minutes.into())
    }

    /// The first moment at or after `now` at which the wall clock in `zone` shows this time.
    ///
    /// A time that a clock change skips comes right after the gap; a repeated one counts once,
    /// the first time.
    #[must_use]
    pub fn next(self, now: Timestamp, zone: Zone) -> Timestamp {
        let mut date = now.local(zone).date();
        // Today's may have passed, and a gap can swallow tomorrow's into later: three tries
        // are one more than any zone has needed.
        for _ in 0..3 {
            let at = zone.instant(self.on(date));
            if at >= now {
                return at;
            }
            match date.checked_add_days(Days::new(1)) {
                Some(next) => date = next,
                None => return Timestamp::MAX,
            }
        }
        Timestamp::MAX
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

/// A day on the calendar without a zone: a birthday, written `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    /// Reads `YYYY-MM-DD`, years 0001 to 9999.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let date = rfc3339::day(text)?;
        (date.year() >= 1).then_some(Self(date))
    }

    /// The moment the day begins in `zone`.
    #[must_use]
    pub fn begins(self, zone: Zone) -> Timestamp {
        zone.instant(self.0.and_time(NaiveTime::MIN))
    }

    /// The moment the day after it begins in `zone`.
    #[must_use]
    pub fn ends(self, zone: Zone) -> Timestamp {
        match self.0.succ_opt() {
            Some(next) => zone.instant(next.and_time(NaiveTime::MIN)),
            None => Timestamp::MAX,
        }
    }

    /// The moment the year after it begins in `zone`.
    #[must_use]
    pub fn year_ends(self, zone: Zone) -> Timestamp {
        match NaiveDate::from_ymd_opt(self.0.year().saturating_add(1), 1, 1) {
            Some(next) => zone.instant(next.and_time(NaiveTime::MIN)),
            None => Timestamp::MAX,
        }
    }

    /// The day that the wall clock in `zone` shows at `at`.
    #[must_use]
    pub fn at(at: Timestamp, zone: Zone) -> Self {
        Self(at.local(zone).date())
    }

    /// The moment at which the wall clock in `zone` shows `time` on it.
    #[must_use]
    pub fn at_time(self, time: TimeOfDay, zone: Zone) -> Timestamp {
        zone.instant(time.on(self.0))
    }

    /// The day this many days later (earlier, if negative). `None` beyond the years 1 to 9999.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        let moved = self
            .0
            .checked_add_signed(chrono::TimeDelta::try_days(days)?)?;
        (1..=9999).contains(&moved.year()).then_some(Self(moved))
    }

    /// Written by a pattern of chrono's, such as `%b %-d, %Y`.
    #[must_use]
    pub fn format(self, pattern: &str) -> String {
        self.0.format(pattern).to_string()
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The same day of another year; 29 February is the 28th in common years. `None` beyond
    /// the year 9999.
    #[must_use]
    pub fn in_year(self, year: i32) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        let same = NaiveDate::from_ymd_opt(year, self.0.month(), self.0.day());
        same.or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
            .map(Self)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        rfc3339::write_day(self.0, f)
    }
}

impl Read for Date {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let text = reader.text()?;
        Self::parse(&text).ok_or(reader.expected("a date such as 2026-11-29"))
    }
}

impl Write for Date {
    fn write(&self, out: &mut Writer) {
        self.to_string().write(out);
    }
}

/// The civil reading of `millis` as if the clock stood in UTC.
fn naive_from_millis(millis: i64) -> NaiveDateTime {
    chrono::DateTime::from_timestamp_millis(millis).map_or(NaiveDateTime::MIN, |at| at.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn months_clamp_and_keep_the_time_of_day_over_a_clock_change() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let month = Duration::new(1, Unit::Months);
        assert_eq!(
            month.after(at("2026-01-31T09:00:00+01:00"), berlin),
            at("2026-02-28T09:00:00+01:00")
        );
        assert_eq!(
            month.after(at("2026-03-15T09:00:00+01:00"), berlin),
            at("2026-04-15T09:00:00+02:00")
        );
        let day = Duration::new(1, Unit::Days);
        assert_eq!(
            day.after(at("2026-03-28T12:00:00+01:00"), berlin),
            at("2026-03-29T13:00:00+02:00")
        );
        let calendar_day = Duration::new(1, Unit::CalendarDays);
        assert_eq!(
            calendar_day.after(at("2026-03-28T12:00:00+01:00"), berlin),
            at("2026-03-29T12:00:00+02:00")
        );
        let year = Duration::new(1, Unit::Years);
        assert_eq!(
            year.after(at("2028-02-29T00:00:00+01:00"), berlin),
            at("2029-02-28T00:00:00+01:00")
        );
    }

    #[test]
    fn a_skipped_time_of_day_comes_right_after_the_gap() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let half_past_two = TimeOfDay::parse("02:30").unwrap();
        assert_eq!(
            half_past_two.next(at("2026-03-29T00:00:00+01:00"), berlin),
            at("2026-03-29T03:00:00+02:00")
        );
        // Repeated in October: the first of the two.
        assert_eq!(
            half_past_two.next(at("2026-10-25T00:00:00+02:00"), berlin),
            at("2026-10-25T02:30:00+02:00")
        );
    }

    #[test]
    fn reads_what_the_platforms_write() {
        assert_eq!(
            at("2026-09-27T21:12:12.070490265Z").as_millis(),
            1_790_543_532_070
        );
        assert_eq!(Timestamp::parse_rfc3339("2026-09-27T21:12:12"), None);
        assert_eq!(
            Timestamp::parse_utc_without_offset("2026-11-22T08:13:04"),
            Some(at("2026-11-22T08:13:04Z"))
        );
        assert_eq!(TimeOfDay::parse("24:00"), None);
        assert_eq!(TimeOfDay::parse("9:00"), None);
        assert_eq!(
            at("2026-11-22T08:13:04.5Z").to_string(),
            "2026-11-22T08:13:04.500Z"
        );
    }
}
