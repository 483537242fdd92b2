//! Whatever order a platform's deliveries arrive in, they end in the same facts.

use super::golden::fixtures;
use super::request;
use edgewise::adapter::{Reading, Request, read};
use edgewise::customer::{Customer, Folded, Kept};
use edgewise::event::{Event, EventKind, Source};
use edgewise::json;
use edgewise::time::Timestamp;

/// A checkout with blocks sends its draft, then the paid order, and only then that there is one.
#[test]
fn a_block_checkout_is_one_order_placed_and_paid_once() {
    let draft = events("woocommerce/order.updated/checkout-draft.json");
    let paid = events("woocommerce/order.updated/processing.json");
    let created = events("woocommerce/order.created/processing.json");
    assert_eq!(words(&draft), ["customer_identified", "checkout_updated"]);

    let mut customer = Customer::default();
    fold(&mut customer, &draft);
    assert_eq!(customer.carts.list.len(), 1);
    assert!(customer.carts.latest_open(&customer.orders).is_some());
    assert_eq!(customer.orders.count(), 0);

    fold(&mut customer, &paid);
    assert!(customer.carts.latest_open(&customer.orders).is_none());
    assert_eq!(customer.orders.count(), 1);

    let news = fold(&mut customer, &created);
    assert_eq!(
        news,
        Vec::<&str>::new(),
        "the last delivery says nothing new"
    );
}

/// WooCommerce's deletions of one order are the same to the letter, however often it comes back.
#[test]
fn an_order_deleted_restored_and_deleted_again_is_deleted() {
    let received = |name: &str, minutes: i64| {
        let fixture = (fixtures().into_iter())
            .find(|fixture| fixture.name == name)
            .unwrap();
        let mut request = request(fixture.source, &fixture.topic, "EUR");
        request.received_at = Timestamp::from_millis(1_795_348_800_000 + minutes * 60_000);
        events_in(read(&request, &fixture.body))
    };
    let all = [
        received("woocommerce/order.updated/processing.json", 0),
        received("woocommerce/order.deleted/number.json", 1),
        received("woocommerce/order.restored/from-trash.json", 2),
        received("woocommerce/order.deleted/number.json", 3),
    ];
    let count = |received: &[&Vec<Event>]| {
        let mut customer = Customer::default();
        for events in received {
            fold(&mut customer, events);
        }
        customer.orders.count()
    };
    let [placed, deleted, restored, again] = &all;
    assert_eq!(count(&[placed]), 1);
    assert_eq!(count(&[placed, deleted]), 0);
    assert_eq!(count(&[placed, deleted, restored]), 1);
    for order in permutations(4) {
        let received: Vec<&Vec<Event>> = order.iter().map(|index| &all[*index]).collect();
        assert_eq!(count(&received), 0, "{order:?}");
        let without: Vec<&Vec<Event>> = (received.into_iter())
            .filter(|events| !std::ptr::eq(*events, again))
            .collect();
        assert_eq!(count(&without), 1, "{order:?}");
    }
}

/// Shopify reports a checkout that was thrown away by its number alone.
#[test]
fn a_deletion_by_number_closes_the_checkout_in_either_order() {
    let started = events("shopify/checkouts/create/guest.json");
    let deleted = events("shopify/checkouts/delete/number-only.json");
    for received in [[&started, &deleted], [&deleted, &started]] {
        let mut customer = Customer::default();
        for events in received {
            fold(&mut customer, events);
        }
        assert_eq!(customer.carts.list.len(), 1);
        assert!(customer.carts.latest_open(&customer.orders).is_none());
    }
}

#[test]
fn orders_of_arrival_do_not_matter() {
    for names in [
        [
            "woocommerce/order.updated/checkout-draft.json",
            "woocommerce/order.updated/processing.json",
            "woocommerce/order.updated/completed-later.json",
            "woocommerce/order.updated/refunded-in-part.json",
        ],
        [
            "shopify/checkouts/create/guest.json",
            "shopify/checkouts/update/completed.json",
            "shopify/orders/create/paid.json",
            "shopify/orders/updated/refunded-in-part.json",
        ],
    ] {
        let received = names.map(events);
        let mut ends: Vec<String> = permutations(4)
            .into_iter()
            .map(|order| {
                let mut customer = Customer::default();
                for index in order {
                    fold(&mut customer, &received[index]);
                }
                let facts = (&customer.orders, &*customer.consent, &*customer.profile);
                serde_json::to_string(&facts).unwrap()
            })
            .collect();
        ends.sort();
        ends.dedup();
        assert_eq!(ends.len(), 1, "{ends:#?}");
    }
}

