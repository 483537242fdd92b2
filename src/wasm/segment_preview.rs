//! The population a page looks at: loaded once, asked at each keystroke. It lives in the instance;
//! after a trap it has to be loaded again.

#![expect(
    clippy::missing_errors_doc,
    reason = "each export's errors are its twin's"
)]

use super::{PLANS, throw};
use crate::wire;
use std::cell::RefCell;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

thread_local! {
    static POPULATION: RefCell<wire::Population> = const { RefCell::new(wire::Population::new()) };
}

/// See [`wire::customers_add`].
#[wasm_bindgen]
pub fn customers_add(states: &str) -> Result<String, JsError> {
    POPULATION
        .with_borrow_mut(|population| wire::customers_add(population, states))
        .map_err(throw)
}

/// See [`wire::customers_load`].
#[wasm_bindgen]
pub fn customers_load(snapshot: &[u8]) -> Result<String, JsError> {
    POPULATION
        .with_borrow_mut(|population| wire::customers_load(population, snapshot))
        .map_err(throw)
}

/// See [`wire::customers_facts`].
#[wasm_bindgen]
pub fn customers_facts(facts: &str) -> Result<(), JsError> {
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
pub fn segment_preview(plan: &str, request: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| {
            POPULATION
                .with_borrow(|population| wire::segment_preview(plans, plan, population, request))
        })
        .map_err(throw)
}

/// See [`wire::customers_list`].
#[wasm_bindgen]
pub fn customers_list(plan: &str, request: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| {
            POPULATION
                .with_borrow(|population| wire::customers_list(plans, plan, population, request))
        })
        .map_err(throw)
}

/// See [`wire::segment_changes`].
#[wasm_bindgen]
pub fn segment_changes(plan: &str, request: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| {
            POPULATION
                .with_borrow(|population| wire::segment_changes(plans, plan, population, request))
        })
        .map_err(throw)
}

/// See [`wire::rfm_grid`].
#[wasm_bindgen]
pub fn rfm_grid(plan: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| {
            POPULATION.with_borrow(|population| wire::rfm_grid(plans, plan, population))
        })
        .map_err(throw)
}

/// See [`wire::population_figures`].
#[wasm_bindgen]
pub fn population_figures(plan: &str) -> Result<Vec<u8>, JsError> {
    PLANS
        .with_borrow(|plans| {
            POPULATION.with_borrow(|population| wire::population_figures(plans, plan, population))
        })
        .map_err(throw)
}

/// See [`wire::population_cuts`].
#[wasm_bindgen]
pub fn population_cuts(figures: &[u8]) -> String {
    wire::population_cuts(figures)
}

/// See [`wire::previews_join`].
#[wasm_bindgen]
pub fn previews_join(previews: &str, most: u32) -> Result<String, JsError> {
    wire::previews_join(previews, most).map_err(throw)
}

/// See [`wire::lists_join`].
#[wasm_bindgen]
pub fn lists_join(request: &str) -> Result<String, JsError> {
    wire::lists_join(request).map_err(throw)
}

/// See [`wire::changes_join`].
#[wasm_bindgen]
pub fn changes_join(changes: &str, most: u32) -> Result<String, JsError> {
    wire::changes_join(changes, most).map_err(throw)
}

/// See [`wire::rfm_grids_join`].
#[wasm_bindgen]
pub fn rfm_grids_join(grids: &str) -> Result<String, JsError> {
    wire::rfm_grids_join(grids).map_err(throw)
}
