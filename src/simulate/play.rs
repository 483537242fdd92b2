//! What goes into a simulation, who follows it, and where it stops.

use crate::effect::{Effect, EffectKind, Outcome, Payload};
use crate::input::Input;
use crate::json::object;
use crate::schedule::Wake;
use crate::shop_facts::ShopFacts;
use crate::sorted_map::SortedMap;
use crate::state::State;
use crate::time::Timestamp;
use crate::trace::Detail;
use crate::transition::Decided;
use std::rc::Rc;

/// An input and its moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// When it reaches the engine.
    pub at: Timestamp,
    /// The input of the transition.
    pub input: Input,
}

object!(Planned { at, input });

/// Inputs in the order of their moments, shared by everybody who plays them.
#[derive(Clone, Debug)]
pub struct Inputs(pub(super) Rc<Vec<Planned>>);

impl From<Vec<Planned>> for Inputs {
    fn from(mut inputs: Vec<Planned>) -> Self {
        inputs.sort_by_key(|planned| planned.at);
        Self(Rc::new(inputs))
    }
}

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

impl Play {
    pub(super) fn outcome_of(&self, effect: &Effect, payload: &Payload, detail: Detail) -> Outcome {
        if self.failing.contains(&effect.kind) {
            return Outcome::Failed { detail: None };
        }
        match (effect.kind, payload) {
            (EffectKind::Send, _) => Outcome::Sent,
            // A code that nobody will look at.
            (EffectKind::ApplyCoupon, _) if detail == Detail::Outcome => Outcome::Done {
                code: Some(String::new()),
            },
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

/// Receives what happens in a simulation while it runs.
pub trait Follower {
    /// How much of each decision it wants to know.
    const DETAIL: Detail = Detail::Full;
    /// `input` reaches the engine next.
    fn received(&mut self, now: Timestamp, input: &Input);
    /// The engine decided.
    fn decided(&mut self, now: Timestamp, decided: Decided);
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

/// How many transitions one simulation may run: a bound on hostile plans, far beyond real ones.
pub const MAX_MOMENTS: usize = 10_000;
