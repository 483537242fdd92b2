//! A course cannot be noticed: moved on in one, a customer's life has the decisions and the states
//! that single transitions give.

use crate::generate::host::{Host, compiled, customer};
use crate::generate::plan::plan;
use crate::generate::{SPAN, START, life, moment};
use crate::promises;
use edgewise::event::{Cart, Event, EventKind, Item, Order, Source};
use edgewise::input::Input;
use edgewise::plan::Plan;
use edgewise::simulate::{Planned, Play, simulate};
use edgewise::state::State;
use edgewise::time::Timestamp;
use edgewise::trace::{Decision, Detail, Entry};
use edgewise::transition::{Course, Decided, transition};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;

/// So many lives for a law, or as many as a run of all laws asks for.
fn runs(usual: u32) -> ProptestConfig {
    ProptestConfig {
        cases: promises::cases(usual),
        source_file: Some(file!()),
        ..ProptestConfig::default()
    }
}

/// The inputs of a life at a host that wakes in time.
pub fn journal<'p>(plan: &'p Plan, events: &[Event]) -> Host<'p> {
    let mut host = Host::new(plan);
    for event in events {
        host.pass(event.occurred_at, 0);
        host.deliver(vec![event.clone()]);
    }
    host.pass(Timestamp::from_millis(START + 3 * SPAN), 0);
    host
}

/// Events that change carts, orders and dates in ways that other random lives do not.
fn correction() -> impl Strategy<Value = Event> {
    let what = (0..8_usize, 1..6_u32, any::<bool>());
    (moment(), what).prop_map(|(at, (kind, number, other))| {
        let order_id = format!("shopify:{number}");
        let order = Order {
            order_id: order_id.clone(),
            placed_at: Some(at),
            updated_at: Some(at),
            cancelled_at: other.then_some(at),
            cart_token: other.then(|| format!("c{}", 1 + number % 3)),
            ..Order::default()
        };
        let cart = Cart {
            cart_token: Some(format!("c{}", 1 + number % 3)),
            checkout_token: other.then(|| format!("k{number}")),
            items: vec![Item {
                quantity: number,
                ..Item::default()
            }],
            ..Cart::default()
        };
        let kind = match kind {
            0 => EventKind::OrderAnonymized { order },
            1 => EventKind::OrderUpdated { order },
            2 => EventKind::OrderCancelled { order },
            3 => EventKind::OrderDeleted { order_id },
            4 => EventKind::CheckoutStarted { cart },
            5 => EventKind::CartViewed { cart },
            6 => EventKind::CheckoutDeleted {
                checkout_token: cart.checkout_token,
                checkout_id: None,
            },
            _ => EventKind::CustomerDeleted,
        };
        Event {
            fact_key: format!("{}:{number}:{}", kind.name().word(), at.as_millis()).into(),
            occurred_at: at,
            received_at: at,
            imported: false,
            source: Source::Shopify,
            kind,
        }
    })
}

/// A life with corrections in between.
pub fn corrected_life() -> impl Strategy<Value = Vec<Event>> {
    let corrections = proptest::collection::vec(correction(), 0..12);
    (life(25), corrections).prop_map(|(mut events, corrections)| {
        events.extend(corrections);
        events.sort_by_key(|event| event.occurred_at);
        events
    })
}

/// A decision without what conditions saw.
fn outcome(entry: &Entry) -> Entry {
    let mut entry = entry.clone();
    match &mut entry.decision {
        Decision::ScoreChanged { saw, .. }
        | Decision::SegmentChanged { saw, .. }
        | Decision::Entered { saw, .. }
        | Decision::NotEntered { saw, .. }
        | Decision::Branched { saw, .. }
        | Decision::WayTaken { saw, .. }
        | Decision::NoWayTaken { saw, .. }
        | Decision::Allowed { saw, .. }
        | Decision::Suppressed { saw, .. } => saw.clear(),
        _ => {}
    }
    entry
}

fn outcomes(trace: &[Entry]) -> Vec<Entry> {
    trace.iter().map(outcome).collect()
}

