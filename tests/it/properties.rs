//! The laws, under random plans, lives and hosts.
//!
//! `PROPTEST_CASES` sets how many cases each law is tried on. A law whose premise never occurred in
//! any of them fails.

use crate::differential::facts::Past;
use crate::generate::host::{Host, Sent, compiled, customer};
use crate::generate::plan::plan;
use crate::generate::reachable::{reachable_life, writing_plan};
use crate::generate::{SPAN, START, life, moment};
use crate::promises;
use crate::promises::Promise;
use edgewise::condition::Context;
use edgewise::effect::Payload;
use edgewise::event::{Channel, Consent, Event, EventKind, MessageKind, Source};
use edgewise::input::Input;
use edgewise::policy::CountedTogether;
use edgewise::reason::Reason;
use edgewise::shop_facts::ShopFacts;
use edgewise::state::State;
use edgewise::time::{Timestamp, Zone};
use edgewise::trace::Decision;
use edgewise::transition::transition;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;
use std::cell::Cell;

/// Plays a life at a host that wakes `lateness` late.
fn play<'p>(plan: &'p edgewise::plan::Plan, events: &[Event], lateness: i64) -> Host<'p> {
    let mut host = Host::new(plan);
    for event in events {
        host.pass(event.occurred_at, lateness);
        host.deliver(vec![event.clone()]);
    }
    host.pass(Timestamp::from_millis(START + 3 * SPAN), lateness);
    host
}

#[test]
fn the_same_journal_gives_the_same_bytes() {
    let promise = Promise::to_show(13, "native");
    let tried = law(
        ["a life in which something was sent"],
        (writing_plan(), reachable_life(30)),
        |(config, events)| {
            let plan = compiled(&config);
            let host = play(&plan, &events, 0);
            let mut state = State::new(customer());
            for (now, input) in &host.journal {
                state = transition(&plan, state, input.clone(), *now).state;
            }
            prop_assert_eq!(
                serde_json::to_string(&state).unwrap(),
                serde_json::to_string(&host.state).unwrap()
            );
            Ok([usize::from(!host.sent.is_empty())])
        },
    );
    promise.shown(tried.cases, "0 differ from the states they led to");
}

#[test]
fn a_redelivery_changes_nothing() {
    let promise = Promise::to_show(8, "events");
    let tried = law(
        ["an event delivered twice"],
        (plan(), life(30)),
        |(config, events)| {
            let plan = compiled(&config);
            let mut host = Host::new(&plan);
            for event in &events {
                host.pass(event.occurred_at, 0);
                host.deliver(vec![event.clone()]);
                let before = host.state.clone();
                let again = host.deliver(vec![event.clone()]);
                prop_assert_eq!(&again.state, &before);
                prop_assert!(again.effects.is_empty() && again.withdrawn.is_empty());
            }
            Ok([events.len()])
        },
    );
    let [repeated] = tried.premises;
    promise.shown(repeated, "0 changed a state or had an effect");
}

#[test]
fn an_early_or_repeated_wake_changes_nothing() {
    law(
        ["a wake before its time"],
        (plan(), life(30)),
        |(config, events)| {
            let plan = compiled(&config);
            let mut host = Host::new(&plan);
            let mut early_wakes = 0;
            for event in &events {
                host.pass(event.occurred_at, 0);
                host.deliver(vec![event.clone()]);
                for _ in 0..2 {
                    let (before, wake) = (host.state.clone(), host.wake);
                    if wake.is_some_and(|at| at <= host.now) {
                        host.turn(Input::Wake);
                        continue;
                    }
                    let early = host.turn(Input::Wake);
                    early_wakes += 1;
                    prop_assert_eq!(&early.state, &before);
                    prop_assert_eq!(early.wake.map(|wake| wake.at), wake);
                    prop_assert!(early.trace.is_empty() && early.effects.is_empty());
                }
            }
            Ok([early_wakes])
        },
    );
}

