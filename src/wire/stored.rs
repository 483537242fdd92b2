//! What is stored, from one form to the other.

use super::{Refusal, RefusalCode, read_state, said};
use crate::id::CustomerId;
use crate::json::{self, Form};

/// The JSON text of a state, or of what a decision came to, that was given out packed. What is JSON stays
/// as it is.
///
/// # Errors
///
/// `bad-request` for what is damaged.
pub fn unpacked(stored: &str) -> Result<String, Refusal> {
    json::unpacked(stored)
        .map_err(|malformed| Refusal::new(RefusalCode::BadRequest, "stored", said(malformed)))
}

/// A state packed, as [`Memory::transition`](super::Memory::transition) packs it: for who compares a state
/// with what was stored.
///
/// # Errors
///
/// `bad-state`, `state-too-large`.
pub fn packed_state(state: &str) -> Result<Vec<u8>, Refusal> {
    let state = read_state(state, CustomerId::default())?;
    Ok(json::to_bytes(&state, Form::Packed))
}
