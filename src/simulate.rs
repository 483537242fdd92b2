//! Simulates one customer's future: production code on a virtual clock, with a simulated outside
//! world.
//!
//! Nothing here decides anything. It does what a host does (feed inputs, wake when asked, release
//! effects, report outcomes) and records what [`transition`] returned. So a preview can't differ
//! from production, except in what customers do.

mod effect_log;
mod known;
mod outbox;

use crate::effect::{Effect, EffectKind, Outcome, Payload};
use crate::fault::Fault;
use crate::input::Input;
use crate::json::object;
use crate::plan::Plan;
use crate::schedule::Wake;
use crate::shop_facts::ShopFacts;
use crate::sorted_map::SortedMap;
use crate::state::State;
use crate::time::Timestamp;
use crate::trace::Entry;
use crate::transition::{Answer, Transition, next_wake, transition};
use std::collections::VecDeque;

use known::Known;
use outbox::{Outbox, Row};

pub use effect_log::{Done, EffectLog};

/// An input and its moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// When it reaches the engine.
    pub at: Timestamp,
    /// The input of the transition.
    pub input: Input,
}

object!(Planned { at, input });

/// One transition of a simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The virtual time.
    pub now: Timestamp,
    /// The input of the transition.
    pub input: Input,
    /// The decisions in order.
    pub trace: Vec<Entry>,
    /// The effects it wants performed.
    pub effects: Vec<Effect>,
    /// Its answer, where the input was a release.
    pub answer: Option<Answer>,
    /// What went wrong.
    pub faults: Vec<Fault>,
}

object!(write Moment {
    now,
    input,
    trace,
    effects,
    answer,
    faults
});

/// A simulation's outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// Every transition, in order.
    pub moments: Vec<Moment>,
    /// The state at the end.
    pub state: State,
    /// When the engine would be called next.
    pub wake: Option<Wake>,
    /// Whether it stopped at [`MAX_MOMENTS`] instead of the end.
    pub cut_short: bool,
}

object!(write Simulation {
    moments,
    state,
    wake,
    cut_short
});

/// How the outside world behaves in a simulation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Play {
    /// The moment at which the simulation begins.
    pub from: Timestamp,
    /// The moment after which nothing more is simulated.
    pub until: Timestamp,
    /// Kinds of effect that fail; all others succeed.
    pub failing: Vec<EffectKind>,
    /// Kinds of effect whose outcome takes this many milliseconds; all others succeed at once.
    pub slow: SortedMap<EffectKind, i64>,
    /// The shop's facts, where the plan asks for them. As a host does, the simulation adds them to
    /// every input; stock and price changes among the inputs update them.
    pub facts: Option<ShopFacts>,
}

object!(Play or default { from, until, failing, slow, facts });

/// Simulates one customer's future from `state`: feeds `inputs` at their times, wakes when the
/// engine asks, and performs every effect as `play` says.
/// A coupon gets a code made from its effect's id. At most [`MAX_MOMENTS`] transitions are run.
///
/// ```
/// use edgewise::id::CustomerId;
/// use edgewise::simulate::{Planned, Play, simulate};
/// use edgewise::state::State;
/// use edgewise::time::Timestamp;
///
/// # let config = r#"{"format": 1,
/// #     "shop": {"id": "mill", "name": "Mill", "currency": "EUR", "time_zone": "Europe/Berlin"},
/// #     "workflows": [{"id": "greet", "name": "Greet", "status": "live",
/// #         "trigger": {"type": "customer_created"},
/// #         "steps": [{"id": "day", "type": "wait", "for": {"amount": 1, "unit": "days"}},
/// #                   {"id": "tag", "type": "add_tag", "tag": "new"}]}]}"#;
/// # let plan = edgewise::config::compile(config).plan.unwrap();
/// # let event = r#"{"fact_key": "signup-1", "occurred_at": 1767261600000,
/// #     "received_at": 1767261600000, "source": "edgewise",
/// #     "kind": {"type": "customer_created", "profile": {"first_name": "Anna"}}}"#;
/// let from = Timestamp::from_millis(1_767_261_600_000);
/// let until = from.plus_millis(7 * 24 * 3_600_000);
/// let input = edgewise::json::from_str(
///     &format!(r#"{{"type": "events", "customer": "anna", "events": [{event}]}}"#),
/// ).unwrap();
/// let inputs = vec![Planned { at: from, input }];
/// let play = Play { from, until, ..Play::default() };
/// let simulation = simulate(&plan, State::new(CustomerId::new("anna")), inputs, &play);
///
/// // A week later she has the tag, and has left the workflow.
/// assert!(simulation.state.customer.tags.has("new"));
/// assert!(simulation.state.enrollments.is_empty());
/// ```
#[must_use]
pub fn simulate(plan: &Plan, state: State, inputs: Vec<Planned>, play: &Play) -> Simulation {
    let mut moments = Vec::new();
    let end = follow(plan, state, inputs, play, &mut moments);
    Simulation {
        moments,
        state: end.state,
        wake: end.wake,
        cut_short: end.cut_short,
    }
}

