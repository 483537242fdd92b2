//! The audience a page looks at: loaded once, asked at each keystroke. It lives in the instance;
//! after a trap it has to be loaded again.

#![expect(
    clippy::missing_errors_doc,
    reason = "each export's errors are its twin's"
)]

use super::{PLANS, throw};
use crate::wire;
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static AUDIENCE: RefCell<wire::Audience> = const { RefCell::new(wire::Audience::new()) };
}

/// See [`wire::audience_add`].
#[wasm_bindgen]
pub fn audience_add(states: &str) -> Result<String, js_sys::Error> {
    AUDIENCE
        .with_borrow_mut(|audience| wire::audience_add(audience, states))
        .map_err(throw)
}

/// See [`wire::audience_load`].
#[wasm_bindgen]
pub fn audience_load(snapshot: &[u8]) -> Result<String, js_sys::Error> {
    AUDIENCE
        .with_borrow_mut(|audience| wire::audience_load(audience, snapshot))
        .map_err(throw)
}

/// See [`wire::audience_facts`].
#[wasm_bindgen]
pub fn audience_facts(facts: &str) -> Result<(), js_sys::Error> {
    AUDIENCE
        .with_borrow_mut(|audience| wire::audience_facts(audience, facts))
        .map_err(throw)
}

/// Forgets the audience.
#[wasm_bindgen]
pub fn audience_clear() {
    AUDIENCE.set(wire::Audience::new());
}

/// See [`wire::audience_preview`].
#[wasm_bindgen]
pub fn audience_preview(plan: &str, request: &str) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| {
            AUDIENCE.with_borrow(|audience| wire::audience_preview(plans, plan, audience, request))
        })
        .map_err(throw)
}

/// See [`wire::audience_changes`].
#[wasm_bindgen]
pub fn audience_changes(plan: &str, request: &str) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| {
            AUDIENCE.with_borrow(|audience| wire::audience_changes(plans, plan, audience, request))
        })
        .map_err(throw)
}

/// See [`wire::audience_rfm`].
#[wasm_bindgen]
pub fn audience_rfm(plan: &str) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| {
            AUDIENCE.with_borrow(|audience| wire::audience_rfm(plans, plan, audience))
        })
        .map_err(throw)
}