/// Four orders in one second carry one delivery id, which is therefore not looked at.
#[test]
fn headers_change_nothing() {
    let fixture = fixtures()
        .into_iter()
        .find(|fixture| fixture.name == "woocommerce/order.updated/processing.json")
        .unwrap();
    let plain = request(fixture.source, &fixture.topic, "EUR");
    let headers = [
        ("x-wc-webhook-delivery-id", "same"),
        ("x-wc-webhook-source", "https://other.example/"),
        ("x-shopify-shop-domain", "other.myshopify.com"),
        ("x-shopify-triggered-at", "2001-01-01T00:00:00Z"),
    ];
    let received = Request {
        headers: headers
            .map(|(name, value)| (name.into(), value.into()))
            .into(),
        ..plain.clone()
    };
    assert_eq!(read(&received, &fixture.body), read(&plain, &fixture.body));
}

/// The same order delivered under two topics carries the same facts.
#[test]
fn facts_are_recognised_across_topics() {
    let facts = |name| {
        let mut facts: Vec<String> = events(name)
            .into_iter()
            .map(|event| event.fact_key.to_string())
            .collect();
        facts.retain(|fact| !fact.contains(":buyer:"));
        facts
    };
    let both = facts("shopify/orders/create/paid.json");
    assert!(both.contains(&facts("shopify/orders/paid/numbers-for-texts.json")[0]));
}

fn events(name: &str) -> Vec<Event> {
    let fixture = fixtures().into_iter().find(|one| one.name == name).unwrap();
    let request = request(fixture.source, &fixture.topic, "EUR");
    events_in(read(&request, &fixture.body))
}

fn events_in(reading: Reading) -> Vec<Event> {
    match reading {
        Reading::Deliveries(deliveries) => deliveries
            .into_iter()
            .flat_map(|delivery| delivery.events)
            .collect(),
        Reading::Ignored { .. } => Vec::new(),
    }
}

/// Folds events and returns the words of those that were new.
fn fold(customer: &mut Customer, events: &[Event]) -> Vec<&'static str> {
    let mut news = Vec::new();
    for event in events {
        if customer.fold(event, &Kept::NOTHING) == Folded::Recorded {
            news.push(event.kind.name().word());
        }
    }
    news
}

fn words(events: &[Event]) -> Vec<&'static str> {
    events
        .iter()
        .map(|event| event.kind.name().word())
        .collect()
}

fn permutations(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in permutations(count - 1) {
        for place in 0..count {
            let mut order = shorter.clone();
            order.insert(place, count - 1);
            all.push(order);
        }
    }
    all
}

#[test]
fn nothing_a_browser_says_is_consent_or_an_order_of_the_shop() {
    for fixture in fixtures() {
        if matches!(fixture.source, Source::ShopifyPixel | Source::Segment) {
            let received = events(&fixture.name);
            let words = words(&received);
            assert!(!words.contains(&"consent_changed"), "{}", fixture.name);
            if fixture.source == Source::ShopifyPixel {
                assert!(!words.iter().any(|word| word.starts_with("order_")));
            }
        }
    }
}

#[test]
fn a_draft_of_a_checkout_is_the_cart_that_the_plugin_reports() {
    let reading = |status: &str, reports_carts: bool| {
        let request = serde_json::json!({
            "source": "woocommerce", "topic": "order.updated", "received_at": 1_795_348_800_000_i64,
            "shop": { "domain": "shop.example", "currency": "EUR", "reports_carts": reports_carts },
        });
        let body = serde_json::json!({
            "id": 7, "status": status, "total": "40.00", "needs_payment": true,
            "date_created_gmt": "2026-03-01T10:00:00", "date_modified_gmt": "2026-03-01T10:00:30",
            "billing": { "email": "anna@example.com" },
            "meta_data": [{ "key": "_edgewise_cart", "value": "c1" }],
        });
        let request = json::from_str(&request.to_string()).unwrap();
        match read(&request, body.to_string().as_bytes()) {
            Reading::Deliveries(deliveries) => Some(deliveries),
            Reading::Ignored { .. } => None,
        }
    };
    assert!(reading("checkout-draft", true).is_none());
    assert!(reading("checkout-draft", false).is_some());
    // Of an order that nobody paid the plugin knows nothing more, but whose cart it was.
    let events = reading("pending", true).unwrap().remove(0).events;
    let cart = events.into_iter().find_map(|event| match event.kind {
        EventKind::CheckoutUpdated { cart } => Some(cart),
        _ => None,
    });
    assert_eq!(cart.unwrap().cart_token.as_deref(), Some("c1"));
}
