//! Importing a shop's past, under random plans and lives: it is known afterwards, and starts nothing.

use crate::course::corrected_life;
use crate::generate::host::{Host, compiled, customer};
use crate::generate::plan::plan;
use crate::generate::{SPAN, START, life};
use crate::promises;
use edgewise::adapter::{self, Reading};
use edgewise::backtest::{Backtest, Question};
use edgewise::event::Event;
use edgewise::input::Input;
use edgewise::json;
use edgewise::plan::Plan;
use edgewise::segment::Membership;
use edgewise::state::State;
use edgewise::time::Timestamp;
use edgewise::trace::Decision;
use edgewise::transition::{Course, Transition, transition};
use edgewise::wire;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;

const END: Timestamp = Timestamp::from_millis(START + SPAN);

#[test]
fn what_is_imported_starts_nothing_and_is_known() {
    let (begun, settled) = (Cell::new(0), Cell::new(0));
    law((plan(), life(30)), |(config, events)| {
        let plan = compiled(&config);
        let mut live = Host::new(&plan);
        for event in &events {
            live.pass(event.occurred_at, 0);
            let decided = live.deliver(vec![event.clone()]);
            begun.set(begun.get() + entries(&decided));
        }
        let mut state = State::new(customer());
        for event in events {
            let decided = receive(&plan, state, imported(event, END), END);
            prop_assert_eq!(entries(&decided), 0);
            prop_assert!(decided.effects.is_empty());
            state = decided.state;
        }
        if state.settled_under.is_empty() {
            return Ok(());
        }
        // Everything is what it ought to be: looking again finds nothing else.
        settled.set(settled.get() + state.memberships.of.len());
        let again = transition(&plan, state.clone(), Input::ShopChanged, END);
        let moved = again.trace.iter().any(|entry| {
            matches!(
                entry.decision,
                Decision::SegmentChanged { .. }
                    | Decision::TierChanged { .. }
                    | Decision::ScoreChanged { .. }
                    | Decision::Entered { .. }
            )
        });
        prop_assert!(!moved, "{:?}", again.trace);
        Ok(())
    });
    println!(
        "entries of the same lives as they happened: {}",
        begun.get()
    );
    println!("memberships: {}", settled.get());
    assert!(begun.get() > 0 && settled.get() > 0);
}

#[test]
fn what_was_received_before_it_is_imported_stays_as_it_was() {
    let repeated = Cell::new(0);
    law((plan(), life(30)), |(config, events)| {
        let plan = compiled(&config);
        let mut host = Host::new(&plan);
        for event in &events {
            host.pass(event.occurred_at, 0);
            host.deliver(vec![event.clone()]);
        }
        host.pass(END, 0);
        let before = known(host.state.clone());
        let mut state = host.state;
        for event in events {
            let decided = receive(&plan, state, imported(event, END), END);
            prop_assert!(decided.effects.is_empty() && decided.withdrawn.is_empty());
            repeated.set(repeated.get() + 1);
            state = decided.state;
        }
        prop_assert_eq!(json::to_string(&known(state)), json::to_string(&before));
        Ok(())
    });
    println!("events received and then imported: {}", repeated.get());
    assert!(repeated.get() > 0);
}

#[test]
fn an_import_between_other_news_is_decided_the_same_kept_or_stored() {
    let mixed = Cell::new(0);
    let lives = (plan(), corrected_life(), any::<u64>());
    law(lives, |(config, events, pick)| {
        let plan = compiled(&config);
        let mut kept = Course::new(&plan, State::new(customer()));
        let mut stored = json::to_string(kept.state());
        let mut now = Timestamp::from_millis(START);
        for (place, event) in events.into_iter().enumerate() {
            now = now.max(event.received_at);
            let is_past = pick >> (place % 64) & 1 == 1;
            let event = if is_past { imported(event, now) } else { event };
            mixed.set(mixed.get() + usize::from(is_past));
            let input = Input::Events {
                customer: customer(),
                events: vec![event],
            };
            let one = kept.decide(input.clone(), now);
            let mut read = Course::new(&plan, json::from_str(&stored).unwrap());
            prop_assert_eq!(one, read.decide(input, now));
            stored = json::to_string(read.state());
            prop_assert_eq!(json::to_string(kept.state()), stored.clone());
        }
        prop_assert_eq!(json::to_string(kept.state()), stored);
        Ok(())
    });
    println!("imported events: {}", mixed.get());
    assert!(mixed.get() > 0);
}