#[test]
fn nothing_is_sent_against_consent_suppression_or_quiet_hours() {
    law(
        [
            "a message to somebody who may refuse",
            "one to somebody who had refused before",
            "one to somebody who was suppressed later",
            "one on a channel with quiet hours",
        ],
        (writing_plan(), reachable_life(40)),
        |(config, life)| {
            let plan = compiled(&config);
            let host = play(&plan, &life, 0);
            let (mut marketing, mut withdrawn_before, mut suppressed_later, mut quiet) =
                (0, 0, 0, 0);
            for sent in host
                .sent
                .iter()
                .filter(|sent| sent.kind == MessageKind::Marketing)
            {
                let events = life.get(..sent.received).unwrap();
                prop_assert_eq!(
                    consent_at(events, sent.channel, sent.at),
                    Consent::Subscribed,
                    "{:?}",
                    sent
                );
                let is_suppressed = Past { events }.is_suppressed();
                prop_assert!(
                    !is_suppressed || sent.channel != Channel::Email,
                    "{:?}",
                    sent
                );
                marketing += 1;
                suppressed_later += usize::from(life.iter().any(suppresses));
                withdrawn_before += usize::from(refused(events, sent.channel));
                let zone = zone_at(events, sent.at, plan.shop.zone);
                for rule in plan
                    .policy
                    .quiet_hours
                    .iter()
                    .filter(|rule| rule.channel == sent.channel)
                {
                    quiet += 1;
                    prop_assert!(
                        !is_quiet(rule, sent.at, zone),
                        "{:?} in {}",
                        sent,
                        zone.name()
                    );
                }
            }
            Ok([marketing, withdrawn_before, suppressed_later, quiet])
        },
    );
}

#[test]
fn caps_are_kept_in_every_window() {
    law(
        [
            "a message under a cap",
            "one with another before it in the window",
        ],
        (writing_plan(), reachable_life(40), 0..7_200_000i64),
        |(config, events, lateness)| {
            let plan = compiled(&config);
            let host = play(&plan, &events, lateness);
            let (mut capped, mut counted) = (0, 0);
            for (place, sent) in host
                .sent
                .iter()
                .enumerate()
                .filter(|(_, sent)| sent.kind == MessageKind::Marketing)
            {
                let zone = zone_at(
                    events.get(..sent.received).unwrap(),
                    sent.at,
                    plan.shop.zone,
                );
                for cap in &plan.policy.frequency_caps {
                    let concerned = cap.channel.is_none_or(|of| of == sent.channel)
                        && !matches!(&cap.of, CountedTogether::Workflow(one) if *one != sent.workflow);
                    let counts = |other: &&Sent| {
                        (cap.counts_transactional || other.kind == MessageKind::Marketing)
                            && cap.channel.is_none_or(|of| of == other.channel)
                            && (cap.of == CountedTogether::All || other.workflow == sent.workflow)
                            && cap.per.ends(other.at, zone) > sent.at
                    };
                    let before = host.sent.iter().take(place).filter(counts).count();
                    capped += usize::from(concerned);
                    counted += usize::from(concerned && before > 0);
                    prop_assert!(
                        !concerned || before < cap.at_most as usize,
                        "{:?} after {} under {:?}",
                        sent,
                        before,
                        cap
                    );
                }
            }
            Ok([capped, counted])
        },
    );
}

