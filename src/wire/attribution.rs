//! Attribution for hosts, and when it is worth asking for.

use super::{Plans, Refusal, read_state};
use crate::attribution;
use crate::id::CustomerId;
use crate::json;

/// Which message each of a customer's orders is credited to, by their state: an `Attributed`.
///
/// # Errors
///
/// `unknown-plan`, `bad-state`, `state-too-large`.
pub fn attribute(plans: &Plans, plan: &str, state: &str) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let state = read_state(state, CustomerId::default())?;
    Ok(json::to_string(&attribution::attribute(
        plan,
        &state.customer,
    )))
}
