//! Time zones, from a table that is part of the program.
//!
//! The host's zone data is never asked: a Worker, a browser and a test machine carry different
//! releases of it, and a preview must say what the edge will do. The table is generated from the
//! IANA database by `cargo xtask zones`; it is exact from 2015 to 2037, before and after that the
//! nearest rule is continued.

mod rule;

use super::Timestamp;
use super::zone_table as table;
use chrono::NaiveDateTime;
use std::fmt;

pub(super) use rule::{Change, Rule, Summer};

/// A time zone of the IANA database, by name; links such as `Asia/Calcutta` count as names.
///
/// ```
/// use edgewise::time::{Timestamp, Zone};
///
/// let berlin = Zone::named("Europe/Berlin").unwrap();
/// let july = Timestamp::parse_rfc3339("2026-07-01T00:00:00Z").unwrap();
/// assert_eq!(berlin.offset_seconds(july), 7200);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Zone(u16);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(table::UTC);

    /// The zone called `name`, spelled as in the IANA database (`Europe/Berlin`). Returns `None`
    /// for names the table does not have.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (mut low, mut high) = (0, table::COUNT);
        while low < high {
            let middle = low.midpoint(high);
            match Self(middle).name().cmp(name) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(Self(middle)),
            }
        }
        None
    }

    /// The zone of a whole country, by its ISO 3166 code in upper case (`DE`). Returns `None`
    /// where clocks differ within the country (`US`) and for codes the table does not have.
    #[must_use]
    pub fn for_country(code: &str) -> Option<Self> {
        let code: [u8; 2] = code.as_bytes().try_into().ok()?;
        let found = table::COUNTRIES
            .binary_search_by_key(&code, |(country, _)| *country)
            .ok()?;
        table::COUNTRIES.get(found).map(|(_, zone)| Self(*zone))
    }

    /// Every zone of the table, in the order of their names.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..table::COUNT).map(Self)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        let start = table::NAME_STARTS.get(usize::from(self.0));
        let rest = start.and_then(|start| table::NAMES.get(usize::from(*start)..));
        rest.and_then(|rest| rest.split('\n').next())
            .unwrap_or("UTC")
    }

    /// Seconds to add to UTC for the wall clock at `at`; negative west of Greenwich.
    #[must_use]
    pub fn offset_seconds(self, at: Timestamp) -> i32 {
        self.offset_at(at.as_millis().div_euclid(1000))
    }

    /// The instant at which the wall clock shows `local`.
    ///
    /// A reading that a clock change skips (02:30 where 02:00 is followed by 03:00) is taken as
    /// the first instant after the gap, 03:00. A reading that comes twice is the first of the two.
    #[must_use]
    pub fn instant(self, local: NaiveDateTime) -> Timestamp {
        let reading = local.and_utc().timestamp_millis();
        let (seconds, millis) = (reading.div_euclid(1000), reading.rem_euclid(1000));
        // No clock is more than 15 hours from UTC, so these two offsets are the ones in force
        // before and after any change near the reading.
        let before = self.offset_at(seconds - REACH);
        let after = self.offset_at(seconds + REACH);
        let (early, late) = (seconds - i64::from(before), seconds - i64::from(after));
        if self.offset_at(early) == before {
            Timestamp::from_millis(early * 1000 + millis)
        } else if self.offset_at(late) == after {
            Timestamp::from_millis(late * 1000 + millis)
        } else {
            Timestamp::from_millis(self.first_change(late, early, before) * 1000)
        }
    }

    /// The first second in `from..=to` whose offset is no longer `offset`.
    fn first_change(self, mut from: i64, mut to: i64, offset: i32) -> i64 {
        while from < to {
            let middle = from.midpoint(to);
            if self.offset_at(middle) == offset {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        to
    }

    fn offset_at(self, seconds: i64) -> i32 {
        let Some(history) = table::HISTORY_OF
            .get(usize::from(self.0))
            .and_then(|history| table::HISTORIES.get(usize::from(*history)))
        else {
            return 0;
        };
        let first = usize::from(history.first);
        let changes = first..first + usize::from(history.count);
        let changes = table::TRANSITIONS.get(changes).unwrap_or_default();
        let passed = changes.partition_point(|(at, _)| i64::from(*at) <= seconds);
        if passed == changes.len() {
            let rule = table::RULES.get(usize::from(history.rule));
            return rule.map_or(0, |rule| rule.offset_at(seconds));
        }
        changes
            .get(passed.saturating_sub(1))
            .map_or(0, |(_, quarters)| rule::seconds(*quarters))
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The release of the IANA database the table was made from, such as `2026f`.
#[must_use]
pub fn tzdata_version() -> &'static str {
    table::VERSION
}

/// What one or more zones did: changes that no rule tells, then a rule for ever.
pub(super) struct History {
    /// Where its changes begin in the table of transitions.
    pub(super) first: u16,
    /// How many they are. From the last one on the rule holds.
    pub(super) count: u8,
    /// The rule, by its place in the table of rules.
    pub(super) rule: u8,
}

/// Seconds: farther than any clock is from UTC.
const REACH: i64 = 15 * 3600;