#[test]
fn of_messages_close_together_only_a_more_important_one_follows() {
    law(
        [
            "two messages close together",
            "one given up for a more important one",
        ],
        (writing_plan(), reachable_life(40), 1..48),
        |(config, events, hours)| {
            let mut config = config;
            config["policy"] = json!({"one_message_within": {"amount": hours, "unit": "hours"}});
            // A rival that is more important and comes a little later: what waits gives way to it.
            let rival = json!({
                "id": "rival", "name": "Rival", "status": "live", "priority": 90,
                "trigger": {"type": "order_placed"}, "reentry": {"type": "every_time"},
                "steps": [{"id": "pause", "type": "wait", "for": {"amount": 90, "unit": "minutes"}},
                          {"id": "rival", "type": "send", "message": "mail"}],
            });
            config["workflows"].as_array_mut().unwrap().push(rival);
            let plan = compiled(&config);
            let within = plan.policy.one_message_within;
            let host = play(&plan, &events, 0);
            let marketing: Vec<&Sent> = host
                .sent
                .iter()
                .filter(|sent| sent.kind == MessageKind::Marketing)
                .collect();
            let priority = |sent: &Sent| plan.current(&sent.workflow).unwrap().priority;
            let mut together = 0;
            for (place, later) in marketing.iter().enumerate() {
                for earlier in marketing.iter().take(place) {
                    let close = earlier.channel == later.channel
                        && within.after(earlier.at, Zone::UTC) > later.at;
                    together += usize::from(close);
                    prop_assert!(
                        !close
                            || earlier.enrollment == later.enrollment
                            || priority(later) > priority(earlier),
                        "{:?} and {:?}",
                        earlier,
                        later
                    );
                }
            }
            let lost = |decision: &&Decision| {
                matches!(
                    decision,
                    Decision::Suppressed {
                        reason: Reason::LostToHigherPriority,
                        ..
                    }
                )
            };
            Ok([together, host.trace.iter().filter(lost).count()])
        },
    );
}

#[test]
fn an_effect_goes_out_once() {
    let promise = Promise::to_show(12, "effects");
    let tried = law(
        ["an effect that went out"],
        (writing_plan(), reachable_life(40), 0..90_000_000i64),
        |(config, events, lateness)| {
            let plan = compiled(&config);
            let host = play(&plan, &events, lateness);
            let mut ids: Vec<_> = host.sent.iter().map(|sent| sent.effect.clone()).collect();
            ids.sort();
            let all = ids.len();
            ids.dedup();
            prop_assert_eq!(ids.len(), all);
            prop_assert!(host.outbox.is_empty(), "everything is settled in the end");
            Ok([all])
        },
    );
    promise.shown(tried.cases, "0 effects went out twice");
}

#[test]
fn facts_converge_whatever_the_order() {
    let promise = Promise::to_show(12, "orders");
    let tried = law(
        ["a life delivered in another order"],
        (plan(), life(25), any::<u64>()),
        |(config, events, seed)| {
            let plan = compiled(&hands_off(config));
            let end = Timestamp::from_millis(START + SPAN);
            let facts = |events: Vec<Event>| {
                let mut state = State::new(customer());
                for event in events {
                    let received = Event {
                        received_at: end,
                        ..event
                    };
                    let input = Input::Events {
                        customer: customer(),
                        events: vec![received],
                    };
                    state = transition(&plan, state, input, end).state;
                }
                let mut customer = state.customer;
                // What the engine did itself (tags, tiers) depends on what it knew when; facts do not.
                let own = [
                    "tier_changed",
                    "tier_at_risk",
                    "points_changed",
                    "tags_added",
                    "tags_removed",
                    "segment_entered",
                    "segment_left",
                    "score_changed",
                ];
                let history = &mut customer.history;
                history.kinds.retain(|name, _| !own.contains(&name.word()));
                history
                    .dropped
                    .retain(|name, _| !own.contains(&name.word()));
                history
                    .dropped_count
                    .retain(|name, _| !own.contains(&name.word()));
                customer.tags = edgewise::customer::Tags::default();
                customer.tier = None;
                customer.standing = edgewise::customer::TierStanding::default();
                customer.score = edgewise::customer::ScoreFacts::default();
                // However an order's points were booked, in the end there are as many.
                let balance = customer.points.balance;
                customer.points = edgewise::customer::Points::default().into();
                customer.points.balance = balance;
                customer
            };
            let mut shuffled = events.clone();
            shuffle(&mut shuffled, seed);
            let otherwise = usize::from(shuffled != events);
            let repeated: Vec<Event> = shuffled
                .iter()
                .chain(shuffled.iter().take(5))
                .cloned()
                .collect();
            prop_assert_eq!(facts(events.clone()), facts(repeated));
            Ok([otherwise])
        },
    );
    let [reordered] = tried.premises;
    promise.shown(reordered, "0 led to other facts");
}

