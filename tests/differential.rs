//! Conditions against an oracle that knows no state.
//!
//! The engine keeps folded facts and says until when an answer is certain. The oracle keeps
//! nothing: it reads the list of everything that was told, from the beginning, for each
//! question anew, in the plainest way that comes to mind. Both must agree at any moment, and
//! before `stable_until` the oracle must not change its mind.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests stop where they stand"
)]

mod generate;
#[path = "differential/oracle.rs"]
mod oracle;

use edgewise::condition::{Condition, Context};
use edgewise::customer::Customer;
use edgewise::document::{Node, Read, Reading};
use edgewise::event::Event;
use edgewise::json::parse_strictly;
use edgewise::time::{Timestamp, Zone};
use generate::{SPAN, START, condition, euro, life, moment};
use oracle::Oracle;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(4_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_and_the_oracle_agree_and_answers_are_stable(
        text in condition(),
        events in life(25),
        now in moment(),
        later in 0..90 * 86_400_000i64,
        entered in proptest::option::of(moment()),
        zone in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    ) {
        let now = now.plus_millis(later);
        let zone = Zone::named(zone).unwrap();
        let told: Vec<Event> = events.into_iter().filter(|event| event.occurred_at <= now).collect();
        let mut customer = Customer::default();
        for event in &told {
            customer.fold(event);
        }
        let reading = Reading::new(euro());
        let tree = parse_strictly(&text.to_string()).unwrap();
        let condition = Condition::read(&Node::root(&tree, &reading)).unwrap();
        let at = |now| Context { customer: &customer, now, zone, currency: euro(), anchor: entered, cart: None };
        let oracle = Oracle { events: &told, zone, entered };

        let answer = condition.evaluate(&at(now));
        prop_assert_eq!(answer.matched, oracle.holds(&text, now), "{} at {}", text, now);
        prop_assert!(answer.stable_until > now);

        // At every moment before the engine says it may change, and shortly before that, it has not.
        let mut moments: Vec<Timestamp> = oracle.moments_of_change(&text).filter(|at| *at > now).collect();
        moments.push(answer.stable_until.plus_millis(-1));
        moments.extend((1..40).map(|step| now.plus_millis(step * 3_700_000)));
        for moment in moments.into_iter().filter(|at| *at > now && *at < answer.stable_until && *at < Timestamp::MAX) {
            prop_assert_eq!(oracle.holds(&text, moment), answer.matched, "{} changed at {} before {}", text, moment, answer.stable_until);
        }
        // And at the moment it names, the engine again says what the oracle says.
        if answer.stable_until < Timestamp::from_millis(START + 20 * SPAN) {
            let then = condition.evaluate(&at(answer.stable_until));
            prop_assert_eq!(then.matched, oracle.holds(&text, answer.stable_until));
        }
    }
}

fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}
