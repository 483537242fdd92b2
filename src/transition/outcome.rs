//! What a transition gives.

use crate::effect::{Effect, Payload};
use crate::fault::Fault;
use crate::id::EffectId;
use crate::json::{object, tagged};
use crate::reason::Reason;
use crate::schedule::Wake;
use crate::state::State;
use crate::time::Timestamp;
use crate::trace::Entry;

/// The result of a transition.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition {
    /// The state from now on.
    pub state: State,
    /// New effects for the host's outbox.
    pub effects: Vec<Effect>,
    /// Effects in the outbox that must no longer be performed. None of them was released.
    pub withdrawn: Vec<Withdrawn>,
    /// The answer to a release.
    pub answer: Option<Answer>,
    /// When to call again with [`Input::Wake`](crate::input::Input::Wake) if nothing else happens; never before `now`.
    pub wake: Option<Wake>,
    /// What was cut short, such as a chain of events that went on too long.
    pub faults: Vec<Fault>,
    /// Every decision, in the order in which it was made.
    pub trace: Vec<Entry>,
}

/// What one input of a [`Course`](super::Course) led to: a [`Transition`] without the state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decided {
    /// As in [`Transition::effects`].
    pub effects: Vec<Effect>,
    /// As in [`Transition::withdrawn`].
    pub withdrawn: Vec<Withdrawn>,
    /// As in [`Transition::answer`].
    pub answer: Option<Answer>,
    /// As in [`Transition::wake`].
    pub wake: Option<Wake>,
    /// As in [`Transition::faults`].
    pub faults: Vec<Fault>,
    /// As in [`Transition::trace`].
    pub trace: Vec<Entry>,
}

/// An effect that was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// The effect that was withdrawn.
    pub effect: EffectId,
    /// Why it was withdrawn.
    pub reason: Reason,
}

object!(write Withdrawn { effect, reason });

tagged! {
/// The answer to [`Input::Release`](crate::input::Input::Release), when the host is about to perform an effect.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Perform it now.
    Go {
        /// What exactly to do.
        payload: Payload,
    } = "go",
    /// Not now: ask again at `until`.
    Defer {
        /// When to ask again.
        until: Timestamp,
        /// The reason.
        reason: Reason,
    } = "defer",
    /// Never: drop it from the outbox.
    Withdraw {
        /// The reason.
        reason: Reason,
    } = "withdraw",
}
}
