//! Random customers' lives and conditions, small enough to collide often.

use edgewise::event::{
    Cart, Channel, Consent, ConsentChange, Event, EventKind, Item, Order, Profile, Refund, Source,
    Tags,
};
use edgewise::money::{Currency, Money};
use edgewise::time::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

/// 2026-03-20T00:00:00Z: nine days before the clocks change in Berlin.
pub(crate) const START: i64 = 1_773_964_800_000;
/// How long a random life lasts: 20 days.
pub(crate) const SPAN: i64 = 20 * 86_400_000;

/// The currency of every random shop.
pub(crate) fn euro() -> Currency {
    Currency::parse("EUR").unwrap()
}

/// A moment of a random life, often a whole hour, so that things coincide.
pub(crate) fn moment() -> impl Strategy<Value = Timestamp> {
    let hours = (0..SPAN / 3_600_000).prop_map(|hour| hour * 3_600_000);
    prop_oneof![3 => hours, 1 => 0..SPAN].prop_map(|offset| Timestamp::from_millis(START + offset))
}

/// One event of a customer's life, told at once.
pub(crate) fn event() -> impl Strategy<Value = Event> {
    (moment(), kind(), prop::bool::weighted(0.1)).prop_map(|(at, (kind, subject), browser)| {
        let kind = placed_at(kind, at);
        Event {
            fact_key: fact_key(&kind, &subject, at),
            occurred_at: at,
            received_at: at,
            source: if browser {
                Source::ShopifyPixel
            } else {
                Source::Shopify
            },
            kind,
        }
    })
}

/// A whole life in the order in which it happened.
pub(crate) fn life(longest: usize) -> impl Strategy<Value = Vec<Event>> {
    vec(event(), 0..longest).prop_map(|mut events| {
        events.sort_by_key(|event| event.occurred_at);
        events
    })
}

fn kind() -> impl Strategy<Value = (EventKind, String)> {
    let profile = (any::<bool>(), any::<bool>(), 0..4usize).prop_map(|(email, phone, zone)| {
        let zones = [
            None,
            Some("America/New_York"),
            Some("Asia/Tokyo"),
            Some("Mars/Olympus"),
        ];
        let profile = Profile {
            email: email.then(|| "anna@example.com".to_owned().into()),
            phone: phone.then(|| "+4915112345678".to_owned().into()),
            time_zone: zones.get(zone).copied().flatten().map(str::to_owned),
            ..Profile::default()
        };
        (EventKind::CustomerUpdated { profile }, String::new())
    });
    let said = vec![
        Consent::Subscribed,
        Consent::Subscribed,
        Consent::Unsubscribed,
        Consent::Pending,
    ];
    let channels = prop::sample::select(Channel::ALL.to_vec());
    let consent = (channels, prop::sample::select(said)).prop_map(|(channel, consent)| {
        let change = ConsentChange {
            channel,
            consent,
            origin: None,
        };
        (
            EventKind::ConsentChanged { change },
            channel.word().to_owned(),
        )
    });
    let cart = (1..4u32, 0..5i64).prop_map(|(token, worth)| {
        let total = (worth > 0).then(|| Money::new(worth * 2_500, euro()));
        let item = |total| Item {
            title: "Mug".to_owned(),
            quantity: 1,
            unit_price: Some(total),
            ..Item::default()
        };
        let cart = Cart {
            cart_token: Some(format!("c{token}")),
            items: total.map(item).into_iter().collect(),
            total,
            ..Cart::default()
        };
        (EventKind::CartUpdated { cart }, token.to_string())
    });
    let order =
        (1..6u32, 1..8i64, any::<bool>(), any::<bool>()).prop_map(|(id, worth, paid, cart)| {
            let order = Order {
                order_id: format!("shopify:{id}"),
                total: Some(Money::new(worth * 10_000, euro())),
                cart_token: cart.then(|| format!("c{}", 1 + id % 3)),
                ..Order::default()
            };
            let kind = if paid {
                EventKind::OrderCompleted { order }
            } else {
                EventKind::OrderPlaced { order }
            };
            (kind, id.to_string())
        });
    let refund = (1..6u32, 1..8i64).prop_map(|(id, worth)| {
        let refund = Refund {
            order_id: format!("shopify:{id}"),
            refund_id: worth.to_string(),
            amount: Some(Money::new(worth * 5_000, euro())),
        };
        (EventKind::OrderRefunded { refund }, format!("{id}:{worth}"))
    });
    let tag = (0..3u32, any::<bool>()).prop_map(|(tag, on)| {
        let tags = Tags {
            tags: vec![format!("t{tag}")],
        };
        let kind = if on {
            EventKind::TagsAdded { tags }
        } else {
            EventKind::TagsRemoved { tags }
        };
        (kind, tag.to_string())
    });
    let view = (0..3u32).prop_map(|product| {
        let product = Item {
            product_id: format!("p{product}"),
            quantity: 1,
            ..Item::default()
        };
        let subject = product.product_id.clone();
        (EventKind::ProductViewed { product }, subject)
    });
    prop_oneof![1 => profile, 2 => consent, 3 => cart, 3 => order, 1 => refund, 2 => tag, 2 => view]
}