#[test]
fn what_a_workflow_gives_or_ends_it_does_once() {
    law(
        ["points in a ledger", "a subscription ended by a workflow"],
        (writing_plan(), reachable_life(40), 0..90_000_000i64),
        |(config, events, lateness)| {
            let plan = compiled(&config);
            let host = play(&plan, &events, lateness);
            let points = &host.state.customer.points;
            let booked: i64 = points.entries.iter().map(|entry| entry.points).sum();
            if points.entries.len() < edgewise::customer::Points::LIMIT {
                prop_assert_eq!(
                    points.balance,
                    booked,
                    "the balance is the sum of the ledger"
                );
            }
            // Whom a workflow unsubscribed gets no marketing there until they agree again themselves.
            let ends = own_ends(&host);
            for ended in &ends {
                let again = agreed_after(&events, ended.1, ended.0);
                let against = host.sent.iter().find(|sent| {
                    sent.kind == MessageKind::Marketing
                        && sent.channel == ended.1
                        && sent.at > ended.0
                        && again.is_none_or(|again| sent.at < again)
                });
                prop_assert!(against.is_none(), "{:?} after {:?}", against, ended);
            }
            Ok([points.entries.len(), ends.len()])
        },
    );
}

#[test]
fn members_are_those_for_whom_the_condition_holds() {
    law(
        ["a member", "a customer outside"],
        (plan(), life(25), prop::collection::vec(moment(), 0..30)),
        |(config, events, wakes)| {
            let plan = compiled(&config);
            let mut state = State::new(customer());
            let mut moments: Vec<(Timestamp, Option<Event>)> = events
                .into_iter()
                .map(|event| (event.received_at, Some(event)))
                .collect();
            moments.extend(wakes.into_iter().map(|at| (at, None)));
            moments.sort_by_key(|(at, _)| *at);
            let (mut inside, mut outside) = (0, 0);
            for (now, event) in moments {
                let input = event.map_or(Input::Wake, |event| Input::Events {
                    customer: customer(),
                    events: vec![event],
                });
                let moved = transition(&plan, state, input, now);
                state = moved.state;
                if state.settled_under.is_empty() {
                    continue;
                }
                let facts = ShopFacts::NONE;
                let context = Context {
                    local: state.customer.zone(plan.shop.zone),
                    definitions: plan.definitions(),
                    facts: &facts,
                    ..Context::new(&state.customer, now, plan.shop.zone, plan.shop.currency)
                };
                for segment in plan
                    .segments()
                    .iter()
                    .filter(|segment| segment.can_be_judged(&context))
                {
                    let answer = segment.evaluate(&context);
                    *(if answer.matched {
                        &mut inside
                    } else {
                        &mut outside
                    }) += 1;
                    prop_assert_eq!(
                        state.memberships.is_member(&segment.id),
                        answer.matched,
                        "{} at {}",
                        &segment.id,
                        now
                    );
                    // And the engine will be there when that may change.
                    let look = state.memberships.next_look().unwrap_or(Timestamp::MAX);
                    prop_assert!(
                        look <= answer.stable_until,
                        "{} looks at {} but {}",
                        &segment.id,
                        look,
                        answer.stable_until
                    );
                    prop_assert!(
                        answer.stable_until == Timestamp::MAX
                            || moved
                                .wake
                                .is_some_and(|wake| wake.at <= answer.stable_until)
                    );
                }
            }
            Ok([inside, outside])
        },
    );
}

