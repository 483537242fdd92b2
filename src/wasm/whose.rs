//! Whose a delivery is.

#![expect(
    clippy::missing_errors_doc,
    reason = "each export's errors are its twin's"
)]

use super::throw;
use crate::wire;
use wasm_bindgen::prelude::wasm_bindgen;

/// See [`wire::resolve`].
#[wasm_bindgen]
pub fn resolve(request: &str) -> Result<String, js_sys::Error> {
    wire::resolve(request).map_err(throw)
}

/// See [`wire::without_person`].
#[wasm_bindgen]
pub fn without_person(events: &str) -> Result<String, js_sys::Error> {
    wire::without_person(events).map_err(throw)
}

/// See [`wire::without_purchases`].
#[wasm_bindgen]
pub fn without_purchases(events: &str, keys: &str) -> Result<String, js_sys::Error> {
    wire::without_purchases(events, keys).map_err(throw)
}

/// See [`wire::remains`].
#[wasm_bindgen]
pub fn remains(state: &str) -> Result<String, js_sys::Error> {
    wire::remains(state).map_err(throw)
}

/// See [`wire::anonymize`].
#[wasm_bindgen]
pub fn anonymize(events: &str, purchase: &str) -> Result<String, js_sys::Error> {
    wire::anonymize(events, purchase).map_err(throw)
}

/// See [`wire::handover`].
#[wasm_bindgen]
pub fn handover(
    state: &str,
    purchase: &str,
    to: &str,
    in_flight: &str,
) -> Result<String, js_sys::Error> {
    wire::handover(state, purchase, to, in_flight).map_err(throw)
}
