//! The decision alone as a wasm module (`cargo xtask wasm decision`), for `benches/rules.bench.mjs`.
//! It is in nothing that ships.

#![cfg(target_arch = "wasm32")]

mod decisions;

use decisions::Decisions;
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static DECISIONS: RefCell<Decisions> = RefCell::default();
}

/// See [`Decisions::load`].
#[wasm_bindgen]
pub fn decision_load(config: &str) -> bool {
    DECISIONS.with_borrow_mut(|decisions| decisions.load(config))
}

/// See [`Decisions::add`].
#[wasm_bindgen]
pub fn decision_add(state: &str, event: &str) -> bool {
    DECISIONS.with_borrow_mut(|decisions| decisions.add(state, event))
}

/// See [`Decisions::decide`].
#[wasm_bindgen]
pub fn decision_decide(number: usize) -> usize {
    DECISIONS.with_borrow_mut(|decisions| decisions.decide(number))
}

/// See [`Decisions::decide_from_record`].
#[wasm_bindgen]
pub fn decision_decide_from_record(number: usize) -> usize {
    DECISIONS.with_borrow_mut(|decisions| decisions.decide_from_record(number))
}

/// Where in the module's memory the workflows stand that the last decision starts.
#[wasm_bindgen]
pub fn decision_started_at() -> *const u32 {
    DECISIONS.with_borrow(|decisions| decisions.started().as_ptr())
}
