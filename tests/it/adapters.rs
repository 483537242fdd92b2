//! The adapters: golden outputs, orders of arrival, hostile bodies, and the samples kept beside
//! the project.

mod arrival;
mod dress;
mod golden;
mod hostile;
mod reporters;

use edgewise::adapter::Request;
use edgewise::event::Source;

/// A request for a small shop that keeps its books in `currency`.
fn request(source: Source, topic: &str, currency: &str) -> Request {
    let domain = match source {
        Source::Woocommerce => "shop.example",
        _ => "toys.myshopify.com",
    };
    // 2026-11-21T12:00:00Z, where it is read from the shop's records.
    let is_of_records = topic.ends_with("/imported") || topic.ends_with("/found");
    let before = is_of_records.then_some(1_795_262_400_000_i64);
    let request = serde_json::json!({
        "source": source,
        "topic": topic,
        "headers": {},
        "received_at": 1_795_348_800_000_i64, // 2026-11-22T12:00:00Z
        "shop": { "domain": domain, "currency": currency },
        "imported_before": before,
    });
    serde_json::from_value(request).unwrap()
}
