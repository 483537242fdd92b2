//! What comes back suppresses the address it came from, in whatever order it is reported.
//!
//! Random reports, orders and sign-ups of a customer with two addresses are delivered as they
//! happened and shuffled, some of them twice, and compared with the rules read off the plain list.

use edgewise::customer::Customer;
use edgewise::event::{Channel, Event};
use edgewise::id::CustomerId;
use edgewise::reason::Reason;
use edgewise::time::Timestamp;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::cell::RefCell;

const START: i64 = 1_772_438_400_000;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const ADDRESSES: [&str; 2] = ["anna@example.com", "office@example.com"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Complains,
    Bounces,
    BouncesForNow,
    Arrives,
    Orders,
    SignsUp,
    Leaves,
}

/// What happened, when, and at which address.
type Deed = (What, i64, usize);

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let what = prop_oneof![
        1 => Just(What::Complains),
        6 => Just(What::Bounces),
        30 => Just(What::BouncesForNow),
        2 => Just(What::Arrives),
        4 => Just(What::Orders),
        2 => Just(What::SignsUp),
        1 => Just(What::Leaves),
    ];
    prop::collection::vec((what, 0..30 * 24i64, 0..2usize), 1..30).prop_map(|mut deeds| {
        deeds.sort_by_key(|deed| deed.1);
        deeds.dedup_by_key(|deed| deed.1);
        deeds
    })
}

fn event((what, hour, address): Deed) -> Event {
    let at = START + DAY + hour * HOUR;
    let address = ADDRESSES.get(address).unwrap();
    let news = json!({ "channel": "email", "address": format!(" {} ", address.to_uppercase()) });
    let consent = |word: &str| json!({ "type": "consent_changed", "change": { "channel": "email", "consent": word } });
    let kind = match what {
        What::Complains => json!({ "type": "message_complained", "news": news }),
        What::Bounces => json!({ "type": "message_bounced", "news": news, "permanent": true }),
        What::BouncesForNow => {
            json!({ "type": "message_bounced", "news": news, "permanent": false })
        }
        What::Arrives => json!({ "type": "message_delivered", "news": news }),
        What::Orders => json!({ "type": "order_placed", "order": {
            "order_id": hour.to_string(), "email": address, "total": { "minor": 100, "currency": "EUR" },
            "placed_at": at, "updated_at": at,
        } }),
        What::SignsUp => consent("subscribed"),
        What::Leaves => consent("unsubscribed"),
    };
    told(&format!("{what:?}:{hour}"), at, &kind)
}

fn told(fact: &str, at: i64, kind: &Value) -> Event {
    let event = json!({
        "fact_key": fact, "occurred_at": at, "received_at": START + 90 * DAY, "source": "edgewise", "kind": kind,
    });
    serde_json::from_value(event).unwrap()
}

fn after(events: &[Event]) -> Customer {
    let mut customer = Customer {
        id: CustomerId::derive("shop", "anna"),
        ..Customer::default()
    };
    let profile = json!({ "type": "customer_created", "profile": { "email": ADDRESSES[0] } });
    customer.fold(&told("made", START, &profile), &Default::default());
    for event in events {
        customer.fold(event, &Default::default());
    }
    customer
}

fn reason_of(customer: &Customer, address: &str) -> Option<Reason> {
    let found = customer.suppression(Channel::Email, Some(address));
    found.map(|suppression| suppression.reason)
}

/// The rules, read off the list.
fn expected(deeds: &[Deed], address: usize) -> Option<Reason> {
    let hours = |wanted: What, at: usize| {
        let of = deeds
            .iter()
            .filter(move |(what, _, of)| *what == wanted && *of == at);
        of.map(|(_, hour, _)| *hour)
    };
    let anywhere = |wanted: What| hours(wanted, 0).chain(hours(wanted, 1)).max();
    if hours(What::Complains, address).next().is_some() {
        return Some(Reason::Complained);
    }
    let agreed = anywhere(What::SignsUp).filter(|at| Some(*at) > anywhere(What::Leaves));
    // The account has the first address, so a sign-up is with that one.
    let acted = hours(What::Orders, address)
        .max()
        .max(agreed.filter(|_| address == 0));
    if hours(What::Bounces, address).any(|at| Some(at) > acted) {
        return Some(Reason::AddressBounced);
    }
    let good = acted.max(anywhere(What::Arrives));
    let moment = |hour: i64| START + DAY + hour * HOUR;
    let day = |hour: &i64| moment(*hour).div_euclid(DAY);
    let mut days: Vec<i64> = hours(What::BouncesForNow, address).collect();
    days.sort_unstable();
    days.dedup_by_key(|hour| day(hour));
    let kept = days.len().saturating_sub(8);
    days.drain(..kept);
    days.retain(|hour| Some(*hour) > good);
    let week = days.last().zip(days.first());
    let week = week.is_some_and(|(last, first)| (last - first) * HOUR >= 7 * DAY);
    (days.len() >= 4 && week).then_some(Reason::AddressKeepsBouncing)
}

#[test]
fn an_address_is_suppressed_by_what_came_back_from_it_whatever_the_order() {
    let seen = RefCell::new([0usize; 4]);
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::default()
    });
    let shuffled = deeds().prop_flat_map(|deeds| {
        let events: Vec<Event> = deeds.iter().copied().map(event).collect();
        let again: Vec<Event> = events
            .iter()
            .chain(events.iter().take(4))
            .cloned()
            .collect();
        (Just(deeds), Just(events), Just(again).prop_shuffle())
    });
    let law = |(deeds, events, shuffled): (Vec<Deed>, Vec<Event>, Vec<Event>)| {
        let (straight, other) = (after(&events), after(&shuffled));
        prop_assert_eq!(&straight.returns, &other.returns);
        for (place, address) in ADDRESSES.into_iter().enumerate() {
            let wanted = expected(&deeds, place);
            prop_assert_eq!(
                reason_of(&straight, address),
                wanted,
                "{} in order",
                address
            );
            prop_assert_eq!(reason_of(&other, address), wanted, "{} shuffled", address);
            let number = match wanted {
                None => 0,
                Some(Reason::Complained) => 1,
                Some(Reason::AddressBounced) => 2,
                _ => 3,
            };
            seen.borrow_mut()[number] += 1;
            // The merchant lifts everything but a complaint.
            let mut lifted = straight.clone();
            lifted.lift_suppression(Timestamp::from_millis(START + 100 * DAY));
            let left = wanted.filter(|reason| *reason == Reason::Complained);
            prop_assert_eq!(reason_of(&lifted, address), left);
        }
        Ok(())
    };
    runner.run(&shuffled, law).unwrap();
    let seen = seen.into_inner();
    println!("addresses that are good, complained, bounced, keep bouncing: {seen:?}");
    assert!(seen.iter().all(|number| *number > 0), "{seen:?}");
}

#[test]
fn a_complaint_that_an_earlier_release_kept_is_not_lifted_either() {
    let complaint = event((What::Complains, 1, 0));
    let mut customer = after(&[complaint]);
    // As the earlier release left it.
    customer.returns = Default::default();
    customer.suppressed = Some(Timestamp::from_millis(START + DAY));
    let now = Timestamp::from_millis(START + 50 * DAY);
    customer.lift_suppression(now);
    assert_eq!(reason_of(&customer, ADDRESSES[0]), Some(Reason::Complained));
}
