//! The engine's one function, [`transition`].
//!
//! [`transition`] takes a plan, a customer's state, one input and the moment, and gives the new
//! state, what must be done, when to come back, and every decision with its reason. It reads no
//! clock, draws no random number and keeps nothing, so the same call gives the same bytes in
//! production, in a preview and in a backtest.
//!
//! Its phases, always in this order:
//!
//! 1. everything that fell due up to `now`, in order of (due, id), each at its own due time;
//! 2. the input: facts are folded, enrollments end, tiers move, workflows are entered, and what that
//!    sets off runs through one bounded queue;
//! 3. what the input made due;
//! 4. policy over all intents of the moment at once, at the real `now`;
//! 5. the next moment at which anything is due.

mod by_hand;
mod call;
mod command;
mod course;
mod due;
mod enter;
mod event;
mod exit;
mod follow;
mod loyalty;
mod merge;
mod moment;
mod old_enrollments;
mod outcome;
mod past;
mod reassign;
mod release;
mod settle;
mod timers;
mod turn;
mod waiting;
mod walk;

use crate::input::Input;
use crate::plan::Plan;
use crate::schedule::Wake;
use crate::state::State;
use crate::time::Timestamp;

pub use course::{Course, Paused};
pub use moment::{Moment, Watched};
pub use outcome::{Answer, Decided, Transition, Withdrawn};

/// Decides what one input means for one customer. See the module's documentation for the phases.
/// `now` must not be earlier than in an earlier call for the same customer: the host keeps its
/// clock from going back.
///
#[doc = include_str!("transition/example.md")]
#[must_use]
pub fn transition(plan: &Plan, state: State, input: Input, now: Timestamp) -> Transition {
    let mut course = Course::new(plan, state);
    let decided = course.decide(input, now);
    let Decided {
        effects,
        withdrawn,
        answer,
        wake,
        faults,
        trace,
    } = decided;
    Transition {
        state: course.into_state(),
        effects,
        withdrawn,
        answer,
        wake,
        faults,
        trace,
    }
}

/// When a customer in this state is next due if nothing happens, as seen at `now`.
#[must_use]
pub fn next_wake(plan: &Plan, state: &State, now: Timestamp) -> Option<Wake> {
    Course::new(plan, state.clone()).next_wake(now)
}
