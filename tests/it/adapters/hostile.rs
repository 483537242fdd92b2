//! Bodies that are cut off, damaged or made to do harm: never a panic, never an unbounded
//! event, never an address that is not the web's.

use super::golden::fixtures;
use super::request;
use edgewise::adapter::{IgnoreReason, Reading, read};
use edgewise::event::Source;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const SOURCES: [Source; 4] = [
    Source::Shopify,
    Source::Woocommerce,
    Source::ShopifyPixel,
    Source::Segment,
];

#[test]
fn bodies_that_are_cut_off_are_no_json() {
    for fixture in fixtures() {
        let request = request(fixture.source, &fixture.topic, "EUR");
        let whole = fixture.body.trim_ascii_end().len();
        let is_json = serde_json::from_slice::<Value>(&fixture.body).is_ok();
        // Every cut of the small ones, about a hundred of the large.
        for end in (0..whole).step_by(1 + whole / 100) {
            let reading = read(&request, &fixture.body[..end]);
            if is_json && !ignored_before_reading(&reading) {
                let reason = reason(&reading);
                assert_eq!(
                    reason,
                    Some(IgnoreReason::NotJson),
                    "{} at {end}",
                    fixture.name
                );
            }
        }
    }
}

#[test]
fn any_value_may_be_anything() {
    let long = "ü".repeat(3_000);
    let replacements = [
        json!(null),
        json!(" "),
        json!([]),
        json!({}),
        json!(-1),
        json!(1e300),
        json!(long),
        json!("javascript:alert(document.cookie)"),
        json!("gid://\u{0}\u{7f}\u{202e}"),
        json!([{"id": {"id": []}}, null, "x"]),
    ]
    .map(|value| value.to_string());
    // A field that several bodies of a topic have is damaged in the first of them.
    let mut done = BTreeSet::new();
    for fixture in fixtures() {
        let Ok(body) = serde_json::from_slice::<Value>(&fixture.body) else {
            continue;
        };
        let request = request(fixture.source, &fixture.topic, "EUR");
        let places = places(&body).into_iter();
        for place in places.filter(|place| done.insert((fixture.topic.clone(), place.clone()))) {
            let mut marked = body.clone();
            *marked.pointer_mut(&place).unwrap() = json!("@here@");
            let marked = marked.to_string();
            for replacement in &replacements {
                let damaged = marked.replacen("\"@here@\"", replacement, 1);
                let reading = read(&request, damaged.as_bytes());
                check_bounds(&reading, &format!("{} with {place} damaged", fixture.name));
            }
        }
    }
}

#[test]
fn lists_without_end_are_cut() {
    let line = json!({"product_id": 1, "title": "x".repeat(1_000), "quantity": 1, "price": "1.00"});
    let body = json!({
        "id": 1,
        "created_at": "2026-11-22T10:00:00Z",
        "line_items": vec![line; 2_000],
        "discount_codes": vec![json!({"code": "y".repeat(1_000)}); 2_000],
    });
    let request = request(Source::Shopify, "orders/create", "EUR");
    let reading = read(&request, &serde_json::to_vec(&body).unwrap());
    let text = serde_json::to_string(&reading).unwrap();
    assert!(text.len() < 400_000, "{} bytes of events", text.len());
}

#[test]
fn batches_are_limited() {
    let request = request(Source::Segment, "", "EUR");
    let call = |size: usize| json!({"type":"track","userId":"u","event":"Big","properties":{"x":"y".repeat(size)}});
    let large = serde_json::to_vec(&call(33_000)).unwrap();
    assert_eq!(
        reason(&read(&request, &large)),
        Some(IgnoreReason::TooLarge)
    );
    let mixed = json!({ "batch": [call(33_000), call(10)] });
    let read_of_mixed = read(&request, &serde_json::to_vec(&mixed).unwrap());
    let deliveries = match read_of_mixed {
        Reading::Deliveries(deliveries) => deliveries,
        Reading::Ignored { .. } => Vec::new(),
    };
    assert_eq!(deliveries.len(), 1);
    let many = serde_json::to_vec(&vec![call(30_000); 20]).unwrap();
    assert_eq!(reason(&read(&request, &many)), Some(IgnoreReason::TooLarge));
}

proptest! {
    #[test]
    fn random_bytes_are_read_as_nothing(
        body in proptest::collection::vec(any::<u8>(), 0..300),
        source in 0usize..4,
    ) {
        let request = request(SOURCES[source], "orders/create", "EUR");
        prop_assert!(reason(&read(&request, &body)).is_some());
    }

    #[test]
    fn ids_keep_every_digit(id in "[1-9][0-9]{0,29}") {
        for (source, topic, prefix) in [
            (Source::Shopify, "orders/delete", "shopify"),
            (Source::Woocommerce, "order.deleted", "woocommerce"),
        ] {
            for body in [format!("{{\"id\":{id}}}"), format!("{{\"id\":\"{id}\"}}")] {
                let text = serde_json::to_string(&read(&request(source, topic, "EUR"), body.as_bytes())).unwrap();
                prop_assert!(text.contains(&format!("\"{prefix}:{id}\"")), "{}", text);
                prop_assert!(text.contains(&format!("\"{prefix}:order:{id}\"")), "{}", text);
            }
        }
    }
}

/// No text without bounds, no scheme but the web's, no money out of range.
fn check_bounds(reading: &Reading, what: &str) {
    let text = serde_json::to_value(reading).unwrap();
    assert!(text.to_string().len() < 60_000, "{what}: too much is kept");
    check_value(&text, "", what);
}

fn check_value(value: &Value, name: &str, what: &str) {
    match value {
        Value::String(text) => {
            assert!(text.chars().count() <= 2_000, "{what}: {name} is too long");
            if name.ends_with("url") {
                let web = text.starts_with("https://") || text.starts_with("http://");
                assert!(web, "{what}: {name} is {text}");
            }
        }
        Value::Array(items) => items.iter().for_each(|item| check_value(item, name, what)),
        // What a shop's developer tracks may have any name.
        Value::Object(members) if name != "properties" && name != "traits" => {
            for (name, value) in members {
                check_value(value, name, what);
            }
        }
        _ => {}
    }
}

fn reason(reading: &Reading) -> Option<IgnoreReason> {
    match reading {
        Reading::Ignored { reason, .. } => Some(*reason),
        Reading::Deliveries(_) => None,
    }
}

/// Topics that are left alone whatever their body is.
fn ignored_before_reading(reading: &Reading) -> bool {
    let unread = [
        IgnoreReason::UnsupportedTopic,
        IgnoreReason::UnsupportedChannel,
        IgnoreReason::SentElsewhere,
    ];
    reason(reading).is_some_and(|reason| unread.contains(&reason))
}

/// The JSON pointers of all values inside `value`; of a list, its first item stands for all.
fn places(value: &Value) -> Vec<String> {
    let inside = |name: String, value: &Value| {
        let deeper = places(value)
            .into_iter()
            .map(move |place| (name.clone(), place));
        deeper
            .map(|(name, place)| format!("/{name}{place}"))
            .collect::<Vec<_>>()
    };
    let mut all = vec![String::new()];
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                all.extend(inside(name.replace('~', "~0").replace('/', "~1"), value));
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate().take(1) {
                all.extend(inside(index.to_string(), value));
            }
        }
        _ => {}
    }
    all
}
