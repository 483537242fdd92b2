//! The wasm module's exports. This is the only module that names wasm_bindgen, and it only
//! forwards: each export is its twin in [`crate::wire`], with a refusal thrown as an `Error` whose
//! message is the refusal's JSON.
//!
//! At the edge the engine is two wasm modules, so that a webhook's isolate does not carry what no
//! webhook needs: one has the exports of [`decide`], one those of [`tools`], and both have those that
//! stand here. Where an export is declared says which module it is in, and nothing else does: the host
//! looks for it in one and then in the other. A browser has both in one module, with
//! [`preview`] and [`segment_preview`] as well. What makes emails of blocks ([`compose`]) is a module
//! of its own in both places.

#[cfg(feature = "compose")]
pub mod compose;
#[cfg(feature = "decide")]
pub mod decide;
#[cfg(feature = "preview")]
pub mod preview;
#[cfg(feature = "preview")]
pub mod segment_preview;
#[cfg(feature = "tools")]
pub mod tools;

#[cfg(any(feature = "decide", feature = "tools"))]
use crate::wire::Plans;
use crate::wire::{self, Refusal};
#[cfg(any(feature = "decide", feature = "tools"))]
use std::cell::RefCell;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

#[cfg(any(feature = "decide", feature = "tools"))]
thread_local! {
    /// Compiled plans.
    static PLANS: RefCell<Plans> = const { RefCell::new(Plans::new()) };
}

/// See [`wire::engine_info`].
#[wasm_bindgen]
#[must_use]
pub fn engine_info() -> String {
    wire::engine_info()
}

/// See [`wire::open_plan`].
#[cfg(any(feature = "decide", feature = "tools"))]
#[wasm_bindgen]
#[must_use]
pub fn open_plan(compiled: &[u8]) -> String {
    PLANS.with_borrow_mut(|plans| wire::open_plan(plans, compiled))
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
#[cfg(any(feature = "decide", feature = "tools"))]
#[expect(
    clippy::cast_possible_truncation,
    reason = "saturates, and timestamps are clamped"
)]
const fn whole(number: f64) -> i64 {
    number as i64
}

fn throw(refusal: Refusal) -> JsError {
    JsError::new(&refusal.to_string())
}
