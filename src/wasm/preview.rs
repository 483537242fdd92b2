//! The exports that only a page asks for: what will happen, and what would have. They are in the
//! browser's build alone. A backtest or a forecast that is running lives in the instance; after a
//! trap it has to be begun again.

#![expect(
    clippy::missing_errors_doc,
    reason = "each export's errors are its twin's"
)]

use super::{PLANS, throw};
use crate::wire::{self, Backtest, Forecast, Refusal};
use std::cell::RefCell;
use std::thread::LocalKey;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

thread_local! {
    static BACKTEST: RefCell<Option<Backtest>> = const { RefCell::new(None) };
    static FORECAST: RefCell<Option<Forecast>> = const { RefCell::new(None) };
}

/// See [`wire::reasons`].
#[wasm_bindgen]
pub fn reasons(language: &str) -> String {
    wire::reasons(language)
}

/// See [`wire::outline`].
#[wasm_bindgen]
pub fn outline(config: &str, workflow: &str, language: &str) -> Result<String, JsError> {
    wire::outline(config, workflow, language).map_err(throw)
}

/// See [`wire::simulate`].
#[wasm_bindgen]
pub fn simulate(plan: &str, request: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| wire::simulate(plans, plan, request))
        .map_err(throw)
}

/// See [`wire::backtest_begin`]. A backtest that was running is given up.
#[wasm_bindgen]
pub fn backtest_begin(request: &str) -> Result<(), JsError> {
    let backtest = PLANS
        .with_borrow(|plans| wire::backtest_begin(plans, request))
        .map_err(throw)?;
    BACKTEST.set(Some(backtest));
    Ok(())
}

/// See [`wire::backtest_tell`]; the lines come as UTF-8.
#[wasm_bindgen]
pub fn backtest_tell(lines: &[u8], first: usize) -> Result<String, JsError> {
    let lines = Refusal::text("lines", lines).map_err(throw)?;
    ask(&BACKTEST, "backtest", |backtest| {
        wire::backtest_tell(backtest, lines, first)
    })
}

/// See [`wire::backtest_take`].
#[wasm_bindgen]
pub fn backtest_take() -> Result<String, JsError> {
    ask(&BACKTEST, "backtest", |backtest| {
        Ok(wire::backtest_take(backtest))
    })
}

/// See [`wire::backtest_join`].
#[wasm_bindgen]
pub fn backtest_join(part: &str) -> Result<String, JsError> {
    ask(&BACKTEST, "backtest", |backtest| {
        wire::backtest_join(backtest, part)
    })
}

/// See [`wire::backtest_report`].
#[wasm_bindgen]
pub fn backtest_report() -> Result<String, JsError> {
    ask(&BACKTEST, "backtest", |backtest| {
        Ok(wire::backtest_report(backtest))
    })
}

/// See [`wire::backtest_replay`].
#[wasm_bindgen]
pub fn backtest_replay(line: &str) -> Result<String, JsError> {
    ask(&BACKTEST, "backtest", |backtest| {
        wire::backtest_replay(backtest, line)
    })
}

/// Gives up the backtest that is running, and its memory.
#[wasm_bindgen]
pub fn backtest_end() {
    BACKTEST.set(None);
}

/// See [`wire::why_not`].
#[wasm_bindgen]
pub fn why_not(plan: &str, state: &str, request: &str) -> Result<String, JsError> {
    PLANS
        .with_borrow(|plans| wire::why_not(plans, plan, state, request))
        .map_err(throw)
}

/// See [`wire::forecast_begin`]. A forecast that was running is given up.
#[wasm_bindgen]
pub fn forecast_begin(request: &str) -> Result<(), JsError> {
    let forecast = PLANS
        .with_borrow(|plans| wire::forecast_begin(plans, request))
        .map_err(throw)?;
    FORECAST.set(Some(forecast));
    Ok(())
}

/// See [`wire::forecast_tell`]; the states come as UTF-8.
#[wasm_bindgen]
pub fn forecast_tell(states: &[u8]) -> Result<String, JsError> {
    let states = Refusal::text("states", states).map_err(throw)?;
    ask(&FORECAST, "forecast", |forecast| {
        wire::forecast_tell(forecast, states)
    })
}

/// See [`wire::forecast_report`]. The forecast is over, and its memory free.
#[wasm_bindgen]
pub fn forecast_end() -> Result<String, JsError> {
    let queue = ask(&FORECAST, "forecast", |forecast| {
        Ok(wire::forecast_report(forecast))
    });
    FORECAST.set(None);
    queue
}

/// Asks what is running in this instance.
fn ask<T>(
    running: &'static LocalKey<RefCell<Option<T>>>,
    name: &str,
    question: impl FnOnce(&mut T) -> Result<String, Refusal>,
) -> Result<String, JsError> {
    running.with_borrow_mut(|running| {
        let running = running
            .as_mut()
            .ok_or_else(|| throw(Refusal::nothing_running(name)))?;
        question(running).map_err(throw)
    })
}
