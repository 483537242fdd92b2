//! Random customers' lives and conditions, small enough to collide often.

pub(crate) mod answers;
pub(crate) mod condition;
pub(crate) mod host;
pub(crate) mod plan;
pub(crate) mod reachable;

use edgewise::event::{
    Cart, Channel, Consent, ConsentChange, Event, EventKind, Item, MessageNews, Order, Profile,
    Refund, Source, Tags,
};
use edgewise::money::{Currency, Money};
use edgewise::time::{Date, Timestamp};
use edgewise::value::{Decimal, Value};
use proptest::collection::vec;
use proptest::prelude::*;

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

/// One event of a customer's life, received at once.
pub(crate) fn event() -> impl Strategy<Value = Event> {
    (moment(), kind(), prop::bool::weighted(0.1)).prop_map(|(at, (kind, subject), browser)| {
        let kind = placed_at(kind, at);
        Event {
            fact_key: fact_key(&kind, &subject, at).into(),
            occurred_at: at,
            received_at: at,
            imported: false,
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
    let traits = (0..4usize, 0..4usize, 0..6u32);
    let account = (any::<bool>(), prop::bool::weighted(0.2));
    let profile = (account, any::<bool>(), 0..4usize, traits).prop_map(
        |((email, is_new), phone, zone, (born, renews, size))| {
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
                birth_date: [
                    None,
                    Some("1992-02-29"),
                    Some("1990-03-31"),
                    Some("2001-11-02"),
                ]
                .get(born)
                .copied()
                .flatten()
                .and_then(Date::parse)
                .map(Into::into),
                traits: [
                    ["", "2026-04-02", "2026-03-28T10:00:00+01:00", "soon"]
                        .get(renews)
                        .filter(|text| !text.is_empty())
                        .map(|text| ("renews".to_owned(), Value::Text((*text).to_owned()))),
                    (size > 0)
                        .then(|| ("size".to_owned(), Value::Number(Decimal::from(size * 10)))),
                ]
                .into_iter()
                .flatten()
                .collect(),
                ..Profile::default()
            };
            let kind = if is_new {
                EventKind::CustomerCreated { profile }
            } else {
                EventKind::CustomerUpdated { profile }
            };
            (kind, String::new())
        },
    );
    let said = vec![
        Consent::Subscribed,
        Consent::Subscribed,
        Consent::Unsubscribed,
        Consent::Pending,
    ];
    let channels = prop::sample::select(Channel::ALL.to_vec());
    let consent = (channels, prop::sample::select(said)).prop_map(|(channel, consent)| {
        let change = ConsentChange::new(channel, consent, "form");
        (
            EventKind::ConsentChanged { change },
            channel.word().to_owned(),
        )
    });
    let cart = (1..4u32, 0..5i64).prop_map(|(token, worth)| {
        let total = (worth > 0).then(|| Money::new(worth * 2_500, euro()));
        let item = |total| Item {
            title: "Mug".to_owned().into(),
            quantity: token,
            unit_price: Some(total),
            vendor: (token == 2).then(|| "Acme".to_owned()).map(Into::into),
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
                // The same in every delivery, so that only totals can contradict each other.
                items: vec![Item {
                    product_id: format!("p{}", id % 3).into(),
                    quantity: id,
                    unit_price: Some(Money::new(i64::from(id) * 2_000, euro())),
                    vendor: Some(if id % 2 == 0 { "Acme" } else { "Other" }.to_owned().into()),
                    ..Item::default()
                }],
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
    let view = (0..3u32, 0..5u32).prop_map(|(product, price)| {
        let product = Item {
            product_id: format!("p{product}").into(),
            quantity: 1,
            unit_price: (price > 0).then(|| Money::new(i64::from(price) * 1_250, euro())),
            ..Item::default()
        };
        let subject = format!("{}:{price}", product.product_id);
        (EventKind::ProductViewed { product }, subject)
    });
    let message = (0..32u8).prop_map(|what| {
        let news = MessageNews::default();
        // Seldom one that ends all messages, or little else would be tried.
        let kind = match what {
            0 => EventKind::MessageComplained { news },
            1 | 2 => EventKind::MessageBounced {
                news,
                permanent: true,
            },
            3..=8 => EventKind::MessageBounced {
                news,
                permanent: false,
            },
            9..=16 => EventKind::MessageDelivered { news },
            17..=24 => EventKind::MessageClicked { news },
            _ => EventKind::MessageOpened { news },
        };
        (kind, what.to_string())
    });
    prop_oneof![1 => profile, 2 => consent, 3 => cart, 3 => order, 1 => refund, 2 => tag, 2 => view, 1 => message]
}

/// Orders carry their own time; an order is paid when it is completed.
fn placed_at(kind: EventKind, at: Timestamp) -> EventKind {
    let placed = |order: Order| Order {
        placed_at: Some(at),
        updated_at: Some(at),
        ..order
    };
    match kind {
        EventKind::OrderPlaced { order } => EventKind::OrderPlaced {
            order: placed(order),
        },
        EventKind::OrderCompleted { order } => EventKind::OrderCompleted {
            order: Order {
                paid_at: Some(at),
                ..placed(order)
            },
        },
        other => other,
    }
}

fn fact_key(kind: &EventKind, subject: &str, at: Timestamp) -> String {
    let name = kind.name().word();
    match kind {
        // An order is placed and paid once, whenever and however often that is delivered.
        EventKind::OrderPlaced { .. }
        | EventKind::OrderCompleted { .. }
        | EventKind::OrderRefunded { .. } => {
            format!("{name}:{subject}")
        }
        _ => format!("{name}:{subject}:{}", at.as_millis()),
    }
}