#[test]
fn nothing_is_sent_for_a_cart_after_its_order_is_known() {
    law(["a reminder", "a life with an order"], life(40), |events| {
        let plan = compiled(&serde_json::json!({
            "format": 1,
            "shop": {"id": "s", "name": "S", "currency": "EUR", "time_zone": "Europe/Berlin"},
            "messages": {"mail": {"subject": "s", "text": "t"}},
            "workflows": [{"id": "cart", "name": "Cart", "status": "live",
                "trigger": {"type": "cart_abandoned", "after": {"amount": 1, "unit": "hours"}},
                "exit_on": ["order_placed"],
                "steps": [{"id": "one", "type": "send", "message": "mail"},
                          {"id": "pause", "type": "wait", "for": {"amount": 30, "unit": "hours"}},
                          {"id": "two", "type": "send", "message": "mail"}]}],
        }));
        let host = play(&plan, &events, 0);
        for sent in &host.sent {
            // Of a browser's word what is in a cart is not believed, but that somebody is there.
            let last_cart = events.iter().rev().find(|event| {
                event.occurred_at < sent.at && matches!(event.kind, EventKind::CartUpdated { .. })
            });
            let Some(cart) = last_cart else {
                panic!("sent without a cart")
            };
            let mut first_told = std::collections::BTreeSet::new();
            let ordered = events
                .iter()
                .filter(|event| event.source == Source::Shopify)
                .any(|event| match &event.kind {
                    EventKind::OrderPlaced { order } | EventKind::OrderCompleted { order } => {
                        first_told.insert(order.order_id.clone())
                            && event.occurred_at >= cart.occurred_at
                            && event.occurred_at < sent.at
                    }
                    _ => false,
                });
            prop_assert!(!ordered, "sent at {} although ordered", sent.at);
        }
        Ok([
            host.sent.len(),
            usize::from(
                events
                    .iter()
                    .any(|event| matches!(event.kind, EventKind::OrderPlaced { .. })),
            ),
        ])
    });
}

/// When workflows ended marketing, and on which channel.
fn own_ends(host: &Host<'_>) -> Vec<(Timestamp, Channel)> {
    let done = host.done.iter();
    done.filter_map(|(at, payload)| match payload {
        Payload::Unsubscribe { channel } => Some((*at, *channel)),
        _ => None,
    })
    .collect()
}

/// When somebody agreed to marketing on `channel` after a moment, or changed anything about it.
fn agreed_after(events: &[Event], channel: Channel, after: Timestamp) -> Option<Timestamp> {
    let said = events.iter().filter(|event| event.occurred_at >= after);
    let changes = said.filter(|event| {
        matches!(&event.kind, EventKind::ConsentChanged { change } if change.channel == channel)
    });
    changes.map(|event| event.occurred_at).min()
}

/// Whether the shop says that nothing may be sent to the customer any more.
fn suppresses(event: &Event) -> bool {
    let ends = matches!(
        event.kind,
        EventKind::MessageComplained { .. }
            | EventKind::MessageBounced {
                permanent: true,
                ..
            }
    );
    ends && event.source.is_confirmed()
}

/// Whether the customer ever refused the channel in these events.
fn refused(events: &[Event], channel: Channel) -> bool {
    events.iter().any(|event| {
        matches!(&event.kind, EventKind::ConsentChanged { change } if change.channel == channel && change.consent == Consent::Unsubscribed)
    })
}

/// What was agreed on `channel` by `at`, read off the list of events.
fn consent_at(events: &[Event], channel: Channel, at: Timestamp) -> Consent {
    let said = events
        .iter()
        .filter(|event| event.occurred_at <= at && event.source.is_confirmed());
    let mut latest: Option<(Timestamp, u8, Consent)> = None;
    for event in said {
        let EventKind::ConsentChanged { change } = &event.kind else {
            continue;
        };
        if change.channel != channel {
            continue;
        }
        let strict = match change.consent {
            Consent::NeverSubscribed => 0,
            Consent::Subscribed => 1,
            Consent::Pending => 2,
            Consent::Unsubscribed => 3,
        };
        let said = (event.occurred_at, strict, change.consent);
        if latest.is_none_or(|known| (said.0, said.1) > (known.0, known.1)) {
            latest = Some(said);
        }
    }
    latest.map_or(Consent::NeverSubscribed, |(_, _, consent)| consent)
}

