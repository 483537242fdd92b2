//! What messages need of the engine besides its decisions.

#![expect(
    clippy::missing_errors_doc,
    reason = "each export's errors are its twin's"
)]

use super::{PLANS, throw, whole};
use crate::wire;
use wasm_bindgen::prelude::wasm_bindgen;

/// See [`wire::check_saving`].
#[wasm_bindgen]
pub fn check_saving(plan: &str, request: &str) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| wire::check_saving(plans, plan, request))
        .map_err(throw)
}

/// See [`wire::local_instant`].
#[wasm_bindgen]
pub fn local_instant(zone: &str, reading: f64) -> Result<String, js_sys::Error> {
    wire::local_instant(zone, whole(reading)).map_err(throw)
}

/// See [`wire::zone_name`].
#[wasm_bindgen]
#[must_use]
pub fn zone_name(text: &str) -> String {
    wire::zone_name(text)
}

/// See [`wire::format_date`].
#[wasm_bindgen]
pub fn format_date(zone: &str, millis: f64, pattern: &str) -> Result<String, js_sys::Error> {
    wire::format_date(zone, whole(millis), pattern).map_err(throw)
}

/// See [`wire::format_money`].
#[wasm_bindgen]
pub fn format_money(minor: f64, currency: &str) -> Result<String, js_sys::Error> {
    wire::format_money(whole(minor), currency).map_err(throw)
}
