//! The exports that only a page asks for: what will happen, and what would have. They are in the
//! browser's build alone. A backtest that is running lives in the instance; after a trap it has
//! to be begun again.

#![expect(
    clippy::missing_errors_doc,
    reason = "each export's errors are its twin's"
)]

use super::{PLANS, throw};
use crate::wire::{self, Backtest, Refusal};
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static RUNNING: RefCell<Option<Backtest>> = const { RefCell::new(None) };
}

/// See [`wire::simulate`].
#[wasm_bindgen]
pub fn simulate(plan: &str, request: &str) -> Result<String, js_sys::Error> {
    PLANS
        .with_borrow(|plans| wire::simulate(plans, plan, request))
        .map_err(throw)
}

/// See [`wire::backtest_begin`]. A backtest that was running is given up.
#[wasm_bindgen]
pub fn backtest_begin(request: &str) -> Result<(), js_sys::Error> {
    let backtest = PLANS
        .with_borrow(|plans| wire::backtest_begin(plans, request))
        .map_err(throw)?;
    RUNNING.set(Some(backtest));
    Ok(())
}

/// See [`wire::backtest_tell`]; the lines come as UTF-8.
#[wasm_bindgen]
pub fn backtest_tell(lines: &[u8]) -> Result<String, js_sys::Error> {
    let lines = Refusal::text("lines", lines).map_err(throw)?;
    running(|backtest| wire::backtest_tell(backtest, lines))
}

/// See [`wire::backtest_report`].
#[wasm_bindgen]
pub fn backtest_report() -> Result<String, js_sys::Error> {
    running(|backtest| Ok(wire::backtest_report(backtest)))
}

/// See [`wire::backtest_replay`].
#[wasm_bindgen]
pub fn backtest_replay(line: &str) -> Result<String, js_sys::Error> {
    running(|backtest| wire::backtest_replay(backtest, line))
}

/// Gives up the backtest that is running, and its memory.
#[wasm_bindgen]
pub fn backtest_end() {
    RUNNING.set(None);
}

fn running(
    ask: impl FnOnce(&mut Backtest) -> Result<String, Refusal>,
) -> Result<String, js_sys::Error> {
    RUNNING.with_borrow_mut(|running| {
        let backtest = running
            .as_mut()
            .ok_or_else(|| throw(Refusal::nothing_running()))?;
        ask(backtest).map_err(throw)
    })
}
