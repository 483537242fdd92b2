//! Calendars as jiff keeps them: windows and dates for the oracle.

use edgewise::time::{Duration, Timestamp, Unit, Zone};
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use serde_json::Value;

/// A zone, with jiff's own data.
pub(crate) struct Calendar(TimeZone);

impl Calendar {
    pub(crate) fn of(zone: Zone) -> Self {
        Self(TimeZone::get(zone.name()).unwrap())
    }

    /// The day and time on the wall.
    pub(crate) fn wall(&self, at: Timestamp) -> DateTime {
        let instant = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap();
        self.0.to_datetime(instant)
    }

    /// The moment a day begins.
    pub(crate) fn midnight(&self, day: Date) -> Timestamp {
        let start = self.0.to_zoned(day.at(0, 0, 0, 0));
        // Where midnight is skipped, jiff's own start of the day is the first moment after.
        let start = start.unwrap().start_of_day().unwrap();
        Timestamp::from_millis(start.timestamp().as_millisecond())
    }

    /// The first day of the period that holds `day`.
    pub(crate) fn first(period: &str, day: Date) -> Date {
        match period {
            "day" => day,
            "week" => day
                .tomorrow()
                .unwrap()
                .nth_weekday(-1, Weekday::Monday)
                .unwrap(),
            "month" => day.first_of_month(),
            "quarter" => Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).unwrap(),
            "year" => day.first_of_year(),
            other => panic!("{other}"),
        }
    }

    /// A day or moment as a file writes it, as the moment it stands for.
    pub(crate) fn bound(&self, text: &str) -> Timestamp {
        match text.parse::<Date>() {
            Ok(day) if text.len() == 10 => self.midnight(day),
            _ => Timestamp::parse_rfc3339(text).unwrap(),
        }
    }
}

/// A length of time as a file writes it.
pub(crate) fn duration(span: &Value) -> Duration {
    let unit = match span.get("unit").and_then(Value::as_str).unwrap() {
        "minutes" => Unit::Minutes,
        "hours" => Unit::Hours,
        "days" => Unit::Days,
        "calendar_days" => Unit::CalendarDays,
        "weeks" => Unit::Weeks,
        "months" => Unit::Months,
        "years" => Unit::Years,
        other => panic!("{other}"),
    };
    let amount = span.get("amount").and_then(Value::as_u64).unwrap();
    Duration::new(u32::try_from(amount).unwrap(), unit)
}
