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
    let request = serde_json::json!({
        "source": source,
        "topic": topic,
        "headers": {},
        "received_at": 1_795_348_800_000_i64, // 2026-11-22T12:00:00Z
        "shop": { "domain": domain, "currency": currency },
    });
    serde_json::from_value(request).unwrap()
}
