//! What a forecast says goes out is what a host then sends.

use crate::generate::START;
use crate::generate::host::{Host, compiled, customer};
use crate::generate::reachable::{reachable_life, writing_plan};
use edgewise::backtest::{Backtest, Question};
use edgewise::event::{Channel, Event, EventKind};
use edgewise::forecast::{Forecast, Horizon};
use edgewise::input::Input;
use edgewise::shop_facts::{RfmCuts, ShopFacts};
use edgewise::state::State;
use edgewise::time::Timestamp;
use edgewise::transition::transition;
use proptest::prelude::*;
use serde_json::{Value, json};

const DAY: i64 = 86_400_000;

#[test]
fn what_is_true_of_the_shop_is_known_whenever_a_condition_is_asked() {
    let plan = compiled(&json!({
        "format": 1,
        "shop": {"id": "s", "name": "S", "currency": "EUR", "time_zone": "UTC"},
        "messages": {"mail": {"subject": "s", "text": "t"}},
        "workflows": [{
            "id": "w", "name": "W", "status": "live", "trigger": {"type": "order_placed"},
            "filter": {"type": "rfm", "monetary": [5, 5]},
            "steps": [
                {"id": "one", "type": "send", "message": "mail"},
                {"id": "pause", "type": "wait", "for": {"amount": 1, "unit": "days"}},
                {"id": "two", "type": "send", "message": "mail"},
            ],
        }],
    }));
    let event = |fact: &str, kind: Value| {
        json!({
            "fact_key": fact, "occurred_at": START, "received_at": START, "source": "shopify", "kind": kind,
        })
    };
    let total = json!({"minor": 50_000, "currency": "EUR"});
    let events: Vec<Event> = serde_json::from_value(json!([
        event("made", json!({"type": "customer_created", "profile": {"email": "anna@example.com"}})),
        event("consent", json!({"type": "consent_changed", "change": {"channel": "email", "consent": "subscribed"}})),
        event("order", json!({"type": "order_placed", "order": {"order_id": "o", "placed_at": START, "paid_at": START, "total": total}})),
    ])).unwrap();
    let cuts = RfmCuts {
        recency: [START; 4],
        frequency: [1, 2, 3, 4],
        monetary: [1, 2, 3, 4],
    };
    let ranked = ShopFacts {
        rfm: Some(cuts),
        ..ShopFacts::NONE
    };
    let from = Timestamp::from_millis(START);
    let until = from.plus_millis(3 * DAY);
    for (facts, expected) in [(Some(ranked.clone()), 2), (None, 0)] {
        let question = Question {
            from,
            until,
            ..Question::default()
        };
        let mut backtest = Backtest::new(&plan, &plan, facts.clone(), question);
        backtest.add(&customer(), events.clone());
        assert_eq!(backtest.report().draft.sent, expected);

        let input = Input::WithFacts {
            facts: Box::new(ranked.clone()),
            input: Box::new(Input::Events {
                customer: customer(),
                events: events.clone(),
            }),
        };
        let state = transition(&plan, State::new(customer()), input, from).state;
        let mut forecast = Forecast::new(
            &plan,
            facts,
            Horizon {
                from,
                until,
                named: 10,
            },
        );
        forecast.add(state);
        assert_eq!(forecast.queue().messages, expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

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
            host.deliver(vec![event]);
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
        forecast.add(host.state.clone());
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
