//! What will happen: production on a virtual clock, with the outside world played.
//!
//! Nothing here decides anything. It does what a host does (feed inputs, wake when asked,
//! release effects, report outcomes) and writes down what [`transition`] said, so the preview
//! cannot differ from production except in what customers do.

use crate::effect::{Effect, EffectKind, Outcome, Payload};
use crate::fault::Fault;
use crate::id::EffectId;
use crate::input::Input;
use crate::plan::Plan;
use crate::schedule::Wake;
use crate::state::State;
use crate::time::Timestamp;
use crate::trace::Entry;
use crate::transition::{Answer, Transition, next_wake, transition};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// An input and its moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    /// When it reaches the engine.
    pub at: Timestamp,
    /// What.
    pub input: Input,
}

/// One transition of a simulation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moment {
    /// The virtual time.
    pub now: Timestamp,
    /// What the engine was told.
    pub input: Input,
    /// What it decided.
    pub trace: Vec<Entry>,
    /// What it wants done.
    pub effects: Vec<Effect>,
    /// What it answered to a release.
    pub answer: Option<Answer>,
    /// What went wrong.
    pub faults: Vec<Fault>,
}

/// A simulation's outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Simulation {
    /// Every transition, in order.
    pub moments: Vec<Moment>,
    /// The state at the end.
    pub state: State,
    /// What would come next.
    pub wake: Option<Wake>,
    /// Whether it stopped at the bound on transitions, not at the horizon.
    pub cut_short: bool,
}

/// Plays one customer's future from `state` as it is at `from`: feeds `inputs` at their times,
/// wakes when the engine asks, and does every effect at once with success, until `until`.
///
/// A coupon gets a code made of its effect's name. At most [`MAX_MOMENTS`] transitions are run.
#[must_use]
pub fn simulate(
    plan: &Plan,
    state: State,
    mut inputs: Vec<Planned>,
    from: Timestamp,
    until: Timestamp,
) -> Simulation {
    inputs.sort_by_key(|planned| planned.at);
    let mut world = World {
        plan,
        wake: next_wake(plan, &state, from),
        outbox: Outbox::of(&state, from),
        state,
        moments: Vec::new(),
    };
    let mut inputs: VecDeque<Planned> = inputs.into();
    while world.moments.len() < MAX_MOMENTS {
        let next_input = inputs.front().map(|planned| planned.at);
        let next_wake = world.wake.map(|wake| wake.at);
        let next_row = world.outbox.next_due();
        let Some(now) = [next_row, next_wake, next_input]
            .into_iter()
            .flatten()
            .min()
            .filter(|at| *at <= until)
        else {
            return world.end(false);
        };
        // A host sends what is due before it hears the next thing.
        if next_row == Some(now) {
            world.perform(now);
        } else if next_wake == Some(now) {
            world.turn(now, Input::Wake);
        } else if let Some(planned) = inputs.pop_front() {
            world.turn(now, planned.input);
        }
    }
    world.end(true)
}

/// How many transitions one simulation may run: a bound on hostile plans, far beyond real ones.
pub const MAX_MOMENTS: usize = 10_000;

struct World<'p> {
    plan: &'p Plan,
    state: State,
    wake: Option<Wake>,
    outbox: Outbox,
    moments: Vec<Moment>,
}

impl World<'_> {
    fn turn(&mut self, now: Timestamp, input: Input) -> Option<Answer> {
        let told = input.clone();
        let Transition {
            state,
            effects,
            withdrawn,
            answer,
            wake,
            faults,
            trace,
        } = transition(self.plan, std::mem::take(&mut self.state), input, now);
        self.state = state;
        // A wake for this very moment has been served by this very call.
        self.wake = wake.map(|wake| Wake {
            at: wake.at.max(now.plus_millis(1)),
            ..wake
        });
        for effect in &effects {
            self.outbox.rows.insert(
                effect.id.clone(),
                Row {
                    effect: effect.clone(),
                    due: now,
                },
            );
        }
        for row in withdrawn {
            self.outbox.rows.remove(&row.effect);
        }
        self.moments.push(Moment {
            now,
            input: told,
            trace,
            effects,
            answer: answer.clone(),
            faults,
        });
        answer
    }

    fn perform(&mut self, now: Timestamp) {
        let Some(effect) = self.outbox.first_due(now) else {
            return;
        };
        match self.turn(
            now,
            Input::Release {
                effect: effect.id.clone(),
            },
        ) {
            Some(Answer::Go { payload }) => {
                self.outbox.rows.remove(&effect.id);
                let outcome = outcome_of(&effect, &payload);
                self.turn(
                    now,
                    Input::Receipt {
                        effect: effect.id.clone(),
                        outcome,
                    },
                );
                self.outbox.unblock(&effect.id, now);
            }
            Some(Answer::Defer { until, .. }) => {
                if let Some(row) = self.outbox.rows.get_mut(&effect.id) {
                    row.due = until.max(now.plus_millis(1));
                }
            }
            Some(Answer::Withdraw { .. }) | None => {
                self.outbox.rows.remove(&effect.id);
            }
        }
    }

    fn end(self, cut_short: bool) -> Simulation {
        Simulation {
            moments: self.moments,
            state: self.state,
            wake: self.wake,
            cut_short,
        }
    }
}

/// The host's list of things to do.
#[derive(Default)]
struct Outbox {
    rows: BTreeMap<EffectId, Row>,
}

struct Row {
    effect: Effect,
    due: Timestamp,
}

impl Outbox {
    /// What a host has in its outbox for a customer in this state.
    fn of(state: &State, from: Timestamp) -> Self {
        let waiting = state
            .pending
            .iter()
            .filter(|pending| pending.held_until.is_none());
        let rows = waiting.map(|pending| {
            (
                pending.effect.clone(),
                Row {
                    effect: pending.effect(),
                    due: from,
                },
            )
        });
        Self {
            rows: rows.collect(),
        }
    }

    fn next_due(&self) -> Option<Timestamp> {
        self.rows.values().map(|row| row.due).min()
    }

    /// The first row that is due, by (due, id); what waits for another comes after it.
    fn first_due(&self, now: Timestamp) -> Option<Effect> {
        let due = self.rows.values().filter(|row| row.due <= now);
        let ready = due.min_by_key(|row| {
            let blocked = row
                .effect
                .depends_on
                .as_ref()
                .is_some_and(|first| self.rows.contains_key(first));
            (blocked, row.due, row.effect.due, row.effect.id.clone())
        })?;
        Some(ready.effect.clone())
    }

    /// What waited for `done` is due now.
    fn unblock(&mut self, done: &EffectId, now: Timestamp) {
        for row in self
            .rows
            .values_mut()
            .filter(|row| row.effect.depends_on.as_ref() == Some(done))
        {
            row.due = now;
        }
    }
}

fn outcome_of(effect: &Effect, payload: &Payload) -> Outcome {
    match (effect.kind, payload) {
        (EffectKind::Send, _) => Outcome::Sent,
        (EffectKind::ApplyCoupon, Payload::ApplyCoupon { prefix, .. }) => {
            let tail: String = effect.id.as_str().chars().take(6).collect();
            Outcome::Done {
                code: Some(format!("{prefix}-{}", tail.to_ascii_uppercase())),
            }
        }
        _ => Outcome::Done { code: None },
    }
}