/// Receives what happens in a simulation while it runs.
pub trait Follower {
    /// `input` reaches the engine next.
    fn received(&mut self, now: Timestamp, input: &Input);
    /// The engine decided.
    fn decided(&mut self, now: Timestamp, decided: Decided);
}

/// What one transition of a simulation decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// The decisions in order.
    pub trace: Vec<Entry>,
    /// The effects to perform.
    pub effects: Vec<Effect>,
    /// The answer to a release.
    pub answer: Option<Answer>,
    /// What went wrong.
    pub faults: Vec<Fault>,
}

/// Where a simulation stopped.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// The state at the end.
    pub state: State,
    /// When the engine would be called next.
    pub wake: Option<Wake>,
    /// Whether it stopped at [`MAX_MOMENTS`] instead of the end.
    pub cut_short: bool,
}

/// Like [`simulate`], but passes what happens to `follower` instead of keeping it.
pub fn follow<F: Follower>(
    plan: &Plan,
    state: State,
    mut inputs: Vec<Planned>,
    play: &Play,
    follower: &mut F,
) -> End {
    inputs.sort_by_key(|planned| planned.at);
    let mut world = World {
        plan,
        play,
        wake: next_wake(plan, &state, play.from),
        outbox: Outbox::of(&state, play.from),
        known: Known::new(play.facts.clone()),
        state,
        follower,
        turns: 0,
    };
    let mut inputs: VecDeque<Planned> = inputs.into();
    while world.turns < MAX_MOMENTS {
        let next_input = inputs.front().map(|planned| planned.at);
        let next_wake = world.wake.map(|wake| wake.at);
        let next_row = world.outbox.next_due();
        let next = [next_row, next_wake, next_input]
            .into_iter()
            .flatten()
            .min();
        let Some(now) = next.filter(|at| *at <= play.until) else {
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

/// Everything that happens, as it happens.
impl Follower for Vec<Moment> {
    fn received(&mut self, now: Timestamp, input: &Input) {
        self.push(Moment {
            now,
            input: input.clone(),
            trace: Vec::new(),
            effects: Vec::new(),
            answer: None,
            faults: Vec::new(),
        });
    }

    fn decided(&mut self, _: Timestamp, decided: Decided) {
        if let Some(moment) = self.last_mut() {
            moment.trace = decided.trace;
            moment.effects = decided.effects;
            moment.answer = decided.answer;
            moment.faults = decided.faults;
        }
    }
}

struct World<'p, F> {
    plan: &'p Plan,
    play: &'p Play,
    state: State,
    wake: Option<Wake>,
    outbox: Outbox,
    known: Known,
    follower: &'p mut F,
    turns: usize,
}

impl<F: Follower> World<'_, F> {
    fn turn(&mut self, now: Timestamp, input: Input) -> Option<Answer> {
        self.turns += 1;
        let input = self.known.around(input);
        self.follower.received(now, &input);
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
            self.outbox.put(effect.clone(), now);
        }
        for row in withdrawn {
            self.outbox.rows.remove(&row.effect);
        }
        let answered = answer.clone();
        let decided = Decided {
            trace,
            effects,
            answer,
            faults,
        };
        self.follower.decided(now, decided);
        answered
    }

    /// Does the first thing that is due: asks to do an effect, or reports what became of it.
    fn perform(&mut self, now: Timestamp) {
        let Some(Row {
            effect, outcome, ..
        }) = self.outbox.first_due(now)
        else {
            return;
        };
        if let Some(outcome) = outcome {
            self.outbox.rows.remove(&effect.id);
            self.turn(
                now,
                Input::Receipt {
                    effect: effect.id.clone(),
                    outcome,
                },
            );
            self.outbox.unblock(&effect.id, now);
            return;
        }
        let answer = self.turn(
            now,
            Input::Release {
                effect: effect.id.clone(),
            },
        );
        let Some(row) = self.outbox.rows.get_mut(&effect.id) else {
            return;
        };
        match answer {
            Some(Answer::Go { payload }) => {
                let takes = self.play.slow.get(&effect.kind).copied().unwrap_or(0);
                row.due = now.plus_millis(takes.max(0));
                row.outcome = Some(self.play.outcome_of(&effect, &payload));
            }
            Some(Answer::Defer { until, .. }) => row.due = until.max(now.plus_millis(1)),
            Some(Answer::Withdraw { .. }) | None => {
                self.outbox.rows.remove(&effect.id);
            }
        }
    }

    fn end(self, cut_short: bool) -> End {
        End {
            state: self.state,
            wake: self.wake,
            cut_short,
        }
    }
}

impl Play {
    fn outcome_of(&self, effect: &Effect, payload: &Payload) -> Outcome {
        if self.failing.contains(&effect.kind) {
            return Outcome::Failed { detail: None };
        }
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
}
