//! Conditions against an oracle that knows no state.
//!
//! The engine keeps folded facts and says until when an answer is certain. The oracle keeps
//! nothing: it reads the list of everything that was told, from the beginning, for each
//! question anew, in the plainest way that comes to mind, with another library's calendar. Both
//! must agree at any moment, and before `stable_until` the oracle must not change its mind.
//! Lives begin anywhere between 2020 and 2037, in any zone of the world.

mod calendar;
mod facts;
mod oracle;

use crate::generate::condition::{alone, condition, dated, some_window};
use crate::generate::{START, euro, life, moment};
use crate::promises;
use calendar::Calendar;
use edgewise::condition::{Condition, Context, Definitions, Threshold, Tier, Window};
use edgewise::customer::Customer;
use edgewise::document::{FromNode, Node, Reading};
use edgewise::event::{Event, EventKind};
use edgewise::json::parse_strictly;
use edgewise::money::Money;
use edgewise::shop_facts::{RfmCuts, ShopFacts};
use edgewise::time::{Timestamp, Zone};
use facts::Past;
use oracle::Oracle;
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn the_engine_and_the_oracle_agree() {
    let promise = promises::Promise::to_show(14, "conditions");
    the_engine_and_the_oracle_agree_and_answers_are_stable();
    promise.shown(
        promises::cases(2_000) as usize,
        "0 differ, now or until an answer was said to hold",
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: promises::cases(2_000), ..ProptestConfig::default() })]

    fn the_engine_and_the_oracle_agree_and_answers_are_stable(
        text in condition(),
        segments in prop::collection::vec(condition(), 2..3),
        events in life(25),
        asked in moment(),
        later in 0..90 * 86_400_000i64,
        entered in proptest::option::of(moment()),
        zones in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        tiers_over in some_window(),
        begins in 2020 * 12..2037 * 12 + 11i64,
    ) {
        // A life that began in March 2026 is lived again from the 20th of another month on.
        let shift = month_start(begins).millis_since(Timestamp::from_millis(START));
        let start = Timestamp::from_millis(START + shift);
        let all: Vec<Zone> = Zone::all().collect();
        let (zone, local) = (*zones.0.get(&all), *zones.1.get(&all));
        let now = asked.plus_millis(later + shift);
        let entered = entered.map(|at| at.plus_millis(shift));
        let told: Vec<Event> = events.into_iter().map(|event| moved(event, shift)).filter(|event| event.occurred_at <= now).collect();

        let reading = Reading::new(euro());
        let text = dated(&text, start);
        let segments: Vec<Value> = segments.iter().map(|one| dated(&alone(one), start)).collect();
        let read = |text: &Value| {
            let tree = parse_strictly(&text.to_string()).unwrap();
            Condition::read(&Node::root(&tree, &reading)).unwrap()
        };
        let condition = read(&text);
        let mut named = Definitions::default();
        let mut kept = condition.scope().kept;
        for (number, segment) in segments.iter().enumerate() {
            let segment = read(segment);
            kept.join(&segment.scope().kept);
            named.add_segment(format!("s{number}"), segment);
        }
        let tiers_over = dated(&json!({"window": tiers_over}), start);
        named.ladder.over = {
            let tree = parse_strictly(&tiers_over.get("window").unwrap().to_string()).unwrap();
            Window::read(&Node::root(&tree, &reading)).unwrap()
        };
        let tiers = [("silver", 10_000), ("gold", 40_000)];
        for (id, from) in tiers {
            let from = Threshold::Spend(Money::new(from, euro()));
            named.ladder.add(Tier { id: id.to_owned(), name: id.to_owned(), from }).unwrap();
        }
        let mut customer = Customer::default();
        for event in &told {
            customer.fold(event, &kept);
        }
        let at = |days: i64| start.plus_millis(days * 86_400_000).as_millis();
        let cuts = RfmCuts { recency: [at(2), at(6), at(10), at(14)], frequency: [2, 3, 4, 5], monetary: [10_000, 20_000, 40_000, 80_000] };
        let facts = ShopFacts { rfm: Some(cuts), ..ShopFacts::NONE };
        let context = |now| Context { local, anchor: entered, definitions: &named, facts: &facts, ..Context::new(&customer, now, zone, euro()) };
        let (shop, home) = (Calendar::of(zone), Calendar::of(local));
        let oracle = Oracle {
            past: Past { events: &told }, zone, shop: &shop, local, home: &home, entered, segments: &segments,
            cuts: [cuts.recency, cuts.frequency, cuts.monetary], tiers: &tiers, tiers_over: &tiers_over,
        };

        let answer = condition.evaluate(&context(now));
        prop_assert_eq!(answer.matched, oracle.holds(&text, now), "{} at {} in {} and {}", text, now, zone, local);
        prop_assert!(answer.stable_until > now);

        // At every moment before the engine says it may change, and shortly before that, it has not.
        let mut moments = oracle.moments_of_change(&text, now);
        moments.insert(answer.stable_until.plus_millis(-1));
        moments.extend((1..40).map(|step| now.plus_millis(step * 3_700_000)));
        let far = now.plus_millis(4 * 366 * 86_400_000);
        for moment in moments.into_iter().filter(|at| *at > now && *at < answer.stable_until && *at < far) {
            prop_assert_eq!(oracle.holds(&text, moment), answer.matched, "{} at {} in {} and {} changed at {} before {}", text, now, zone, local, moment, answer.stable_until);
        }
        // And at the moment it names, the engine again says what the oracle says.
        if answer.stable_until < far {
            let then = condition.evaluate(&context(answer.stable_until));
            prop_assert_eq!(then.matched, oracle.holds(&text, answer.stable_until), "{} at {} in {} and {}", text, answer.stable_until, zone, local);
        }
    }
}

/// The 20th of a month counted from the year 0, at midnight in UTC.
fn month_start(month: i64) -> Timestamp {
    let (year, month) = (month / 12, month % 12 + 1);
    Timestamp::parse_rfc3339(&format!("{year:04}-{month:02}-20T00:00:00Z")).unwrap()
}

/// The event as if it had happened `millis` later, what its content says included.
fn moved(mut event: Event, millis: i64) -> Event {
    event.occurred_at = event.occurred_at.plus_millis(millis);
    event.received_at = event.received_at.plus_millis(millis);
    if let EventKind::OrderPlaced { order } | EventKind::OrderCompleted { order } = &mut event.kind
    {
        for at in [
            &mut order.placed_at,
            &mut order.paid_at,
            &mut order.updated_at,
        ] {
            *at = at.map(|at| at.plus_millis(millis));
        }
    }
    if let EventKind::CustomerUpdated { profile } = &mut event.kind {
        for (_, value) in profile.traits.iter_mut() {
            if let edgewise::value::Value::Text(text) = value
                && let Some(day) = edgewise::time::Date::parse(text)
            {
                let moved = day.begins(Zone::UTC).plus_millis(millis);
                *text = edgewise::time::Date::at(moved, Zone::UTC).to_string();
            }
        }
    }
    event
}
