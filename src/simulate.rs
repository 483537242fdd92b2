//! Simulates one customer's future: production code on a virtual clock, with a simulated outside
//! world.
//!
//! Nothing here decides anything. It does what a host does (feed inputs, wake when asked, release
//! effects, report outcomes) and records what [`transition`](crate::transition::transition) returned. So a preview can't differ
//! from production, except in what customers do.

mod effect_log;
mod known;
mod outbox;
mod play;
mod playback;

use crate::effect::Effect;
use crate::fault::Fault;
use crate::input::Input;
use crate::json::object;
use crate::plan::Plan;
use crate::schedule::Wake;
use crate::state::State;
use crate::time::Timestamp;
use crate::trace::Entry;
use crate::transition::{Answer, Decided};

pub use effect_log::{Done, EffectLog};
pub use play::{End, Follower, Inputs, MAX_MOMENTS, Planned, Play};
pub use playback::{Next, Playback};

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
    let (moments, end) = follow(plan, state, inputs, play, Vec::new());
    Simulation {
        moments,
        state: end.state,
        wake: end.wake,
        cut_short: end.cut_short,
    }
}

/// Like [`simulate`], but passes what happens to `follower` instead of keeping it.
pub fn follow<F: Follower>(
    plan: &Plan,
    state: State,
    inputs: impl Into<Inputs>,
    play: &Play,
    follower: F,
) -> (F, End) {
    let mut playback = Playback::new(plan, state, inputs, play, follower);
    while let Some(next) = playback.next() {
        playback.step(next);
    }
    playback.end()
}

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