#[test]
fn a_course_decides_what_single_transitions_decide() {
    let (kept, entered, recognized) = (Cell::new(0), Cell::new(0), Cell::new(0));
    // Events that came while somebody was inside a workflow: shown to the enrollments, and not.
    let (heard, unheard) = (Cell::new(0), Cell::new(0));
    let lives = (plan(), corrected_life());
    let result = TestRunner::new(runs(1_000)).run(&lives, |(config, events)| {
        let plan = compiled(&config);
        let mut state = State::new(customer());
        let mut course = Course::new(&plan, state.clone());
        let mut brief = Course::with_detail(&plan, state.clone(), Detail::Outcome);
        for (now, input) in &journal(&plan, &events).journal {
            kept.set(kept.get() + course.known_timers());
            if let Input::Events { events, .. } = input {
                for event in events {
                    let inside = state.enrollments.iter().filter(|one| one.is_active());
                    let asked = inside.map(|one| plan.heard_inside(&one.workflow, one.revision));
                    for asked in asked {
                        let counted = if asked.has(event.kind.name()) {
                            &heard
                        } else {
                            &unheard
                        };
                        counted.set(counted.get() + 1);
                    }
                }
            }
            let alone = transition(&plan, state, input.clone(), *now);
            state = alone.state;
            let decided = Decided {
                effects: alone.effects,
                withdrawn: alone.withdrawn,
                answer: alone.answer,
                wake: alone.wake,
                faults: alone.faults,
                trace: alone.trace,
            };
            let in_course = course.decide(input.clone(), *now);
            prop_assert_eq!(&in_course, &decided);
            prop_assert_eq!(course.state(), &state);
            let said_less = brief.decide(input.clone(), *now);
            prop_assert_eq!(outcomes(&said_less.trace), outcomes(&decided.trace));
            prop_assert_eq!(said_less.effects, decided.effects);
            prop_assert_eq!(said_less.wake, decided.wake);
            prop_assert_eq!(brief.state(), &state);
            let by_time = decided.trace.iter().filter(|entry| {
                let Decision::Entered { workflow, .. } = &entry.decision else {
                    return false;
                };
                let mut timed = plan.behind(plan.started_by_time());
                timed.any(|one| one.id == *workflow)
            });
            entered.set(entered.get() + by_time.count());
        }
        recognized.set(recognized.get() + course.recognized_entries());
        Ok(())
    });
    result.unwrap();
    assert!(kept.get() > 0, "no timer was ever kept");
    // A debug build finds out for each event that is not shown that it would have changed nothing.
    let (heard, unheard) = (heard.get(), unheard.get());
    assert!(
        heard > 0 && unheard > 0,
        "{heard} events heard, {unheard} not"
    );
    assert!(entered.get() > 0, "time never started a workflow");
    assert!(recognized.get() > 0, "no entry was ever recognized");
}

#[test]
fn inputs_at_one_moment_decide_what_single_transitions_decide() {
    let (together, released) = (Cell::new(0), Cell::new(0));
    let lives = (plan(), corrected_life());
    let result = TestRunner::new(runs(1_000)).run(&lives, |(config, events)| {
        let plan = compiled(&config);
        let mut state = State::new(customer());
        let mut course = Course::new(&plan, state.clone());
        let mut journal = journal(&plan, &events).journal;
        for (now, _) in &mut journal {
            // Late, so that inputs meet, and tell of what is past.
            let after = SPAN / 20 - now.as_millis() % (SPAN / 20);
            *now = now.plus_millis(after);
        }
        for inputs in journal.chunk_by(|(one, _), (other, _)| one == other) {
            let now = inputs[0].0;
            let mut wake = None;
            let mut moment = course.at(now);
            for (_, input) in inputs {
                let alone = transition(&plan, state, input.clone(), now);
                state = alone.state;
                wake = alone.wake;
                let decided = moment.decide(input.clone());
                prop_assert_eq!(decided.trace, alone.trace);
                prop_assert_eq!(decided.effects, alone.effects);
                prop_assert_eq!(decided.withdrawn, alone.withdrawn);
                prop_assert_eq!(decided.answer, alone.answer);
                prop_assert_eq!(decided.faults, alone.faults);
                let is_release = matches!(input, Input::Release { .. });
                released.set(released.get() + usize::from(is_release));
            }
            prop_assert_eq!(moment.end(), wake);
            prop_assert_eq!(course.state(), &state);
            together.set(together.get() + inputs.len() - 1);
        }
        Ok(())
    });
    result.unwrap();
    println!("inputs after another at one moment: {}", together.get());
    assert!(together.get() > 0, "no two inputs ever came at one moment");
    assert!(released.get() > 0, "nothing was ever released");
}

#[test]
fn a_simulation_decides_what_single_transitions_decide() {
    let released = Cell::new(0);
    let lives = (plan(), corrected_life());
    let result = TestRunner::new(runs(600)).run(&lives, |(config, events)| {
        let plan = compiled(&config);
        let inputs = events.into_iter().map(|event| Planned {
            at: event.occurred_at,
            input: Input::Events {
                customer: customer(),
                events: vec![event],
            },
        });
        let play = Play {
            from: Timestamp::from_millis(START),
            until: Timestamp::from_millis(START + 3 * SPAN),
            ..Play::default()
        };
        let simulation = simulate(&plan, State::new(customer()), inputs.collect(), &play);
        let mut state = State::new(customer());
        for moment in simulation.moments {
            let alone = transition(&plan, state, moment.input, moment.now);
            released.set(released.get() + usize::from(moment.answer.is_some()));
            prop_assert_eq!(moment.trace, alone.trace);
            prop_assert_eq!(moment.effects, alone.effects);
            prop_assert_eq!(moment.answer, alone.answer);
            prop_assert_eq!(moment.faults, alone.faults);
            state = alone.state;
        }
        prop_assert_eq!(simulation.state, state);
        Ok(())
    });
    result.unwrap();
    assert!(released.get() > 0, "nothing was ever released");
}
