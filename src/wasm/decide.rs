//! What a webhook, an alarm and a message on its way out need: the half of the engine that an edge
//! isolate always has. Anything else belongs to [`tools`](super::tools).

#![expect(
    clippy::missing_errors_doc,
    reason = "each export's errors are its twin's"
)]

use super::{PLANS, throw, whole};
use crate::json::Form;
use crate::wire::{self, Memory};
use std::cell::RefCell;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

thread_local! {
    /// What was given out last, so that it need not be read when it comes back.
    static MEMORY: RefCell<Memory> = const { RefCell::new(Memory::new()) };
}

/// See [`wire::needs`].
#[wasm_bindgen]
pub fn needs(plan: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| wire::needs(plans, plan))
        .map_err(throw)
}

/// See [`wire::products_of`].
#[wasm_bindgen]
pub fn products_of(state: &str) -> Result<String, JsError> {
    wire::products_of(state).map_err(throw)
}

/// See [`wire::reachable`].
#[wasm_bindgen]
pub fn reachable(state: &str) -> Result<String, JsError> {
    wire::reachable(state).map_err(throw)
}

/// See [`wire::ingest`]. The lines are UTF-8: a delivery's events go into an input as they are.
#[wasm_bindgen]
pub fn ingest_bytes(request: &str, body: &[u8]) -> Result<Vec<u8>, JsError> {
    MEMORY
        .with_borrow_mut(|memory| memory.ingest(request, body))
        .map_err(throw)
}

/// See [`wire::Memory::transition`]. What goes in and comes out is UTF-8: a host seals it as it is, and no
/// text of a state or a trace is made in JavaScript. `packed`: state and summary come packed.
#[wasm_bindgen]
pub fn transition_bytes(
    plan: &str,
    state: &[u8],
    input: &[u8],
    now: f64,
    packed: bool,
) -> Result<Vec<u8>, JsError> {
    let form = if packed { Form::Packed } else { Form::Text };
    PLANS
        .with_borrow(|plans| {
            MEMORY.with_borrow_mut(|memory| {
                memory.transition(plans, plan, state, input, whole(now), form)
            })
        })
        .map_err(throw)
}

/// See [`wire::unpacked`].
#[wasm_bindgen]
pub fn unpacked(stored: &str) -> Result<String, JsError> {
    wire::unpacked(stored).map_err(throw)
}

/// See [`wire::resolve`].
#[wasm_bindgen]
pub fn resolve(request: &str) -> Result<String, JsError> {
    wire::resolve(request).map_err(throw)
}

/// See [`wire::without_person`].
#[wasm_bindgen]
pub fn without_person(events: &str) -> Result<String, JsError> {
    wire::without_person(events).map_err(throw)
}

/// See [`wire::without_purchases`].
#[wasm_bindgen]
pub fn without_purchases(events: &str, keys: &str) -> Result<String, JsError> {
    wire::without_purchases(events, keys).map_err(throw)
}

/// See [`wire::handover`].
#[wasm_bindgen]
pub fn handover(state: &str, purchase: &str, to: &str, in_flight: &str) -> Result<String, JsError> {
    wire::handover(state, purchase, to, in_flight).map_err(throw)
}

/// See [`wire::local_day`].
#[wasm_bindgen]
pub fn local_day(zone: &str, millis: f64) -> Result<String, JsError> {
    wire::local_day(zone, whole(millis)).map_err(throw)
}
