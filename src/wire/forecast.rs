//! The calls of a forecast, which gets its customers in pages as a backtest does.

use super::{Plans, Refusal, read_state};
use crate::forecast::{Forecast, Horizon};
use crate::id::CustomerId;
use crate::json::{self, object};
use crate::shop_facts::ShopFacts;

/// Begins a forecast. The request is `{"plan": plan, "facts": … or null, "horizon": …}`, see
/// [`crate::forecast`].
///
/// # Errors
///
/// `unknown-plan`, `bad-request`.
pub fn forecast_begin(plans: &Plans, request: &str) -> Result<Forecast, Refusal> {
    let ForecastRequest {
        plan,
        facts,
        horizon,
    } = Refusal::parse("request", request)?;
    Ok(Forecast::new(plans.get(&plan)?, facts, horizon))
}

/// Adds customers: their stored states, one a line. Returns how many were added so far:
/// `{"customers"}`.
///
/// # Errors
///
/// `bad-state`, with the number of the line; the lines before it were added.
pub fn forecast_tell(forecast: &mut Forecast, states: &str) -> Result<String, Refusal> {
    for (position, line) in states.lines().enumerate() {
        let state = read_state(line, CustomerId::default()).map_err(|refusal| Refusal {
            path: format!("states[{position}]"),
            ..refusal
        })?;
        forecast.add(state);
    }
    let customers = forecast.queue().customers;
    Ok(json::to_string(&ForecastTold { customers }))
}

/// What goes out to the customers added so far: a [`crate::forecast::Queue`].
#[must_use]
pub fn forecast_report(forecast: &Forecast) -> String {
    json::to_string(forecast.queue())
}

/// How far a forecast is.
struct ForecastTold {
    /// The number of customers added.
    customers: u32,
}

object!(write ForecastTold { customers });

/// What a forecast looks at.
struct ForecastRequest {
    /// Under which plan.
    plan: String,
    /// What is true of the shop.
    facts: Option<ShopFacts>,
    /// From when to when.
    horizon: Horizon,
}

object!(read ForecastRequest { plan, facts, horizon });
