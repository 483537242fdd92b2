//! What is asked of a message that is tried again: everything, as of that moment.

use edgewise::config::compile;
use edgewise::effect::Outcome;
use edgewise::event::Event;
use edgewise::id::{CustomerId, EffectId};
use edgewise::input::{Command, Input};
use edgewise::plan::Plan;
use edgewise::reason::Reason;
use edgewise::state::State;
use edgewise::time::Timestamp;
use edgewise::transition::{Answer, transition};
use serde_json::{Value, json};

const START: i64 = 1_772_438_400_000;
const DAY: i64 = 86_400_000;

/// One customer, and the effects that a host was asked for.
struct Host {
    plan: Plan,
    state: State,
    effects: Vec<EffectId>,
}

impl Host {
    fn turn(&mut self, at: i64, input: Input) -> Option<Answer> {
        let now = Timestamp::from_millis(at);
        let moved = transition(&self.plan, self.state.clone(), input, now);
        self.state = moved.state;
        let effects = moved.effects.into_iter().map(|effect| effect.id);
        self.effects.extend(effects);
        moved.answer
    }

    fn deliver(&mut self, at: i64, kind: Value) {
        let event: Event = serde_json::from_value(json!({
            "fact_key": kind.to_string(), "occurred_at": at, "received_at": at, "source": "shopify", "kind": kind,
        }))
        .unwrap();
        let (customer, events) = (CustomerId::derive("shop", "anna"), vec![event]);
        self.turn(at, Input::Events { customer, events });
    }

    fn release(&mut self, at: i64, number: usize) -> Answer {
        let effect = self.effects.get(number).unwrap().clone();
        self.turn(at, Input::Release { effect }).unwrap()
    }
}

/// Found by the simulation of the whole system: the mail server refused two messages for days, both
/// were tried again in the same second, and each was counted at the day of its first try.
#[test]
fn messages_tried_again_together_keep_the_cap() {
    let flow = |tag: &str| {
        json!({
            "id": tag, "name": tag, "status": "live", "trigger": { "type": "tag_added", "tag": tag },
            "steps": [{ "id": "mail", "type": "send", "message": "mail" }],
        })
    };
    let config = json!({
        "format": 1,
        "shop": { "id": "s", "name": "S", "currency": "EUR", "time_zone": "UTC" },
        "policy": { "frequency_caps": [{ "at_most": 1, "per": { "amount": 24, "unit": "hours" }, "when_over": "wait" }] },
        "messages": { "mail": { "subject": "s", "text": "t" } },
        "workflows": [flow("first"), flow("second")],
    });
    let mut host = Host {
        plan: compile(&config.to_string()).plan.unwrap(),
        state: State::new(CustomerId::derive("shop", "anna")),
        effects: Vec::new(),
    };
    let profile = json!({ "email": "anna@example.com" });
    let agrees = json!({ "channel": "email", "consent": "subscribed" });
    host.deliver(
        START,
        json!({ "type": "customer_created", "profile": profile }),
    );
    host.deliver(
        START,
        json!({ "type": "consent_changed", "change": agrees }),
    );
    for (day, tag) in [(1, "first"), (3, "second")] {
        host.deliver(
            START + day * DAY,
            json!({ "type": "tags_added", "tags": { "tags": [tag] } }),
        );
        let answer = host.release(START + day * DAY, host.effects.len() - 1);
        assert!(matches!(answer, Answer::Go { .. }), "{answer:?}");
    }
    let again = START + 5 * DAY;
    let answer = host.release(again, 0);
    assert!(matches!(answer, Answer::Go { .. }), "{answer:?}");
    match host.release(again, 1) {
        Answer::Defer { until, reason } => {
            assert_eq!(reason, Reason::OverFrequencyCap);
            assert_eq!(until, Timestamp::from_millis(again + DAY));
        }
        other => panic!("the second is one too many: {other:?}"),
    }
}

/// A message of which nobody knows whether it arrived counts as sent, and is wanted once more on the
/// merchant's word: judged anew, and no more where the customer left the workflow meanwhile.
#[test]
fn a_message_that_never_arrived_is_sent_again_on_the_merchants_word() {
    let flow = json!({
        "id": "first", "name": "first", "status": "live", "trigger": { "type": "tag_added", "tag": "first" },
        "exit_on": ["order_placed"],
        "steps": [{ "id": "mail", "type": "send", "message": "mail", "kind": "marketing" },
                  { "id": "rest", "type": "wait", "for": { "amount": 9, "unit": "days" } }],
    });
    let config = json!({
        "format": 1,
        "shop": { "id": "s", "name": "S", "currency": "EUR", "time_zone": "UTC" },
        "policy": { "frequency_caps": [{ "at_most": 1, "per": { "amount": 24, "unit": "hours" } }] },
        "messages": { "mail": { "subject": "s", "text": "t" } },
        "workflows": [flow],
    });
    let unsubscribed = json!({ "type": "consent_changed",
        "change": { "channel": "email", "consent": "unsubscribed" } });
    for (news, goes) in [(None, true), (Some(unsubscribed), false)] {
        let mut host = Host {
            plan: compile(&config.to_string()).plan.unwrap(),
            state: State::new(CustomerId::derive("shop", "anna")),
            effects: Vec::new(),
        };
        let profile = json!({ "email": "anna@example.com" });
        let agrees = json!({ "channel": "email", "consent": "subscribed" });
        host.deliver(
            START,
            json!({ "type": "customer_created", "profile": profile }),
        );
        host.deliver(
            START,
            json!({ "type": "consent_changed", "change": agrees }),
        );
        host.deliver(
            START,
            json!({ "type": "tags_added", "tags": { "tags": ["first"] } }),
        );
        let effect = host.effects.first().unwrap().clone();
        let answer = host.release(START, 0);
        assert!(matches!(answer, Answer::Go { .. }), "{answer:?}");
        let outcome = Outcome::Unknown { detail: None };
        let receipt = Input::Receipt {
            effect: effect.clone(),
            outcome,
        };
        host.turn(START, receipt);
        assert!(
            matches!(host.release(START, 0), Answer::Withdraw { .. }),
            "nobody sends it by themselves"
        );
        if let Some(news) = news {
            host.deliver(START + 1, news);
        }
        let command = Command::Retry { effect };
        host.turn(START + 2, Input::Command { command });
        assert!(!goes || host.effects.len() == 2, "it’s in the outbox again");
        let answer = host.release(START + 2, 0);
        // Its own first try doesn't count against the cap.
        assert_eq!(
            matches!(answer, Answer::Go { .. }),
            goes,
            "{answer:?} after the retry"
        );
    }
}
