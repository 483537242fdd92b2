//! Laws over whole shops: many customers, one plan, every trigger.
//!
//! What plays one customer at a time cannot see what two of them share. Here some live the very
//! same life, so that they share birthdays, carts, orders and moments; some are stored in the form
//! of the first release, whose runs had no customer in their names; and some turn out to be one.

use crate::generate::host::Host;
use crate::generate::reachable::reachable_life;
use crate::generate::{SPAN, START};
use edgewise::config::compile;
use edgewise::event::{Event, EventKind, Order, Profile, Source};
use edgewise::id::{CustomerId, EffectId, EnrollmentId, of_text};
use edgewise::input::Input;
use edgewise::plan::Plan;
use edgewise::state::State;
use edgewise::time::{Date, Timestamp};
use edgewise::trace::Decision;
use edgewise::workflow::Trigger;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// How often a law's premise occurred. A law that was never put to the test fails.
#[derive(Debug, Default)]
struct Premises {
    /// Two customers began a run of one workflow by one fact.
    shared_facts: usize,
    /// Two stored runs of the first release had one name.
    shared_names: usize,
    /// An effect that two customers had wished for under one name was wished for anew.
    rescued: usize,
    /// Somebody was merged into somebody else while both were inside.
    merged: usize,
    /// By trigger: workflows that somebody entered.
    entered: BTreeMap<String, usize>,
}

#[test]
fn no_two_customers_share_a_run_or_an_effect() {
    let plan = every_trigger();
    let premises = RefCell::new(Premises::default());
    let mut runner = TestRunner::new(ProptestConfig {
        cases: cases(100),
        source_file: Some(file!()),
        ..ProptestConfig::default()
    });
    let shops = (
        vec(reachable_life(14), 1..4),
        1..4usize,
        any::<bool>(),
        any::<bool>(),
    );
    let law = runner.run(&shops, |(lives, twins, old, merge)| {
        let mut premises = premises.borrow_mut();
        let mut shop = people(&plan, &lives, twins);
        let middle = Timestamp::from_millis(START + SPAN / 2);
        for (host, life) in &mut shop {
            live(host, life, Timestamp::default(), middle);
        }
        if old {
            // What is in the outbox and not handed over yet is what two customers can lose.
            for (host, _) in &mut shop {
                host.deliver(vec![order(middle)]);
            }
            store_as_the_first_release_did(&mut shop, &mut premises);
        }
        for (host, life) in &mut shop {
            live(host, life, middle, Timestamp::from_millis(START + SPAN));
        }
        if merge && shop.len() > 1 {
            let (loser, _) = shop.pop().unwrap();
            premises.merged += usize::from(!loser.state.enrollments.is_empty());
            let (winner, _) = shop.first_mut().unwrap();
            absorb(winner, loser);
        }
        for (host, _) in &mut shop {
            host.pass(Timestamp::from_millis(START + 3 * SPAN), 0);
        }
        check(&shop, &mut premises)
    });
    law.unwrap();
    let premises = premises.into_inner();
    println!("{premises:?}");
    let occurred = [
        premises.shared_facts,
        premises.shared_names,
        premises.rescued,
        premises.merged,
    ];
    assert!(occurred.iter().all(|times| *times > 0), "{occurred:?}");
    for trigger in Trigger::WORDS {
        let entered = premises
            .entered
            .get(&trigger.replace('_', "-"))
            .copied()
            .unwrap_or_default();
        assert!(entered > 0, "nobody entered by {trigger}");
    }
}

/// The customers of a shop: one of each life, and so many twins of the first.
fn people<'p>(plan: &'p Plan, lives: &[Vec<Event>], twins: usize) -> Vec<(Host<'p>, Vec<Event>)> {
    let first = lives.first().cloned().unwrap_or_default();
    let lives = lives.iter().cloned().chain(vec![first; twins]);
    lives
        .enumerate()
        .map(|(index, mut life)| {
            life.insert(0, born(index));
            let id = CustomerId::derive("random-shop", &format!("customer-{index}"));
            (Host::of(plan, id), life)
        })
        .collect()
}

/// Delivers the events within a stretch of time, and lets it pass.
fn live(host: &mut Host<'_>, life: &[Event], from: Timestamp, until: Timestamp) {
    let within = |event: &&Event| event.occurred_at >= from && event.occurred_at < until;
    for event in life.iter().filter(within) {
        host.pass(event.occurred_at, 0);
        host.deliver(vec![event.clone()]);
    }
    host.pass(until, 0);
}