fn zone_at(events: &[Event], at: Timestamp, shop: Zone) -> Zone {
    let zones = events
        .iter()
        .filter(|event| event.occurred_at <= at)
        .filter_map(|event| match &event.kind {
            EventKind::CustomerCreated { profile } | EventKind::CustomerUpdated { profile } => {
                Some((
                    event.source.is_confirmed(),
                    event.occurred_at,
                    profile.time_zone.clone()?,
                ))
            }
            _ => None,
        });
    zones
        .max()
        .and_then(|(_, _, name)| Zone::named(&name))
        .unwrap_or(shop)
}

/// Quiet or not, by the clock on the wall alone.
fn is_quiet(rule: &edgewise::policy::QuietHours, at: Timestamp, zone: Zone) -> bool {
    let clock = at.local(zone).format("%H:%M").to_string();
    let (from, until) = (rule.from.to_string(), rule.until.to_string());
    if from < until {
        from <= clock && clock < until
    } else {
        clock >= from || clock < until
    }
}

fn shuffle(events: &mut [Event], seed: u64) {
    let mut state = seed | 1;
    for index in (1..events.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        events.swap(index, (state >> 33) as usize % (index + 1));
    }
}

/// How much a law was tried on.
struct Tried<const N: usize> {
    cases: usize,
    /// How often each premise occurred.
    premises: [usize; N],
}

/// Tries `check` on many lives. It answers how often each of the law's `premises` occurred in the
/// one it was given: a premise that never occurred fails the law, as nothing was tried.
fn law<S: Strategy, const N: usize>(
    premises: [&str; N],
    lives: S,
    check: impl Fn(S::Value) -> Result<[usize; N], TestCaseError>,
) -> Tried<N> {
    let cases = promises::cases(600);
    let config = ProptestConfig {
        cases,
        source_file: Some(file!()),
        ..ProptestConfig::default()
    };
    let seen = Cell::new([0; N]);
    let outcome = TestRunner::new(config).run(&lives, |life| {
        let occurred = check(life)?;
        let mut counts = seen.get();
        for (count, new) in counts.iter_mut().zip(occurred) {
            *count += new;
        }
        seen.set(counts);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    for (premise, count) in premises.iter().zip(seen.get()) {
        println!("{premise}: {count} times");
        assert!(
            count > 0,
            "{premise}: never occurred in {cases} cases, so nothing was tried; try more with PROPTEST_CASES"
        );
    }
    Tried {
        cases: cases as usize,
        premises: seen.get(),
    }
}

/// The same plan without what a workflow does to facts by itself. What it does depends on what it
/// knew when.
fn hands_off(mut config: serde_json::Value) -> serde_json::Value {
    replace_own(&mut config);
    config
}

/// The steps that change facts at once.
const OWN_STEPS: [&str; 6] = [
    "add_points",
    "unsubscribe",
    "change_tier",
    "assign",
    "show_offer",
    "hide_offer",
];

fn replace_own(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Array(items) => items.iter_mut().for_each(replace_own),
        serde_json::Value::Object(fields) => {
            let own = fields.get("type").and_then(serde_json::Value::as_str);
            if own.is_some_and(|own| OWN_STEPS.contains(&own)) {
                let id = fields.get("id").cloned();
                *value = json!({"id": id, "type": "create_task", "title": "Do it"});
            } else {
                fields.values_mut().for_each(replace_own);
            }
        }
        _ => {}
    }
}
