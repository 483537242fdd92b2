//! Any bytes under any topic: the first byte chooses the topic, the rest is the body.
//!
//! Good seeds are the fixtures in `tests/adapters/fixtures`, each behind its topic's byte.

#![no_main]

use edgewise::adapter::{Reading, Request, read};
use edgewise::event::{Event, Source};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

fuzz_target!(|input: &[u8]| {
    let Some((choice, body)) = input.split_first() else {
        return;
    };
    let request = &REQUESTS[usize::from(*choice) % REQUESTS.len()];
    let reading = read(request, body);
    assert_eq!(reading, read(request, body), "the same body, the same reading");
    if let Reading::Deliveries(deliveries) = &reading {
        assert!(!deliveries.is_empty(), "deliveries without a delivery");
        // What is told goes into states: it must survive the way through JSON.
        for event in deliveries.iter().flat_map(|delivery| &delivery.events) {
            let text = serde_json::to_string(event).unwrap();
            assert_eq!(&serde_json::from_str::<Event>(&text).unwrap(), event);
        }
    }
});

static REQUESTS: LazyLock<Vec<Request>> = LazyLock::new(|| {
    let shopify = [
        "checkouts/create",
        "checkouts/update",
        "checkouts/delete",
        "carts/update",
        "orders/create",
        "orders/paid",
        "orders/updated",
        "orders/cancelled",
        "orders/delete",
        "refunds/create",
        "customers/create",
        "customers/update",
        "customers/delete",
        "customers/merge",
        "customer.tags_added",
        "customers_email_marketing_consent/update",
        "customers_marketing_consent/update",
        "fulfillments/create",
        "fulfillment_events/create",
        "products/update",
        "inventory_levels/update",
        "customers/data_request",
        "customers/redact",
        "shop/redact",
        "app/uninstalled",
    ];
    let woocommerce = [
        "order.created",
        "order.updated",
        "order.deleted",
        "customer.created",
        "customer.updated",
        "product.updated",
        "coupon.updated",
        "",
    ];
    let shopify = shopify.map(|topic| (Source::Shopify, topic));
    let woocommerce = woocommerce.map(|topic| (Source::Woocommerce, topic));
    let others = [(Source::ShopifyPixel, ""), (Source::Segment, "")];
    let all = shopify.into_iter().chain(woocommerce).chain(others);
    all.map(|(source, topic)| {
        let request = serde_json::json!({
            "source": source,
            "topic": topic,
            "received_at": 1_795_348_800_000_i64,
            "shop": { "domain": "toys.myshopify.com", "currency": "EUR" },
        });
        serde_json::from_value(request).unwrap()
    })
    .collect()
});
