//! Any bytes as a snapshot of customers: refused, or taken in and asked.
//!
//! Good seeds are what `audience::write_snapshot` makes of a few customers.

#![no_main]

use edgewise::segment_preview::{Population, Question};
use edgewise::config::compile;
use edgewise::plan::Plan;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

fuzz_target!(|input: &[u8]| {
    let mut audience = Population::new();
    if audience.load(input).is_err() {
        assert!(audience.is_empty(), "what was refused was taken in");
        return;
    }
    // Taken in once more, everybody is replaced by themselves.
    let customers = audience.len();
    assert_eq!(audience.load(input), Ok(()));
    assert_eq!(audience.len(), customers);
    for segment in PLAN.segments() {
        let question = Question { sample: 5, ..Question::default() };
        let preview = audience.preview(&PLAN, &segment.condition, &question);
        assert!(preview.count <= preview.asked);
    }
});

static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let segments: Vec<serde_json::Value> = [
        serde_json::json!({"type": "spend", "is": "more_than", "amount": "1.00"}),
        serde_json::json!({"type": "performed", "event": ["product_viewed", "order_placed"]}),
        serde_json::json!({"type": "aggregate", "figure": "last", "event": "product_viewed", "property": "price", "is": "more_than", "value": 1}),
        serde_json::json!({"type": "cart_contains", "where": [{"property": "vendor", "is": "set"}], "is": "at_least", "count": 1}),
        serde_json::json!({"type": "date", "name": "birth_date", "is": "anniversary"}),
        serde_json::json!({"type": "tag", "tag": "vip"}),
    ]
    .into_iter()
    .enumerate()
    .map(|(number, leaf)| serde_json::json!({"id": format!("s{number}"), "name": "S", "condition": leaf}))
    .collect();
    let config = serde_json::json!({
        "format": 1,
        "shop": {"id": "s", "name": "S", "currency": "EUR", "time_zone": "Europe/Berlin"},
        "segments": segments,
    });
    compile(&config.to_string()).plan.unwrap()
});
