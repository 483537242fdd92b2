//! What a zone did, and its rule forever: one offset, or two that take turns every year.
//!
//! This is POSIX's `CET-1CEST,M3.5.0,M10.5.0/3` as numbers, with the sign the usual way round
//! (east of Greenwich is positive).

/// The offsets of a zone. Offsets are counted in quarters of an hour, as all clocks are since
/// 1972.
pub(super) struct Rule {
    /// Quarters of an hour to add to UTC outside summer.
    pub(super) standard: i8,
    /// The other half of the year, where clocks are changed.
    pub(super) summer: Option<Summer>,
}

/// The part of the year in which another offset holds.
pub(super) struct Summer {
    /// Quarters of an hour to add to UTC.
    pub(super) offset: i8,
    /// When it begins, read off the clock that shows standard time.
    pub(super) begins: Change,
    /// When it ends, read off the clock that shows summer time.
    pub(super) ends: Change,
}

/// A yearly change: "the last Sunday of March at 02:00".
pub(super) struct Change {
    /// 1 to 12.
    pub(super) month: u8,
    /// 1 to 4, or 5 for the last one of the month.
    pub(super) week: u8,
    /// 0 is Sunday.
    pub(super) weekday: u8,
    /// Minutes after that day began; may lie outside of the day (Gaza: 50 hours).
    pub(super) minutes: i16,
}

/// The history of one or more zones: changes that follow no rule, then a rule that holds from then
/// on.
pub(super) struct History {
    /// Where its changes begin in the table of transitions.
    pub(super) first: u16,
    /// How many they are. From the last one on the rule holds.
    pub(super) count: u8,
    /// The rule, by its place in the table of rules.
    pub(super) rule: u8,
}

/// A stretch of time in which clocks were left alone, in seconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Steady {
    /// When it began, or a moment since then.
    pub(super) from: i64,
    /// When it ends, or a moment before then.
    pub(super) until: i64,
    /// Seconds to add to UTC.
    pub(super) offset: i32,
}

impl Steady {
    /// No stretch at all.
    pub(super) const NEVER: Self = Self {
        from: 0,
        until: 0,
        offset: 0,
    };
    /// UTC, which never changes.
    pub(super) const FOREVER: Self = Self {
        from: i64::MIN,
        until: i64::MAX,
        offset: 0,
    };
}

impl Rule {
    /// A stretch without a change around `at` (seconds since 1970 in UTC), within its year.
    pub(super) fn steady_at(&self, at: i64) -> Steady {
        let standard = i64::from(seconds(self.standard));
        let Some(summer) = &self.summer else {
            return Steady {
                offset: seconds(self.standard),
                ..Steady::FOREVER
            };
        };
        let summer_offset = i64::from(seconds(summer.offset));
        let year = year_of(at.saturating_add(standard).div_euclid(DAY));
        let begins = summer.begins.on_the_wall(year) - standard;
        let ends = summer.ends.on_the_wall(year) - summer_offset;
        let new_year = |year| day_number(year, 1) * DAY - standard;
        let (first, second) = (begins.min(ends), begins.max(ends));
        // South of the equator summer lies around New Year.
        let is_summer_between = begins < ends;
        let is_between = (first..second).contains(&at);
        let (from, until) = match (at < first, is_between) {
            (true, _) => (new_year(year), first),
            (_, true) => (first, second),
            _ => (second, new_year(year + 1)),
        };
        Steady {
            from,
            until,
            offset: if is_between == is_summer_between {
                seconds(summer.offset)
            } else {
                seconds(self.standard)
            },
        }
    }
}

impl Change {
    /// The reading of the wall clock at the change in `year`, in seconds since 1970.
    fn on_the_wall(&self, year: i64) -> i64 {
        let first = day_number(year, self.month.into());
        let next_month = if self.month == 12 {
            day_number(year + 1, 1)
        } else {
            day_number(year, i64::from(self.month) + 1)
        };
        // Day 0, the first of January 1970, was a Thursday.
        let first_weekday = (first + 4).rem_euclid(7);
        let to_weekday = (i64::from(self.weekday) - first_weekday).rem_euclid(7);
        let mut day = first + to_weekday + 7 * (i64::from(self.week) - 1);
        while day >= next_month {
            day -= 7;
        }
        day * DAY + i64::from(self.minutes) * 60
    }
}

/// Quarters of an hour in seconds.
pub(super) fn seconds(quarters: i8) -> i32 {
    i32::from(quarters) * 900
}

/// Days from 1970-01-01 to the first of `month` (1 to 12) in `year`, Gregorian forever.
const fn day_number(year: i64, month: i64) -> i64 {
    // Years are taken to begin in March, so that the leap day is their last.
    let year = if month <= 2 { year - 1 } else { year };
    let month = if month <= 2 { month + 9 } else { month - 3 };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap_days + (153 * month + 2) / 5 - 719_468
}

/// The year in which day `day` since 1970-01-01 lies.
const fn year_of(day: i64) -> i64 {
    // 146,097 days are exactly 400 years; the guess is at most one year off.
    let guess = 1970 + (day * 400).div_euclid(146_097);
    if day >= day_number(guess + 1, 1) {
        guess + 1
    } else if day < day_number(guess, 1) {
        guess - 1
    } else {
        guess
    }
}

const DAY: i64 = 86_400;
