//! What a page asks of the engine beside a backtest: a customer's future, a forecast, and why. Recorded
//! as calls of the wasm exports with the answers that the native engine gives.

use edgewise::simulate::Planned;
use edgewise::wire::{self, Plans};
use serde_json::{Value, json};

/// Calls in order, each `[export, arguments, answer]`; `null` is an answer nobody looks at.
///
/// `people` are simulated under `plan`; what becomes of them until `from` is what the forecast is asked
/// about. `lines` are their histories in the running backtest.
pub(crate) fn preview(
    plans: &Plans,
    plan: &str,
    people: &[(String, Vec<Planned>)],
    [from, until]: [i64; 2],
    lines: &str,
    replay: impl Fn(&str) -> String,
) -> Vec<Value> {
    let mut calls = Vec::new();
    let mut states = String::new();
    for (name, inputs) in people {
        for (end, failing) in [(from, vec![]), (until, vec!["webhook", "apply_coupon"])] {
            let begins = inputs.first().map_or(from, |first| first.at.as_millis());
            let request = json!({
                "state": null,
                "customer": name,
                "inputs": inputs.iter().filter(|planned| planned.at.as_millis() <= end).collect::<Vec<_>>(),
                "play": { "from": begins, "until": end, "failing": failing, "slow": { "send": 90_000 } },
            })
            .to_string();
            let answer = wire::simulate(plans, plan, &request).unwrap();
            let played: Value = serde_json::from_str(&answer).unwrap();
            calls.push(json!(["simulate", [plan, request], answer]));
            if end == from {
                states += &format!("{}\n", played["state"]);
            }
            let moments = played["moments"].as_array().unwrap().iter();
            let trace: Vec<&Value> = moments
                .flat_map(|moment| moment["trace"].as_array().unwrap())
                .collect();
            for zone in [Value::Null, json!("America/New_York")] {
                let request = json!({ "trace": trace, "zone": zone }).to_string();
                let answer = wire::sentences(plans, plan, &request).unwrap();
                calls.push(json!(["sentences", [plan, request], answer]));
            }
        }
    }
    let horizon = json!({ "from": from, "until": until, "named": 100 });
    let request = json!({ "plan": plan, "facts": null, "horizon": horizon }).to_string();
    let mut forecast = wire::forecast_begin(plans, &request).unwrap();
    calls.push(json!(["forecast_begin", [request], null]));
    let answer = wire::forecast_tell(&mut forecast, &states).unwrap();
    calls.push(json!(["forecast_tell", [states], answer]));
    calls.push(json!([
        "forecast_end",
        [],
        wire::forecast_report(&forecast)
    ]));
    for line in lines.lines() {
        calls.push(json!(["backtest_replay", [line], replay(line)]));
    }
    calls
}
