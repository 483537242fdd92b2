//! A time of day is reached exactly once a day, over every change of clocks in the world.
//!
//! For each zone and each of its changes from 2020 to 2037 somebody waits for a time of day on four
//! days around it: the hour that is skipped, the one that comes twice, and an ordinary one. When each
//! must be over is said by another library's offsets.

use crate::generate::host::{Host, compiled};
use crate::promises::Promise;
use edgewise::event::{Event, EventKind, Profile, Source};
use edgewise::time::{Timestamp, Zone};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde_json::json;

const START: i64 = 1_577_836_800; // 2020-01-01T00:00:00Z
const END: i64 = 2_145_916_800; // 2038-01-01T00:00:00Z
const DAY: i64 = 86_400;
/// Days on which somebody waits, beginning two before the change.
const DAYS: i64 = 4;

#[test]
fn a_time_of_day_is_reached_once_a_day_over_every_change_of_clocks() {
    let promise = Promise::to_show(31, "changes");
    let (mut changes, mut waits) = (0, 0);
    for zone in Zone::all() {
        let oracle = TimeZoneDatabase::bundled().get(zone.name()).unwrap();
        let mut before = oracle
            .to_offset(jiff::Timestamp::from_second(START).unwrap())
            .seconds();
        for change in oracle.following(jiff::Timestamp::from_second(START).unwrap()) {
            let (at, after) = (change.timestamp().as_second(), change.offset().seconds());
            if at >= END {
                break;
            }
            // Both readings at the change, one between them, and one that nothing is wrong with.
            let edges = [at + i64::from(before), at + i64::from(after)];
            let middle = edges[0].midpoint(edges[1]);
            let readings = [edges[0], edges[1], middle, 9 * 3_600];
            // Long runs try all four at each change, others one after the other.
            let all = std::env::var_os("EDGEWISE_LONG").is_some();
            for (number, reading) in readings.into_iter().enumerate() {
                if all || number == changes % 4 {
                    let minute = reading.rem_euclid(DAY) / 60;
                    waits += waited(zone, &oracle, at, minute);
                }
            }
            before = after;
            changes += 1;
        }
    }
    promise.shown(
        changes,
        &format!("{waits} waits, each over once, on its day"),
    );
}

/// Waits for a minute of the day on the days around a change; gives how many waits there were.
fn waited(zone: Zone, oracle: &TimeZone, change: i64, minute: i64) -> usize {
    let clock = format!("{:02}:{:02}", minute / 60, minute % 60);
    let steps: Vec<serde_json::Value> = (0..DAYS)
        .flat_map(|day| {
            [
                json!({"id": format!("wait{day}"), "type": "wait", "until": {"time_of_day": clock}}),
                json!({"id": format!("task{day}"), "type": "create_task", "title": "Do it"}),
                // A wait for the present minute is over at once.
                json!({"id": format!("on{day}"), "type": "wait", "for": {"amount": 1, "unit": "minutes"}}),
            ]
        })
        .collect();
    let plan = compiled(&json!({
        "format": 1,
        "shop": {"id": "s", "name": "S", "currency": "EUR", "time_zone": zone.name()},
        "workflows": [{
            "id": "w", "name": "W", "status": "live",
            "trigger": {"type": "customer_created"}, "steps": steps,
        }],
    }));
    // From a moment at which the clocks do not show the reading that is waited for.
    let offset_at = |second: i64| {
        let at = jiff::Timestamp::from_second(second).unwrap();
        i64::from(oracle.to_offset(at).seconds())
    };
    let mut begins = change - 2 * DAY;
    begins += 90 - (begins + offset_at(begins)).rem_euclid(60);
    let mut host = Host::new(&plan);
    host.now = Timestamp::from_millis(begins * 1_000);
    host.deliver(vec![Event {
        fact_key: "created".to_owned().into(),
        occurred_at: host.now,
        received_at: host.now,
        imported: false,
        source: Source::Shopify,
        kind: EventKind::CustomerCreated {
            profile: Profile::default(),
        },
    }]);
    host.pass(Timestamp::from_millis((begins + 8 * DAY) * 1_000), 0);

    let first_day = (begins + offset_at(begins)).div_euclid(DAY);
    let expected: Vec<i64> = (first_day..)
        .map(|day| instant(oracle, change, day * DAY + minute * 60))
        .filter(|at| *at > begins)
        .take(DAYS as usize)
        .collect();
    let done: Vec<i64> = host
        .done
        .iter()
        .map(|(at, _)| at.as_millis() / 1_000)
        .collect();
    assert_eq!(done, expected, "{clock} in {zone} around {change}");
    done.len()
}

/// The first moment at which the clocks show a reading (seconds since 1970 on the wall), or the change
/// that skips it.
fn instant(oracle: &TimeZone, change: i64, reading: i64) -> i64 {
    let offset_at = |second: i64| {
        let at = jiff::Timestamp::from_second(second).unwrap();
        i64::from(oracle.to_offset(at).seconds())
    };
    [offset_at(change - 1), offset_at(change)]
        .into_iter()
        .map(|offset| reading - offset)
        .filter(|at| at + offset_at(*at) == reading)
        .min()
        .unwrap_or(change)
}