/// Everybody has the same birthday, a week into the random lives.
fn born(customer: usize) -> Event {
    let at = Timestamp::from_millis(START);
    Event {
        fact_key: format!("shopify:customer:{customer}:updated").into(),
        occurred_at: at,
        received_at: at,
        imported: false,
        source: Source::Shopify,
        kind: EventKind::CustomerUpdated {
            profile: Profile {
                birth_date: Date::parse("1990-03-27").map(Into::into),
                ..Profile::default()
            },
        },
    }
}

/// Gives runs and unsettled effects the names that the first release gave them, and drops from
/// the outboxes what one outbox of that release would have dropped.
fn store_as_the_first_release_did(shop: &mut [(Host<'_>, Vec<Event>)], premises: &mut Premises) {
    let mut rows: BTreeSet<EffectId> = BTreeSet::new();
    let mut runs: BTreeSet<EnrollmentId> = BTreeSet::new();
    for (host, _) in shop {
        let mut text = serde_json::to_string(&host.state).unwrap();
        let mut renamed: Vec<(EffectId, EffectId)> = Vec::new();
        for run in &host.state.enrollments {
            let about = format!("{} {} {}", run.workflow, run.entry_key, run.entry_fact);
            let shared = EnrollmentId::new(of_text("first-release", &about));
            premises.shared_names += usize::from(!runs.insert(shared.clone()));
            text = text.replace(run.id.as_str(), shared.as_str());
            for pending in &host.state.pending {
                if pending.enrollment == run.id {
                    let effect = EffectId::derive(&shared, &pending.step, 0);
                    text = text.replace(pending.effect.as_str(), effect.as_str());
                    renamed.push((pending.effect.clone(), effect));
                }
            }
        }
        let begun_by = format!("\"begun_by\":\"{}\",", host.state.customer.id);
        host.state = serde_json::from_str::<State>(&text.replace(&begun_by, "")).unwrap();
        let unnamed = |run: &edgewise::workflow::Enrollment| run.begun_by.as_str().is_empty();
        assert!(host.state.enrollments.iter().all(unnamed));
        for (now, before) in renamed {
            let rename = |effect: &mut EffectId| {
                if *effect == now {
                    *effect = before.clone();
                }
            };
            host.asked.iter_mut().for_each(rename);
            for decision in &mut host.trace {
                if let Decision::Allowed { effect, .. } = decision
                    && *effect == now
                {
                    *effect = before.clone();
                }
            }
            let Some((mut effect, due)) = host.outbox.remove(&now) else {
                continue;
            };
            effect.id = before.clone();
            if rows.insert(before.clone()) {
                host.outbox.insert(before, (effect, due));
            } else {
                premises.rescued += 1;
                // It never was in an outbox.
                host.asked.retain(|asked| *asked != before);
                host.trace.retain(
                    |one| !matches!(one, Decision::Allowed { effect, .. } if *effect == before),
                );
            }
        }
    }
}

/// The same order, as everybody places it.
fn order(at: Timestamp) -> Event {
    let order = Order {
        order_id: "shopify:shared".to_owned(),
        placed_at: Some(at),
        ..Order::default()
    };
    Event {
        fact_key: "shopify:order:shared:placed".to_owned().into(),
        occurred_at: at,
        received_at: at,
        imported: false,
        source: Source::Shopify,
        kind: EventKind::OrderPlaced { order },
    }
}

fn absorb(winner: &mut Host<'_>, loser: Host<'_>) {
    winner.outbox.extend(loser.outbox);
    winner.asked.extend(loser.asked);
    winner.withdrawn.extend(loser.withdrawn);
    winner.sent.extend(loser.sent);
    winner.done.extend(loser.done);
    winner.trace.extend(loser.trace);
    winner.now = winner.now.max(loser.now);
    winner.turn(Input::Merge {
        loser: Box::new(loser.state),
        hollow: false,
    });
}

fn check(shop: &[(Host<'_>, Vec<Event>)], premises: &mut Premises) -> Result<(), TestCaseError> {
    let mut owners: BTreeMap<&EffectId, usize> = BTreeMap::new();
    let mut runs: BTreeMap<&EnrollmentId, usize> = BTreeMap::new();
    let mut begun: BTreeSet<(String, i64)> = BTreeSet::new();
    for (index, (host, _)) in shop.iter().enumerate() {
        for effect in &host.asked {
            let owner = *owners.entry(effect).or_insert(index);
            prop_assert_eq!(owner, index, "{} is two customers’", effect);
        }
        let once: BTreeSet<&EffectId> = host.asked.iter().collect();
        prop_assert_eq!(once.len(), host.asked.len(), "an effect is asked for once");
        for decision in &host.trace {
            if let Decision::Entered {
                workflow,
                enrollment,
                anchor,
                ..
            } = decision
            {
                let owner = *runs.entry(enrollment).or_insert(index);
                prop_assert_eq!(owner, index, "{} is two customers’", enrollment);
                let fresh = begun.insert((workflow.to_string(), anchor.as_millis()));
                premises.shared_facts += usize::from(!fresh);
                *premises.entered.entry(workflow.to_string()).or_default() += 1;
            }
        }
        // Whatever the journal allowed was in the outbox, and either arrived or was taken back.
        let allowed: BTreeSet<&EffectId> = host
            .trace
            .iter()
            .filter_map(|decision| match decision {
                Decision::Allowed { effect, .. } => Some(effect),
                _ => None,
            })
            .collect();
        prop_assert!(allowed.iter().all(|effect| once.contains(*effect)));
        let taken_back: BTreeSet<&EffectId> = host.withdrawn.iter().collect();
        let arrived: BTreeSet<&EffectId> = host
            .trace
            .iter()
            .filter_map(|decision| match decision {
                Decision::Reported { effect, .. } => Some(effect),
                _ => None,
            })
            .collect();
        for effect in &once {
            let fates =
                usize::from(arrived.contains(*effect)) + usize::from(taken_back.contains(*effect));
            prop_assert_eq!(fates, 1, "{} arrives or is taken back", effect);
        }
        prop_assert!(host.outbox.is_empty(), "everything is settled in the end");
        let messages = arrived
            .iter()
            .filter(|effect| host.sent.iter().any(|sent| sent.effect == ***effect));
        prop_assert_eq!(messages.count(), host.sent.len());
    }
    Ok(())
}

/// A shop with a workflow for every trigger there is, named after it.
fn every_trigger() -> Plan {
    let workflow = |trigger: &str| {
        let mut about = match trigger {
            "cart_abandoned" => json!({"after": {"amount": 1, "unit": "hours"}}),
            "tag_added" => json!({"tag": "t1"}),
            "tier_reached" => json!({"tier": "silver"}),
            "points_reached" => json!({"at_least": 50}),
            "score_reached" => json!({"at_least": 10}),
            "segment_entered" | "segment_left" => json!({"segment": "buyers"}),
            "performed" => json!({"event": "product_viewed"}),
            "not_followed" => {
                json!({"event": "product_viewed", "within": {"amount": 20, "unit": "hours"}})
            }
            "inactive" => {
                json!({"activity": ["product_viewed", "order_placed"], "for": {"amount": 3, "unit": "days"}})
            }
            "date" => json!({"name": "birth_date", "every_year": true, "at": "10:30"}),
            _ => json!({}),
        };
        about["type"] = json!(trigger);
        json!({
            "id": trigger.replace('_', "-"), "name": trigger, "status": "live", "trigger": about,
            "reentry": {"type": "every_time"},
            "steps": [
                {"id": "at-once", "type": "send", "message": "mail"},
                {"id": "code", "type": "apply_coupon", "prefix": "HI", "percent": 10},
                {"id": "points", "type": "add_points", "points": 20, "cause": "for you"},
                {"id": "pause", "type": "wait", "for": {"amount": 30, "unit": "hours"}},
                {"id": "later", "type": "send", "message": "mail"},
            ],
        })
    };
    let workflows: Vec<Value> = Trigger::WORDS.iter().map(|word| workflow(word)).collect();
    let config = json!({
        "format": 1,
        "shop": {"id": "random-shop", "name": "Random", "currency": "EUR", "time_zone": "Europe/Berlin"},
        "messages": {"mail": {"subject": "s", "text": "t"}},
        "tiers": [{"id": "silver", "name": "Silver", "spend_at_least": "200.00"}],
        "loyalty": {"over": {"last": {"amount": 5, "unit": "days"}},
            "downgrade": {"review": "month", "warn_before": {"amount": 3, "unit": "days"}}},
        "scoring": {"qualified_from": 10, "rules": [
            {"id": "looks", "points": 5, "each": {"event": "product_viewed"}}]},
        "segments": [{"id": "buyers", "name": "Buyers",
            "condition": {"type": "spend", "is": "more_than", "amount": "100.00", "window": {"last": {"amount": 5, "unit": "days"}}}}],
        "workflows": workflows,
    });
    let compiled = compile(&config.to_string());
    compiled
        .plan
        .unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))
}

fn cases(usual: u32) -> u32 {
    let set = std::env::var("PROPTEST_CASES").ok();
    set.and_then(|text| text.parse().ok())
        .map_or(usual, |cases: u32| cases.min(3_000))
}
