//! What will happen: production on a virtual clock, with the outside world played.
//!
//! Nothing here decides anything. It does what a host does (feed inputs, wake when asked,
//! release effects, report outcomes) and writes down what [`transition`] said, so the preview
//! cannot differ from production except in what customers do.

mod doings;

use crate::effect::{Effect, EffectKind, Outcome, Payload};
use crate::fault::Fault;
use crate::id::EffectId;
use crate::input::Input;
use crate::json::{Malformed, Read, Reader, object, read_members};
use crate::plan::Plan;
use crate::schedule::Wake;
use crate::sorted_map::SortedMap;
use crate::state::State;
use crate::time::Timestamp;
use crate::trace::Entry;
use crate::transition::{Answer, Transition, next_wake, transition};
use std::collections::VecDeque;

pub use doings::{Doings, Done};

/// An input and its moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// When it reaches the engine.
    pub at: Timestamp,
    /// What.
    pub input: Input,
}

object!(Planned { at, input });

/// One transition of a simulation.
#[derive(Clone, Debug, PartialEq)]
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
    /// What would come next.
    pub wake: Option<Wake>,
    /// Whether it stopped at the bound on transitions, not at the horizon.
    pub cut_short: bool,
}

object!(write Simulation {
    moments,
    state,
    wake,
    cut_short
});

/// How the outside world behaves in a simulation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Play {
    /// The moment at which the simulation begins.
    pub from: Timestamp,
    /// The moment after which nothing is run any more.
    pub until: Timestamp,
    /// Kinds of effect that fail; all others succeed.
    pub failing: Vec<EffectKind>,
    /// Kinds of effect whose outcome takes this many milliseconds; all others are done at once.
    pub slow: SortedMap<EffectKind, i64>,
}

impl Read for Play {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut play = Self::default();
        read_members(
            reader,
            &[
                ("from", false),
                ("until", false),
                ("failing", false),
                ("slow", false),
            ],
            &mut [
                &mut play.from,
                &mut play.until,
                &mut play.failing,
                &mut play.slow,
            ],
            None,
        )?;
        Ok(play)
    }
}

/// Plays one customer's future from `state`: feeds `inputs` at their times, wakes when the
/// engine asks, and does every effect as `play` says.
///
/// A coupon gets a code made of its effect's name. At most [`MAX_MOMENTS`] transitions are run.
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

/// Who follows a simulation while it runs.
pub trait Follower {
    /// The engine is told `input` next.
    fn told(&mut self, now: Timestamp, input: &Input);
    /// The engine decided.
    fn decided(&mut self, now: Timestamp, decided: Decided);
}

/// What one transition of a simulation decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// What was decided.
    pub trace: Vec<Entry>,
    /// What is to be done.
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
    /// What would come next.
    pub wake: Option<Wake>,
    /// Whether it stopped at the bound on transitions, not at the horizon.
    pub cut_short: bool,
}

/// As [`simulate`], telling what happens to `follower` instead of keeping it.
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
    fn told(&mut self, now: Timestamp, input: &Input) {
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
    follower: &'p mut F,
    turns: usize,
}

impl<F: Follower> World<'_, F> {
    fn turn(&mut self, now: Timestamp, input: Input) -> Option<Answer> {
        self.turns += 1;
        self.follower.told(now, &input);
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

/// The host's list of things to do.
#[derive(Default)]
struct Outbox {
    rows: SortedMap<EffectId, Row>,
}

#[derive(Clone)]
struct Row {
    effect: Effect,
    due: Timestamp,
    /// The row is on its way, and this is what will have become of it when it is due.
    outcome: Option<Outcome>,
}

impl Outbox {
    /// What a host has in its outbox for a customer in this state.
    fn of(state: &State, from: Timestamp) -> Self {
        let mut outbox = Self::default();
        for pending in state
            .pending
            .iter()
            .filter(|pending| pending.held_until.is_none() && !pending.failed)
        {
            outbox.put(pending.effect(), from);
        }
        outbox
    }

    fn put(&mut self, effect: Effect, due: Timestamp) {
        self.rows.insert(
            effect.id.clone(),
            Row {
                effect,
                due,
                outcome: None,
            },
        );
    }

    fn next_due(&self) -> Option<Timestamp> {
        self.rows.values().map(|row| row.due).min()
    }

    /// The first row that is due; what is on its way comes before what is not, and what waits
    /// for another row comes last.
    fn first_due(&self, now: Timestamp) -> Option<Row> {
        let due = self.rows.values().filter(|row| row.due <= now);
        let first = due.min_by_key(|row| {
            let blocked = row
                .effect
                .depends_on
                .as_ref()
                .is_some_and(|first| self.rows.contains_key(first));
            (
                blocked,
                row.outcome.is_none(),
                row.due,
                row.effect.due,
                row.effect.id.clone(),
            )
        })?;
        Some(first.clone())
    }

    /// What waited for `done` is due now.
    fn unblock(&mut self, done: &EffectId, now: Timestamp) {
        let rows = self.rows.iter_mut().map(|(_, row)| row);
        let waiting = rows.filter(|row| row.effect.depends_on.as_ref() == Some(done));
        for row in waiting {
            row.due = now;
        }
    }
}
