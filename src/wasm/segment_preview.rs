//! The population a page looks at: loaded once, asked at each keystroke. It lives in the instance;
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
    static POPULATION: RefCell<wire::Population> = const { RefCell::new(wire::Population::new()) };
}

/// See [`wire::customers_add`].
#[wasm_bindgen]
pub fn customers_add(states: &str) -> Result<String, js_sys::Error> {
    POPULATION
        .with_borrow_mut(|population| wire::customers_add(population, states))
        .map_err(throw)
}

/// See [`wire::customers_load`].
#[wasm_bindgen]
pub fn customers_load(snapshot: &[u8]) -> Result<String, js_sys::Error> {
    POPULATION
        .with_borrow_mut(|population| wire::customers_load(population, snapshot))
        .map_err(throw)
}

/// See [`wire::customers_facts`].
#[wasm_bindgen]
pub fn customers_facts(facts: &str) -> Result<(), js_sys::Error> {
    POPULATION
        .with_borrow_mut(|population| wire::customers_facts(population, facts))
        .map_err(throw)
}

/// Forgets the population.
#[wasm_bindgen]
pub fn customers_clear() {
    POPULATION.set(wire::Population::new());
}

/// See [`wire::segment_preview`].
#[wasm_bindgen]
pub fn segment_preview(plan: &str, request: &str) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| {
            POPULATION
                .with_borrow(|population| wire::segment_preview(plans, plan, population, request))
        })
        .map_err(throw)
}

/// See [`wire::segment_changes`].
#[wasm_bindgen]
pub fn segment_changes(plan: &str, request: &str) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| {
            POPULATION
                .with_borrow(|population| wire::segment_changes(plans, plan, population, request))
        })
        .map_err(throw)
}

/// See [`wire::rfm_grid`].
#[wasm_bindgen]
pub fn rfm_grid(plan: &str) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| {
            POPULATION.with_borrow(|population| wire::rfm_grid(plans, plan, population))
        })
        .map_err(throw)
}
