//! Time zones, from a table that is part of the program.
//!
//! The host's zone data is never asked: a Worker, a browser and a test machine carry different
//! releases of it, and a preview must say what the edge will do. The table is generated from the
//! IANA database by `cargo generate zones`; it is exact from 2015 to 2037, before and after that the
//! nearest rule is continued.

use super::Timestamp;
use super::zone_rule::{self, Steady};
use super::zone_table as table;
use chrono::NaiveDateTime;
use std::cell::Cell;
use std::fmt;

/// A time zone of the IANA database, by name; links such as `Asia/Calcutta` count as names. Or a
/// fixed offset from UTC, `-14:00` to `+14:00` in quarters of an hour, as WordPress sites may have.
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

    /// The zone that people mean by `text`: a name in any case, or an offset such as `+05:30`,
    /// `UTC+5:30` or `GMT-3`. Returns `None` for what is neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let in_any_case = || Self::all().find(|zone| zone.name().eq_ignore_ascii_case(text));
        Self::named(text)
            .or_else(in_any_case)
            .or_else(|| offset_minutes(text).and_then(Self::fixed))
    }

    /// The zone whose clocks always show UTC and `minutes` more.
    fn fixed(minutes: i32) -> Option<Self> {
        let steps = minutes.checked_add(FARTHEST)?;
        let within = minutes.abs() <= FARTHEST && steps % STEP == 0;
        let place = u16::try_from(steps / STEP).ok().filter(|_| within)?;
        Some(Self(table::COUNT + place))
    }

    /// The fixed offset in seconds, if it is one.
    fn fixed_seconds(self) -> Option<i32> {
        let place = self.0.checked_sub(table::COUNT)?;
        Some((i32::from(place) * STEP - FARTHEST) * 60)
    }

    /// The zone called `name`, spelled as in the IANA database (`Europe/Berlin`) or as
    /// [`Zone::name`] writes an offset. Returns `None` for names the table does not have.
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
        let is_offset = name.len() == OFFSET_LENGTH && name.starts_with(['+', '-']);
        let minutes = offset_minutes(name).filter(|_| is_offset)?;
        Self::fixed(minutes)
    }

    /// The zone of a whole country, by its ISO 3166 code in upper case (`DE`). Returns `None`
    /// where clocks differ within the country (`US`) and for codes the table does not have.
    #[must_use]
    pub fn for_country(code: &str) -> Option<Self> {
        let code: [u8; 2] = code.as_bytes().try_into().ok()?;
        // As numbers, which are quicker to compare than bytes.
        let found = table::COUNTRIES
            .binary_search_by_key(&u16::from_be_bytes(code), |(country, _)| {
                u16::from_be_bytes(*country)
            })
            .ok()?;
        table::COUNTRIES.get(found).map(|(_, zone)| Self(*zone))
    }

    /// Every zone of the table, in the order of their names.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..table::COUNT).map(Self)
    }

    /// The IANA name, such as `Europe/Berlin`.
    #[must_use]
    pub fn name(self) -> &'static str {
        if let Some(place) = self.0.checked_sub(table::COUNT) {
            let start = usize::from(place) * OFFSET_LENGTH;
            return OFFSETS
                .get(start..start + OFFSET_LENGTH)
                .unwrap_or("+00:00");
        }
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
        // Where both are the same, nothing changed: no zone has two changes so close (a test looks).
        if before == after || self.offset_at(early) == before {
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

    /// Seconds to add to UTC, at a number of seconds since 1970. Stretches in which clocks were left alone
    /// are remembered: a decision asks for few of them, but many times.
    fn offset_at(self, seconds: i64) -> i32 {
        if let Some(offset) = self.fixed_seconds() {
            return offset;
        }
        // Each place is for 48 days, so that stretches in turn do not drive each other out.
        let place = usize::try_from((seconds >> 22).rem_euclid(PLACES)).unwrap_or_default();
        STEADY.with(|known| {
            let Some(known) = known.get(place) else {
                return self.steady_at(seconds).offset;
            };
            let (mut zone, mut steady) = known.get();
            if zone != self.0 || !(steady.from..steady.until).contains(&seconds) {
                (zone, steady) = (self.0, self.steady_at(seconds));
                known.set((zone, steady));
            }
            steady.offset
        })
    }

    /// The stretch without a change that a moment lies in.
    fn steady_at(self, seconds: i64) -> Steady {
        let Some(history) = table::HISTORY_OF
            .get(usize::from(self.0))
            .and_then(|history| table::HISTORIES.get(usize::from(*history)))
        else {
            return Steady::FOREVER;
        };
        let first = usize::from(history.first);
        let changes = first..first + usize::from(history.count);
        let changes = table::TRANSITIONS.get(changes).unwrap_or_default();
        let passed = changes.partition_point(|(at, _)| i64::from(*at) <= seconds);
        let last = passed.checked_sub(1).and_then(|last| changes.get(last));
        let from = last.map_or(i64::MIN, |(at, _)| i64::from(*at));
        let Some((until, _)) = changes.get(passed) else {
            let rule = table::RULES.get(usize::from(history.rule));
            let steady = rule.map_or(Steady::FOREVER, |rule| rule.steady_at(seconds));
            return Steady {
                from: steady.from.max(from),
                ..steady
            };
        };
        // Before the first change that is known, its own offset is taken.
        let (_, quarters) = last
            .or_else(|| changes.first())
            .copied()
            .unwrap_or_default();
        Steady {
            from,
            until: i64::from(*until),
            offset: zone_rule::seconds(quarters),
        }
    }
}

/// How many stretches are remembered.
const PLACES: i64 = 16;

