//! Buyers by recency, frequency and monetary value, across the boundary.

use super::{Plans, Refusal, read_state};
use crate::condition::RfmFigures;
use crate::id::CustomerId;
use crate::json;
use crate::segment::cuts;

/// A customer's figures for RFM, `{"recency", "frequency", "monetary"}`; `null` for somebody who
/// never ordered.
///
/// # Errors
///
/// `unknown-plan`, `bad-state`, `state-too-large`.
pub fn rfm_figures(plans: &Plans, plan: &str, state: &str) -> Result<String, Refusal> {
    let currency = plans.get(plan)?.shop.currency;
    let state = read_state(state, CustomerId::default())?;
    Ok(json::to_string(&RfmFigures::of(&state.customer, currency)))
}

/// Where a shop's buyers, given as a list of their figures, are cut into fifths:
/// [`crate::shop_facts::RfmCuts`], or `null` while they are too few.
///
/// # Errors
///
/// `bad-request`.
pub fn rfm_cuts(figures: &str) -> Result<String, Refusal> {
    let figures: Vec<RfmFigures> = Refusal::parse("figures", figures)?;
    Ok(json::to_string(&cuts(&figures)))
}
