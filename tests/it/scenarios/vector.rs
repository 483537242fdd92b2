//! A scenario as calls at the wasm boundary.
//!
//! The file holds the configurations and, for each call of `transition`, the input, the moment,
//! the first line of the answer as it must come, and a fingerprint of the state line. The
//! state itself is carried along by whoever replays.

use crate::memory::parts;
use edgewise::id::{CustomerId, fingerprint};
use edgewise::json::{Form, unpacked};
use edgewise::plan::Plan;
use edgewise::simulate::Moment;
use edgewise::state::State;
use edgewise::wire::{Memory, Plans, load, transition};
use serde_json::{Value, json};

/// Writes the calls down as they are made.
pub(crate) struct Recorder {
    configs: Vec<String>,
    plans: Plans,
    memory: Memory,
    first: String,
    state: String,
    packed: String,
    calls: Vec<Value>,
}

impl Recorder {
    pub(crate) fn new(customer: &CustomerId) -> Self {
        let first = serde_json::to_string(&State::new(customer.clone())).unwrap();
        Self {
            configs: Vec::new(),
            plans: Plans::new(),
            memory: Memory::new(),
            state: first.clone(),
            packed: first.clone(),
            first,
            calls: Vec::new(),
        }
    }

    /// From here on this configuration is in force.
    pub(crate) fn adopt(&mut self, config: String) {
        load(&mut self.plans, &config);
        self.configs.push(config);
    }

    /// Makes the call that a moment of a simulation stands for, through the wire.
    pub(crate) fn record(&mut self, plan: &Plan, moment: &Moment) -> Result<(), String> {
        let input = serde_json::to_string(&moment.input).map_err(|error| error.to_string())?;
        let now = moment.now.as_millis();
        let answer = transition(&self.plans, &plan.id, &self.state, &input, now)
            .map_err(|error| error.to_string())?;
        let (summary, state) = answer
            .split_once('\n')
            .ok_or("the answer has no second line")?;
        for form in [Form::Text, Form::Packed] {
            let before = if form == Form::Packed {
                &self.packed
            } else {
                &self.state
            };
            let remembering = self.memory.transition(
                &self.plans,
                &plan.id,
                before.as_bytes(),
                input.as_bytes(),
                now,
                form,
            );
            let lines = remembering.map_err(|error| error.to_string())?;
            let (head, its_summary, its_state) = parts(&lines);
            assert_eq!(
                [&its_summary, &its_state].map(|part| unpacked(part).unwrap()),
                [summary, state],
                "an instance's memory or the form in bytes shows"
            );
            super::head::check(&head, &self.state, summary, state, its_summary.len());
            if form == Form::Packed {
                crate::packed::check(&its_summary);
                crate::packed::check(&its_state);
                self.packed = its_state;
            }
        }
        self.calls.push(json!({
            "config": self.configs.len() - 1,
            "now": now,
            "input": input,
            "summary": summary,
            "state": fingerprint(state),
        }));
        self.state = state.to_owned();
        Ok(())
    }

    /// Whether the wire came to the same state as the simulation.
    pub(crate) fn check(&self, state: &State) -> Result<(), String> {
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
    pub(crate) fn into_text(self) -> String {
        let vector = json!({ "configs": self.configs, "state": self.first, "calls": self.calls });
        format!("{}\n", serde_json::to_string_pretty(&vector).unwrap())
    }
}