#[test]
fn a_backtest_plays_what_was_imported_as_if_it_had_been_received() {
    let happened = Cell::new(0);
    law((plan(), life(30)), |(config, events)| {
        let plan = compiled(&config);
        let report = |events: Vec<Event>| {
            let mut backtest = Backtest::new(&plan, &plan, None, Question::default());
            backtest.add(&customer(), events);
            wire::backtest_report(&backtest)
        };
        let imported = events.iter().map(|event| imported(event.clone(), END));
        let (imported, received) = (report(imported.collect()), report(events));
        happened.set(happened.get() + usize::from(received != report(Vec::new())));
        prop_assert_eq!(imported, received);
        Ok(())
    });
    println!("reports on a life: {}", happened.get());
    assert!(happened.get() > 0);
}

/// A state without the moments at which something is looked at again, which may be later each time it is.
fn known(mut state: State) -> State {
    state.imported_at = None;
    state.customer.score.look_at = None;
    state.customer.standing.look_at = None;
    state.memberships.of.retain(|_, membership| {
        membership.look_at = None;
        *membership != Membership::default()
    });
    state
}

/// The event as an import reads it at `now`.
fn imported(event: Event, now: Timestamp) -> Event {
    Event {
        received_at: now,
        imported: true,
        ..event
    }
}

fn receive(plan: &Plan, state: State, event: Event, now: Timestamp) -> Transition {
    let input = Input::Events {
        customer: customer(),
        events: vec![event],
    };
    transition(plan, state, input, now)
}

fn entries(decided: &Transition) -> usize {
    let is_entry = |decision: &Decision| matches!(decision, Decision::Entered { .. });
    let trace = decided.trace.iter();
    trace.filter(|entry| is_entry(&entry.decision)).count()
}

fn law<S: Strategy>(lives: S, check: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = ProptestConfig {
        cases: promises::cases(500),
        source_file: Some(file!()),
        ..ProptestConfig::default()
    };
    let outcome = TestRunner::new(config).run(&lives, check);
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn what_began_before_the_shop_was_connected_is_imported_and_nothing_else_is() {
    let connected = Timestamp::parse_rfc3339("2026-03-01T10:00:00Z").unwrap();
    let read = |topic: &str, before: Option<Timestamp>, body: &str| {
        let request = serde_json::json!({
            "source": "woocommerce", "topic": topic, "received_at": connected.as_millis() + 60_000,
            "shop": { "domain": "shop.example", "currency": "EUR" },
            "imported_before": before.map(Timestamp::as_millis),
        });
        adapter::read(
            &json::from_str(&request.to_string()).unwrap(),
            body.as_bytes(),
        )
    };
    let order = |created: &str, modified: &str| {
        serde_json::json!({
            "id": 7, "status": "completed", "total": "40.00", "date_created_gmt": created,
            "date_modified_gmt": modified, "billing": { "email": "anna@example.com" },
        })
        .to_string()
    };
    let marks = |reading: Reading| match reading {
        Reading::Deliveries(deliveries) => {
            let events = deliveries.into_iter().flat_map(|one| one.events);
            events.map(|event| event.imported).collect::<Vec<_>>()
        }
        Reading::Ignored { .. } => Vec::new(),
    };
    let before = Some(connected);
    // It was completed without a date of payment, and edited since: it is past all the same.
    let old = order("2025-12-01T10:00:00", "2026-03-01T10:00:30");
    assert!(
        marks(read("order.imported", before, &old))
            .iter()
            .all(|imported| *imported)
    );
    let new = order("2026-03-01T10:00:10", "2026-03-01T10:00:30");
    let marked = marks(read("order.imported", before, &new));
    assert!(!marked.is_empty() && marked.iter().all(|imported| !imported));
    // Nobody signs a webhook's topic.
    assert!(marks(read("order.imported", None, &old)).is_empty());
    let updated = marks(read("order.updated", None, &old));
    assert!(!updated.is_empty() && updated.iter().all(|imported| !imported));
    // An account's making and its last change are two facts.
    let account = r#"{"id":3,"email":"anna@example.com","date_created_gmt":"2025-12-01T10:00:00"}"#;
    assert_eq!(
        marks(read("customer.imported", before, account)),
        [true, true]
    );
    // What is sold is no past.
    let product = r#"{"id":5,"name":"Mug","date_created_gmt":"2025-12-01T10:00:00"}"#;
    assert!(
        marks(read("product.imported", before, product))
            .iter()
            .all(|imported| !imported)
    );
}
