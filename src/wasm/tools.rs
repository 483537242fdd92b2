//! What a merchant and a support person ask, what a message is written with, and what happens once a
//! day: the half of the engine that an edge isolate makes when it is first asked.

#![expect(
    clippy::missing_errors_doc,
    reason = "each export's errors are its twin's"
)]

use super::{PLANS, throw, whole};
use crate::wire;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// See [`wire::load`].
#[wasm_bindgen]
#[must_use]
pub fn load(config: &str) -> String {
    PLANS.with_borrow_mut(|plans| wire::load(plans, config))
}

/// See [`wire::compile_plan`].
#[wasm_bindgen]
#[must_use]
pub fn compile_plan(config: &str) -> Vec<u8> {
    wire::compile_plan(config)
}

/// See [`wire::standing`].
#[wasm_bindgen]
pub fn standing(
    plan: &str,
    state: &str,
    facts: &str,
    now: f64,
    language: &str,
) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| wire::standing(plans, plan, state, facts, whole(now), language))
        .map_err(throw)
}

/// See [`wire::store_copy`].
#[wasm_bindgen]
pub fn store_copy(plan: &str, state: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| wire::store_copy(plans, plan, state))
        .map_err(throw)
}

/// See [`wire::attribute`].
#[wasm_bindgen]
pub fn attribute(plan: &str, state: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| wire::attribute(plans, plan, state))
        .map_err(throw)
}

/// See [`wire::readiness`].
#[wasm_bindgen]
pub fn readiness(plan: &str, workflow: &str, states: &str, now: f64) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| wire::readiness(plans, plan, workflow, states, whole(now)))
        .map_err(throw)
}

/// See [`wire::customers_snapshot`].
#[wasm_bindgen]
pub fn customers_snapshot(states: &str, decided: &[f64]) -> Result<Vec<u8>, JsError> {
    let decided: Vec<i64> = decided.iter().copied().map(whole).collect();
    wire::customers_snapshot(states, &decided).map_err(throw)
}

/// See [`wire::customers_matching`].
#[wasm_bindgen]
pub fn customers_matching(plan: &str, states: &str, request: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| wire::customers_matching(plans, plan, states, request))
        .map_err(throw)
}

/// See [`wire::condition_sentence`].
#[wasm_bindgen]
pub fn condition_sentence(plan: &str, condition: &str, language: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| wire::condition_sentence(plans, plan, condition, language))
        .map_err(throw)
}

/// See [`wire::packed_state`].
#[wasm_bindgen]
pub fn packed_state(state: &str) -> Result<Vec<u8>, JsError> {
    wire::packed_state(state).map_err(throw)
}

/// See [`wire::lifts`].
#[wasm_bindgen]
pub fn lifts(request: &str) -> Result<String, JsError> {
    wire::lifts(request).map_err(throw)
}

/// See [`wire::customers_needed`].
#[wasm_bindgen]
pub fn customers_needed(request: &str) -> Result<String, JsError> {
    wire::customers_needed(request).map_err(throw)
}

/// See [`wire::rfm_figures`].
#[wasm_bindgen]
pub fn rfm_figures(plan: &str, state: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| wire::rfm_figures(plans, plan, state))
        .map_err(throw)
}

/// See [`wire::rfm_cuts`].
#[wasm_bindgen]
pub fn rfm_cuts(figures: &str) -> Result<String, JsError> {
    wire::rfm_cuts(figures).map_err(throw)
}

/// See [`wire::sentences`].
#[wasm_bindgen]
pub fn sentences(plan: &str, request: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| wire::sentences(plans, plan, request))
        .map_err(throw)
}

/// See [`wire::check_saving`].
#[wasm_bindgen]
pub fn check_saving(plan: &str, request: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| wire::check_saving(plans, plan, request))
        .map_err(throw)
}

/// See [`wire::local_instant`].
#[wasm_bindgen]
pub fn local_instant(zone: &str, reading: f64) -> Result<String, JsError> {
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
pub fn format_date(zone: &str, millis: f64, pattern: &str) -> Result<String, JsError> {
    wire::format_date(zone, whole(millis), pattern).map_err(throw)
}

/// See [`wire::format_money`].
#[wasm_bindgen]
pub fn format_money(minor: f64, currency: &str) -> Result<String, JsError> {
    wire::format_money(whole(minor), currency).map_err(throw)
}

/// See [`wire::remains`].
#[wasm_bindgen]
pub fn remains(state: &str) -> Result<String, JsError> {
    wire::remains(state).map_err(throw)
}

/// See [`wire::anonymize`].
#[wasm_bindgen]
pub fn anonymize(events: &str, purchase: &str) -> Result<String, JsError> {
    wire::anonymize(events, purchase).map_err(throw)
}