/// Orders carry their own time; an order is paid when it is completed.
fn placed_at(kind: EventKind, at: Timestamp) -> EventKind {
    let told = |order: Order| Order {
        placed_at: Some(at),
        updated_at: Some(at),
        ..order
    };
    match kind {
        EventKind::OrderPlaced { order } => EventKind::OrderPlaced { order: told(order) },
        EventKind::OrderCompleted { order } => EventKind::OrderCompleted {
            order: Order {
                paid_at: Some(at),
                ..told(order)
            },
        },
        other => other,
    }
}

fn fact_key(kind: &EventKind, subject: &str, at: Timestamp) -> String {
    let name = kind.name().word();
    match kind {
        // An order is placed and paid once, whenever and however often that is told.
        EventKind::OrderPlaced { .. }
        | EventKind::OrderCompleted { .. }
        | EventKind::OrderRefunded { .. } => {
            format!("{name}:{subject}")
        }
        _ => format!("{name}:{subject}:{}", at.as_millis()),
    }
}

/// A random condition, as a merchant would write it.
pub(crate) fn condition() -> impl Strategy<Value = Value> {
    let comparison = prop::sample::select(vec![
        "more_than",
        "at_least",
        "less_than",
        "at_most",
        "exactly",
    ]);
    let amount = (0..40i64).prop_map(|n| Money::new(n * 2_500, euro()).decimal());
    let event = prop::sample::select(vec![
        "order_placed",
        "product_viewed",
        "cart_updated",
        "tags_added",
    ]);
    let leaf = prop_oneof![
        (comparison.clone(), amount.clone(), window()).prop_map(
            |(is, amount, window)| with_window(
                json!({"type": "spend", "is": is, "amount": amount}),
                window
            )
        ),
        (comparison.clone(), 0..4u32, window()).prop_map(|(is, count, window)| with_window(
            json!({"type": "order_count", "is": is, "count": count}),
            window
        )),
        (comparison.clone(), amount)
            .prop_map(|(is, amount)| json!({"type": "cart_value", "is": is, "amount": amount})),
        (event.clone(), comparison, 0..4u32, window()).prop_map(|(event, is, count, window)| {
            with_window(
                json!({"type": "performed", "event": event, "is": is, "count": count}),
                window,
            )
        }),
        (event, window()).prop_map(|(event, window)| with_window(
            json!({"type": "not_performed", "event": event}),
            window
        )),
        (0..3u32, any::<bool>())
            .prop_map(|(tag, has)| json!({"type": "tag", "tag": format!("T{tag}"), "has": has})),
        prop::sample::select(vec![
            "subscribed",
            "unsubscribed",
            "pending",
            "never_subscribed"
        ])
        .prop_map(|is| json!({"type": "consent", "channel": "email", "is": is})),
        prop::sample::select(vec!["set", "not_set"])
            .prop_map(|is| json!({"type": "attribute", "name": "email", "is": is})),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        (
            prop::sample::select(vec!["all", "any", "none"]),
            vec(inner, 0..4),
        )
            .prop_map(|(kind, of)| json!({"type": kind, "of": of}))
    })
}

fn window() -> impl Strategy<Value = Option<Value>> {
    let unit = prop::sample::select(vec![
        "minutes",
        "hours",
        "days",
        "calendar_days",
        "weeks",
        "months",
    ]);
    let last = (1..40u32, unit)
        .prop_map(|(amount, unit)| Some(json!({"last": {"amount": amount, "unit": unit}})));
    prop_oneof![1 => Just(None), 3 => last, 1 => Just(Some(json!({"since": "entry"})))]
}

fn with_window(mut condition: Value, window: Option<Value>) -> Value {
    if let (Some(window), Some(condition)) = (window, condition.as_object_mut()) {
        condition.insert("window".to_owned(), window);
    }
    condition
}
