//! What a transition is about.

use crate::effect::Outcome;
use crate::event::Event;
use crate::id::{CustomerId, EffectId};
use crate::state::State;
use serde::{Deserialize, Serialize};

/// The one thing that a transition takes in, besides plan, state and time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Input {
    /// Something happened.
    Events {
        /// Whose events: names a new customer, and must be the state's for a known one.
        customer: CustomerId,
        /// The events of one delivery, in order.
        events: Vec<Event>,
    },
    /// It is time. Early, late and repeated wakes are harmless.
    Wake,
    /// The host is about to do an effect and asks whether it still may.
    Release {
        /// Which.
        effect: EffectId,
    },
    /// The host tells what became of an effect.
    Receipt {
        /// Of which.
        effect: EffectId,
        /// What.
        outcome: Outcome,
    },
    /// Another plan is in force than the last time.
    PlanChanged,
    /// Another customer turned out to be this one.
    Merge {
        /// Everything known about the other.
        loser: Box<State>,
    },
    /// Somebody in the shop's admin does something.
    Command {
        /// What.
        command: Command,
    },
}

/// What somebody in the admin can do to one customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Send nothing at all to them any more.
    Suppress,
    /// Let things be sent again.
    Unsuppress,
    /// Put a tag on.
    AddTag {
        /// The tag.
        tag: String,
    },
    /// Take a tag off.
    RemoveTag {
        /// The tag.
        tag: String,
    },
}
