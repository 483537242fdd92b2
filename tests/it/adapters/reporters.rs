//! What each way of connecting a store is said to report is what is read from it: no more, no less.

use super::golden::fixtures;
use super::request;
use edgewise::adapter::{Reading, Reporter, can_happen, read};
use edgewise::event::{EventName, EventNames, Source, WooCommerceRules};

const ALL: [Reporter; 4] = [
    Reporter::Shopify,
    Reporter::ShopifyPixel,
    Reporter::Woocommerce,
    Reporter::WoocommercePlugin,
];

/// What the plugin's server reports, besides what WooCommerce's own webhooks do.
const OF_THE_PLUGIN: [&str; 4] = [
    "account.signed_in",
    "cart.updated",
    "consent.changed",
    "file.downloaded",
];

/// What follows from other facts of a shop, and stands in no body.
const FOLLOWS: [EventName; 2] = [EventName::StockChanged, EventName::PriceChanged];

/// What starts no workflow.
const FOR_THE_HOST: EventNames = EventNames::of(&[
    EventName::OrderAnonymized,
    EventName::CustomerDataRequested,
    EventName::CustomerRedactRequested,
    EventName::ShopRedactRequested,
    EventName::AppUninstalled,
]);

/// Every kind that is read from the fixtures of a reporter and, of the plugin, from its script.
fn read_from(wanted: Reporter) -> EventNames {
    let fixtures = fixtures().into_iter().filter(|fixture| {
        let of_plugin = OF_THE_PLUGIN.contains(&fixture.topic.as_str());
        match (fixture.source, wanted) {
            (Source::Shopify, Reporter::Shopify)
            | (Source::ShopifyPixel, Reporter::ShopifyPixel) => true,
            (Source::Woocommerce, Reporter::Woocommerce) => !of_plugin,
            (Source::Woocommerce, Reporter::WoocommercePlugin) => of_plugin,
            _ => false,
        }
    });
    let bodies = fixtures.map(|one| (one.source, one.topic, one.body));
    let script = (wanted == Reporter::WoocommercePlugin).then(script_calls);
    let script = script.into_iter().flatten();
    let script = script.map(|body| (Source::Segment, String::new(), body.into_bytes()));
    let mut found = EventNames::NONE;
    for (source, topic, body) in bodies.chain(script) {
        let mut request = request(source, &topic, "EUR");
        request.shop.woocommerce = Some(rules());
        let Reading::Deliveries(deliveries) = read(&request, &body) else {
            continue;
        };
        let events = deliveries.iter().flat_map(|delivery| &delivery.events);
        for event in events {
            found = found.and(EventNames::of(&[event.kind.name()]));
        }
    }
    found
}

/// A shop of which as much is read as can be.
fn rules() -> WooCommerceRules {
    WooCommerceRules {
        completed_is_shipped: true,
        ..WooCommerceRules::default()
    }
}

/// What the plugin's script sends, by the names that stand in its files.
fn script_calls() -> Vec<String> {
    let root = env!("CARGO_MANIFEST_DIR");
    let page = std::fs::read_to_string(format!("{root}/woocommerce/includes/browser.php")).unwrap();
    let named = page.split("'event'      => '").skip(1);
    let named: Vec<&str> = named.map(|rest| rest.split('\'').next().unwrap()).collect();
    assert!(named.len() >= 3, "{named:?}");
    let call = |kind: &str, event: &str| {
        serde_json::json!({
            "type": kind, "event": event, "messageId": "m", "anonymousId": "a",
            "timestamp": "2026-11-22T12:00:00Z", "sentAt": "2026-11-22T12:00:00Z",
            "properties": {"product_id": "1", "query": "mug", "category": "Mugs", "list_id": "1",
                "url": "https://shop.example/", "name": "Mug", "price": "9.00", "currency": "EUR"},
        })
        .to_string()
    };
    let tracked = named.into_iter().map(|event| call("track", event));
    tracked.chain([call("page", "")]).collect()
}

#[test]
fn what_is_read_from_a_store_is_what_it_is_said_to_report() {
    let words = |keep: &dyn Fn(EventName) -> bool| -> Vec<&str> {
        let all = EventName::ALL.iter().copied();
        all.filter(|name| keep(*name))
            .map(|name| name.word())
            .collect()
    };
    let wrong: Vec<_> = ALL
        .into_iter()
        .flat_map(|reporter| {
            let found = read_from(reporter);
            let said = can_happen(&[reporter], &rules()).and(FOR_THE_HOST);
            let unsaid = words(&|name| found.has(name) && !said.has(name));
            let invented = words(&|name| {
                reporter.reports(&rules()).has(name) && !found.has(name) && !FOLLOWS.contains(&name)
            });
            [
                (reporter, "reports these as well", unsaid),
                (reporter, "has no fixture with these", invented),
            ]
        })
        .filter(|(_, _, names)| !names.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
