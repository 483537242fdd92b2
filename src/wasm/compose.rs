//! What makes an email of its blocks: a module of its own, because of the library behind it.

#![expect(
    clippy::missing_errors_doc,
    reason = "each export's errors are its twin's"
)]

use super::throw;
use crate::wire;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// See [`wire::compose_message`].
#[wasm_bindgen]
pub fn compose_message(request: &str) -> Result<String, JsError> {
    wire::compose_message(request).map_err(throw)
}
