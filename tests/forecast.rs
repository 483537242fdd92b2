//! What a forecast says goes out is what a host then sends.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests stop where they stand"
)]

mod generate;
#[path = "generate/host.rs"]
#[expect(dead_code, reason = "other tests use more of it")]
mod host;
#[path = "generate/plan.rs"]
mod plan;
#[path = "generate/reachable.rs"]
mod reachable;

use edgewise::event::{Channel, Event, EventKind};
use edgewise::forecast::{Forecast, Horizon};
use edgewise::input::Input;
use edgewise::time::Timestamp;
use host::{Host, compiled};
use proptest::prelude::*;
use reachable::{reachable_life, writing_plan};

const DAY: i64 = 86_400_000;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_forecast_is_what_is_sent(
        config in writing_plan(),
        events in reachable_life(30),
        ahead in 0..14 * DAY,
        busy: bool,
    ) {
        let plan = compiled(&config);
        let mut host = Host::new(&plan);
        // Up to something that a workflow waits for, or there would seldom be anything ahead.
        let starts = |event: &Event| matches!(event.kind, EventKind::OrderPlaced { .. } | EventKind::CartUpdated { .. });
        let last = events.iter().rposition(starts).unwrap_or(0);
        for event in events.into_iter().take(last + 1) {
            host.pass(event.occurred_at, 0);
            host.tell(vec![event]);
        }
        // In a quiet moment, or while the host still has to do what it was woken for.
        host.pass(host.now, 0);
        if busy && let Some(wake) = host.wake {
            host.now = host.now.max(wake);
            host.turn(Input::Wake);
        }
        let from = host.now;
        let until = from.plus_millis(ahead);
        let horizon = Horizon { from, until, named: 1_000 };
        let mut forecast = Forecast::new(&plan, None, horizon);
        forecast.tell(host.state.clone());
        let before = host.sent.len();
        host.pass(until, 0);

        let mut sent: Vec<(Timestamp, Option<Channel>)> = host.sent.iter().skip(before).map(|sent| (sent.at, Some(sent.channel))).collect();
        sent.sort();
        let queue = forecast.queue();
        let mut next: Vec<_> = queue.next.iter().map(|ahead| (ahead.at, ahead.channel)).collect();
        next.sort();
        prop_assert_eq!(&next, &sent);
        prop_assert_eq!(queue.messages as usize, sent.len());
        prop_assert_eq!(queue.people > 0, !sent.is_empty());
        let by_hour: u32 = queue.hours.iter().flat_map(|hour| hour.sent.values()).sum();
        prop_assert_eq!(by_hour, queue.messages);
        prop_assert!(queue.hours.is_sorted_by(|one, other| one.at < other.at));
        for hour in &queue.hours {
            let end = hour.at.plus_millis(3_600_000);
            prop_assert!(queue.next.iter().any(|ahead| hour.at <= ahead.at && ahead.at < end));
        }
    }
}