thread_local! {
    static STEADY: [Cell<(u16, Steady)>; PLACES as usize] = const {
        [const { Cell::new((0, Steady::NEVER)) }; PLACES as usize]
    };
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

/// The minutes of an offset as people write it: `+05:30`, `+0530`, `-3`, `UTC+5:30`.
fn offset_minutes(text: &str) -> Option<i32> {
    let rest = ["UTC", "GMT", "utc", "gmt"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(text);
    let (sign, clock) = match rest.strip_prefix('+') {
        Some(clock) => (1, clock),
        None => (-1, rest.strip_prefix('-')?),
    };
    let (hours, minutes) = match clock.split_once(':') {
        Some(parts) => parts,
        None if clock.len() == 4 => clock.split_at_checked(2)?,
        None => (clock, "00"),
    };
    let number = |digits: &str, most: i32| {
        let plain = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        let value: i32 = digits.parse().ok().filter(|_| plain)?;
        (value <= most).then_some(value)
    };
    let two = Some(minutes).filter(|minutes| minutes.len() == 2)?;
    Some(sign * (number(hours, 14)? * 60 + number(two, 59)?))
}

/// The release of the IANA database the table was made from, such as `2026f`.
#[must_use]
pub fn tzdata_version() -> &'static str {
    table::VERSION
}

/// How far a fixed offset may be from UTC, and how far apart two are, in minutes.
const FARTHEST: i32 = 14 * 60;
const STEP: i32 = 15;
/// The names of the fixed offsets, one after the other.
const OFFSETS: &str = "\
    -14:00-13:45-13:30-13:15-13:00-12:45-12:30-12:15-12:00-11:45-11:30-11:15\
    -11:00-10:45-10:30-10:15-10:00-09:45-09:30-09:15-09:00-08:45-08:30-08:15\
    -08:00-07:45-07:30-07:15-07:00-06:45-06:30-06:15-06:00-05:45-05:30-05:15\
    -05:00-04:45-04:30-04:15-04:00-03:45-03:30-03:15-03:00-02:45-02:30-02:15\
    -02:00-01:45-01:30-01:15-01:00-00:45-00:30-00:15+00:00+00:15+00:30+00:45\
    +01:00+01:15+01:30+01:45+02:00+02:15+02:30+02:45+03:00+03:15+03:30+03:45\
    +04:00+04:15+04:30+04:45+05:00+05:15+05:30+05:45+06:00+06:15+06:30+06:45\
    +07:00+07:15+07:30+07:45+08:00+08:15+08:30+08:45+09:00+09:15+09:30+09:45\
    +10:00+10:15+10:30+10:45+11:00+11:15+11:30+11:45+12:00+12:15+12:30+12:45\
    +13:00+13:15+13:30+13:45+14:00\
    ";
const OFFSET_LENGTH: usize = 6;

/// Seconds: farther than any clock is from UTC.
const REACH: i64 = 15 * 3600;

/// By its place in the table, which is the engine's.
impl crate::compact::Compact for Zone {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
    }
    fn unpack(from: &mut crate::compact::Packed<'_>) -> Option<Self> {
        u16::unpack(from).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_zones_in_many_ways() {
        for (text, name) in [
            ("Europe/Berlin", Some("Europe/Berlin")),
            ("europe/berlin", Some("Europe/Berlin")),
            (" AMERICA/NEW_YORK ", Some("America/New_York")),
            ("+05:30", Some("+05:30")),
            ("UTC+5:30", Some("+05:30")),
            ("GMT-3", Some("-03:00")),
            ("-0330", Some("-03:30")),
            ("UTC+0", Some("+00:00")),
            ("+14:00", Some("+14:00")),
            ("-14:00", Some("-14:00")),
            ("utc", Some("UTC")),
            ("+14:15", None),
            ("+05:07", None),
            ("+5:3", None),
            ("+", None),
            ("Mars/Olympus", None),
            ("", None),
        ] {
            assert_eq!(Zone::parse(text).map(Zone::name), name, "{text}");
        }
    }

    #[test]
    fn a_fixed_offset_is_found_by_its_name_and_never_changes() {
        for place in 0..OFFSETS.len() / OFFSET_LENGTH {
            let zone = Zone(table::COUNT + u16::try_from(place).unwrap());
            assert_eq!(Zone::named(zone.name()), Some(zone));
            let minutes = i32::try_from(place).unwrap() * STEP - FARTHEST;
            for at in [0, 1_790_000_000_000] {
                assert_eq!(
                    zone.offset_seconds(Timestamp::from_millis(at)),
                    minutes * 60
                );
            }
        }
    }

    #[test]
    fn what_is_remembered_of_clocks_is_what_the_table_says() {
        let (mut stretches, mut state) = (0, 7_u64);
        for round in 0..40_i64 {
            for zone in Zone::all() {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                // From 1970 to 2106.
                let about = i64::from(u32::try_from(state >> 32).unwrap()) + round;
                let steady = zone.steady_at(about);
                assert!(
                    (steady.from..steady.until).contains(&about),
                    "{zone} {about}"
                );
                let edges = [
                    steady.from,
                    steady.from.saturating_add(1),
                    steady.until - 1,
                    about,
                ];
                for at in edges.into_iter().filter(|at| (0..1 << 34).contains(at)) {
                    assert_eq!(zone.steady_at(at).offset, steady.offset, "{zone} {at}");
                    assert_eq!(zone.offset_at(at), steady.offset, "{zone} {at}");
                }
                for at in [steady.from.saturating_sub(1), steady.until] {
                    assert_eq!(zone.offset_at(at), zone.steady_at(at).offset, "{zone} {at}");
                }
                stretches += 1;
            }
        }
        assert!(stretches > 10_000, "{stretches}");
    }
}
