//! Moments and days as RFC 3339 writes them.
//!
//! By hand, because chrono's reader and writer work off patterns and bring all of them along:
//! this is a tenth of their code and of their time.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use std::fmt;

/// What is between local time and UTC, as a text says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offset {
    /// It must be there.
    Written,
    /// It must not, and the time is UTC.
    Unwritten,
}

/// Milliseconds since 1970 of a date and time such as `2026-09-27T21:12:12.070+02:00`. Digits
/// beyond the millisecond are cut off; the leap second `:60` is the next minute's first.
pub(super) fn millis(text: &str, offset: Offset) -> Option<i64> {
    let (date, rest) = text.split_at_checked(10)?;
    let days = i64::from(day(date)?.num_days_from_ce()) - DAYS_TO_1970;
    let time = rest.strip_prefix(['T', 't', ' '])?;
    let (hours, rest) = two_digits(time, 23)?;
    let (minutes, rest) = two_digits(rest.strip_prefix(':')?, 59)?;
    let (seconds, rest) = two_digits(rest.strip_prefix(':')?, 60)?;
    let (thousandths, rest) = match rest.strip_prefix('.') {
        Some(fraction) => thousandths(fraction)?,
        None => (0, rest),
    };
    let ahead = match offset {
        Offset::Written => offset_seconds(rest)?,
        Offset::Unwritten if rest.is_empty() => 0,
        Offset::Unwritten => return None,
    };
    let seconds = days * 86_400 + hours * 3_600 + minutes * 60 + seconds - ahead;
    Some(seconds * 1_000 + thousandths)
}

/// The day written `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let (century, rest) = two_digits(text, 99)?;
    let (year, rest) = two_digits(rest, 99)?;
    let (month, rest) = two_digits(rest.strip_prefix('-')?, 12)?;
    let (day, rest) = two_digits(rest.strip_prefix('-')?, 31)?;
    if !rest.is_empty() {
        return None;
    }
    let year = i32::try_from(century * 100 + year).ok()?;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// Writes a day as `YYYY-MM-DD`.
pub(super) fn write_day(date: NaiveDate, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(
        f,
        "{:04}-{:02}-{:02}",
        date.year(),
        date.month(),
        date.day()
    )
}

/// Writes a moment in UTC, without milliseconds when they are zero.
pub(super) fn write(moment: NaiveDateTime, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write_day(moment.date(), f)?;
    let (hour, minute, second) = (moment.hour(), moment.minute(), moment.second());
    write!(f, "T{hour:02}:{minute:02}:{second:02}")?;
    match moment.nanosecond() / 1_000_000 {
        0 => f.write_str("Z"),
        thousandths => write!(f, ".{thousandths:03}Z"),
    }
}

/// `Z`, or hours and minutes such as `-05:00`.
fn offset_seconds(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix('-')?),
    };
    let (hours, rest) = two_digits(rest, 23)?;
    let (minutes, rest) = two_digits(rest.strip_prefix(':')?, 59)?;
    rest.is_empty()
        .then_some(sign * (hours * 3_600 + minutes * 60))
}

/// A number of two digits, at most `most`, and what follows.
fn two_digits(text: &str, most: i64) -> Option<(i64, &str)> {
    let (digits, rest) = text.split_at_checked(2)?;
    let number = digits.bytes().try_fold(0, push_digit)?;
    (number <= most).then_some((number, rest))
}

/// The thousandths that a fraction's digits come to, and what follows.
fn thousandths(fraction: &str) -> Option<(i64, &str)> {
    let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = fraction.split_at_checked(length)?;
    if digits.is_empty() {
        return None;
    }
    let padded = digits.bytes().chain(std::iter::repeat(b'0')).take(3);
    Some((padded.into_iter().try_fold(0, push_digit)?, rest))
}

fn push_digit(number: i64, digit: u8) -> Option<i64> {
    digit
        .is_ascii_digit()
        .then(|| number * 10 + i64::from(digit - b'0'))
}

/// Days from the first of January of the year 1, counted as 1, to 1970.
const DAYS_TO_1970: i64 = 719_163;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chrono_millis(text: &str) -> Option<i64> {
        let parsed = chrono::DateTime::parse_from_rfc3339(text).ok()?;
        Some(parsed.timestamp_millis())
    }

    proptest! {
        #[test]
        fn agrees_with_chrono(
            text in "(0001|1969|2024|2026|9999)-(0[0-9]|1[0-3])-([0-3][0-9])[Tt ]([01][0-9]|2[0-4]):[0-5][0-9]:([0-5][0-9]|60|61)(\\.[0-9]{1,9})?(Z|z|[+-][0-2][0-9]:[0-6][0-9])",
        ) {
            prop_assert_eq!(millis(&text, Offset::Written), chrono_millis(&text));
        }

        #[test]
        fn agrees_with_chrono_on_damaged_texts(at in 0usize..29, damage in "[0-9TZ:+.é-]{0,2}", length in 0usize..3) {
            let mut text = "2026-09-27T21:12:12.070+02:00".to_owned();
            let end = (at + length).min(text.len());
            text.replace_range(at..end, &damage);
            prop_assert_eq!(millis(&text, Offset::Written), chrono_millis(&text), "{}", text);
        }
    }
}
