//! A scenario as calls at the wasm boundary.
//!
//! The file holds the configuration and, for each call of `transition`, the input, the moment,
//! the first line of the answer as it must come, and a fingerprint of the state line. The
//! state itself is carried along by whoever replays.

use edgewise::id::{CustomerId, fingerprint};
use edgewise::plan::Plan;
use edgewise::simulate::Moment;
use edgewise::state::State;
use edgewise::wire::{Plans, load, transition};
use serde_json::{Value, json};

/// Writes the calls down as they are made.
pub struct Recorder {
    config: String,
    plans: Plans,
    customer: CustomerId,
    state: String,
    calls: Vec<Value>,
}

impl Recorder {
    pub fn new(config: String, customer: &CustomerId) -> Self {
        let mut plans = Plans::new();
        load(&mut plans, &config);
        Self {
            config,
            plans,
            customer: customer.clone(),
            state: String::new(),
            calls: Vec::new(),
        }
    }

    /// Makes the call that a moment of a simulation stands for, through the wire.
    pub fn record(&mut self, plan: &Plan, moment: &Moment) -> Result<(), String> {
        if self.state.is_empty() {
            // The wire names a new customer by the first events; other first inputs need a state.
            self.state = serde_json::to_string(&State::new(self.customer.clone()))
                .map_err(|error| error.to_string())?;
        }
        let input = serde_json::to_string(&moment.input).map_err(|error| error.to_string())?;
        let now = moment.now.as_millis();
        let answer = transition(&self.plans, &plan.id, &self.state, &input, now)
            .map_err(|error| error.to_string())?;
        let (summary, state) = answer
            .split_once('\n')
            .ok_or("the answer has no second line")?;
        self.calls.push(json!({
            "now": now,
            "input": input,
            "summary": summary,
            "state": fingerprint(state),
        }));
        self.state = state.to_owned();
        Ok(())
    }

    /// Whether the wire came to the same state as the simulation.
    pub fn check(&self, state: &State) -> Result<(), String> {
        let simulated = serde_json::to_string(state).map_err(|error| error.to_string())?;
        if self.calls.is_empty() || simulated == self.state {
            return Ok(());
        }
        Err(format!(
            "the wire and the simulation differ:\n{}\n{simulated}",
            self.state
        ))
    }

    /// The file's text.
    pub fn into_text(self) -> String {
        let first = serde_json::to_string(&State::new(self.customer)).unwrap();
        let vector = json!({ "config": self.config, "state": first, "calls": self.calls });
        format!("{}\n", serde_json::to_string_pretty(&vector).unwrap())
    }
}
