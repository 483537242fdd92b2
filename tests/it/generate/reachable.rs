//! People who may be written to, and a plan that does. In a life and a plan that are random in all
//! their parts hardly anybody gets a message, and then much is true that should not be.

use crate::generate::plan::plan;
use crate::generate::{START, life};
use edgewise::event::{Channel, Consent, ConsentChange, Event, EventKind, Profile, Source};
use edgewise::time::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A random plan with one workflow more, which writes to everybody who orders or leaves a cart.
pub(crate) fn writing_plan() -> impl Strategy<Value = Value> {
    (plan(), any::<bool>()).prop_map(|(mut config, cart)| {
        let workflow = json!({
            "id": "writes", "name": "Writes", "status": "live",
            "trigger": if cart {
                json!({"type": "cart_abandoned", "after": {"amount": 1, "unit": "hours"}})
            } else {
                json!({"type": "order_placed"})
            },
            "reentry": {"type": "every_time"},
            "steps": [
                {"id": "at-once", "type": "send", "message": "mail"},
                {"id": "pause", "type": "wait", "for": {"amount": 20, "unit": "hours"}},
                {"id": "later", "type": "send", "message": "mail"},
                {"id": "night", "type": "wait", "until": {"time_of_day": "02:30"}},
                {"id": "last", "type": "send", "message": "mail"},
            ],
        });
        let workflows = config.get_mut("workflows").and_then(Value::as_array_mut);
        workflows.unwrap().push(workflow);
        config
    })
}

/// A life that begins with an address and consent, for some after they had refused.
pub(crate) fn reachable_life(longest: usize) -> impl Strategy<Value = Vec<Event>> {
    (life(longest), prop::bool::weighted(0.2)).prop_map(|(mut events, refused)| {
        let profile = Profile {
            email: Some("anna@example.com".to_owned().into()),
            ..Profile::default()
        };
        let consent = |consent| EventKind::ConsentChanged {
            change: ConsentChange::new(Channel::Email, consent, "form"),
        };
        let refusal = refused.then(|| ("refusal", -1, consent(Consent::Unsubscribed)));
        let first = [
            ("created", 0, EventKind::CustomerCreated { profile }),
            ("consent", 0, consent(Consent::Subscribed)),
        ];
        let first = refusal.into_iter().chain(first).map(|(fact, after, kind)| {
            let at = Timestamp::from_millis(START + after);
            Event {
                fact_key: format!("shopify:customer:1:{fact}").into(),
                occurred_at: at,
                received_at: at,
                imported: false,
                source: Source::Shopify,
                kind,
            }
        });
        events.splice(0..0, first);
        events
    })
}
