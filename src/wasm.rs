//! The wasm module's exports. This is the only module that names wasm_bindgen, and it only
//! forwards: each export is its twin in [`crate::wire`], with a refusal thrown as an `Error` whose
//! message is the refusal's JSON.

#![expect(
    clippy::missing_errors_doc,
    reason = "each export's errors are its twin's"
)]

pub mod message;
#[cfg(feature = "preview")]
pub mod preview;
#[cfg(feature = "preview")]
pub mod segment_preview;
pub mod whose;

use crate::wire::{self, Memory, Plans, Refusal};
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    /// Compiled plans.
    static PLANS: RefCell<Plans> = const { RefCell::new(Plans::new()) };
    /// What was given out last, so that it need not be read when it comes back.
    static MEMORY: RefCell<Memory> = const { RefCell::new(Memory::new()) };
}

/// See [`wire::engine_info`].
#[wasm_bindgen]
#[must_use]
pub fn engine_info() -> String {
    wire::engine_info()
}

/// See [`wire::load`].
#[wasm_bindgen]
#[must_use]
pub fn load(config: &str) -> String {
    PLANS.with_borrow_mut(|plans| wire::load(plans, config))
}

/// See [`wire::needs`].
#[wasm_bindgen]
pub fn needs(plan: &str) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| wire::needs(plans, plan))
        .map_err(throw)
}

/// See [`wire::products_of`].
#[wasm_bindgen]
pub fn products_of(state: &str) -> Result<String, js_sys::Error> {
    wire::products_of(state).map_err(throw)
}

/// See [`wire::reachable`].
#[wasm_bindgen]
pub fn reachable(state: &str) -> Result<String, js_sys::Error> {
    wire::reachable(state).map_err(throw)
}

/// See [`wire::standing`].
#[wasm_bindgen]
pub fn standing(
    plan: &str,
    state: &str,
    facts: &str,
    now: f64,
    language: &str,
) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| wire::standing(plans, plan, state, facts, whole(now), language))
        .map_err(throw)
}

/// See [`wire::readiness`].
#[wasm_bindgen]
pub fn readiness(
    plan: &str,
    workflow: &str,
    states: &str,
    now: f64,
) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| wire::readiness(plans, plan, workflow, states, whole(now)))
        .map_err(throw)
}

/// See [`wire::customers_snapshot`].
#[wasm_bindgen]
pub fn customers_snapshot(states: &str) -> Result<Vec<u8>, js_sys::Error> {
    wire::customers_snapshot(states).map_err(throw)
}

/// See [`wire::condition_sentence`].
#[wasm_bindgen]
pub fn condition_sentence(
    plan: &str,
    condition: &str,
    language: &str,
) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| wire::condition_sentence(plans, plan, condition, language))
        .map_err(throw)
}

/// See [`wire::rfm_figures`].
#[wasm_bindgen]
pub fn rfm_figures(plan: &str, state: &str) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| wire::rfm_figures(plans, plan, state))
        .map_err(throw)
}

/// See [`wire::rfm_cuts`].
#[wasm_bindgen]
pub fn rfm_cuts(figures: &str) -> Result<String, js_sys::Error> {
    wire::rfm_cuts(figures).map_err(throw)
}

/// See [`wire::ingest`].
#[wasm_bindgen]
pub fn ingest(request: &str, body: &[u8]) -> Result<String, js_sys::Error> {
    MEMORY
        .with_borrow_mut(|memory| memory.ingest(request, body))
        .map_err(throw)
}

/// See [`wire::transition`]. The state and the input come as UTF-8, because wasm-bindgen's way of
/// passing a text takes it letter by letter, and a host has a faster one.
#[wasm_bindgen]
pub fn transition(
    plan: &str,
    state: &[u8],
    input: &[u8],
    now: f64,
) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| {
            MEMORY
                .with_borrow_mut(|memory| memory.transition(plans, plan, state, input, whole(now)))
        })
        .map_err(throw)
}

/// See [`wire::sentences`].
#[wasm_bindgen]
pub fn sentences(plan: &str, request: &str) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| wire::sentences(plans, plan, request))
        .map_err(throw)
}

/// Overflows the stack on purpose, so that hosts can be tested against a trap. Only in builds
/// made for that.
#[cfg(feature = "trap")]
#[wasm_bindgen]
#[must_use]
pub fn debug_overflow(depth: u32) -> u32 {
    let room = std::hint::black_box([depth; 64]);
    room.iter()
        .fold(debug_overflow(depth.wrapping_add(1)), |sum, part| {
            sum.wrapping_add(*part)
        })
}

/// JavaScript's numbers are floats; moments and amounts in them are whole and below 2^53.
#[expect(
    clippy::cast_possible_truncation,
    reason = "saturates, and timestamps are clamped"
)]
const fn whole(number: f64) -> i64 {
    number as i64
}

fn throw(refusal: Refusal) -> js_sys::Error {
    js_sys::Error::new(&refusal.to_string())
}
